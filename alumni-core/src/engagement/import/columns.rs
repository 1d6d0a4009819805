use std::str::FromStr;
use std::sync::Arc;

use super::super::interaction::Document;
use super::super::rows::{Rows, too_many};
use super::super::{ActorType, Interaction, Kind, TargetType};
use super::batch::{BLOCK, Batch};
use super::{COLUMNS, REQUIRED};
use crate::Error;
use crate::columns::cells::{InstantCells, TextCells, WordCells, at_row};
use crate::columns::{Column, Columns, Values};
use crate::text::did_you_mean;

/// Reads interactions from columns, one to a row.
///
/// The columns are named like the fields of an [`Interaction`]'s JSON and stand in any order; `id`, `at`, `kind`, `actor` and
/// `actor_type` must be there. A row without a value says nothing of it. `at` holds timestamps in a time zone, or texts with
/// their offset; `value` holds numbers. Other columns are refused: a misspelt one would be lost without a word.
///
/// # Errors
///
/// A column that is missing, unknown or of another type, with its name as the path; a cell that is not what its column asks
/// for, with its row from 0: `at: row 12`.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};
/// use alumni_core::engagement::interactions_from_columns;
///
/// let texts = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
/// // 2025-07-01 18:00 in Tokyo.
/// let (counts, unit, offsets) = ([1_751_360_400_i64], TimeUnit::Seconds, ZoneOffsets::Fixed(9 * 3_600));
/// let columns = Columns::new(1)?
///     .with("id", texts(&["e-1"]))?
///     .with("at", Column::new(Values::Zoned { counts: &counts, unit, offsets }))?
///     .with("kind", texts(&["event_attend"]))?
///     .with("actor", texts(&["w-1042"]))?
///     .with("actor_type", texts(&["alumnus"]))?;
/// let events = interactions_from_columns(&columns)?;
/// assert_eq!(events[0].at().to_rfc3339(), "2025-07-01T09:00:00+00:00");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn interactions_from_columns(columns: &Columns<'_>) -> Result<Vec<Interaction>, Error> {
    let mut rows = Rows::default();
    read(columns, &mut rows, 0)?;
    Ok(all(rows))
}

/// The same for a table in batches, as Arrow hands it over.
///
/// # Errors
///
/// Those of [`interactions_from_columns`] and of [`Reader::next_batch`](crate::table::Reader).
#[cfg(feature = "table")]
pub fn interactions_from_arrow(table: crate::table::Reader) -> Result<Vec<Interaction>, Error> {
    interactions_from_arrow_telling(table, |_| Ok(()))
}

/// The same, and every some ten thousand rows `tell` hears how many are read and may end the work.
///
/// # Errors
///
/// Those of [`interactions_from_arrow`], and what `tell` returns.
#[cfg(feature = "table")]
pub fn interactions_from_arrow_telling<E: From<Error>>(
    mut table: crate::table::Reader,
    mut tell: impl FnMut(usize) -> Result<(), E>,
) -> Result<Vec<Interaction>, E> {
    // Timestamps that tell no zone stay without one, and are refused.
    table.keep_zones();
    let mut rows = Rows::default();
    read(&table.empty()?.columns()?, &mut rows, 0)?;
    while let Some(batch) = table.next_batch()? {
        read_telling(&batch.columns()?, &mut rows, 0, &mut tell)?;
    }
    Ok(all(rows))
}

fn all(rows: Rows) -> Vec<Interaction> {
    let (count, rows) = (rows.count(), Arc::new(rows));
    Rows::interactions(&rows, 0..count)
}

/// Reads the rows of a table, or of its next batch, behind `rows`, of which so many were there before the table.
pub(in crate::engagement) fn read(columns: &Columns<'_>, rows: &mut Rows, there: usize) -> Result<(), Error> {
    read_telling(columns, rows, there, &mut |_| Ok(()))
}

/// Whoever hears how many rows are read hears it after so many blocks of them.
const TOLD: usize = 64;

fn read_telling<E: From<Error>>(
    columns: &Columns<'_>,
    rows: &mut Rows,
    there: usize,
    tell: &mut impl FnMut(usize) -> Result<(), E>,
) -> Result<(), E> {
    let before = rows.len();
    if u32::try_from(before.saturating_add(columns.rows())).is_err() {
        return Err(too_many().into());
    }
    let cells = InteractionColumns::new(columns)?;
    let mut batch = Batch::new(&cells, columns.rows(), rows);
    rows.reserve(columns.rows());
    for (number, first) in (0..columns.rows()).step_by(BLOCK).enumerate() {
        let length = columns.rows().saturating_sub(first).min(BLOCK);
        if batch.read(&cells, first, length, rows)?.is_none() {
            for row in (first..).take(length) {
                let event =
                    cells.event(row).map_err(|error| later(error, row, before.saturating_sub(there)))?;
                let (row, value) = (rows.write(&event)?, event.value());
                rows.push(row, value);
            }
        }
        if number % TOLD == TOLD.saturating_sub(1) || first.saturating_add(length) == columns.rows() {
            tell(rows.len())?;
        }
    }
    Ok(())
}

/// The rows one by one, each an interaction or what is wrong with it.
pub(super) fn rows<'c>(
    columns: &'c Columns<'c>,
    before: usize,
) -> Result<impl Iterator<Item = Result<Interaction, Error>> + 'c, Error> {
    let rows = InteractionColumns::new(columns)?;
    Ok((0..columns.rows()).map(move |row| rows.event(row).map_err(|error| later(error, row, before))))
}

