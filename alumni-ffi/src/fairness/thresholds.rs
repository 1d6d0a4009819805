//! Searches over thresholds.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::fairness::{ThresholdOptions, ThresholdReport};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::alumni_standard;
use crate::boundary::{
    Kept, KeptIn, give, give_stream, guard, handle, read_text, reader, release, take_stream, text,
};
use crate::error::{alumni_error, alumni_status};

/// Who would be eligible at each threshold, and how the groups compare there.
#[derive(Debug)]
pub struct alumni_threshold_report {
    inner: ThresholdReport,
    json: Kept,
    text: KeptIn,
}

/// Counts who would be eligible at each threshold, and compares the groups there. `people` has one row for each person, is read
/// once, and taken whatever becomes of the call. `options_json` is `{"fact": …, "attribute": …, "thresholds": […]}`, with `side`
/// (`at_least` or `at_most`) and `inference` (`holm` or `{"split": {"seed": …}}`) where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_thresholds(
    standard: Option<&alumni_standard>,
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_threshold_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let people = take_stream(people, "people");
        give(report, "report", || {
            let standard = handle(standard, "standard")?;
            let options = ThresholdOptions::from_json(text(options_json, "options_json")?)?;
            let people = reader(people, "people")?;
            let inner = standard.inner.thresholds_table(people, &options)?;
            Ok(alumni_threshold_report { inner, json: Kept::default(), text: KeptIn::default() })
        })
    })
}

/// The thresholds as a table, rising: `threshold`, `eligible`, `lowest_ratio`, `lowest_group`, `below_threshold`, `least_p` and
/// `on_front`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_threshold_report_stream(
    report: Option<&alumni_threshold_report>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(report, "report")?.inner.stream()?.export())))
}

/// The report as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_threshold_report_json(report: Option<&alumni_threshold_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.json.json(&report.inner)
    })
}

/// A line for each threshold, and what is to be known about them all; NULL for a language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_threshold_report_text(
    report: Option<&alumni_threshold_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.text.get(lang, |lang| report.inner.text(lang))
    })
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_threshold_report_free(report: Option<Box<alumni_threshold_report>>) {
    release(report);
}
