use serde::{Deserialize, Serialize};

use super::super::statistics::float;
use super::grid::Grid;
use crate::Error;
use crate::numerics::splitmix::next;

/// Noise on every count of the finest table, from which all others are added up: so totals stay the sums of their parts.
///
/// Each count has a whole number added, `k` with a probability proportional to `exp(-epsilon |k|)` (the two-sided geometric
/// mechanism), and is set to 0 where that falls below. One person is in one count, so leaving one person out changes the
/// probability of every publication by a factor of at most `exp(epsilon)`, as far as the seed is random and nobody knows it:
/// whoever knows the seed can take the noise off. It is nowhere in what is published.
///
/// # Formula
///
/// The difference of two geometric numbers, each the whole part of `ln u / -epsilon` for `u` from a number of `SplitMix64`, its
/// high 53 bits plus 1 over 2^53; the counts in the order of categories by name (unknown last), not selected before selected.
///
/// # Source
///
/// A. Ghosh, T. Roughgarden and M. Sundararajan, *Universally utility-maximizing privacy mechanisms*, SIAM J. Computing 41 (2012).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Noise {
    /// From 0.01 (much noise: 100 people either way) to 10 (hardly any).
    pub epsilon: f64,
    /// Where the random numbers begin: the same seed gives the same noise everywhere. Draw it at random and keep it secret.
    pub seed: u64,
}

impl Noise {
    /// Noise of this size from this seed.
    #[must_use]
    pub fn new(epsilon: f64, seed: u64) -> Self {
        Self { epsilon, seed }
    }

    pub(super) fn checked(&self) -> Result<(), Error> {
        if (0.01..=10.0).contains(&self.epsilon) {
            return Ok(());
        }
        Err(Error::out_of_range("expected a number from 0.01 to 10").within("epsilon"))
    }

    /// Puts the noise on every count.
    pub(super) fn add(self, grid: &mut Grid) {
        let mut state = self.seed;
        for count in grid.cells_mut() {
            let (more, less) = (self.draw(&mut state), self.draw(&mut state));
            *count = count.saturating_add(more).saturating_sub(less);
        }
    }

    fn draw(self, state: &mut u64) -> u64 {
        let uniform = float((next(state) >> 11).saturating_add(1)) / 9_007_199_254_740_992.0;
        let drawn = libm::floor(-libm::log(uniform) / self.epsilon);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 3,674")]
        let drawn = drawn as u64;
        drawn
    }
}
