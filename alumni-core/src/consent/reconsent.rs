//! Who is asked again when a notice changes, who is told, when, and what may be lost.

mod loss;
mod people;
mod plan;
mod request;
mod schedule;
mod standing;

pub use loss::{ReconsentLoss, ReconsentRange, ReconsentRate};
pub use people::ReconsentPerson;
pub use plan::{ReconsentDay, ReconsentPlan};
pub use request::ReconsentRequest;
pub use schedule::{ReconsentChannel, ReconsentSlot};
