//! Quotients of whole numbers, so that a line is crossed or not, and a rounded figure never hangs on a float.

use serde::{Deserialize, Serialize};

use super::float;
use crate::Error;

/// How much less a group is paid than the reference, as a share of the reference; negative when it is paid more.
///
/// # Formula
///
/// `(reference - group) / reference`, of means or of medians, on whole minor units.
///
/// # Source
///
/// Directive (EU) 2023/970, Article 3(1)(c) and (e); SI 2017/172, regulations 8 to 11.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::PayGap;
///
/// let gap: PayGap = serde_json::from_str(r#"{"share": 0.0449, "percent": 4.5}"#)?;
/// assert_eq!(gap.percent, 4.5);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PayGap {
    /// The gap as a share, not rounded: 0.05 for 5 %.
    pub share: f64,
    /// The same in per cent, rounded to one decimal, halves away from zero.
    pub percent: f64,
}

/// One whole number over another that is above zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quotient {
    over: i128,
    under: i128,
}

impl Quotient {
    /// `over / under`, or nothing when `under` is not above zero.
    pub(super) fn new(over: i128, under: i128) -> Option<Self> {
        (under > 0).then_some(Self { over, under })
    }

    /// How far `value` is below `reference`, over `reference`; nothing unless `reference` is above zero.
    pub(super) fn gap(reference: Self, value: Self) -> Result<Option<Self>, Error> {
        let reference_over = times(reference.over, value.under)?;
        let value_over = times(value.over, reference.under)?;
        let over = reference_over.checked_sub(value_over).ok_or_else(too_large)?;
        Ok(Self::new(over, reference_over))
    }

    /// One quotient over another; nothing unless the other is above zero.
    pub(super) fn ratio(over: Self, under: Self) -> Result<Option<Self>, Error> {
        Ok(Self::new(times(over.over, under.under)?, times(over.under, under.over)?))
    }

    pub(super) fn value(self) -> f64 {
        float(self.over) / float(self.under)
    }

    /// In per cent with one decimal, halves away from zero.
    pub(super) fn percent(self) -> Result<f64, Error> {
        let twice = times(self.over, 2000)?;
        let half_up = twice.unsigned_abs().saturating_add(self.under.unsigned_abs());
        let tenths = half_up.checked_div(times(self.under, 2)?.unsigned_abs()).unwrap_or_default();
        let tenths = tenths as f64 / 10.0;
        // Minus nothing is nothing.
        Ok(if self.over < 0 && tenths > 0.0 { -tenths } else { tenths })
    }

    /// So many times as much, of what is not negative, halves rounded up.
    pub(super) fn whole(self, factor: i128) -> Result<i64, Error> {
        let twice = times(times(self.over, factor)?, 2)?.checked_add(self.under).ok_or_else(too_large)?;
        let whole = twice.checked_div(times(self.under, 2)?).unwrap_or_default();
        i64::try_from(whole).map_err(|_| too_large())
    }

    /// Whether its size, whatever the sign, is at least `over / under`.
    pub(super) fn at_least(self, over: i128, under: i128) -> Result<bool, Error> {
        let size = i128::try_from(self.over.unsigned_abs()).map_err(|_| too_large())?;
        Ok(times(size, under)? >= times(self.under, over)?)
    }

    pub(super) fn pay_gap(self) -> Result<PayGap, Error> {
        Ok(PayGap { share: self.value(), percent: self.percent()? })
    }
}

fn times(a: i128, b: i128) -> Result<i128, Error> {
    a.checked_mul(b).ok_or_else(too_large)
}

fn too_large() -> Error {
    Error::too_large("expected amounts whose sums and products stay below 1.7e38")
}

/// The mean of amounts; nothing for nobody.
pub(super) fn mean(amounts: &[i64]) -> Option<Quotient> {
    let sum = amounts.iter().fold(0_i128, |sum, amount| sum.saturating_add((*amount).into()));
    Quotient::new(sum, i128::try_from(amounts.len()).unwrap_or(i128::MAX))
}

/// The median of amounts in rising order; nothing for nobody.
pub(super) fn median(sorted: &[i64]) -> Option<Quotient> {
    Quotient::new(median_twice(sorted)?, 2)
}

/// Twice the median of amounts in rising order, which is whole.
pub(in super::super) fn median_twice(sorted: &[i64]) -> Option<i128> {
    let last = sorted.len().checked_sub(1)?;
    let at = |index: usize| sorted.get(index).map(|amount| i128::from(*amount));
    Some(at(last / 2)?.saturating_add(at(last.div_ceil(2))?))
}

/// The gap of one figure of two groups, where both have it.
pub(super) fn gap(reference: Option<Quotient>, value: Option<Quotient>) -> Result<Option<Quotient>, Error> {
    match (reference, value) {
        (Some(reference), Some(value)) => Quotient::gap(reference, value),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (over, under, percent) in
            [(5, 10_000, 0.1), (4, 10_000, 0.0), (-5, 10_000, -0.1), (-4, 10_000, 0.0), (557, 1000, 55.7)]
        {
            let quotient = Quotient::new(over, under).unwrap();
            assert_eq!(quotient.percent().unwrap().to_string(), f64::to_string(&percent), "{over}/{under}");
        }
    }

    #[test]
    fn a_median_is_in_the_middle() {
        assert_eq!(median_twice(&[]), None);
        assert_eq!(median_twice(&[3]), Some(6));
        assert_eq!(median_twice(&[3, 4]), Some(7));
        assert_eq!(median_twice(&[i64::MAX, i64::MAX]), Some(2 * i128::from(i64::MAX)));
    }
}
