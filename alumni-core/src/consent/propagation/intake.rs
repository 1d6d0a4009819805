//! Uses out of what is recorded already: contacts that were sent, and what a directory shows.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::super::canonical;
use super::super::contact::{ContactState, Contacts};
use super::super::directory::{Directory, DirectoryMatrix, ProvisionRecord};
use super::super::kind::EventKind;
use super::super::ledger::Ledger;
use super::register::{Propagation, Recorded};
use super::usage::Use;
use crate::{Error, document};

/// The source of uses that a directory gives.
pub(super) const DIRECTORY: &str = "directory";

impl Propagation {
    /// Takes every contact that was sent as a use, by the system whose id or sender it names. Taken again, it is the same use.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a sender that is no system here, with the place
    /// (`contacts[3].sender`), and those of [`record_uses`](Self::record_uses).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{ContactRules, Contacts, HouseDeadline, Propagation, PropagationRules, System};
    /// use alumni_core::text::Localized;
    ///
    /// let contacts = Contacts::from_json(r#"{"rules": {"id": "c", "version": 1}, "contacts": [
    ///     {"token": "t-1", "subject": "w-1", "purpose": "news", "channel": "email", "sender": "hr", "message": "m-1",
    ///      "at": "2026-04-01T00:00:00Z", "expires_at": "2026-04-01T00:15:00Z", "state": "sent",
    ///      "settled_at": "2026-04-01T00:01:00Z"}]}"#)?;
    /// let mut tool = System::new("mail-tool", Localized::same("Mail"));
    /// tool.senders = vec!["hr".into()];
    /// let mut register = Propagation::new(PropagationRules::new("d", 1, HouseDeadline::days(3), [tool]))?;
    /// assert_eq!(register.take_contacts(&contacts)?.added, 1);
    /// assert_eq!(register.take_contacts(&contacts)?.duplicates, 1);
    /// assert_eq!(register.uses().next().unwrap().permit.as_deref(), Some("t-1"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn take_contacts(&mut self, contacts: &Contacts) -> Result<Recorded, Error> {
        let mut uses = Vec::new();
        for (place, contact) in contacts.contacts().enumerate() {
            if contact.state != ContactState::Sent {
                continue;
            }
            let system = self.rules().system_of_sender(&contact.sender);
            let path = || format!("contacts[{place}]");
            let system = system.map_err(|error| error.within("sender").within(path()))?;
            let at = contact.settled_at.unwrap_or(contact.at);
            let (subject, purpose) = (&contact.subject, &contact.purpose);
            let mut made = Use::new(&contact.sender, &contact.token, &system.id, subject, purpose, at);
            made.channel = Some(contact.channel);
            made.recipient.clone_from(&contact.recipient);
            made.activity = contact.activity;
            made.country.clone_from(&contact.country);
            made.regimes.clone_from(&contact.regimes);
            made.permit = Some(contact.token.clone());
            uses.push(made);
        }
        self.record_uses(uses)
    }

    /// Takes every event of the kind `used` as a use, by the system whose id or sender its source is. Taken again, it is the
    /// same use, and so is the contact whose commit gave it: such an event does not say what was done, the contact does.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a source that is no system here, and those of
    /// [`record_uses`](Self::record_uses).
    pub fn take_used(&mut self, ledger: &Ledger) -> Result<Recorded, Error> {
        let mut uses = Vec::new();
        for event in ledger.events() {
            if event.kind != EventKind::Used {
                continue;
            }
            let system = self.rules().system_of_sender(&event.source);
            let system = system.map_err(|error| error.within("source").within("events"))?;
            let at = event.occurred_at.to_utc();
            let (subject, purpose) = (&event.subject, &event.purpose);
            let mut made = Use::new(&event.source, &event.id, &system.id, subject, purpose, at);
            made.received_at = event.received_at;
            made.channel = event.channel;
            made.recipient = event.recipient;
            // The use that a commit gave is the use that its contact is.
            made.permit = event.evidence_ref.filter(|token| *token == event.id);
            uses.push(made);
        }
        self.record_uses(uses)
    }

    /// Takes what a directory provides as uses: one for each purpose and each system whose recipient is the audience, in the country
    /// that the directory names. Taken again, it is the same use, also where only one of the two named the country.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for an audience that is the recipient of no system here, with the place
    /// (`provisions[1].recipient`), and those of [`record_uses`](Self::record_uses).
    pub fn take_provisions(
        &mut self,
        directory: &Directory,
        matrix: &DirectoryMatrix,
    ) -> Result<Recorded, Error> {
        let mut uses = Vec::new();
        for (place, record) in matrix.provisions.iter().enumerate() {
            let path = || format!("provisions[{place}]");
            let audience = record.recipient.as_str();
            let systems = self.rules().systems.iter();
            let mut systems = systems.filter(|of| of.recipient.as_deref() == Some(audience)).peekable();
            if systems.peek().is_none() {
                let message = format!("expected a system whose recipient is `{audience}`");
                return Err(Error::unknown_name(message).within("recipient").within(path()));
            }
            for system in systems {
                uses.extend(provided(directory, record, &system.id));
            }
        }
        self.record_uses(uses)
    }
}

/// One use for each purpose of the fields that were provided.
fn provided(directory: &Directory, record: &ProvisionRecord, system: &str) -> Vec<Use> {
    #[derive(Serialize)]
    struct Provided<'a> {
        record: &'a ProvisionRecord,
        system: &'a str,
        purpose: &'a str,
    }
    let mut purposes: BTreeMap<&str, BTreeSet<&String>> = BTreeMap::new();
    for field in directory.fields.iter().filter(|field| record.items.contains(&field.id)) {
        purposes.entry(&field.purpose).or_default().insert(&field.id);
    }
    let of_purpose = |(purpose, items): (&str, BTreeSet<&String>)| {
        // The same provision has the same id, wherever it is taken.
        let hash = document::sha256([
            "alumni provision 1\n".to_owned(),
            canonical::json(&Provided { record, system, purpose }),
        ]);
        let id: String = hash.chars().take(32).collect();
        let mut made = Use::new(DIRECTORY, id, system, &record.subject, purpose, record.at);
        made.recipient = Some(record.recipient.as_str().to_owned());
        made.country = directory.country_of(record.recipient).map(str::to_owned);
        made.items = items.into_iter().cloned().collect();
        made.evidence.clone_from(&record.consent);
        made
    };
    purposes.into_iter().map(of_purpose).collect()
}
