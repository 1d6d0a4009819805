use serde::{Deserialize, Serialize};

use super::durations::Durations;
use super::exits::Lives;
use crate::Error;
use crate::numerics::gamma;

/// Whether groups end at the same pace, by the log-rank test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LogRank {
    /// The groups, sorted by name.
    pub groups: Vec<LogRankGroup>,
    /// The statistic; absent where no two groups could be compared.
    pub chi_square: Option<f64>,
    /// Its degrees of freedom: one less than there are groups that could have ended at a time when others could.
    pub degrees: u64,
    /// How often it would be as large if the groups ended at the same pace; absent with the statistic.
    pub p: Option<f64>,
}

/// A group of the test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LogRankGroup {
    /// Its name.
    pub group: Option<String>,
    /// How many people there are.
    pub people: u64,
    /// Of how many it ended.
    pub observed: u64,
    /// Of how many it would have ended at the pace of all groups together.
    pub expected: f64,
}

/// A group that gives less than this share of a variance gives nothing.
const NOTHING: f64 = 1e-11;

impl Durations {
    /// Compares the groups.
    ///
    /// # Formula
    ///
    /// With `d` of `n` at risk ending at a time, `n_i` of them in group `i`: expected are `d n_i/n`, with the covariance
    /// `n_i (n [i = j] - n_j) / n² · d (n - d)/(n - 1)`. The sums over all times make `(O - E)' V⁻ (O - E)`.
    ///
    /// # Source
    ///
    /// N. Mantel, *Evaluation of survival data and two new rank order statistics*, Cancer Chemotherapy Reports 50 (1966);
    /// Kalbfleisch and Prentice (2002), 1.4.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for fewer than two groups.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::Durations;
    ///
    /// let durations = Durations::from_json(
    ///     r#"{"ends": ["back"], "groups": [
    ///         {"group": "a", "exits": [{"time": 1.0, "open": 0, "ended": [1]}]},
    ///         {"group": "b", "exits": [{"time": 2.0, "open": 0, "ended": [1]}]}
    ///     ]}"#,
    /// )?;
    /// // One of two at risk ends: expected 1/2, variance 1/4.
    /// assert_eq!(durations.log_rank()?.chi_square, Some(1.0));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn log_rank(&self) -> Result<LogRank, Error> {
        let count = self.groups.len();
        if count < 2 {
            return Err(Error::missing("expected at least two groups").within("group"));
        }
        let mut paths: Vec<Path<'_>> = self.groups.iter().map(Path::new).collect();
        let mut expected = vec![0.0; count];
        let mut variance = vec![0.0; count.saturating_mul(count)];
        let mut times: Vec<f64> = self
            .groups
            .iter()
            .flat_map(|lives| lives.risks().filter(|risk| risk.all_ended() > 0))
            .map(|risk| risk.time)
            .collect();
        times.sort_unstable_by(f64::total_cmp);
        times.dedup_by(|a, b| a.total_cmp(b).is_eq());
        for time in times {
            let now: Vec<(f64, f64)> = paths.iter_mut().map(|path| path.at(time)).collect();
            let n: f64 = now.iter().map(|(n, _)| n).sum();
            let d: f64 = now.iter().map(|(_, d)| d).sum();
            let spread = if n > 1.0 { d * (n - d) / (n - 1.0) } else { 0.0 };
            for ((place, (n_i, _)), expected) in now.iter().enumerate().zip(&mut expected) {
                *expected += d * n_i / n;
                let row = variance.chunks_mut(count).nth(place).unwrap_or_default();
                for ((other, (n_j, _)), cell) in now.iter().enumerate().zip(row) {
                    let same = if place == other { n } else { 0.0 };
                    *cell += spread * n_i / n * ((same - n_j) / n);
                }
            }
        }
        let groups: Vec<LogRankGroup> = self
            .groups
            .iter()
            .zip(expected)
            .map(|(lives, expected)| LogRankGroup {
                group: lives.group.clone(),
                people: lives.people(),
                observed: lives.all_ended(),
                expected,
            })
            .collect();
        let excess: Vec<f64> = groups.iter().map(|group| group.observed as f64 - group.expected).collect();
        let (chi_square, degrees) = quadratic(variance, excess);
        let found = (degrees > 0).then_some(chi_square);
        Ok(LogRank {
            groups,
            chi_square: found,
            degrees,
            p: found.map(|value| gamma::chi_square_above(value, degrees as f64)),
        })
    }
}

/// A group's way through time.
struct Path<'a> {
    lives: &'a Lives,
    /// Times of exits that are behind.
    exits: usize,
    entries: usize,
    watched: u64,
}

impl<'a> Path<'a> {
    fn new(lives: &'a Lives) -> Self {
        let late = lives.entries.iter().map(|entry| entry.people).fold(0, u64::saturating_add);
        Self { lives, exits: 0, entries: 0, watched: lives.people().saturating_sub(late) }
    }

    /// How many are at risk at a time after all before, and how many of them end.
    fn at(&mut self, time: f64) -> (f64, f64) {
        while let Some(entry) = self.lives.entries.get(self.entries).filter(|entry| entry.time < time) {
            self.watched = self.watched.saturating_add(entry.people);
            self.entries = self.entries.saturating_add(1);
        }
        while let Some((_, open, ended)) = self.lives.row(self.exits).filter(|(at, _, _)| *at < time) {
            let gone = ended.iter().copied().fold(open, u64::saturating_add);
            self.watched = self.watched.saturating_sub(gone);
            self.exits = self.exits.saturating_add(1);
        }
        let here = self.lives.row(self.exits).filter(|(at, _, _)| at.total_cmp(&time).is_eq());
        let ended = here.map_or(0, |(_, _, ended)| ended.iter().copied().fold(0, u64::saturating_add));
        (self.watched as f64, ended as f64)
    }
}

/// `x' V⁻ x` and the rank of `V`, by elimination; what a row before it already says is left out.
fn quadratic(mut variance: Vec<f64>, mut excess: Vec<f64>) -> (f64, u64) {
    let count = excess.len();
    let scale: Vec<f64> = (0..count).map(|place| at(&variance, count, place, place)).collect();
    let (mut sum, mut rank) = (0.0, 0_u64);
    for (place, scale) in (0..count).zip(scale) {
        let pivot = at(&variance, count, place, place);
        if pivot <= NOTHING * scale || pivot <= 0.0 {
            continue;
        }
        rank = rank.saturating_add(1);
        let value = excess.get(place).copied().unwrap_or_default();
        sum += value * value / pivot;
        let row: Vec<f64> = (0..count).map(|other| at(&variance, count, place, other)).collect();
        for (below, value_below) in excess.iter_mut().enumerate().skip(place.saturating_add(1)) {
            let factor = at(&variance, count, below, place) / pivot;
            *value_below -= factor * value;
            for (cell, above) in
                variance.chunks_mut(count).nth(below).unwrap_or_default().iter_mut().zip(&row)
            {
                *cell -= factor * above;
            }
        }
    }
    (sum, rank)
}

fn at(matrix: &[f64], count: usize, row: usize, column: usize) -> f64 {
    matrix.get(row.saturating_mul(count).saturating_add(column)).copied().unwrap_or_default()
}
