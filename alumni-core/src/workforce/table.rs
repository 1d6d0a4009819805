//! Tables of text: the house's one reader of CSV, strict, with errors that name file, line and column.

mod cell;
mod columns;
mod encoding;
mod records;

pub use cell::Row;

use std::collections::BTreeMap;

use crate::{Error, ErrorKind};

/// A table of text with named columns, such as a CSV export.
///
/// The form is RFC 4180 in UTF-8, with or without a byte order mark: commas, quotes around a whole field, quotes within it
/// doubled, lines that end in LF or CRLF. The first line names the columns, each name once. Every row has as many fields as
/// there are columns; wholly empty lines are passed over. Cells are read without the spaces around them, full-width ones
/// included, and an empty cell is *absent*.
///
/// Lines are numbered as an editor does: from 1, the header being line 1, and a row stands where it begins.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{Row, Table};
///
/// let people = Table::from_csv("people.csv", "worker_id,start_on\nw-1,2016-04-01\nw-2,soon\n")?;
/// let mut rows = people.rows();
/// let first = rows.next().unwrap();
/// assert_eq!(first.need("worker_id")?, "w-1");
/// assert_eq!(first.date("start_on")?, Some("2016-04-01".parse()?));
/// let error = rows.next().unwrap().required("start_on", Row::date).unwrap_err();
/// assert_eq!(error.path(), "people.csv: line 3, column 2 (start_on)");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    name: String,
    columns: Vec<String>,
    places: BTreeMap<String, usize>,
    /// All cells one after the other, unquoted.
    text: String,
    /// Where each cell ends in `text`.
    ends: Vec<u32>,
    /// The line on which each row begins.
    lines: Vec<u32>,
}

impl Table {
    /// The largest table that is read, in bytes: 1 GiB.
    pub const LARGEST: usize = 1 << 30;
    /// The most columns that are read.
    pub const MOST_COLUMNS: usize = 1_000;

    /// Reads CSV text; `name` is the file's name in errors.
    ///
    /// # Errors
    ///
    /// With the path `people.csv: line 12` or `people.csv: line 12, column 5 (start_on)`:
    /// [`Syntax`](ErrorKind::Syntax) for misplaced or unclosed quotes, a row with another number of fields than the header,
    /// and another separator than the comma; [`Missing`](ErrorKind::Missing) without a header or for a column without a name;
    /// [`Duplicate`](ErrorKind::Duplicate) for two columns of one name; [`TooLarge`](ErrorKind::TooLarge) beyond
    /// [`LARGEST`](Self::LARGEST) or [`MOST_COLUMNS`](Self::MOST_COLUMNS).
    pub fn from_csv(name: &str, text: &str) -> Result<Self, Error> {
        records::read(text.strip_prefix('\u{feff}').unwrap_or(text), name)
    }

    /// Reads the bytes of a CSV file.
    ///
    /// # Errors
    ///
    /// Those of [`from_csv`](Self::from_csv), and [`Syntax`](ErrorKind::Syntax) with the path `people.csv: line 3, character 14`
    /// for the first byte that is not UTF-8; the message names the encoding that it is likely to be instead.
    pub fn from_csv_bytes(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > Self::LARGEST {
            return Err(Error::too_large("expected a table of at most 1 GiB").within(name));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::from_csv(name, text),
            Err(invalid) => Err(encoding::diagnose(bytes, &invalid, name)),
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the columns, in their order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether there is a column of this name.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.places.contains_key(column)
    }

    /// The number of rows, the header not counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The row `index`, from 0.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        (index < self.len()).then_some(Row { table: self, index })
    }

    /// The rows in their order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.len()).map(|index| Row { table: self, index })
    }

    /// Says that these columns must be there.
    ///
    /// # Errors
    ///
    /// [`Missing`](ErrorKind::Missing) with the path `people.csv: line 1` for the first that is not; the message offers the
    /// column whose name is nearest.
    pub fn require(&self, columns: &[&str]) -> Result<(), Error> {
        let Some(column) = columns.iter().find(|column| !self.has(column)) else { return Ok(()) };
        let near = crate::text::nearest(column, self.columns.iter().map(String::as_str));
        let near = near.map(|near| format!(", got `{near}`")).unwrap_or_default();
        let message = format!("expected a column `{column}`{near}");
        Err(Error::missing(message).within(format!("{}: line 1", self.name)))
    }

    /// The columns that are not among `known`, in their order: to be reported, never passed over in silence.
    #[must_use]
    pub fn unknown_columns(&self, known: &[&str]) -> Vec<&str> {
        self.columns.iter().map(String::as_str).filter(|column| !known.contains(column)).collect()
    }

    /// An error about the cell of `column` in the row `row`, with the path `people.csv: line 12, column 5 (start_on)`.
    ///
    /// The kind is [`Inconsistent`](ErrorKind::Inconsistent); for another use [`Row::place`] with [`Error::within`].
    #[must_use]
    pub fn error(&self, row: usize, column: &str, message: &str) -> Error {
        Error::new(ErrorKind::Inconsistent, message).within(self.place(row, column))
    }

    fn place(&self, row: usize, column: &str) -> String {
        let line = self.lines.get(row).copied().unwrap_or_default();
        match self.places.get(column) {
            Some(place) => {
                format!("{}: line {line}, column {} ({column})", self.name, place.saturating_add(1))
            }
            None => format!("{}: line {line} ({column})", self.name),
        }
    }

    fn cell(&self, row: usize, column: &str) -> Option<&str> {
        let index = row.checked_mul(self.columns.len())?.checked_add(*self.places.get(column)?)?;
        let start = match index.checked_sub(1) {
            Some(before) => usize::try_from(*self.ends.get(before)?).ok()?,
            None => 0,
        };
        self.text.get(start..usize::try_from(*self.ends.get(index)?).ok()?)
    }
}

#[cfg(test)]
mod tests;
