//! Chi-square statistics of equal rates in two or more groups.

use super::float;
use super::hypergeometric::divergence;
use super::score::chi_square_tail;

/// The statistics of a table of groups, each with how many were considered (above zero) and selected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct ChiSquares {
    pub(crate) pearson: f64,
    /// Pearson's with every deviation half a person smaller, or nothing where it is less than that.
    pub(crate) yates: f64,
    pub(crate) likelihood_ratio: f64,
    /// The smallest number that equal rates let expect in a cell.
    pub(crate) smallest_expected: f64,
    pub(crate) freedom: u64,
}

impl ChiSquares {
    /// All are 0 where the rates are equal.
    ///
    /// # Formula
    ///
    /// ```text
    /// Pearson  sum (O - E)^2 / E       Yates  sum (|O - E| - min(1/2, |O - E|))^2 / E       G  2 sum O ln(O / E)
    /// ```
    ///
    /// Deviations are formed in whole numbers, and `G` as a sum of positive terms `O ln(O/E) + E - O`, so that no digits are lost
    /// where rates are nearly equal.
    pub(crate) fn new(groups: &[(u64, u64)]) -> Self {
        let sum = |of: fn(&(u64, u64)) -> u64| groups.iter().map(of).fold(0, u64::saturating_add);
        let (all, chosen) = (sum(|group| group.0), sum(|group| group.1));
        let share = |part: u64| float(part) / float(all.max(1));
        let mut found = Self {
            pearson: 0.0,
            yates: 0.0,
            likelihood_ratio: 0.0,
            smallest_expected: f64::INFINITY,
            freedom: u64::try_from(groups.len()).unwrap_or(u64::MAX).saturating_sub(1),
        };
        for (considered, selected) in groups {
            let observed = i128::from(*selected).saturating_mul(all.into());
            let expected = i128::from(*considered).saturating_mul(chosen.into());
            let deviation = observed.saturating_sub(expected) as f64 / float(all.max(1));
            for (cell, of, sign) in [
                (*selected, chosen, 1.0),
                (considered.saturating_sub(*selected), all.saturating_sub(chosen), -1.0),
            ] {
                let expected = float(*considered) * share(of);
                found.smallest_expected = found.smallest_expected.min(expected);
                // Nothing is expected only where nothing is seen.
                if deviation != 0.0 && expected > 0.0 {
                    let corrected = libm::fabs(deviation) - libm::fabs(deviation).min(0.5);
                    found.pearson += deviation / expected * deviation;
                    found.yates += corrected / expected * corrected;
                    found.likelihood_ratio += 2.0 * divergence(float(cell), expected, sign * deviation);
                }
            }
        }
        found
    }

    /// The probability of a larger one of these statistics, were the rates equal.
    pub(crate) fn p(&self, statistic: f64) -> f64 {
        chi_square_tail(statistic, self.freedom)
    }
}
