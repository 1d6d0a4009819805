use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::batch::{Decisions, OutcomeCounts, UnknownColumn, UnusableValues, ones};
use super::super::{Effect, Outcome, PolicyReference};
use super::{GroupRates, having};

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
    pub(super) fn of(
        before: &Decisions,
        after: &Decisions,
        groups: Vec<GroupRates>,
        columns_of_groups: &[String],
    ) -> Self {
        let mut counts = [[0_usize; 4]; 4];
        for (before, after) in before.codes().iter().zip(after.codes()) {
            let cell = counts.get_mut(usize::from(*before)).and_then(|row| row.get_mut(usize::from(*after)));
            if let Some(cell) = cell {
                *cell = cell.saturating_add(1);
            }
        }
        let [eligible, conditional, undetermined, ineligible] = counts.map(OutcomeCounts::of);
        let moves = MoveTable { eligible, conditional, undetermined, ineligible };
        let (was, is) = (having(before, Outcome::Eligible), having(after, Outcome::Eligible));
        let only = |a: &[u64], b: &[u64]| a.iter().zip(b).map(|(a, b)| a & !b).collect::<Vec<_>>();
        Self {
            before: before.policy().clone(),
            after: after.policy().clone(),
            as_of: before.as_of(),
            rows: before.rows(),
            moves,
            opened: in_the_way(before, &only(&is, &was)),
            closed: in_the_way(after, &only(&was, &is)),
            near_before: near_misses(before),
            near_after: near_misses(after),
            removed_before: removed(before),
            removed_after: removed(after),
            groups,
            missing_columns: both(before.missing_columns(), after.missing_columns(), PartialEq::eq),
            unknown_columns: {
                let also = |name: &str| after.unknown_columns().iter().any(|column| column.name == name);
                let found = before.unknown_columns().iter().filter(|column| also(&column.name));
                found.filter(|column| !columns_of_groups.contains(&column.name)).cloned().collect()
            },
            unusable: both(before.unusable(), after.unusable(), |a, b| a.column == b.column),
        }
    }

    /// Without the criteria that nobody's move is due to.
    pub(super) fn finished(mut self) -> Self {
        self.opened.retain(|criterion| criterion.rows > 0);
        self.closed.retain(|criterion| criterion.rows > 0);
        self
    }
}

/// The criteria that stand in the way of the rows of `among`, in the policy's order.
fn in_the_way(decisions: &Decisions, among: &[u64]) -> Vec<CriterionMoves> {
    let mut found: Vec<_> = decisions
        .criteria()
        .iter()
        .map(|criterion| CriterionMoves {
            id: criterion.id().to_owned(),
            effect: criterion.effect(),
            rows: 0,
            alone: 0,
        })
        .collect();
    for (word, among) in among.iter().enumerate().filter(|(_, among)| **among != 0) {
        let ways = || decisions.criteria().iter().map(|criterion| criterion.in_the_way(word) & among);
        let alone = exactly_one(ways());
        for (found, way) in found.iter_mut().zip(ways()) {
            found.rows = found.rows.saturating_add(ones(way));
            found.alone = found.alone.saturating_add(ones(way & alone));
        }
    }
    found
}

/// What both policies tell, once: where both tell of the same, what the policy before says.
fn both<T: Clone>(before: &[T], after: &[T], same: fn(&T, &T) -> bool) -> Vec<T> {
    let others = after.iter().filter(|other| !before.iter().any(|known| same(known, other)));
    before.iter().chain(others).cloned().collect()
}

fn removed(decisions: &Decisions) -> Vec<Removed> {
    decisions.removed().into_iter().map(|(id, rows)| Removed { id: id.to_owned(), rows }).collect()
}

/// The bits that are set in exactly one of several words.
fn exactly_one(words: impl Iterator<Item = u64>) -> u64 {
    let (once, twice) = words.fold((0, 0), |(once, twice), word| (once | word, twice | once & word));
    once & !twice
}

fn near_misses(decisions: &Decisions) -> Vec<NearMisses> {
    let gates: Vec<_> =
        decisions.criteria().iter().filter(|criterion| criterion.effect() != Effect::Review).collect();
    let mut counts = vec![0_usize; gates.len()];
    for word in 0..decisions.rows().div_ceil(64) {
        let of = |mask: &[u64]| mask.get(word).copied().unwrap_or(0);
        let unknown = decisions.criteria().iter().fold(0, |all, criterion| all | of(criterion.unknown()));
        let alone = exactly_one(gates.iter().map(|gate| of(gate.unmet()))) & !unknown;
        if alone == 0 {
            continue;
        }
        for (count, gate) in counts.iter_mut().zip(&gates) {
            *count = count.saturating_add(ones(of(gate.unmet()) & alone));
        }
    }
    let named = gates.iter().zip(counts);
    named.map(|(gate, rows)| NearMisses { id: gate.id().to_owned(), rows }).collect()
}
