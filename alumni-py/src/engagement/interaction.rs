use alumni_core::Error;
use alumni_core::engagement as core;
use alumni_core::table::Reader;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::activity::ActivityLog;
use crate::convert::{self, instant, items, number, optional, py_instant, quoted, text};
use crate::exceptions::{raise, run};
use crate::names::Names as _;
use crate::progress::{Stopped, Told};

/// One thing that somebody did in or around the network.
///
/// Parameters
/// ----------
/// id : str
///     Unique in the record.
/// at : datetime.datetime
///     When.
/// kind : str
///     What, such as ``"reply"`` or ``"event_attend"``: an open set of lower-case ids.
/// actor : str
///     Who.
/// actor_type : ActorType or str
///     On whose behalf.
/// target : str, optional
/// target_type : TargetType or str, optional
///     What it was directed at; ``"network"`` needs no target.
/// thread : str, optional
///     The conversation: an id of its own, or the id of the event that opened it.
/// prompted_by : str, optional
///     The event that prompted it.
/// value : float, optional
///     A number that belongs to it, such as a rating.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> from alumni.engagement import Interaction
/// >>> Interaction("e-7", datetime(2024, 1, 10, tzinfo=UTC), "reply", "w-1042", "alumnus",
/// ...             target="e-3", target_type="content")
/// <Interaction 'e-7': reply>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Interaction(pub(crate) core::Interaction);

#[pymethods]
impl Interaction {
    #[new]
    #[pyo3(signature = (
        id, at, kind, actor, actor_type, *, target=None, target_type=None, thread=None, prompted_by=None, value=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        id: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
        actor: &Bound<'_, PyAny>,
        actor_type: &Bound<'_, PyAny>,
        target: Option<&Bound<'_, PyAny>>,
        target_type: Option<&Bound<'_, PyAny>>,
        thread: Option<&Bound<'_, PyAny>>,
        prompted_by: Option<&Bound<'_, PyAny>>,
        value: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let actor_type = core::ActorType::read(actor_type, "actor_type")?;
        let (at, kind) = (instant(at, "at")?, text(kind, "kind")?);
        let wrong = |error: Error| raise(&error);
        let made = core::Interaction::new(text(id, "id")?, at, &kind, text(actor, "actor")?, actor_type);
        let mut made = made.map_err(wrong)?;
        let target = optional(target, "target", text)?;
        match (target, optional(target_type, "target_type", core::TargetType::read)?) {
            (None, None) => {}
            (Some(target), Some(of)) => made = made.with_target(target, of).map_err(wrong)?,
            (None, Some(core::TargetType::Network)) => made = made.to_network(),
            (Some(_), None) => {
                let error = Error::missing("expected the type of the target beside its id");
                return Err(raise(&error.within("target_type")));
            }
            (None, Some(of)) => {
                let message = format!("expected an id beside the target type `{}`", of.as_str());
                return Err(raise(&Error::missing(message).within("target")));
            }
        }
        if let Some(thread) = optional(thread, "thread", text)? {
            made = made.with_thread(thread).map_err(wrong)?;
        }
        if let Some(event) = optional(prompted_by, "prompted_by", text)? {
            made = made.with_prompt(event).map_err(wrong)?;
        }
        if let Some(value) = optional(value, "value", number)? {
            made = made.with_value(value).map_err(wrong)?;
        }
        Ok(Self(made))
    }

    fn __repr__(&self) -> String {
        format!("<Interaction {}: {}>", quoted(self.0.id()), self.0.kind())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.id())
    }
}
getters!(Interaction {
    /// The id, unique in the record.
    id: String = |event, _py| event.id().to_owned();
    /// When.
    at: Bound<'py, PyAny> = |event, py| py_instant(py, event.at())?;
    /// What.
    kind: String = |event, _py| event.kind().to_string();
    /// Who.
    actor: String = |event, _py| event.actor().to_owned();
    /// On whose behalf.
    actor_type: Bound<'py, PyAny> = |event, py| event.actor_type().member(py)?;
    /// What it was directed at.
    target: Option<String> = |event, _py| event.target().map(str::to_owned);
    /// The type of what it was directed at.
    target_type: Option<Bound<'py, PyAny>> = |event, py| event.target_type().map(|of| of.member(py)).transpose()?;
    /// The conversation.
    thread: Option<String> = |event, _py| event.thread().map(str::to_owned);
    /// The event that prompted it.
    prompted_by: Option<String> = |event, _py| event.prompted_by().map(str::to_owned);
    /// A number that belongs to it.
    value: Option<f64> = |event, _py| event.value();
});
document!(Interaction, core::Interaction, core::Interaction::from_json);
shown!(Interaction);

