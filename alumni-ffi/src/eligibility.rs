//! Policies and decisions.

mod book;
mod cases;
mod climbed;
mod imported;
mod judge;
mod ladder;
mod nearest;
mod simulation;
mod table;

pub use book::*;
pub use cases::*;
pub use climbed::*;
pub use imported::*;
pub use judge::*;
pub use ladder::*;
pub use nearest::*;
pub use simulation::*;
pub(crate) use table::wanted;
pub use table::*;

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

use alumni_core::eligibility::{Decision, Outcome, Policy, Status};
use alumni_core::workforce::Worker;

use crate::boundary::{Kept, KeptIn, give, guard, handle, number, read, read_text, release, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Reasons, Words};
use crate::vocabulary::alumni_vocabulary;
use crate::workforce::alumni_worker;

/// Every requirement is met and nothing bars or asks for a person.
pub const ALUMNI_OUTCOME_ELIGIBLE: u32 = 0;
/// Every requirement is met and nothing bars, but a review criterion asks for a person.
pub const ALUMNI_OUTCOME_CONDITIONAL: u32 = 1;
/// A fact that would settle it is not known.
pub const ALUMNI_OUTCOME_UNDETERMINED: u32 = 2;
/// A requirement is not met, or something bars.
pub const ALUMNI_OUTCOME_INELIGIBLE: u32 = 3;

/// The criterion does not stand in the way.
pub const ALUMNI_CRITERION_MET: u32 = 0;
/// The criterion makes the worker ineligible.
pub const ALUMNI_CRITERION_UNMET: u32 = 1;
/// The criterion asks for a person.
pub const ALUMNI_CRITERION_REVIEW: u32 = 2;
/// The criterion cannot be told.
pub const ALUMNI_CRITERION_UNKNOWN: u32 = 3;

const STATUSES: [Status; 4] = [Status::Met, Status::Unmet, Status::Review, Status::Unknown];

/// A checked policy: criteria over a vocabulary of facts, with id, version and effective dates.
#[derive(Debug)]
pub struct alumni_policy {
    pub(crate) inner: Arc<Policy>,
    id: Kept,
    hash: Kept,
    title: KeptIn,
    json: Kept,
    facts: Words,
    criteria: Words,
    source: Kept,
    purpose: KeptIn,
    markdown: KeptIn,
    html: KeptIn,
}

/// An outcome with everything it rests on.
#[derive(Debug)]
pub struct alumni_decision {
    inner: Decision,
    worker: Kept,
    text: KeptIn,
    json: Kept,
    reasons: Reasons,
    criteria: Words,
    criterion_reasons: Reasons,
    missing: Words,
}

impl From<Policy> for alumni_policy {
    fn from(inner: Policy) -> Self {
        Self {
            id: Kept::default(),
            hash: Kept::default(),
            title: KeptIn::default(),
            json: Kept::default(),
            facts: inner.facts().into_iter().collect(),
            criteria: inner.criteria().iter().map(|criterion| criterion.id().to_owned()).collect(),
            source: Kept::default(),
            purpose: KeptIn::default(),
            markdown: KeptIn::default(),
            html: KeptIn::default(),
            inner: Arc::new(inner),
        }
    }
}

impl From<Decision> for alumni_decision {
    fn from(inner: Decision) -> Self {
        Self {
            worker: Kept::default(),
            text: KeptIn::default(),
            json: Kept::default(),
            reasons: inner.reasons().collect(),
            criteria: inner.criteria().iter().map(|criterion| criterion.id.clone()).collect(),
            criterion_reasons: inner.criteria().iter().map(|criterion| &criterion.reason).collect(),
            missing: inner.missing().iter().cloned().collect(),
            inner,
        }
    }
}

/// Reads a policy in TOML, or in JSON when it starts with a brace. A mistake in an expression is named by its
/// character: `criteria[3].require: 1:14`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_parse(
    document: *const c_char,
    policy: Option<&mut MaybeUninit<*mut alumni_policy>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(policy, "policy", || Ok(Policy::parse(text(document, "document")?)?.into())))
}

/// Reads a policy as `alumni_policy_parse` does, over the facts of a vocabulary. The policy carries the definitions that
/// it uses: its JSON reads back with `alumni_policy_parse`, and its hash covers them.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_parse_with(
    document: *const c_char,
    vocabulary: Option<&alumni_vocabulary>,
    policy: Option<&mut MaybeUninit<*mut alumni_policy>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(policy, "policy", || {
            let (document, vocabulary) = (text(document, "document")?, handle(vocabulary, "vocabulary")?);
            Ok(Policy::parse_with(document, vocabulary.inner.clone())?.into())
        })
    })
}

