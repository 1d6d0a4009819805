use alumni_core::eligibility as core;
use alumni_core::text::Lang;
use pyo3::prelude::*;

use super::decision::PolicyReference;
use super::policy::Policy;
use crate::convert::{py_date, quoted};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::{Reason, lang};
use crate::workforce::Worker;

#[pymethods]
impl Policy {
    /// Prove what can be said about the policy without any worker.
    ///
    /// Criteria that can never be met or never fail, policies that let nobody pass, criteria that others imply, parts that
    /// never matter, reviews that nobody reaches. *Never* is meant of workers whose facts are
    /// known, but for facts of which the policy asks whether they are.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> policy = al.Policy.from_dict({"id": "return", "version": 1, "criteria": [
    /// ...     {"id": "service", "require": "tenure >= 3 years"},
    /// ...     {"id": "long-service", "require": "tenure >= 36 months or grade >= 3"},
    /// ... ]})
    /// >>> print(policy.check())
    /// warning: long-service: whoever passes service passes it too (tenure at least 36 months or grade at least 3)
    fn check(&self, py: Python<'_>) -> PyResult<Check> {
        run(py, || Ok(self.0.check())).map(Check)
    }

    /// Compare the policy with another by the workers whom each takes.
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     For a fact that has different types in the two policies, or amounts in different currencies.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> new, old = [al.Policy.from_dict({"id": "return", "version": version, "criteria": [
    /// ...     {"id": "service", "require": f"tenure >= {years} years"},
    /// ... ]}) for version, years in [(2, 3), (1, 5)]]
    /// >>> print(new.compare(old))
    /// Looser; witness: tenure 3 years
    fn compare(&self, py: Python<'_>, other: &Self) -> PyResult<PolicyComparison> {
        run(py, || self.0.compare(&other.0)).map(PolicyComparison)
    }
}

/// Everything that was proved about a policy.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade >= 3"')
/// >>> check = policy.check()
/// >>> check.is_clean, check.findings
/// (True, [])
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Check(pub(crate) core::Check);

#[pymethods]
impl Check {
    /// The policy that was checked.
    #[getter]
    fn policy(&self) -> PolicyReference {
        PolicyReference(self.0.policy().clone())
    }

    /// What was found, the gravest first.
    #[getter]
    fn findings(&self) -> Vec<PolicyFinding> {
        self.0.findings().iter().cloned().map(PolicyFinding).collect()
    }

    /// The questions that were given up, each a code with its criteria; empty for all but policies made to be hard.
    #[getter]
    fn undecided(&self) -> Vec<(String, Vec<String>)> {
        let question = |question: &core::Undecided| (question.code.clone(), question.criteria.clone());
        self.0.undecided().iter().map(question).collect()
    }

    /// Whether nothing was found and nothing given up.
    #[getter]
    fn is_clean(&self) -> bool {
        self.0.is_clean()
    }

    /// One line for each finding, or one that says that there is none.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let policy = quoted(&self.0.policy().id);
        format!("<Check of {policy}: {} findings>", self.0.findings().len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            findings_table(
                &format!("Check of {}", self.0.policy().id),
                self.0.findings(),
                &self.0.to_string(),
            )
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.policy().hash, self.0.findings().len()))
    }
}
document!(Check, core::Check);

/// Something that was proved about a policy.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nbar = "spell_count < 1"')
/// >>> found = policy.check().findings[0]
/// >>> found.code, found.severity.value, found.criteria
/// ('criterion-never-fails', 'warning', ['c'])
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct PolicyFinding(core::Finding);

#[pymethods]
impl PolicyFinding {
    /// The stable code.
    #[getter]
    fn code(&self) -> &str {
        self.0.code()
    }

    /// How much it matters.
    #[getter]
    fn severity<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.severity.member(py)
    }

    /// The criteria concerned: first the one that it is about, then those that make it so. For a ladder, its steps.
    #[getter]
    fn criteria(&self) -> Vec<String> {
        self.0.criteria.clone()
    }

    /// The part of the first criterion that it is about, as rules write it.
    #[getter]
    fn part(&self) -> Option<&str> {
        self.0.part.as_deref()
    }

    /// What was found, as a code with arguments.
    #[getter]
    fn reason(&self) -> Reason {
        Reason(self.0.reason.clone())
    }

    /// A made-up worker who shows it, where there can be one.
    #[getter]
    fn witness(&self) -> Option<Witness> {
        self.0.witness.clone().map(Witness)
    }

    /// The finding in a sentence, with its witness.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<PolicyFinding {}: {}>", self.0.code(), self.0.criteria.join(", "))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.code(), &self.0.criteria))
    }
}
document!(PolicyFinding, core::Finding);

