//! Selection rates within strata.

use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::PyList;
use serde::Deserialize;

use super::finding::{Finding, Flips, Interval};
use super::hashed;
use super::selection::{GroupRate, name_of};
use super::standard::{Options, Standard, standard};
use crate::convert::{self, optional, quoted};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::reasons;

/// Compare the groups' selection rates within strata: requisitions, departments, years.
///
/// Parameters
/// ----------
/// cells : iterable
///     Rows with ``stratum``, ``group``, ``considered`` and ``selected``, or tuples of these four. A group may be absent
///     from a stratum. Names are used for the one answer and kept nowhere.
/// standard : Standard or mapping, optional
///     How they are compared; four fifths against the highest rate when left out.
/// threshold, confidence, alpha, power, reference, minimum_cell : optional
///     Replace the standard's own (see `Standard`).
///
/// Raises
/// ------
/// AlumniError
///     For fewer than two groups, a cell given twice, or more selected than considered.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> print(report)
/// Over all strata together, women were selected at 0.56 times the rate of men. Within the 2 strata they have in common ...
#[pyfunction]
#[pyo3(signature = (
    cells, *, standard=None, threshold=None, confidence=None, alpha=None, power=None, reference=None,
    minimum_cell=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn strata(
    py: Python<'_>,
    cells: &Bound<'_, PyAny>,
    standard: Option<&Bound<'_, PyAny>>,
    threshold: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
    alpha: Option<&Bound<'_, PyAny>>,
    power: Option<&Bound<'_, PyAny>>,
    reference: Option<&Bound<'_, PyAny>>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
) -> PyResult<StrataReport> {
    let base = optional(standard, "standard", self::standard)?.unwrap_or_default();
    let standard = Options { threshold, confidence, alpha, power, reference, minimum_cell }.of(base)?;
    let cells: Vec<Cell> = convert::row(cells, "cells")?;
    let cells = cells.into_iter().map(|cell| (cell.stratum, cell.group, cell.considered, cell.selected));
    run(py, || standard.strata(cells)).map(StrataReport)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    stratum: String,
    group: String,
    considered: u64,
    selected: u64,
}

const HEAD: [&str; 5] = ["group", "pooled ratio", "ratio within strata", "agreement", "verdict"];

fn rows(report: &core::StrataReport) -> Vec<Vec<String>> {
    let ratio = |ratio: Option<f64>| ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
    let row = |finding: &core::StratifiedFinding| {
        vec![
            finding.group.clone(),
            ratio(finding.pooled.impact_ratio),
            ratio(finding.rate_ratio.map(|ratio| ratio.value)),
            name_of(&finding.agreement).unwrap_or_default(),
            finding.verdict.to_string(),
        ]
    };
    report.findings.iter().map(row).collect()
}

/// The groups' selection rates within strata, beside those of all strata together.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> report.verdict, report.findings[0].agreement
/// (<Verdict.REVIEW: 'review'>, 'reverses')
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct StrataReport(pub(super) core::StrataReport);

#[pymethods]
impl StrataReport {
    /// The standard they were compared by.
    #[getter]
    fn standard(&self) -> Standard {
        Standard(self.0.standard.clone())
    }

    /// The names of the strata.
    #[getter]
    fn strata(&self) -> Vec<String> {
        self.0.strata.clone()
    }

    /// Every group that is shown, over all strata.
    #[getter]
    fn groups(&self) -> Vec<GroupRate> {
        self.0.groups.iter().cloned().map(GroupRate).collect()
    }

    /// Groups with fewer considered than the standard's minimum cell.
    #[getter]
    fn withheld(&self) -> Vec<String> {
        self.0.withheld.clone()
    }

    /// One finding for each group that has a reference to be compared with.
    #[getter]
    fn findings(&self) -> Vec<StratifiedFinding> {
        self.0.findings.iter().cloned().map(StratifiedFinding).collect()
    }

