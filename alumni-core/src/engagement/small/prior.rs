use serde::{Deserialize, Serialize};

use crate::numerics::gamma::{digamma, trigamma};
use crate::numerics::{beta, gamma};

/// What is counted in each group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ShrinkLaw {
    /// So many of so many people: binomial, with a beta prior.
    Share,
    /// So many events in so much time, or person-days: Poisson, with a gamma prior.
    Rate,
}

/// How the prior is fitted to the groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PriorMethod {
    /// Where the likelihood of all counts, the groups' own values integrated out, is highest.
    #[default]
    Likelihood,
    /// From how far the groups lie apart; for groups of one size the rule of James and Stein.
    Moments,
}

/// One group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GroupCount {
    /// The group's id.
    pub id: String,
    /// How many.
    pub count: u64,
    /// Of how many people, or in how much time: any unit, the same for all groups.
    pub of: f64,
}

impl GroupCount {
    /// `count` of `of`.
    #[must_use]
    pub fn new(id: impl Into<String>, count: u64, of: f64) -> Self {
        Self { id: id.into(), count, of }
    }
}

/// What the groups have in common: each group's own value is drawn from a law with this mean.
///
/// The `size` says how alike they are, in the unit of `of`: a group of as many people (or as much time) is pulled half the way to the
/// mean. For shares the prior is a beta law with the parameters `mean · size` and `(1 - mean) · size`; for rates a gamma law of shape
/// `mean · size` and rate `size`.
///
/// # Example
///
/// The table of Efron and Morris's 18 players, at a size of 200:
///
/// ```
/// use alumni_core::engagement::{GroupCount, Prior, ShrinkLaw};
///
/// let hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];
/// let groups: Vec<_> = hits.iter().map(|hits| GroupCount::new("player", *hits, 45.0)).collect();
/// let prior = Prior::new(215.0 / 810.0, Some(200.0));
/// let log_likelihood = prior.log_likelihood(ShrinkLaw::Share, &groups);
/// assert!((log_likelihood + 468.79663).abs() < 1e-5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Prior {
    /// The mean of the groups' own values.
    pub mean: f64,
    /// How alike they are; `None` where they do not differ at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
}

impl Prior {
    /// A prior with this mean and size.
    #[must_use]
    pub fn new(mean: f64, size: Option<f64>) -> Self {
        Self { mean, size }
    }

    /// The logarithm of the likelihood of the groups' counts, without the terms that no parameter moves (for shares, the binomial
    /// coefficients).
    #[must_use]
    pub fn log_likelihood(&self, law: ShrinkLaw, groups: &[GroupCount]) -> f64 {
        groups.iter().map(|group| self.log_term(law, group.count as f64, group.of)).sum()
    }

    pub(super) fn log_term(&self, law: ShrinkLaw, count: f64, of: f64) -> f64 {
        let Self { mean, size } = *self;
        match (law, size) {
            (ShrinkLaw::Share, Some(size)) => {
                log_rising(mean * size, count) + log_rising((1.0 - mean) * size, of - count)
                    - log_rising(size, of)
            }
            (ShrinkLaw::Share, None) => {
                let missed = of - count;
                times_log(count, mean) + times_log(missed, 1.0 - mean)
            }
            (ShrinkLaw::Rate, Some(size)) => {
                log_rising(mean * size, count)
                    - mean * size * libm::log1p(of / size)
                    - count * libm::log(size + of)
            }
            (ShrinkLaw::Rate, None) => times_log(count, mean) - mean * of,
        }
    }

    /// The slope of the logarithm of the likelihood in the mean, over the size, and its second derivative, over the size squared.
    pub(super) fn slope(law: ShrinkLaw, mean: f64, size: f64, count: f64, of: f64) -> (f64, f64) {
        let rising = |a: f64, by: f64| {
            if by > 0.0 { (psi_rising(a, by), trigamma(a + by) - trigamma(a)) } else { (0.0, 0.0) }
        };
        let (up, up_curve) = rising(mean * size, count);
        match law {
            ShrinkLaw::Share => {
                let (down, down_curve) = rising((1.0 - mean) * size, of - count);
                (up - down, up_curve + down_curve)
            }
            ShrinkLaw::Rate => (up - libm::log1p(of / size), up_curve),
        }
    }

    /// The slope of the logarithm of the likelihood in the size; 0 where there is none.
    pub(super) fn slope_in_size(&self, law: ShrinkLaw, count: f64, of: f64) -> f64 {
        let Self { mean, size: Some(size) } = *self else { return 0.0 };
        let up = mean * psi_rising(mean * size, count);
        match law {
            ShrinkLaw::Share => {
                up + (1.0 - mean) * psi_rising((1.0 - mean) * size, of - count) - psi_rising(size, of)
            }
            ShrinkLaw::Rate => up - mean * libm::log1p(of / size) + (mean * of - count) / (size + of),
        }
    }

    /// What a group's own value is, given its count: the mean of the posterior and the ends of its interval.
    pub(super) fn posterior(&self, law: ShrinkLaw, count: f64, of: f64, confidence: f64) -> Option<[f64; 3]> {
        let size = self.size?;
        let tail = 0.5 * (1.0 - confidence);
        let (up, total) = (self.mean * size + count, size + of);
        let at = |share: f64| match law {
            ShrinkLaw::Share => beta::quantile(up, total - up, share),
            ShrinkLaw::Rate => gamma::quantile(up, share) / total,
        };
        Some([up / total, at(tail), at(1.0 - tail)])
    }
}

fn times_log(times: f64, value: f64) -> f64 {
    if times > 0.0 { times * libm::log(value) } else { 0.0 }
}

/// The slope of `ln Γ(a + by) - ln Γ(a)` in a.
fn psi_rising(a: f64, by: f64) -> f64 {
    if by > 0.0 { digamma(a + by) - digamma(a) } else { 0.0 }
}

/// `ln Γ(a + by) - ln Γ(a)`; of two large logarithms the difference would lose its digits.
fn log_rising(a: f64, by: f64) -> f64 {
    if by <= 0.0 {
        return 0.0;
    }
    if a < 1_000.0 {
        return libm::lgamma(a + by) - libm::lgamma(a);
    }
    // Stirling's series: DLMF 5.11.1.
    let end = a + by;
    let tail = |x: f64| (1.0 / 12.0 - 1.0 / (360.0 * x * x)) / x;
    (a - 0.5) * libm::log1p(by / a) + by * libm::log(end) - by + tail(end) - tail(a)
}
