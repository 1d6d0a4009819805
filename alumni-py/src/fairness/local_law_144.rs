//! The tables of New York City's Local Law 144.

use alumni_core::Error;
use alumni_core::fairness as core;
use alumni_core::table::Reader;
use pyo3::prelude::*;
use serde_json::{Map, Value};

use super::finding::Interval;
use super::hashed;
use super::selection::name_of;
use crate::exceptions::{quick, raise, run};
use crate::text::lang;
use crate::{boundary, convert};

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
/// table : table, optional
///     Whatever hands over an Arrow table, instead of `cells` and `people`; the attributes are columns of it: texts, whole
///     numbers or booleans.
/// outcome, score : str, optional
///     The column of booleans or of 0 and 1 that says who was selected, or that of scores, where a row is a person.
/// considered, selected : str, optional
///     The columns of counts, where a row is a cell: so many people, of them so many selected.
///
/// Raises
/// ------
/// AlumniError
///     For none or several of these, more selected than people, a category too few, a score that is not finite, or a row
///     without an outcome.
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
#[pyo3(signature = (
    attributes, *, cells=None, people=None, table=None, outcome=None, score=None, considered=None, selected=None
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn local_law_144(
    py: Python<'_>,
    attributes: &Bound<'_, PyAny>,
    cells: Option<&Bound<'_, PyAny>>,
    people: Option<&Bound<'_, PyAny>>,
    table: Option<&Bound<'_, PyAny>>,
    outcome: Option<&Bound<'_, PyAny>>,
    score: Option<&Bound<'_, PyAny>>,
    considered: Option<&Bound<'_, PyAny>>,
    selected: Option<&Bound<'_, PyAny>>,
) -> PyResult<LocalLaw144> {
    let mut document = Map::new();
    document.insert("attributes".to_owned(), convert::json(attributes, "attributes")?);
    let columns = Categories { table, outcome, score, considered, selected };
    if let Some(table) = columns.table([cells, people], &mut document)? {
        let options = Value::Object(document).to_string();
        return run(py, || core::LocalLaw144::from_table(table, &options)).map(LocalLaw144);
    }
    let parts: [&[&str]; 2] = [&["categories", "people", "selected"], &["categories", "score"]];
    for ((name, value), fields) in [("cells", cells), ("people", people)].into_iter().zip(parts) {
        if let Some(value) = value {
            document.insert(name.to_owned(), named(convert::json(value, name)?, fields));
        }
    }
    let text = Value::Object(document).to_string();
    run(py, || core::LocalLaw144::parse(&text)).map(LocalLaw144)
}

/// Rows that are tuples of `fields`, as the objects that documents have.
fn named(rows: Value, fields: &[&str]) -> Value {
    let object = |row: Value| match row {
        Value::Array(parts) if parts.len() == fields.len() => {
            fields.iter().map(|field| (*field).to_owned()).zip(parts).collect::<Map<_, _>>().into()
        }
        other => other,
    };
    match rows {
        Value::Array(rows) => rows.into_iter().map(object).collect(),
        other => other,
    }
}

/// A table of people or cells, and the names of its columns.
pub(super) struct Categories<'a, 'py> {
    pub(super) table: Option<&'a Bound<'py, PyAny>>,
    pub(super) outcome: Option<&'a Bound<'py, PyAny>>,
    pub(super) score: Option<&'a Bound<'py, PyAny>>,
    pub(super) considered: Option<&'a Bound<'py, PyAny>>,
    pub(super) selected: Option<&'a Bound<'py, PyAny>>,
}

impl Categories<'_, '_> {
    /// The table, its columns named in `options`; none where there is none. Nothing else may be given beside it, and no column without.
    pub(super) fn table(
        &self,
        others: [Option<&Bound<'_, PyAny>>; 2],
        options: &mut Map<String, Value>,
    ) -> PyResult<Option<Reader>> {
        let names = [
            ("outcome", self.outcome),
            ("score", self.score),
            ("considered", self.considered),
            ("selected", self.selected),
        ];
        let is_there = |value: &Option<&Bound<'_, PyAny>>| value.is_some_and(|value| !value.is_none());
        let table = self.table.filter(|table| !table.is_none());
        for (name, value) in names {
            if let Some(column) = convert::optional(value, name, convert::text)? {
                if table.is_none() {
                    let error = Error::inconsistent("expected the name of a column beside `table` only");
                    return Err(raise(&error.within(name)));
                }
                options.insert(name.to_owned(), column.into());
            }
        }
        match table {
            Some(_) if others.iter().any(is_there) => {
                let error = Error::inconsistent("expected either `table`, or `cells` or `people`");
                Err(raise(&error.within("table")))
            }
            Some(table) => boundary::table(table, "table").map(Some),
            None => Ok(None),
        }
    }
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
arrow!(LocalLaw144);

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
