//! Columns straight into a state: reading them into interactions first looks every name up twice.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::super::import::read;
use super::super::rows::{NONE, place, too_many};
use super::{ActivityLog, Added, another};
use crate::Error;
use crate::columns::Columns;
use crate::engagement::TargetType;

impl ActivityLog {
    /// Takes in the events of columns, as [`interactions_from_columns`](crate::engagement::interactions_from_columns) reads them, and as
    /// [`add`](Self::add) does: all of them, or none when one cannot be used. A table in batches comes as the columns of each.
    ///
    /// # Errors
    ///
    /// Those of `interactions_from_columns`, with rows counted over all batches, and of [`add`](Self::add).
    pub fn add_columns(&mut self, batches: &[Columns<'_>]) -> Result<Added, Error> {
        let more = batches.iter().fold(0_usize, |rows, batch| rows.saturating_add(batch.rows()));
        self.check_room(more).map_err(|error| error.within("events"))?;
        let (rows, names) = (self.rows.len(), self.rows.names().len());
        let read = batches.iter().try_for_each(|batch| read(batch, Arc::make_mut(&mut self.rows), rows));
        let added = read.and_then(|()| self.settle(rows));
        if added.is_err() {
            let all = Arc::make_mut(&mut self.rows);
            all.truncate(rows);
            all.names_mut().truncate(names);
            self.places.truncate(names);
        }
        added
    }

    /// Gives every row from `before` on the persons behind accounts, and keeps each event once.
    fn settle(&mut self, before: usize) -> Result<Added, Error> {
        let rows = Arc::make_mut(&mut self.rows);
        let mut persons = HashMap::new();
        if !self.accounts.is_empty() {
            let new = rows.all().iter().skip(before);
            let who = new.flat_map(|row| {
                let target = (row.target_type == Some(TargetType::Person)).then_some(row.target);
                std::iter::once(row.actor).chain(target)
            });
            let who: BTreeSet<u32> = who.collect();
            for account in who {
                let person = rows.name(account).and_then(|account| self.accounts.get(account));
                if let Some(person) = person {
                    persons.insert(account, rows.number(person)?);
                }
            }
        }
        if !persons.is_empty() {
            let behind = |number: &mut u32| *number = persons.get(number).copied().unwrap_or(*number);
            for row in rows.all_mut().iter_mut().skip(before) {
                behind(&mut row.actor);
                if row.target_type == Some(TargetType::Person) {
                    behind(&mut row.target);
                }
            }
        }
        self.places.resize(rows.names().len(), NONE);
        let mut added = Added::default();
        let (mut kept, end) = (u32::try_from(before).map_err(|_| too_many())?, rows.count());
        for (number, index) in (kept..end).zip(0_usize..) {
            let id = place(rows.row(number).id);
            let Some(known) = self.places.get_mut(id) else { continue };
            if *known == NONE {
                *known = kept;
                if number != kept {
                    rows.put(number, kept);
                }
                kept = kept.saturating_add(1);
                added.added = added.added.saturating_add(1);
            } else if rows.same(*known, number) {
                added.duplicates = added.duplicates.saturating_add(1);
            } else {
                let id = rows.name(rows.row(number).id).unwrap_or_default();
                let error = another(id, index);
                for row in rows.all().iter().skip(before).take(place(kept).saturating_sub(before)) {
                    if let Some(known) = self.places.get_mut(place(row.id)) {
                        *known = NONE;
                    }
                }
                return Err(error);
            }
        }
        rows.truncate(place(kept));
        Ok(added)
    }
}
