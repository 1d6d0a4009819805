use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::kind::Act;
use super::record::{Record, start_of};
use super::scoring::add;
use super::{ActorType, Interaction};
use crate::Error;
use crate::calendar::Span;

/// What happened on which day (UTC): an activity calendar. It names nobody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ActivityCalendar {
    /// The days looked at.
    pub window: Span,
    /// The days on which something happened, in order.
    pub days: Vec<CalendarDay>,
}

/// What happened on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CalendarDay {
    /// The day.
    pub day: NaiveDate,
    /// Posts by alumni.
    pub posts: u64,
    /// Other messages by alumni.
    pub messages: u64,
    /// How often alumni took part in something.
    pub took_part: u64,
    /// How often they looked at something, opened or clicked it.
    pub looks: u64,
    /// Anything else they did: opting out, and kinds that the library does not know.
    pub other: u64,
    /// What the company did.
    pub company: u64,
}

impl CalendarDay {
    fn new(day: NaiveDate) -> Self {
        Self { day, posts: 0, messages: 0, took_part: 0, looks: 0, other: 0, company: 0 }
    }

    /// What alumni did in all.
    #[must_use]
    pub fn by_alumni(&self) -> u64 {
        [self.posts, self.messages, self.took_part, self.looks, self.other]
            .into_iter()
            .fold(0, u64::saturating_add)
    }
}

/// Counts what happened on each day of `window`.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, activity_calendar};
///
/// let events = [Interaction::new("e-1", "2026-03-01T09:00:00Z".parse()?, "reply", "w-1", ActorType::Alumnus)?];
/// let calendar = activity_calendar(&events, Span::new("2026-01-01".parse()?, "2026-04-01".parse()?)?)?;
/// assert_eq!((calendar.days.len(), calendar.days[0].messages), (1, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn activity_calendar(interactions: &[Interaction], window: Span) -> Result<ActivityCalendar, Error> {
    let record = Record::new(interactions)?;
    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let mut days: BTreeMap<NaiveDate, CalendarDay> = BTreeMap::new();
    for event in record.events().iter().filter(|event| (from..until).contains(&event.at())) {
        let day = event.at().date_naive();
        let counts = days.entry(day).or_insert_with(|| CalendarDay::new(day));
        add(if event.actor_type() == ActorType::Alumnus {
            match event.kind().act() {
                Some(Act::Post) => &mut counts.posts,
                Some(Act::Message) => &mut counts.messages,
                Some(Act::TakingPart) => &mut counts.took_part,
                Some(Act::Looking | Act::Opening) => &mut counts.looks,
                _ => &mut counts.other,
            }
        } else {
            &mut counts.company
        });
    }
    Ok(ActivityCalendar { window, days: days.into_values().collect() })
}
