//! Events, questions and lists as whole tables, through the Arrow C stream interface or as the bytes of a file.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::Error;
use alumni_core::consent::{
    AnsweredTable, AskOptions, Asking, Channel, EventTable, ListOptions, ListReport, Verdict,
    events_from_table,
};
use alumni_core::workforce::Table;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::contact::alumni_contacts;
use super::record::{alumni_consent_document, answer, json, judge, said};
use super::snapshot::alumni_snapshot;
use super::{alumni_extended, alumni_ledger, extend};
use crate::boundary::{
    Failure, Kept, KeptIn, Outcome, c_text, give, give_if_wanted, give_stream, guard, handle, number,
    optional_text, read, read_text, reader, release, slice, take_stream, text,
};
use crate::calendar::alumni_instant;
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// The answers to every row of a table of questions, in its order.
#[derive(Debug)]
pub struct alumni_answers {
    inner: AnsweredTable,
    /// The codes of each list of reasons.
    reasons: Vec<Vec<CString>>,
    counts: Kept,
    unusable: Kept,
    text: KeptIn,
}

impl From<AnsweredTable> for alumni_answers {
    fn from(inner: AnsweredTable) -> Self {
        let codes = |list: &Vec<String>| list.iter().map(|code| c_text(code.as_str())).collect();
        let reasons = inner.answers().reason_lists().iter().map(codes).collect();
        let (counts, unusable, text) = Default::default();
        Self { inner, reasons, counts, unusable, text }
    }
}

impl alumni_answers {
    fn codes(&self, row: usize) -> Option<&[CString]> {
        let list = usize::try_from(*self.inner.answers().reasons().get(row)?).ok()?;
        self.reasons.get(list).map(Vec::as_slice)
    }
}

/// The bytes of a CSV file that the caller has.
fn csv(name: *const c_char, bytes: *const u8, length: usize) -> Outcome<Table> {
    let (name, bytes) = (text(name, "name")?, slice(bytes, length, "bytes")?);
    Ok(Table::from_csv_bytes(name, bytes)?)
}

/// Takes in a table of events: all of them, or none when one cannot be used. `extended` may be NULL.
///
/// The columns are `source`, `id`, `subject`, `purpose`, `kind`, `occurred_at` and `received_at`, and, where the table has
/// them, `occurred_at_offset` (minutes ahead of UTC), `channel`, `recipient`, `valid_until`, `valid_for`,
/// `valid_until_event`, `valid_uses`, `endless`, `happening`, `time_untrusted`, `notice_id`, `notice_version`, `notice_hash`, `actor`, `method`, `employment_state`, `evidence_ref`, `imported` and `bundled_with`.
/// Instants are timestamps in a time zone, or texts with an offset. Errors name column and row (`occurred_at: row 12`).
///
/// `events` is taken whatever becomes of the call: its `release` is NULL afterwards.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_extend_table(
    ledger: Option<&mut alumni_ledger>,
    events: *mut FFI_ArrowArrayStream,
    extended: Option<&mut MaybeUninit<*mut alumni_extended>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let stream = take_stream(events, "events");
        give_if_wanted(extended, || {
            let ledger = ledger.ok_or(Failure::Null("ledger"))?;
            let events = EventTable::read(reader(stream, "events")?, |_| Ok::<_, Failure>(()))?;
            let extended = ledger.inner.extend_table(&events)?;
            (ledger.state_hash, ledger.events_json) = Default::default();
            Ok(extended.into())
        })
    })
}

/// All events as a table with the columns of `alumni_ledger_extend_table`, by source and id, each once. `out` is
/// overwritten without being released; it belongs to the caller, who calls its `release`, and outlives the ledger. After a
/// failure its `release` is NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_export_events(
    ledger: Option<&alumni_ledger>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || Ok(handle(ledger, "ledger")?.inner.event_table()?.stream()?.export()))
    })
}

/// Takes in a table of events as the bytes of a CSV file, which need not end with NUL; `name` is that of the file in errors. Bytes
/// that are not UTF-8 are told with line, character and the encoding that they are likely to be. `extended` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_extend_csv_bytes(
    ledger: Option<&mut alumni_ledger>,
    name: *const c_char,
    bytes: *const u8,
    length: usize,
    extended: Option<&mut MaybeUninit<*mut alumni_extended>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_if_wanted(extended, || extend(ledger, || Ok(events_from_table(&csv(name, bytes, length)?)?)))
    })
}

