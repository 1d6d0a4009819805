use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::line;
use crate::eligibility::{Decision, Outcome, PolicyReference};
use crate::text::{Argument, Lang, Localized};

/// Which steps of a ladder a person may take, and what stands before the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LadderDecision {
    /// The ladder that decided.
    pub(super) ladder: PolicyReference,
    pub(super) worker: String,
    pub(super) as_of: NaiveDate,
    /// Whether the steps have an order; without one it is a set.
    pub(super) ordered: bool,
    /// Every step, from the lowest to the highest.
    pub(super) steps: Vec<StepDecision>,
}

/// One step of a ladder and what its policy says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepDecision {
    pub(super) id: String,
    pub(super) title: Localized,
    pub(super) decision: Decision,
}

impl StepDecision {
    /// The step's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What people call the step.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.title
    }

    /// What the step's policy says: outcome, reasons, `eligible_on`.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }
}

impl LadderDecision {
    /// The ladder that decided.
    #[must_use]
    pub fn ladder(&self) -> &PolicyReference {
        &self.ladder
    }

    /// The worker's id.
    #[must_use]
    pub fn worker(&self) -> &str {
        &self.worker
    }

    /// The day the decision is for.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Every step, in the ladder's order.
    #[must_use]
    pub fn steps(&self) -> &[StepDecision] {
        &self.steps
    }

    /// The highest step that the person may take now, with nobody's leave: the last whose outcome is
    /// [`Outcome::Eligible`]. `None` when there is no such step, and for a set.
    #[must_use]
    pub fn highest(&self) -> Option<&StepDecision> {
        self.steps.get(self.place()?)
    }

    /// The lowest step above the [`highest`](Self::highest): its decision says what stands before it. `None` at the top, and
    /// for a set.
    #[must_use]
    pub fn next(&self) -> Option<&StepDecision> {
        if !self.ordered {
            return None;
        }
        self.steps.get(self.place().map_or(0, |place| place.saturating_add(1)))
    }

    /// Whether no step above the highest is [`Outcome::Undetermined`]: more facts could not open a higher one today. For a
    /// set, whether no step is.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let above = self.place().map_or(0, |place| place.saturating_add(1));
        self.steps.iter().skip(above).all(|step| step.decision.outcome() != Outcome::Undetermined)
    }

    /// The steps that the person may take now, in the ladder's order.
    pub fn open(&self) -> impl Iterator<Item = &StepDecision> {
        self.steps.iter().filter(|step| step.decision.outcome() == Outcome::Eligible)
    }

    fn place(&self) -> Option<usize> {
        let eligible = |step: &StepDecision| step.decision.outcome() == Outcome::Eligible;
        self.steps.iter().rposition(eligible).filter(|_| self.ordered)
    }

    /// One line in `lang`: up to which step, and what stands before the next; for a set, which are open.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let title = |step: &StepDecision| Argument::from(step.title.clone());
        let told = |step: &StepDecision| Argument::from(step.decision.text(lang));
        match (self.highest(), self.next()) {
            (Some(highest), Some(next)) => {
                let args = [("step", title(highest)), ("next", title(next)), ("decision", told(next))];
                line("ladder-up-to", args, lang)
            }
            (Some(highest), None) => line("ladder-top", [("step", title(highest))], lang),
            (None, Some(next)) => {
                line("ladder-none", [("next", title(next)), ("decision", told(next))], lang)
            }
            (None, None) => {
                let open: Argument = self.open().map(|step| step.title.clone()).collect();
                match self.open().next() {
                    Some(_) => line("set-open", [("steps", open)], lang),
                    None => line("set-none", [], lang),
                }
            }
        }
    }
}

impl fmt::Display for LadderDecision {
    /// The line of [`text`](LadderDecision::text) in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
