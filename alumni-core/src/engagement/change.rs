mod faded;
#[cfg(feature = "table")]
mod table;

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use faded::Lost;
pub use faded::{FadedEvent, FadedRest};

use super::record::{Record, start_of};
use super::scoring::{add, addend};
use super::{ActorType, Interaction, Kind, KindWeight, Permitted, Points, ScoreModel};
use crate::text::Argument;
use crate::{Error, Reason};

/// Why a person's score on one day is another one than on an earlier day.
///
/// `after - before` is exactly the sum of what came in and what faded, part by part and in all. Somebody who is not scored on the later
/// day, because that is not permitted or nothing is on record before it, has neither: *not scored* is never zero.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ScoreChange {
    /// The model's id.
    pub model: String,
    /// The model's version.
    pub version: u32,
    /// The model's [hash](ScoreModel::hash).
    pub hash: String,
    /// The person's id.
    pub person: String,
    /// The earlier day.
    pub from: NaiveDate,
    /// The later day.
    pub until: NaiveDate,
    /// The score on the earlier day, zero where nothing was on record yet; `None` for somebody who is not scored.
    pub before: Option<Points>,
    /// The score on the later day; `None` for somebody who is not scored.
    pub after: Option<Points>,
    /// What the events since `from` add, as of `until`.
    pub entered: Points,
    /// What the events before `from` lost between the days: zero or less.
    pub faded: Points,
    /// Each kind of which the person has events, the largest change first, ties by kind.
    pub parts: Vec<PartChange>,
    /// The events since `from`, in the order of time.
    pub events: Vec<EventChange>,
    /// The events before `from` that lost points: the 100 that lost the most, the most first, ties in the order of time.
    #[serde(default)]
    pub faded_events: Vec<FadedEvent>,
    /// All others that lost points; the two together lost exactly what `faded` says.
    #[serde(default)]
    pub faded_rest: FadedRest,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// What one kind of event has to do with a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PartChange {
    /// The kind.
    pub kind: Kind,
    /// What it added on the earlier day.
    pub before: Points,
    /// What it adds on the later day.
    pub after: Points,
    /// What its events since then add.
    pub entered: Points,
    /// How many those are.
    pub events: u64,
    /// How many more did not count, because of the cap.
    pub capped: u64,
    /// What the events before lost: zero or less.
    pub faded: Points,
}

/// An event between two days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EventChange {
    /// The event's id.
    pub event: String,
    /// Its kind.
    pub kind: Kind,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// Whether it counts: not when a cap was reached before it, and not when the model does not know its kind.
    pub counted: bool,
    /// What it adds on the later day.
    pub points: Points,
}

impl ScoreModel {
    /// Why the score of `person` at the start of `until` is another one than at the start of `from`: which events came in, which
    /// faded, and which events a cap kept out.
    ///
    /// Somebody who may not be scored, or of whom nothing is on record before `until`, has no score on either day; the only reason says so. Where the model has bands of tenure, ask
    /// [`for_tenure`](Self::for_tenure)'s model for the person's.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `until` for a day before `from`, [`Duplicate`](crate::ErrorKind::Duplicate)
    /// at `events[i].id` when one id stands for two different events.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{ActorType, Interaction, Permitted, ScoreModel};
    ///
    /// let event = |id, at: &str, kind| {
    ///     Interaction::new(id, at.parse().expect("an instant"), kind, "w-1", ActorType::Alumnus)
    /// };
    /// let events = [
    ///     event("e-1", "2025-10-03T00:00:00Z", "event_attend")?,
    ///     event("e-2", "2026-03-31T00:00:00Z", "reply")?,
    /// ];
    /// let model = ScoreModel::preset("alumni")?;
    /// let change = model.why_between(&events, "w-1", "2025-10-03".parse()?, "2026-04-01".parse()?, Permitted::Everyone)?;
    /// assert_eq!(change.to_string().lines().next(), Some("w-1: 0.0 on 2025-10-03, 6.5 on 2026-04-01"));
    /// let (before, after) = change.before.zip(change.after).unwrap();
    /// assert_eq!(after - before, change.entered + change.faded);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_between(
        &self,
        interactions: &[Interaction],
        person: &str,
        from: NaiveDate,
        until: NaiveDate,
        permitted: Permitted<'_>,
    ) -> Result<ScoreChange, Error> {
        if until < from {
            return Err(Error::out_of_range("expected a day that is not before `from`").within("until"));
        }
        let record = Record::new(interactions)?;
        let (start, end) = (start_of(from), start_of(until));
        let mut change = ScoreChange {
            model: self.id().to_owned(),
            version: self.version(),
            hash: self.hash(),
            person: person.to_owned(),
            from,
            until,
            before: None,
            after: None,
            entered: Points::ZERO,
            faded: Points::ZERO,
            parts: Vec::new(),
            events: Vec::new(),
            faded_events: Vec::new(),
            faded_rest: FadedRest::default(),
            reasons: Vec::new(),
        };
        if !permitted.allows(person) {
            change.reasons.push(Reason::new("score-not-permitted"));
            return Ok(change);
        }
        let mut own: Vec<_> = record
            .events()
            .iter()
            .copied()
            .filter(|event| {
                event.actor() == person && event.actor_type() == ActorType::Alumnus && event.at() < end
            })
            .collect();
        if own.is_empty() {
            change.reasons.push(Reason::new("score-no-events").with("as_of", until));
            return Ok(change);
        }
        own.sort_unstable_by(|one, next| one.moment().cmp(&next.moment()));
        let mut windows = HashMap::new();
        let mut parts: BTreeMap<&Kind, PartChange> = BTreeMap::new();
        let mut lost = Vec::new();
        for event in own {
            let known = self.kinds().iter().find(|kind| kind.kind == *event.kind());
            let counted = known.is_some_and(|kind| admits(kind, event, &mut windows));
            let left = |day| match known.filter(|_| counted) {
                Some(kind) => addend(kind.weight, event.at(), day, self.half_life_seconds(kind)),
                None => Points::ZERO,
            };
            let (new, after) = (event.at() >= start, left(end));
            if new {
                change.events.push(EventChange {
                    event: event.id().to_owned(),
                    kind: event.kind().clone(),
                    at: event.at(),
                    counted,
                    points: after,
                });
            }
            if known.is_none() {
                continue;
            }
            let part = parts.entry(event.kind()).or_insert_with(|| PartChange::nothing(event.kind()));
            part.after = part.after.plus(after);
            if new {
                add(if counted { &mut part.events } else { &mut part.capped });
                part.entered = part.entered.plus(after);
            } else {
                let before = left(start);
                part.before = part.before.plus(before);
                part.faded = part.faded.plus(after.minus(before));
                if after < before {
                    lost.push(Lost { event, before, after });
                }
            }
        }
        change.parts = parts.into_values().collect();
        change
            .parts
            .sort_by(|one, next| next.moved().cmp(&one.moved()).then_with(|| one.kind.cmp(&next.kind)));
        let sum = |of: fn(&PartChange) -> Points| change.parts.iter().map(of).sum();
        let (before, after) = (sum(|part| part.before), sum(|part| part.after));
        (change.entered, change.faded) = (sum(|part| part.entered), sum(|part| part.faded));
        (change.faded_events, change.faded_rest) = faded::strongest(lost);
        change.reasons = change.in_words(before, after);
        (change.before, change.after) = (Some(before), Some(after));
        Ok(change)
    }
}

