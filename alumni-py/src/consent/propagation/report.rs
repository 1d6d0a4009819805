use alumni_core::consent as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::super::event::EventKey;
use crate::convert::{py_date, py_instant, py_local, quoted};
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::names::Names as _;
use crate::text::{lang, reasons};

/// How long a withdrawal may take to have reached everywhere, by one rule or by the house.
///
/// Examples
/// --------
/// >>> from alumni.consent import Deadline
/// >>> deadline = Deadline.from_dict({"rule": None, "days": 3, "due_on": "2026-06-04", "due_at": "2026-06-05T00:00:00Z"})
/// >>> deadline.is_house, str(deadline)
/// (True, "the house's own deadline (3 days), since no rule gives one")
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Deadline(core::Deadline);

#[pymethods]
impl Deadline {
    /// Law and article, in ``lang``; ``None`` where the house gives the length.
    #[pyo3(signature = (lang=None))]
    fn article(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Option<&str>> {
        let lang = self::lang(lang)?;
        Ok(self.0.article.as_ref().map(|article| article.text(lang)))
    }

    /// What gives the length, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.reason().text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.reason().to_string())
    }

    fn __repr__(&self) -> String {
        let by = self.0.rule.as_deref().map_or_else(|| "house".to_owned(), quoted);
        format!("<Deadline {by}: due on {}>", self.0.due_on)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.rule, self.0.due_at))
    }
}
getters!(Deadline {
    /// The rule that gives the length; ``None`` where the house does.
    rule: Option<String> = |deadline, _py| deadline.rule.clone();
    /// The rule's pack.
    pack: Option<String> = |deadline, _py| deadline.pack.clone();
    /// Where the rule applies.
    regime: Option<String> = |deadline, _py| deadline.regime.clone();
    /// Whether no rule gives the length, so that the house does.
    is_house: bool = |deadline, _py| deadline.is_house();
    /// Days; 0 for at once.
    days: u16 = |deadline, _py| deadline.days;
    /// Whether only business days count.
    business_days: bool = |deadline, _py| deadline.business_days;
    /// The last day on which it is in time.
    due_on: Bound<'py, PyAny> = |deadline, py| py_date(py, deadline.due_on)?;
    /// The last instant at which it is in time.
    due_at: Bound<'py, PyAny> = |deadline, py| py_instant(py, deadline.due_at)?;
});
document!(Deadline, core::Deadline);

/// One withdrawal at one system that has the person's data.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 6, 2, tzinfo=UTC)
/// >>> ledger = al.Ledger([al.consent.Purpose("news", "News", "legitimate_interest")])
/// >>> _ = ledger.extend([al.consent.Event("form", "e-1", "w-1", "news", "objected", occurred_at=at)])
/// >>> systems = [{"id": "list", "title": "Nightly list", "standing_purposes": ["news"]}]
/// >>> rules = {"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": systems}
/// >>> report = ledger.propagation(al.consent.Propagation(rules), at=at)
/// >>> report.items[0], report.items[0].send
/// (<PropagationItem 'w-1' 'news' at 'list': open>, <Sending.NEVER_SENT: 'never_sent'>)
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct PropagationItem(core::PropagationItem);

