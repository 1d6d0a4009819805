//! What may be offered to somebody who comes back, before it is offered.

mod bounds;
mod check;
mod cohort;
mod model;
mod percent;
mod report;
mod terms;

pub use bounds::{Bound, Headroom, OfferLimit, WhyNoBound};
pub use check::{LastPay, Offer};
pub use cohort::{Candidate, CompaRatioSpan, OfferCohort, OfferLimits, OfferPeer, PayRange};
pub use report::OfferReport;
pub use terms::{OfferTerm, TermComparison, TermFinding, TermKind};
