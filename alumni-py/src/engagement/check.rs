use alumni_core::Error;
use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::interaction::without_absent;
use crate::convert::{self, integer, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::text::reasons;

/// As many faults are listed unless said otherwise.
const MOST: usize = 100;

fn most(given: Option<&Bound<'_, PyAny>>) -> PyResult<usize> {
    Ok(optional(given, "most", integer)?.unwrap_or(MOST))
}

/// Say what is wrong with a record of interactions: every row that cannot be used, not only the first.
///
/// Parameters
/// ----------
/// events : table, or iterable of mapping
///     A table of any library with the columns of `Interaction`, or a list of such documents.
/// most : int, optional
///     How many faults are listed; 100 when left out. All are counted.
///
/// Raises
/// ------
/// AlumniError
///     For a column that is missing, unknown or of another type: then no row can be read.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> good = {"id": "e-1", "at": "2024-05-01T09:00:00Z", "kind": "visit", "actor": "w-1", "actor_type": "alumnus"}
/// >>> check = al.engagement.check_interactions([good, {**good, "actor_type": "boss"}, {**good, "kind": "reply"}])
/// >>> check.unusable, [fault["path"] for fault in check.faults]
/// (2, ['events[1].actor_type', 'events[2].id'])
#[pyfunction]
#[pyo3(signature = (events, *, most=None))]
pub(super) fn check_interactions(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    most: Option<&Bound<'_, PyAny>>,
) -> PyResult<InteractionCheck> {
    let most = self::most(most)?;
    let events = &crate::boundary::of_polars(events)?;
    if events.hasattr("__arrow_c_stream__")? && !convert::is_series(events)? {
        let table = crate::boundary::table(events, "events")?;
        return run(py, || core::InteractionCheck::check_arrow(table, most)).map(InteractionCheck);
    }
    let entries = convert::items(events, "events", |value, name| {
        match without_absent(value).and_then(|value| convert::json(&value, name)) {
            Ok(document) => Ok(Ok(document.to_string())),
            // What has no JSON form, such as a datetime of no zone, is a fault of its row.
            Err(error) => fault(py, &error).map(Err).ok_or(error),
        }
    })?;
    run(py, || Ok(core::InteractionCheck::check_entries(entries, most))).map(InteractionCheck)
}

/// The error of the core that an exception was made of.
fn fault(py: Python<'_>, error: &PyErr) -> Option<Error> {
    let value = error.value(py);
    let attribute =
        |name: &str| value.getattr(name).and_then(|found| found.str()).map(|found| found.to_string());
    let kind = serde_json::from_value(serde_json::Value::String(attribute("kind").ok()?)).ok()?;
    Some(Error::new(kind, attribute("message").ok()?).within(attribute("path").ok()?))
}

/// Say what is wrong with a CSV table of interactions, given as text or as the bytes of its file.
///
/// Parameters
/// ----------
/// csv : str or bytes
///     The columns are the parameters of `Interaction`, in any order.
/// name : str, optional
///     How faults call the file; ``interactions.csv`` when left out.
/// most : int, optional
///     How many faults are listed; 100 when left out. All are counted.
///
/// Raises
/// ------
/// AlumniError
///     For a missing or unknown column.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> print(al.engagement.check_interactions_csv("id,at,kind,actor,actor_type\ne-1,2024-05-01,visit,w-1,alumnus\n"))
/// 1 of 1 row cannot be used
/// interactions.csv: line 2, column 2 (at): expected an instant with its offset, like `2024-04-01T09:00:00+09:00`
#[pyfunction]
#[pyo3(signature = (csv, *, name=None, most=None))]
pub(super) fn check_interactions_csv(
    py: Python<'_>,
    csv: &Bound<'_, PyAny>,
    name: Option<&Bound<'_, PyAny>>,
    most: Option<&Bound<'_, PyAny>>,
) -> PyResult<InteractionCheck> {
    let (name, most) = (optional(name, "name", text)?, self::most(most)?);
    let table = convert::csv(csv, name.as_deref().unwrap_or("interactions.csv"), "csv")?;
    run(py, || core::InteractionCheck::check_table(&table, most)).map(InteractionCheck)
}

/// What is wrong with a record of interactions.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> csv = "id,at,kind,actor,actor_type\ne-1,2024-05-01T09:00:00Z,visit,w-1,alumnus\n"
/// >>> al.engagement.check_interactions_csv(csv).raise_on_error()
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct InteractionCheck(core::InteractionCheck);

#[pymethods]
impl InteractionCheck {
    /// Raise the first fault, which says how many there are; do nothing where there is none.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     The first fault.
    fn raise_on_error(&self) -> PyResult<()> {
        self.0.raise().map_err(|error| raise(&error))
    }

    /// The first of the rows that cannot be used, each a mapping with ``kind``, ``path`` and ``message``.
    #[getter]
    fn faults<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.faults)
    }

    fn __str__(&self) -> String {
        let reasons = self.0.reasons.iter().map(ToString::to_string);
        let faults = self.0.faults.iter().map(|fault| fault.error().to_string());
        reasons.chain(faults).collect::<Vec<_>>().join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<InteractionCheck: {} of {} rows cannot be used>", self.0.unusable, self.0.rows)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let title: Vec<_> = self.0.reasons.iter().map(ToString::to_string).collect();
            let row = |fault: &core::InteractionFault| vec![fault.path.clone(), fault.message.clone()];
            let rows: Vec<_> = self.0.faults.iter().map(row).collect();
            html::table(&title.join("; "), &["where", "what was expected"], &rows)
        })
    }
}
getters!(InteractionCheck {
    /// How many rows there are.
    rows: u64 = |check, _py| check.rows;
    /// How many of them cannot be used.
    unusable: u64 = |check, _py| check.unusable;
    /// How many say what an earlier row says already.
    repeated: u64 = |check, _py| check.repeated;
    /// The counts in words.
    reasons: Bound<'py, PyList> = |check, py| reasons(py, &check.reasons)?;
});
document!(InteractionCheck, core::InteractionCheck);
hashed!(InteractionCheck);
