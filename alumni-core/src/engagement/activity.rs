//! The record of activity as a state: mergeable, correctable, erasable, and the same bytes whatever the way it came about.

mod bytes;
mod columns;
mod reading;
mod translate;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use translate::{BLOCK, Translation};

use super::rows::{NONE, Row, Rows, place};
use super::{ActorType, Interaction, Permitted, ScoreModel, Scores, TargetType};
use crate::{Error, document};

/// What people did, as a state that grows: the set of all events, each once.
///
/// It answers for any `as_of` and with any model, because it keeps what the answers are made of and not the answers. Events
/// come in any order, again, or in shards that are [merged](Self::merge): the state is the same, and so are its
/// [bytes](Self::to_bytes). Merging is commutative, associative and idempotent. Shards that hold one event under two accounts of a
/// person need to be told so before they meet.
///
/// * A **correction** is [`remove`](Self::remove) and then [`add`](Self::add): one id never has two contents.
/// * [`erase`](Self::erase) leaves the state as though the person's events, and those directed at the person, had never been
///   given. A shard that still has them brings them back: erase in every shard.
/// * [`same_person`](Self::same_person) says that two accounts are one person; it holds for what comes later too.
///
/// Some ninety bytes for each event, its id of up to thirty bytes included; names that occur again cost nothing.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{ActivityLog, ActorType, Interaction, Permitted, ScoreModel};
///
/// let event = |id: &str, actor: &str| {
///     Interaction::new(id, "2026-01-10T09:00:00Z".parse()?, "reply", actor, ActorType::Alumnus)
///         .map_err(Box::<dyn std::error::Error>::from)
/// };
/// let (mut monday, mut tuesday) = (ActivityLog::new(), ActivityLog::new());
/// monday.add(&[event("e-1", "w-1")?, event("e-2", "w-1-private")?])?;
/// tuesday.add(&[event("e-2", "w-1-private")?, event("e-3", "w-2")?])?;
/// monday.merge(&tuesday)?;
/// monday.same_person("w-1-private", "w-1")?;
/// let scores = monday.score(&ScoreModel::preset("alumni")?, "2026-04-01".parse()?, Permitted::Everyone)?;
/// assert_eq!(scores.get("w-1").unwrap().parts[0].events, 2);
/// assert_eq!(monday.erase("w-1"), 2);
/// assert_eq!(monday.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// In JSON `{"accounts": {…}, "events": […]}`, the events in the order of time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "Written"))]
#[serde(try_from = "Written", into = "Written")]
pub struct ActivityLog {
    rows: Arc<Rows>,
    /// The row of each event by the number of its id.
    places: Vec<u32>,
    /// Whose account each account was said to be, which may be an account in its turn: what was said is kept, so that the order of saying
    /// it does not count.
    said: BTreeMap<String, String>,
    /// The person behind each of them, never an account.
    accounts: BTreeMap<String, String>,
}

/// A state as written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ActivityLog"))]
#[serde(deny_unknown_fields)]
struct Written {
    /// Whose account each account was said to be: a person's, or another account's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    accounts: BTreeMap<String, String>,
    events: Vec<Interaction>,
}

impl TryFrom<Written> for ActivityLog {
    type Error = Error;

    fn try_from(written: Written) -> Result<Self, Error> {
        let mut state = Self::new();
        for (account, person) in &written.accounts {
            state.same_person(account, person).map_err(|error| {
                Error::new(error.kind(), error.message()).within(format!("accounts.{account}"))
            })?;
        }
        state.add(&written.events)?;
        Ok(state)
    }
}

impl From<ActivityLog> for Written {
    fn from(state: ActivityLog) -> Self {
        Self { events: state.interactions(), accounts: state.said }
    }
}

/// What came of adding events.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Added {
    /// Events that are new.
    pub added: u64,
    /// Events that were there before.
    pub duplicates: u64,
}

