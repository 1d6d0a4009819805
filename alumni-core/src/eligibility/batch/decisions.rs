use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::{Effect, Outcome, Policy, PolicyReference, Status};
use super::bitmap::Bitmap;
use super::kernels::{BLOCK, WORDS};
use crate::columns::UnusableValues;

/// The answers for all rows of a table.
///
/// Masks hold one bit for each row, the lowest bit of the first word first; bits beyond the last row are 0. It holds
/// no fact of any row. As text and in JSON its [`counts`](Self::counts) stand for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Decisions {
    pub(in crate::eligibility) as_of: NaiveDate,
    pub(in crate::eligibility) policy: PolicyReference,
    pub(in crate::eligibility) outcomes: Vec<u8>,
    pub(in crate::eligibility) criteria: Vec<CriterionMasks>,
    pub(in crate::eligibility) eligible_on: Option<EligibleOn>,
    pub(in crate::eligibility) unknown_columns: Vec<UnknownColumn>,
    pub(in crate::eligibility) unused_columns: Vec<String>,
    pub(in crate::eligibility) missing_columns: Vec<String>,
    pub(in crate::eligibility) unusable: Vec<UnusableValues>,
}

/// For every row how one criterion stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionMasks {
    pub(in crate::eligibility) id: String,
    pub(in crate::eligibility) effect: Effect,
    pub(in crate::eligibility) standing: Bitmap,
    pub(in crate::eligibility) unknown: Bitmap,
}

/// Days since 1970-01-01, and which of them are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::eligibility) struct EligibleOn {
    pub(in crate::eligibility) days: Vec<i32>,
    pub(in crate::eligibility) valid: Vec<u64>,
}

/// A column whose name is no fact's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UnknownColumn {
    /// Its name.
    pub name: String,
    /// The fact that was probably meant.
    pub nearest: Option<String>,
}

/// One row's answers.
#[derive(Clone, Copy, Debug)]
pub struct DecidedRow<'a> {
    decisions: &'a Decisions,
    row: usize,
    outcome: Outcome,
}

impl Decisions {
    /// Answers for no row.
    pub(in crate::eligibility) fn none(policy: &Policy, as_of: NaiveDate) -> Self {
        Self {
            as_of,
            policy: policy.reference(),
            outcomes: Vec::new(),
            criteria: Vec::new(),
            eligible_on: None,
            unknown_columns: Vec::new(),
            unused_columns: Vec::new(),
            missing_columns: Vec::new(),
            unusable: Vec::new(),
        }
    }

    /// Makes room for the answers of a policy, and says whether all of it is zero; else it holds what it held.
    pub(in crate::eligibility) fn make_room(
        &mut self,
        policy: &Policy,
        as_of: NaiveDate,
        rows: usize,
        eligible_on: bool,
    ) -> bool {
        let words = rows.div_ceil(64);
        self.as_of = as_of;
        let reference = policy.reference();
        if self.policy != reference {
            self.policy = reference;
            self.criteria.clear();
        }
        let kept = !self.outcomes.is_empty();
        room(&mut self.outcomes, rows);
        let ids = policy.criteria.iter().skip(self.criteria.len());
        self.criteria.extend(ids.map(|criterion| CriterionMasks::new(&criterion.id, criterion.effect)));
        for masks in &mut self.criteria {
            masks.standing.resize(words);
            masks.unknown.resize(words);
        }
        if eligible_on {
            let found =
                self.eligible_on.get_or_insert_with(|| EligibleOn { days: Vec::new(), valid: Vec::new() });
            room(&mut found.days, rows);
            room(&mut found.valid, words);
        } else {
            self.eligible_on = None;
        }
        !kept
    }

    /// Makes every answer zero.
    pub(in crate::eligibility) fn clear(&mut self) {
        self.outcomes.fill(0);
        for masks in &mut self.criteria {
            masks.standing.clear();
            masks.unknown.clear();
        }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.outcomes.len()
    }

    /// The day the decisions are for.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// The policy that decided.
    #[must_use]
    pub fn policy(&self) -> &PolicyReference {
        &self.policy
    }

    /// Each row's outcome as its place in [`Outcome::ALL`]: 0 eligible, 1 conditional, 2 undetermined, 3 ineligible.
    #[must_use]
    pub fn codes(&self) -> &[u8] {
        &self.outcomes
    }

    /// The outcome of a row; `None` beyond the last.
    #[must_use]
    pub fn outcome(&self, row: usize) -> Option<Outcome> {
        Outcome::ALL.get(usize::from(*self.outcomes.get(row)?)).copied()
    }

    /// Every criterion of the policy with its masks, in the policy's order.
    #[must_use]
    pub fn criteria(&self) -> &[CriterionMasks] {
        &self.criteria
    }

