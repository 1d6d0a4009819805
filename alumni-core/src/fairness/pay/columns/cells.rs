//! Names, truths, whole numbers and factors in columns.

use serde::de::{DeserializeOwned, IntoDeserializer};

use super::missing;
use crate::Error;
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns, Values};
use crate::fairness::FactorValue;
use crate::text::did_you_mean;

/// The column `name`, which has to be there.
pub(super) fn wanted<'c, 'a>(columns: &'c Columns<'a>, name: &str) -> Result<&'c Column<'a>, Error> {
    columns.get(name).ok_or_else(|| {
        let nearest = did_you_mean(name, columns.iter().map(|(name, _)| name));
        Error::missing(format!("expected a column `{name}`{nearest}")).within(name)
    })
}

/// A column of texts, whole numbers or booleans; blank is none.
pub(super) struct Names {
    codes: Vec<u32>,
    names: Vec<String>,
}

impl Names {
    pub(super) fn new(columns: &Columns<'_>, name: &str) -> Result<Self, Error> {
        Self::read(wanted(columns, name)?).map_err(|error| error.within(name))
    }

    fn read(column: &Column<'_>) -> Result<Self, Error> {
        let mut codes = Codes::new(column)?;
        let mut numbers = vec![0; column.len()];
        codes.read(0, &mut numbers)?;
        Ok(Self { codes: numbers, names: codes.names() })
    }

    pub(super) fn get(&self, row: usize) -> Option<&str> {
        let code = usize::try_from(*self.codes.get(row)?).ok()?;
        self.names.get(code.checked_sub(1)?).map(String::as_str)
    }

    /// The name of a row of the column `name`, which has to have one.
    pub(super) fn required(&self, name: &str, row: usize) -> Result<String, Error> {
        self.get(row).map(str::to_owned).ok_or_else(|| missing(name, row))
    }

    /// The name of a row of the column `name` as one of the words that `T` is written in.
    pub(super) fn word<T: DeserializeOwned>(&self, name: &str, row: usize) -> Result<Option<T>, Error> {
        let read = |word: &str| {
            let word: serde::de::value::StrDeserializer<'_, serde::de::value::Error> =
                word.into_deserializer();
            T::deserialize(word).map_err(|error| {
                Error::unknown_name(error.to_string()).within(format!("row {row}")).within(name)
            })
        };
        self.get(row).map(read).transpose()
    }
}

/// A column of numbers.
pub(in crate::fairness) struct Numbers<'c, 'a> {
    name: String,
    column: &'c Column<'a>,
}

impl<'c, 'a> Numbers<'c, 'a> {
    pub(in crate::fairness) fn new(columns: &'c Columns<'a>, name: &str) -> Result<Self, Error> {
        let column = wanted(columns, name)?;
        match column.values() {
            Values::Integers(_)
            | Values::Floats32(_)
            | Values::Floats64(_)
            | Values::Decimals { .. }
            | Values::Null(_) => Ok(Self { name: name.to_owned(), column }),
            _ => Err(Error::wrong_type("expected a column of numbers").within(name)),
        }
    }

    pub(in crate::fairness) fn required(&self, row: usize) -> Result<f64, Error> {
        number(self.column, row).ok_or_else(|| missing(&self.name, row))
    }
    pub(in crate::fairness) fn finite(&self, row: usize) -> Result<f64, Error> {
        let number = self.required(row)?;
        if number.is_finite() {
            return Ok(number);
        }
        let error = Error::out_of_range("expected a finite number");
        Err(error.within(format!("row {row}")).within(&self.name))
    }
}

/// A column of booleans, or of 0 and 1.
pub(super) struct Flags<'c, 'a> {
    name: String,
    column: &'c Column<'a>,
}

impl<'c, 'a> Flags<'c, 'a> {
    pub(super) fn new(columns: &'c Columns<'a>, name: &str) -> Result<Self, Error> {
        let column = wanted(columns, name)?;
        match column.values() {
            Values::Booleans(_) | Values::Integers(_) | Values::Null(_) => {
                Ok(Self { name: name.to_owned(), column })
            }
            _ => Err(Error::wrong_type("expected a column of booleans or of 0 and 1").within(name)),
        }
    }

