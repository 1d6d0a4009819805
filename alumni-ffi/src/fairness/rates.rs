//! Two or more rates by every named test and interval, and how many people a difference takes.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::Error;
use alumni_core::fairness::{PowerOfRatesQuestion, RateComparisonQuestion};
use serde::Serialize;

use crate::boundary::{Kept, Outcome, give, guard, read_text, release, text};
use crate::error::{alumni_error, alumni_status};

/// What was found about rates: figures, which have no verdict.
#[derive(Debug)]
pub struct alumni_rate_report {
    document: String,
    json: Kept,
}

fn figures(found: &impl Serialize) -> Outcome<alumni_rate_report> {
    let document = serde_json::to_string(found).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(alumni_rate_report { document, json: Kept::default() })
}

/// Compares the rates of two to 64 groups by every test and interval that has a name. `question_json` is
/// `{"groups": [{"group": …, "considered": …, "selected": …}]}`, with `reference` (the group that each other one is compared with) and
/// `confidence` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_compare_rates_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_rate_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            figures(&RateComparisonQuestion::from_json(text(question_json, "question_json")?)?.answer()?)
        })
    })
}

/// The power, the people needed or the nearest rates that are told apart, by the normal approximation: whichever is left out of
/// `question_json`, `{"first_rate": …}` with two of `second_rate`, `considered` and `power`, and with `compared_with`, `confidence` and
/// `one_sided` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_power_of_rates_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_rate_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            figures(&PowerOfRatesQuestion::from_json(text(question_json, "question_json")?)?.answer()?)
        })
    })
}

/// The figures as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rate_report_json(report: Option<&alumni_rate_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        Some(report.json.get(|| report.document.clone()))
    })
}

/// Frees figures; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rate_report_free(report: Option<Box<alumni_rate_report>>) {
    release(report);
}
