use serde::{Deserialize, Serialize};

use super::durations::Durations;
use super::options::{CommonOptions, level};
use crate::Error;
use crate::numerics::normal;

/// How much hazard has come together up to each time, by Nelson and Aalen; what is expected of the ends a person would have by
/// then who began anew after each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CumulativeHazards {
    /// How sure the intervals are.
    pub confidence: f64,
    /// By group, sorted by name.
    pub hazards: Vec<CumulativeHazard>,
}

/// The hazard of a group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CumulativeHazard {
    /// The group; absent where there is no column of groups.
    pub group: Option<String>,
    /// Every time at which somebody ended, in rising order.
    pub points: Vec<HazardPoint>,
}

/// The hazard that has come together up to a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HazardPoint {
    /// The time.
    pub time: f64,
    /// How many were watched and had not ended until then.
    pub at_risk: u64,
    /// How many of those ended then.
    pub ended: u64,
    /// The sum of ended over at risk.
    pub hazard: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The lower end of its interval, on the scale of logarithms.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Durations {
    /// The cumulative hazard of each group.
    ///
    /// # Formula
    ///
    /// `H(t) = Σ d/n` over the times up to `t`, with the variance `Σ d/n²`; the interval is `H exp(±z se/H)`.
    ///
    /// # Source
    ///
    /// O. Aalen, *Nonparametric inference for a family of counting processes*, Annals of Statistics 6 (1978).
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a confidence that is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{CommonOptions, Durations};
    ///
    /// let text = r#"{"ends": ["back"], "groups": [{"exits": [{"time": 9.0, "open": 3, "ended": [1]}]}]}"#;
    /// let hazards = Durations::from_json(text)?.nelson_aalen(&CommonOptions::default())?;
    /// assert_eq!(hazards.hazards[0].points[0].hazard, 0.25);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn nelson_aalen(&self, options: &CommonOptions) -> Result<CumulativeHazards, Error> {
        let z = normal::two_sided(level(options.confidence)?);
        let hazard = |lives: &super::exits::Lives| {
            let (mut hazard, mut variance) = (0.0, 0.0);
            let mut points = Vec::new();
            for risk in lives.risks().filter(|risk| risk.all_ended() > 0) {
                let (n, d) = (risk.at_risk as f64, risk.all_ended() as f64);
                hazard += d / n;
                variance += d / (n * n);
                let error = libm::sqrt(variance);
                let reach = libm::exp(z * error / hazard);
                points.push(HazardPoint {
                    time: risk.time,
                    at_risk: risk.at_risk,
                    ended: risk.all_ended(),
                    hazard,
                    standard_error: error,
                    lower: hazard / reach,
                    upper: hazard * reach,
                });
            }
            CumulativeHazard { group: lives.group.clone(), points }
        };
        let hazards = self.groups.iter().map(hazard).collect();
        Ok(CumulativeHazards { confidence: options.confidence, hazards })
    }
}
