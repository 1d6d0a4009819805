//! An expression as written: the one tree behind the text form and the JSON form.

use std::borrow::Cow;

use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::calendar::Period;
use crate::document;
use crate::workforce::{Decimal, Money};

/// A rule's expression, as written.
///
/// The text form is [`parse`](Self::parse)d and printed ([`Display`](std::fmt::Display)); the JSON form, for
/// rule-builder screens, is this tree through serde: `{"compare": {"left": {"name": "tenure"}, "is": ">=", "right":
/// {"period": "P5Y"}}}`. Both read back to the same tree. Names are given their meaning by a vocabulary when the policy
/// is built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(
    clippy::exhaustive_enums,
    reason = "the grammar is closed; a rule-builder screen must handle each form"
)]
pub enum Expression {
    /// At least one holds.
    Or(Vec<Expression>),
    /// All hold.
    And(Vec<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// Two values compare so.
    Compare {
        /// What is compared.
        left: Operand,
        /// How.
        is: Comparison,
        /// With what.
        right: Operand,
    },
    /// A value lies between two others, both included.
    Between {
        /// The value.
        of: Operand,
        /// Whether it must lie outside.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        negated: bool,
        /// The lowest.
        low: Operand,
        /// The highest.
        high: Operand,
    },
    /// A value is one of several.
    In {
        /// The value.
        of: Operand,
        /// Whether it must be none of them.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        negated: bool,
        /// The several.
        values: Vec<Operand>,
    },
    /// A set holds a value, any of several, or all of several.
    Has {
        /// The set.
        of: Operand,
        /// Any or all.
        quantifier: Quantifier,
        /// The values.
        values: Vec<Operand>,
    },
    /// A fact is known; never itself unknown.
    Known {
        /// The fact.
        of: Operand,
        /// Whether it must be unknown.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        negated: bool,
    },
    /// A boolean fact, or `true` or `false`, by itself.
    Holds(Operand),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_enums, reason = "there are six")]
pub enum Comparison {
    /// Equal.
    #[serde(rename = "=")]
    Equal,
    /// Not equal.
    #[serde(rename = "!=")]
    NotEqual,
    /// Less.
    #[serde(rename = "<")]
    Less,
    /// Less or equal.
    #[serde(rename = "<=")]
    AtMost,
    /// Greater.
    #[serde(rename = ">")]
    Greater,
    /// Greater or equal.
    #[serde(rename = ">=")]
    AtLeast,
}

impl Comparison {
    /// Every comparison.
    pub const ALL: [Self; 6] =
        [Self::Equal, Self::NotEqual, Self::Less, Self::AtMost, Self::Greater, Self::AtLeast];

    /// The sign, as in the text form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    /// Whether an order of left to right satisfies the comparison.
    #[must_use]
    pub const fn holds(self, order: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::AtMost => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::AtLeast => order.is_ge(),
        }
    }

    /// The same comparison with its sides exchanged: `3 <= grade` is `grade >= 3`.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}

/// Any or all of several values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum Quantifier {
    /// At least one.
    Any,
    /// Each.
    All,
}

/// Forwards or backwards in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::exhaustive_enums, reason = "there are two")]
pub enum Sign {
    /// Later.
    #[serde(rename = "+")]
    Plus,
    /// Earlier.
    #[serde(rename = "-")]
    Minus,
}

/// One side of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(clippy::exhaustive_enums, reason = "the grammar is closed")]
pub enum Operand {
    /// A bare name: a fact, or else a value of the fact it is compared with.
    Name(Place<String>),
    /// A fact that takes a value, such as `time_in_job_family(sales)`.
    #[serde(deserialize_with = "called")]
    Call {
        /// The fact's name.
        fact: Place<String>,
        /// Its value.
        parameter: String,
    },
    /// A date moved by a period.
    #[serde(deserialize_with = "shifted")]
    Shift {
        /// The date.
        of: Box<Operand>,
        /// Later or earlier.
        sign: Sign,
        /// By how much.
        by: Period,
    },
    /// The day of the decision.
    #[serde(untagged)]
    AsOf(AsOf),
    /// A value written out.
    #[serde(untagged, deserialize_with = "document::object")]
    Literal(Place<Literal>),
}

/// The fields of a call, written as an object: what has untagged forms beside it would be read from a list too.
fn called<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(Place<String>, String), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Call {
        fact: Place<String>,
        parameter: String,
    }
    document::object(deserializer).map(|Call { fact, parameter }| (fact, parameter))
}

/// The fields of a shift, likewise.
fn shifted<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(Box<Operand>, Sign, Period), D::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shift {
        of: Box<Operand>,
        sign: Sign,
        by: Period,
    }
    document::object(deserializer).map(|Shift { of, sign, by }| (of, sign, by))
}

/// The word `as_of`, with the place it was read from; the place is no part of what it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct AsOf {
    pub(super) offset: usize,
}

impl AsOf {
    const WORD: &str = "as_of";
}

impl PartialEq for AsOf {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for AsOf {}

impl Serialize for AsOf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Self::WORD)
    }
}

impl<'de> Deserialize<'de> for AsOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Cow::<'_, str>::deserialize(deserializer)?.as_ref() {
            Self::WORD => Ok(Self::default()),
            _ => Err(de::Error::custom("expected `as_of`")),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AsOf {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "AsOf".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "const": Self::WORD, "description": "The day of the decision." })
    }
}

/// A value written out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the types are closed")]
pub enum Literal {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Decimal(Decimal),
    /// Money.
    Money(Money),
    /// A day.
    Date(NaiveDate),
    /// A period.
    Period(Period),
    /// A value in quotes.
    Text(String),
}

/// Something with the place it was read from, for errors; the place is no part of what it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Place<T> {
    /// The thing.
    pub inner: T,
    #[serde(skip)]
    pub(super) offset: usize,
}

impl<T: PartialEq> PartialEq for Place<T> {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl<T: Eq> Eq for Place<T> {}

impl<T> From<T> for Place<T> {
    fn from(inner: T) -> Self {
        Self { inner, offset: 0 }
    }
}

#[cfg(feature = "schema")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Place<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}
