use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use super::Interaction;
use crate::Error;

/// The record with every event once, and found by its id.
pub(super) struct Record<'a> {
    events: Vec<&'a Interaction>,
    by_id: HashMap<&'a str, &'a Interaction>,
    duplicates: u64,
}

impl<'a> Record<'a> {
    /// Takes each event once; an id with two contents is an error at `events[i].id`, and so
    /// is a record of 2³² events or more.
    pub(super) fn new(given: &'a [Interaction]) -> Result<Self, Error> {
        if u32::try_from(given.len()).is_err() {
            return Err(Error::too_large("expected fewer than 2^32 events").within("events"));
        }
        let mut events = Vec::with_capacity(given.len());
        let mut by_id = HashMap::with_capacity(given.len());
        let mut duplicates: u64 = 0;
        for (index, event) in given.iter().enumerate() {
            match by_id.insert(event.id(), event) {
                None => events.push(event),
                Some(earlier) if earlier == event => duplicates = duplicates.saturating_add(1),
                Some(_) => {
                    let message = format!("expected one event of an id, got another one of `{}`", event.id());
                    return Err(Error::duplicate(message).within("id").within(format!("events[{index}]")));
                }
            }
        }
        Ok(Self { events, by_id, duplicates })
    }

    /// Every event once, in the order given.
    pub(super) fn events(&self) -> &[&'a Interaction] {
        &self.events
    }

    /// The event of this id.
    pub(super) fn get(&self, id: &str) -> Option<&'a Interaction> {
        self.by_id.get(id).copied()
    }

    /// How many events were given again.
    pub(super) fn duplicates(&self) -> u64 {
        self.duplicates
    }
}

/// The instant at which a day begins, in UTC.
pub(super) fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}
