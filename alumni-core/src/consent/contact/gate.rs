use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answer::{Answer, Verdict};
use super::super::event::Event;
use super::super::instant;
use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::question::Question;
use super::log::{Contact, ContactState, Contacts, token};
use super::request::ContactRequest;
use super::uses::Uses;
use super::zone::Zone;
use crate::Error;
use crate::text::{Lang, Reason};

/// Whether a message may be sent: the permission of the ledger, and what the rules of contact say.
///
/// It prints as its verdict and reasons: `Denied: 4 contacts within 1 month (cap monthly)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Permit {
    /// Whether it may be sent.
    pub verdict: Verdict,
    /// Everything that stands against it; where nothing does, the reasons of the permission.
    pub reasons: Vec<Reason>,
    /// What the ledger says, with its evidence and obligations.
    pub answer: Answer,
    /// What settles the reservation; absent when nothing was reserved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// When the reservation ends.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub expires_at: Option<DateTime<Utc>>,
    /// Where it may not be sent now: the first instant at which it may, if nothing new arrives; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub not_before: Option<DateTime<Utc>>,
    /// Where it may: the first instant at which it no longer may, if nothing new arrives; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub valid_until: Option<DateTime<Utc>>,
}

impl Permit {
    /// Whether it may be sent without another look.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }

    /// The verdict and its reasons in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        self.verdict.because(&self.reasons, lang)
    }
}

impl fmt::Display for Permit {
    /// In English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}

/// What came of settling a reservation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Settled {
    /// Whether this call settled it. A message is to be sent only then.
    pub done: bool,
    /// Why not; empty when it did.
    pub reasons: Vec<Reason>,
    /// The contact as it stands now.
    pub contact: Contact,
    /// Where the yes that it rests on is good for a number of uses: this use, to be recorded with [`Ledger::extend`]. Its source is
    /// the sender and its id the token, so that it is recorded once however often it is delivered. Absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<Event>,
}

/// Something that stands against a contact, and when it may be gone.
struct Block {
    reason: Reason,
    until: Option<DateTime<Utc>>,
}

/// A calendar of quiet hours that leaves no free instant is given up after this many steps.
const MOST_STEPS: usize = 4_096;

impl Ledger {
    /// Whether a message may be sent: asks without reserving.
    ///
    /// # Errors
    ///
    /// Those of [`may`](Self::may), [`Missing`](crate::ErrorKind::Missing) for a question without a channel, and
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a cap on a purpose that is not known here
    /// (`contacts.rules.caps[0].purposes[0]`): it would hold nothing back.
    pub fn may_contact(&self, contacts: &Contacts, request: &ContactRequest) -> Result<Permit, Error> {
        let channel = request.check()?;
        self.check_caps(contacts)?;
        let zone = contacts.zone_of(request)?;
        let at = request.question.at;
        let answer = self.may(&request.question).map_err(|error| error.within("question"))?;
        let uses = self.uses(&request.question)?;
        let against_it =
            |at: DateTime<Utc>| blocks(contacts, request, channel, zone, uses.as_ref(), at, None);
        let blocks = against_it(at);
        let verdict = if blocks.is_empty() { answer.verdict } else { Verdict::Denied };
        let reasons = against(&answer, &blocks);
        let allowed =
            |at| Ok::<_, Error>(self.may(&Question { at, ..request.question.clone() })?.is_allowed());
        let not_before = match free_from(contacts, request, channel, zone, uses.as_ref(), at) {
            Some(free) if verdict == Verdict::Denied && answer.is_allowed() && allowed(free)? => Some(free),
            _ => None,
        };
        let begins = contacts.rules().begins_after(at, channel, zone);
        let pauses = contacts.pauses(&request.question.subject).iter().map(|pause| pause.from);
        let full = contacts.filled_after(request, channel, zone, at);
        let mut next: Vec<_> =
            begins.into_iter().chain(pauses).chain(full).filter(|from| *from > at).collect();
        next.sort_unstable();
        let next = next.into_iter().find(|from| !against_it(*from).is_empty());
        let valid_until = match verdict {
            Verdict::Denied => None,
            _ => next.into_iter().chain(answer.valid_until).min(),
        };
        Ok(Permit { verdict, reasons, answer, token: None, expires_at: None, not_before, valid_until })
    }

