use std::collections::BTreeMap;
use std::sync::RwLock;

use alumni_core::Error;
use alumni_core::engagement as core;
use alumni_core::table::Batch;
use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use super::interaction::{Interaction, interactions, table};
use super::model::{ScoreModel, tenure_years};
use super::permission::Allowed;
use super::scores::Scores;
use crate::boundary::of_polars;
use crate::convert::{date, py_instant, text, type_name};
use crate::exceptions::{raise, run};
use crate::html;

/// What people did, as a state that grows: the set of all events, each once.
///
/// It answers for any day and with any model. Events come in any order, again, or in shards that are merged: the state is the
/// same, and so are its bytes. It may be shared between threads, also while it grows.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them, optional
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> activity = al.engagement.ActivityLog([al.engagement.Interaction("e-1", at, "reply", "w-1", "alumnus")])
/// >>> activity.add([al.engagement.Interaction("e-2", at, "reply", "w-1-private", "alumnus")])
/// {'added': 1, 'duplicates': 0}
/// >>> activity.same_person("w-1-private", "w-1")
/// >>> scores = activity.score(al.ScoreModel.preset("alumni"), as_of=date(2026, 4, 1))
/// >>> scores.get("w-1").parts[0].events
/// 2
/// >>> activity.erase("w-1"), len(activity)
/// (2, 0)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct ActivityLog(RwLock<core::ActivityLog>);

locked!(
    ActivityLog,
    core::ActivityLog,
    "activity",
    r#"{"accounts": {…}, "events": […]}"#,
    "Whether both hold the same events and accounts, however they came about."
);

