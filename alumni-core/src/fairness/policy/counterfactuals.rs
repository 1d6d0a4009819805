//! What the decisions hang on.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::input_hash;
use crate::columns::UnusableValues;
use crate::document::PolicyReference;
use crate::text::{Lang, Localized, Reason};

/// How many decisions of a policy would be others if one fact of each person were another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Counterfactuals {
    /// The policy.
    pub policy: PolicyReference,
    /// The day it decided for.
    pub as_of: NaiveDate,
    /// Number of rows.
    pub rows: u64,
    /// The facts that were changed: those marked as protected by name, then those named by the caller in their order.
    pub facts: Vec<CounterfactualFact>,
    /// Facts of the policy without a column, unknown for everybody.
    pub missing_columns: Vec<String>,
    /// Values that were taken for unknown, by column.
    pub unusable: Vec<UnusableValues>,
    /// A fingerprint of the policy, the day and everything that was counted, in the canonical form of
    /// [`input_hash`](crate::fairness::input_hash); every answer of this library has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// What hangs on one fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CounterfactualFact {
    /// The fact as rules write it.
    pub fact: String,
    /// What people call it.
    pub title: Localized,
    /// Whether the vocabulary marks it as protected.
    pub protected: bool,
    /// Whether any rule asks for it. Where none does nothing was tried, and no decision hangs on it.
    pub read: bool,
    /// Whether the values tried stand for all: a person whose outcome none of them changes is one whose outcome does not hang on
    /// the fact.
    pub complete: bool,
    /// How many people's own value is known: those whose fact was changed.
    pub known: u64,
    /// How many people's is not.
    pub unknown: u64,
    /// How many have another outcome with some other value.
    pub changed: u64,
    /// How many have a better one with some other value: eligible before conditional, undetermined and ineligible.
    pub better: u64,
    /// How many have a worse one with some other value. Somebody may be in both counts.
    pub worse: u64,
    /// The values tried.
    pub values: Vec<CounterfactualValue>,
    /// The criteria that ask for it, in the policy's order.
    pub criteria: Vec<CounterfactualCriterion>,
    /// The groups by name, those of unknown group last; empty without a column of groups.
    pub groups: Vec<CounterfactualGroup>,
    /// Groups with fewer people than asked for: named, and not counted in `groups`.
    pub withheld: Vec<String>,
    /// What this comes to.
    pub reasons: Vec<Reason>,
}

/// What one value would do to those who have another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CounterfactualValue {
    /// The value as a column of texts holds it, elapsed time as days; absent for any that no rule names.
    pub value: Option<String>,
    /// How many would have another outcome.
    pub changed: u64,
    /// How many would have a better one.
    pub better: u64,
    /// How many would have a worse one.
    pub worse: u64,
}

/// A criterion through which outcomes change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CounterfactualCriterion {
    /// Its id.
    pub criterion: String,
    /// Of how many people it stands otherwise when their outcome changes. Several criteria may do so for one person.
    pub changed: u64,
}

/// A group, and how many of it have another outcome with another value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CounterfactualGroup {
    /// The group's name, the caller's code; absent for those of whom it is not known.
    pub group: Option<String>,
    /// How many of it have a known value.
    pub known: u64,
    /// How many have another outcome with some other value.
    pub changed: u64,
    /// How many have a better one.
    pub better: u64,
    /// How many have a worse one.
    pub worse: u64,
}

impl CounterfactualFact {
    /// What its counts come to.
    pub(crate) fn said(&self) -> Vec<Reason> {
        let about = |code: &str| Reason::new(code).with("fact", self.title.clone());
        if !self.read {
            return vec![about("counterfactual-not-read")];
        }
        let mut reasons = Vec::new();
        if self.known == 0 {
            reasons.push(about("counterfactual-nobody-known"));
        } else if self.changed == 0 {
            reasons.push(about("counterfactual-none").with("known", self.known));
        } else {
            reasons.push(
                about("counterfactual-changed")
                    .with("known", self.known)
                    .with("changed", self.changed)
                    .with("better", self.better)
                    .with("worse", self.worse),
            );
            let through = self.criteria.iter().filter(|criterion| criterion.changed > 0);
            reasons.extend(through.map(|criterion| {
                Reason::new("counterfactual-criterion")
                    .with("criterion", criterion.criterion.as_str())
                    .with("changed", criterion.changed)
            }));
        }
        if self.known > 0 && self.unknown > 0 {
            reasons.push(about("counterfactual-unknown").with("unknown", self.unknown));
        }
        if !self.complete {
            reasons.push(about("counterfactual-incomplete"));
        }
        reasons
    }
}

impl Counterfactuals {
    /// The same with its fingerprint.
    pub(crate) fn fingerprinted(mut self) -> Self {
        self.input_hash = input_hash::of(&input_hash::canonical(&self));
        self
    }

    /// A line for each fact in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let between = match lang {
            Lang::En => " ",
            Lang::Ja => "",
        };
        let line = |fact: &CounterfactualFact| {
            let parts: Vec<_> = fact.reasons.iter().map(|reason| reason.text(lang)).collect();
            parts.join(between)
        };
        self.facts.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

impl fmt::Display for Counterfactuals {
    /// The English lines.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
