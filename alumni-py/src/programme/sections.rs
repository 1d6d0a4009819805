//! The parts of a review.

use alumni_core::programme as core;
use pyo3::prelude::*;

use crate::consent::Summary;
use crate::convert::quoted;
use crate::eligibility::PolicyReference;
use crate::engagement::{Health, Pulse, Traffic};
use crate::fairness::{PayPosition, SelectionReport};
use crate::names::Names as _;
use crate::text::lang;

/// What one policy says about everybody who left.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> review = al.Programme.starter().review({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,2021-09-30\n",
/// ... }, as_of=date(2026, 4, 1))
/// >>> sum(outcome.people for outcome in review.policies[0].outcomes) == review.policies[0].people
/// True
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct PolicyReview(pub(super) core::PolicyReview);

#[pymethods]
impl PolicyReview {
    /// The policy's title in ``lang``, or its id.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<PolicyReview {} of {}>", quoted(&self.0.policy.id), self.0.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.policy.hash, self.0.people))
    }
}
getters!(PolicyReview {
    /// The policy.
    policy: PolicyReference = |part, _py| PolicyReference(part.policy.clone());
    /// The facts that it asks for, as rules write them.
    facts: Vec<String> = |part, _py| part.facts.clone();
    /// People decided about.
    people: u64 = |part, _py| part.people;
    /// How many of each outcome.
    outcomes: Vec<OutcomeCount> = |part, _py| part.outcomes.iter().cloned().map(OutcomeCount).collect();
    /// How each criterion stands, in the policy's order.
    criteria: Vec<CriterionCount> = |part, _py| part.criteria.iter().cloned().map(CriterionCount).collect();
    /// The facts that would settle the undetermined, most often missing first.
    missing: Vec<MissingCount> = |part, _py| part.missing.iter().cloned().map(MissingCount).collect();
    /// Of the ineligible, how many become eligible within twelve months by waiting.
    soon: u64 = |part, _py| part.soon;
});
document!(PolicyReview, core::PolicyReview);

/// How many people have an outcome.
///
/// Examples
/// --------
/// >>> from alumni.programme import OutcomeCount
/// >>> OutcomeCount.from_dict({"outcome": "eligible", "people": 3})
/// <OutcomeCount eligible: 3>
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct OutcomeCount(core::OutcomeCount);

#[pymethods]
impl OutcomeCount {
    fn __repr__(&self) -> String {
        format!("<OutcomeCount {}: {}>", self.0.outcome.as_str(), self.0.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.outcome, self.0.people))
    }
}
getters!(OutcomeCount {
    /// The outcome.
    outcome: Bound<'py, PyAny> = |part, py| part.outcome.member(py)?;
    /// How many.
    people: u64 = |part, _py| part.people;
});
document!(OutcomeCount, core::OutcomeCount);

/// How one criterion stands over all people.
///
/// Examples
/// --------
/// >>> from alumni.programme import CriterionCount
/// >>> CriterionCount.from_dict({
/// ...     "id": "service", "effect": "require", "rule": "tenure of at least 5 years",
/// ...     "met": 3, "unmet": 1, "review": 0, "unknown": 0, "conditional": 0,
/// ... }).met
/// 3
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct CriterionCount(core::CriterionCount);

#[pymethods]
impl CriterionCount {
    /// The criterion in words of ``lang``.
    #[pyo3(signature = (lang=None))]
    fn rule(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.rule.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<CriterionCount {}: {} unmet>", quoted(&self.0.id), self.0.unmet)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.id, self.0.met, self.0.unmet))
    }
}
getters!(CriterionCount {
    /// The criterion's id.
    id: String = |part, _py| part.id.clone();
    /// What it does.
    effect: Bound<'py, PyAny> = |part, py| part.effect.member(py)?;
    /// It does not stand in the way of so many.
    met: u64 = |part, _py| part.met;
    /// It makes so many ineligible.
    unmet: u64 = |part, _py| part.unmet;
    /// It asks a person about so many.
    review: u64 = |part, _py| part.review;
    /// It cannot be told of so many.
    unknown: u64 = |part, _py| part.unknown;
    /// It asks a person about so many for whom nothing else stands in the way.
    conditional: u64 = |part, _py| part.conditional;
});
document!(CriterionCount, core::CriterionCount);

/// How often a fact is missing where it would settle the outcome.
///
/// Examples
/// --------
/// >>> from alumni.programme import MissingCount
/// >>> MissingCount.from_dict({"fact": "grade", "title": {"en": "grade", "ja": "等級"}, "people": 2}).title("ja")
/// '等級'
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct MissingCount(core::MissingCount);

#[pymethods]
impl MissingCount {
    /// What people call the fact, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        format!("<MissingCount {}: {}>", self.0.fact, self.0.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.fact, self.0.people))
    }
}
getters!(MissingCount {
    /// The fact as rules write it.
    fact: String = |part, _py| part.fact.clone();
    /// For how many people.
    people: u64 = |part, _py| part.people;
});
document!(MissingCount, core::MissingCount);

/// Who may be reached for a purpose on a channel, and what blocks the rest.
///
/// Examples
/// --------
/// >>> from alumni.programme import Reach
/// >>> Reach.from_dict({"title": {"en": "Newsletter", "ja": "ニュースレター"}, "summary": {
/// ...     "purpose": "newsletter", "at": "2026-04-01T00:00:00Z", "subjects": 2, "allowed": 1, "review": 0, "denied": 1,
/// ...     "reasons": [],
/// ... }}).summary.allowed
/// 1
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Reach(pub(super) core::Reach);

