//! The worker of an answer.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::model::{AS_OF, Asked, Model};
use super::order::{Found, greatest, least};
use super::shift::{date_of, number_of};
use super::solver::{CENTURY, Literal, System};
use super::witness::{Witness, WitnessFact};
use crate::calendar::Span;
use crate::eligibility::decision::Status;
use crate::eligibility::evaluate::Facts;
use crate::eligibility::policy::Policy;
use crate::eligibility::say::fact_title;
use crate::workforce::{Currency, Decimal, FactType, Known, Money, Supplied};

/// Steps to make a witness out of an answer.
const STEPS: u64 = 20_000;

impl Model<'_> {
    /// The worker of the last answer that was yes.
    pub(super) fn witness(&self, about: impl IntoIterator<Item = usize>) -> Option<Witness> {
        let (low, high) = self.solution()?;
        let as_of = date_of(*high.get(AS_OF)?)?;
        let mut facts = Vec::new();
        for asked in self.facts.iter().take(self.asked) {
            let value =
                if self.truth(asked.known) < 0 { None } else { Some(self.supplied(asked, &low, &high)?) };
            let vocabulary =
                self.policies.iter().find(|policy| policy.vocabulary.get(&asked.fact.name).is_some())?;
            let called = |name: &str| {
                let mut values = asked.definition.values.iter();
                values.find(|value: &&Known| value.name == name).and_then(|value| value.title.clone())
            };
            facts.push(WitnessFact {
                fact: asked.written.clone(),
                title: fact_title(&vocabulary.vocabulary, &asked.fact.name, asked.fact.parameter.as_deref()),
                called: match &value {
                    Some(Supplied::Text(text)) => called(text),
                    _ => None,
                },
                value,
            });
        }
        Some(Witness { as_of, facts, about: self.written(about) })
    }

    /// Facts as rules write them.
    pub(super) fn written(&self, facts: impl IntoIterator<Item = usize>) -> Vec<String> {
        let facts = facts.into_iter().filter_map(|fact| self.facts.get(fact));
        facts.map(|fact| fact.written.clone()).collect()
    }

    /// How the criteria of a policy really stand for a witness.
    pub(super) fn statuses(policy: &Policy, witness: &Witness) -> Option<Vec<Status>> {
        let values = policy.values(&witness.worker(), witness.as_of).ok()?;
        policy.statuses(&Facts { values: &values, as_of: witness.as_of }).ok()
    }

    fn truth(&self, literal: Literal) -> i8 {
        literal.value_in(&self.solver.model)
    }

    /// Numbers and days as the last answer wants them: the least numbers from zero up, the latest days up to the day of the
    /// decision, and elapsed time that ends on it.
    fn solution(&self) -> Option<(Vec<i128>, Vec<i128>)> {
        let mut system = System::new(&self.solver.low, &self.solver.high, &self.spans);
        for ((number, at), literal) in &self.bounds {
            match self.truth(*literal) {
                1 => system.bound(*number, *at, i128::MAX),
                -1 => system.bound(*number, i128::MIN, at.saturating_sub(1)),
                _ => {}
            }
        }
        for (literal, meaning) in self.orders.iter().chain(&self.lengths) {
            match self.truth(*literal) {
                0 => {}
                truth => system.take(meaning, truth > 0),
            }
        }
        let mut pinned = Pinned(system);
        pinned.since(CENTURY, |number| self.solver.is_day(number));
        // Some policies begin to apply later than the day we would choose.
        let from = self.policies.iter().filter_map(|policy| policy.effective().0).max();
        let usual = NaiveDate::from_ymd_opt(2026, 4, 1)?;
        let mut day = number_of(from.map_or(usual, |from| from.max(usual)));
        if !pinned.pin(AS_OF, day, day) {
            day = *pinned.latest()?.get(AS_OF)?;
            pinned.pin(AS_OF, day, day);
        }
        for fact in &self.facts {
            let end = fact.number.saturating_add(1);
            match fact.definition.kind {
                FactType::Date => _ = pinned.pin(fact.number, i128::MIN, day),
                FactType::Period => {
                    let _ = pinned.pin(end, day, day) || pinned.pin(end, i128::MIN, day);
                }
                FactType::Integer | FactType::Decimal | FactType::Money => {
                    _ = pinned.pin(fact.number, 0, i128::MAX);
                }
                _ => {}
            }
        }
        Some((pinned.least()?, pinned.latest()?))
    }

    fn supplied(&self, asked: &Asked, low: &[i128], high: &[i128]) -> Option<Supplied> {
        let number = low.get(asked.number).copied();
        let day = |number: usize| date_of(*high.get(number)?);
        let truths: HashMap<&str, i8> =
            asked.values.iter().map(|(value, literal)| (value.as_str(), self.truth(*literal))).collect();
        let chosen = truths.iter().find(|(_, truth)| **truth > 0).map(|(value, _)| *value);
        Some(match asked.definition.kind {
            FactType::Boolean => chosen.is_some().into(),
            FactType::Integer => i64::try_from(number?).ok()?.into(),
            FactType::Decimal => Decimal::from_billionths(number?).to_string().into(),
            FactType::Money => {
                let currency = asked.currency.or_else(|| self.currency()).or_else(|| "JPY".parse().ok())?;
                Money::new(i64::try_from(number?).ok()?, currency).into()
            }
            FactType::Date => day(asked.number)?.into(),
            FactType::Period => {
                Span::new(day(asked.number)?, day(asked.number.saturating_add(1))?).ok()?.into()
            }
            FactType::Category => {
                let free = |value: &&str| truths.get(*value).is_none_or(|truth| *truth >= 0);
                let mut allowed = asked.definition.values.iter().map(|value| value.name.as_str());
                let open = asked.definition.values.is_empty().then_some("other");
                let other =
                    allowed.find(free).or(open.filter(free)).or(Some("another").filter(|_| open.is_some()));
                chosen.or(other)?.into()
            }
            FactType::Categories => {
                let mut held: Vec<String> = truths
                    .iter()
                    .filter(|(_, truth)| **truth > 0)
                    .map(|(value, _)| (*value).to_owned())
                    .collect();
                held.sort();
                held.into()
            }
        })
    }

    /// The currency of the policies' amounts.
    fn currency(&self) -> Option<Currency> {
        self.facts.iter().find_map(|fact| fact.currency)
    }
}

