use alumni_core::consent as core;
use alumni_core::text::Lang;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::event::EventKey;
use super::packs::Duty;
use crate::convert::{items, optional, py_instant, quoted, text};
use crate::exceptions::quick;
use crate::html;
use crate::names::Names as _;
use crate::text::{lang, reasons};

/// The answer to a question, with everything that is needed to check it.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> answer = ledger.may("w-1", "newsletter", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> answer.verdict, answer.is_allowed, answer.evidence
/// (<Verdict.DENIED: 'denied'>, False, [])
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Answer(pub(crate) core::Answer);

#[pymethods]
impl Answer {
    fn __repr__(&self) -> String {
        let Self(answer) = self;
        let (subject, purpose) = (quoted(&answer.question.subject), quoted(&answer.question.purpose));
        format!("<Answer {subject} {purpose}: {}>", answer.verdict.as_str())
    }

    pub(super) fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let reasons =
                self.0.reasons.iter().map(|reason| vec!["reason".to_owned(), reason.text(Lang::En)]);
            let evidence = self.0.evidence.iter().map(|key| vec!["evidence".to_owned(), key.to_string()]);
            let duties =
                self.0.obligations.iter().map(|duty| vec!["obligation".to_owned(), duty.text(Lang::En)]);
            let until = self.0.valid_until.iter().map(|at| vec!["valid until".to_owned(), at.to_rfc3339()]);
            let rows: Vec<_> = reasons.chain(evidence).chain(duties).chain(until).collect();
            let question = &self.0.question;
            let title =
                format!("{}, {}: {}", question.subject, question.purpose, self.0.verdict.text(Lang::En));
            html::table(&title, &[], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        let question = &self.0.question;
        crate::document::hash(&(&question.subject, &question.purpose, question.at, self.0.verdict))
    }
}
getters!(Answer {
    /// Whether it may be done.
    verdict: Bound<'py, PyAny> = |answer, py| answer.verdict.member(py)?;
    /// Whether it may be done without another look.
    is_allowed: bool = |answer, _py| answer.is_allowed();
    /// Why: first the reason that decided, then what is to be noted.
    reasons: Bound<'py, PyList> = |answer, py| reasons(py, &answer.reasons)?;
    /// The events the reasons rest on; empty where nothing is recorded.
    evidence: Vec<EventKey> = |answer, _py| answer.evidence.iter().cloned().map(EventKey).collect();
    /// What to do when it is done; empty when it is denied.
    obligations: Vec<Bound<'py, PyAny>> =
        |answer, py| answer.obligations.iter().map(|duty| duty.member(py)).collect::<PyResult<_>>()?;
    /// What the rules of the legal packs ask for when it is done, each with its article.
    duties: Vec<Duty> = |answer, _py| answer.duties.iter().cloned().map(Duty).collect();
    /// The next instant at which this answer changes if nothing new arrives; ``None`` when it never does.
    valid_until: Option<Bound<'py, PyAny>> = |answer, py| answer.valid_until.map(|at| py_instant(py, at)).transpose()?;
    /// Where the subject stands.
    state: State = |answer, _py| State(answer.state);
    /// The question.
    question: Question = |answer, _py| Question(answer.question.clone());
});
said_at!(Answer, "The verdict and its reasons in ``lang``.");
document!(Answer, core::Answer);

/// May we do this, to this person, at this instant, as known then?
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> ledger.may("w-1", "newsletter", channel="email", at=datetime(2026, 4, 1, tzinfo=UTC)).question.channel
/// <Channel.EMAIL: 'email'>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Question(core::Question);

#[pymethods]
impl Question {
    fn __repr__(&self) -> String {
        format!("<Question {} {}>", quoted(&self.0.subject), quoted(&self.0.purpose))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.subject, &self.0.purpose, self.0.at))
    }
}
getters!(Question {
    /// Whom it is about.
    subject: String = |question, _py| question.subject.clone();
    /// The purpose's id.
    purpose: String = |question, _py| question.purpose.clone();
    /// The channel to be used; ``None`` for the purpose as a whole.
    channel: Option<Bound<'py, PyAny>> = |question, py| question.channel.map(|of| of.member(py)).transpose()?;
    /// To whom data would be disclosed; ``None`` for the controller's own use.
    recipient: Option<String> = |question, _py| question.recipient.clone();
    /// The instant at which it would be done.
    at: Bound<'py, PyAny> = |question, py| py_instant(py, question.at)?;
    /// As it was known at this instant; ``None`` for everything known.
    known_at: Option<Bound<'py, PyAny>> = |question, py| question.known_at.map(|at| py_instant(py, at)).transpose()?;
    /// What would be done; ``None`` where nobody says.
    activity: Option<Bound<'py, PyAny>> = |question, py| question.activity.map(|of| of.member(py)).transpose()?;
    /// The country of the recipient; ``None`` where it is not known.
    country: Option<String> = |question, _py| question.country.clone();
    /// Whose data it is about, where that is somebody else.
    data_of: Option<String> = |question, _py| question.data_of.clone();
    /// The regimes the subject is under, besides those that the ledger knows.
    regimes: Vec<String> = |question, _py| question.regimes.clone();
});
document!(Question, core::Question, core::Question::from_json);

