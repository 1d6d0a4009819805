use alumni_core::engagement as core;
use pyo3::prelude::*;

use crate::exceptions::quick;
use crate::html;

/// The figures of each person in a network; it exports an Arrow table.
///
/// It is about people by id and not for publishing.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> ties = pa.table({"from": ["a", "b", "c"], "to": ["b", "a", "a"]})
/// >>> figures = al.engagement.tie_graph(ties).measures()
/// >>> figures.to_arrow().column("two_way").to_pylist()
/// [1, 1, 0]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct PersonMeasures(pub(super) core::PersonMeasures);

#[pymethods]
impl PersonMeasures {
    fn __len__(&self) -> usize {
        self.0.person.len()
    }

    fn __repr__(&self) -> String {
        let people = self.0.person.len();
        format!("<PersonMeasures: {people} {}>", if people == 1 { "person" } else { "people" })
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let found = &self.0;
            let row = |(place, person): (usize, &String)| {
                let whole = |list: &[u32]| list.get(place).map_or_else(String::new, u32::to_string);
                let number = |list: &[f64]| html::number_or_none(list.get(place).copied());
                let [core, community] = [&found.core, &found.community].map(|list| whole(list));
                let [rank, between] = [&found.page_rank, &found.betweenness].map(|list| number(list));
                let constraint = html::number_or_none(found.constraint.get(place).copied().flatten());
                vec![person.clone(), core, community, rank, between, constraint]
            };
            let rows: Vec<_> = found.person.iter().enumerate().take(html::SHOWN).map(row).collect();
            let head = ["person", "core", "community", "page_rank", "betweenness", "constraint"];
            html::table(&html::heading("People in the network", found.person.len()), &head, &rows)
        })
    }
}
document!(PersonMeasures, core::PersonMeasures);
hashed!(PersonMeasures);
arrow!(PersonMeasures);
