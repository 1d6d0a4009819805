use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::counted;
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;

/// Weibull's law fitted to each group.
///
/// The share that has not ended after ``t`` is ``exp(-(t / scale) ** shape)``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [10, 10, 30, 30, 30], "back": [1, 1, 1, 0, 0]})
/// >>> fit = al.engagement.durations(away, duration="days", event="back").weibull().fits[0]
/// >>> fit["convergence"]["reached"], fit["shape"]["value"] > 0
/// (True, True)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct WeibullFits(pub(super) core::WeibullFits);

#[pymethods]
impl WeibullFits {
    /// The groups, each a mapping.
    ///
    /// Its keys are ``group``, ``people``, ``ended``, ``convergence`` (a mapping with ``reached``, ``steps``, ``decrement`` and
    /// ``failure``), ``scale`` and ``shape`` (each with ``value``, ``standard_error``, ``lower`` and ``upper``) and
    /// ``log_likelihood``.
    #[getter]
    fn fits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.fits)
    }

    fn __repr__(&self) -> String {
        let reached = self.0.fits.iter().filter(|fit| fit.convergence.reached).count();
        format!("<WeibullFits: {}, {reached} fitted>", counted(self.0.fits.len(), "group"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let text = |found: Option<core::Parameter>| {
                found.map_or_else(
                    || "–".to_owned(),
                    |found| format!("{:.4} ({:.4} to {:.4})", found.value, found.lower, found.upper),
                )
            };
            let row = |fit: &core::WeibullFit| {
                let failure = fit.convergence.failure;
                vec![
                    fit.group.clone().unwrap_or_default(),
                    fit.people.to_string(),
                    fit.ended.to_string(),
                    text(fit.scale),
                    text(fit.shape),
                    failure.map_or_else(String::new, |failure| format!("{failure:?}")),
                ]
            };
            let rows: Vec<_> = self.0.fits.iter().map(row).collect();
            let title = format!("Weibull, intervals at {}", self.0.confidence);
            html::table(&title, &["group", "people", "ended", "scale", "shape", "not fitted"], &rows)
        })
    }
}
getters!(WeibullFits {
    /// How sure the intervals are.
    confidence: f64 = |fits, _py| fits.confidence;
});
document!(WeibullFits, core::WeibullFits);
hashed!(WeibullFits);
