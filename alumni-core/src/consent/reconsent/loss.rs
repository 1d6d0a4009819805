use serde::{Deserialize, Serialize};

use crate::Error;

/// What share of those asked is expected to agree, with an interval. It is taken from elsewhere; nothing here knows one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentRate {
    /// The lower end of the interval, from 0.
    pub low: f64,
    /// The estimate.
    pub estimate: f64,
    /// The upper end, up to 1.
    pub high: f64,
}

impl ReconsentRate {
    /// A rate with its interval.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless `0 ≤ low ≤ estimate ≤ high ≤ 1`.
    pub fn new(low: f64, estimate: f64, high: f64) -> Result<Self, Error> {
        let rate = Self { low, estimate, high };
        rate.check()?;
        Ok(rate)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let Self { low, estimate, high } = *self;
        if 0.0 <= low && low <= estimate && estimate <= high && high <= 1.0 {
            Ok(())
        } else {
            Err(Error::out_of_range("expected 0 <= low <= estimate <= high <= 1"))
        }
    }
}

/// How many are expected to be lost.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentRange {
    /// With the upper end of the rate.
    pub low: f64,
    /// With the estimate.
    pub estimate: f64,
    /// With the lower end of the rate.
    pub high: f64,
}

/// How much consent may be lost: bounds that hold whatever people answer, and what is expected where a rate was given.
///
/// # Formula
///
/// `least` is the number of those who cannot be asked in time, `most` of all whose consent is at stake. With the rate *r* the
/// expected loss is `least + (most − least)·(1 − r)`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentLoss {
    /// Whose consent ends unless they agree again.
    pub at_stake: usize,
    /// Lost if everybody who is asked agrees.
    pub least: usize,
    /// Lost if nobody does.
    pub most: usize,
    /// What is expected; absent where no rate was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<ReconsentRange>,
}

impl ReconsentLoss {
    pub(super) fn add(&mut self, is_asked: bool) {
        self.at_stake = self.at_stake.saturating_add(1);
        self.most = self.at_stake;
        self.least = self.least.saturating_add(usize::from(!is_asked));
    }

    pub(super) fn expect(&mut self, rate: Option<ReconsentRate>) {
        #[expect(clippy::cast_precision_loss, reason = "people are fewer than 2^52")]
        let (least, asked) = (self.least as f64, self.most.saturating_sub(self.least) as f64);
        let lost = |rate: f64| least + asked * (1.0 - rate);
        self.expected = rate.map(|rate| ReconsentRange {
            low: lost(rate.high),
            estimate: lost(rate.estimate),
            high: lost(rate.low),
        });
    }
}
