//! From a record to events: one's own exactly as they were, others' as imports.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::duration::RecordDuration;
use super::write::status;
use super::{Record, term};
use crate::consent::made::IdKey;
use crate::consent::purpose::check_id;
use crate::consent::unknown::unknown;
use crate::consent::{Actor, Event, EventKind, Method, NoticeRef, Status, canonical, instant, made};
use crate::{Error, document};

/// What another system's record is called here.
///
/// # Example
///
/// ```
/// use alumni_core::consent::RecordImport;
///
/// let import: RecordImport = serde_json::from_str(
///     r#"{"source": "partner", "received_at": "2026-04-01T00:00:00Z", "purposes": {"dpv:Marketing": "newsletter"},
///         "notices": {"https://example.com/notices/3": {"id": "alumni", "version": 3}}}"#,
/// )?;
/// assert_eq!(import.purposes["dpv:Marketing"], "newsletter");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RecordImport {
    /// The source that the events will have.
    pub source: String,
    /// When the record became known here.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
    /// The subject's id here; absent where the record's own is the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// The ids of the purposes here by the record's names for them, each of which must be listed.
    #[serde(default)]
    pub purposes: BTreeMap<String, String>,
    /// The notices here by the record's identifiers for them. A yes under a notice that is not listed names none, and so
    /// permits nothing.
    #[serde(default)]
    pub notices: BTreeMap<String, NoticeRef>,
    /// A secret that the ids of the events are made with; without it they can be tried back to the record's identifier, also after erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_key: Option<IdKey>,
}

impl RecordImport {
    /// An import without names.
    pub fn new(source: impl Into<String>, received_at: DateTime<Utc>) -> Self {
        Self {
            source: source.into(),
            received_at,
            subject: None,
            purposes: BTreeMap::new(),
            notices: BTreeMap::new(),
            id_key: None,
        }
    }

    /// Says what the subject is called here.
    #[must_use]
    pub fn subject(mut self, ours: impl Into<String>) -> Self {
        self.subject = Some(ours.into());
        self
    }

    /// Says which purpose `theirs` is here.
    #[must_use]
    pub fn purpose(mut self, theirs: impl Into<String>, ours: impl Into<String>) -> Self {
        self.purposes.insert(theirs.into(), ours.into());
        self
    }

    /// Says which notice `theirs` is here.
    #[must_use]
    pub fn notice(mut self, theirs: impl Into<String>, ours: NoticeRef) -> Self {
        self.notices.insert(theirs.into(), ours);
        self
    }
}

impl Record {
    /// The events of a record that a ledger wrote, exactly as they were: with them, a ledger of the same purposes and
    /// notices answers as the first did. What stood as of an instant (`alumni:asOf`) follows from them.
    ///
    /// Only for records that come from one's own ledger. Whoever could change the record could have written any event;
    /// everybody else's records come in by [`import`](Self::import).
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for a decision without its event (`alumni:event`), and
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an event that is not about the record's subject and purpose,
    /// or says something else than the decision beside it.
    pub fn restore(&self) -> Result<Vec<Event>, Error> {
        let purposes = self.purposes();
        let mut events = Vec::new();
        let mut take = |value: &Value, place: String| {
            let event = literal(value, &place)?;
            // A happening counts for every purpose, whichever it is recorded under.
            let of_purpose = purposes.contains(&event.purpose) || event.kind == EventKind::Happened;
            if self.subject() != Some(&event.subject) || !of_purpose {
                let message = "expected an event about the record's subject and purpose";
                return Err(Error::inconsistent(message).within(place));
            }
            events.push(event.clone());
            Ok(event)
        };
        for (index, value) in term::values(&self.document, "dpv:hasConsentStatus").into_iter().enumerate() {
            let place = format!("dpv:hasConsentStatus[{index}]");
            if is_derived(value) {
                continue;
            }
            let written = value.as_object().and_then(|node| node.get(term::EVENT)).ok_or_else(|| {
                let message = "expected the event of the decision; a record of another system is imported";
                Error::missing(message).within(format!("{place}.{}", term::EVENT))
            })?;
            let event = take(written, format!("{place}.{}", term::EVENT))?;
            let said = super::event(value);
            let same = status(&event).is_some_and(|status| term::is_kind(value, status));
            if !same || said.at != Some(event.occurred_at) {
                let message = "expected the event that the decision beside it tells";
                return Err(Error::inconsistent(message).within(place));
            }
        }
        for (index, value) in term::values(&self.document, term::EVENT).into_iter().enumerate() {
            take(value, format!("{}[{index}]", term::EVENT))?;
        }
        Ok(events)
    }

