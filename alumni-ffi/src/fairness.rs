//! Selection rates and positions in pay ranges.

mod thresholds;

pub use thresholds::*;

use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;

use alumni_core::fairness::{self, Finding, SelectionReport, Standard, Unknown, Verdict};
use alumni_core::workforce::Money;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use crate::boundary::{
    Failure, Kept, KeptIn, Outcome, c_text, give, give_stream, guard, handle, number, put, read, read_text,
    release, slice, text, texts,
};
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Reasons, Words};
use crate::workforce::alumni_money;

mod pay;
mod pay_tables;
mod people;
mod planning;
mod privacy;
mod rates;
mod report;
mod strata;

pub use pay::*;
pub use pay_tables::*;
pub use people::*;
pub use planning::*;
pub use privacy::*;
pub use rates::*;
pub use report::*;
pub use strata::*;

/// No ratio can be formed.
pub const ALUMNI_FAIRNESS_VERDICT_NOT_ESTIMABLE: u32 = 0;
/// The data cannot tell.
pub const ALUMNI_FAIRNESS_VERDICT_INSUFFICIENT: u32 = 1;
/// No difference is shown, and one that matters would probably have been.
pub const ALUMNI_FAIRNESS_VERDICT_NO_SIGNAL: u32 = 2;
/// A difference in one sense but not in the other, or one that hangs on a single decision.
pub const ALUMNI_FAIRNESS_VERDICT_WATCH: u32 = 3;
/// A difference in both senses: a person should look at how these decisions were made.
pub const ALUMNI_FAIRNESS_VERDICT_REVIEW: u32 = 4;

/// How selection rates are compared: threshold, reference, confidence, power, smallest group shown.
#[derive(Debug)]
pub struct alumni_standard {
    pub(crate) inner: Standard,
    id: Kept,
    json: Kept,
}

/// The groups' selection rates and what can be said about them.
#[derive(Debug)]
pub struct alumni_selection_report {
    inner: SelectionReport,
    text: KeptIn,
    json: Kept,
    reasons: Reasons,
    withheld: Words,
    findings: Vec<Found>,
}

#[derive(Debug)]
struct Found {
    finding: Finding,
    group: CString,
    reference: Option<CString>,
    text: KeptIn,
    reasons: Reasons,
}

impl From<SelectionReport> for alumni_selection_report {
    fn from(inner: SelectionReport) -> Self {
        let found = |finding: &Finding| Found {
            finding: finding.clone(),
            group: c_text(finding.group.as_str()),
            reference: finding.reference.as_deref().map(c_text),
            text: KeptIn::default(),
            reasons: finding.reasons.iter().collect(),
        };
        Self {
            text: KeptIn::default(),
            json: Kept::default(),
            reasons: inner.reasons.iter().collect(),
            withheld: inner.withheld.iter().cloned().collect(),
            findings: inner.findings.iter().map(found).collect(),
            inner,
        }
    }
}

/// Reads a standard in TOML, or in JSON when it starts with a brace. What it does not set is as in the default one:
/// four fifths of the highest rate.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_parse(
    document: *const c_char,
    standard: Option<&mut MaybeUninit<*mut alumni_standard>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(standard, "standard", || {
            let inner = Standard::parse(text(document, "document")?)?;
            Ok(alumni_standard { inner, id: Kept::default(), json: Kept::default() })
        })
    })
}

/// The default standard: four fifths of the highest rate.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_default(
    standard: Option<&mut MaybeUninit<*mut alumni_standard>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(standard, "standard", || {
            Ok(alumni_standard { inner: Standard::default(), id: Kept::default(), json: Kept::default() })
        })
    })
}

/// The standard's id.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_id(standard: Option<&alumni_standard>) -> *const c_char {
    read_text(|| {
        let standard = standard?;
        Some(standard.id.get(|| standard.inner.id().to_owned()))
    })
}

/// The standard's version.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_version(standard: Option<&alumni_standard>) -> u32 {
    read(0, || Some(standard?.inner.version()))
}

/// The standard as JSON, which `alumni_standard_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_json(standard: Option<&alumni_standard>) -> *const c_char {
    read_text(|| {
        let standard = standard?;
        standard.json.json(&standard.inner)
    })
}

/// Frees a standard; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_free(standard: Option<Box<alumni_standard>>) {
    release(standard);
}

