//! Where everybody stands at one instant, for many questions about it.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::sync::Arc;

use alumni_core::consent::{Channel, Snapshot, Stand, State, Verdict};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use chrono::{DateTime, Utc};

use super::answer::alumni_answer;
use super::{alumni_ledger, channel};
use crate::boundary::{
    Failure, KeptIn, Outcome, c_text, give, give_stream, guard, handle, number, read, read_text, release,
    text, texts,
};
use crate::calendar::alumni_instant;
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// Where everybody stands at one instant: every subject's events folded once, for many questions about that instant.
#[derive(Debug)]
pub struct alumni_snapshot {
    pub(super) inner: Arc<Snapshot>,
}

/// What a snapshot says about a purpose and a channel, of one subject after the other. It outlives the snapshot.
#[derive(Debug)]
pub struct alumni_stands {
    snapshot: Arc<Snapshot>,
    purpose: String,
    channel: Option<Channel>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    subject: String,
    verdict: Verdict,
    code: CString,
    evidence: Option<(CString, CString)>,
    valid_until: Option<DateTime<Utc>>,
    state: State,
    decision: CString,
    request: CString,
    text: KeptIn,
}

impl Row {
    fn new(subject: &str, stand: &Stand<'_>) -> Self {
        let state = stand.state();
        Self {
            subject: subject.to_owned(),
            verdict: stand.verdict(),
            code: c_text(stand.code()),
            evidence: stand.evidence().map(|(source, id)| (c_text(source), c_text(id))),
            valid_until: stand.valid_until(),
            decision: c_text(state.decision.as_str()),
            request: c_text(state.request.as_str()),
            state,
            text: KeptIn::default(),
        }
    }
}

/// Folds all events of a ledger for questions about `at`, as it was known at `known_at`, which may be NULL for everything known.
/// The snapshot keeps the ledger as it was and outlives it; while it lives, a ledger that takes events in holds its events twice.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_snapshot(
    ledger: Option<&alumni_ledger>,
    at: alumni_instant,
    known_at: Option<&alumni_instant>,
    snapshot: Option<&mut MaybeUninit<*mut alumni_snapshot>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(snapshot, "snapshot", || {
            let ledger = handle(ledger, "ledger")?;
            let known_at = known_at.map(|at| at.checked("known_at")).transpose()?;
            Ok(alumni_snapshot { inner: Arc::new(ledger.inner.snapshot(at.checked("at")?, known_at)) })
        })
    })
}

/// The instant it is about.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_at(snapshot: Option<&alumni_snapshot>) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(Some(snapshot?.inner.at()).into()))
}

/// The instant as of which it was known; invalid for everything known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_known_at(snapshot: Option<&alumni_snapshot>) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(snapshot?.inner.known_at().into()))
}

/// How many states it holds: one for each subject, purpose and channel (or none) that an event names.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_states(snapshot: Option<&alumni_snapshot>) -> usize {
    read(0, || Some(snapshot?.inner.states()))
}

/// The memory that it takes besides the events, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_bytes(snapshot: Option<&alumni_snapshot>) -> usize {
    read(0, || Some(snapshot?.inner.bytes()))
}

/// The ledger as it was. It is the caller's to free; its events are not copied.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_ledger(
    snapshot: Option<&alumni_snapshot>,
    ledger: Option<&mut MaybeUninit<*mut alumni_ledger>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(ledger, "ledger", || Ok(handle(snapshot, "snapshot")?.inner.ledger().clone().into()))
    })
}

/// May we do this to one subject? `alumni_ledger_may` at the instant of the snapshot, for one's own use and without an activity.
/// `channel` is an `ALUMNI_CHANNEL_…`, or `ALUMNI_NONE` for the purpose as a whole. The answer is at index 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_may(
    snapshot: Option<&alumni_snapshot>,
    subject: *const c_char,
    purpose: *const c_char,
    channel: u32,
    stands: Option<&mut MaybeUninit<*mut alumni_stands>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(stands, "stands", || {
            let snapshot = handle(snapshot, "snapshot")?;
            ask(snapshot, &[text(subject, "subject")?], text(purpose, "purpose")?, self::channel(channel)?)
        })
    })
}

/// The same for each of `subjects`, in their order, which is several times as fast as one by one.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_may_all(
    snapshot: Option<&alumni_snapshot>,
    subjects: *const *const c_char,
    subject_count: usize,
    purpose: *const c_char,
    channel: u32,
    stands: Option<&mut MaybeUninit<*mut alumni_stands>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(stands, "stands", || {
            let snapshot = handle(snapshot, "snapshot")?;
            let subjects = texts(subjects, subject_count, "subjects")?;
            ask(snapshot, &subjects, text(purpose, "purpose")?, self::channel(channel)?)
        })
    })
}

