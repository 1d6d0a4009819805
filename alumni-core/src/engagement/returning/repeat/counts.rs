use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::super::read::{column, refuse_unknown};
use super::super::times::read_times;
use crate::columns::Columns;
use crate::{Error, document};

/// Which columns of a table say how often people acted.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::RepeatOptions;
///
/// let options = RepeatOptions::default();
/// assert_eq!((options.frequency.as_str(), options.recency.as_str(), options.age.as_str()), ("frequency", "recency", "age"));
/// assert_eq!(RepeatOptions::from_json(r#"{"age": "T"}"#)?.age, "T");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct RepeatOptions {
    /// The column of how many acts there were beyond the first: whole numbers.
    pub frequency: String,
    /// The column of how long after the first act the last one was; 0 where there is no other.
    pub recency: String,
    /// The column of how long people have been watched since the first act.
    pub age: String,
}

impl Default for RepeatOptions {
    fn default() -> Self {
        Self { frequency: "frequency".to_owned(), recency: "recency".to_owned(), age: "age".to_owned() }
    }
}

impl RepeatOptions {
    /// The columns of frequency, recency and age.
    pub fn new(frequency: impl Into<String>, recency: impl Into<String>, age: impl Into<String>) -> Self {
        Self { frequency: frequency.into(), recency: recency.into(), age: age.into() }
    }

    /// Reads `{}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    #[cfg(feature = "table")]
    pub(super) fn reads(&self, name: &str) -> bool {
        name == self.frequency || name == self.recency || name == self.age
    }

    /// Frequencies, recencies and ages of a batch that follows so many rows.
    pub(super) fn values(&self, columns: &Columns<'_>, before: usize) -> Result<[Vec<f64>; 3], Error> {
        let read = |name: &String| values(columns, name, before);
        Ok([read(&self.frequency)?, read(&self.recency)?, read(&self.age)?])
    }

    /// The error of a history with the column it is about, and the row.
    pub(super) fn at_row(&self, error: &Error, row: usize) -> Error {
        let name = match error.path() {
            "frequency" => &self.frequency,
            "age" => &self.age,
            _ => &self.recency,
        };
        Error::new(error.kind(), format!("{} in row {row}", error.message())).within(name.as_str())
    }
}

/// The numbers from 0 on of a column, none of them unknown.
pub(super) fn values(columns: &Columns<'_>, name: &str, before: usize) -> Result<Vec<f64>, Error> {
    let found = column(columns, name)?;
    let mut values = vec![0.0; columns.rows()];
    refuse_unknown(found, before, "a number")
        .and_then(|()| read_times(found, 0, before, &mut values))
        .map_err(|error| error.within(name))?;
    Ok(values)
}

/// How often one person acted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct History {
    pub(super) frequency: f64,
    pub(super) recency: f64,
    pub(super) age: f64,
}

impl History {
    pub(super) fn checked(frequency: f64, recency: f64, age: f64) -> Result<Self, Error> {
        let bad = |name: &str, expected: &str| {
            Err(Error::out_of_range(format!("expected {expected}")).within(name))
        };
        if !(frequency >= 0.0 && frequency.is_finite() && frequency.fract().abs() <= 0.0) {
            return bad("frequency", "a whole number from 0 on");
        }
        if !(age >= 0.0 && age.is_finite()) {
            return bad("age", "a number from 0 on");
        }
        if !(recency >= 0.0 && recency <= age) {
            return bad("recency", "a number from 0 up to the age");
        }
        if (frequency > 0.0) != (recency > 0.0) {
            return bad("recency", "0 where there is no other act, and above 0 otherwise");
        }
        Ok(Self { frequency, recency, age })
    }
}

/// How many people share each frequency, recency and age.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RepeatCounts {
    /// Sorted by frequency, recency and age.
    pub(super) groups: Vec<(History, f64)>,
    pub(super) people: u64,
}

impl RepeatCounts {
    /// Counts the rows of a table.
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for a column that is not there and for a value that is
    /// unknown, [`WrongType`](crate::ErrorKind::WrongType) for one of another type,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a frequency that is no whole number, a negative number, a recency beyond
    /// the age, or one that is 0 with a frequency above 0 or the other way round.
    pub fn from_columns(columns: &Columns<'_>, options: &RepeatOptions) -> Result<Self, Error> {
        let mut met = Met::default();
        met.add(columns, options)?;
        Ok(met.finish())
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`from_columns`](Self::from_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn from_table(mut table: crate::table::Reader, options: &RepeatOptions) -> Result<Self, Error> {
        let mut met = Met::default();
        table.keep(|name| options.reads(name));
        met.add(&table.empty()?.columns()?, options)?;
        while let Some(batch) = table.next_batch()? {
            met.add(&batch.columns()?, options)?;
        }
        Ok(met.finish())
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> u64 {
        self.people
    }
}

#[derive(Default)]
struct Met {
    rows: usize,
    groups: HashMap<[u64; 3], u64, foldhash::fast::FixedState>,
}

impl Met {
    fn add(&mut self, columns: &Columns<'_>, options: &RepeatOptions) -> Result<(), Error> {
        let [frequency, recency, age] = options.values(columns, self.rows)?;
        for (((frequency, recency), age), row) in frequency.iter().zip(&recency).zip(&age).zip(self.rows..) {
            History::checked(*frequency, *recency, *age).map_err(|error| options.at_row(&error, row))?;
            let key = [frequency.to_bits(), recency.to_bits(), age.to_bits()];
            let count = self.groups.entry(key).or_default();
            *count = count.saturating_add(1);
        }
        self.rows = self.rows.saturating_add(columns.rows());
        Ok(())
    }

    /// Numbers from 0 on have the order of their bits.
    fn finish(self) -> RepeatCounts {
        let mut groups: Vec<([u64; 3], u64)> = self.groups.into_iter().collect();
        groups.sort_unstable();
        let history = |([frequency, recency, age], people): ([u64; 3], u64)| {
            let [frequency, recency, age] = [frequency, recency, age].map(f64::from_bits);
            (History { frequency, recency, age }, people as f64)
        };
        RepeatCounts {
            people: u64::try_from(self.rows).unwrap_or(u64::MAX),
            groups: groups.into_iter().map(history).collect(),
        }
    }
}
