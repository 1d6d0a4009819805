use serde::{Deserialize, Serialize};

use super::durations::Durations;
use super::exits::Lives;
use super::options::{CommonOptions, level};
use crate::Error;
use crate::numerics::normal;

/// How many have ended each way by each time, while they may end other ways: cumulative incidence by Aalen and Johansen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CompetingEnds {
    /// How sure the intervals are.
    pub confidence: f64,
    /// By group, then by end, both sorted by name.
    pub incidences: Vec<Incidence>,
}

/// How many of a group have ended one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Incidence {
    /// The group; absent where there is no column of groups.
    pub group: Option<String>,
    /// The end.
    pub end: String,
    /// How many people the group has.
    pub people: u64,
    /// How many of them ended this way.
    pub ended: u64,
    /// Every time at which somebody of the group ended, whichever way, in rising order.
    pub points: Vec<IncidencePoint>,
}

/// How many have ended one way by a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct IncidencePoint {
    /// The time.
    pub time: f64,
    /// How many were watched and had not ended until then.
    pub at_risk: u64,
    /// How many of those ended this way then.
    pub ended: u64,
    /// The share of people who have ended this way by then.
    pub share: f64,
    /// Its standard error.
    pub standard_error: f64,
    /// The lower end of its interval, on the scale of `ln(-ln(1 - share))`.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Durations {
    /// The cumulative incidence of each end in each group. Over all ends the shares and the survival curve make one.
    ///
    /// One less a survival curve that takes other ends for people who were last seen says too much: it tells how many would
    /// return if nobody died, opted out or took another way.
    ///
    /// # Formula
    ///
    /// `F_k(t) = Σ S(before) d_k/n`, and its variance by the delta method over the hazards of all ends, as multinomial
    /// within a time.
    ///
    /// # Source
    ///
    /// O. Aalen, S. Johansen, *An empirical transition matrix for non-homogeneous Markov chains based on censored
    /// observations*, Scandinavian Journal of Statistics 5 (1978); the variance as in P. Andersen, O. Borgan, R. Gill, N.
    /// Keiding, *Statistical Models Based on Counting Processes*, 1993, IV.4.1 (Greenwood type).
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
    /// let durations = Durations::from_json(
    ///     r#"{"ends": ["opted out", "returned"], "groups": [{"exits": [
    ///         {"time": 1.0, "open": 0, "ended": [1, 0]}, {"time": 2.0, "open": 1, "ended": [0, 2]}
    ///     ]}]}"#,
    /// )?;
    /// let ends = durations.aalen_johansen(&CommonOptions::default())?;
    /// // Three of four are left after the first, and two of those three return.
    /// assert_eq!(ends.incidences[1].points[1].share, 0.5);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn aalen_johansen(&self, options: &CommonOptions) -> Result<CompetingEnds, Error> {
        let z = normal::two_sided(level(options.confidence)?);
        let incidences = self.groups.iter().flat_map(|lives| {
            self.ends.iter().enumerate().map(move |(end, name)| incidence(lives, end, name, z))
        });
        Ok(CompetingEnds { confidence: options.confidence, incidences: incidences.collect() })
    }
}

fn incidence(lives: &Lives, end: usize, name: &str, z: f64) -> Incidence {
    let mut found = Incidence {
        group: lives.group.clone(),
        end: name.to_owned(),
        people: lives.people(),
        ended: 0,
        points: Vec::new(),
    };
    let (mut survival, mut share) = (1.0, 0.0);
    // Of the pair (survival, share) at the times so far: variances and covariance. A time multiplies the pair by a matrix that
    // is uncertain itself.
    let (mut of_survival, mut of_both, mut of_share) = (0.0, 0.0, 0.0);
    for risk in lives.risks().filter(|risk| risk.all_ended() > 0) {
        let ended = risk.ended.get(end).copied().unwrap_or_default();
        let n = risk.at_risk as f64;
        let (this, all) = (ended as f64 / n, risk.all_ended() as f64 / n);
        let left = 1.0 - all;
        // survival' = survival · left; share' = share + survival · this.
        let added = this * this * of_survival + survival * survival * this * (1.0 - this) / n;
        let both = 2.0 * this * of_both;
        let next = of_share + both + added;
        // What is left of sums that cancel is rounding.
        of_share = if next > 1e-14 * (of_share + both.abs() + added) { next } else { 0.0 };
        of_both = left * (of_both + this * of_survival) - survival * survival * this * left / n;
        of_survival = left * left * of_survival + survival * survival * all * left / n;
        share += survival * this;
        survival *= left;
        found.ended = found.ended.saturating_add(ended);
        let error = libm::sqrt(of_share);
        let (lower, upper) = interval(share, error, z);
        let (time, at_risk) = (risk.time, risk.at_risk);
        found.points.push(IncidencePoint {
            time,
            at_risk,
            ended,
            share,
            standard_error: error,
            lower,
            upper,
        });
    }
    found
}

fn interval(share: f64, error: f64, z: f64) -> (f64, f64) {
    let log = libm::log1p(-share.min(1.0));
    if log >= 0.0 {
        return (0.0, 0.0);
    }
    if !log.is_finite() {
        return (1.0, 1.0);
    }
    let reach = z * error / ((1.0 - share) * -log);
    (-libm::expm1(log * libm::exp(-reach)), -libm::expm1(log * libm::exp(reach)))
}
