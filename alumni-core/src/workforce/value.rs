use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Money;
use crate::calendar::Span;
use crate::{Error, document};

/// The value of a fact, typed.
///
/// In JSON `{"type": "period", "value": {"from": "2016-04-01", "until": "2021-10-01"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Value {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// An amount of money.
    Money(#[serde(deserialize_with = "document::object")] Money),
    /// A day.
    Date(NaiveDate),
    /// Elapsed time, laid on the calendar.
    Period(#[serde(deserialize_with = "document::object")] Span),
    /// One of a set of values.
    Category(String),
    /// Several of a set of values, sorted, each once.
    Categories(Vec<String>),
}

/// A decimal number with nine digits after the point, compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal(i128);

const PLACES: usize = 9;

impl Decimal {
    /// The number times 10^9.
    pub(crate) const fn unscaled(self) -> i128 {
        self.0
    }

    /// A number of so many billionths.
    pub(crate) const fn from_billionths(billionths: i128) -> Self {
        Self(billionths)
    }
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Self {
        // 10^9 times an i64 stays far inside an i128.
        Self(i128::from(number).saturating_mul(1_000_000_000))
    }
}

impl Decimal {
    /// The numbers next to this one: the one below, itself, and the one above.
    pub(crate) fn neighbours(self) -> [Self; 3] {
        [Self(self.0.saturating_sub(1)), self, Self(self.0.saturating_add(1))]
    }

    /// One less and one more in the last place that is written.
    pub(crate) fn beside(self) -> [Self; 2] {
        let written = self.to_string().split_once('.').map_or(0, |(_, part)| part.len());
        let unit = 10_i128.saturating_pow(u32::try_from(PLACES.saturating_sub(written)).unwrap_or_default());
        [Self(self.0.saturating_sub(unit)), Self(self.0.saturating_add(unit))]
    }

    /// How many steps of the last place lie between two numbers.
    pub(crate) fn distance(self, other: Self) -> u64 {
        u64::try_from(self.0.abs_diff(other.0)).unwrap_or(u64::MAX)
    }

    /// The largest whole number that is not above it.
    pub(crate) fn floor(self) -> i64 {
        let whole = self.0.div_euclid(1_000_000_000);
        i64::try_from(whole).unwrap_or(if whole < 0 { i64::MIN } else { i64::MAX })
    }
}

impl FromStr for Decimal {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::syntax("expected a decimal number such as `0.75`, with at most 9 decimals");
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 18
            || part.len() > PLACES
            || !plain(whole)
            || !plain(part)
            || digits.ends_with('.')
        {
            return Err(wrong());
        }
        // At most 27 digits stay far inside an i128.
        let add = |number: i128, digit: u8| {
            number.saturating_mul(10).saturating_add(i128::from(digit.wrapping_sub(b'0')))
        };
        let zeros = std::iter::repeat_n(b'0', PLACES.saturating_sub(part.len()));
        let number = whole.bytes().chain(part.bytes()).chain(zeros).fold(0, add);
        Ok(Self(if negative { number.saturating_neg() } else { number }))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>1$}", self.0.unsigned_abs(), PLACES.saturating_add(1));
        let (whole, part) = digits.split_at(digits.len().saturating_sub(PLACES));
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        write!(f, "{}{whole}{point}{part}", if self.0 < 0 { "-" } else { "" })
    }
}

impl TryFrom<String> for Decimal {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(number: Decimal) -> Self {
        number.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Decimal {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^-?[0-9]{1,18}(\\.[0-9]{1,9})?$" })
    }
}

/// A fact as the customer's system supplied it, before a vocabulary gives it a type.
///
/// In JSON plain: `true`, `3`, `0.75`, `"text"` (also for dates and money: `"2024-04-01"`, `"5200000 JPY"`),
/// `["a", "b"]`, or `{"from": …, "until": …}` for elapsed time. Each has to be of the fact's own type: the text `"2"` is no whole
/// number, and `"false"` is neither true nor false. What comes from a table that holds nothing but texts says so,
/// `{"cell": "2"}`, and is read as the fact's type writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(
    untagged,
    expecting = "expected true or false, a number, a text, a list of texts, { from, until } or { cell }"
)]
#[non_exhaustive]
pub enum Supplied {
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Another number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
    /// Elapsed time.
    Period(Span),
    /// A text from a table that holds texts only.
    Cell(Cell),
}

/// A text from a table that holds nothing but texts, such as a CSV file: it is read as the type of its fact writes it, `true`
/// and `false`, digits, days, texts apart by `;`.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{Cell, Value, Vocabulary, Worker};
///
/// let vocabulary = Vocabulary::hr();
/// let grade = |worker: Worker| vocabulary.value(&worker, "grade", None, "2026-04-01".parse().unwrap());
/// assert_eq!(grade(Worker::new("w-1", [])?.with_fact("grade", Cell::new("2")))?, Some(Value::Integer(2)));
/// assert!(grade(Worker::new("w-1", [])?.with_fact("grade", "2")).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Cell {
    cell: String,
}

impl Cell {
    /// The text that stands in the table.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { cell: text.into() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.cell
    }
}

macro_rules! from {
    ($($type:ty => $variant:ident),* $(,)?) => { $(
        impl From<$type> for Supplied {
            fn from(value: $type) -> Self { Self::$variant(value.into()) }
        }
    )* };
}
from!(bool => Boolean, i64 => Integer, i32 => Integer, f64 => Number, &str => Text, String => Text, Vec<String> => Texts, Span => Period, Cell => Cell);

impl From<NaiveDate> for Supplied {
    fn from(date: NaiveDate) -> Self {
        Self::Text(date.to_string())
    }
}

impl From<Money> for Supplied {
    fn from(money: Money) -> Self {
        Self::Text(money.to_string())
    }
}
