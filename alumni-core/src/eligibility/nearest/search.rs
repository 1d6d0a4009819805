//! The search: sets of facts by size, each with the values nearest to the present ones.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Change, Nearest, Way};
use crate::Error;
use crate::eligibility::cells::is_stand_in;
use crate::eligibility::decide::outcome;
use crate::eligibility::evaluate::{Facts, each_fact};
use crate::eligibility::resolve::{Node, Term};
use crate::eligibility::say::{fact_title, value_said};
use crate::eligibility::{Outcome, Policy, Status};
use crate::text::{Argument, Localized};
use crate::workforce::{Fact, Supplied, Value, Worker, changes_after};

/// The search gives up after this many evaluations of the policy.
const MOST_EVALUATIONS: u32 = 50_000;
/// Looking ahead costs about as much as this many evaluations.
const LOOKING_AHEAD: u32 = 20;

/// Lengths that grow by time alone.
const ELAPSED: [Fact; 6] = [
    Fact::Tenure,
    Fact::TotalTenure,
    Fact::SinceSeparation,
    Fact::NoticeGiven,
    Fact::TimeInJobFamily,
    Fact::TimeInDepartment,
];

impl Policy {
    /// Finds the smallest sets of changes that would make the outcome [`Outcome::Eligible`], at most `limit` of them, those
    /// of the fewest steps first.
    ///
    /// A step is a fact that changes, a fact that is not known and turns out so, or waiting, which counts as one step
    /// whichever length it has. No way contains another. Facts that are `protected` are never proposed, and of those that
    /// are known neither are those that are `fixed`, dates that have passed, nor lengths that grow by time alone (`tenure`).
    /// A value stands for all that would do as well: it is the one nearest to the present one, fact by fact in the policy's
    /// order. Each way is proved by deciding about the worker so changed.
    ///
    /// The search is exact as long as it takes at most 50,000 evaluations of the policy ([`Nearest::is_complete`]). Two facts
    /// that a rule compares with each other are moved to the other's present value and to its neighbours only, a set of
    /// more than six named values only by one or all of them, and facts count one by one: what the HR system derives from a
    /// fact that changes stays as it is, but for workers who come as a row of facts.
    ///
    /// # Errors
    ///
    /// Those of [`decide`](Self::decide).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    /// use alumni_core::workforce::{RehireFlag, Spell, Worker};
    ///
    /// let policy = Policy::parse(r#"
    ///     id = "return"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "cooling-off"
    ///     require = "since_separation >= 6 months or grade >= 3"
    ///     [[criteria]]
    ///     id = "flag"
    ///     review = "rehire_flag != yes"
    /// "#)?;
    /// let spell = Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?.grade(2);
    /// let worker = Worker::new("w-1", [spell])?.rehire_flag(RehireFlag::Absent);
    /// let nearest = policy.nearest(&worker, "2021-12-01".parse()?, 2)?;
    /// assert_eq!(
    ///     nearest.to_string(),
    ///     "grade from 2 to 3; rehire flag from not on record to yes\n\
    ///      rehire flag from not on record to yes; wait until 2022-04-01"
    ///         .replace("not on record", "absent")
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest(&self, worker: &Worker, as_of: NaiveDate, limit: usize) -> Result<Nearest, Error> {
        let values = self.values(worker, as_of)?;
        let statuses = self.statuses(&Facts { values: &values, as_of })?;
        let outcome = outcome(&self.criteria, &statuses);
        let mut search =
            Search::new(self, worker, as_of, &values, &statuses, limit, changes_after(worker, as_of));
        let complete = outcome == Outcome::Eligible || search.run()?;
        Ok(Nearest {
            worker: worker.id().to_owned(),
            as_of,
            outcome,
            ways: search.ways.into_iter().map(|(_, way)| way).collect(),
            complete,
            policy: self.reference(),
        })
    }

