//! Cases inside a policy's document: what its author says it must answer, and what they leave unsaid.

mod mutate;
mod run;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize};

use super::policy::Criterion;
use super::{Effect, Outcome, PolicyReference};
use crate::text::{Lang, Reason};
use crate::workforce::{Supplied, Vocabulary, Worker};
use crate::{Error, document};

/// More cases are refused.
const MOST_CASES: usize = 1_000;

/// A worker, a day, and what the policy must say.
///
/// In a document `[[cases]]` with either `facts`, a row of facts by name, or a whole `worker`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the case shows, unique in the policy.
    pub name: String,
    /// The day of the decision.
    #[serde(with = "document::date")]
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    pub as_of: NaiveDate,
    /// The facts of the worker by name; those that are not given are not known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "row")]
    pub facts: Option<BTreeMap<String, Option<Supplied>>>,
    /// The worker, where a row of facts does not do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<Worker>,
    /// The outcome expected.
    pub outcome: Outcome,
    /// The criteria that must be unmet, and no others; not looked at when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unmet: Option<Vec<String>>,
    /// The criteria that must not be told, and no others; not looked at when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Vec<String>>,
    /// The criteria that must ask for a person, and no others; not looked at when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Vec<String>>,
    /// The first day on which the outcome must become eligible; not looked at when absent.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "document::optional_date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub eligible_on: Option<NaiveDate>,
}

/// A fact in TOML may be a date of TOML's own.
#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected true or false, a number, a text, a date, a list of texts, or { from, until }"
)]
enum Written {
    Supplied(Supplied),
    Date(toml::value::Datetime),
}

fn row<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<BTreeMap<String, Option<Supplied>>>, D::Error> {
    let row = Option::<BTreeMap<String, Option<Written>>>::deserialize(deserializer)?;
    let plain = |written: Written| match written {
        Written::Supplied(value) => value,
        Written::Date(date) => Supplied::Text(date.to_string()),
    };
    Ok(row.map(|row| row.into_iter().map(|(name, value)| (name, value.map(plain))).collect()))
}

impl Case {
    /// The worker that the case is about.
    pub(super) fn subject(&self) -> Result<Worker, Error> {
        if let Some(worker) = &self.worker {
            return Ok(worker.clone());
        }
        let facts = self.facts.iter().flatten();
        Ok(facts
            .filter_map(|(name, value)| Some((name, value.clone()?)))
            .fold(Worker::new(self.name.clone(), [])?, |worker, (name, value)| worker.with_fact(name, value)))
    }
}

/// Refuses cases that the policy cannot be asked about.
pub(super) fn check(cases: &[Case], criteria: &[Criterion], vocabulary: &Vocabulary) -> Result<(), Error> {
    if cases.len() > MOST_CASES {
        return Err(Error::too_large(format!("expected at most {MOST_CASES} cases")).within("cases"));
    }
    let mut names = BTreeSet::new();
    for (index, case) in cases.iter().enumerate() {
        check_one(case, criteria, vocabulary)
            .and_then(|()| match names.insert(&case.name) {
                true => Ok(()),
                false => {
                    Err(Error::duplicate(format!("expected one case of the name `{}`", case.name))
                        .within("name"))
                }
            })
            .map_err(|error| error.within(format!("cases[{index}]")))?;
    }
    Ok(())
}

fn check_one(case: &Case, criteria: &[Criterion], vocabulary: &Vocabulary) -> Result<(), Error> {
    if case.name.is_empty() {
        return Err(Error::missing("expected a name").within("name"));
    }
    if case.facts.is_some() == case.worker.is_some() {
        return Err(Error::missing("expected exactly one of `facts` and `worker`"));
    }
    let worker = case.subject()?;
    for name in case.facts.iter().flat_map(BTreeMap::keys) {
        let (fact, parameter) = match name.split_once('(') {
            Some((fact, rest)) => (fact, rest.strip_suffix(')')),
            None => (name.as_str(), None),
        };
        let known = vocabulary.get(fact).filter(|known| known.parameter == parameter.is_some());
        if known.is_none() {
            let hint =
                vocabulary.nearest(fact).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let message = format!("expected a known fact, got `{name}`{hint}");
            return Err(Error::unknown_name(message).within(name).within("facts"));
        }
        vocabulary.value(&worker, fact, parameter, case.as_of)?;
    }
    for (field, ids) in [("unmet", &case.unmet), ("unknown", &case.unknown), ("review", &case.review)] {
        for (place, id) in ids.iter().flatten().enumerate() {
            if criteria.iter().all(|criterion| criterion.id != *id) {
                let hint =
                    crate::text::did_you_mean(id, criteria.iter().map(|criterion| criterion.id.as_str()));
                let message = format!("expected the id of a criterion, got `{id}`{hint}");
                return Err(Error::unknown_name(message).within(format!("[{place}]")).within(field));
            }
        }
    }
    Ok(())
}

