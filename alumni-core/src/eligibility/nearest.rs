//! The smallest changes of facts that would make a worker eligible.

mod search;

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Outcome, PolicyReference};
use crate::text::{Argument, Lang, Reason};
use crate::workforce::Value;

/// What kind of step a change is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a fact changes, is found out, or time passes")]
pub enum ChangeKind {
    /// A fact becomes another.
    Change,
    /// A fact that is not known turns out so.
    Learn,
    /// Time passes.
    Wait,
}

impl ChangeKind {
    /// Every kind, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 3] = [Self::Change, Self::Learn, Self::Wait];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Learn => "learn",
            Self::Wait => "wait",
        }
    }
}

/// One step on the way to eligible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What kind of step it is.
    pub kind: ChangeKind,
    /// The fact, as rules write it; absent when time passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// What it is now; absent when it is unknown or time passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// What it has to be; absent when time passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// The first day on which the outcome is eligible; only when time passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The step as a code with arguments.
    pub reason: Reason,
}

/// Steps that, taken together, make the outcome eligible, and none of which can be left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// The steps, in the order in which the policy asks for the facts; waiting stands last.
    pub changes: Vec<Change>,
}

impl Way {
    /// The steps in one line.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let steps: Vec<_> = self.changes.iter().map(|change| change.reason.text(lang)).collect();
        steps.join(match lang {
            Lang::En => "; ",
            Lang::Ja => "、",
        })
    }
}

/// The ways to eligible for one worker, those of the fewest steps first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Nearest {
    pub(super) worker: String,
    pub(super) as_of: NaiveDate,
    pub(super) outcome: Outcome,
    pub(super) ways: Vec<Way>,
    pub(super) complete: bool,
    pub(super) policy: PolicyReference,
}

impl Nearest {
    /// The worker's id.
    #[must_use]
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// The day asked about.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The outcome without any change.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The ways, those of the fewest steps first; empty when the outcome is eligible already, or when nothing that can
    /// change makes it so.
    #[must_use]
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// Whether these are all the ways there are: not when as many were found as were asked for, or the search ended early.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// The policy that was asked.
    #[must_use]
    pub fn policy(&self) -> &PolicyReference {
        &self.policy
    }

    /// One line for each way in `lang`, or one line that says why there is none.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        if self.ways.is_empty() {
            let code = match (self.outcome, self.complete) {
                (Outcome::Eligible, _) => "nearest-already",
                (_, true) => "nearest-none",
                (_, false) => "nearest-not-found",
            };
            return Reason::new(code).text(lang);
        }
        let ways: Vec<_> = self.ways.iter().map(|way| way.text(lang)).collect();
        ways.join("\n")
    }
}

impl fmt::Display for Nearest {
    /// The lines of [`text`](Nearest::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Change {
    fn wait(until: NaiveDate) -> Self {
        let reason = Reason::new("change-wait").with("date", until);
        Self { kind: ChangeKind::Wait, fact: None, from: None, to: None, until: Some(until), reason }
    }

    fn of(fact: String, from: Option<Value>, to: Value, said: [Argument; 3]) -> Self {
        let [title, before, after] = said;
        let (kind, reason) = match from {
            Some(_) => (ChangeKind::Change, Reason::new("change-fact").with("from", before)),
            None => (ChangeKind::Learn, Reason::new("change-learn")),
        };
        let reason = reason.with("fact", title).with("to", after);
        Self { kind, fact: Some(fact), from, to: Some(to), until: None, reason }
    }
}
