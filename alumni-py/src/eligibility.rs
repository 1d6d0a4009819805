//! Policies and decisions, as in the core's `eligibility`.

mod book;
mod cases;
mod check;
mod climbed;
mod decision;
mod decisions;
mod imported;
mod judge;
mod ladder;
mod library;
mod nearest;
mod policy;
mod simulation;

use alumni_core::eligibility::{ChangeKind, DiffKind, Effect, Mutation, Outcome, Relation, Severity, Status};
use pyo3::prelude::*;

use crate::names::Names;

pub(crate) use decision::{Decision, PolicyReference};
pub(crate) use decisions::options as table_options;
pub(crate) use policy::Policy;
pub(crate) use simulation::{Simulation, simulation};

names!(Outcome in "alumni", "What a policy says about a worker.");
names!(Status in "alumni.eligibility", "How one criterion of a policy stands.");
names!(DiffKind in "alumni.eligibility", "What became of a criterion in another version.");
names!(Mutation in "alumni.eligibility", "How a rule was changed to see whether a case notices.");
names!(ChangeKind in "alumni.eligibility", "What kind of step on the way to eligible a change is.");
names!(Effect in "alumni.eligibility", "What a criterion does.");

names!(Severity in "alumni.eligibility", "How much a finding matters.");
names!(Relation in "alumni.eligibility", "How the workers whom one policy takes are to those whom another takes.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    Outcome::add(module)?;
    Status::add(module)?;
    Effect::add(module)?;
    ChangeKind::add(module)?;
    DiffKind::add(module)?;
    Mutation::add(module)?;
    module.add_class::<book::Book>()?;
    module.add_class::<book::Record>()?;
    module.add_class::<book::Replay>()?;
    module.add_class::<book::PolicyDiff>()?;
    module.add_class::<book::CriterionDiff>()?;
    module.add_class::<book::Migration>()?;
    module.add_class::<book::Moved>()?;
    module.add_class::<cases::Case>()?;
    module.add_class::<cases::CaseReport>()?;
    module.add_class::<cases::CaseResult>()?;
    module.add_class::<cases::Coverage>()?;
    module.add_class::<cases::Mutant>()?;
    module.add_class::<nearest::Nearest>()?;
    module.add_class::<nearest::Way>()?;
    module.add_class::<nearest::Change>()?;
    Severity::add(module)?;
    Relation::add(module)?;
    module.add_class::<check::Check>()?;
    module.add_class::<check::PolicyFinding>()?;
    module.add_class::<check::Witness>()?;
    module.add_class::<check::PolicyComparison>()?;
    module.add_class::<check::LadderCheck>()?;
    module.add_function(wrap_pyfunction!(check::check_ladder, module)?)?;
    module.add_class::<Policy>()?;
    module.add_class::<policy::Criterion>()?;
    module.add_function(wrap_pyfunction!(policy::_criterion, module)?)?;
    module.add_class::<imported::Imported>()?;
    module.add_class::<imported::Remark>()?;
    module.add_class::<Decision>()?;
    module.add_class::<decisions::Decisions>()?;
    module.add_class::<decisions::DecidedRow>()?;
    module.add_class::<Simulation>()?;
    module.add_class::<decision::CriterionResult>()?;
    module.add_class::<decision::FactUsed>()?;
    module.add_class::<PolicyReference>()?;
    module.add_class::<judge::Judge>()?;
    module.add_class::<judge::Ruling>()?;
    module.add_class::<ladder::Ladder>()?;
    module.add_class::<climbed::LadderDecisions>()?;
    module.add_class::<ladder::LadderDecision>()?;
    module.add_class::<ladder::StepDecision>()?;
    module.add_function(wrap_pyfunction!(library::_library_all, module)?)?;
    module.add_function(wrap_pyfunction!(library::_library_ladders, module)?)?;
    module.add_function(wrap_pyfunction!(library::_library_get, module)?)?;
    module.add_function(wrap_pyfunction!(library::_library_versions, module)?)?;
    module.add_function(wrap_pyfunction!(library::_library_ladder, module)?)?;
    module.add_function(wrap_pyfunction!(library::_library_text, module)?)?;
    module.add_function(wrap_pyfunction!(library::_library_ladder_text, module)?)
}
