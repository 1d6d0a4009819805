//! Interactions from documents and tables.

mod batch;
mod check;
mod columns;

pub use check::{InteractionCheck, InteractionFault};
pub use columns::interactions_from_columns;
#[cfg(feature = "table")]
pub use columns::{interactions_from_arrow, interactions_from_arrow_telling};
pub(super) use columns::{known_names, read};

use super::interaction::Document;
use super::{ActorType, Interaction, Kind, TargetType};
use crate::workforce::{Row, Table};
use crate::{Error, ErrorKind, document};

const REQUIRED: [&str; 5] = ["id", "at", "kind", "actor", "actor_type"];
const COLUMNS: [&str; 10] =
    ["id", "at", "kind", "actor", "actor_type", "target", "target_type", "thread", "prompted_by", "value"];

/// Reads interactions from a JSON list of them.
///
/// # Errors
///
/// [`Syntax`](ErrorKind::Syntax) and [`WrongType`](ErrorKind::WrongType) with line and column for what does not have the
/// form, instants without an offset included; [`Missing`](ErrorKind::Missing) for empty ids and targets without a type,
/// with a path such as `events[3].target_type`.
pub fn interactions_from_json(text: &str) -> Result<Vec<Interaction>, Error> {
    let documents: Vec<Document> = document::from_json(text)?;
    let checked = documents.into_iter().enumerate().map(|(index, document)| {
        Interaction::try_from(document).map_err(|error| error.within(format!("events[{index}]")))
    });
    checked.collect()
}

/// Reads interactions from CSV text; [`interactions_from_table`] says how, and names the file in errors.
///
/// # Errors
///
/// Those of [`Table::from_csv`] and of [`interactions_from_table`], with `interactions.csv` for the file.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::interactions_from_csv;
///
/// let events = interactions_from_csv("id,at,kind,actor,actor_type\ne-1,2024-05-01T09:00:00Z,visit,w-1,alumnus\n")?;
/// assert_eq!(events[0].kind().as_str(), "visit");
///
/// let error = interactions_from_csv("id,at,kind,actor,actor_type\ne-1,2024-05-01,visit,w-1,alumnus\n").unwrap_err();
/// assert_eq!(error.path(), "interactions.csv: line 2, column 2 (at)");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn interactions_from_csv(text: &str) -> Result<Vec<Interaction>, Error> {
    interactions_from_table(&Table::from_csv("interactions.csv", text)?)
}

/// Reads interactions from a table, one to a row.
///
/// Columns are named like the fields of an [`Interaction`]'s JSON and stand in any order: `id`, `at`, `kind`, `actor`,
/// `actor_type`, and if need be `target`, `target_type`, `thread`, `prompted_by`, `value`. An empty cell means that the
/// record does not say. `at` is an instant with its offset. Other columns are refused: a misspelt one would be lost
/// without a word.
///
/// # Errors
///
/// Every error names the place, such as `interactions.csv: line 12, column 5 (actor_type)`: [`Missing`](ErrorKind::Missing) for a
/// missing column or cell, [`UnknownName`](ErrorKind::UnknownName) for another column or an unknown type,
/// [`Syntax`](ErrorKind::Syntax) for an instant, a kind or a number that cannot be read.
pub fn interactions_from_table(table: &Table) -> Result<Vec<Interaction>, Error> {
    known_columns(table)?;
    table.rows().map(|row| interaction(&row)).collect()
}

fn known_columns(table: &Table) -> Result<(), Error> {
    table.require(&REQUIRED)?;
    if let Some(unknown) = table.unknown_columns(&COLUMNS).first() {
        let message = format!("expected only the columns {}, got `{unknown}`", COLUMNS.join(", "));
        return Err(Error::unknown_name(message).within(format!("{}: line 1", table.name())));
    }
    Ok(())
}

fn interaction(row: &Row<'_>) -> Result<Interaction, Error> {
    let text = |column: &str| row.text(column).map(str::to_owned);
    let document = Document {
        id: row.need("id")?.to_owned(),
        at: row.required("at", Row::instant)?,
        kind: row.required("kind", kind)?,
        actor: row.need("actor")?.to_owned(),
        actor_type: row
            .required("actor_type", |row, column| row.one_of(column, &ActorType::ALL, ActorType::as_str))?,
        target: text("target"),
        target_type: row.one_of("target_type", &TargetType::ALL, TargetType::as_str)?,
        thread: text("thread"),
        prompted_by: text("prompted_by"),
        value: row.number("value")?,
    };
    // What is wrong with the whole is wrong in one of its cells.
    Interaction::try_from(document).map_err(|error| row.error(error.kind(), error.path(), error.message()))
}

fn kind(row: &Row<'_>, column: &str) -> Result<Option<Kind>, Error> {
    let Some(text) = row.text(column) else { return Ok(None) };
    let expected =
        |_| row.error(ErrorKind::Syntax, column, "expected a kind in small letters, such as `event_attend`");
    text.parse().map(Some).map_err(expected)
}
