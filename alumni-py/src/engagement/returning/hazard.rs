use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::counted;
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;

/// The cumulative hazard of each group, by Nelson and Aalen.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2, 2, 3], "back": [1, 0, 1, 0]})
/// >>> hazards = al.engagement.durations(away, duration="days", event="back").nelson_aalen()
/// >>> [round(point["hazard"], 4) for point in hazards.hazards[0]["points"]]
/// [0.25, 0.5833]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct CumulativeHazards(pub(super) core::CumulativeHazards);

#[pymethods]
impl CumulativeHazards {
    /// The groups, each a mapping with ``group`` and ``points``.
    ///
    /// A point has ``time``, ``at_risk``, ``ended``, ``hazard``, ``standard_error``, ``lower`` and ``upper``.
    #[getter]
    fn hazards<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.hazards)
    }

    fn __repr__(&self) -> String {
        format!("<CumulativeHazards: {}>", counted(self.0.hazards.len(), "group"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |hazard: &core::CumulativeHazard| {
                let last = hazard.points.last();
                let text =
                    |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
                vec![
                    hazard.group.clone().unwrap_or_default(),
                    text(last.map(|point| point.time)),
                    text(last.map(|point| point.hazard)),
                    text(last.map(|point| point.lower)),
                    text(last.map(|point| point.upper)),
                ]
            };
            let rows: Vec<_> = self.0.hazards.iter().map(row).collect();
            let title = format!("Cumulative hazard, intervals at {}", self.0.confidence);
            html::table(&title, &["group", "by", "hazard", "from", "to"], &rows)
        })
    }
}
getters!(CumulativeHazards {
    /// How sure the intervals are.
    confidence: f64 = |hazards, _py| hazards.confidence;
});
document!(CumulativeHazards, core::CumulativeHazards);
hashed!(CumulativeHazards);
arrow!(CumulativeHazards);
