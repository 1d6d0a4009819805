//! One worker, one policy, one day: an outcome with its reasons.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::decision::{CriterionResult, Decision, FactUsed, Outcome, Status};
use super::evaluate::Facts;
use super::policy::{Criterion, Effect, Policy};
use super::say::fact_title;
use crate::Error;
use crate::text::{Argument, Localized, Reason};
use crate::workforce::{Value, Worker, changes_after};

impl Policy {
    /// Decides about `worker` as of the day `as_of`.
    ///
    /// Requirements that are false and bars that are true make [`Outcome::Ineligible`], whatever else is unknown; then what
    /// is unknown makes [`Outcome::Undetermined`], unless it stands in a review criterion and another one already asks for
    /// a person; then a true review criterion makes [`Outcome::Conditional`]; else [`Outcome::Eligible`]. More knowledge
    /// can only turn *undetermined* into something else, never one of the others into another.
    ///
    /// # Errors
    ///
    /// [`WrongType`](crate::ErrorKind::WrongType) or [`UnknownName`](crate::ErrorKind::UnknownName) with the path
    /// `facts.name` for a supplied fact that is not what the vocabulary says, and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for money in another currency than the policy's.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::{Outcome, Policy};
    /// use alumni_core::workforce::{Spell, Worker};
    ///
    /// let policy = Policy::parse(r#"
    ///     id = "return"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "cooling-off"
    ///     require = "since_separation >= 6 months"
    /// "#)?;
    /// let worker = Worker::new("w-1", [Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?])?;
    /// let decision = policy.decide(&worker, "2021-12-01".parse()?)?;
    /// assert_eq!(decision.to_string(), "Ineligible; eligible on 2022-04-01");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide(&self, worker: &Worker, as_of: NaiveDate) -> Result<Decision, Error> {
        let values = self.values(worker, as_of)?;
        let facts = Facts { values: &values, as_of };
        let statuses = self.statuses(&facts)?;
        let outcome = outcome(&self.criteria, &statuses);
        let changes = changes_after(worker, as_of);
        let foreseen = self.foresee(&|day| self.values(worker, day), &changes, as_of, &statuses)?;
        let mut open = BTreeSet::new();
        let mut titles = BTreeMap::new();
        let mut criteria = Vec::new();
        for ((criterion, status), met_on) in self.criteria.iter().zip(&statuses).zip(foreseen.met_on) {
            let mut unknown = BTreeSet::new();
            facts.missing(&criterion.node, &mut unknown)?;
            if outcome == Outcome::Undetermined {
                open.extend(unknown.iter().copied());
            }
            let reason = self.reason(criterion, *status, met_on, &unknown);
            criteria.push(CriterionResult {
                id: criterion.id.clone(),
                effect: criterion.effect,
                status: *status,
                met_on,
                missing: self.written(&unknown),
                reason,
                source: criterion.source.clone(),
            });
        }
        let missing = if open.is_empty() { open.clone() } else { self.fewest(&facts, &statuses, &open)? };
        for fact in open.iter().filter_map(|fact| self.facts.get(*fact)) {
            titles
                .insert(fact.written(), fact_title(&self.vocabulary, &fact.name, fact.parameter.as_deref()));
        }
        let used = self.facts.iter().zip(values.iter());
        Ok(Decision {
            worker: worker.id().to_owned(),
            as_of,
            outcome,
            eligible_on: foreseen.eligible_on,
            eligible_until: foreseen.eligible_until,
            criteria,
            missing: self.written(&missing),
            also_unknown: self.written(&open.difference(&missing).copied().collect()),
            titles,
            facts: used
                .map(|(fact, value)| FactUsed { fact: fact.written(), value: value.clone() })
                .collect(),
            policy: self.reference(),
        })
    }

    /// The facts that the policy asks for, in the order of their numbers.
    pub(super) fn values(&self, worker: &Worker, as_of: NaiveDate) -> Result<Vec<Option<Value>>, Error> {
        let value = |fact: &super::resolve::FactUse| {
            self.vocabulary.value(worker, &fact.name, fact.parameter.as_deref(), as_of)
        };
        self.facts.iter().map(value).collect()
    }

    pub(super) fn statuses(&self, facts: &Facts<'_>) -> Result<Vec<Status>, Error> {
        let status = |criterion: &Criterion| Ok(criterion.effect.status(facts.truth(&criterion.node)?));
        self.criteria.iter().map(status).collect()
    }

    fn written(&self, facts: &BTreeSet<usize>) -> Vec<String> {
        facts.iter().filter_map(|fact| self.facts.get(*fact)).map(super::resolve::FactUse::written).collect()
    }

    fn reason(
        &self,
        criterion: &Criterion,
        status: Status,
        met_on: Option<NaiveDate>,
        unknown: &BTreeSet<usize>,
    ) -> Reason {
        let code = match (criterion.effect, status) {
            (_, Status::Unknown) => "criterion-unknown",
            (_, Status::Review) => "criterion-review",
            (Effect::Require, Status::Met) => "criterion-met",
            (Effect::Require, Status::Unmet) if met_on.is_some() => "criterion-unmet-until",
            (Effect::Require, Status::Unmet) => "criterion-unmet",
            (Effect::Bar, Status::Unmet) if met_on.is_some() => "criterion-barred-until",
            (Effect::Bar, Status::Unmet) => "criterion-barred",
            (Effect::Bar | Effect::Review, _) => "criterion-clear",
        };
        let mut reason = Reason::new(code)
            .with("criterion", criterion.id.as_str())
            .with("rule", criterion.said(&self.vocabulary));
        if let Some(date) = met_on {
            reason = reason.with("date", date);
        }
        if status == Status::Unknown {
            let titles: Vec<Localized> = unknown
                .iter()
                .filter_map(|fact| self.facts.get(*fact))
                .map(|fact| fact_title(&self.vocabulary, &fact.name, fact.parameter.as_deref()))
                .collect();
            reason = reason.with("facts", titles.into_iter().collect::<Argument>());
        }
        reason
    }
}

/// The outcome that criteria of these statuses make together.
pub(super) fn outcome(criteria: &[Criterion], statuses: &[Status]) -> Outcome {
    let any = |wanted: Status| statuses.contains(&wanted);
    let unknown_gate = criteria
        .iter()
        .zip(statuses)
        .any(|(criterion, status)| *status == Status::Unknown && criterion.effect != Effect::Review);
    if any(Status::Unmet) {
        Outcome::Ineligible
    } else if unknown_gate {
        Outcome::Undetermined
    } else if any(Status::Review) {
        Outcome::Conditional
    } else if any(Status::Unknown) {
        Outcome::Undetermined
    } else {
        Outcome::Eligible
    }
}

impl Effect {
    /// How a criterion of this effect stands when its expression is so.
    pub(super) const fn status(self, holds: Option<bool>) -> Status {
        match (self, holds) {
            (_, None) => Status::Unknown,
            (Self::Require, Some(true)) | (Self::Bar | Self::Review, Some(false)) => Status::Met,
            (Self::Require, Some(false)) | (Self::Bar, Some(true)) => Status::Unmet,
            (Self::Review, Some(true)) => Status::Review,
        }
    }
}
