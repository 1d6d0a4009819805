//! The record of activity as a state: mergeable, correctable, erasable, and the same bytes whatever the way it came about.

mod bytes;
mod names;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use names::{NONE, Names};

use super::{ActorType, Interaction, Kind, Permitted, ScoreModel, Scores, TargetType};
use crate::{Error, document};

/// What people did, as a state that grows: the set of all events, each once.
///
/// It answers for any `as_of` and with any model, because it keeps what the answers are made of and not the answers. Events
/// come in any order, again, or in shards that are [merged](Self::merge): the state is the same, and so are its
/// [bytes](Self::to_bytes). Merging is commutative, associative and idempotent.
///
/// * A **correction** is [`remove`](Self::remove) and then [`add`](Self::add): one id never has two contents.
/// * [`erase`](Self::erase) leaves the state as though the person's events, and those directed at the person, had never been
///   given. A shard that still has them brings them back: erase in every shard.
/// * [`same_person`](Self::same_person) says that two accounts are one person; it holds for what comes later too.
///
/// Sixty bytes and the id for each event; names that occur again cost nothing.
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
    names: Names,
    events: Vec<Row>,
    /// The place of each event by the number of its id.
    places: HashMap<u32, u32, foldhash::fast::FixedState>,
    /// The person behind each account that is not a person's own, never an account itself.
    accounts: BTreeMap<String, String>,
}

/// A state as written.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ActivityLog"))]
#[serde(deny_unknown_fields)]
struct Written {
    /// The person behind each account.
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
        Self { events: state.interactions(), accounts: state.accounts }
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

/// An event with its names as numbers.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    at: DateTime<Utc>,
    kind: Kind,
    id: u32,
    actor: u32,
    target: u32,
    thread: u32,
    prompted_by: u32,
    actor_type: ActorType,
    target_type: Option<TargetType>,
    value: Option<f64>,
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
        self.events.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether there is an event of this id.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// The instant of the latest event.
    #[must_use]
    pub fn latest(&self) -> Option<DateTime<Utc>> {
        self.events.iter().map(|event| event.at).max()
    }

