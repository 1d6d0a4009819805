use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::asked::Stretch;
use super::event::EventKey;
use super::notice::NoticeRef;
use super::store::Record;
use super::{Channel, EventKind, Ledger, Question, State, Verdict, instant};
use crate::Error;
use crate::text::Localized;

/// What one subject said and where that left every purpose, from the first event up to an instant.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{DecisionState, Event, EventKind, Ledger};
///
/// let mut ledger = Ledger::from_json(
///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent", "valid_for": "2 years"}],
///         "notices": [{"id": "alumni", "version": 1, "purposes": ["newsletter"], "text": {"en": "We write monthly."}}]}"#,
/// )?;
/// let given = "2023-02-01T10:00:00+09:00".parse()?;
/// ledger.extend([Event::new("form", "1", "w-0471", "newsletter", EventKind::Given, given).notice("alumni", 1)])?;
/// let timeline = ledger.timeline("w-0471", "2026-04-01T00:00:00Z".parse()?, None)?;
/// let spans: Vec<_> = timeline.lanes[0].spans.iter().map(|span| (span.state.decision, span.from.to_rfc3339())).collect();
/// assert_eq!(spans, [
///     (DecisionState::Given, "2023-02-01T01:00:00+00:00".to_owned()),
///     (DecisionState::Expired, "2025-02-01T01:00:00+00:00".to_owned()),
/// ]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Timeline {
    /// Whom it is about.
    pub subject: String,
    /// Where it ends.
    #[serde(deserialize_with = "instant::utc")]
    pub until: DateTime<Utc>,
    /// As it was known at this instant; absent for everything known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// One lane for each purpose, channel and recipient that an event names together, sorted; and where events name a channel, one for
    /// each other channel of the purpose on which something else was allowed than for the purpose as a whole.
    pub lanes: Vec<TimelineLane>,
}

/// One purpose, on one channel and towards one recipient where events name them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimelineLane {
    /// The purpose's id.
    pub purpose: String,
    /// What people read.
    pub title: Localized,
    /// The channel; absent for the purpose as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The recipient; absent for the controller's own use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// Where it stood, without gaps from the first event of the purpose on.
    pub spans: Vec<TimelineSpan>,
    /// What happened, by time.
    pub events: Vec<TimelineEvent>,
}

/// A time during which one answer held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimelineSpan {
    /// From when on.
    #[serde(deserialize_with = "instant::utc")]
    pub from: DateTime<Utc>,
    /// Until when, this instant excluded; not after the end of the timeline.
    #[serde(deserialize_with = "instant::utc")]
    pub until: DateTime<Utc>,
    /// Whether it was permitted.
    pub verdict: Verdict,
    /// Where the subject stood.
    pub state: State,
    /// The code of the reason that decided.
    pub reason: String,
    /// The events it rests on.
    pub evidence: Vec<EventKey>,
}

/// An event on a lane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TimelineEvent {
    /// When it happened.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// When it became known here.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
    /// What happened.
    pub kind: EventKind,
    /// The event.
    pub event: EventKey,
    /// The notice it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<NoticeRef>,
}

/// What an event narrows its purpose to.
type Lane = (String, Option<Channel>, Option<String>);

