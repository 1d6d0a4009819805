use std::sync::RwLock;

use alumni_core::Error;
use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::answer::{Answer, More};
use super::event::{Event, id_key as secret};
use super::ledger::Ledger;
use crate::convert::{self, instant, items, optional, py_instant, quoted, text};
use crate::exceptions::run;
use crate::names::Names as _;
use crate::text::reasons;

/// How often, when and on which days people may be contacted: a document of the programme.
///
/// Examples
/// --------
/// >>> from alumni.consent import ContactRules
/// >>> rules = ContactRules.parse('''
/// ... id = "contact"
/// ... version = 1
/// ... utc_offset = "+09:00"
/// ... [[caps]]
/// ... id = "monthly"
/// ... at_most = 4
/// ... within = "1 month"
/// ... ''')
/// >>> rules.to_dict()["caps"]
/// [{'id': 'monthly', 'at_most': 4, 'within': 'P1M'}]
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct ContactRules(core::ContactRules);

rules!(ContactRules, core::ContactRules, "caps[0].within");

/// One message to one person, from the reservation on.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("statement", "Statement", "contract")])
/// >>> contacts = al.consent.Contacts({"id": "contact", "version": 1})
/// >>> at = datetime(2026, 4, 1, tzinfo=UTC)
/// >>> permit = ledger.reserve(contacts, "w-1", "statement", channel="email", at=at, sender="hr", message="m-1")
/// >>> contacts.contacts
/// [<Contact 'w-1' 'm-1': reserved>]
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Contact(core::Contact);

#[pymethods]
impl Contact {
    fn __repr__(&self) -> String {
        let (subject, message) = (quoted(&self.0.subject), quoted(&self.0.message));
        format!("<Contact {subject} {message}: {}>", self.0.state.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.token, self.0.state))
    }
}
getters!(Contact {
    /// What the holder of the reservation shows to settle it.
    token: String = |contact, _py| contact.token.clone();
    /// Who was contacted.
    subject: String = |contact, _py| contact.subject.clone();
    /// The purpose's id.
    purpose: String = |contact, _py| contact.purpose.clone();
    /// The channel.
    channel: Bound<'py, PyAny> = |contact, py| contact.channel.member(py)?;
    /// To whom data is disclosed by it, as it was asked.
    recipient: Option<String> = |contact, _py| contact.recipient.clone();
    /// What it does, as it was asked.
    activity: Option<Bound<'py, PyAny>> = |contact, py| contact.activity.map(|of| of.member(py)).transpose()?;
    /// The country of the recipient, as it was asked.
    country: Option<String> = |contact, _py| contact.country.clone();
    /// The regimes that the question named.
    regimes: Vec<String> = |contact, _py| contact.regimes.clone();
    /// Who sends.
    sender: String = |contact, _py| contact.sender.clone();
    /// The sender's id of the message.
    message: String = |contact, _py| contact.message.clone();
    /// The person's offset, as it was asked; ``None`` for that of the rules.
    utc_offset: Option<String> = |contact, _py| contact.utc_offset.clone();
    /// The person's time zone, as it was asked.
    time_zone: Option<String> = |contact, _py| contact.time_zone.clone();
    /// When it was reserved.
    at: Bound<'py, PyAny> = |contact, py| py_instant(py, contact.at)?;
    /// When the reservation ends.
    expires_at: Bound<'py, PyAny> = |contact, py| py_instant(py, contact.expires_at)?;
    /// Where it stands.
    state: Bound<'py, PyAny> = |contact, py| contact.state.member(py)?;
    /// When it was sent or cancelled.
    settled_at: Option<Bound<'py, PyAny>> = |contact, py| contact.settled_at.map(|at| py_instant(py, at)).transpose()?;
    /// Whether it was sent without asking first; it counts all the same.
    outside: bool = |contact, _py| contact.outside;
});
document!(Contact, core::Contact);

/// Whether a message may be sent: the permission of the ledger, and what the rules of contact say.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("statement", "Statement", "contract")])
/// >>> contacts = al.consent.Contacts({"id": "contact", "version": 1})
/// >>> at = datetime(2026, 4, 1, tzinfo=UTC)
/// >>> permit = ledger.reserve(contacts, "w-1", "statement", channel="email", at=at, sender="hr", message="m-1")
/// >>> permit.verdict, permit.expires_at.isoformat()
/// (<Verdict.ALLOWED: 'allowed'>, '2026-04-01T00:15:00+00:00')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Permit(core::Permit);

#[pymethods]
impl Permit {
    fn __repr__(&self) -> String {
        let question = &self.0.answer.question;
        format!(
            "<Permit {} {}: {}>",
            quoted(&question.subject),
            quoted(&question.purpose),
            self.0.verdict.as_str()
        )
    }

