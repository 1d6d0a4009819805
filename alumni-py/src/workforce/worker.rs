use alumni_core::Error;
use alumni_core::workforce as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping};

use super::pay::{Compensation, Money, compensation};
use super::spell::{self, Spell, spell};
use super::{completeness, fact_value};
use crate::convert::{self, date, items, optional, py_date, text};
use crate::exceptions::{quick, raise};
use crate::names::Names as _;

/// Where a person can be reached.
///
/// Parameters
/// ----------
/// kind : ContactKind or str
///     The means, such as ``"email"``.
/// value : str
///     The address or number.
/// ownership : Ownership or str, optional
///     Whose it is: ``"personal"`` or ``"work"``.
/// confirmed_on : datetime.date, optional
///     The day it was last known to work.
/// bounced_on : datetime.date, optional
///     The day a message bounced.
///
/// Examples
/// --------
/// >>> from alumni.workforce import ContactPoint
/// >>> ContactPoint("email", "a@example.com", ownership="personal").kind.value
/// 'email'
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct ContactPoint(core::ContactPoint);

#[pymethods]
impl ContactPoint {
    #[new]
    #[pyo3(signature = (kind, value, *, ownership=None, confirmed_on=None, bounced_on=None))]
    fn new(
        kind: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
        ownership: Option<&Bound<'_, PyAny>>,
        confirmed_on: Option<&Bound<'_, PyAny>>,
        bounced_on: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(core::ContactPoint {
            kind: core::ContactKind::read(kind, "kind")?,
            value: text(value, "value")?,
            ownership: optional(ownership, "ownership", core::Ownership::read)?,
            confirmed_on: optional(confirmed_on, "confirmed_on", date)?,
            bounced_on: optional(bounced_on, "bounced_on", date)?,
        }))
    }

    /// The means.
    #[getter]
    fn kind<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.kind.member(py)
    }

    /// The address or number.
    #[getter]
    fn value(&self) -> &str {
        &self.0.value
    }

    /// Whose it is, where known.
    #[getter]
    fn ownership<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.ownership.map(|of| of.member(py)).transpose()
    }

    /// The day it was last known to work.
    #[getter]
    fn confirmed_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.confirmed_on.map(|day| py_date(py, day)).transpose()
    }

    /// The day a message bounced.
    #[getter]
    fn bounced_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.bounced_on.map(|day| py_date(py, day)).transpose()
    }

    fn __repr__(&self) -> String {
        // The address itself stays out of logs.
        format!("<ContactPoint {}>", self.0.kind.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.kind, &self.0.value))
    }
}
document!(ContactPoint, core::ContactPoint);