/// What one case found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseResult {
    /// The case's name.
    pub name: String,
    /// The outcome expected.
    pub expected: Outcome,
    /// The outcome found.
    pub outcome: Outcome,
    /// What is not as expected; empty when the case passes.
    pub differences: Vec<Reason>,
}

/// How the cases saw one criterion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Coverage {
    /// The criterion's id.
    pub criterion: String,
    /// What it does.
    pub effect: Effect,
    /// Number of cases in which it is met.
    pub met: usize,
    /// Number of cases in which it is unmet; a review criterion never is.
    pub unmet: usize,
    /// Number of cases in which it asks for a person; only a review criterion does.
    pub review: usize,
    /// Number of cases in which it cannot be told.
    pub unknown: usize,
}

/// How a rule was changed to see whether a case notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mutation {
    /// The criterion was left out.
    Dropped,
    /// The whole rule, or a test whether a fact is known, was turned round.
    Negated,
    /// A number, amount, date or period was moved by one of its units.
    Threshold,
    /// `>=` became `>`, `<=` became `<`, `=` became `!=`, or the reverse.
    Comparison,
    /// A part of `and` or `or` was left out.
    Branch,
    /// A value of a list was left out.
    Value,
}

impl Mutation {
    /// Every mutation, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 6] =
        [Self::Dropped, Self::Negated, Self::Threshold, Self::Comparison, Self::Branch, Self::Value];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dropped => "dropped",
            Self::Negated => "negated",
            Self::Threshold => "threshold",
            Self::Comparison => "comparison",
            Self::Branch => "branch",
            Self::Value => "value",
        }
    }
}

/// A change of one rule that no case notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Mutant {
    /// The criterion's id.
    pub criterion: String,
    /// How its rule was changed.
    pub mutation: Mutation,
    /// The changed rule; absent when the criterion was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Mutant {
    /// What no case notices, in a sentence.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match &self.rule {
            None => Reason::new("mutant-dropped").with("criterion", self.criterion.as_str()),
            Some(rule) => Reason::new("mutant-changed")
                .with("criterion", self.criterion.as_str())
                .with("rule", rule.as_str()),
        }
    }
}

/// What a policy's cases say about it, and what they leave unsaid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseReport {
    /// The policy.
    pub policy: PolicyReference,
    /// Every case, in the document's order.
    pub cases: Vec<CaseResult>,
    /// Every criterion, in the document's order, and in how many cases it stood how.
    pub coverage: Vec<Coverage>,
    /// Number of changed rules that the cases were tried on.
    pub mutants: usize,
    /// Whether every change was tried: not beyond 10,000.
    pub complete: bool,
    /// The changed rules that no case notices. A case that does not pass notices nothing.
    pub unnoticed: Vec<Mutant>,
}

impl CaseReport {
    /// Whether every case passes.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.cases.iter().all(|case| case.differences.is_empty())
    }

    /// One line in `lang`: how many cases pass, and how many changes go unnoticed.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let passed = self.cases.iter().filter(|case| case.differences.is_empty()).count();
        Reason::new("case-report")
            .with("cases", self.cases.len())
            .with("passed", passed)
            .with("mutants", self.mutants)
            .with("unnoticed", self.unnoticed.len())
            .text(lang)
    }
}

impl fmt::Display for CaseReport {
    /// The line of [`text`](CaseReport::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