/// The policy's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_id(policy: Option<&alumni_policy>) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        Some(policy.id.get(|| policy.inner.id().to_owned()))
    })
}

/// The policy's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_version(policy: Option<&alumni_policy>) -> u32 {
    read(0, || Some(policy?.inner.version()))
}

/// SHA-256 of the policy's content in hexadecimal, the same whether it was read from TOML or JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_hash(policy: Option<&alumni_policy>) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        Some(policy.hash.get(|| policy.inner.hash().to_owned()))
    })
}

/// The policy's title; NULL when it has none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_title(policy: Option<&alumni_policy>, lang: u32) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        let title = policy.inner.title()?;
        policy.title.get(lang, |lang| title.text(lang).to_owned())
    })
}

/// What the policy is for; NULL when it does not say.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_purpose(policy: Option<&alumni_policy>, lang: u32) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        let purpose = policy.inner.purpose()?;
        policy.purpose.get(lang, |lang| purpose.text(lang).to_owned())
    })
}

/// Where the policy comes from; NULL when it does not say.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_source(policy: Option<&alumni_policy>) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        let source = policy.inner.source()?;
        Some(policy.source.get(|| source.to_owned()))
    })
}

/// The policy as one page in Markdown: its criteria in words with their sources, what can come out, what is read and what is
/// not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_markdown(policy: Option<&alumni_policy>, lang: u32) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        policy.markdown.get(lang, |lang| policy.inner.page(lang).markdown())
    })
}

/// The same page as one HTML document that needs nothing else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_html(policy: Option<&alumni_policy>, lang: u32) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        policy.html.get(lang, |lang| policy.inner.page(lang).html())
    })
}

/// The first day on which the policy applies; invalid when it is open.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_effective_from(policy: Option<&alumni_policy>) -> alumni_date {
    read(alumni_date::INVALID, || Some(policy?.inner.effective().0.into()))
}

/// The last day on which the policy applies; invalid when it is open.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_effective_until(policy: Option<&alumni_policy>) -> alumni_date {
    read(alumni_date::INVALID, || Some(policy?.inner.effective().1.into()))
}

/// Number of criteria.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_criterion_count(policy: Option<&alumni_policy>) -> usize {
    read(0, || Some(policy?.criteria.count()))
}

/// The id of the criterion at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_criterion_id(policy: Option<&alumni_policy>, index: usize) -> *const c_char {
    read_text(|| policy?.criteria.get(index))
}

/// Number of facts that the policy asks for.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_fact_count(policy: Option<&alumni_policy>) -> usize {
    read(0, || Some(policy?.facts.count()))
}

/// The fact at `index` that the policy asks for, as rules write it: what the HR system has to supply.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_fact(policy: Option<&alumni_policy>, index: usize) -> *const c_char {
    read_text(|| policy?.facts.get(index))
}

/// The policy as one line of JSON, which `alumni_policy_parse` reads back to an equal policy.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_json(policy: Option<&alumni_policy>) -> *const c_char {
    read_text(|| {
        let policy = policy?;
        Some(policy.json.get(|| policy.inner.to_json()))
    })
}

/// Frees a policy; NULL is fine. Decisions made with it live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_free(policy: Option<Box<alumni_policy>>) {
    release(policy);
}

/// Decides whether a worker may, as of a day.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_decide(
    policy: Option<&alumni_policy>,
    worker: Option<&alumni_worker>,
    as_of: alumni_date,
    decision: Option<&mut MaybeUninit<*mut alumni_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let (policy, worker) = (handle(policy, "policy")?, handle(worker, "worker")?);
            Ok(policy.inner.decide(&worker.inner, as_of.checked("as_of")?)?.into())
        })
    })
}

/// Decides about a worker given as JSON; the same as `alumni_worker_from_json` and `alumni_policy_decide`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_decide_json(
    policy: Option<&alumni_policy>,
    worker_json: *const c_char,
    as_of: alumni_date,
    decision: Option<&mut MaybeUninit<*mut alumni_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let policy = handle(policy, "policy")?;
            let worker = Worker::from_json(text(worker_json, "worker_json")?)?;
            Ok(policy.inner.decide(&worker, as_of.checked("as_of")?)?.into())
        })
    })
}

/// What was decided: an `ALUMNI_OUTCOME_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_outcome(decision: Option<&alumni_decision>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Outcome::ALL, 0, &decision?.inner.outcome())))
}