    fn __hash__(&self) -> u64 {
        let question = &self.0.answer.question;
        crate::document::hash(&(
            &question.subject,
            &question.purpose,
            question.at,
            self.0.verdict,
            &self.0.token,
        ))
    }
}
getters!(Permit {
    /// Whether it may be sent.
    verdict: Bound<'py, PyAny> = |permit, py| permit.verdict.member(py)?;
    /// Whether it may be sent without another look.
    is_allowed: bool = |permit, _py| permit.is_allowed();
    /// Everything that stands against it; where nothing does, the reasons of the permission.
    reasons: Bound<'py, PyList> = |permit, py| reasons(py, &permit.reasons)?;
    /// What the ledger says, with its evidence and obligations.
    answer: Answer = |permit, _py| Answer(permit.answer.clone());
    /// What settles the reservation; ``None`` when nothing was reserved.
    token: Option<String> = |permit, _py| permit.token.clone();
    /// When the reservation ends.
    expires_at: Option<Bound<'py, PyAny>> = |permit, py| permit.expires_at.map(|at| py_instant(py, at)).transpose()?;
    /// Where it may not be sent now: the first instant at which it may, if nothing new arrives.
    not_before: Option<Bound<'py, PyAny>> = |permit, py| permit.not_before.map(|at| py_instant(py, at)).transpose()?;
    /// Where it may: the first instant at which it no longer may, if nothing new arrives.
    valid_until: Option<Bound<'py, PyAny>> = |permit, py| permit.valid_until.map(|at| py_instant(py, at)).transpose()?;
});
said!(Permit, "The verdict and its reasons in ``lang``.");
document!(Permit, core::Permit);

/// What came of settling a reservation.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("statement", "Statement", "contract")])
/// >>> contacts = al.consent.Contacts({"id": "contact", "version": 1})
/// >>> at = datetime(2026, 4, 1, tzinfo=UTC)
/// >>> permit = ledger.reserve(contacts, "w-1", "statement", channel="email", at=at, sender="hr", message="m-1")
/// >>> settled = ledger.commit(contacts, permit.token, at=at)
/// >>> settled.done, settled.contact.state
/// (True, <ContactState.SENT: 'sent'>)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Settled(core::Settled);

#[pymethods]
impl Settled {
    fn __repr__(&self) -> String {
        let done = if self.0.done { "done" } else { "not done" };
        format!("<Settled {}: {done}>", quoted(&self.0.contact.message))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.contact.token, self.0.done))
    }
}
getters!(Settled {
    /// Whether this call settled it. A message is to be sent only then.
    done: bool = |settled, _py| settled.done;
    /// Why not; empty when it did.
    reasons: Bound<'py, PyList> = |settled, py| reasons(py, &settled.reasons)?;
    /// The contact as it stands now.
    contact: Contact = |settled, _py| Contact(settled.contact.clone());
    /// Where the yes that it rests on is good for a number of uses: this use, for ``Ledger.extend``; ``None`` otherwise.
    used: Option<Event> = |settled, _py| settled.used.clone().map(Event);
});
document!(Settled, core::Settled);

/// What was sent to whom, what is about to be, and who wants a pause.
///
/// Two programs that send must share one of these. It may be shared between threads, also while it changes.
///
/// Parameters
/// ----------
/// rules : ContactRules or mapping
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("statement", "Statement", "contract")])
/// >>> rules = {"id": "contact", "version": 1, "caps": [{"id": "monthly", "at_most": 1, "within": "1 month"}]}
/// >>> contacts = al.consent.Contacts(rules)
/// >>> at = datetime(2026, 4, 1, tzinfo=UTC)
/// >>> permit = ledger.reserve(contacts, "w-1", "statement", channel="email", at=at, sender="hr", message="m-1")
/// >>> ledger.commit(contacts, permit.token, at=at).done
/// True
/// >>> print(ledger.reserve(contacts, "w-1", "statement", channel="email", at=at, sender="hr", message="m-2"))
/// Denied: 1 contact within 1 month (cap monthly)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Contacts(RwLock<core::Contacts>);

#[pymethods]
impl Contacts {
    #[new]
    fn new(rules: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = rules.py();
        let rules = convert::given(rules, "rules", |of: &ContactRules| &of.0)?;
        run(py, || core::Contacts::new(rules)).map(Self::of)
    }

