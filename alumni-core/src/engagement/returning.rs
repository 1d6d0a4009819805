//! When people come back, and whether they act again.
//!
//! [`Durations`] counts how long people have been away (or in the network, or waiting for an answer) and whether that has
//! ended. Whoever is still away counts as *at least so long*, never as *not at all* and never as left out: a median of those
//! who came back alone says nothing of how long it takes.
//!
//! [`cox`] says what hastens an end or delays it, and [`concordance`] whether those who were thought to end sooner did. [`RepeatCounts`] are for those who act again and again and stop without telling:
//! the chance that they do anything within a time, and how much. [`calibration`] holds such promises against what happened.
//!
//! # Rules that hold everywhere here
//!
//! 1. **Numbers in, never ids.** What is kept of a table is how many people share each duration. Who may not be scored has to
//!    be left out by the caller, before.
//! 2. **Time has the unit it came in**: days in, days out.
//! 3. **A fit without a maximum has no numbers**, and says why.
//! 4. **Ties**: who ends at a time is at risk there, and so is who is last seen then.

mod calibration;
mod concordance;
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
mod quick;
mod read;
mod repeat;
#[cfg(feature = "table")]
mod tables;
mod times;
mod weibull;

#[cfg(feature = "table")]
pub use calibration::calibration_table;
pub use calibration::{Calibration, CalibrationBin, CalibrationOptions, calibration};
#[cfg(feature = "table")]
pub use concordance::concordance_table;
pub use concordance::{Concordance, ConcordanceOptions, concordance};
#[cfg(feature = "table")]
pub use cox::cox_table;
pub use cox::{BaselinePoint, CoxCoefficient, CoxFit, CoxOptions, CoxPredictions, Ties, cox};
pub use curve::{Band, CurveOptions, CurvePoint, RestrictedMean, SurvivalCurve, SurvivalCurves};
pub use durations::{DurationOptions, Durations};
pub use ends::{CompetingEnds, Incidence, IncidencePoint};
pub use hazard::{CumulativeHazard, CumulativeHazards, HazardPoint};
pub use log_rank::{LogRank, LogRankGroup};
pub use newton::{Convergence, FitFailure};
pub use options::CommonOptions;
pub use quantile::CurveQuantile;
pub use repeat::{
    ActOptions, HeldBack, HoldBackOptions, RepeatActs, RepeatCounts, RepeatFit, RepeatLaw, RepeatModel,
    RepeatOptions, RepeatParameter, RepeatPrediction, RepeatPredictions, ValueCounts, ValueFit, ValueLaw,
    ValueOptions, hold_back,
};
pub use weibull::{Parameter, WeibullFit, WeibullFits};

#[cfg(test)]
mod tests;
