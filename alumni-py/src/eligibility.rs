//! Policies and decisions, as in the core's `eligibility`.

mod decision;
mod imported;
mod nearest;
mod policy;

use alumni_core::eligibility::{ChangeKind, Effect, Outcome, Status};
use pyo3::prelude::*;

use crate::names::Names;

pub(crate) use decision::{Decision, PolicyReference};
pub(crate) use policy::Policy;

names!(Outcome in "alumni", "What a policy says about a worker.");
names!(Status in "alumni.eligibility", "How one criterion of a policy stands.");
names!(ChangeKind in "alumni.eligibility", "What kind of step on the way to eligible a change is.");
names!(Effect in "alumni.eligibility", "What a criterion does.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    Outcome::add(module)?;
    Status::add(module)?;
    Effect::add(module)?;
    ChangeKind::add(module)?;
    module.add_class::<nearest::Nearest>()?;
    module.add_class::<nearest::Way>()?;
    module.add_class::<nearest::Change>()?;
    module.add_class::<Policy>()?;
    module.add_class::<policy::Criterion>()?;
    module.add_function(wrap_pyfunction!(policy::_criterion, module)?)?;
    module.add_class::<imported::Imported>()?;
    module.add_class::<imported::Remark>()?;
    module.add_class::<Decision>()?;
    module.add_class::<decision::CriterionResult>()?;
    module.add_class::<decision::FactUsed>()?;
    module.add_class::<PolicyReference>()
}
