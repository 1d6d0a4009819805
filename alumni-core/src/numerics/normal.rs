//! The standard normal distribution.

use std::f64::consts::SQRT_2;

/// The share of the distribution below `z`.
pub(crate) fn cumulative(z: f64) -> f64 {
    0.5 * libm::erfc(-z / SQRT_2)
}

/// The point with so much of the distribution above it; `upper` lies in (0, 1).
///
/// By bisection to the last digit, which needs no table of coefficients.
pub(crate) fn upper_quantile(upper: f64) -> f64 {
    let (mut low, mut high) = (-40.0_f64, 40.0_f64);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if cumulative(-middle) > upper {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// How many standard deviations either side hold the share `level`: 1.96 for 0.95.
pub(crate) fn two_sided(level: f64) -> f64 {
    upper_quantile(0.5 * (1.0 - level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_agree_with_printed_tables() {
        // Abramowitz and Stegun, table 26.5; NIST Engineering Statistics Handbook 1.3.6.7.1.
        assert!((two_sided(0.95) - 1.959_963_984_540_054).abs() < 1e-13);
        assert!((two_sided(0.99) - 2.575_829_303_548_901).abs() < 1e-13);
        assert!((upper_quantile(0.2) - 0.841_621_233_572_914_3).abs() < 1e-13);
        assert!((upper_quantile(0.8) + 0.841_621_233_572_914_3).abs() < 1e-13);
        assert!((cumulative(-2.0) - 0.022_750_131_948_179_21).abs() < 1e-15);
    }
}