impl ActivityLog {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the state's JSON document; [`from_bytes`](Self::from_bytes) reads its bytes.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with line and column; what [`add`](Self::add) and
    /// [`same_person`](Self::same_person) refuse.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json::<Written>(text)?.try_into()
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is an event of this id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// The instant of the latest event.
    #[must_use]
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.rows.all().iter().map(|event| event.at).max()
    }

    /// The accounts that [`same_person`](Self::same_person) gave a person and the person behind each, in the order of their ids.
    pub fn accounts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.accounts.iter().map(|(account, person)| (account.as_str(), person.as_str()))
    }

    /// Takes in events: all of them, or none when one cannot be used.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` for an id that is there with another content, here or among
    /// the events given; [`TooLarge`](crate::ErrorKind::TooLarge) beyond 2³² events or names.
    pub fn add(&mut self, events: &[Interaction]) -> Result<Added, Error> {
        self.check_room(events.len()).map_err(|error| error.within("events"))?;
        if let Some(added) = self.take(events) {
            return Ok(added);
        }
        let before = self.len();
        let mut added = Added::default();
        let mut translation = Translation::default();
        let rows = Arc::make_mut(&mut self.rows);
        for (block, first) in events.chunks(BLOCK).zip((0_usize..).step_by(BLOCK)) {
            translation.meet(block, rows, &self.accounts).map_err(|error| error.within("events"))?;
            for (event, index) in block.iter().zip(first..) {
                let row =
                    translation.row(event, rows, &self.accounts).map_err(|error| error.within("events"))?;
                let id = place(row.id);
                if self.places.len() <= id {
                    self.places.resize(rows.names().len().max(id.saturating_add(1)), NONE);
                }
                let Some(known) = self.places.get_mut(id) else { continue };
                if *known == NONE {
                    *known = rows.count();
                    rows.push(row, event.value());
                    added.added = added.added.saturating_add(1);
                } else if *rows.row(*known) == row && rows.value(*known) == event.value() {
                    added.duplicates = added.duplicates.saturating_add(1);
                } else {
                    for row in rows.all().iter().skip(before) {
                        if let Some(known) = self.places.get_mut(place(row.id)) {
                            *known = NONE;
                        }
                    }
                    rows.truncate(before);
                    return Err(another(event.id(), index));
                }
            }
        }
        Ok(added)
    }

    /// The rows that all the events share, where that is all there is to take in: a state of nothing takes a table as it was read.
    fn take(&mut self, events: &[Interaction]) -> Option<Added> {
        let (rows, _) = events.first()?.shared()?;
        let whole = self.is_empty() && self.accounts.is_empty() && rows.len() == events.len();
        let next = |(event, number): (&Interaction, u32)| {
            event.shared().is_some_and(|(of, row)| row == number && Arc::ptr_eq(of, rows))
        };
        if !whole || !events.iter().zip(0..).all(next) {
            return None;
        }
        let places = places(rows)?;
        (self.rows, self.places) = (Arc::clone(rows), places);
        Some(Added { added: u64::try_from(events.len()).unwrap_or(u64::MAX), duplicates: 0 })
    }

    /// Takes in the events and accounts of another state: all, or none.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `other` for an id with two contents,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an account that was said to be another's here.
    pub fn merge(&mut self, other: &Self) -> Result<Added, Error> {
        let mut merged = self.clone();
        for (account, person) in &other.said {
            merged.same_person(account, person).map_err(|error| error.within("other"))?;
        }
        let added = merged.add(&other.interactions()).map_err(|error| {
            let plain = Error::new(error.kind(), error.message());
            plain.within("other")
        })?;
        *self = merged;
        Ok(added)
    }

    /// Takes an event out, to be corrected or because it never happened; whether it was there.
    pub fn remove(&mut self, id: &str) -> bool {
        let Some(row) = self.place(id) else { return false };
        Arc::make_mut(&mut self.rows).swap_remove(place(row));
        self.tidy(|_| true);
        true
    }

    /// Takes out what `person` did under any account, and what was directed at the person; how many events that were.
    ///
    /// The bytes are then those of a state that never had them. Nothing remembers that there was such a person. What others
    /// did in threads that the person opened stays: it is theirs; the id of the thread stays with it.
    pub fn erase(&mut self, person: &str) -> u64 {
        let person = self.accounts.get(person).cloned().unwrap_or_else(|| person.to_owned());
        self.accounts.retain(|_, owner| *owner != person);
        self.said.retain(|account, _| self.accounts.contains_key(account));
        let number = self.rows.names().find(&person);
        let before = self.len();
        self.tidy(|event| {
            number.is_none_or(|number| {
                event.actor != number
                    && !(event.target == number && event.target_type == Some(TargetType::Person))
            })
        });
        u64::try_from(before.saturating_sub(self.len())).unwrap_or(u64::MAX)
    }

    /// Says that `account` is `person`: what it did and will do is what the person did. The person may be an account of somebody in
    /// its turn, whenever that is said.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id, [`Inconsistent`](crate::ErrorKind::Inconsistent) where the
    /// account was said to be another's or the person is an account of the account. Statements that hold together do so in
    /// any order, and those that do not are refused in any order.
    pub fn same_person(&mut self, account: &str, person: &str) -> Result<(), Error> {
        for (name, id) in [("account", account), ("person", person)] {
            if id.trim().is_empty() {
                return Err(Error::missing("expected an id that is not empty").within(name));
            }
        }
        if account == person || self.said.get(account).is_some_and(|known| known == person) {
            return Ok(());
        }
        if let Some(known) = self.said.get(account) {
            // Also where both are one person: whether they are would depend on what has been said so far.
            let message = format!("expected an account without a person, `{account}` already is `{known}`");
            return Err(Error::inconsistent(message).within("account"));
        }
        let said = person;
        let person = self.accounts.get(person).cloned().unwrap_or_else(|| person.to_owned());
        if account == person {
            // Which of the two is the person would depend on which was said first.
            let message = format!("expected a person who is not an account of `{account}`");
            return Err(Error::inconsistent(message).within("person"));
        }
        // Accounts of the account are the person's from now on.
        for owner in self.accounts.values_mut().filter(|owner| *owner == account) {
            owner.clone_from(&person);
        }
        self.accounts.insert(account.to_owned(), person.clone());
        self.said.insert(account.to_owned(), said.to_owned());
        if let Some(old) = self.rows.names().find(account) {
            let rows = Arc::make_mut(&mut self.rows);
            let new = rows.number(&person)?;
            for event in rows.all_mut() {
                if event.actor == old {
                    event.actor = new;
                }
                if event.target == old && event.target_type == Some(TargetType::Person) {
                    event.target = new;
                }
            }
            self.tidy(|_| true);
        }
        Ok(())
    }

    /// The events, in the order of time and, at one instant, of their ids.
    #[must_use]
    pub fn interactions(&self) -> Vec<Interaction> {
        Rows::interactions(&self.rows, self.in_order())
    }

    /// Scores everybody, as [`ScoreModel::score`] does.
    ///
    /// # Errors
    ///
    /// None that a state which exists can have.
    pub fn score(
        &self,
        model: &ScoreModel,
        as_of: NaiveDate,
        permitted: Permitted<'_>,
    ) -> Result<Scores, Error> {
        model.score(&self.interactions(), as_of, permitted)
    }

    /// Scores everybody with the factor of their tenure, as [`ScoreModel::score_by_tenure`] does.
    ///
    /// # Errors
    ///
    /// None that a state which exists can have.
    pub fn score_by_tenure(
        &self,
        model: &ScoreModel,
        as_of: NaiveDate,
        permitted: Permitted<'_>,
        tenure_years: &BTreeMap<String, u32>,
    ) -> Result<Scores, Error> {
        model.score_by_tenure(&self.interactions(), as_of, permitted, tenure_years)
    }

    fn check_room(&self, more: usize) -> Result<(), Error> {
        // Five names for each event fit into the numbers.
        let most = usize::try_from(u32::MAX).unwrap_or(usize::MAX) / 5;
        if self.len().saturating_add(more) > most {
            return Err(Error::too_large(format!("expected at most {most} events")));
        }
        Ok(())
    }

    fn place(&self, id: &str) -> Option<u32> {
        let number = self.rows.names().find(id)?;
        self.places.get(place(number)).copied().filter(|row| *row != NONE)
    }

    /// The rows in the order of time and, at one instant, of their ids.
    fn in_order(&self) -> Vec<u32> {
        let rows = self.rows.all();
        let mut order: Vec<(DateTime<Utc>, u32)> = rows.iter().map(|row| row.at).zip(0..).collect();
        let id = |row: &u32| self.rows.name(self.rows.row(*row).id);
        order.sort_unstable_by(|(one_at, one), (next_at, next)| {
            one_at.cmp(next_at).then_with(|| id(one).cmp(&id(next)))
        });
        order.into_iter().map(|(_, row)| row).collect()
    }

    /// Keeps some events, and no name that none of them has, so that nothing of what was taken out is left.
    fn tidy(&mut self, keep: impl Fn(&Row) -> bool) {
        let old = std::mem::take(&mut self.rows);
        let mut rows = Rows::default();
        rows.reserve(old.len());
        let mut translation = Translation::default();
        for (row, number) in old.all().iter().zip(0..).filter(|(row, _)| keep(row)) {
            // There are no more names than before.
            let Ok(kept) = translation.same(row, &old, &mut rows) else { continue };
            rows.push(kept, old.value(number));
        }
        self.places = places(&rows).unwrap_or_default();
        self.rows = Arc::new(rows);
    }
}

