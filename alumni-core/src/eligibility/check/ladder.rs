//! The policies of a ladder against each other: overlaps, gaps, and steps that add nothing.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::compare::fits;
use super::finding::{Finding, Severity, Undecided, lines};
use super::model::{Knowledge, Model};
use super::solver::{Answer, Literal};
use super::witness::Witness;
use crate::Error;
use crate::eligibility::PolicyReference;
use crate::eligibility::decision::Status;
use crate::eligibility::policy::Policy;
use crate::text::{Argument, Lang, Reason};

/// What was proved about the policies of a ladder, from its lowest step to its highest.
///
/// See [`check_ladder`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LadderCheck {
    steps: Vec<PolicyReference>,
    findings: Vec<Finding>,
    undecided: Vec<Undecided>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    left_out: Option<Witness>,
}

impl LadderCheck {
    /// The policies, from the lowest step to the highest.
    #[must_use]
    pub fn steps(&self) -> &[PolicyReference] {
        &self.steps
    }

    /// What was found, the gravest first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The questions that were given up.
    #[must_use]
    pub fn undecided(&self) -> &[Undecided] {
        &self.undecided
    }

    /// Somebody who is eligible for no step at all; `None` when everybody is for one.
    #[must_use]
    pub fn left_out(&self) -> Option<&Witness> {
        self.left_out.as_ref()
    }

    /// Whether nothing was found and nothing given up.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.undecided.is_empty()
    }

    /// One line for each finding, or one that says that there is none.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        lines(&self.findings, &self.undecided, "ladder-clean", lang)
    }
}

impl fmt::Display for LadderCheck {
    /// The lines of [`text`](LadderCheck::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// Proves how the policies of a ladder, from the lowest step to the highest, stand to each other.
///
/// - `step-empty` (error): nobody is eligible for the step.
/// - `step-gap` (warning): somebody is eligible for a lower and for a higher step, and not for this one between them.
/// - `step-overlap` (note): somebody is eligible for the step and not for the one below.
/// - `step-unused` (warning): whoever is eligible for the step is eligible for a higher one, so that nobody stays on it.
///
/// What is proved is meant as in [`Policy::check`], and every witness is somebody whose facts are known.
///
/// # Errors
///
/// [`Missing`](crate::ErrorKind::Missing) for no policy, [`Duplicate`](crate::ErrorKind::Duplicate) for two of one id, and
/// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a fact that has different types, or amounts in different currencies.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::{Policy, check_ladder};
///
/// let step = |id: &str, rule: &str| {
///     Policy::parse(&format!("id = \"{id}\"\nversion = 1\n[[criteria]]\nid = \"c\"\nrequire = \"{rule}\""))
/// };
/// let (guest, member) = (step("guest", "tenure >= 3 years")?, step("member", "grade >= 3")?);
/// let check = check_ladder(&[&guest, &member])?;
/// assert_eq!(check.findings()[0].code(), "step-overlap");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn check_ladder(steps: &[&Policy]) -> Result<LadderCheck, Error> {
    if steps.is_empty() {
        return Err(Error::missing("expected at least one policy"));
    }
    let mut ids = BTreeSet::new();
    if let Some(twice) = steps.iter().find(|step| !ids.insert(step.id())) {
        return Err(Error::duplicate(format!("expected one policy of the id `{}`", twice.id())));
    }
    fits(steps)?;
    let model = Model::new(steps, Knowledge::Complete);
    if !model.mixed.is_empty() {
        return Err(Error::inconsistent("expected amounts of one fact in one currency"));
    }
    let mut asking = Asking { model, steps, findings: Vec::new(), undecided: Vec::new() };
    let all: Vec<usize> = (0..steps.len()).collect();
    for step in &all {
        asking.step(*step, &all);
    }
    let left_out = asking.somebody(&[], &all, "ladder-left-out").flatten();
    asking.findings.sort_by_key(|finding| finding.severity);
    Ok(LadderCheck {
        steps: steps.iter().map(|step| step.reference()).collect(),
        findings: asking.findings,
        undecided: asking.undecided,
        left_out,
    })
}

