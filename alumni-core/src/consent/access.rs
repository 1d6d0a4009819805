//! Everything the ledger has about one person, for that person.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::{
    Acknowledgement, Agreed, Contact, Contacts, Event, Ledger, Pause, Propagation, Visible, instant,
};
use crate::Error;

mod naming;
mod page;
mod received;
mod redaction;
mod said;

use redaction::Redaction;

pub use received::AccessUse;

/// How an access request is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccessOptions {
    /// The instant as of which it is answered, and up to which events are known.
    #[serde(deserialize_with = "instant::local")]
    pub at: DateTime<FixedOffset>,
    /// The fields of data that belong to each purpose.
    #[serde(default)]
    pub fields: BTreeMap<String, Vec<String>>,
    /// Texts that belong to other people, such as a clerk's name in a reference: they are taken out wherever they stand.
    #[serde(default)]
    pub redact: Vec<String>,
}

impl AccessOptions {
    /// Options for an answer as of `at`.
    #[must_use]
    pub fn new(at: DateTime<FixedOffset>) -> Self {
        Self { at, fields: BTreeMap::new(), redact: Vec::new() }
    }
}

/// Everything about one subject: as JSON for programs, as a [`page`](Self::page) for people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccessExport {
    /// Where the subject stands, with every text they were shown.
    pub agreed: Agreed,
    /// Every event that was known, by purpose and time of the act; what belongs to others reads `redacted`.
    pub events: Vec<Event>,
    /// Who could see which field, and when.
    pub visible: Vec<Visible>,
    /// Who received what, by instant; empty where no register was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<AccessUse>,
    /// What is known about withdrawals at the systems that had the data, by instant; empty where no register was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<Acknowledgement>,
    /// What was sent to the person, is about to be or was given up, by instant; empty where no log was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Contact>,
    /// When the person wanted to hear nothing, by instant; empty where no log was looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// How many values were taken out because they belong to others.
    pub redacted: usize,
}

