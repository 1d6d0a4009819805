//! Exact tests with one margin fixed: Boschloo's and Barnard's.

use std::f64::consts::FRAC_PI_2;

use super::effort::Effort;
use super::float;
use super::hypergeometric::Hypergeometric;

/// Two-sided p-values, each the largest over all rates that both groups could share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Unconditional {
    /// Boschloo's test, ordered by the two-sided Fisher p of minimum likelihood.
    pub(crate) boschloo: f64,
    /// Boschloo's test as twice the smaller one-sided p-value.
    pub(crate) boschloo_central: f64,
    /// Barnard's test, ordered by the distance of the rates in pooled standard errors.
    pub(crate) barnard: f64,
}

/// Statistics that differ by less than this share are tied; their own error is about 1e-13.
const TIED: f64 = 1e-11;

/// The tests of `selected` out of `considered`; `None` where there are more tables than the effort allows (40,000 for one pair, about
/// 200 people in each group), or nobody in one of the groups.
///
/// # Formula
///
/// ```text
/// p = max over pi of  sum over tables T at least as extreme  Bin(n1, pi)(T1) Bin(n2, pi)(T2)
///   = max over pi of  sum over m  Bin(N, pi)(m) h(m)
/// h(m) = the hypergeometric probability of the tables at least as extreme among those with m selected
/// ```
///
/// For Boschloo's orders `h(m)` is the largest Fisher p-value possible with m selected that is not above the observed
/// one, or above it by less than one part in 10^11: p-values are floats, whose own error is about 1e-13. For Barnard's,
/// tables are compared in whole numbers: `(x1 n2 - x2 n1)^2 / (m (N - m))`.
///
/// # Source
///
/// R. D. Boschloo, *Raised Conditional Level of Significance*, Statistica Neerlandica 24 (1970); G. A. Barnard,
/// *Significance Tests for 2x2 Tables*, Biometrika 34 (1947); S. Suissa and J. J. Shuster, *Exact Unconditional Sample
/// Sizes*, JRSS A 148 (1985).
pub(crate) fn exact(selected: [u64; 2], considered: [u64; 2], effort: Effort) -> Option<Unconditional> {
    let [first, second] = considered;
    let tables = first.checked_add(1)?.checked_mul(second.checked_add(1)?)?;
    if tables > effort.tables || first == 0 || second == 0 {
        return None;
    }
    let people = first.saturating_add(second);
    let margins: Vec<Margin> = (0..=people).map(|all| Margin::new(first, second, all)).collect();
    let [x1, x2] = selected;
    let observed = margins.get(usize::try_from(x1.saturating_add(x2)).ok()?)?;
    let place = usize::try_from(x1.checked_sub(observed.low)?).ok()?;

    let reached = |p: fn(&Margin) -> &[f64]| {
        let limit = p(observed).get(place)? * (1.0 + TIED);
        Some(move |margin: &Margin| p(margin).iter().copied().filter(|p| *p <= limit).fold(0.0, f64::max))
    };
    let two_sided = reached(|margin| &margin.two_sided)?;
    let (below, above) = (reached(|margin| &margin.below)?, reached(|margin| &margin.above)?);
    let limit = Distance::new(selected, considered);
    let shares: Vec<Lanes> = margins
        .iter()
        .map(|margin| [two_sided(margin), below(margin), above(margin), margin.beyond(limit, considered)])
        .collect();
    let [boschloo, less, more, barnard] = suprema(&shares);
    Some(Unconditional { boschloo, boschloo_central: (2.0 * less.min(more)).min(1.0), barnard })
}

/// The tables with one number selected in all, in the order of the first group's count.
struct Margin {
    selected: u64,
    low: u64,
    probability: Vec<f64>,
    /// Fisher's p-values of each table: so few or fewer, so many or more, at most as likely.
    below: Vec<f64>,
    above: Vec<f64>,
    two_sided: Vec<f64>,
}