    /// The facts that may change or turn out, with the values to try, nearest first.
    fn movable(&self, facts: &Facts<'_>) -> Vec<(usize, Vec<Value>)> {
        let mut found = Vec::new();
        for (number, used) in self.facts.iter().enumerate() {
            let Some(definition) = self.vocabulary.get(&used.name) else { continue };
            let now = facts.get(number);
            let passed = matches!(now, Some(Value::Date(day)) if *day < facts.as_of);
            let elapsed = used.name.parse().is_ok_and(|fact: Fact| ELAPSED.contains(&fact));
            if definition.protected || now.is_some() && (definition.fixed || passed || elapsed) {
                continue;
            }
            let may_be = |value: &Value| match (now, value) {
                // A day that is still to come can be moved, but not into the past.
                (Some(Value::Date(_)), Value::Date(to)) => *to >= facts.as_of,
                _ => true,
            };
            let cells = self.cells(number, facts).values.into_iter();
            let mut values: Vec<_> =
                cells.filter(|value| Some(value) != now && !is_stand_in(value) && may_be(value)).collect();
            if let Some(now) = now {
                values.sort_by_key(|value| distance(now, value));
            }
            if !values.is_empty() {
                found.push((number, values));
            }
        }
        found
    }
}

/// What came of trying a set of facts.
enum Found {
    GaveUp,
    Nothing,
    /// Values that do, at once or from a day on.
    At(Option<NaiveDate>),
}

struct Search<'a> {
    policy: &'a Policy,
    worker: &'a Worker,
    as_of: NaiveDate,
    values: &'a [Option<Value>],
    movable: Vec<(usize, Vec<Value>)>,
    /// For each criterion in the way: the movable facts it asks for, and whether time alone may change it.
    in_the_way: Vec<(BTreeSet<usize>, bool)>,
    changes: Vec<NaiveDate>,
    limit: usize,
    left: u32,
    /// The facts of each way, `None` for waiting, and the way.
    ways: Vec<(BTreeSet<Option<usize>>, Way)>,
}

impl<'a> Search<'a> {
    fn new(
        policy: &'a Policy,
        worker: &'a Worker,
        as_of: NaiveDate,
        values: &'a [Option<Value>],
        statuses: &[Status],
        limit: usize,
        changes: Vec<NaiveDate>,
    ) -> Self {
        let asked: Vec<BTreeSet<usize>> = policy
            .criteria
            .iter()
            .map(|criterion| {
                let mut facts = BTreeSet::new();
                each_fact(&criterion.node, &mut |fact| {
                    facts.insert(fact);
                });
                facts
            })
            .collect();
        // A fact of a criterion that is met matters only where a change could break that criterion.
        let mut reach: BTreeSet<usize> = BTreeSet::new();
        for (facts, status) in asked.iter().zip(statuses) {
            if *status != Status::Met {
                reach.extend(facts);
            }
        }
        let mut before = 0;
        while reach.len() > before {
            before = reach.len();
            for facts in asked.iter().filter(|facts| !facts.is_disjoint(&reach)).cloned().collect::<Vec<_>>()
            {
                reach.extend(facts);
            }
        }
        let facts = Facts { values, as_of };
        let movable: Vec<_> =
            policy.movable(&facts).into_iter().filter(|(fact, _)| reach.contains(fact)).collect();
        let can_move: BTreeSet<_> = movable.iter().map(|(fact, _)| *fact).collect();
        let in_the_way = policy
            .criteria
            .iter()
            .zip(&asked)
            .zip(statuses)
            .filter(|(_, status)| **status != Status::Met)
            .map(|((criterion, asked), _)| (asked & &can_move, !changes.is_empty() || moves(&criterion.node)))
            .collect();
        let left = MOST_EVALUATIONS;
        Self { policy, worker, as_of, values, movable, in_the_way, changes, limit, left, ways: Vec::new() }
    }

