use std::collections::BTreeMap;
use std::sync::{RwLock, RwLockReadGuard, RwLockWriteGuard};

use alumni_core::Error;
use alumni_core::consent as core;
use pyo3::prelude::*;

use super::alumni::{AtExit, DirectoryMatrix, Invitations, directory};
use super::answer::{Answer, More, State, Summary};
use super::event::{Event, EventKey, event};
use super::packs::{Pack, RuleChange, in_python, regimes};
use super::purpose::{Notice, Purpose, notice, purpose};
use crate::convert::{self, instant, items, optional, text};
use crate::exceptions::{raise, run};
use crate::names::Names as _;

/// What was said, by whom, when, and when it became known: an append-only record that answers questions.
///
/// The answer depends on the set of events alone: not on their order, their partition into deliveries, or how often each was
/// delivered. A ledger may be shared between threads, also while it grows.
///
/// Parameters
/// ----------
/// purposes : iterable of Purpose or mapping
/// notices : iterable of Notice or mapping
/// packs : iterable of Pack, mapping or str, optional
///     The legal packs it answers under; a text is the id of a shipped one, or a place such as ``jp`` for all of it.
/// regimes : iterable of str or mapping, optional
///     What everybody is under, such as ``["jp"]``, or ``{"everyone": [...], "subjects": {"w-1": [...]}}``. Whose regimes are
///     not named is under all of the packs'.
/// clocks : mapping, optional
///     How far the sources' clocks may be off, and whose times are not to be trusted:
///     ``{"tolerance_seconds": 60, "sources": {"recruiting": 600}, "untrusted": ["old-list"]}``. A yes lifts a no only where it
///     is certain to be the later one.
/// recipient_countries : mapping of str to str, optional
///     In which country (ISO 3166-1 alpha-2) recipients are: ``{"all_alumni": "JP"}``. Every question with such a recipient and
///     without a country is asked as if it named this one; whose country nobody says counts as abroad.
///
/// Raises
/// ------
/// AlumniError
///     With the place in ``path``, such as ``notices[1].purposes[0]``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger(
/// ...     [al.consent.Purpose("job_contact", "Jobs", "consent")],
/// ...     [al.consent.Notice("alumni", 1, ["job_contact"], text={"en": "We may write to you about jobs."})],
/// ... )
/// >>> ledger.extend([
/// ...     al.consent.Event("form", "ce_12", "w-0471", "job_contact", "given",
/// ...                      occurred_at=datetime(2024, 3, 29, tzinfo=UTC), notice=("alumni", 1)),
/// ...     {"source": "mail", "id": "ce_88", "subject": "w-0471", "purpose": "job_contact", "kind": "withdrawn",
/// ...      "occurred_at": "2025-07-01T18:00:00+09:00", "received_at": "2025-07-01T18:00:05+09:00"},
/// ... ])
/// <Extended 2 added, 0 duplicates>
/// >>> print(ledger.may("w-0471", "job_contact", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC)))
/// Denied: withdrawn on 2025-07-01 (event ce_88)
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Ledger(RwLock<core::Ledger>);

impl Ledger {
    pub(crate) fn of(ledger: core::Ledger) -> Self {
        Self(RwLock::new(ledger))
    }

    /// A panic while events went in would leave the ledger in doubt: from then on every call says so.
    #[expect(clippy::expect_used, reason = "becomes an AlumniInternalError at the boundary")]
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, core::Ledger> {
        self.0.read().expect("an earlier call failed while it changed the ledger")
    }

    #[expect(clippy::expect_used, reason = "becomes an AlumniInternalError at the boundary")]
    pub(super) fn write(&self) -> RwLockWriteGuard<'_, core::Ledger> {
        self.0.write().expect("an earlier call failed while it changed the ledger")
    }

    fn json(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || {
            serde_json::to_string(&*self.read()).map_err(|error| Error::inconsistent(error.to_string()))
        })
    }
}

/// Whether it is a table of cells, as `extend_table` reads it, and not of documents.
fn has_flat_notices(events: &Bound<'_, PyAny>) -> PyResult<bool> {
    if !events.hasattr("__arrow_c_stream__")? {
        return Ok(false);
    }
    // pyarrow has its columns themselves under the name that others have for the columns' names.
    let names = match events.getattr_opt("column_names")? {
        None => events.getattr_opt("columns")?,
        names => names,
    };
    names.map_or(Ok(false), |names| names.contains("notice_id"))
}

