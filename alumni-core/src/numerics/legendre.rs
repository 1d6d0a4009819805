//! Integrals by Gauss and Legendre.

use std::sync::LazyLock;

/// Points and weights of 32 on the interval from -1 to 1, half of them: they are symmetric.
static HALF: LazyLock<[(f64, f64); 16]> = LazyLock::new(|| {
    let mut rule = [(0.0, 0.0); 16];
    for (place, entry) in (1_u8..).zip(&mut rule) {
        // Newton from the usual guess; the polynomial by its recurrence.
        let mut x = libm::cos(std::f64::consts::PI * (f64::from(place) - 0.25) / 32.5);
        let mut slope = 1.0;
        for _ in 0..100 {
            let (mut before, mut here) = (1.0, x);
            for degree in 2_u8..=32 {
                let n = f64::from(degree);
                (before, here) = (here, ((2.0 * n - 1.0) * x * here - (n - 1.0) * before) / n);
            }
            slope = 32.0 * (x * here - before) / (x * x - 1.0);
            let step = here / slope;
            x -= step;
            if step.abs() < 1e-16 {
                break;
            }
        }
        *entry = (x, 2.0 / ((1.0 - x * x) * slope * slope));
    }
    rule
});

/// Points with weights for an integral from `low` to `high`.
pub(crate) fn points(low: f64, high: f64) -> impl Iterator<Item = (f64, f64)> {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    HALF.iter()
        .flat_map(move |(x, weight)| [(middle - half * x, weight * half), (middle + half * x, weight * half)])
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn polynomials_up_to_degree_63_are_exact() {
        for degree in 0..64 {
            let found: f64 = points(0.0, 1.0).map(|(x, weight)| weight * x.powi(degree)).sum();
            assert!((found - 1.0 / f64::from(degree + 1)).abs() < 1e-15, "{degree}: {found}");
        }
    }
}
