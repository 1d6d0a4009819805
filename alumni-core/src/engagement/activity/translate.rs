//! The numbers of other rows as those of a state.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::rows::{NONE, Row, Rows, place, too_many};
use super::super::{Interaction, TargetType};
use crate::Error;

/// What the numbers of other rows are here, as far as they were met: each name is looked up once.
#[derive(Default)]
pub(super) struct Translation {
    /// Where the other rows are in memory; they live as long as the events that are read.
    of: Option<Arc<Rows>>,
    /// One more than the number here; 0 where it was not met.
    names: Vec<u32>,
    /// The same of those who act or are directed at: the person behind an account.
    people: Vec<u32>,
    kinds: Vec<u32>,
    asked: Vec<Option<u32>>,
}

/// So many events are looked at before their rows are made.
pub(super) const BLOCK: usize = 128;

impl Translation {
    /// Finds what is new in the events of a block all at once: one by one takes several times as long in a large state.
    pub(super) fn meet(
        &mut self,
        events: &[Interaction],
        rows: &mut Rows,
        accounts: &BTreeMap<String, String>,
    ) -> Result<(), Error> {
        let Some((of, _)) = events.first().and_then(Interaction::shared) else { return Ok(()) };
        self.begin(of);
        let (mut names, mut people) = (Vec::with_capacity(events.len()), Vec::with_capacity(events.len()));
        let shared = events.iter().filter_map(Interaction::shared);
        for row in shared.filter(|(other, _)| Arc::ptr_eq(of, other)).map(|(_, row)| of.row(row)) {
            let mut name = |number| ask(&self.names, number, of, &mut names);
            [row.id, row.thread, row.prompted_by].into_iter().for_each(&mut name);
            if row.target_type != Some(TargetType::Person) {
                name(row.target);
            } else {
                ask(&self.people, row.target, of, &mut people);
            }
            ask(&self.people, row.actor, of, &mut people);
        }
        if !accounts.is_empty() {
            for (_, name) in &mut people {
                *name = accounts.get(*name).map_or(*name, String::as_str);
            }
        }
        for (list, fresh) in [(&mut self.names, &names), (&mut self.people, &people)] {
            let texts: Vec<&str> = fresh.iter().map(|(_, name)| *name).collect();
            self.asked.clear();
            rows.names_mut().number_each(&texts, &mut self.asked);
            for ((number, _), found) in fresh.iter().zip(&self.asked) {
                let found = found.ok_or_else(too_many)?;
                if let Some(slot) = slot(list, *number) {
                    *slot = found.saturating_add(1);
                }
            }
        }
        Ok(())
    }

    /// Forgets the numbers of other rows than these.
    fn begin(&mut self, of: &Arc<Rows>) {
        if !self.of.as_ref().is_some_and(|known| Arc::ptr_eq(known, of)) {
            *self = Self { of: Some(Arc::clone(of)), ..Self::default() };
        }
    }

    /// The event as a row, with the persons behind accounts.
    pub(super) fn row(
        &mut self,
        event: &Interaction,
        rows: &mut Rows,
        accounts: &BTreeMap<String, String>,
    ) -> Result<Row, Error> {
        let person = |id: &'_ str| accounts.get(id).cloned();
        let Some((of, row)) = event.shared() else {
            let mut made = rows.write(event)?;
            if let Some(person) = person(event.actor()) {
                made.actor = rows.number(&person)?;
            }
            if made.target_type == Some(TargetType::Person)
                && let Some(person) = event.target().and_then(person)
            {
                made.target = rows.number(&person)?;
            }
            return Ok(made);
        };
        self.begin(of);
        let row = of.row(row);
        let mut behind = |number: u32, rows: &mut Rows| {
            known(&mut self.people, number, || {
                let name = of.name(number).unwrap_or_default();
                rows.number(accounts.get(name).map_or(name, String::as_str))
            })
        };
        let actor = behind(row.actor, rows)?;
        let to_person = row.target_type == Some(TargetType::Person) && row.target != NONE;
        let target = if to_person { behind(row.target, rows)? } else { NONE };
        let mut made = self.other(row, of, rows)?;
        made.actor = actor;
        made.target = if to_person { target } else { self.name(row.target, of, rows)? };
        Ok(made)
    }

    /// A row of `of` as one of `rows`.
    pub(super) fn same(&mut self, row: &Row, of: &Rows, rows: &mut Rows) -> Result<Row, Error> {
        let (actor, target) = (self.name(row.actor, of, rows)?, self.name(row.target, of, rows)?);
        let mut made = self.other(row, of, rows)?;
        (made.actor, made.target) = (actor, target);
        Ok(made)
    }

    /// All but who acts and what it is directed at.
    fn other(&mut self, row: &Row, of: &Rows, rows: &mut Rows) -> Result<Row, Error> {
        Ok(Row {
            id: self.name(row.id, of, rows)?,
            thread: self.name(row.thread, of, rows)?,
            prompted_by: self.name(row.prompted_by, of, rows)?,
            kind: known(&mut self.kinds, row.kind, || Ok(rows.kind_number(of.kind(row))))?,
            ..*row
        })
    }

    fn name(&mut self, number: u32, of: &Rows, rows: &mut Rows) -> Result<u32, Error> {
        let Some(name) = of.name(number) else { return Ok(NONE) };
        known(&mut self.names, number, || rows.number(name))
    }
}

/// Puts a number and its name among those to find, where it has one and was not met.
#[inline]
fn ask<'n>(known: &[u32], number: u32, of: &'n Rows, fresh: &mut Vec<(u32, &'n str)>) {
    if number != NONE && known.get(place(number)).is_none_or(|slot| *slot == 0) {
        fresh.extend(of.name(number).map(|name| (number, name)));
    }
}

/// What a number is here, found once.
fn known(list: &mut Vec<u32>, number: u32, find: impl FnOnce() -> Result<u32, Error>) -> Result<u32, Error> {
    match slot(list, number) {
        Some(slot) if *slot == 0 => {
            let found = find()?;
            *slot = found.saturating_add(1);
            Ok(found)
        }
        Some(slot) => Ok(slot.saturating_sub(1)),
        None => find(),
    }
}

/// Where a list has what a number is here; the list grows with it.
fn slot(list: &mut Vec<u32>, number: u32) -> Option<&mut u32> {
    let at = place(number);
    if list.len() <= at {
        list.resize(at.saturating_add(1).max(list.len().saturating_mul(2)), 0);
    }
    list.get_mut(at)
}
