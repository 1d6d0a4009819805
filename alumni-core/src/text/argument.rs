use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::{Clock, Lang, Localized};
use crate::calendar::Period;

/// One typed argument of a [`Reason`](super::Reason).
///
/// In JSON `{"type": "date", "value": "2022-04-01"}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Argument {
    /// An id or a word that is the same in every language.
    Text(String),
    /// A phrase that each language says its own way.
    Phrase(Localized),
    /// A whole number; sentences may choose their form by it.
    Integer(i64),
    /// A number printed with so many digits after the point.
    Number {
        /// The number, finite.
        value: f64,
        /// Digits after the point.
        digits: u8,
    },
    /// A share of one, printed as a percentage with so many digits after the point.
    Share {
        /// The share, 0.46 for 46 %.
        value: f64,
        /// Digits after the point of the percentage.
        digits: u8,
    },
    /// A day.
    Date(NaiveDate),
    /// An instant, printed in UTC to the minute.
    Instant(DateTime<Utc>),
    /// A length in calendar units.
    Period(Period),
    /// Several arguments, joined by commas, or by semicolons where an item holds a comma.
    List(Vec<Argument>),
}

impl Argument {
    /// A probability with so many digits after the point; one so small that they would all be 0 is said to be below 0.0001, for what can
    /// happen has no probability of 0.
    pub(crate) fn probability(value: f64, digits: u8) -> Self {
        if value < 0.0001 {
            return Self::Phrase(Localized::new("< 0.0001", "0.0001未満"));
        }
        Self::Number { value, digits: if value < 0.001 { digits.max(4) } else { digits } }
    }

    /// The argument with its instants as a clock shows them.
    pub(super) fn by(&self, by: Clock) -> Self {
        match self {
            Self::Instant(at) => {
                let at = by.at(*at);
                Self::Phrase(Localized::new(clock(at, Lang::En), clock(at, Lang::Ja)))
            }
            Self::List(items) => Self::List(items.iter().map(|item| item.by(by)).collect()),
            other => other.clone(),
        }
    }

    /// Renders the argument in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Phrase(phrase) => phrase.text(lang).to_owned(),
            Self::Integer(number) => grouped(*number),
            Self::Number { value, digits } => format!("{value:.0$}", usize::from(*digits)),
            Self::Share { value, digits } => format!("{:.1$}%", value * 100.0, usize::from(*digits)),
            Self::Date(date) => day(*date, lang),
            Self::Instant(instant) => clock(instant.fixed_offset(), lang),
            Self::Period(period) => match lang {
                Lang::En => period.to_string(),
                Lang::Ja => period.to_japanese(),
            },
            Self::List(items) => {
                let items: Vec<_> = items.iter().map(|item| item.text(lang)).collect();
                // Items that hold commas themselves are kept apart by more.
                let commas = items.iter().any(|item| item.contains(", ") || item.contains('、'));
                items.join(match (lang, commas) {
                    (Lang::En, false) => ", ",
                    (Lang::En, true) => "; ",
                    (Lang::Ja, false) => "、",
                    (Lang::Ja, true) => "／",
                })
            }
        }
    }
}

/// An instant to the minute, with the offset of the place.
fn clock(at: DateTime<FixedOffset>, lang: Lang) -> String {
    let (day, hour, minute) = (day(at.date_naive(), lang), at.hour(), at.minute());
    match (at.offset().local_minus_utc(), lang) {
        (0, _) => format!("{day} {hour:02}:{minute:02} UTC"),
        (_, Lang::En) => format!("{day} {hour:02}:{minute:02} {}", at.offset()),
        (_, Lang::Ja) => format!("{day} {hour:02}:{minute:02}（{}）", at.offset()),
    }
}

fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => date.to_string(),
        Lang::Ja => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
    }
}

/// Digits in groups of three, as both languages write them.
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $made:expr),* $(,)?) => { $(
        impl From<$type> for Argument {
            fn from($value: $type) -> Self { $made }
        }
    )* };
}
from!(
    &str => |text| Self::Text(text.to_owned()),
    String => |text| Self::Text(text),
    Localized => |phrase| Self::Phrase(phrase),
    i64 => |number| Self::Integer(number),
    u32 => |number| Self::Integer(i64::from(number)),
    usize => |number| Self::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
    u64 => |number| Self::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
    NaiveDate => |date| Self::Date(date),
    DateTime<Utc> => |instant| Self::Instant(instant),
    Period => |period| Self::Period(period),
);

impl<T: Into<Argument>> FromIterator<T> for Argument {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