    /// The events that another system's record amounts to here, all of them marked as imported: they never lift a no that
    /// stands, and a yes permits only under a notice that is on file here. What stood as of an instant is none of them.
    ///
    /// Their ids are made of the record's identifier, what each decision says and what it is narrowed to, so that importing twice
    /// changes nothing and two boxes that were ticked at one instant stay two.
    /// A recorded expiry, and a status `ConsentUnknown`, end the yes before them.
    ///
    /// Of a record that a ledger wrote, a yes is as narrow as the event beside it (`alumni:event`): its channel, recipient, papers
    /// and, under a notice of the same name, the version and hash of the text that was shown come with it, as do uses, happenings,
    /// restrictions and objections. A no counts for every channel and recipient.
    ///
    /// A yes without such an event, in the vocabulary's terms alone, has no `evidence_ref` and so permits nothing: the terms do not
    /// say on which channel it holds, for which of the recipients, under which text and among which papers. Whoever has looked
    /// at its proof fills in what that says.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) and others for a record that is not complete, as in
    /// [`from_json`](Self::from_json); [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that `import` does not
    /// name; [`Inconsistent`](crate::ErrorKind::Inconsistent) for a yes whose validity no event can hold: two lengths, or
    /// until one of several happenings; those of [`restore`](Self::restore) for an event beside a decision that is none.
    pub fn import(&self, import: &RecordImport) -> Result<Vec<Event>, Error> {
        super::field::problems(self).first()?;
        check_id(&import.source).map_err(|error| error.within("source"))?;
        let id = self.id().unwrap_or_default();
        let subject = import.subject.as_deref().or(self.subject()).unwrap_or_default();
        let mut events = Vec::new();
        for theirs in self.purposes() {
            let Some(purpose) = import.purposes.get(&theirs) else {
                let known = import.purposes.keys().map(String::as_str);
                return Err(unknown("purpose", &theirs, known).within("purposes"));
            };
            let mut ends = Vec::new();
            let first = events.len();
            for (index, value) in term::values(&self.document, "dpv:hasConsentStatus").into_iter().enumerate()
            {
                if is_derived(value) {
                    continue;
                }
                let said = super::event(value);
                let (Some(status), Some(at)) = (said.status, said.at) else { continue };
                let Some(kind) = kind(status) else {
                    ends.push(at.to_utc());
                    continue;
                };
                let mut event = Event::new(&import.source, "", subject, purpose, kind, at);
                event.received_at = import.received_at;
                event.imported = true;
                event.actor = self.actor(&said.indicated_by, kind);
                event.method = said.method.as_ref().and_then(|method| method.parse().ok());
                if term::is_kind(value, "dpv:ImpliedConsent") && event.is_yes() {
                    event.method = Some(Method::Silence);
                }
                let beside = value.as_object().and_then(|node| node.get(term::EVENT));
                // The vocabulary has no word for the channel, for whom a yes was, or which text was shown: alone it proves none.
                let is_whole = beside.is_some() || !event.is_yes();
                event.evidence_ref = is_whole.then(|| format!("record {id}"));
                event.notice = self.notice(import);
                let name = canonical::json(&said);
                let mut beside_key = None;
                if event.is_yes() {
                    let place = format!("dpv:hasConsentStatus[{index}].dpv:hasDuration");
                    let durations = said.duration.into_iter().chain(said.other_durations);
                    limit(&mut event, durations).map_err(|error| error.within(place))?;
                    if let Some(beside) = beside {
                        let place = format!("dpv:hasConsentStatus[{index}].{}", term::EVENT);
                        let written = literal(beside, &place)?;
                        beside_key = Some(written.key());
                        narrow(&mut event, written);
                    }
                }
                // Two boxes ticked at one instant are told in the same words, and are two events.
                let name = (id, purpose, name, beside_key, event.channel, &event.recipient);
                event.id = made::id(import.id_key.as_ref(), "record", &name);
                events.push(event);
            }
            for (index, value) in term::values(&self.document, term::EVENT).into_iter().enumerate() {
                let mut event = literal(value, &format!("{}[{index}]", term::EVENT))?;
                let tightens = [EventKind::Restricted, EventKind::Used, EventKind::Objected];
                let is_theirs = event.purpose == theirs && tightens.contains(&event.kind);
                if self.subject() != Some(&event.subject) || !(is_theirs || event.kind == EventKind::Happened)
                {
                    continue;
                }
                event.id = made::id(import.id_key.as_ref(), "record", &(id, purpose, &event));
                event.source.clone_from(&import.source);
                (event.subject, event.purpose) = (subject.to_owned(), purpose.clone());
                (event.received_at, event.imported) = (import.received_at, true);
                event.evidence_ref = Some(format!("record {id}"));
                events.push(event);
            }
            for event in events.iter_mut().skip(first).filter(|event| event.is_yes()) {
                let end = ends.iter().filter(|end| **end > event.occurred_at.to_utc()).min();
                event.valid_until = event.valid_until.into_iter().chain(end.copied()).min();
                event.endless &= !event.has_end();
            }
        }
        for event in &events {
            event.check()?;
        }
        Ok(events)
    }

