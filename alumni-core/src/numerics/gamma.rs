//! The incomplete gamma function.

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

/// The probability that a chi-square variable exceeds `value`.
pub(crate) fn chi_square_above(value: f64, degrees: f64) -> f64 {
    upper(0.5 * degrees, 0.5 * value)
}
