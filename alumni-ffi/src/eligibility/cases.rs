//! Cases inside a policy's document.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::CaseReport;

use super::alumni_policy;
use crate::boundary::{Kept, KeptIn, give, guard, handle, read, read_text, release};
use crate::error::{alumni_error, alumni_status};
use crate::text::{Reasons, Words};

/// What a policy's cases say about it, and what they leave unsaid.
#[derive(Debug)]
pub struct alumni_case_report {
    inner: CaseReport,
    text: KeptIn,
    json: Kept,
    names: Words,
    unnoticed: Reasons,
}

impl From<CaseReport> for alumni_case_report {
    fn from(inner: CaseReport) -> Self {
        let unnoticed: Vec<_> = inner.unnoticed.iter().map(|mutant| mutant.reason()).collect();
        Self {
            names: inner.cases.iter().map(|case| case.name.clone()).collect(),
            unnoticed: unnoticed.iter().collect(),
            text: KeptIn::default(),
            json: Kept::default(),
            inner,
        }
    }
}

/// Runs the cases inside the policy's document: which pass, how they saw each criterion, and which changes of the rules
/// none of them would notice.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_run_cases(
    policy: Option<&alumni_policy>,
    report: Option<&mut MaybeUninit<*mut alumni_case_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(report, "report", || Ok(handle(policy, "policy")?.inner.run_cases()?.into())))
}

/// Whether every case passes: 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_passes(report: Option<&alumni_case_report>) -> u32 {
    read(0, || Some(u32::from(report?.inner.passes())))
}

/// How many cases pass and how many changes go unnoticed, in one line.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_text(report: Option<&alumni_case_report>, lang: u32) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.text.get(lang, |lang| report.inner.text(lang))
    })
}

/// Number of cases.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_count(report: Option<&alumni_case_report>) -> usize {
    read(0, || Some(report?.names.count()))
}

/// The name of the case at `index`, in the document's order.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_name(
    report: Option<&alumni_case_report>,
    index: usize,
) -> *const c_char {
    read_text(|| report?.names.get(index))
}

/// Whether the case at `index` passes: 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_case_passes(report: Option<&alumni_case_report>, index: usize) -> u32 {
    read(0, || Some(u32::from(report?.inner.cases.get(index)?.differences.is_empty())))
}

/// Number of changes of the rules that no case notices.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_unnoticed_count(report: Option<&alumni_case_report>) -> usize {
    read(0, || Some(report?.unnoticed.count()))
}

/// The change at `index` that no case notices, in a sentence.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_unnoticed_text(
    report: Option<&alumni_case_report>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.unnoticed.text(index, lang))
}

/// The whole report as JSON, with the differences of each case and the coverage of each criterion.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_json(report: Option<&alumni_case_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.json.json(&report.inner)
    })
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_case_report_free(report: Option<Box<alumni_case_report>>) {
    release(report);
}
