use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::batch::{OutcomeCounts, UnknownColumn};
use super::super::{Effect, Outcome, PolicyReference};
use super::GroupRates;
use crate::columns::UnusableValues;

/// Two policies over one population.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Simulation {
    /// The policy compared.
    pub before: PolicyReference,
    /// The policy compared with.
    pub after: PolicyReference,
    /// The day both decide for.
    pub as_of: NaiveDate,
    /// Number of rows.
    pub rows: usize,
    /// From which outcome to which the rows go.
    pub moves: MoveTable,
    /// Criteria of the policy before that held somebody back who is eligible after.
    pub opened: Vec<CriterionMoves>,
    /// Criteria of the policy after that hold somebody back who was eligible before.
    pub closed: Vec<CriterionMoves>,
    /// Near misses under the policy before.
    pub near_before: Vec<NearMisses>,
    /// Near misses under the policy after.
    pub near_after: Vec<NearMisses>,
    /// Under the policy before, each criterion and whom it is the first to make ineligible.
    pub removed_before: Vec<Removed>,
    /// The same under the policy after.
    pub removed_after: Vec<Removed>,
    /// Rates by group, when columns of groups were named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRates>,
    /// Facts of either policy without a column, unknown for every row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_columns: Vec<String>,
    /// Columns that neither policy's vocabulary knows and that are no groups; they were not used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_columns: Vec<UnknownColumn>,
    /// Values that were taken for unknown, by column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unusable: Vec<UnusableValues>,
}

/// How many rows go from each outcome before (a row of the table) to each after (a column of it).
///
/// The table of three, [`by_three`](Self::by_three), counts conditional as eligible: every requirement is met, and a person
/// confirms it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "outcomes are closed")]
pub struct MoveTable {
    /// Those who were eligible.
    pub eligible: OutcomeCounts,
    /// Those who were conditional.
    pub conditional: OutcomeCounts,
    /// Those who were undetermined.
    pub undetermined: OutcomeCounts,
    /// Those who were ineligible.
    pub ineligible: OutcomeCounts,
}

/// One criterion's part in who moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CriterionMoves {
    /// The criterion's id.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Rows that move and for which it stands in the way: unmet, unknown, or asking for a person.
    pub rows: usize,
    /// Those of them for which nothing else does.
    pub alone: usize,
}

/// How many rows one criterion alone keeps from being eligible or conditional.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NearMisses {
    /// The criterion's id.
    pub id: String,
    /// Rows for which it is unmet, every other gate is met and nothing is unknown.
    pub rows: usize,
}

/// How many rows one criterion is the first to make ineligible, in the policy's order: what a chart shows that goes down
/// from all rows step by step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Removed {
    /// The criterion's id.
    pub id: String,
    /// Rows for which it is unmet and no gate before it is; 0 for a review criterion, which makes nobody ineligible.
    pub rows: usize,
}

impl MoveTable {
    /// How many rows go from `before` to `after`.
    #[must_use]
    pub const fn get(&self, before: Outcome, after: Outcome) -> usize {
        match before {
            Outcome::Eligible => self.eligible.get(after),
            Outcome::Conditional => self.conditional.get(after),
            Outcome::Undetermined => self.undetermined.get(after),
            Outcome::Ineligible => self.ineligible.get(after),
        }
    }

    /// How many rows have each outcome before.
    #[must_use]
    pub fn before(&self) -> OutcomeCounts {
        OutcomeCounts::of(
            [&self.eligible, &self.conditional, &self.undetermined, &self.ineligible]
                .map(OutcomeCounts::total),
        )
    }

    /// How many rows have each outcome after.
    #[must_use]
    pub fn after(&self) -> OutcomeCounts {
        let all = [self.eligible, self.conditional, self.undetermined, self.ineligible];
        all.into_iter().fold(OutcomeCounts::default(), OutcomeCounts::plus)
    }

    /// The table of eligible or conditional, undetermined, ineligible; before by rows, after by columns.
    #[must_use]
    pub fn by_three(&self) -> [[usize; 3]; 3] {
        const GROUPS: [&[Outcome]; 3] =
            [&[Outcome::Eligible, Outcome::Conditional], &[Outcome::Undetermined], &[Outcome::Ineligible]];
        GROUPS.map(|before| {
            GROUPS.map(|after| {
                let pairs =
                    before.iter().flat_map(|before| after.iter().map(|after| self.get(*before, *after)));
                pairs.fold(0_usize, usize::saturating_add)
            })
        })
    }

    /// How many rows have another outcome after than before.
    #[must_use]
    pub fn moved(&self) -> usize {
        let pairs =
            Outcome::ALL.iter().flat_map(|before| Outcome::ALL.iter().map(move |after| (*before, *after)));
        let moved =
            pairs.filter(|(before, after)| before != after).map(|(before, after)| self.get(before, after));
        moved.fold(0_usize, usize::saturating_add)
    }
}

impl Simulation {
    /// Without the criteria that nobody's move is due to.
    pub(super) fn finished(mut self) -> Self {
        self.opened.retain(|criterion| criterion.rows > 0);
        self.closed.retain(|criterion| criterion.rows > 0);
        self
    }
}
