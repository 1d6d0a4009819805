use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::calendar::{Period, add};
use crate::eligibility::{Decision, Effect, Outcome, Policy, PolicyReference, Status};
use crate::text::{Argument, Localized};
use crate::workforce::Worker;

/// What one policy says about everybody who left.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyReview {
    /// The policy.
    pub policy: PolicyReference,
    /// Its title, or its id.
    pub title: Localized,
    /// The facts that it asks for, as rules write them.
    pub facts: Vec<String>,
    /// People decided about.
    pub people: u64,
    /// How many of each outcome, in the order of [`Outcome::ALL`].
    pub outcomes: Vec<OutcomeCount>,
    /// How each criterion stands, in the policy's order.
    pub criteria: Vec<CriterionCount>,
    /// The facts that would settle the undetermined, most often missing first.
    pub missing: Vec<MissingCount>,
    /// Of the ineligible, how many become eligible within twelve months by waiting.
    pub soon: u64,
}

/// How many people have an outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a count of something is these two")]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: Outcome,
    /// How many.
    pub people: u64,
}

/// How one criterion stands over all people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CriterionCount {
    /// The criterion's id.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// The criterion in words.
    pub rule: Localized,
    /// It does not stand in the way of so many.
    pub met: u64,
    /// It makes so many ineligible.
    pub unmet: u64,
    /// It asks a person about so many.
    pub review: u64,
    /// It cannot be told of so many.
    pub unknown: u64,
    /// It asks a person about so many for whom nothing else stands in the way: the conditional ones.
    pub conditional: u64,
}

/// How often a fact is missing where it would settle the outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MissingCount {
    /// The fact as rules write it.
    pub fact: String,
    /// What people call it.
    pub title: Localized,
    /// For how many people.
    pub people: u64,
}

/// The review, the ids of those who may (eligible or conditional), and examples: the first of each outcome.
pub(super) type Gate = (PolicyReview, BTreeSet<String>, Vec<Decision>);

/// Decides about all `workers`; keeps the first decisions of each outcome as examples.
pub(super) fn gate(
    policy: &Policy,
    workers: &[&Worker],
    as_of: NaiveDate,
    examples: usize,
) -> Result<Gate, Error> {
    let soon_until = add(as_of, Period::months(12));
    let mut outcomes = [0_u64; 4];
    let mut criteria: Vec<CriterionCount> = Vec::new();
    let mut missing: BTreeMap<String, (Localized, u64)> = BTreeMap::new();
    let (mut soon, mut may) = (0_u64, BTreeSet::new());
    let mut kept: BTreeMap<(Outcome, bool), Vec<Decision>> = BTreeMap::new();
    for worker in workers {
        let decision = policy.decide(worker, as_of).map_err(|error| error.within(worker.id()))?;
        for (count, outcome) in outcomes.iter_mut().zip(Outcome::ALL) {
            *count = count.saturating_add(u64::from(outcome == decision.outcome()));
        }
        if criteria.is_empty() {
            criteria = decision.criteria().iter().map(empty).collect();
        }
        for (count, result) in criteria.iter_mut().zip(decision.criteria()) {
            let slot = match result.status {
                Status::Met => &mut count.met,
                Status::Unmet => &mut count.unmet,
                Status::Review => &mut count.review,
                Status::Unknown => &mut count.unknown,
            };
            *slot = slot.saturating_add(1);
            let asks = decision.outcome() == Outcome::Conditional && result.status == Status::Review;
            count.conditional = count.conditional.saturating_add(u64::from(asks));
        }
        for fact in decision.missing() {
            let (_, count) = missing.entry(fact.clone()).or_insert_with(|| (decision.title(fact), 0));
            *count = count.saturating_add(1);
        }
        if decision.eligible_on().zip(soon_until).is_some_and(|(on, until)| on <= until) {
            soon = soon.saturating_add(1);
        }
        if matches!(decision.outcome(), Outcome::Eligible | Outcome::Conditional) {
            may.insert(worker.id().to_owned());
        }
        let like_this = kept.entry((decision.outcome(), decision.eligible_on().is_some())).or_default();
        if like_this.len() < examples {
            like_this.push(decision);
        }
    }
    let mut missing: Vec<_> =
        missing.into_iter().map(|(fact, (title, people))| MissingCount { fact, title, people }).collect();
    missing.sort_by_key(|count| std::cmp::Reverse(count.people));
    let review = PolicyReview {
        policy: policy.reference(),
        title: policy.title().cloned().unwrap_or_else(|| Localized::same(policy.id())),
        facts: policy.facts(),
        people: outcomes.iter().sum(),
        outcomes: outcomes
            .into_iter()
            .zip(Outcome::ALL)
            .map(|(people, outcome)| OutcomeCount { outcome, people })
            .collect(),
        criteria,
        missing,
        soon,
    };
    Ok((review, may, in_turns(kept, examples)))
}

fn empty(result: &crate::eligibility::CriterionResult) -> CriterionCount {
    let rule = match result.reason.args().get("rule") {
        Some(Argument::Phrase(rule)) => rule.clone(),
        _ => Localized::same(result.id.clone()),
    };
    CriterionCount {
        id: result.id.clone(),
        effect: result.effect,
        rule,
        met: 0,
        unmet: 0,
        review: 0,
        unknown: 0,
        conditional: 0,
    }
}

/// One of each kind, then a second of each, until there are enough.
fn in_turns(kept: BTreeMap<(Outcome, bool), Vec<Decision>>, wanted: usize) -> Vec<Decision> {
    let mut kinds: Vec<_> = kept.into_values().map(Vec::into_iter).collect();
    let mut chosen = Vec::new();
    while chosen.len() < wanted {
        let before = chosen.len();
        for kind in &mut kinds {
            chosen.extend(kind.next());
        }
        if chosen.len() == before {
            break;
        }
    }
    chosen.truncate(wanted);
    chosen
}
