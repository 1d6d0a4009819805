//! Workers, spells, separations, pay, and the facts derived from them.

mod exports;
mod pay;
mod separation;
mod spell;
mod vocabulary;
mod worker;

use alumni_core::workforce::{
    Completeness, ContactKind, EmploymentType, Fact, FactType, FlagOrigin, Ownership, PayPeriod, RehireFlag,
    SeparationKind, SeparationReason, Value, WorkerType,
};
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;

use crate::calendar::Span;
use crate::convert::py_date;
use crate::names::Names;

pub(crate) use exports::{CannotSupply, Fault, Import, tables};
pub(crate) use pay::{Money, money};
pub(crate) use vocabulary::vocabulary;
pub(crate) use worker::{Worker, supplied, worker};

names!(RehireFlag in "alumni", "\"Eligible for rehire\" as the HR system holds it: never a boolean.");
names!(FlagOrigin in "alumni.workforce", "Where a rehire flag comes from.");
names!(SeparationKind in "alumni", "How a spell ended, in the coarsest terms that rules need.");
names!(SeparationReason in "alumni.workforce", "Why a spell ended, where the source says so.");
names!(WorkerType in "alumni.workforce", "What the worker is to the employer.");
names!(EmploymentType in "alumni.workforce", "On what terms the worker is employed.");
names!(ContactKind in "alumni.workforce", "By what means somebody can be reached.");
names!(Ownership in "alumni.workforce", "Whose a contact point is: work addresses die with the employment.");
names!(PayPeriod in "alumni.workforce", "For how long an amount of pay is.");
names!(FactType in "alumni.workforce", "The type of a fact.");
names!(Fact in "alumni.workforce", "The built-in facts that rules ask for.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    RehireFlag::add(module)?;
    FlagOrigin::add(module)?;
    SeparationKind::add(module)?;
    SeparationReason::add(module)?;
    WorkerType::add(module)?;
    EmploymentType::add(module)?;
    ContactKind::add(module)?;
    Ownership::add(module)?;
    PayPeriod::add(module)?;
    FactType::add(module)?;
    Fact::add(module)?;
    module.add_class::<Money>()?;
    module.add_class::<pay::Compensation>()?;
    module.add_class::<separation::LocalCode>()?;
    module.add_class::<separation::Separation>()?;
    module.add_class::<spell::Position>()?;
    module.add_class::<spell::Spell>()?;
    module.add_class::<worker::ContactPoint>()?;
    module.add_class::<Worker>()?;
    module.add_class::<vocabulary::Vocabulary>()?;
    module.add_class::<vocabulary::FactDefinition>()?;
    module.add_class::<vocabulary::KnownValue>()?;
    module.add_class::<vocabulary::UnknownFact>()?;
    // The flat native module says which mapping is meant.
    module.add("ExportMapping", module.py().get_type::<exports::Mapping>())?;
    module.add_class::<Import>()?;
    module.add_class::<CannotSupply>()?;
    module.add_class::<Fault>()
}

/// Whether every spell is given, by its stable name.
pub(crate) fn completeness(name: &str) -> Option<Completeness> {
    match name {
        "complete" => Some(Completeness::Complete),
        "latest_only" => Some(Completeness::LatestOnly),
        _ => None,
    }
}

/// The value of a fact as Python has it.
pub(crate) fn fact_value<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Boolean(value) => value.into_bound_py_any(py),
        Value::Integer(value) => value.into_bound_py_any(py),
        Value::Decimal(value) => py.import("decimal")?.getattr("Decimal")?.call1((value.to_string(),)),
        Value::Money(value) => Money(*value).into_bound_py_any(py),
        Value::Date(value) => py_date(py, *value),
        Value::Period(value) => Span(*value).into_bound_py_any(py),
        Value::Category(value) => value.into_bound_py_any(py),
        Value::Categories(value) => value.into_bound_py_any(py),
        // What a newer core adds: its document.
        other => crate::document::to_dict(py, other)?.get_item("value"),
    }
}
