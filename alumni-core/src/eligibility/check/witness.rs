//! A made-up worker who shows what a check found.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::model::{AS_OF, Asked, Model};
use super::order::{Found, Rule, greatest, least};
use super::shift::{date_of, number_of};
use super::solver::{CENTURY, Literal, Meaning};
use crate::calendar::{Period, Span, add, completed_months, days_between};
use crate::eligibility::decision::Status;
use crate::eligibility::evaluate::Facts;
use crate::eligibility::policy::Policy;
use crate::eligibility::say::fact_title;
use crate::text::{Argument, Lang, Localized, Reason};
use crate::workforce::{Currency, Decimal, FactType, Known, Money, Supplied, Worker};

/// A made-up worker as a row of facts, and a day: decided about, it shows what was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Witness {
    /// The day to decide for.
    pub as_of: NaiveDate,
    /// The facts that the policy asks for, in its order.
    pub facts: Vec<WitnessFact>,
    /// Those of them that what was found is about, as rules write them.
    pub about: Vec<String>,
}

/// One fact of a made-up worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WitnessFact {
    /// As rules write it.
    pub fact: String,
    /// What people call it.
    pub title: Localized,
    /// Its value, as a system would supply it; absent when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Supplied>,
    /// What people call the value, where the vocabulary says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub called: Option<Localized>,
}

impl Witness {
    /// The worker, to decide about.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{Outcome, Policy};
    ///
    /// let rule = |years: u8| {
    ///     format!("id = \"p\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"tenure >= {years} years\"")
    /// };
    /// let (new, old) = (Policy::parse(&rule(3))?, Policy::parse(&rule(5))?);
    /// let comparison = new.compare(&old)?;
    /// let witness = &comparison.gained().unwrap().witness;
    /// assert_eq!(witness.to_string(), "tenure 3 years");
    /// assert_eq!(new.decide(&witness.worker(), witness.as_of)?.outcome(), Outcome::Eligible);
    /// assert_eq!(old.decide(&witness.worker(), witness.as_of)?.outcome(), Outcome::Ineligible);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    #[must_use]
    pub fn worker(&self) -> Worker {
        let facts = self.facts.iter().filter_map(|fact| Some((fact.fact.clone(), fact.value.clone()?)));
        Worker::of_facts("witness", facts.collect())
    }

    /// The facts that it is about, in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let about = self.facts.iter().filter(|fact| self.about.contains(&fact.fact));
        let mut said: Vec<String> = about.clone().map(|fact| fact.text(lang)).collect();
        let dated = |fact: &WitnessFact| matches!(&fact.value, Some(Supplied::Text(text)) if text.parse::<NaiveDate>().is_ok());
        if about.clone().any(dated) || said.is_empty() {
            said.push(Reason::new("witness-day").with("date", self.as_of).text(lang));
        }
        said.join(match lang {
            Lang::En => ", ",
            Lang::Ja => "、",
        })
    }
}

impl std::fmt::Display for Witness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl WitnessFact {
    /// The fact and its value in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let value = |code: &str, value: Argument| Reason::new(code).with("value", value);
        let reason = match &self.value {
            None => Reason::new("witness-unknown"),
            Some(Supplied::Boolean(true)) => Reason::new("witness-yes"),
            Some(Supplied::Boolean(false)) => Reason::new("witness-no"),
            Some(Supplied::Period(span)) => value("witness-number", length(*span).into()),
            Some(Supplied::Integer(number)) => value("witness-number", (*number).into()),
            Some(Supplied::Number(number)) => value("witness-number", number.to_string().into()),
            Some(Supplied::Texts(values)) if values.is_empty() => Reason::new("witness-none"),
            Some(Supplied::Texts(values)) => value("witness-value", values.iter().cloned().collect()),
            Some(Supplied::Text(text)) => match (text.parse::<NaiveDate>(), &self.called) {
                (_, Some(called)) => value("witness-value", called.clone().into()),
                (Ok(date), _) => value("witness-number", date.into()),
                (Err(_), _) => value("witness-value", text.clone().into()),
            },
        };
        reason.with("fact", self.title.clone()).text(lang)
    }
}

