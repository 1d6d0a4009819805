use alumni_core::workforce as core;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{self, boolean, date, optional, py_date, text};
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
    convert::given(value, name, |of: &LocalCode| &of.0)
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
pub(crate) struct Separation(pub(super) core::Separation);

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
pub(super) fn separation(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Separation> {
    if let Ok(found) = value.cast::<Separation>() {
        return Ok(found.get().0.clone());
    }
    if value.is_instance_of::<PyString>() {
        return core::SeparationKind::read(value, name).map(core::Separation::from);
    }
    convert::plain(value, name)
}
