use alumni_core::consent as core;
use chrono::{DateTime, Utc};
use pyo3::prelude::*;

use super::answer::{Answer, State};
use super::event::EventKey;
use super::everybody::Everybody;
use super::ledger::Ledger;
use super::tables::{Answers, how};
use crate::boundary;
use crate::convert::{self, instant, items, optional, py_instant, quoted, text};
use crate::exceptions::{quick, run};
use crate::names::Names as _;
use crate::progress::{self, Stopped};
use crate::text::lang;

#[pymethods]
impl Ledger {
    /// Fold all events for many questions about ``at``, as it was known at ``known_at``.
    ///
    /// Parameters
    /// ----------
    /// at : datetime.datetime
    ///     The instant of the questions.
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant; left out for everything known.
    ///
    /// Returns
    /// -------
    /// Snapshot
    #[pyo3(signature = (at, *, known_at=None))]
    fn snapshot(
        &self,
        py: Python<'_>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Snapshot> {
        let (at, known_at) = (instant(at, "at")?, optional(known_at, "known_at", instant)?);
        run(py, || Ok(self.read().snapshot(at, known_at))).map(Snapshot)
    }
}

/// Where everybody stands at one instant: every subject's events folded once, for many questions about that instant.
///
/// It answers as `Ledger.may` does, for one's own use and without an activity. It keeps the ledger as it was: what the ledger
/// takes in afterwards is not in it. `Ledger.may_table` is for questions in a table.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> _ = ledger.extend([al.consent.Event("mail", "ce_88", "w-0471", "newsletter", "withdrawn",
/// ...                                     occurred_at=datetime(2025, 7, 1, tzinfo=UTC))])
/// >>> snapshot = ledger.snapshot(datetime(2026, 4, 1, tzinfo=UTC))
/// >>> snapshot.states, snapshot.may("w-0471", "newsletter", channel="email")
/// (1, <Stand 'w-0471' 'newsletter': denied by consent-withdrawn>)
/// >>> [stand.code for stand in snapshot.may_all(["w-0471", "w-9"], "newsletter", channel="email")]
/// ['consent-withdrawn', 'consent-never-asked']
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Snapshot(pub(super) core::Snapshot);

#[pymethods]
impl Snapshot {
    /// May we do this to ``subject``? As `Ledger.may`, at the instant of the snapshot.
    ///
    /// Parameters
    /// ----------
    /// subject, purpose : str
    /// channel : Channel or str, optional
    ///     Left out for the purpose as a whole.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a purpose that is not known here. A subject nobody has heard of is an answer: never asked.
    #[pyo3(signature = (subject, purpose, *, channel=None))]
    fn may(
        slf: &Bound<'_, Self>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Stand> {
        let (subject, purpose) = (text(subject, "subject")?, text(purpose, "purpose")?);
        let channel = optional(channel, "channel", core::Channel::read)?;
        let snapshot = &slf.get().0;
        let told = run(slf.py(), || snapshot.may(&subject, &purpose, channel).map(|stand| Told::of(&stand)))?;
        Ok(Stand { snapshot: slf.clone().unbind(), subject, purpose, channel, told })
    }