    /// Keep a person's wish to hear nothing for a while.
    ///
    /// Parameters
    /// ----------
    /// subject : str
    /// from_ : datetime.datetime
    /// until : datetime.datetime, optional
    ///     Left out for a pause until `resume`.
    /// channels : iterable of Channel or str, optional
    ///     Left out for every channel.
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     For a pause that ends before it begins.
    #[pyo3(signature = (subject, *, from_, until=None, channels=None))]
    fn pause(
        &self,
        subject: &Bound<'_, PyAny>,
        from_: &Bound<'_, PyAny>,
        until: Option<&Bound<'_, PyAny>>,
        channels: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let py = subject.py();
        let until = optional(until, "until", instant)?;
        let mut pause = core::Pause::new(text(subject, "subject")?, instant(from_, "from_")?, until);
        pause.channels =
            optional(channels, "channels", |value, name| items(value, name, core::Channel::read))?;
        run(py, || self.write().pause(pause))
    }

    /// End the pauses of a person who wants to hear again: every one that holds at ``at``, on whatever channel.
    ///
    /// One that begins later stays. Whoever wants to hear on some channels only asks for a new pause on the others.
    ///
    /// Parameters
    /// ----------
    /// subject : str
    /// at : datetime.datetime
    ///
    /// Returns
    /// -------
    /// int
    ///     How many ended; 0 where none held.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import UTC, datetime
    /// >>> import alumni as al
    /// >>> contacts = al.consent.Contacts({"id": "contact", "version": 1})
    /// >>> contacts.pause("w-1", from_=datetime(2026, 4, 1, tzinfo=UTC))
    /// >>> contacts.resume("w-1", at=datetime(2026, 5, 1, tzinfo=UTC))
    /// 1
    #[pyo3(signature = (subject, *, at))]
    fn resume(&self, subject: &Bound<'_, PyAny>, at: &Bound<'_, PyAny>) -> PyResult<usize> {
        let py = subject.py();
        let (subject, at) = (text(subject, "subject")?, instant(at, "at")?);
        run(py, || self.write().resume(&subject, at))
    }

    /// Take in a contact that was made before, or elsewhere: it counts from now on. One of a known token is taken once.
    ///
    /// Parameters
    /// ----------
    /// contact : Contact or mapping
    fn record(&self, contact: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = contact.py();
        let contact = convert::given(contact, "contact", |of: &Contact| &of.0)?;
        run(py, || self.write().record(contact))
    }

    /// Give a reservation back: it no longer counts.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a token that was never given.
    #[pyo3(signature = (token, *, at))]
    fn cancel(&self, token: &Bound<'_, PyAny>, at: &Bound<'_, PyAny>) -> PyResult<Settled> {
        let py = token.py();
        let (token, at) = (text(token, "token")?, instant(at, "at")?);
        run(py, || self.write().cancel(&token, at)).map(Settled)
    }

    /// Every contact, by subject and then in the order in which it was recorded.
    #[getter]
    fn contacts(&self, py: Python<'_>) -> PyResult<Vec<Contact>> {
        run(py, || Ok(self.read().contacts().cloned().map(Contact).collect()))
    }

