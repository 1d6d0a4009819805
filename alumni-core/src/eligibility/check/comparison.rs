//! What a comparison of two policies came to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::solver::Answer;
use super::witness::Witness;
use crate::eligibility::PolicyReference;
use crate::text::{Argument, Lang, Reason};

/// How the workers whom one policy takes are to those whom another takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "two sets have no other relation; a host must handle each")]
pub enum Relation {
    /// The same workers.
    Equivalent,
    /// Some of them, and no others.
    Stricter,
    /// All of them, and others.
    Looser,
    /// Some that the other does not take, and not all that it takes.
    Incomparable,
    /// Answering would have taken too many steps.
    NotDecided,
}

impl Relation {
    /// Every relation, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 5] =
        [Self::Equivalent, Self::Stricter, Self::Looser, Self::Incomparable, Self::NotDecided];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equivalent => "equivalent",
            Self::Stricter => "stricter",
            Self::Looser => "looser",
            Self::Incomparable => "incomparable",
            Self::NotDecided => "not_decided",
        }
    }

    /// The relation as people say it in `lang`.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        Reason::new(format!("relation-{}", self.as_str().replace('_', "-"))).text(lang)
    }

    pub(super) fn of(gained: Answer, lost: Answer) -> Self {
        match (gained, lost) {
            (Answer::Unknown, _) | (_, Answer::Unknown) => Self::NotDecided,
            (Answer::No, Answer::No) => Self::Equivalent,
            (Answer::No, Answer::Yes) => Self::Stricter,
            (Answer::Yes, Answer::No) => Self::Looser,
            (Answer::Yes, Answer::Yes) => Self::Incomparable,
        }
    }
}

/// A worker whom two policies treat differently, and what refuses them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The worker.
    pub witness: Witness,
    /// The criteria of the policy that does not take them which stand in the way.
    pub criteria: Vec<String>,
}

/// How one policy is to another.
///
/// See [`Policy::compare`](crate::eligibility::Policy::compare).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PolicyComparison {
    pub(super) policy: PolicyReference,
    pub(super) other: PolicyReference,
    pub(super) relation: Relation,
    pub(super) admitted: Relation,
    pub(super) incomplete: Relation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) gained: Option<Difference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lost: Option<Difference>,
}

impl PolicyComparison {
    /// The policy that was compared.
    #[must_use]
    pub fn policy(&self) -> &PolicyReference {
        &self.policy
    }

    /// The policy that it was compared with.
    #[must_use]
    pub fn other(&self) -> &PolicyReference {
        &self.other
    }

    /// By who is eligible, of all workers whose facts are known (but for those of which a policy asks whether they are).
    #[must_use]
    pub fn relation(&self) -> Relation {
        self.relation
    }

    /// By who is not ineligible, of the same workers: by whom neither a requirement nor a bar refuses.
    #[must_use]
    pub fn admitted(&self) -> Relation {
        self.admitted
    }

    /// By who is eligible, of all workers whatever is known of them. A criterion that others imply changes nothing for
    /// workers whose facts are known; where its own fact is missing it makes them undetermined.
    #[must_use]
    pub fn incomplete(&self) -> Relation {
        self.incomplete
    }

    /// Somebody who is eligible under the policy and not under the other.
    #[must_use]
    pub fn gained(&self) -> Option<&Difference> {
        self.gained.as_ref()
    }

    /// Somebody who is eligible under the other and not under the policy.
    #[must_use]
    pub fn lost(&self) -> Option<&Difference> {
        self.lost.as_ref()
    }

    /// The relation and its witnesses in one line: `Looser; witness: tenure 3 years, grade 1`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let relation = self.relation.text(lang);
        let said = |difference: &Difference| difference.witness.text(lang);
        let reason = match (&self.gained, &self.lost) {
            (None, None) => return relation,
            (Some(one), None) | (None, Some(one)) => {
                Reason::new("comparison-witness").with("witness", said(one))
            }
            (Some(gained), Some(lost)) => {
                Reason::new("comparison-witnesses").with("gained", said(gained)).with("lost", said(lost))
            }
        };
        reason.with("relation", relation).text(lang)
    }
}

impl fmt::Display for PolicyComparison {
    /// The line of [`text`](PolicyComparison::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

impl Difference {
    /// The witness and what refuses them, in a sentence.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        Reason::new("difference")
            .with("witness", self.witness.text(lang))
            .with("criteria", self.criteria.iter().cloned().collect::<Argument>())
            .text(lang)
    }
}
