use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::event::{Event, id_key as secret};
use super::ledger::Ledger;
use crate::boundary;
use crate::convert::{self, instant, optional, text};
use crate::document::to_dict;
use crate::exceptions::run;

/// What a list from before there was a ledger is worth, row by row.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> report = ledger.import_list("subject,answer\nw-1,yes\nw-2,no\n", source="list-2021", purpose="newsletter",
/// ...                             received_at=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> [(row["subject"], row["grade"], row["remedy"]) for row in report.rows]
/// [('w-2', 'asserted', 'honour_no'), ('w-1', 'asserted', 'ask_again')]
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct ListReport(core::ListReport);

#[pymethods]
impl ListReport {
    /// The rows as a plan, each a mapping: by remedy, the most urgent first; then those that lack the least.
    #[getter]
    fn rows<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.rows)
    }

    /// Rows by grade: ``proved``, ``documented``, ``asserted``, ``unknown``.
    #[getter]
    fn grades<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for count in &self.0.grades {
            counts.set_item(count.grade.as_str(), count.rows)?;
        }
        Ok(counts)
    }

    /// Rows by remedy, the most urgent first.
    #[getter]
    fn remedies<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for count in &self.0.remedies {
            counts.set_item(count.remedy.as_str(), count.rows)?;
        }
        Ok(counts)
    }

    fn __repr__(&self) -> String {
        format!("<ListReport {} rows, {} events>", self.0.rows.len(), self.0.events.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.rows.len(), self.0.events.len()))
    }
}
getters!(ListReport {
    /// The list's columns that nothing was read from.
    ignored: Vec<String> = |report, _py| report.ignored.clone();
    /// What a ledger may take in: no yes among them permits anything, every no counts.
    events: Vec<Event> = |report, _py| report.events.iter().cloned().map(Event).collect();
});
said!(ListReport, "Each line of the plan as text: the line in the list, what to do, and what is missing.");
document!(ListReport, core::ListReport);

#[pymethods]
impl Ledger {
    /// Judge a list from before there was a ledger against what this ledger knows; changes nothing.
    ///
    /// Parameters
    /// ----------
    /// csv : str, bytes or table
    ///     The list: CSV, or anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, whose rows are counted as lines of
    ///     a file. Rows never fail it: what cannot be read of one is among what it lacks.
    /// source : str
    ///     The source that the events will have.
    /// received_at : datetime.datetime
    ///     When the list became known here.
    /// utc_offset : str, optional
    ///     The offset of the place, such as ``+09:00``, for days, and for times that have none.
    /// purpose : str, optional
    ///     The purpose of rows that name none.
    /// columns : mapping of str to str, optional
    ///     The list's own column by the name here.
    /// words : mapping of str to str, optional
    ///     What the list's own words mean: ``yes``, ``no`` or ``nothing``.
    /// id_key : str, optional
    ///     A secret of at least 16 bytes that the events' ids are made with, so that nobody else can try them back to a person.
    #[pyo3(signature = (csv, *, source, received_at, utc_offset=None, purpose=None, columns=None, words=None, id_key=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn import_list(
        &self,
        py: Python<'_>,
        csv: &Bound<'_, PyAny>,
        source: &Bound<'_, PyAny>,
        received_at: &Bound<'_, PyAny>,
        utc_offset: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        columns: Option<&Bound<'_, PyAny>>,
        words: Option<&Bound<'_, PyAny>>,
        id_key: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ListReport> {
        let mut options =
            core::ListOptions::new(text(source, "source")?, instant(received_at, "received_at")?);
        options.utc_offset = optional(utc_offset, "utc_offset", text)?;
        options.purpose = optional(purpose, "purpose", text)?;
        options.columns = optional(columns, "columns", convert::plain)?.unwrap_or_default();
        options.words = optional(words, "words", convert::plain)?.unwrap_or_default();
        options.id_key = optional(id_key, "id_key", secret)?;
        if csv.hasattr("__arrow_c_stream__")? || csv.hasattr("__arrow_c_array__")? {
            let list = boundary::table(csv, "csv")?;
            return run(py, || self.read().import_list_table(list, &options)).map(ListReport);
        }
        let list = convert::csv(csv, "list.csv", "csv")?;
        run(py, || self.read().import_list(&list, &options)).map(ListReport)
    }
}
