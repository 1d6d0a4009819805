use serde::{Deserialize, Serialize};

use super::limits::{inside, positive};
use crate::numerics::gamma::poisson_at_most;
use crate::text::Argument;
use crate::{Error, Reason, document};

/// How surely is it noticed that a rate fell, and how long does that take?
///
/// After so many weeks the count is compared with what the old rate lets expect; as few as `alarm_at_most` raise an alarm.
///
/// # Formula
///
/// `alarm_at_most` is the largest `c` with `P(X ≤ c; per_week · weeks) ≤ level`, the power `P(X ≤ c; factor · per_week · weeks)`, `X`
/// being Poisson. Counts are whole, so the power rises in saw teeth: `weeks_needed` is the first week from which it never falls below
/// `wanted` again.
///
/// # Example
///
/// One post in two weeks, halved: 42 % after 12 weeks, 79 % after 26, 96 % after 52.
///
/// ```
/// use alumni_core::engagement::RatePowerQuestion;
///
/// let powers = [12, 26, 52].map(|weeks| RatePowerQuestion::new(0.5, weeks).answer().unwrap().power);
/// assert_eq!(powers.map(|power| (power * 100.0).round()), [42.0, 79.0, 96.0]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RatePowerQuestion {
    /// How many a week there used to be: above 0, at most 10,000.
    pub per_week: f64,
    /// For how many weeks one watches: 1 to 5,200.
    pub weeks: u32,
    /// What is left of the rate: 0 up to but not including 1; a half when left out.
    #[serde(default = "half")]
    pub factor: f64,
    /// How often an alarm may be false: above 0, below 1; 0.1 when left out.
    #[serde(default = "level")]
    pub level: f64,
    /// How surely the fall is to be noticed: above 0, below 1; 0.8 when left out.
    #[serde(default = "wanted")]
    pub wanted: f64,
}

fn half() -> f64 {
    0.5
}

fn level() -> f64 {
    0.1
}

fn wanted() -> f64 {
    0.8
}

/// How surely it is noticed that a rate fell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RatePower {
    /// How many the old rate lets expect.
    pub expected: f64,
    /// As few raise an alarm; `None` where even none at all would be too common.
    pub alarm_at_most: Option<u64>,
    /// How often an alarm is false: at most the level asked for.
    pub false_alarms: f64,
    /// How surely the fall is noticed.
    pub power: f64,
    /// Whether that is as surely as wanted.
    pub can_tell: bool,
    /// For how many weeks one has to watch; `None` beyond 5,200.
    pub weeks_needed: Option<u32>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

const MOST_WEEKS: u32 = 5_200;

impl RatePowerQuestion {
    /// So many a week, halved, watched for so many weeks.
    #[must_use]
    pub fn new(per_week: f64, weeks: u32) -> Self {
        Self { per_week, weeks, factor: half(), level: level(), wanted: wanted() }
    }

    /// Sets what is left of the rate.
    #[must_use]
    pub fn factor(mut self, factor: f64) -> Self {
        self.factor = factor;
        self
    }

    /// Reads `{"per_week": …, "weeks": …}`.
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
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number outside its range.
    pub fn answer(&self) -> Result<RatePower, Error> {
        positive("per_week", self.per_week)?;
        if self.per_week > 10_000.0 {
            return Err(Error::out_of_range("expected at most 10000 a week").within("per_week"));
        }
        if !(1..=MOST_WEEKS).contains(&self.weeks) {
            return Err(Error::out_of_range("expected 1 to 5200 weeks").within("weeks"));
        }
        if !(0.0..1.0).contains(&self.factor) {
            return Err(
                Error::out_of_range("expected a number from 0 up to but not including 1").within("factor")
            );
        }
        inside("level", self.level)?;
        inside("wanted", self.wanted)?;
        let (critical, false_alarms, power) = self.after(self.weeks, 0);
        let can_tell = power >= self.wanted;
        let weeks_needed = self.weeks_needed();
        let share = |value| Argument::Share { value, digits: 0 };
        let code = match (can_tell, weeks_needed) {
            (true, _) => "rate-power-can-tell",
            (false, Some(_)) => "rate-power-cannot-tell-yet",
            (false, None) => "rate-power-cannot-tell",
        };
        let mut reason = Reason::new(code)
            .with("weeks", self.weeks)
            .with("power", share(power))
            .with("factor", share(self.factor));
        if let (false, Some(weeks)) = (can_tell, weeks_needed) {
            reason = reason.with("needed", weeks).with("wanted", share(self.wanted));
        }
        Ok(RatePower {
            expected: self.per_week * f64::from(self.weeks),
            alarm_at_most: critical.checked_sub(1),
            false_alarms,
            power,
            can_tell,
            weeks_needed,
            reasons: vec![reason],
        })
    }

    /// How many counts from none on raise an alarm, how often it is false, and how often it is raised after the fall. `from` is known
    /// to be no more than so many.
    fn after(&self, weeks: u32, from: u64) -> (u64, f64, f64) {
        let mean = self.per_week * f64::from(weeks);
        let below = |counts: u64, mean: f64| {
            if counts == 0 { 0.0 } else { poisson_at_most(counts.saturating_sub(1) as f64, mean) }
        };
        let mut counts = from;
        // In strides first: large means have large critical counts.
        let mut stride = 1_u64 << 32;
        while stride > 0 {
            let next = counts.saturating_add(stride);
            if below(next, mean) <= self.level {
                counts = next;
            } else {
                stride /= 2;
            }
        }
        (counts, below(counts, mean), below(counts, self.factor * mean))
    }

    fn weeks_needed(&self) -> Option<u32> {
        let power = |weeks: u32| self.after(weeks, 0).2;
        let first = (1..=MOST_WEEKS).find(|weeks| power(*weeks) >= self.wanted)?;
        // A tooth falls back by less and less; past twice the time none falls so far.
        let until = first.saturating_mul(2).saturating_add(52).min(MOST_WEEKS);
        let last_below = (first..=until).rev().find(|weeks| power(*weeks) < self.wanted);
        Some(last_below.map_or(first, |weeks| weeks.saturating_add(1)))
    }
}
