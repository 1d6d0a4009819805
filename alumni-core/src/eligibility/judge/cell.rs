use std::fmt::Write;

use chrono::NaiveDate;

use super::layout::Place;
use crate::calendar::{Period, Span, add};
use crate::workforce::{Decimal, FactType, Money, Supplied, Value};

/// A value for a slot of a [`Row`](super::Row): what [`Supplied`] is, without anything on the heap.
///
/// Values of the same meaning are the same in both: a date may come as a text, a name for a whole number too. A text is nothing
/// else than a text; what stands in a table that holds texts only is a [`Cell`](Self::Cell).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum SlotValue<'a> {
    /// Not known.
    Unknown,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// A decimal number.
    Decimal(Decimal),
    /// An amount of money.
    Money(Money),
    /// A day.
    Date(NaiveDate),
    /// Elapsed time.
    Period(Span),
    /// A text.
    Text(&'a str),
    /// Several texts.
    Texts(&'a [&'a str]),
    /// A text from a table that holds texts only, as [`Cell`](crate::workforce::Cell) says.
    Cell(&'a str),
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => { $(
        impl<'a> From<$type> for SlotValue<'a> {
            fn from(value: $type) -> Self { Self::$variant(value.into()) }
        }
    )* };
}
from!(
    bool => Boolean, i64 => Integer, i32 => Integer, f64 => Number, Decimal => Decimal, Money => Money, NaiveDate => Date,
    Span => Period, &'a str => Text, &'a [&'a str] => Texts,
);

impl<'a, T: Into<Self>> From<Option<T>> for SlotValue<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Unknown, Into::into)
    }
}

impl SlotValue<'_> {
    /// The same on the heap; `None` when it is not known.
    pub(super) fn supplied(self) -> Option<Supplied> {
        Some(match self {
            Self::Unknown => return None,
            Self::Boolean(value) => value.into(),
            Self::Integer(number) => number.into(),
            Self::Number(number) => number.into(),
            Self::Decimal(number) => Supplied::Text(number.to_string()),
            Self::Money(money) => money.into(),
            Self::Date(day) => day.into(),
            Self::Period(span) => span.into(),
            Self::Text(text) => text.into(),
            Self::Cell(text) => crate::workforce::Cell::new(text).into(),
            Self::Texts(texts) => Supplied::Texts(texts.iter().copied().map(str::to_owned).collect()),
        })
    }
}

/// The category that has no number.
pub(super) const OTHER: u32 = u32::MAX;

/// What a slot holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Unknown,
    Boolean(bool),
    Whole(i64),
    Decimal(Decimal),
    Money(Money),
    Day(NaiveDate),
    Period(Span),
    Category(u32),
    /// Several; which ones stands in the row.
    Set,
    /// Of several, none.
    Empty,
}

impl Place {
    /// Writes the cell of a value that has one at first sight; what has none may still have a meaning, or is an error.
    ///
    /// Each kind is written where it is found: a cell that is handed on is read as a whole, for which the processor waits.
    #[inline]
    pub(super) fn quick(&self, value: SlotValue<'_>, to: &mut Cell) -> Option<()> {
        let value = match value {
            SlotValue::Cell(text) => self.spelt(text)?,
            other => other,
        };
        match (self.definition.kind, value) {
            (FactType::Boolean, SlotValue::Boolean(value)) => *to = Cell::Boolean(value),
            (FactType::Integer, SlotValue::Integer(number)) => *to = self.whole(number)?,
            (FactType::Integer, SlotValue::Text(text)) => {
                let name = usize::try_from(self.names.number(text)?).ok()?;
                *to = self.whole(*self.numbers.get(name)?)?;
            }
            (FactType::Decimal, SlotValue::Integer(number)) => *to = self.decimal(number.into())?,
            (FactType::Decimal, SlotValue::Decimal(number)) => *to = self.decimal(number)?,
            (FactType::Decimal, SlotValue::Text(text)) => *to = self.decimal(text.parse().ok()?)?,
            (FactType::Decimal, SlotValue::Number(number)) => *to = self.decimal(shortest(number)?)?,
            (FactType::Money, SlotValue::Money(money)) => *to = Cell::Money(money),
            (FactType::Money, SlotValue::Text(text)) => *to = Cell::Money(text.parse().ok()?),
            (FactType::Date, SlotValue::Date(day)) => *to = Cell::Day(day),
            (FactType::Date, SlotValue::Text(text)) => *to = Cell::Day(day(text)?),
            (FactType::Period, SlotValue::Period(span)) => *to = Cell::Period(span),
            (FactType::Period, SlotValue::Integer(days)) => *to = Cell::Period(laid(days)?),
            (FactType::Category, SlotValue::Text(name)) => *to = Cell::Category(self.names.number(name)?),
            _ => return None,
        }
        Some(())
    }

    fn whole(&self, number: i64) -> Option<Cell> {
        if self.definition.is_bounded() {
            self.definition.check_bounds(&Value::Integer(number)).ok()?;
        }
        Some(Cell::Whole(number))
    }

    fn decimal(&self, number: Decimal) -> Option<Cell> {
        if self.definition.is_bounded() {
            self.definition.check_bounds(&Value::Decimal(number)).ok()?;
        }
        Some(Cell::Decimal(number))
    }

    /// What a text from a table of texts is for the fact's type.
    fn spelt<'a>(&self, text: &'a str) -> Option<SlotValue<'a>> {
        Some(match self.definition.kind {
            FactType::Boolean => SlotValue::Boolean(text.parse().ok()?),
            FactType::Integer if self.names.number(text).is_none() => SlotValue::Integer(text.parse().ok()?),
            FactType::Period => SlotValue::Integer(text.parse().ok()?),
            _ => SlotValue::Text(text),
        })
    }
}

pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let &[a, b, c, d, b'-', e, f, b'-', g, h] = text.as_bytes() else { return text.parse().ok() };
    let digits = [a, b, c, d, e, f, g, h].map(|byte| u32::from(byte.wrapping_sub(b'0')));
    if digits.iter().fold(false, |odd, digit| odd | (*digit > 9)) {
        return text.parse().ok();
    }
    let [a, b, c, d, e, f, g, h] = digits;
    let two = |tens: u32, ones: u32| tens.wrapping_mul(10).wrapping_add(ones);
    let year = two(a, b).wrapping_mul(100).wrapping_add(two(c, d));
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, two(e, f), two(g, h))
}

/// Days laid from a fixed day, as a vocabulary lays them.
fn laid(days: i64) -> Option<Span> {
    let from = NaiveDate::from_ymd_opt(2001, 1, 1)?;
    Span::new(from, add(from, Period::days(u32::try_from(days).ok()?))?).ok()
}

/// A number as the shortest decimal that reads back to it.
fn shortest(number: f64) -> Option<Decimal> {
    let mut digits = Digits { bytes: [0; 48], length: 0 };
    write!(digits, "{number}").ok()?;
    std::str::from_utf8(digits.bytes.get(..digits.length)?).ok()?.parse().ok()
}

/// Room for the longest number that a decimal can hold.
struct Digits {
    bytes: [u8; 48],
    length: usize,
}

impl Write for Digits {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        let end = self.length.saturating_add(text.len());
        let room = self.bytes.get_mut(self.length..end).ok_or(std::fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }
}