    /// Who expressed it: the subject, or somebody acting for the subject; the controller where it is named.
    fn actor(&self, by: &[String], kind: EventKind) -> Actor {
        let is = |one: &str| by.iter().any(|by| term::short(by) == one);
        let subject = self.subject().is_some_and(is);
        let acting = ["dpv:DataSubject", "dpv:ParentOfDataSubject", "dpv:GuardianOfDataSubject"];
        if subject || acting.into_iter().any(is) {
            return Actor::Subject;
        }
        if ["dpv:Authority", "dpv:DataProtectionAuthority", "dpv:SupervisoryAuthority"].into_iter().any(is) {
            return Actor::Authority;
        }
        // Nobody's yes but the subject's permits; a no keeps the author that it usually has.
        match kind {
            EventKind::Given | EventKind::Renewed => Actor::Controller,
            _ if is("dpv:DataController") => Actor::Controller,
            kind => kind.usual_actor(),
        }
    }

    /// The notice that the record rests on, where the import knows it; the last of several.
    fn notice(&self, import: &RecordImport) -> Option<NoticeRef> {
        let processes = self.processes();
        let nodes = processes.into_iter().chain([&self.document]);
        let named = nodes.flat_map(|node| term::values(node, "dpv:hasNotice")).filter_map(term::text);
        named.filter_map(|theirs| import.notices.get(theirs)).max().cloned()
    }
}

/// Whether it is what stood as of an instant: that follows from the decisions, and from what stands beside them.
fn is_derived(value: &Value) -> bool {
    value.as_object().is_some_and(|node| node.contains_key(term::AS_OF))
}

/// An event as a ledger wrote it.
fn literal(value: &Value, place: &str) -> Result<Event, Error> {
    let event: Event = document::from_json(&value.to_string())
        .map_err(|error| Error::new(error.kind(), error.message()).within(place))?;
    event.check().map_err(|error| error.within(place))?;
    Ok(event)
}

/// Makes a yes as narrow as it was written.
fn narrow(event: &mut Event, written: Event) {
    event.channel = written.channel;
    event.recipient = written.recipient;
    event.bundled_with = written.bundled_with;
    event.employment_state = written.employment_state;
    event.time_untrusted = written.time_untrusted;
    if written.imported {
        // What nobody could prove there is not proven by having been written down.
        event.evidence_ref = event.evidence_ref.take().filter(|_| written.evidence_ref.is_some());
    }
    // Under its own name here the notice is the same: a later version is no other name for it.
    event.notice = event.notice.take().zip(written.notice).map(|(ours, shown)| match ours.id == shown.id {
        true => NoticeRef { hash: shown.hash.or(ours.hash), ..shown },
        false => ours,
    });
}

fn kind(status: Status) -> Option<EventKind> {
    Some(match status {
        Status::Requested => EventKind::Requested,
        Status::RequestDeferred => EventKind::Deferred,
        Status::Refused => EventKind::Refused,
        Status::Given => EventKind::Given,
        Status::RenewedGiven => EventKind::Renewed,
        Status::Withdrawn => EventKind::Withdrawn,
        Status::Revoked => EventKind::Revoked,
        Status::Invalidated => EventKind::Invalidated,
        Status::Expired | Status::Unknown => return None,
    })
}

/// Sets the ends of a yes to what the record says of how long it holds.
fn limit(event: &mut Event, durations: impl Iterator<Item = RecordDuration>) -> Result<(), Error> {
    let once = |set: bool, what: &str| match set {
        true => Err(Error::inconsistent(format!("expected one {what} for a yes"))),
        false => Ok(()),
    };
    let (mut endless, mut said) = (false, false);
    for duration in durations {
        said = true;
        match duration {
            RecordDuration::Temporal { length } => {
                once(event.valid_for.is_some_and(|known| known != length), "length")?;
                event.valid_for = Some(length);
            }
            RecordDuration::UntilTime { until } => {
                event.valid_until = event.valid_until.into_iter().chain([until.to_utc()]).min();
            }
            RecordDuration::UntilEvent { event: name } => {
                once(event.valid_until_event.as_ref().is_some_and(|known| *known != name), "happening")?;
                check_id(&name)?;
                event.valid_until_event = Some(name);
            }
            RecordDuration::Occurrences { uses } => {
                let uses = u32::try_from(uses).ok().filter(|uses| *uses > 0);
                let message = "expected at least one use and fewer than 2^32";
                let uses = uses.ok_or_else(|| Error::out_of_range(message))?;
                event.valid_uses = event.valid_uses.into_iter().chain([uses]).min();
            }
            RecordDuration::Endless => endless = true,
        }
    }
    event.endless = endless && !event.has_end();
    if said { Ok(()) } else { Err(Error::missing("expected how long a yes holds")) }
}
