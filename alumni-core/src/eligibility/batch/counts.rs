use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::{Effect, Outcome};
use super::decisions::Decisions;
use crate::text::Lang;

/// How many rows have each outcome, and how each criterion stands among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Counts {
    /// Number of rows.
    pub rows: usize,
    /// Rows by outcome.
    pub outcomes: OutcomeCounts,
    /// Every criterion, in the policy's order.
    pub criteria: Vec<CriterionCounts>,
}

/// A count for each outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "outcomes are closed")]
pub struct OutcomeCounts {
    /// Eligible.
    pub eligible: usize,
    /// Conditional.
    pub conditional: usize,
    /// Undetermined.
    pub undetermined: usize,
    /// Ineligible.
    pub ineligible: usize,
}

/// One criterion's counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CriterionCounts {
    /// The criterion's id.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Rows by how it stands.
    pub rows: StatusCounts,
    /// Rows for which it is not met, by their outcome: unmet for a gate, for review for a review criterion.
    pub standing: OutcomeCounts,
    /// Rows for which it cannot be told, by their outcome.
    pub unknown: OutcomeCounts,
}

/// A count for each way in which a criterion can stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "statuses are closed")]
pub struct StatusCounts {
    /// Met.
    pub met: usize,
    /// Unmet.
    pub unmet: usize,
    /// For review.
    pub review: usize,
    /// Unknown.
    pub unknown: usize,
}

impl OutcomeCounts {
    /// The count of an outcome.
    #[must_use]
    pub const fn get(&self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::Eligible => self.eligible,
            Outcome::Conditional => self.conditional,
            Outcome::Undetermined => self.undetermined,
            Outcome::Ineligible => self.ineligible,
        }
    }

    /// All together.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.eligible
            .saturating_add(self.conditional)
            .saturating_add(self.undetermined)
            .saturating_add(self.ineligible)
    }

    pub(in crate::eligibility) const fn plus(self, other: Self) -> Self {
        Self {
            eligible: self.eligible.saturating_add(other.eligible),
            conditional: self.conditional.saturating_add(other.conditional),
            undetermined: self.undetermined.saturating_add(other.undetermined),
            ineligible: self.ineligible.saturating_add(other.ineligible),
        }
    }

    pub(in crate::eligibility) const fn of(counts: [usize; 4]) -> Self {
        let [eligible, conditional, undetermined, ineligible] = counts;
        Self { eligible, conditional, undetermined, ineligible }
    }
}

impl Decisions {
    /// How many rows have each outcome, and how each criterion stands among them.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let masks = self.outcome_masks();
        let among = |mask: &[u64]| {
            OutcomeCounts::of([0, 1, 2, 3].map(|outcome: usize| {
                masks.get(outcome).map_or(0, |of| {
                    of.iter().zip(mask).fold(0_usize, |sum, (a, b)| sum.saturating_add(ones(a & b)))
                })
            }))
        };
        let outcomes = OutcomeCounts::of(
            masks
                .each_ref()
                .map(|mask| mask.iter().fold(0_usize, |sum, word| sum.saturating_add(ones(*word)))),
        );
        let criteria = self.criteria.iter().map(|criterion| {
            let (standing, unknown) = (among(&criterion.standing), among(&criterion.unknown));
            let (stands, untold) = (standing.total(), unknown.total());
            let review = criterion.effect == Effect::Review;
            CriterionCounts {
                id: criterion.id.clone(),
                effect: criterion.effect,
                rows: StatusCounts {
                    met: self.rows().saturating_sub(stands).saturating_sub(untold),
                    unmet: if review { 0 } else { stands },
                    review: if review { stands } else { 0 },
                    unknown: untold,
                },
                standing,
                unknown,
            }
        });
        Counts { rows: self.rows(), outcomes, criteria: criteria.collect() }
    }

    /// For each outcome those of a word's rows that have it, as the criteria say.
    #[inline(always)]
    pub(in crate::eligibility) fn outcome_words(&self, word: usize) -> [u64; 4] {
        let live = self.rows().saturating_sub(word.saturating_mul(64));
        let live = if live < 64 { (1_u64 << live).wrapping_sub(1) } else { u64::MAX };
        let (mut unmet, mut untold, mut review, mut untold_review) = (0, 0, 0, 0);
        for criterion in &self.criteria {
            let of = |mask: &[u64]| mask.get(word).copied().unwrap_or(0);
            let (standing, unknown) = (of(&criterion.standing), of(&criterion.unknown));
            if criterion.effect == Effect::Review {
                review |= standing;
                untold_review |= unknown;
            } else {
                unmet |= standing;
                untold |= unknown;
            }
        }
        let undetermined = (untold | untold_review & !review) & !unmet;
        let conditional = review & !undetermined & !unmet;
        [live & !(unmet | undetermined | conditional), conditional, undetermined, unmet]
    }

    /// For each outcome the rows that have it.
    pub(in crate::eligibility) fn outcome_masks(&self) -> [Vec<u64>; 4] {
        let words = self.outcomes.len().div_ceil(64);
        let mut masks = [(); 4].map(|()| Vec::with_capacity(words));
        for rows in self.outcomes.chunks(64) {
            for (mask, outcome) in masks.iter_mut().zip(0_u8..) {
                let word = rows
                    .iter()
                    .zip(0_u32..)
                    .fold(0_u64, |word, (code, bit)| word | u64::from(*code == outcome).wrapping_shl(bit));
                mask.push(word);
            }
        }
        masks
    }
}

/// How many bits of a word are set.
pub(in crate::eligibility) fn ones(word: u64) -> usize {
    usize::try_from(word.count_ones()).unwrap_or(0)
}

impl fmt::Display for Counts {
    /// A line for the outcomes and one for each criterion.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcomes =
            Outcome::ALL.map(|outcome| format!("{} {}", outcome.text(Lang::En), self.outcomes.get(outcome)));
        write!(f, "{} rows: {}", self.rows, outcomes.join(", "))?;
        for criterion in &self.criteria {
            let StatusCounts { met, unmet, review, unknown } = criterion.rows;
            let stands = if criterion.effect == Effect::Review {
                format!("review {review}")
            } else {
                format!("unmet {unmet}")
            };
            write!(f, "\n  {}: met {met}, {stands}, unknown {unknown}", criterion.id)?;
        }
        Ok(())
    }
}
