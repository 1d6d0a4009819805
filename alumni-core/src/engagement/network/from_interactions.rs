use std::collections::{BTreeSet, HashMap};

use super::super::answers::{answers, follows};
use super::super::kind::{Act, refuse_misspelt};
use super::super::record::{OfPeople, Record};
use super::super::scoring::add;
use super::super::{Interaction, Kind, Permitted, TargetType};
use super::behalves::Behalves;
use super::gather::Rows;
use super::options::{Fading, Left};
use super::responsiveness::person;
use super::{GraphOptions, InteractionGraph};
use crate::Error;

impl InteractionGraph {
    /// The graph of a record.
    ///
    /// An event makes a tie from its actor to the person it is directed at; else, where it is a message, to the author of what it
    /// answers by the rules of contact; else, where it is directed at content (a reaction), to the author of that. On whose
    /// behalf somebody acts is decided for the whole record: alumni who also act for the company are alumni, and who never
    /// acts is taken for an alumnus.
    ///
    /// With `members` the nodes are those of them who are permitted, with ties or without; else everybody of the
    /// [parties](super::Parties) who did anything in that time or was directed at. Alumni and staff have to be permitted; the
    /// office and the companies, where they are parties, have nothing to agree to.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events; options
    /// outside what they say, with the option as path; [`UnknownName`](crate::ErrorKind::UnknownName) at `kinds` for one that neither the
    /// library knows nor the record has.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{
    ///     ActorType, GraphOptions, Interaction, InteractionGraph, Permitted, TargetType,
    /// };
    ///
    /// let event = |id, kind, actor| {
    ///     Interaction::new(id, "2025-06-01T09:00:00Z".parse().unwrap(), kind, actor, ActorType::Alumnus)
    /// };
    /// let events = [
    ///     event("e-1", "post_question", "w-1")?,
    ///     event("e-2", "direct_message", "w-2")?.with_target("w-1", TargetType::Person)?,
    ///     event("e-3", "reaction", "w-3")?.with_target("e-1", TargetType::Content)?,
    /// ];
    /// let options = GraphOptions::new("2025-07-01".parse()?);
    /// let graph = InteractionGraph::from_interactions(&events, &options, None, Permitted::Everyone)?;
    /// assert_eq!((graph.person_count(), graph.tie_count()), (3, 2));
    /// assert_eq!(graph.left_out().to_nobody, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_interactions(
        interactions: &[Interaction],
        options: &GraphOptions,
        members: Option<&BTreeSet<String>>,
        permitted: Permitted<'_>,
    ) -> Result<Self, Error> {
        Self::from_interactions_telling(interactions, options, members, permitted, |_| Ok(()))
    }

    /// The same, and between the steps of the work `tell` hears how many events there are and may end it.
    ///
    /// # Errors
    ///
    /// Those of [`from_interactions`](Self::from_interactions), and what `tell` returns.
    pub fn from_interactions_telling<E: From<Error>>(
        interactions: &[Interaction],
        options: &GraphOptions,
        members: Option<&BTreeSet<String>>,
        permitted: Permitted<'_>,
        mut tell: impl FnMut(usize) -> Result<(), E>,
    ) -> Result<Self, E> {
        let mut step = || tell(interactions.len());
        let fading = options.fading()?;
        step()?;
        let record = Record::new(interactions)?;
        step()?;
        refuse_misspelt(options.kinds.keys().map(Kind::as_str), record.events())?;
        let behalves = Behalves::of(&record);
        let admits = |id: &str| behalves.admits(options.parties, id);
        step()?;
        let answered = answered(&record, fading, |id| behalves.may_appear(permitted, id));
        step()?;
        let openings = openings(&record);
        let mut rows = Rows::default();
        let mut actors: OfPeople<Option<Actor>> = record.of_people(None);
        for (place, (event, person_number)) in record.with_actors().enumerate() {
            if place % TOLD == 0 {
                step()?;
            }
            let share = match left(fading, event) {
                Left::Future => {
                    add(&mut rows.left_out.future);
                    continue;
                }
                Left::Past => {
                    add(&mut rows.left_out.past);
                    continue;
                }
                Left::Share(share) => share,
            };
            let Some(actor) = actors.get_mut(person_number) else { continue };
            let actor = match *actor {
                Some(known) => known,
                None => {
                    let made = match admits(event.actor()) {
                        false => Actor::Other,
                        true if !behalves.may_be_node(permitted, event.actor()) => Actor::Refused,
                        true => Actor::Node(rows.names.text(event.actor())?),
                    };
                    *actor.insert(made)
                }
            };
            let from = match actor {
                Actor::Refused => {
                    add(&mut rows.left_out.not_permitted);
                    continue;
                }
                Actor::Other => None,
                Actor::Node(from) => Some(from),
            };
            let Some(weight) = weight(event, options) else {
                add(rows.left_out.unknown_kinds.entry(event.kind().clone()).or_default());
                continue;
            };
            let to = person(event)
                .or_else(|| if is_message(event) { answered.get(event.id()).copied() } else { None })
                .or_else(|| author(event, &record));
            match (from, to) {
                _ if weight <= 0.0 => add(&mut rows.left_out.weightless),
                (Some(_), None) if goes_on_alone(event, &record, &openings) => {
                    add(&mut rows.left_out.to_oneself)
                }
                (_, None) => add(&mut rows.left_out.to_nobody),
                (Some(from), Some(to)) if admits(to) => {
                    let to = rows.names.text(to)?;
                    rows.push(from, to, weight * share);
                }
                _ => add(&mut rows.left_out.other_parties),
            }
        }
        step()?;
        Ok(rows.finish(members, |id| behalves.may_be_node(permitted, id), false)?)
    }
}

