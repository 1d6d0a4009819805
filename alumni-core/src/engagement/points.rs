use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

use crate::Error;

/// An amount of score in whole units of 2⁻⁴⁰ points (about 10⁻¹²).
///
/// Whole units add up to the same bits in any order, so the parts of a score sum to it exactly; sums of `f64` do not. In
/// JSON a number of points, exact below 8,192 points (2⁵³ units) and the nearest `f64` above.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::Points;
///
/// let half: Points = serde_json::from_str("0.5")?;
/// assert_eq!(half.units(), 1 << 39);
/// assert_eq!([half, half].into_iter().sum::<Points>().value(), 1.0);
/// assert_eq!(format!("[{half}] [{half:6.2}] [{half:<5}]"), "[0.5] [  0.50] [0.5  ]");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "f64"))]
#[serde(try_from = "f64", into = "f64")]
pub struct Points(i128);

/// Units in one point: 2⁴⁰.
const UNITS: f64 = 1_099_511_627_776.0;

/// Beyond this an amount cannot come from any record: 2⁶³ points.
const LARGEST: f64 = 9_223_372_036_854_775_808.0;

impl Points {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// The amount in units of 2⁻⁴⁰ points.
    #[must_use]
    pub const fn units(self) -> i128 {
        self.0
    }

    /// The amount in points: exact below 8,192 points, the nearest `f64` above.
    #[must_use]
    pub fn value(self) -> f64 {
        // Scaling by a power of two changes no digit.
        self.0 as f64 / UNITS
    }

    /// The amount nearest to `value`, ties to even; `None` for what is no amount.
    pub(super) fn nearest(value: f64) -> Option<Self> {
        let in_range = value.is_finite() && value.abs() <= LARGEST;
        #[expect(clippy::cast_possible_truncation, reason = "whole after rounding, and within 2^103")]
        in_range.then(|| Self(libm::rint(value * UNITS) as i128))
    }

    /// Units in one point, as a number.
    pub(super) const PER_POINT: f64 = UNITS;

    pub(super) const fn from_units(units: i128) -> Self {
        Self(units)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Add for Points {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        self.plus(other)
    }
}

impl std::ops::Sub for Points {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self.minus(other)
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Self::plus)
    }
}

impl TryFrom<f64> for Points {
    type Error = Error;

    fn try_from(value: f64) -> Result<Self, Error> {
        Self::nearest(value).ok_or_else(|| Error::out_of_range("expected a finite number of points"))
    }
}

impl From<Points> for f64 {
    fn from(points: Points) -> Self {
        points.value()
    }
}

impl fmt::Display for Points {
    /// With one digit after the point, or as many as the caller asks for; to the right of a column, as numbers stand.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = format!("{:.*}", f.precision().unwrap_or(1), self.value().abs());
        f.pad_integral(self.0 >= 0, "", &size)
    }
}
