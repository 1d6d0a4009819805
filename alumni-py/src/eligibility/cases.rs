use alumni_core::Lang;
use alumni_core::eligibility as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::decision::PolicyReference;
use crate::convert::{py_date, quoted};
use crate::exceptions::quick;
use crate::html;
use crate::names::Names as _;
use crate::text::{Reason, lang, reasons};

/// A worker, a day, and what the policy must say; in a policy's document ``[[cases]]``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "r"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[cases]]
/// ... name = "grade 2 is too low"
/// ... as_of = 2026-04-01
/// ... facts = { grade = 2 }
/// ... outcome = "ineligible"
/// ... unmet = ["grade"]
/// ... ''')
/// >>> policy.cases[0].name, policy.cases[0].outcome.value
/// ('grade 2 is too low', 'ineligible')
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Case(pub(crate) core::Case);
document!(Case, core::Case);
getters!(Case {
    /// What the case shows, unique in the policy.
    name: String = |case, py| case.name.clone();
    /// The day of the decision.
    as_of: Bound<'py, PyAny> = |case, py| py_date(py, case.as_of)?;
    /// The outcome expected.
    outcome: Bound<'py, PyAny> = |case, py| case.outcome.member(py)?;
    /// The first day on which the outcome must become eligible; ``None`` when that is not looked at.
    eligible_on: Option<Bound<'py, PyAny>> = |case, py| case.eligible_on.map(|day| py_date(py, day)).transpose()?;
});

#[pymethods]
impl Case {
    fn __repr__(&self) -> String {
        format!("<Case {}>", short(&self.0.name))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.name, self.0.as_of))
    }
}

/// A name in quotes that keeps a repr short.
fn short(name: &str) -> String {
    let cut: String = name.chars().take(40).collect();
    quoted(&if cut.len() < name.len() { cut + "…" } else { cut })
}

/// What a policy's cases say about it, and what they leave unsaid; made by `Policy.run_cases`.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "r"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[cases]]
/// ... name = "grade 3 is enough"
/// ... as_of = 2026-04-01
/// ... facts = { grade = 3 }
/// ... outcome = "eligible"
/// ... ''')
/// >>> report = policy.run_cases()
/// >>> print(report)
/// 1 of 1 cases pass; 2 of 5 changes of the rules go unnoticed
/// >>> for mutant in report.unnoticed:
/// ...     print(mutant.text("en"))
/// no case notices when grade is left out
/// no case notices when grade reads: grade >= 2
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct CaseReport(pub(crate) core::CaseReport);
document!(CaseReport, core::CaseReport);
getters!(CaseReport {
    /// The policy.
    policy: PolicyReference = |report, py| PolicyReference(report.policy.clone());
    /// Every case, in the document's order.
    cases: Vec<CaseResult> = |report, py| report.cases.iter().cloned().map(CaseResult).collect();
    /// Whether every case passes.
    passes: bool = |report, py| report.passes();
    /// Every criterion, and in how many cases it stood how.
    coverage: Vec<Coverage> = |report, py| report.coverage.iter().cloned().map(Coverage).collect();
    /// Number of changed rules that the cases were tried on.
    mutants: usize = |report, py| report.mutants;
    /// Whether every change was tried: not beyond 10,000.
    complete: bool = |report, py| report.complete;
    /// The changed rules that no case notices.
    unnoticed: Vec<Mutant> = |report, py| report.unnoticed.iter().cloned().map(Mutant).collect();
});

#[pymethods]
impl CaseReport {
    /// One line in ``lang``: how many cases pass, and how many changes go unnoticed.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let report = &self.0;
        let passes = if report.passes() { "pass" } else { "do not all pass" };
        format!("<CaseReport {}: {} cases {passes}>", quoted(&report.policy.id), report.cases.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |case: &core::CaseResult| {
                let why: Vec<_> = case.differences.iter().map(|reason| reason.text(Lang::En)).collect();
                let passes = if why.is_empty() { "passes" } else { "fails" };
                vec![passes.to_owned(), case.name.clone(), why.join("; ")]
            };
            let mut rows: Vec<_> = self.0.cases.iter().map(row).collect();
            rows.extend(self.0.unnoticed.iter().map(|mutant| {
                vec!["unnoticed".to_owned(), mutant.criterion.clone(), mutant.reason().text(Lang::En)]
            }));
            html::table(&self.0.to_string(), &["result", "case or criterion", "why"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.policy.hash, self.0.mutants, self.0.cases.len()))
    }
}

