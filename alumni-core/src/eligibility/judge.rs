//! One person at a time, many times a second: a policy made ready for one day, rows that are filled again and again.

mod cell;
mod day;
mod facts;
mod json;
mod layout;
mod names;
mod row;
mod rules;
mod ruling;
mod told;
mod truth;

pub use cell::SlotValue;
pub use layout::Slot;
pub use row::Row;
pub use ruling::Ruling;
use ruling::Standings;

use std::sync::Arc;

use chrono::NaiveDate;

use super::{Criterion, Decision, Effect, Outcome, Policy, Status};
use crate::Error;
use day::Day;
use facts::Facts;
use layout::Layout;
use rules::Rule;
use truth::Truth;

/// A policy made ready to decide about one person at a time as of one day.
///
/// For a service that answers one request at a time. Facts come in as a [`Row`] of numbered slots, filled value by value or from
/// JSON text, and the answer is a [`Ruling`]: the outcome and how each criterion stands, exactly as
/// [`Policy::decide`] says, and for a policy of up to 64 criteria nothing allocated. [`explain`](Self::explain) gives the whole
/// decision where it is asked for.
///
/// A judge never changes: one serves any number of threads, each with a row of its own.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::{Outcome, Policy, Status};
///
/// let policy = Policy::parse(r#"
///     id = "return"
///     version = 1
///     [[criteria]]
///     id = "service"
///     require = "tenure >= 3 years or grade >= 3"
///     [[criteria]]
///     id = "conduct"
///     bar = "separation_kind = involuntary_cause"
/// "#)?;
/// let judge = policy.judge("2026-04-01".parse()?)?;
/// let mut row = judge.row();
/// row.read_json(r#"{"grade": 2, "start_date": "2019-04-01", "separation_date": "2022-03-30"}"#)?;
/// let ruling = judge.decide(&row)?;
/// assert_eq!(ruling.outcome(), Outcome::Ineligible);
/// assert_eq!(judge.criteria(&ruling, Status::Unmet).next().map(|criterion| criterion.id()), Some("service"));
/// let decision = judge.explain(&row, "w-1")?;
/// assert_eq!(decision.missing(), Vec::<String>::new());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Judge {
    policy: Policy,
    day: Day,
    layout: Arc<Layout>,
    rules: Vec<Rule>,
    effects: Vec<Effects>,
}

/// Which of up to 64 criteria have each effect, as bits.
#[derive(Debug)]
struct Effects {
    require: u64,
    bar: u64,
    review: u64,
}

impl Effects {
    fn new(criteria: &[Criterion]) -> Self {
        let bits = |effect: Effect| {
            let bits = criteria.iter().rev().map(|criterion| u64::from(criterion.effect == effect));
            bits.fold(0, |bits, bit| bits << 1 | bit)
        };
        Self { require: bits(Effect::Require), bar: bits(Effect::Bar), review: bits(Effect::Review) }
    }
}

/// What all criteria together come to.
#[derive(Default)]
struct Sum {
    unmet: u64,
    review: u64,
    unknown: u64,
    /// Unknown where a person alone cannot settle it.
    gate: u64,
    /// Whether amounts in two currencies met.
    mixed: bool,
}

impl Sum {
    /// Adds up to 64 criteria; gives back how they stand.
    #[inline]
    fn add(&mut self, facts: &Facts<'_>, rules: &[Rule], effects: &Effects) -> Standings {
        let (mut holds, mut fails, mut all) = (0_u64, 0_u64, Truth::UNKNOWN);
        // From the last on, so that the first comes to the lowest place.
        for rule in rules.iter().rev() {
            let truth = facts.truth(rule);
            all = all.with(truth);
            holds = holds << 1 | truth.holds();
            fails = fails << 1 | truth.fails();
        }
        self.mixed |= all.is_mixed();
        let unmet = fails & effects.require | holds & effects.bar;
        let review = holds & effects.review;
        let unknown = !(holds | fails) & (effects.require | effects.bar | effects.review);
        self.unmet |= unmet;
        self.review |= review;
        self.unknown |= unknown;
        self.gate |= unknown & !effects.review;
        Standings { low: unmet | unknown, high: review | unknown }
    }

