//! The gamma function's relatives, for positive arguments.

/// The share of a gamma variable of this shape and scale 1 that lies above `x`: `Q(shape, x)`, with its relative digits far
/// out in the tail.
///
/// # Source
///
/// Abramowitz and Stegun 6.5.29 (series, for `x < shape + 1`) and 6.5.31 (continued fraction, by Lentz's method).
pub(crate) fn upper(shape: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let scale = libm::exp(shape * libm::log(x) - x - libm::lgamma(shape));
    // The terms shrink once past the √shape or so in the middle.
    let most = 1_000.0 + 100.0 * libm::sqrt(shape);
    let mut step = 0.0;
    if x < shape + 1.0 {
        let (mut term, mut sum) = (1.0 / shape, 1.0 / shape);
        while step < most && term > sum * f64::EPSILON * 0.25 {
            step += 1.0;
            term *= x / (shape + step);
            sum += term;
        }
        return (1.0 - scale * sum).max(0.0);
    }
    const TINY: f64 = 1e-300;
    let kept = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut b = x + 1.0 - shape;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    while step < most {
        step += 1.0;
        let factor = -step * (step - shape);
        b += 2.0;
        d = 1.0 / kept(factor * d + b);
        c = kept(b + factor / c);
        fraction *= d * c;
        if (d * c - 1.0).abs() < f64::EPSILON {
            break;
        }
    }
    (scale * fraction).min(1.0)
}

/// The value below which a gamma variable of this shape and scale 1 lies with this probability; by bisection, which cannot fail.
pub(crate) fn quantile(shape: f64, probability: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 10.0 * libm::sqrt(shape) + 10.0);
    // Each step gains a bit; then the ends are neighbours.
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if 1.0 - upper(shape, middle) < probability {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// The probability that a Poisson variable of this mean is `count` or less.
pub(crate) fn poisson_at_most(count: f64, mean: f64) -> f64 {
    upper(count + 1.0, mean)
}

/// The probability that a chi-square variable exceeds `value`.
pub(crate) fn chi_square_above(value: f64, degrees: f64) -> f64 {
    upper(0.5 * degrees, 0.5 * value)
}

/// From here on the asymptotic series below have the digits of a float.
const LARGE: f64 = 12.0;

/// `d/dx ln Γ(x)`, within 2e-15 of it or of 1, whichever is larger.
///
/// # Source
///
/// Abramowitz and Stegun 6.3.5 (recurrence) and 6.3.18 (asymptotic series).
pub(crate) fn digamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < LARGE {
        sum -= 1.0 / x;
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = series(
        square,
        [1.0 / 12.0, -1.0 / 120.0, 1.0 / 252.0, -1.0 / 240.0, 1.0 / 132.0, -691.0 / 32_760.0, 1.0 / 12.0],
    );
    sum + libm::log(x) - 0.5 / x - series
}

/// `d²/dx² ln Γ(x)`, within 2e-15 of it.
///
/// # Source
///
/// Abramowitz and Stegun 6.4.6 (recurrence) and 6.4.12 (asymptotic series).
pub(crate) fn trigamma(mut x: f64) -> f64 {
    let mut sum = 0.0;
    while x < LARGE {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = series(
        square,
        [1.0 / 6.0, -1.0 / 30.0, 1.0 / 42.0, -1.0 / 30.0, 5.0 / 66.0, -691.0 / 2_730.0, 7.0 / 6.0],
    );
    sum + (1.0 + 0.5 / x + series) / x
}

/// `Σ coefficients[k] x^(k+1)`
fn series(x: f64, coefficients: [f64; 7]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| (sum + coefficient) * x)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) {
        assert!((found - expected).abs() <= 3e-15 * expected.abs().max(1.0), "{found} is not {expected}");
    }

    /// Source: Abramowitz and Stegun 6.3.2, 6.3.3, 6.4.2 and 6.4.4: closed forms at 1 and at a half.
    #[test]
    fn closed_forms_hold() {
        let euler = 0.577_215_664_901_532_9;
        let square = std::f64::consts::PI * std::f64::consts::PI;
        near(digamma(1.0), -euler);
        near(digamma(0.5), -euler - 2.0 * std::f64::consts::LN_2);
        near(digamma(3.0), 1.5 - euler);
        near(trigamma(1.0), square / 6.0);
        near(trigamma(0.5), square / 2.0);
        near(trigamma(3.0), square / 6.0 - 1.25);
    }

    /// Source: mpmath 1.3 with 40 digits.
    #[test]
    fn values_agree_with_forty_digits() {
        for (x, first, second) in [
            (1e-08, -100000000.57721564, 10000000000000001.23),
            (0.01, -100.56088545786868, 10001.621213528313),
            (0.3, -3.502524222200133, 12.245364546107732),
            (1.7, 0.2085478748734939, 0.7932328301639984),
            (4.413531558, 1.3671306103352403, 0.2541636377369943),
            (11.999, 2.442574774329119, 0.08690942073224082),
            (12.0, 2.442661679975812, 0.08690187287176838),
            (57.3, 4.039549239957579, 0.017605179101050653),
            (1000000.0, 13.815510057964191, 1.0000005000001667e-06),
        ] {
            near(digamma(x), first);
            assert!((trigamma(x) / second - 1.0).abs() < 4e-15, "{x}");
        }
    }

    /// Source: Abramowitz and Stegun 6.5.13 and 26.4.21: for whole shapes the tail is a sum of Poisson's terms.
    #[test]
    fn tails_are_sums_of_poisson_terms() {
        for x in [0.1, 1.0, 2.9, 3.1, 10.0, 80.0, 300.0_f64] {
            let terms: f64 = 1.0 + x + x * x / 2.0;
            let expected = (-x).exp() * terms;
            assert!((upper(3.0, x) / expected - 1.0).abs() < 1e-13, "{x}");
        }
        // One degree of freedom: twice the normal tail.
        let expected = libm::erfc(std::f64::consts::FRAC_1_SQRT_2 * 11.0);
        assert!((chi_square_above(121.0, 1.0) / expected - 1.0).abs() < 1e-12);
        near(chi_square_above(0.0, 2.0), 1.0);
    }
}
