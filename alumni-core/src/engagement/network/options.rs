use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::Kind;
use super::super::decay::{DAY_SECONDS, faded};
use super::super::record::start_of;
use super::Parties;
use crate::{Error, document};

/// Of which interactions a graph is made, and how they fade.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{GraphOptions, Parties};
///
/// let options = GraphOptions::new("2025-07-01".parse()?).half_life_days(90.0).parties(Parties::People);
/// assert_eq!(options, GraphOptions::from_json(
///     r#"{"as_of": "2025-07-01", "half_life_days": 90.0, "parties": "people"}"#,
/// )?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GraphOptions {
    /// What happened at or after this day, 00:00 UTC, is counted and not used.
    pub as_of: NaiveDate,
    /// What happened before this day is counted and not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// The days in which an interaction's weight halves; nothing fades without it. At least 0.0001, at most 40,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_life_days: Option<f64>,
    /// Who can be a node: alumni unless set.
    #[serde(default)]
    pub parties: Parties,
    /// The weight of an interaction by kind, from 0 on. Kinds not named here weigh 1 where they are a post, another message
    /// or a taking part (see [`Kind`]), and 0 where they are known and something else.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<Kind, f64>,
}

/// Which columns of a table say who was in touch with whom, how much and when.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::TieOptions;
///
/// let options = TieOptions::new("from", "to").at("sent", "2025-07-01".parse()?).half_life_days(90.0);
/// assert_eq!(options.weight, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TieOptions {
    /// The column of who began: texts or whole numbers, which become their decimal texts.
    pub from: String,
    /// The column of whom it was directed at.
    pub to: String,
    /// The column of weights, numbers from 0 on; 1 for each row without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// The column of days or instants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// With `at`: what happened at or after this day, 00:00 UTC, is counted and not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    /// With `at`: what happened before this day is counted and not used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<NaiveDate>,
    /// With `at`: the days in which a row's weight halves; nothing fades without it. At least 0.0001, at most 40,000.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub half_life_days: Option<f64>,
    /// Whether each row is a tie in either direction: a list of pairs that nobody began.
    #[serde(default)]
    pub both_ways: bool,
}

impl GraphOptions {
    /// Everything before the day, nothing fades.
    #[must_use]
    pub fn new(as_of: NaiveDate) -> Self {
        Self { as_of, since: None, half_life_days: None, parties: Parties::Alumni, kinds: BTreeMap::new() }
    }

    /// Leaves out what happened before the day.
    #[must_use]
    pub fn since(mut self, day: NaiveDate) -> Self {
        self.since = Some(day);
        self
    }

    /// Sets the days in which weights halve.
    #[must_use]
    pub fn half_life_days(mut self, days: f64) -> Self {
        self.half_life_days = Some(days);
        self
    }

    /// Sets who can be a node.
    #[must_use]
    pub fn parties(mut self, parties: Parties) -> Self {
        self.parties = parties;
        self
    }

    /// Sets the weight of a kind.
    #[must_use]
    pub fn kind(mut self, kind: Kind, weight: f64) -> Self {
        self.kinds.insert(kind, weight);
        self
    }

    /// Reads `{"as_of": …}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    pub(super) fn fading(&self) -> Result<Fading, Error> {
        for (kind, weight) in &self.kinds {
            if !(*weight >= 0.0 && weight.is_finite()) {
                return Err(
                    Error::out_of_range("expected a weight from 0 on").within(format!("kinds.{kind}"))
                );
            }
        }
        Fading::new(Some(self.as_of), self.since, self.half_life_days)
    }
}

impl TieOptions {
    /// The columns of who began and of whom it was directed at.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            to: to.into(),
            weight: None,
            at: None,
            as_of: None,
            since: None,
            half_life_days: None,
            both_ways: false,
        }
    }

    /// Names the column of weights.
    #[must_use]
    pub fn weight(mut self, column: impl Into<String>) -> Self {
        self.weight = Some(column.into());
        self
    }

    /// Names the column of days or instants, and the day before which everything is used.
    #[must_use]
    pub fn at(mut self, column: impl Into<String>, as_of: NaiveDate) -> Self {
        self.at = Some(column.into());
        self.as_of = Some(as_of);
        self
    }

    /// Leaves out what happened before the day.
    #[must_use]
    pub fn since(mut self, day: NaiveDate) -> Self {
        self.since = Some(day);
        self
    }

    /// Sets the days in which weights halve.
    #[must_use]
    pub fn half_life_days(mut self, days: f64) -> Self {
        self.half_life_days = Some(days);
        self
    }

    /// Takes each row for a tie in either direction.
    #[must_use]
    pub fn both_ways(mut self) -> Self {
        self.both_ways = true;
        self
    }

    /// Reads `{"from": …, "to": …}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    #[cfg(feature = "table")]
    pub(super) fn reads(&self, name: &str) -> bool {
        name == self.from
            || name == self.to
            || self.weight.as_deref() == Some(name)
            || self.at.as_deref() == Some(name)
    }

    pub(super) fn fading(&self) -> Result<Fading, Error> {
        let dated = self.as_of.is_some() || self.since.is_some() || self.half_life_days.is_some();
        if dated && self.at.is_none() {
            return Err(Error::missing("expected the column of days or instants").within("at"));
        }
        if self.half_life_days.is_some() && self.as_of.is_none() {
            return Err(Error::missing("expected the day as of which weights have faded").within("as_of"));
        }
        Fading::new(self.as_of, self.since, self.half_life_days)
    }
}

/// What is left of a weight by when it was given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fading {
    /// In seconds since 1970.
    as_of: Option<i64>,
    since: Option<i64>,
    half_life: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Left {
    Future,
    Past,
    Share(f64),
}

impl Fading {
    fn new(as_of: Option<NaiveDate>, since: Option<NaiveDate>, days: Option<f64>) -> Result<Self, Error> {
        if days.is_some_and(|days| !(0.000_1..=40_000.0).contains(&days)) {
            let error = Error::out_of_range("expected a half-life of 0.0001 to 40000 days");
            return Err(error.within("half_life_days"));
        }
        if let (Some(as_of), Some(since)) = (as_of, since)
            && since > as_of
        {
            return Err(Error::inconsistent("expected a day not after `as_of`").within("since"));
        }
        let second = |day: NaiveDate| start_of(day).timestamp();
        Ok(Self {
            as_of: as_of.map(second),
            since: since.map(second),
            half_life: days.map(|days| days * DAY_SECONDS),
        })
    }

    /// At an instant in seconds since 1970 and a fraction of a second.
    pub(super) fn left(&self, second: i64, fraction: f64) -> Left {
        if self.as_of.is_some_and(|as_of| second >= as_of) {
            return Left::Future;
        }
        if self.since.is_some_and(|since| second < since) {
            return Left::Past;
        }
        Left::Share(match (self.as_of, self.half_life) {
            (Some(as_of), Some(half_life)) => {
                faded(as_of.saturating_sub(second) as f64 - fraction, half_life)
            }
            _ => 1.0,
        })
    }
}
