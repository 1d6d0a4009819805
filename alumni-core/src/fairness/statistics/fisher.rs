//! Fisher's exact test and Lancaster's mid-p of two groups' selection counts.

use super::hypergeometric::Hypergeometric;
use super::ties::at_most_as_likely;

/// Two-sided p-values by the *minimum likelihood* convention.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Exact {
    /// The probability of a table at most as likely as the observed one.
    pub(crate) fisher: f64,
    /// The same with the observed table counted half.
    pub(crate) mid_p: f64,
}

/// Whether a p-value is below `alpha`, and not equal to it but for the last digits of a float.
///
/// Mid-p can be exactly 1/20: 2 of 2 against none of 3.
pub(crate) fn below(p: f64, alpha: f64) -> bool {
    p < alpha * (1.0 - 1e-11)
}

/// The exact test of `count` selected in the law's first group.
///
/// # Formula
///
/// ```text
/// P(k) = C(n1, k) C(n2, m-k) / C(N, m)
/// fisher = sum of P(k) over k with P(k) <= P(x1)          mid_p = fisher - P(x1) / 2
/// ```
///
/// Both shrink as `count` moves away from the mode. Where only one table is possible, fisher is 1 and mid-p one half.
///
/// # Source
///
/// R. A. Fisher, *Statistical Methods for Research Workers* (1934), 21.02; H. O. Lancaster, *Significance Tests in
/// Discrete Distributions*, JASA 56 (1961).
pub(crate) fn exact(law: &Hypergeometric, count: u64) -> Exact {
    if count > law.mode() {
        return exact(&law.mirrored(), law.other(count));
    }
    let near = law.lower_tail(count);
    let far = far_boundary(law, count).map_or(0.0, |boundary| law.upper_tail(boundary));
    let fisher = (near + far).min(1.0);
    Exact { fisher, mid_p: (fisher - 0.5 * law.probability(count)).max(0.0) }
}

/// The smallest count above the mode that is at most as likely as `count`, which is at the mode or below.
fn far_boundary(law: &Hypergeometric, count: u64) -> Option<u64> {
    let (mut low, mut high) = (law.mode().max(count.saturating_add(1)), law.high());
    if low > high || !at_most_as_likely(law, high, count) {
        return None;
    }
    // From the mode on, probabilities fall.
    while low < high {
        let middle = low.midpoint(high);
        if at_most_as_likely(law, middle, count) {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    Some(low)
}

/// How many of the selected must move towards what chance expects until mid-p is at least `alpha`; `None` where it is
/// already.
///
/// `alpha` is at most one half, which mid-p reaches at the mode.
pub(crate) fn swaps_to_insignificance(law: &Hypergeometric, count: u64, alpha: f64) -> Option<u64> {
    if count > law.mode() {
        return swaps_to_insignificance(&law.mirrored(), law.other(count), alpha);
    }
    let significant = |count| below(exact(law, count).mid_p, alpha);
    if !significant(count) {
        return None;
    }
    // Gallop, then halve: the answer is usually small beside the distance to the mode.
    let (mut low, mut high, mut step) = (count, law.mode(), 1_u64);
    loop {
        let next = low.saturating_add(step);
        if next >= high {
            break;
        }
        if significant(next) {
            low = next;
            step = step.saturating_mul(4);
        } else {
            high = next;
            break;
        }
    }
    while high.saturating_sub(low) > 1 {
        let middle = low.midpoint(high);
        if significant(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    Some(high.saturating_sub(count))
}

/// The largest count whose mid-p is below `alpha` on the lower side; `None` where there is none.
///
/// For enumerations over many margins: one walk over the law, ties told to one part in 10^9.
pub(crate) fn critical(law: &Hypergeometric, alpha: f64) -> Option<u64> {
    let window = law.window();
    let mut above = window.probabilities.iter().copied().rev().peekable();
    let (mut far, mut near) = (0.0, 0.0);
    let mut found = None;
    for (count, probability) in window.iter().take_while(|(count, _)| *count <= law.mode()) {
        near += probability;
        while let Some(other) = above.next_if(|other| *other <= probability * (1.0 + 1e-9)) {
            far += other;
        }
        if !below(near + far - 0.5 * probability, alpha) {
            break;
        }
        found = Some(count);
    }
    found
}
