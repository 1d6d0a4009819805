use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::super::batch::{EventColumns, of_row};
use super::super::{Event, Extended, Ledger};
use super::written;
use crate::Error;
use crate::table::{Batch, Reader, Record, Stream, counted_on};

/// So many rows are made into events at a time.
const AT_A_TIME: usize = 1 << 17;

/// A table of events: read from elsewhere and found in order, or written by a ledger.
///
/// The columns are those of [`events_from_columns`](super::super::events_from_columns). What came in is kept as it came and not
/// copied. In JSON it is the list of its events.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{EventTable, Ledger};
/// use alumni_core::table::Reader;
///
/// let empty = r#"{"purposes": [{"id": "records", "title": "Records", "legal_basis": "legal_obligation"}]}"#;
/// let mut ledger = Ledger::from_json(&empty.replace("]}", r#"], "events": [{"source": "hr", "id": "1", "subject": "w-1",
///     "purpose": "records", "kind": "restricted", "occurred_at": "2026-04-01T00:00:00+09:00", "received_at": "2026-04-01T00:00:00Z"}]}"#))?;
/// let table = ledger.event_table()?;
/// // To another program and back.
/// let table = EventTable::read(Reader::from_stream(table.stream()?.export())?, |_| Ok::<_, alumni_core::Error>(()))?;
/// let mut copy = Ledger::from_json(empty)?;
/// assert_eq!(copy.extend_table(&table)?.added, 1);
/// assert_eq!(copy.state_hash(), ledger.state_hash());
/// assert_eq!(ledger.extend_table(&table)?.duplicates, 1);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct EventTable {
    /// Without rows; it has the types of all batches.
    shape: Batch,
    batches: Vec<Batch>,
    rows: usize,
}

impl EventTable {
    /// Reads a table to its end; `progress` hears after each batch how many rows there were, and may end the work.
    ///
    /// # Errors
    ///
    /// Those of [`events_from_columns`](super::super::events_from_columns), with rows counted from the first of the table;
    /// those of [`Reader::next_batch`], and that of `progress`.
    pub fn read<E: From<Error>>(
        mut reader: Reader,
        mut progress: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Self, E> {
        reader.keep_zones();
        let mut table = Self { shape: reader.empty()?, batches: Vec::new(), rows: 0 };
        // What the columns show without a row is shown before the first row is asked for.
        EventColumns::new(&table.shape.columns()?)?;
        while let Some(batch) = reader.next_batch()? {
            check(&batch).map_err(|error| counted_on(error, table.rows))?;
            table.rows = table.rows.saturating_add(batch.rows());
            table.batches.push(batch);
            progress(table.rows)?;
        }
        Ok(table)
    }

    /// Number of events.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The events, in the table's order.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        let parts = self
            .batches
            .iter()
            .flat_map(|batch| (0..batch.rows()).step_by(AT_A_TIME).map(move |from| (batch, from)));
        parts.flat_map(|(batch, from)| {
            let until = from.saturating_add(AT_A_TIME).min(batch.rows());
            // It was read before, and could be.
            events(batch, from..until).unwrap_or_default()
        })
    }

    /// The table as it goes out, as often as it is asked for.
    ///
    /// # Errors
    ///
    /// None that a table which exists can have.
    pub fn stream(&self) -> Result<Stream, Error> {
        let mut batches = self.batches.clone().into_iter();
        let next = move || Ok(batches.next().as_ref().map(Record::from));
        Ok(Stream::new(&Record::from(&self.shape), [], next))
    }
}

fn events(batch: &Batch, rows: std::ops::Range<usize>) -> Result<Vec<Event>, Error> {
    let columns = batch.columns()?;
    let events = EventColumns::new(&columns)?;
    rows.map(|row| events.event(row)).collect()
}

fn check(batch: &Batch) -> Result<(), Error> {
    let columns = batch.columns()?;
    let events = EventColumns::new(&columns)?;
    (0..batch.rows()).try_for_each(|row| events.checked(row).map(drop))
}

impl Ledger {
    /// Takes in a table of events: all of them, or none when one cannot be used.
    ///
    /// # Errors
    ///
    /// Those of [`extend`](Self::extend), with column and row: `purpose: row 12`.
    pub fn extend_table(&mut self, events: &EventTable) -> Result<Extended, Error> {
        self.extend(events.events()).map_err(of_row)
    }

    /// The events as a table, sorted by source and id, each once; a ledger takes it in as it is.
    ///
    /// Instants are timestamps in UTC beside a column with the offset of the place, in microseconds, or in nanoseconds where
    /// an event is that exact. Words, purposes, sources and notices are dictionaries.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) where one event needs nanoseconds and another lies outside the years 1677 to
    /// 2262, which nanoseconds cannot say; and [`TooLarge`](crate::ErrorKind::TooLarge) for more than a batch can hold.
    pub fn event_table(&self) -> Result<EventTable, Error> {
        EventTable::of(|| self.events())
    }
}

impl EventTable {
    /// The events are asked for twice, so that they need not stand in memory all at once.
    fn of<I: Iterator<Item = Event>>(events: impl Fn() -> I) -> Result<Self, Error> {
        let names = written::Names::of(events())?;
        let record = |part: &[Event]| names.record(part).and_then(Batch::try_from);
        let mut table = Self { shape: record(&[])?, batches: Vec::new(), rows: 0 };
        let mut events = events();
        loop {
            let part: Vec<_> = events.by_ref().take(written::AT_A_TIME).collect();
            if part.is_empty() {
                return Ok(table);
            }
            table.rows = table.rows.saturating_add(part.len());
            table.batches.push(record(&part)?);
        }
    }
}

impl PartialEq for EventTable {
    /// The same events in the same order, whatever the columns that hold them.
    fn eq(&self, other: &Self) -> bool {
        self.rows == other.rows && self.events().eq(other.events())
    }
}

impl Serialize for EventTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.events())
    }
}

impl<'de> Deserialize<'de> for EventTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let events = Vec::<Event>::deserialize(deserializer)?;
        let table = Self::of(|| events.iter().cloned()).map_err(de::Error::custom)?;
        table.batches.iter().try_for_each(check).map_err(de::Error::custom)?;
        Ok(table)
    }
}
