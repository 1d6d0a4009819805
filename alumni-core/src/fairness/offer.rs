//! What may be offered to somebody who comes back, before it is offered.

mod bounds;
mod check;
mod circle;
mod cohort;
mod limits;
mod model;
mod people;
mod percent;
mod record;
mod report;
mod terms;
mod withheld;

pub use bounds::{Bound, Headroom, OfferLimit, WhyNoBound};
pub use check::{LastPay, Offer};
pub use cohort::{OfferCohort, PayRange};
pub use limits::{CompaRatioSpan, OfferLimits};
pub use people::{Candidate, OfferPeer};
pub use record::{OfferOverride, PublishedRule};
pub use report::OfferReport;
pub(super) use report::name as limit_name;
pub use terms::{OfferTerm, TermComparison, TermFinding, TermKind};