fn added(py: Python<'_>, added: core::Added) -> PyResult<Bound<'_, PyDict>> {
    let made = PyDict::new(py);
    made.set_item("added", added.added)?;
    made.set_item("duplicates", added.duplicates)?;
    Ok(made)
}

#[pymethods]
impl ActivityLog {
    #[new]
    #[pyo3(signature = (events=None))]
    fn new(py: Python<'_>, events: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        let events = events.map(|events| interactions(events, "events")).transpose()?.unwrap_or_default();
        run(py, || {
            let mut state = core::ActivityLog::new();
            state.add(&events)?;
            Ok(Self::of(state))
        })
    }

    /// Take in events: all of them, or none when one cannot be used.
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Interaction or mapping, or a table of them
    ///
    /// Returns
    /// -------
    /// dict
    ///     How many were ``added``, and how many were there before: ``duplicates``.
    ///
    /// Raises
    /// ------
    /// DuplicateError
    ///     At ``events[i].id`` for an id that is there with another content.
    fn add<'py>(&self, py: Python<'py>, events: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let events = &of_polars(events)?;
        let Some(mut table) = table(events, "events")? else {
            let events = interactions(events, "events")?;
            return added(py, run(py, || self.write().add(&events))?);
        };
        // All batches before the lock is taken: a table may need Python for its next one.
        let batches = run(py, || {
            table.keep_zones();
            table.batches()
        })?;
        let add = || {
            let columns: Vec<_> = batches.iter().map(Batch::columns).collect::<Result<_, _>>()?;
            self.write().add_columns(&columns)
        };
        added(py, run(py, add)?)
    }

    /// Take in the events and accounts of another state: all, or none.
    ///
    /// Raises
    /// ------
    /// DuplicateError
    ///     At ``other`` for an id with two contents.
    /// InconsistentError
    ///     For an account that belongs to another person here.
    fn merge<'py>(&self, py: Python<'py>, other: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let Ok(other) = other.cast::<Self>() else {
            let message = format!("expected an ActivityLog, got {}", type_name(other));
            return Err(raise(&Error::wrong_type(message).within("other")));
        };
        let other = other.get();
        let counts = run(py, || {
            // A copy, so that no two locks are ever held at once.
            let shard = other.read().clone();
            self.write().merge(&shard)
        })?;
        added(py, counts)
    }

    /// Take an event out, to be corrected or because it never happened; whether it was there.
    fn remove(&self, py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let id = text(id, "id")?;
        run(py, || Ok(self.write().remove(&id)))
    }

    /// Take out what ``person`` did under any account, and what was directed at the person; how many events that were.
    ///
    /// The bytes are then those of a state that never had them. A shard that still has them brings them back.
    fn erase(&self, py: Python<'_>, person: &Bound<'_, PyAny>) -> PyResult<u64> {
        let person = text(person, "person")?;
        run(py, || Ok(self.write().erase(&person)))
    }

    /// Say that ``account`` is ``person``: what it did and will do is what the person did.
    ///
    /// The person may be an account of somebody in its turn, whenever that is said.
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     Where the account was said to be another's, or the person is an account of the account, in whichever order that is said.
    fn same_person(
        &self,
        py: Python<'_>,
        account: &Bound<'_, PyAny>,
        person: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let (account, person) = (text(account, "account")?, text(person, "person")?);
        run(py, || self.write().same_person(&account, &person))
    }

    /// Score everybody, as `ScoreModel.score` does with the events.
    ///
    /// Parameters
    /// ----------
    /// model : ScoreModel
    /// as_of : datetime.date
    ///     The day, beginning at 00:00 UTC.
    /// permitted, consent, purpose, at, tenure_years : optional
    ///     As in `ScoreModel.score`.
    #[pyo3(signature = (model, *, as_of, permitted=None, consent=None, purpose=None, at=None, tenure_years=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn score(
        &self,
        py: Python<'_>,
        model: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
        tenure_years: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Scores> {
        let Ok(model) = model.cast::<ScoreModel>() else {
            let message = format!("expected a ScoreModel, got {}", type_name(model));
            return Err(raise(&Error::wrong_type(message).within("model")));
        };
        let as_of = date(as_of, "as_of")?;
        let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
        let (model, years) = (model.get(), self::tenure_years(tenure_years)?);
        let score =
            || allowed.with(|permitted| self.read().score_by_tenure(&model.0, as_of, permitted, &years));
        run(py, || score()?).map(Scores)
    }

    /// The events, in the order of time and, at one instant, of their ids.
    fn interactions(&self, py: Python<'_>) -> PyResult<Vec<Interaction>> {
        let events = run(py, || Ok(self.read().interactions()))?;
        Ok(events.into_iter().map(Interaction).collect())
    }

    /// The state as bytes: the same for the same events and accounts, on any platform.
    fn to_bytes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        let bytes = run(py, || Ok(self.read().to_bytes()))?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// Read what `to_bytes` wrote.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With the place in ``path``, such as ``byte 812``.
    #[staticmethod]
    fn from_bytes(py: Python<'_>, data: &Bound<'_, PyAny>) -> PyResult<Self> {
        let Ok(bytes) = data.cast::<PyBytes>() else {
            let message = format!("expected bytes, got {}", type_name(data));
            return Err(raise(&Error::wrong_type(message).within("data")));
        };
        let bytes = bytes.as_bytes();
        run(py, || core::ActivityLog::from_bytes(bytes)).map(Self::of)
    }

    /// The instant of the latest event; ``None`` without one.
    #[getter]
    fn latest<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let latest = run(py, || Ok(self.read().latest()))?;
        latest.map(|at| py_instant(py, at)).transpose()
    }

    /// The person behind each account.
    #[getter]
    fn accounts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let accounts = PyDict::new(py);
        for (account, person) in self.read().accounts() {
            accounts.set_item(account, person)?;
        }
        Ok(accounts)
    }

    fn __len__(&self) -> usize {
        self.read().len()
    }

    fn __contains__(&self, id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let id = text(id, "id")?;
        Ok(self.read().contains(&id))
    }

    fn __repr__(&self) -> String {
        let state = self.read();
        format!("<ActivityLog of {} events>", state.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || {
            let state = self.read();
            let events = state.interactions();
            let mut kinds: BTreeMap<&str, (u64, NaiveDate, NaiveDate)> = BTreeMap::new();
            for event in &events {
                let day = event.at().date_naive();
                let (count, first, last) = kinds.entry(event.kind().as_str()).or_insert((0, day, day));
                *count = count.saturating_add(1);
                (*first, *last) = (day.min(*first), day.max(*last));
            }
            let row = |(kind, (count, first, last)): (&str, (u64, NaiveDate, NaiveDate))| {
                vec![kind.to_owned(), count.to_string(), first.to_string(), last.to_string()]
            };
            let rows: Vec<_> = kinds.into_iter().map(row).collect();
            let merged = state.accounts().count();
            let accounts = if merged == 1 { "account" } else { "accounts" };
            let title =
                format!("ActivityLog of {} events, {merged} {accounts} of other people", events.len());
            Ok(html::table(&title, &["kind", "events", "first", "last"], &rows))
        })
    }
}
