//! From a record to scores.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::answers::answers;
use super::decay::remaining;
use super::kind::Act;
use super::record::{Record, start_of};
use super::{
    ActorType, Interaction, Kind, KindWeight, NotScored, Part, Permitted, Points, Score, ScoreModel, Scores,
    Tally,
};
use crate::calendar::days_between;
use crate::{Error, Reason};

/// An event that may count: whose it is, and its kind's place in the model; the place is absent for unknown kinds.
struct Entry<'a> {
    person: &'a str,
    kind: Option<usize>,
    event: &'a Interaction,
}

impl ScoreModel {
    /// Scores everybody who did something before the day `as_of` begins (00:00 UTC).
    ///
    /// Only what people did as [`Alumnus`](ActorType::Alumnus) is scored. Somebody who did nothing before `as_of` is not
    /// listed; the programme knows its members, the record does not.
    ///
    /// # Recency
    ///
    /// An *exchange* is an event together with the earlier one it answers, by somebody else. It answers what it is
    /// directed at (an event, or a person's latest event in the thread or towards its author), else the one that opened
    /// its thread, else what prompted it. An alumnus's side of an exchange must be of a two-way kind (by the model, else
    /// see [`Kind`]); the company's side may open with a mailing and answers only with a two-way kind; a machine is no
    /// side. A person's *last two-way contact* is the day of the latest exchange with them on either side: a newsletter
    /// is not one, a reply to it is. `recency_days` counts days from that day to `as_of`.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events.
    pub fn score(
        &self,
        interactions: &[Interaction],
        as_of: NaiveDate,
        permitted: Permitted<'_>,
    ) -> Result<Scores, Error> {
        let record = Record::new(interactions)?;
        let end = start_of(as_of);
        let places: BTreeMap<&Kind, usize> =
            self.kinds().iter().enumerate().map(|(place, kind)| (&kind.kind, place)).collect();

        let mut tally = Tally::new(interactions.len(), record.duplicates());
        let mut refused = BTreeSet::new();
        let mut entries = Vec::with_capacity(record.events().len());
        for event in record.events() {
            let person = event.actor();
            if event.at() >= end {
                add(&mut tally.after_as_of);
            } else if event.actor_type() != ActorType::Alumnus {
                add(&mut tally.by_others);
            } else if !permitted.allows(person) {
                add(&mut tally.not_permitted);
                refused.insert(person);
            } else {
                let kind = places.get(event.kind()).copied();
                if kind.is_none() {
                    add(tally.unknown_kinds.entry(event.kind().clone()).or_default());
                }
                entries.push(Entry { person, kind, event });
            }
        }
        entries.sort_unstable_by_key(|entry| (entry.person, entry.kind, entry.event.moment()));

        let contacts = self.last_contacts(&record, end, permitted);
        let mut people = Vec::new();
        for own in entries.chunk_by(|one, next| one.person == next.person) {
            let Some(person) = own.first().map(|entry| entry.person) else { continue };
            let mut parts: Vec<Part> = own
                .chunk_by(|one, next| one.kind == next.kind)
                .filter_map(|same| Some((self.kinds().get(same.first()?.kind?)?, same)))
                .map(|(kind, same)| self.part(kind, same, end))
                .collect();
            parts.sort_by(|one, next| {
                next.contribution.cmp(&one.contribution).then_with(|| one.kind.cmp(&next.kind))
            });
            for part in &parts {
                tally.counted = tally.counted.saturating_add(part.events);
                tally.capped = tally.capped.saturating_add(part.capped);
            }
            people.push(Score {
                person: person.to_owned(),
                score: parts.iter().map(|part| part.contribution).sum(),
                parts,
                recency_days: contacts.get(person).map(|day| days_between(*day, as_of)),
            });
        }
        let not_scored = refused.into_iter().map(|person| NotScored {
            person: person.to_owned(),
            reason: Reason::new("score-not-permitted"),
        });
        Ok(Scores::new(self, as_of, people, not_scored.collect(), tally))
    }

    /// What the events of one kind add to one person's score; `same` is in the order of time.
    fn part(&self, kind: &KindWeight, same: &[Entry<'_>], end: DateTime<Utc>) -> Part {
        let half_life = self.half_life_seconds(kind);
        let mut part = Part { kind: kind.kind.clone(), contribution: Points::ZERO, events: 0, capped: 0 };
        let mut window = None;
        let mut in_window: u32 = 0;
        for entry in same {
            if let Some(cap) = kind.cap {
                let this = Some(cap.window(entry.event.at()));
                if this != window {
                    (window, in_window) = (this, 0);
                }
                if in_window == cap.count() {
                    add(&mut part.capped);
                    continue;
                }
                in_window = in_window.saturating_add(1);
            }
            add(&mut part.events);
            let age = end.signed_duration_since(entry.event.at()).num_seconds();
            let left = kind.weight * remaining(age as f64, half_life);
            part.contribution = part.contribution.plus(Points::nearest(left).unwrap_or_default());
        }
        part
    }

    /// The day of each alumnus's last two-way contact before `end`.
    fn last_contacts<'a>(
        &self,
        record: &Record<'a>,
        end: DateTime<Utc>,
        permitted: Permitted<'_>,
    ) -> BTreeMap<&'a str, NaiveDate> {
        let said: BTreeMap<&Kind, bool> = self
            .kinds()
            .iter()
            .map(|kind| (&kind.kind, kind.two_way.unwrap_or_else(|| kind.kind.speaks())))
            .collect();
        let two_way =
            |event: &Interaction| said.get(event.kind()).copied().unwrap_or_else(|| event.kind().speaks());
        let side = |event: &Interaction| {
            event.at() < end
                && match event.actor_type() {
                    ActorType::System => false,
                    ActorType::Alumnus => two_way(event) && permitted.allows(event.actor()),
                    _ => two_way(event) || matches!(event.kind().act(), None | Some(Act::Mailing)),
                }
        };
        let mut contacts = BTreeMap::new();
        for (event, earlier) in answers(record, side, two_way) {
            let day = event.at().date_naive();
            for one in [event, earlier] {
                if one.actor_type() == ActorType::Alumnus {
                    let last = contacts.entry(one.actor()).or_insert(day);
                    *last = day.max(*last);
                }
            }
        }
        contacts
    }
}

pub(super) fn add(count: &mut u64) {
    *count = count.saturating_add(1);
}
