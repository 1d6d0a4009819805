//! The maximum of a likelihood by Newton's method, told plainly where there is none.

use serde::{Deserialize, Serialize};

use super::matrix::Cholesky;
use crate::Reason;

/// Whether a fit reached its maximum. Where it did not, the answer has no numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Convergence {
    /// Whether it did.
    pub reached: bool,
    /// How many steps were taken.
    pub steps: u32,
    /// Newton's decrement at the end: about twice how much the logarithm of the likelihood could still rise.
    pub decrement: f64,
    /// Why not.
    pub failure: Option<FitFailure>,
}

/// Why a fit has no maximum that could be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FitFailure {
    /// Nobody ended, or nothing that differs between people was given: there is nothing to fit.
    NothingToFit,
    /// The likelihood rises without end as a coefficient grows: whoever has more of the column always ends first, or last.
    MonotoneLikelihood,
    /// The likelihood rises towards a parameter of 0 or without bound: the data have no such thing as the model describes.
    NoMaximum,
    /// The maximum is not a point: the data cannot tell some parameters apart.
    Flat,
    /// The steps ran out.
    TooManySteps,
}

impl FitFailure {
    /// The same in words.
    pub(super) fn reason(self) -> Reason {
        Reason::new(match self {
            Self::NothingToFit => "fit-nothing-to-fit",
            Self::MonotoneLikelihood => "fit-monotone-likelihood",
            Self::NoMaximum => "fit-no-maximum",
            Self::Flat => "fit-flat",
            Self::TooManySteps => "fit-too-many-steps",
        })
    }
}

/// The logarithm of a likelihood at one place.
#[derive(Clone, Debug)]
pub(super) struct Local {
    pub(super) value: f64,
    pub(super) gradient: Vec<f64>,
    /// Less the second derivatives, row by row.
    pub(super) information: Vec<f64>,
}

/// What came of a search.
#[derive(Clone, Debug)]
pub(super) struct Search {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
    /// The inverse of the information; absent where it has none.
    pub(super) covariance: Option<Vec<f64>>,
    pub(super) convergence: Convergence,
    /// The last step.
    pub(super) step: Vec<f64>,
}

/// Less than this to gain is nothing to a statistic.
const ENOUGH: f64 = 1e-12;
const MOST_STEPS: u32 = 100;
/// The logarithm of a parameter that tells nothing any more: a thousand, or a thousandth.
const FAR: f64 = 7.0;

/// Climbs from `start`; no entry moves by more than `longest` in a step, nor beyond `bound` from 0.
pub(super) fn maximise(
    start: Vec<f64>,
    longest: f64,
    bound: f64,
    mut local: impl FnMut(&[f64]) -> Local,
) -> Search {
    let mut here = local(&start);
    let mut search = Search {
        step: vec![0.0; start.len()],
        at: start,
        value: here.value,
        covariance: None,
        convergence: Convergence { reached: false, steps: 0, decrement: f64::INFINITY, failure: None },
    };
    while search.convergence.steps < MOST_STEPS {
        let Some((step, exact)) = uphill(&here) else {
            return failed(search, FitFailure::Flat);
        };
        let decrement: f64 = step.iter().zip(&here.gradient).map(|(step, slope)| step * slope).sum();
        search.convergence.decrement = decrement;
        search.convergence.steps = search.convergence.steps.saturating_add(1);
        let length = step.iter().fold(0.0, |most: f64, entry| most.max(entry.abs()));
        let done = exact && decrement <= ENOUGH;
        let mut scale = if length > longest { longest / length } else { 1.0 };
        let moved = |scale: f64, at: &[f64]| -> Vec<f64> {
            at.iter().zip(&step).map(|(at, step)| at + scale * step).collect()
        };
        if !exact && decrement <= ENOUGH {
            return level(search);
        }
        if done {
            // One more full step is free and doubles the digits.
            let at = moved(scale, &search.at);
            let last = local(&at);
            if last.value.is_finite() && last.value >= here.value - 1e-9 * here.value.abs() {
                (search.at, here) = (at, last);
            }
            search.value = here.value;
            search.step = step;
            search.covariance =
                Cholesky::new(&here.information, here.gradient.len()).map(|factor| factor.inverse());
            search.convergence.reached = search.covariance.is_some();
            return if search.convergence.reached { search } else { failed(search, FitFailure::Flat) };
        }
        loop {
            let at = moved(scale, &search.at);
            let next = local(&at);
            let wanted = here.value + 1e-4 * scale * decrement;
            // Near the top the gain drowns in the rounding of the sum.
            let rounding = 1e-13 * here.value.abs();
            if next.value.is_finite() && next.value + rounding >= wanted {
                (search.at, here) = (at, next);
                search.value = here.value;
                search.step = step;
                break;
            }
            scale *= 0.5;
            if scale < 1e-12 {
                // Uphill on paper, level to the last digit.
                return level(search);
            }
        }
        if search.at.iter().any(|entry| entry.abs() > bound) {
            return failed(search, FitFailure::NoMaximum);
        }
    }
    failed(search, FitFailure::TooManySteps)
}

/// Where nothing leads up any more and no dome is: a ridge, along which some parameter mostly grows without bound.
fn level(search: Search) -> Search {
    let is_far = search.at.iter().any(|entry| entry.abs() > FAR);
    failed(search, if is_far { FitFailure::NoMaximum } else { FitFailure::Flat })
}

fn failed(mut search: Search, failure: FitFailure) -> Search {
    search.convergence.reached = false;
    search.convergence.failure = Some(failure);
    search.covariance = None;
    search
}

/// Newton's step, or where the surface is not a dome one that leads up all the same; and whether it is Newton's own.
fn uphill(here: &Local) -> Option<(Vec<f64>, bool)> {
    let size = here.gradient.len();
    if let Some(factor) = Cholesky::new(&here.information, size) {
        return Some((factor.solve(&here.gradient), true));
    }
    let largest = (0..size)
        .filter_map(|place| here.information.get(place.saturating_mul(size.saturating_add(1))))
        .fold(0.0, |most: f64, entry| most.max(entry.abs()));
    if !(largest.is_finite() && largest > 0.0) {
        return None;
    }
    let mut ridge = 1e-6 * largest;
    while ridge <= 1e6 * largest {
        let mut information = here.information.clone();
        for entry in information.iter_mut().step_by(size.saturating_add(1)) {
            *entry += ridge;
        }
        if let Some(factor) = Cholesky::new(&information, size) {
            return Some((factor.solve(&here.gradient), false));
        }
        ridge *= 10.0;
    }
    None
}
