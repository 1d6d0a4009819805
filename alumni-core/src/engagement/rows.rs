//! Interactions as rows of numbers: tables and states have millions of them, and few of their names are new.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::kind::SOME;
use super::{ActorType, Interaction, Kind, TargetType};
use crate::Error;
use crate::ids::Known;

/// Instead of the number of a name: no name.
pub(super) const NONE: u32 = u32::MAX;

/// An event with its names as numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    pub(super) at: DateTime<Utc>,
    pub(super) id: u32,
    pub(super) actor: u32,
    pub(super) target: u32,
    pub(super) thread: u32,
    pub(super) prompted_by: u32,
    /// The place of the kind among those of the rows.
    pub(super) kind: u32,
    pub(super) actor_type: ActorType,
    pub(super) target_type: Option<TargetType>,
}

impl Row {
    /// The thread it stands in; content that is no event of the record is a thread, too.
    pub(super) fn in_thread(&self) -> u32 {
        match self.thread {
            NONE if self.target_type == Some(TargetType::Content) => self.target,
            thread => thread,
        }
    }
}

/// In place of a row that is not there, of which there are none.
static NO_ROW: Row = Row {
    at: DateTime::UNIX_EPOCH,
    id: NONE,
    actor: NONE,
    target: NONE,
    thread: NONE,
    prompted_by: NONE,
    kind: 0,
    actor_type: ActorType::System,
    target_type: None,
};

/// Forty bytes an event, and every name once.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    names: Known,
    rows: Vec<Row>,
    kinds: Vec<Kind>,
    kind_names: Known,
    /// For each row, where any has one; else not a number.
    values: Vec<f64>,
}

impl Rows {
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn names(&self) -> &Known {
        &self.names
    }

    pub(super) fn names_mut(&mut self) -> &mut Known {
        &mut self.names
    }

    pub(super) fn all(&self) -> &[Row] {
        &self.rows
    }

    pub(super) fn all_mut(&mut self) -> &mut [Row] {
        &mut self.rows
    }

    /// Makes room for so many more rows, each with an id of its own.
    pub(super) fn reserve(&mut self, more: usize) {
        self.rows.reserve(more);
        self.names.reserve(more);
    }

    #[inline]
    pub(super) fn row(&self, row: u32) -> &Row {
        self.rows.get(place(row)).unwrap_or(&NO_ROW)
    }

    #[inline]
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.names.text(number)
    }

    #[inline]
    pub(super) fn kind(&self, row: &Row) -> &Kind {
        self.kinds.get(place(row.kind)).unwrap_or(&SOME)
    }

    pub(super) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    pub(super) fn value(&self, row: u32) -> Option<f64> {
        self.values.get(place(row)).copied().filter(|value| !value.is_nan())
    }

    /// Whether two rows say the same.
    pub(super) fn same(&self, one: u32, other: u32) -> bool {
        self.row(one) == self.row(other) && self.value(one) == self.value(other)
    }

    /// The number of a name, new or not.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, Error> {
        self.names.number(name).ok_or_else(too_many)
    }

    pub(super) fn optional(&mut self, name: Option<&str>) -> Result<u32, Error> {
        name.map_or(Ok(NONE), |name| self.number(name))
    }

    /// The place of a kind, new or not.
    pub(super) fn kind_number(&mut self, kind: &Kind) -> u32 {
        if let Some(known) = self.kind_names.find(kind.as_str()) {
            return known;
        }
        self.kinds.push(kind.clone());
        // There are no more kinds than rows.
        self.kind_names.add(kind.as_str()).unwrap_or_default()
    }

    /// The place of the kind of this name, where there is one.
    pub(super) fn find_kind(&self, name: &str) -> Option<u32> {
        self.kind_names.find(name)
    }

    pub(super) fn push(&mut self, row: Row, value: Option<f64>) {
        if let Some(value) = value {
            self.values.resize(self.rows.len(), f64::NAN);
            self.values.push(value);
        } else if !self.values.is_empty() {
            self.values.push(f64::NAN);
        }
        self.rows.push(row);
    }

    /// Puts a row in the place of another one.
    pub(super) fn put(&mut self, from: u32, to: u32) {
        let (row, value) = (*self.row(from), self.value(from));
        if let Some(slot) = self.rows.get_mut(place(to)) {
            *slot = row;
        }
        if let Some(slot) = self.values.get_mut(place(to)) {
            *slot = value.unwrap_or(f64::NAN);
        }
    }

    pub(super) fn truncate(&mut self, rows: usize) {
        self.rows.truncate(rows);
        self.values.truncate(rows);
    }

    /// Takes a row out; the last one takes its place.
    pub(super) fn swap_remove(&mut self, row: usize) {
        if row < self.rows.len() {
            self.rows.swap_remove(row);
        }
        if row < self.values.len() {
            self.values.swap_remove(row);
        }
    }

    /// The event as a row of these.
    pub(super) fn write(&mut self, event: &Interaction) -> Result<Row, Error> {
        Ok(Row {
            at: event.at(),
            id: self.number(event.id())?,
            actor: self.number(event.actor())?,
            target: self.optional(event.target())?,
            thread: self.optional(event.thread())?,
            prompted_by: self.optional(event.prompted_by())?,
            kind: self.kind_number(event.kind()),
            actor_type: event.actor_type(),
            target_type: event.target_type(),
        })
    }

    /// Every row as an interaction, in this order.
    pub(super) fn interactions(rows: &Arc<Self>, order: impl IntoIterator<Item = u32>) -> Vec<Interaction> {
        order.into_iter().map(|row| Interaction::of_row(rows, row)).collect()
    }

    /// How many rows there are, as a number of a row.
    pub(super) fn count(&self) -> u32 {
        u32::try_from(self.rows.len()).unwrap_or(NONE)
    }
}

pub(super) fn too_many() -> Error {
    Error::too_large("expected fewer than 2^32 events and names")
}

#[inline]
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
