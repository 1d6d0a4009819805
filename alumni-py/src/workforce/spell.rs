use alumni_core::Error;
use alumni_core::workforce as core;
use pyo3::prelude::*;

use super::separation::{Separation, separation};
use crate::convert::{self, date, integer, items, optional, py_date, text};
use crate::exceptions::raise;
use crate::names::Names as _;

/// A position within a spell: what somebody did, where, and at which grade.
///
/// Parameters
/// ----------
/// from_ : datetime.date
///     First day in the position.
/// to : datetime.date, optional
///     Last day, included; open until the next position or the spell's end when left out.
/// job_title, job_family, department : str, optional
/// grade : int, optional
///     Rank on the customer's own ladder.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> from alumni.workforce import Position
/// >>> Position(date(2018, 4, 1), job_family="sales").job_family
/// 'sales'
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct Position(core::Position);

#[pymethods]
impl Position {
    #[new]
    #[pyo3(signature = (from_, to=None, *, job_title=None, job_family=None, department=None, grade=None))]
    fn new(
        from_: &Bound<'_, PyAny>,
        to: Option<&Bound<'_, PyAny>>,
        job_title: Option<&Bound<'_, PyAny>>,
        job_family: Option<&Bound<'_, PyAny>>,
        department: Option<&Bound<'_, PyAny>>,
        grade: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(core::Position {
            to: optional(to, "to", date)?,
            job_title: optional(job_title, "job_title", text)?,
            job_family: optional(job_family, "job_family", text)?,
            department: optional(department, "department", text)?,
            grade: optional(grade, "grade", integer::<i32>)?,
            ..core::Position::new(date(from_, "from_")?)
        }))
    }

    /// First day in the position.
    #[getter]
    fn from_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.from)
    }

    /// Last day, included.
    #[getter]
    fn to<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.to.map(|day| py_date(py, day)).transpose()
    }

    /// Title as the source writes it.
    #[getter]
    fn job_title(&self) -> Option<&str> {
        self.0.job_title.as_deref()
    }

    /// Job family (職種).
    #[getter]
    fn job_family(&self) -> Option<&str> {
        self.0.job_family.as_deref()
    }

    /// Department.
    #[getter]
    fn department(&self) -> Option<&str> {
        self.0.department.as_deref()
    }

    /// Grade as a rank on the customer's own ladder.
    #[getter]
    fn grade(&self) -> Option<i32> {
        self.0.grade
    }

    fn __repr__(&self) -> String {
        let to = self.0.to.map_or(String::new(), |to| format!(", {to}"));
        format!("Position({}{to})", self.0.from)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.from, self.0.to))
    }
}
document!(Position, core::Position);

fn position(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Position> {
    convert::given(value, name, |of: &Position| &of.0)
}

/// One period employed, first and last day included.
///
/// An open spell has no last day. A spell with a separation but no last day has ended on a day that the source does not
/// tell: lengths that need it are unknown.
///
/// Parameters
/// ----------
/// start : datetime.date
///     The first day.
/// end : datetime.date, optional
///     The last day; left out while the spell is open.
/// grade : int, optional
///     Rank on the customer's own ladder, higher is more senior.
/// separation : SeparationKind, str, Separation or mapping, optional
///     How it ended: a kind alone or all there is to say.
/// id : str, optional
///     The source's id of the spell.
/// legal_entity : str, optional
///     The employing company, where there are several.
/// worker_type : WorkerType or str, optional
/// employment_type : EmploymentType or str, optional
/// positions : iterable of Position or mapping
///     Positions held, each with its own days.
///
/// Raises
/// ------
/// InconsistentError
///     When ``end`` is before ``start``.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> spell = al.Spell(date(2016, 4, 1), date(2021, 9, 30), grade=2, separation="voluntary")
/// >>> spell
/// Spell(2016-04-01, 2021-09-30)
/// >>> spell.separation.kind
/// <SeparationKind.VOLUNTARY: 'voluntary'>
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Spell(core::Spell);

#[pymethods]
impl Spell {
    #[new]
    #[pyo3(signature = (
        start, end=None, *, grade=None, separation=None, id=None, legal_entity=None, worker_type=None,
        employment_type=None, positions=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        start: &Bound<'_, PyAny>,
        end: Option<&Bound<'_, PyAny>>,
        grade: Option<&Bound<'_, PyAny>>,
        separation: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        legal_entity: Option<&Bound<'_, PyAny>>,
        worker_type: Option<&Bound<'_, PyAny>>,
        employment_type: Option<&Bound<'_, PyAny>>,
        positions: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let start = date(start, "start")?;
        let mut made = match optional(end, "end", date)? {
            Some(end) => core::Spell::new(start, end).map_err(|error: Error| raise(&error))?,
            None => core::Spell::open(start),
        };
        made.grade = optional(grade, "grade", integer::<i32>)?;
        made.separation = optional(separation, "separation", self::separation)?;
        made.id = optional(id, "id", text)?;
        made.legal_entity = optional(legal_entity, "legal_entity", text)?;
        made.worker_type = optional(worker_type, "worker_type", core::WorkerType::read)?;
        made.employment_type = optional(employment_type, "employment_type", core::EmploymentType::read)?;
        made.positions =
            optional(positions, "positions", |value, name| items(value, name, position))?.unwrap_or_default();
        Ok(Self(made))
    }

    /// The first day.
    #[getter]
    fn start<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.start())
    }

    /// The last day as recorded, rescinded or not.
    #[getter]
    fn end<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.recorded_end().map(|day| py_date(py, day)).transpose()
    }

    /// The last day employed; ``None`` while open, when the separation was rescinded, and when the day is not told.
    #[getter]
    fn last_day<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.last_day().map(|day| py_date(py, day)).transpose()
    }

    /// Grade as a rank on the customer's own ladder.
    #[getter]
    fn grade(&self) -> Option<i32> {
        self.0.grade
    }

    /// How it ended.
    #[getter]
    fn separation(&self) -> Option<Separation> {
        self.0.separation.clone().map(Separation)
    }

    /// The source's id of the spell.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.id.as_deref()
    }

    /// The employing company.
    #[getter]
    fn legal_entity(&self) -> Option<&str> {
        self.0.legal_entity.as_deref()
    }

    /// What the worker was to the employer.
    #[getter]
    fn worker_type<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.worker_type.map(|of| of.member(py)).transpose()
    }

    /// On what terms.
    #[getter]
    fn employment_type<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.employment_type.map(|of| of.member(py)).transpose()
    }

    /// Positions held.
    #[getter]
    fn positions(&self) -> Vec<Position> {
        self.0.positions.iter().cloned().map(Position).collect()
    }

    /// Whether the separation was taken back.
    #[getter]
    fn is_rescinded(&self) -> bool {
        self.0.is_rescinded()
    }

    fn __repr__(&self) -> String {
        let end = self.0.recorded_end().map_or(String::new(), |end| format!(", {end}"));
        format!("Spell({}{end})", self.0.start())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.start(), self.0.recorded_end()))
    }
}
document!(Spell, core::Spell);

/// Takes a spell apart for a worker.
pub(super) fn of_core(spell: core::Spell) -> Spell {
    Spell(spell)
}

/// Reads a `Spell` or its document.
pub(super) fn spell(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Spell> {
    convert::given(value, name, |of: &Spell| &of.0)
}