/// Judges a list as `alumni_ledger_import_list_csv` does, from the bytes of a CSV file, which need not end with NUL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_import_list_csv_bytes(
    ledger: Option<&alumni_ledger>,
    name: *const c_char,
    bytes: *const u8,
    length: usize,
    options_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || judge(ledger, || csv(name, bytes, length), options_json, document))
}

/// Judges a list as `alumni_ledger_import_list_csv` does, from a table; rows are counted as lines of a file, the header
/// being line 1. `list` is taken whatever becomes of the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_import_list_table(
    ledger: Option<&alumni_ledger>,
    list: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let stream = take_stream(list, "list");
        give(document, "document", || {
            let ledger = handle(ledger, "ledger")?;
            let options = ListOptions::from_json(text(options_json, "options_json")?)?;
            said(ledger.inner.import_list_table(reader(stream, "list")?, &options)?, ListReport::text)
        })
    })
}

/// Answers a table of questions: `alumni_ledger_may` for every row.
///
/// The columns are `subject`, which must be there, and `purpose`, `at`, `channel`, `recipient`, `known_at`, `activity`,
/// `country`, `data_of` and `regimes`, each of which `options_json` may have for all rows instead: `{"purpose": …, "at": …}`.
/// It may be NULL. A row that cannot be asked is an error with column and row, or with `"unusable": "denied"` denied with the
/// reason `consent-question-unusable`. `"evidence": false` leaves out the events that the answers rest on.
///
/// `id` names a column of texts or whole numbers that goes with the answers; it may be NULL. `questions` is taken whatever
/// becomes of the call: its `release` is NULL afterwards.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_may_table(
    ledger: Option<&alumni_ledger>,
    questions: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    id: *const c_char,
    answers: Option<&mut MaybeUninit<*mut alumni_answers>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let stream = take_stream(questions, "questions");
        give(answers, "answers", || {
            let ledger = &handle(ledger, "ledger")?.inner;
            let (options, id) = (asked(options_json)?, optional_text(id, "id")?);
            let asking = Asking::new(ledger, reader(stream, "questions")?, options, id)?;
            Ok(asking.collect(ledger, |_| Ok::<_, Error>(()))?.into())
        })
    })
}

/// Answers a table of questions through a snapshot: `alumni_snapshot_may` for every row, far faster than the ledger folds each.
///
/// The columns are `subject`, which must be there, and `purpose` and `channel`, each of which `options_json` may have for all rows
/// instead: `{"purpose": …, "channel": …}`; another part of a question is an error there. It may be NULL. Otherwise as
/// `alumni_ledger_may_table`, but for the answers, which are brief: `alumni_answers_is_brief`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_snapshot_may_table(
    snapshot: Option<&alumni_snapshot>,
    questions: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    id: *const c_char,
    answers: Option<&mut MaybeUninit<*mut alumni_answers>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let stream = take_stream(questions, "questions");
        give(answers, "answers", || {
            let snapshot = &handle(snapshot, "snapshot")?.inner;
            let (options, id) = (asked(options_json)?, optional_text(id, "id")?);
            let questions = reader(stream, "questions")?;
            Ok(snapshot.may_table(questions, options, id, |_| Ok::<_, Error>(()))?.into())
        })
    })
}

fn asked(options_json: *const c_char) -> Outcome<AskOptions> {
    Ok(match optional_text(options_json, "options_json")? {
        Some(options) => AskOptions::from_json(options)?,
        None => AskOptions::default(),
    })
}

/// Whether the answers are those of a snapshot: one reason each, the one that decided, at most one event, and no obligations, which
/// does not mean that there are none. 0 or 1.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_is_brief(answers: Option<&alumni_answers>) -> u32 {
    read(0, || Some(u32::from(answers?.inner.answers().is_brief())))
}

/// Number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_count(answers: Option<&alumni_answers>) -> usize {
    read(0, || Some(answers?.inner.answers().rows()))
}