/// The same for everybody who has ever been an event's subject, as a table in the order in which the ledger first heard of them;
/// nobody is looked up for it. The columns are `subject`, `verdict`, `reason` (the code that decided), `evidence` (source and id of
/// the first event that it rests on; left out where `evidence` is 0, which saves most of the time) and `valid_until`. `out` is
/// overwritten without being released; it belongs to the caller, who calls its `release`, and outlives the snapshot. After a
/// failure its `release` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_everybody(
    snapshot: Option<&alumni_snapshot>,
    purpose: *const c_char,
    channel: u32,
    evidence: u32,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || {
            let snapshot = handle(snapshot, "snapshot")?;
            let everybody = snapshot.inner.everybody(text(purpose, "purpose")?, self::channel(channel)?)?;
            Ok(everybody.stream(evidence != 0)?.export())
        })
    })
}

fn ask(
    snapshot: &alumni_snapshot,
    subjects: &[&str],
    purpose: &str,
    channel: Option<Channel>,
) -> Outcome<alumni_stands> {
    let mut rows = Vec::with_capacity(subjects.len());
    let mut next = subjects.iter();
    snapshot.inner.may_each(subjects.iter().copied(), purpose, channel, |stand| {
        rows.extend(next.next().map(|subject| Row::new(subject, &stand)));
    })?;
    Ok(alumni_stands { snapshot: Arc::clone(&snapshot.inner), purpose: purpose.to_owned(), channel, rows })
}

/// Frees a snapshot; NULL is fine. What was asked of it lives on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_free(snapshot: Option<Box<alumni_snapshot>>) {
    release(snapshot);
}

impl alumni_stands {
    /// The answer in full: every reason with its arguments, all evidence, obligations and duties.
    fn answer(&self, row: &Row) -> Outcome<alumni_answer> {
        let stand = self.snapshot.may(&row.subject, &self.purpose, self.channel)?;
        Ok(stand.answer()?.into())
    }
}

/// Number of subjects that were asked about.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_count(stands: Option<&alumni_stands>) -> usize {
    read(0, || Some(stands?.rows.len()))
}

/// Whether it may be done to the subject at `index`: an `ALUMNI_CONSENT_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_verdict(stands: Option<&alumni_stands>, index: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(Verdict::ALL, 0, &stands?.rows.get(index)?.verdict)))
}

/// The stable code of the reason that decided, such as `consent-withdrawn`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_code(stands: Option<&alumni_stands>, index: usize) -> *const c_char {
    read_text(|| Some(stands?.rows.get(index)?.code.as_c_str()))
}

/// The system that the first event comes from which the answer rests on; NULL where it rests on none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_evidence_source(
    stands: Option<&alumni_stands>,
    index: usize,
) -> *const c_char {
    read_text(|| Some(stands?.rows.get(index)?.evidence.as_ref()?.0.as_c_str()))
}

/// That event's id in that system; NULL where the answer rests on none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_evidence_id(stands: Option<&alumni_stands>, index: usize) -> *const c_char {
    read_text(|| Some(stands?.rows.get(index)?.evidence.as_ref()?.1.as_c_str()))
}

/// The next instant at which the answer changes if nothing new arrives; invalid when it never does.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_valid_until(stands: Option<&alumni_stands>, index: usize) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(stands?.rows.get(index)?.valid_until.into()))
}

/// Where the decision of the subject at `index` stands, such as `withdrawn`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_decision(stands: Option<&alumni_stands>, index: usize) -> *const c_char {
    read_text(|| Some(stands?.rows.get(index)?.decision.as_c_str()))
}

/// Where asking that subject stands, such as `notice_shown`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_request(stands: Option<&alumni_stands>, index: usize) -> *const c_char {
    read_text(|| Some(stands?.rows.get(index)?.request.as_c_str()))
}

/// Whether use of that subject's data is restricted, 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_is_restricted(stands: Option<&alumni_stands>, index: usize) -> u32 {
    read(0, || Some(u32::from(stands?.rows.get(index)?.state.restricted)))
}

/// Verdict and reasons in one line, as of the answer in full.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_text(
    stands: Option<&alumni_stands>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let stands = stands?;
        let row = stands.rows.get(index)?;
        let stand = stands.snapshot.may(&row.subject, &stands.purpose, stands.channel).ok()?;
        let answer = stand.answer().ok()?;
        row.text.get(lang, |lang| answer.text(lang))
    })
}

/// The answer in full: every reason with its sentence, all evidence, obligations and duties.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_answer(
    stands: Option<&alumni_stands>,
    index: usize,
    answer: Option<&mut MaybeUninit<*mut alumni_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(answer, "answer", || {
            let stands = handle(stands, "stands")?;
            let row = stands.rows.get(index).ok_or_else(|| {
                let count = stands.rows.len();
                let message = format!("expected an index below {count}, got {index}");
                Failure::from(alumni_core::Error::out_of_range(message).within("index"))
            })?;
            stands.answer(row)
        })
    })
}

/// Frees what was asked; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_stands_free(stands: Option<Box<alumni_stands>>) {
    release(stands);
}
