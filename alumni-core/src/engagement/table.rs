//! Interactions from CSV text.

use std::str::FromStr;

use csv::{ReaderBuilder, StringRecord};

use super::Interaction;
use super::interaction::{Document, parse_instant};
use crate::Error;

const REQUIRED: [&str; 5] = ["id", "at", "kind", "actor", "actor_type"];
const OPTIONAL: [&str; 5] = ["target", "target_type", "thread", "prompted_by", "value"];

/// Reads interactions from CSV with a header line.
///
/// Columns are named like the fields of an [`Interaction`]'s JSON and stand in any order: `id`, `at`, `kind`, `actor`,
/// `actor_type`, and if need be `target`, `target_type`, `thread`, `prompted_by`, `value`. An empty cell means that the
/// record does not say. `at` is an instant with its offset. Other columns are refused: a misspelt one would be lost
/// without a word.
///
/// # Errors
///
/// Every error names the place, such as `line 12, column 5 (actor_type)`: [`Missing`](crate::ErrorKind::Missing) for a
/// missing column or cell, [`UnknownName`](crate::ErrorKind::UnknownName) for another column or an unknown type,
/// [`Duplicate`](crate::ErrorKind::Duplicate) for a column that stands twice, [`Syntax`](crate::ErrorKind::Syntax) for
/// cells that cannot be read and rows of another length than the header,
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a value that is not finite.
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
/// assert_eq!(error.path(), "line 2, column 2 (at)");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn interactions_from_csv(text: &str) -> Result<Vec<Interaction>, Error> {
    // Spreadsheets write a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| unreadable(&error))?.clone();
    let columns = Columns::new(&header)?;
    let mut interactions = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| unreadable(&error))?;
        interactions.push(columns.interaction(&row)?);
    }
    Ok(interactions)
}

fn unreadable(error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("expected {expected_len} cells as in the header, got {len}")
        }
        _ => "expected a row of CSV in UTF-8".to_owned(),
    };
    Error::syntax(message).within(format!("line {line}"))
}

fn place(line: u64, column: usize, name: &str) -> String {
    format!("line {line}, column {} ({name})", column.saturating_add(1))
}

/// Where each field stands.
struct Columns {
    required: [usize; 5],
    optional: [Option<usize>; 5],
}

impl Columns {
    fn new(header: &StringRecord) -> Result<Self, Error> {
        let names: Vec<&str> = header.iter().map(str::trim).collect();
        for (column, name) in names.iter().enumerate() {
            if !REQUIRED.iter().chain(&OPTIONAL).any(|known| known == name) {
                let known: Vec<_> = REQUIRED.iter().chain(&OPTIONAL).copied().collect();
                let message = format!("expected one of the columns {}, got `{name}`", known.join(", "));
                return Err(Error::unknown_name(message).within(place(1, column, name)));
            }
            if names.iter().take(column).any(|earlier| earlier == name) {
                let message = format!("expected each column once, got `{name}` again");
                return Err(Error::duplicate(message).within(place(1, column, name)));
            }
        }
        let find = |name: &str| names.iter().position(|found| *found == name);
        let mut required = [0; 5];
        for (slot, name) in required.iter_mut().zip(REQUIRED) {
            *slot = find(name)
                .ok_or_else(|| Error::missing(format!("expected the column `{name}`")).within("line 1"))?;
        }
        Ok(Self { required, optional: OPTIONAL.map(find) })
    }

    fn interaction(&self, row: &StringRecord) -> Result<Interaction, Error> {
        let line = row.position().map_or(1, csv::Position::line);
        let [id, at, kind, actor, actor_type] =
            self.required.map(|column| Cell::new(row, line, Some(column)));
        let [target, target_type, thread, prompted_by, value] =
            self.optional.map(|column| Cell::new(row, line, column));
        let document = Document {
            id: id.required("id")?.to_owned(),
            at: at.read("at", parse_instant)?,
            kind: kind.read("kind", FromStr::from_str)?,
            actor: actor.required("actor")?.to_owned(),
            actor_type: actor_type.read("actor_type", FromStr::from_str)?,
            target: target.text.map(str::to_owned),
            target_type: target_type
                .text
                .map(|_| target_type.read("target_type", FromStr::from_str))
                .transpose()?,
            thread: thread.text.map(str::to_owned),
            prompted_by: prompted_by.text.map(str::to_owned),
            value: value.text.map(|_| value.read("value", number)).transpose()?,
        };
        Interaction::try_from(document).map_err(|error| {
            let name = error.path().to_owned();
            let column =
                REQUIRED.iter().zip(self.required.map(Some)).chain(OPTIONAL.iter().zip(self.optional));
            let column = column.filter(|(field, _)| **field == name).find_map(|(_, column)| column);
            let at =
                column.map_or_else(|| format!("line {line} ({name})"), |column| place(line, column, &name));
            Error::new(error.kind(), error.message()).within(at)
        })
    }
}

fn number(text: &str) -> Result<f64, Error> {
    let number: f64 = text.parse().map_err(|_| Error::syntax("expected a number such as `4.5`"))?;
    if number.is_finite() { Ok(number) } else { Err(Error::out_of_range("expected a finite number")) }
}

/// One cell; an empty one has no text.
struct Cell<'a> {
    text: Option<&'a str>,
    line: u64,
    column: usize,
}

impl<'a> Cell<'a> {
    fn new(row: &'a StringRecord, line: u64, column: Option<usize>) -> Self {
        let text = column.and_then(|column| row.get(column)).map(str::trim).filter(|text| !text.is_empty());
        Self { text, line, column: column.unwrap_or_default() }
    }

    fn at(&self, name: &str) -> String {
        place(self.line, self.column, name)
    }

    fn required(&self, name: &str) -> Result<&'a str, Error> {
        self.text.ok_or_else(|| Error::missing("expected a cell that is not empty").within(self.at(name)))
    }

    fn read<T>(&self, name: &str, read: impl Fn(&str) -> Result<T, Error>) -> Result<T, Error> {
        read(self.required(name)?).map_err(|error| error.within(self.at(name)))
    }
}
