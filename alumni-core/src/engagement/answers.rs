//! What answers what.
//!
//! An event answers *one* earlier event by somebody else, found by the first of these rules that finds one:
//!
//! 1. **Content.** Its target is that event.
//! 2. **Thread.** A thread is one conversation, opened by its *root*: the event whose id is the thread's, else the earliest
//!    event of the thread. An event directed at a person answers that person's latest event in the thread. An event
//!    directed at nobody answers the root; the root's own author answers the latest event by somebody else.
//! 3. **Prompt.** It names that event as what prompted it.
//! 4. **Direct.** It is directed at a person, and answers the latest event which that person directed at its author.
//!
//! An event directed at a person never answers anybody else. Only the events that `party` admits are looked at, as though
//! there were no others, and only those that `answering` admits can answer.

use std::collections::HashMap;

use super::record::Record;
use super::{Interaction, TargetType};

/// An event and the earlier one it answers.
pub(super) type Answer<'a> = (&'a Interaction, &'a Interaction);

/// Every answer in the record, in no particular order.
pub(super) fn answers<'a>(
    record: &Record<'a>,
    party: impl Fn(&Interaction) -> bool,
    answering: impl Fn(&Interaction) -> bool,
) -> Vec<Answer<'a>> {
    let parties: Vec<&Interaction> = record.events().iter().copied().filter(|event| party(event)).collect();
    let find = |id: &str| record.get(id).filter(|event| party(event));
    let mut answered: Vec<Option<&Interaction>> = vec![None; parties.len()];

    for (event, slot) in parties.iter().zip(&mut answered) {
        *slot = content(event).and_then(find).filter(|earlier| can_answer(event, earlier));
    }
    by_thread(&parties, find, &mut answered);
    for (event, slot) in parties.iter().zip(&mut answered) {
        let prompt = || event.prompted_by().and_then(find).filter(|earlier| can_answer(event, earlier));
        *slot = slot.or_else(prompt);
    }
    by_pair(&parties, &mut answered);

    let answers = parties.into_iter().zip(answered);
    answers
        .filter_map(|(event, earlier)| Some((event, earlier?)))
        .filter(|(event, _)| answering(event))
        .collect()
}

fn content(event: &Interaction) -> Option<&str> {
    event.target().filter(|_| event.target_type() == Some(TargetType::Content))
}

fn person(event: &Interaction) -> Option<&str> {
    event.target().filter(|_| event.target_type() == Some(TargetType::Person))
}

fn can_answer(event: &Interaction, earlier: &Interaction) -> bool {
    earlier.actor() != event.actor()
        && earlier.moment() < event.moment()
        && person(event).is_none_or(|person| person == earlier.actor())
}

/// The thread an event stands in; content that is no event of the record is a thread, too.
fn thread(event: &Interaction) -> Option<&str> {
    event.thread().or_else(|| content(event))
}

fn by_thread<'a>(
    parties: &[&'a Interaction],
    find: impl Fn(&str) -> Option<&'a Interaction>,
    answered: &mut [Option<&'a Interaction>],
) {
    let mut entries: Vec<(&str, &Interaction, usize)> = parties
        .iter()
        .enumerate()
        .filter_map(|(place, event)| Some((thread(event)?, *event, place)))
        .collect();
    entries.sort_unstable_by_key(|(thread, event, _)| (*thread, event.moment()));
    for conversation in entries.chunk_by(|one, next| one.0 == next.0) {
        let Some((id, first, _)) = conversation.first() else { continue };
        let root = find(id).unwrap_or(first);
        let mut so_far = SoFar::default();
        // The root may stand outside the thread that it opened.
        if thread(root) != Some(id) {
            so_far.add(root);
        }
        for (_, event, place) in conversation {
            if let Some(slot) = answered.get_mut(*place) {
                *slot = slot.or_else(|| so_far.answered_by(event, root).filter(|one| can_answer(event, one)));
            }
            so_far.add(event);
        }
    }
}

/// What has been said in a thread until now.
#[derive(Default)]
struct SoFar<'a> {
    last: Option<&'a Interaction>,
    /// The latest by somebody other than the author of `last`.
    last_by_another: Option<&'a Interaction>,
    latest: HashMap<&'a str, &'a Interaction>,
}

impl<'a> SoFar<'a> {
    fn add(&mut self, event: &'a Interaction) {
        if self.last.is_some_and(|last| last.actor() != event.actor()) {
            self.last_by_another = self.last;
        }
        self.last = Some(event);
        self.latest.insert(event.actor(), event);
    }

    fn answered_by(&self, event: &Interaction, root: &'a Interaction) -> Option<&'a Interaction> {
        if let Some(person) = person(event) {
            return self.latest.get(person).copied();
        }
        if root.actor() != event.actor() {
            return Some(root);
        }
        self.last.filter(|last| last.actor() != event.actor()).or(self.last_by_another)
    }
}

fn by_pair<'a>(parties: &[&'a Interaction], answered: &mut [Option<&'a Interaction>]) {
    let mut entries: Vec<((&str, &str), &Interaction, usize)> = parties
        .iter()
        .enumerate()
        .filter_map(|(place, event)| {
            let (from, to) = (event.actor(), person(event)?);
            Some(((from.min(to), from.max(to)), *event, place))
        })
        .collect();
    entries.sort_unstable_by_key(|(pair, event, _)| (*pair, event.moment()));
    for exchange in entries.chunk_by(|one, next| one.0 == next.0) {
        // The latest from each of the two.
        let mut lower: Option<&'a Interaction> = None;
        let mut upper: Option<&'a Interaction> = None;
        for ((low, _), event, place) in exchange {
            let (own, other) =
                if event.actor() == *low { (&mut lower, &upper) } else { (&mut upper, &lower) };
            if let Some(slot) = answered.get_mut(*place) {
                *slot = slot.or_else(|| other.filter(|earlier| can_answer(event, earlier)));
            }
            *own = Some(*event);
        }
    }
}