impl Ledger {
    /// The timeline of `subject` up to `until`, as known at `known_at` (`None` for everything known).
    ///
    /// Each span is what [`may`](Self::may) answers from its beginning to its end; a lane begins with the first event of its
    /// purpose. A subject nobody has heard of has no lanes.
    ///
    /// # Errors
    ///
    /// Those of an event for a subject that could be none.
    pub fn timeline(
        &self,
        subject: &str,
        until: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Timeline, Error> {
        self.whom(subject)?;
        let mut lanes: BTreeMap<Lane, Vec<TimelineEvent>> = BTreeMap::new();
        let mut begins: BTreeMap<String, DateTime<Utc>> = BTreeMap::new();
        for event in self.events_of(subject) {
            let (at, received_at) = (event.occurred_at.to_utc(), event.received_at);
            if known_at.is_some_and(|known_at| received_at > known_at) {
                continue;
            }
            // A no that a fast clock dates after its arrival counts from its arrival.
            let first = at.min(received_at);
            begins
                .entry(event.purpose.clone())
                .and_modify(|known| *known = first.min(*known))
                .or_insert(first);
            let lane = (event.purpose.clone(), event.channel, event.recipient.clone());
            let (kind, notice) = (event.kind, event.notice.clone());
            lanes.entry(lane).or_default().push(TimelineEvent {
                at,
                received_at,
                kind,
                event: event.key(),
                notice,
            });
        }
        let titles: BTreeMap<_, _> =
            self.purposes().map(|purpose| (purpose.id.clone(), purpose.title.clone())).collect();
        let spans = |(purpose, channel, recipient): &Lane| {
            let begin = begins.get(purpose).copied().unwrap_or(until);
            let mut question = Question::new(subject, purpose, *channel, begin);
            question.recipient.clone_from(recipient);
            question.known_at = known_at;
            self.spans(&question, until)
        };
        let mut others = Vec::new();
        for (purpose, recipient) in narrowed(lanes.keys()) {
            let verdicts = verdicts(&spans(&(purpose.clone(), None, recipient.clone()))?);
            let (_, of) = self.purpose(&purpose)?;
            for channel in of.each_channel() {
                let lane = (purpose.clone(), Some(channel), recipient.clone());
                if !lanes.contains_key(&lane) && self::verdicts(&spans(&lane)?) != verdicts {
                    others.push((lane, Vec::new()));
                }
            }
        }
        lanes.extend(others);
        let lane = |(lane, mut events): (Lane, Vec<TimelineEvent>)| {
            events.retain(|event| event.at < until);
            events.sort_by(|a, b| (a.at, &a.event).cmp(&(b.at, &b.event)));
            let spans = spans(&lane)?;
            let (purpose, channel, recipient) = lane;
            let title = titles.get(&purpose).cloned().unwrap_or_else(|| Localized::same(&purpose));
            Ok(TimelineLane { purpose, title, channel, recipient, spans, events })
        };
        let lanes = lanes.into_iter().map(lane).collect::<Result<_, Error>>()?;
        Ok(Timeline { subject: subject.to_owned(), until, known_at, lanes })
    }

    /// What `question` is answered from its instant to `end`.
    fn spans(&self, question: &Question, end: DateTime<Utc>) -> Result<Vec<TimelineSpan>, Error> {
        let course = self.course(question, end)?;
        let ends = course.iter().skip(1).map(|next| next.from.into()).chain([end]);
        let key = |record: &Record| EventKey {
            source: self.store.source(record).to_owned(),
            id: self.store.id(record).to_owned(),
        };
        let span = |(stretch, until): (&Stretch<'_>, DateTime<Utc>)| TimelineSpan {
            from: stretch.from.into(),
            until,
            verdict: stretch.judgement.verdict,
            state: stretch.state,
            reason: stretch.judgement.code().to_owned(),
            evidence: stretch.judgement.evidence.iter().copied().map(key).collect(),
        };
        Ok(course.iter().zip(ends).map(span).collect())
    }
}

/// The purposes about which an event names a channel, with each recipient of an event about them.
fn narrowed<'a>(lanes: impl Iterator<Item = &'a Lane> + Clone) -> BTreeSet<(String, Option<String>)> {
    let named: BTreeSet<&str> = lanes
        .clone()
        .filter(|(_, channel, _)| channel.is_some())
        .map(|(purpose, ..)| purpose.as_str())
        .collect();
    let of = lanes.filter(|(purpose, ..)| named.contains(purpose.as_str()));
    of.map(|(purpose, _, recipient)| (purpose.clone(), recipient.clone())).collect()
}

/// From when on which verdict held.
fn verdicts(spans: &[TimelineSpan]) -> Vec<(DateTime<Utc>, Verdict)> {
    let mut verdicts: Vec<_> = spans.iter().map(|span| (span.from, span.verdict)).collect();
    verdicts.dedup_by_key(|(_, verdict)| *verdict);
    verdicts
}

impl Timeline {
    /// The first instant on any lane; `None` without lanes.
    #[must_use]
    pub fn begin(&self) -> Option<DateTime<Utc>> {
        self.lanes.iter().flat_map(|lane| &lane.spans).map(|span| span.from).min()
    }

    /// The notices that events of the timeline name, each once.
    #[must_use]
    pub fn notices(&self) -> BTreeSet<(&str, u32)> {
        let events = self.lanes.iter().flat_map(|lane| &lane.events);
        events
            .filter_map(|event| event.notice.as_ref())
            .map(|notice| (notice.id.as_str(), notice.version))
            .collect()
    }
}
