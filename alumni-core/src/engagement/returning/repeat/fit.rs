use serde::{Deserialize, Serialize};

use super::super::newton::{Convergence, FitFailure, Local, Search, maximise};
use super::super::weibull::Parameter;
use super::counts::{History, RepeatCounts};
use super::law::{RepeatLaw, RepeatModel};
use super::{beta_binomial, beta_geometric, pareto};
use crate::Error;
use crate::numerics::normal;

/// A model fitted to how often people acted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatFit {
    /// The model.
    pub model: RepeatModel,
    /// How many people there are.
    pub people: u64,
    /// Whether the fit reached its maximum; without it there are no numbers below.
    pub convergence: Convergence,
    /// The parameters with 95 % intervals; none without convergence.
    pub parameters: Vec<RepeatParameter>,
    /// The logarithm of the likelihood.
    pub log_likelihood: Option<f64>,
    /// The model with these parameters, to tell what people will do.
    pub law: Option<RepeatLaw>,
}

/// A parameter by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RepeatParameter {
    /// Its name, as the paper of the model has it.
    pub name: String,
    /// The value and how sure it is.
    #[serde(flatten)]
    pub estimate: Parameter,
}

/// The logarithm of a likelihood in four parameters, and its slopes and second derivatives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Jet<const P: usize> {
    pub(super) value: f64,
    pub(super) slopes: [f64; P],
    pub(super) seconds: [[f64; P]; P],
}

impl<const P: usize> Jet<P> {
    pub(super) const NONE: Self = Self { value: 0.0, slopes: [0.0; P], seconds: [[0.0; P]; P] };

    pub(super) fn add(&mut self, factor: f64, other: &Self) {
        self.value += factor * other.value;
        for (to, from) in self.slopes.iter_mut().zip(&other.slopes) {
            *to += factor * from;
        }
        for (to, from) in self.seconds.iter_mut().flatten().zip(other.seconds.iter().flatten()) {
            *to += factor * from;
        }
    }

    /// The logarithm of a sum, of whose terms the logarithms are given.
    pub(super) fn of_sum(terms: &[Self]) -> Self {
        let most = terms.iter().map(|term| term.value).fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = terms.iter().map(|term| libm::exp(term.value - most)).sum();
        let mut jet = Self::NONE;
        for term in terms {
            let share = libm::exp(term.value - most) / total;
            for (to, from) in jet.slopes.iter_mut().zip(&term.slopes) {
                *to += share * from;
            }
            for ((to, from), slope) in jet.seconds.iter_mut().zip(&term.seconds).zip(&term.slopes) {
                for ((to, from), other) in to.iter_mut().zip(from).zip(&term.slopes) {
                    *to += share * (from + slope * other);
                }
            }
        }
        let slopes = jet.slopes;
        for (to, slope) in jet.seconds.iter_mut().zip(&slopes) {
            for (to, other) in to.iter_mut().zip(&slopes) {
                *to -= slope * other;
            }
        }
        jet.value = most + libm::log(total);
        jet
    }

    /// The same in the logarithms of the parameters.
    pub(super) fn in_logs(&self, parameters: &[f64; P]) -> Local {
        let scaled = self.slopes.iter().zip(parameters).map(|(slope, parameter)| slope * parameter);
        let gradient: Vec<f64> = scaled.collect();
        let mut information = Vec::new();
        for (row, ((seconds, own), slope)) in
            (0_usize..).zip(self.seconds.iter().zip(parameters).zip(&gradient))
        {
            for (column, (second, other)) in (0_usize..).zip(seconds.iter().zip(parameters)) {
                let bend = if row == column { *slope } else { 0.0 };
                information.push(-(second * own * other + bend));
            }
        }
        Local { value: self.value, gradient, information }
    }
}

/// The parameters of their logarithms.
pub(super) fn exponentials<const P: usize>(at: &[f64]) -> [f64; P] {
    let mut parameters = [0.0; P];
    for (to, log) in parameters.iter_mut().zip(at) {
        *to = libm::exp(*log);
    }
    parameters
}

/// A parameter beyond this or its inverse is none.
pub(super) const BOUND: f64 = 18.0;

/// Where a search begins: the first place mostly does; from the others a maximum is found where it has run up a ridge.
fn starts(model: RepeatModel, each: f64) -> [[f64; 4]; 4] {
    match model {
        RepeatModel::MbgNbd | RepeatModel::BgNbd => {
            [[0.5, 0.5, 0.8, 2.0], [1.5, 1.5, 0.3, 0.6], [0.3, 0.3, 2.0, 6.0], [3.0, 3.0, 0.1, 0.1]]
                .map(|[r, alpha, a, b]| [r, alpha / each, a, b])
        }
        RepeatModel::ParetoNbd => {
            [[0.5, 0.5, 0.5, 0.5], [1.5, 1.5, 0.3, 1.0], [0.3, 0.3, 1.5, 0.5], [3.0, 3.0, 3.0, 3.0]]
                .map(|[r, alpha, s, beta]| [r, alpha / each, s, beta])
        }
        RepeatModel::BgBb => {
            [[1.0, 1.0, 1.0, 2.0], [0.3, 0.6, 0.3, 0.6], [2.0, 6.0, 2.0, 6.0], [0.1, 0.1, 0.1, 0.1]]
        }
    }
}

