use std::collections::BTreeSet;
use std::fmt;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize, Serializer};

use super::class::Paper;
use super::kind::{Actor, Channel, EmploymentState, EventKind, Method};
use super::notice::NoticeRef;
use super::{canonical, instant};
use crate::calendar::{self, Period};

mod check;

/// What makes a record the same record when it is delivered again: the system it comes from and that system's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EventKey {
    /// The system the record comes from.
    pub source: String,
    /// The record's id in that system.
    pub id: String,
}

impl EventKey {
    /// The key of the record `id` of `source`.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::EventKey;
    ///
    /// assert_eq!(EventKey::new("mail", "ce_88").to_string(), "`ce_88` of `mail`");
    /// ```
    pub fn new(source: impl Into<String>, id: impl Into<String>) -> Self {
        Self { source: source.into(), id: id.into() }
    }
}

impl fmt::Display for EventKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` of `{}`", self.id, self.source)
    }
}

/// One thing that happened to one subject and one purpose: an entry of the ledger.
///
/// Events are equal that have the same bytes: the offset of `occurred_at` counts, since lengths are laid on the calendar of the place,
/// and the order of papers and how a length is written (`P12M`, `P1Y`) do not.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Actor, Event, EventKind};
///
/// let event: Event = serde_json::from_str(
///     r#"{"source": "form", "id": "ce_12", "subject": "w-0471", "purpose": "newsletter", "kind": "given",
///         "occurred_at": "2024-03-29T10:00:00+09:00", "received_at": "2024-03-29T01:00:02Z",
///         "notice": {"id": "alumni", "version": 3}}"#,
/// )?;
/// assert_eq!((event.kind, event.actor), (EventKind::Given, Actor::Subject));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Written")]
#[non_exhaustive]
pub struct Event {
    /// The system the record comes from.
    pub source: String,
    /// The record's id in that system.
    pub id: String,
    /// Whom it is about: a worker's id or any pseudonym.
    pub subject: String,
    /// The purpose's id.
    pub purpose: String,
    /// The channel it is about; absent for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// To whom data may be disclosed. A yes without recipient permits no disclosure; a no without recipient ends every
    /// disclosure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// What happened.
    pub kind: EventKind,
    /// When it happened, as the source claims, with the offset of the place.
    pub occurred_at: DateTime<FixedOffset>,
    /// When it became known here.
    pub received_at: DateTime<Utc>,
    /// The instant at which a yes ends; the earliest of this, `valid_for` and the purpose's own length counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<DateTime<Utc>>,
    /// How long a yes lasts from `occurred_at`, on the calendar of that offset.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "carried")]
    pub valid_for: Option<Period>,
    /// What a yes ends with: the name of a happening such as `contract_ended`, which an event of the kind
    /// [`EventKind::Happened`] reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until_event: Option<String>,
    /// How many uses a yes is good for, at least one; each is an event of the kind [`EventKind::Used`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_uses: Option<u32>,
    /// Whether a yes was asked for without an end, which several jurisdictions do not accept. A purpose's own length and a
    /// material change of the notice end it all the same.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub endless: bool,
    /// Whether `occurred_at` is not to be trusted: entered from memory, or from a clock that nobody set. A yes of such a time never
    /// lifts a no.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub time_untrusted: bool,
    /// What happened, for [`EventKind::Happened`] alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happening: Option<String>,
    /// The notice it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeRef>,
    /// Who expressed it; absent in documents for [`EventKind::usual_actor`].
    pub actor: Actor,
    /// How it was expressed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// The subject's employment at that time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment_state: Option<EmploymentState>,
    /// Where the proof is kept: a scan, a form's submission id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_ref: Option<String>,
    /// Whether it comes from a list of another system rather than from the act itself.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    /// The papers that the yes was asked for together with; empty where it stood alone. With [`Paper::Severance`] or
    /// [`Paper::Nda`] it permits nothing.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "in_order")]
    pub bundled_with: Vec<Paper>,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Event {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Event".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Written::json_schema(generator)
    }
}

/// One thing that happened to one subject and one purpose: an entry of the ledger.
// The event as documents have it, where the actor may be left out.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Written {
    /// The system the record comes from.
    source: String,
    /// The record's id in that system.
    id: String,
    /// Whom it is about: a worker's id or any pseudonym.
    subject: String,
    /// The purpose's id.
    purpose: String,
    /// The channel it is about; absent for all.
    channel: Option<Channel>,
    /// To whom data may be disclosed. A yes without recipient permits no disclosure; a no without recipient
    /// ends every disclosure.
    recipient: Option<String>,
    /// What happened.
    kind: EventKind,
    /// When it happened, as the source claims, with the offset of the place.
    #[serde(deserialize_with = "instant::local")]
    occurred_at: DateTime<FixedOffset>,
    /// When it became known here, with an offset.
    #[serde(deserialize_with = "instant::utc")]
    received_at: DateTime<Utc>,
    /// The instant at which a yes ends, with an offset; the earliest of this, `valid_for` and the purpose's
    /// own length counts.
    #[serde(default, deserialize_with = "instant::optional_utc")]
    valid_until: Option<DateTime<Utc>>,
    /// How long a yes lasts from `occurred_at`, on the calendar of that offset.
    valid_for: Option<Period>,
    /// What a yes ends with: the name of a happening such as `contract_ended`, which an event of the kind
    /// `happened` reports.
    valid_until_event: Option<String>,
    /// How many uses a yes is good for, at least one; each is an event of the kind `used`.
    valid_uses: Option<u32>,
    /// Whether a yes was asked for without an end, which several jurisdictions do not accept.
    #[serde(default)]
    endless: bool,
    /// Whether `occurred_at` is not to be trusted; a yes of such a time never lifts a no.
    #[serde(default)]
    time_untrusted: bool,
    /// What happened, for `happened` alone.
    happening: Option<String>,
    /// The notice it rests on; a yes without one permits nothing.
    notice: Option<NoticeRef>,
    /// Who expressed it; absent for the usual one: the controller for `notice_shown`, `requested`,
    /// `revoked`, `unrestricted`, `used` and `happened`, an authority for `invalidated`, the subject for the rest.
    actor: Option<Actor>,
    /// How it was expressed.
    method: Option<Method>,
    /// The subject's employment at that time.
    employment_state: Option<EmploymentState>,
    /// Where the proof is kept: a scan, a form's submission id.
    evidence_ref: Option<String>,
    /// Whether it comes from a list of another system rather than from the act itself.
    #[serde(default)]
    imported: bool,
    /// The papers that the yes was asked for together with; with `severance` or `nda` it permits nothing.
    #[serde(default)]
    bundled_with: Vec<Paper>,
}

impl From<Written> for Event {
    fn from(written: Written) -> Self {
        Self {
            source: written.source,
            id: written.id,
            subject: written.subject,
            purpose: written.purpose,
            channel: written.channel,
            recipient: written.recipient,
            kind: written.kind,
            occurred_at: written.occurred_at,
            received_at: written.received_at,
            valid_until: written.valid_until,
            valid_for: written.valid_for,
            valid_until_event: written.valid_until_event,
            valid_uses: written.valid_uses,
            endless: written.endless,
            happening: written.happening,
            time_untrusted: written.time_untrusted,
            notice: written.notice,
            actor: written.actor.unwrap_or(written.kind.usual_actor()),
            method: written.method,
            employment_state: written.employment_state,
            evidence_ref: written.evidence_ref,
            imported: written.imported,
            bundled_with: written.bundled_with,
        }
    }
}

impl PartialEq for Event {
    fn eq(&self, other: &Self) -> bool {
        (&self.source, &self.id, self.received_at, self.dated())
            == (&other.source, &other.id, other.received_at, other.dated())
            && self.differences(other).is_empty()
    }
}

/// Papers are a set: each once, by name.
fn papers(papers: &[Paper]) -> BTreeSet<&'static str> {
    papers.iter().map(|paper| paper.as_str()).collect()
}

fn in_order<S: Serializer>(found: &[Paper], serializer: S) -> Result<S::Ok, S::Error> {
    papers(found).serialize(serializer)
}

fn carried<S: Serializer>(length: &Option<Period>, serializer: S) -> Result<S::Ok, S::Error> {
    length.map(Period::carried).serialize(serializer)
}

impl Event {
    /// An event by its usual actor, about every channel, recorded as it happened (`received_at` is `occurred_at`).
    ///
    /// The fields are public; what they say is checked when a ledger takes the event in.
    pub fn new(
        source: impl Into<String>,
        id: impl Into<String>,
        subject: impl Into<String>,
        purpose: impl Into<String>,
        kind: EventKind,
        occurred_at: DateTime<FixedOffset>,
    ) -> Self {
        Self {
            source: source.into(),
            id: id.into(),
            subject: subject.into(),
            purpose: purpose.into(),
            channel: None,
            recipient: None,
            kind,
            occurred_at,
            received_at: occurred_at.to_utc(),
            valid_until: None,
            valid_for: None,
            valid_until_event: None,
            valid_uses: None,
            endless: false,
            happening: None,
            time_untrusted: false,
            notice: None,
            actor: kind.usual_actor(),
            method: None,
            employment_state: None,
            evidence_ref: None,
            imported: false,
            bundled_with: Vec::new(),
        }
    }

    /// Binds it to a notice.
    #[must_use]
    pub fn notice(mut self, id: impl Into<String>, version: u32) -> Self {
        self.notice = Some(NoticeRef { id: id.into(), version, hash: None });
        self
    }

    /// Narrows it to one channel.
    #[must_use]
    pub fn channel(mut self, channel: Channel) -> Self {
        self.channel = Some(channel);
        self
    }

    /// Sets when it became known here.
    #[must_use]
    pub fn received_at(mut self, at: DateTime<Utc>) -> Self {
        self.received_at = at;
        self
    }

    /// What makes it the same record when delivered again.
    #[must_use]
    pub fn key(&self) -> EventKey {
        EventKey { source: self.source.clone(), id: self.id.clone() }
    }

    /// Whether it is a yes, be it effective or not.
    pub(super) fn is_yes(&self) -> bool {
        self.kind.is_yes()
    }

    /// The canonical form that the ledger's state hash is made of.
    pub(super) fn canonical(&self) -> String {
        canonical::json(self)
    }

    /// Whether its time is that of the delivery rather than of the act: a row of a list that has no day.
    ///
    /// With an end of its own it has a day, too, from which that end was counted.
    pub(super) fn is_undated(&self) -> bool {
        self.imported && self.time_untrusted && !self.has_end()
    }

    /// The fields in which `other` differs, apart from when it was received: a second delivery comes later. Where neither knows
    /// when it happened, that is no difference.
    pub(super) fn differences(&self, other: &Self) -> Vec<&'static str> {
        let undated = self.is_undated() && other.is_undated();
        let differs = [
            ("subject", self.subject != other.subject),
            ("purpose", self.purpose != other.purpose),
            ("channel", self.channel != other.channel),
            ("recipient", self.recipient != other.recipient),
            ("kind", self.kind != other.kind),
            ("occurred_at", self.occurred_at != other.occurred_at && !undated),
            (
                "offset of occurred_at",
                // The offset counts: lengths are laid on the calendar of the place.
                self.occurred_at == other.occurred_at && self.dated() != other.dated() && !undated,
            ),
            ("valid_until", self.valid_until != other.valid_until),
            ("valid_for", self.valid_for.map(Period::carried) != other.valid_for.map(Period::carried)),
            ("valid_until_event", self.valid_until_event != other.valid_until_event),
            ("valid_uses", self.valid_uses != other.valid_uses),
            ("endless", self.endless != other.endless),
            ("happening", self.happening != other.happening),
            ("time_untrusted", self.time_untrusted != other.time_untrusted),
            ("notice", self.notice != other.notice),
            ("actor", self.actor != other.actor),
            ("method", self.method != other.method),
            ("employment_state", self.employment_state != other.employment_state),
            ("evidence_ref", self.evidence_ref != other.evidence_ref),
            ("imported", self.imported != other.imported),
            ("bundled_with", papers(&self.bundled_with) != papers(&other.bundled_with)),
        ];
        differs.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field).collect()
    }

    /// When it happened, with the offset of the place.
    pub(super) fn dated(&self) -> (DateTime<FixedOffset>, i32) {
        (self.occurred_at, self.occurred_at.offset().local_minus_utc())
    }

    /// When a yes ends: the earliest of its own end, its own length and the purpose's length, or never.
    ///
    /// A length is laid from the day of the act on the calendar of the act's offset and ends at the same time of day; it
    /// never ends when that leaves the calendar.
    pub(super) fn end(&self, purpose: Option<Period>) -> Option<DateTime<Utc>> {
        if !self.is_yes() {
            return None;
        }
        let local = self.occurred_at.naive_local();
        let lengths = [self.valid_for, purpose].into_iter().flatten().filter_map(|period| {
            let last = calendar::add(local.date(), period)?.and_time(local.time());
            // A fixed offset has no gaps and no repeated hours: there is exactly one such instant.
            last.and_local_timezone(*self.occurred_at.offset()).single().map(|at| at.to_utc())
        });
        lengths.chain(self.valid_until).min()
    }
}