    pub(super) fn required(&self, row: usize) -> Result<bool, Error> {
        let at = |error: Error| error.within(format!("row {row}")).within(&self.name);
        if !self.column.is_valid(row) {
            return Err(at(Error::missing("expected yes or no")));
        }
        match self.column.values() {
            Values::Booleans(bits) => Ok(bits.get(row)),
            Values::Integers(numbers) => match numbers.get(row) {
                Some(0) => Ok(false),
                Some(1) => Ok(true),
                _ => Err(at(Error::out_of_range("expected 0 or 1"))),
            },
            _ => Err(at(Error::missing("expected yes or no"))),
        }
    }
}

/// A column of whole numbers from 0 on.
pub(in crate::fairness) struct Wholes<'c, 'a> {
    name: String,
    column: &'c Column<'a>,
}

impl<'c, 'a> Wholes<'c, 'a> {
    pub(in crate::fairness) fn new(columns: &'c Columns<'a>, name: &str) -> Result<Self, Error> {
        let column = wanted(columns, name)?;
        match column.values() {
            Values::Integers(_) | Values::Floats64(_) | Values::Null(_) => {
                Ok(Self { name: name.to_owned(), column })
            }
            _ => Err(Error::wrong_type("expected a column of whole numbers").within(name)),
        }
    }

    pub(in crate::fairness) fn required(&self, row: usize) -> Result<u32, Error> {
        self.get(row)?.ok_or_else(|| {
            Error::missing("expected a whole number").within(format!("row {row}")).within(&self.name)
        })
    }

    /// Frames that hold unknown values among whole numbers hold floats; one that is not whole is refused.
    pub(in crate::fairness) fn get(&self, row: usize) -> Result<Option<u32>, Error> {
        let whole = || Error::out_of_range(format!("expected a whole number from 0 to {}", u32::MAX));
        let found = match self.column.values() {
            _ if !self.column.is_valid(row) => return Ok(None),
            Values::Integers(numbers) => numbers.get(row).and_then(|number| u32::try_from(number).ok()),
            Values::Floats64(numbers) => numbers.get(row).and_then(|number| {
                let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(number);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "whole and in range"
                )]
                is_whole.then_some(*number as u32)
            }),
            _ => return Ok(None),
        };
        found.map(Some).ok_or_else(|| whole().within(format!("row {row}")).within(&self.name))
    }
}

/// A column of numbers or of levels.
pub(super) enum Factor<'c, 'a> {
    Numbers(&'c Column<'a>),
    Levels(Names),
}

impl<'c, 'a> Factor<'c, 'a> {
    pub(super) fn new(columns: &'c Columns<'a>, name: &str) -> Result<Self, Error> {
        let column = wanted(columns, name)?;
        match column.values() {
            Values::Integers(_) | Values::Floats32(_) | Values::Floats64(_) | Values::Decimals { .. } => {
                Ok(Self::Numbers(column))
            }
            _ => Names::new(columns, name).map(Self::Levels),
        }
    }

    pub(super) fn get(&self, row: usize) -> Option<FactorValue> {
        match self {
            Self::Levels(names) => names.get(row).map(FactorValue::from),
            Self::Numbers(column) => number(column, row).map(FactorValue::from),
        }
    }
}

/// The number of a row; none where it is not there.
pub(in crate::fairness) fn number(column: &Column<'_>, row: usize) -> Option<f64> {
    if !column.is_valid(row) {
        return None;
    }
    match column.values() {
        Values::Booleans(bits) => Some(if bits.get(row) { 1.0 } else { 0.0 }),
        Values::Integers(numbers) => numbers.get(row).map(|number| number as f64),
        Values::Floats32(numbers) => numbers.get(row).map(|number| f64::from(*number)),
        Values::Floats64(numbers) => numbers.get(row).copied(),
        Values::Decimals { unscaled, scale } => {
            let unit = 10_f64.powi(i32::from(*scale).abs());
            let number = *unscaled.get(row)? as f64;
            // One division rounds once, so that 1.25 is 1.25.
            Some(if *scale >= 0 { number / unit } else { number * unit })
        }
        _ => None,
    }
}
