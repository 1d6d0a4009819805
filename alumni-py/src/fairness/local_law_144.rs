//! The tables of New York City's Local Law 144.

use alumni_core::fairness as core;
use pyo3::prelude::*;
use serde_json::{Map, Value};

use super::finding::Interval;
use super::hashed;
use super::selection::name_of;
use crate::convert;
use crate::exceptions::{quick, run};
use crate::text::lang;

/// The tables that New York City's Local Law 144 wants published of an automated tool.
///
/// They are by each attribute and by the attributes' combinations.
///
/// Parameters
/// ----------
/// attributes : iterable of str
///     One to three, such as sex and race.
/// cells : iterable, optional
///     For selections: rows with ``categories`` (one for each attribute, ``None`` where unknown), ``people`` and
///     ``selected``, or tuples of these three.
/// people : iterable, optional
///     For scores: rows with ``categories`` and ``score``, or tuples of these two. The rate is then the share with a score
///     strictly above the median of everybody.
///
/// Raises
/// ------
/// AlumniError
///     For neither or both, more selected than people, a category too few, or a score that is not finite.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> tables = al.fairness.local_law_144(["sex"], cells=[(["men"], 92, 50), (["women"], 76, 34), ([None], 5, 1)])
/// >>> print(tables)
/// ### By sex
/// <BLANKLINE>
/// | sex | People | Selected | Selection rate | Impact ratio | 95% interval |
/// ...
#[pyfunction]
#[pyo3(signature = (attributes, *, cells=None, people=None))]
pub(super) fn local_law_144(
    py: Python<'_>,
    attributes: &Bound<'_, PyAny>,
    cells: Option<&Bound<'_, PyAny>>,
    people: Option<&Bound<'_, PyAny>>,
) -> PyResult<LocalLaw144> {
    let mut document = Map::new();
    document.insert("attributes".to_owned(), convert::json(attributes, "attributes")?);
    for (name, value) in [("cells", cells), ("people", people)] {
        if let Some(value) = value {
            document.insert(name.to_owned(), convert::json(value, name)?);
        }
    }
    let text = Value::Object(document).to_string();
    run(py, || core::LocalLaw144::parse(&text)).map(LocalLaw144)
}

/// The tables that New York City's Local Law 144 wants published of an automated tool.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> tables = al.fairness.local_law_144(["sex"], cells=[(["men"], 92, 50), (["women"], 76, 34), ([None], 5, 1)])
/// >>> round(tables.tables[0].rows[1].impact_ratio, 3), tables.tables[0].unknown
/// (0.823, 5)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct LocalLaw144(pub(super) core::LocalLaw144);

#[pymethods]
impl LocalLaw144 {
    /// What the rates are of: ``"selection"`` or ``"scoring"``.
    #[getter]
    fn kind(&self) -> PyResult<String> {
        name_of(&self.0.kind)
    }

    /// Everybody, people of unknown category included.
    #[getter]
    fn people(&self) -> u64 {
        self.0.people
    }

    /// The median of all scores; ``None`` for selections, and for nobody.
    #[getter]
    fn median(&self) -> Option<f64> {
        self.0.median
    }

    /// One table for each attribute, then those of the combinations.
    #[getter]
    fn tables(&self) -> Vec<ImpactTable> {
        self.0.tables.iter().cloned().map(ImpactTable).collect()
    }

    /// Where the method comes from.
    #[getter]
    fn source(&self) -> &str {
        &self.0.source
    }

    /// The tables as Markdown, ready to be published, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn markdown(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.markdown(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<LocalLaw144 {} people in {} tables>", self.0.people, self.0.tables.len())
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(LocalLaw144, core::LocalLaw144);

/// The categories of one attribute, or of a combination.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> tables = al.fairness.local_law_144(["sex"], cells=[(["men"], 92, 50), (["women"], 76, 34), ([None], 5, 1)])
/// >>> tables.tables[0].attributes
/// ['sex']
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct ImpactTable(pub(super) core::ImpactTable);

#[pymethods]
impl ImpactTable {
    /// The attributes.
    #[getter]
    fn attributes(&self) -> Vec<String> {
        self.0.attributes.clone()
    }

    /// The categories by name.
    #[getter]
    fn rows(&self) -> Vec<ImpactRow> {
        self.0.rows.iter().cloned().map(ImpactRow).collect()
    }

    /// How many people are of unknown category here, and therefore in no row.
    #[getter]
    fn unknown(&self) -> u64 {
        self.0.unknown
    }

    /// How many of them were selected, or scored above the median.
    #[getter]
    fn unknown_selected(&self) -> u64 {
        self.0.unknown_selected
    }

    fn __repr__(&self) -> String {
        format!("<ImpactTable {}: {} rows>", self.0.attributes.join(" × "), self.0.rows.len())
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(ImpactTable, core::ImpactTable);

/// One category.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> tables = al.fairness.local_law_144(["sex"], cells=[(["men"], 92, 50), (["women"], 76, 34), ([None], 5, 1)])
/// >>> tables.tables[0].rows[0].categories, tables.tables[0].rows[0].selected
/// (['men'], 50)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct ImpactRow(pub(super) core::ImpactRow);

#[pymethods]
impl ImpactRow {
    /// The category of each attribute.
    #[getter]
    fn categories(&self) -> Vec<String> {
        self.0.categories.clone()
    }

    /// How many people.
    #[getter]
    fn people(&self) -> u64 {
        self.0.people
    }

    /// How many of them were selected, or scored above the median.
    #[getter]
    fn selected(&self) -> u64 {
        self.0.selected
    }

    /// Selected over people; ``None`` for nobody.
    #[getter]
    fn rate(&self) -> Option<f64> {
        self.0.rate
    }

    /// Rate over the highest rate; ``None`` where the category is left out.
    #[getter]
    fn impact_ratio(&self) -> Option<f64> {
        self.0.impact_ratio
    }

    /// Koopman's 95 % interval of the ratio.
    #[getter]
    fn interval(&self) -> Option<Interval> {
        self.0.interval.map(Interval)
    }

    /// Whether the category is less than 2 % of all people, and therefore has no ratio.
    #[getter]
    fn left_out(&self) -> bool {
        self.0.left_out
    }

    fn __repr__(&self) -> String {
        format!("<ImpactRow {}: {} of {}>", self.0.categories.join(" × "), self.0.selected, self.0.people)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(ImpactRow, core::ImpactRow);
getters!(LocalLaw144 {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
