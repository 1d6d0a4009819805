//! What can be proved about policies without any worker: the language is small enough that every question has an answer.

mod ask;
mod compare;
mod comparison;
mod components;
mod facts;
mod finding;
mod finish;
mod formula;
mod implied;
mod ladder;
mod leaf;
mod model;
mod order;
mod parts;
mod questions;
mod shift;
mod solution;
mod solver;
mod witness;

pub use comparison::{Difference, PolicyComparison, Relation};
pub use finding::{Check, Finding, Severity, Undecided};
pub use ladder::{LadderCheck, check_ladder};
pub use witness::{Witness, WitnessFact};
