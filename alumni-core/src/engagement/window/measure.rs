use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{KindPoints, WindowModel};
use crate::engagement::record::{Record, start_of};
use crate::engagement::scoring::add;
use crate::engagement::{ActorType, Interaction, NotScored, Part, Permitted, Points, Tally};
use crate::{Error, Reason};

/// Everybody's points within a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WindowScores {
    /// The model's id.
    pub model: String,
    /// The model's version.
    pub version: u32,
    /// The model's [hash](WindowModel::hash).
    pub hash: String,
    /// The window's name.
    pub window: String,
    /// The first day that counts, beginning at 00:00 UTC; `None` where the window has no beginning.
    pub from: Option<NaiveDate>,
    /// The first day that does not count any more.
    pub as_of: NaiveDate,
    /// Who did something within the window, in the order of their ids.
    pub people: Vec<WindowScore>,
    /// Who did and may not be scored, in the order of their ids.
    pub not_scored: Vec<NotScored>,
    /// Events before the window.
    pub before_window: u64,
    /// Where every other event went: with those before the window all counts but `received` add up to `received`.
    pub tally: Tally,
    /// What a reader should know about the record.
    pub reasons: Vec<Reason>,
}

/// One person's points within a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WindowScore {
    /// The person's id.
    pub person: String,
    /// The points: exactly the sum of the parts' contributions.
    pub score: Points,
    /// How many events count, those beyond a cap left out.
    pub count: u64,
    /// The distance; `None` where the model has none.
    pub distance: Option<f64>,
    /// 1 for the first; equals share theirs, and the next one's leaves room for them.
    pub rank: u64,
    /// One part for each kind that the person did and the model knows, strongest first, ties by kind.
    pub parts: Vec<Part>,
}

/// Rows of a printed table.
const SHOWN: usize = 10;

impl WindowModel {
    /// Measures everybody who did something within the window of this name before the day `as_of` begins (00:00 UTC).
    ///
    /// Only what people did as [`Alumnus`](ActorType::Alumnus) counts, each event once. Events of kinds that the model does not know
    /// are reported and are no part of the count.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) at `window`, [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when
    /// one id stands for two different events.
    pub fn measure(
        &self,
        interactions: &[Interaction],
        as_of: NaiveDate,
        window: &str,
        permitted: Permitted<'_>,
    ) -> Result<WindowScores, Error> {
        let from = self.first_day(window, as_of)?;
        let record = Record::new(interactions)?;
        let (begin, end) = (from.map(start_of), start_of(as_of));
        let places: BTreeMap<_, _> =
            self.kinds().iter().enumerate().map(|(place, kind)| (&kind.kind, place)).collect();
        let mut tally = Tally::new(interactions.len(), record.duplicates());
        let mut before_window: u64 = 0;
        let (mut own, mut refused) = (BTreeMap::<&str, BTreeMap<usize, u64>>::new(), BTreeSet::new());
        for event in record.events() {
            if event.at() >= end {
                add(&mut tally.after_as_of);
            } else if begin.is_some_and(|begin| event.at() < begin) {
                add(&mut before_window);
            } else if event.actor_type() != ActorType::Alumnus {
                add(&mut tally.by_others);
            } else if !permitted.allows(event.actor()) {
                add(&mut tally.not_permitted);
                refused.insert(event.actor());
            } else {
                let mine = own.entry(event.actor()).or_default();
                match places.get(event.kind()) {
                    Some(place) => add(mine.entry(*place).or_default()),
                    None => add(tally.unknown_kinds.entry(event.kind().clone()).or_default()),
                }
            }
        }
        let mut people: Vec<_> = own.into_iter().map(|(person, kinds)| self.person(person, &kinds)).collect();
        for part in people.iter().flat_map(|one| &one.parts) {
            tally.counted = tally.counted.saturating_add(part.events);
            tally.capped = tally.capped.saturating_add(part.capped);
        }
        rank(&mut people);
        let not_scored = refused.into_iter().map(|person| NotScored {
            person: person.to_owned(),
            reason: Reason::new("score-not-permitted"),
        });
        Ok(WindowScores {
            model: self.id().to_owned(),
            version: self.version(),
            hash: self.hash(),
            window: window.to_owned(),
            from,
            as_of,
            people,
            not_scored: not_scored.collect(),
            before_window,
            reasons: tally.reasons(),
            tally,
        })
    }

