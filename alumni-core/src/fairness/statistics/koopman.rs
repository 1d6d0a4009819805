//! Koopman's score interval of the ratio of two rates.

use super::float;

/// Two groups' counts: selected and considered, the focal group first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counts {
    pub(crate) selected: [u64; 2],
    pub(crate) considered: [u64; 2],
}

/// All ratios whose score is within `z`, as lower and upper limit; no upper limit (infinity) where nobody of the
/// reference group was selected.
///
/// Defined for all counts but nobody considered in one of the groups or nobody selected in both.
///
/// # Formula
///
/// ```text
/// all phi with | r1 - phi r2 | <= z sqrt( p1 (1-p1) / n1 + phi^2 p2 (1-p2) / n2 )
/// p1 = phi p2,  p2 = the likeliest rate of the reference group if the ratio is phi
/// ```
///
/// # Source
///
/// P. A. R. Koopman, *Confidence Intervals for the Ratio of Two Binomial Proportions*, Biometrics 40 (1984);
/// O. Miettinen and M. Nurminen, *Comparative Analysis of Two Rates*, Statistics in Medicine 4 (1985), without their
/// factor N/(N-1).
pub(crate) fn interval(counts: Counts, z: f64) -> (f64, Option<f64>) {
    let [focal, reference] = counts.selected;
    let lower = if focal == 0 { 0.0 } else { solve(counts, z) };
    let upper = (reference > 0).then(|| solve(counts, -z));
    (lower, upper)
}

/// Miettinen and Nurminen's interval: Koopman's with the variance times N/(N-1).
pub(crate) fn miettinen_nurminen(counts: Counts, z: f64) -> (f64, Option<f64>) {
    let all = counts.considered.map(float).iter().sum::<f64>();
    interval(counts, z * libm::sqrt(all / (all - 1.0)))
}

/// The ratio whose score is `target`; the score falls as the ratio grows.
fn solve(counts: Counts, target: f64) -> f64 {
    let above = |ratio: f64| score(counts, ratio) > target;
    let (mut low, mut high) = (1.0, 1.0);
    let mut factor = 2.0;
    while !above(low) && low > 1e-300 {
        high = low;
        low /= factor;
        factor *= 2.0;
    }
    factor = 2.0;
    while above(high) && high < 1e300 {
        low = high;
        high *= factor;
        factor *= 2.0;
    }
    loop {
        // Far apart the middle is taken on the logarithmic scale.
        let middle = if high > 4.0 * low { libm::sqrt(low) * libm::sqrt(high) } else { 0.5 * (low + high) };
        if middle <= low || middle >= high {
            return middle;
        }
        if above(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// The difference of the rates from `ratio`, in standard errors if `ratio` is true.
fn score(counts: Counts, ratio: f64) -> f64 {
    let [x1, x2] = counts.selected.map(float);
    let [n1, n2] = counts.considered.map(float);
    let [left1, left2] = [
        counts.considered[0].saturating_sub(counts.selected[0]),
        counts.considered[1].saturating_sub(counts.selected[1]),
    ]
    .map(float);
    let difference = x1 / n1 - ratio * (x2 / n2);
    // The likeliest rates p1 = ratio p2 solve a quadratic; its root and both complements are written as sums of
    // positive terms, so that no digits are lost near zero, near one, or at ratio one.
    let selected = x1 + x2;
    let g = selected * (1.0 - ratio) + left2 - left1 * ratio;
    let product = 4.0 * left1 * left2 * ratio;
    let root = libm::sqrt(g * g + product);
    let (root_less_g, root_plus_g) = match () {
        () if g > 0.0 => (product / (root + g), root + g),
        () if g < 0.0 => (root - g, product / (root - g)),
        () => (root, root),
    };
    let denominator = selected * (1.0 + ratio) + left1 * ratio + left2 + root;
    let p1 = 2.0 * selected * ratio / denominator;
    let q1 = (2.0 * left1 * ratio + root_plus_g) / denominator;
    let q2 = (2.0 * left2 + root_less_g) / denominator;
    let variance = p1 * (q1 / n1 + ratio * q2 / n2);
    if variance > 0.0 {
        difference / libm::sqrt(variance)
    } else if difference > 0.0 {
        f64::INFINITY
    } else if difference < 0.0 {
        f64::NEG_INFINITY
    } else {
        0.0
    }
}
