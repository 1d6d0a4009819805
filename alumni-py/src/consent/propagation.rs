mod receipt;
mod record;
mod report;

use std::sync::RwLock;

use alumni_core::consent as core;
use pyo3::prelude::*;

use super::alumni::{Directory, DirectoryMatrix};
use super::contact::Contacts;
use super::ledger::Ledger;
use crate::convert::{self, instant, items, optional, text};
use crate::exceptions::run;

pub(crate) use receipt::WithdrawalReceipt;
pub(crate) use record::{Acknowledgement, Recorded, Use};
pub(crate) use report::{Deadline, PropagationItem, PropagationReport, UseFinding};

/// Where data goes, and how soon a withdrawal has to have reached every place: a document of the programme.
///
/// Examples
/// --------
/// >>> from alumni.consent import PropagationRules
/// >>> rules = PropagationRules.parse('''
/// ... id = "downstream"
/// ... version = 1
/// ... house_deadline = { days = 3, business_days = true }
/// ... [[systems]]
/// ... id = "mail-tool"
/// ... title = { en = "Mail service", ja = "メール配信サービス" }
/// ... ''')
/// >>> rules.to_dict()["house_deadline"]
/// {'days': 3, 'business_days': True}
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct PropagationRules(core::PropagationRules);

getters!(PropagationRules {
    /// The ids of the systems.
    systems: Vec<String> = |rules, _py| rules.systems.iter().map(|system| system.id.clone()).collect();
});
rules!(PropagationRules, core::PropagationRules, "systems[1].country");

/// Who received what of whom, and what came back about withdrawals: an append-only record beside the ledger.
///
/// What it holds depends on the set of records alone, not on their order or how often each was delivered. It may be shared
/// between threads, also while it grows.
///
/// Parameters
/// ----------
/// rules : PropagationRules or mapping
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> from alumni.consent import Propagation, Use
/// >>> systems = [{"id": "mail-tool", "title": "Mail service"}]
/// >>> register = Propagation({"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": systems})
/// >>> used = Use("crm", "u-1", "mail-tool", "w-1", "news", at=datetime(2026, 5, 1, tzinfo=UTC))
/// >>> register.record_uses([used, used])
/// <Recorded 1 added, 1 duplicates>
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Propagation(RwLock<core::Propagation>);

#[pymethods]
impl Propagation {
    #[new]
    fn new(rules: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = rules.py();
        let rules = convert::given(rules, "rules", |of: &PropagationRules| &of.0)?;
        run(py, || core::Propagation::new(rules)).map(Self::of)
    }

    /// Take uses in: all of them, or none when one cannot be used.
    ///
    /// Parameters
    /// ----------
    /// uses : iterable of Use or mapping
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     For one that differs from the one known under its source and id.
    /// UnknownNameError
    ///     For an unknown system, with the place in ``path``.
    fn record_uses(&self, uses: &Bound<'_, PyAny>) -> PyResult<Recorded> {
        let py = uses.py();
        let uses = items(uses, "uses", record::made)?;
        run(py, || self.write().record_uses(uses)).map(Recorded)
    }

    /// Take acknowledgements in, likewise.
    ///
    /// Parameters
    /// ----------
    /// acknowledgements : iterable of Acknowledgement or mapping
    fn record_acknowledgements(&self, acknowledgements: &Bound<'_, PyAny>) -> PyResult<Recorded> {
        let py = acknowledgements.py();
        let came = items(acknowledgements, "acknowledgements", record::came)?;
        run(py, || self.write().record_acknowledgements(came)).map(Recorded)
    }

    /// Take every contact that was sent as a use, by the system whose id or sender it names.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a sender that is no system here.
    fn take_contacts(&self, py: Python<'_>, contacts: &Contacts) -> PyResult<Recorded> {
        run(py, || self.write().take_contacts(&contacts.read())).map(Recorded)
    }

    /// Take every event of the kind ``used`` as a use, by the system whose id or sender its source is.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a source that is no system here.
    fn take_used(&self, py: Python<'_>, ledger: &Ledger) -> PyResult<Recorded> {
        run(py, || self.write().take_used(&ledger.read())).map(Recorded)
    }

