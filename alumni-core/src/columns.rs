//! Tables of borrowed columns: how many rows at once reach the engines, whatever library holds them.
//!
//! A [`Columns`] is a view: it copies nothing. Its forms are those of the Arrow columnar format, so that the tables of
//! pandas, polars, DuckDB and Spark come in as they are; no type of an Arrow library stands in this interface.
//!
//! # Example
//!
//! ```
//! use alumni_core::columns::{Column, Columns, Integers, Values};
//!
//! let grades = [3_i8, 1, 2];
//! let columns = Columns::new(3)?.with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?;
//! assert_eq!(columns.rows(), 3);
//! # Ok::<(), alumni_core::Error>(())
//! ```

mod bits;
pub(crate) mod cells;
pub(crate) mod codes;
mod processor;
mod unusable;
mod values;
mod widths;

pub use bits::Bits;
pub use unusable::UnusableValues;
pub use values::{Column, Integers, Offsets, Texts, TimeUnit, Values, ZoneOffsets};

pub(crate) use processor::level;
pub(crate) use widths::each_width;

use crate::Error;

/// Named columns of one length.
#[derive(Clone, Debug)]
pub struct Columns<'a> {
    rows: usize,
    columns: Vec<(&'a str, Column<'a>)>,
}

impl<'a> Columns<'a> {
    /// A table of so many rows without columns.
    ///
    /// # Errors
    ///
    /// [`TooLarge`](crate::ErrorKind::TooLarge) for more than 2^31 - 1 rows: larger tables come in batches.
    pub fn new(rows: usize) -> Result<Self, Error> {
        if i32::try_from(rows).is_err() {
            return Err(Error::too_large("expected at most 2147483647 rows in a batch"));
        }
        Ok(Self { rows, columns: Vec::new() })
    }

    /// Adds a column.
    ///
    /// # Errors
    ///
    /// With the name as the path: [`Duplicate`](crate::ErrorKind::Duplicate) for a name given twice,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for another length or for parts that do not fit each other, such
    /// as offsets that run backwards.
    pub fn with(mut self, name: &'a str, column: Column<'a>) -> Result<Self, Error> {
        if self.get(name).is_some() {
            return Err(Error::duplicate("expected one column of the name").within(name));
        }
        column.check(self.rows).map_err(|error| error.within(name))?;
        self.columns.push((name, column));
        Ok(self)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The column `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Column<'a>> {
        self.columns.iter().find(|(known, _)| *known == name).map(|(_, column)| column)
    }

    /// The columns with their names, in the order given.
    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Column<'a>)> {
        self.columns.iter().map(|(name, column)| (*name, column))
    }
}
