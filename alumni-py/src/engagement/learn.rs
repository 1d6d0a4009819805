use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::model::ScoreModel;
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::text::reasons;

/// Half-lives learned from what a network did, and what they are worth.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> learned = al.ScoreModel.preset("alumni").learn_half_life([], as_of=date(2026, 4, 1))
/// >>> print(learned)
/// half-life 180 days, 0 people, 0 acts
/// too few people acted to learn from: 0, 30 are needed
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct LearnedHalfLife(pub(super) core::LearnedHalfLife);

#[pymethods]
impl LearnedHalfLife {
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<LearnedHalfLife {:.0} days from {} acts>", self.0.half_life_days, self.0.acted)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |tried: &core::TriedHalfLife| {
                let share = tried.share.map_or_else(|| "–".to_owned(), |share| format!("{share:.3}"));
                vec![tried.half_life_days.to_string(), share]
            };
            let rows: Vec<_> = self.0.tried.iter().map(row).collect();
            crate::html::table(&self.0.to_string(), &["half-life in days", "pairs in the right order"], &rows)
        })
    }
}
getters!(LearnedHalfLife {
    /// The model with the half-lives in place.
    model: ScoreModel = |learned, _py| ScoreModel(learned.model.clone());
    /// The half-life of kinds without one of their own, in days.
    half_life_days: f64 = |learned, _py| learned.half_life_days;
    /// Each kind whose half-life was learned apart: ``kind`` and ``half_life_days``.
    by_kind: Bound<'py, PyAny> = |learned, py| to_dict(py, &learned.by_kind)?;
    /// How each half-life of the grid did: ``half_life_days`` and ``share``.
    tried: Bound<'py, PyAny> = |learned, py| to_dict(py, &learned.tried)?;
    /// The share of pairs in the right order on periods that were held back.
    held_back: Option<f64> = |learned, _py| learned.held_back;
    /// The same for whoever acted last.
    recency_alone: Option<f64> = |learned, _py| learned.recency_alone;
    /// ``held_back - recency_alone``.
    gain: Option<f64> = |learned, _py| learned.gain;
    /// How many periods were held back.
    periods: u64 = |learned, _py| learned.periods;
    /// How many people were looked at.
    people: u64 = |learned, _py| learned.people;
    /// How many of them acted, summed over the periods.
    acted: u64 = |learned, _py| learned.acted;
    /// The same in words.
    reasons: Bound<'py, PyList> = |learned, py| reasons(py, &learned.reasons)?;
});
document!(LearnedHalfLife, core::LearnedHalfLife);
hashed!(LearnedHalfLife);
