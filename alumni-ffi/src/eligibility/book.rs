//! The versions of one policy, each in force on its days.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::document::from_json;
use alumni_core::eligibility::{Book, Migration, PolicyDiff, Record, Replay};
use alumni_core::workforce::Worker;

use super::{alumni_decision, alumni_policy};
use crate::boundary::{Kept, KeptIn, give, guard, handle, optional_text, read, read_text, release, text};
use crate::calendar::{alumni_date, alumni_instant};
use crate::error::{alumni_error, alumni_status};
use crate::workforce::alumni_worker;

/// The versions of one policy with their effective dates, and where their days begin.
#[derive(Debug)]
pub struct alumni_book {
    inner: Book,
    id: Kept,
    json: Kept,
}

/// A decision with what is needed to make it again.
#[derive(Debug)]
pub struct alumni_record {
    inner: Record,
    json: Kept,
}

/// Whether a decision comes out again, and what differs.
#[derive(Debug)]
pub struct alumni_replay {
    inner: Replay,
    text: KeptIn,
    json: Kept,
}

/// What stands otherwise in another version.
#[derive(Debug)]
pub struct alumni_policy_diff {
    inner: PolicyDiff,
    text: KeptIn,
    json: Kept,
}

/// What another version changes for recorded decisions.
#[derive(Debug)]
pub struct alumni_migration {
    inner: Migration,
    text: KeptIn,
    json: Kept,
}

/// Reads a book in TOML, or in JSON when it starts with a brace. Gaps and overlaps between versions are errors that name
/// both, unless the document allows them.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_parse(
    document: *const c_char,
    book: Option<&mut MaybeUninit<*mut alumni_book>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(book, "book", || {
            let inner = Book::parse(text(document, "document")?)?;
            Ok(alumni_book { inner, id: Kept::default(), json: Kept::default() })
        })
    })
}

/// The id that the versions share.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_id(book: Option<&alumni_book>) -> *const c_char {
    read_text(|| {
        let book = book?;
        Some(book.id.get(|| book.inner.id().to_owned()))
    })
}

/// The day that an instant falls on where the book applies; invalid for an invalid instant.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_day_of(book: Option<&alumni_book>, at: alumni_instant) -> alumni_date {
    read(alumni_date::INVALID, || Some(Some(book?.inner.day_of(at.checked("at").ok()?)).into()))
}

/// The number of the version in force on a day; 0 when there is none (`alumni_book_in_force` tells a version 0 from none).
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_version_in_force(book: Option<&alumni_book>, as_of: alumni_date) -> u32 {
    read(0, || Some(book?.inner.in_force(as_of.day()?)?.version()))
}

/// The version in force on a day, as a policy of its own; `ALUMNI_STATUS_OUT_OF_RANGE` when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_in_force(
    book: Option<&alumni_book>,
    as_of: alumni_date,
    policy: Option<&mut MaybeUninit<*mut alumni_policy>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(policy, "policy", || {
            let book = handle(book, "book")?;
            Ok(book.inner.require_in_force(as_of.checked("as_of")?)?.clone().into())
        })
    })
}

/// Decides whether a worker may, under the version in force on the day.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_decide(
    book: Option<&alumni_book>,
    worker: Option<&alumni_worker>,
    as_of: alumni_date,
    decision: Option<&mut MaybeUninit<*mut alumni_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let (book, worker) = (handle(book, "book")?, handle(worker, "worker")?);
            Ok(book.inner.decide(&worker.inner, as_of.checked("as_of")?)?.into())
        })
    })
}

/// Decides whether a worker may at an instant: as of the day that it falls on where the book applies.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_decide_at(
    book: Option<&alumni_book>,
    worker: Option<&alumni_worker>,
    at: alumni_instant,
    decision: Option<&mut MaybeUninit<*mut alumni_decision>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(decision, "decision", || {
            let (book, worker) = (handle(book, "book")?, handle(worker, "worker")?);
            Ok(book.inner.decide_at(&worker.inner, at.checked("at")?)?.into())
        })
    })
}

/// Decides as `alumni_book_decide` does, and keeps what is needed to decide again.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_record(
    book: Option<&alumni_book>,
    worker: Option<&alumni_worker>,
    as_of: alumni_date,
    record: Option<&mut MaybeUninit<*mut alumni_record>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(record, "record", || {
            let (book, worker) = (handle(book, "book")?, handle(worker, "worker")?);
            let inner = book.inner.record(&worker.inner, as_of.checked("as_of")?)?;
            Ok(alumni_record { inner, json: Kept::default() })
        })
    })
}

