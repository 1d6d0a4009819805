//! What the numbers could have shown: the smallest detectable ratio, and how many people would be needed.

use super::critical::Critical;
use super::effort::Effort;
use super::float;
use super::normal;
use super::window::Window;

/// What is asked of a test: two-sided level, and the power wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand {
    pub(crate) alpha: f64,
    pub(crate) power: f64,
}

/// The ratio nearest to 1 that the mid-p test finds with the power wanted, and whether by enumeration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Detectable {
    /// `None` where not even a rate of zero in the focal group would be found so often.
    pub(crate) ratio: Option<f64>,
    pub(crate) enumerated: bool,
}

/// The largest ratio below 1 at which two groups of this size differ significantly, with the focal rate the lower one,
/// with probability at least `power`; the reference group's true rate is taken to be `rate`. Enumerations beyond the effort give way to
/// the normal approximation.
///
/// # Formula
///
/// Enumerated: the sum of `Bin(n1, ratio rate)(x1) Bin(n2, rate)(x2)` over all tables whose two-sided mid-p is below
/// alpha and whose focal rate is the lower one; two tables whose probabilities differ by less than one part in 10^9
/// count as tied here. Approximated: [`normal_power`].
pub(crate) fn smallest_detectable(
    considered: [u64; 2],
    rate: f64,
    demand: Demand,
    effort: Effort,
) -> Detectable {
    let [first, second] = considered.map(float);
    let spread = 17.0 * libm::sqrt(second * rate * (1.0 - rate)) + 2.0;
    let each = 17.0 * 0.5 * libm::sqrt(first.min(second)).min(first) + 10.0;
    let enumerated = (first + spread) * each <= effort.steps;
    let ratio = if rate <= 0.0 {
        None
    } else if enumerated {
        let region = Region::new(considered, rate, demand.alpha);
        largest(demand.power, |ratio| region.power(considered[0], ratio * rate))
    } else {
        let z = normal::upper_quantile(0.5 * demand.alpha);
        largest(demand.power, |ratio| normal_power(considered, [ratio * rate, rate], z))
    };
    Detectable { ratio, enumerated }
}

