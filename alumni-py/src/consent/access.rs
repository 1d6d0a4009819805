use alumni_core::consent as core;
use pyo3::prelude::*;

use super::contact::Contacts;
use super::event::{Event, EventKey};
use super::ledger::Ledger;
use super::propagation::Propagation;
use crate::convert::{self, instant, items, local, optional, py_instant, py_local, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::text::{Page, lang};

/// Where one subject stood with every purpose at an instant, as it is known now or was known then.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> print(ledger.agreed("w-1", at=datetime(2024, 3, 14, 12, tzinfo=UTC)))
/// Newsletter: Denied: never asked
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Agreed(core::Agreed);

#[pymethods]
impl Agreed {
    /// Every purpose as a mapping.
    ///
    /// Its keys are ``purpose``, ``title``, ``state``, ``status``, ``answers``, and ``shown``, the notices with their texts.
    #[getter]
    fn purposes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.purposes)
    }

    fn __repr__(&self) -> String {
        format!("<Agreed {}: {} purposes>", quoted(&self.0.subject), self.0.purposes.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.subject, self.0.at, self.0.known_at))
    }
}
getters!(Agreed {
    /// Whom it is about.
    subject: String = |agreed, _py| agreed.subject.clone();
    /// The instant asked about.
    at: Bound<'py, PyAny> = |agreed, py| py_local(py, agreed.at)?;
});
said!(Agreed, "The purposes with their verdicts and the notices shown, line by line.");
document!(Agreed, core::Agreed);

/// Everything about one subject: a document for programs, a page for people.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> export = ledger.access("w-1", at=datetime(2024, 5, 20, tzinfo=UTC))
/// >>> export.page("ja").title
/// '同意に関する記録の開示'
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct AccessExport(core::AccessExport);

#[pymethods]
impl AccessExport {
    /// The export for the person, in ``lang``.
    ///
    /// It has what stands, every text shown, every event, who could see and who received what, and what was said to them.
    #[pyo3(signature = (lang=None))]
    fn page(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Page> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.page(lang)).map(Page)
    }

    /// Who received what, and whether the permissions on record carry it, each a mapping; empty where no register was given.
    #[getter]
    fn uses<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.uses)
    }

    /// What is known about withdrawals at the systems that had the data, each a mapping; empty where no register was given.
    #[getter]
    fn acknowledgements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.acknowledgements)
    }

    /// What was sent to the person, is about to be or was given up, each a mapping; empty where no log was given.
    #[getter]
    fn contacts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.contacts)
    }

    /// When the person wanted to hear nothing, each a mapping; empty where no log was given.
    #[getter]
    fn pauses<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.pauses)
    }

    fn __repr__(&self) -> String {
        let (subject, events) = (quoted(&self.0.agreed.subject), self.0.events.len());
        format!("<AccessExport {subject}: {events} events, {} values redacted>", self.0.redacted)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.agreed.subject, self.0.agreed.at, self.0.events.len()))
    }
}
getters!(AccessExport {
    /// Where the subject stands, with every text they were shown.
    agreed: Agreed = |export, _py| Agreed(export.agreed.clone());
    /// Every event that was known; what belongs to others reads ``redacted``.
    events: Vec<Event> = |export, _py| export.events.iter().cloned().map(Event).collect();
    /// Who could see which field, and when.
    visible: Vec<Visible> = |export, _py| export.visible.iter().cloned().map(Visible).collect();
    /// How many values were taken out because they belong to others.
    redacted: usize = |export, _py| export.redacted;
});
document!(AccessExport, core::AccessExport);

/// A time during which somebody could be shown a subject's data, as far as the events say.
///
/// Examples
/// --------
/// >>> from alumni.consent import Visible
/// >>> visible = Visible.from_dict({"purpose": "directory", "recipient": "all_alumni", "fields": ["name"], "evidence": [],
/// ...                              "since": "2023-02-01T01:02:00Z", "until": "2024-05-13T03:00:00Z"})
/// >>> print(visible)
/// all alumni could see name for directory from 2023-02-01 01:02 UTC until 2024-05-13 03:00 UTC
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Visible(core::Visible);

#[pymethods]
impl Visible {
    /// What people read for the purpose, in ``lang``; its id where nobody says.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let title = self.0.title.as_ref();
        let lang = crate::text::lang(lang)?;
        Ok(title.map_or_else(|| self.0.purpose.clone(), |title| title.text(lang).to_owned()))
    }

    fn __repr__(&self) -> String {
        format!("<Visible {} to {}>", quoted(&self.0.purpose), quoted(&self.0.recipient))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.purpose, &self.0.recipient, self.0.since))
    }
}
getters!(Visible {
    /// The purpose's id.
    purpose: String = |visible, _py| visible.purpose.clone();
    /// Who could see it.
    recipient: String = |visible, _py| visible.recipient.clone();
    /// The fields that belong to the purpose; empty where the caller named none.
    fields: Vec<String> = |visible, _py| visible.fields.clone();
    /// From when on, not before the instant asked from.
    since: Bound<'py, PyAny> = |visible, py| py_instant(py, visible.since)?;
    /// Until when, this instant excluded.
    until: Bound<'py, PyAny> = |visible, py| py_instant(py, visible.until)?;
    /// The events that it rests on.
    evidence: Vec<EventKey> = |visible, _py| visible.evidence.iter().cloned().map(EventKey).collect();
});
said_at!(Visible, "What could be seen in one line.");
document!(Visible, core::Visible);

