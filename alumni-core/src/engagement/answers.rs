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
//! Of two events of one instant the one whose target is the other is the later; where that says nothing, the ids decide.
//!
//! An event directed at a person never answers anybody else. Only the events that `party` admits are looked at, as though
//! there were no others.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::ids::Ids;
use super::record::Record;
use super::rows::{NONE, Rows};
use super::{Interaction, TargetType};

/// An event and the earlier one it answers, if any.
pub(super) type Answer<'a> = (&'a Interaction, Option<&'a Interaction>);

/// Every party of the record in its order, and what it answers.
pub(super) fn answers<'a>(record: &Record<'a>, party: impl Fn(&Interaction) -> bool) -> Vec<Answer<'a>> {
    answers_naming(record, party).0
}

/// The same, and whether each names what it answers: as its target, as its prompt, or, if it is directed at no
/// person, as what opened its thread. Else it stands for an answer to the latest of somebody's, however old that is.
pub(super) fn answers_naming<'a>(
    record: &Record<'a>,
    party: impl Fn(&Interaction) -> bool,
) -> (Vec<Answer<'a>>, Vec<bool>) {
    let mut parties: Vec<Answer<'_>> =
        record.events().iter().filter(|event| party(event)).map(|event| (*event, None)).collect();
    let find = |id: &str| record.get(id).filter(|event| party(event));

    for (event, answered) in &mut parties {
        *answered = record.content(event).filter(|earlier| party(earlier) && can_answer(event, earlier));
    }
    let mut naming: Vec<bool> = parties.iter().map(|(_, answered)| answered.is_some()).collect();
    by_thread((&mut parties, &mut naming), record.numbers(), find);
    for ((event, answered), names) in parties.iter_mut().zip(&mut naming) {
        if *names {
            continue;
        }
        let prompt = record.prompt(event);
        if answered.is_none() {
            *answered = prompt.filter(|earlier| party(earlier) && can_answer(event, earlier));
        }
        *names = prompt.is_some_and(|prompt| answered.is_some_and(|one| one.id() == prompt.id()));
    }
    by_pair(&mut parties, record.numbers());
    (parties, naming)
}

fn content(event: &Interaction) -> Option<&str> {
    event.target().filter(|_| event.target_type() == Some(TargetType::Content))
}

fn person(event: &Interaction) -> Option<&str> {
    event.target().filter(|_| event.target_type() == Some(TargetType::Person))
}

fn can_answer(event: &Interaction, earlier: &Interaction) -> bool {
    !earlier.same_actor(event)
        && follows(event, earlier)
        && (!event.to_person() || event.targets(earlier, TargetType::Person))
}

/// Whether an event is later than another one: exports write to the second or the minute, and nobody answers what is not there yet.
pub(super) fn follows(event: &Interaction, earlier: &Interaction) -> bool {
    if event.at() != earlier.at() {
        return earlier.at() < event.at();
    }
    let names = |one: &Interaction, other: &Interaction| one.targets(other, TargetType::Content);
    let (does, is) = (names(event, earlier), names(earlier, event));
    if does != is { does } else { earlier.id() < event.id() }
}

/// The thread an event stands in; content that is no event of the record is a thread, too.
pub(super) fn thread(event: &Interaction) -> Option<&str> {
    event.thread().or_else(|| content(event))
}

/// A party in its thread or pair; `place` is that among the parties.
struct Entry<'a> {
    group: (u32, u32),
    at: DateTime<Utc>,
    event: &'a Interaction,
    place: usize,
}

impl<'a> Entry<'a> {
    fn new(group: (u32, u32), event: &'a Interaction, place: usize) -> Self {
        Self { group, at: event.at(), event, place }
    }
}

fn sort(entries: &mut [Entry<'_>]) {
    entries.sort_unstable_by(|one, next| {
        // The instant decides nearly always, without a look at the event.
        (one.group, one.at).cmp(&(next.group, next.at)).then_with(|| one.event.id().cmp(next.event.id()))
    });
}

fn by_thread<'a>(
    (parties, naming): (&mut [Answer<'a>], &mut [bool]),
    numbers: Option<&Rows>,
    find: impl Fn(&str) -> Option<&'a Interaction>,
) {
    let mut threads = Ids::default();
    let mut entries = Vec::new();
    for (place, (event, _)) in parties.iter().enumerate() {
        let number = match (numbers, event.shared()) {
            (Some(rows), Some((_, row))) => Some(rows.row(row).in_thread()).filter(|number| *number != NONE),
            _ => thread(event).map(|thread| threads.number(thread)),
        };
        if let Some(number) = number {
            entries.push(Entry::new((number, 0), event, place));
        }
    }
    sort(&mut entries);
    for conversation in entries.chunk_by(|one, next| one.group == next.group) {
        let Some(first) = conversation.first().map(|entry| entry.event) else { continue };
        let Some(id) = thread(first) else { continue };
        let root = find(id).unwrap_or(first);
        let by_person = conversation.iter().any(|entry| entry.event.to_person());
        let mut so_far = SoFar { by_person, ..SoFar::default() };
        // The root may stand outside the thread that it opened.
        if thread(root) != Some(id) {
            so_far.add(root);
        }
        for Entry { event, place, .. } in conversation {
            if let (Some((_, answered @ None)), Some(names)) =
                (parties.get_mut(*place), naming.get_mut(*place))
            {
                *answered = so_far.answered_by(event, root).filter(|one| can_answer(event, one));
                *names = answered.is_some() && !event.to_person() && !root.same_actor(event);
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
    /// Whether anything in the thread is directed at a person; only then is `latest` kept.
    by_person: bool,
    latest: HashMap<&'a str, &'a Interaction>,
}

impl<'a> SoFar<'a> {
    fn add(&mut self, event: &'a Interaction) {
        if self.last.is_some_and(|last| !last.same_actor(event)) {
            self.last_by_another = self.last;
        }
        self.last = Some(event);
        if self.by_person {
            self.latest.insert(event.actor(), event);
        }
    }

    fn answered_by(&self, event: &Interaction, root: &'a Interaction) -> Option<&'a Interaction> {
        if let Some(person) = person(event) {
            return self.latest.get(person).copied();
        }
        if !root.same_actor(event) {
            return Some(root);
        }
        self.last.filter(|last| !last.same_actor(event)).or(self.last_by_another)
    }
}

fn by_pair(parties: &mut [Answer<'_>], numbers: Option<&Rows>) {
    let mut people = Ids::default();
    let mut entries = Vec::new();
    for (place, (event, _)) in parties.iter().enumerate() {
        let pair = match (numbers, event.shared()) {
            (Some(rows), Some((_, row))) => {
                let row = rows.row(row);
                event.to_person().then_some((row.actor, row.target))
            }
            _ => person(event).map(|to| (people.number(event.actor()), people.number(to))),
        };
        if let Some((from, to)) = pair {
            entries.push(Entry::new((from.min(to), from.max(to)), event, place));
        }
    }
    sort(&mut entries);
    for exchange in entries.chunk_by(|one, next| one.group == next.group) {
        // The latest of each of the two.
        let (mut own, mut other): (Option<&Interaction>, Option<&Interaction>) = (None, None);
        for Entry { event, place, .. } in exchange {
            if own.is_some_and(|own| !own.same_actor(event)) {
                std::mem::swap(&mut own, &mut other);
            }
            if let Some((_, answered)) = parties.get_mut(*place) {
                *answered = answered.or_else(|| other.filter(|earlier| can_answer(event, earlier)));
            }
            own = Some(*event);
        }
    }
}
