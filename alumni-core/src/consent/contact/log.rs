use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::class::Activity;
use super::super::kind::Channel;
use super::super::pack::check_country;
use super::super::purpose::check_id;
use super::super::rule::check_regime;
use super::super::words::words;
use super::super::{instant, made};
use super::request::ContactRequest;
use super::rules::{ContactCap, ContactRules, has};
use super::zone::Zone;
use crate::calendar::Period;
use crate::{Error, document};

words! {
    /// Where a contact stands.
    ContactState, "state of a contact" {
        /// It may be sent by whoever holds the token, until the reservation ends.
        Reserved = "reserved",
        /// It was sent.
        Sent = "sent",
        /// It was not sent and will not be.
        Cancelled = "cancelled",
    }
}

/// One message to one person, from the reservation on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Contact {
    /// What the holder of the reservation shows to settle it.
    pub token: String,
    /// Who was contacted.
    pub subject: String,
    /// The purpose's id.
    pub purpose: String,
    /// The channel.
    pub channel: Channel,
    /// To whom data is disclosed by it, as it was asked; absent for the controller's own use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// What it does, as it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The country of the recipient, as it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The regimes that the question named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regimes: Vec<String>,
    /// Who sends.
    pub sender: String,
    /// The sender's id of the message.
    pub message: String,
    /// The person's offset, as it was asked; where there is no time zone either, that of the rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// The person's time zone, as it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// When it was reserved.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// When the reservation ends.
    #[serde(deserialize_with = "instant::utc")]
    pub expires_at: DateTime<Utc>,
    /// Where it stands.
    pub state: ContactState,
    /// When it was sent or cancelled.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub settled_at: Option<DateTime<Utc>>,
    /// Whether it was sent without asking first; it counts all the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
}

impl Contact {
    /// When it counts, if it does at `now`: when it was sent, or reserved and not yet given up.
    pub(super) fn counted(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.state {
            ContactState::Sent => Some(self.settled_at.unwrap_or(self.at)),
            ContactState::Reserved => (now < self.expires_at).then_some(self.at),
            ContactState::Cancelled => None,
        }
    }

    fn is_of(&self, request: &ContactRequest) -> bool {
        (&self.sender, &self.message, Some(self.channel))
            == (&request.sender, &request.message, request.question.channel)
    }
}

/// A stretch of time in which a person wants to hear nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pause {
    /// Who.
    pub subject: String,
    /// From when on.
    #[serde(deserialize_with = "instant::utc")]
    pub from: DateTime<Utc>,
    /// Until when it was asked for; absent until it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub until: Option<DateTime<Utc>>,
    /// When the person ended it, by [`Contacts::resume`]; absent while they have not.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub ended_at: Option<DateTime<Utc>>,
    /// On which channels; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<Channel>>,
}

impl Pause {
    /// A pause on every channel.
    pub fn new(subject: impl Into<String>, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Self {
        Self { subject: subject.into(), from, until, ended_at: None, channels: None }
    }

    pub(super) fn holds(&self, at: DateTime<Utc>, channel: Channel) -> bool {
        self.from <= at && self.end().is_none_or(|end| at < end) && has(self.channels.as_deref(), channel)
    }

    /// When it ends, as far as is known.
    pub(super) fn end(&self) -> Option<DateTime<Utc>> {
        self.until.into_iter().chain(self.ended_at).min()
    }

    /// Whether it is the same wish, ended or not.
    fn is_same(&self, other: &Self) -> bool {
        (&self.subject, self.from, self.until, &self.channels)
            == (&other.subject, other.from, other.until, &other.channels)
    }
}

/// What was sent to whom, what is about to be, and who wants a pause: beside the ledger, since it is about use and not about
/// permission.
///
/// Two programs that send must share one of these, under one lock: a reservation that the other cannot see holds nothing back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, into = "Document", try_from = "Document")]
#[cfg_attr(feature = "schema", schemars(with = "Document"))]
pub struct Contacts {
    rules: ContactRules,
    zone: Zone,
    subjects: BTreeMap<String, Vec<Contact>>,
    pauses: BTreeMap<String, Vec<Pause>>,
    tokens: BTreeMap<String, String>,
}

/// The log as written.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Contacts"))]
#[serde(deny_unknown_fields)]
struct Document {
    /// How often, when and on which days.
    rules: ContactRules,
    /// What was sent or reserved, in any order.
    #[serde(default)]
    contacts: Vec<Contact>,
    /// Who wants a pause.
    #[serde(default)]
    pauses: Vec<Pause>,
}

impl From<Contacts> for Document {
    fn from(log: Contacts) -> Self {
        Self {
            rules: log.rules,
            contacts: log.subjects.into_values().flatten().collect(),
            pauses: log.pauses.into_values().flatten().collect(),
        }
    }
}

impl TryFrom<Document> for Contacts {
    type Error = Error;