/// A made-up worker as a row of facts, and a day: decided about, it shows what was found.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> new, old = [al.Policy.from_dict({"id": "r", "version": 1, "criteria": [
/// ...     {"id": "level", "require": f"grade >= {grade}"},
/// ... ]}) for grade in (2, 3)]
/// >>> witness = new.compare(old).gained
/// >>> print(witness)
/// grade 2
/// >>> print(old.decide(witness.worker, as_of=witness.as_of))
/// Ineligible
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Witness(core::Witness);

#[pymethods]
impl Witness {
    /// The worker, to decide about.
    #[getter]
    fn worker(&self) -> Worker {
        Worker(self.0.worker())
    }

    /// The day to decide for.
    #[getter]
    fn as_of<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.as_of)
    }

    /// The facts that what was found is about, as rules write them.
    #[getter]
    fn about(&self) -> Vec<String> {
        self.0.about.clone()
    }

    /// The facts that it is about, in words.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Witness: {}>", self.0)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.as_of, &self.0.about))
    }
}
document!(Witness, core::Witness);

/// How one policy is to another.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> one, other = [al.Policy.from_dict({"id": "r", "version": 1, "criteria": [
/// ...     {"id": "service", "require": f"tenure >= {period}"},
/// ... ]}) for period in ("1 year", "12 months")]
/// >>> one.compare(other).relation
/// <Relation.EQUIVALENT: 'equivalent'>
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct PolicyComparison(core::PolicyComparison);

#[pymethods]
impl PolicyComparison {
    /// The policy that was compared.
    #[getter]
    fn policy(&self) -> PolicyReference {
        PolicyReference(self.0.policy().clone())
    }

    /// The policy that it was compared with.
    #[getter]
    fn other(&self) -> PolicyReference {
        PolicyReference(self.0.other().clone())
    }

    /// By who is eligible, of all workers whose facts are known.
    #[getter]
    fn relation<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.relation().member(py)
    }

    /// By who is not ineligible, of the same workers.
    #[getter]
    fn admitted<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.admitted().member(py)
    }

    /// By who is eligible, of all workers whatever is known of them.
    #[getter]
    fn incomplete<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.incomplete().member(py)
    }

    /// Somebody who is eligible under the policy and not under the other.
    #[getter]
    fn gained(&self) -> Option<Witness> {
        self.0.gained().map(|difference| Witness(difference.witness.clone()))
    }

    /// The criteria of the other policy that stand in the way of ``gained``.
    #[getter]
    fn gained_past(&self) -> Vec<String> {
        self.0.gained().map(|difference| difference.criteria.clone()).unwrap_or_default()
    }

    /// Somebody who is eligible under the other and not under the policy.
    #[getter]
    fn lost(&self) -> Option<Witness> {
        self.0.lost().map(|difference| Witness(difference.witness.clone()))
    }

    /// The criteria of the policy that stand in the way of ``lost``.
    #[getter]
    fn lost_to(&self) -> Vec<String> {
        self.0.lost().map(|difference| difference.criteria.clone()).unwrap_or_default()
    }

    /// The relation and its witnesses in one line.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<PolicyComparison: {}>", self.0.relation().as_str())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |what: &str, difference: Option<&core::Difference>| {
                difference
                    .map(|found| vec![what.to_owned(), found.witness.to_string(), found.criteria.join(", ")])
            };
            let rows: Vec<_> =
                [row("gained", self.0.gained()), row("lost", self.0.lost())].into_iter().flatten().collect();
            let title = self.0.relation().text(Lang::En);
            html::table(&title, &["who", "witness", "refused by"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.policy().hash, &self.0.other().hash))
    }
}
document!(PolicyComparison, core::PolicyComparison);

