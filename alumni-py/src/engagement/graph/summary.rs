use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;
use crate::text::reasons;

/// A network in figures, without ids.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> ties = pa.table({"from": ["a", "b", "c", "d"], "to": ["b", "a", "a", "e"]})
/// >>> summary = al.engagement.tie_graph(ties).summary()
/// >>> print(summary.reasons[0])
/// 5 people, 3 pairs of them in touch, 0 people with nobody
/// >>> summary.figures["reciprocity"]
/// 0.5
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct NetworkSummary(pub(super) core::NetworkSummary);

#[pymethods]
impl NetworkSummary {
    /// All figures by name, as in the JSON document.
    #[getter]
    fn figures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let made = to_dict(py, &self.0)?.cast_into::<PyDict>()?;
        made.del_item("reasons")?;
        Ok(made)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<NetworkSummary: {} people, {} ties>", self.0.people, self.0.ties)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let share =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
            let found = &self.0;
            let given = found.given.as_ref();
            let rows = [
                ("people", found.people.to_string()),
                ("in touch with nobody", found.isolated.to_string()),
                ("pairs in touch", found.pairs.to_string()),
                ("pairs both ways", found.two_way_pairs.to_string()),
                ("density", share(found.density)),
                ("reciprocity", share(found.reciprocity)),
                ("largest component", share(found.largest_component)),
                ("deepest core", found.cores.len().to_string()),
                ("transitivity", share(found.transitivity)),
                ("modularity", share(found.modularity)),
                ("Gini of what is given", share(given.and_then(|given| given.gini))),
                (
                    "absence factor",
                    given
                        .and_then(|given| given.absence_factor)
                        .map_or_else(|| "–".to_owned(), |factor| factor.to_string()),
                ),
            ];
            let rows: Vec<_> = rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
            html::table("Network", &[], &rows)
        })
    }
}
getters!(NetworkSummary {
    /// The same in words, each a reason with its code.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(NetworkSummary, core::NetworkSummary);
hashed!(NetworkSummary);
