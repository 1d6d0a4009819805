use std::sync::Arc;

use alumni_core::eligibility as core;
use pyo3::prelude::*;

use super::decision::{Decision, PolicyReference};
use super::policy::Policy;
use crate::convert::{self, date, py_date, quoted};
use crate::exceptions::{quick, raise, run};
use crate::text::lang;
use crate::workforce::{vocabulary, worker};

/// Several policies about one person: the steps by which people come closer, or a set without an order.
///
/// Steps stand from the lowest to the highest, and each stands for itself: a step may be open while one below it is not.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> ladder = al.library.ladder("re-engagement")
/// >>> ladder.steps
/// ['network', 'guest', 'contract', 'side_job', 'rehire']
/// >>> worker = al.Worker("w-1", spells=[al.Spell(date(2016, 4, 1), date(2020, 3, 31), separation="voluntary")])
/// >>> decision = ladder.decide(worker, as_of=date(2026, 4, 1))
/// >>> decision.highest.id
/// 'contract'
/// >>> print(decision)
/// Up to contract work; next side job: Undetermined; to be settled: the present employer allows side jobs
#[pyclass(module = "alumni", frozen)]
#[derive(Debug)]
pub(crate) struct Ladder(pub(crate) core::Ladder);

#[pymethods]
impl Ladder {
    /// Read a ladder in TOML, or in JSON when it starts with a brace.
    ///
    /// Parameters
    /// ----------
    /// text : str
    ///     The document.
    /// vocabulary : Vocabulary or mapping, optional
    ///     The customer's facts; the built-in ones when left out.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     Of the kind that fits, with the place in ``path``: ``steps[1].policy.criteria[0].require: 1:14``.
    #[staticmethod]
    #[pyo3(signature = (text, *, vocabulary=None))]
    fn parse(
        py: Python<'_>,
        text: &Bound<'_, PyAny>,
        vocabulary: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        let vocabulary = convert::optional(vocabulary, "vocabulary", self::vocabulary)?.unwrap_or_default();
        run(py, || core::Ladder::parse_with(&text, vocabulary)).map(Self)
    }

    /// The title in ``lang``, where there is one.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<Option<&str>> {
        let lang = self::lang(lang)?;
        Ok(self.0.title().map(|title| title.text(lang)))
    }

    /// The policy of the step ``step``.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a step that the ladder does not have.
    fn policy(&self, step: &Bound<'_, PyAny>) -> PyResult<Policy> {
        let id = convert::text(step, "step")?;
        let found = self.0.steps().iter().find(|step| step.id() == id);
        found.map(|step| Policy(Arc::new(step.policy().clone()))).ok_or_else(|| {
            let ids: Vec<_> = self.0.steps().iter().map(core::Step::id).collect();
            let message = format!("expected one of {}, got `{id}`", ids.join(", "));
            raise(&alumni_core::Error::unknown_name(message).within("step"))
        })
    }

    /// Decide about ``worker`` step by step as of a day.
    ///
    /// Parameters
    /// ----------
    /// worker : Worker or mapping
    ///     A worker or its document.
    /// as_of : datetime.date
    ///     The day of the decision.
    #[pyo3(signature = (worker, *, as_of))]
    fn decide(
        &self,
        py: Python<'_>,
        worker: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> PyResult<LadderDecision> {
        let as_of = date(as_of, "as_of")?;
        if let Ok(found) = worker.cast::<crate::workforce::Worker>() {
            let found = &found.get().0;
            return run(py, || self.0.decide(found, as_of)).map(LadderDecision);
        }
        let found = self::worker(worker, "worker")?;
        run(py, || self.0.decide(&found, as_of)).map(LadderDecision)
    }

    fn __repr__(&self) -> String {
        format!("<Ladder {} v{}, {} steps>", quoted(self.0.id()), self.0.version(), self.0.steps().len())
    }

    fn _repr_html_(&self) -> String {
        let row =
            |step: &core::Step| vec![step.id().to_owned(), step.title().en.clone(), step.title().ja.clone()];
        crate::html::table(
            &format!("{} v{}", self.0.id(), self.0.version()),
            &["step", "en", "ja"],
            &self.0.steps().iter().map(row).collect::<Vec<_>>(),
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.hash())
    }
}
getters!(Ladder {
    /// The ladder's id.
    id: &str = |ladder, _py| ladder.id();
    /// The ladder's version.
    version: u32 = |ladder, _py| ladder.version();
    /// Where the ladder comes from.
    source: Option<&str> = |ladder, _py| ladder.source();
    /// Whether the steps have an order; without one it is a set.
    ordered: bool = |ladder, _py| ladder.is_ordered();
    /// The ids of the steps, from the lowest to the highest.
    steps: Vec<String> = |ladder, _py| ladder.steps().iter().map(|step| step.id().to_owned()).collect();
    /// The facts that the policies ask for together, each once.
    facts: Vec<String> = |ladder, _py| ladder.facts();
    /// SHA-256 of id, version and every step's id and policy, in hexadecimal.
    hash: &str = |ladder, _py| ladder.hash();
    /// Id, version and hash: how a decision names its ladder.
    reference: PolicyReference = |ladder, _py| PolicyReference(ladder.reference());
});
document!(Ladder, core::Ladder, core::Ladder::parse);

