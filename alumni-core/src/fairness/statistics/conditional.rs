//! The common odds ratio of one or several tables with all margins fixed: exact test, likeliest value, exact limits.

use super::float;
use super::hypergeometric::Hypergeometric;

/// The law of the number selected in the first groups of several strata together, up to a factor `ratio^count`.
///
/// # Formula
///
/// `P(s; psi) = w(s) psi^s / sum of w(k) psi^k`, `w` the convolution of the strata's hypergeometric laws.
///
/// # Source
///
/// R. A. Fisher, JRSS 98 (1935); C. R. Mehta, N. R. Patel and R. Gray, *Computing an Exact Confidence Interval for the
/// Common Odds Ratio in Several 2x2 Contingency Tables*, JASA 80 (1985).
#[derive(Clone, Debug)]
pub(crate) struct Conditional {
    low: u64,
    observed: u64,
    /// Weights of the counts from `low` on at the odds ratio `tilt`, and their logarithms.
    weights: Vec<f64>,
    ln: Vec<f64>,
    tilt: f64,
}

/// Wider laws are left to the normal approximation, which they then follow closely.
const WIDEST: usize = 4_096;

/// Weights below this share of the largest are left out.
const SEEN: f64 = 1e-40;

/// An interval of the common odds ratio; `None` above where there is no limit.
pub(crate) type Limits = (f64, Option<f64>);

impl Conditional {
    /// The law of several strata, each with its first group's count; `ratio`, above zero, is an odds ratio near which
    /// the weights are wanted. `None` where the law is too wide to be listed.
    pub(crate) fn new<'a>(
        strata: impl IntoIterator<Item = (&'a Hypergeometric, u64)>,
        ratio: f64,
    ) -> Option<Self> {
        let tilt = libm::log(ratio);
        let mut joint = Self { low: 0, observed: 0, weights: Vec::new(), ln: Vec::new(), tilt };
        let mut weights = vec![1.0];
        for (law, count) in strata {
            let (low, stratum) = tilted(law, ratio)?;
            joint.low = joint.low.saturating_add(low);
            joint.observed = joint.observed.saturating_add(count);
            let longer = weights.len().saturating_add(stratum.len());
            if stratum.len() > 1 && longer > WIDEST {
                return None;
            }
            weights = convolved(&weights, &stratum);
        }
        joint.ln = weights.iter().copied().map(libm::log).collect();
        joint.weights = weights;
        Some(joint)
    }

    /// The law at the odds ratio `exp(ln_ratio)`, largest first scaled to 1, with its sum.
    fn at(&self, ln_ratio: f64) -> (Vec<f64>, f64) {
        let step = ln_ratio - self.tilt;
        let exponents = || {
            self.ln.iter().scan(0.0, move |place, ln| {
                let exponent = ln + *place * step;
                *place += 1.0;
                Some(exponent)
            })
        };
        let largest = exponents().fold(f64::NEG_INFINITY, f64::max);
        let law = self.near(step, largest);
        let law = law.unwrap_or_else(|| exponents().map(|exponent| libm::exp(exponent - largest)).collect());
        let sum = law.iter().sum();
        (law, sum)
    }

    /// The weights times `exp(count * step - largest)`, with one power for a whole run of counts; `None` where a power would
    /// leave the range of floats.
    fn near(&self, step: f64, largest: f64) -> Option<Vec<f64>> {
        const RUN: usize = 32;
        if libm::fabs(step) > 8.0 {
            return None;
        }
        let mut place = 0.0;
        let powers: [f64; RUN] = std::array::from_fn(|_| {
            let power = libm::exp(place * step);
            place += 1.0;
            power
        });
        let mut law = Vec::with_capacity(self.weights.len());
        let mut first = 0.0;
        for run in self.weights.chunks(RUN) {
            let base = libm::exp(first * step - largest);
            if !base.is_finite() {
                return None;
            }
            law.extend(run.iter().zip(&powers).map(|(weight, power)| weight * base * power));
            first += RUN as f64;
        }
        Some(law)
    }