/// Whether it may be done: an `ALUMNI_CONSENT_VERDICT_…`; `ALUMNI_NONE` beyond the last row.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_verdict(answers: Option<&alumni_answers>, row: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(Verdict::ALL, 0, &answers?.inner.answers().verdict(row)?)))
}

/// Number of reasons of a row, of which the first decided.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_reason_count(answers: Option<&alumni_answers>, row: usize) -> usize {
    read(0, || Some(answers?.codes(row)?.len()))
}

/// The stable code of the reason at `index` of a row.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_reason_code(
    answers: Option<&alumni_answers>,
    row: usize,
    index: usize,
) -> *const c_char {
    read_text(|| Some(answers?.codes(row)?.get(index)?.as_c_str()))
}

/// The next instant at which a row's answer changes if nothing new arrives; invalid when it never does.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_valid_until(answers: Option<&alumni_answers>, row: usize) -> alumni_instant {
    read(alumni_instant::INVALID, || Some(answers?.inner.answers().row(row)?.valid_until().into()))
}

/// How many rows have each verdict, and for which reason, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_counts_json(answers: Option<&alumni_answers>) -> *const c_char {
    read_text(|| {
        let answers = answers?;
        answers.counts.json(&answers.inner.answers().counts())
    })
}

/// Rows that could not be asked, as a JSON list: for each column how many, the first rows, and what was expected.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_unusable_json(answers: Option<&alumni_answers>) -> *const c_char {
    read_text(|| {
        let answers = answers?;
        answers.unusable.json(&answers.inner.answers().unusable())
    })
}

/// The counts as text: a line for the verdicts and one for each reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_text(answers: Option<&alumni_answers>, lang: u32) -> *const c_char {
    read_text(|| {
        let answers = answers?;
        answers.text.get(lang, |lang| answers.inner.answers().counts().text(lang))
    })
}

/// The answers as a table, as often as it is asked for: the ids under their own name, `verdict` and `reason` (dictionaries
/// of texts), `reasons` and `obligations` (lists of them), `evidence` (lists of `source` and `id`) and `valid_until`
/// (microseconds in UTC); brief answers have no `reasons` and no `obligations`, and no `evidence` where it was not asked for. `out`
/// belongs to the caller and outlives `answers`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_export(
    answers: Option<&alumni_answers>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(answers, "answers")?.inner.stream()?.export())))
}

/// Frees answers; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_answers_free(answers: Option<Box<alumni_answers>>) {
    release(answers);
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TimelineRequest {
    subject: String,
    until: DateTime<Utc>,
    known_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FunnelRequest {
    purpose: String,
    channel: Option<Channel>,
    at: DateTime<Utc>,
    known_at: Option<DateTime<Utc>>,
    among: Option<Vec<String>>,
}

/// What one subject said and where that left every purpose. The request is `{"subject": …, "until": …, "known_at": …}`, the
/// last may be left out.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_timeline_json(
    ledger: Option<&alumni_ledger>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: TimelineRequest| {
            json(&ledger.timeline(&asked.subject, asked.until, asked.known_at)?)
        })
    })
}

/// How many may be reached for a purpose, and at which step the others are lost. The request is `{"purpose": …, "channel": …,
/// "at": …, "known_at": …, "among": […]}`; all but the purpose and the instant may be left out, and everybody whom the ledger
/// knows is counted without `among`. `contacts` may be NULL; with it, caps, pauses and quiet hours are the last step.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ledger_funnel_json(
    ledger: Option<&alumni_ledger>,
    contacts: Option<&alumni_contacts>,
    request_json: *const c_char,
    document: Option<&mut MaybeUninit<*mut alumni_consent_document>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        answer(ledger, request_json, document, |ledger, asked: FunnelRequest| {
            let FunnelRequest { purpose, channel, at, known_at, among } = asked;
            let log = contacts.map(|contacts| &contacts.inner);
            json(&match &among {
                Some(people) => {
                    let people = people.iter().map(String::as_str);
                    ledger.funnel(people, &purpose, channel, at, known_at, log)?
                }
                None => ledger.funnel(ledger.subjects(), &purpose, channel, at, known_at, log)?,
            })
        })
    })
}
