//! Counters of combinations of codes, which make room as codes appear.

use std::collections::HashMap;

use crate::Error;

/// Not selected, and selected.
type Counts = [u64; 2];

/// How many of each combination were selected and were not.
///
/// A combination is one number, in which each code has its own bits.
#[derive(Debug, Default)]
pub(super) struct Tally {
    bits: Vec<u32>,
    dense: Vec<Counts>,
    sparse: HashMap<u64, Counts, foldhash::fast::FixedState>,
    combined: Vec<u64>,
    undecided: u64,
}

/// Combinations of so many bits are counted in a list, longer ones in a map.
const DENSE: u32 = 16;

impl Tally {
    /// Sees to it that codes below `counts` have their bits.
    pub(super) fn make_room(&mut self, counts: impl Iterator<Item = usize>) -> Result<(), Error> {
        let wanted: Vec<u32> =
            counts.map(|count| usize::BITS.saturating_sub(count.saturating_sub(1).leading_zeros())).collect();
        if wanted.len() == self.bits.len()
            && wanted.iter().zip(&self.bits).all(|(wanted, bits)| wanted <= bits)
        {
            return Ok(());
        }
        let all = wanted.iter().fold(0_u32, |all, bits| all.saturating_add(*bits));
        if all > u64::BITS {
            return Err(Error::too_large("expected fewer groups: their combinations leave 64 bits"));
        }
        let cells: Vec<_> = self.cells().collect();
        self.bits = wanted;
        self.sparse.clear();
        self.dense.clear();
        if all <= DENSE {
            self.dense.resize(1_usize.checked_shl(all).unwrap_or(1), [0; 2]);
        }
        for (codes, counts) in cells {
            let cell = self.bits.iter().zip(&codes).rev().fold(0_u64, |cell, (bits, code)| {
                cell.checked_shl(*bits).unwrap_or(0) | u64::try_from(*code).unwrap_or_default()
            });
            if let Some(sum) = self.at(cell) {
                *sum = counts;
            }
        }
        Ok(())
    }

    fn at(&mut self, cell: u64) -> Option<&mut Counts> {
        if self.dense.is_empty() {
            return Some(self.sparse.entry(cell).or_default());
        }
        self.dense.get_mut(usize::try_from(cell).ok()?)
    }

    /// Counts rows by the codes of each column and by their outcomes: 0 unknown, 1 not selected, 2 selected.
    pub(super) fn count(&mut self, columns: &[Vec<u32>], outcomes: &[u32]) {
        let mut combined = std::mem::take(&mut self.combined);
        combined.clear();
        combined.resize(outcomes.len(), 0);
        let mut shift = 0_u32;
        for (codes, bits) in columns.iter().zip(&self.bits) {
            for (cell, code) in combined.iter_mut().zip(codes) {
                *cell |= u64::from(*code).wrapping_shl(shift);
            }
            shift = shift.saturating_add(*bits);
        }
        for (cell, outcome) in combined.iter().zip(outcomes) {
            let Some(place) = outcome.checked_sub(1) else {
                self.undecided = self.undecided.saturating_add(1);
                continue;
            };
            if let Some([rejected, selected]) = self.at(*cell) {
                *rejected = rejected.saturating_add(u64::from(place == 0));
                *selected = selected.saturating_add(u64::from(place == 1));
            }
        }
        self.combined = combined;
    }

    /// Rows without an outcome.
    pub(super) fn undecided(&self) -> u64 {
        self.undecided
    }

    /// The codes of each combination that was seen, with its counts.
    pub(super) fn cells(&self) -> impl Iterator<Item = (Vec<usize>, Counts)> + '_ {
        let dense = (0_u64..).zip(&self.dense);
        let sparse = self.sparse.iter().map(|(cell, counts)| (*cell, counts));
        dense.chain(sparse).filter(|(_, counts)| **counts != [0; 2]).map(|(cell, counts)| {
            let mut rest = cell;
            let codes = self.bits.iter().map(|bits| {
                let mask = 1_u64.checked_shl(*bits).map_or(u64::MAX, |high| high.wrapping_sub(1));
                let code = rest & mask;
                rest = rest.checked_shr(*bits).unwrap_or(0);
                usize::try_from(code).unwrap_or(usize::MAX)
            });
            (codes.collect(), *counts)
        })
    }
}
