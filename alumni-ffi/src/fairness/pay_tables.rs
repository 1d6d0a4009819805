//! Pay from tables of people, one row each: the same questions as from documents, and the same answers to the last bit.
//!
//! Every table is read batch by batch, and taken whatever becomes of the call. `options_json` is an object that names the columns:
//! `group` and `pay`, with `variable`, `category`, `cell`, `rating` and `factors` (a list) where there are some, `returner` and
//! `tenure_months`, `newcomer`, `midpoint`; a field that is left out stands for the column of its own name, the optional ones for
//! none. `currency` (a code) or `currency_column` says what amounts are in; they are numbers in major units, in minor ones where
//! `minor_units` is true, or texts such as `1234.50 EUR`. What else the question asks stands in the same object.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::fairness::{
    self, AdjustedPayQuestion, Compression, InversionQuestion, JapanPayRatios, LogibReport, PayPosition,
    PayQuestion, RegressionColumns,
};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::pay::{Found, alumni_pay_report, figures};
use crate::boundary::{from_table, guard};
use crate::error::{alumni_error, alumni_status};

/// `alumni_fairness_uk_pay_gaps_json` from a table of people: the columns `group` and `pay`, with `variable` where named.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_uk_pay_gaps_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            figures(&fairness::uk_pay_gaps(&PayQuestion::from_table(people, options)?)?)
        })
    })
}

/// `alumni_fairness_eu_pay_gaps_json` from a table of people: the columns `group` and `pay`, with `variable` and `category`
/// where named.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_eu_pay_gaps_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            let question = PayQuestion::from_table(people, options)?;
            Ok(Found::Eu(Box::new(fairness::eu_pay_gaps(&question)?)).into())
        })
    })
}

/// `alumni_fairness_adjusted_pay_gap_json` from a table of people: the columns `group` and `pay`, and those listed as `factors`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_adjusted_pay_gap_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            let question = AdjustedPayQuestion::from_table(people, options)?;
            Ok(Found::Adjusted(Box::new(fairness::adjusted_pay_gap(&question)?)).into())
        })
    })
}

/// `alumni_fairness_inversions_json` from a table of people: the columns `pay`, `returner` and `tenure_months`, with `cell` and
/// `rating` where named.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_inversions_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            figures(&fairness::inversions(&InversionQuestion::from_table(people, options)?)?)
        })
    })
}

/// Where the pay of the people in a table lies against the midpoints of their ranges: the columns `pay` and `midpoint`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_compa_ratios_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            figures(&PayPosition::from_table(people, options)?)
        })
    })
}

/// The median pay of those who come in over that of those who are there: the columns `pay` and `newcomer`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_compression_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            figures(&Compression::from_table(people, options)?)
        })
    })
}

/// The Swiss standard analysis model of the people in a table: the columns `sex`, `pay`, `years_of_training`, `years_of_service`,
/// `years_of_earning`, `skill_level` and `professional_position`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_logib_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            Ok(Found::Logib(Box::new(LogibReport::from_table(people, options)?)).into())
        })
    })
}

/// Japan's 男女の賃金の差異 of the people in a table: the columns `sex` and `pay` (of the year), with `kind` and `headcount` where there
/// are such; a row is a person, or as many as its headcount says.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_japan_pay_ratios_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            figures(&JapanPayRatios::from_table(people, options)?)
        })
    })
}

/// Fits the rows of a table by least squares; `options_json` is `{"outcome": …, "columns": […]}`, names of columns, with
/// `options` where needed. Every row has to have a number in each of the columns.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_regress_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, report, "report", |people, options| {
            figures(&RegressionColumns::from_json(options)?.fit_table(people)?)
        })
    })
}