/// The decision in one line, like `Ineligible; eligible on 2022-04-01`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_text(decision: Option<&alumni_decision>, lang: u32) -> *const c_char {
    read_text(|| {
        let decision = decision?;
        decision.text.get(lang, |lang| decision.inner.text(lang))
    })
}

/// The id of the worker it is about.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_worker(decision: Option<&alumni_decision>) -> *const c_char {
    read_text(|| {
        let decision = decision?;
        Some(decision.worker.get(|| decision.inner.worker().to_owned()))
    })
}

/// The day the decision is for.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_as_of(decision: Option<&alumni_decision>) -> alumni_date {
    read(alumni_date::INVALID, || Some(Some(decision?.inner.as_of()).into()))
}

/// The first day after that one on which the outcome becomes eligible if no fact changes but by the passing of time;
/// invalid when it is eligible already or waiting does not help.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_eligible_on(decision: Option<&alumni_decision>) -> alumni_date {
    read(alumni_date::INVALID, || Some(decision?.inner.eligible_on().into()))
}

/// The last day, itself included, of the eligible days that run now or begin on that one; invalid when there are none or
/// they have no end.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_eligible_until(decision: Option<&alumni_decision>) -> alumni_date {
    read(alumni_date::INVALID, || Some(decision?.inner.eligible_until().into()))
}

/// Number of reasons that decided.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_reason_count(decision: Option<&alumni_decision>) -> usize {
    read(0, || Some(decision?.reasons.count()))
}

/// The stable code of the reason at `index`: compare and store this.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_reason_code(
    decision: Option<&alumni_decision>,
    index: usize,
) -> *const c_char {
    read_text(|| decision?.reasons.code(index))
}

/// The sentence of the reason at `index`: show people this.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_reason_text(
    decision: Option<&alumni_decision>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| decision?.reasons.text(index, lang))
}

/// Number of criteria, whether they decided or not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_criterion_count(decision: Option<&alumni_decision>) -> usize {
    read(0, || Some(decision?.criteria.count()))
}

/// The id of the criterion at `index`, in the policy's order.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_criterion_id(
    decision: Option<&alumni_decision>,
    index: usize,
) -> *const c_char {
    read_text(|| decision?.criteria.get(index))
}

/// How the criterion at `index` stands: an `ALUMNI_CRITERION_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_criterion_status(decision: Option<&alumni_decision>, index: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(&STATUSES, 0, &decision?.inner.criteria().get(index)?.status)))
}

/// For a criterion in the way, the first day it no longer is if no fact changes; else invalid.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_criterion_met_on(
    decision: Option<&alumni_decision>,
    index: usize,
) -> alumni_date {
    read(alumni_date::INVALID, || Some(decision?.inner.criteria().get(index)?.met_on.into()))
}

/// How the criterion at `index` stands, in a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_criterion_text(
    decision: Option<&alumni_decision>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| decision?.criterion_reasons.text(index, lang))
}

/// Number of facts in the smallest set that would settle the outcome; 0 unless undetermined.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_missing_count(decision: Option<&alumni_decision>) -> usize {
    read(0, || Some(decision?.missing.count()))
}

/// The fact at `index` of that set.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_missing(decision: Option<&alumni_decision>, index: usize) -> *const c_char {
    read_text(|| decision?.missing.get(index))
}

/// The whole decision as JSON, with every criterion, the facts used and the policy's hash.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_json(decision: Option<&alumni_decision>) -> *const c_char {
    read_text(|| {
        let decision = decision?;
        decision.json.json(&decision.inner)
    })
}

/// Frees a decision; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decision_free(decision: Option<Box<alumni_decision>>) {
    release(decision);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_and_statuses_have_their_numbers() {
        let named = [
            (Outcome::Eligible, ALUMNI_OUTCOME_ELIGIBLE),
            (Outcome::Conditional, ALUMNI_OUTCOME_CONDITIONAL),
            (Outcome::Undetermined, ALUMNI_OUTCOME_UNDETERMINED),
            (Outcome::Ineligible, ALUMNI_OUTCOME_INELIGIBLE),
        ];
        assert_eq!(named.map(|(outcome, _)| outcome), Outcome::ALL);
        assert!(named.iter().all(|(outcome, wanted)| number(&Outcome::ALL, 0, outcome) == *wanted));
        let named = [
            (Status::Met, ALUMNI_CRITERION_MET),
            (Status::Unmet, ALUMNI_CRITERION_UNMET),
            (Status::Review, ALUMNI_CRITERION_REVIEW),
            (Status::Unknown, ALUMNI_CRITERION_UNKNOWN),
        ];
        assert!(named.iter().all(|(status, wanted)| number(&STATUSES, 0, status) == *wanted));
    }
}