/// Reads interactions or their documents; a table column by column.
pub(super) fn interactions(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<core::Interaction>> {
    interactions_telling(value, name, &Told::nobody())
}

/// The same, where somebody hears how many rows of a table are read.
pub(super) fn interactions_telling(
    value: &Bound<'_, PyAny>,
    name: &str,
    told: &Told,
) -> PyResult<Vec<core::Interaction>> {
    let value = &crate::boundary::of_polars(value)?;
    if let Some(table) = table(value, name)? {
        let read = || Ok(core::interactions_from_arrow_telling(table, |rows| told.tell(rows)));
        return run(value.py(), read)?.map_err(|Stopped(error)| error);
    }
    if let Ok(log) = value.cast::<ActivityLog>() {
        let (py, log) = (value.py(), log.get());
        return run(py, || Ok(log.read().interactions()));
    }
    items(value, name, |value, name| match value.cast::<Interaction>() {
        Ok(found) => Ok(found.get().0.clone()),
        // Fast where all is well; the slow way knows what is wrong.
        Err(_) => {
            let value = &without_absent(value)?;
            convert::plain(value, name)
                .or_else(|_| convert::from_value(value, name, core::Interaction::from_json))
        }
    })
}

/// The table that a value is, where it is one.
pub(super) fn table(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Option<Reader>> {
    if !value.hasattr("__arrow_c_stream__")? || convert::is_series(value)? {
        return Ok(None);
    }
    match crate::boundary::table(value, name) {
        Ok(table) => Ok(Some(table)),
        // pandas without pyarrow still has rows.
        Err(error) if error.is_instance_of::<pyo3::exceptions::PyImportError>(value.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// A record without the texts that are marked as missing: rows of pandas have a number that is none for each.
pub(super) fn without_absent<'py>(value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let Ok(record) = value.cast::<PyDict>() else { return Ok(value.clone()) };
    let mut absent = Vec::new();
    for name in ["target", "target_type", "thread", "prompted_by"] {
        if record.get_item(name)?.is_some_and(|cell| convert::is_absent(&cell)) {
            absent.push(name);
        }
    }
    if absent.is_empty() {
        return Ok(value.clone());
    }
    let record = record.copy()?;
    for name in absent {
        record.del_item(name)?;
    }
    Ok(record.into_any())
}

/// Read interactions from a CSV table, given as text or as the bytes of its file.
///
/// The columns are the parameters of `Interaction`, in any order.
///
/// Raises
/// ------
/// AlumniError
///     With the cell in ``path``: ``interactions.csv: line 12, column 2 (at)``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.engagement.interactions_from_csv("id,at,kind,actor,actor_type\ne-1,2024-01-10T09:30:00+09:00,reply,w-1,alumnus\n")
/// [<Interaction 'e-1': reply>]
#[pyfunction]
#[pyo3(signature = (csv, *, name=None))]
pub(super) fn interactions_from_csv(
    py: Python<'_>,
    csv: &Bound<'_, PyAny>,
    name: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<Interaction>> {
    let name = optional(name, "name", text)?;
    let table = convert::csv(csv, name.as_deref().unwrap_or("interactions.csv"), "csv")?;
    let events = run(py, || core::interactions_from_table(&table))?;
    Ok(events.into_iter().map(Interaction).collect())
}
