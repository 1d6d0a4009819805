//! Policies and decisions, as in the core's `eligibility`.

mod decision;
mod policy;

use alumni_core::eligibility::{Effect, Outcome, Status};
use pyo3::prelude::*;

use crate::names::Names;

pub(crate) use decision::{Decision, PolicyReference};
pub(crate) use policy::Policy;

names!(Outcome in "alumni", "What a policy says about a worker.");
names!(Status in "alumni.eligibility", "How one criterion of a policy stands.");
names!(Effect in "alumni.eligibility", "What a criterion does.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    Outcome::add(module)?;
    Status::add(module)?;
    Effect::add(module)?;
    module.add_class::<Policy>()?;
    module.add_class::<policy::Criterion>()?;
    module.add_function(wrap_pyfunction!(policy::_criterion, module)?)?;
    module.add_class::<Decision>()?;
    module.add_class::<decision::CriterionResult>()?;
    module.add_class::<decision::FactUsed>()?;
    module.add_class::<PolicyReference>()
}