/// What was proved about the policies of a ladder, from its lowest step to its highest.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> guest, member = [al.Policy.from_dict({"id": id, "version": 1, "criteria": [
/// ...     {"id": "level", "require": rule},
/// ... ]}) for id, rule in (("guest", "tenure >= 3 years"), ("member", "grade >= 3"))]
/// >>> [found.code for found in al.eligibility.check_ladder([guest, member]).findings]
/// ['step-overlap']
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct LadderCheck(core::LadderCheck);

#[pymethods]
impl LadderCheck {
    /// The policies, from the lowest step to the highest.
    #[getter]
    fn steps(&self) -> Vec<PolicyReference> {
        self.0.steps().iter().cloned().map(PolicyReference).collect()
    }

    /// What was found, the gravest first.
    #[getter]
    fn findings(&self) -> Vec<PolicyFinding> {
        self.0.findings().iter().cloned().map(PolicyFinding).collect()
    }

    /// The questions that were given up, each a code with its steps.
    #[getter]
    fn undecided(&self) -> Vec<(String, Vec<String>)> {
        let question = |question: &core::Undecided| (question.code.clone(), question.criteria.clone());
        self.0.undecided().iter().map(question).collect()
    }

    /// Somebody who is eligible for no step at all; ``None`` when everybody is for one.
    #[getter]
    fn left_out(&self) -> Option<Witness> {
        self.0.left_out().cloned().map(Witness)
    }

    /// Whether nothing was found and nothing given up.
    #[getter]
    fn is_clean(&self) -> bool {
        self.0.is_clean()
    }

    /// One line for each finding, or one that says that there is none.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<LadderCheck of {} steps: {} findings>", self.0.steps().len(), self.0.findings().len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || findings_table("Check of a ladder", self.0.findings(), &self.0.to_string()))
    }

    fn __hash__(&self) -> u64 {
        let hashes: Vec<_> = self.0.steps().iter().map(|step| &step.hash).collect();
        crate::document::hash(&hashes)
    }
}
document!(LadderCheck, core::LadderCheck);

fn findings_table(title: &str, findings: &[core::Finding], none: &str) -> String {
    let row = |finding: &core::Finding| {
        vec![finding.severity.as_str().to_owned(), finding.code().to_owned(), finding.text(Lang::En)]
    };
    let rows: Vec<_> = findings.iter().map(row).collect();
    let title = if rows.is_empty() { format!("{title}: {none}") } else { title.to_owned() };
    html::table(&title, &["severity", "code", "finding"], &rows)
}

/// Prove how the policies of a ladder, from the lowest step to the highest, stand to each other.
///
/// Raises
/// ------
/// AlumniError
///     ``missing`` for no policy, ``duplicate`` for two of one id, ``inconsistent`` for a fact of different types.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> steps = [al.Policy.from_dict({"id": id, "version": 1, "criteria": [
/// ...     {"id": "level", "require": f"grade >= {grade}"},
/// ... ]}) for id, grade in (("network", 1), ("contract", 3), ("rehire", 5))]
/// >>> print(al.eligibility.check_ladder(steps))
/// no gaps, overlaps or unused steps
#[pyfunction]
pub(crate) fn check_ladder(py: Python<'_>, steps: Vec<Py<Policy>>) -> PyResult<LadderCheck> {
    let steps: Vec<_> = steps.iter().map(|step| step.get().0.clone()).collect();
    run(py, || core::check_ladder(&steps.iter().map(AsRef::as_ref).collect::<Vec<_>>())).map(LadderCheck)
}