/// Data of one subject for one purpose that should be gone.
///
/// Examples
/// --------
/// >>> from alumni.consent import RetentionDue
/// >>> due = RetentionDue.from_dict({"subject": "w-0471", "purpose": "newsletter", "since": "2024-03-12T12:40:00Z",
/// ...                               "due_at": "2024-05-11T12:40:00Z"})
/// >>> print(due)
/// data of w-0471 for newsletter was due to be deleted on 2024-05-11 12:40 UTC, counted from 2024-03-12 12:40 UTC
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct RetentionDue(core::RetentionDue);

#[pymethods]
impl RetentionDue {
    /// What people read for the purpose, in ``lang``; its id where nobody says.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let title = self.0.title.as_ref();
        let lang = crate::text::lang(lang)?;
        Ok(title.map_or_else(|| self.0.purpose.clone(), |title| title.text(lang).to_owned()))
    }

    fn __repr__(&self) -> String {
        format!("<RetentionDue {} {}>", quoted(&self.0.subject), quoted(&self.0.purpose))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.subject, &self.0.purpose, self.0.due_at))
    }
}
getters!(RetentionDue {
    /// Whose data.
    subject: String = |due, _py| due.subject.clone();
    /// For which purpose.
    purpose: String = |due, _py| due.purpose.clone();
    /// From when the length was counted.
    since: Bound<'py, PyAny> = |due, py| py_instant(py, due.since)?;
    /// When it was due.
    due_at: Bound<'py, PyAny> = |due, py| py_instant(py, due.due_at)?;
});
said_at!(RetentionDue, "What is due in one line.");
document!(RetentionDue, core::RetentionDue);

#[pymethods]
impl Ledger {
    /// What a subject had agreed to at ``at``, over all purposes, and which texts they had been shown.
    #[pyo3(signature = (subject, *, at, known_at=None))]
    fn agreed(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Agreed> {
        let (subject, at) = (text(subject, "subject")?, local(at, "at")?);
        let known_at = optional(known_at, "known_at", instant)?;
        run(py, || self.read().agreed(&subject, at, known_at)).map(Agreed)
    }

    /// Everything the ledger knew about a subject at ``at``, with what belongs to other people taken out.
    ///
    /// Parameters
    /// ----------
    /// subject : str
    /// at : datetime.datetime
    /// fields : mapping of str to iterable of str, optional
    ///     The fields of data that belong to each purpose.
    /// redact : iterable of str, optional
    ///     Texts that belong to other people, such as a clerk's name in a reference.
    /// register : Propagation, optional
    ///     Who received what: its uses of the subject, and what came back about withdrawals, are part of the answer.
    /// contacts : Contacts, optional
    ///     What was sent to the subject, is about to be or was given up, and when they wanted to hear nothing.
    #[pyo3(signature = (subject, *, at, fields=None, redact=None, register=None, contacts=None))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn access(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyAny>>,
        redact: Option<&Bound<'_, PyAny>>,
        register: Option<&Propagation>,
        contacts: Option<&Contacts>,
    ) -> PyResult<AccessExport> {
        let subject = text(subject, "subject")?;
        let mut options = core::AccessOptions::new(local(at, "at")?);
        options.fields = optional(fields, "fields", convert::plain)?.unwrap_or_default();
        let texts = |value: &Bound<'_, PyAny>, name: &str| items(value, name, text);
        options.redact = optional(redact, "redact", texts)?.unwrap_or_default();
        let export = run(py, || {
            let register = register.map(|of| of.read());
            let contacts = contacts.map(|of| of.read());
            self.read().access_with(&subject, &options, register.as_deref(), contacts.as_deref())
        });
        export.map(AccessExport)
    }

    /// Who could see which field of a subject from ``since`` until ``until``, as far as the events say.
    #[pyo3(signature = (subject, *, since, until, fields=None, known_at=None))]
    fn visible(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        since: &Bound<'_, PyAny>,
        until: &Bound<'_, PyAny>,
        fields: Option<&Bound<'_, PyAny>>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Vec<Visible>> {
        let subject = text(subject, "subject")?;
        let (since, until) = (instant(since, "since")?, instant(until, "until")?);
        let fields = optional(fields, "fields", convert::plain)?.unwrap_or_default();
        let known_at = optional(known_at, "known_at", instant)?;
        let visible = run(py, || self.read().visible(&subject, since, until, &fields, known_at))?;
        Ok(visible.into_iter().map(Visible).collect())
    }

    /// Whose data is due to be deleted as of ``at``: by when it was due, then by subject and purpose.
    ///
    /// Parameters
    /// ----------
    /// at : datetime.datetime
    /// rules : iterable of mapping
    ///     One for each purpose: ``purpose``, ``keep_for`` (``2 years``) and ``start`` (``permission_ended`` or
    ///     ``last_event``).
    #[pyo3(signature = (rules, *, at))]
    fn retention_due(
        &self,
        py: Python<'_>,
        rules: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<RetentionDue>> {
        let rules: Vec<core::RetentionRule> = items(rules, "rules", convert::plain)?;
        let at = instant(at, "at")?;
        let due = run(py, || self.read().retention_due(at, &rules))?;
        Ok(due.into_iter().map(RetentionDue).collect())
    }
}
