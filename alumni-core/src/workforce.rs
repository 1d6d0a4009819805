//! The people and their employment: workers, spells, separations, pay, and the facts derived from them.
//!
//! Everything here is what HR systems hold, under one set of names; [`Vocabulary`] says which facts rules may ask for.
//! Absent is never *no*: what a source does not say is unknown, and stays so.

#[macro_use]
mod names;
mod compensation;
mod contact_point;
mod derived;
mod employment;
mod exports;
mod fact;
mod local_code;
mod money;
mod rehire_flag;
mod relation;
mod separation;
mod spell;
mod table;
mod value;
mod vocabulary;
mod worker;

pub use compensation::{Compensation, PayPeriod};
pub use contact_point::{ContactKind, ContactPoint, Ownership};
pub(crate) use derived::Dates;
pub use employment::{EmploymentType, WorkerType};
pub use exports::{CannotSupply, DateOrder, Fault, Import, LastDay, Mapping, Meaning, Overlay};
pub use fact::{Fact, changes_after};
pub use local_code::LocalCode;
pub use money::{Currency, Money};
pub use rehire_flag::{FlagOrigin, RehireFlag};
pub use relation::Relation;
pub use separation::{Separation, SeparationKind, SeparationReason};
pub use spell::{Position, Spell};
pub use table::{Row, Table};
pub use value::{Cell, Decimal, Supplied, Value};
pub use vocabulary::{FactDefinition, FactType, Known, UnknownFact, Vocabulary};
pub use worker::{Completeness, Worker};

#[cfg(test)]
mod tests;