    fn place(&self) -> usize {
        usize::try_from(self.observed.saturating_sub(self.low)).unwrap_or(usize::MAX)
    }

    /// Two-sided p-values if the odds ratio is 1: of the tables at most as likely, and with the observed counted half.
    /// For a law made near the ratio 1.
    pub(crate) fn test(&self) -> super::fisher::Exact {
        self.test_at(self.observed)
    }

    /// One-sided p-values if the odds ratio is 1: of so few or fewer, and of so many or more. For a law made near the ratio 1.
    pub(crate) fn tails(&self) -> (f64, f64) {
        let (law, sum) = self.at(0.0);
        let place = self.place();
        let less = law.iter().take(place.saturating_add(1)).sum::<f64>() / sum;
        let greater = law.iter().skip(place).sum::<f64>() / sum;
        (less.min(1.0), greater.min(1.0))
    }

    fn test_at(&self, count: u64) -> super::fisher::Exact {
        let (law, sum) = self.at(0.0);
        let place = usize::try_from(count.saturating_sub(self.low)).unwrap_or(usize::MAX);
        let observed = law.get(place).copied().unwrap_or_default();
        // R compares with the same tolerance.
        let fisher = law.iter().filter(|p| **p <= observed * (1.0 + 1e-7)).sum::<f64>() / sum;
        let fisher = fisher.min(1.0);
        super::fisher::Exact { fisher, mid_p: (fisher - 0.5 * observed / sum).max(0.0) }
    }

    /// How many selections must move between the groups, within strata, until mid-p is at least `alpha`; `None` where it
    /// is already.
    pub(crate) fn swaps_to_insignificance(&self, alpha: f64) -> Option<u64> {
        let significant = |count: u64| super::fisher::below(self.test_at(count).mid_p, alpha);
        if !significant(self.observed) {
            return None;
        }
        let (law, sum) = self.at(0.0);
        let mut place = 0.0;
        let mut mean = 0.0;
        for weight in &law {
            mean += place * weight / sum;
            place += 1.0;
        }
        let rising = float(self.observed.saturating_sub(self.low)) < mean;
        (1..=u64::try_from(law.len()).unwrap_or(u64::MAX)).find(|swaps| {
            let count = if rising {
                self.observed.saturating_add(*swaps)
            } else {
                self.observed.saturating_sub(*swaps)
            };
            !significant(count)
        })
    }

    /// The likeliest odds ratio; 0 and `None` (without bound) at the ends of what is possible, `None` where nothing else is
    /// possible.
    pub(crate) fn estimate(&self) -> Option<f64> {
        let (place, last) = (self.place(), self.ln.len().saturating_sub(1));
        if place >= last {
            return None;
        }
        if place == 0 {
            return Some(0.0);
        }
        let mean = |ln_ratio: f64| {
            let (law, sum) = self.at(ln_ratio);
            let mut place = 0.0;
            let total = law.iter().fold(0.0, |total, weight| {
                let added = total + place * weight;
                place += 1.0;
                added
            });
            total / sum - place_as_float(self.place())
        };
        Some(libm::exp(self.root(mean)))
    }

    /// All odds ratios that a one-sided test of level `(1 - confidence) / 2` on either side does not speak against, with
    /// the observed count in full or (mid-p) half.
    pub(crate) fn limits(&self, confidence: f64, mid_p: bool) -> Limits {
        let share = 0.5 * (1.0 - confidence);
        let counted = if mid_p { 0.5 } else { 1.0 };
        let place = self.place();
        // Both rise with the odds ratio.
        let more = |ln_ratio: f64| {
            let (law, sum) = self.at(ln_ratio);
            let beyond: f64 = law.iter().skip(place.saturating_add(1)).sum();
            (beyond + counted * law.get(place).copied().unwrap_or_default()) / sum - share
        };
        let less = |ln_ratio: f64| {
            let (law, sum) = self.at(ln_ratio);
            let beyond: f64 = law.iter().take(place).sum();
            share - (beyond + counted * law.get(place).copied().unwrap_or_default()) / sum
        };
        let last = self.ln.len().saturating_sub(1);
        let lower = if place == 0 { 0.0 } else { libm::exp(self.root(more)) };
        let upper = (place < last).then(|| libm::exp(self.root(less)));
        (lower, upper)
    }

