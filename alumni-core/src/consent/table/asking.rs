use arrow_array::ArrayRef;

use super::super::batch::{Answers, AskOptions};
use super::super::{Ledger, Snapshot};
use super::AnsweredTable;
use super::answered::COLUMNS;
use crate::Error;
use crate::columns::Columns;
use crate::table::{Batch, Reader, check_id, counted_on, id};

/// A table of questions on its way through a ledger, batch by batch.
///
/// What all batches together give is what [`Ledger::may_columns`] would give for the whole table.
#[derive(Debug)]
pub struct Asking {
    reader: Reader,
    table: AnsweredTable,
}

impl Asking {
    /// Asks the rows of `table`; `id` names a column whose values go with the answers. It may be one of the question's.
    ///
    /// # Errors
    ///
    /// Those of [`Ledger::may_columns`] that the columns alone show. With the path `id`,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a column of ids that is not there,
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for one named like an answer, and
    /// [`WrongType`](crate::ErrorKind::WrongType) for one that holds neither texts nor whole numbers.
    pub fn new(ledger: &Ledger, table: Reader, options: AskOptions, id: Option<&str>) -> Result<Self, Error> {
        Self::of(&ask_ledger(ledger), table, options, id)
    }

    fn of(
        answers: &impl Fn(&Columns<'_>, &AskOptions, Option<&str>) -> Result<Answers, Error>,
        mut table: Reader,
        options: AskOptions,
        id: Option<&str>,
    ) -> Result<Self, Error> {
        if let Some(id) = id {
            check_id(id, &table, &COLUMNS).map_err(|error| error.within("id"))?;
        }
        table.keep_zones();
        let shape = table.empty()?;
        let (answers, ids) = ask(answers, &shape, &options, id)?;
        if let Some(ids) = &ids {
            id::check(ids).map_err(|error| error.within("id"))?;
        }
        let table_of_answers = AnsweredTable::new(answers, options, id.map(str::to_owned), ids);
        Ok(Self { reader: table, table: table_of_answers })
    }

    /// Number of rows answered so far.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.table.answers().rows()
    }

    /// Answers the next batch from `ledger`; `false` after the last.
    ///
    /// Each batch is answered from the ledger as it is then: one that grows in between makes a table of answers that is as
    /// old as its oldest batch.
    ///
    /// # Errors
    ///
    /// Those of [`Ledger::may_columns`], with rows counted from the first of the table, and those of
    /// [`Reader::next_batch`].
    pub fn next_batch(&mut self, ledger: &Ledger) -> Result<bool, Error> {
        self.next_of(&ask_ledger(ledger))
    }

    fn next_of(
        &mut self,
        answers: &impl Fn(&Columns<'_>, &AskOptions, Option<&str>) -> Result<Answers, Error>,
    ) -> Result<bool, Error> {
        let Some(batch) = self.reader.next_batch()? else { return Ok(false) };
        let answered = ask(answers, &batch, self.table.options(), self.table.id_column());
        let (answers, ids) = answered.map_err(|error| counted_on(error, self.rows()))?;
        self.table.append(answers, ids);
        Ok(true)
    }

    /// The answers so far.
    #[must_use]
    pub fn finish(self) -> AnsweredTable {
        self.table
    }

    /// All answers; `progress` hears after each batch how many rows there were, and may end the work.
    ///
    /// # Errors
    ///
    /// Those of [`next_batch`](Self::next_batch), and that of `progress`.
    pub fn collect<E: From<Error>>(
        mut self,
        ledger: &Ledger,
        mut progress: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<AnsweredTable, E> {
        while self.next_batch(ledger)? {
            progress(self.rows())?;
        }
        Ok(self.finish())
    }
}

impl Snapshot {
    /// Asks the rows of a table, batch by batch, as [`may_columns`](Self::may_columns) does; `id` names a column whose values go with
    /// the answers, which may be `subject`. The answers are brief, and their options have the snapshot's instants. `progress` hears
    /// after each batch how many rows there were, and may end the work.
    ///
    /// # Errors
    ///
    /// Those of [`Asking::new`], of [`may_columns`](Self::may_columns) with rows counted from the first of the table, of
    /// [`Reader::next_batch`], and that of `progress`.
    pub fn may_table<E: From<Error>>(
        &self,
        table: Reader,
        options: AskOptions,
        id: Option<&str>,
        mut progress: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<AnsweredTable, E> {
        let answers =
            |columns: &Columns<'_>, options: &AskOptions, id: Option<&str>| self.ask(columns, options, id);
        let mut asking = Asking::of(&answers, table, options, id)?;
        while asking.next_of(&answers)? {
            progress(asking.rows())?;
        }
        Ok(asking.finish().asked(self))
    }
}

fn ask_ledger(ledger: &Ledger) -> impl Fn(&Columns<'_>, &AskOptions, Option<&str>) -> Result<Answers, Error> {
    |columns, options, id| ledger.ask(columns, options, id)
}

fn ask(
    answers: &impl Fn(&Columns<'_>, &AskOptions, Option<&str>) -> Result<Answers, Error>,
    batch: &Batch,
    options: &AskOptions,
    id: Option<&str>,
) -> Result<(Answers, Option<ArrayRef>), Error> {
    let answers = answers(&batch.columns()?, options, id)?;
    Ok((answers, id.and_then(|id| batch.array(id)).cloned()))
}
