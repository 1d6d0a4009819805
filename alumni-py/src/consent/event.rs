use alumni_core::Error;
use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::calendar::{Period, period};
use crate::convert::{
    self, boolean, instant, integer, items, local, optional, py_instant, py_local, quoted, text,
};
use crate::exceptions::{raise, run};
use crate::names::Names as _;

/// One thing that happened to one subject and one purpose: an entry of the ledger.
///
/// What it says is checked when a ledger takes it in.
///
/// Parameters
/// ----------
/// source, id : str
///     The system the record comes from, and its id there: together what makes it the same record when delivered again.
/// subject : str
///     Whom it is about.
/// purpose : str
///     The purpose's id.
/// kind : EventKind or str
///     What happened.
/// occurred_at : datetime.datetime
///     When it happened, with the offset of the place.
/// received_at : datetime.datetime, optional
///     When it became known here; when it happened, if left out.
/// channel : Channel or str, optional
///     The channel it is about; left out for all.
/// recipient : str, optional
///     To whom data may be disclosed.
/// notice : tuple of str and int, NoticeRef or mapping, optional
///     The notice it rests on: id and version. A yes without one permits nothing.
/// valid_until : datetime.datetime, optional
/// valid_for : Period or str, optional
///     When a yes ends, or how long it lasts.
/// valid_until_event : str, optional
///     What a yes ends with: the name of a happening, which an event of the kind ``happened`` reports.
/// valid_uses : int, optional
///     How many uses a yes is good for; each is an event of the kind ``used``.
/// endless : bool, optional
///     Whether a yes was asked for without an end, which several jurisdictions do not accept.
/// time_untrusted : bool, optional
///     Whether ``occurred_at`` is not to be trusted; a yes of such a time never lifts a no.
/// happening : str, optional
///     What happened, for the kind ``happened`` alone.
/// actor : Actor or str, optional
///     Who expressed it; the usual one for the kind when left out.
/// method : Method or str, optional
/// employment_state : EmploymentState or str, optional
/// evidence_ref : str, optional
///     Where the proof is kept.
/// imported : bool, optional
///     Whether it comes from a list of another system rather than from the act itself.
/// bundled_with : iterable of Paper or str, optional
///     The papers that a yes was asked for together with; with severance or confidentiality papers it permits nothing.
///
/// Examples
/// --------
/// >>> from datetime import datetime, timedelta, timezone
/// >>> from alumni.consent import Event
/// >>> tokyo = timezone(timedelta(hours=9))
/// >>> given = Event("form", "ce_12", "w-0471", "newsletter", "given",
/// ...               occurred_at=datetime(2024, 3, 29, 10, tzinfo=tokyo), notice=("alumni", 3))
/// >>> given.actor, given.occurred_at.isoformat()
/// (<Actor.SUBJECT: 'subject'>, '2024-03-29T10:00:00+09:00')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Event(pub(crate) core::Event);