fn contact(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::ContactPoint> {
    convert::given(value, name, |of: &ContactPoint| &of.0)
}

/// A person who works or worked here.
///
/// A worker that exists is valid: spells are in order, do not overlap within a legal entity (unless the worker type
/// differs), and pay is in one currency.
///
/// Parameters
/// ----------
/// id : str
///     The worker's id.
/// spells : iterable of Spell or mapping
///     Every spell, in any order.
/// rehire_flag : RehireFlag or str
///     "Eligible for rehire" as the HR system holds it.
/// rehire_flag_origin : FlagOrigin or str
///     Where the flag comes from.
/// completeness : str
///     ``"complete"``, or ``"latest_only"`` when earlier spells may be missing: facts that add up over spells are then
///     unknown, not wrong.
/// compensation : iterable of Compensation or mapping
///     Pay history.
/// contacts : iterable of ContactPoint or mapping
///     Contact points.
/// facts : mapping
///     The customer's own facts by name: bool, int, float, Decimal, str, date, Money, Span or a list of str. A text that comes
///     from a table of texts is ``{"cell": text}``, and is read as the fact's type writes it.
///
/// Raises
/// ------
/// AlumniError
///     With the place in ``path``, such as ``spells[1].start`` for a spell that overlaps another.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> worker = al.Worker("w-1042", rehire_flag="yes", spells=[
/// ...     al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2, separation="voluntary"),
/// ... ])
/// >>> worker.facts(as_of=date(2021, 12, 1))["since_separation"].months
/// 2
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Worker(pub(crate) core::Worker);

#[pymethods]
impl Worker {
    #[new]
    #[pyo3(signature = (
        id, *, spells=None, rehire_flag=None, rehire_flag_origin=None, completeness=None, compensation=None,
        contacts=None, facts=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        id: &Bound<'_, PyAny>,
        spells: Option<&Bound<'_, PyAny>>,
        rehire_flag: Option<&Bound<'_, PyAny>>,
        rehire_flag_origin: Option<&Bound<'_, PyAny>>,
        completeness: Option<&Bound<'_, PyAny>>,
        compensation: Option<&Bound<'_, PyAny>>,
        contacts: Option<&Bound<'_, PyAny>>,
        facts: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = id.py();
        let id = text(id, "id")?;
        let spells = optional(spells, "spells", |value, name| items(value, name, spell))?.unwrap_or_default();
        let mut made = crate::exceptions::run(py, || core::Worker::new(id, spells))?;
        if let Some(flag) = optional(rehire_flag, "rehire_flag", core::RehireFlag::read)? {
            made = made.rehire_flag(flag);
        }
        if let Some(origin) = optional(rehire_flag_origin, "rehire_flag_origin", core::FlagOrigin::read)? {
            made = made.flag_origin(origin);
        }
        if let Some(whole) = optional(completeness, "completeness", read_completeness)? {
            made = made.completeness(whole);
        }
        let pay =
            optional(compensation, "compensation", |value, name| items(value, name, self::compensation))?;
        if let Some(pay) = pay {
            made = crate::exceptions::run(py, || made.compensation(pay))?;
        }
        for point in
            optional(contacts, "contacts", |value, name| items(value, name, contact))?.into_iter().flatten()
        {
            made = made.contact(point);
        }
        for (name, value) in optional(facts, "facts", supplied)?.into_iter().flatten() {
            made = made.with_fact(name, value);
        }
        Ok(Self(made))
    }

    /// The worker's id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The spells, earliest first.
    #[getter]
    fn spells(&self) -> Vec<Spell> {
        self.0.spells().iter().cloned().map(spell::of_core).collect()
    }

    /// The rehire flag.
    #[getter]
    fn rehire_flag<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.flag().0.member(py)
    }

    /// Where the rehire flag comes from.
    #[getter]
    fn rehire_flag_origin<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.flag().1.member(py)
    }

    /// Whether every spell is given, not only the latest.
    #[getter]
    fn is_complete(&self) -> bool {
        self.0.is_complete()
    }

    /// The pay history, earliest first.
    #[getter]
    fn compensation(&self) -> Vec<Compensation> {
        self.0.pay().iter().cloned().map(Compensation).collect()
    }

    /// The contact points.
    #[getter]
    fn contacts(&self) -> Vec<ContactPoint> {
        self.0.contacts().iter().cloned().map(ContactPoint).collect()
    }

    /// The built-in facts that are known on the day ``as_of``, by name.
    ///
    /// The day begins before anything happens on it. A fact that is not in the answer is unknown, which is not *no*.
    ///
    /// Parameters
    /// ----------
    /// as_of : datetime.date
    ///
    /// Returns
    /// -------
    /// dict
    ///     bool, int, `datetime.date`, `Span` for elapsed time, `Money`, str, or a list of str.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import date
    /// >>> import alumni as al
    /// >>> worker = al.Worker("w-1", spells=[al.Spell(date(2016, 4, 1), date(2019, 3, 31))])
    /// >>> facts = worker.facts(as_of=date(2020, 1, 1))
    /// >>> facts["tenure"].years, facts["employed"], "grade" in facts
    /// (3, False, False)
    #[pyo3(signature = (*, as_of))]
    fn facts<'py>(&self, py: Python<'py>, as_of: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let as_of = date(as_of, "as_of")?;
        let known = quick(py, || core::Fact::all_of(&self.0, as_of))?;
        let facts = PyDict::new(py);
        for (name, value) in known {
            facts.set_item(name, fact_value(py, &value)?)?;
        }
        Ok(facts)
    }

    /// One built-in fact on the day ``as_of``, or ``None`` when it is unknown.
    ///
    /// Parameters
    /// ----------
    /// name : Fact or str
    /// parameter : str, optional
    ///     The job family or department, for ``time_in_job_family`` and ``time_in_department``.
    /// as_of : datetime.date
    #[pyo3(signature = (name, parameter=None, *, as_of))]
    fn fact<'py>(
        &self,
        py: Python<'py>,
        name: &Bound<'py, PyAny>,
        parameter: Option<&Bound<'py, PyAny>>,
        as_of: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let fact = core::Fact::read(name, "name")?;
        let parameter = optional(parameter, "parameter", text)?;
        let as_of = date(as_of, "as_of")?;
        let value = quick(py, || fact.of(&self.0, parameter.as_deref(), as_of))?;
        value.map(|value| fact_value(py, &value)).transpose()
    }

    fn __repr__(&self) -> String {
        let spells = self.0.spells().len();
        format!(
            "<Worker {}, {spells} spell{}>",
            convert::quoted(self.0.id()),
            if spells == 1 { "" } else { "s" }
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.id())
    }
}
document!(Worker, core::Worker, core::Worker::from_json);

/// Reads a `Worker` or its document.
pub(crate) fn worker(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Worker> {
    match value.cast::<Worker>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => convert::from_value(value, name, core::Worker::from_json),
    }
}

fn read_completeness(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Completeness> {
    let found = text(value, name)?;
    completeness(&found).ok_or_else(|| {
        let message = format!("expected one of complete, latest_only, got `{found}`");
        raise(&Error::unknown_name(message).within(name))
    })
}

/// Facts by name; those that are None are left out.
pub(crate) fn supplied(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<(String, core::Supplied)>> {
    let Ok(mapping) = value.cast::<PyMapping>() else {
        let message = format!("expected a mapping of names to values, got {}", convert::type_name(value));
        return Err(raise(&Error::wrong_type(message).within(name)));
    };
    let mut facts = Vec::new();
    for pair in mapping.items()?.iter() {
        let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let key = text(&key, name)?;
        if value.is_none() {
            // None is unknown, as if it were left out.
            continue;
        }
        let value = match value.cast::<Money>() {
            Ok(money) => money.get().0.into(),
            Err(_) => convert::from_value(&value, &format!("{name}.{key}"), convert::from_text)?,
        };
        facts.push((key, value));
    }
    Ok(facts)
}
