//! A ladder over whole tables, batch by batch.

use std::sync::Arc;

use arrow_array::ArrayRef;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::ladder::batch::highest;
use super::super::{BatchOptions, Decisions, Ladder, Outcome, PolicyReference};
use super::{DecidedBatch, DecidedTable, is_asked_for};
use crate::Error;
use crate::table::{Batch, Reader, Record, Stream, check_id, counted_on, id};

/// The columns of an answer, which no column of ids may be named like.
const COLUMNS: [&str; 3] = ["highest", "outcome", "eligible_on"];

/// A table on its way through a ladder: each batch is read once and decided under every step when it is asked for.
#[derive(Debug)]
pub struct LadderDeciding {
    ladder: Arc<Ladder>,
    reader: Reader,
    as_of: NaiveDate,
    options: BatchOptions,
    id: Option<String>,
    rows: usize,
}

/// The answers of a ladder for a whole table: those of every step, and the highest step of each row.
///
/// In JSON it is complete, so that it can be kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Kept")]
pub struct DecidedLadder {
    ladder: PolicyReference,
    as_of: NaiveDate,
    ordered: bool,
    steps: Vec<DecidedStep>,
    /// For every row the place of its highest step.
    #[serde(skip)]
    highest: Vec<Option<u8>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DecidedStep {
    id: String,
    answers: DecidedTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    ladder: PolicyReference,
    as_of: NaiveDate,
    ordered: bool,
    steps: Vec<DecidedStep>,
}

impl TryFrom<Kept> for DecidedLadder {
    type Error = Error;

    fn try_from(kept: Kept) -> Result<Self, Error> {
        let Kept { ladder, as_of, ordered, steps } = kept;
        let shape = |step: &DecidedStep| {
            let decisions = step.answers.decisions();
            (decisions.rows(), decisions.eligible_on().is_some(), decisions.as_of())
        };
        let (rows, asked, _) = steps.first().map(shape).unwrap_or_default();
        let fits = |step: &DecidedStep| shape(step) == (rows, asked, as_of);
        if steps.is_empty() || u8::try_from(steps.len()).is_err() || !steps.iter().all(fits) {
            let message = "expected 1 to 255 steps, each with answers for the same rows and day";
            return Err(Error::inconsistent(message).within("steps"));
        }
        let mut made = Self { ladder, as_of, ordered, steps, highest: Vec::new() };
        made.find_highest();
        Ok(made)
    }
}

/// What every step says of a batch, and the ids of its rows.
type Answers = (Vec<Decisions>, Option<ArrayRef>);

impl LadderDeciding {
    /// Decides about the rows of `table` as of the day `as_of`; `id` names the column whose values go with the answers.
    ///
    /// # Errors
    ///
    /// Those of [`Deciding::new`](super::Deciding::new) under any step.
    pub fn new(
        ladder: Arc<Ladder>,
        mut table: Reader,
        as_of: NaiveDate,
        options: BatchOptions,
        id: Option<&str>,
    ) -> Result<Self, Error> {
        if let Some(id) = id {
            check_id(id, &table, &COLUMNS).map_err(|error| error.within("id"))?;
        }
        let facts = ladder.facts();
        table.keep(|name| Some(name) == id || is_asked_for(&facts, name));
        let id = id.map(str::to_owned);
        let deciding = Self { ladder, reader: table, as_of, options, id, rows: 0 };
        // What the columns show without a row is shown before the first row is asked for.
        let (_, ids) = deciding.decide(&deciding.reader.empty()?)?;
        if let Some(ids) = &ids {
            id::check(ids).map_err(|error| error.within("id"))?;
        }
        Ok(deciding)
    }

    fn next_batch(&mut self) -> Result<Option<Answers>, Error> {
        let Some(batch) = self.reader.next_batch()? else { return Ok(None) };
        let decided = self.decide(&batch).map_err(|error| counted_on(error, self.rows))?;
        self.rows = self.rows.saturating_add(batch.rows());
        Ok(Some(decided))
    }

    fn decide(&self, batch: &Batch) -> Result<Answers, Error> {
        let columns = batch.columns()?;
        let steps = self.ladder.decide_columns_with(&columns, self.as_of, &self.options)?.steps;
        Ok((steps, self.id.as_deref().and_then(|id| batch.array(id)).cloned()))
    }

