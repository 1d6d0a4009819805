//! Who received what of whom, and whether a withdrawal has reached them all: beside the ledger, since it is about use and not
//! about permission.

mod acknowledgement;
mod deadline;
mod ended;
mod finding;
mod intake;
mod item;
mod page;
mod receipt;
mod register;
mod report;
mod rules;
mod usage;

pub use acknowledgement::{Acknowledgement, AcknowledgementStatus};
pub use deadline::Deadline;
pub use finding::{UseFinding, UseFindingKind};
pub use item::{PropagationItem, PropagationStatus, Sending};
pub use receipt::{InformedSystem, KeptRecord, StandingPurpose, WithdrawalReceipt, WithdrawnPurpose};
pub use register::{Propagation, Recorded};
pub use report::{PropagationCount, PropagationReport};
pub use rules::{HouseDeadline, PropagationRules, System};
pub use usage::Use;
