use chrono::NaiveDate;

use super::kind::Act;
use super::{ActorType, Interaction, Kind};

/// One mailing of which the record has an event for each recipient: what one sender sends to people under one kind in one thread, or, without
/// a thread, on one day (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Mailing<'a> {
    sender: &'a str,
    kind: &'a Kind,
    sent: Sent<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sent<'a> {
    Within(&'a str),
    On(NaiveDate),
}

impl<'a> Mailing<'a> {
    /// The mailing that an event of the company's is part of; `None` for what is a message of its own. `is_mailing` says it of kinds that the
    /// library does not know.
    pub(super) fn of(event: &'a Interaction, is_mailing: impl FnOnce(&Kind) -> bool) -> Option<Self> {
        let mails = match event.kind().act() {
            Some(act) => act == Act::Mailing,
            None => is_mailing(event.kind()),
        };
        let is_part = mails && event.to_person() && event.actor_type() != ActorType::Alumnus;
        is_part.then(|| Self {
            sender: event.actor(),
            kind: event.kind(),
            sent: event.thread().map_or_else(|| Sent::On(event.at().date_naive()), Sent::Within),
        })
    }
}