/// What is wrong with an event whose id another one has.
fn another(id: &str, index: usize) -> Error {
    let message = format!("expected one event of an id, got another one of `{id}`");
    Error::duplicate(message).within("id").within(format!("events[{index}]"))
}

/// The row of each event by the number of its id; `None` where an id is there twice.
fn places(rows: &Rows) -> Option<Vec<u32>> {
    let mut places = vec![NONE; rows.names().len()];
    for (row, number) in rows.all().iter().zip(0_u32..) {
        let known = places.get_mut(place(row.id))?;
        if *known != NONE {
            return None;
        }
        *known = number;
    }
    Some(places)
}

impl PartialEq for ActivityLog {
    /// The same events and accounts, however they came about.
    fn eq(&self, other: &Self) -> bool {
        let events = |of: &Self| of.interactions();
        self.said == other.said && self.len() == other.len() && events(self) == events(other)
    }
}

/// The people of a record, by id.
impl ActivityLog {
    /// The alumni who did something, in the order of their ids.
    #[must_use]
    pub fn alumni(&self) -> BTreeSet<&str> {
        let mut seen = vec![false; self.rows.names().len()];
        for event in self.rows.all().iter().filter(|event| event.actor_type == ActorType::Alumnus) {
            if let Some(seen) = seen.get_mut(place(event.actor)) {
                *seen = true;
            }
        }
        let alumni = seen.into_iter().zip(0_u32..).filter(|(seen, _)| *seen);
        alumni.filter_map(|(_, number)| self.rows.name(number)).collect()
    }
}

#[cfg(test)]
mod tests;