/// Climbs from one place after the other until a maximum is reached that is no lower than where any search before has ended.
fn highest(model: RepeatModel, each: f64, histories: &[(History, f64)]) -> Search {
    let climb = |start: [f64; 4]| {
        maximise(start.map(libm::log).to_vec(), 1.5, BOUND, |at| {
            let parameters = exponentials::<4>(at);
            let mut jet = Jet::NONE;
            match model {
                RepeatModel::MbgNbd => beta_geometric::likelihood(1.0, parameters, histories, &mut jet),
                RepeatModel::BgNbd => beta_geometric::likelihood(0.0, parameters, histories, &mut jet),
                RepeatModel::ParetoNbd => pareto::likelihood(parameters, histories, &mut jet),
                RepeatModel::BgBb => beta_binomial::likelihood(parameters, histories, &mut jet),
            }
            jet.in_logs(&parameters)
        })
    };
    let [first, others @ ..] = starts(model, each);
    let mut best = climb(first);
    for start in others {
        if best.convergence.reached {
            break;
        }
        let next = climb(start);
        if next.value > best.value {
            best = next;
        }
    }
    best
}

impl RepeatCounts {
    /// Fits a model by maximum likelihood. Starting values follow from the data.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for the yearly model with numbers that are not whole, more than 10,000
    /// opportunities, or more acts than opportunities.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Values};
    /// use alumni_core::engagement::{FitFailure, RepeatCounts, RepeatModel, RepeatOptions};
    ///
    /// let none = [0.0; 3];
    /// let columns = Columns::new(3)?
    ///     .with("frequency", Column::new(Values::Floats64(&none)))?
    ///     .with("recency", Column::new(Values::Floats64(&none)))?
    ///     .with("age", Column::new(Values::Floats64(&[10.0, 20.0, 30.0])))?;
    /// let counts = RepeatCounts::from_columns(&columns, &RepeatOptions::default())?;
    /// // Nobody acted twice: there is nothing to tell a pace from.
    /// let fit = counts.fit(RepeatModel::MbgNbd)?;
    /// assert_eq!((fit.convergence.failure, fit.law), (Some(FitFailure::NothingToFit), None));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn fit(&self, model: RepeatModel) -> Result<RepeatFit, Error> {
        if model == RepeatModel::BgBb {
            self.groups.iter().try_for_each(|(history, _)| beta_binomial::check(*history))?;
        }
        let mut found = RepeatFit {
            model,
            people: self.people,
            convergence: Convergence {
                reached: false,
                steps: 0,
                decrement: 0.0,
                failure: Some(FitFailure::NothingToFit),
            },
            parameters: Vec::new(),
            log_likelihood: None,
            law: None,
        };
        let sum = |of: fn(&History) -> f64| {
            self.groups.iter().map(|(history, people)| of(history) * people).sum::<f64>()
        };
        let (acts, watched) = (sum(|history| history.frequency), sum(|history| history.age));
        if acts <= 0.0 || watched <= 0.0 {
            return Ok(found);
        }
        // Time in units of its mean: the shape of the surface is the same for days and years.
        let unit = if model == RepeatModel::BgBb { 1.0 } else { watched / self.people.max(1) as f64 };
        let scaled: Vec<(History, f64)> = self
            .groups
            .iter()
            .map(|(history, people)| {
                let History { frequency, recency, age } = *history;
                (History { frequency, recency: recency / unit, age: age / unit }, *people)
            })
            .collect();
        let each = acts / self.people.max(1) as f64;
        let search = highest(model, each, &scaled);
        found.convergence = search.convergence;
        if !found.convergence.reached {
            return Ok(found);
        }
        let z = normal::two_sided(0.95);
        let shift = libm::log(unit);
        let mut logs = exponentials::<4>(&[0.0; 4]);
        for ((to, log), name) in logs.iter_mut().zip(&search.at).zip(model.parameters()) {
            let timed = model != RepeatModel::BgBb && (name == "alpha" || name == "beta");
            *to = if timed { log + shift } else { *log };
        }
        let variances = search.covariance.iter().flatten().step_by(5);
        found.parameters = model
            .parameters()
            .into_iter()
            .zip(logs)
            .zip(variances)
            .map(|((name, log), variance)| RepeatParameter {
                name: name.to_owned(),
                estimate: Parameter::from_log(log, *variance, z),
            })
            .collect();
        // A density in time is one over the unit for each act.
        found.log_likelihood =
            Some(if model == RepeatModel::BgBb { search.value } else { search.value - acts * shift });
        found.law = RepeatLaw::new(model, logs.map(libm::exp)).ok();
        Ok(found)
    }
}