/// A span in years, months and days.
fn length(span: Span) -> Period {
    let months = completed_months(span.from(), span.until());
    let laid = add(span.from(), Period::months(months)).unwrap_or(span.from());
    let days = u32::try_from(days_between(laid, span.until())).unwrap_or_default();
    Period::new(months / 12, months % 12, 0, days).unwrap_or_default()
}

/// Steps to make a witness out of an answer.
const STEPS: u64 = 20_000;

impl Model<'_> {
    /// The worker of the last answer that was yes.
    pub(super) fn witness(&self, about: impl IntoIterator<Item = usize>) -> Option<Witness> {
        let about: Vec<_> = about.into_iter().collect();
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
        let about =
            about.into_iter().filter_map(|fact| self.facts.get(fact)).map(|fact| fact.written.clone());
        Some(Witness { as_of, facts, about: about.collect() })
    }

    /// How the criteria of a policy really stand for a witness.
    pub(super) fn statuses(policy: &Policy, witness: &Witness) -> Option<Vec<Status>> {
        let values = policy.values(&witness.worker(), witness.as_of).ok()?;
        policy.statuses(&Facts { values: &values, as_of: witness.as_of }).ok()
    }

    fn truth(&self, literal: Literal) -> i8 {
        let value = self.solver.model.get(literal.atom()).copied().unwrap_or_default();
        if literal.is_negated() { value.saturating_neg() } else { value }
    }

    /// Numbers and days as the last answer wants them: the least numbers from zero up, the latest days up to the day of the
    /// decision, and elapsed time that ends on it.
    fn solution(&self) -> Option<(Vec<i128>, Vec<i128>)> {
        let solver = &self.solver;
        let (mut low, mut high) = (solver.low.clone(), solver.high.clone());
        let mut rules = self.spans.clone();
        let bound = |low: &mut [i128], high: &mut [i128], number: usize, least: i128, most: i128| {
            if let Some((low, high)) = low.get_mut(number).zip(high.get_mut(number)) {
                (*low, *high) = ((*low).max(least), (*high).min(most));
            }
        };
        for ((number, at), literal) in &self.bounds {
            match self.truth(*literal) {
                1 => bound(&mut low, &mut high, *number, *at, i128::MAX),
                -1 => bound(&mut low, &mut high, *number, i128::MIN, at.saturating_sub(1)),
                _ => {}
            }
        }
        for (literal, meaning) in self.orders.iter().chain(&self.lengths) {
            let Meaning::Order(rule, inside) = meaning else { continue };
            let truth = self.truth(*literal);
            if truth != 0 {
                rules.push(if truth > 0 { rule.clone() } else { rule.negated() });
                for (number, least, most) in inside {
                    bound(&mut low, &mut high, *number, *least, *most);
                }
            }
        }
        let mut pinned = Pinned { low, high, rules };
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
struct Pinned {
    low: Vec<i128>,
    high: Vec<i128>,
    rules: Vec<Rule>,
}

impl Pinned {
    fn pin(&mut self, number: usize, from: i128, to: i128) -> bool {
        let (mut low, mut high) = (self.low.clone(), self.high.clone());
        if let Some((low, high)) = low.get_mut(number).zip(high.get_mut(number)) {
            (*low, *high) = ((*low).max(from), (*high).min(to));
        }
        let possible = least(&mut low.clone(), &high, &self.rules, &mut { STEPS }) == Found::Solved;
        if possible {
            (self.low, self.high) = (low, high);
        }
        possible
    }

    fn least(&self) -> Option<Vec<i128>> {
        let mut low = self.low.clone();
        (least(&mut low, &self.high, &self.rules, &mut { STEPS }) == Found::Solved).then_some(low)
    }

    /// Days no earlier than `day`, if there are such.
    fn since(&mut self, day: i128, is_day: impl Fn(usize) -> bool) {
        let raised = |(number, low): (usize, &i128)| if is_day(number) { (*low).max(day) } else { *low };
        let low: Vec<i128> = self.low.iter().enumerate().map(raised).collect();
        if least(&mut low.clone(), &self.high, &self.rules, &mut { STEPS }) == Found::Solved {
            self.low = low;
        }
    }

    /// The greatest solution, or the least where that is too far away.
    fn latest(&self) -> Option<Vec<i128>> {
        let mut high = self.high.clone();
        let found = greatest(&self.low, &mut high, &self.rules, &mut { STEPS });
        if found == Found::Solved { Some(high) } else { self.least() }
    }
}
