//! The record of activity as a state that grows.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::OnceLock;

use alumni_core::engagement::{ActivityLog, Added, tenure_years_from_json as tenure_years};

use super::{alumni_interactions, alumni_permitted, alumni_score_model, alumni_scores};
use crate::boundary::{Failure, Kept, Outcome, give, guard, handle, read, read_text, release, slice, text};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// What people did, as a state that grows: the set of all events, each once. It answers for any day and with any model; it is the
/// same, and so are its bytes, in whatever order and shards the events came.
#[derive(Debug)]
pub struct alumni_activity_log {
    inner: ActivityLog,
    bytes: OnceLock<Vec<u8>>,
    json: Kept,
}

impl From<ActivityLog> for alumni_activity_log {
    fn from(inner: ActivityLog) -> Self {
        Self { inner, bytes: OnceLock::new(), json: Kept::default() }
    }
}

/// The log, to be changed: what was made of it before has no meaning any more.
fn changing(log: Option<&mut alumni_activity_log>) -> Outcome<&mut ActivityLog> {
    let log = log.ok_or(Failure::Null("log"))?;
    log.bytes = OnceLock::new();
    log.json = Kept::default();
    Ok(&mut log.inner)
}

fn counted(made: Added, added: Option<&mut MaybeUninit<u64>>, duplicates: Option<&mut MaybeUninit<u64>>) {
    for (out, count) in [(added, made.added), (duplicates, made.duplicates)] {
        if let Some(out) = out {
            out.write(count);
        }
    }
}

/// A log without events.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_new(
    log: Option<&mut MaybeUninit<*mut alumni_activity_log>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(log, "log", || Ok(ActivityLog::new().into())))
}

/// Reads what `alumni_activity_log_json` writes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_from_json(
    json: *const c_char,
    log: Option<&mut MaybeUninit<*mut alumni_activity_log>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(log, "log", || Ok(ActivityLog::from_json(text(json, "json")?)?.into())))
}

/// Reads what `alumni_activity_log_bytes` gave: `length` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_from_bytes(
    bytes: *const u8,
    length: usize,
    log: Option<&mut MaybeUninit<*mut alumni_activity_log>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(log, "log", || Ok(ActivityLog::from_bytes(slice(bytes, length, "bytes")?)?.into())))
}

/// Takes in events: all of them, or none when one cannot be used, such as an id that is there with another content. `added` and
/// `duplicates` may be NULL; they get how many are new and how many were there before.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_add(
    log: Option<&mut alumni_activity_log>,
    interactions: Option<&alumni_interactions>,
    added: Option<&mut MaybeUninit<u64>>,
    duplicates: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let made = changing(log)?.add(&handle(interactions, "interactions")?.inner)?;
        counted(made, added, duplicates);
        Ok(())
    })
}

/// Takes in the events and accounts of another log, which is not the same handle: all, or none. `added` and `duplicates` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_merge(
    log: Option<&mut alumni_activity_log>,
    other: Option<&alumni_activity_log>,
    added: Option<&mut MaybeUninit<u64>>,
    duplicates: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let made = changing(log)?.merge(&handle(other, "other")?.inner)?;
        counted(made, added, duplicates);
        Ok(())
    })
}

/// Takes an event out, to be corrected or because it never happened. `removed` may be NULL; it gets whether it was there.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_remove(
    log: Option<&mut alumni_activity_log>,
    id: *const c_char,
    removed: Option<&mut MaybeUninit<bool>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let was = changing(log)?.remove(text(id, "id")?);
        if let Some(removed) = removed {
            removed.write(was);
        }
        Ok(())
    })
}

/// Takes out what a person did under any account, and what was directed at the person. `removed` may be NULL; it gets how many
/// events that were. A shard that still has them brings them back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_erase(
    log: Option<&mut alumni_activity_log>,
    person: *const c_char,
    removed: Option<&mut MaybeUninit<u64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let count = changing(log)?.erase(text(person, "person")?);
        if let Some(removed) = removed {
            removed.write(count);
        }
        Ok(())
    })
}

/// Says that an account is a person: what it did and will do is what the person did. The person may be an account of somebody in its turn,
/// whenever that is said; an account that was said to be another's, and accounts of each other, are refused in any order.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_same_person(
    log: Option<&mut alumni_activity_log>,
    account: *const c_char,
    person: *const c_char,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || Ok(changing(log)?.same_person(text(account, "account")?, text(person, "person")?)?))
}

/// Number of events.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_count(log: Option<&alumni_activity_log>) -> usize {
    read(0, || Some(log?.inner.len()))
}

/// The log as bytes, of which `length` gets the number: the same for the same events and accounts, on any platform. They are the
/// log's until it is changed or freed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_bytes(
    log: Option<&alumni_activity_log>,
    length: Option<&mut MaybeUninit<usize>>,
) -> *const u8 {
    read(ptr::null(), || {
        let (log, length) = (log?, length?);
        let bytes = log.bytes.get_or_init(|| log.inner.to_bytes());
        length.write(bytes.len());
        Some(bytes.as_ptr())
    })
}

/// The log as JSON: `{"accounts": {…}, "events": […]}`, the events in the order of time.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_json(log: Option<&alumni_activity_log>) -> *const c_char {
    read_text(|| {
        let log = log?;
        log.json.json(&log.inner)
    })
}

/// Scores everybody in the log, as `alumni_score_model_score` does with the events.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_score(
    log: Option<&alumni_activity_log>,
    model: Option<&alumni_score_model>,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    scores: Option<&mut MaybeUninit<*mut alumni_scores>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(scores, "scores", || {
            let (log, model) = (handle(log, "log")?, handle(model, "model")?);
            let permitted = handle(permitted, "permitted")?.as_core();
            Ok(log.inner.score(&model.inner, as_of.checked("as_of")?, permitted)?.into())
        })
    })
}

/// Scores everybody in the log, as `alumni_score_model_score_by_tenure` does with the events.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_score_by_tenure(
    log: Option<&alumni_activity_log>,
    model: Option<&alumni_score_model>,
    as_of: alumni_date,
    permitted: Option<&alumni_permitted>,
    tenure_years_json: *const c_char,
    scores: Option<&mut MaybeUninit<*mut alumni_scores>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(scores, "scores", || {
            let (log, model) = (handle(log, "log")?, handle(model, "model")?);
            let (as_of, permitted) = (as_of.checked("as_of")?, handle(permitted, "permitted")?.as_core());
            let years = tenure_years(text(tenure_years_json, "tenure_years_json")?)?;
            Ok(log.inner.score_by_tenure(&model.inner, as_of, permitted, &years)?.into())
        })
    })
}

/// Frees a log; NULL is fine. Scores made from it live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_activity_log_free(log: Option<Box<alumni_activity_log>>) {
    release(log);
}
