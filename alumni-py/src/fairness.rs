//! Selection rates and positions in pay ranges, as in the core's `fairness`.

mod adjusted;
mod figures;
mod finding;
mod gaps;
mod local_law_144;
mod offer;
mod pay;
mod planning;
mod privacy;
mod rates;
mod report;
mod selection;
mod standard;
mod strata;
mod table;
mod thresholds;

use alumni_core::fairness::Verdict;
use pyo3::prelude::*;

use crate::names::Names;

pub(crate) use pay::PayPosition;
pub(crate) use selection::SelectionReport;
pub(crate) use standard::{Standard, standard};

names!(Verdict in "alumni.fairness", "What a finding asks of its reader, in rising order of attention.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    Verdict::add(module)?;
    module.add_class::<Standard>()?;
    module.add_class::<SelectionReport>()?;
    module.add_class::<selection::GroupRate>()?;
    module.add_class::<finding::Finding>()?;
    module.add_class::<finding::Interval>()?;
    module.add_class::<finding::Flips>()?;
    module.add_class::<figures::Tests>()?;
    module.add_class::<figures::Effects>()?;
    module.add_class::<figures::Shortfalls>()?;
    module.add_class::<figures::UnknownRange>()?;
    module.add_class::<strata::StrataReport>()?;
    module.add_class::<strata::StratifiedFinding>()?;
    module.add_class::<strata::StratumRatio>()?;
    module.add_class::<strata::Estimate>()?;
    module.add_class::<strata::ChiSquare>()?;
    module.add_class::<strata::ExactStrata>()?;
    module.add_class::<table::TableReport>()?;
    module.add_class::<table::AttributeReport>()?;
    module.add_class::<local_law_144::LocalLaw144>()?;
    module.add_class::<local_law_144::ImpactTable>()?;
    module.add_class::<local_law_144::ImpactRow>()?;
    module.add_class::<PayPosition>()?;
    module.add_class::<planning::ExpectedImpact>()?;
    module.add_function(wrap_pyfunction!(planning::expected_impact, module)?)?;
    module.add_function(wrap_pyfunction!(planning::adjust_p_values, module)?)?;
    module.add_class::<rates::RateComparison>()?;
    module.add_class::<rates::PowerOfRates>()?;
    module.add_function(wrap_pyfunction!(rates::compare_rates, module)?)?;
    module.add_function(wrap_pyfunction!(rates::power_of_rates, module)?)?;
    module.add_class::<thresholds::ThresholdReport>()?;
    module.add_function(wrap_pyfunction!(thresholds::thresholds, module)?)?;
    module.add_class::<gaps::UkPayGaps>()?;
    module.add_class::<gaps::EuPayGaps>()?;
    module.add_class::<gaps::JapanPayRatios>()?;
    module.add_class::<gaps::Compression>()?;
    module.add_class::<gaps::Inversions>()?;
    module.add_class::<adjusted::Regression>()?;
    module.add_class::<adjusted::AdjustedPayGap>()?;
    module.add_class::<adjusted::LogibReport>()?;
    module.add_class::<offer::OfferCohort>()?;
    module.add_class::<offer::Headroom>()?;
    module.add_class::<offer::Limits>()?;
    module.add_function(wrap_pyfunction!(offer::offer, module)?)?;
    module.add_class::<offer::OfferReport>()?;
    module.add_class::<privacy::PublishedSelection>()?;
    module.add_function(wrap_pyfunction!(privacy::publish, module)?)?;
    module.add_class::<report::FairnessReport>()?;
    module.add_class::<report::RulePack>()?;
    module.add_function(wrap_pyfunction!(report::report, module)?)?;
    module.add_function(wrap_pyfunction!(report::input_hash, module)?)?;
    module.add_function(wrap_pyfunction!(gaps::uk_pay_gaps, module)?)?;
    module.add_function(wrap_pyfunction!(gaps::eu_pay_gaps, module)?)?;
    module.add_function(wrap_pyfunction!(gaps::japan_pay_ratios, module)?)?;
    module.add_function(wrap_pyfunction!(gaps::compression, module)?)?;
    module.add_function(wrap_pyfunction!(gaps::inversions, module)?)?;
    module.add_function(wrap_pyfunction!(adjusted::regress, module)?)?;
    module.add_function(wrap_pyfunction!(adjusted::adjusted_pay_gap, module)?)?;
    module.add_function(wrap_pyfunction!(adjusted::logib, module)?)?;
    module.add_function(wrap_pyfunction!(selection::selection, module)?)?;
    module.add_function(wrap_pyfunction!(strata::strata, module)?)?;
    module.add_function(wrap_pyfunction!(table::selection_table, module)?)?;
    module.add_function(wrap_pyfunction!(local_law_144::local_law_144, module)?)?;
    module.add_function(wrap_pyfunction!(pay::compa_ratio, module)?)?;
    module.add_function(wrap_pyfunction!(pay::compa_ratios, module)?)?;
    module.add_function(wrap_pyfunction!(pay::range_penetration, module)?)
}

/// The hash of a value by its document.
fn hashed<T: serde::Serialize>(value: &T) -> u64 {
    crate::document::hash(&serde_json::to_string(value).unwrap_or_default())
}
