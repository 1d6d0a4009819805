use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::ids::Ids;
use super::rows::{NONE, Row, Rows, place};
use super::{Interaction, TargetType};
use crate::Error;

/// The record with every event once, found by its id, and who did it as a number.
pub(super) struct Record<'a> {
    events: Vec<&'a Interaction>,
    by_id: ById<'a>,
    /// For each event the number of its actor.
    actors: Vec<u32>,
    people: Vec<&'a str>,
    duplicates: u64,
}

enum ById<'a> {
    Text {
        events: HashMap<&'a str, &'a Interaction, foldhash::fast::RandomState>,
        people: Ids<'a>,
    },
    /// By the number that the rows have for a name: the place among those given of the event of this id, and the number of this person.
    Number {
        rows: &'a Rows,
        given: &'a [Interaction],
        places: Vec<u32>,
        people: Vec<u32>,
    },
}

impl<'a> Record<'a> {
    /// Takes each event once; an id with two contents is an error at `events[i].id`, and so
    /// is a record of 2³² events or more.
    pub(super) fn new(given: &'a [Interaction]) -> Result<Self, Error> {
        if u32::try_from(given.len()).is_err() {
            return Err(Error::too_large("expected fewer than 2^32 events").within("events"));
        }
        match rows_of_all(given) {
            Some(rows) => Self::of_rows(rows, given),
            None => Self::of_each(given),
        }
    }

    /// Events that share their rows have numbers for everything already.
    fn of_rows(rows: &'a Rows, given: &'a [Interaction]) -> Result<Self, Error> {
        let mut record = Self {
            events: Vec::with_capacity(given.len()),
            by_id: ById::Text { events: HashMap::default(), people: Ids::default() },
            actors: Vec::with_capacity(given.len()),
            people: Vec::new(),
            duplicates: 0,
        };
        let mut places = vec![NONE; rows.names().len()];
        let mut numbers = vec![NONE; rows.names().len()];
        for ((index, event), at) in given.iter().enumerate().zip(0_u32..) {
            let Some((_, number)) = event.shared() else { continue };
            let row = rows.row(number);
            let Some(own) = places.get_mut(place(row.id)) else { continue };
            if let Some(earlier) = given.get(place(*own)) {
                record.again(earlier, event, index)?;
                continue;
            }
            *own = at;
            let Some(actor) = numbers.get_mut(place(row.actor)) else { continue };
            if *actor == NONE {
                *actor = u32::try_from(record.people.len()).unwrap_or(NONE);
                record.people.push(rows.name(row.actor).unwrap_or_default());
            }
            record.actors.push(*actor);
            record.events.push(event);
        }
        record.by_id = ById::Number { rows, given, places, people: numbers };
        Ok(record)
    }

    fn of_each(given: &'a [Interaction]) -> Result<Self, Error> {
        let mut by_id =
            HashMap::with_capacity_and_hasher(given.len(), foldhash::fast::RandomState::default());
        let mut people = Ids::default();
        let mut record = Self {
            events: Vec::with_capacity(given.len()),
            by_id: ById::Text { events: HashMap::default(), people: Ids::default() },
            actors: Vec::with_capacity(given.len()),
            people: Vec::new(),
            duplicates: 0,
        };
        for (index, event) in given.iter().enumerate() {
            if let Some(earlier) = by_id.insert(event.id(), event) {
                record.again(earlier, event, index)?;
                continue;
            }
            let number = people.number(event.actor());
            if place(number) == record.people.len() {
                record.people.push(event.actor());
            }
            record.actors.push(number);
            record.events.push(event);
        }
        record.by_id = ById::Text { events: by_id, people };
        Ok(record)
    }

    fn again(&mut self, earlier: &Interaction, event: &Interaction, index: usize) -> Result<(), Error> {
        if earlier == event {
            self.duplicates = self.duplicates.saturating_add(1);
            return Ok(());
        }
        let message = format!("expected one event of an id, got another one of `{}`", event.id());
        Err(Error::duplicate(message).within("id").within(format!("events[{index}]")))
    }