/// Compares the selection rates of `count` groups by the default standard: the names of the groups, how many of each
/// were considered, how many of those were selected. The order of the groups does not matter, and they are kept
/// nowhere but in the report.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_selection(
    groups: *const *const c_char,
    considered: *const u64,
    selected: *const u64,
    count: usize,
    report: Option<&mut MaybeUninit<*mut alumni_selection_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let counts = counts(groups, considered, selected, count)?;
            Ok(fairness::selection(counts)?.into())
        })
    })
}

/// Compares the selection rates of `count` groups by a standard.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_selection(
    standard: Option<&alumni_standard>,
    groups: *const *const c_char,
    considered: *const u64,
    selected: *const u64,
    count: usize,
    report: Option<&mut MaybeUninit<*mut alumni_selection_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let standard = handle(standard, "standard")?;
            Ok(standard.inner.selection(counts(groups, considered, selected, count)?)?.into())
        })
    })
}

/// The same with people of unknown group, of whom `unknown_considered` were considered and `unknown_selected` of those
/// selected: the findings in JSON say between which limits their ratios lie, whichever groups they belong to.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_standard_selection_with_unknown(
    standard: Option<&alumni_standard>,
    groups: *const *const c_char,
    considered: *const u64,
    selected: *const u64,
    count: usize,
    unknown_considered: u64,
    unknown_selected: u64,
    report: Option<&mut MaybeUninit<*mut alumni_selection_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let standard = handle(standard, "standard")?;
            let unknown = Unknown::new(unknown_considered, unknown_selected);
            let counts = counts(groups, considered, selected, count)?;
            Ok(standard.inner.selection_with_unknown(counts, unknown)?.into())
        })
    })
}

fn counts<'a>(
    groups: *const *const c_char,
    considered: *const u64,
    selected: *const u64,
    count: usize,
) -> Outcome<impl Iterator<Item = (&'a str, u64, u64)>> {
    let groups: Vec<&'a str> = texts(groups, count, "groups")?;
    let considered = slice(considered, count, "considered")?;
    let selected = slice(selected, count, "selected")?;
    let counts = groups.into_iter().zip(considered).zip(selected);
    Ok(counts.map(|((group, considered), selected)| (group, *considered, *selected)))
}

/// The report's highest verdict: an `ALUMNI_FAIRNESS_VERDICT_…`. Larger numbers ask for more attention.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_verdict(report: Option<&alumni_selection_report>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.inner.verdict)))
}

/// The findings as a table, a row for each group that was compared: `group`, `considered`, `selected`, `rate`, `reference`,
/// `reference_considered`, `reference_selected`, `reference_rate`, `impact_ratio`, `lower` and `upper` (its interval), `fisher`, `mid_p`,
/// `adjusted_p`, `discovery_p` and `verdict`. What cannot be estimated is null.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_stream(
    report: Option<&alumni_selection_report>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(report, "report")?.inner.stream()?.export())))
}

/// The findings in sentences, one line each, and what is to be known about them all.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_text(
    report: Option<&alumni_selection_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.text.get(lang, |lang| report.inner.text(lang))
    })
}

/// Number of reasons that concern the report as a whole.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_reason_count(report: Option<&alumni_selection_report>) -> usize {
    read(0, || Some(report?.reasons.count()))
}

/// The stable code of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_reason_code(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> *const c_char {
    read_text(|| report?.reasons.code(index))
}

/// The sentence of the reason at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_reason_text(
    report: Option<&alumni_selection_report>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.reasons.text(index, lang))
}

/// Number of groups that were too small to be shown by the standard.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_withheld_count(report: Option<&alumni_selection_report>) -> usize {
    read(0, || Some(report?.withheld.count()))
}

/// The name of the withheld group at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_withheld(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> *const c_char {
    read_text(|| report?.withheld.get(index))
}

/// Number of findings: one for each group that has a reference to be compared with, by name.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_count(report: Option<&alumni_selection_report>) -> usize {
    read(0, || Some(report?.findings.len()))
}

/// The group that the finding at `index` looks at.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_group(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> *const c_char {
    read_text(|| Some(report?.findings.get(index)?.group.as_c_str()))
}

/// The group it is compared with; NULL when that is everyone else.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_reference(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> *const c_char {
    read_text(|| report?.findings.get(index)?.reference.as_deref())
}

/// The finding's verdict: an `ALUMNI_FAIRNESS_VERDICT_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_verdict(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.findings.get(index)?.finding.verdict)))
}

/// The group's rate over the reference rate; NAN when the reference rate is zero or there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_impact_ratio(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || report?.findings.get(index)?.finding.impact_ratio)
}