    /// All answers together; `progress` hears after each batch how many rows there were, and may end the work.
    ///
    /// # Errors
    ///
    /// Those of [`Deciding::collect`](super::Deciding::collect).
    pub fn collect<E: From<Error>>(
        mut self,
        mut progress: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<DecidedLadder, E> {
        let (none, ids) = self.decide(&self.reader.empty()?)?;
        let mut steps: Vec<_> = self
            .ladder
            .steps()
            .iter()
            .zip(none)
            .map(|(step, decisions)| DecidedStep {
                id: step.id().to_owned(),
                answers: DecidedTable::new(DecidedBatch { decisions, ids: ids.clone() }, self.id.clone()),
            })
            .collect();
        while let Some((next, ids)) = self.next_batch()? {
            for (step, decisions) in steps.iter_mut().zip(next) {
                step.answers.append(DecidedBatch { decisions, ids: ids.clone() });
            }
            progress(self.rows)?;
        }
        let (ladder, ordered) = (self.ladder.reference(), self.ladder.is_ordered());
        let mut made = DecidedLadder { ladder, as_of: self.as_of, ordered, steps, highest: Vec::new() };
        made.find_highest();
        Ok(made)
    }

    /// The answers as a table that goes out batch by batch, in memory that does not grow with the rows.
    ///
    /// The columns are the ids under their own name, `highest` (the id of a step, or nothing; nothing for all rows of a set),
    /// `outcome`, and `eligible_on` where it is asked for, both with one column for every step. The schema's metadata names
    /// the ladder, its version and hash, and the day.
    ///
    /// # Errors
    ///
    /// Those of [`Deciding::into_stream`](super::Deciding::into_stream).
    pub fn into_stream(mut self) -> Result<Stream, Error> {
        let names: Vec<_> = self.ladder.steps().iter().map(|step| step.id().to_owned()).collect();
        let notes = notes(&self.ladder.reference(), self.as_of);
        let ordered = self.ladder.is_ordered();
        let to_record = move |id: Option<&str>, (steps, ids): Answers| {
            let steps: Vec<_> = steps.iter().collect();
            let highest = if ordered {
                highest(&steps)
            } else {
                vec![None; steps.first().map_or(0, |step| step.rows())]
            };
            let names: Vec<_> = names.iter().map(String::as_str).collect();
            let record = columns(&names, &steps, &highest)?;
            Ok::<_, Error>(match id.zip(ids) {
                Some((id, ids)) => record.first(id, ids),
                None => record,
            })
        };
        let shape = to_record(self.id.as_deref(), self.decide(&self.reader.empty()?)?)?;
        Ok(Stream::new(&shape, notes, move || {
            let Some(batch) = self.next_batch()? else { return Ok(None) };
            to_record(self.id.as_deref(), batch).map(Some)
        }))
    }
}

fn notes(ladder: &PolicyReference, as_of: NaiveDate) -> [(&'static str, String); 4] {
    [
        ("alumni.ladder", ladder.id.clone()),
        ("alumni.ladder_version", ladder.version.to_string()),
        ("alumni.ladder_hash", ladder.hash.clone()),
        ("alumni.as_of", as_of.to_string()),
    ]
}

/// The answers as columns.
fn columns(names: &[&str], steps: &[&Decisions], highest: &[Option<u8>]) -> Result<Record, Error> {
    let rows = highest.len();
    let outcomes = Outcome::ALL.map(Outcome::as_str);
    let (mut outcome, mut eligible_on) = (Record::new(rows), Record::new(rows));
    let mut asked = false;
    for (name, decisions) in names.iter().zip(steps) {
        outcome = outcome.coded(name, &outcomes, decisions.codes().to_vec())?;
        if let Some((days, there)) = decisions.eligible_on() {
            eligible_on = eligible_on.days(name, days.to_vec(), there.to_vec());
            asked = true;
        }
    }
    let record = Record::new(rows)
        .coded_or_none("highest", names, highest.iter().copied())?
        .within("outcome", outcome);
    Ok(if asked { record.within("eligible_on", eligible_on) } else { record })
}

impl DecidedLadder {
    fn find_highest(&mut self) {
        let steps: Vec<_> = self.steps.iter().map(|step| step.answers.decisions()).collect();
        self.highest = highest(&steps);
        if !self.ordered {
            self.highest.fill(None);
        }
    }

    /// The ladder that decided.
    #[must_use]
    pub fn ladder(&self) -> &PolicyReference {
        &self.ladder
    }

    /// Whether the steps have an order; without one it is a set.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.ordered
    }

    /// The day the decisions are for.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.highest.len()
    }

    /// The ids of the steps, from the lowest to the highest.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &str> {
        self.steps.iter().map(|step| step.id.as_str())
    }

    /// The answers of the step at a place; `None` beyond the last.
    #[must_use]
    pub fn step(&self, place: usize) -> Option<&DecidedTable> {
        Some(&self.steps.get(place)?.answers)
    }

    /// The place of the highest step that a row may take; `None` when there is none, for a set, and beyond the last row.
    #[must_use]
    pub fn highest(&self, row: usize) -> Option<usize> {
        self.highest.get(row).copied().flatten().map(usize::from)
    }

    /// The place of the lowest step above it, whose answers say what stands before it; `None` at the top, for a set, and
    /// beyond the last row.
    #[must_use]
    pub fn next(&self, row: usize) -> Option<usize> {
        let highest = self.highest.get(row).filter(|_| self.ordered)?;
        let next = highest.map_or(0, |place| usize::from(place).saturating_add(1));
        Some(next).filter(|next| *next < self.steps.len())
    }

    /// How many rows have each step as their highest, from the lowest step; the rows left over have none.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0_usize; self.steps.len()];
        for place in self.highest.iter().flatten() {
            if let Some(count) = counts.get_mut(usize::from(*place)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    /// The answers as a table that goes out, with the columns of [`LadderDeciding::into_stream`]; as often as it is asked for.
    ///
    /// # Errors
    ///
    /// None that a table which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let names: Vec<_> = self.steps().collect();
        let steps: Vec<_> = self.steps.iter().map(|step| step.answers.decisions()).collect();
        let all = columns(&names, &steps, &self.highest)?;
        let notes = notes(&self.ladder, self.as_of);
        let Some(first) = self.steps.first() else { return Ok(Stream::new(&all, notes, || Ok(None))) };
        Ok(first.answers.beside_ids(&all, notes))
    }
}
