//! May this worker join, be invited, come back?
//!
//! A [`Policy`] is a document of criteria, each a short typed expression over the facts of a
//! [`Vocabulary`](crate::workforce::Vocabulary). Deciding is three-valued (Kleene): a fact that is not known is neither
//! true nor false, and what cannot be told is [`Outcome::Undetermined`] with the facts that would settle it.
//!
//! # Example
//!
//! ```
//! use alumni_core::eligibility::{Outcome, Policy};
//! use alumni_core::workforce::{SeparationKind, Spell, Worker};
//!
//! let policy = Policy::parse(r#"
//!     id = "return"
//!     version = 1
//!     [[criteria]]
//!     id = "service"
//!     require = "tenure >= 3 years"
//!     [[criteria]]
//!     id = "conduct"
//!     bar = "separation_kind = involuntary_cause"
//! "#)?;
//! let spell = Spell::new("2016-04-01".parse()?, "2019-03-31".parse()?)?.separation(SeparationKind::Voluntary);
//! let decision = policy.decide(&Worker::new("w-1", [spell])?, "2020-01-01".parse()?)?;
//! assert_eq!(decision.outcome(), Outcome::Eligible);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod batch;
mod book;
mod breakpoints;
mod cases;
mod cells;
mod check;
mod decide;
mod decision;
mod evaluate;
mod expression;
mod import;
mod judge;
mod ladder;
mod lexer;
pub mod library;
mod missing;
mod nearest;
mod page;
mod parse;
mod policy;
mod print;
mod program;
mod relation;
mod resolve;
mod say;
mod simulate;
mod stand_ins;
#[cfg(feature = "table")]
mod table;
mod work;

pub use crate::columns::UnusableValues;
pub use crate::document::PolicyReference;
#[cfg(feature = "table")]
pub use crate::table::RowId;
pub use batch::{
    BatchOptions, Counts, CriterionCounts, CriterionMasks, DecidedRow, Decisions, OnMissingColumn,
    OnUnusableValue, OutcomeCounts, StatusCounts, UnknownColumn,
};
pub use book::{Book, CriterionDiff, CriterionText, DiffKind, Migration, Moved, PolicyDiff, Record, Replay};
pub use cases::{Case, CaseReport, CaseResult, Coverage, Mutant, Mutation};
pub use check::{
    Check, Difference, Finding, LadderCheck, PolicyComparison, Relation, Severity, Undecided, Witness,
    WitnessFact, check_ladder,
};
pub use decision::{CriterionResult, Decision, FactUsed, Outcome, Status};
pub use expression::{AsOf, Comparison, Expression, Literal, Operand, Place, Quantifier, Sign};
pub use import::{
    ImportOptions, Imported, ImportedCriterion, ImportedName, ImportedOutcome, ImportedUnit, Remark,
};
pub use judge::{Judge, Row, Ruling, Slot, SlotValue};
pub use ladder::{Ladder, LadderDecision, LadderDecisions, Step, StepDecision};
pub use nearest::{Change, ChangeKind, Nearest, Way};
pub(crate) use policy::Document as PolicyDocument;
pub use policy::{Criterion, Effect, Policy};
pub use simulate::{
    CriterionMoves, GroupRates, MoveTable, NearMisses, Removed, Simulation, SimulationOptions,
};
pub(crate) use stand_ins::Asked;
#[cfg(feature = "table")]
pub(crate) use table::is_asked_for;
#[cfg(feature = "table")]
pub use table::{DecidedBatch, DecidedLadder, DecidedTable, Deciding, LadderDeciding};

#[cfg(test)]
mod tests;