    /// The same for each of ``subjects``, in their order: many are looked up at a time.
    ///
    /// Parameters
    /// ----------
    /// subjects : iterable of str
    /// purpose : str
    /// channel : Channel or str, optional
    ///
    /// Returns
    /// -------
    /// list of Stand
    #[pyo3(signature = (subjects, purpose, *, channel=None))]
    fn may_all(
        slf: &Bound<'_, Self>,
        subjects: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Stand>> {
        let (subjects, purpose) = (items(subjects, "subjects", text)?, text(purpose, "purpose")?);
        let channel = optional(channel, "channel", core::Channel::read)?;
        let snapshot = &slf.get().0;
        let told = run(slf.py(), || {
            let mut told = Vec::with_capacity(subjects.len());
            let names = subjects.iter().map(String::as_str);
            snapshot.may_each(names, &purpose, channel, |stand| told.push(Told::of(&stand)))?;
            Ok(told)
        })?;
        let stand = |(subject, told)| Stand {
            snapshot: slf.clone().unbind(),
            subject,
            purpose: purpose.clone(),
            channel,
            told,
        };
        Ok(subjects.into_iter().zip(told).map(stand).collect())
    }

    /// The same for everybody who has ever been an event's subject: whom may we write to?
    ///
    /// Nobody is looked up for it, which takes less time than `may_all` of all names.
    ///
    /// Parameters
    /// ----------
    /// purpose : str
    /// channel : Channel or str, optional
    ///     Left out for the purpose as a whole.
    /// evidence : bool, default True
    ///     Whether the table has the events that the answers rest on, which is what takes the most time.
    ///
    /// Returns
    /// -------
    /// Everybody
    ///     In the order in which the ledger first heard of them.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a purpose that is not known here.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import UTC, datetime
    /// >>> import alumni as al
    /// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
    /// >>> _ = ledger.extend([al.consent.Event("mail", "ce_88", "w-0471", "newsletter", "withdrawn",
    /// ...                                     occurred_at=datetime(2025, 7, 1, tzinfo=UTC))])
    /// >>> everybody = ledger.snapshot(datetime(2026, 4, 1, tzinfo=UTC)).everybody("newsletter", channel="email")
    /// >>> print(everybody)
    /// 1 rows: Allowed 0, Review 0, Denied 1
    ///   Denied: withdrawn 1
    /// >>> everybody.subjects("denied")
    /// ['w-0471']
    #[pyo3(signature = (purpose, *, channel=None, evidence=None))]
    fn everybody(
        slf: &Bound<'_, Self>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
        evidence: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Everybody> {
        let purpose = text(purpose, "purpose")?;
        let channel = optional(channel, "channel", core::Channel::read)?;
        let evidence = optional(evidence, "evidence", convert::boolean)?.unwrap_or(true);
        Everybody::new(slf, purpose, channel, evidence)
    }

    /// The same for every row of a table, far faster than `Ledger.may_table`, which folds each.
    ///
    /// A part of the question is a column of its name (``subject``, ``purpose``, ``channel``) or one value for all rows.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     Anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, with a column ``subject``. Another column is an error, but
    ///     for ``id``.
    /// purpose : str, optional
    /// channel : Channel or str, optional
    ///     Left out and without a column: the purpose as a whole.
    /// faults : {"error", "denied"}, default "error"
    ///     What a row is that cannot be asked: a fault, or denied with the reason ``consent-question-unusable`` and counted in
    ///     ``unusable``.
    /// evidence : bool, default True
    ///     Whether the answers have the event that decided, which is what takes the most time.
    /// id : str, optional
    ///     The column whose values go with the answers: texts or whole numbers. ``"subject"`` will do.
    /// progress : bool or callable, optional
    ///     Called after each batch with the number of rows so far; ``True`` shows a bar where tqdm is installed.
    ///
    /// Returns
    /// -------
    /// Answers
    ///     Brief ones, in the table's order: the reason that decided and no obligations.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     For a subject or purpose that is neither a column nor given.
    /// DuplicateError
    ///     For a part that is both.
    /// AlumniError
    ///     Of the kind that fits, with column and row in ``path``, for a row that cannot be asked.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import UTC, datetime
    /// >>> import alumni as al
    /// >>> import polars as pl
    /// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
    /// >>> snapshot = ledger.snapshot(datetime(2026, 4, 1, tzinfo=UTC))
    /// >>> people = pl.DataFrame({"subject": ["w-1", "w-2"], "channel": ["email", "sms"]})
    /// >>> answers = snapshot.may_table(people, purpose="newsletter", id="subject")
    /// >>> answers.to_polars().select("subject", "verdict", "reason").rows()
    /// [('w-1', 'denied', 'consent-never-asked'), ('w-2', 'denied', 'consent-never-asked')]
    #[pyo3(signature = (
        frame, *, purpose=None, channel=None, faults=None, evidence=None, id=None, progress=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn may_table(
        &self,
        py: Python<'_>,
        frame: &Bound<'_, PyAny>,
        purpose: Option<&Bound<'_, PyAny>>,
        channel: Option<&Bound<'_, PyAny>>,
        faults: Option<&Bound<'_, PyAny>>,
        evidence: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Answers> {
        let mut options = how(py, faults, evidence)?;
        options.purpose = optional(purpose, "purpose", text)?;
        options.channel = optional(channel, "channel", core::Channel::read)?;
        let id = optional(id, "id", text)?;
        let told = progress::Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        let answered =
            run(py, || Ok(self.0.may_table(table, options, id.as_deref(), |rows| told.tell(rows))))?;
        answered.map(Answers).map_err(|Stopped(error)| error)
    }

    /// The ledger as it was; its events are not copied.
    #[getter]
    fn ledger(&self) -> Ledger {
        Ledger::of(self.0.ledger().clone())
    }

    fn __repr__(&self) -> String {
        format!("<Snapshot of {}: {} states>", self.0.at().to_rfc3339(), self.0.states())
    }

    fn __eq__(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        let same = (self.0.at(), self.0.known_at()) == (other.0.at(), other.0.known_at());
        Ok(same && self.ledger().into_pyobject(py)?.eq(other.ledger().into_pyobject(py)?)?)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.at(), self.0.known_at()))
    }

    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        // Frozen all the way down: the copy is the thing itself.
        let _ = memo;
        slf
    }

