//! Amounts of money in columns.

use super::PayColumns;
use super::cells::{Names, wanted};
use crate::Error;
use crate::columns::{Column, Columns, Texts, Values};
use crate::workforce::{Currency, Money};

/// A column of amounts.
pub(super) struct Amounts<'c, 'a> {
    name: String,
    column: &'c Column<'a>,
    currency: Unit,
    minor_units: bool,
}

/// Which currency amounts are in.
enum Unit {
    Own,
    One(Currency),
    Each(Names),
}

impl<'c, 'a> Amounts<'c, 'a> {
    pub(super) fn new(asked: &PayColumns, columns: &'c Columns<'a>, name: &str) -> Result<Self, Error> {
        let column = wanted(columns, name)?;
        let is_text = matches!(column.values(), Values::Texts(_) | Values::Coded { .. });
        let is_known = matches!(
            column.values(),
            Values::Null(_)
                | Values::Integers(_)
                | Values::Floats32(_)
                | Values::Floats64(_)
                | Values::Decimals { .. }
        );
        if !is_text && !is_known {
            return Err(Error::wrong_type("expected a column of amounts").within(name));
        }
        let currency = match (&asked.currency, &asked.currency_column) {
            (Some(_), Some(_)) => {
                return Err(Error::inconsistent("expected `currency` or `currency_column`, got both")
                    .within("currency"));
            }
            (Some(code), None) => Unit::One(code.parse().map_err(|error: Error| error.within("currency"))?),
            (None, Some(column)) => Unit::Each(Names::new(columns, column)?),
            (None, None) if is_text => Unit::Own,
            (None, None) => {
                let error = Error::missing("expected the currency of the amounts, such as `JPY`");
                return Err(error.within("currency"));
            }
        };
        Ok(Self { name: name.to_owned(), column, currency, minor_units: asked.minor_units })
    }

    pub(super) fn required(&self, row: usize) -> Result<Money, Error> {
        let none = || Error::missing(format!("expected an amount in row {row}"));
        self.read(row)
            .map_err(|error| error.within(format!("row {row}")))
            .and_then(|amount| amount.ok_or_else(none))
            .map_err(|error| error.within(&self.name))
    }

    pub(super) fn get(&self, row: usize) -> Result<Option<Money>, Error> {
        self.read(row).map_err(|error| error.within(format!("row {row}")).within(&self.name))
    }

    fn read(&self, row: usize) -> Result<Option<Money>, Error> {
        if !self.column.is_valid(row) {
            return Ok(None);
        }
        let missing = || Error::missing("expected an amount");
        match self.column.values() {
            Values::Integers(numbers) => {
                let number = numbers.get(row).ok_or_else(missing)?;
                if self.minor_units {
                    let minor = i64::try_from(number)
                        .map_err(|_| Error::out_of_range("expected an amount below 9.2e18 minor units"))?;
                    return Ok(Some(Money::new(minor, self.currency(row)?)));
                }
                self.major(row, &number.to_string()).map(Some)
            }
            Values::Floats32(numbers) => {
                self.float(row, numbers.get(row).map(|number| (number.is_finite(), number.to_string())))
            }
            Values::Floats64(numbers) => {
                self.float(row, numbers.get(row).map(|number| (number.is_finite(), number.to_string())))
            }
            Values::Decimals { unscaled, scale } => {
                let number = decimal(*unscaled.get(row).ok_or_else(missing)?, *scale);
                self.major(row, &number).map(Some)
            }
            Values::Texts(texts) => self.text(row, texts, row),
            Values::Coded { codes, names, names_valid } => {
                let item = codes.get(row).and_then(|code| usize::try_from(code).ok()).ok_or_else(missing)?;
                if names_valid.is_some_and(|valid| !valid.get(item)) {
                    return Ok(None);
                }
                self.text(row, names, item)
            }
            _ => Ok(None),
        }
    }

    /// The shortest decimal number that a float prints as.
    fn float(&self, row: usize, printed: Option<(bool, String)>) -> Result<Option<Money>, Error> {
        match printed {
            Some((true, number)) => self.major(row, &number).map(Some),
            _ => Err(Error::out_of_range("expected a finite number")),
        }
    }

    /// `1234.50`, or with its own currency `1234.50 EUR`; blank is none.
    fn text(&self, row: usize, texts: &Texts<'_>, item: usize) -> Result<Option<Money>, Error> {
        let text = texts.get(item)?.unwrap_or_default().trim();
        if text.is_empty() {
            return Ok(None);
        }
        if !text.ends_with(|letter: char| letter.is_ascii_uppercase()) && !matches!(self.currency, Unit::Own)
        {
            return self.major(row, text).map(Some);
        }
        let amount: Money = text.parse()?;
        match &self.currency {
            Unit::Own => {}
            _ => super::super::one_currency([Money::new(0, self.currency(row)?), amount])?,
        }
        Ok(Some(amount))
    }

    fn major(&self, row: usize, number: &str) -> Result<Money, Error> {
        Money::parse_major(number, self.currency(row)?)
    }

    fn currency(&self, row: usize) -> Result<Currency, Error> {
        let none = || Error::missing("expected the currency of the amount, such as `JPY`");
        match &self.currency {
            Unit::One(currency) => Ok(*currency),
            Unit::Each(names) => names.get(row).ok_or_else(none)?.parse(),
            Unit::Own => Err(none()),
        }
    }
}

/// 125 at scale 2 is 1.25.
fn decimal(unscaled: i128, scale: i8) -> String {
    let Ok(places) = usize::try_from(scale) else {
        let zeros = "0".repeat(usize::from(scale.unsigned_abs()));
        return if unscaled == 0 { "0".to_owned() } else { format!("{unscaled}{zeros}") };
    };
    let digits = format!("{:0>1$}", unscaled.unsigned_abs(), places.saturating_add(1));
    let (whole, part) = digits.split_at(digits.len().saturating_sub(places));
    let sign = if unscaled < 0 { "-" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}
