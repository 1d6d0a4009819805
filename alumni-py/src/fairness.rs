//! Selection rates and positions in pay ranges, as in the core's `fairness`.

mod finding;
mod pay;
mod selection;
mod standard;
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
    module.add_class::<PayPosition>()?;
    module.add_class::<thresholds::ThresholdReport>()?;
    module.add_function(wrap_pyfunction!(thresholds::thresholds, module)?)?;
    module.add_function(wrap_pyfunction!(selection::selection, module)?)?;
    module.add_function(wrap_pyfunction!(pay::compa_ratio, module)?)?;
    module.add_function(wrap_pyfunction!(pay::compa_ratios, module)?)?;
    module.add_function(wrap_pyfunction!(pay::range_penetration, module)?)
}
