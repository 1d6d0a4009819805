//! A unimodal law on consecutive whole numbers, cut where nothing more is to be seen.

/// Probabilities from `start` on, one for each whole number; their sum is 1.
#[derive(Clone, Debug, Default)]
pub(crate) struct Window {
    pub(crate) start: u64,
    pub(crate) probabilities: Vec<f64>,
}

/// Probabilities below this share of the largest one are left out.
const SEEN: f64 = 1e-17;

impl Window {
    /// Walks from `mode` both ways within `low..=high`; `up(k)` is P(k+1)/P(k).
    pub(crate) fn around(mode: u64, low: u64, high: u64, up: impl Fn(u64) -> f64) -> Self {
        let mut below = Vec::new();
        let (mut at, mut weight) = (mode, 1.0);
        while at > low && weight > SEEN {
            at = at.saturating_sub(1);
            weight /= up(at);
            below.push(weight);
        }
        let start = at;
        below.reverse();
        let mut probabilities = below;
        probabilities.push(1.0);
        (at, weight) = (mode, 1.0);
        while at < high && weight > SEEN {
            weight *= up(at);
            at = at.saturating_add(1);
            probabilities.push(weight);
        }
        let sum: f64 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|probability| *probability /= sum);
        Self { start, probabilities }
    }

    /// The binomial law of `n` trials with probability `p` in [0, 1].
    pub(crate) fn binomial(n: u64, p: f64) -> Self {
        if p <= 0.0 {
            return Self { start: 0, probabilities: vec![1.0] };
        }
        if p >= 1.0 {
            return Self { start: n, probabilities: vec![1.0] };
        }
        let odds = p / (1.0 - p);
        let mode = mode(n, p);
        Self::around(mode, 0, n, |k| odds * super::float(n.saturating_sub(k)) / (super::float(k) + 1.0))
    }

    /// Each number with its probability.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, f64)> + '_ {
        (self.start..).zip(self.probabilities.iter().copied())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and n, and any start near the mode serves"
)]
fn mode(n: u64, p: f64) -> u64 {
    ((super::float(n) + 1.0) * p).clamp(0.0, super::float(n)) as u64
}
