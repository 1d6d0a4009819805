use serde::{Deserialize, Serialize};

use crate::Error;

/// More rows of unusable values are counted but not named.
const NAMED: usize = 10;

/// Values of one column that could not be used, and what was expected in their place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct UnusableValues {
    /// The column.
    pub column: String,
    /// How many.
    pub count: usize,
    /// The first rows of them, at most ten, from 0.
    pub rows: Vec<usize>,
    /// What was expected in the first of them.
    pub expected: String,
}

impl UnusableValues {
    /// Makes one of its parts.
    pub(crate) fn new(column: String, count: usize, rows: Vec<usize>, expected: String) -> Self {
        Self { column, count, rows, expected }
    }

    /// Counts the value of `column` in a row.
    pub(crate) fn count(all: &mut Vec<Self>, column: &str, row: usize, error: &Error) {
        let place = all.iter().position(|known| known.column == column).unwrap_or_else(|| {
            all.push(Self::new(column.to_owned(), 0, Vec::new(), error.message().to_owned()));
            all.len().saturating_sub(1)
        });
        if let Some(known) = all.get_mut(place) {
            known.count = known.count.saturating_add(1);
            if known.rows.len() < NAMED {
                known.rows.push(row);
            }
        }
    }

    /// Adds those of a batch that follows so many rows.
    pub(crate) fn append(all: &mut Vec<Self>, next: Vec<Self>, rows: usize) {
        for mut found in next {
            found.rows.iter_mut().for_each(|row| *row = row.saturating_add(rows));
            match all.iter_mut().find(|known| known.column == found.column) {
                None => all.push(found),
                Some(known) => {
                    known.count = known.count.saturating_add(found.count);
                    known.rows.extend(found.rows);
                    known.rows.truncate(NAMED);
                }
            }
        }
    }
}