    /// The highest verdict of the findings, within strata and pooled.
    #[getter]
    fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.verdict.member(py)
    }

    /// How many findings have a p-value.
    #[getter]
    fn comparisons(&self) -> u64 {
        self.0.comparisons
    }

    /// What is to be known about the report as a whole.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, &self.0.reasons)
    }

    /// SHA-256 of the standard and the counts, in hexadecimal; independent of their order.
    #[getter]
    fn input_hash(&self) -> &str {
        &self.0.input_hash
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || html::table(&self.0.to_string(), &HEAD, &rows(&self.0)))
    }

    fn __repr__(&self) -> String {
        format!("<StrataReport {} strata: {}>", self.0.strata.len(), self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
drawn!(
    StrataReport,
    "alumni._fairness",
    "strata_forest",
    "Draw of each group the impact ratio of all strata together, that of each stratum, and the common one within strata."
);
said!(StrataReport, "The findings in sentences of ``lang``.");
document!(StrataReport, core::StrataReport);
arrow!(StrataReport);

/// One group against its reference: all strata together, each stratum, and what they have in common.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> finding = report.findings[0]
/// >>> round(finding.pooled.impact_ratio, 2), round(finding.rate_ratio.value, 2)
/// (0.56, 1.04)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct StratifiedFinding(pub(super) core::StratifiedFinding);

#[pymethods]
impl StratifiedFinding {
    /// The group looked at.
    #[getter]
    fn group(&self) -> &str {
        &self.0.group
    }

    /// The group compared with; ``None`` when it is everyone else.
    #[getter]
    fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// The finding over all strata together.
    #[getter]
    fn pooled(&self) -> Finding {
        Finding(self.0.pooled.clone())
    }

    /// Every stratum in which both were considered.
    #[getter]
    fn strata(&self) -> Vec<StratumRatio> {
        self.0.strata.iter().cloned().map(StratumRatio).collect()
    }

    /// How many strata speak about the odds.
    #[getter]
    fn informative_strata(&self) -> u64 {
        self.0.informative_strata
    }

    /// Mantel and Haenszel's common ratio of rates.
    #[getter]
    fn rate_ratio(&self) -> Option<Estimate> {
        self.0.rate_ratio.map(Estimate)
    }

    /// Whether ``rate_ratio`` is below the standard's threshold.
    #[getter]
    fn below_threshold(&self) -> Option<bool> {
        self.0.below_threshold
    }

    /// Mantel and Haenszel's common odds ratio.
    #[getter]
    fn odds_ratio(&self) -> Option<Estimate> {
        self.0.odds_ratio.map(Estimate)
    }

    /// Mantel and Haenszel's common difference of rates.
    #[getter]
    fn rate_difference(&self) -> Option<Estimate> {
        self.0.rate_difference.map(Estimate)
    }

    /// The test of Cochran, Mantel and Haenszel without correction for continuity, as SAS prints it.
    #[getter]
    fn cochran_mantel_haenszel(&self) -> Option<ChiSquare> {
        self.0.cochran_mantel_haenszel.map(ChiSquare)
    }

    /// The same with correction, as R prints it.
    #[getter]
    fn cochran_mantel_haenszel_corrected(&self) -> Option<ChiSquare> {
        self.0.cochran_mantel_haenszel_corrected.map(ChiSquare)
    }

    /// The exact test; ``None`` where there are too many possible outcomes to enumerate.
    #[getter]
    fn exact(&self) -> Option<ExactStrata> {
        self.0.exact.map(ExactStrata)
    }

    /// The p-value that the verdict rests on.
    #[getter]
    fn mid_p(&self) -> Option<f64> {
        self.0.mid_p
    }

    /// ``mid_p`` adjusted by Holm for all comparisons of the report.
    #[getter]
    fn adjusted_p(&self) -> Option<f64> {
        self.0.adjusted_p
    }

    /// ``mid_p`` adjusted by Benjamini and Hochberg.
    #[getter]
    fn discovery_p(&self) -> Option<f64> {
        self.0.discovery_p
    }

    /// Breslow and Day's test of one common odds ratio.
    #[getter]
    fn breslow_day(&self) -> Option<ChiSquare> {
        self.0.breslow_day.map(ChiSquare)
    }

    /// The same with Tarone's correction.
    #[getter]
    fn tarone(&self) -> Option<ChiSquare> {
        self.0.tarone.map(ChiSquare)
    }

    /// Woolf's test of one common odds ratio.
    #[getter]
    fn woolf(&self) -> Option<ChiSquare> {
        self.0.woolf.map(ChiSquare)
    }

    /// The largest common ratio below 1 that these numbers would show with the standard's power.
    #[getter]
    fn smallest_detectable_ratio(&self) -> Option<f64> {
        self.0.smallest_detectable_ratio
    }

    /// How many selections, moved within strata, change the result.
    #[getter]
    fn flips(&self) -> Flips {
        Flips(self.0.flips)
    }

    /// How the pooled figure stands to that within strata: ``"agrees"``, ``"reverses"``, ``"disappears"``, ``"appears"`` or ``"not_comparable"``.
    #[getter]
    fn agreement(&self) -> PyResult<String> {
        name_of(&self.0.agreement)
    }

    /// What this asks of the reader.
    #[getter]
    fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.verdict.member(py)
    }

    /// Why the verdict is what it is.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, &self.0.reasons)
    }

    fn __repr__(&self) -> String {
        format!("<StratifiedFinding {}: {}>", quoted(&self.0.group), self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
said!(StratifiedFinding, "The findings in sentences of ``lang``.");
document!(StratifiedFinding, core::StratifiedFinding);

/// One stratum's counts and ratio.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> report.findings[0].strata[0].stratum
/// 'sales'
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct StratumRatio(pub(super) core::StratumRatio);

#[pymethods]
impl StratumRatio {
    /// The stratum's name.
    #[getter]
    fn stratum(&self) -> &str {
        &self.0.stratum
    }

    /// How many of the group were considered.
    #[getter]
    fn considered(&self) -> u64 {
        self.0.considered
    }

    /// How many of those were selected.
    #[getter]
    fn selected(&self) -> u64 {
        self.0.selected
    }

    /// How many of the reference were considered.
    #[getter]
    fn reference_considered(&self) -> u64 {
        self.0.reference_considered
    }

    /// How many of those were selected.
    #[getter]
    fn reference_selected(&self) -> u64 {
        self.0.reference_selected
    }

    /// Rate over reference rate; ``None`` where nobody of the reference was selected.
    #[getter]
    fn impact_ratio(&self) -> Option<f64> {
        self.0.impact_ratio
    }

    fn __repr__(&self) -> String {
        format!("<StratumRatio {}>", quoted(&self.0.stratum))
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(StratumRatio, core::StratumRatio);

/// A common value of all strata with its interval.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> report.findings[0].odds_ratio.interval.method
/// 'robins_breslow_greenland'
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Estimate(pub(super) core::Estimate);

#[pymethods]
impl Estimate {
    /// The value.
    #[getter]
    fn value(&self) -> f64 {
        self.0.value
    }

    /// Its interval.
    #[getter]
    fn interval(&self) -> Interval {
        Interval(self.0.interval)
    }

    fn __repr__(&self) -> String {
        format!("<Estimate value={:.4}>", self.0.value)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(Estimate, core::Estimate);

/// A chi-square statistic with its p-value.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> report.findings[0].tarone.degrees_of_freedom
/// 1
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct ChiSquare(pub(super) core::ChiSquare);

#[pymethods]
impl ChiSquare {
    /// The statistic, from 0.
    #[getter]
    fn statistic(&self) -> f64 {
        self.0.statistic
    }

    /// Degrees of freedom.
    #[getter]
    fn degrees_of_freedom(&self) -> u64 {
        self.0.degrees_of_freedom
    }

    /// The probability of a larger one.
    #[getter]
    fn p(&self) -> f64 {
        self.0.p
    }

    fn __repr__(&self) -> String {
        format!(
            "<ChiSquare statistic={:.4} degrees_of_freedom={} p={:.4}>",
            self.0.statistic, self.0.degrees_of_freedom, self.0.p
        )
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(ChiSquare, core::ChiSquare);

/// The exact test of all strata together, every stratum's margins fixed.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.strata([
/// ...     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
/// ...     ("works", "women", 100, 62), ("works", "men", 400, 240)])
/// >>> report.findings[0].exact.mid_p > 0.05
/// True
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct ExactStrata(pub(super) core::ExactStrata);

#[pymethods]
impl ExactStrata {
    /// The two-sided p-value: of all outcomes at most as likely.
    #[getter]
    fn p(&self) -> f64 {
        self.0.p
    }

    /// The same with the observed outcome counted half.
    #[getter]
    fn mid_p(&self) -> f64 {
        self.0.mid_p
    }

    /// The one-sided p-value that the group's odds are lower.
    #[getter]
    fn p_less(&self) -> f64 {
        self.0.p_less
    }

    /// The one-sided p-value that they are higher.
    #[getter]
    fn p_greater(&self) -> f64 {
        self.0.p_greater
    }

    /// The likeliest common odds ratio; ``None`` where it has no bound.
    #[getter]
    fn odds_ratio(&self) -> Option<f64> {
        self.0.odds_ratio
    }

    /// Its exact interval.
    #[getter]
    fn interval(&self) -> Interval {
        Interval(self.0.interval)
    }

    /// The shorter interval in which the observed outcome counts half.
    #[getter]
    fn mid_p_interval(&self) -> Interval {
        Interval(self.0.mid_p_interval)
    }

    fn __repr__(&self) -> String {
        format!("<ExactStrata p={:.4} mid_p={:.4}>", self.0.p, self.0.mid_p)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(ExactStrata, core::ExactStrata);
