use serde::{Deserialize, Serialize};

use super::counts::History;
use super::{beta_binomial, beta_geometric, pareto};
use crate::{Error, document};

/// How people act and stop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RepeatModel {
    /// Acts at a pace of one's own; after each act, the first included, one may stop for good. Batislam, Denizel and Filiztekin
    /// (2007). Parameters r, alpha, a, b.
    #[default]
    MbgNbd,
    /// The same, but nobody stops with the first act: whoever never came again is taken to be there for ever. Fader, Hardie and
    /// Lee (2005). Parameters r, alpha, a, b.
    BgNbd,
    /// Acts at a pace of one's own; one may stop at any time. Schmittlein, Morrison and Colombo (1987). Parameters r, alpha, s,
    /// beta.
    ParetoNbd,
    /// Yes or no at each of a row of opportunities, such as yearly meetings; before each one may stop. Fader, Hardie and Shang
    /// (2010). Parameters alpha, beta, gamma, delta.
    BgBb,
}

impl RepeatModel {
    /// The names of its parameters.
    #[must_use]
    pub fn parameters(self) -> [&'static str; 4] {
        match self {
            Self::MbgNbd | Self::BgNbd => ["r", "alpha", "a", "b"],
            Self::ParetoNbd => ["r", "alpha", "s", "beta"],
            Self::BgBb => ["alpha", "beta", "gamma", "delta"],
        }
    }
}

/// A model with its parameters, from which to tell what a person will do.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{RepeatLaw, RepeatModel};
///
/// // Fader, Hardie and Lee (2005): 2 repeats, the last in week 30.43 of 38.86, expected in the next 39 weeks 1.226.
/// let law = RepeatLaw::new(RepeatModel::BgNbd, [0.243, 4.414, 0.793, 2.426])?;
/// let told = law.predict(2.0, 30.43, 38.86, 39.0)?;
/// assert_eq!(format!("{:.3}", told.expected), "1.226");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatLaw {
    /// The model.
    pub model: RepeatModel,
    /// Its parameters, in the order of [`RepeatModel::parameters`].
    pub parameters: [f64; 4],
}

const MOST_ACTS: f64 = 1e6;

/// What a person will do.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatPrediction {
    /// The probability of at least one act within the horizon: the figure to go by.
    pub any: f64,
    /// How many acts are expected within the horizon.
    pub expected: f64,
    /// The probability that the person has not stopped for good. It says less than `any`: who acts once in ten years may be
    /// there and do nothing.
    pub alive: f64,
}

impl RepeatLaw {
    /// A model with parameters from elsewhere.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a parameter that is not above 0.
    pub fn new(model: RepeatModel, parameters: [f64; 4]) -> Result<Self, Error> {
        match parameters.iter().position(|value| !(*value > 0.0 && value.is_finite())) {
            None => Ok(Self { model, parameters }),
            Some(place) => {
                Err(Error::out_of_range("expected a number above 0").within(format!("parameters[{place}]")))
            }
        }
    }

    /// Reads `{"model": …, "parameters": […]}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column; those of [`new`](Self::new).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let law: Self = document::from_json(text)?;
        Self::new(law.model, law.parameters)
    }

    /// Of a person of this frequency, recency and age, within `horizon` from now.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) as for [`RepeatCounts`](super::RepeatCounts), for a horizon that is not from 0
    /// on, for one of more than a thousand times the age and the parameter of pace, and for one within which a million
    /// acts would be expected; for yearly models also for numbers that
    /// are not whole, and for more than 10,000 opportunities.
    pub fn predict(
        &self,
        frequency: f64,
        recency: f64,
        age: f64,
        horizon: f64,
    ) -> Result<RepeatPrediction, Error> {
        let history = History::checked(frequency, recency, age)?;
        check_horizon(horizon)?;
        let [shape, pace, ..] = self.parameters;
        if self.model != RepeatModel::BgBb && horizon > 1e3 * (pace + age) {
            return Err(Error::out_of_range(
                "expected a horizon of at most a thousand times the age and pace",
            )
            .within("horizon"));
        }
        // A series is summed with as many terms as there are acts.
        if (shape + frequency) * horizon > MOST_ACTS * (pace + age) && self.model != RepeatModel::BgBb {
            return Err(Error::out_of_range(
                "expected a horizon within which a million acts are not to be expected",
            )
            .within("horizon"));
        }
        let told = match self.model {
            RepeatModel::MbgNbd => beta_geometric::predict(1.0, self.parameters, history, horizon),
            RepeatModel::BgNbd => beta_geometric::predict(0.0, self.parameters, history, horizon),
            RepeatModel::ParetoNbd => pareto::predict(self.parameters, history, horizon),
            RepeatModel::BgBb => {
                beta_binomial::check(history)?;
                beta_binomial::check_horizon(horizon)?;
                beta_binomial::predict(self.parameters, history, horizon)
            }
        };
        // Adding zero makes the two zeros one.
        Ok(RepeatPrediction { any: told.any + 0.0, expected: told.expected + 0.0, ..told })
    }
}

/// Whatever the model.
pub(super) fn check_horizon(horizon: f64) -> Result<(), Error> {
    if horizon >= 0.0 && horizon.is_finite() {
        return Ok(());
    }
    Err(Error::out_of_range("expected a number from 0 on").within("horizon"))
}
