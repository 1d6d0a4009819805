use alumni_core::fairness as core;
use pyo3::prelude::*;

use crate::convert::{items, number};
use crate::document::to_dict;
use crate::exceptions::{quick, raise, run};

/// The impact ratio to expect from a standardized difference of scores: what a test or a rating costs a group.
///
/// Scores are taken as normal with the same spread in both groups, and everybody from one cut-off on is selected.
///
/// Parameters
/// ----------
/// difference : float
///     How many standard deviations the group's mean lies below the reference's (Cohen's d), from -5 to 5.
/// selection_rate : float
///     The share of all people who will be selected, from 0.000001 to 0.999999.
/// group_share : float
///     The group's share of all people, in the same range.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a number outside its range, or none at all.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> expected = al.fairness.expected_impact(0.15, selection_rate=0.25, group_share=0.3)
/// >>> round(expected.impact_ratio, 4), round(expected.cutoff, 4)
/// (0.8234, 0.6311)
#[pyfunction]
#[pyo3(signature = (difference, *, selection_rate, group_share))]
pub(super) fn expected_impact(
    py: Python<'_>,
    difference: &Bound<'_, PyAny>,
    selection_rate: &Bound<'_, PyAny>,
    group_share: &Bound<'_, PyAny>,
) -> PyResult<ExpectedImpact> {
    let difference = number(difference, "difference")?;
    let (rate, share) = (number(selection_rate, "selection_rate")?, number(group_share, "group_share")?);
    let found = quick(py, || core::expected_impact(difference, rate, share))?;
    found.map(ExpectedImpact).map_err(|error| raise(&error))
}

/// The impact ratio to expect from a cut-off on a score in which a group's mean differs from its reference's.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.expected_impact(0.4, selection_rate=0.1, group_share=0.15)
/// <ExpectedImpact 0.47: 0.051 against 0.109>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct ExpectedImpact(core::ExpectedImpact);

#[pymethods]
impl ExpectedImpact {
    fn __repr__(&self) -> String {
        let found = self.0;
        format!(
            "<ExpectedImpact {:.2}: {:.3} against {:.3}>",
            found.impact_ratio, found.rate, found.reference_rate
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.impact_ratio.to_bits(), self.0.cutoff.to_bits()))
    }
}
getters!(ExpectedImpact {
    /// The group's rate over the reference's; above 1 where the group's mean is the higher one.
    impact_ratio: f64 = |found, _py| found.impact_ratio;
    /// The share of the group that is selected.
    rate: f64 = |found, _py| found.rate;
    /// The share of the reference that is selected.
    reference_rate: f64 = |found, _py| found.reference_rate;
    /// The cut-off, in standard deviations above the reference's mean.
    cutoff: f64 = |found, _py| found.cutoff;
});
document!(ExpectedImpact, core::ExpectedImpact);

/// Adjust p-values for how many of them there are, in their order.
///
/// Reports adjust their own findings; this is for a family that spans several of them, such as one test for each decision point.
///
/// Parameters
/// ----------
/// p : iterable of float
///     At most a million.
///
/// Returns
/// -------
/// list of dict
///     For each ``holm``, for a family declared beforehand, ``benjamini_hochberg``, for exploration, and ``bonferroni``.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a number outside 0 to 1, or none at all.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> [p["holm"] for p in al.fairness.adjust_p_values([0.01, 0.04, 0.03])]
/// [0.03, 0.06, 0.06]
#[pyfunction]
pub(super) fn adjust_p_values<'py>(py: Python<'py>, p: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let p = items(p, "p", number)?;
    let adjusted = run(py, || core::adjust_p_values(&p))?;
    to_dict(py, &adjusted)
}
