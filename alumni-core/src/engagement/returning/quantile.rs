use serde::{Deserialize, Serialize};

use super::curve::CurvePoint;

/// By when a share of the people has ended.
///
/// # Source
///
/// R. Brookmeyer, J. Crowley, *A confidence interval for the median survival time*, Biometrics 38 (1982): the interval holds the
/// times at which the curve's band holds the share.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CurveQuantile {
    /// The share of people: 0.5 for the median.
    pub share: f64,
    /// The first time at which that many or more have ended; absent where it was never so many.
    pub time: Option<f64>,
    /// The lower end of its interval; absent where the band's lower end never comes down so far.
    pub lower: Option<f64>,
    /// The upper end of its interval; absent where the band's upper end never comes down so far: it has no bound.
    pub upper: Option<f64>,
}

/// A product of quotients that is a half on paper may be a hair above it.
const HAIR: f64 = 1e-12;

pub(super) fn quantile(points: &[CurvePoint], share: f64) -> CurveQuantile {
    let line = (1.0 - share) * (1.0 + HAIR);
    // Where nobody is left there is no band, and no time beyond.
    let first = |of: fn(&CurvePoint) -> Option<f64>| {
        points.iter().find(|point| of(point).is_some_and(|value| value <= line)).map(|point| point.time)
    };
    CurveQuantile {
        share,
        time: first(|point| Some(point.survival)),
        lower: first(|point| point.lower.or(Some(0.0))),
        upper: first(|point| point.upper),
    }
}