impl Ledger {
    /// Everything the ledger knew about `subject` at the options' instant.
    ///
    /// A recipient that is another subject of this ledger is redacted, and so is another subject's id, or any text of
    /// `redact`, in whichever letters (case, width, marks put together or apart, letters nobody sees), wherever somebody wrote
    /// something about the person: in an event's `evidence_ref`,
    /// `happening` and `valid_until_event`, in systems, items, senders and messages, in fields and in reasons. The source and id of
    /// a record stay: they say which record it is. So do recipients that are organisations, which the person has a right to know,
    /// and the texts the person was shown.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for fields of a purpose that is not known here, and those of an event for a
    /// subject that could be none. A subject nobody has heard of is an answer without events.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::consent::{AccessOptions, Event, EventKind, Ledger};
    ///
    /// let mut ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "directory", "title": {"en": "Directory", "ja": "名簿"}, "legal_basis": "consent"}]}"#,
    /// )?;
    /// let at = "2024-01-01T00:00:00Z".parse()?;
    /// let mut first = Event::new("s", "1", "w-1", "directory", EventKind::Refused, at);
    /// first.recipient = Some("w-2".into());
    /// ledger.extend([first, Event::new("s", "2", "w-2", "directory", EventKind::Refused, at)])?;
    /// let export = ledger.access("w-1", &AccessOptions::new("2024-05-20T09:00:00+09:00".parse()?))?;
    /// assert_eq!((export.events.len(), export.redacted), (1, 1));
    /// assert_eq!(export.events[0].recipient.as_deref(), Some("redacted"));
    /// assert!(export.page(Lang::Ja).markdown().contains("名簿"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn access(&self, subject: &str, options: &AccessOptions) -> Result<AccessExport, Error> {
        self.access_with(subject, options, None, None)
    }

    /// As [`access`](Self::access), with who received what: the uses that `register` has of `subject`, each with what is
    /// wrong with it by the ledger, and what came back about withdrawals, as known at the options' instant.
    ///
    /// # Errors
    ///
    /// Those of [`access`](Self::access) and of [`propagation`](Self::propagation).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::consent::{
    ///     AccessOptions, HouseDeadline, Ledger, Propagation, PropagationRules, System, Use, UseFindingKind,
    /// };
    /// use alumni_core::text::Localized;
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "share", "title": {"en": "Sharing", "ja": "提供"}, "legal_basis": "consent"}]}"#,
    /// )?;
    /// let systems = [System::new("bbq", Localized::new("BBQ Ltd", "株式会社BBQ"))];
    /// let mut register = Propagation::new(PropagationRules::new("downstream", 1, HouseDeadline::days(3), systems))?;
    /// register.record_uses([Use::new("crm", "u-1", "bbq", "w-1", "share", "2024-03-10T05:00:00Z".parse()?)])?;
    /// let options = AccessOptions::new("2024-05-20T09:00:00+09:00".parse()?);
    /// let export = ledger.access_with_uses("w-1", &options, &register)?;
    /// assert_eq!(export.uses[0].finding, Some(UseFindingKind::WithoutPermission));
    /// assert!(export.page(Lang::Ja).markdown().contains("株式会社BBQ"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn access_with_uses(
        &self,
        subject: &str,
        options: &AccessOptions,
        register: &Propagation,
    ) -> Result<AccessExport, Error> {
        self.access_with(subject, options, Some(register), None)
    }

    /// As [`access_with_uses`](Self::access_with_uses), from whichever of the two there is, with what `contacts` has of
    /// `subject`: messages that were sent, reserved or cancelled, and pauses.
    ///
    /// # Errors
    ///
    /// Those of [`access_with_uses`](Self::access_with_uses).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::Lang;
    /// use alumni_core::consent::{AccessOptions, ContactRules, Contacts, Ledger, Pause};
    ///
    /// let ledger = Ledger::new([], [])?;
    /// let mut contacts = Contacts::new(ContactRules::new("contact", 1))?;
    /// contacts.pause(Pause::new("w-1", "2024-04-01T00:00:00Z".parse()?, None))?;
    /// let options = AccessOptions::new("2024-05-20T09:00:00+09:00".parse()?);
    /// let export = ledger.access_with("w-1", &options, None, Some(&contacts))?;
    /// assert_eq!(export.pauses.len(), 1);
    /// assert!(export.page(Lang::Ja).markdown().contains("連絡の休止"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn access_with(
        &self,
        subject: &str,
        options: &AccessOptions,
        register: Option<&Propagation>,
        contacts: Option<&Contacts>,
    ) -> Result<AccessExport, Error> {
        let known_at = options.at.to_utc();
        let agreed = self.agreed(subject, options.at, Some(known_at))?;
        let events: Vec<Event> =
            self.events_of(subject).filter(|event| event.received_at <= known_at).collect();
        let first = events.iter().map(|event| event.occurred_at.to_utc()).min();
        let visible = match first.filter(|first| *first < known_at) {
            Some(first) => self.visible(subject, first, known_at, &options.fields, Some(known_at))?,
            None => Vec::new(),
        };
        let (mut uses, mut acknowledgements) = (Vec::new(), Vec::new());
        if let Some(register) = register {
            uses = received::received(self, register, subject, known_at)?;
            acknowledgements = said::acknowledgements(register, subject, known_at);
        }
        let (mut sent, mut pauses) = (Vec::new(), Vec::new());
        if let Some(log) = contacts {
            sent = said::contacts(log, subject, known_at);
            pauses = said::pauses(log, subject, known_at);
        }
        let mut export = AccessExport {
            agreed,
            events,
            visible,
            uses,
            acknowledgements,
            contacts: sent,
            pauses,
            redacted: 0,
        };
        Redaction::new(self, subject, &options.redact).apply(&mut export);
        Ok(export)
    }
}
