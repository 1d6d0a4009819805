use serde::{Deserialize, Serialize};

use super::Ties;
use super::people::Ordered;

/// The baseline at one time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BaselinePoint {
    /// The time.
    pub time: f64,
    /// The hazard that has come together by then.
    pub hazard: f64,
    /// The share who have not ended, then included: `exp(-hazard)`.
    pub survival: f64,
}

/// The hazard at the mean of every column, in steps that fit the way in which the coefficients treat those who end together: by Breslow
/// the ends over the sum of `exp(x'b)` of all at risk, by Efron one end after another, each time with a share less of those who end.
///
/// One pass from the last time to the first, as for the likelihood.
pub(super) fn baseline(
    ordered: &Ordered,
    columns: &[f64],
    width: usize,
    at: &[f64],
    ties: Ties,
) -> Vec<BaselinePoint> {
    let weigh = |row: &[f64]| libm::exp(row.iter().zip(at).map(|(value, at)| value * at).sum());
    let weights: Vec<f64> = columns.chunks_exact(width.max(1)).map(weigh).collect();
    let mut late = ordered.late.iter().peekable();
    let (mut risk, mut left) = (0.0, weights.as_slice());
    let mut steps = Vec::new();
    for block in &ordered.blocks {
        let Some((here, rest)) = left.split_at_checked(block.people) else { break };
        left = rest;
        let tied: f64 = here.iter().take(block.ended).sum();
        risk += here.iter().sum::<f64>();
        // Who came at this time or later was not watched then.
        while let Some((_, place)) = late.next_if(|(entry, _)| *entry >= block.time) {
            let place = usize::try_from(*place).unwrap_or(usize::MAX);
            risk -= weights.get(place).copied().unwrap_or_default();
        }
        if block.ended > 0 {
            steps.push((block.time, step(risk, tied, block.ended, ties)));
        }
    }
    let mut hazard = 0.0;
    let up_to = |(time, step): (f64, f64)| {
        hazard += step;
        BaselinePoint { time, hazard, survival: libm::exp(-hazard) }
    };
    steps.into_iter().rev().map(up_to).collect()
}

fn step(risk: f64, tied: f64, ended: usize, ties: Ties) -> f64 {
    let count = ended as f64;
    match ties {
        Ties::Breslow => count / risk,
        Ties::Efron => {
            let (mut step, mut gone) = (0.0, 0.0);
            while gone < count {
                step += 1.0 / (risk - gone / count * tied);
                gone += 1.0;
            }
            step
        }
    }
}
