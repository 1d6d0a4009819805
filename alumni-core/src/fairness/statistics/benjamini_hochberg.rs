//! Benjamini and Hochberg's adjustment of several p-values.

use super::float;

/// Adjusted p-values in the order given: calling those at most `q` findings keeps the expected share of false ones among
/// them at most `q`.
///
/// # Formula
///
/// With `p(1) <= … <= p(m)`, `adjusted(i) = min over j >= i of min(1, m p(j) / j)`.
///
/// # Source
///
/// Y. Benjamini and Y. Hochberg, *Controlling the False Discovery Rate*, JRSS B 57 (1995).
pub(crate) fn adjust(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<(usize, f64)> = p.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1));
    let all = order.len() as f64;
    let mut smallest = 1.0_f64;
    for (rank, (_, p)) in (1_u64..).zip(&mut order).collect::<Vec<_>>().into_iter().rev() {
        smallest = smallest.min(all / float(rank) * *p);
        *p = smallest;
    }
    order.sort_unstable_by_key(|(place, _)| *place);
    order.into_iter().map(|(_, p)| p).collect()
}