    /// Every event once, in the order given.
    pub(super) fn events(&self) -> &[&'a Interaction] {
        &self.events
    }

    /// The same, each with the number of its actor.
    pub(super) fn with_actors(&self) -> impl Iterator<Item = (&'a Interaction, u32)> + '_ {
        self.events.iter().copied().zip(self.actors.iter().copied())
    }

    /// Everybody who did anything, by number.
    pub(super) fn people(&self) -> &[&'a str] {
        &self.people
    }

    /// Nothing yet of everybody who did anything.
    pub(super) fn of_people<T: Clone>(&self, nothing: T) -> OfPeople<T> {
        OfPeople(vec![nothing; self.people.len()])
    }

    /// The event of this id.
    pub(super) fn get(&self, id: &str) -> Option<&'a Interaction> {
        match &self.by_id {
            ById::Text { events, .. } => events.get(id).copied(),
            ById::Number { rows, given, places, .. } => {
                let number = rows.names().find(id)?;
                given.get(place(*places.get(place(number))?))
            }
        }
    }

    /// The event that an event is directed at.
    pub(super) fn content(&self, event: &Interaction) -> Option<&'a Interaction> {
        let text = || event.target().filter(|_| event.target_type() == Some(TargetType::Content));
        self.named(
            event,
            |row| if row.target_type == Some(TargetType::Content) { row.target } else { NONE },
            text,
        )
    }

    /// The event that prompted one.
    pub(super) fn prompt(&self, event: &Interaction) -> Option<&'a Interaction> {
        self.named(event, |row| row.prompted_by, || event.prompted_by())
    }

    /// The event of an id that another one names: by its number, where there is one.
    fn named<'e>(
        &self,
        event: &'e Interaction,
        number: impl Fn(&Row) -> u32,
        text: impl Fn() -> Option<&'e str>,
    ) -> Option<&'a Interaction> {
        match (&self.by_id, event.shared()) {
            // Every event of the record is a row of the same.
            (ById::Number { rows, given, places, .. }, Some((_, row))) => {
                given.get(place(*places.get(place(number(rows.row(row))))?))
            }
            _ => self.get(text()?),
        }
    }

    /// The number of a name, where events have numbers for their names.
    pub(super) fn numbers(&self) -> Option<&'a Rows> {
        match &self.by_id {
            ById::Number { rows, .. } => Some(rows),
            ById::Text { .. } => None,
        }
    }

    /// The number of whoever did anything.
    pub(super) fn person(&self, id: &str) -> Option<u32> {
        match &self.by_id {
            ById::Text { people, .. } => people.find(id),
            ById::Number { rows, people, .. } => {
                let number = rows.names().find(id)?;
                people.get(place(number)).copied().filter(|person| *person != NONE)
            }
        }
    }

    /// How many events were given again.
    pub(super) fn duplicates(&self) -> u64 {
        self.duplicates
    }
}

/// The rows, where every event is one of the same.
fn rows_of_all(given: &[Interaction]) -> Option<&Rows> {
    let (rows, _) = given.first()?.shared()?;
    let same = |event: &Interaction| event.shared().is_some_and(|(other, _)| Arc::ptr_eq(rows, other));
    given.iter().all(same).then_some(rows)
}

/// Something of each person, by number.
pub(super) struct OfPeople<T>(Vec<T>);

impl<T> OfPeople<T> {
    pub(super) fn get_mut(&mut self, person: u32) -> Option<&mut T> {
        self.0.get_mut(place(person))
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }
}

impl<T: Copy> OfPeople<T> {
    pub(super) fn get(&self, person: u32) -> Option<T> {
        self.0.get(place(person)).copied()
    }
}

/// The instant at which a day begins, in UTC.
pub(super) fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
