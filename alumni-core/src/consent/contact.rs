//! How often people are contacted, when, and by whom: the part of the gate that looks at what was sent already.

mod gate;
mod log;
mod request;
mod rules;
mod uses;
mod zone;

pub use gate::{Permit, Settled};
pub use log::{Contact, ContactState, Contacts, Pause};
pub use request::ContactRequest;
pub use rules::{ContactCap, ContactRules, QuietHours};
pub(super) use zone::Zone;

impl Contacts {
    /// What there is about one person: contacts in the order in which they were recorded, and pauses.
    pub(super) fn about(&self, subject: &str) -> (&[Contact], &[Pause]) {
        (self.of(subject), self.pauses(subject))
    }
}
