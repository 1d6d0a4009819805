//! One programme as one document, and its review, as in the core's `programme`.

mod change;
mod counterfactual;
mod data;
mod document;
mod gap;
mod review;
mod sections;

pub(crate) use counterfactual::Counterfactuals;
pub(crate) use gap::PolicyGap;

use pyo3::prelude::*;

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<document::Programme>()?;
    module.add_function(wrap_pyfunction!(document::_programme, module)?)?;
    module.add_class::<change::GroupChange>()?;
    module.add_function(wrap_pyfunction!(change::group_changes, module)?)?;
    module.add_class::<Counterfactuals>()?;
    module.add_function(wrap_pyfunction!(counterfactual::counterfactuals, module)?)?;
    module.add_class::<PolicyGap>()?;
    module.add_function(wrap_pyfunction!(gap::policy_gap, module)?)?;
    module.add_class::<data::Data>()?;
    module.add_class::<review::Review>()?;
    module.add_class::<review::ProgrammeReference>()?;
    module.add_class::<review::Workforce>()?;
    module.add_class::<review::Explained>()?;
    module.add_class::<sections::PolicyReview>()?;
    module.add_class::<sections::OutcomeCount>()?;
    module.add_class::<sections::CriterionCount>()?;
    module.add_class::<sections::MissingCount>()?;
    module.add_class::<sections::Reach>()?;
    module.add_class::<sections::SelectionFinding>()?;
    module.add_class::<sections::PayComparison>()?;
    module.add_class::<sections::Network>()?;
    module.add_class::<sections::Closest>()
}
