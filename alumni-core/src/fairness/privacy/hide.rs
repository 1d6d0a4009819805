//! Which rows are hidden, and the proof that they stay hidden.
//!
//! The proof of a row is a *move*. Take a set S of attributes and two categories of each: one person of the row's categories
//! goes to the other category of one attribute, another the other way in the next, so that every sum over an attribute of S
//! stays as it is. Only the rows with all of S change, those of the corners, and where those are hidden with everything they
//! are divided into, nothing that is shown does. Each repetition changes the row's count by one, as long as no count falls
//! below zero. So the moves show the values that a hidden number could have, each with a whole table that looks the same.

use std::collections::BTreeMap;

use super::Privacy;
use super::bands::Banded;
use super::grid::{Grid, OUTCOMES, Places, Set, corners, only, within};

/// The rows of every table that is shown, some of them hidden.
#[derive(Clone, Debug)]
pub(super) struct Hidden<'a> {
    pub(super) grid: &'a Grid,
    privacy: Privacy,
    /// The tables: the empty set is that of the totals.
    tables: Vec<Set>,
    rows: BTreeMap<(Set, usize), Row>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    counts: [u64; 2],
    is_hidden: bool,
    is_proved: bool,
}

impl<'a> Hidden<'a> {
    /// Hides what is too small, and what else it takes.
    pub(super) fn new(grid: &'a Grid, tables: Vec<Set>, privacy: Privacy) -> Self {
        let mut rows = BTreeMap::new();
        for set in &tables {
            for places in grid.rows(*set) {
                let counts = grid.sum(*set, &places);
                rows.insert(
                    (*set, grid.index(*set, &places)),
                    Row { counts, is_hidden: false, is_proved: false },
                );
            }
        }
        let mut hidden = Self { grid, privacy, tables, rows };
        for set in hidden.tables.clone() {
            for places in grid.rows(set) {
                if hidden.is_small(set, &places) {
                    hidden.hide(set, &places);
                }
            }
        }
        while hidden.complete() {}
        hidden
    }

    /// How many further values a hidden number must be able to have.
    pub(super) fn protection(&self) -> u64 {
        self.privacy.protection
    }

    /// The counts of a row, unless it is hidden.
    pub(super) fn shown(&self, set: Set, places: &[usize]) -> Option<[u64; 2]> {
        self.row(set, places).filter(|row| !row.is_hidden).map(|row| row.counts)
    }

    /// The counts of a row, hidden or not.
    pub(super) fn counts(&self, set: Set, places: &[usize]) -> [u64; 2] {
        self.row(set, places).map(|row| row.counts).unwrap_or_default()
    }

    fn row(&self, set: Set, places: &[usize]) -> Option<&Row> {
        self.rows.get(&(set, self.grid.index(set, places)))
    }

    fn is_hidden(&self, set: Set, places: &[usize]) -> bool {
        self.row(set, places).is_some_and(|row| row.is_hidden)
    }

    fn is_small(&self, set: Set, places: &[usize]) -> bool {
        let counts = self.counts(set, places);
        people(counts) < self.privacy.minimum_cell
            || counts.iter().any(|count| *count < self.privacy.minimum_outcome)
    }

    /// Hides a row and everything it is divided into.
    fn hide(&mut self, set: Set, places: &[usize]) {
        for table in self.tables.clone() {
            if set & !table == 0 {
                for finer in self.grid.varied(table & !set, &only(set, places)) {
                    let index = self.grid.index(table, &finer);
                    if let Some(row) = self.rows.get_mut(&(table, index)) {
                        row.is_hidden = true;
                    }
                }
            }
        }
    }

    /// Proves every hidden row or hides more for it; whether more was hidden.
    fn complete(&mut self) -> bool {
        let mut changed = false;
        for set in self.tables.clone() {
            for places in self.grid.rows(set) {
                let index = self.grid.index(set, &places);
                let wanted = self.rows.get(&(set, index)).is_some_and(|row| row.is_hidden && !row.is_proved);
                if !wanted {
                    continue;
                }
                let mut is_proved = self.is_proved(set, &places, None);
                if !is_proved {
                    self.hide_for(set, &places);
                    changed = true;
                    is_proved = self.is_proved(set, &places, None);
                }
                // What is hidden stays hidden, so what is proved stays proved.
                if let Some(row) = self.rows.get_mut(&(set, index)) {
                    row.is_proved = is_proved;
                }
            }
        }
        changed
    }

