//! Ranks of scores that come in as a table.

use super::{RankOptions, Ranks, ranks};
use crate::Error;
use crate::columns::cells::{TextCells, at_row};
use crate::columns::{Columns, Values};
use crate::engagement::Points;
use crate::table::Reader;

const COLUMNS: [&str; 3] = ["person", "score", "segment"];

/// One person of a table.
struct Row {
    person: String,
    segment: Option<String>,
    score: Points,
    row: usize,
}

impl Ranks {
    /// Where everybody in a table of scores stands within their segment, as [`Scores::ranks`](super::super::Scores::ranks) tells it: the
    /// columns `person` and `score` (in points), and `segment` where there is one. Other columns, such as the parts of a
    /// [`ScoreTable`](super::super::ScoreTable), are not read.
    ///
    /// # Errors
    ///
    /// A column that is missing or of another type; a row without a person or score or with one that is no number, or with a
    /// person who was in another row, with the row from 0: `score: row 12`; those of [`Reader::next_batch`].
    pub fn from_arrow(mut table: Reader, options: &RankOptions) -> Result<Self, Error> {
        table.keep(|name| COLUMNS.contains(&name));
        let mut rows = Vec::new();
        read(&table.empty()?.columns()?, &mut rows)?;
        while let Some(batch) = table.next_batch()? {
            read(&batch.columns()?, &mut rows)?;
        }
        rows.sort_by(|one, next| one.person.cmp(&next.person));
        let again = rows.iter().zip(rows.iter().skip(1)).filter(|(one, next)| one.person == next.person);
        if let Some(row) = again.map(|(_, next)| next.row).min() {
            let error = Error::duplicate("expected a person in one row, got the person of a row before");
            return Err(at_row(&error, "person", row));
        }
        let scored = rows.iter().map(|row| (row.person.as_str(), row.segment.as_deref(), row.score));
        Ok(ranks(&scored.collect::<Vec<_>>(), options))
    }
}

/// Reads the rows of the next batch.
fn read(columns: &Columns<'_>, rows: &mut Vec<Row>) -> Result<(), Error> {
    for name in ["person", "score"] {
        if columns.get(name).is_none() {
            return Err(Error::missing("expected a column of this name").within(name));
        }
    }
    let (persons, segments) = (TextCells::new(columns, "person")?, TextCells::new(columns, "segment")?);
    let score = |row: usize| {
        let column = columns.get("score")?;
        let value = match column.values() {
            Values::Floats64(numbers) => numbers.get(row).copied(),
            Values::Floats32(numbers) => numbers.get(row).map(|number| f64::from(*number)),
            #[expect(clippy::cast_precision_loss, reason = "points, not an id")]
            Values::Integers(numbers) => numbers.get(row).map(|number| number as f64),
            _ => None,
        };
        value.filter(|_| column.is_valid(row))
    };
    let before = rows.len();
    for row in 0..columns.rows() {
        let at = before.saturating_add(row);
        let wrong = |error: Error, name: &str| at_row(&error, name, at);
        let text = |cells: &TextCells<'_>| {
            let text = cells.get(row).map_err(|error| wrong(error, cells.name))?;
            Ok::<_, Error>(text.filter(|text| !text.trim().is_empty()).map(str::to_owned))
        };
        let person = text(&persons)?.ok_or_else(|| wrong(Error::missing("expected a value"), "person"))?;
        let score = score(row).ok_or_else(|| wrong(Error::missing("expected a number"), "score"))?;
        let score = Points::try_from(score).map_err(|error| wrong(error, "score"))?;
        rows.push(Row { person, segment: text(&segments)?, score, row: at });
    }
    Ok(())
}
