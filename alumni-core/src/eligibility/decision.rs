use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Effect;
use crate::document::PolicyReference;
use crate::text::{Lang, Localized, Reason};
use crate::workforce::Value;

/// What a policy says about a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a host must handle each of the four")]
pub enum Outcome {
    /// Every requirement is met and nothing bars or asks for a person.
    Eligible,
    /// Every requirement is met and nothing bars, but a review criterion asks for a person.
    Conditional,
    /// A fact that would settle it is not known.
    Undetermined,
    /// A requirement is not met, or something bars.
    Ineligible,
}

impl Outcome {
    /// Every outcome, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 4] = [Self::Eligible, Self::Conditional, Self::Undetermined, Self::Ineligible];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Conditional => "conditional",
            Self::Undetermined => "undetermined",
            Self::Ineligible => "ineligible",
        }
    }

    /// The outcome as people say it in `lang`.
    #[must_use]
    pub fn text(self, lang: Lang) -> String {
        Reason::new(format!("outcome-{}", self.as_str())).text(lang)
    }
}

/// How one criterion stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a host must handle each of the four")]
pub enum Status {
    /// It does not stand in the way.
    Met,
    /// It makes the worker ineligible.
    Unmet,
    /// It asks for a person.
    Review,
    /// It cannot be told.
    Unknown,
}

impl Status {
    /// Every status, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 4] = [Self::Met, Self::Unmet, Self::Review, Self::Unknown];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Unmet => "unmet",
            Self::Review => "review",
            Self::Unknown => "unknown",
        }
    }
}

/// One criterion of the policy and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CriterionResult {
    /// The criterion's id.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// How it stands.
    pub status: Status,
    /// For a criterion in the way: the first day it no longer is, if no fact changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_on: Option<NaiveDate>,
    /// The facts that would settle it, when it cannot be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The reason, as a code with arguments.
    pub reason: Reason,
    /// Where the policy takes the criterion from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A fact as it was read for a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FactUsed {
    /// As rules write it.
    pub fact: String,
    /// Its value; absent when unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// An outcome with everything it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub(super) worker: String,
    pub(super) as_of: NaiveDate,
    pub(super) outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) eligible_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) eligible_until: Option<NaiveDate>,
    pub(super) criteria: Vec<CriterionResult>,
    pub(super) missing: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) also_unknown: Vec<String>,
    pub(super) titles: BTreeMap<String, Localized>,
    pub(super) facts: Vec<FactUsed>,
    pub(super) policy: PolicyReference,
}

impl Decision {
    /// The worker's id.
    #[must_use]
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// The day the decision is for.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The first day after [`as_of`](Self::as_of) on which the outcome becomes [`Outcome::Eligible`] if no fact changes but
    /// by the passing of time and what is already recorded; `None` when it is eligible now or waiting does not help.
    #[must_use]
    pub fn eligible_on(&self) -> Option<NaiveDate> {
        self.eligible_on
    }

    /// The last day, itself included, of the days in a row on which the outcome is [`Outcome::Eligible`], if no fact changes
    /// but by the passing of time and what is already recorded: the days that run now, or those that begin on
    /// [`eligible_on`](Self::eligible_on). On the day after it the outcome is another one.
    ///
    /// `None` when there are no such days, or when they have no end. Eligible days that come back later are not counted.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    /// use alumni_core::workforce::{Spell, Worker};
    ///
    /// let policy = Policy::parse(r#"
    ///     id = "perks"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "recent"
    ///     require = "since_separation < 1 year"
    /// "#)?;
    /// let worker = Worker::new("w-1", [Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?])?;
    /// let decision = policy.decide(&worker, "2021-12-01".parse()?)?;
    /// // One year after 30 September 2021 has passed on 1 October 2022.
    /// assert_eq!(decision.eligible_until(), Some("2022-09-30".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn eligible_until(&self) -> Option<NaiveDate> {
        self.eligible_until
    }

    /// Every criterion, in the policy's order.
    #[must_use]
    pub fn criteria(&self) -> &[CriterionResult] {
        &self.criteria
    }

    /// The reasons that decided: what is unmet when ineligible, what is unknown when undetermined, what asks for a person
    /// when conditional, and what is met when eligible.
    pub fn reasons(&self) -> impl Iterator<Item = &Reason> {
        let deciding = match self.outcome {
            Outcome::Eligible => Status::Met,
            Outcome::Conditional => Status::Review,
            Outcome::Undetermined => Status::Unknown,
            Outcome::Ineligible => Status::Unmet,
        };
        self.criteria
            .iter()
            .filter(move |criterion| criterion.status == deciding)
            .map(|criterion| &criterion.reason)
    }

    /// The fewest facts that settle the outcome whatever they turn out to be; empty unless undetermined.
    ///
    /// Once these are known the outcome is not undetermined any more, and no smaller set of facts can promise that; of several
    /// sets of one size, the one whose facts the policy asks for first. Facts count one by one as the policy asks for them. The
    /// set is found by search; where that would take more than 2,000 evaluations of the policy, or two unknown facts are
    /// compared with each other, it is every fact that could matter, which settles the outcome but may not be the fewest.
    #[must_use]
    pub fn missing(&self) -> &[String] {
        &self.missing
    }

    /// The other unknown facts of criteria that cannot be told: they are not needed once those of
    /// [`missing`](Self::missing) are known. Empty unless undetermined.
    #[must_use]
    pub fn also_unknown(&self) -> &[String] {
        &self.also_unknown
    }

    /// What people call a missing fact.
    #[must_use]
    pub fn title(&self, fact: &str) -> Localized {
        self.titles.get(fact).cloned().unwrap_or_else(|| Localized::same(fact))
    }

    /// The facts that the policy asks for, as they were read.
    #[must_use]
    pub fn facts(&self) -> &[FactUsed] {
        &self.facts
    }

    /// The policy that decided.
    #[must_use]
    pub fn policy(&self) -> &PolicyReference {
        &self.policy
    }

    /// One line in `lang`: the outcome and what follows from it.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let names = |ids: &[String]| {
            let title =
                |id: &String| self.titles.get(id).cloned().unwrap_or_else(|| Localized::same(id.clone()));
            ids.iter().map(title).collect()
        };
        let reason = match (self.outcome, self.eligible_on) {
            (Outcome::Ineligible, Some(from)) => match self.eligible_until {
                Some(until) => {
                    Reason::new("decision-ineligible-between").with("from", from).with("until", until)
                }
                None => Reason::new("decision-ineligible-until").with("date", from),
            },
            (Outcome::Eligible, _) if self.eligible_until.is_some() => {
                let until = self.eligible_until.unwrap_or(self.as_of);
                Reason::new("decision-eligible-until").with("date", until)
            }
            (Outcome::Undetermined, _) => {
                let missing: crate::text::Argument = names(&self.missing);
                Reason::new("decision-undetermined").with("facts", missing)
            }
            (Outcome::Conditional, _) => {
                let asking = self.criteria.iter().filter(|criterion| criterion.status == Status::Review);
                let ids: Vec<_> = asking.map(|criterion| criterion.id.clone()).collect();
                Reason::new("decision-conditional")
                    .with("criteria", ids.into_iter().collect::<crate::text::Argument>())
            }
            (outcome, _) => Reason::new(format!("decision-{}", outcome.as_str())),
        };
        reason.text(lang)
    }
}

impl fmt::Display for Decision {
    /// The line of [`text`](Decision::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
