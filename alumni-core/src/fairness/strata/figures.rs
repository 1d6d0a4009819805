use serde::{Deserialize, Serialize};

use super::super::statistics::conditional::Conditional;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::mantel_haenszel as mh;
use super::super::{Interval, IntervalMethod};

/// A common value of all strata with its interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Estimate {
    /// The value.
    pub value: f64,
    /// Its interval.
    pub interval: Interval,
}

impl Estimate {
    /// A ratio, whose logarithm has the error.
    pub(super) fn ratio(found: mh::Estimate, confidence: f64, z: f64, method: IntervalMethod) -> Self {
        let limit = |z: f64| found.value * libm::exp(z * found.error);
        let upper = Some(limit(z)).filter(|upper| upper.is_finite());
        Self { value: found.value, interval: Interval { lower: limit(-z), upper, confidence, method } }
    }

    pub(super) fn difference(found: mh::Estimate, confidence: f64, z: f64) -> Self {
        let lower = (found.value - z * found.error).max(-1.0);
        let upper = Some((found.value + z * found.error).min(1.0));
        let method = IntervalMethod::SatoGreenlandRobins;
        Self { value: found.value, interval: Interval { lower, upper, confidence, method } }
    }
}

/// A chi-square statistic with its p-value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ChiSquare {
    /// The statistic, from 0.
    pub statistic: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: u64,
    /// The probability of a larger one.
    pub p: f64,
}

impl From<mh::ChiSquare> for ChiSquare {
    fn from(found: mh::ChiSquare) -> Self {
        Self { statistic: found.statistic, degrees_of_freedom: found.freedom, p: found.p }
    }
}

/// The exact test of all strata together, every stratum's margins fixed.
///
/// # Source
///
/// Mehta, Patel and Gray, JASA 80 (1985); R prints it as `mantelhaen.test(exact = TRUE)`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ExactStrata {
    /// The two-sided p-value: of all outcomes at most as likely.
    pub p: f64,
    /// The same with the observed outcome counted half.
    pub mid_p: f64,
    /// The one-sided p-value that the group's odds are lower: of all outcomes with so few of it selected or fewer.
    pub p_less: f64,
    /// The one-sided p-value that they are higher: of all outcomes with so many of it selected or more.
    pub p_greater: f64,
    /// The likeliest common odds ratio; absent where it has no bound.
    pub odds_ratio: Option<f64>,
    /// Its exact interval.
    pub interval: Interval,
    /// The shorter interval in which the observed outcome counts half.
    pub mid_p_interval: Interval,
}

impl ExactStrata {
    /// The test with how many swaps end its significance; `None` where the law is too wide to enumerate, or groups of so many that no
    /// limit of the odds comes out.
    pub(super) fn new(
        laws: &[(Hypergeometric, u64)],
        near: f64,
        confidence: f64,
        alpha: f64,
    ) -> Option<(Self, Option<u64>)> {
        let strata = || laws.iter().map(|(law, count)| (law, *count));
        let null = Conditional::new(strata(), 1.0)?;
        let law = Conditional::new(strata(), near)?;
        let test = null.test();
        let (p_less, p_greater) = null.tails();
        let interval = |(lower, upper), method| Interval { lower, upper, confidence, method };
        let found = Self {
            p: test.fisher,
            mid_p: test.mid_p,
            p_less,
            p_greater,
            odds_ratio: law.estimate(),
            interval: interval(law.limits(confidence, false), IntervalMethod::ConditionalExact),
            mid_p_interval: interval(law.limits(confidence, true), IntervalMethod::ConditionalMidP),
        };
        let is_told =
            [found.interval, found.mid_p_interval].iter().all(|interval| interval.lower.is_finite());
        is_told.then(|| (found, null.swaps_to_insignificance(alpha)))
    }
}
