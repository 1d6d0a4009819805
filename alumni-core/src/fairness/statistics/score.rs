//! The score test of two rates, in standard deviations.

use super::{float, normal};

/// How many pooled standard deviations lie between two rates, and how unlikely that is by chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Score {
    /// Negative where the first rate is the lower one; 0 where nobody or everybody is selected.
    pub(crate) z: f64,
    /// Two-sided, by the normal law.
    pub(crate) p: f64,
    /// The same of `z` times the square root of `(N - 1) / N`.
    pub(crate) p_n_minus_1: f64,
}

/// The test of two groups with somebody considered in each.
///
/// # Formula
///
/// `z = (r1 - r2) / sqrt(r (1-r) (1/n1 + 1/n2))`, `r` the pooled rate; `p = 2 Phi(-|z|)`.
///
/// # Source
///
/// I. Campbell, *Chi-squared and Fisher-Irwin Tests of Two-by-two Tables with Small Sample Recommendations*, Statistics
/// in Medicine 26 (2007), for N-1.
pub(crate) fn test(selected: [u64; 2], considered: [u64; 2]) -> Score {
    let [x1, x2] = selected.map(u128::from);
    let [n1, n2] = considered.map(u128::from);
    let ahead = x1.saturating_mul(n2) as f64 - x2.saturating_mul(n1) as f64;
    // Exactly equal rates have no distance, however large the products are.
    let gap = if x1.saturating_mul(n2) == x2.saturating_mul(n1) { 0.0 } else { ahead };
    let [n1, n2] = considered.map(float);
    let all = n1 + n2;
    let chosen = selected.map(float).iter().sum::<f64>();
    let left = all - chosen;
    if gap == 0.0 || chosen <= 0.0 || left <= 0.0 {
        return Score { z: 0.0, p: 1.0, p_n_minus_1: 1.0 };
    }
    let z = gap / libm::sqrt(n1 * n2) / libm::sqrt(chosen * left) * libm::sqrt(all);
    let two_sided = |z: f64| libm::erfc(libm::fabs(z) / std::f64::consts::SQRT_2);
    Score { z, p: two_sided(z), p_n_minus_1: two_sided(z * libm::sqrt((all - 1.0) / all)) }
}

/// Wilson's interval of a rate; `considered` is above zero.
///
/// # Source
///
/// E. B. Wilson, JASA 22 (1927); R. G. Newcombe, Statistics in Medicine 17 (1998) 857, method 3.
pub(crate) fn wilson(selected: u64, considered: u64, z: f64) -> (f64, f64) {
    let [x, n] = [selected, considered].map(float);
    let rate = x / n;
    let centre = x + 0.5 * z * z;
    let half = z * libm::sqrt(x * (1.0 - rate) + 0.25 * z * z);
    let limit = |numerator: f64| (numerator / (n + z * z)).clamp(0.0, 1.0);
    let lower = if selected == 0 { 0.0 } else { limit(centre - half) };
    (lower, if selected == considered { 1.0 } else { limit(centre + half) })
}

/// Newcombe's interval of the first rate less the second, from Wilson's of each.
///
/// # Source
///
/// R. G. Newcombe, *Interval Estimation for the Difference between Independent Proportions*, Statistics in Medicine 17
/// (1998) 873, method 10.
pub(crate) fn newcombe(selected: [u64; 2], considered: [u64; 2], z: f64) -> (f64, f64) {
    let [x1, x2] = selected;
    let [n1, n2] = considered;
    let [r1, r2] = [float(x1) / float(n1), float(x2) / float(n2)];
    let ((l1, u1), (l2, u2)) = (wilson(x1, n1, z), wilson(x2, n2, z));
    let difference = r1 - r2;
    let lower = difference - libm::hypot(r1 - l1, u2 - r2);
    (lower.max(-1.0), (difference + libm::hypot(u1 - r1, r2 - l2)).min(1.0))
}

/// The largest share of a chi-square law with `freedom` degrees above `statistic`.
///
/// # Formula
///
/// The finite sums of Abramowitz and Stegun 26.4.4 and 26.4.5; every term is positive.
pub(crate) fn chi_square_tail(statistic: f64, freedom: u64) -> f64 {
    let half = 0.5 * statistic.max(0.0);
    if freedom == 0 || half <= 0.0 {
        return 1.0;
    }
    let odd = freedom % 2 == 1;
    let mut tail = if odd { libm::erfc(libm::sqrt(half)) } else { 0.0 };
    let mut power = if odd { 0.5 } else { 0.0 };
    let last = 0.5 * float(freedom);
    while power < last - 0.75 {
        tail += libm::exp(power * libm::log(half) - half - libm::lgamma(power + 1.0));
        power += 1.0;
    }
    tail.min(1.0)
}

/// The two-sided normal p-value of a chi-square with one degree of freedom.
pub(crate) fn chi_square_1(statistic: f64) -> f64 {
    2.0 * normal::cumulative(-libm::sqrt(statistic.max(0.0)))
}