    fn try_from(written: Document) -> Result<Self, Error> {
        let mut log = Self::new(written.rules).map_err(|error| error.within("rules"))?;
        for (place, contact) in written.contacts.into_iter().enumerate() {
            log.record(contact).map_err(|error| error.within(format!("contacts[{place}]")))?;
        }
        for (place, pause) in written.pauses.into_iter().enumerate() {
            log.pause(pause).map_err(|error| error.within(format!("pauses[{place}]")))?;
        }
        Ok(log)
    }
}

impl Contacts {
    /// A log without contacts.
    ///
    /// # Errors
    ///
    /// Those of [`ContactRules::parse`].
    pub fn new(rules: ContactRules) -> Result<Self, Error> {
        rules.check()?;
        let zone = rules.zone()?;
        Ok(Self { rules, zone, subjects: BTreeMap::new(), pauses: BTreeMap::new(), tokens: BTreeMap::new() })
    }

    /// Reads a log: `{"rules": …, "contacts": […], "pauses": […]}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column, and what contradicts itself in it.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json::<Document>(text)?.try_into()
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &ContactRules {
        &self.rules
    }

    /// Every contact, by subject and then in the order in which it was recorded.
    pub fn contacts(&self) -> impl Iterator<Item = &Contact> {
        self.subjects.values().flatten()
    }

    /// The contact of a reservation.
    #[must_use]
    pub fn contact(&self, token: &str) -> Option<&Contact> {
        self.of(self.tokens.get(token)?).iter().find(|contact| contact.token == token)
    }

    /// Takes in a contact that was made before, or elsewhere: it counts from now on.
    ///
    /// A contact that is there already, under its token, is taken once.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a contact that differs from the one of the same token, or
    /// that is settled without an instant or before it was reserved, and others for ids that are none.
    pub fn record(&mut self, contact: Contact) -> Result<(), Error> {
        for (field, id) in [
            ("token", &contact.token),
            ("subject", &contact.subject),
            ("purpose", &contact.purpose),
            ("sender", &contact.sender),
            ("message", &contact.message),
        ] {
            check_id(id).map_err(|error| error.within(field))?;
        }
        if let Some(recipient) = &contact.recipient {
            check_id(recipient).map_err(|error| error.within("recipient"))?;
        }
        if let Some(country) = &contact.country {
            check_country(country).map_err(|error| error.within("country"))?;
        }
        for (place, regime) in contact.regimes.iter().enumerate() {
            check_regime(regime).map_err(|error| error.within(format!("regimes[{place}]")))?;
        }
        Zone::read(contact.utc_offset.as_deref(), contact.time_zone.as_deref())?;
        if (contact.state == ContactState::Reserved) != contact.settled_at.is_none() {
            return Err(Error::inconsistent(
                "expected an instant for what is settled, and none for what is reserved",
            )
            .within("settled_at"));
        }
        if contact.settled_at.is_some_and(|at| at < contact.at) || contact.expires_at < contact.at {
            return Err(Error::inconsistent("expected instants in their order").within("at"));
        }
        match self.contact(&contact.token) {
            Some(known) if *known == contact => Ok(()),
            Some(_) => {
                Err(Error::inconsistent("expected a contact to stay as it is, found it changed")
                    .within("token"))
            }
            None => {
                self.tokens.insert(contact.token.clone(), contact.subject.clone());
                self.subjects.entry(contact.subject.clone()).or_default().push(contact);
                Ok(())
            }
        }
    }

