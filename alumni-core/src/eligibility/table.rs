//! Whole tables, batch by batch, in the Arrow columnar format.

mod decided;
mod ladder;
mod state;

use std::sync::Arc;

use chrono::NaiveDate;

pub use decided::DecidedTable;
pub use ladder::{DecidedLadder, LadderDeciding};

use super::batch::{self, Decider, program};
use super::program::Program;
use super::{BatchOptions, Decisions, Outcome, Policy};
use crate::Error;
use crate::table::{Batch, Reader, Record, Stream, check_id, counted_on, id};
use crate::workforce::Fact;

/// A table on its way through a policy: each batch is read and decided when it is asked for.
///
/// Only the columns that the policy asks for are read, and the column of ids. What [`next_batch`](Self::next_batch) gives
/// for all batches together is what [`Policy::decide_columns_with`] would give for the whole table.
#[derive(Debug)]
pub struct Deciding {
    policy: Arc<Policy>,
    /// For the day, once for all batches.
    program: Option<Program>,
    reader: Reader,
    as_of: NaiveDate,
    options: BatchOptions,
    id: Option<String>,
    rows: usize,
}

/// The answers for one batch of a table.
#[derive(Debug)]
pub struct DecidedBatch {
    decisions: Decisions,
    ids: Option<arrow_array::ArrayRef>,
}

impl DecidedBatch {
    /// The answers.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
    }
}

impl Deciding {
    /// Decides about the rows of `table` as of the day `as_of`; `id` names the column whose values go with the answers.
    ///
    /// # Errors
    ///
    /// Those of [`Policy::decide_columns_with`] that the columns alone show: a missing column. With the path `id`,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a column of ids that is not there, [`Duplicate`](crate::ErrorKind::Duplicate)
    /// for one named like an answer, and [`WrongType`](crate::ErrorKind::WrongType) for one that holds neither texts nor whole
    /// numbers.
    pub fn new(
        policy: Arc<Policy>,
        mut table: Reader,
        as_of: NaiveDate,
        options: BatchOptions,
        id: Option<&str>,
    ) -> Result<Self, Error> {
        if let Some(id) = id {
            check_id(id, &table, &COLUMNS).map_err(|error| error.within("id"))?;
        }
        let facts = policy.facts();
        table.keep(|name| Some(name) == id || is_asked_for(&facts, name));
        let id = id.map(str::to_owned);
        let program = program(&policy, as_of, usize::MAX);
        let deciding = Self { policy, program, reader: table, as_of, options, id, rows: 0 };
        // What the columns show without a row is shown before the first row is asked for.
        let none = deciding.decide(&deciding.reader.empty()?)?;
        if let Some(ids) = &none.ids {
            id::check(ids).map_err(|error| error.within("id"))?;
        }
        Ok(deciding)
    }

    /// Number of rows decided so far.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The answers for the next batch; `None` after the last.
    ///
    /// # Errors
    ///
    /// Those of [`Policy::decide_columns_with`], with rows counted from the first of the table, and those of
    /// [`Reader::next_batch`].
    pub fn next_batch(&mut self) -> Result<Option<DecidedBatch>, Error> {
        let Some(batch) = self.reader.next_batch()? else { return Ok(None) };
        let decided = self.decide(&batch).map_err(|error| counted_on(error, self.rows))?;
        self.rows = self.rows.saturating_add(batch.rows());
        Ok(Some(decided))
    }

    fn decide(&self, batch: &Batch) -> Result<DecidedBatch, Error> {
        let mut decisions = Decisions::none(&self.policy, self.as_of);
        let decider = Decider { policy: &self.policy, program: self.program.as_ref() };
        let to = std::slice::from_mut(&mut decisions);
        let columns = batch.columns()?;
        batch::decide(&[decider], &columns, self.as_of, &self.options, to, usize::MAX, |_, _| {})?;
        let ids = self.id.as_deref().and_then(|id| batch.array(id)).cloned();
        Ok(DecidedBatch { decisions, ids })
    }