#[pymethods]
impl Reach {
    /// The purpose's title in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        let summary = &self.0.summary;
        format!("<Reach {}: {} of {}>", quoted(&summary.purpose), summary.allowed, summary.subjects)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.summary.purpose, self.0.summary.allowed))
    }
}
getters!(Reach {
    /// The counts by verdict and by reason.
    summary: Summary = |part, _py| Summary(part.summary.clone());
    /// Of those who may be reached, how many have a working contact point of their own; ``None`` where that is not known.
    with_contact: Option<u64> = |part, _py| part.with_contact;
});
document!(Reach, core::Reach);

/// One comparison of groups: who passes a policy, or who was selected.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> from alumni.programme import SelectionFinding
/// >>> report = al.fairness.selection({"women": (52, 24), "men": (80, 48)})
/// >>> SelectionFinding.from_dict({
/// ...     "of": "selections", "title": "Selections", "attribute": "sex", "unknown_group": 0, "report": report,
/// ... }).report == report
/// True
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct SelectionFinding(pub(super) core::SelectionFinding);

#[pymethods]
impl SelectionFinding {
    /// The title of what was decided, in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title.text(self::lang(lang)?))
    }

    fn __repr__(&self) -> String {
        let Self(part) = self;
        format!(
            "<SelectionFinding {} by {}: {}>",
            quoted(&part.of),
            quoted(&part.attribute),
            part.report.verdict
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.of, &self.0.attribute))
    }
}
getters!(SelectionFinding {
    /// What was decided: a policy's id, or ``selections``.
    of: String = |part, _py| part.of.clone();
    /// The attribute whose groups are compared.
    attribute: String = |part, _py| part.attribute.clone();
    /// People whose group is not known and who are in no group.
    unknown_group: u64 = |part, _py| part.unknown_group;
    /// The comparison.
    report: SelectionReport = |part, _py| SelectionReport(part.report.clone());
});
document!(SelectionFinding, core::SelectionFinding);

/// Pay against the midpoint of its range, for those who came back and those who stayed.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> from alumni.programme import PayComparison
/// >>> nobody = al.fairness.compa_ratios([])
/// >>> PayComparison.from_dict({"returners": nobody, "stayers": nobody}).returners.people
/// 0
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct PayComparison(pub(super) core::PayComparison);

#[pymethods]
impl PayComparison {
    fn __repr__(&self) -> String {
        let Self(pay) = self;
        format!("<PayComparison {} returners, {} stayers>", pay.returners.people, pay.stayers.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.returners.people, self.0.stayers.people))
    }
}
getters!(PayComparison {
    /// Employed now, after at least one return.
    returners: PayPosition = |part, _py| PayPosition(part.returners.clone());
    /// Employed now, in their first spell.
    stayers: PayPosition = |part, _py| PayPosition(part.stayers.clone());
});
document!(PayComparison, core::PayComparison);

/// Whether the network is alive and what ails it, who speaks to whom, and who is close.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> review = al.Programme.starter().review({
/// ...     "people.csv": "worker_id\nw-1\n",
/// ...     "spells.csv": "worker_id,start_on,end_on\nw-1,2016-04-01,2021-09-30\n",
/// ...     "interactions.csv": "id,at,kind,actor,actor_type\ne-1,2026-03-01T09:00:00Z,reply,w-1,alumnus\n",
/// ... }, as_of=date(2026, 4, 1))
/// >>> review.network.pulse.acted.count
/// 1
/// >>> review.network.health.state
/// 'cannot_tell'
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Network(pub(super) core::Network);

#[pymethods]
impl Network {
    fn __repr__(&self) -> String {
        let state = self.0.health.state.as_str();
        format!("<Network {state}, {} scored, {} not>", self.0.scored, self.0.not_scored)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.scored, self.0.not_scored))
    }
}
getters!(Network {
    /// How the network is, what that rests on, and what ails it.
    health: Health = |part, _py| Health(part.health.clone());
    /// How much life there is.
    pulse: Pulse = |part, _py| Pulse(part.pulse.clone());
    /// Who speaks to whom.
    traffic: Traffic = |part, _py| Traffic(part.traffic.clone());
    /// People with a score.
    scored: u64 = |part, _py| part.scored;
    /// People who acted and may not be scored.
    not_scored: u64 = |part, _py| part.not_scored;
    /// The five with the highest scores.
    closest: Vec<Closest> = |part, _py| part.closest.iter().cloned().map(Closest).collect();
});
document!(Network, core::Network);

/// A person with a high score, and why.
///
/// Examples
/// --------
/// >>> from alumni.programme import Closest
/// >>> Closest.from_dict({"person": "w-1", "score": "3.1", "why": "event_attend +3.1", "recency_days": 4}).why
/// 'event_attend +3.1'
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Closest(core::Closest);

#[pymethods]
impl Closest {
    fn __repr__(&self) -> String {
        format!("<Closest {}: {}>", quoted(&self.0.person), self.0.score)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.person)
    }
}
getters!(Closest {
    /// The person's id.
    person: String = |part, _py| part.person.clone();
    /// The score as printed.
    score: String = |part, _py| part.score.clone();
    /// The parts, strongest first: ``event_attend +3.1, reply +2.4``.
    why: String = |part, _py| part.why.clone();
    /// Days since the last two-way contact.
    recency_days: Option<i64> = |part, _py| part.recency_days;
});
document!(Closest, core::Closest);