    /// Keeps a person's wish to hear nothing for a while.
    ///
    /// A pause that is there already is taken once, and stays ended where it was ended.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a pause that ends before it begins.
    pub fn pause(&mut self, pause: Pause) -> Result<(), Error> {
        check_id(&pause.subject).map_err(|error| error.within("subject"))?;
        if pause.until.is_some_and(|until| until <= pause.from) {
            return Err(Error::inconsistent("expected an end after the beginning").within("until"));
        }
        if pause.ended_at.is_some_and(|ended| ended < pause.from) {
            return Err(
                Error::inconsistent("expected an end that is not before the beginning").within("ended_at")
            );
        }
        if pause.channels.as_ref().is_some_and(Vec::is_empty) {
            return Err(
                Error::missing("expected at least one channel, or none named for all").within("channels")
            );
        }
        let pauses = self.pauses.entry(pause.subject.clone()).or_default();
        match pauses.iter_mut().find(|known| known.is_same(&pause)) {
            Some(known) => known.ended_at = known.ended_at.into_iter().chain(pause.ended_at).min(),
            None => pauses.push(pause),
        }
        Ok(())
    }

    /// Ends the pauses of a person who wants to hear again: every one that holds at `at`, on whatever channel, ends then, and how
    /// many these were is the answer. One that begins later stays.
    ///
    /// An instant before `at` is still denied. Whoever wants to hear on some channels only asks for a new pause on the
    /// others.
    ///
    /// # Errors
    ///
    /// Those of an id, for a subject that is none. A subject without a pause is an answer: 0.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{ContactRules, Contacts, Pause};
    ///
    /// let mut contacts = Contacts::new(ContactRules::new("contact", 1))?;
    /// contacts.pause(Pause::new("w-1", "2026-04-01T00:00:00Z".parse()?, None))?;
    /// assert_eq!(contacts.resume("w-1", "2026-05-01T00:00:00Z".parse()?)?, 1);
    /// assert_eq!(contacts.resume("w-1", "2026-05-01T00:00:00Z".parse()?)?, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn resume(&mut self, subject: &str, at: DateTime<Utc>) -> Result<usize, Error> {
        check_id(subject).map_err(|error| error.within("subject"))?;
        let mut ended = 0_usize;
        for pause in self.pauses.get_mut(subject).into_iter().flatten() {
            if pause.from <= at && pause.end().is_none_or(|end| at < end) {
                pause.ended_at = Some(at);
                ended = ended.saturating_add(1);
            }
        }
        Ok(ended)
    }

    pub(super) fn of(&self, subject: &str) -> &[Contact] {
        self.subjects.get(subject).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn pauses(&self, subject: &str) -> &[Pause] {
        self.pauses.get(subject).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn contact_mut(&mut self, token: &str) -> Option<&mut Contact> {
        let contacts = self.subjects.get_mut(self.tokens.get(token)?)?;
        contacts.iter_mut().find(|contact| contact.token == token)
    }

    pub(super) fn zone_of(&self, request: &ContactRequest) -> Result<Zone, Error> {
        Ok(request.zone()?.unwrap_or(self.zone))
    }

    /// The contacts of `subject` but for the one of the token `own`.
    pub(super) fn others<'a>(
        &'a self,
        subject: &str,
        own: Option<&'a str>,
    ) -> impl DoubleEndedIterator<Item = &'a Contact> {
        self.of(subject).iter().filter(move |contact| Some(contact.token.as_str()) != own)
    }

