use std::fmt::Write;

use chrono::NaiveDate;

use super::day::Day;
use super::layout::Place;
use crate::calendar::{Period, Span, add};
use crate::workforce::{Currency, Decimal, FactType, Money, Supplied, Value};

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

/// What a slot holds.
///
/// Small and of one form, so that most rules ask for a range of keys without telling kinds apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    /// Zero or one, a whole number, the number of a category, minor units, the number of a day or of the end of a period, or the
    /// lower half of a decimal.
    pub(super) key: i64,
    pub(super) rest: Rest,
}

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Rest {
    Unknown,
    Boolean,
    Whole,
    /// The upper half.
    Decimal(i32),
    Money(Currency),
    Day(NaiveDate),
    /// The first day.
    Period(NaiveDate),
    Category,
    /// Several; which ones stands in the row.
    Set,
    /// Of several, none.
    Empty,
}

impl Cell {
    pub(super) const UNKNOWN: Self = Self { key: 0, rest: Rest::Unknown };
    pub(super) const SET: Self = Self { key: 0, rest: Rest::Set };
    pub(super) const EMPTY: Self = Self { key: 0, rest: Rest::Empty };

    #[inline]
    pub(super) fn is_known(self) -> bool {
        !matches!(self.rest, Rest::Unknown)
    }

    #[inline]
    pub(super) fn boolean(value: bool) -> Self {
        Self { key: value.into(), rest: Rest::Boolean }
    }

    #[inline]
    pub(super) fn whole(number: i64) -> Self {
        Self { key: number, rest: Rest::Whole }
    }

    /// `None` for a number that no text can give: those have 27 digits, and 96 bits hold 28.
    #[inline]
    pub(super) fn decimal(number: Decimal) -> Option<Self> {
        let number = number.unscaled();
        let high = i32::try_from(number >> 64).ok()?;
        let low = u64::try_from(number & i128::from(u64::MAX)).ok()?;
        Some(Self { key: low.cast_signed(), rest: Rest::Decimal(high) })
    }

    #[inline]
    pub(super) fn money(money: Money) -> Self {
        Self { key: money.minor(), rest: Rest::Money(money.currency()) }
    }

    #[inline]
    pub(super) fn day(day: NaiveDate) -> Self {
        Self { key: Day::new(day).number, rest: Rest::Day(day) }
    }

    #[inline]
    pub(super) fn period(span: Span) -> Self {
        Self { key: Day::new(span.until()).number, rest: Rest::Period(span.from()) }
    }

    #[inline]
    pub(super) fn category(number: u32) -> Self {
        Self { key: number.into(), rest: Rest::Category }
    }

    /// The number of a category.
    pub(super) fn number(self) -> u32 {
        u32::try_from(self.key).unwrap_or(u32::MAX)
    }

    /// The decimal with this upper half.
    pub(super) fn decimal_of(self, high: i32) -> Decimal {
        Decimal::from_billionths(i128::from(high) << 64 | i128::from(self.key.cast_unsigned()))
    }

    /// First and last end of the period that begins so.
    pub(super) fn ends(self, from: NaiveDate) -> Option<(Day, Day)> {
        Some((Day::new(from), Day::numbered(self.key)?))
    }
}

impl Place {
    /// Writes the cell of a value that has one at first sight; what has none may still have a meaning, or is an error.
    #[inline]
    pub(super) fn quick(&self, value: SlotValue<'_>, to: &mut Cell) -> Option<()> {
        let value = match value {
            SlotValue::Cell(text) => self.spelt(text)?,
            other => other,
        };
        *to = match (self.definition.kind, value) {
            (FactType::Boolean, SlotValue::Boolean(value)) => Cell::boolean(value),
            (FactType::Integer, SlotValue::Integer(number)) => self.whole(number)?,
            (FactType::Integer, SlotValue::Text(text)) => {
                let name = usize::try_from(self.names.number(text)?).ok()?;
                self.whole(*self.numbers.get(name)?)?
            }
            (FactType::Decimal, SlotValue::Integer(number)) => self.decimal(number.into())?,
            (FactType::Decimal, SlotValue::Decimal(number)) => self.decimal(number)?,
            (FactType::Decimal, SlotValue::Text(text)) => self.decimal(text.parse().ok()?)?,
            (FactType::Decimal, SlotValue::Number(number)) => self.decimal(shortest(number)?)?,
            (FactType::Money, SlotValue::Money(money)) => Cell::money(money),
            (FactType::Money, SlotValue::Text(text)) => Cell::money(text.parse().ok()?),
            (FactType::Date, SlotValue::Date(day)) => Cell::day(day),
            (FactType::Date, SlotValue::Text(text)) => Cell::day(day(text)?),
            (FactType::Period, SlotValue::Period(span)) => Cell::period(span),
            (FactType::Period, SlotValue::Integer(days)) => Cell::period(laid(days)?),
            (FactType::Category, SlotValue::Text(name)) => Cell::category(self.names.number(name)?),
            _ => return None,
        };
        Some(())
    }

    fn whole(&self, number: i64) -> Option<Cell> {
        if self.definition.is_bounded() {
            self.definition.check_bounds(&Value::Integer(number)).ok()?;
        }
        Some(Cell::whole(number))
    }

    fn decimal(&self, number: Decimal) -> Option<Cell> {
        if self.definition.is_bounded() {
            self.definition.check_bounds(&Value::Decimal(number)).ok()?;
        }
        Cell::decimal(number)
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
