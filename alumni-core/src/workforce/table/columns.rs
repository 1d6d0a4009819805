//! A table of text from columns of any type.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, SecondsFormat};

use super::Table;
use crate::Error;
use crate::columns::{Column, Columns, TimeUnit, Values};

/// The header is line 1 of a file.
const FIRST_LINE: u32 = 2;

impl Table {
    /// The table of texts that a file with these columns would be; `name` is its name in errors, and rows are counted as lines
    /// of that file.
    ///
    /// Whole numbers are their digits, truths `true` and `false`, days and instants what ISO 8601 and RFC 3339 write; an instant
    /// without a time zone that falls on midnight is its day. What is not there is empty.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for a column without a name, [`WrongType`](crate::ErrorKind::WrongType) for
    /// lists, decimals and floats that are not finite, [`OutOfRange`](crate::ErrorKind::OutOfRange) for an instant outside the
    /// calendar, each with its place; and [`TooLarge`](crate::ErrorKind::TooLarge) as for a file.
    pub fn from_columns(name: &str, columns: &Columns<'_>) -> Result<Self, Error> {
        let mut table = Self {
            name: name.to_owned(),
            columns: columns.iter().map(|(name, _)| name.to_owned()).collect(),
            places: columns.iter().enumerate().map(|(place, (name, _))| (name.to_owned(), place)).collect(),
            text: String::new(),
            ends: Vec::new(),
            lines: Vec::new(),
        };
        if table.columns.is_empty() || table.has("") {
            let message = "expected columns, each with a name";
            return Err(Error::missing(message).within(format!("{name}: line 1")));
        }
        if table.columns.len() > Self::MOST_COLUMNS {
            let message = format!("expected at most {} columns", Self::MOST_COLUMNS);
            return Err(Error::too_large(message).within(format!("{name}: line 1")));
        }
        table.append_columns(columns)?;
        Ok(table)
    }

    /// Adds the rows of columns with the same names in the same order.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for other columns, and those of [`from_columns`](Self::from_columns).
    pub fn append_columns(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        if !columns.iter().map(|(name, _)| name).eq(self.columns.iter().map(String::as_str)) {
            let message = "expected the same columns as before";
            return Err(Error::inconsistent(message).within(self.name.as_str()));
        }
        for row in 0..columns.rows() {
            let line = u32::try_from(self.lines.len()).ok().and_then(|row| row.checked_add(FIRST_LINE));
            let too_large =
                || Error::too_large("expected a table of at most 1 GiB").within(self.name.as_str());
            self.lines.push(line.ok_or_else(too_large)?);
            for (name, column) in columns.iter() {
                push(column, row, &mut self.text)
                    .map_err(|error| error.within(self.place(self.lines.len().saturating_sub(1), name)))?;
                if self.text.len() > Self::LARGEST {
                    let message = "expected a table of at most 1 GiB";
                    return Err(Error::too_large(message).within(self.name.as_str()));
                }
                self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
            }
        }
        Ok(())
    }
}

fn push(column: &Column<'_>, row: usize, to: &mut String) -> Result<(), Error> {
    if !column.is_valid(row) {
        return Ok(());
    }
    let not_text = |_| Error::syntax("expected UTF-8");
    let text = match column.values() {
        Values::Texts(texts) => {
            return texts.get(row).map_err(not_text).map(|text| to.push_str(text.unwrap_or_default()));
        }
        Values::Coded { codes, names, names_valid } => {
            let code = codes.get(row).and_then(|code| usize::try_from(code).ok());
            let code = code.filter(|code| *code < names.len());
            let code = code.ok_or_else(|| Error::out_of_range("expected the number of one of the texts"))?;
            if names_valid.is_none_or(|valid| valid.get(code)) {
                to.push_str(names.get(code).map_err(not_text)?.unwrap_or_default());
            }
            return Ok(());
        }
        Values::Booleans(bits) => Some(bits.get(row).to_string()),
        Values::Integers(numbers) => numbers.get(row).map(|number| number.to_string()),
        Values::Floats32(numbers) => {
            numbers.get(row).map(|number| float(f64::from(*number), number)).transpose()?
        }
        Values::Floats64(numbers) => numbers.get(row).map(|number| float(*number, number)).transpose()?,
        Values::Days(days) => {
            let day = days.get(row).map(|day| NaiveDate::from_epoch_days(*day).ok_or_else(no_day));
            day.transpose()?.map(|day| day.to_string())
        }
        Values::Instants { counts, unit } => {
            let at = counts.get(row).map(|count| instant(*count, *unit, 0)).transpose()?;
            at.map(|at| match at.time() {
                NaiveTime::MIN => at.date_naive().to_string(),
                _ => at.naive_local().format("%Y-%m-%dT%H:%M:%S%.f").to_string(),
            })
        }
        Values::Zoned { counts, unit, offsets } => {
            let found = counts.get(row).zip(offsets.get(row));
            let at = found.map(|(count, offset)| instant(*count, *unit, offset)).transpose()?;
            at.map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
        }
        Values::Decimals { .. } | Values::Lists { .. } | Values::Null(_) => {
            return Err(Error::wrong_type("expected texts, whole numbers, truths, days or instants"));
        }
    };
    to.push_str(&text.unwrap_or_default());
    Ok(())
}

fn float(wide: f64, written: &impl std::fmt::Display) -> Result<String, Error> {
    if wide.is_finite() { Ok(written.to_string()) } else { Err(Error::wrong_type("expected a number")) }
}

fn no_day() -> Error {
    Error::out_of_range("expected a day that exists")
}

fn instant(count: i64, unit: TimeUnit, offset: i32) -> Result<DateTime<FixedOffset>, Error> {
    let per_second = unit.per_second();
    let nanoseconds = 1_000_000_000_i64.checked_div(per_second).unwrap_or(1);
    let part = u32::try_from(count.rem_euclid(per_second).saturating_mul(nanoseconds)).unwrap_or(0);
    let at = DateTime::from_timestamp(count.div_euclid(per_second), part).zip(FixedOffset::east_opt(offset));
    at.map(|(at, offset)| at.with_timezone(&offset)).ok_or_else(no_day)
}