/// What one case found.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "r"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[cases]]
/// ... name = "grade 3 is enough"
/// ... as_of = 2026-04-01
/// ... facts = { grade = 3 }
/// ... outcome = "eligible"
/// ... ''')
/// >>> case, = policy.run_cases().cases
/// >>> case.name, case.passes
/// ('grade 3 is enough', True)
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct CaseResult(core::CaseResult);
document!(CaseResult, core::CaseResult);

#[pymethods]
impl CaseResult {
    /// The case's name.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The outcome expected.
    #[getter]
    fn expected<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.expected.member(py)
    }

    /// The outcome found.
    #[getter]
    fn outcome<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.outcome.member(py)
    }

    /// Whether everything is as expected.
    #[getter]
    fn passes(&self) -> bool {
        self.0.differences.is_empty()
    }

    /// What is not as expected; empty when the case passes.
    #[getter]
    fn differences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, self.0.differences.iter())
    }

    fn __repr__(&self) -> String {
        let passes = if self.0.differences.is_empty() { "passes" } else { "fails" };
        format!("<CaseResult {} {passes}>", short(&self.0.name))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.name, self.0.outcome))
    }
}

/// How the cases saw one criterion.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "r"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[cases]]
/// ... name = "grade 3 is enough"
/// ... as_of = 2026-04-01
/// ... facts = { grade = 3 }
/// ... outcome = "eligible"
/// ... ''')
/// >>> seen, = policy.run_cases().coverage
/// >>> seen.criterion, seen.met, seen.unmet
/// ('grade', 1, 0)
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Coverage(core::Coverage);
document!(Coverage, core::Coverage);
getters!(Coverage {
    /// The criterion's id.
    criterion: String = |coverage, py| coverage.criterion.clone();
    /// What it does.
    effect: Bound<'py, PyAny> = |coverage, py| coverage.effect.member(py)?;
    /// Number of cases in which it is met.
    met: usize = |coverage, py| coverage.met;
    /// Number of cases in which it is unmet; a review criterion never is.
    unmet: usize = |coverage, py| coverage.unmet;
    /// Number of cases in which it asks for a person; only a review criterion does.
    review: usize = |coverage, py| coverage.review;
    /// Number of cases in which it cannot be told.
    unknown: usize = |coverage, py| coverage.unknown;
});

#[pymethods]
impl Coverage {
    fn __repr__(&self) -> String {
        let Self(seen) = self;
        let counts = [seen.met, seen.unmet, seen.review, seen.unknown].map(|count| count.to_string());
        format!("<Coverage {}: {}>", short(&seen.criterion), counts.join(", "))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.criterion, self.0.met, self.0.unmet))
    }
}

/// A change of one rule that no case notices.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('''
/// ... id = "r"
/// ... version = 1
/// ... criteria = [{ id = "grade", require = "grade >= 3" }]
/// ... [[cases]]
/// ... name = "grade 3 is enough"
/// ... as_of = 2026-04-01
/// ... facts = { grade = 3 }
/// ... outcome = "eligible"
/// ... ''')
/// >>> [(mutant.mutation.value, mutant.rule) for mutant in policy.run_cases().unnoticed]
/// [('dropped', None), ('threshold', 'grade >= 2')]
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Mutant(core::Mutant);
document!(Mutant, core::Mutant);
getters!(Mutant {
    /// The criterion's id.
    criterion: String = |mutant, py| mutant.criterion.clone();
    /// How its rule was changed.
    mutation: Bound<'py, PyAny> = |mutant, py| mutant.mutation.member(py)?;
    /// The changed rule; ``None`` when the criterion was left out.
    rule: Option<String> = |mutant, py| mutant.rule.clone();
    /// What no case notices, as a code with arguments.
    reason: Reason = |mutant, py| Reason(mutant.reason());
});

#[pymethods]
impl Mutant {
    /// What no case notices, in a sentence.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.reason().text(lang))
    }

    fn __repr__(&self) -> String {
        format!("<Mutant {} {}>", short(&self.0.criterion), self.0.mutation.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.criterion, &self.0.rule))
    }
}
