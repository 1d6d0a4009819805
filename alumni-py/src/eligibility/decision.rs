use alumni_core::eligibility as core;
use alumni_core::text::Lang;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::convert::{py_date, quoted};
use crate::exceptions::quick;
use crate::html;
use crate::names::Names as _;
use crate::text::{Reason, lang, reasons};
use crate::workforce::fact_value;

/// An outcome with everything it rests on.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.from_dict({
/// ...     "id": "return", "version": 1,
/// ...     "criteria": [{"id": "service", "require": "tenure >= 3 years", "source": "HR-12 s.3"}],
/// ... })
/// >>> worker = al.Worker("w-1", spells=[al.Spell(date(2019, 4, 1), date(2020, 3, 31))])
/// >>> decision = policy.decide(worker, as_of=date(2021, 1, 1))
/// >>> decision.outcome, decision.eligible_on
/// (<Outcome.INELIGIBLE: 'ineligible'>, None)
/// >>> [reason.code for reason in decision.reasons]
/// ['criterion-unmet']
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Decision(pub(crate) core::Decision);

#[pymethods]
impl Decision {
    /// The worker's id.
    #[getter]
    fn worker(&self) -> &str {
        self.0.worker()
    }

    /// The day the decision is for.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.as_of())
    }

    /// The outcome.
    #[getter]
    fn outcome<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.outcome().member(py)
    }

    /// The first day after ``as_of`` on which the outcome becomes eligible if no fact changes but by the passing of time.
    ///
    /// ``None`` when it is eligible now or waiting does not help.
    #[getter]
    fn eligible_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.eligible_on().map(|day| py_date(py, day)).transpose()
    }

    /// The last day, itself included, of the eligible days that run now or begin on ``eligible_on``.
    ///
    /// ``None`` when there are no such days, or when they have no end.
    #[getter]
    fn eligible_until<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.eligible_until().map(|day| py_date(py, day)).transpose()
    }

    /// Every criterion, in the policy's order.
    #[getter]
    fn criteria(&self) -> Vec<CriterionResult> {
        self.0.criteria().iter().cloned().map(CriterionResult).collect()
    }

    /// The reasons that decided: what is unmet, unknown, asks for a person, or is met, as the outcome has it.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, self.0.reasons())
    }

    /// The fewest facts that settle the outcome whatever they turn out to be; empty unless undetermined.
    #[getter]
    fn missing(&self) -> Vec<String> {
        self.0.missing().to_vec()
    }

    /// The other unknown facts of criteria that cannot be told; not needed once those of ``missing`` are known.
    #[getter]
    fn also_unknown(&self) -> Vec<String> {
        self.0.also_unknown().to_vec()
    }

    /// The facts that the policy asks for, as they were read.
    #[getter]
    fn facts(&self) -> Vec<FactUsed> {
        self.0.facts().iter().cloned().map(FactUsed).collect()
    }

    /// The policy that decided.
    #[getter]
    fn policy(&self) -> PolicyReference {
        PolicyReference(self.0.policy().clone())
    }

    /// One line in ``lang``: the outcome and what follows from it.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let Self(decision) = self;
        format!(
            "<Decision {}: {} as of {}>",
            quoted(decision.worker()),
            decision.outcome().as_str(),
            decision.as_of()
        )
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |criterion: &core::CriterionResult| {
                let source = criterion.source.clone().unwrap_or_default();
                vec![criterion.status.as_str().to_owned(), criterion.reason.text(Lang::En), source]
            };
            let rows: Vec<_> = self.0.criteria().iter().map(row).collect();
            html::table(&format!("{}: {}", self.0.worker(), self.0), &["status", "reason", "source"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.worker(), self.0.as_of(), self.0.outcome()))
    }
}
document!(Decision, core::Decision);

/// One criterion of the policy and how it stands for a worker.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade >= 3"')
/// >>> found = policy.decide(al.Worker("w"), as_of=date(2026, 4, 1)).criteria[0]
/// >>> found.id, found.status.value, found.missing
/// ('c', 'unknown', ['grade'])
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct CriterionResult(core::CriterionResult);

#[pymethods]
impl CriterionResult {
    /// The criterion's id.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// What it does.
    #[getter]
    fn effect<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.effect.member(py)
    }

    /// How it stands.
    #[getter]
    fn status<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.status.member(py)
    }

    /// For a criterion in the way: the first day it no longer is, if no fact changes.
    #[getter]
    fn met_on<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.met_on.map(|day| py_date(py, day)).transpose()
    }

    /// The facts that would settle it, when it cannot be told.
    #[getter]
    fn missing(&self) -> Vec<String> {
        self.0.missing.clone()
    }

    /// The reason, as a code with arguments.
    #[getter]
    fn reason(&self) -> Reason {
        Reason(self.0.reason.clone())
    }

    /// Where the policy takes the criterion from.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.0.source.as_deref()
    }

    fn __repr__(&self) -> String {
        format!("<CriterionResult {}: {}>", quoted(&self.0.id), self.0.status.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, self.0.status))
    }
}
document!(CriterionResult, core::CriterionResult);

/// A fact as it was read for a decision.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "spell_count >= 1"')
/// >>> worker = al.Worker("w", spells=[al.Spell(date(2020, 4, 1))])
/// >>> [(used.fact, used.value) for used in policy.decide(worker, as_of=date(2026, 4, 1)).facts]
/// [('spell_count', 1)]
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct FactUsed(core::FactUsed);

#[pymethods]
impl FactUsed {
    /// The fact, as rules write it.
    #[getter]
    fn fact(&self) -> &str {
        &self.0.fact
    }

    /// Its value; ``None`` when unknown.
    #[getter]
    fn value<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.value.as_ref().map(|value| fact_value(py, value)).transpose()
    }

    fn __repr__(&self) -> String {
        // The value is a person's fact and stays out of logs.
        format!("<FactUsed {}>", self.0.fact)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.fact)
    }
}
document!(FactUsed, core::FactUsed);

/// Which policy decided.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade >= 3"')
/// >>> policy.reference.id, policy.reference.version, policy.reference.hash == policy.hash
/// ('r', 1, True)
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct PolicyReference(pub(crate) core::PolicyReference);

#[pymethods]
impl PolicyReference {
    /// Its id.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// Its version.
    #[getter]
    fn version(&self) -> u32 {
        self.0.version
    }

    /// SHA-256 of its content, in hexadecimal.
    #[getter]
    fn hash(&self) -> &str {
        &self.0.hash
    }

    fn __repr__(&self) -> String {
        format!("<PolicyReference {} v{}>", quoted(&self.0.id), self.0.version)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, self.0.version, &self.0.hash))
    }
}
document!(PolicyReference, core::PolicyReference);