/// Whether a cap lets the event count; events come in the order of time.
pub(super) fn admits<'m>(
    kind: &'m KindWeight,
    event: &Interaction,
    windows: &mut HashMap<&'m Kind, (i64, u32)>,
) -> bool {
    let Some(cap) = kind.cap else { return true };
    let window = cap.window(event.at());
    let seen = windows.entry(&kind.kind).or_insert((window, 0));
    if seen.0 != window {
        *seen = (window, 0);
    }
    if seen.1 == cap.count() {
        return false;
    }
    seen.1 = seen.1.saturating_add(1);
    true
}

impl PartChange {
    fn nothing(kind: &Kind) -> Self {
        let nothing = Points::ZERO;
        let kind = kind.clone();
        Self { kind, before: nothing, after: nothing, entered: nothing, events: 0, capped: 0, faded: nothing }
    }

    /// How far the kind moved the score, up or down.
    fn moved(&self) -> Points {
        let change = self.after.minus(self.before);
        change.max(Points::ZERO.minus(change))
    }
}

impl ScoreChange {
    fn in_words(&self, before: Points, after: Points) -> Vec<Reason> {
        let points = |points: Points| Argument::Number { value: points.value(), digits: 1 };
        let mut reasons = vec![
            Reason::new("score-change")
                .with("before", points(before))
                .with("after", points(after))
                .with("from", self.from)
                .with("until", self.until),
        ];
        for part in &self.parts {
            let kind = part.kind.as_str();
            if part.events > 0 {
                let reason = Reason::new("score-change-entered").with("kind", kind);
                reasons.push(reason.with("events", part.events).with("points", points(part.entered)));
            }
            if part.faded < Points::ZERO {
                let lost = points(Points::ZERO.minus(part.faded));
                reasons.push(Reason::new("score-change-faded").with("kind", kind).with("points", lost));
            }
            if part.capped > 0 {
                let reason = Reason::new("score-change-capped").with("kind", kind);
                reasons.push(reason.with("count", part.capped));
            }
        }
        reasons.extend(faded::in_words(&self.faded_events, &self.faded_rest));
        reasons
    }
}

impl fmt::Display for ScoreChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { person, before, after, from, until, .. } = self;
        let (Some(before), Some(after)) = (before, after) else {
            let reason = self.reasons.first().map(Reason::to_string).unwrap_or_default();
            return write!(f, "{person}: {reason}");
        };
        write!(f, "{person}: {before} on {from}, {after} on {until}")?;
        for reason in self.reasons.iter().filter(|reason| reason.code() != "score-change") {
            write!(f, "\n  {reason}")?;
        }
        Ok(())
    }
}
