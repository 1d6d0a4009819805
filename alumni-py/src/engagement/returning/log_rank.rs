use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::counted;
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;

/// Whether groups end at the same pace, by the log-rank test.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2], "back": [1, 1], "track": ["a", "b"]})
/// >>> al.engagement.durations(away, duration="days", event="back", group="track").log_rank()
/// <LogRank: chi-square 1 on 1 degree of freedom, p 0.3173>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct LogRank(pub(super) core::LogRank);

#[pymethods]
impl LogRank {
    /// The groups, each a mapping with ``group``, ``people``, ``observed`` and ``expected``.
    #[getter]
    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.groups)
    }

    fn __repr__(&self) -> String {
        match (self.0.chi_square, self.0.p) {
            (Some(value), Some(p)) => {
                let degrees = counted(usize::try_from(self.0.degrees).unwrap_or(usize::MAX), "degree");
                let (value, p) = ((value * 1e4).round() / 1e4, (p * 1e4).round() / 1e4);
                format!("<LogRank: chi-square {value} on {degrees} of freedom, p {p}>")
            }
            _ => "<LogRank: nothing to compare>".to_owned(),
        }
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |group: &core::LogRankGroup| {
                vec![
                    group.group.clone().unwrap_or_default(),
                    group.people.to_string(),
                    group.observed.to_string(),
                    group.expected.to_string(),
                ]
            };
            let rows: Vec<_> = self.0.groups.iter().map(row).collect();
            html::table(&self.__repr__(), &["group", "people", "observed", "expected"], &rows)
        })
    }
}
getters!(LogRank {
    /// The statistic; ``None`` where no two groups could be compared.
    chi_square: Option<f64> = |test, _py| test.chi_square;
    /// Its degrees of freedom.
    degrees: u64 = |test, _py| test.degrees;
    /// How often it would be as large if the groups ended at the same pace; ``None`` with the statistic.
    p: Option<f64> = |test, _py| test.p;
});
document!(LogRank, core::LogRank);
hashed!(LogRank);
