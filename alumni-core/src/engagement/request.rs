//! What was asked of everybody, of whom, and who replied.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answers::{follows, thread};
use super::kind::Act;
use super::record::{Record, start_of};
use super::{ActorType, Interaction, Proportion, TargetType};
use crate::calendar::{Span, days_between};

/// A request to the network (a question, or a call for help) and who replied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Request {
    /// The event's id.
    pub event: String,
    /// When it was put.
    pub at: DateTime<Utc>,
    /// Whether an alumnus or the office asked.
    pub asked_by: ActorType,
    /// Days from its day to the end of the window: a young request still has answers to come.
    pub days_open: i64,
    /// Members other than the asker who replied in words, to it or in its thread, before the window's end; of those who had not opted out
    /// when it was put.
    pub replies: Proportion,
    /// Those of them who had never written before, in the whole record.
    pub first_timers: u64,
}

type Map<'a, T> = HashMap<&'a str, T, foldhash::fast::RandomState>;
/// The first reply of each member.
type Repliers<'a> = BTreeMap<&'a str, (DateTime<Utc>, &'a str)>;

/// The requests of a record: questions and calls for help that are put to nobody in particular and begin their thread.
pub(super) struct Requests<'r, 'a> {
    record: &'r Record<'a>,
    members: Members<'r, 'a>,
}

impl<'r, 'a> Requests<'r, 'a> {
    /// Whoever is not among `joined` has always been a member.
    pub(super) fn new(
        record: &'r Record<'a>,
        members: &'r BTreeSet<String>,
        joined: &'r BTreeMap<String, NaiveDate>,
    ) -> Self {
        Self { record, members: Members::new(record, members, joined) }
    }

    /// The latest request of the days `asked`, and who replied before `end`.
    pub(super) fn latest(&self, asked: Span, end: NaiveDate) -> Option<Request> {
        let request = self.to_all(asked).into_iter().max_by_key(|event| event.moment())?;
        let repliers = self.repliers(&[request], end).pop()?;
        Some(self.told(request, &repliers, end))
    }

    /// Of the requests of the days `asked` that were put to anybody, the one that the largest share answered before `end`, of equals the
    /// latest; and how many requests there were.
    pub(super) fn best_answered(&self, asked: Span, end: NaiveDate) -> Option<(Request, u64)> {
        let mut requests = self.to_all(asked);
        requests.retain(|request| self.members.asked(request) > 0);
        let repliers = self.repliers(&requests, end);
        let (request, repliers) = requests.iter().zip(&repliers).max_by(|(one, by), (other, by_other)| {
            // Whole numbers: a share of the one is a share of the other.
            let times = |replies: usize, of: u64| number(replies).saturating_mul(of);
            let shares = times(by.len(), self.members.asked(other))
                .cmp(&times(by_other.len(), self.members.asked(one)));
            shares.then_with(|| one.moment().cmp(&other.moment()))
        })?;
        Some((self.told(request, repliers, end), number(requests.len())))
    }

    /// When the earliest request of the days `asked` was put that was put to anybody.
    pub(super) fn earliest(&self, asked: Span) -> Option<DateTime<Utc>> {
        let requests = self.to_all(asked).into_iter();
        requests.filter(|request| self.members.asked(request) > 0).map(Interaction::at).min()
    }

    /// The requests of some days.
    fn to_all(&self, asked: Span) -> Vec<&'a Interaction> {
        let (from, last) = (start_of(asked.from()), start_of(asked.until()));
        let mut found: Vec<&Interaction> = self
            .record
            .events()
            .iter()
            .copied()
            .filter(|event| event.kind().asks() && !event.to_person() && (from..last).contains(&event.at()))
            .filter(|event| {
                thread(event).is_none_or(|thread| thread == event.id() || self.record.get(thread).is_none())
            })
            .collect();
        // A thread that no event is named after is begun by its earliest event.
        let own = |event: &Interaction| thread(event).is_none_or(|thread| thread == event.id());
        let mut begins: Map<'_, DateTime<Utc>> = found
            .iter()
            .filter(|event| !own(event))
            .filter_map(|event| Some((thread(event)?, event.at())))
            .collect();
        if begins.is_empty() {
            return found;
        }
        for event in self.record.events() {
            if let Some(begins) = thread(event).and_then(|thread| begins.get_mut(thread)) {
                *begins = event.at().min(*begins);
            }
        }
        let begins = |event: &Interaction| thread(event).and_then(|thread| begins.get(thread).copied());
        let mut first: Map<'_, Vec<&Interaction>> = Map::default();
        for event in self.record.events().iter().filter(|event| begins(event) == Some(event.at())) {
            first.entry(thread(event).unwrap_or_default()).or_default().push(event);
        }
        found.retain(|event| {
            let of_its_instant = thread(event).and_then(|thread| first.get(thread));
            let is_first = |others: &Vec<&Interaction>| !others.iter().any(|other| follows(event, other));
            own(event) || begins(event) == Some(event.at()) && of_its_instant.is_some_and(is_first)
        });
        found
    }

    /// Who replied to each of some requests before a day.
    fn repliers(&self, requests: &[&'a Interaction], end: NaiveDate) -> Vec<Repliers<'a>> {
        let mut repliers = vec![Repliers::new(); requests.len()];
        // A request begins its thread: of each thread there is one.
        let by_id: Map<'_, usize> =
            requests.iter().enumerate().map(|(place, request)| (request.id(), place)).collect();
        let by_thread: Map<'_, usize> = requests
            .iter()
            .enumerate()
            .filter_map(|(place, request)| Some((request.thread()?, place)))
            .collect();
        for event in self.written(end).filter(|_| !requests.is_empty()) {
            let content = event.target().filter(|_| event.target_type() == Some(TargetType::Content));
            let named = [event.thread(), content, event.prompted_by()].into_iter().flatten();
            let places = named.filter_map(|id| by_id.get(id));
            for place in places.chain(event.thread().and_then(|thread| by_thread.get(thread))) {
                let (Some(request), Some(repliers)) = (requests.get(*place), repliers.get_mut(*place)) else {
                    continue;
                };
                let later = follows(event, request) && event.actor() != request.actor();
                if later && self.members.was_asked(event.actor(), request) {
                    let first = repliers.entry(event.actor()).or_insert(event.moment());
                    *first = event.moment().min(*first);
                }
            }
        }
        repliers
    }

    /// What alumni wrote before a day.
    fn written(&self, end: NaiveDate) -> impl Iterator<Item = &'a Interaction> + '_ {
        let until = start_of(end);
        self.record.events().iter().copied().filter(move |event| {
            event.actor_type() == ActorType::Alumnus && event.kind().speaks() && event.at() < until
        })
    }

    fn told(&self, request: &Interaction, repliers: &Repliers<'a>, end: NaiveDate) -> Request {
        let mut first_timers = repliers.clone();
        if !first_timers.is_empty() {
            for event in self.written(end) {
                if first_timers.get(event.actor()).is_some_and(|reply| event.moment() < *reply) {
                    first_timers.remove(event.actor());
                }
            }
        }
        Request {
            event: request.id().to_owned(),
            at: request.at(),
            asked_by: request.actor_type(),
            days_open: days_between(request.at().date_naive(), end),
            first_timers: number(first_timers.len()),
            replies: Proportion::new(number(repliers.len()), self.members.asked(request)),
        }
    }
}

/// Who could be asked on which day: members of that day who had not opted out.
struct Members<'r, 'a> {
    members: &'r BTreeSet<String>,
    joined: &'r BTreeMap<String, NaiveDate>,
    /// When each who opted out did so first since they joined.
    left: Map<'a, DateTime<Utc>>,
    /// The same days and times in order, without the names.
    days_joined: Vec<NaiveDate>,
    times_left: Vec<DateTime<Utc>>,
}

impl<'r, 'a> Members<'r, 'a> {
    fn new(
        record: &Record<'a>,
        members: &'r BTreeSet<String>,
        joined: &'r BTreeMap<String, NaiveDate>,
    ) -> Self {
        let mut left: Map<'_, DateTime<Utc>> = Map::default();
        for event in record.events() {
            let (person, at) = (event.actor(), event.at());
            // Who opted out before joining has joined again.
            let leaves = event.kind().act() == Some(Act::Leaving)
                && event.actor_type() == ActorType::Alumnus
                && members.contains(person)
                && joined.get(person).is_none_or(|day| at >= start_of(*day));
            if leaves {
                let first = left.entry(person).or_insert(at);
                *first = at.min(*first);
            }
        }
        let mut days_joined: Vec<_> = joined.values().copied().collect();
        days_joined.sort_unstable();
        let mut times_left: Vec<_> = left.values().copied().collect();
        times_left.sort_unstable();
        Self { members, joined, left, days_joined, times_left }
    }

    /// Whether somebody was a member on the day of a request and had not opted out.
    fn was_asked(&self, person: &str, request: &Interaction) -> bool {
        self.members.contains(person)
            && self.joined.get(person).is_none_or(|day| *day <= request.at().date_naive())
            && self.left.get(person).is_none_or(|left| *left >= request.at())
    }

    /// How many those were, without the asker.
    fn asked(&self, request: &Interaction) -> u64 {
        let day = request.at().date_naive();
        let later =
            self.days_joined.len().saturating_sub(self.days_joined.partition_point(|joined| *joined <= day));
        let left = self.times_left.partition_point(|left| *left < request.at());
        let asker = usize::from(self.was_asked(request.actor(), request));
        number(self.members.len().saturating_sub(later).saturating_sub(left).saturating_sub(asker))
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
