//! Two or more rates by every named test and interval, and how many people a difference takes.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::fairness::{PowerOfRates, PowerOfRatesQuestion, RateComparison, RateComparisonQuestion};

use crate::boundary::{Kept, KeptIn, give, guard, read_text, release, text};
use crate::error::{alumni_error, alumni_status};

/// What was found about rates: figures, which have no verdict.
#[derive(Debug)]
pub struct alumni_rate_report {
    found: Found,
    text: KeptIn,
    json: Kept,
}

#[derive(Debug)]
enum Found {
    Comparison(Box<RateComparison>),
    Plan(PowerOfRates),
}

impl From<Found> for alumni_rate_report {
    fn from(found: Found) -> Self {
        Self { found, text: KeptIn::default(), json: Kept::default() }
    }
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
            let question = RateComparisonQuestion::from_json(text(question_json, "question_json")?)?;
            Ok(Found::Comparison(Box::new(question.answer()?)).into())
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
            let question = PowerOfRatesQuestion::from_json(text(question_json, "question_json")?)?;
            Ok(Found::Plan(question.answer()?).into())
        })
    })
}

/// The figures as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rate_report_json(report: Option<&alumni_rate_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        match &report.found {
            Found::Comparison(found) => report.json.json(found),
            Found::Plan(found) => report.json.json(found),
        }
    })
}

/// A comparison in sentences; NULL for a plan of how many people are needed, and for a language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rate_report_text(report: Option<&alumni_rate_report>, lang: u32) -> *const c_char {
    read_text(|| {
        let report = report?;
        let Found::Comparison(found) = &report.found else { return None };
        report.text.get(lang, |lang| found.text(lang))
    })
}

/// Frees figures; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_rate_report_free(report: Option<Box<alumni_rate_report>>) {
    release(report);
}