    /// It is folded again where it arrives.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Py<PyAny>, Bound<'py, PyAny>)> {
        let made = py.get_type::<Self>().getattr("_of")?.unbind();
        let known_at = self.0.known_at().map(|at| py_instant(py, at)).transpose()?;
        Ok((made, (self.ledger(), py_instant(py, self.0.at())?, known_at).into_pyobject(py)?.into_any()))
    }

    /// A snapshot of this ledger.
    #[staticmethod]
    fn _of(
        py: Python<'_>,
        ledger: &Ledger,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        ledger.snapshot(py, at, known_at)
    }
}
getters!(Snapshot {
    /// The instant it is about.
    at: Bound<'py, PyAny> = |snapshot, py| py_instant(py, snapshot.at())?;
    /// The instant as of which it was known; ``None`` for everything known.
    known_at: Option<Bound<'py, PyAny>> = |snapshot, py| snapshot.known_at().map(|at| py_instant(py, at)).transpose()?;
    /// How many states it holds: one for each subject, purpose and channel (or none) that an event names.
    states: usize = |snapshot, _py| snapshot.states();
    /// The memory that it takes besides the events, in bytes.
    bytes: usize = |snapshot, _py| snapshot.bytes();
});

/// What a stand says, apart from the snapshot's own memory.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Told {
    verdict: core::Verdict,
    code: &'static str,
    evidence: Option<core::EventKey>,
    valid_until: Option<DateTime<Utc>>,
    state: core::State,
}

impl Told {
    pub(super) fn of(stand: &core::Stand<'_>) -> Self {
        Self {
            verdict: stand.verdict(),
            code: stand.code(),
            evidence: stand.evidence().map(|(source, id)| core::EventKey::new(source, id)),
            valid_until: stand.valid_until(),
            state: stand.state(),
        }
    }
}

/// What a `Snapshot` says about one question: the verdict with the reason that decided and the event it rests on.
///
/// It prints as the answer in full, which `answer` gives.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> _ = ledger.extend([al.consent.Event("mail", "ce_88", "w-0471", "newsletter", "withdrawn",
/// ...                                     occurred_at=datetime(2025, 7, 1, tzinfo=UTC))])
/// >>> stand = ledger.snapshot(datetime(2026, 4, 1, tzinfo=UTC)).may("w-0471", "newsletter", channel="email")
/// >>> print(stand)
/// Denied: withdrawn on 2025-07-01 (event ce_88)
/// >>> stand.verdict, stand.code, stand.evidence.id
/// (<Verdict.DENIED: 'denied'>, 'consent-withdrawn', 'ce_88')
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Stand {
    snapshot: Py<Snapshot>,
    subject: String,
    purpose: String,
    channel: Option<core::Channel>,
    told: Told,
}

