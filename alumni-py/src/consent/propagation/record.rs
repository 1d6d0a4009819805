use alumni_core::consent as core;
use pyo3::prelude::*;

use super::super::answer::Answer;
use super::super::event::EventKey;
use crate::convert::{self, instant, optional, py_instant, quoted, text};
use crate::names::Names as _;

/// One use of a permission: what of whom went to which system, for which purpose, and under which answer.
///
/// Parameters
/// ----------
/// source, id : str
///     Where the record comes from, and its id there: the same record counts once.
/// system : str
///     The system that received the data.
/// subject, purpose : str
/// at : datetime.datetime
/// received_at : datetime.datetime, optional
///     When it became known here; ``at`` when left out.
/// channel : Channel or str, optional
/// recipient : str, optional
///     To whom it was disclosed; that of the system when left out.
/// activity : Activity or str, optional
///     What was done; left out, it is judged as whatever legal packs know.
/// country : str, optional
///     The country of the recipient; that of the system when left out.
/// regimes : iterable of str, optional
///     The regimes that the question named.
/// items : iterable of str, optional
///     What was received, as ids of fields.
/// verdict : Verdict or str, optional
///     What the answer was under which it was done.
/// evidence : iterable of EventKey or mapping, optional
///     The events that the answer rested on.
/// permit : str, optional
///     The token of the permit.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("statement", "Statement", "contract")])
/// >>> answer = ledger.may("w-1", "statement", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> al.consent.Use.of_answer(answer, source="crm", id="u-1", system="mail-tool")
/// <Use 'u-1' of 'crm': 'w-1' to 'mail-tool'>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Use(pub(super) core::Use);

#[pymethods]
impl Use {
    #[new]
    #[pyo3(signature = (
        source, id, system, subject, purpose, *, at, received_at=None, channel=None, recipient=None, activity=None,
        country=None, regimes=None, items=None, verdict=None, evidence=None, permit=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        source: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        system: &Bound<'_, PyAny>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        received_at: Option<&Bound<'_, PyAny>>,
        channel: Option<&Bound<'_, PyAny>>,
        recipient: Option<&Bound<'_, PyAny>>,
        activity: Option<&Bound<'_, PyAny>>,
        country: Option<&Bound<'_, PyAny>>,
        regimes: Option<&Bound<'_, PyAny>>,
        items: Option<&Bound<'_, PyAny>>,
        verdict: Option<&Bound<'_, PyAny>>,
        evidence: Option<&Bound<'_, PyAny>>,
        permit: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut made = core::Use::new(
            text(source, "source")?,
            text(id, "id")?,
            text(system, "system")?,
            text(subject, "subject")?,
            text(purpose, "purpose")?,
            instant(at, "at")?,
        );
        if let Some(at) = optional(received_at, "received_at", instant)? {
            made.received_at = at;
        }
        made.channel = optional(channel, "channel", core::Channel::read)?;
        made.recipient = optional(recipient, "recipient", text)?;
        made.activity = optional(activity, "activity", core::Activity::read)?;
        made.country = optional(country, "country", text)?;
        let texts = |value: &Bound<'_, PyAny>, name: &str| convert::items(value, name, text);
        made.regimes = optional(regimes, "regimes", texts)?.unwrap_or_default();
        made.verdict = optional(verdict, "verdict", core::Verdict::read)?;
        made.items = optional(items, "items", texts)?.unwrap_or_default();
        let keys = |value: &Bound<'_, PyAny>, name: &str| convert::items(value, name, key);
        made.evidence = optional(evidence, "evidence", keys)?.unwrap_or_default();
        made.permit = optional(permit, "permit", text)?;
        Ok(Self(made))
    }

    /// What was asked about is done, at the instant of the question. Where the answer was no permission, the use says so.
    #[staticmethod]
    #[pyo3(signature = (answer, *, source, id, system))]
    fn of_answer(
        answer: &Answer,
        source: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        system: &Bound<'_, PyAny>,
    ) -> PyResult<Self> {
        let (source, id, system) = (text(source, "source")?, text(id, "id")?, text(system, "system")?);
        Ok(Self(core::Use::of_answer(&answer.0, source, id, system)))
    }

    fn __repr__(&self) -> String {
        let Self(made) = self;
        let (subject, system) = (quoted(&made.subject), quoted(&made.system));
        format!("<Use {} of {}: {subject} to {system}>", quoted(&made.id), quoted(&made.source))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.source, &self.0.id))
    }
}
getters!(Use {
    /// Where the record comes from.
    source: String = |made, _py| made.source.clone();
    /// The record's id there.
    id: String = |made, _py| made.id.clone();
    /// The system that received the data.
    system: String = |made, _py| made.system.clone();
    /// Whose data it is.
    subject: String = |made, _py| made.subject.clone();
    /// The purpose's id.
    purpose: String = |made, _py| made.purpose.clone();
    /// The channel it was used on.
    channel: Option<Bound<'py, PyAny>> = |made, py| made.channel.map(|of| of.member(py)).transpose()?;
    /// To whom it was disclosed; ``None`` for that of the system.
    recipient: Option<String> = |made, _py| made.recipient.clone();
    /// What was done; ``None`` where nobody says.
    activity: Option<Bound<'py, PyAny>> = |made, py| made.activity.map(|of| of.member(py)).transpose()?;
    /// The country of the recipient; ``None`` for that of the system.
    country: Option<String> = |made, _py| made.country.clone();
    /// The regimes that the question named.
    regimes: Vec<String> = |made, _py| made.regimes.clone();
    /// When.
    at: Bound<'py, PyAny> = |made, py| py_instant(py, made.at)?;
    /// When it became known here.
    received_at: Bound<'py, PyAny> = |made, py| py_instant(py, made.received_at)?;
    /// What was received, as ids of fields.
    items: Vec<String> = |made, _py| made.items.clone();
    /// What the answer was under which it was done; ``None`` where nobody recorded that.
    verdict: Option<Bound<'py, PyAny>> = |made, py| made.verdict.map(|of| of.member(py)).transpose()?;
    /// The events that the answer rested on.
    evidence: Vec<EventKey> = |made, _py| made.evidence.iter().cloned().map(EventKey).collect();
    /// The token of the permit.
    permit: Option<String> = |made, _py| made.permit.clone();
});
document!(Use, core::Use);

