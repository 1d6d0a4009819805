//! Student's t distribution with any positive number of degrees of freedom.

use crate::numerics::beta::fraction;
use crate::numerics::normal;

/// Beyond this many degrees of freedom the normal law is the same to 13 digits.
const NORMAL: f64 = 1e13;

/// The probability of a value further from zero than `t`, either way.
///
/// # Formula
///
/// `I(v / (v + t^2); v / 2, 1 / 2)`, the regularised incomplete beta function.
///
/// # Source
///
/// NIST Digital Library of Mathematical Functions, 8.17.
pub(super) fn two_sided(t: f64, degrees: f64) -> f64 {
    let square = t * t;
    if degrees >= NORMAL {
        return (2.0 * normal::cumulative(-t.abs())).min(1.0);
    }
    let (share, rest) = (degrees / (degrees + square), square / (degrees + square));
    if !rest.is_finite() || rest >= 1.0 && share <= 0.0 {
        return 0.0;
    }
    incomplete_beta(0.5 * degrees, 0.5, share, rest).clamp(0.0, 1.0)
}

/// The value that `1 - level` of the distribution lies further from zero than.
pub(super) fn critical(level: f64, degrees: f64) -> f64 {
    let outside = 1.0 - level;
    let (mut low, mut high) = (0.0_f64, 2.0_f64);
    while two_sided(high, degrees) > outside && high < 1e150 {
        high *= 2.0;
    }
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if two_sided(middle, degrees) > outside {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// `x` and `y = 1 - x` are both given, since the smaller one holds the digits.
fn incomplete_beta(a: f64, b: f64, x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if y <= 0.0 {
        return 1.0;
    }
    // ln x from the smaller one, too.
    let log = |value: f64, other: f64| if value > 0.5 { libm::log1p(-other) } else { libm::log(value) };
    let front = libm::exp(a * log(x, y) + b * log(y, x) - log_beta_half(a.max(b)));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, y) / b
    }
}

/// `ln B(a, 1/2)`; the difference of two large logarithms of gamma functions would lose its digits.
fn log_beta_half(a: f64) -> f64 {
    let half_log_pi = 0.572_364_942_924_700_1;
    if a < 50.0 {
        return half_log_pi + libm::lgamma(a) - libm::lgamma(a + 0.5);
    }
    // ln Γ(a + 1/2) - ln Γ(a), from the asymptotic series of Stirling: DLMF 5.11.
    let inverse = 1.0 / a;
    let square = inverse * inverse;
    let series = inverse
        * (-1.0 / 8.0 + square * (1.0 / 192.0 + square * (-1.0 / 640.0 + square * (17.0 / 14_336.0))));
    half_log_pi - (0.5 * libm::log(a) + series)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2, critical values of Student's t.
    #[test]
    fn critical_values_are_those_of_the_table() {
        for (degrees, expected) in [(1.0, 12.706), (2.0, 4.303), (10.0, 2.228), (30.0, 2.042), (100.0, 1.984)]
        {
            assert!((critical(0.95, degrees) - expected).abs() < 5.1e-4, "{degrees}");
        }
        assert!((critical(0.95, 1e15) - 1.959_963_984_540_054).abs() < 1e-12);
    }

    /// Source: the closed forms for 1, 2 and 4 degrees of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4).
    #[test]
    fn the_closed_forms_agree() {
        for t in [1e-9_f64, 0.1, 0.5, 1.0, 2.0, 5.0, 40.0, 1e6] {
            let one = 1.0 - 2.0 / std::f64::consts::PI * t.atan();
            assert!((two_sided(t, 1.0) - one).abs() < 1e-14, "{t}");
            let two = 1.0 - t / (2.0 + t * t).sqrt();
            assert!((two_sided(t, 2.0) - two).abs() < 1e-14, "{t}");
            let sine = t / (4.0 + t * t).sqrt();
            let four = 1.0 - sine * (1.0 + 0.5 * (1.0 - sine * sine));
            assert!((two_sided(t, 4.0) - four).abs() < 1e-14, "{t}");
        }
    }

    #[test]
    fn the_series_meets_the_gamma_functions() {
        let direct = 0.572_364_942_924_700_1 + libm::lgamma(50.0) - libm::lgamma(50.5);
        assert!((log_beta_half(50.0) - direct).abs() < 1e-13);
    }
}