    /// For each row the first day after [`as_of`](Self::as_of) on which its outcome becomes eligible, as days since
    /// 1970-01-01, and a mask of the rows that have one; where there is none the day is 0. `None` when it was not asked
    /// for.
    #[must_use]
    pub fn eligible_on(&self) -> Option<(&[i32], &[u64])> {
        self.eligible_on.as_ref().map(|found| (found.days.as_slice(), found.valid.as_slice()))
    }

    /// One row's answers; `None` beyond the last.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<DecidedRow<'_>> {
        Some(DecidedRow { decisions: self, row, outcome: self.outcome(row)? })
    }

    /// Columns that no fact of the vocabulary is named like; they were not used.
    #[must_use]
    pub fn unknown_columns(&self) -> &[UnknownColumn] {
        &self.unknown_columns
    }

    /// Columns of facts that the policy does not ask for.
    #[must_use]
    pub fn unused_columns(&self) -> &[String] {
        &self.unused_columns
    }

    /// Facts of the policy without a column, unknown for every row.
    #[must_use]
    pub fn missing_columns(&self) -> &[String] {
        &self.missing_columns
    }

    /// Values that were taken for unknown, by column.
    #[must_use]
    pub fn unusable(&self) -> &[UnusableValues] {
        &self.unusable
    }
}

impl EligibleOn {
    /// Forgets the days of a block, which are those that are there: others are zero already.
    pub(super) fn forget(&mut self, block: usize) {
        let days = self.days.get_mut(block.saturating_mul(BLOCK)..).unwrap_or_default();
        let valid = self.valid.get_mut(block.saturating_mul(WORDS)..).unwrap_or_default();
        for (valid, days) in valid.iter_mut().zip(days.chunks_mut(64)).take(WORDS) {
            for place in places(std::mem::take(valid)) {
                if let Some(day) = days.get_mut(place) {
                    *day = 0;
                }
            }
        }
    }
}

impl CriterionMasks {
    fn new(id: &str, effect: Effect) -> Self {
        Self { id: id.to_owned(), effect, standing: Bitmap::new(), unknown: Bitmap::new() }
    }

    /// The criterion's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it does.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The rows that it makes ineligible; empty for a review criterion, which makes none.
    #[must_use]
    pub fn unmet(&self) -> &[u64] {
        if self.effect == Effect::Review { &[] } else { &self.standing }
    }

    /// The rows for which it cannot be told.
    #[must_use]
    pub fn unknown(&self) -> &[u64] {
        &self.unknown
    }

    /// The rows for which it asks for a person; empty for a requirement or a bar.
    #[must_use]
    pub fn review(&self) -> &[u64] {
        if self.effect == Effect::Review { &self.standing } else { &[] }
    }

    /// Of a word's rows those that it keeps from being eligible: unmet, unknown, or asking for a person.
    pub(in crate::eligibility) fn in_the_way(&self, word: usize) -> u64 {
        let of = |mask: &[u64]| mask.get(word).copied().unwrap_or(0);
        of(&self.standing) | of(&self.unknown)
    }

    /// How the criterion stands for a row.
    #[must_use]
    pub fn status(&self, row: usize) -> Status {
        if bit(&self.unknown, row) {
            Status::Unknown
        } else if !bit(&self.standing, row) {
            Status::Met
        } else if self.effect == Effect::Review {
            Status::Review
        } else {
            Status::Unmet
        }
    }
}

impl<'a> DecidedRow<'a> {
    /// The outcome.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// How each criterion stands, in the policy's order.
    pub fn statuses(&self) -> impl Iterator<Item = Status> + use<'a> {
        let row = self.row;
        self.decisions.criteria.iter().map(move |criterion| criterion.status(row))
    }

    /// The first day after `as_of` on which the outcome becomes eligible, where there is one and it was asked for.
    #[must_use]
    pub fn eligible_on(&self) -> Option<NaiveDate> {
        let found = self.decisions.eligible_on.as_ref().filter(|found| bit(&found.valid, self.row))?;
        NaiveDate::from_epoch_days(*found.days.get(self.row)?)
    }
}

/// Makes a vector so long; what is new is zero.
pub(super) fn room<T: Clone + Default>(of: &mut Vec<T>, len: usize) {
    if of.capacity() < len && of.is_empty() {
        *of = vec![T::default(); len];
    } else {
        of.resize(len, T::default());
    }
}

/// The bit of a row; `false` beyond the end.
pub(in crate::eligibility) fn bit(words: &[u64], row: usize) -> bool {
    words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
}

/// The places of the bits that are set, ascending.
pub(in crate::eligibility) fn places(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = (word != 0).then(|| usize::try_from(word.trailing_zeros()).unwrap_or(0))?;
        word &= word.wrapping_sub(1);
        Some(place)
    })
}

/// Sets the bit of a row to `value`.
pub(in crate::eligibility) fn set(words: &mut [u64], row: usize, value: bool) {
    if let Some(word) = words.get_mut(row / 64) {
        let one = 1_u64 << (row % 64);
        *word = if value { *word | one } else { *word & !one };
    }
}
