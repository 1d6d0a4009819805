//! The numbers of other rows as those of a state.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::rows::{NONE, Row, Rows, place};
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
}

impl Translation {
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
        if !self.of.as_ref().is_some_and(|known| Arc::ptr_eq(known, of)) {
            *self = Self { of: Some(Arc::clone(of)), ..Self::default() };
        }
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

/// What a number is here, found once.
fn known(list: &mut Vec<u32>, number: u32, find: impl FnOnce() -> Result<u32, Error>) -> Result<u32, Error> {
    let at = place(number);
    if list.len() <= at {
        list.resize(at.saturating_add(1).max(list.len().saturating_mul(2)), 0);
    }
    match list.get_mut(at) {
        Some(0) | None => {
            let found = find()?;
            if let Some(slot) = list.get_mut(at) {
                *slot = found.saturating_add(1);
            }
            Ok(found)
        }
        Some(slot) => Ok(slot.saturating_sub(1)),
    }
}
