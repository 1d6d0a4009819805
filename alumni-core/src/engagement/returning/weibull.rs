use serde::{Deserialize, Serialize};

use super::durations::Durations;
use super::exits::Lives;
use super::newton::{Convergence, FitFailure, Local, maximise};
use super::options::{CommonOptions, level};
use crate::Error;
use crate::numerics::normal;

/// A number that was estimated, how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Parameter {
    /// The value.
    pub value: f64,
    /// Its standard error, from the observed information.
    pub standard_error: f64,
    /// The lower end of its interval, on the scale of logarithms.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
}

impl Parameter {
    /// From the logarithm of a positive number and its variance.
    pub(super) fn from_log(log: f64, variance: f64, z: f64) -> Self {
        let (value, error) = (libm::exp(log), libm::sqrt(variance));
        let reach = libm::exp(z * error);
        Self { value, standard_error: value * error, lower: value / reach, upper: value * reach }
    }
}

/// Weibull's law fitted to each group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WeibullFits {
    /// How sure the intervals are.
    pub confidence: f64,
    /// By group, sorted by name.
    pub fits: Vec<WeibullFit>,
}

/// Weibull's law of a group: the share that has not ended after `t` is `exp(-(t / scale)^shape)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WeibullFit {
    /// The group; absent where there is no column of groups.
    pub group: Option<String>,
    /// How many people there are.
    pub people: u64,
    /// Of how many it ended.
    pub ended: u64,
    /// Whether the fit reached its maximum; without it there are no numbers below.
    pub convergence: Convergence,
    /// The time by which 63 % have ended.
    pub scale: Option<Parameter>,
    /// Below 1 those who end do so early; above 1 they end together.
    pub shape: Option<Parameter>,
    /// The logarithm of the likelihood.
    pub log_likelihood: Option<f64>,
}

impl Durations {
    /// Fits Weibull's law to each group by maximum likelihood.
    ///
    /// # Formula
    ///
    /// The sum over people of the logarithm of the hazard `(shape / scale)(t / scale)^(shape - 1)` for those who ended, less
    /// `(t / scale)^shape`, plus the same at the entry of those who came late.
    ///
    /// # Source
    ///
    /// Kalbfleisch and Prentice (2002), 3.2.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for somebody who ended at time 0, which the law does not know, and for a
    /// confidence that is not between 0 and 1.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{CommonOptions, Durations};
    ///
    /// let durations = Durations::from_json(
    ///     r#"{"ends": ["back"], "groups": [{"exits": [
    ///         {"time": 10.0, "open": 0, "ended": [2]}, {"time": 30.0, "open": 3, "ended": [1]}
    ///     ]}]}"#,
    /// )?;
    /// let fit = &durations.weibull(&CommonOptions::default())?.fits[0];
    /// assert!(fit.convergence.reached && fit.shape.unwrap().value > 0.0);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn weibull(&self, options: &CommonOptions) -> Result<WeibullFits, Error> {
        let z = normal::two_sided(level(options.confidence)?);
        let at_once = |lives: &Lives| lives.risks().any(|risk| risk.time <= 0.0 && risk.all_ended() > 0);
        if self.groups.iter().any(at_once) {
            return Err(Error::out_of_range("expected nobody to end at time 0").within("duration"));
        }
        let fits = self.groups.iter().map(|lives| fit(lives, z)).collect();
        Ok(WeibullFits { confidence: options.confidence, fits })
    }
}

impl WeibullFit {
    /// The share that has not ended after `time`; absent without numbers or for a time below 0.
    #[must_use]
    pub fn survival(&self, time: f64) -> Option<f64> {
        let (scale, shape) = (self.scale?.value, self.shape?.value);
        (time >= 0.0).then(|| libm::exp(-libm::pow(time / scale, shape)))
    }
}

fn fit(lives: &Lives, z: f64) -> WeibullFit {
    let mut found = WeibullFit {
        group: lives.group.clone(),
        people: lives.people(),
        ended: lives.all_ended(),
        convergence: Convergence {
            reached: false,
            steps: 0,
            decrement: 0.0,
            failure: Some(FitFailure::NothingToFit),
        },
        scale: None,
        shape: None,
        log_likelihood: None,
    };
    // Logarithm of the time, how many ended then, how many were watched until then less how many from then on.
    let exits = lives.risks().filter(|risk| risk.time > 0.0).map(|risk| {
        let ended = risk.all_ended() as f64;
        (libm::log(risk.time), ended, ended + risk.open as f64)
    });
    let entries = lives.entries.iter().map(|entry| (libm::log(entry.time), 0.0, -(entry.people as f64)));
    let terms: Vec<(f64, f64, f64)> = exits.chain(entries).collect();
    if found.ended == 0 {
        return found;
    }
    let ended = found.ended as f64;
    let watched: f64 = terms.iter().map(|(log, _, people)| people * libm::exp(*log)).sum();
    let search = maximise(vec![libm::log(watched / ended), 0.0], 2.0, 300.0, |at| local(&terms, at));
    found.convergence = search.convergence;
    // All ended at one time or nearly so: the shape has no bound.
    let most = if found.convergence.reached { 12.0 } else { 3.0 };
    if search.at.get(1).is_some_and(|shape| *shape > most) {
        found.convergence.reached = false;
        found.convergence.failure = Some(FitFailure::NoMaximum);
    }
    if let (true, Some([scale, _, _, shape]), [log_scale, log_shape]) =
        (found.convergence.reached, search.covariance.as_deref(), search.at.as_slice())
    {
        found.scale = Some(Parameter::from_log(*log_scale, *scale, z));
        found.shape = Some(Parameter::from_log(*log_shape, *shape, z));
        found.log_likelihood = Some(search.value);
    }
    found
}

/// In the logarithms of scale and shape.
fn local(terms: &[(f64, f64, f64)], at: &[f64]) -> Local {
    let (log_scale, log_shape) = match at {
        [scale, shape] => (*scale, *shape),
        _ => (0.0, 0.0),
    };
    let shape = libm::exp(log_shape);
    let (mut value, mut by_scale, mut by_shape) = (0.0, 0.0, 0.0);
    let (mut scales, mut both, mut shapes) = (0.0, 0.0, 0.0);
    for (log, ended, people) in terms {
        let power = shape * (log - log_scale);
        let hazard = people * libm::exp(power);
        value += ended * (log_shape + power - log) - hazard;
        by_scale += shape * (hazard - ended);
        by_shape += ended * (1.0 + power) - power * hazard;
        scales += shape * shape * hazard;
        both += shape * ended - shape * hazard * (1.0 + power);
        shapes += power * hazard * (1.0 + power) - ended * power;
    }
    Local { value, gradient: vec![by_scale, by_shape], information: vec![scales, both, both, shapes] }
}
