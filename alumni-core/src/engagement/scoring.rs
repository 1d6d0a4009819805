//! From a record to scores.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::answers::answers_naming;
use super::decay::{Table, remaining};
use super::kind::{Act, ByKind};
use super::record::{OfPeople, Record, start_of};
use super::rows::place;
use super::{
    ActorType, Interaction, KindWeight, NotScored, Part, Permitted, Points, Score, ScoreModel, Scores, Tally,
};
use crate::calendar::days_between;
use crate::{Error, Reason};

/// An event that may count: the number of its person, and its kind's place in the model, absent for unknown kinds.
#[derive(Clone, Copy)]
struct Entry<'a> {
    person: u32,
    kind: Option<u16>,
    at: DateTime<Utc>,
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
    /// see [`Kind`](super::Kind)); the company's side may open with a mailing and answers only with a two-way kind; a
    /// machine is no side.
    ///
    /// A person's *last two-way contact* is the latest day on which they took part in an exchange themselves: the day of what
    /// they said and somebody answered, or of their answer. What others send later renews it for nobody: a newsletter is no
    /// contact, a reply to it is, on the day of the reply, and the next message to whoever replied changes nothing. An answer
    /// that does not name what it answers (as its target, its prompt or, if it is directed at no person, what opened its
    /// thread) but stands for one to the latest of the other, counts for both on the day of that: of a pair who write to each
    /// other, the one who stopped first decides. `recency_days` counts days from that day to `as_of`.
    ///
    /// # Tenure
    ///
    /// Where the model has bands of tenure nobody's is known here: all weights count once, and a reason says so. See
    /// [`score_by_tenure`](Self::score_by_tenure).
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
        self.score_by_tenure(interactions, as_of, permitted, &BTreeMap::new())
    }

    /// Scores everybody as [`score`](Self::score) does, each with the factor of their band of tenure.
    ///
    /// `tenure_years` are the completed years of each person; to a model without bands they change nothing, and a reason says so. A person's parts are to the last bit those that
    /// [`for_tenure`](Self::for_tenure) gives them. Whoever is not among them is scored with factor 1, and a reason says how many
    /// that were.
    ///
    /// # Errors
    ///
    /// Those of [`score`](Self::score).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{ActorType, Interaction, Permitted, ScoreModel};
    ///
    /// let model = ScoreModel::parse(
    ///     r#"
    ///     id = "our-network"
    ///     version = 1
    ///     title = "Our network"
    ///     source = "steering group"
    ///     half_life_days = 31
    ///     kinds = [{ kind = "reply", weight = 4 }]
    ///     tenure = [{ from_years = 5, factor = 1.5 }]
    ///     "#,
    /// )?;
    /// let at = "2026-03-01T00:00:00Z".parse()?;
    /// let reply = |id, person| Interaction::new(id, at, "reply", person, ActorType::Alumnus);
    /// let events = [reply("e-1", "w-1")?, reply("e-2", "w-2")?, reply("e-3", "w-3")?];
    /// let years = [("w-1".to_owned(), 8), ("w-2".to_owned(), 4)].into();
    /// let scores = model.score_by_tenure(&events, "2026-04-01".parse()?, Permitted::Everyone, &years)?;
    /// let found: Vec<_> = scores.people.iter().map(|one| one.score.value()).collect();
    /// assert_eq!(found, [3.0, 2.0, 2.0]);
    /// assert_eq!(scores.reasons[0].to_string(), "1 person was scored without a tenure, with factor 1");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn score_by_tenure(
        &self,
        interactions: &[Interaction],
        as_of: NaiveDate,
        permitted: Permitted<'_>,
        tenure_years: &BTreeMap<String, u32>,
    ) -> Result<Scores, Error> {
        let record = Record::new(interactions)?;
        let end = start_of(as_of);
        let places: ByKind<u16> = self.kinds().iter().map(|kind| &kind.kind).zip(0..).collect();
        // Whether they may be scored; asked once for each person, not for each event.
        let mut allowed: OfPeople<Option<bool>> = record.of_people(None);

        let mut tally = Tally::new(interactions.len(), record.duplicates());
        let mut entries = Vec::with_capacity(record.events().len());
        for (event, person) in record.with_actors() {
            if event.at() >= end {
                add(&mut tally.after_as_of);
                continue;
            }
            if event.actor_type() != ActorType::Alumnus {
                add(&mut tally.by_others);
                continue;
            }
            let Some(may) = allowed.get_mut(person) else { continue };
            if !*may.get_or_insert_with(|| permitted.allows(event.actor())) {
                add(&mut tally.not_permitted);
                continue;
            }
            let kind = places.get(event.kind());
            if kind.is_none() {
                add(tally.unknown_kinds.entry(event.kind().clone()).or_default());
            }
            entries.push(Entry { person, kind, at: event.at(), event });
        }
        let mut entries = by_person(entries, record.people().len());
        for own in entries.chunk_by_mut(|one, next| one.person == next.person) {
            own.sort_unstable_by(|one, next| {
                let order = (one.kind, one.at).cmp(&(next.kind, next.at));
                order.then_with(|| one.event.id().cmp(next.event.id()))
            });
        }
        let tables = self.tables(&entries, end);

        let contacts = self.last_contacts(&record, end, &allowed);
        let mut people = Vec::new();
        for own in entries.chunk_by(|one, next| one.person == next.person) {
            let Some(person) = own.first().map(|entry| entry.event.actor()) else { continue };
            let years = tenure_years.get(person).filter(|_| !self.tenure().is_empty());
            let tenure_factor = years.map(|years| self.tenure_factor(*years));
            let mut parts: Vec<Part> = own
                .chunk_by(|one, next| one.kind == next.kind)
                .filter_map(|same| {
                    let place = usize::from(same.first()?.kind?);
                    let (kind, table) = (self.kinds().get(place)?, tables.get(place));
                    Some(self.part((kind, table), tenure_factor.unwrap_or(1.0), same, end))
                })
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
                tenure_factor,
            });
        }
        people.sort_unstable_by(|one: &Score, next| one.person.cmp(&next.person));
        let refused = record.people().iter().zip(allowed.each()).filter(|(_, may)| **may == Some(false));
        let mut not_scored: Vec<_> = refused
            .map(|(person, _)| NotScored {
                person: (*person).to_owned(),
                reason: Reason::new("score-not-permitted"),
            })
            .collect();
        not_scored.sort_unstable_by(|one, next| one.person.cmp(&next.person));
        Ok(Scores::new(self, as_of, people, not_scored, (tally, tenure_years.len())))
    }

    /// What the events of one kind add to one person's score; `same` is in the order of time.
    fn part(
        &self,
        (kind, table): (&KindWeight, Option<&Table>),
        factor: f64,
        same: &[Entry<'_>],
        end: DateTime<Utc>,
    ) -> Part {
        let (weight, half_life) = (kind.weight * factor, self.half_life_seconds(kind));
        let mut part = Part { kind: kind.kind.clone(), contribution: Points::ZERO, events: 0, capped: 0 };
        let mut window = None;
        let mut in_window: u32 = 0;
        for entry in same {
            if let Some(cap) = kind.cap {
                let this = Some(cap.window(entry.at));
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
            let units = match table {
                Some(table) => points(weight, table.remaining(age(entry.at, end))),
                None => addend(weight, entry.at, end, half_life),
            };
            part.contribution = part.contribution.plus(units);
        }
        part
    }

    /// For many events what is left of each by its age, which says what [`addend`] says; for few that takes longer to reckon.
    fn tables(&self, entries: &[Entry<'_>], end: DateTime<Utc>) -> Vec<Table> {
        if entries.len() < MANY {
            return Vec::new();
        }
        let oldest = entries.iter().map(|entry| age(entry.at, end)).max().unwrap_or_default();
        let table = |kind: &KindWeight| {
            let mut table = Table::new(self.half_life_seconds(kind));
            table.reach(oldest / 86_400);
            table
        };
        self.kinds().iter().map(table).collect()
    }

    /// The day of each alumnus's last two-way contact before `end`.
    fn last_contacts<'a>(
        &self,
        record: &Record<'a>,
        end: DateTime<Utc>,
        allowed: &OfPeople<Option<bool>>,
    ) -> HashMap<&'a str, NaiveDate> {
        let said = self.kinds().iter().filter_map(|kind| Some((&kind.kind, kind.two_way?)));
        let said: ByKind<bool> = said.collect();
        let two_way = |event: &Interaction| said.get(event.kind()).unwrap_or_else(|| event.kind().speaks());
        let side = |event: &Interaction| {
            event.at() < end
                && match event.actor_type() {
                    ActorType::System => false,
                    ActorType::Alumnus => {
                        two_way(event)
                            && record.person(event.actor()).and_then(|person| allowed.get(person))
                                == Some(Some(true))
                    }
                    _ => two_way(event) || matches!(event.kind().act(), None | Some(Act::Mailing)),
                }
        };
        let mut contacts = HashMap::new();
        let (found, naming) = answers_naming(record, side);
        for ((event, earlier), names) in found.into_iter().zip(naming) {
            let Some(earlier) = earlier.filter(|_| two_way(event)) else { continue };
            let before = earlier.at().date_naive();
            let day = if names { event.at().date_naive() } else { before };
            for (one, day) in [(event, day), (earlier, before)] {
                if one.actor_type() == ActorType::Alumnus {
                    let last = contacts.entry(one.actor()).or_insert(day);
                    *last = day.max(*last);
                }
            }
        }
        contacts
    }
}

