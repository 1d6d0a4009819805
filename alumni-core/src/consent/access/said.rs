//! What came back about somebody's withdrawals, and what was said to them, as it was known at an instant.

use chrono::{DateTime, Utc};

use crate::consent::{Acknowledgement, Contact, ContactState, Contacts, Pause, Propagation};

pub(super) fn acknowledgements(
    register: &Propagation,
    subject: &str,
    at: DateTime<Utc>,
) -> Vec<Acknowledgement> {
    let known = register.acknowledgements_of(subject).filter(|came| came.at <= at && came.received_at <= at);
    let mut known: Vec<_> = known.cloned().collect();
    known.sort_by(|a, b| (a.at, &a.source, &a.id).cmp(&(b.at, &b.source, &b.id)));
    known
}

/// The contacts that had been made by then: what was settled later was still reserved.
pub(super) fn contacts(log: &Contacts, subject: &str, at: DateTime<Utc>) -> Vec<Contact> {
    let (contacts, _) = log.about(subject);
    let mut known: Vec<_> = contacts.iter().filter(|contact| contact.at <= at).cloned().collect();
    for contact in &mut known {
        if contact.settled_at.is_some_and(|settled| settled > at) {
            (contact.state, contact.settled_at) = (ContactState::Reserved, None);
        }
    }
    known.sort_by(|a, b| (a.at, &a.token).cmp(&(b.at, &b.token)));
    known
}

/// Every pause, also one that begins later: nobody records when it was asked for.
pub(super) fn pauses(log: &Contacts, subject: &str, at: DateTime<Utc>) -> Vec<Pause> {
    let (_, pauses) = log.about(subject);
    let mut known = pauses.to_vec();
    for pause in &mut known {
        pause.ended_at = pause.ended_at.filter(|ended| *ended <= at);
    }
    known.sort_by(|a, b| (a.from, a.until, &a.channels).cmp(&(b.from, b.until, &b.channels)));
    known
}