impl Margin {
    fn new(first: u64, second: u64, selected: u64) -> Self {
        let law = Hypergeometric::new(first, second, selected);
        let (low, high, mode) = (law.low(), law.high(), law.mode());
        let up = |count: u64| {
            let [a, b, c, d] = law.cells(count).map(float);
            b * c / ((a + 1.0) * (d + 1.0))
        };
        let mut probability: Vec<f64> = (low..mode)
            .rev()
            .scan(1.0, |weight, count| {
                *weight /= up(count);
                Some(*weight)
            })
            .collect();
        probability.reverse();
        probability.push(1.0);
        probability.extend((mode..high).scan(1.0, |weight, count| {
            *weight *= up(count);
            Some(*weight)
        }));
        let sum: f64 = probability.iter().sum();
        probability.iter_mut().for_each(|weight| *weight /= sum);
        let below = cumulated(probability.iter().copied());
        let mut above = cumulated(probability.iter().rev().copied());
        above.reverse();
        let two_sided = two_sided(&probability);
        Self { selected, low, probability, below, above, two_sided }
    }

    /// The probability of the tables whose rates are at least so far apart.
    fn beyond(&self, limit: Distance, considered: [u64; 2]) -> f64 {
        (self.low..)
            .zip(&self.probability)
            .filter(|(count, _)| {
                let other = self.selected.saturating_sub(*count);
                Distance::new([*count, other], considered).is_at_least(limit)
            })
            .map(|(_, probability)| probability)
            .sum()
    }
}

fn cumulated(values: impl Iterator<Item = f64>) -> Vec<f64> {
    values
        .scan(0.0, |sum, value| {
            *sum += value;
            Some(*sum)
        })
        .collect()
}

/// For each table the probability of all that are at most as likely; the law has one peak.
fn two_sided(probability: &[f64]) -> Vec<f64> {
    let (mut lower, mut upper) = (Vec::with_capacity(probability.len()), Vec::new());
    let mut rest = probability;
    let mut sum = 0.0;
    while let (Some(low), Some(high)) = (rest.first(), rest.last()) {
        let limit = low.min(*high) * (1.0 + TIED);
        let left = rest.iter().take_while(|p| **p <= limit).count();
        let (taken, others) = rest.split_at_checked(left).unwrap_or((rest, &[]));
        sum += taken.iter().sum::<f64>();
        let right = others.iter().rev().take_while(|p| **p <= limit).count();
        let (others, taken) =
            others.split_at_checked(others.len().saturating_sub(right)).unwrap_or((&[], &[]));
        sum += taken.iter().sum::<f64>();
        lower.extend(std::iter::repeat_n(sum, left));
        upper.extend(std::iter::repeat_n(sum, right));
        rest = others;
    }
    lower.extend(upper.into_iter().rev());
    lower
}

/// How far apart two rates are, squared and in pooled standard errors, as a fraction of whole numbers.
#[derive(Clone, Copy)]
struct Distance {
    numerator: u128,
    denominator: u128,
}

impl Distance {
    /// With at most [`MOST_TABLES`] tables both parts stay below 2^35 and, multiplied with each other, below 2^64.
    fn new(selected: [u64; 2], considered: [u64; 2]) -> Self {
        let [x1, x2] = selected.map(u128::from);
        let [n1, n2] = considered.map(u128::from);
        let gap = x1.saturating_mul(n2).abs_diff(x2.saturating_mul(n1));
        let all = x1.saturating_add(x2);
        let left = n1.saturating_add(n2).saturating_sub(all);
        Self { numerator: gap.saturating_mul(gap), denominator: all.saturating_mul(left) }
    }

    fn is_at_least(self, other: Self) -> bool {
        // Where nobody or everybody is selected the rates are equal: no distance.
        match (self.denominator, other.denominator) {
            (_, 0) => true,
            (0, _) => other.numerator == 0,
            _ => {
                self.numerator.saturating_mul(other.denominator)
                    >= other.numerator.saturating_mul(self.denominator)
            }
        }
    }
}

/// The shares of four orders of tables side by side: one law serves them all.
type Lanes = [f64; 4];

