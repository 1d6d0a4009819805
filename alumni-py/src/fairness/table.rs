//! Selection rates from tables of people.

use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};

use super::hashed;
use super::selection::SelectionReport;
use super::standard::{Options, Standard, standard};
use super::strata::StrataReport;
use crate::boundary;
use crate::convert::{self, boolean, items, optional, text};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::reasons;

/// Compare the selection rates of the people in a table, one row each.
///
/// Parameters
/// ----------
/// frame : table
///     Whatever hands over an Arrow table: of pandas, polars, pyarrow, DuckDB. It is read once; what is kept is counts.
/// outcome : str
///     The column that says who was selected: booleans, or 0 and 1. A missing value was not decided.
/// attributes : iterable of str
///     The columns of groups: texts, whole numbers or booleans. People whose group is missing are in none, and every
///     finding says between which limits its ratio lies, whichever groups they belong to.
/// stratum : str, optional
///     The column of strata, within which each attribute is compared too.
/// intersections : bool, default False
///     Whether every combination of two or more attributes is compared as well.
/// references : mapping, optional
///     ``{attribute: group}``: what the other groups of an attribute are compared with.
/// standard, threshold, confidence, alpha, power, minimum_cell : optional
///     As for `selection`.
/// reference : optional
///     As for `selection`, for attributes without one of their own.
///
/// Raises
/// ------
/// AlumniError
///     For a column that is not there or is of another type, or an outcome that is neither 0 nor 1.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> people = pl.DataFrame({"sex": ["women"] * 5 + ["men"] * 5, "hired": [1, 0, 0, 0, None, 1, 1, 0, 1, 0]})
/// >>> report = al.fairness.selection_table(people, outcome="hired", attributes=["sex"])
/// >>> report.attributes[0].report.findings[0].considered
/// 4
#[pyfunction]
#[pyo3(signature = (
    frame, *, outcome, attributes, stratum=None, intersections=None, references=None, standard=None,
    threshold=None, confidence=None, alpha=None, power=None, reference=None, minimum_cell=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn selection_table(
    frame: &Bound<'_, PyAny>,
    outcome: &Bound<'_, PyAny>,
    attributes: &Bound<'_, PyAny>,
    stratum: Option<&Bound<'_, PyAny>>,
    intersections: Option<&Bound<'_, PyAny>>,
    references: Option<&Bound<'_, PyAny>>,
    standard: Option<&Bound<'_, PyAny>>,
    threshold: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
    alpha: Option<&Bound<'_, PyAny>>,
    power: Option<&Bound<'_, PyAny>>,
    reference: Option<&Bound<'_, PyAny>>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
) -> PyResult<TableReport> {
    let base = optional(standard, "standard", self::standard)?.unwrap_or_default();
    let standard = Options { threshold, confidence, alpha, power, reference, minimum_cell }.of(base)?;
    let (attributes, stratum) = (("attributes", attributes), ("stratum", stratum));
    Asked { outcome, attributes, stratum, intersections, references }.of(&standard, frame, "frame")
}