    /// The rules.
    #[getter]
    fn rules(&self, py: Python<'_>) -> PyResult<ContactRules> {
        run(py, || Ok(ContactRules(self.read().rules().clone())))
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        run(py, || Ok(self.read().contacts().count()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || Ok(format!("<Contacts {} contacts>", self.read().contacts().count())))
    }
}

locked!(
    Contacts,
    core::Contacts,
    "log",
    "{\"rules\": ..., \"contacts\": [...], \"pauses\": [...]}",
    "Whether both hold the same rules, contacts and pauses."
);

#[pymethods]
impl Ledger {
    /// Whether a message may be sent: asks without reserving.
    ///
    /// Parameters
    /// ----------
    /// contacts : Contacts
    /// subject, purpose : str
    /// channel : Channel or str
    /// at : datetime.datetime
    /// sender : str
    ///     Who sends: a team or a system.
    /// message : str
    ///     The sender's own id of the message. The same message goes to the same person on the same channel once.
    /// utc_offset : str, optional
    ///     The person's offset, like ``+09:00``; the time zone of the rules when left out.
    /// time_zone : str, optional
    ///     Instead of an offset the person's time zone, like ``America/New_York``.
    /// recipient, country : str, optional
    /// activity : Activity or str, optional
    /// regimes : iterable of str, optional
    ///     As for `may`.
    ///
    /// Returns
    /// -------
    /// Permit
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a purpose, of the question or of a cap, that the ledger does not know.
    #[pyo3(signature = (
        contacts, subject, purpose, *, channel, at, sender, message, utc_offset=None, time_zone=None, recipient=None,
        activity=None, country=None, regimes=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn may_contact(
        &self,
        py: Python<'_>,
        contacts: &Contacts,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        sender: &Bound<'_, PyAny>,
        message: &Bound<'_, PyAny>,
        utc_offset: Option<&Bound<'_, PyAny>>,
        time_zone: Option<&Bound<'_, PyAny>>,
        recipient: Option<&Bound<'_, PyAny>>,
        activity: Option<&Bound<'_, PyAny>>,
        country: Option<&Bound<'_, PyAny>>,
        regimes: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Permit> {
        let more = More { recipient, activity, country, data_of: None, regimes };
        let clock = Clock { utc_offset, time_zone, id_key: None };
        let request = request(subject, purpose, channel, at, more, sender, message, &clock)?;
        run(py, || self.read().may_contact(&contacts.read(), &request).map_err(of_an_argument)).map(Permit)
    }

    /// Reserve the sending of a message: the first of two steps. Where it is allowed, the permit has a token.
    ///
    /// Parameters
    /// ----------
    /// contacts : Contacts
    /// subject, purpose : str
    /// channel : Channel or str
    /// at : datetime.datetime
    /// sender : str
    /// message : str
    /// utc_offset, time_zone : str, optional
    /// recipient, country : str, optional
    /// activity : Activity or str, optional
    /// regimes : iterable of str, optional
    ///     As for `may`; `commit` asks with them again.
    /// id_key : str, optional
    ///     A secret of at least 16 bytes that the token is made with, which is also the id of the use that it becomes.
    ///
    /// Returns
    /// -------
    /// Permit
    #[pyo3(signature = (
        contacts, subject, purpose, *, channel, at, sender, message, utc_offset=None, time_zone=None, recipient=None,
        activity=None, country=None, regimes=None, id_key=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn reserve(
        &self,
        py: Python<'_>,
        contacts: &Contacts,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        sender: &Bound<'_, PyAny>,
        message: &Bound<'_, PyAny>,
        utc_offset: Option<&Bound<'_, PyAny>>,
        time_zone: Option<&Bound<'_, PyAny>>,
        recipient: Option<&Bound<'_, PyAny>>,
        activity: Option<&Bound<'_, PyAny>>,
        country: Option<&Bound<'_, PyAny>>,
        regimes: Option<&Bound<'_, PyAny>>,
        id_key: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Permit> {
        let more = More { recipient, activity, country, data_of: None, regimes };
        let clock = Clock { utc_offset, time_zone, id_key };
        let request = request(subject, purpose, channel, at, more, sender, message, &clock)?;
        run(py, || self.read().reserve(&mut contacts.write(), &request).map_err(of_an_argument)).map(Permit)
    }

    /// Settle a reservation as sent: the second step. Only the call whose answer is ``done`` may send.
    ///
    /// Ledger and rules are asked again: a pause or quiet hours that began in between stand against it, and so does a cap that was
    /// filled from outside. What was not sent stays held until the reservation ends.
    ///
    /// Where the yes is good for a number of uses, the answer has the use to record: ``ledger.extend([settled.used])``. Until it is
    /// on record, the gate counts the contact itself.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a token that was never given.
    /// InconsistentError
    ///     For an instant before the reservation.
    #[pyo3(signature = (contacts, token, *, at))]
    fn commit(
        &self,
        py: Python<'_>,
        contacts: &Contacts,
        token: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
    ) -> PyResult<Settled> {
        let (token, at) = (text(token, "token")?, instant(at, "at")?);
        run(py, || self.read().commit(&mut contacts.write(), &token, at)).map(Settled)
    }
}

/// What is wrong with a question, under the name of its argument here.
fn of_an_argument(error: Error) -> Error {
    match error.path().strip_prefix("question.") {
        Some(argument) => Error::new(error.kind(), error.message()).within(argument),
        None => error,
    }
}

/// The person's clock, in one of two ways, and what the token is made with.
struct Clock<'a, 'py> {
    utc_offset: Option<&'a Bound<'py, PyAny>>,
    time_zone: Option<&'a Bound<'py, PyAny>>,
    id_key: Option<&'a Bound<'py, PyAny>>,
}

#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
fn request(
    subject: &Bound<'_, PyAny>,
    purpose: &Bound<'_, PyAny>,
    channel: &Bound<'_, PyAny>,
    at: &Bound<'_, PyAny>,
    more: More<'_, '_>,
    sender: &Bound<'_, PyAny>,
    message: &Bound<'_, PyAny>,
    clock: &Clock<'_, '_>,
) -> PyResult<core::ContactRequest> {
    let channel = core::Channel::read(channel, "channel")?;
    let (subject, purpose) = (text(subject, "subject")?, text(purpose, "purpose")?);
    let mut question = core::Question::new(subject, purpose, channel, instant(at, "at")?);
    more.set(&mut question)?;
    let mut made = core::ContactRequest::new(question, text(sender, "sender")?, text(message, "message")?);
    made.utc_offset = optional(clock.utc_offset, "utc_offset", text)?;
    made.time_zone = optional(clock.time_zone, "time_zone", text)?;
    made.id_key = optional(clock.id_key, "id_key", secret)?;
    Ok(made)
}