/// The largest ratio in [0, 1] at which `power`, which falls as the ratio grows, is at least `wanted`.
fn largest(wanted: f64, power: impl Fn(f64) -> f64) -> Option<f64> {
    if power(0.0) < wanted {
        return None;
    }
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..44 {
        let middle = 0.5 * (low + high);
        if power(middle) < wanted {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(low)
}

/// The tables that the test calls significant with the lower rate in the first group.
struct Region {
    /// For a count in the second group with its probability: a run of counts in the first group, both ends included.
    runs: Vec<(f64, u64, u64)>,
}

impl Region {
    fn new(considered: [u64; 2], rate: f64, alpha: f64) -> Self {
        let [first, second] = considered;
        let reference = Window::binomial(second, rate);
        let end = |window: &Window| window.iter().last().map_or(0, |(count, _)| count);
        // The focal rate is at most the reference's: larger counts are never seen.
        let most = end(&Window::binomial(first, rate));
        let margins = end(&reference).saturating_add(most).saturating_sub(reference.start).saturating_add(1);
        let mut walk = Critical::new(considered, alpha, reference.start);
        // For each number selected in all one more than the largest count of the first group that is significantly low; from
        // the last on the least of these, and how far the count lies below the margin at least.
        let critical: Vec<u64> =
            (0..margins).map(|_| walk.next().map_or(0, |count| count.saturating_add(1))).collect();
        let (mut least, mut nearest) = (critical.clone(), Vec::with_capacity(critical.len()));
        let mut smallest = u64::MAX;
        least.iter_mut().rev().for_each(|critical| {
            smallest = smallest.min(*critical);
            *critical = smallest;
        });
        let mut gap = u64::MAX;
        for (margin, critical) in critical.iter().enumerate().rev() {
            let margin = u64::try_from(margin).unwrap_or(u64::MAX);
            gap = gap.min(margin.saturating_add(most).saturating_add(1).saturating_sub(*critical));
            nearest.push(gap);
        }
        nearest.reverse();
        let mut runs = Vec::new();
        for ((_, probability), offset) in reference.iter().zip(0_u64..) {
            let at = |list: &[u64], count: u64| {
                let place = usize::try_from(offset.saturating_add(count)).unwrap_or(usize::MAX);
                list.get(place).copied()
            };
            // Every count below the least of all larger margins is significant.
            let mut next = 0;
            while let Some(until) = at(&least, next).filter(|until| *until > next && next <= most) {
                next = until;
            }
            let mut from = (next > 0).then_some(0);
            // Near the edge one count may be significant and the one before not; beyond it none is.
            while next <= most && at(&nearest, next).is_some_and(|gap| gap <= offset.saturating_add(most)) {
                let rejected = at(&critical, next).is_some_and(|critical| next < critical);
                match (rejected, from) {
                    (true, None) => from = Some(next),
                    (false, Some(start)) => {
                        runs.push((probability, start, next.saturating_sub(1)));
                        from = None;
                    }
                    _ => {}
                }
                next = next.saturating_add(1);
            }
            if let Some(start) = from {
                runs.push((probability, start, next.saturating_sub(1).min(first)));
            }
        }
        Self { runs }
    }

    /// The probability of the region when the first group's true rate is `rate`.
    fn power(&self, first: u64, rate: f64) -> f64 {
        let focal = Window::binomial(first, rate);
        let mut sum = 0.0;
        let mut below = vec![0.0];
        below.extend(focal.probabilities.iter().map(|probability| {
            sum += probability;
            sum
        }));
        // The probability of fewer than `count`.
        let fewer = |count: u64| {
            let place = usize::try_from(count.saturating_sub(focal.start)).unwrap_or(usize::MAX);
            below.get(place).copied().unwrap_or(1.0)
        };
        self.runs.iter().map(|(p, from, to)| p * (fewer(to.saturating_add(1)) - fewer(*from))).sum()
    }
}

/// The power for true `rates` of a two-sided test that rejects beyond `z` standard errors, by the normal approximation.
///
/// # Formula
///
/// `Phi( (p2 - p1 - z sqrt(p (1-p) (1/n1 + 1/n2))) / sqrt(p1 (1-p1) / n1 + p2 (1-p2) / n2) )`, `p` the pooled rate.
pub(crate) fn normal_power(considered: [u64; 2], rates: [f64; 2], z: f64) -> f64 {
    let [n1, n2] = considered.map(float);
    let [p1, p2] = rates;
    let pooled = (n1 * p1 + n2 * p2) / (n1 + n2);
    let null = libm::sqrt(pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2));
    let spread = libm::sqrt(p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2);
    let gap = p2 - p1 - z * null;
    if spread > 0.0 { normal::cumulative(gap / spread) } else { f64::from(u8::from(gap > 0.0)) }
}

/// How many people in each of two equal groups make the power at `ratio` as wanted, the reference rate being `rate`;
/// `None` where no number does.
///
/// # Formula
///
/// `n = ( z sqrt(2 p (1-p)) + z_power sqrt(p1 (1-p1) + p2 (1-p2)) )^2 / (p1 - p2)^2`, `p = (p1 + p2) / 2`.
///
/// # Source
///
/// J. L. Fleiss, *Statistical Methods for Rates and Proportions* (2nd ed. 1981), 3.2, without continuity correction.
pub(crate) fn needed_per_group(rate: f64, ratio: f64, demand: Demand) -> Option<u64> {
    let z = normal::upper_quantile(0.5 * demand.alpha);
    let needed = needed_exactly([ratio * rate, rate], z, normal::upper_quantile(1.0 - demand.power));
    let needed = libm::ceil(needed);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 10^18")]
    (needed.is_finite() && needed <= 1e18).then_some(needed as u64)
}

/// The same for two rates before it is rounded up, with the quantiles of the level and of the power; not finite where no number is
/// enough.
pub(crate) fn needed_exactly([p1, p2]: [f64; 2], z: f64, z_power: f64) -> f64 {
    let p = 0.5 * (p1 + p2);
    let null = z * libm::sqrt(2.0 * p * (1.0 - p));
    let spread = z_power * libm::sqrt(p1 * (1.0 - p1) + p2 * (1.0 - p2));
    let gap = p2 - p1;
    // Less power than the level leaves is there without anybody.
    let both = (null + spread).max(0.0);
    both * both / (gap * gap)
}
