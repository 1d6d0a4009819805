//! Running the cases, on the policy and on its mutants.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::mutate::mutants;
use super::{Case, CaseReport, CaseResult, Coverage, Mutant, Mutation};
use crate::Error;
use crate::eligibility::decide::outcome;
use crate::eligibility::evaluate::Facts;
use crate::eligibility::policy::Criterion;
use crate::eligibility::resolve::{Node, Resolver};
use crate::eligibility::{Effect, Outcome, Policy, Status};
use crate::text::{Argument, Lang, Localized, Reason};
use crate::workforce::{Value, Worker};

/// More changed rules are not tried.
const MOST_MUTANTS: usize = 10_000;

/// A case with what the policy reads for it.
struct Asked<'a> {
    case: &'a Case,
    worker: Worker,
    values: Vec<Option<Value>>,
    statuses: Vec<Status>,
    passes: bool,
}

impl Policy {
    /// Runs the document's cases: which pass, how they saw each criterion, and which changes of the rules none of them
    /// would notice.
    ///
    /// A change is made to one rule at a time: a criterion left out or turned round, a threshold moved by one unit (a
    /// period by the smallest unit it is written in), `>=` for `>`, a branch or a listed value left out. Some changes make
    /// no difference to any worker, and no case can notice them; the report does not tell them apart.
    ///
    /// # Errors
    ///
    /// Those of [`decide`](Self::decide), with `cases[i]` before the path.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    ///
    /// let policy = Policy::parse(r#"
    ///     id = "return"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "grade"
    ///     require = "grade >= 3"
    ///     [[cases]]
    ///     name = "grade 3 is enough"
    ///     as_of = 2026-04-01
    ///     facts = { grade = 3 }
    ///     outcome = "eligible"
    /// "#)?;
    /// let report = policy.run_cases()?;
    /// assert!(report.passes());
    /// let unnoticed: Vec<_> = report.unnoticed.iter().map(|mutant| mutant.rule.as_deref()).collect();
    /// assert_eq!(unnoticed, [None, Some("grade >= 2")]);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn run_cases(&self) -> Result<CaseReport, Error> {
        let mut coverage: Vec<Coverage> = self.criteria.iter().map(Coverage::of).collect();
        let (mut asked, mut results) = (Vec::new(), Vec::new());
        for (index, case) in self.cases().iter().enumerate() {
            let at = |error: Error| error.within(format!("cases[{index}]"));
            let worker = case.subject().map_err(at)?;
            let values = self.values(&worker, case.as_of).map_err(at)?;
            let statuses = self.statuses(&Facts { values: &values, as_of: case.as_of }).map_err(at)?;
            for (coverage, status) in coverage.iter_mut().zip(&statuses) {
                coverage.see(*status);
            }
            let mut asked_now = Asked { case, worker, values, statuses, passes: true };
            let differences = self.differences(&asked_now, &asked_now.statuses).map_err(at)?;
            asked_now.passes = differences.is_empty();
            results.push(CaseResult {
                name: case.name.clone(),
                expected: case.outcome,
                outcome: outcome(&self.criteria, &asked_now.statuses),
                differences,
            });
            asked.push(asked_now);
        }
        let (mut tried, mut complete, mut unnoticed) = (0_usize, true, Vec::new());
        let mut changed = self.clone();
        let mut resolver = Resolver::over(&self.vocabulary, &self.facts);
        for (place, criterion) in self.criteria.iter().enumerate() {
            for (mutation, expression) in mutants(&criterion.expression, &self.vocabulary) {
                let Some(node) = self.mutated(criterion, expression.as_ref(), &mut resolver) else {
                    continue;
                };
                if tried >= MOST_MUTANTS {
                    complete = false;
                    break;
                }
                tried = tried.saturating_add(1);
                if let Some(criterion) = changed.criteria.get_mut(place) {
                    criterion.node = node;
                }
                let mut noticed = false;
                for asked in asked.iter().filter(|asked| asked.passes) {
                    noticed = noticed || changed.notices(place, asked)?;
                }
                if !noticed {
                    let rule = expression.map(|expression| expression.to_string());
                    unnoticed.push(Mutant { criterion: criterion.id.clone(), mutation, rule });
                }
            }
            if let Some(restored) = changed.criteria.get_mut(place) {
                restored.node.clone_from(&criterion.node);
            }
        }
        Ok(CaseReport {
            policy: self.reference(),
            cases: results,
            coverage,
            mutants: tried,
            complete,
            unnoticed,
        })
    }

    /// The changed rule over the same facts; `None` when it is none, or the same.
    fn mutated(
        &self,
        criterion: &Criterion,
        expression: Option<&crate::eligibility::Expression>,
        resolver: &mut Resolver<'_>,
    ) -> Option<Node> {
        let Some(expression) = expression else {
            return Some(Node::Constant(criterion.effect == Effect::Require));
        };
        let node = resolver.node(expression, 0).ok()?;
        (node != criterion.node && resolver.facts.len() == self.facts.len()).then_some(node)
    }

    /// Whether a case that passes does not pass with the criterion at `place` changed to what it is here.
    fn notices(&self, place: usize, asked: &Asked<'_>) -> Result<bool, Error> {
        let facts = Facts { values: &asked.values, as_of: asked.case.as_of };
        let Some(criterion) = self.criteria.get(place) else { return Ok(false) };
        let status = criterion.effect.status(facts.truth(&criterion.node)?);
        let is_same = asked.statuses.get(place) == Some(&status);
        if is_same && asked.case.eligible_on.is_none() {
            return Ok(false);
        }
        let mut statuses = asked.statuses.clone();
        if let Some(changed) = statuses.get_mut(place) {
            *changed = status;
        }
        Ok(!self.differences(asked, &statuses)?.is_empty())
    }

    fn differences(&self, asked: &Asked<'_>, statuses: &[Status]) -> Result<Vec<Reason>, Error> {
        let case = asked.case;
        let found = outcome(&self.criteria, statuses);
        let mut differences = Vec::new();
        if found != case.outcome {
            let said = |outcome: Outcome| Localized::new(outcome.text(Lang::En), outcome.text(Lang::Ja));
            differences.push(difference("case-outcome", said(case.outcome), said(found)));
        }
        for (code, status, expected) in [
            ("case-unmet", Status::Unmet, &case.unmet),
            ("case-unknown", Status::Unknown, &case.unknown),
            ("case-review", Status::Review, &case.review),
        ] {
            let Some(expected) = expected else { continue };
            let standing = self.criteria.iter().zip(statuses).filter(|(_, is)| **is == status);
            let found: BTreeSet<&str> = standing.map(|(criterion, _)| criterion.id.as_str()).collect();
            let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
            if found != expected {
                differences.push(difference(code, ids(&expected), ids(&found)));
            }
        }
        if let Some(expected) = case.eligible_on {
            let (day, _) = self.waiting(&asked.worker, &asked.values, case.as_of, found, statuses)?;
            if day != Some(expected) {
                differences.push(difference("case-eligible-on", expected, on(day)));
            }
        }
        Ok(differences)
    }
}

fn difference(code: &str, expected: impl Into<Argument>, found: impl Into<Argument>) -> Reason {
    Reason::new(code).with("expected", expected).with("found", found)
}

fn none() -> Argument {
    Localized::new("none", "なし").into()
}

fn ids(ids: &BTreeSet<&str>) -> Argument {
    if ids.is_empty() { none() } else { ids.iter().copied().collect() }
}

fn on(day: Option<NaiveDate>) -> Argument {
    day.map_or_else(none, Argument::from)
}

impl Coverage {
    fn of(criterion: &Criterion) -> Self {
        let (criterion, effect) = (criterion.id.clone(), criterion.effect);
        Self { criterion, effect, met: 0, unmet: 0, review: 0, unknown: 0 }
    }

    fn see(&mut self, status: Status) {
        let count = match status {
            Status::Met => &mut self.met,
            Status::Unmet => &mut self.unmet,
            Status::Review => &mut self.review,
            Status::Unknown => &mut self.unknown,
        };
        *count = count.saturating_add(1);
    }
}

impl Mutation {
    pub(super) const fn of<T>(self, changed: T) -> (Self, T) {
        (self, changed)
    }
}