    fn outcome(&self) -> Outcome {
        use Outcome::{Conditional, Eligible, Ineligible, Undetermined};
        // Looked up, because which one it is cannot be foreseen: first what is unmet, then what bars the way while it is unknown.
        const OF: [Outcome; 16] = [
            Eligible,
            Undetermined,
            Conditional,
            Conditional,
            Undetermined,
            Undetermined,
            Undetermined,
            Undetermined,
            Ineligible,
            Ineligible,
            Ineligible,
            Ineligible,
            Ineligible,
            Ineligible,
            Ineligible,
            Ineligible,
        ];
        let parts = [self.unmet, self.gate, self.review, self.unknown];
        let place = parts.iter().fold(0, |place, part| place << 1 | usize::from(*part != 0));
        OF.get(place).copied().unwrap_or(Ineligible)
    }
}

impl Policy {
    /// Makes the policy ready to decide about one person at a time as of the day `as_of`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a fact that the vocabulary does not know: a policy that exists has none.
    pub fn judge(&self, as_of: NaiveDate) -> Result<Judge, Error> {
        let layout = Layout::new(self)?;
        let rules =
            self.criteria.iter().map(|criterion| Rule::new(&criterion.node, &layout, as_of)).collect();
        let effects = self.criteria.chunks(64).map(Effects::new).collect();
        Ok(Judge { policy: self.clone(), day: Day::new(as_of), layout: Arc::new(layout), rules, effects })
    }
}

impl Judge {
    /// The policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The day of the decisions.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.day.date
    }

    /// What rows hold: the facts that the policy asks for in the order of its rules, then those from which others follow
    /// (`start_date`, `separation_date` and `employed` where it asks for `tenure`).
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.layout.slots
    }

    /// The number of the slot of a fact, as rules write it; `None` for one that the policy does not need.
    #[must_use]
    pub fn slot(&self, name: &str) -> Option<usize> {
        self.layout.slots.iter().position(|slot| slot.name == name)
    }

    /// A row in which nothing is known, to be used again and again by one thread.
    #[must_use]
    pub fn row(&self) -> Row {
        Row::new(&self.layout)
    }

    /// Decides about the person whose facts are in `row`; exactly as [`Policy::decide`] does.
    ///
    /// Nothing is allocated where the policy has up to 64 criteria.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a row of another judge, and for money in another currency than
    /// the policy's.
    pub fn decide(&self, row: &Row) -> Result<Ruling, Error> {
        if !Arc::ptr_eq(&self.layout, &row.layout) {
            return Err(Error::inconsistent("expected a row of this judge"));
        }
        let facts = Facts::new(row, self.day);
        let mut sum = Sum::default();
        let criteria = u16::try_from(self.rules.len()).unwrap_or(u16::MAX);
        let ruling = match self.effects.as_slice() {
            [effects] => {
                let standings = sum.add(&facts, &self.rules, effects);
                Ruling::of_few(sum.outcome(), criteria, standings)
            }
            all => {
                let rounds = self.rules.chunks(64).zip(all);
                let standings: Vec<_> =
                    rounds.map(|(rules, effects)| sum.add(&facts, rules, effects)).collect();
                Ruling::new(sum.outcome(), criteria, standings)
            }
        };
        if sum.mixed {
            // Which amounts do not compare is said by whoever says it of a worker.
            self.explain(row, "row")?;
        }
        Ok(ruling)
    }

    /// The criteria that stand so in a ruling, in the policy's order.
    pub fn criteria<'a>(&'a self, ruling: &'a Ruling, status: Status) -> impl Iterator<Item = &'a Criterion> {
        ruling.places(status).filter_map(|place| self.policy.criteria.get(place))
    }

    /// The whole decision about the same facts: reasons with their arguments, missing facts, the first eligible day.
    ///
    /// It takes microseconds where [`decide`](Self::decide) takes nanoseconds.
    ///
    /// # Errors
    ///
    /// Those of [`decide`](Self::decide); [`Missing`](crate::ErrorKind::Missing) for an empty id.
    pub fn explain(&self, row: &Row, worker: &str) -> Result<Decision, Error> {
        if !Arc::ptr_eq(&self.layout, &row.layout) {
            return Err(Error::inconsistent("expected a row of this judge"));
        }
        if worker.is_empty() {
            return Err(Error::missing("expected a worker id").within("id"));
        }
        self.policy.decide(&row.worker(worker), self.day.date)
    }
}
