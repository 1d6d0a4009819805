//! A table that has been decided.

use arrow_array::{Array as _, ArrayRef};

use super::{DecidedBatch, Decisions, columns, notes};
use crate::Error;
use crate::table::{Record, RowId, Stream, id};

/// The answers for a whole table, with the ids of its rows where they were asked for.
///
/// In JSON it is complete (masks as whole numbers), so that it can be kept; for reading by people and programs there are
/// [`Decisions::counts`] and [`stream`](Self::stream).
#[derive(Clone, Debug)]
pub struct DecidedTable {
    pub(super) decisions: Decisions,
    pub(super) id: Option<String>,
    /// The ids as they came in, batch by batch.
    pub(super) ids: Vec<ArrayRef>,
}

impl DecidedTable {
    /// A table without rows, which has the types of those to come.
    pub(super) fn new(none: DecidedBatch, id: Option<String>) -> Self {
        Self { decisions: none.decisions, id, ids: none.ids.into_iter().collect() }
    }

    pub(super) fn append(&mut self, batch: DecidedBatch) {
        self.decisions.append(batch.decisions);
        self.ids.extend(batch.ids);
    }

    /// The answers.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }

    /// The name of the column of ids, where there is one.
    #[must_use]
    pub fn id_column(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The id of a row; `None` where there is none.
    #[must_use]
    pub fn id(&self, row: usize) -> Option<RowId> {
        let mut row = row;
        for ids in &self.ids {
            match row.checked_sub(ids.len()) {
                None => return id::at(ids, row),
                Some(left) => row = left,
            }
        }
        None
    }

    /// The answers as a table that goes out, with the columns of [`Deciding::into_stream`](super::Deciding::into_stream); as
    /// often as it is asked for.
    ///
    /// # Errors
    ///
    /// None that a table which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        Ok(self.beside_ids(&columns(&self.decisions)?, notes(&self.decisions)))
    }

    /// Columns of as many rows, with the ids beside them in the batches in which they came.
    pub(super) fn beside_ids(&self, all: &Record, notes: [(&'static str, String); 4]) -> Stream {
        let mut batches = Vec::new();
        let mut from = 0_usize;
        for ids in &self.ids {
            let batch = all.slice(from, ids.len());
            batches.extend(self.id.as_deref().map(|name| batch.first(name, ids.clone())));
            from = from.saturating_add(ids.len());
        }
        if self.id.is_none() {
            batches.push(all.clone());
        }
        let shape = batches.first().map_or_else(|| Record::new(0), |first| first.slice(0, 0));
        let mut batches = batches.into_iter().filter(|batch| batch.rows() > 0);
        Stream::new(&shape, notes, move || Ok(batches.next()))
    }
}

impl PartialEq for DecidedTable {
    fn eq(&self, other: &Self) -> bool {
        let rows = 0..self.decisions.rows();
        self.decisions == other.decisions
            && self.id == other.id
            && (self.id.is_none() || rows.into_iter().all(|row| self.id(row) == other.id(row)))
    }
}
