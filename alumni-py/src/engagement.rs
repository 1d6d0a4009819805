//! Interactions, scores, traffic and pulse, as in the core's `engagement`.

/// Gives a class whose document is its whole value a hash.
macro_rules! hashed {
    ($py:ident) => {
        #[pyo3::pymethods]
        impl $py {
            fn __hash__(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<u64> {
                crate::document::to_json(py, &self.0).map(|json| crate::document::hash(&json))
            }
        }
    };
}

/// Gives a class whose document is short a table of its fields.
macro_rules! shown {
    ($py:ident) => {
        #[pyo3::pymethods]
        impl $py {
            fn _repr_html_(&self, py: pyo3::Python<'_>) -> pyo3::PyResult<String> {
                let title = self.__repr__();
                crate::exceptions::quick(py, || {
                    let value = serde_json::to_value(&self.0).unwrap_or_default();
                    crate::html::document(title.trim_matches(['<', '>']), &value)
                })
            }
        }
    };
}

/// Gives everybody's scores what all forms of them have: ranks, by whom and of when they are, and what stands beside them.
macro_rules! scored {
    ($py:ident) => {
        #[pyo3::pymethods]
        impl $py {
            /// Where everybody stands within their segment: percentiles and bands.
            ///
            /// Only those who were scored are compared with each other.
            ///
            /// Parameters
            /// ----------
            /// segments : mapping of str to str, optional
            ///     The segment of each person; whoever is in none is compared with the others who are in none.
            /// options : mapping, optional
            ///     What differs from the default: ``bands``, a list of ``name`` and ``from`` (the lowest percentile in it), and
            ///     ``minimum``, the fewest people of a segment with percentiles (20).
            ///
            /// Returns
            /// -------
            /// Ranks
            #[pyo3(signature = (segments=None, *, options=None))]
            fn ranks(
                &self,
                py: pyo3::Python<'_>,
                segments: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
                options: Option<&pyo3::Bound<'_, pyo3::PyAny>>,
            ) -> pyo3::PyResult<crate::engagement::rank::Ranks> {
                let (segments, options) = crate::engagement::rank::options(segments, options)?;
                let ranked = crate::exceptions::run(py, || Ok(self.0.ranks(&segments, &options)));
                ranked.map(crate::engagement::rank::Ranks)
            }
        }
        getters!($py {
            /// The model's id.
            model: String = |scores, _py| scores.model.clone();
            /// The model's version.
            version: u32 = |scores, _py| scores.version;
            /// The model's hash.
            hash: String = |scores, _py| scores.hash.clone();
            /// The day, beginning at 00:00 UTC.
            as_of: pyo3::Bound<'py, pyo3::PyAny> = |scores, py| crate::convert::py_date(py, scores.as_of)?;
            /// Who was not scored, and why, in the order of their ids.
            not_scored: Vec<crate::engagement::scores::NotScored> =
                |scores, _py| scores.not_scored.iter().cloned().map(crate::engagement::scores::NotScored).collect();
            /// Where every event went.
            tally: crate::engagement::scores::Tally =
                |scores, _py| crate::engagement::scores::Tally(scores.tally.clone());
            /// What a reader of the scores should know about the record.
            reasons: pyo3::Bound<'py, pyo3::types::PyList> =
                |scores, py| crate::text::reasons(py, &scores.reasons)?;
        });
    };
}

mod activity;
mod acts;
mod calendar_days;
mod calibration;
mod change;
mod check;
mod concordance;
mod cox;
mod graph;
mod health;
mod interaction;
mod learn;
mod model;
mod network;
mod participation;
mod permission;
mod rank;
mod repeat;
mod replies;
mod returning;
mod rfm;
mod scores;
mod small;
mod sums;
mod totals;
mod window;

use alumni_core::engagement::{ActorType, TargetType};
use pyo3::prelude::*;

use crate::names::Names;

pub(crate) use health::Health;
pub(crate) use interaction::Interaction;
pub(crate) use model::ScoreModel;
pub(crate) use network::{Pulse, Traffic};
pub(crate) use scores::Scores;

names!(ActorType in "alumni.engagement", "On whose behalf an interaction was done.");
names!(TargetType in "alumni.engagement", "What an interaction was directed at.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    ActorType::add(module)?;
    TargetType::add(module)?;
    module.add_class::<Interaction>()?;
    module.add_class::<ScoreModel>()?;
    module.add_class::<Scores>()?;
    module.add_class::<scores::Score>()?;
    module.add_class::<scores::Part>()?;
    module.add_class::<scores::NotScored>()?;
    module.add_class::<scores::Tally>()?;
    module.add_class::<activity::ActivityLog>()?;
    module.add_class::<change::ScoreChange>()?;
    module.add_class::<learn::LearnedHalfLife>()?;
    module.add_class::<rank::Ranks>()?;
    module.add_class::<sums::ScoreTable>()?;
    module.add_class::<totals::ScoreTotals>()?;
    module.add_class::<rfm::RfmModel>()?;
    module.add_class::<rfm::RfmTable>()?;
    module.add_class::<window::WindowModel>()?;
    module.add_class::<window::WindowScores>()?;
    module.add_function(wrap_pyfunction!(rank::rfm, module)?)?;
    module.add_class::<Traffic>()?;
    module.add_class::<network::Flow>()?;
    module.add_class::<Pulse>()?;
    module.add_class::<network::Request>()?;
    module.add_class::<network::Proportion>()?;
    module.add_class::<network::Rate>()?;
    module.add_class::<graph::InteractionGraph>()?;
    module.add_class::<graph::NetworkSummary>()?;
    module.add_class::<graph::PersonMeasures>()?;
    module.add_class::<graph::SegmentMatrix>()?;
    module.add_class::<replies::Responsiveness>()?;
    module.add_class::<replies::Exchange>()?;
    module.add_class::<replies::Inequality>()?;
    module.add_function(wrap_pyfunction!(graph::interaction_graph, module)?)?;
    module.add_function(wrap_pyfunction!(graph::tie_graph, module)?)?;
    module.add_function(wrap_pyfunction!(replies::responsiveness, module)?)?;
    module.add_function(wrap_pyfunction!(replies::exchange, module)?)?;
    module.add_function(wrap_pyfunction!(replies::inequality, module)?)?;
    module.add_class::<returning::Durations>()?;
    module.add_class::<returning::SurvivalCurves>()?;
    module.add_class::<returning::SurvivalCurve>()?;
    module.add_class::<returning::CumulativeHazards>()?;
    module.add_class::<returning::CompetingEnds>()?;
    module.add_class::<returning::LogRank>()?;
    module.add_class::<returning::WeibullFits>()?;
    module.add_class::<cox::CoxFit>()?;
    module.add_class::<cox::CoxPredictions>()?;
    module.add_class::<concordance::Concordance>()?;
    module.add_function(wrap_pyfunction!(concordance::concordance, module)?)?;
    module.add_function(wrap_pyfunction!(cox::cox, module)?)?;
    module.add_class::<repeat::RepeatFit>()?;
    module.add_class::<repeat::RepeatLaw>()?;
    module.add_class::<repeat::RepeatPredictions>()?;
    module.add_class::<repeat::ValueFit>()?;
    module.add_class::<calibration::Calibration>()?;
    module.add_function(wrap_pyfunction!(repeat::fit_repeat, module)?)?;
    module.add_function(wrap_pyfunction!(repeat::fit_value, module)?)?;
    module.add_function(wrap_pyfunction!(calibration::calibration, module)?)?;
    module.add_class::<Health>()?;
    module.add_class::<health::HealthModel>()?;
    module.add_function(wrap_pyfunction!(health::health, module)?)?;
    module.add_class::<small::Shrinkage>()?;
    module.add_class::<small::Silence>()?;
    module.add_class::<small::RatePower>()?;
    module.add_class::<small::SharePower>()?;
    module.add_function(wrap_pyfunction!(small::shrink_shares, module)?)?;
    module.add_function(wrap_pyfunction!(small::shrink_rates, module)?)?;
    module.add_function(wrap_pyfunction!(small::silence, module)?)?;
    module.add_function(wrap_pyfunction!(small::rate_power, module)?)?;
    module.add_function(wrap_pyfunction!(small::share_power, module)?)?;
    module.add_function(wrap_pyfunction!(returning::durations, module)?)?;
    module.add_function(wrap_pyfunction!(network::traffic, module)?)?;
    module.add_function(wrap_pyfunction!(network::pulse, module)?)?;
    module.add_class::<acts::RepeatActs>()?;
    module.add_class::<acts::HeldBack>()?;
    module.add_function(wrap_pyfunction!(acts::repeat_acts, module)?)?;
    module.add_function(wrap_pyfunction!(acts::hold_back, module)?)?;
    module.add_class::<participation::Participation>()?;
    module.add_function(wrap_pyfunction!(participation::participation, module)?)?;
    module.add_class::<calendar_days::ActivityCalendar>()?;
    module.add_function(wrap_pyfunction!(calendar_days::activity_calendar, module)?)?;
    module.add_class::<check::InteractionCheck>()?;
    module.add_function(wrap_pyfunction!(check::check_interactions, module)?)?;
    module.add_function(wrap_pyfunction!(check::check_interactions_csv, module)?)?;
    module.add_function(wrap_pyfunction!(interaction::interactions_from_csv, module)?)
}
