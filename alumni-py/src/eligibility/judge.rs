use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use alumni_core::Error;
use alumni_core::eligibility::{self as core, Status};
use alumni_core::workforce::Supplied;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping, PyString};

use super::decision::Decision;
use super::policy::Policy;
use crate::convert::{self, date, py_date, quoted};
use crate::exceptions::{raise, run};
use crate::names::Names as _;
use crate::workforce::supplied;

/// What makes a value anew, and from what.
type Pickled<T> = PyResult<(Py<PyAny>, T)>;

/// A policy made ready to decide about one person at a time as of one day: for a service that answers one request at a time.
///
/// Called with somebody's facts it gives a `Ruling`, the outcome and how each criterion stands, exactly as `Policy.decide` says;
/// `explain` gives the whole decision about the same facts. For a whole table `Policy.decide_table` is the better call.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "return"
/// ... version = 1
/// ... [[criteria]]
/// ... id = "service"
/// ... require = "tenure >= 3 years or grade >= 3"
/// ... ''')
/// >>> judge = policy.judge(as_of=date(2026, 4, 1))
/// >>> ruling = judge({"grade": 2, "start_date": date(2019, 4, 1), "separation_date": date(2022, 3, 30)})
/// >>> ruling.outcome, ruling.unmet
/// (<Outcome.INELIGIBLE: 'ineligible'>, ['service'])
/// >>> judge('{"id": "w-1", "facts": {"grade": 3}}').outcome
/// <Outcome.ELIGIBLE: 'eligible'>
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Judge {
    judge: core::Judge,
    ids: Arc<Vec<String>>,
    row: Mutex<core::Row>,
}

impl Judge {
    pub(super) fn new(policy: &core::Policy, as_of: chrono::NaiveDate) -> Result<Self, Error> {
        let judge = policy.judge(as_of)?;
        let ids = Arc::new(policy.criteria().iter().map(|criterion| criterion.id().to_owned()).collect());
        Ok(Self { ids, row: Mutex::new(judge.row()), judge })
    }

    /// The row, filled with these facts.
    fn filled(&self, facts: &Bound<'_, PyAny>) -> PyResult<MutexGuard<'_, core::Row>> {
        let (json, is_text) = match (facts.cast::<PyString>(), facts.cast::<PyBytes>()) {
            (Ok(text), _) => (convert::utf8(text, "facts")?, true),
            (_, Ok(bytes)) => {
                let text = std::str::from_utf8(bytes.as_bytes())
                    .map_err(|_| raise(&Error::syntax("expected UTF-8").within("facts")))?;
                (text.to_owned(), true)
            }
            _ => (document(facts)?, false),
        };
        let mut row = self.row.lock().unwrap_or_else(PoisonError::into_inner);
        row.read_json(&json).map_err(|error| raise(&if is_text { error } else { without_place(&error) }))?;
        Ok(row)
    }
}

/// A mapping as JSON.
fn document(facts: &Bound<'_, PyAny>) -> PyResult<String> {
    let inner = match facts.cast::<PyMapping>() {
        Ok(mapping) if mapping.contains("facts")? => Some(mapping.get_item("facts")?),
        _ => None,
    };
    let found: serde_json::Map<String, serde_json::Value> =
        supplied(inner.as_ref().unwrap_or(facts), "facts")?
            .into_iter()
            .filter_map(|(name, value): (String, Supplied)| Some((name, serde_json::to_value(value).ok()?)))
            .collect();
    Ok(serde_json::json!({ "facts": found }).to_string())
}

/// Nobody has seen the text of a mapping: its line and column say nothing.
fn without_place(error: &Error) -> Error {
    let path = match error.path().rsplit_once(": ") {
        Some((field, _)) => field,
        None => "facts",
    };
    Error::new(error.kind(), error.message()).within(path)
}

#[pymethods]
impl Judge {
    /// Decide about one person.
    ///
    /// Parameters
    /// ----------
    /// facts : mapping, str or bytes
    ///     Facts by name, ``{"grade": 3}``, or with an id, ``{"id": "w-1", "facts": {"grade": 3}}``; or the same as JSON text.
    ///     What is left out or None is not known.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, for a fact that the vocabulary does not know or a value that is not what it says, with the
    ///     fact in ``path``, and line and column in a text.
    fn __call__(&self, facts: &Bound<'_, PyAny>) -> PyResult<Ruling> {
        let row = self.filled(facts)?;
        let ruling = self.judge.decide(&row).map_err(|error| raise(&error))?;
        Ok(Ruling { ruling, ids: Arc::clone(&self.ids) })
    }

