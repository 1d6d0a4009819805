use alumni_core::Error;
use alumni_core::workforce as core;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{self, boolean, date, integer, items, optional, py_date, text};
use crate::exceptions::raise;
use crate::names::Names as _;

/// A separation code of a national or a customer's own scheme, kept as it was supplied.
///
/// Known schemes are ``jp_rishoku_kubun`` (離職区分) and ``ca_roe`` (Record of Employment, block 16); any other is carried
/// along and implies nothing.
///
/// Examples
/// --------
/// >>> from alumni.workforce import LocalCode
/// >>> LocalCode("jp_rishoku_kubun", "5E").kind
/// <SeparationKind.INVOLUNTARY_CAUSE: 'involuntary_cause'>
/// >>> LocalCode("jp_rishoku_kubun", "2E").kind is None    # retirement or transfer
/// True
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct LocalCode(core::LocalCode);

#[pymethods]
impl LocalCode {
    #[new]
    fn new(scheme: &Bound<'_, PyAny>, code: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(core::LocalCode::new(text(scheme, "scheme")?, text(code, "code")?)))
    }

    /// The scheme's id.
    #[getter]
    fn scheme(&self) -> &str {
        self.0.scheme()
    }

    /// The code as supplied.
    #[getter]
    fn code(&self) -> &str {
        self.0.code()
    }

    /// The kind of separation that the code fixes; ``None`` when it leaves it open.
    #[getter]
    fn kind<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.kind().map(|kind| kind.member(py)).transpose()
    }

    /// The reason that the code fixes; ``None`` when it leaves it open.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.reason().map(|reason| reason.member(py)).transpose()
    }

    /// Whether the scheme is a known one that has no such code, which is a fault of the data.
    #[getter]
    fn is_unknown(&self) -> bool {
        self.0.is_unknown()
    }

    fn __repr__(&self) -> String {
        format!("LocalCode({}, {})", convert::quoted(self.0.scheme()), convert::quoted(self.0.code()))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
document!(LocalCode, core::LocalCode);

fn local_code(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::LocalCode> {
    match value.cast::<LocalCode>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => convert::plain(value, name),
    }
}

/// The end of a spell: kind, reason, local code and what was agreed.
///
/// Every part is optional: what the source does not say stays unknown. A kind or reason that is not given is taken from
/// the local code where that code's scheme fixes it.
///
/// Parameters
/// ----------
/// kind : SeparationKind or str, optional
/// reason : SeparationReason or str, optional
/// local_code : LocalCode or mapping, optional
/// notified_on : datetime.date, optional
///     The day the worker or the employer gave notice.
/// regretted : bool, optional
///     Whether the employer regrets the loss.
/// non_compete_until : datetime.date, optional
///     The last day on which a non-compete agreement binds.
/// no_contact_agreed, property_returned, handover_done : bool, optional
/// rescinded_on : datetime.date, optional
///     The day the separation was taken back: the spell then runs on.
///
/// Examples
/// --------
/// >>> from alumni.workforce import LocalCode, Separation
/// >>> Separation(local_code=LocalCode("jp_rishoku_kubun", "5E")).kind.value
/// 'involuntary_cause'
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct Separation(core::Separation);

#[pymethods]
impl Separation {
    #[new]
    #[pyo3(signature = (
        kind=None, *, reason=None, local_code=None, notified_on=None, regretted=None, non_compete_until=None,
        no_contact_agreed=None, property_returned=None, handover_done=None, rescinded_on=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        kind: Option<&Bound<'_, PyAny>>,
        reason: Option<&Bound<'_, PyAny>>,
        local_code: Option<&Bound<'_, PyAny>>,
        notified_on: Option<&Bound<'_, PyAny>>,
        regretted: Option<&Bound<'_, PyAny>>,
        non_compete_until: Option<&Bound<'_, PyAny>>,
        no_contact_agreed: Option<&Bound<'_, PyAny>>,
        property_returned: Option<&Bound<'_, PyAny>>,
        handover_done: Option<&Bound<'_, PyAny>>,
        rescinded_on: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let kind = optional(kind, "kind", core::SeparationKind::read)?;
        let mut made = kind.map(core::Separation::from).unwrap_or_default();
        if let Some(reason) = optional(reason, "reason", core::SeparationReason::read)? {
            made = made.because(reason);
        }
        if let Some(code) = optional(local_code, "local_code", self::local_code)? {
            made = made.local_code(code);
        }
        made.notified_on = optional(notified_on, "notified_on", date)?;
        made.regretted = optional(regretted, "regretted", boolean)?;
        made.non_compete_until = optional(non_compete_until, "non_compete_until", date)?;
        made.no_contact_agreed = optional(no_contact_agreed, "no_contact_agreed", boolean)?;
        made.property_returned = optional(property_returned, "property_returned", boolean)?;
        made.handover_done = optional(handover_done, "handover_done", boolean)?;
        made.rescinded_on = optional(rescinded_on, "rescinded_on", date)?;
        Ok(Self(made))
    }

    /// The kind: as given, else as the local code fixes it, else ``None``.
    #[getter]
    fn kind<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.kind().map(|kind| kind.member(py)).transpose()
    }

    /// The reason: as given, else as the local code fixes it, else ``None``.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.reason().map(|reason| reason.member(py)).transpose()
    }

    /// The local code, where the source has one.
    #[getter]
    fn local_code(&self) -> Option<LocalCode> {
        self.0.code().cloned().map(LocalCode)
    }

    /// The day the worker or the employer gave notice.
    #[getter]
    fn notified_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.notified_on.map(|day| py_date(py, day)).transpose()
    }

    /// Whether the employer regrets the loss.
    #[getter]
    fn regretted(&self) -> Option<bool> {
        self.0.regretted
    }

    /// The last day on which a non-compete agreement binds.
    #[getter]
    fn non_compete_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.non_compete_until.map(|day| py_date(py, day)).transpose()
    }

    /// Whether it was agreed not to contact the worker again.
    #[getter]
    fn no_contact_agreed(&self) -> Option<bool> {
        self.0.no_contact_agreed
    }

    /// Whether company property was returned.
    #[getter]
    fn property_returned(&self) -> Option<bool> {
        self.0.property_returned
    }

    /// Whether the work was handed over.
    #[getter]
    fn handover_done(&self) -> Option<bool> {
        self.0.handover_done
    }

    /// The day the separation was taken back.
    #[getter]
    fn rescinded_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.rescinded_on.map(|day| py_date(py, day)).transpose()
    }

    fn __repr__(&self) -> String {
        let kind = self.0.kind().map_or("None".to_owned(), |kind| format!("'{}'", kind.as_str()));
        format!("Separation({kind})")
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.kind(), self.0.reason(), self.0.code()))
    }
}
document!(Separation, core::Separation);

/// Reads a `Separation`, the name of a kind, or a document.
fn separation(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Separation> {
    if let Ok(found) = value.cast::<Separation>() {
        return Ok(found.get().0.clone());
    }
    if value.is_instance_of::<PyString>() {
        return core::SeparationKind::read(value, name).map(core::Separation::from);
    }
    convert::plain(value, name)
}

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
    match value.cast::<Position>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => convert::plain(value, name),
    }
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
    match value.cast::<Spell>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => convert::plain(value, name),
    }
}