struct Asking<'p> {
    model: Model<'p>,
    steps: &'p [&'p Policy],
    findings: Vec<Finding>,
    undecided: Vec<Undecided>,
}

impl Asking<'_> {
    fn step(&mut self, step: usize, all: &[usize]) {
        let Some(somebody) = self.somebody(&[step], &[], "step-empty") else {
            self.find(Severity::Error, "step-empty", &[step], None);
            return;
        };
        drop(somebody);
        let higher: Vec<_> = all.iter().copied().filter(|other| *other > step).collect();
        if let Some(below) = step.checked_sub(1)
            && let Some(Some(witness)) = self.somebody(&[step], &[below], "step-overlap")
        {
            self.find(Severity::Note, "step-overlap", &[step, below], Some(witness));
        }
        if !higher.is_empty() && self.somebody(&[step], &higher, "step-unused").is_none() {
            let concerned: Vec<_> = [step].into_iter().chain(higher.iter().copied()).collect();
            self.find(Severity::Warning, "step-unused", &concerned, None);
        }
        for below in all.iter().filter(|below| **below < step) {
            for above in &higher {
                if let Some(Some(witness)) = self.somebody(&[*below, *above], &[step], "step-gap") {
                    self.find(Severity::Warning, "step-gap", &[step, *below, *above], Some(witness));
                    return;
                }
            }
        }
    }

    /// Somebody who is eligible for some steps and not for others: `None` when nobody can be, `Some(None)` when that was
    /// given up.
    fn somebody(&mut self, for_steps: &[usize], not_for: &[usize], code: &str) -> Option<Option<Witness>> {
        let passed: Vec<usize> =
            for_steps.iter().flat_map(|step| self.model.of_policy(*step, true)).collect();
        let refused: Vec<Literal> = not_for.iter().map(|step| self.refused(*step)).collect();
        let answer = self.model.ask(&refused, None, &passed);
        if answer == Answer::No {
            return None;
        }
        let witness = if answer == Answer::Yes { self.witness(for_steps, not_for) } else { None };
        if witness.is_none() {
            let criteria = for_steps.iter().chain(not_for).filter_map(|step| self.steps.get(*step));
            let criteria = criteria.map(|step| step.id().to_owned()).collect();
            self.undecided.push(Undecided { code: code.to_owned(), criteria });
        }
        Some(witness)
    }

    /// A literal that implies that somebody is not eligible for a step.
    fn refused(&mut self, step: usize) -> Literal {
        let fails = self.model.of_policy(step, true).into_iter().map(|criterion| self.model.fail(criterion));
        let fails = fails.collect();
        self.model.solver.any(fails)
    }

    fn witness(&self, for_steps: &[usize], not_for: &[usize]) -> Option<Witness> {
        let mut witness = self.model.witness(0..self.model.asked)?;
        let eligible = |step: usize| {
            let statuses = Model::statuses(self.steps.get(step)?, &witness)?;
            Some(statuses.iter().all(|status| *status == Status::Met))
        };
        for (steps, wanted) in [(for_steps, true), (not_for, false)] {
            for step in steps {
                if eligible(*step)? != wanted {
                    return None;
                }
            }
        }
        // Of everything that is asked, what the steps concerned ask.
        let steps: Vec<_> =
            for_steps.iter().chain(not_for).filter_map(|step| self.steps.get(*step)).collect();
        let asked = |fact: &String| steps.iter().any(|step| step.facts().contains(fact));
        witness.about.retain(asked);
        Some(witness)
    }

    fn find(&mut self, severity: Severity, code: &str, steps: &[usize], witness: Option<Witness>) {
        let ids: Vec<String> =
            steps.iter().filter_map(|step| self.steps.get(*step)).map(|step| step.id().to_owned()).collect();
        let others: Argument = ids.iter().skip(1).cloned().collect();
        let step = ids.first().cloned().unwrap_or_default();
        let reason = Reason::new(code).with("step", step).with("others", others);
        self.findings.push(Finding { severity, criteria: ids, part: None, reason, witness });
    }
}