    /// Give the whole decision about one person, with reasons, missing facts and the first eligible day.
    ///
    /// Parameters
    /// ----------
    /// facts : mapping, str or bytes
    ///     As for a call.
    /// worker : str, optional
    ///     The id that the decision names; ``row`` when left out.
    #[pyo3(signature = (facts, *, worker=None))]
    fn explain(
        &self,
        py: Python<'_>,
        facts: &Bound<'_, PyAny>,
        worker: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Decision> {
        let worker = convert::optional(worker, "worker", convert::text)?;
        let row = self.filled(facts)?.clone();
        run(py, || self.judge.explain(&row, worker.as_deref().unwrap_or("row"))).map(Decision)
    }

    /// The policy.
    #[getter]
    fn policy(&self) -> Policy {
        self.judge.policy().clone().into()
    }

    /// The day of the decisions.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.judge.as_of())
    }

    /// The facts that are read, as rules write them: those that the policy asks for, then those from which others follow.
    #[getter]
    fn facts(&self) -> Vec<String> {
        self.judge.slots().iter().map(|slot| slot.name.clone()).collect()
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> Pickled<(Policy, Py<PyAny>)> {
        let make = slf.get_type().getattr("_of")?;
        let judge = slf.get();
        Ok((make.unbind(), (judge.policy(), judge.as_of(slf.py())?.unbind())))
    }

    #[staticmethod]
    fn _of(py: Python<'_>, policy: &Bound<'_, Policy>, as_of: &Bound<'_, PyAny>) -> PyResult<Self> {
        let as_of = date(as_of, "as_of")?;
        let policy = &policy.get().0;
        run(py, || Self::new(policy, as_of))
    }

    fn __repr__(&self) -> String {
        let policy = self.judge.policy();
        format!("<Judge of {} v{} as of {}>", quoted(policy.id()), policy.version(), self.judge.as_of())
    }
}

/// What a `Judge` says about one person: the outcome, and how each criterion stands.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse("id = 'p'\nversion = 1\n[[criteria]]\nid = 'grade'\nrequire = 'grade >= 3'")
/// >>> ruling = policy.judge(as_of=date(2026, 4, 1))({"grade": 2})
/// >>> ruling.outcome, ruling.statuses
/// (<Outcome.INELIGIBLE: 'ineligible'>, {'grade': <Status.UNMET: 'unmet'>})
#[pyclass(module = "alumni.eligibility", frozen, eq, hash)]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Ruling {
    ruling: core::Ruling,
    ids: Arc<Vec<String>>,
}

impl Ruling {
    fn standing(&self, status: Status) -> Vec<&str> {
        self.ruling.places(status).filter_map(|place| self.ids.get(place).map(String::as_str)).collect()
    }
}

#[pymethods]
impl Ruling {
    /// The outcome.
    #[getter]
    fn outcome<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.ruling.outcome().member(py)
    }

    /// How each criterion stands, by id in the policy's order.
    #[getter]
    fn statuses<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let statuses = PyDict::new(py);
        for (id, status) in self.ids.iter().zip(self.ruling.statuses()) {
            statuses.set_item(id, status.member(py)?)?;
        }
        Ok(statuses)
    }

    /// The ids of the criteria that are met.
    #[getter]
    fn met(&self) -> Vec<&str> {
        self.standing(Status::Met)
    }

    /// The ids of the criteria that make the person ineligible.
    #[getter]
    fn unmet(&self) -> Vec<&str> {
        self.standing(Status::Unmet)
    }

    /// The ids of the criteria that ask for a person.
    #[getter]
    fn review(&self) -> Vec<&str> {
        self.standing(Status::Review)
    }

    /// The ids of the criteria that cannot be told.
    #[getter]
    fn unknown(&self) -> Vec<&str> {
        self.standing(Status::Unknown)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> Pickled<(String, Vec<String>)> {
        let make = slf.get_type().getattr("_of")?;
        let ruling = slf.get();
        Ok((make.unbind(), (crate::document::to_json(slf.py(), &ruling.ruling)?, ruling.ids.to_vec())))
    }

    #[staticmethod]
    fn _of(json: &str, ids: Vec<String>) -> PyResult<Self> {
        let ruling = convert::from_text(json).map_err(|error| raise(&error))?;
        Ok(Self { ruling, ids: Arc::new(ids) })
    }

    fn __str__(&self) -> String {
        let named = [(Status::Unmet, "unmet"), (Status::Unknown, "unknown"), (Status::Review, "review")];
        let parts = named.map(|(status, name)| (name, self.standing(status).join(", ")));
        let parts = parts.iter().filter(|(_, ids)| !ids.is_empty());
        let parts: String = parts.map(|(name, ids)| format!("; {name}: {ids}")).collect();
        format!("{}{parts}", self.ruling.outcome().as_str())
    }

    fn __repr__(&self) -> String {
        format!("<Ruling {}>", self.__str__())
    }
}