/// Whoever hears how far the work has come hears it after so many events.
const TOLD: usize = 1 << 16;

/// What somebody is to a graph; asked once for each.
#[derive(Clone, Copy)]
enum Actor {
    /// A node by this number.
    Node(u32),
    /// May be none.
    Refused,
    /// Is of another party.
    Other,
}

fn is_message(event: &Interaction) -> bool {
    event.kind().act().is_some_and(Act::is_message)
}

fn left(fading: Fading, event: &Interaction) -> Left {
    fading.left(event.at().timestamp(), f64::from(event.at().timestamp_subsec_nanos()) / 1e9)
}

/// The author of what each message answers.
fn answered<'a>(
    record: &Record<'a>,
    fading: Fading,
    may_appear: impl Fn(&str) -> bool,
) -> HashMap<&'a str, &'a str, foldhash::fast::RandomState> {
    let party = |event: &Interaction| {
        is_message(event)
            && left(fading, event) != Left::Future
            && may_appear(event.actor())
            && person(event).is_none_or(|to| may_appear(to) && to != event.actor())
    };
    let found = answers(record, party).into_iter();
    found.filter_map(|(event, answered)| Some((event.id(), answered?.actor()))).collect()
}

/// The earliest message of each thread.
fn openings<'a>(record: &Record<'a>) -> HashMap<&'a str, &'a Interaction> {
    let mut openings: HashMap<&str, &Interaction> = HashMap::new();
    for event in record.events().iter().filter(|event| is_message(event)) {
        if let Some(thread) = event.thread() {
            let first = openings.entry(thread).or_insert(event);
            if event.moment() < first.moment() {
                *first = event;
            }
        }
    }
    openings
}

/// Whether a message that answers nobody goes on with something of its author's own: content, a thread they opened, a prompt.
fn goes_on_alone(event: &Interaction, record: &Record<'_>, openings: &HashMap<&str, &Interaction>) -> bool {
    let content = event.target().filter(|_| event.target_type() == Some(TargetType::Content));
    let opened =
        event.thread().and_then(|thread| record.get(thread).or_else(|| openings.get(thread).copied()));
    let named = [content, event.prompted_by()].into_iter().flatten().filter_map(|id| record.get(id));
    is_message(event) && named.chain(opened).any(|one| one.actor() == event.actor() && follows(event, one))
}

/// The author of the content that something other than a message is directed at.
fn author<'a>(event: &Interaction, record: &Record<'a>) -> Option<&'a str> {
    let content = event.target().filter(|_| event.target_type() == Some(TargetType::Content))?;
    let content = record.get(content).filter(|content| content.moment() < event.moment())?;
    (!is_message(event)).then(|| content.actor())
}

fn weight(event: &Interaction, options: &GraphOptions) -> Option<f64> {
    options.kinds.get(event.kind()).copied().or_else(|| {
        let act = event.kind().act()?;
        Some(if matches!(act, Act::Post | Act::Message | Act::TakingPart) { 1.0 } else { 0.0 })
    })
}