/// What one event of a kind adds at `end`: the weight, faded by the completed seconds since, in whole units.
pub(super) fn addend(weight: f64, at: DateTime<Utc>, end: DateTime<Utc>, half_life: f64) -> Points {
    points(weight, remaining(age(at, end), half_life))
}

/// The completed seconds since.
fn age(at: DateTime<Utc>, end: DateTime<Utc>) -> u64 {
    u64::try_from(end.signed_duration_since(at).num_seconds()).unwrap_or_default()
}

fn points(weight: f64, left: f64) -> Points {
    Points::nearest(weight * left).unwrap_or_default()
}

/// From so many events on tables pay.
const MANY: usize = 20_000;

/// The entries in the order of their people's numbers, in one pass; those of a person as they came.
fn by_person(entries: Vec<Entry<'_>>, people: usize) -> Vec<Entry<'_>> {
    let person = |entry: &Entry<'_>| place(entry.person);
    if entries.is_sorted_by_key(person) {
        return entries;
    }
    // Where the entries of each person begin, and then where the next one goes.
    let mut next = vec![0_u32; people.saturating_add(1)];
    for entry in &entries {
        if let Some(count) = next.get_mut(person(entry).saturating_add(1)) {
            *count = count.saturating_add(1);
        }
    }
    let mut before = 0_u32;
    for count in &mut next {
        before = before.saturating_add(*count);
        *count = before;
    }
    let mut order = vec![0_u32; entries.len()];
    for (entry, from) in entries.iter().zip(0_u32..) {
        let Some(slot) = next.get_mut(person(entry)) else { continue };
        if let Some(to) = order.get_mut(place(*slot)) {
            *to = from;
        }
        *slot = slot.saturating_add(1);
    }
    order.into_iter().filter_map(|from| entries.get(place(from)).copied()).collect()
}

pub(super) fn add(count: &mut u64) {
    *count = count.saturating_add(1);
}