    /// Take what a directory provides as uses: one for each purpose and each system whose recipient is the audience.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For an audience that is the recipient of no system here.
    fn take_provisions(
        &self,
        py: Python<'_>,
        directory: &Directory,
        matrix: &DirectoryMatrix,
    ) -> PyResult<Recorded> {
        run(py, || self.write().take_provisions(&directory.0, &matrix.0)).map(Recorded)
    }

    /// Take in everything that ``other`` has; the rules stay these.
    fn merge(&self, py: Python<'_>, other: &Self) -> PyResult<Recorded> {
        run(py, || {
            let other = other.read().clone();
            self.write().merge(&other)
        })
        .map(Recorded)
    }

    /// Who received what of a subject: the uses, by source and id.
    fn uses_of(&self, subject: &Bound<'_, PyAny>) -> PyResult<Vec<Use>> {
        let py = subject.py();
        let subject = text(subject, "subject")?;
        run(py, || Ok(self.read().uses_of(&subject).cloned().map(Use).collect()))
    }

    /// The uses, by source and id.
    #[getter]
    fn uses(&self, py: Python<'_>) -> PyResult<Vec<Use>> {
        run(py, || Ok(self.read().uses().cloned().map(Use).collect()))
    }

    /// The acknowledgements, by source and id.
    #[getter]
    fn acknowledgements(&self, py: Python<'_>) -> PyResult<Vec<Acknowledgement>> {
        run(py, || Ok(self.read().acknowledgements().cloned().map(Acknowledgement).collect()))
    }

    /// The rules, with the systems.
    #[getter]
    fn rules(&self, py: Python<'_>) -> PyResult<PropagationRules> {
        run(py, || Ok(PropagationRules(self.read().rules().clone())))
    }

    /// SHA-256 over all records in hexadecimal: equal for equal sets of records.
    #[getter]
    fn state_hash(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || Ok(self.read().state_hash()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        run(py, || {
            let register = self.read();
            let (uses, came) = (register.uses().count(), register.acknowledgements().count());
            Ok(format!("<Propagation {uses} uses, {came} acknowledgements>"))
        })
    }
}

locked!(
    Propagation,
    core::Propagation,
    "register",
    "{\"rules\": ..., \"uses\": [...], \"acknowledgements\": [...]}",
    "Whether both hold the same rules and records."
);

#[pymethods]
impl Ledger {
    /// How far withdrawals have come at ``at``, and what is wrong with uses.
    ///
    /// Parameters
    /// ----------
    /// register : Propagation
    /// at : datetime.datetime
    /// known_at : datetime.datetime, optional
    ///     As it was known then; left out for everything known.
    /// among : iterable of str, optional
    ///     These subjects; left out for everybody.
    ///
    /// Returns
    /// -------
    /// PropagationReport
    #[pyo3(signature = (register, *, at, known_at=None, among=None))]
    fn propagation(
        &self,
        py: Python<'_>,
        register: &Propagation,
        at: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
        among: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<PropagationReport> {
        let (at, known_at) = (instant(at, "at")?, optional(known_at, "known_at", instant)?);
        let among = optional(among, "among", |value, name| items(value, name, text))?;
        let report = run(py, || {
            let (ledger, register) = (self.read(), register.read());
            match &among {
                None => ledger.propagation(&register, at, known_at),
                Some(subjects) => {
                    ledger.propagation_among(&register, subjects.iter().map(String::as_str), at, known_at)
                }
            }
        });
        report.map(PropagationReport)
    }

    /// The receipt that a subject is handed who took something back, with what was known at ``at``.
    ///
    /// Parameters
    /// ----------
    /// register : Propagation
    /// subject : str
    /// id : str
    ///     The receipt's identifier.
    /// at : datetime.datetime
    ///
    /// Returns
    /// -------
    /// WithdrawalReceipt
    #[pyo3(signature = (register, subject, *, id, at))]
    fn withdrawal_receipt(
        &self,
        py: Python<'_>,
        register: &Propagation,
        subject: &Bound<'_, PyAny>,
        id: &Bound<'_, PyAny>,
        at: &Bound<'_, PyAny>,
    ) -> PyResult<WithdrawalReceipt> {
        let (subject, id, at) = (text(subject, "subject")?, text(id, "id")?, instant(at, "at")?);
        let receipt = run(py, || self.read().withdrawal_receipt(&register.read(), &subject, &id, at));
        receipt.map(WithdrawalReceipt)
    }
}