/// Which steps of a ladder a person may take, and what stands before the next.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> worker = {"id": "w-1", "spells": [{"start": "2016-04-01", "end": "2020-03-31"}]}
/// >>> decision = al.library.ladder("richmond").decide(worker, as_of=date(2020, 5, 31))
/// >>> decision.highest.id, decision.next.id
/// ('prior-service', 'original-date')
/// >>> [step.id for step in decision.open]
/// ['prior-service']
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct LadderDecision(core::LadderDecision);

#[pymethods]
impl LadderDecision {
    /// One line in ``lang``: up to which step, and what stands before the next; for a set, which are open.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let highest = self.0.highest().map_or("none", core::StepDecision::id);
        format!("<LadderDecision, highest step {}>", quoted(highest))
    }

    fn _repr_html_(&self) -> String {
        let row = |step: &core::StepDecision| vec![step.title().en.clone(), step.decision().to_string()];
        crate::html::table(
            &self.0.to_string(),
            &["step", "decision"],
            &self.0.steps().iter().map(row).collect::<Vec<_>>(),
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.worker(), self.0.as_of()))
    }
}
getters!(LadderDecision {
    /// The ladder that decided.
    ladder: PolicyReference = |decision, _py| PolicyReference(decision.ladder().clone());
    /// The worker's id.
    worker: &str = |decision, _py| decision.worker();
    /// The day the decision is for.
    as_of: Bound<'py, PyAny> = |decision, py| py_date(py, decision.as_of())?;
    /// Every step, from the lowest to the highest.
    steps: Vec<StepDecision> = |decision, _py| decision.steps().iter().cloned().map(StepDecision).collect();
    /// The highest step that the person may take now; ``None`` when there is none, and for a set.
    highest: Option<StepDecision> = |decision, _py| decision.highest().cloned().map(StepDecision);
    /// The lowest step above it, whose decision says what stands before it; ``None`` at the top, and for a set.
    next: Option<StepDecision> = |decision, _py| decision.next().cloned().map(StepDecision);
    /// Whether no step above the highest is undetermined.
    is_settled: bool = |decision, _py| decision.is_settled();
    /// The steps that the person may take now.
    open: Vec<StepDecision> = |decision, _py| decision.open().cloned().map(StepDecision).collect();
});
document!(LadderDecision, core::LadderDecision);

/// One step of a ladder and what its policy says.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> worker = {"id": "w-1", "spells": [{"start": "2016-04-01", "end": "2020-03-31"}]}
/// >>> step = al.library.ladder("richmond").decide(worker, as_of=date(2020, 5, 30)).steps[1]
/// >>> step.title("ja"), step.decision.outcome.value
/// ('当初の入社日の維持', 'eligible')
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct StepDecision(core::StepDecision);

#[pymethods]
impl StepDecision {
    /// What people call the step in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title().text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<StepDecision {}, {}>", quoted(self.0.id()), self.0.decision().outcome().as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.id())
    }
}
getters!(StepDecision {
    /// The step's id.
    id: &str = |step, _py| step.id();
    /// What the step's policy says: outcome, reasons, ``eligible_on``.
    decision: Decision = |step, _py| Decision(step.decision().clone());
});
document!(StepDecision, core::StepDecision);
