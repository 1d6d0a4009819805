//! The cells of columns as what events and questions are made of; errors name column and row, never the value.

use std::str::FromStr;

use chrono::{DateTime, FixedOffset, Utc};

use super::{Column, Columns, TimeUnit, Values, ZoneOffsets};
use crate::Error;
use crate::calendar::instant;

/// The error of a value in a row of a column.
pub(crate) fn at_row(error: &Error, column: &str, row: usize) -> Error {
    Error::new(error.kind(), error.message()).within(format!("{column}: row {row}"))
}

fn wrong(name: &str, expected: &str) -> Error {
    Error::wrong_type(expected).within(name)
}

/// A column of texts; without the column every text is absent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextCells<'c> {
    pub(crate) name: &'static str,
    column: Option<&'c Column<'c>>,
}

impl<'c> TextCells<'c> {
    pub(crate) fn new(columns: &'c Columns<'c>, name: &'static str) -> Result<Self, Error> {
        let column = columns.get(name);
        match column.map(Column::values) {
            None | Some(Values::Texts(_) | Values::Coded { .. } | Values::Null(_)) => {
                Ok(Self { name, column })
            }
            Some(_) => Err(wrong(name, "expected a column of texts")),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Result<Option<&'c str>, Error> {
        match self.column {
            Some(column) => text(column, row).map_err(|error| at_row(&error, self.name, row)),
            None => Ok(None),
        }
    }

    pub(crate) fn need(&self, row: usize) -> Result<&'c str, Error> {
        self.get(row)?.ok_or_else(|| missing(self.name, row))
    }

    /// The texts of a dictionary, where the column has one, and the number of each row's.
    pub(crate) fn names(&self) -> Option<Vec<Option<&'c str>>> {
        let Values::Coded { names, names_valid, .. } = self.column?.values() else { return None };
        let name = |code| {
            let there = names_valid.is_none_or(|valid| valid.get(code));
            names.get(code).ok().flatten().filter(|_| there)
        };
        Some((0..names.len()).map(name).collect())
    }

    /// How many texts the dictionary has, where the column has one.
    pub(crate) fn dictionary(&self) -> Option<usize> {
        let Values::Coded { names, .. } = self.column?.values() else { return None };
        Some(names.len())
    }

    /// Whether there is no such column, or nothing in it.
    pub(crate) fn is_absent(&self) -> bool {
        self.column.is_none_or(|column| matches!(column.values(), Values::Null(_)))
    }

    /// The number of a row's text in [`names`](Self::names).
    pub(crate) fn code(&self, row: usize) -> Option<usize> {
        let column = self.column.filter(|column| column.is_valid(row))?;
        let Values::Coded { codes, .. } = column.values() else { return None };
        usize::try_from(codes.get(row)?).ok()
    }
}

fn missing(name: &str, row: usize) -> Error {
    at_row(&Error::missing("expected a value"), name, row)
}

/// The text of a row; `None` where there is none.
fn text<'c>(column: &'c Column<'c>, row: usize) -> Result<Option<&'c str>, Error> {
    if !column.is_valid(row) {
        return Ok(None);
    }
    let not_text = |_| Error::syntax("expected UTF-8");
    match column.values() {
        Values::Texts(texts) => texts.get(row).map_err(not_text),
        Values::Coded { codes, names, names_valid } => {
            let code = codes.get(row).and_then(|code| usize::try_from(code).ok());
            let code = code.filter(|code| *code < names.len());
            let code = code.ok_or_else(|| Error::out_of_range("expected the number of one of the texts"))?;
            if names_valid.is_some_and(|valid| !valid.get(code)) {
                return Ok(None);
            }
            names.get(code).map_err(not_text)
        }
        _ => Ok(None),
    }
}

/// A column of words, each of which is read once where the column is a dictionary.
#[derive(Clone, Debug)]
pub(crate) struct WordCells<'c, T> {
    pub(crate) texts: TextCells<'c>,
    known: Vec<Option<T>>,
}

impl<'c, T: Copy + FromStr<Err = Error>> WordCells<'c, T> {
    pub(crate) fn new(columns: &'c Columns<'c>, name: &'static str) -> Result<Self, Error> {
        let texts = TextCells::new(columns, name)?;
        let known = texts.names().unwrap_or_default().into_iter().map(|name| name?.parse().ok()).collect();
        Ok(Self { texts, known })
    }

    pub(crate) fn get(&self, row: usize) -> Result<Option<T>, Error> {
        if let Some(known) = self.texts.code(row).and_then(|code| *self.known.get(code)?) {
            return Ok(Some(known));
        }
        let Some(text) = self.texts.get(row)? else { return Ok(None) };
        text.parse().map(Some).map_err(|error| at_row(&error, self.texts.name, row))
    }