/// Where one subject stands with one purpose, channel and recipient.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> state = ledger.state("w-1", "newsletter", at=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> state.decision.value, state.request.value, state.restricted
/// ('undecided', 'not_asked', False)
/// >>> state.status
/// <Status.UNKNOWN: 'ConsentUnknown'>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct State(pub(super) core::State);

#[pymethods]
impl State {
    fn __repr__(&self) -> String {
        format!("<State {}, {}>", self.0.decision.as_str(), self.0.request.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
getters!(State {
    /// The decision.
    decision: Bound<'py, PyAny> = |state, py| state.decision.member(py)?;
    /// The request.
    request: Bound<'py, PyAny> = |state, py| state.request.member(py)?;
    /// Whether use is restricted, whatever was decided.
    restricted: bool = |state, _py| state.restricted;
    /// The one status that the Data Privacy Vocabulary has for both states.
    status: Bound<'py, PyAny> = |state, py| state.status().member(py)?;
});
document!(State, core::State);

/// How many may be reached for a purpose, and what blocks the rest.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> found = ledger.summary("newsletter", at=datetime(2026, 4, 1, tzinfo=UTC), among=["w-1", "w-2"])
/// >>> found.subjects, found.allowed, found.denied
/// (2, 0, 2)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Summary(pub(crate) core::Summary);

#[pymethods]
impl Summary {
    fn __repr__(&self) -> String {
        format!("<Summary {}: {} of {} allowed>", quoted(&self.0.purpose), self.0.allowed, self.0.subjects)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |count: &core::ReasonCount| {
                vec![count.count.to_string(), count.verdict.text(Lang::En), count.text(Lang::En)]
            };
            let rows: Vec<_> = self.0.reasons.iter().map(row).collect();
            html::table(&self.0.purpose, &["subjects", "verdict", "reason"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.purpose, self.0.at, self.0.allowed, self.0.denied))
    }
}
getters!(Summary {
    /// The purpose's id.
    purpose: String = |summary, _py| summary.purpose.clone();
    /// The channel; ``None`` for the purpose as a whole.
    channel: Option<Bound<'py, PyAny>> = |summary, py| summary.channel.map(|of| of.member(py)).transpose()?;
    /// The instant of the question.
    at: Bound<'py, PyAny> = |summary, py| py_instant(py, summary.at)?;
    /// Subjects asked about.
    subjects: usize = |summary, _py| summary.subjects;
    /// Subjects for whom it is allowed.
    allowed: usize = |summary, _py| summary.allowed;
    /// Subjects for whom a person has to look at it.
    review: usize = |summary, _py| summary.review;
    /// Subjects for whom it is denied.
    denied: usize = |summary, _py| summary.denied;
    /// Subjects by verdict and the reason that decided; the most frequent first.
    reasons: Vec<ReasonCount> = |summary, _py| summary.reasons.iter().cloned().map(ReasonCount).collect();
});
document!(Summary, core::Summary);

/// How many subjects have one verdict for one reason.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> found = ledger.summary("newsletter", at=datetime(2026, 4, 1, tzinfo=UTC), among=["w-1"])
/// >>> found.reasons[0].count
/// 1
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct ReasonCount(core::ReasonCount);

#[pymethods]
impl ReasonCount {
    /// The reason in a few words of ``lang``, for a line of a table.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __repr__(&self) -> String {
        format!("<ReasonCount {}: {}>", self.0.code, self.0.count)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.code, self.0.count))
    }
}
getters!(ReasonCount {
    /// The verdict.
    verdict: Bound<'py, PyAny> = |counted, py| counted.verdict.member(py)?;
    /// The reason's code.
    code: String = |counted, _py| counted.code.clone();
    /// Subjects.
    count: usize = |counted, _py| counted.count;
});
document!(ReasonCount, core::ReasonCount);

/// What a question says besides whom it is about, for what, where and when, as Python passes it.
#[derive(Clone, Copy)]
pub(super) struct More<'a, 'py> {
    pub(super) recipient: Option<&'a Bound<'py, PyAny>>,
    pub(super) activity: Option<&'a Bound<'py, PyAny>>,
    pub(super) country: Option<&'a Bound<'py, PyAny>>,
    pub(super) data_of: Option<&'a Bound<'py, PyAny>>,
    pub(super) regimes: Option<&'a Bound<'py, PyAny>>,
}

impl More<'_, '_> {
    pub(super) fn set(self, question: &mut core::Question) -> PyResult<()> {
        question.recipient = optional(self.recipient, "recipient", text)?;
        question.activity = optional(self.activity, "activity", core::Activity::read)?;
        question.country = optional(self.country, "country", text)?;
        question.data_of = optional(self.data_of, "data_of", text)?;
        let regimes = optional(self.regimes, "regimes", |value, name| items(value, name, text))?;
        question.regimes = regimes.unwrap_or_default();
        Ok(())
    }
}
