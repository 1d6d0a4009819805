use alumni_core::eligibility as core;
use pyo3::prelude::*;

use super::decision::PolicyReference;
use crate::convert::{py_date, quoted};
use crate::exceptions::quick;
use crate::html;
use crate::names::Names as _;
use crate::text::{Reason, lang};
use crate::workforce::fact_value;

/// The ways to eligible for one worker, those of the fewest steps first.
///
/// Made by `Policy.nearest`; printed, it is one line for each way.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade >= 3"')
/// >>> nearest = policy.nearest({"id": "w", "facts": {"grade": 1}}, as_of=date(2026, 4, 1))
/// >>> print(nearest)
/// grade from 1 to 3
/// >>> nearest.is_complete
/// True
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Nearest(pub(crate) core::Nearest);
document!(Nearest, core::Nearest);
getters!(Nearest {
    /// The worker's id.
    worker: String = |found, py| found.worker().to_owned();
    /// The day asked about.
    as_of: Bound<'py, PyAny> = |found, py| py_date(py, found.as_of())?;
    /// The outcome without any change.
    outcome: Bound<'py, PyAny> = |found, py| found.outcome().member(py)?;
    /// The ways; empty when the outcome is eligible already, or when nothing that can change makes it so.
    ways: Vec<Way> = |found, py| found.ways().iter().cloned().map(Way).collect();
    /// Whether these are all the ways there are.
    is_complete: bool = |found, py| found.is_complete();
    /// The policy that was asked.
    policy: PolicyReference = |found, py| PolicyReference(found.policy().clone());
});

#[pymethods]
impl Nearest {
    /// One line for each way in ``lang``, or one line that says why there is none.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let found = &self.0;
        let count = found.ways().len();
        let plural = if count == 1 { "way" } else { "ways" };
        format!("<Nearest {}: {count} {plural} as of {}>", quoted(found.worker()), found.as_of())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |way: &core::Way| vec![way.changes.len().to_string(), way.text(alumni_core::Lang::En)];
            let rows: Vec<_> = self.0.ways().iter().map(row).collect();
            html::table(&format!("{}: ways to eligible", self.0.worker()), &["steps", "way"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.worker(), self.0.as_of(), self.0.ways().len()))
    }
}

/// Steps that, taken together, make the outcome eligible, and none of which can be left out.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "since_separation >= 6 months"')
/// >>> worker = al.Worker("w-1042", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30))])
/// >>> way = policy.nearest(worker, as_of=date(2021, 12, 1)).ways[0]
/// >>> way.text("ja")
/// '2022年4月1日まで待つ'
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Way(core::Way);
document!(Way, core::Way);
getters!(Way {
    /// The steps, in the order in which the policy asks for the facts; waiting stands last.
    changes: Vec<Change> = |way, py| way.changes.iter().cloned().map(Change).collect();
});

#[pymethods]
impl Way {
    /// The steps in one line.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.text(alumni_core::Lang::En))
    }

    fn __repr__(&self) -> String {
        let steps: Vec<_> = self.0.changes.iter().map(|change| change.kind.as_str()).collect();
        format!("<Way {}>", steps.join(", "))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.text(alumni_core::Lang::En))
    }
}

/// One step on the way to eligible: a fact that changes, one that turns out so, or time that passes.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade >= 3"')
/// >>> way, = policy.nearest({"id": "w", "facts": {"grade": 1}}, as_of=date(2026, 4, 1)).ways
/// >>> step, = way.changes
/// >>> step.kind.value, step.fact, step.before, step.to
/// ('change', 'grade', 1, 3)
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Change(core::Change);
document!(Change, core::Change);
getters!(Change {
    /// What kind of step it is.
    kind: Bound<'py, PyAny> = |change, py| change.kind.member(py)?;
    /// The fact, as rules write it; ``None`` when time passes.
    fact: Option<String> = |change, py| change.fact.clone();
    /// What the fact is now (``from`` in JSON); ``None`` when it is unknown or time passes.
    before: Option<Bound<'py, PyAny>> = |change, py| {
        change.from.as_ref().map(|value| fact_value(py, value)).transpose()?
    };
    /// What the fact has to be; ``None`` when time passes.
    to: Option<Bound<'py, PyAny>> = |change, py| change.to.as_ref().map(|value| fact_value(py, value)).transpose()?;
    /// The first day on which the outcome is eligible; only when time passes.
    until: Option<Bound<'py, PyAny>> = |change, py| change.until.map(|day| py_date(py, day)).transpose()?;
    /// The step as a code with arguments.
    reason: Reason = |change, py| Reason(change.reason.clone());
});

#[pymethods]
impl Change {
    fn __repr__(&self) -> String {
        // Values are a person's facts and stay out of logs.
        match &self.0.fact {
            Some(fact) => format!("<Change {} {fact}>", self.0.kind.as_str()),
            None => format!("<Change {}>", self.0.kind.as_str()),
        }
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.kind, &self.0.fact, self.0.until))
    }
}
