//! The beta distribution.

/// The share of a beta variable with these parameters, both above 0, that lies below `x`: the regularised incomplete beta function.
///
/// # Source
///
/// NIST Digital Library of Mathematical Functions, 8.17.22, and 8.17.4 on the other side of the mean.
pub(crate) fn below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let log_beta = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
    let front = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - log_beta);
    if x < (a + 1.0) / (a + b + 2.0) {
        (front * fraction(a, b, x) / a).clamp(0.0, 1.0)
    } else {
        (1.0 - front * fraction(b, a, 1.0 - x) / b).clamp(0.0, 1.0)
    }
}

/// The point with so much of the distribution below it; by bisection, which cannot fail.
pub(crate) fn quantile(a: f64, b: f64, share: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if below(a, b, middle) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
}

/// Lentz's evaluation of the continued fraction DLMF 8.17.22.
pub(crate) fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / kept(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    let mut m = 1.0;
    // Terms grow in number with the root of the larger parameter.
    while m < 1e7 {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / kept(1.0 + even * d);
        c = kept(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / kept(1.0 + odd * d);
        c = kept(1.0 + odd / c);
        product *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
        m += 1.0;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source: DLMF 8.17.5, for whole parameters the tail of a binomial variable, and the closed forms for 1.
    #[test]
    fn closed_forms_hold() {
        for x in [1e-6_f64, 0.1, 0.3, 0.5, 0.9] {
            assert!((below(1.0, 4.0, x) - (1.0 - (1.0 - x).powi(4))).abs() < 1e-14, "{x}");
            assert!((below(3.0, 1.0, x) - x.powi(3)).abs() < 1e-14, "{x}");
            let two_of_four = 6.0 * x.powi(2) * (1.0 - x).powi(2) + 4.0 * x.powi(3) * (1.0 - x) + x.powi(4);
            assert!((below(2.0, 3.0, x) - two_of_four).abs() < 1e-14, "{x}");
        }
        assert!((quantile(1.0, 1.0, 0.025) - 0.025).abs() < 1e-15);
        // The arcsine law: the share below x is (2/pi) asin(sqrt(x)).
        assert!((quantile(0.5, 0.5, 0.25) - (std::f64::consts::PI / 8.0).sin().powi(2)).abs() < 1e-13);
    }
}