#[pymethods]
impl PropagationItem {
    /// What people read of the system, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        let Self(item) = self;
        let (subject, purpose, system) = (quoted(&item.subject), quoted(&item.purpose), quoted(&item.system));
        format!("<PropagationItem {subject} {purpose} at {system}: {}>", item.status.as_str())
    }

    fn __hash__(&self) -> u64 {
        let Self(item) = self;
        crate::document::hash(&(&item.subject, &item.purpose, &item.system, item.channel, item.status))
    }
}
getters!(PropagationItem {
    /// Whose withdrawal it is.
    subject: String = |item, _py| item.subject.clone();
    /// The purpose's id.
    purpose: String = |item, _py| item.purpose.clone();
    /// The channel it is about there; ``None`` for the purpose as a whole.
    channel: Option<Bound<'py, PyAny>> = |item, py| item.channel.map(|of| of.member(py)).transpose()?;
    /// To whom the data was disclosed there; ``None`` for the controller's own use.
    recipient: Option<String> = |item, _py| item.recipient.clone();
    /// The system's id.
    system: String = |item, _py| item.system.clone();
    /// The event that ended the permission.
    withdrawal: EventKey = |item, _py| EventKey(item.withdrawal.clone());
    /// What that event is.
    kind: Bound<'py, PyAny> = |item, py| item.kind.member(py)?;
    /// When it was said.
    occurred_at: Bound<'py, PyAny> = |item, py| py_local(py, item.occurred_at)?;
    /// When it became known here.
    received_at: Bound<'py, PyAny> = |item, py| py_instant(py, item.received_at)?;
    /// From when on the clock runs.
    began_at: Bound<'py, PyAny> = |item, py| py_instant(py, item.began_at)?;
    /// The deadline that decides: the strictest.
    deadline: Deadline = |item, _py| Deadline(item.deadline.clone());
    /// The other deadlines, the stricter first.
    other_deadlines: Vec<Deadline> = |item, _py| item.other_deadlines.iter().cloned().map(Deadline).collect();
    /// Where it stands.
    status: Bound<'py, PyAny> = |item, py| item.status.member(py)?;
    /// When the system acknowledged it.
    acknowledged_at: Option<Bound<'py, PyAny>> = |item, py| item.acknowledged_at.map(|at| py_instant(py, at)).transpose()?;
    /// The record of that acknowledgement.
    acknowledgement: Option<EventKey> = |item, _py| item.acknowledgement.clone().map(EventKey);
    /// How far it came at last, whether it is done or not.
    last_status: Option<Bound<'py, PyAny>> = |item, py| item.last_status.map(|of| of.member(py)).transpose()?;
    /// When it was last sent there.
    sent_at: Option<Bound<'py, PyAny>> = |item, py| item.sent_at.map(|at| py_instant(py, at)).transpose()?;
    /// How often it was sent there.
    times_sent: usize = |item, _py| item.times_sent;
    /// Why it is to be sent now; ``None`` where there is nothing to do but wait.
    send: Option<Bound<'py, PyAny>> = |item, py| item.send.map(|of| of.member(py)).transpose()?;
    /// How many uses there are on record before the withdrawal.
    uses: usize = |item, _py| item.uses;
    /// The uses since the withdrawal: each opened it again.
    uses_since: Vec<EventKey> = |item, _py| item.uses_since.iter().cloned().map(EventKey).collect();
});
said_at!(PropagationItem, "Where it stands in one line, in ``lang``.");
document!(PropagationItem, core::PropagationItem);

/// A use that the permissions on record do not carry.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> at = datetime(2024, 3, 10, tzinfo=UTC)
/// >>> ledger = al.Ledger([al.consent.Purpose("share_to_group", "Group companies", "consent")])
/// >>> systems = [{"id": "bbq", "title": "BBQ Ltd", "recipient": "group_company:BBQ"}]
/// >>> register = al.consent.Propagation({"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": systems})
/// >>> _ = register.record_uses([al.consent.Use("crm", "u-1", "bbq", "w_0471", "share_to_group", at=at)])
/// >>> print(ledger.propagation(register, at=at).findings[0])
/// used on 2024-03-10 00:00 UTC by BBQ Ltd for Group companies without permission: never asked
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct UseFinding(core::UseFinding);

