//! Selection rates within strata.

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::fairness::{Agreement, StrataReport, StratifiedFinding, Verdict};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::alumni_standard;
use crate::boundary::{
    Kept, KeptIn, c_text, give, give_stream, guard, handle, number, read, read_text, release, slice, texts,
};
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Reasons};

/// The pooled figure and that within strata say the same.
pub const ALUMNI_FAIRNESS_AGREEMENT_AGREES: u32 = 0;
/// A difference is seen, and the two ratios lie on opposite sides of 1.
pub const ALUMNI_FAIRNESS_AGREEMENT_REVERSES: u32 = 1;
/// A difference is seen pooled, none within strata.
pub const ALUMNI_FAIRNESS_AGREEMENT_DISAPPEARS: u32 = 2;
/// A difference is seen within strata, none pooled.
pub const ALUMNI_FAIRNESS_AGREEMENT_APPEARS: u32 = 3;
/// One of the two cannot be formed.
pub const ALUMNI_FAIRNESS_AGREEMENT_NOT_COMPARABLE: u32 = 4;

/// In the order of their numbers.
const AGREEMENTS: [Agreement; 5] = [
    Agreement::Agrees,
    Agreement::Reverses,
    Agreement::Disappears,
    Agreement::Appears,
    Agreement::NotComparable,
];

/// The groups' selection rates within strata, beside those of all strata together.
#[derive(Debug)]
pub struct alumni_strata_report {
    inner: StrataReport,
    text: KeptIn,
    json: Kept,
    findings: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    finding: StratifiedFinding,
    group: CString,
    reference: Option<CString>,
    text: KeptIn,
    reasons: Reasons,
}

impl From<StrataReport> for alumni_strata_report {
    fn from(inner: StrataReport) -> Self {
        let found = |finding: &StratifiedFinding| Found {
            finding: finding.clone(),
            group: c_text(finding.group.as_str()),
            reference: finding.reference.as_deref().map(c_text),
            text: KeptIn::default(),
            reasons: finding.reasons.iter().collect(),
        };
        let findings = inner.findings.iter().map(found).collect();
        Self { text: KeptIn::default(), json: Kept::default(), findings, inner }
    }
}

/// Compares selection rates within strata by a standard; each of the `count` cells is its stratum, its group, how many of
/// the group were considered there, and how many of those selected. A group may be absent from a stratum.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_strata(
    standard: Option<&alumni_standard>,
    strata: *const *const c_char,
    groups: *const *const c_char,
    considered: *const u64,
    selected: *const u64,
    count: usize,
    report: Option<&mut MaybeUninit<*mut alumni_strata_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let standard = handle(standard, "standard")?;
            let names = texts(strata, count, "strata")?.into_iter().zip(texts(groups, count, "groups")?);
            let counts =
                slice(considered, count, "considered")?.iter().zip(slice(selected, count, "selected")?);
            let cells = names
                .zip(counts)
                .map(|((stratum, group), (considered, selected))| (stratum, group, *considered, *selected));
            Ok(standard.inner.strata(cells)?.into())
        })
    })
}

/// The highest verdict, within strata and pooled: an `ALUMNI_FAIRNESS_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_verdict(report: Option<&alumni_strata_report>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.inner.verdict)))
}

/// The findings in sentences, one line each, and what is to be known about them all.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_text(
    report: Option<&alumni_strata_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.text.get(lang, |lang| report.inner.text(lang))
    })
}

/// Number of findings: one for each group that has a reference to be compared with, by name.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_count(report: Option<&alumni_strata_report>) -> usize {
    read(0, || Some(report?.findings.len()))
}

/// The group that the finding at `index` looks at.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_group(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> *const c_char {
    read_text(|| Some(report?.findings.get(index)?.group.as_c_str()))
}

/// The group it is compared with; NULL when that is everyone else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_reference(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> *const c_char {
    read_text(|| report?.findings.get(index)?.reference.as_deref())
}

/// The finding's verdict: an `ALUMNI_FAIRNESS_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_verdict(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.findings.get(index)?.finding.verdict)))
}

/// How the pooled figure stands to that within strata: an `ALUMNI_FAIRNESS_AGREEMENT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_agreement(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> u32 {
    read(ALUMNI_NONE, || Some(number(&AGREEMENTS, 0, &report?.findings.get(index)?.finding.agreement)))
}

/// The ratio of rates over all strata together; NAN when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_pooled_ratio(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || report?.findings.get(index)?.finding.pooled.impact_ratio)
}

/// Mantel and Haenszel's common ratio of rates within strata; NAN when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_rate_ratio(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || Some(report?.findings.get(index)?.finding.rate_ratio?.value))
}

/// The p-value that the verdict rests on, not adjusted for other comparisons; NAN when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_mid_p(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || report?.findings.get(index)?.finding.mid_p)
}

/// The finding in sentences: pooled, within strata, and how they stand to each other.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_text(
    report: Option<&alumni_strata_report>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let found = report?.findings.get(index)?;
        found.text.get(lang, |lang| found.finding.text(lang))
    })
}

/// Number of reasons for the verdict of the finding at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_reason_count(
    report: Option<&alumni_strata_report>,
    index: usize,
) -> usize {
    read(0, || Some(report?.findings.get(index)?.reasons.count()))
}

/// The stable code of such a reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_reason_code(
    report: Option<&alumni_strata_report>,
    index: usize,
    reason: usize,
) -> *const c_char {
    read_text(|| report?.findings.get(index)?.reasons.code(reason))
}

/// The sentence of such a reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_finding_reason_text(
    report: Option<&alumni_strata_report>,
    index: usize,
    reason: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.findings.get(index)?.reasons.text(reason, lang))
}

/// The findings as a table, a row for each: `group`, `reference`, `pooled_ratio`, `rate_ratio` and `odds_ratio` with their `_lower`
/// and `_upper`, `mid_p`, `adjusted_p`, `agreement` and `verdict`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_stream(
    report: Option<&alumni_strata_report>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(report, "report")?.inner.stream()?.export())))
}

/// The whole report as JSON, with every figure of every finding and stratum.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_json(report: Option<&alumni_strata_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.json.json(&report.inner)
    })
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_strata_report_free(report: Option<Box<alumni_strata_report>>) {
    release(report);
}
