use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::super::returning::counted;
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;

/// Which segments talk to which.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> ties = pa.table({"from": ["a", "a", "b"], "to": ["b", "c", "c"]})
/// >>> matrix = al.engagement.tie_graph(ties).between({"a": "sales", "b": "sales", "c": "plant"}, minimum_cell=1)
/// >>> matrix.segments, matrix.cells[1][0]["ties"]
/// (['plant', 'sales'], 2)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct SegmentMatrix(pub(super) core::SegmentMatrix);

#[pymethods]
impl SegmentMatrix {
    /// From each segment, to each: a mapping with ``ties``, ``weight``, ``givers`` and ``receivers``.
    ///
    /// ``None`` where too few people are behind it.
    #[getter]
    fn cells<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.cells)
    }

    fn __repr__(&self) -> String {
        format!("<SegmentMatrix: {}>", counted(self.0.segments.len(), "segment"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let cell = |cell: &Option<core::SegmentCell>| {
                cell.map_or_else(|| "too few".to_owned(), |cell| format!("{:.0}", cell.weight))
            };
            let rows: Vec<_> = self
                .0
                .segments
                .iter()
                .zip(&self.0.cells)
                .map(|(name, cells)| std::iter::once(name.clone()).chain(cells.iter().map(cell)).collect())
                .collect();
            let head: Vec<&str> =
                std::iter::once("from \\ to").chain(self.0.segments.iter().map(String::as_str)).collect();
            html::table("Who talks to whom, by weight", &head, &rows)
        })
    }
}
getters!(SegmentMatrix {
    /// The segments, in the order of their names.
    segments: Vec<String> = |matrix, _py| matrix.segments.clone();
    /// How many people each has; ``None`` where they are too few.
    people: Vec<Option<u64>> = |matrix, _py| matrix.people.clone();
    /// How many people have no segment.
    without_segment: u64 = |matrix, _py| matrix.without_segment;
});
drawn!(SegmentMatrix, "alumni._network", "plot_matrix", "Draw who talks to whom, a darker field for more.");
document!(SegmentMatrix, core::SegmentMatrix);
hashed!(SegmentMatrix);