    /// All answers together; `progress` hears after each batch how many rows there were, and may end the work.
    ///
    /// # Errors
    ///
    /// Those of [`next_batch`](Self::next_batch), and that of `progress`.
    pub fn collect<E: From<Error>>(
        mut self,
        mut progress: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<DecidedTable, E> {
        let none = self.decide(&self.reader.empty()?)?;
        let mut table = DecidedTable::new(none, self.id.clone());
        while let Some(batch) = self.next_batch()? {
            table.append(batch);
            progress(self.rows)?;
        }
        Ok(table)
    }

    /// The answers as a table that goes out batch by batch, in memory that does not grow with the rows.
    ///
    /// The columns are the ids under their own name, `outcome` (the stable names), `eligible_on` where it is asked for, and
    /// `unmet`, `unknown` and `review`, each with one bit for every criterion. The schema's metadata names the policy, its
    /// version and hash, and the day.
    ///
    /// # Errors
    ///
    /// Those of [`next_batch`](Self::next_batch), for the table without rows.
    pub fn into_stream(mut self) -> Result<Stream, Error> {
        let none = self.decide(&self.reader.empty()?)?;
        let notes = notes(&none.decisions);
        let shape = record(self.id.as_deref(), none)?;
        Ok(Stream::new(&shape, notes, move || {
            let Some(batch) = self.next_batch()? else { return Ok(None) };
            record(self.id.as_deref(), batch).map(Some)
        }))
    }
}

/// The columns of an answer, which no column of ids may be named like.
const COLUMNS: [&str; 5] = ["outcome", "eligible_on", "unmet", "unknown", "review"];

/// Whether a column is read for one of these facts.
pub(crate) fn is_asked_for(facts: &[String], name: &str) -> bool {
    let amount = name.strip_suffix("_currency").unwrap_or(name);
    let follows = [Fact::StartDate, Fact::SeparationDate, Fact::Employed].map(Fact::as_str);
    facts.iter().any(|fact| fact == name || fact == amount) || follows.contains(&name)
}

fn notes(decisions: &Decisions) -> [(&'static str, String); 4] {
    let policy = decisions.policy();
    [
        ("alumni.policy", policy.id.clone()),
        ("alumni.policy_version", policy.version.to_string()),
        ("alumni.policy_hash", policy.hash.clone()),
        ("alumni.as_of", decisions.as_of().to_string()),
    ]
}

/// The answers as columns.
fn columns(decisions: &Decisions) -> Result<Record, Error> {
    let names = Outcome::ALL.map(Outcome::as_str);
    let mut record = Record::new(decisions.rows()).coded("outcome", &names, decisions.codes().to_vec())?;
    if let Some((days, there)) = decisions.eligible_on() {
        record = record.days("eligible_on", days.to_vec(), there.to_vec());
    }
    let words = decisions.rows().div_ceil(64);
    type Mask = fn(&super::CriterionMasks) -> &[u64];
    let masks: [(&str, Mask); 3] = [
        ("unmet", super::CriterionMasks::unmet),
        ("unknown", super::CriterionMasks::unknown),
        ("review", super::CriterionMasks::review),
    ];
    Ok(masks.into_iter().fold(record, |record, (name, mask)| {
        record.flags(
            name,
            decisions.criteria().iter().map(|criterion| {
                let mut bits = mask(criterion).to_vec();
                // Where a criterion cannot stand so, there is no mask.
                bits.resize(words, 0);
                (criterion.id(), bits)
            }),
        )
    }))
}

fn record(id: Option<&str>, batch: DecidedBatch) -> Result<Record, Error> {
    let record = columns(&batch.decisions)?;
    Ok(match id.zip(batch.ids) {
        Some((id, ids)) => record.first(id, ids),
        None => record,
    })
}