/// Which columns of a table are asked for, under the names of their arguments.
pub(super) struct Asked<'a, 'py> {
    pub(super) outcome: &'a Bound<'py, PyAny>,
    pub(super) attributes: (&'static str, &'a Bound<'py, PyAny>),
    pub(super) stratum: (&'static str, Option<&'a Bound<'py, PyAny>>),
    pub(super) intersections: Option<&'a Bound<'py, PyAny>>,
    pub(super) references: Option<&'a Bound<'py, PyAny>>,
}

impl Asked<'_, '_> {
    pub(super) fn of(
        self,
        standard: &core::Standard,
        frame: &Bound<'_, PyAny>,
        name: &str,
    ) -> PyResult<TableReport> {
        let (argument, given) = self.attributes;
        let attributes = match given.cast::<PyString>() {
            Ok(one) => vec![text(one, argument)?],
            Err(_) => items(given, argument, text)?,
        };
        let mut options = core::TableOptions::new(text(self.outcome, "outcome")?, attributes)
            .intersections(optional(self.intersections, "intersections", boolean)?.unwrap_or_default());
        let (argument, given) = self.stratum;
        if let Some(stratum) = optional(given, argument, text)? {
            options = options.stratum(stratum);
        }
        let plain = |value: &Bound<'_, PyAny>, name: &str| convert::plain(value, name);
        let references: Option<std::collections::BTreeMap<String, String>> =
            optional(self.references, "references", plain)?;
        for (attribute, group) in references.unwrap_or_default() {
            options = options.reference(attribute, group);
        }
        let table = boundary::table(frame, name)?;
        run(frame.py(), || standard.selection_table(table, &options)).map(TableReport)
    }
}

const HEAD: [&str; 3] = ["attribute", "groups", "verdict"];

fn rows(report: &core::TableReport) -> Vec<Vec<String>> {
    let row = |attribute: &core::AttributeReport| {
        vec![
            attribute.attributes.join(" × "),
            attribute.report.as_ref().map_or(0, |report| report.groups.len()).to_string(),
            attribute.verdict.to_string(),
        ]
    };
    report.attributes.iter().chain(&report.intersections).map(row).collect()
}

/// What a table of people says about their selection.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> people = pl.DataFrame({"sex": ["women"] * 5 + ["men"] * 5, "hired": [1, 0, 0, 0, None, 1, 1, 0, 1, 0]})
/// >>> report = al.fairness.selection_table(people, outcome="hired", attributes=["sex"])
/// >>> report.rows, report.undecided, report.verdict
/// (10, 1, <Verdict.INSUFFICIENT: 'insufficient'>)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct TableReport(pub(super) core::TableReport);

#[pymethods]
impl TableReport {
    /// The standard they were compared by.
    #[getter]
    fn standard(&self) -> Standard {
        Standard(self.0.standard.clone())
    }

    /// How many rows the table has.
    #[getter]
    fn rows(&self) -> u64 {
        self.0.rows
    }

    /// How many of them have no outcome, and take part in nothing.
    #[getter]
    fn undecided(&self) -> u64 {
        self.0.undecided
    }

    /// Each attribute, in the order asked for: the declared family.
    #[getter]
    fn attributes(&self) -> Vec<AttributeReport> {
        self.0.attributes.iter().cloned().map(AttributeReport).collect()
    }

    /// Each combination of two or more attributes: exploration.
    #[getter]
    fn intersections(&self) -> Vec<AttributeReport> {
        self.0.intersections.iter().cloned().map(AttributeReport).collect()
    }

    /// The highest verdict of all.
    #[getter]
    fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.verdict.member(py)
    }

    /// What is to be known about the report as a whole.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, &self.0.reasons)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || html::table(&self.0.to_string(), &HEAD, &rows(&self.0)))
    }

    fn __repr__(&self) -> String {
        format!("<TableReport {} rows: {}>", self.0.rows, self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
drawn!(
    TableReport,
    "alumni._fairness",
    "table_forest",
    "Draw the impact ratios of each attribute and each combination with their intervals, as a selection's report does."
);
said!(TableReport, "The findings in sentences of ``lang``.");
document!(TableReport, core::TableReport);
arrow!(TableReport);

/// The groups of one attribute, or of a combination of attributes.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> people = pl.DataFrame({"sex": ["women"] * 5 + ["men"] * 5, "hired": [1, 0, 0, 0, None, 1, 1, 0, 1, 0]})
/// >>> report = al.fairness.selection_table(people, outcome="hired", attributes=["sex"])
/// >>> report.attributes[0].report.findings[0].group
/// 'women'
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct AttributeReport(pub(super) core::AttributeReport);

#[pymethods]
impl AttributeReport {
    /// The columns.
    #[getter]
    fn attributes(&self) -> Vec<String> {
        self.0.attributes.clone()
    }

    /// The comparison; ``None`` where there are fewer than two groups.
    #[getter]
    fn report(&self) -> Option<SelectionReport> {
        self.0.report.clone().map(SelectionReport)
    }

    /// The comparison within strata, where strata were asked for.
    #[getter]
    fn strata(&self) -> Option<StrataReport> {
        self.0.strata.clone().map(StrataReport)
    }

    /// What this asks of the reader.
    #[getter]
    fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.verdict.member(py)
    }

    fn __repr__(&self) -> String {
        format!("<AttributeReport {}: {}>", self.0.attributes.join(" × "), self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(AttributeReport, core::AttributeReport);
getters!(TableReport {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