/// The smallest impact ratio that the counts do not speak against; NAN when there is no interval.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_lower(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || Some(report?.findings.get(index)?.finding.interval?.lower))
}

/// The largest such ratio; NAN when there is no interval, INFINITY when it has no upper limit.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_upper(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || Some(report?.findings.get(index)?.finding.interval?.upper.unwrap_or(f64::INFINITY)))
}

/// The two-sided mid-p value that the verdict rests on, not adjusted for other comparisons; NAN when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_mid_p(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> f64 {
    read(f64::NAN, || report?.findings.get(index)?.finding.mid_p)
}

/// The finding in sentences, with its numbers and its verdict.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_text(
    report: Option<&alumni_selection_report>,
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
pub extern "C" fn alumni_selection_report_finding_reason_count(
    report: Option<&alumni_selection_report>,
    index: usize,
) -> usize {
    read(0, || Some(report?.findings.get(index)?.reasons.count()))
}

/// The stable code of such a reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_reason_code(
    report: Option<&alumni_selection_report>,
    index: usize,
    reason: usize,
) -> *const c_char {
    read_text(|| report?.findings.get(index)?.reasons.code(reason))
}

/// The sentence of such a reason.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_finding_reason_text(
    report: Option<&alumni_selection_report>,
    index: usize,
    reason: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| report?.findings.get(index)?.reasons.text(reason, lang))
}

/// The whole report as JSON, with every figure of every finding.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_json(report: Option<&alumni_selection_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.json.json(&report.inner)
    })
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_selection_report_free(report: Option<Box<alumni_selection_report>>) {
    release(report);
}

/// Pay over the midpoint of its range; 1.0 is at the midpoint. Both amounts are for the same period.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_compa_ratio(
    pay: alumni_money,
    midpoint: alumni_money,
    ratio: Option<&mut MaybeUninit<f64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(ratio, "ratio", || Ok(fairness::compa_ratio(pay.checked("pay")?, midpoint.checked("midpoint")?)?))
    })
}

/// How far into its range pay lies: 0 at the minimum, 1 at the maximum, below or above outside the range.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_range_penetration(
    pay: alumni_money,
    minimum: alumni_money,
    maximum: alumni_money,
    place: Option<&mut MaybeUninit<f64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(place, "place", || {
            let pay = pay.checked("pay")?;
            let range = (minimum.checked("minimum")?, maximum.checked("maximum")?);
            Ok(fairness::range_penetration(pay, range.0, range.1)?)
        })
    })
}

/// Where the pay of `count` people lies against their midpoints: the mean of their compa-ratios, in which every person
/// counts alike, and the sum of pay over the sum of midpoints. NAN for nobody. All in one currency.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_compa_ratios(
    pay: *const alumni_money,
    midpoint: *const alumni_money,
    count: usize,
    mean_of_ratios: Option<&mut MaybeUninit<f64>>,
    ratio_of_sums: Option<&mut MaybeUninit<f64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let mean = mean_of_ratios.ok_or(Failure::Null("mean_of_ratios"))?;
        let sums = ratio_of_sums.ok_or(Failure::Null("ratio_of_sums"))?;
        let amounts = |amounts, name| -> Outcome<Vec<Money>> {
            slice(amounts, count, name)?.iter().map(|amount: &alumni_money| amount.checked(name)).collect()
        };
        let people = amounts(pay, "pay")?.into_iter().zip(amounts(midpoint, "midpoint")?);
        let position = fairness::compa_ratios(people)?;
        mean.write(position.mean_of_ratios.unwrap_or(f64::NAN));
        sums.write(position.ratio_of_sums.unwrap_or(f64::NAN));
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verdicts_have_their_numbers() {
        let named = [
            (Verdict::NotEstimable, ALUMNI_FAIRNESS_VERDICT_NOT_ESTIMABLE),
            (Verdict::Insufficient, ALUMNI_FAIRNESS_VERDICT_INSUFFICIENT),
            (Verdict::NoSignal, ALUMNI_FAIRNESS_VERDICT_NO_SIGNAL),
            (Verdict::Watch, ALUMNI_FAIRNESS_VERDICT_WATCH),
            (Verdict::Review, ALUMNI_FAIRNESS_VERDICT_REVIEW),
        ];
        assert_eq!(named.map(|(verdict, _)| verdict), Verdict::ALL);
        assert!(named.iter().all(|(verdict, wanted)| number(&Verdict::ALL, 0, verdict) == *wanted));
    }
}