/// The largest means of `shares` (one row for each number selected, from none to all) under a binomial law.
///
/// The mean is a polynomial of the rate, and wavelets narrower than the law itself cannot stand in it. So it is looked
/// at on a grid of an eighth of the law's standard deviation (even in the arcsine of the square root of the rate), and
/// every peak that comes near the highest is climbed.
fn suprema(shares: &[Lanes]) -> Lanes {
    let law = Law::new(shares.len().saturating_sub(1));
    let steps = libm::ceil(16.0 * FRAC_PI_2 * libm::sqrt(law.trials)).max(16.0);
    let at = |angle: f64| {
        let root = libm::sin(angle);
        law.means(shares, root * root)
    };
    let width = FRAC_PI_2 / steps;
    let mut grid = Vec::new();
    let mut step = 0.0;
    while step <= steps {
        grid.push(at(FRAC_PI_2 * step / steps));
        step += 1.0;
    }
    std::array::from_fn(|lane| {
        let of = |row: Lanes| row.into_iter().nth(lane).unwrap_or_default();
        let highest = grid.iter().copied().map(of).fold(0.0, f64::max);
        let mut found = highest;
        let mut centre = 1.0;
        for around in grid.windows(3) {
            if let [left, middle, right] = around
                && let [left, middle, right] = [left, middle, right].map(|row| of(*row))
                && middle >= 0.95 * highest
                && middle >= left
                && middle >= right
                // Nothing is to be gained on a plateau.
                && middle - left.min(right) > TIED * middle
            {
                let climbed = |angle: f64| of(at(angle));
                found = found.max(peak(climbed, centre * width - width, centre * width + width));
            }
            centre += 1.0;
        }
        found.min(1.0)
    })
}

/// The highest value between two points with one peak between them, by golden sections.
fn peak(at: impl Fn(f64) -> f64, mut left: f64, mut right: f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (right - GOLDEN * (right - left), left + GOLDEN * (right - left));
    let (mut at_a, mut at_b) = (at(a), at(b));
    let mut best = at_a.max(at_b);
    // The value is flat at its peak: a millionth of the width is more than a float can tell.
    for _ in 0..26 {
        if at_a < at_b {
            (left, a, at_a) = (a, b, at_b);
            b = left + GOLDEN * (right - left);
            at_b = at(b);
        } else {
            (right, b, at_b) = (b, a, at_a);
            a = right - GOLDEN * (right - left);
            at_a = at(a);
        }
        best = best.max(at_a).max(at_b);
    }
    best
}

/// A binomial law whose rate is still to be named.
struct Law {
    trials: f64,
    /// How much likelier each count is than the one before it, but for the odds; and the other way round.
    rises: Vec<f64>,
    falls: Vec<f64>,
}

impl Law {
    fn new(trials: usize) -> Self {
        let trials = trials as f64;
        let counts =
            std::iter::successors(Some(0.0), |count| Some(count + 1.0)).take_while(|count| *count < trials);
        let rises: Vec<f64> = counts.map(|count| (trials - count) / (count + 1.0)).collect();
        let falls = rises.iter().map(|rise| 1.0 / rise).collect();
        Self { trials, rises, falls }
    }

    /// The means of `shares` at the rate `p`.
    fn means(&self, shares: &[Lanes], p: f64) -> Lanes {
        if p <= 0.0 || p >= 1.0 {
            let end = if p <= 0.0 { shares.first() } else { shares.last() };
            return end.copied().unwrap_or_default();
        }
        let odds = p / (1.0 - p);
        let mode = libm::floor((self.trials + 1.0) * p).min(self.trials);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and the trials"
        )]
        let mode = mode as usize;
        let (low, high) = shares.split_at_checked(mode).unwrap_or((shares, &[]));
        let mut sums = Sums::default();
        let rises = self.rises.get(mode..).unwrap_or_default().iter().map(|rise| odds * rise);
        sums.add(high.iter(), rises, 1.0);
        let odds = 1.0 / odds;
        let mut falls = self.falls.get(..mode).unwrap_or_default().iter().rev().map(|fall| odds * fall);
        if let Some(first) = falls.next() {
            sums.add(low.iter().rev(), falls, first);
        }
        sums.lanes.map(|sum| sum / sums.all)
    }
}

#[derive(Default)]
struct Sums {
    lanes: Lanes,
    all: f64,
}

impl Sums {
    /// Adds rows, the first with `weight` and each further one with that times the next of `changes`.
    fn add<'a>(
        &mut self,
        rows: impl Iterator<Item = &'a Lanes>,
        changes: impl Iterator<Item = f64>,
        mut weight: f64,
    ) {
        for (row, change) in rows.zip(changes.chain(std::iter::once(0.0))) {
            self.all += weight;
            for (sum, share) in self.lanes.iter_mut().zip(row) {
                *sum += weight * share;
            }
            if weight < 1e-18 {
                break;
            }
            weight *= change;
        }
    }
}
