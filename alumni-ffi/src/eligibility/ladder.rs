//! Ladders, and the policies and ladders that come with the library.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::{Ladder, LadderDecision, library};
use alumni_core::workforce::Worker;

use super::{alumni_decision, alumni_policy};
use crate::boundary::{Kept, KeptIn, give, guard, handle, read, read_text, release, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};
use crate::text::Words;
use crate::vocabulary::alumni_vocabulary;
use crate::workforce::alumni_worker;

/// Several policies about one person: the steps by which people come closer, or a set without an order.
#[derive(Debug)]
pub struct alumni_ladder {
    pub(super) inner: Ladder,
    id: Kept,
    hash: Kept,
    title: KeptIn,
    json: Kept,
    steps: Words,
    titles: Vec<KeptIn>,
    policies: Vec<alumni_policy>,
}

/// Which steps of a ladder a person may take, and what stands before the next.
#[derive(Debug)]
pub struct alumni_ladder_decision {
    inner: LadderDecision,
    text: KeptIn,
    json: Kept,
    steps: Vec<alumni_decision>,
}

/// The policies that come with the library.
#[derive(Debug)]
pub struct alumni_library {
    policies: Vec<alumni_policy>,
}

impl From<Ladder> for alumni_ladder {
    fn from(inner: Ladder) -> Self {
        Self {
            id: Kept::default(),
            hash: Kept::default(),
            title: KeptIn::default(),
            json: Kept::default(),
            steps: inner.steps().iter().map(|step| step.id().to_owned()).collect(),
            titles: inner.steps().iter().map(|_| KeptIn::default()).collect(),
            policies: inner.steps().iter().map(|step| step.policy().clone().into()).collect(),
            inner,
        }
    }
}

impl From<LadderDecision> for alumni_ladder_decision {
    fn from(inner: LadderDecision) -> Self {
        Self {
            text: KeptIn::default(),
            json: Kept::default(),
            steps: inner.steps().iter().map(|step| step.decision().clone().into()).collect(),
            inner,
        }
    }
}

/// Reads a ladder in TOML, or in JSON when it starts with a brace. A mistake is named by its place:
/// `steps[1].policy.criteria[0].require: 1:14`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_parse(
    document: *const c_char,
    ladder: Option<&mut MaybeUninit<*mut alumni_ladder>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(ladder, "ladder", || Ok(Ladder::parse(text(document, "document")?)?.into())))
}

/// Reads a ladder as `alumni_ladder_parse` does, over the facts of a vocabulary.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_parse_with(
    document: *const c_char,
    vocabulary: Option<&alumni_vocabulary>,
    ladder: Option<&mut MaybeUninit<*mut alumni_ladder>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(ladder, "ladder", || {
            let (document, vocabulary) = (text(document, "document")?, handle(vocabulary, "vocabulary")?);
            Ok(Ladder::parse_with(document, vocabulary.inner.clone())?.into())
        })
    })
}

/// Gives the ladder `id` that comes with the library, such as `re-engagement`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_shipped(
    id: *const c_char,
    ladder: Option<&mut MaybeUninit<*mut alumni_ladder>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(ladder, "ladder", || Ok(library::ladder(text(id, "id")?)?.into())))
}

/// The ladder's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_id(ladder: Option<&alumni_ladder>) -> *const c_char {
    read_text(|| {
        let ladder = ladder?;
        Some(ladder.id.get(|| ladder.inner.id().to_owned()))
    })
}

/// The ladder's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_version(ladder: Option<&alumni_ladder>) -> u32 {
    read(0, || Some(ladder?.inner.version()))
}

/// The ladder's title; NULL when it has none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_title(ladder: Option<&alumni_ladder>, lang: u32) -> *const c_char {
    read_text(|| {
        let ladder = ladder?;
        let title = ladder.inner.title()?;
        ladder.title.get(lang, |lang| title.text(lang).to_owned())
    })
}

/// SHA-256 in hexadecimal of id, version and every step's id and policy.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_hash(ladder: Option<&alumni_ladder>) -> *const c_char {
    read_text(|| {
        let ladder = ladder?;
        Some(ladder.hash.get(|| ladder.inner.hash().to_owned()))
    })
}

/// 1 when the steps have an order, 0 for a set.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_is_ordered(ladder: Option<&alumni_ladder>) -> u32 {
    read(0, || Some(u32::from(ladder?.inner.is_ordered())))
}

/// Number of steps.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_step_count(ladder: Option<&alumni_ladder>) -> usize {
    read(0, || Some(ladder?.steps.count()))
}

/// The id of the step at `index`, from the lowest to the highest.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_step_id(ladder: Option<&alumni_ladder>, index: usize) -> *const c_char {
    read_text(|| ladder?.steps.get(index))
}