    /// The same message to the same person on the same channel, sent already or being sent.
    pub(super) fn same<'a>(
        &'a self,
        request: &ContactRequest,
        at: DateTime<Utc>,
        own: Option<&'a str>,
    ) -> Option<&'a Contact> {
        let mut same = self.others(&request.question.subject, own).filter(|contact| contact.is_of(request));
        same.rfind(|contact| contact.counted(at).is_some())
    }

    /// The instants after `at` at which one more contact would begin to count beside one that is on record for later.
    pub(super) fn filled_after(
        &self,
        request: &ContactRequest,
        channel: Channel,
        zone: Zone,
        at: DateTime<Utc>,
    ) -> Vec<DateTime<Utc>> {
        let caps = self.rules.caps.iter().filter(|cap| cap.counts(&request.question.purpose, channel));
        let filled = caps.flat_map(|cap| {
            let later_ones = self.others(&request.question.subject, None).filter_map(move |contact| {
                let time = contact.counted(at).filter(|time| *time > at)?;
                cap.counts(&contact.purpose, contact.channel).then_some(time)
            });
            later_ones.flat_map(move |time| beside(time, cap.within, zone, at))
        });
        filled.collect()
    }

    /// Whether one more contact at `at` would be more than `cap` allows: how many there are in the fullest window, and when the
    /// first of all contacts leaves.
    pub(super) fn full(
        &self,
        cap: &ContactCap,
        request: &ContactRequest,
        at: DateTime<Utc>,
        zone: Zone,
        own: Option<&str>,
    ) -> Option<(usize, Option<DateTime<Utc>>)> {
        let most = usize::try_from(cap.at_most).unwrap_or(usize::MAX);
        let mut times: Vec<_> = self
            .others(&request.question.subject, own)
            .filter(|contact| cap.counts(&contact.purpose, contact.channel))
            .filter_map(|contact| contact.counted(at))
            .collect();
        times.sort_unstable();
        // Each window that begins with a contact, or with this one, and holds this one.
        let begins = times.iter().copied().filter(|begin| *begin <= at).chain([at]);
        let fullest = begins.map(|begin| {
            let end = zone.later(begin, cap.within).unwrap_or(DateTime::<Utc>::MAX_UTC);
            let before = |instant: DateTime<Utc>| times.partition_point(|time| *time < instant);
            if at >= end { 0 } else { before(end).saturating_sub(before(begin)) }
        });
        let fullest = fullest.max().unwrap_or_default();
        if fullest < most {
            return None;
        }
        let held = self.others(&request.question.subject, own);
        let held =
            held.filter(|contact| contact.state == ContactState::Reserved).map(|contact| contact.expires_at);
        let leaves = times.iter().filter_map(|time| zone.later(*time, cap.within));
        Some((fullest, if most == 0 { None } else { leaves.chain(held).filter(|leaves| *leaves > at).min() }))
    }
}

/// The instants after `at` from which on `time`, which is later, is within a window: one, and more where months of different lengths
/// make a window that begins later end earlier.
fn beside(time: DateTime<Utc>, within: Period, zone: Zone, at: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    const DAY: i64 = 86_400_000_000;
    let of_micros = DateTime::<Utc>::from_timestamp_micros;
    let reaches = |from: i64| {
        let end = of_micros(from).and_then(|from| zone.later(from, within));
        end.is_none_or(|end| end > time)
    };
    let (start, mut last) = (at.timestamp_micros(), time.timestamp_micros());
    let mut found = Vec::new();
    while last > start && reaches(last) && !reaches(start) {
        // Within a day windows end the later the later they begin: halving finds where they begin to reach it.
        let (mut before, mut reached) = (start, last);
        while reached.saturating_sub(before) > 1 {
            let middle = before.midpoint(reached);
            if reaches(middle) { reached = middle } else { before = middle }
        }
        found.extend(of_micros(reached));
        last = reached.saturating_sub(DAY);
    }
    found
}

/// What the holder of a reservation shows: nobody guesses it by accident, and the same reservation has the same one everywhere.
pub(super) fn token(request: &ContactRequest, before: usize) -> String {
    #[derive(Serialize)]
    struct Held<'a> {
        request: &'a ContactRequest,
        before: usize,
    }
    let plain = ContactRequest { id_key: None, ..request.clone() };
    let hash = made::id(request.id_key.as_ref(), "contact", &Held { request: &plain, before });
    hash.chars().take(32).collect()
}
