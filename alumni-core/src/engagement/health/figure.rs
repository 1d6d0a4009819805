use serde::{Deserialize, Serialize};

use super::Certainty;
use super::model::CertaintyLevels;
use crate::engagement::Proportion;
use crate::numerics::{gamma, normal};

/// A number, what it was counted from, and its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Figure {
    /// What it is a figure of.
    pub unit: FigureUnit,
    /// How many.
    pub count: u64,
    /// Of how many, or in how many member-years.
    pub of: f64,
    /// The one over the other; `None` of nothing.
    pub value: Option<f64>,
    /// The lower end of its interval at the model's `sure`.
    pub lower: f64,
    /// The upper end; `None` where it has no bound.
    pub upper: Option<f64>,
}

/// What a figure is a figure of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FigureUnit {
    /// So many of so many, with Wilson's interval.
    Share,
    /// So many per member and year, with the exact interval of a Poisson mean.
    PerMemberYear,
}

/// On which side of its threshold a figure is a bad sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bad {
    Below,
    Above,
}

/// As near to its threshold as that a figure is never told from it.
const MOST_TO_TELL: u64 = 1 << 40;

impl Figure {
    pub(super) fn share(count: u64, of: u64, confidence: f64) -> Self {
        let found = Proportion::at(count, of, normal::two_sided(confidence));
        Self {
            unit: FigureUnit::Share,
            count: found.count,
            of: of as f64,
            value: found.share,
            lower: found.lower,
            upper: Some(found.upper),
        }
    }

    pub(super) fn rate(count: u64, member_years: f64, confidence: f64) -> Self {
        let unit = FigureUnit::PerMemberYear;
        if member_years <= 0.0 {
            return Self { unit, count, of: 0.0, value: None, lower: 0.0, upper: None };
        }
        let (k, tail) = (count as f64, 0.5 * (1.0 - confidence));
        let lower = if count == 0 { 0.0 } else { gamma::quantile(k, tail) / member_years };
        let upper = gamma::quantile(k + 1.0, 1.0 - tail) / member_years;
        Self { unit, count, of: member_years, value: Some(k / member_years), lower, upper: Some(upper) }
    }

    fn at(&self, confidence: f64) -> Self {
        match self.unit {
            FigureUnit::Share => Self::share(self.count, whole(self.of), confidence),
            FigureUnit::PerMemberYear => Self::rate(self.count, self.of, confidence),
        }
    }

    /// Whether the figure is at least so high, and so is its whole interval at this confidence.
    pub(super) fn reaches(&self, least: f64, confidence: f64) -> bool {
        self.value.is_some() && self.at(confidence).lower >= least
    }

    pub(super) fn beyond(&self, bad: Bad, threshold: f64) -> bool {
        match bad {
            Bad::Below => self.upper.is_some_and(|upper| upper < threshold),
            Bad::Above => self.value.is_some() && self.lower > threshold,
        }
    }

    /// How sure it is that the figure is bad.
    pub(super) fn certainty(&self, bad: Bad, threshold: f64, levels: &CertaintyLevels) -> Certainty {
        if self.at(levels.sure).beyond(bad, threshold) {
            Certainty::Sure
        } else if self.at(levels.suspected).beyond(bad, threshold) {
            Certainty::Suspected
        } else if self.is_bad(bad, threshold) {
            Certainty::CannotTell
        } else {
            Certainty::Clear
        }
    }

    /// Whether the number itself lies beyond the threshold, whatever its interval.
    fn is_bad(&self, bad: Bad, threshold: f64) -> bool {
        self.value.is_some_and(|value| match bad {
            Bad::Below => value < threshold,
            Bad::Above => value > threshold,
        })
    }

    /// How many more than `n` make the figure, staying as it is, something to suspect: then the narrower interval lies beyond the threshold.
    pub(super) fn more_to_tell(&self, n: u64, bad: Bad, threshold: f64, levels: &CertaintyLevels) -> u64 {
        let Some(value) = self.value else { return 0 };
        let enough = |of: u64| match self.unit {
            // Wilson's interval holds what a test of the share does not refuse.
            FigureUnit::Share => {
                let z = normal::two_sided(levels.suspected);
                let (away, of) = (value - threshold, of as f64);
                of * away * away > z * z * threshold * (1.0 - threshold)
            }
            FigureUnit::PerMemberYear => {
                let years = self.of * of as f64 / n.max(1) as f64;
                let tail = 0.5 * (1.0 - levels.suspected);
                let count = value * years;
                match bad {
                    Bad::Below => gamma::quantile(count + 1.0, 1.0 - tail) < threshold * years,
                    Bad::Above => count > 0.0 && gamma::quantile(count, tail) > threshold * years,
                }
            }
        };
        let (mut low, mut high) = (n, n.saturating_mul(2).max(1));
        while !enough(high) && high < MOST_TO_TELL {
            (low, high) = (high, high.saturating_mul(2));
        }
        while low.saturating_add(1) < high {
            let middle = low.midpoint(high);
            if enough(middle) { high = middle } else { low = middle }
        }
        high.saturating_sub(n)
    }

    /// How far beyond the threshold the figure lies, of the way to its end.
    pub(super) fn severity(&self, bad: Bad, threshold: f64) -> f64 {
        let value = self.value.unwrap_or(threshold);
        match bad {
            Bad::Below if threshold > 0.0 => (threshold - value) / threshold,
            Bad::Below => 0.0,
            Bad::Above => (value - threshold) / (1.0 - threshold),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "made of a whole number")]
pub(super) fn whole(number: f64) -> u64 {
    number as u64
}