    /// Where a function of the logarithm that rises passes zero: bracketed from the tilt, then by Illinois steps.
    fn root(&self, rising: impl Fn(f64) -> f64) -> f64 {
        let (mut left, mut at_left) = (self.tilt, rising(self.tilt));
        let (mut right, mut at_right) = (left, at_left);
        let mut step = 0.5;
        while at_left > 0.0 && left > -700.0 {
            (right, at_right) = (left, at_left);
            left -= step;
            at_left = rising(left);
            step *= 2.0;
        }
        step = 0.5;
        while at_right < 0.0 && right < 700.0 {
            (left, at_left) = (right, at_right);
            right += step;
            at_right = rising(right);
            step *= 2.0;
        }
        let mut kept = 0_i8;
        for _ in 0..200 {
            let gap = right - left;
            if gap <= 1e-14 * (1.0 + libm::fabs(left)) {
                break;
            }
            let straight = right - at_right * gap / (at_right - at_left);
            let middle = if straight > left && straight < right { straight } else { 0.5 * (left + right) };
            let value = rising(middle);
            if value == 0.0 {
                return middle;
            }
            if value > 0.0 {
                (right, at_right) = (middle, value);
                if kept == 1 {
                    at_left *= 0.5;
                }
                kept = 1;
            } else {
                (left, at_left) = (middle, value);
                if kept == -1 {
                    at_right *= 0.5;
                }
                kept = -1;
            }
        }
        if libm::fabs(at_left) < libm::fabs(at_right) { left } else { right }
    }
}

fn place_as_float(place: usize) -> f64 {
    place as f64
}

/// The law of one stratum at an odds ratio, scaled to a sum of 1, from its first count on.
fn tilted(law: &Hypergeometric, ratio: f64) -> Option<(u64, Vec<f64>)> {
    let up = |count: u64| {
        let [a, b, c, d] = law.cells(count).map(float);
        ratio * (b / (a + 1.0)) * (c / (d + 1.0))
    };
    // The quotient falls as the count grows: the mode is where it passes 1.
    let (mut low, mut high) = (law.low(), law.high());
    while low < high {
        let middle = low.midpoint(high);
        if up(middle) >= 1.0 {
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    let mode = low;
    let mut weights = Vec::new();
    let (mut at, mut weight) = (mode, 1.0);
    while at > law.low() && weight > SEEN {
        at = at.saturating_sub(1);
        weight /= up(at);
        weights.push(weight);
        if weights.len() > WIDEST {
            return None;
        }
    }
    let start = at;
    weights.reverse();
    weights.push(1.0);
    (at, weight) = (mode, 1.0);
    while at < law.high() && weight > SEEN {
        weight *= up(at);
        at = at.saturating_add(1);
        weights.push(weight);
        if weights.len() > WIDEST {
            return None;
        }
    }
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    Some((start, weights))
}

fn convolved(left: &[f64], right: &[f64]) -> Vec<f64> {
    let (long, short) = if left.len() >= right.len() { (left, right) } else { (right, left) };
    let mut joint = vec![0.0; long.len().saturating_add(short.len()).saturating_sub(1)];
    for (offset, factor) in short.iter().enumerate() {
        for (sum, weight) in joint.iter_mut().skip(offset).zip(long) {
            *sum += factor * weight;
        }
    }
    joint
}
