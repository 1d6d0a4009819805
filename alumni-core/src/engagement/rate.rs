use serde::{Deserialize, Serialize};

use crate::numerics::gamma;

/// So many events in so many days, as a rate per year of 365 days with its interval.
///
/// The interval takes the events to come independently of each other; where one post draws others it is too narrow.
///
/// # Formula
///
/// The exact 95 % interval of a Poisson mean `μ`: the lower end solves `P(X ≥ k; μ) = 0.025`, the upper `P(X ≤ k; μ) =
/// 0.025`; both times `365 / days`.
///
/// # Source
///
/// Garwood, *Fiducial limits for the Poisson distribution*, Biometrika 28 (1936).
///
/// # Example
///
/// ```
/// use alumni_core::engagement::Rate;
///
/// let posts = Rate::new(5, 365);
/// assert_eq!(posts.per_year, Some(5.0));
/// assert_eq!((posts.lower * 10.0).round(), 16.0);
/// assert_eq!(posts.upper.map(|upper| (upper * 10.0).round()), Some(117.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rate {
    /// How many events.
    pub count: u64,
    /// In how many days.
    pub days: u64,
    /// Events per 365 days; `None` in no days.
    pub per_year: Option<f64>,
    /// Lower end of the 95 % interval, per 365 days.
    pub lower: f64,
    /// Upper end of the 95 % interval, per 365 days; `None` in no days.
    pub upper: Option<f64>,
}

const TAIL: f64 = 0.025;

impl Rate {
    /// `count` events in `days` days.
    #[must_use]
    pub fn new(count: u64, days: u64) -> Self {
        if days == 0 {
            return Self { count, days, per_year: None, lower: 0.0, upper: None };
        }
        let (k, scale) = (count as f64, 365.0 / days as f64);
        // P(X ≥ k; μ) is the gamma distribution of shape k at μ, and P(X ≤ k; μ) the complement of that of shape k + 1.
        let lower = if count == 0 { 0.0 } else { gamma::quantile(k, TAIL) };
        let upper = gamma::quantile(k + 1.0, 1.0 - TAIL);
        Self { count, days, per_year: Some(k * scale), lower: lower * scale, upper: Some(upper * scale) }
    }
}
