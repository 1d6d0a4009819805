use serde::{Deserialize, Serialize};

use super::super::finding::Tally;
use super::super::statistics::chi_square::ChiSquares;
use super::super::statistics::score;
use super::super::{ChiSquare, Interval, IntervalMethod};

/// A group's rate with its interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GroupEstimate {
    /// The group's name; absent for all groups together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How many were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
    /// Selected over considered; absent when nobody was considered.
    pub rate: Option<f64>,
    /// Wilson's interval of the rate.
    pub interval: Option<Interval>,
}

impl GroupEstimate {
    pub(super) fn new(of: &Tally, confidence: f64, z: f64) -> Self {
        let interval = (of.considered > 0).then(|| {
            let (lower, upper) = score::wilson(of.selected, of.considered, z);
            Interval { lower, upper: Some(upper), confidence, method: IntervalMethod::WilsonScore }
        });
        Self {
            group: Some(of.group.clone()).filter(|group| !group.is_empty()),
            considered: of.considered,
            selected: of.selected,
            rate: of.rate(),
            interval,
        }
    }
}

/// Whether the rates of two or more groups differ anywhere. Groups of whom nobody was considered take no part.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RatesTogether {
    /// Pearson's chi-square, without correction.
    pub pearson: ChiSquare,
    /// The likelihood-ratio chi-square, `G`.
    pub likelihood_ratio: ChiSquare,
    /// The smallest number that equal rates let expect in a cell: below 5 the p-values are rough.
    pub smallest_expected: f64,
}

impl RatesTogether {
    pub(super) fn new(groups: &[Tally]) -> Option<Self> {
        let counts: Vec<_> = groups
            .iter()
            .filter(|group| group.considered > 0)
            .map(|group| (group.considered, group.selected))
            .collect();
        (counts.len() > 1).then(|| {
            let found = ChiSquares::new(&counts);
            let chi_square =
                |statistic| ChiSquare { statistic, degrees_of_freedom: found.freedom, p: found.p(statistic) };
            Self {
                pearson: chi_square(found.pearson),
                likelihood_ratio: chi_square(found.likelihood_ratio),
                smallest_expected: found.smallest_expected,
            }
        })
    }
}
