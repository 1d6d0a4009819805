//! What is counted of two policies' answers, some rows at a time.

use fearless_simd::dispatch;

use super::super::batch::{Decisions, OutcomeCounts, ones};
use super::super::{Criterion, Effect, Policy};
use super::groups::Groups;
use super::moves::{CriterionMoves, MoveTable, NearMisses, Removed, Simulation};
use crate::columns::level;

/// Counts over the rows so far.
pub(super) struct Tally<'c> {
    moves: [[usize; 4]; 4],
    before: Side,
    after: Side,
    groups: Groups<'c>,
}

/// One policy's counts, criterion by criterion.
struct Side {
    /// Rows of those who are eligible under the other policy only, and those of them for which nothing else stands in
    /// the way.
    ways: Vec<(usize, usize)>,
    near: Vec<usize>,
    /// Rows that it is the first to make ineligible.
    removed: Vec<usize>,
}

impl Side {
    fn new(policy: &Policy) -> Self {
        let criteria = policy.criteria.len();
        Self { ways: vec![(0, 0); criteria], near: vec![0; criteria], removed: vec![0; criteria] }
    }

    /// Counts a word's rows, of which the other policy alone has `among` as eligible.
    #[inline(always)]
    fn add(&mut self, decisions: &Decisions, word: usize, among: u64) {
        let criteria = decisions.criteria();
        let of = |mask: &[u64]| mask.get(word).copied().unwrap_or(0);
        if among != 0 {
            let ways = || criteria.iter().map(|criterion| criterion.in_the_way(word) & among);
            let alone = exactly_one(ways());
            for ((rows, by_it_alone), way) in self.ways.iter_mut().zip(ways()) {
                *rows = rows.saturating_add(ones(way));
                *by_it_alone = by_it_alone.saturating_add(ones(way & alone));
            }
        }
        let unmet = || criteria.iter().map(|criterion| of(criterion.unmet()));
        let mut gone = 0;
        for (count, unmet) in self.removed.iter_mut().zip(unmet()) {
            *count = count.saturating_add(ones(unmet & !gone));
            gone |= unmet;
        }
        let unknown = criteria.iter().fold(0, |all, criterion| all | of(criterion.unknown()));
        let alone = exactly_one(unmet()) & !unknown;
        if alone != 0 {
            for (count, unmet) in self.near.iter_mut().zip(unmet()) {
                *count = count.saturating_add(ones(unmet & alone));
            }
        }
    }

    fn moves(&self, criteria: &[Criterion]) -> Vec<CriterionMoves> {
        let found = criteria.iter().zip(&self.ways);
        found
            .map(|(criterion, (rows, alone))| CriterionMoves {
                id: criterion.id.clone(),
                effect: criterion.effect,
                rows: *rows,
                alone: *alone,
            })
            .collect()
    }

    fn removed(&self, criteria: &[Criterion]) -> Vec<Removed> {
        let found = criteria.iter().zip(&self.removed);
        found.map(|(criterion, rows)| Removed { id: criterion.id.clone(), rows: *rows }).collect()
    }

    fn near(&self, criteria: &[Criterion]) -> Vec<NearMisses> {
        let gates = criteria.iter().zip(&self.near).filter(|(gate, _)| gate.effect != Effect::Review);
        gates.map(|(gate, rows)| NearMisses { id: gate.id.clone(), rows: *rows }).collect()
    }
}

impl<'c> Tally<'c> {
    pub(super) fn new(before: &Policy, after: &Policy, groups: Groups<'c>) -> Self {
        Self { moves: [[0; 4]; 4], before: Side::new(before), after: Side::new(after), groups }
    }

    /// Counts what both policies say of the rows from `first` on.
    pub(super) fn add(&mut self, decisions: &[Decisions], first: usize) {
        let [before, after] = decisions else { return };
        // Compiled for what the processor has: it counts bits in one instruction, or in many.
        dispatch!(level(), simd => {
            let _ = simd;
            self.add_words(before, after, first);
        });
    }

    #[inline(always)]
    fn add_words(&mut self, before: &Decisions, after: &Decisions, first: usize) {
        for word in 0..before.rows().div_ceil(64) {
            let (was, is) = (before.outcome_words(word), after.outcome_words(word));
            for (counts, was) in self.moves.iter_mut().zip(was) {
                for (count, is) in counts.iter_mut().zip(is) {
                    *count = count.saturating_add(ones(was & is));
                }
            }
            let ([was, ..], [is, ..]) = (was, is);
            self.before.add(before, word, is & !was);
            self.after.add(after, word, was & !is);
            self.groups.add(first.saturating_add(word.saturating_mul(64)), was, is);
        }
    }

    /// What comes out for so many rows, with the criteria that nobody's move is due to.
    pub(super) fn simulation(
        self,
        [before, after]: [&Policy; 2],
        [first, second]: &[Decisions; 2],
        rows: usize,
        columns_of_groups: &[String],
    ) -> Simulation {
        let [eligible, conditional, undetermined, ineligible] = self.moves.map(OutcomeCounts::of);
        let also = |name: &str| second.unknown_columns().iter().any(|column| column.name == name);
        let unknown = first.unknown_columns().iter().filter(|column| also(&column.name));
        Simulation {
            before: before.reference(),
            after: after.reference(),
            as_of: first.as_of(),
            rows,
            moves: MoveTable { eligible, conditional, undetermined, ineligible },
            opened: self.before.moves(&before.criteria),
            closed: self.after.moves(&after.criteria),
            near_before: self.before.near(&before.criteria),
            near_after: self.after.near(&after.criteria),
            removed_before: self.before.removed(&before.criteria),
            removed_after: self.after.removed(&after.criteria),
            groups: self.groups.rates(),
            missing_columns: both(first.missing_columns(), second.missing_columns(), PartialEq::eq),
            unknown_columns: unknown
                .filter(|column| !columns_of_groups.contains(&column.name))
                .cloned()
                .collect(),
            unusable: both(first.unusable(), second.unusable(), |a, b| a.column == b.column),
        }
    }
}

/// What both policies tell, once: where both tell of the same, what the policy before says.
fn both<T: Clone>(before: &[T], after: &[T], same: fn(&T, &T) -> bool) -> Vec<T> {
    let others = after.iter().filter(|other| !before.iter().any(|known| same(known, other)));
    before.iter().chain(others).cloned().collect()
}

/// The bits that are set in exactly one of several words.
#[inline(always)]
fn exactly_one(words: impl Iterator<Item = u64>) -> u64 {
    let (once, twice) = words.fold((0, 0), |(once, twice), word| (once | word, twice | once & word));
    once & !twice
}