    /// Looks for ways of ever more steps; whether all were found.
    fn run(&mut self) -> Result<bool, Error> {
        if self.in_the_way.iter().any(|(facts, timed)| facts.is_empty() && !timed) {
            return Ok(true);
        }
        for size in 1..=self.movable.len().saturating_add(1) {
            for (facts, waits) in [(size, false), (size.saturating_sub(1), true)] {
                let mut chosen = Vec::new();
                if !self.choose(0, facts, waits, &mut chosen)? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// Tries every set of `count` more facts from the one at `next` on; `false` ends the search.
    fn choose(
        &mut self,
        next: usize,
        count: usize,
        waits: bool,
        chosen: &mut Vec<usize>,
    ) -> Result<bool, Error> {
        if count == 0 {
            return self.attempt(chosen, waits);
        }
        let last = self.movable.len().saturating_sub(count);
        for place in next..=last {
            if place >= self.movable.len() {
                break;
            }
            chosen.push(place);
            let goes_on = self.choose(place.saturating_add(1), count.saturating_sub(1), waits, chosen)?;
            chosen.pop();
            if !goes_on {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn spend(&mut self, evaluations: u32) -> bool {
        self.left = self.left.saturating_sub(evaluations);
        self.left > 0
    }

    fn attempt(&mut self, chosen: &[usize], waits: bool) -> Result<bool, Error> {
        if self.ways.len() >= self.limit || !self.spend(1) {
            return Ok(false);
        }
        let facts: BTreeSet<usize> =
            chosen.iter().filter_map(|place| self.movable.get(*place)).map(|(fact, _)| *fact).collect();
        let mut key: BTreeSet<Option<usize>> = facts.iter().copied().map(Some).collect();
        if waits {
            key.insert(None);
        }
        let untouched =
            self.in_the_way.iter().any(|(asked, timed)| asked.is_disjoint(&facts) && !(waits && *timed));
        if untouched || self.ways.iter().any(|(smaller, _)| smaller.is_subset(&key)) {
            return Ok(true);
        }
        let mut values = self.values.to_vec();
        let mut to = Vec::new();
        let found = self.assign(chosen, waits, &mut values, &mut to)?;
        if let Found::At(until) = found {
            let mut changes: Vec<Change> = to.iter().map(|(fact, value)| self.change(*fact, value)).collect();
            changes.extend(until.map(Change::wait));
            self.ways.push((key, Way { changes }));
        }
        Ok(!matches!(found, Found::GaveUp))
    }

    /// Gives the facts their values in turn.
    fn assign(
        &mut self,
        chosen: &[usize],
        waits: bool,
        values: &mut Vec<Option<Value>>,
        to: &mut Vec<(usize, Value)>,
    ) -> Result<Found, Error> {
        let Some((first, rest)) = chosen.split_first() else {
            return self.works(waits, values, to);
        };
        let Some((fact, candidates)) = self.movable.get(*first).cloned() else { return Ok(Found::Nothing) };
        for value in candidates {
            if let Some(place) = values.get_mut(fact) {
                *place = Some(value.clone());
            }
            to.push((fact, value));
            let found = self.assign(rest, waits, values, to)?;
            if !matches!(found, Found::Nothing) {
                return Ok(found);
            }
            to.pop();
        }
        if let Some((place, now)) = values.get_mut(fact).zip(self.values.get(fact)) {
            place.clone_from(now);
        }
        Ok(Found::Nothing)
    }

    /// Whether the outcome is eligible with these values, at once or by waiting.
    fn works(
        &mut self,
        waits: bool,
        values: &[Option<Value>],
        to: &[(usize, Value)],
    ) -> Result<Found, Error> {
        if !self.spend(if waits { LOOKING_AHEAD } else { 1 }) {
            return Ok(Found::GaveUp);
        }
        let told = |values: &[Option<Value>]| -> Result<Vec<Status>, Error> {
            self.policy.statuses(&Facts { values, as_of: self.as_of })
        };
        let statuses = told(values)?;
        if !waits && outcome(&self.policy.criteria, &statuses) != Outcome::Eligible {
            return Ok(Found::Nothing);
        }
        let to: BTreeMap<usize, &Value> = to.iter().map(|(fact, value)| (*fact, value)).collect();
        let changed = self.changed(&to);
        let read = |day: NaiveDate| -> Result<Vec<Option<Value>>, Error> {
            if let Some(worker) = &changed {
                return self.policy.values(worker, day);
            }
            let mut values = self.policy.values(self.worker, day)?;
            for (fact, value) in &to {
                if let Some(place) = values.get_mut(*fact) {
                    *place = Some((*value).clone());
                }
            }
            Ok(values)
        };
        let statuses = told(&read(self.as_of)?)?;
        let now = outcome(&self.policy.criteria, &statuses) == Outcome::Eligible;
        if now || !waits {
            return Ok(if now && !waits { Found::At(None) } else { Found::Nothing });
        }
        let changes = changed.as_ref().map(|worker| changes_after(worker, self.as_of));
        let changes = changes.as_ref().unwrap_or(&self.changes);
        let foreseen = self.policy.foresee(&read, changes, self.as_of, &statuses)?;
        Ok(foreseen.eligible_on.map_or(Found::Nothing, |day| Found::At(Some(day))))
    }

    /// The worker with these facts, where a worker can be written so: not for what follows from spells.
    fn changed(&self, to: &BTreeMap<usize, &Value>) -> Option<Worker> {
        let mut worker = self.worker.clone();
        for (fact, value) in to {
            let used = self.policy.facts.get(*fact)?;
            let builtin: Option<Fact> = used.name.parse().ok();
            worker = match (builtin, value) {
                (Some(Fact::RehireFlag), Value::Category(name)) => worker.rehire_flag(name.parse().ok()?),
                (Some(_), _) if !self.worker.spells().is_empty() => return None,
                _ => worker.with_fact(used.written(), supplied(value)),
            };
        }
        Some(worker)
    }

    fn change(&self, fact: usize, to: &Value) -> Change {
        let Some(used) = self.policy.facts.get(fact) else { return Change::wait(self.as_of) };
        let vocabulary = &self.policy.vocabulary;
        let said = |value: &Value| -> Localized { value_said(vocabulary.get(&used.name), value) };
        let from = self.values.get(fact).cloned().flatten();
        let before: Argument = from.as_ref().map(said).unwrap_or_default().into();
        let title = fact_title(vocabulary, &used.name, used.parameter.as_deref());
        Change::of(used.written(), from, to.clone(), [title.into(), before, said(to).into()])
    }
}

/// How far apart two values of a type are, in its smallest steps; what has no order is equally far.
fn distance(from: &Value, to: &Value) -> u64 {
    match (from, to) {
        (Value::Integer(from), Value::Integer(to)) => from.abs_diff(*to),
        (Value::Decimal(from), Value::Decimal(to)) => from.distance(*to),
        (Value::Money(from), Value::Money(to)) => from.minor().abs_diff(to.minor()),
        (Value::Date(from), Value::Date(to)) => to.signed_duration_since(*from).num_days().unsigned_abs(),
        (Value::Period(from), Value::Period(to)) => from.days().abs_diff(to.days()),
        (Value::Categories(from), Value::Categories(to)) => {
            let added = to.iter().filter(|name| !from.contains(name)).count();
            let removed = from.iter().filter(|name| !to.contains(name)).count();
            u64::try_from(added.saturating_add(removed)).unwrap_or(u64::MAX)
        }
        _ => 0,
    }
}

fn supplied(value: &Value) -> Supplied {
    match value {
        Value::Boolean(value) => Supplied::Boolean(*value),
        Value::Integer(number) => Supplied::Integer(*number),
        Value::Decimal(number) => Supplied::Text(number.to_string()),
        Value::Money(amount) => (*amount).into(),
        Value::Date(day) => (*day).into(),
        Value::Period(span) => Supplied::Period(*span),
        Value::Category(name) => Supplied::Text(name.clone()),
        Value::Categories(names) => Supplied::Texts(names.clone()),
    }
}

/// Whether time alone can change what `node` says, between two recorded changes.
fn moves(node: &Node) -> bool {
    fn is_as_of(term: &Term) -> bool {
        match term {
            Term::AsOf => true,
            Term::Shift(of, ..) => is_as_of(of),
            Term::Fact(_) | Term::Constant(_) => false,
        }
    }
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().any(moves),
        Node::Not(inner) => moves(inner),
        Node::Period { .. } => true,
        Node::Compare { left, right, .. } => is_as_of(left) || is_as_of(right),
        Node::Constant(_) | Node::Holds(_) | Node::Known(_) | Node::OneOf { .. } | Node::Has { .. } => false,
    }
}