/// The error of a row of a batch, as that of the row of the table.
fn later(error: Error, row: usize, before: usize) -> Error {
    match error.path().strip_suffix(&format!("row {row}")) {
        Some(column) if before > 0 => {
            let path = format!("{column}row {}", row.saturating_add(before));
            Error::new(error.kind(), error.message()).within(path)
        }
        _ => error,
    }
}

/// That the columns of a table are those of interactions, and that those needed are there.
pub(in crate::engagement) fn known_names<'n>(
    names: impl Iterator<Item = &'n str>,
    required: &[&'static str],
) -> Result<(), Error> {
    let names: Vec<_> = names.collect();
    if let Some(name) = names.iter().find(|name| !COLUMNS.contains(name)) {
        let hint = did_you_mean(name, COLUMNS);
        let message = format!("expected only the columns {}{hint}", COLUMNS.join(", "));
        return Err(Error::unknown_name(message).within(*name));
    }
    match required.iter().find(|name| !names.contains(name)) {
        Some(name) => Err(Error::missing("expected a column of this name").within(*name)),
        None => Ok(()),
    }
}

/// Columns of interactions, each bound to what it holds.
pub(super) struct InteractionColumns<'c> {
    pub(super) id: TextCells<'c>,
    pub(super) at: InstantCells<'c>,
    pub(super) kind: Kinds<'c>,
    pub(super) actor: TextCells<'c>,
    pub(super) actor_type: WordCells<'c, ActorType>,
    pub(super) target: TextCells<'c>,
    pub(super) target_type: WordCells<'c, TargetType>,
    pub(super) thread: TextCells<'c>,
    pub(super) prompted_by: TextCells<'c>,
    value: Option<&'c Column<'c>>,
}

impl<'c> InteractionColumns<'c> {
    fn new(columns: &'c Columns<'c>) -> Result<Self, Error> {
        known_names(columns.iter().map(|(name, _)| name), &REQUIRED)?;
        let value = columns.get("value");
        if let Some(column) = value {
            numbers(column).map_err(|error| error.within("value"))?;
        }
        Ok(Self {
            id: TextCells::new(columns, "id")?,
            at: InstantCells::new(columns, "at")?,
            kind: Kinds::new(columns)?,
            actor: TextCells::new(columns, "actor")?,
            actor_type: WordCells::new(columns, "actor_type")?,
            target: TextCells::new(columns, "target")?,
            target_type: WordCells::new(columns, "target_type")?,
            thread: TextCells::new(columns, "thread")?,
            prompted_by: TextCells::new(columns, "prompted_by")?,
            value,
        })
    }

    fn event(&self, row: usize) -> Result<Interaction, Error> {
        let text = |cells: &TextCells<'c>| Ok::<_, Error>(cells.get(row)?.map(str::to_owned));
        let document = Document {
            id: self.id.need(row)?.to_owned(),
            at: self.at.need(row)?.to_utc(),
            kind: self.kind.need(row)?,
            actor: self.actor.need(row)?.to_owned(),
            actor_type: self.actor_type.need(row)?,
            target: text(&self.target)?,
            target_type: self.target_type.get(row)?,
            thread: text(&self.thread)?,
            prompted_by: text(&self.prompted_by)?,
            value: self.value(row),
        };
        Interaction::try_from(document).map_err(|error| at_row(&error, error.path(), row))
    }

    pub(super) fn value(&self, row: usize) -> Option<f64> {
        let column = self.value.filter(|column| column.is_valid(row))?;
        match column.values() {
            Values::Floats64(numbers) => numbers.get(row).copied(),
            Values::Floats32(numbers) => numbers.get(row).map(|number| f64::from(*number)),
            #[expect(clippy::cast_precision_loss, reason = "a rating or a count, not an id")]
            Values::Integers(numbers) => numbers.get(row).map(|number| number as f64),
            _ => None,
        }
    }
}

fn numbers(column: &Column<'_>) -> Result<(), Error> {
    match column.values() {
        Values::Floats64(_) | Values::Floats32(_) | Values::Integers(_) | Values::Null(_) => Ok(()),
        _ => Err(Error::wrong_type("expected a column of numbers")),
    }
}

/// The column of kinds, each of which is read once where the column is a dictionary.
pub(super) struct Kinds<'c> {
    texts: TextCells<'c>,
    known: Vec<Option<Kind>>,
}

impl<'c> Kinds<'c> {
    fn new(columns: &'c Columns<'c>) -> Result<Self, Error> {
        let texts = TextCells::new(columns, "kind")?;
        let known = texts.names().unwrap_or_default().into_iter();
        Ok(Self { texts, known: known.map(|name| name?.parse().ok()).collect() })
    }

    fn need(&self, row: usize) -> Result<Kind, Error> {
        if let Some(known) = self.texts.code(row).and_then(|code| self.known.get(code)?.clone()) {
            return Ok(known);
        }
        Kind::from_str(self.texts.need(row)?).map_err(|error| at_row(&error, "kind", row))
    }

    /// The place of a row's kind among those of `rows`; `None` where there is something wrong with it.
    pub(super) fn number(&self, row: usize, rows: &mut Rows) -> Option<u32> {
        let code = self.texts.code(row);
        match code.and_then(|code| self.known.get(code)?.as_ref()) {
            Some(kind) => Some(rows.kind_number(kind)),
            None => {
                let name = self.texts.get(row).ok()??;
                rows.find_kind(name).or_else(|| Some(rows.kind_number(&name.parse().ok()?)))
            }
        }
    }
}