/// The record as JSON: store this.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_record_json(record: Option<&alumni_record>) -> *const c_char {
    read_text(|| {
        let record = record?;
        record.json.json(&record.inner)
    })
}

/// Frees a record; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_record_free(record: Option<Box<alumni_record>>) {
    release(record);
}

/// Makes a recorded decision again from the JSON of its record. `worker_json` may be NULL: then the recorded worker is asked
/// about.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_replay_json(
    book: Option<&alumni_book>,
    record_json: *const c_char,
    worker_json: *const c_char,
    replay: Option<&mut MaybeUninit<*mut alumni_replay>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(replay, "replay", || {
            let book = handle(book, "book")?;
            let record: Record = from_json(text(record_json, "record_json")?)?;
            let worker = optional_text(worker_json, "worker_json")?.map(Worker::from_json).transpose()?;
            let inner = book.inner.replay(&record, worker.as_ref())?;
            Ok(alumni_replay { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Whether the decision's JSON comes out again byte for byte: 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_replay_is_same(replay: Option<&alumni_replay>) -> u32 {
    read(0, || Some(u32::from(replay?.inner.same)))
}

/// Whether it does and what differs, in one line.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_replay_text(replay: Option<&alumni_replay>, lang: u32) -> *const c_char {
    read_text(|| {
        let replay = replay?;
        replay.text.get(lang, |lang| replay.inner.text(lang))
    })
}

/// The replay as JSON, with what comes out now.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_replay_json(replay: Option<&alumni_replay>) -> *const c_char {
    read_text(|| {
        let replay = replay?;
        replay.json.json(&replay.inner)
    })
}

/// Frees a replay; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_replay_free(replay: Option<Box<alumni_replay>>) {
    release(replay);
}

/// What stands otherwise in the version `after` than in the version `before`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_diff(
    book: Option<&alumni_book>,
    before: u32,
    after: u32,
    diff: Option<&mut MaybeUninit<*mut alumni_policy_diff>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(diff, "diff", || {
            let inner = handle(book, "book")?.inner.diff(before, after)?;
            Ok(alumni_policy_diff { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// One line for each criterion that differs, or one that says that none does.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_diff_text(diff: Option<&alumni_policy_diff>, lang: u32) -> *const c_char {
    read_text(|| {
        let diff = diff?;
        diff.text.get(lang, |lang| diff.inner.text(lang))
    })
}

/// The differences as JSON, with each criterion before and after.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_diff_json(diff: Option<&alumni_policy_diff>) -> *const c_char {
    read_text(|| {
        let diff = diff?;
        diff.json.json(&diff.inner)
    })
}

/// Frees the differences; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_diff_free(diff: Option<Box<alumni_policy_diff>>) {
    release(diff);
}

/// Decides recorded decisions again under the version `version`, each as of its own day; `records_json` is a list of
/// records.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_migrate_json(
    book: Option<&alumni_book>,
    records_json: *const c_char,
    version: u32,
    migration: Option<&mut MaybeUninit<*mut alumni_migration>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(migration, "migration", || {
            let book = handle(book, "book")?;
            let records: Vec<Record> = from_json(text(records_json, "records_json")?)?;
            let inner = book.inner.migrate(&records, version, None)?;
            Ok(alumni_migration { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Number of decisions whose answer changes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_migration_moved_count(migration: Option<&alumni_migration>) -> usize {
    read(0, || Some(migration?.inner.moved.len()))
}

/// How many answers change, in one line.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_migration_text(migration: Option<&alumni_migration>, lang: u32) -> *const c_char {
    read_text(|| {
        let migration = migration?;
        migration.text.get(lang, |lang| migration.inner.text(lang))
    })
}

/// Whose answer changes, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_migration_json(migration: Option<&alumni_migration>) -> *const c_char {
    read_text(|| {
        let migration = migration?;
        migration.json.json(&migration.inner)
    })
}

/// Frees a migration; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_migration_free(migration: Option<Box<alumni_migration>>) {
    release(migration);
}

/// The book as one line of JSON, which `alumni_book_parse` reads back to an equal book.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_json(book: Option<&alumni_book>) -> *const c_char {
    read_text(|| {
        let book = book?;
        Some(book.json.get(|| book.inner.to_json()))
    })
}

/// Frees a book; NULL is fine. What was made with it lives on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_book_free(book: Option<Box<alumni_book>>) {
    release(book);
}