/// What people call the step at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_step_title(
    ladder: Option<&alumni_ladder>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let ladder = ladder?;
        let step = ladder.inner.steps().get(index)?;
        ladder.titles.get(index)?.get(lang, |lang| step.title().text(lang).to_owned())
    })
}

/// The policy of the step at `index`; it belongs to the ladder.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_step_policy(
    ladder: Option<&alumni_ladder>,
    index: usize,
) -> Option<&alumni_policy> {
    read(None, || Some(ladder?.policies.get(index)))
}

/// The ladder as JSON with every policy written out, which `alumni_ladder_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_json(ladder: Option<&alumni_ladder>) -> *const c_char {
    read_text(|| {
        let ladder = ladder?;
        Some(ladder.json.get(|| ladder.inner.to_json()))
    })
}

/// Frees a ladder; NULL is fine. Decisions made with it live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_free(ladder: Option<Box<alumni_ladder>>) {
    release(ladder);
}

/// Decides about a worker step by step, as of a day.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decide(
    ladder: Option<&alumni_ladder>,
    worker: Option<&alumni_worker>,
    as_of: alumni_date,
    decision: Option<&mut MaybeUninit<*mut alumni_ladder_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let (ladder, worker) = (handle(ladder, "ladder")?, handle(worker, "worker")?);
            Ok(ladder.inner.decide(&worker.inner, as_of.checked("as_of")?)?.into())
        })
    })
}

/// Decides about a worker given as JSON; the same as `alumni_worker_from_json` and `alumni_ladder_decide`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decide_json(
    ladder: Option<&alumni_ladder>,
    worker_json: *const c_char,
    as_of: alumni_date,
    decision: Option<&mut MaybeUninit<*mut alumni_ladder_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let ladder = handle(ladder, "ladder")?;
            let worker = Worker::from_json(text(worker_json, "worker_json")?)?;
            Ok(ladder.inner.decide(&worker, as_of.checked("as_of")?)?.into())
        })
    })
}

/// The place in the ladder of the highest step that the person may take; `SIZE_MAX` when there is none, and for a set.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_highest(decision: Option<&alumni_ladder_decision>) -> usize {
    read(usize::MAX, || {
        let decision = &decision?.inner;
        let highest = decision.highest()?.id();
        decision.steps().iter().position(|step| step.id() == highest)
    })
}

/// The place in the ladder of the next step above, whose decision says what stands before it; `SIZE_MAX` at the top, and for
/// a set.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_next(decision: Option<&alumni_ladder_decision>) -> usize {
    read(usize::MAX, || {
        let decision = &decision?.inner;
        let next = decision.next()?.id();
        decision.steps().iter().position(|step| step.id() == next)
    })
}

/// 1 when no step above the highest is undetermined, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_is_settled(decision: Option<&alumni_ladder_decision>) -> u32 {
    read(0, || Some(u32::from(decision?.inner.is_settled())))
}

/// Number of steps.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_step_count(decision: Option<&alumni_ladder_decision>) -> usize {
    read(0, || Some(decision?.steps.len()))
}

/// What the policy of the step at `index` says; it belongs to the ladder's decision.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_step(
    decision: Option<&alumni_ladder_decision>,
    index: usize,
) -> Option<&alumni_decision> {
    read(None, || Some(decision?.steps.get(index)))
}

/// The decision in one line: up to which step, and what stands before the next.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_text(
    decision: Option<&alumni_ladder_decision>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let decision = decision?;
        decision.text.get(lang, |lang| decision.inner.text(lang))
    })
}

/// The whole decision as JSON, every step with its reasons.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_json(decision: Option<&alumni_ladder_decision>) -> *const c_char {
    read_text(|| {
        let decision = decision?;
        decision.json.json(&decision.inner)
    })
}

/// Frees a decision; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decision_free(decision: Option<Box<alumni_ladder_decision>>) {
    release(decision);
}

/// Gives the policies that come with the library.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_library_open(
    library: Option<&mut MaybeUninit<*mut alumni_library>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let open = || alumni_library { policies: library::all().map(Into::into).collect() };
        give(library, "library", || Ok(open()))
    })
}

/// Number of policies in the library, each version one.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_library_count(library: Option<&alumni_library>) -> usize {
    read(0, || Some(library?.policies.len()))
}

/// The policy at `index`; it belongs to the library.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_library_policy(
    library: Option<&alumni_library>,
    index: usize,
) -> Option<&alumni_policy> {
    read(None, || Some(library?.policies.get(index)))
}

/// Frees the library and its policies; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_library_free(library: Option<Box<alumni_library>>) {
    release(library);
}

/// Gives the newest version of the policy `id` that comes with the library, such as `three-years`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_shipped(
    id: *const c_char,
    policy: Option<&mut MaybeUninit<*mut alumni_policy>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(policy, "policy", || Ok(library::get(text(id, "id")?)?.into())))
}