#[pymethods]
impl Ledger {
    #[new]
    #[pyo3(signature = (
        purposes, notices=None, *, packs=None, regimes=None, clocks=None, recipient_countries=None,
    ))]
    fn new(
        purposes: &Bound<'_, PyAny>,
        notices: Option<&Bound<'_, PyAny>>,
        packs: Option<&Bound<'_, PyAny>>,
        regimes: Option<&Bound<'_, PyAny>>,
        clocks: Option<&Bound<'_, PyAny>>,
        recipient_countries: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = purposes.py();
        let purposes = items(purposes, "purposes", purpose)?;
        let notices =
            optional(notices, "notices", |value, name| items(value, name, notice))?.unwrap_or_default();
        let packs = optional(packs, "packs", super::packs::packs)?.unwrap_or_default();
        let regimes = optional(regimes, "regimes", self::regimes)?.unwrap_or_default();
        let clocks: core::Clocks = optional(clocks, "clocks", convert::plain)?.unwrap_or_default();
        let countries: BTreeMap<String, String> =
            optional(recipient_countries, "recipient_countries", convert::plain)?.unwrap_or_default();
        run(py, || {
            let ledger = core::Ledger::new(purposes, notices)?.with_packs(packs)?;
            ledger.with_regimes(regimes)?.with_clocks(clocks)?.with_recipient_countries(countries)
        })
        .map(Self::of)
    }

    /// Take events in: all of them, or none when one cannot be used.
    ///
    /// Parameters
    /// ----------
    /// events : iterable of Event or mapping, or a table of them
    ///     In any order; an event that was delivered before is a duplicate.
    ///
    /// Returns
    /// -------
    /// Extended
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     For an event that differs from the one known under its source and id.
    /// AlumniError
    ///     For events that contradict themselves; ``path`` names place and field: ``events[12].purpose``.
    fn extend(&self, py: Python<'_>, events: &Bound<'_, PyAny>) -> PyResult<Extended> {
        if has_flat_notices(events)? {
            let message =
                "expected events, got a table with the column `notice_id`, which `extend_table` takes in";
            return Err(raise(&Error::wrong_type(message).within("events")));
        }
        let events = items(events, "events", event)?;
        run(py, || self.write().extend(events)).map(Extended)
    }

    /// May we?
    ///
    /// Parameters
    /// ----------
    /// subject : str
    ///     Whom it is about. Somebody nobody has heard of is an answer: never asked.
    /// purpose : str
    ///     The purpose's id.
    /// channel : Channel or str, optional
    ///     The channel to be used; left out for the purpose as a whole.
    /// recipient : str, optional
    ///     To whom data would be disclosed; left out for the controller's own use.
    /// at : datetime.datetime
    ///     The instant at which it would be done.
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant; left out for everything known.
    /// activity : Activity or str, optional
    ///     What would be done; left out, legal packs take it for everything they know.
    /// country : str, optional
    ///     The country of the recipient (ISO 3166-1 alpha-2); left out, it is the one in which the ledger knows the recipient to be,
    ///     and where it knows none, the recipient counts as abroad.
    /// data_of : str, optional
    ///     Whose data it is about, where that is somebody else such as a companion.
    /// regimes : iterable of str, optional
    ///     The regimes the subject is under, besides those that the ledger knows.
    ///
    /// Returns
    /// -------
    /// Answer
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a purpose that is not known here.
    #[pyo3(signature = (
        subject, purpose, *, channel=None, recipient=None, at, known_at=None, activity=None, country=None, data_of=None,
        regimes=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn may(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
        recipient: Option<&Bound<'_, PyAny>>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
        activity: Option<&Bound<'_, PyAny>>,
        country: Option<&Bound<'_, PyAny>>,
        data_of: Option<&Bound<'_, PyAny>>,
        regimes: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answer> {
        let channel = optional(channel, "channel", core::Channel::read)?;
        let at = instant(at, "at")?;
        let mut question =
            core::Question::new(text(subject, "subject")?, text(purpose, "purpose")?, channel, at);
        question.known_at = optional(known_at, "known_at", instant)?;
        More { recipient, activity, country, data_of, regimes }.set(&mut question)?;
        run(py, || self.read().may(&question)).map(Answer)
    }

    /// Where a subject stands at ``at``, for the controller's own use, as known at ``known_at``.
    #[pyo3(signature = (subject, purpose, *, channel=None, at, known_at=None))]
    fn state(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<State> {
        let (subject, purpose) = (text(subject, "subject")?, text(purpose, "purpose")?);
        let channel = optional(channel, "channel", core::Channel::read)?;
        let at = instant(at, "at")?;
        let known_at = optional(known_at, "known_at", instant)?;
        run(py, || self.read().state(&subject, &purpose, channel, at, known_at)).map(State)
    }

    /// How many may be reached for ``purpose``, and what blocks the rest.
    ///
    /// Parameters
    /// ----------
    /// purpose : str
    /// channel : Channel or str, optional
    /// at : datetime.datetime
    /// among : iterable of str, optional
    ///     The subjects to count, each once, whether the ledger knows them or not; all subjects of the ledger when left out.
    #[pyo3(signature = (purpose, *, channel=None, at, among=None))]
    fn summary(
        &self,
        py: Python<'_>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
        at: &Bound<'_, PyAny>,
        among: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Summary> {
        let purpose = text(purpose, "purpose")?;
        let channel = optional(channel, "channel", core::Channel::read)?;
        let at = instant(at, "at")?;
        let among = optional(among, "among", |value, name| items(value, name, text))?;
        run(py, || match among {
            Some(subjects) => {
                self.read().summary_among(subjects.iter().map(String::as_str), &purpose, channel, at)
            }
            None => self.read().summary(&purpose, channel, at),
        })
        .map(Summary)
    }

    /// The subjects for whom ``purpose`` is allowed without any channel, such as computing a score, sorted.
    ///
    /// Parameters
    /// ----------
    /// purpose : str
    /// at : datetime.datetime
    /// among : iterable of str, optional
    ///     The subjects to look at; all subjects of the ledger when left out.
    #[pyo3(signature = (purpose, *, at, among=None))]
    fn permitted(
        &self,
        py: Python<'_>,
        purpose: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        among: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<String>> {
        let purpose = text(purpose, "purpose")?;
        let at = instant(at, "at")?;
        let among = optional(among, "among", |value, name| items(value, name, text))?;
        run(py, || {
            let ledger = self.read();
            let found = match &among {
                Some(subjects) => {
                    ledger.permitted_among(subjects.iter().map(String::as_str), &purpose, at)?
                }
                None => ledger.permitted(&purpose, at)?,
            };
            Ok(found.into_iter().map(str::to_owned).collect())
        })
    }

    /// What changes for this ledger on the days from ``start`` to ``end``, both included.
    ///
    /// The rules that begin or cease to apply under a regime that anybody here is under, with the purposes and channels they
    /// touch; rules that touch none are left out.
    fn changes_between(
        &self,
        py: Python<'_>,
        start: &Bound<'_, PyAny>,
        end: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<RuleChange>> {
        let (start, end) = (convert::date(start, "start")?, convert::date(end, "end")?);
        let changes = run(py, || self.read().changes_between(start, end).map_err(in_python))?;
        Ok(changes.into_iter().map(RuleChange).collect())
    }

    /// How much of the network rests on consent that was given while still employed, at ``at``, to whichever recipient.
    #[pyo3(signature = (*, at))]
    fn at_exit(&self, py: Python<'_>, at: &Bound<'_, PyAny>) -> PyResult<AtExit> {
        let at = instant(at, "at")?;
        run(py, || Ok(AtExit(self.read().at_exit(at))))
    }

    /// Who may see which field of ``subject``: every field of the directory with every audience.
    ///
    /// Parameters
    /// ----------
    /// directory : Directory or mapping
    /// subject : str
    /// at : datetime.datetime
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant; left out for everything known.
    #[pyo3(signature = (directory, subject, *, at, known_at=None))]
    fn directory(
        &self,
        py: Python<'_>,
        directory: &Bound<'_, PyAny>,
        subject: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<DirectoryMatrix> {
        let directory = self::directory(directory, "directory")?;
        let subject = text(subject, "subject")?;
        let (at, known_at) = (instant(at, "at")?, optional(known_at, "known_at", instant)?);
        run(py, || self.read().directory(&directory, &subject, at, known_at)).map(DirectoryMatrix)
    }

    /// Whom the takeover of a group elsewhere may ask, as events to be recorded once they were sent; and who is left out.
    ///
    /// The events are requests and permit nothing; the ledger is not changed.
    ///
    /// Parameters
    /// ----------
    /// takeover : mapping
    ///     ``source`` (the group), ``purpose``, ``channel``, ``notice``, ``at`` and ``members``.
    fn invitations(&self, py: Python<'_>, takeover: &Bound<'_, PyAny>) -> PyResult<Invitations> {
        let takeover: core::Takeover = convert::plain(takeover, "takeover")?;
        run(py, || self.read().invitations(&takeover)).map(Invitations)
    }

    /// The legal packs it answers under.
    #[getter]
    fn packs(&self, py: Python<'_>) -> PyResult<Vec<Pack>> {
        run(py, || Ok(self.read().packs().iter().cloned().map(Pack).collect()))
    }

    /// The subjects of all events, sorted.
    #[getter]
    fn subjects(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        run(py, || Ok(self.read().subjects().map(str::to_owned).collect()))
    }

    /// The purposes, sorted by id.
    #[getter]
    fn purposes(&self, py: Python<'_>) -> PyResult<Vec<Purpose>> {
        run(py, || Ok(self.read().purposes().cloned().map(Purpose).collect()))
    }

    /// The notices, sorted by id and version.
    #[getter]
    fn notices(&self, py: Python<'_>) -> PyResult<Vec<Notice>> {
        run(py, || Ok(self.read().notices().cloned().map(Notice).collect()))
    }

    /// The events, sorted by source and id, each once.
    #[getter]
    fn events(&self, py: Python<'_>) -> PyResult<Vec<Event>> {
        run(py, || Ok(self.read().events().map(Event).collect()))
    }

    /// In which country recipients are, as far as the ledger knows.
    #[getter]
    fn recipient_countries(&self, py: Python<'_>) -> PyResult<BTreeMap<String, String>> {
        run(py, || Ok(self.read().recipient_countries().clone()))
    }

    /// SHA-256 of all events, in lower-case hexadecimal: equal for equal sets of events.
    #[getter]
    fn state_hash(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || Ok(self.read().state_hash()))
    }

    /// Read a ledger from JSON.
    ///
    /// The document is ``{"purposes": [...], "notices": [...], "events": [...], "packs": [...], "regimes": {...},
    /// "clocks": {...}, "recipient_countries": {...}}``, of which the purposes must be there.
    #[staticmethod]
    fn from_json(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::Ledger::from_json(&text)).map(Self::of)
    }

    /// The document of purposes, notices and events, which `from_json` reads back.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        self.json(py)
    }

    /// The same document as Python values.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py.import("json")?.getattr("loads")?.call1((self.json(py)?,))
    }

    /// Whether both hold the same purposes, notices and events.
    fn __eq__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        Ok(self.json(py)? == other.json(py)?)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?.unbind(), (slf.get().json(slf.py())?,)))
    }

    fn __copy__(&self, py: Python<'_>) -> PyResult<Self> {
        run(py, || Ok(Self::of(self.read().clone())))
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__(&self, py: Python<'_>, memo: &Bound<'_, PyAny>) -> PyResult<Self> {
        let _ = memo;
        self.__copy__(py)
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        run(py, || Ok(self.read().events().count()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || {
            let ledger = self.read();
            let (events, subjects) = (ledger.len(), ledger.subjects().count());
            Ok(format!("<Ledger {events} events about {subjects} subjects>"))
        })
    }
}

/// What an `extend` did.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("records", "Records", "legal_obligation")])
/// >>> ledger.extend([]).added
/// 0
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Extended(pub(super) core::Extended);

#[pymethods]
impl Extended {
    fn __repr__(&self) -> String {
        format!("<Extended {} added, {} duplicates>", self.0.added, self.0.duplicates)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.added, self.0.duplicates))
    }
}
getters!(Extended {
    /// Events that were new.
    added: usize = |extended, _py| extended.added;
    /// Events that were there before, or twice in this delivery.
    duplicates: usize = |extended, _py| extended.duplicates;
    /// New events that name a notice this ledger does not have, or has with another text: kept, but they permit nothing.
    unproven: Vec<EventKey> = |extended, _py| extended.unproven.iter().cloned().map(EventKey).collect();
});
document!(Extended, core::Extended);
