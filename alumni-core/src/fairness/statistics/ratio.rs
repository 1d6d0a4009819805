//! Intervals of the ratio of two rates in closed form; [`koopman`](super::koopman) has those by search.

use super::float;
use super::koopman::Counts;
use super::score::wilson;

pub(crate) type Limits = (f64, Option<f64>);

/// The first rate over the second; the second is above zero.
pub(crate) fn ratio(Counts { selected: [x1, x2], considered: [n1, n2] }: Counts) -> f64 {
    let product = |x: u64, n: u64| u128::from(x).saturating_mul(n.into()) as f64;
    product(x1, n2) / product(x2, n1)
}

/// One over the selected less one over the considered, of both groups.
fn spread(selected: [f64; 2], considered: [f64; 2]) -> f64 {
    let [x1, x2] = selected;
    let [n1, n2] = considered;
    libm::sqrt((n1 - x1) / (x1 * n1) + (n2 - x2) / (x2 * n2))
}

fn around(ratio: f64, reach: f64) -> Limits {
    let upper = ratio * libm::exp(reach);
    (ratio * libm::exp(-reach), upper.is_finite().then_some(upper))
}

/// Katz' interval, normal on the logarithm; `None` where nobody was selected in one of the groups.
///
/// # Formula
///
/// `ratio exp(+-z sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2))`
///
/// # Source
///
/// D. Katz, J. Baptista, S. P. Azen and M. C. Pike, *Obtaining Confidence Intervals for the Risk Ratio in Cohort Studies*, Biometrics
/// 34 (1978).
pub(crate) fn katz(counts: Counts, z: f64) -> Option<Limits> {
    let reach = z * spread(some(counts)?, counts.considered.map(float));
    Some(around(ratio(counts), reach))
}

/// Katz' interval of counts with half a person more selected and considered in each group, which stands at zero cells too.
///
/// # Source
///
/// S. D. Walter, *The Distribution of Levin's Measure of Attributable Risk*, Biometrika 62 (1975).
pub(crate) fn adjusted_log(counts: Counts, z: f64) -> Limits {
    let half = |count: u64| float(count) + 0.5;
    let (selected, considered) = (counts.selected.map(half), counts.considered.map(half));
    let [x1, x2] = selected;
    let [n1, n2] = considered;
    around(x1 / n1 / (x2 / n2), z * spread(selected, considered))
}

/// Newcombe's inverse hyperbolic sine interval; `None` where nobody was selected in one of the groups.
///
/// # Formula
///
/// `ratio exp(+-2 asinh(z/2 sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2)))`
///
/// # Source
///
/// R. G. Newcombe, *Logit Confidence Intervals and the Inverse Sinh Transformation*, The American Statistician 55 (2001).
pub(crate) fn inverse_sinh(counts: Counts, z: f64) -> Option<Limits> {
    let reach = 2.0 * libm::asinh(0.5 * z * spread(some(counts)?, counts.considered.map(float)));
    Some(around(ratio(counts), reach))
}

/// The interval recovered from Wilson's of each rate (MOVER-R).
///
/// # Formula
///
/// ```text
/// lower = l1 (2 r1 - l1) / (r1 r2 + sqrt(r1^2 b^2 + r2^2 a^2 - a^2 b^2))     a = r1 - l1,  b = u2 - r2
/// upper = (r1 r2 + sqrt(r1^2 b^2 + r2^2 a^2 - a^2 b^2)) / (l2 (2 r2 - l2))   a = u1 - r1,  b = r2 - l2
/// ```
///
/// # Source
///
/// A. Donner and G. Y. Zou, *Closed-form Confidence Intervals for Functions of the Normal Mean and Standard Deviation*, Statistical
/// Methods in Medical Research 21 (2012).
pub(crate) fn mover_wilson(Counts { selected, considered }: Counts, z: f64) -> Limits {
    let [x1, x2] = selected;
    let [n1, n2] = considered;
    let [r1, r2] = [float(x1) / float(n1), float(x2) / float(n2)];
    let ((l1, u1), (l2, u2)) = (wilson(x1, n1, z), wilson(x2, n2, z));
    let root = |a: f64, b: f64| r1 * r2 + libm::sqrt((r1 * b * r1 * b + a * a * (r2 * r2 - b * b)).max(0.0));
    let lower = if x1 == 0 { 0.0 } else { l1 * (2.0 * r1 - l1) / root(r1 - l1, u2 - r2) };
    let upper = root(u1 - r1, r2 - l2) / (l2 * (2.0 * r2 - l2));
    (lower, (x2 > 0 && upper.is_finite()).then_some(upper))
}

/// The selected, where there are some in both groups.
fn some(counts: Counts) -> Option<[f64; 2]> {
    counts.selected.iter().all(|selected| *selected > 0).then(|| counts.selected.map(float))
}
