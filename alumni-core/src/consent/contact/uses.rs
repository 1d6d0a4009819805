//! What is left of a yes that is good for a number of uses, once what is sent or being sent counts as well.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::super::event::Event;
use super::super::fold::{Ground, Scope};
use super::super::kind::{Channel, EventKind};
use super::super::ledger::Ledger;
use super::super::question::Question;
use super::super::store::Tick;
use super::log::{Contact, ContactState, Contacts};
use super::request::ContactRequest;
use crate::Error;
use crate::text::Reason;

/// A yes that is good for a number of uses.
pub(super) struct Uses<'l> {
    good_for: u32,
    /// The uses on record, each as its source and id.
    recorded: BTreeSet<(&'l str, &'l str)>,
    since: DateTime<Utc>,
    channel: Option<Channel>,
}

impl Uses<'_> {
    /// Why one more contact at `at` would be a use too many, and when that may be over. `own` is the token of the reservation that
    /// is being settled.
    pub(super) fn taken(
        &self,
        contacts: &Contacts,
        question: &Question,
        at: DateTime<Utc>,
        own: Option<&str>,
    ) -> Option<(Reason, Option<DateTime<Utc>>)> {
        let others = contacts.others(&question.subject, own);
        let waiting: Vec<_> = others.filter(|contact| self.takes(contact, question, at)).collect();
        let taken = self.recorded.len().saturating_add(waiting.len());
        if taken < usize::try_from(self.good_for).unwrap_or(usize::MAX) {
            return None;
        }
        let held = waiting.iter().filter(|contact| contact.state == ContactState::Reserved);
        let until = held.map(|contact| contact.expires_at).min();
        Some((Reason::new("contact-uses-taken").with("uses", i64::from(self.good_for)), until))
    }

    /// Whether a contact is a use of this yes that is not on record yet.
    fn takes(&self, contact: &Contact, question: &Question, at: DateTime<Utc>) -> bool {
        contact.purpose == question.purpose
            && contact.recipient == question.recipient
            && self.channel.is_none_or(|channel| channel == contact.channel)
            && contact.counted(at).is_some_and(|counted| self.since <= counted)
            && !self.recorded.contains(&(contact.sender.as_str(), contact.token.as_str()))
    }
}

impl Ledger {
    /// What is left of the yes that answers `question`, where one stands that is good for a number of uses.
    pub(super) fn uses(&self, question: &Question) -> Result<Option<Uses<'_>>, Error> {
        let scope = Scope {
            channel: question.channel,
            recipient: self.store.recipient(question.recipient.as_deref()),
            known_at: question.known_at.map(Tick::from),
        };
        let view = self.view(&question.subject, self.purpose(&question.purpose)?.0, scope);
        let Ground::Yes { yes, .. } = view.standing(question.at.into()).ground else { return Ok(None) };
        let good_for = self.store.detail(yes).and_then(|detail| detail.valid_uses);
        Ok(good_for.map(|good_for| Uses {
            good_for,
            recorded: view.uses(yes).map(|of| (self.store.source(of), self.store.id(of))).collect(),
            since: yes.at().into(),
            channel: yes.channel,
        }))
    }
}

impl Contact {
    /// What was asked when it was reserved, asked about `at` with everything known.
    pub(super) fn request(&self, at: DateTime<Utc>) -> ContactRequest {
        let question = Question {
            subject: self.subject.clone(),
            purpose: self.purpose.clone(),
            channel: Some(self.channel),
            recipient: self.recipient.clone(),
            at,
            known_at: None,
            activity: self.activity,
            country: self.country.clone(),
            data_of: None,
            regimes: self.regimes.clone(),
        };
        let request = ContactRequest::new(question, &self.sender, &self.message);
        ContactRequest { utc_offset: self.utc_offset.clone(), time_zone: self.time_zone.clone(), ..request }
    }

    /// The use that sending it at `at` is: proved by the contact of its token.
    pub(super) fn used(&self, at: DateTime<Utc>) -> Event {
        let (source, id) = (self.sender.as_str(), self.token.as_str());
        let occurred_at = at.fixed_offset();
        let used = Event::new(source, id, &self.subject, &self.purpose, EventKind::Used, occurred_at);
        Event {
            channel: Some(self.channel),
            recipient: self.recipient.clone(),
            evidence_ref: Some(self.token.clone()),
            ..used
        }
    }
}
