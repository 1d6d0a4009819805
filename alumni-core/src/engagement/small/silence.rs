use serde::{Deserialize, Serialize};

use super::limits::inside;
use crate::text::Argument;
use crate::{Error, Reason, document};

/// Is a silence longer than the network's own pace explains?
///
/// `count` posts (or anything else) in `days` days, and then none for `silent_days`. Either the pace is *measured*, and then as unsure
/// as so few posts make it; or it is *known*, such as a pace that was agreed on or held for years.
///
/// # Formula
///
/// Known: `p = exp(-count · silent_days / days)`. Measured: `p = (days / (days + silent_days)) ^ count`, the probability that all the
/// posts of the whole time fall into its first part when nothing changed; exact, whatever the pace.
///
/// # Source
///
/// A Poisson process; given their number, its events lie evenly: Cox and Lewis, *The Statistical Analysis of Series of Events* (1966), 2.
///
/// # Example
///
/// One post in two weeks: four weeks of silence say nothing, six do.
///
/// ```
/// use alumni_core::engagement::{SilenceQuestion, SilenceVerdict};
///
/// let four = SilenceQuestion::new(1, 14, 28).known().answer()?;
/// assert_eq!((four.verdict, four.p.map(|p| (p * 1e3).round())), (SilenceVerdict::NoAlarm, Some(135.0)));
/// assert_eq!(SilenceQuestion::new(1, 14, 42).known().answer()?.verdict, SilenceVerdict::Alarm);
/// assert_eq!(four.alarm_after_days, Some(42));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SilenceQuestion {
    /// How many there were before the silence.
    pub count: u64,
    /// In how many days.
    pub days: u64,
    /// How many days there has been none.
    pub silent_days: u64,
    /// Whether `count` in `days` is the pace itself, not a measurement of it.
    #[serde(default)]
    pub known: bool,
    /// How often an alarm may be false: above 0, below 1; 0.05 when left out.
    #[serde(default = "level")]
    pub level: f64,
}

fn level() -> f64 {
    0.05
}

/// What a silence says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SilenceVerdict {
    /// The pace explains it.
    NoAlarm,
    /// The pace hardly explains it.
    Alarm,
    /// There is no pace to go by.
    CannotTell,
}

/// What a silence says, and from when on it would say more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Silence {
    /// The verdict.
    pub verdict: SilenceVerdict,
    /// The probability of so long a silence, had nothing changed; `None` without a pace.
    pub p: Option<f64>,
    /// The first day of silence with an alarm; `None` without a pace, and beyond a thousand years.
    pub alarm_after_days: Option<u64>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

const LONGEST_DAYS: f64 = 365_250.0;

impl SilenceQuestion {
    /// `count` in `days` days, then none for `silent_days`.
    #[must_use]
    pub fn new(count: u64, days: u64, silent_days: u64) -> Self {
        Self { count, days, silent_days, known: false, level: level() }
    }

    /// Takes the pace for known.
    #[must_use]
    pub fn known(mut self) -> Self {
        self.known = true;
        self
    }

    /// Sets how often an alarm may be false.
    #[must_use]
    pub fn level(mut self, level: f64) -> Self {
        self.level = level;
        self
    }

    /// Reads `{"count": …, "days": …, "silent_days": …}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Answers it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a level that is not between 0 and 1.
    pub fn answer(&self) -> Result<Silence, Error> {
        let level = inside("level", self.level)?;
        let (count, days) = (self.count as f64, self.days as f64);
        if self.count == 0 || self.days == 0 {
            return Ok(Silence {
                verdict: SilenceVerdict::CannotTell,
                p: None,
                alarm_after_days: None,
                reasons: vec![Reason::new("silence-no-pace").with("days", self.days)],
            });
        }
        let p = |silent: f64| {
            libm::exp(if self.known { -count * silent / days } else { -count * libm::log1p(silent / days) })
        };
        let p_now = p(self.silent_days as f64);
        let limit = -libm::log(level) / count;
        let limit = libm::ceil(days * if self.known { limit } else { libm::expm1(limit) });
        // Rounding may be off by a day either way.
        let first = [limit - 1.0, limit, limit + 1.0].into_iter().find(|day| *day >= 0.0 && p(*day) < level);
        let after = first.filter(|day| *day <= LONGEST_DAYS).map(whole);
        let verdict = if p_now < level { SilenceVerdict::Alarm } else { SilenceVerdict::NoAlarm };
        let code = match (verdict, after) {
            (SilenceVerdict::Alarm, _) => "silence-alarm",
            (_, Some(_)) => "silence-no-alarm",
            (_, None) => "silence-never-alarms",
        };
        let mut reason = Reason::new(code)
            .with("count", self.count)
            .with("days", self.days)
            .with("silent", self.silent_days)
            .with("p", Argument::probability(p_now, digits(p_now, level)));
        if let Some(after) = after.filter(|_| verdict == SilenceVerdict::NoAlarm) {
            reason = reason.with("after", after);
        }
        Ok(Silence { verdict, p: Some(p_now), alarm_after_days: after, reasons: vec![reason] })
    }
}

/// As many digits as it takes for what is said to lie on the same side of the level as what was found.
fn digits(p: f64, level: f64) -> u8 {
    let said = |digits: u8| {
        let scale = libm::pow(10.0, f64::from(digits));
        libm::rint(p * scale) / scale
    };
    (3..=9).find(|digits| (said(*digits) < level) == (p < level)).unwrap_or(9)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and within a thousand years"
)]
fn whole(days: f64) -> u64 {
    days as u64
}
