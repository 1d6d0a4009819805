//! Tables that come in batch by batch, added up.

use chrono::NaiveDate;

use super::super::Policy;
use super::super::batch::OutcomeCounts;
use super::super::table::is_asked_for;
use super::{CriterionMoves, GroupRates, MoveTable, NearMisses, Removed, Simulation, SimulationOptions};
use crate::Error;
use crate::columns::UnusableValues;
use crate::table::{Reader, counted_on};

impl Policy {
    /// Compares this policy with `after` over a table, batch by batch, in memory that does not grow with the rows.
    ///
    /// What comes out is what [`simulate_with`](Self::simulate_with) gives for the whole table. Only the columns that one of
    /// the policies asks for are read, and those of groups. `progress` hears after each batch how many rows there were, and
    /// may end the work.
    ///
    /// # Errors
    ///
    /// Those of [`simulate_with`](Self::simulate_with), with rows counted from the first of the table, those of
    /// [`Reader::next_batch`], and that of `progress`.
    pub fn simulate_table<E: From<Error>>(
        &self,
        after: &Self,
        mut table: Reader,
        as_of: NaiveDate,
        options: &SimulationOptions,
        mut progress: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Simulation, E> {
        let facts = [self.facts(), after.facts()].concat();
        table.keep(|name| options.groups.iter().any(|group| group == name) || is_asked_for(&facts, name));
        // What the columns show without a row is shown before the first row is asked for.
        let mut found = self.compared(after, &table.empty()?.columns()?, as_of, options)?;
        while let Some(batch) = table.next_batch()? {
            let next = self
                .compared(after, &batch.columns()?, as_of, options)
                .map_err(|error| counted_on(error, found.rows))?;
            found.add(next, &options.groups);
            progress(found.rows)?;
        }
        Ok(found.finished())
    }
}

impl Simulation {
    /// Adds the rows that follow, under the same policies, day and options.
    fn add(&mut self, next: Self, columns_of_groups: &[String]) {
        self.moves = self.moves.plus(next.moves);
        add(&mut self.opened, &next.opened, CriterionMoves::add);
        add(&mut self.closed, &next.closed, CriterionMoves::add);
        add(&mut self.near_before, &next.near_before, NearMisses::add);
        add(&mut self.near_after, &next.near_after, NearMisses::add);
        add(&mut self.removed_before, &next.removed_before, Removed::add);
        add(&mut self.removed_after, &next.removed_after, Removed::add);
        UnusableValues::append(&mut self.unusable, next.unusable, self.rows);
        self.groups.extend(next.groups);
        let place = |group: &GroupRates| columns_of_groups.iter().position(|name| *name == group.column);
        // Columns in the order asked for, groups by name, the unknown last: two runs of the same order, which sort fast.
        self.groups.sort_by(|a, b| {
            let key = |group: &GroupRates| (place(group), group.group.is_none());
            key(a).cmp(&key(b)).then_with(|| a.group.cmp(&b.group))
        });
        self.groups.dedup_by(|next, known| {
            let same = next.column == known.column && next.group == known.group;
            if same {
                known.add(next);
            }
            same
        });
        self.rows = self.rows.saturating_add(next.rows);
    }
}

/// Adds item to item: both have the criteria of one policy.
fn add<T>(to: &mut [T], next: &[T], add: fn(&mut T, &T)) {
    to.iter_mut().zip(next).for_each(|(to, next)| add(to, next));
}

impl MoveTable {
    fn plus(self, other: Self) -> Self {
        Self {
            eligible: OutcomeCounts::plus(self.eligible, other.eligible),
            conditional: OutcomeCounts::plus(self.conditional, other.conditional),
            undetermined: OutcomeCounts::plus(self.undetermined, other.undetermined),
            ineligible: OutcomeCounts::plus(self.ineligible, other.ineligible),
        }
    }
}

impl CriterionMoves {
    fn add(&mut self, next: &Self) {
        self.rows = self.rows.saturating_add(next.rows);
        self.alone = self.alone.saturating_add(next.alone);
    }
}

impl NearMisses {
    fn add(&mut self, next: &Self) {
        self.rows = self.rows.saturating_add(next.rows);
    }
}

impl Removed {
    fn add(&mut self, next: &Self) {
        self.rows = self.rows.saturating_add(next.rows);
    }
}

impl GroupRates {
    fn add(&mut self, next: &Self) {
        self.rows = self.rows.saturating_add(next.rows);
        self.eligible_before = self.eligible_before.saturating_add(next.eligible_before);
        self.eligible_after = self.eligible_after.saturating_add(next.eligible_after);
    }
}
