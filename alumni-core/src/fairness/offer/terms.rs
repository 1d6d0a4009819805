use serde::{Deserialize, Serialize};

use crate::Error;

/// A term of an offer beside its pay, with its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TermKind {
    /// Steps of grade above the one at separation; the standard is the mean of similar colleagues who stayed.
    GradeSteps,
    /// Days of probation; 0 when it is skipped. Fewer are better for the candidate.
    ProbationDays,
    /// Days of leave that accrue in the first year.
    LeaveDays,
    /// Bonus in per cent of yearly pay.
    BonusPercent,
    /// Months of earlier service that count.
    BridgedMonths,
}

/// One term: what is offered, and what others get.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OfferTerm {
    /// The term.
    pub kind: TermKind,
    /// What is offered.
    pub offered: f64,
    /// What colleagues in the same place get.
    pub standard: f64,
    /// The rule that says so, such as a published policy's clause; with one a difference is not remarked on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl OfferTerm {
    /// A term without a rule.
    #[must_use]
    pub fn new(kind: TermKind, offered: f64, standard: f64) -> Self {
        Self { kind, offered, standard, rule: None }
    }

    /// Names the rule that says so.
    #[must_use]
    pub fn by_rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }
}

/// How a term compares for the candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "there are three")]
pub enum TermComparison {
    /// Worse than what others get.
    Worse,
    /// The same.
    Same,
    /// Better.
    Better,
}

/// What was found about one term.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TermFinding {
    /// The term as offered.
    pub term: OfferTerm,
    /// How it compares.
    pub comparison: TermComparison,
}

pub(super) fn compared(terms: &[OfferTerm]) -> Result<Vec<TermFinding>, Error> {
    let mut found = Vec::with_capacity(terms.len());
    for (index, term) in terms.iter().enumerate() {
        let at = |error: Error| error.within(format!("terms[{index}]"));
        // A grade may go down; a length or an amount cannot be below nothing.
        let least = if term.kind == TermKind::GradeSteps { -1e6 } else { 0.0 };
        for (name, value) in [("offered", term.offered), ("standard", term.standard)] {
            if !(least..=1e6).contains(&value) {
                return Err(at(
                    Error::out_of_range(format!("expected a number from {least} to 1000000")).within(name)
                ));
            }
        }
        if terms.iter().take(index).any(|other| other.kind == term.kind) {
            return Err(at(Error::duplicate("expected each kind of term once").within("kind")));
        }
        let more = match term.offered.total_cmp(&term.standard) {
            std::cmp::Ordering::Less => TermComparison::Worse,
            std::cmp::Ordering::Equal => TermComparison::Same,
            std::cmp::Ordering::Greater => TermComparison::Better,
        };
        let comparison = match (term.kind, more) {
            (TermKind::ProbationDays, TermComparison::Worse) => TermComparison::Better,
            (TermKind::ProbationDays, TermComparison::Better) => TermComparison::Worse,
            _ => more,
        };
        found.push(TermFinding { term: term.clone(), comparison });
    }
    Ok(found)
}