#[pymethods]
impl Event {
    #[new]
    #[pyo3(signature = (
        source, id, subject, purpose, kind, *, occurred_at, received_at=None, channel=None, recipient=None, notice=None,
        valid_until=None, valid_for=None, valid_until_event=None, valid_uses=None, endless=None, time_untrusted=None,
        happening=None, actor=None, method=None, employment_state=None, evidence_ref=None, imported=None,
        bundled_with=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        source: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        kind: &Bound<'_, PyAny>,
        occurred_at: &Bound<'_, PyAny>,
        received_at: Option<&Bound<'_, PyAny>>,
        channel: Option<&Bound<'_, PyAny>>,
        recipient: Option<&Bound<'_, PyAny>>,
        notice: Option<&Bound<'_, PyAny>>,
        valid_until: Option<&Bound<'_, PyAny>>,
        valid_for: Option<&Bound<'_, PyAny>>,
        valid_until_event: Option<&Bound<'_, PyAny>>,
        valid_uses: Option<&Bound<'_, PyAny>>,
        endless: Option<&Bound<'_, PyAny>>,
        time_untrusted: Option<&Bound<'_, PyAny>>,
        happening: Option<&Bound<'_, PyAny>>,
        actor: Option<&Bound<'_, PyAny>>,
        method: Option<&Bound<'_, PyAny>>,
        employment_state: Option<&Bound<'_, PyAny>>,
        evidence_ref: Option<&Bound<'_, PyAny>>,
        imported: Option<&Bound<'_, PyAny>>,
        bundled_with: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut made = core::Event::new(
            text(source, "source")?,
            text(id, "id")?,
            text(subject, "subject")?,
            text(purpose, "purpose")?,
            core::EventKind::read(kind, "kind")?,
            local(occurred_at, "occurred_at")?,
        );
        if let Some(at) = optional(received_at, "received_at", instant)? {
            made.received_at = at;
        }
        made.channel = optional(channel, "channel", core::Channel::read)?;
        made.recipient = optional(recipient, "recipient", text)?;
        made.notice = optional(notice, "notice", notice_ref)?;
        made.valid_until = optional(valid_until, "valid_until", instant)?;
        made.valid_for = optional(valid_for, "valid_for", period)?;
        made.valid_until_event = optional(valid_until_event, "valid_until_event", text)?;
        made.valid_uses = optional(valid_uses, "valid_uses", integer::<u32>)?;
        made.endless = optional(endless, "endless", boolean)?.unwrap_or_default();
        made.time_untrusted = optional(time_untrusted, "time_untrusted", boolean)?.unwrap_or_default();
        made.happening = optional(happening, "happening", text)?;
        if let Some(actor) = optional(actor, "actor", core::Actor::read)? {
            made.actor = actor;
        }
        made.method = optional(method, "method", core::Method::read)?;
        made.employment_state = optional(employment_state, "employment_state", core::EmploymentState::read)?;
        made.evidence_ref = optional(evidence_ref, "evidence_ref", text)?;
        made.imported = optional(imported, "imported", boolean)?.unwrap_or_default();
        let papers =
            optional(bundled_with, "bundled_with", |value, name| items(value, name, core::Paper::read))?;
        made.bundled_with = papers.unwrap_or_default();
        Ok(Self(made))
    }

    fn __repr__(&self) -> String {
        let Self(event) = self;
        format!("<Event {} of {}: {}>", quoted(&event.id), quoted(&event.source), event.kind.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.key())
    }
}
getters!(Event {
    /// The system the record comes from.
    source: String = |event, _py| event.source.clone();
    /// The record's id in that system.
    id: String = |event, _py| event.id.clone();
    /// Whom it is about.
    subject: String = |event, _py| event.subject.clone();
    /// The purpose's id.
    purpose: String = |event, _py| event.purpose.clone();
    /// The channel it is about; ``None`` for all.
    channel: Option<Bound<'py, PyAny>> = |event, py| event.channel.map(|channel| channel.member(py)).transpose()?;
    /// To whom data may be disclosed.
    recipient: Option<String> = |event, _py| event.recipient.clone();
    /// What happened.
    kind: Bound<'py, PyAny> = |event, py| event.kind.member(py)?;
    /// When it happened, with the offset of the place.
    occurred_at: Bound<'py, PyAny> = |event, py| py_local(py, event.occurred_at)?;
    /// When it became known here.
    received_at: Bound<'py, PyAny> = |event, py| py_instant(py, event.received_at)?;
    /// The instant at which a yes ends.
    valid_until: Option<Bound<'py, PyAny>> = |event, py| event.valid_until.map(|at| py_instant(py, at)).transpose()?;
    /// How long a yes lasts from ``occurred_at``.
    valid_for: Option<Period> = |event, _py| event.valid_for.map(Period);
    /// What a yes ends with, where it waits for something to happen.
    valid_until_event: Option<String> = |event, _py| event.valid_until_event.clone();
    /// How many uses a yes is good for.
    valid_uses: Option<u32> = |event, _py| event.valid_uses;
    /// Whether a yes was asked for without an end.
    endless: bool = |event, _py| event.endless;
    /// Whether ``occurred_at`` is not to be trusted.
    time_untrusted: bool = |event, _py| event.time_untrusted;
    /// What happened, for the kind ``happened``.
    happening: Option<String> = |event, _py| event.happening.clone();
    /// The notice it rests on.
    notice: Option<NoticeRef> = |event, _py| event.notice.clone().map(NoticeRef);
    /// Who expressed it.
    actor: Bound<'py, PyAny> = |event, py| event.actor.member(py)?;
    /// How it was expressed.
    method: Option<Bound<'py, PyAny>> = |event, py| event.method.map(|method| method.member(py)).transpose()?;
    /// The subject's employment at that time.
    employment_state: Option<Bound<'py, PyAny>> =
        |event, py| event.employment_state.map(|state| state.member(py)).transpose()?;
    /// Where the proof is kept.
    evidence_ref: Option<String> = |event, _py| event.evidence_ref.clone();
    /// Whether it comes from a list of another system rather than from the act itself.
    imported: bool = |event, _py| event.imported;
    /// The papers that a yes was asked for together with; empty where it stood alone.
    bundled_with: Vec<Bound<'py, PyAny>> =
        |event, py| event.bundled_with.iter().map(|paper| paper.member(py)).collect::<PyResult<_>>()?;
    /// What makes it the same record when delivered again.
    key: EventKey = |event, _py| EventKey(event.key());
});
document!(Event, core::Event);

