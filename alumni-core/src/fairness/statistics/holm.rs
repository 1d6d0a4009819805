//! Holm's adjustment of several p-values.

use super::float;

/// Adjusted p-values in the order given: comparing them with alpha keeps the chance of even one false alarm in the
/// family below alpha.
///
/// # Formula
///
/// With `p(1) <= … <= p(m)`, `adjusted(i) = max over j <= i of min(1, (m - j + 1) p(j))`.
///
/// # Source
///
/// S. Holm, *A Simple Sequentially Rejective Multiple Test Procedure*, Scandinavian Journal of Statistics 6 (1979).
pub(crate) fn adjust(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut largest = 0.0_f64;
    for (left, (_, p)) in (1..=order.len()).rev().zip(&mut order) {
        largest = largest.max(*p * u64::try_from(left).map_or(f64::MAX, float)).min(1.0);
        *p = largest;
    }
    order.sort_unstable_by_key(|(place, _)| *place);
    order.into_iter().map(|(_, p)| p).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adjusted_values_are_steps_that_never_fall() {
        // By hand: 4 x 0.01, 3 x 0.02, 2 x 0.03 (both 0.06), 1 x 0.04 raised to 0.06.
        let adjusted = adjust(&[0.04, 0.01, 0.03, 0.02]);
        for (found, expected) in adjusted.iter().zip([0.06, 0.04, 0.06, 0.06]) {
            assert!((found - expected).abs() < 1e-15);
        }
        assert_eq!(adjust(&[0.9, 0.8]), [1.0, 1.0]);
        assert_eq!(adjust(&[]), Vec::<f64>::new());
    }
}
