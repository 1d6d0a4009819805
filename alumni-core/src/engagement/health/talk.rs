//! What alumni said to each other, what they asked, and what newcomers did.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Days, Utc};

use super::company::{by_alumnus, mailing, sends};
use super::figure::whole;
use super::{HealthModel, Roster};
use crate::Error;
use crate::calendar::Span;
use crate::engagement::answers::answers;
use crate::engagement::kind::Act;
use crate::engagement::mailing::Mailing;
use crate::engagement::record::{Record, start_of};
use crate::engagement::traffic;
use crate::engagement::{Interaction, InteractionGraph, Permitted, TargetType};

pub(super) struct Talk {
    pub(super) messages: u64,
    pub(super) by_alumni: u64,
    pub(super) ties: Ties,
    pub(super) asked: u64,
    pub(super) answered: u64,
    /// Whether the record holds an answer to anything, by anybody.
    pub(super) records_answers: bool,
    pub(super) newcomers: Newcomers,
}

/// What the exchanges among alumni show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ties {
    /// Exchanges among alumni, and those that the person with the most of them has a part in.
    pub(super) exchanges: u64,
    pub(super) hub: u64,
    /// People with a tie, and how many of them are in each component, the largest first.
    pub(super) people: u64,
    pub(super) components: Vec<u64>,
}

/// Who joined in the recent days, long enough ago to have done something, and who of them did.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Newcomers {
    pub(super) joined: u64,
    pub(super) acted: u64,
}

impl Talk {
    /// Between the steps of the work `step` may end it.
    pub(super) fn of<E: From<Error>>(
        record: &Record<'_>,
        roster: &Roster,
        model: &HealthModel,
        recent: Span,
        step: &mut impl FnMut() -> Result<(), E>,
    ) -> Result<Self, E> {
        let (from, until) = (start_of(recent.from()), start_of(recent.until()));
        let traffic = traffic::of_record(record, recent);
        step()?;
        let speaks = |event: &Interaction| event.kind().speaks() && event.at() < until;
        let said = answers(record, speaks);
        step()?;
        let within = |event: &Interaction| event.at() >= from && by_alumnus(event);
        let alumni = |person: &str, answered: Option<&Interaction>| {
            answered.map_or_else(|| roster.members().contains(person), by_alumnus)
        };
        let pairs = said.iter().filter(|(event, _)| within(event)).filter_map(|(event, answered)| {
            let partner = partner(event, *answered)?;
            alumni(partner, *answered).then_some((event.actor(), partner))
        });
        let answered: HashSet<&str> =
            said.iter().filter_map(|(_, answered)| answered.map(Interaction::id)).collect();
        let ripe = ripe(recent, model);
        let asked: Vec<&str> = record
            .events()
            .iter()
            .filter(|event| within(event) && event.kind().asks() && event.at() < ripe)
            .map(|event| event.id())
            .collect();
        let reacted = record.events().iter().any(|event| {
            event.kind().act() == Some(Act::TakingPart)
                && event.target_type() == Some(TargetType::Content)
                && event.at() < until
        });
        step()?;
        // Kinds of the programme's own, which traffic does not know.
        let mut mailings: HashSet<Mailing<'_>, foldhash::fast::RandomState> = HashSet::default();
        let unknown = record.events().iter().filter(|event| {
            (from..until).contains(&event.at())
                && sends(event, &model.kinds)
                && !event.kind().act().is_some_and(Act::is_message)
                && mailing(event, &model.kinds).is_none_or(|mailing| mailings.insert(mailing))
        });
        Ok(Self {
            messages: traffic.n.saturating_add(count(unknown.count())),
            by_alumni: traffic.alumni_to_alumni.count.saturating_add(traffic.alumni_to_company.count),
            ties: Ties::of(pairs).map_err(|error| error.within("events"))?,
            answered: count(asked.iter().filter(|id| answered.contains(**id)).count()),
            asked: count(asked.len()),
            records_answers: said.iter().any(|(event, answered)| is_answer(event, *answered)) || reacted,
            newcomers: Newcomers::of(record, roster, recent, ripe),
        })
    }
}

/// The person somebody speaks with: the author of what is answered, or whom it is directed at.
fn partner<'a>(event: &'a Interaction, answered: Option<&'a Interaction>) -> Option<&'a str> {
    let directed = || event.target().filter(|_| event.target_type() == Some(TargetType::Person));
    answered.map(Interaction::actor).or_else(directed).filter(|partner| *partner != event.actor())
}

impl Ties {
    pub(super) fn of<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Self, Error> {
        let pairs = pairs.map(|(one, other)| (one, other, 1.0));
        let graph = InteractionGraph::from_ties(pairs, None, Permitted::Everyone)?;
        let (given, received) = (graph.given(), graph.received());
        let parts = given.iter().zip(&received).map(|(given, received)| given + received);
        Ok(Self {
            exchanges: whole(given.iter().sum()),
            hub: whole(parts.fold(0.0, f64::max)),
            people: count(graph.person_count()),
            components: graph.components().sizes,
        })
    }

    pub(super) fn second(&self) -> u64 {
        self.components.get(1).copied().unwrap_or_default()
    }

    /// How many components hold more than this share of those with ties.
    pub(super) fn larger_than(&self, share: f64) -> u64 {
        let people = self.people as f64;
        count(self.components.iter().filter(|size| **size as f64 / people > share).count())
    }
}

impl Newcomers {
    fn of(record: &Record<'_>, roster: &Roster, recent: Span, ripe: DateTime<Utc>) -> Self {
        let until = start_of(recent.until());
        let joined: HashMap<&str, DateTime<Utc>, foldhash::fast::RandomState> = roster
            .joins()
            .map(|(id, day)| (id, day, start_of(day)))
            .filter(|(_, day, start)| *day >= recent.from() && *start < ripe)
            .map(|(id, _, start)| (id, start))
            .collect();
        let starts: Vec<_> = record.people().iter().map(|id| joined.get(id).copied()).collect();
        let mut acted = record.of_people(false);
        for (event, person) in record.with_actors() {
            let start = usize::try_from(person).ok().and_then(|person| *starts.get(person)?);
            // What somebody did before joining is no sign of having arrived.
            let arrived = start.is_some_and(|start| (start..until).contains(&event.at()))
                && by_alumnus(event)
                && event.kind().is_noticed();
            if arrived && let Some(acted) = acted.get_mut(person) {
                *acted = true;
            }
        }
        let acted = acted.each().filter(|acted| **acted).count();
        Self { joined: count(joined.len()), acted: count(acted) }
    }
}

/// Whether an event shows that answers are recorded: by its kind, or since it answers something. A post that something prompted does not.
fn is_answer(event: &Interaction, answered: Option<&Interaction>) -> bool {
    let stands_beside = event.thread().is_some() || event.target_type() == Some(TargetType::Content);
    event.kind().replies() || answered.is_some() && (event.kind().act() != Some(Act::Post) || stands_beside)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// What happened after that has answers to come.
fn ripe(recent: Span, model: &HealthModel) -> DateTime<Utc> {
    let day = recent.until().checked_sub_days(Days::new(u64::from(model.states.request_days)));
    start_of(day.unwrap_or(recent.from()))
}
