//! When people come back: durations that may not have ended yet, and what can be said of them.
//!
//! [`Durations`] counts how long people have been away (or in the network, or waiting for an answer) and whether that has
//! ended. Whoever is still away counts as *at least so long*, never as *not at all* and never as left out: a median of those
//! who came back alone says nothing of how long it takes.
//!
//! # Rules that hold everywhere here
//!
//! 1. **Numbers in, never ids.** What is kept of a table is how many people share each duration. Who may not be scored has to
//!    be left out by the caller, before.
//! 2. **Time has the unit it came in**: days in, days out.
//! 3. **Ties**: who ends at a time is at risk there, and so is who is last seen then.

mod cox;
mod curve;
mod durations;
mod ends;
mod exits;
mod hazard;
mod log_rank;
mod matrix;
mod newton;
mod options;
mod quantile;
mod read;
mod times;
mod weibull;

#[cfg(feature = "table")]
pub use cox::cox_table;
pub use cox::{CoxCoefficient, CoxFit, CoxOptions, Ties, cox};
pub use curve::{Band, CurveOptions, CurvePoint, RestrictedMean, SurvivalCurve, SurvivalCurves};
pub use durations::{DurationOptions, Durations};
pub use ends::{CompetingEnds, Incidence, IncidencePoint};
pub use hazard::{CumulativeHazard, CumulativeHazards, HazardPoint};
pub use log_rank::{LogRank, LogRankGroup};
pub use newton::{Convergence, FitFailure};
pub use options::CommonOptions;
pub use quantile::CurveQuantile;
pub use weibull::{Parameter, WeibullFit, WeibullFits};

#[cfg(test)]
mod tests;
