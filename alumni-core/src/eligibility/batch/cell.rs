//! One cell of a column as a fact supplied by hand.

use chrono::NaiveDate;

use crate::Error;
use crate::columns::{Column, TimeUnit, Values};
use crate::workforce::{Cell, FactType, Supplied};

/// The value of a row; `None` when it is not there.
///
/// Values that no fact of the type `kind` has come back as they are: the vocabulary refuses them. A text is read as the fact's
/// type writes it, since a table may have no other form.
pub(super) fn supplied(column: &Column<'_>, kind: FactType, row: usize) -> Result<Option<Supplied>, Error> {
    if !column.is_valid(row) {
        return Ok(None);
    }
    let number = |text: String| Some(cell(text));
    Ok(match column.values() {
        Values::Null(_) => None,
        Values::Booleans(bits) => Some(Supplied::Boolean(bits.get(row))),
        Values::Integers(integers) => match integers.get(row) {
            None => None,
            Some(found) => match i64::try_from(found) {
                Ok(found) => Some(Supplied::Integer(found)),
                // No fact holds it: as a text it is refused with what was expected.
                Err(_) => number(found.to_string()),
            },
        },
        Values::Floats32(numbers) => float(kind, numbers.get(row).map(|found| (f64::from(*found), *found))),
        Values::Floats64(numbers) => float(kind, numbers.get(row).map(|found| (*found, *found))),
        Values::Decimals { unscaled, scale } => {
            unscaled.get(row).and_then(|found| number(decimal(*found, *scale)))
        }
        Values::Days(days) => match days.get(row) {
            None => None,
            Some(days) => Some(date(*days, kind)?),
        },
        Values::Instants { counts, unit } => match counts.get(row) {
            None => None,
            Some(count) => Some(date(day(*count, *unit)?, kind)?),
        },
        Values::Zoned { counts, unit, offsets } => match counts.get(row).zip(offsets.get(row)) {
            None => None,
            Some((count, offset)) => Some(date(day_at(*count, *unit, offset)?, kind)?),
        },
        Values::Texts(texts) => texts.get(row).map_err(|_| not_text())?.map(cell),
        Values::Coded { codes, names, names_valid } => match codes.get(row) {
            None => None,
            Some(code) => {
                let code = usize::try_from(code).ok().filter(|code| *code < names.len());
                let code =
                    code.ok_or_else(|| Error::out_of_range("expected the number of one of the texts"))?;
                if names_valid.is_some_and(|valid| !valid.get(code)) {
                    return Ok(None);
                }
                names.get(code).map_err(|_| not_text())?.map(cell)
            }
        },
        Values::Lists { offsets, items } => match offsets.get(row) {
            None => None,
            Some(range) => {
                let mut texts = Vec::new();
                for item in range {
                    match supplied(items, FactType::Category, item)? {
                        Some(Supplied::Cell(text)) => texts.push(text.text().to_owned()),
                        _ => return Err(Error::wrong_type("expected a list of texts")),
                    }
                }
                Some(Supplied::Texts(texts))
            }
        },
    })
}

fn cell(text: impl Into<String>) -> Supplied {
    Cell::new(text).into()
}

fn not_text() -> Error {
    Error::syntax("expected UTF-8")
}

/// A float as the number it is written as: the shortest that reads back to it.
fn float(kind: FactType, found: Option<(f64, impl std::fmt::Display)>) -> Option<Supplied> {
    let (wide, written) = found?;
    // Whole numbers come as floats where a table has no other form for numbers that may be absent.
    if matches!(kind, FactType::Integer | FactType::Period | FactType::Decimal | FactType::Money)
        && wide.is_finite()
    {
        return Some(cell(written.to_string()));
    }
    Some(Supplied::Number(wide))
}

/// `unscaled` with its point, without zeros at the end.
fn decimal(unscaled: i128, scale: i8) -> String {
    let sign = if unscaled < 0 { "-" } else { "" };
    let mut digits = unscaled.unsigned_abs().to_string();
    if scale <= 0 {
        if unscaled != 0 {
            digits.push_str(&"0".repeat(usize::from(scale.unsigned_abs())));
        }
        return format!("{sign}{digits}");
    }
    let places = usize::from(scale.unsigned_abs());
    let digits = format!("{digits:0>width$}", width = places.saturating_add(1));
    let (whole, part) = digits.split_at(digits.len().saturating_sub(places));
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

fn date(days: i32, kind: FactType) -> Result<Supplied, Error> {
    if kind != FactType::Date {
        return Err(Error::wrong_type("expected another type than days"));
    }
    match NaiveDate::from_epoch_days(days) {
        Some(date) => Ok(Supplied::from(date)),
        None => Err(Error::out_of_range("expected a day that exists")),
    }
}

/// The day of an instant, counted from 1970-01-01.
pub(super) fn day(count: i64, unit: TimeUnit) -> Result<i32, Error> {
    day_at(count, unit, 0)
}

/// The day of an instant where clocks are so many seconds ahead of UTC.
pub(super) fn day_at(count: i64, unit: TimeUnit, offset: i32) -> Result<i32, Error> {
    let second = count.div_euclid(unit.per_second()).saturating_add(offset.into());
    i32::try_from(second.div_euclid(86_400)).map_err(|_| Error::out_of_range("expected a day that exists"))
}