#[pymethods]
impl UseFinding {
    /// What people read for the purpose, in ``lang``; its id where nobody says.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let title = self.0.title.as_ref();
        let lang = crate::text::lang(lang)?;
        Ok(title.map_or_else(|| self.0.purpose.clone(), |title| title.text(lang).to_owned()))
    }

    fn __repr__(&self) -> String {
        let Self(finding) = self;
        let (id, source) = (quoted(&finding.made.id), quoted(&finding.made.source));
        format!("<UseFinding {id} of {source}: {}>", finding.kind.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.made, self.0.kind, self.0.channel))
    }
}
getters!(UseFinding {
    /// What is wrong.
    kind: Bound<'py, PyAny> = |finding, py| finding.kind.member(py)?;
    /// The record of the use.
    use_: EventKey = |finding, _py| EventKey(finding.made.clone());
    /// Whose data was used.
    subject: String = |finding, _py| finding.subject.clone();
    /// The purpose's id.
    purpose: String = |finding, _py| finding.purpose.clone();
    /// The channel; ``None`` for the purpose as a whole.
    channel: Option<Bound<'py, PyAny>> = |finding, py| finding.channel.map(|of| of.member(py)).transpose()?;
    /// To whom it was disclosed.
    recipient: Option<String> = |finding, _py| finding.recipient.clone();
    /// The system's id.
    system: String = |finding, _py| finding.system.clone();
    /// When.
    at: Bound<'py, PyAny> = |finding, py| py_instant(py, finding.at)?;
    /// The ledger's own reasons.
    reasons: Bound<'py, PyList> = |finding, py| reasons(py, &finding.reasons)?;
    /// The events they rest on.
    evidence: Vec<EventKey> = |finding, _py| finding.evidence.iter().cloned().map(EventKey).collect();
});
said_at!(UseFinding, "The finding in one line, in ``lang``.");
document!(UseFinding, core::UseFinding);

/// How far withdrawals have come, at an instant and as known at an instant.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("news", "News", "consent")])
/// >>> register = al.consent.Propagation({"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": []})
/// >>> ledger.propagation(register, at=datetime(2026, 6, 2, tzinfo=UTC))
/// <PropagationReport 0 of 0 withdrawals not acknowledged everywhere>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct PropagationReport(pub(super) core::PropagationReport);

#[pymethods]
impl PropagationReport {
    /// The counts of each system, by its id.
    ///
    /// They are ``overdue``, ``due_soon``, ``open``, ``acknowledged_late``, ``acknowledged`` and ``oldest``.
    #[getter]
    fn systems<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.systems)
    }

    /// The items with this status.
    fn with_status(&self, status: &Bound<'_, PyAny>) -> PyResult<Vec<PropagationItem>> {
        let status = core::PropagationStatus::read(status, "status")?;
        Ok(self.0.with_status(status).cloned().map(PropagationItem).collect())
    }

    fn __repr__(&self) -> String {
        let (open, all) = (self.0.unpropagated, self.0.withdrawals);
        format!("<PropagationReport {open} of {all} withdrawals not acknowledged everywhere>")
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.at, self.0.known_at, self.0.withdrawals, self.0.unpropagated))
    }
}
getters!(PropagationReport {
    /// The instant of the question.
    at: Bound<'py, PyAny> = |report, py| py_instant(py, report.at)?;
    /// As it was known at this instant; ``None`` for everything known.
    known_at: Option<Bound<'py, PyAny>> = |report, py| report.known_at.map(|at| py_instant(py, at)).transpose()?;
    /// Events that ended a permission which some system relied on.
    withdrawals: usize = |report, _py| report.withdrawals;
    /// Those of them that some system has not acknowledged.
    unpropagated: usize = |report, _py| report.unpropagated;
    /// Since when the oldest of these runs.
    oldest: Option<Bound<'py, PyAny>> = |report, py| report.oldest.map(|at| py_instant(py, at)).transpose()?;
    /// Every withdrawal at every system that it concerns: what is overdue first, then by due instant.
    items: Vec<PropagationItem> = |report, _py| report.items.iter().cloned().map(PropagationItem).collect();
    /// The items that are to be sent now.
    to_send: Vec<PropagationItem> = |report, _py| report.to_send().cloned().map(PropagationItem).collect();
    /// What is wrong with uses, by instant.
    findings: Vec<UseFinding> = |report, _py| report.findings.iter().cloned().map(UseFinding).collect();
});
paged!(PropagationReport, "The report for the data-protection officer, in ``lang``.");
document!(PropagationReport, core::PropagationReport);