    /// Reserves the sending of a message: the first of two steps, so that no path sends what the gate has not seen.
    ///
    /// Where it is allowed, the permit has a token, and the contact counts as made until the reservation ends. Nothing is
    /// reserved when it is denied or needs a look.
    ///
    /// # Errors
    ///
    /// Those of [`may_contact`](Self::may_contact).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, ContactRequest, ContactRules, Contacts, Ledger, LegalBasis, Purpose, Question};
    /// use alumni_core::text::Localized;
    ///
    /// let ledger = Ledger::new([Purpose::new("statement", Localized::new("Statement", "明細"), LegalBasis::Contract)], [])?;
    /// let rules = r#"{"id": "c", "version": 1, "caps": [{"id": "monthly", "at_most": 1, "within": "1 month"}]}"#;
    /// let mut contacts = Contacts::new(ContactRules::parse(rules)?)?;
    /// let request = |message: &str, at: &str| {
    ///     let question = Question::new("w-1", "statement", Channel::Email, at.parse().unwrap());
    ///     ContactRequest::new(question, "hr", message)
    /// };
    /// let permit = ledger.reserve(&mut contacts, &request("m-1", "2026-04-01T00:00:00Z"))?;
    /// let token = permit.token.as_deref().unwrap();
    /// assert!(ledger.commit(&mut contacts, token, "2026-04-01T00:01:00Z".parse()?)?.done);
    /// assert!(!ledger.commit(&mut contacts, token, "2026-04-01T00:02:00Z".parse()?)?.done);
    /// let second = ledger.reserve(&mut contacts, &request("m-2", "2026-04-02T00:00:00Z"))?;
    /// assert_eq!(second.to_string(), "Denied: 1 contact within 1 month (cap monthly)");
    /// assert_eq!(second.not_before, Some("2026-05-01T00:01:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reserve(&self, contacts: &mut Contacts, request: &ContactRequest) -> Result<Permit, Error> {
        let mut permit = self.may_contact(contacts, request)?;
        let Some(channel) = request.question.channel.filter(|_| permit.is_allowed()) else {
            return Ok(permit);
        };
        let question = &request.question;
        let expires_at = question.at.checked_add_signed(contacts.rules().hold());
        let expires_at = expires_at.unwrap_or(DateTime::<Utc>::MAX_UTC);
        let token = token(request, contacts.of(&question.subject).len());
        contacts.record(Contact {
            token: token.clone(),
            subject: question.subject.clone(),
            purpose: question.purpose.clone(),
            channel,
            recipient: question.recipient.clone(),
            activity: question.activity,
            country: question.country.clone(),
            regimes: question.regimes.clone(),
            sender: request.sender.clone(),
            message: request.message.clone(),
            utc_offset: request.utc_offset.clone(),
            time_zone: request.time_zone.clone(),
            at: question.at,
            expires_at,
            state: ContactState::Reserved,
            settled_at: None,
            outside: false,
        })?;
        permit.token = Some(token);
        permit.expires_at = Some(expires_at);
        Ok(permit)
    }

    /// Settles a reservation as sent: the second step. Only the call that gives [`done`](Settled::done) may send.
    ///
    /// The permission is asked for again, and so are the rules of contact, with everything that the reservation was asked with and
    /// all that is known now: a person who withdrew or paused in between is not written to, nor one whose quiet hours have begun or
    /// whose cap was filled from outside. The reservation itself does not stand in its own way. One that was not sent stays held
    /// until it ends, and may be committed once nothing stands against it. A second commit is seen and does nothing.
    ///
    /// The ledger is not changed. Where the yes is good for a number of uses, the answer has the use to record
    /// ([`used`](Settled::used)); until it is on record, the gate counts the contact itself.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a token that was never given and for a cap on a purpose that is not known
    /// here, and [`Inconsistent`](crate::ErrorKind::Inconsistent) for an instant before the reservation.
    pub fn commit(&self, contacts: &mut Contacts, token: &str, at: DateTime<Utc>) -> Result<Settled, Error> {
        self.check_caps(contacts)?;
        let contact = held(contacts, token, at)?;
        let (mut reasons, mut used) = (Vec::new(), None);
        if contact.state != ContactState::Reserved {
            reasons.push(settled(contact));
        } else if at >= contact.expires_at {
            reasons.push(Reason::new("contact-reservation-ended").with("at", contact.expires_at));
        } else {
            let request = contact.request(at);
            let zone = contacts.zone_of(&request)?;
            let answer = self.may(&request.question)?;
            let uses = self.uses(&request.question)?;
            let channel = contact.channel;
            let blocks = blocks(contacts, &request, channel, zone, uses.as_ref(), at, Some(token));
            if !answer.is_allowed() || !blocks.is_empty() {
                reasons = against(&answer, &blocks);
            } else if uses.is_some() {
                used = Some(contact.used(at));
            }
        }
        settle(contacts, token, at, ContactState::Sent, reasons, used)
    }

    /// Rules are read without a ledger: here they meet, and a purpose misspelt in a cap is found.
    fn check_caps(&self, contacts: &Contacts) -> Result<(), Error> {
        for (place, cap) in contacts.rules().caps.iter().enumerate() {
            for (which, purpose) in cap.purposes.iter().flatten().enumerate() {
                self.check_purpose(purpose).map_err(|error| {
                    error.within(format!("contacts.rules.caps[{place}].purposes[{which}]"))
                })?;
            }
        }
        Ok(())
    }
}

impl Contacts {
    /// Gives a reservation back: it no longer counts.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a token that was never given, and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an instant before the reservation.
    pub fn cancel(&mut self, token: &str, at: DateTime<Utc>) -> Result<Settled, Error> {
        let contact = held(self, token, at)?;
        let reasons = match contact.state {
            ContactState::Reserved => Vec::new(),
            _ => vec![settled(contact)],
        };
        settle(self, token, at, ContactState::Cancelled, reasons, None)
    }
}