    /// The accounts that [`same_person`](Self::same_person) gave a person, in the order of their ids.
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
        let before = self.events.len();
        let mut added = Added::default();
        for (index, event) in events.iter().enumerate() {
            let row = self.row(event);
            match self.places.get(&row.id).copied() {
                None => {
                    self.push(row);
                    added.added = added.added.saturating_add(1);
                }
                Some(place) if self.at(place) == Some(&row) => {
                    added.duplicates = added.duplicates.saturating_add(1)
                }
                Some(_) => {
                    for row in self.events.drain(before..) {
                        self.places.remove(&row.id);
                    }
                    let message = format!("expected one event of an id, got another one of `{}`", event.id());
                    return Err(Error::duplicate(message).within("id").within(format!("events[{index}]")));
                }
            }
        }
        Ok(added)
    }

    /// Takes in the events and accounts of another state: all, or none.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `other` for an id with two contents,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an account that belongs to another person here.
    pub fn merge(&mut self, other: &Self) -> Result<Added, Error> {
        let mut merged = self.clone();
        for (account, person) in &other.accounts {
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
        let Some(place) = self.place(id) else { return false };
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        if place < self.events.len() {
            self.events.swap_remove(place);
            self.tidy();
        }
        true
    }

    /// Takes out what `person` did under any account, and what was directed at the person; how many events that were.
    ///
    /// The bytes are then those of a state that never had them. Nothing remembers that there was such a person. What others
    /// did in threads that the person opened stays: it is theirs; the id of the thread stays with it.
    pub fn erase(&mut self, person: &str) -> u64 {
        let person = self.accounts.get(person).cloned().unwrap_or_else(|| person.to_owned());
        self.accounts.retain(|_, owner| *owner != person);
        let number = self.names.find(&person).unwrap_or(NONE);
        let before = self.events.len();
        if number != NONE {
            self.events.retain(|event| {
                event.actor != number
                    && !(event.target == number && event.target_type == Some(TargetType::Person))
            });
        }
        self.tidy();
        u64::try_from(before.saturating_sub(self.events.len())).unwrap_or(u64::MAX)
    }

    /// Says that `account` is `person`: what it did and will do is what the person did.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id, [`Inconsistent`](crate::ErrorKind::Inconsistent) where the
    /// account already belongs to somebody else or the person is an account of the account.
    pub fn same_person(&mut self, account: &str, person: &str) -> Result<(), Error> {
        for (name, id) in [("account", account), ("person", person)] {
            if id.trim().is_empty() {
                return Err(Error::missing("expected an id that is not empty").within(name));
            }
        }
        if account == person {
            return match self.accounts.get(account) {
                None => Ok(()),
                Some(_) => Err(Error::inconsistent("expected two different ids").within("person")),
            };
        }
        let person = self.accounts.get(person).cloned().unwrap_or_else(|| person.to_owned());
        if account == person {
            // Which of the two is the person would depend on which was said first.
            let message = format!("expected a person who is not an account of `{account}`");
            return Err(Error::inconsistent(message).within("person"));
        }
        if let Some(owner) = self.accounts.get(account) {
            if *owner == person {
                return Ok(());
            }
            let message = format!("expected an account without a person, `{account}` already is `{owner}`");
            return Err(Error::inconsistent(message).within("account"));
        }
        // Accounts of the account are the person's from now on.
        for owner in self.accounts.values_mut().filter(|owner| *owner == account) {
            owner.clone_from(&person);
        }
        self.accounts.insert(account.to_owned(), person.clone());
        let old = self.names.find(account);
        if let Some(old) = old {
            let new = self.names.number(&person);
            for event in &mut self.events {
                if event.actor == old {
                    event.actor = new;
                }
                if event.target == old && event.target_type == Some(TargetType::Person) {
                    event.target = new;
                }
            }
            self.tidy();
        }
        Ok(())
    }

    /// The events, in the order of time and, at one instant, of their ids.
    #[must_use]
    pub fn interactions(&self) -> Vec<Interaction> {
        self.in_order().into_iter().filter_map(|row| self.interaction(row)).collect()
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
        if self.events.len().saturating_add(more) > most {
            return Err(Error::too_large(format!("expected at most {most} events")));
        }
        Ok(())
    }

    fn place(&self, id: &str) -> Option<u32> {
        self.places.get(&self.names.find(id)?).copied()
    }

    fn at(&self, place: u32) -> Option<&Row> {
        self.events.get(usize::try_from(place).ok()?)
    }

    fn push(&mut self, row: Row) {
        let place = u32::try_from(self.events.len()).unwrap_or(NONE);
        self.places.insert(row.id, place);
        self.events.push(row);
    }

    /// The event as a row, with the persons behind accounts.
    fn row(&mut self, event: &Interaction) -> Row {
        let owner = |accounts: &BTreeMap<String, String>, names: &mut Names, id: &str| {
            names.number(accounts.get(id).map_or(id, String::as_str))
        };
        let actor = owner(&self.accounts, &mut self.names, event.actor());
        let target = match event.target() {
            Some(id) if event.target_type() == Some(TargetType::Person) => {
                owner(&self.accounts, &mut self.names, id)
            }
            other => self.names.optional(other),
        };
        Row {
            at: event.at(),
            kind: event.kind().clone(),
            id: self.names.number(event.id()),
            actor,
            target,
            thread: self.names.optional(event.thread()),
            prompted_by: self.names.optional(event.prompted_by()),
            actor_type: event.actor_type(),
            target_type: event.target_type(),
            value: event.value(),
        }
    }

    fn interaction(&self, row: &Row) -> Option<Interaction> {
        let name = |number| self.names.get(number);
        let kind = row.kind.as_str();
        let mut event =
            Interaction::new(name(row.id)?, row.at, kind, name(row.actor)?, row.actor_type).ok()?;
        match (name(row.target), row.target_type) {
            (Some(target), Some(of)) => event = event.with_target(target, of).ok()?,
            (None, Some(_)) => event = event.to_network(),
            _ => {}
        }
        if let Some(thread) = name(row.thread) {
            event = event.with_thread(thread).ok()?;
        }
        if let Some(prompt) = name(row.prompted_by) {
            event = event.with_prompt(prompt).ok()?;
        }
        match row.value {
            Some(value) => event.with_value(value).ok(),
            None => Some(event),
        }
    }

    fn in_order(&self) -> Vec<&Row> {
        let mut events: Vec<&Row> = self.events.iter().collect();
        events.sort_unstable_by(|one, next| {
            one.at.cmp(&next.at).then_with(|| self.names.get(one.id).cmp(&self.names.get(next.id)))
        });
        events
    }

    /// Drops the names that no event has, so that nothing of what was taken out is left.
    fn tidy(&mut self) {
        let old = std::mem::take(self);
        self.accounts = old.accounts;
        for mut row in old.events {
            for number in
                [&mut row.id, &mut row.actor, &mut row.target, &mut row.thread, &mut row.prompted_by]
            {
                *number = self.names.optional(old.names.get(*number));
            }
            self.push(row);
        }
    }
}

impl PartialEq for ActivityLog {
    /// The same events and accounts, however they came about.
    fn eq(&self, other: &Self) -> bool {
        let events = |of: &Self| of.interactions();
        self.accounts == other.accounts && self.len() == other.len() && events(self) == events(other)
    }
}

/// The people of a record, by id.
impl ActivityLog {
    /// The alumni who did something, in the order of their ids.
    #[must_use]
    pub fn alumni(&self) -> BTreeSet<&str> {
        let alumni = self.events.iter().filter(|event| event.actor_type == ActorType::Alumnus);
        alumni.filter_map(|event| self.names.get(event.actor)).collect()
    }
}

#[cfg(test)]
mod tests;