    /// One person's points from how many events of each kind there are; the rank is still to come.
    fn person(&self, person: &str, kinds: &BTreeMap<usize, u64>) -> WindowScore {
        let known = kinds.iter().filter_map(|(place, events)| Some((self.kinds().get(*place)?, *events)));
        let mut parts: Vec<_> = known.map(|(kind, events)| part(kind, events)).collect();
        parts.sort_by(|one, next| {
            next.contribution.cmp(&one.contribution).then_with(|| one.kind.cmp(&next.kind))
        });
        let score: Points = parts.iter().map(|part| part.contribution).sum();
        let count = parts.iter().fold(0_u64, |sum, part| sum.saturating_add(part.events));
        let distance = self.distance().map(|factors| {
            let (across, up) = (factors.score * score.value(), factors.count * count as f64);
            libm::sqrt(across * across + up * up)
        });
        WindowScore { person: person.to_owned(), score, count, distance, rank: 1, parts }
    }
}

fn part(kind: &KindPoints, found: u64) -> Part {
    let events = kind.cap.map_or(found, |cap| found.min(cap.into()));
    let each = Points::nearest(kind.points).unwrap_or_default();
    let contribution = Points::from_units(each.units().saturating_mul(events.into()));
    Part { kind: kind.kind.clone(), contribution, events, capped: found.saturating_sub(events) }
}

/// Gives everybody one more than the number of those who stand higher.
fn rank(people: &mut [WindowScore]) {
    let above = |one: &WindowScore, other: &WindowScore| {
        let by_distance = other.distance.partial_cmp(&one.distance);
        by_distance.filter(|_| one.distance.is_some()).unwrap_or_else(|| other.score.cmp(&one.score))
    };
    let mut order: Vec<&mut WindowScore> = people.iter_mut().collect();
    order.sort_by(|one, other| above(one, other));
    let mut before: Option<(WindowScore, u64)> = None;
    for (one, place) in order.into_iter().zip(1_u64..) {
        one.rank = match &before {
            Some((last, rank)) if above(last, one).is_eq() => *rank,
            _ => place,
        };
        before = Some((one.clone(), one.rank));
    }
}

impl WindowScores {
    /// Reads scores as JSON.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::from_json(text)
    }

    /// The points of `person`; `None` when they were not scored or did nothing within the window.
    #[must_use]
    pub fn get(&self, person: &str) -> Option<&WindowScore> {
        let place = self.people.binary_search_by(|one| one.person.as_str().cmp(person)).ok()?;
        self.people.get(place)
    }

    /// The first `n` in the order of rank, ties by id.
    #[must_use]
    pub fn top(&self, n: usize) -> Vec<&WindowScore> {
        let mut people: Vec<_> = self.people.iter().collect();
        people.sort_by_key(|one| one.rank);
        people.truncate(n);
        people
    }

    /// The scores as a table that goes out: `person`, `rank`, `score`, `count` and `distance`.
    ///
    /// # Errors
    ///
    /// None that scores which exist can have.
    #[cfg(feature = "table")]
    pub fn stream(&self) -> Result<crate::table::Stream, Error> {
        let whole = |number: u64| Some(i64::try_from(number).unwrap_or(i64::MAX));
        let people = || self.people.iter();
        let record = crate::table::Record::new(self.people.len())
            .texts("person", people().map(|one| one.person.as_str()))
            .integers("rank", people().map(|one| whole(one.rank)))
            .numbers("score", people().map(|one| one.score.value()).collect())
            .integers("count", people().map(|one| whole(one.count)))
            .numbers_or_none("distance", people().map(|one| one.distance));
        let about =
            [("model", self.model.clone()), ("as_of", self.as_of.to_string()), ("hash", self.hash.clone())];
        Ok(crate::table::Stream::once(record, about))
    }
}

impl fmt::Display for WindowScores {
    /// A table of the first ten.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scored, not) = (self.people.len(), self.not_scored.len());
        let since = self.from.map_or_else(|| "the beginning".to_owned(), |day| day.to_string());
        write!(f, "{} v{}, {}: ", self.model, self.version, self.window)?;
        write!(f, "{since} up to {}: {scored} scored, {not} not scored", self.as_of)?;
        let top = self.top(SHOWN);
        let width = top.iter().map(|one| one.person.chars().count()).chain([6]).max().unwrap_or_default();
        if !top.is_empty() {
            write!(f, "\nrank  {:width$} {:>9} {:>8} {:>6}", "person", "distance", "score", "count")?;
        }
        for one in &top {
            let distance = one.distance.map_or_else(|| "-".to_owned(), |distance| format!("{distance:.2}"));
            write!(
                f,
                "\n{:>4}  {:width$} {distance:>9} {:>8.2} {:>6}",
                one.rank,
                one.person,
                one.score.value(),
                one.count
            )?;
        }
        let more = scored.saturating_sub(top.len());
        if more > 0 {
            write!(f, "\n… and {more} more")?;
        }
        for reason in &self.reasons {
            write!(f, "\n{reason}")?;
        }
        Ok(())
    }
}
