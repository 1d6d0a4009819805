use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::figures::{Effects, Shortfalls, Tests, UnknownRange};
use super::selection::name_of;
use crate::convert::quoted;
use crate::names::Names as _;
use crate::text::reasons;

/// One group against its reference: estimate, interval, tests, power, robustness, verdict.
///
/// Where nobody was considered in one of the two groups, or nobody selected in both, every figure that needs both is
/// ``None``. No figure is ever infinite or not a number.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> finding = al.fairness.selection({"women": (52, 24), "men": (80, 48)}).findings[0]
/// >>> finding.group, finding.reference, round(finding.impact_ratio, 3)
/// ('women', 'men', 0.769)
/// >>> finding.verdict
/// <Verdict.INSUFFICIENT: 'insufficient'>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Finding(pub(super) core::Finding);

#[pymethods]
impl Finding {
    /// The group looked at.
    #[getter]
    fn group(&self) -> &str {
        &self.0.group
    }

    /// How many of it were considered.
    #[getter]
    fn considered(&self) -> u64 {
        self.0.considered
    }

    /// How many of those were selected.
    #[getter]
    fn selected(&self) -> u64 {
        self.0.selected
    }

    /// Selected over considered; ``None`` when nobody was considered.
    #[getter]
    fn rate(&self) -> Option<f64> {
        self.0.rate
    }

    /// The group compared with; ``None`` when it is everyone else.
    #[getter]
    fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
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

    /// The reference's rate.
    #[getter]
    fn reference_rate(&self) -> Option<f64> {
        self.0.reference_rate
    }

    /// Rate over reference rate, from 0; ``None`` when the reference rate is zero.
    #[getter]
    fn impact_ratio(&self) -> Option<f64> {
        self.0.impact_ratio
    }

    /// Whether the impact ratio is below the standard's threshold, decided on whole numbers.
    #[getter]
    fn below_threshold(&self) -> Option<bool> {
        self.0.below_threshold
    }

    /// The interval of the impact ratio.
    #[getter]
    fn interval(&self) -> Option<Interval> {
        self.0.interval.map(Interval)
    }

    /// Fisher's exact two-sided p-value.
    #[getter]
    fn fisher(&self) -> Option<f64> {
        self.0.fisher
    }

    /// Lancaster's mid-p, the one that verdicts use.
    #[getter]
    fn mid_p(&self) -> Option<f64> {
        self.0.mid_p
    }

    /// ``mid_p`` adjusted by Holm for all comparisons of the report.
    #[getter]
    fn adjusted_p(&self) -> Option<f64> {
        self.0.adjusted_p
    }

    /// ``mid_p`` adjusted by Benjamini and Hochberg for all comparisons of the report: for exploration.
    #[getter]
    fn discovery_p(&self) -> Option<f64> {
        self.0.discovery_p
    }

    /// Further tests, by name.
    #[getter]
    fn tests(&self) -> Option<Tests> {
        self.0.tests.map(Tests)
    }

    /// Miettinen and Nurminen's score interval of the impact ratio, a little wider than ``interval``.
    #[getter]
    fn miettinen_nurminen(&self) -> Option<Interval> {
        self.0.miettinen_nurminen.map(Interval)
    }

    /// The difference in other measures: rates, odds, phi and h.
    #[getter]
    fn effects(&self) -> Option<Effects> {
        self.0.effects.map(Effects)
    }

    /// How many more of the group would have been selected.
    #[getter]
    fn shortfalls(&self) -> Option<Shortfalls> {
        self.0.shortfalls.map(Shortfalls)
    }

    /// Where the impact ratio lies, whichever groups the people of unknown group belong to.
    #[getter]
    fn unknown(&self) -> Option<UnknownRange> {
        self.0.unknown.map(UnknownRange)
    }

    /// The largest ratio below 1 that these numbers would show with the standard's power; ``None`` where none would be.
    #[getter]
    fn smallest_detectable_ratio(&self) -> Option<f64> {
        self.0.smallest_detectable_ratio
    }

    /// How ``smallest_detectable_ratio`` was found: ``"enumeration"`` or ``"normal_approximation"``.
    #[getter]
    fn detection(&self) -> PyResult<String> {
        name_of(&self.0.detection)
    }

    /// How many people in each of two groups would show a ratio at the threshold with the standard's power.
    #[getter]
    fn needed_per_group(&self) -> Option<u64> {
        self.0.needed_per_group
    }

    /// How many decisions hold the result.
    #[getter]
    fn flips(&self) -> Flips {
        Flips(self.0.flips)
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
        format!("<Finding {}: {}>", quoted(&self.0.group), self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.group, self.0.considered, self.0.selected))
    }
}
said!(Finding, "The finding in sentences of ``lang``, with its numbers and its verdict.");
document!(Finding, core::Finding);

/// A confidence interval of a ratio or, where it says so, of a difference.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> interval = al.fairness.selection({"a": (52, 24), "b": (80, 48)}).findings[0].interval
/// >>> round(interval.lower, 2), round(interval.upper, 2), interval.covers(1.0)
/// (0.53, 1.07, True)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Interval(pub(super) core::Interval);

#[pymethods]
impl Interval {
    /// The smallest value that the counts do not speak against: from 0 for a ratio, from -1 for a difference.
    #[getter]
    fn lower(&self) -> f64 {
        self.0.lower
    }

    /// The largest; ``None`` where there is no upper limit, because nobody of the reference was selected.
    #[getter]
    fn upper(&self) -> Option<f64> {
        self.0.upper
    }

    /// The share of such intervals that hold the true ratio, between 0 and 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.0.confidence
    }

    /// How it was computed, such as ``"koopman_score"``.
    #[getter]
    fn method(&self) -> PyResult<String> {
        name_of(&self.0.method)
    }

    /// Whether ``value`` lies in the interval.
    fn covers(&self, value: f64) -> bool {
        self.0.covers(value)
    }

    fn __repr__(&self) -> String {
        let upper = self.0.upper.map_or_else(|| "None".to_owned(), |upper| format!("{upper:.4}"));
        format!("<Interval {:.4} to {upper}>", self.0.lower)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.lower.to_bits(), self.0.upper.map(f64::to_bits)))
    }
}
document!(Interval, core::Interval);

/// The smallest numbers of swaps (one selection moved from the better group to the other) that change a result.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.selection({"a": (52, 24), "b": (80, 48)}).findings[0].flips.threshold
/// 1
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Flips(pub(super) core::Flips);

#[pymethods]
impl Flips {
    /// Until the ratio is no longer below the threshold; ``None`` when it is not.
    #[getter]
    fn threshold(&self) -> Option<u64> {
        self.0.threshold
    }

    /// Until mid-p is no longer below alpha; ``None`` when it is not.
    #[getter]
    fn significance(&self) -> Option<u64> {
        self.0.significance
    }

    /// Until the group's rate is above the reference rate; ``None`` when it is not below.
    #[getter]
    fn direction(&self) -> Option<u64> {
        self.0.direction
    }

    fn __repr__(&self) -> String {
        let said = |count: Option<u64>| count.map_or_else(|| "None".to_owned(), |count| count.to_string());
        format!(
            "<Flips threshold={} significance={} direction={}>",
            said(self.0.threshold),
            said(self.0.significance),
            said(self.0.direction)
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
document!(Flips, core::Flips);
