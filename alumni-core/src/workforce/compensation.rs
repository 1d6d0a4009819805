use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Money;

/// For how long an amount of pay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PayPeriod {
    /// Per hour; cannot be annualised without the hours.
    Hour,
    /// Per day; cannot be annualised without the days.
    Day,
    /// Per week: 52 a year.
    Week,
    /// Every two weeks: 26 a year.
    TwoWeeks,
    /// Twice a month: 24 a year.
    HalfMonth,
    /// Per month: 12 a year, bonus months not counted.
    Month,
    /// Per quarter: 4 a year.
    Quarter,
    /// Per half year: 2 a year.
    HalfYear,
    /// Per year.
    Year,
    /// Paid once; never annualised.
    Once,
}

impl PayPeriod {
    /// How many such periods a year has; `None` where that depends on hours worked or has no meaning.
    #[must_use]
    pub const fn per_year(self) -> Option<i64> {
        match self {
            Self::Hour | Self::Day | Self::Once => None,
            Self::Week => Some(52),
            Self::TwoWeeks => Some(26),
            Self::HalfMonth => Some(24),
            Self::Month => Some(12),
            Self::Quarter => Some(4),
            Self::HalfYear => Some(2),
            Self::Year => Some(1),
        }
    }
}

/// Base pay from a day on, with the range of its grade where there is one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Compensation {
    /// First day it applies.
    pub from: NaiveDate,
    /// The amount for one period.
    pub amount: Money,
    /// The period.
    pub period: PayPeriod,
    /// Minimum of the pay range, for the same period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range_minimum: Option<Money>,
    /// Midpoint of the pay range, for the same period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range_midpoint: Option<Money>,
    /// Maximum of the pay range, for the same period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range_maximum: Option<Money>,
}

impl Compensation {
    /// The amount for a year; `None` where the period does not say how many make a year, or on overflow.
    #[must_use]
    pub fn annual(&self) -> Option<Money> {
        let minor = self.amount.minor().checked_mul(self.period.per_year()?)?;
        Some(Money::new(minor, self.amount.currency()))
    }
}

names!(PayPeriod {
    Hour => "hour",
    Day => "day",
    Week => "week",
    TwoWeeks => "two_weeks",
    HalfMonth => "half_month",
    Month => "month",
    Quarter => "quarter",
    HalfYear => "half_year",
    Year => "year",
    Once => "once",
});