impl Stand {
    pub(super) fn new(
        snapshot: Py<Snapshot>,
        subject: String,
        purpose: String,
        channel: Option<core::Channel>,
        told: Told,
    ) -> Self {
        Self { snapshot, subject, purpose, channel, told }
    }
}

#[pymethods]
impl Stand {
    /// Whom it is about.
    #[getter]
    fn subject(&self) -> &str {
        &self.subject
    }

    /// The purpose's id.
    #[getter]
    fn purpose(&self) -> &str {
        &self.purpose
    }

    /// The channel; ``None`` for the purpose as a whole.
    #[getter]
    fn channel<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.channel.map(|channel| channel.member(py)).transpose()
    }

    /// Whether it may be done.
    #[getter]
    fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.told.verdict.member(py)
    }

    /// Whether it may be done without another look.
    #[getter]
    fn is_allowed(&self) -> bool {
        self.told.verdict == core::Verdict::Allowed
    }

    /// The code of the reason that decided.
    #[getter]
    fn code(&self) -> &'static str {
        self.told.code
    }

    /// The first event that it rests on; ``None`` where it rests on none.
    #[getter]
    fn evidence(&self) -> Option<EventKey> {
        self.told.evidence.clone().map(EventKey)
    }

    /// The next instant at which the answer changes if nothing new arrives; ``None`` when it never does.
    #[getter]
    fn valid_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.told.valid_until.map(|at| py_instant(py, at)).transpose()
    }

    /// Where the subject stands.
    #[getter]
    fn state(&self) -> State {
        State(self.told.state)
    }

    /// The answer in full: every reason with its arguments, all evidence, obligations and duties.
    fn answer(&self, py: Python<'_>) -> PyResult<Answer> {
        let snapshot = &self.snapshot.get().0;
        let answer = || snapshot.may(&self.subject, &self.purpose, self.channel)?.answer();
        run(py, answer).map(Answer)
    }

    /// The verdict and its reasons in ``lang``, as of the answer in full.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        let answer = self.answer(py)?;
        quick(py, || answer.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        self.text(py, None)
    }

    fn __repr__(&self) -> String {
        let (subject, purpose) = (quoted(&self.subject), quoted(&self.purpose));
        format!("<Stand {subject} {purpose}: {} by {}>", self.told.verdict, self.told.code)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        self.answer(py)?._repr_html_(py)
    }

    fn __eq__(&self, other: &Self) -> bool {
        let of =
            |stand: &Self| (stand.subject.clone(), stand.purpose.clone(), stand.channel, stand.told.clone());
        of(self) == of(other)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.subject, &self.purpose, self.told.code))
    }

    fn __copy__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    #[pyo3(signature = (memo, /))]
    fn __deepcopy__<'py>(slf: PyRef<'py, Self>, memo: &Bound<'py, PyAny>) -> PyRef<'py, Self> {
        // Frozen all the way down: the copy is the thing itself.
        let _ = memo;
        slf
    }

    /// The question is asked again where it arrives.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Py<PyAny>, Bound<'py, PyAny>)> {
        let made = py.get_type::<Self>().getattr("_of")?.unbind();
        let asked = (self.snapshot.clone_ref(py), &self.subject, &self.purpose, self.channel(py)?);
        Ok((made, asked.into_pyobject(py)?.into_any()))
    }

    /// What this snapshot says.
    #[staticmethod]
    fn _of(
        snapshot: &Bound<'_, Snapshot>,
        subject: &Bound<'_, PyAny>,
        purpose: &Bound<'_, PyAny>,
        channel: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Snapshot::may(snapshot, subject, purpose, channel)
    }
}
