//! One programme as one document, and its review: the only place where the engines meet.
//!
//! A [`Programme`] holds a programme's eligibility policies, purposes and notices, fairness standard, engagement model and
//! how its exports are read. [`Programme::read`] makes [`Data`] of tables; [`Programme::review`] runs all engines over it as
//! of a day. Consent decides who is scored and who may be reached; who may not be scored is counted, never scored.
//!
//! # Example
//!
//! ```
//! use alumni_core::programme::Programme;
//! use alumni_core::workforce::Table;
//!
//! let programme = Programme::starter()?;
//! let data = programme.read(&[
//!     Table::from_csv("people.csv", "worker_id,rehire_flag\nw-1,yes\n")?,
//!     Table::from_csv("spells.csv", "worker_id,start_on,end_on,separation_kind\nw-1,2016-04-01,2021-09-30,voluntary\n")?,
//! ])?;
//! let review = programme.review(&data, "2026-04-01".parse()?)?;
//! assert_eq!(review.workforce.former, 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alive;
mod change;
mod counterfactual;
mod data;
mod document;
mod fair;
mod gap;
mod gates;
mod groups;
mod html;
mod page;
mod reach;
mod review;
mod write;

pub use crate::fairness::{
    CounterfactualCriterion, CounterfactualFact, CounterfactualGroup, CounterfactualValue, Counterfactuals,
    PolicyGap,
};
pub use alive::{Closest, Network, scores_with_consent};
pub use change::{GroupChange, group_changes};
#[cfg(feature = "table")]
pub use counterfactual::counterfactuals_table;
pub use counterfactual::{CounterfactualOptions, TriedFact, counterfactuals};
pub use data::Data;
pub use document::Programme;
pub use fair::{PayComparison, SelectionFinding};
#[cfg(feature = "table")]
pub use gap::policy_gap_table;
pub use gap::{GapOptions, policy_gap};
pub use gates::{CriterionCount, MissingCount, OutcomeCount, PolicyReview};
pub use reach::Reach;
pub use review::{Explained, ProgrammeReference, Review, Workforce};

#[cfg(test)]
mod tests;