/// A system of bounds and rules that takes further wishes while they can be fulfilled.
struct Pinned<'s>(System<'s>);

impl Pinned<'_> {
    fn pin(&mut self, number: usize, from: i128, to: i128) -> bool {
        let Some((low, high)) = self.0.low.get(number).copied().zip(self.0.high.get(number).copied()) else {
            return false;
        };
        if from <= low && high <= to {
            return true;
        }
        self.0.bound(number, from, to);
        if self.least().is_some() {
            return true;
        }
        if let Some((own_low, own_high)) = self.0.low.get_mut(number).zip(self.0.high.get_mut(number)) {
            (*own_low, *own_high) = (low, high);
        }
        false
    }

    fn least(&self) -> Option<Vec<i128>> {
        let mut low = self.0.low.clone();
        (least(&mut low, &self.0.high, &self.0.rules, &mut { STEPS }) == Found::Solved).then_some(low)
    }

    /// Days no earlier than `day`, if there are such.
    fn since(&mut self, day: i128, is_day: impl Fn(usize) -> bool) {
        let before = self.0.low.clone();
        for (_, low) in self.0.low.iter_mut().enumerate().filter(|(number, _)| is_day(*number)) {
            *low = (*low).max(day);
        }
        if self.least().is_none() {
            self.0.low = before;
        }
    }

    /// The greatest solution, or the least where that is too far away.
    fn latest(&self) -> Option<Vec<i128>> {
        let mut high = self.0.high.clone();
        let found = greatest(&self.0.low, &mut high, &self.0.rules, &mut { STEPS });
        if found == Found::Solved { Some(high) } else { self.least() }
    }
}