    pub(crate) fn need(&self, row: usize) -> Result<T, Error> {
        self.get(row)?.ok_or_else(|| missing(self.texts.name, row))
    }
}

/// A column of instants: timestamps in a time zone, or texts with an offset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct InstantCells<'c> {
    name: &'static str,
    column: Option<&'c Column<'c>>,
}

impl<'c> InstantCells<'c> {
    pub(crate) fn new(columns: &'c Columns<'c>, name: &'static str) -> Result<Self, Error> {
        let column = columns.get(name);
        let expected = match column.map(Column::values) {
            None | Some(Values::Zoned { .. } | Values::Texts(_) | Values::Coded { .. } | Values::Null(_)) => {
                return Ok(Self { name, column });
            }
            Some(Values::Instants { .. }) => {
                "expected timestamps in a time zone, got some without; say which zone they are in"
            }
            Some(_) => "expected timestamps in a time zone, or texts with an offset",
        };
        Err(wrong(name, expected))
    }

    /// Whether the offsets are those of the column's zone.
    pub(crate) fn is_zoned(&self) -> bool {
        matches!(self.column.map(Column::values), Some(Values::Zoned { .. }))
    }

    pub(crate) fn get(&self, row: usize) -> Result<Option<DateTime<FixedOffset>>, Error> {
        let Some(column) = self.column.filter(|column| column.is_valid(row)) else { return Ok(None) };
        let found = match column.values() {
            Values::Zoned { counts, unit, offsets } => {
                let found = counts.get(row).zip(offsets.get(row));
                found.map(|(count, offset)| zoned(*count, *unit, offset)).transpose()
            }
            _ => text(column, row).and_then(|text| text.map(instant::parse).transpose()),
        };
        found.map_err(|error| at_row(&error, self.name, row))
    }

    pub(crate) fn need(&self, row: usize) -> Result<DateTime<FixedOffset>, Error> {
        self.get(row)?.ok_or_else(|| missing(self.name, row))
    }

    pub(crate) fn utc(&self, row: usize) -> Result<Option<DateTime<Utc>>, Error> {
        if let Some(at) = self.plain(row) {
            return Ok(Some(at));
        }
        Ok(self.get(row)?.map(|at| at.to_utc()))
    }

    /// The instant of a row where nothing can be wrong with it: as quickly as can be.
    fn plain(&self, row: usize) -> Option<DateTime<Utc>> {
        let column = self.column.filter(|column| column.validity().is_none())?;
        let Values::Zoned { counts, unit, offsets: ZoneOffsets::Fixed(offset) } = column.values() else {
            return None;
        };
        let (count, per_second) = (*counts.get(row)?, unit.per_second());
        let second = count.div_euclid(per_second);
        let part = count.rem_euclid(per_second).checked_mul(1_000_000_000_i64.checked_div(per_second)?)?;
        // The years 2 to 9998, in whatever zone.
        let is_plain = (-62_100_000_000..253_370_000_000).contains(&second);
        let is_offset = *offset % 60 == 0 && offset.unsigned_abs() < 86_400;
        (is_plain && is_offset).then(|| DateTime::from_timestamp(second, u32::try_from(part).ok()?))?
    }
}

fn zoned(count: i64, unit: TimeUnit, offset: i32) -> Result<DateTime<FixedOffset>, Error> {
    let per_second = unit.per_second();
    let nanoseconds = 1_000_000_000_i64.checked_div(per_second).unwrap_or(1);
    let part = u32::try_from(count.rem_euclid(per_second).saturating_mul(nanoseconds)).unwrap_or(0);
    let out_of_range = || Error::out_of_range("expected an instant in the years 1 to 9999");
    let at = DateTime::from_timestamp(count.div_euclid(per_second), part).ok_or_else(out_of_range)?;
    let at = at.with_timezone(&minutes(offset)?);
    instant::check(at)?;
    Ok(at)
}

/// An offset in seconds; documents have whole minutes.
fn minutes(offset: i32) -> Result<FixedOffset, Error> {
    let offset = FixedOffset::east_opt(offset).filter(|_| offset % 60 == 0);
    offset.ok_or_else(|| Error::out_of_range("expected an offset of whole minutes, less than a day"))
}