/// What is known about a withdrawal at one system: that it was sent there, or what came back.
///
/// Parameters
/// ----------
/// source, id : str
///     Where the record comes from, and its id there: the same record counts once.
/// system, subject : str
/// status : AcknowledgementStatus or str
/// at : datetime.datetime
/// received_at : datetime.datetime, optional
///     When it became known here; ``at`` when left out.
/// purpose : str, optional
/// channel : Channel or str, optional
///     Left out for every purpose and channel.
/// withdrawal : EventKey or mapping, optional
///     The event that was taken notice of; left out for everything before ``at``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> from alumni.consent import Acknowledgement
/// >>> Acknowledgement("mail", "a-1", "mail-tool", "w-1", "stopped", at=datetime(2026, 6, 2, tzinfo=UTC))
/// <Acknowledgement 'a-1' of 'mail': 'mail-tool' stopped>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Acknowledgement(pub(super) core::Acknowledgement);

#[pymethods]
impl Acknowledgement {
    #[new]
    #[pyo3(signature = (
        source, id, system, subject, status, *, at, received_at=None, purpose=None, channel=None, withdrawal=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        source: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        system: &Bound<'_, PyAny>,
        subject: &Bound<'_, PyAny>,
        status: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        received_at: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        channel: Option<&Bound<'_, PyAny>>,
        withdrawal: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut came = core::Acknowledgement::new(
            text(source, "source")?,
            text(id, "id")?,
            text(system, "system")?,
            text(subject, "subject")?,
            core::AcknowledgementStatus::read(status, "status")?,
            instant(at, "at")?,
        );
        if let Some(at) = optional(received_at, "received_at", instant)? {
            came.received_at = at;
        }
        came.purpose = optional(purpose, "purpose", text)?;
        came.channel = optional(channel, "channel", core::Channel::read)?;
        came.withdrawal = optional(withdrawal, "withdrawal", key)?;
        Ok(Self(came))
    }

    fn __repr__(&self) -> String {
        let Self(came) = self;
        let (id, source) = (quoted(&came.id), quoted(&came.source));
        format!("<Acknowledgement {id} of {source}: {} {}>", quoted(&came.system), came.status.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.source, &self.0.id))
    }
}
getters!(Acknowledgement {
    /// Where the record comes from.
    source: String = |came, _py| came.source.clone();
    /// The record's id there.
    id: String = |came, _py| came.id.clone();
    /// The system it is about.
    system: String = |came, _py| came.system.clone();
    /// Whose withdrawal it is about.
    subject: String = |came, _py| came.subject.clone();
    /// The purpose's id; ``None`` for all.
    purpose: Option<String> = |came, _py| came.purpose.clone();
    /// The channel; ``None`` for all.
    channel: Option<Bound<'py, PyAny>> = |came, py| came.channel.map(|of| of.member(py)).transpose()?;
    /// The event that was taken notice of; ``None`` for everything before ``at``.
    withdrawal: Option<EventKey> = |came, _py| came.withdrawal.clone().map(EventKey);
    /// How far it has come.
    status: Bound<'py, PyAny> = |came, py| came.status.member(py)?;
    /// When.
    at: Bound<'py, PyAny> = |came, py| py_instant(py, came.at)?;
    /// When it became known here.
    received_at: Bound<'py, PyAny> = |came, py| py_instant(py, came.received_at)?;
});
document!(Acknowledgement, core::Acknowledgement);

/// What taking records in did.
///
/// Examples
/// --------
/// >>> from alumni.consent import Recorded
/// >>> Recorded.from_dict({"added": 2, "duplicates": 1})
/// <Recorded 2 added, 1 duplicates>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Recorded(pub(super) core::Recorded);

#[pymethods]
impl Recorded {
    fn __repr__(&self) -> String {
        format!("<Recorded {} added, {} duplicates>", self.0.added, self.0.duplicates)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.added, self.0.duplicates))
    }
}
getters!(Recorded {
    /// Records that were new.
    added: usize = |recorded, _py| recorded.added;
    /// Records that were there before, or twice in this delivery.
    duplicates: usize = |recorded, _py| recorded.duplicates;
});
document!(Recorded, core::Recorded);

pub(super) fn made(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Use> {
    convert::given(value, name, |of: &Use| &of.0)
}

pub(super) fn came(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Acknowledgement> {
    convert::given(value, name, |of: &Acknowledgement| &of.0)
}

fn key(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::EventKey> {
    convert::given(value, name, |of: &EventKey| &of.0)
}