fn held<'a>(contacts: &'a Contacts, token: &str, at: DateTime<Utc>) -> Result<&'a Contact, Error> {
    let contact = contacts.contact(token);
    let contact = contact.ok_or_else(|| {
        Error::unknown_name("expected the token of a reservation in this log").within("token")
    })?;
    if at < contact.at {
        return Err(Error::inconsistent("expected an instant after the reservation").within("at"));
    }
    Ok(contact)
}

/// Why a settled contact is not settled again.
fn settled(contact: &Contact) -> Reason {
    let code = match contact.state {
        ContactState::Cancelled => "contact-cancelled",
        _ => "contact-already-sent",
    };
    let reason = Reason::new(code).with("message", contact.message.as_str());
    reason.with("sender", contact.sender.as_str()).with("at", contact.settled_at.unwrap_or(contact.at))
}

fn settle(
    contacts: &mut Contacts,
    token: &str,
    at: DateTime<Utc>,
    state: ContactState,
    reasons: Vec<Reason>,
    used: Option<Event>,
) -> Result<Settled, Error> {
    let contact = contacts.contact_mut(token);
    let contact = contact.ok_or_else(|| Error::unknown_name("expected the token of a reservation"))?;
    let done = reasons.is_empty();
    if done {
        contact.state = state;
        contact.settled_at = Some(at);
    }
    Ok(Settled { done, reasons, contact: contact.clone(), used })
}

/// What the rules have against it, after what the ledger has where it says no by itself.
fn against(answer: &Answer, blocks: &[Block]) -> Vec<Reason> {
    let told = blocks.is_empty() || answer.verdict == Verdict::Denied;
    let ledger = answer.reasons.iter().filter(|_| told);
    ledger.chain(blocks.iter().map(|block| &block.reason)).cloned().collect()
}

/// What stands against sending at `at`. `own` is the token of the reservation that is being settled, which does not.
fn blocks(
    contacts: &Contacts,
    request: &ContactRequest,
    channel: Channel,
    zone: Zone,
    uses: Option<&Uses<'_>>,
    at: DateTime<Utc>,
    own: Option<&str>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(same) = contacts.same(request, at, own) {
        let reserved = same.state == ContactState::Reserved;
        let reason = match reserved {
            true => Reason::new("contact-reserved-already").with("message", same.message.as_str()),
            false => settled(same),
        };
        blocks.push(Block { reason, until: reserved.then_some(same.expires_at) });
    }
    let taken = uses.and_then(|uses| uses.taken(contacts, &request.question, at, own));
    blocks.extend(taken.map(|(reason, until)| Block { reason, until }));
    blocks.extend(blocks_of_time(contacts, request, channel, zone, at));
    for cap in contacts.rules().caps.iter().filter(|cap| cap.counts(&request.question.purpose, channel)) {
        if let Some((count, until)) = contacts.full(cap, request, at, zone, own) {
            let reason =
                Reason::new("contact-cap-reached").with("cap", cap.id.as_str()).with("within", cap.within);
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            blocks.push(Block { reason: reason.with("count", count), until });
        }
    }
    blocks
}

/// What stands against sending at `at` whatever was sent before: pauses, quiet hours and holidays.
fn blocks_of_time(
    contacts: &Contacts,
    request: &ContactRequest,
    channel: Channel,
    zone: Zone,
    at: DateTime<Utc>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let pauses = contacts.pauses(&request.question.subject).iter();
    for pause in pauses.filter(|pause| pause.holds(at, channel)) {
        let reason = match pause.end() {
            Some(until) => Reason::new("contact-paused-until").with("until", until),
            None => Reason::new("contact-paused"),
        };
        blocks.push(Block { reason, until: pause.end() });
    }
    for (quiet, until) in contacts.rules().quiet_at(at, channel, zone) {
        let reason = Reason::new("contact-quiet-hours").with("quiet", quiet.id.as_str()).with("until", until);
        blocks.push(Block { reason, until: Some(until) });
    }
    if let Some((day, until)) = contacts.rules().holiday_at(at, channel, zone) {
        blocks.push(Block { reason: Reason::new("contact-holiday").with("on", day), until: Some(until) });
    }
    blocks
}

/// The first instant from `at` on at which nothing of the rules stands against it.
fn free_from(
    contacts: &Contacts,
    request: &ContactRequest,
    channel: Channel,
    zone: Zone,
    uses: Option<&Uses<'_>>,
    mut at: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    for _ in 0..MOST_STEPS {
        let blocks = blocks(contacts, request, channel, zone, uses, at, None);
        if blocks.is_empty() {
            return Some(at);
        }
        // One that never ends ends the search; each of the others must end first.
        let ends: Option<Vec<_>> = blocks.iter().map(|block| block.until).collect();
        at = ends?.into_iter().max().filter(|until| *until > at)?;
    }
    None
}