/// `at` where clocks are so many minutes ahead of UTC.
pub(crate) fn at_offset(at: DateTime<FixedOffset>, ahead: i64) -> Result<DateTime<FixedOffset>, Error> {
    let seconds = i32::try_from(ahead.saturating_mul(60)).unwrap_or(i32::MAX);
    Ok(at.with_timezone(&minutes(seconds)?))
}

/// A column of whole numbers, which may have come as floats or texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NumberCells<'c> {
    pub(crate) name: &'static str,
    column: Option<&'c Column<'c>>,
}

impl<'c> NumberCells<'c> {
    pub(crate) fn new(columns: &'c Columns<'c>, name: &'static str) -> Result<Self, Error> {
        let column = columns.get(name);
        match column.map(Column::values) {
            Some(
                Values::Booleans(_)
                | Values::Days(_)
                | Values::Instants { .. }
                | Values::Zoned { .. }
                | Values::Decimals { .. }
                | Values::Lists { .. },
            ) => Err(wrong(name, "expected a column of whole numbers")),
            _ => Ok(Self { name, column }),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Result<Option<i64>, Error> {
        let Some(column) = self.column.filter(|column| column.is_valid(row)) else { return Ok(None) };
        let found = match column.values() {
            Values::Integers(numbers) => numbers.get(row).map(|number| i64::try_from(number).ok()),
            Values::Floats32(numbers) => numbers.get(row).map(|number| whole((*number).into())),
            Values::Floats64(numbers) => numbers.get(row).map(|number| whole(*number)),
            _ => text(column, row)
                .map_err(|error| at_row(&error, self.name, row))?
                .map(|text| text.parse().ok()),
        };
        match found {
            Some(None) => Err(at_row(&Error::wrong_type("expected a whole number"), self.name, row)),
            Some(found) => Ok(found),
            None => Ok(None),
        }
    }
}

/// Whole numbers come as floats where a table has no other form for numbers that may be absent.
fn whole(number: f64) -> Option<i64> {
    // Every whole float below 2^53 prints as its digits.
    let small = number.is_finite() && number.abs() < 9_007_199_254_740_992.0;
    small.then(|| format!("{number}").parse().ok()).flatten()
}

/// A column of truths, which may have come as texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TruthCells<'c> {
    name: &'static str,
    column: Option<&'c Column<'c>>,
}

impl<'c> TruthCells<'c> {
    pub(crate) fn new(columns: &'c Columns<'c>, name: &'static str) -> Result<Self, Error> {
        let column = columns.get(name);
        match column.map(Column::values) {
            None | Some(Values::Booleans(_) | Values::Texts(_) | Values::Coded { .. } | Values::Null(_)) => {
                Ok(Self { name, column })
            }
            Some(_) => Err(wrong(name, "expected a column of booleans")),
        }
    }

    pub(crate) fn get(&self, row: usize) -> Result<Option<bool>, Error> {
        let Some(column) = self.column.filter(|column| column.is_valid(row)) else { return Ok(None) };
        if let Values::Booleans(bits) = column.values() {
            return Ok(Some(bits.get(row)));
        }
        match text(column, row).map_err(|error| at_row(&error, self.name, row))? {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(at_row(&Error::wrong_type("expected `true` or `false`"), self.name, row)),
        }
    }
}

/// A column of lists of texts, or of texts that hold words between spaces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListCells<'c> {
    name: &'static str,
    column: Option<&'c Column<'c>>,
}

impl<'c> ListCells<'c> {
    pub(crate) fn new(columns: &'c Columns<'c>, name: &'static str) -> Result<Self, Error> {
        let column = columns.get(name);
        match column.map(Column::values) {
            Some(Values::Lists { .. }) => Ok(Self { name, column }),
            _ => match TextCells::new(columns, name) {
                Ok(_) => Ok(Self { name, column }),
                Err(_) => Err(wrong(name, "expected lists of texts, or texts of words between spaces")),
            },
        }
    }

    /// Every text of a row through `read`; a row without a list has none.
    pub(crate) fn read<T>(
        &self,
        row: usize,
        mut read: impl FnMut(&'c str) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        let Some(column) = self.column.filter(|column| column.is_valid(row)) else { return Ok(Vec::new()) };
        let found = match column.values() {
            Values::Lists { offsets, items } => offsets
                .get(row)
                .unwrap_or_default()
                .map(|item| match text(items, item)? {
                    Some(text) => read(text),
                    None => Err(Error::missing("expected a text in every place of the list")),
                })
                .collect(),
            _ => text(column, row)
                .and_then(|text| text.unwrap_or_default().split_whitespace().map(&mut read).collect()),
        };
        found.map_err(|error: Error| at_row(&error, self.name, row))
    }
}
