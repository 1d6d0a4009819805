use serde::{Deserialize, Serialize};

use super::percent::hundredths;
use crate::Error;

/// The internal limits that were agreed, each optional; a limit that is not set bounds nothing. Per cents have at most two
/// decimals. Limits may be reached: one that must stay below 5 % is 4.99.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct OfferLimits {
    /// Pay over the midpoint, in per cent: `{"lowest": 80, "highest": 120}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compa_ratio_percent: Option<CompaRatioSpan>,
    /// How far the returners' mean pay may be from the incumbents', of the incumbents' mean and either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_gap_percent: Option<f64>,
    /// How far returners' pay may be from incumbents' beside the factors, either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_gap_percent: Option<f64>,
    /// How far the focal group's mean pay may be from the reference's, of the reference's mean and either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_gap_percent: Option<f64>,
    /// How many incumbents with at least as much service and no lower rating may be paid less; and how many with no more
    /// service and no higher rating more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inversions: Option<u32>,
    /// How many months more service make a difference; 0 unless set.
    pub inversion_margin_months: u32,
    /// How far the offer may be above indexed last pay, the incumbents' median or the stayers' before it is remarked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_percent: Option<f64>,
    /// Within how many days of an offer whoever would be paid less is to be raised; at most 3,650.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raise_within_days: Option<u16>,
}

impl OfferLimits {
    /// Limits every gap in pay, that of means, that beside factors and that between groups, by `share`: 0.05 for 5 %.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) with the path `gap` for a share outside 0 to 0.9999, or one with more than four
    /// decimals.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::fairness::OfferLimits;
    ///
    /// let limits = OfferLimits::default().with_gap(0.05)?;
    /// assert_eq!((limits.mean_gap_percent, limits.adjusted_gap_percent), (Some(5.0), Some(5.0)));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn with_gap(mut self, share: f64) -> Result<Self, Error> {
        let percent = libm::round(share * 10_000.0) / 100.0;
        if !(0.0..=99.99).contains(&percent) || (share * 100.0 - percent).abs() > 1e-9 {
            let error = Error::out_of_range("expected a share from 0 to 0.9999 with at most four decimals");
            return Err(error.within("gap"));
        }
        (self.mean_gap_percent, self.adjusted_gap_percent, self.group_gap_percent) =
            (Some(percent), Some(percent), Some(percent));
        Ok(self)
    }
}

/// Between which compa-ratios an offer may lie, in per cent, each end optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct CompaRatioSpan {
    /// The lowest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest: Option<f64>,
    /// The highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest: Option<f64>,
}

/// The limits in whole hundredths of a per cent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Exact {
    pub(super) lowest_compa_ratio: Option<i128>,
    pub(super) highest_compa_ratio: Option<i128>,
    pub(super) mean_gap: Option<i128>,
    pub(super) group_gap: Option<i128>,
}

/// The limits in whole hundredths, if each of them can be one.
pub(super) fn exact(limits: &OfferLimits) -> Result<Exact, Error> {
    let gap =
        |percent: Option<f64>, name| percent.map(|percent| hundredths(percent, 0.0, 99.99, name)).transpose();
    let span = limits.compa_ratio_percent.unwrap_or_default();
    let ratio = |percent: Option<f64>, name| {
        percent
            .map(|percent| hundredths(percent, 0.01, 1000.0, &format!("compa_ratio_percent.{name}")))
            .transpose()
    };
    let read = || {
        gap(limits.adjusted_gap_percent, "adjusted_gap_percent")?;
        limits
            .premium_percent
            .map(|percent| hundredths(percent, 0.0, 1000.0, "premium_percent"))
            .transpose()?;
        if limits.raise_within_days.is_some_and(|days| days > 3_650) {
            return Err(Error::out_of_range("expected at most 3650 days").within("raise_within_days"));
        }
        Ok(Exact {
            lowest_compa_ratio: ratio(span.lowest, "lowest")?,
            highest_compa_ratio: ratio(span.highest, "highest")?,
            mean_gap: gap(limits.mean_gap_percent, "mean_gap_percent")?,
            group_gap: gap(limits.group_gap_percent, "group_gap_percent")?,
        })
    };
    read().map_err(|error: Error| error.within("limits"))
}