/// Reads a secret that ids are made with.
pub(super) fn id_key(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::IdKey> {
    core::IdKey::new(text(value, name)?).map_err(|error| raise(&error.within(name)))
}

/// Reads an `Event` or its document.
pub(crate) fn event(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Event> {
    convert::given(value, name, |of: &Event| &of.0)
}

/// Read events from a CSV table, given as text or as the bytes of its file.
///
/// The columns are the fields of `Event`, with ``notice_id``, ``notice_version`` and ``notice_hash`` for its notice, in any
/// order.
///
/// Raises
/// ------
/// AlumniError
///     With the cell in ``path``: ``consent_events.csv: line 12, column 6 (occurred_at)``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.consent.events_from_csv(
/// ...     "source,id,subject,purpose,kind,occurred_at,received_at\n"
/// ...     "mail,ce_88,w-0471,newsletter,withdrawn,2025-07-01T18:00:00+09:00,2025-07-01T18:00:05+09:00\n"
/// ... )
/// [<Event 'ce_88' of 'mail': withdrawn>]
#[pyfunction]
#[pyo3(signature = (csv, *, name=None))]
pub(super) fn events_from_csv(
    py: Python<'_>,
    csv: &Bound<'_, PyAny>,
    name: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<Event>> {
    let name = optional(name, "name", text)?;
    let table = convert::csv(csv, name.as_deref().unwrap_or("consent_events.csv"), "csv")?;
    let events = run(py, || core::events_from_table(&table))?;
    Ok(events.into_iter().map(Event).collect())
}

/// What makes a record the same record when it is delivered again: its source and the id there.
///
/// Examples
/// --------
/// >>> from alumni.consent import EventKey
/// >>> EventKey.from_dict({"source": "mail", "id": "ce_88"})
/// <EventKey 'ce_88' of 'mail'>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct EventKey(pub(super) core::EventKey);

#[pymethods]
impl EventKey {
    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<EventKey {} of {}>", quoted(&self.0.id), quoted(&self.0.source))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
getters!(EventKey {
    /// The system the record comes from.
    source: String = |key, _py| key.source.clone();
    /// The record's id in that system.
    id: String = |key, _py| key.id.clone();
});
document!(EventKey, core::EventKey);

/// Which notice, in which version, a decision was made on.
///
/// Examples
/// --------
/// >>> from alumni.consent import NoticeRef
/// >>> NoticeRef.from_dict({"id": "alumni", "version": 3}).version
/// 3
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct NoticeRef(core::NoticeRef);

#[pymethods]
impl NoticeRef {
    fn __repr__(&self) -> String {
        format!("<NoticeRef {} v{}>", quoted(&self.0.id), self.0.version)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
getters!(NoticeRef {
    /// The notice's id.
    id: String = |notice, _py| notice.id.clone();
    /// Its version.
    version: u32 = |notice, _py| notice.version;
    /// The hash of what was shown, as the capturing system computed it.
    hash: Option<String> = |notice, _py| notice.hash.clone();
});
document!(NoticeRef, core::NoticeRef);

/// Reads a `NoticeRef`, its document, or the pair of id and version.
fn notice_ref(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::NoticeRef> {
    if let Ok(found) = value.cast::<NoticeRef>() {
        return Ok(found.get().0.clone());
    }
    if let Ok(pair) = value.cast::<PyTuple>() {
        let Ok((id, version)) = pair.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() else {
            return Err(raise(&Error::wrong_type("expected the notice's id and version").within(name)));
        };
        let (id, version) = (text(&id, name)?, integer::<u32>(&version, name)?);
        return convert::from_text(&serde_json::json!({"id": id, "version": version}).to_string())
            .map_err(|error: Error| raise(&error.within(name)));
    }
    convert::plain(value, name)
}