    /// Whether every hidden row is proved with bands shown as well.
    pub(super) fn all_proved(&self, bands: &Banded) -> bool {
        self.tables.iter().all(|set| {
            let rows = self.grid.rows(*set);
            rows.iter()
                .all(|places| !self.is_hidden(*set, places) || self.is_proved(*set, places, Some(bands)))
        })
    }

    /// Whether both counts of a row could have enough values.
    fn is_proved(&self, set: Set, places: &[usize], bands: Option<&Banded>) -> bool {
        OUTCOMES.iter().all(|outcome| self.is_free(set, places, *outcome, bands))
    }

    fn is_free(&self, set: Set, places: &[usize], outcome: usize, bands: Option<&Banded>) -> bool {
        within(set).into_iter().any(|part| {
            if !self.is_hidden(part, places) {
                return false;
            }
            // Where the totals are hidden there may be any number of people more.
            part == 0
                || self.grid.others(part, places).iter().any(|to| {
                    let all_hidden =
                        corners(part, places, to).iter().all(|(corner, _)| self.is_hidden(part, corner));
                    all_hidden
                        && self.values(part, places, to, set, outcome, bands) >= self.privacy.protection
                })
        })
    }

    /// How many further values the count of a row of `set` takes on by moves between `places` and `to` in the attributes of
    /// `part`.
    fn values(
        &self,
        part: Set,
        places: &[usize],
        to: &[usize],
        set: Set,
        outcome: usize,
        bands: Option<&Banded>,
    ) -> u64 {
        let (mut down, mut up) = (0_u64, 0_u64);
        for fixed in self.grid.varied(self.grid.all() & !set, places) {
            // Outside of the part the categories are those of `fixed`, which agree with the row's where it has any.
            let target: Places = fixed
                .iter()
                .zip(to)
                .enumerate()
                .map(|(attribute, (fixed, to))| if super::grid::has(part, attribute) { *to } else { *fixed })
                .collect();
            let mut least = [u64::MAX; 2];
            for (corner, is_even) in corners(part, &fixed, &target) {
                let count = self.grid.cell(&corner, outcome);
                if let Some(least) = least.get_mut(usize::from(is_even)) {
                    *least = count.min(*least);
                }
            }
            let [taken, given] = least;
            (down, up) = (down.saturating_add(given), up.saturating_add(taken));
        }
        match bands {
            Some(bands) if part.count_ones() == 1 => {
                bands.values(self, part, [places, to], outcome, [down, up])
            }
            _ => down.saturating_add(up),
        }
    }

    /// Hides what makes the move of a row possible: the fewest people in the other corners, or else a row that it is part of.
    fn hide_for(&mut self, set: Set, places: &[usize]) {
        let open: Vec<usize> =
            OUTCOMES.into_iter().filter(|outcome| !self.is_free(set, places, *outcome, None)).collect();
        let mut wanted = Vec::new();
        for outcome in &open {
            match self.cheapest(set, places, &open).or_else(|| self.cheapest(set, places, &[*outcome])) {
                Some(to) => wanted.push(to),
                None => {
                    self.hide_above(set, places);
                    return;
                }
            }
        }
        for to in wanted {
            for (corner, _) in corners(set, places, &to) {
                self.hide(set, &corner);
            }
        }
    }

    /// The other corner that hides the fewest people more and leaves enough values.
    fn cheapest(&self, set: Set, places: &[usize], outcomes: &[usize]) -> Option<Places> {
        if set == 0 {
            return None;
        }
        let enough = |to: &Places| {
            outcomes
                .iter()
                .all(|outcome| self.values(set, places, to, set, *outcome, None) >= self.privacy.protection)
        };
        let cost = |to: &Places| {
            let shown =
                corners(set, places, to).into_iter().filter_map(|(corner, _)| self.shown(set, &corner));
            shown.fold(0_u64, |sum, counts| sum.saturating_add(people(counts)))
        };
        self.grid.others(set, places).into_iter().filter(enough).min_by_key(cost)
    }

    /// Hides the smallest row that this one is part of and that is shown.
    fn hide_above(&mut self, set: Set, places: &[usize]) {
        let above = within(set).into_iter().filter(|part| self.shown(*part, places).is_some());
        let least = above
            .min_by_key(|part| (people(self.counts(*part, places)), std::cmp::Reverse(part.count_ones())));
        if let Some(part) = least {
            self.hide(part, places);
        }
    }
}

fn people(counts: [u64; 2]) -> u64 {
    let [not_selected, selected] = counts;
    not_selected.saturating_add(selected)
}
