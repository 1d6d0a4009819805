//! Durations that may not have ended yet, and survival curves.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::Error;
use alumni_core::engagement::{CommonOptions, CurveOptions, DurationOptions, Durations};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use serde::Serialize;

use crate::boundary::{
    Kept, Outcome, c_text, give, guard, handle, optional_text, read, read_text, reader, release, take_stream,
    text,
};
use crate::error::{alumni_error, alumni_status};

/// How many people share each duration, whether it ended and how. There are no ids in it; a group or a time with one person in it
/// is still that person.
#[derive(Debug)]
pub struct alumni_durations {
    pub(super) inner: Durations,
    json: Kept,
}

/// What durations say, as a document.
#[derive(Debug)]
pub struct alumni_return_report {
    json: CString,
}

pub(super) fn report(answer: &impl Serialize) -> Outcome<alumni_return_report> {
    let written = serde_json::to_string(answer).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(alumni_return_report { json: c_text(written) })
}

/// Counts the rows of a table, one for each person. `table` is read once, and taken whatever becomes of the call. `options_json` is
/// `{"duration": …, "event": …}`, names of columns, with `entry` and `group` where needed. Who may not be scored has to be left out
/// before.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_from_stream(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    durations: Option<&mut MaybeUninit<*mut alumni_durations>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(durations, "durations", || {
            let options = DurationOptions::from_json(text(options_json, "options_json")?)?;
            let table = reader(table, "table")?;
            Ok(alumni_durations { inner: Durations::from_table(table, &options)?, json: Kept::default() })
        })
    })
}

/// Reads what `alumni_durations_json` writes.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_from_json(
    json: *const c_char,
    durations: Option<&mut MaybeUninit<*mut alumni_durations>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(durations, "durations", || {
            Ok(alumni_durations { inner: Durations::from_json(text(json, "json")?)?, json: Kept::default() })
        })
    })
}

/// The same people, of whom only those with this end have ended; the others are last seen where they ended otherwise.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_only(
    durations: Option<&alumni_durations>,
    end: *const c_char,
    only: Option<&mut MaybeUninit<*mut alumni_durations>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(only, "only", || {
            let inner = handle(durations, "durations")?.inner.only(text(end, "end")?)?;
            Ok(alumni_durations { inner, json: Kept::default() })
        })
    })
}

/// How many people there are.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_people(durations: Option<&alumni_durations>) -> u64 {
    read(0, || Some(durations?.inner.people()))
}

/// Of how many it ended, whichever way.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_ended(durations: Option<&alumni_durations>) -> u64 {
    read(0, || Some(durations?.inner.ended()))
}

/// The durations as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_json(durations: Option<&alumni_durations>) -> *const c_char {
    read_text(|| {
        let durations = durations?;
        durations.json.json(&durations.inner)
    })
}

/// Frees durations; NULL is fine. Reports made from them live on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_free(durations: Option<Box<alumni_durations>>) {
    release(durations);
}

/// The survival curve of each group. `options_json` may be NULL, or has what differs from the default: `confidence`, `band`
/// (`log_log` or `plain`), `quantiles` and `horizon`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_kaplan_meier(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    curves: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(curves, "curves", || {
            let durations = handle(durations, "durations")?;
            report(&durations.inner.kaplan_meier(&curve(options_json)?)?)
        })
    })
}

/// The cumulative hazard of each group. `options_json` may be NULL, or has `confidence`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_nelson_aalen(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    hazards: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(hazards, "hazards", || {
            report(&handle(durations, "durations")?.inner.nelson_aalen(&common(options_json)?)?)
        })
    })
}

/// How many of each group have ended each way, while they may end other ways. `options_json` may be NULL, or has `confidence`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_aalen_johansen(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    incidences: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(incidences, "incidences", || {
            report(&handle(durations, "durations")?.inner.aalen_johansen(&common(options_json)?)?)
        })
    })
}

/// Whether the groups end at the same pace, by the log-rank test. At least two groups are needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_log_rank(
    durations: Option<&alumni_durations>,
    test: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(test, "test", || report(&handle(durations, "durations")?.inner.log_rank()?)))
}

/// Weibull's law fitted to each group. `options_json` may be NULL, or has `confidence`. A fit that does not reach its maximum has no
/// numbers, and says why.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_weibull(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    fits: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(fits, "fits", || report(&handle(durations, "durations")?.inner.weibull(&common(options_json)?)?))
    })
}

pub(super) fn curve(options_json: *const c_char) -> Outcome<CurveOptions> {
    Ok(optional_text(options_json, "options_json")?
        .map_or_else(|| Ok(CurveOptions::default()), CurveOptions::from_json)?)
}

pub(super) fn common(options_json: *const c_char) -> Outcome<CommonOptions> {
    match optional_text(options_json, "options_json")? {
        None => Ok(CommonOptions::default()),
        Some(text) => Ok(CommonOptions::from_json(text)?),
    }
}

/// The report as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_return_report_json(report: Option<&alumni_return_report>) -> *const c_char {
    read_text(|| Some(report?.json.as_c_str()))
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_return_report_free(report: Option<Box<alumni_return_report>>) {
    release(report);
}
