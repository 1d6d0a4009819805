use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::counted;
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;

/// How many of each group have ended each way by each time, by Aalen and Johansen.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2, 2, 3], "end": ["opted out", "returned", "returned", None]})
/// >>> ends = al.engagement.durations(away, duration="days", event="end").aalen_johansen()
/// >>> [(ends["end"], ends["points"][-1]["share"]) for ends in ends.incidences]
/// [('opted out', 0.25), ('returned', 0.5)]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct CompetingEnds(pub(super) core::CompetingEnds);

#[pymethods]
impl CompetingEnds {
    /// By group and end, each a mapping with ``group``, ``end``, ``people``, ``ended`` and ``points``.
    ///
    /// A point has ``time``, ``at_risk``, ``ended``, ``share``, ``standard_error``, ``lower`` and ``upper``.
    #[getter]
    fn incidences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.incidences)
    }

    fn __repr__(&self) -> String {
        format!("<CompetingEnds: {}>", counted(self.0.incidences.len(), "curve"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |found: &core::Incidence| {
                let last = found.points.last();
                let text =
                    |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
                vec![
                    found.group.clone().unwrap_or_default(),
                    found.end.clone(),
                    found.ended.to_string(),
                    text(last.map(|point| point.time)),
                    text(last.map(|point| point.share)),
                    text(last.map(|point| point.lower)),
                    text(last.map(|point| point.upper)),
                ]
            };
            let rows: Vec<_> = self.0.incidences.iter().map(row).collect();
            let title = format!("Competing ends, intervals at {}", self.0.confidence);
            html::table(&title, &["group", "end", "ended", "by", "share", "from", "to"], &rows)
        })
    }
}
getters!(CompetingEnds {
    /// How sure the intervals are.
    confidence: f64 = |ends, _py| ends.confidence;
});
document!(CompetingEnds, core::CompetingEnds);
hashed!(CompetingEnds);
arrow!(CompetingEnds);
