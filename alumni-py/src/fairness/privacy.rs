//! Selection rates that may be shown to everybody.

use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::{Map, Value};

use super::local_law_144::Categories;
use super::selection;
use super::standard::{Standard, standard};
use crate::convert::{self, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::reasons;

/// Hide small groups, and others with them, so that no sum and no difference of what is shown finds a hidden number.
///
/// For every row that is hidden, how many were considered, selected and not selected could each be any of ``protection + 1`` whole
/// numbers in a row while everything that is shown stays exactly as it is. Nothing is guaranteed against people who know more than
/// is shown here, such as an earlier report or some of the people: put all attributes of the same people into one publication.
///
/// Parameters
/// ----------
/// attributes : iterable of str
///     One to three; strata are one of them.
/// cells : iterable of mapping or tuple, optional
///     Each ``categories`` (``None`` where unknown), ``considered`` and ``selected``. Cells of the same categories add up.
/// people : iterable of mapping or tuple, optional
///     People with a score instead of counts, each ``categories`` and ``score``: those strictly above the median of everybody
///     count as selected, as in `local_law_144`. The median is not shown.
/// table : table, optional
///     Whatever hands over an Arrow table, instead of `cells` and `people`; the attributes are columns of it: texts, whole
///     numbers or booleans.
/// outcome, score : str, optional
///     The column of booleans or of 0 and 1 that says who was selected, or that of scores, where a row is a person.
/// considered, selected : str, optional
///     The columns of counts, where a row is a cell.
/// intersections : bool, optional
///     Whether combinations of attributes are shown too; they are unless set.
/// minimum_cell : int, optional
///     A group with fewer considered is not shown; 10 unless set.
/// minimum_outcome : int, optional
///     Nor is one with fewer selected, or fewer not selected; 3 unless set.
/// protection : int, optional
///     How many further values each hidden number could have; 5 unless set.
/// noise : mapping, optional
///     ``epsilon`` and ``seed``: noise on every count of the finest table, from which all others are added up. Draw the seed at
///     random and keep it secret: whoever knows it can take the noise off.
/// standard : Standard or mapping, optional
///     How shown groups are compared; four fifths of the highest rate when left out.
///
/// Raises
/// ------
/// AlumniError
///     For more selected than considered, a category too few, or more than 1,000 combinations of categories.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> cells = [(["women"], 52, 24), (["men"], 80, 48), (["other"], 4, 1)]
/// >>> published = al.fairness.publish(["sex"], cells)
/// >>> [(row["categories"], row["considered"]) for row in published.tables[0]["rows"]]
/// [(['men'], 80), (['other'], None), (['women'], None)]
#[pyfunction]
#[pyo3(signature = (
    attributes, cells=None, *, people=None, table=None, outcome=None, score=None, considered=None, selected=None,
    intersections=None, minimum_cell=None, minimum_outcome=None, protection=None, noise=None, standard=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn publish(
    py: Python<'_>,
    attributes: &Bound<'_, PyAny>,
    cells: Option<&Bound<'_, PyAny>>,
    people: Option<&Bound<'_, PyAny>>,
    table: Option<&Bound<'_, PyAny>>,
    outcome: Option<&Bound<'_, PyAny>>,
    score: Option<&Bound<'_, PyAny>>,
    considered: Option<&Bound<'_, PyAny>>,
    selected: Option<&Bound<'_, PyAny>>,
    intersections: Option<&Bound<'_, PyAny>>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
    minimum_outcome: Option<&Bound<'_, PyAny>>,
    protection: Option<&Bound<'_, PyAny>>,
    noise: Option<&Bound<'_, PyAny>>,
    standard: Option<&Bound<'_, PyAny>>,
) -> PyResult<PublishedSelection> {
    let mut question = core::PublicationQuestion::new(convert::items(attributes, "attributes", text)?);
    let mut columns = Map::new();
    let named = Categories { table, outcome, score, considered, selected };
    let table = named.table([cells, people], &mut columns)?;
    let list = |value: &Bound<'_, PyAny>, name: &str| convert::items(value, name, cell);
    question.cells = optional(cells, "cells", list)?.unwrap_or_default();
    let list = |value: &Bound<'_, PyAny>, name: &str| convert::items(value, name, person);
    question.people = optional(people, "people", list)?.unwrap_or_default();
    if let Some(intersections) = optional(intersections, "intersections", convert::boolean)? {
        question.intersections = intersections;
    }
    if let Some(standard) = optional(standard, "standard", self::standard)? {
        question.standard = standard;
    }
    let privacy = PyDict::new(py);
    let given = [
        ("minimum_cell", minimum_cell),
        ("minimum_outcome", minimum_outcome),
        ("protection", protection),
        ("noise", noise),
    ];
    for (name, value) in given {
        if let Some(value) = value.filter(|value| !value.is_none()) {
            privacy.set_item(name, value)?;
        }
    }
    question.privacy = convert::plain(privacy.as_any(), "")?;
    let Some(table) = table else {
        return run(py, || core::publish(&question)).map(PublishedSelection);
    };
    columns.insert("attributes".to_owned(), question.attributes.iter().cloned().collect());
    let columns = Value::Object(columns).to_string();
    let published = run(py, || {
        let counted = core::PublicationQuestion::from_table(table, &columns)?;
        core::publish(&question.with_cells(counted.cells))
    });
    published.map(PublishedSelection)
}

/// A cell as a mapping, or its three parts.
fn cell(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::PublicationCell> {
    let Some(parts) = super::pay::parts(value) else { return convert::plain(value, name) };
    let Ok([categories, considered, selected]) = <[Bound<'_, PyAny>; 3]>::try_from(parts) else {
        let message = "expected categories and two numbers, considered and selected";
        return Err(crate::exceptions::raise(&alumni_core::Error::wrong_type(message).within(name)));
    };
    let cell = PyDict::new(value.py());
    cell.set_item("categories", categories)?;
    cell.set_item("considered", considered)?;
    cell.set_item("selected", selected)?;
    convert::plain(cell.as_any(), name)
}

/// A person as a mapping, or categories and score.
fn person(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::ScoredPerson> {
    let Some(parts) = super::pay::parts(value) else { return convert::plain(value, name) };
    let Ok([categories, score]) = <[Bound<'_, PyAny>; 2]>::try_from(parts) else {
        let message = "expected categories and a score";
        return Err(crate::exceptions::raise(&alumni_core::Error::wrong_type(message).within(name)));
    };
    let person = PyDict::new(value.py());
    person.set_item("categories", categories)?;
    person.set_item("score", score)?;
    convert::plain(person.as_any(), name)
}

/// Selection rates from which nobody can find what is too small to be shown.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> published = al.fairness.publish(["sex"], [(["women"], 52, 24), (["men"], 80, 48), (["other"], 4, 1)])
/// >>> published
/// <PublishedSelection by sex: 2 of 3 rows hidden>
/// >>> published.considered, published.selected
/// (136, 73)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct PublishedSelection(pub(super) core::PublishedSelection);

#[pymethods]
impl PublishedSelection {
    fn __repr__(&self) -> String {
        let rows = || self.0.tables.iter().flat_map(|table| &table.rows);
        let hidden = rows().filter(|row| row.considered.is_none()).count();
        format!(
            "<PublishedSelection by {}: {hidden} of {} rows hidden>",
            self.0.attributes.join(", "),
            rows().count()
        )
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let tables = self.0.tables.iter().map(|table| {
                let count =
                    |count: Option<u64>| count.map_or_else(|| "hidden".to_owned(), |count| count.to_string());
                let row = |row: &core::PublishedRow| {
                    let rate =
                        row.rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1}%", rate * 100.0));
                    let names = row.categories.iter().map(|name| name.as_deref().unwrap_or("not known"));
                    vec![
                        names.collect::<Vec<_>>().join(" × "),
                        count(row.considered),
                        count(row.selected),
                        rate,
                    ]
                };
                let rows: Vec<_> = table.rows.iter().map(row).collect();
                html::table(
                    &table.attributes.join(" × "),
                    &["group", "considered", "selected", "rate"],
                    &rows,
                )
            });
            tables.collect::<String>()
        })
    }

    fn __hash__(&self) -> u64 {
        super::hashed(&self.0)
    }
}
getters!(PublishedSelection {
    /// The standard that shown groups were compared by.
    standard: Standard = |published, _py| Standard(published.standard.clone());
    /// Below how many considered a group is hidden.
    minimum_cell: u64 = |published, _py| published.minimum_cell;
    /// Below how many selected, or not selected, a group is hidden.
    minimum_outcome: u64 = |published, _py| published.minimum_outcome;
    /// How many further values each hidden number could have.
    protection: u64 = |published, _py| published.protection;
    /// The epsilon of the noise on all counts; ``None`` where there is none.
    epsilon: Option<f64> = |published, _py| published.epsilon;
    /// The attributes.
    attributes: Vec<String> = |published, _py| published.attributes.clone();
    /// How many were considered in all; ``None`` where even that is hidden.
    considered: Option<u64> = |published, _py| published.considered;
    /// How many were selected in all.
    selected: Option<u64> = |published, _py| published.selected;
    /// A table for each attribute and combination: mappings with ``attributes``, ``rows`` and ``report``.
    tables: Bound<'py, PyAny> = |published, py| to_dict(py, &published.tables)?;
    /// The comparisons that are shown, by the names of the attributes.
    reports: Vec<(Vec<String>, selection::SelectionReport)> = |published, _py| {
        let shown = published.tables.iter().filter_map(|table| Some((table.attributes.clone(), table.report.clone()?)));
        shown.map(|(attributes, report)| (attributes, selection::SelectionReport(report))).collect()
    };
    /// The highest verdict of the comparisons that are shown.
    verdict: Bound<'py, PyAny> = |published, py| published.verdict.member(py)?;
    /// What is to be known about the publication as a whole.
    reasons: Bound<'py, pyo3::types::PyList> = |published, py| reasons(py, &published.reasons)?;
});
said!(PublishedSelection, "What is shown in sentences of ``lang``, and what is not.");
document!(PublishedSelection, core::PublishedSelection);
arrow!(PublishedSelection);
getters!(PublishedSelection {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
