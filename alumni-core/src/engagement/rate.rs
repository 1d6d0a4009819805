use serde::{Deserialize, Serialize};

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
        let lower = if count == 0 { 0.0 } else { gamma_quantile(k, TAIL) };
        let upper = gamma_quantile(k + 1.0, 1.0 - TAIL);
        Self { count, days, per_year: Some(k * scale), lower: lower * scale, upper: Some(upper * scale) }
    }
}

/// The value below which a gamma variable of this shape, 1 or more, and scale 1 lies with this probability; by bisection,
/// which cannot fail.
fn gamma_quantile(shape: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 10.0 * libm::sqrt(shape) + 10.0);
    // Each step gains a bit; then the ends are neighbours.
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if gamma_below(shape, middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The regularised lower incomplete gamma function `P(a, x)`.
///
/// Source: Abramowitz and Stegun 6.5.29 (series, for `x < a + 1`) and 6.5.31 (continued fraction, by Lentz's method).
fn gamma_below(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let scale = libm::exp(a * libm::log(x) - x - libm::lgamma(a));
    // The terms shrink once past the √a or so in the middle.
    let most = 1_000.0 + 100.0 * libm::sqrt(a);
    let mut step = 0.0;
    if x < a + 1.0 {
        let (mut term, mut sum) = (1.0 / a, 1.0 / a);
        while step < most && term > sum * f64::EPSILON * 0.25 {
            step += 1.0;
            term *= x / (a + step);
            sum += term;
        }
        return (scale * sum).min(1.0);
    }
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    while step < most {
        step += 1.0;
        let factor = -step * (step - a);
        b += 2.0;
        d = factor * d + b;
        d = 1.0 / if d.abs() < TINY { TINY } else { d };
        c = b + factor / c;
        c = if c.abs() < TINY { TINY } else { c };
        fraction *= d * c;
        if (d * c - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    (1.0 - scale * fraction).max(0.0)
}
