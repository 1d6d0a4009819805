//! Conversations on IRC, with the links from each message to those it replies to, annotated by hand.

use std::collections::{BTreeMap, BTreeSet};

use alumni_core::calendar::Span;
use alumni_core::engagement::{ActorType, Interaction, Permitted, ScoreModel, TargetType, pulse, traffic};
use alumni_core::workforce::{Row, Table};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Facts, table};

/// Minutes are counted from here; which day it is does not matter.
const BEGINNING: &str = "2004-11-15T00:00:00Z";

/// After everything.
pub(super) const AS_OF: &str = "2004-12-01";

fn window() -> Span {
    Span::new("2004-11-14".parse().unwrap(), AS_OF.parse().unwrap()).unwrap()
}

/// A message without links is a post; any other is one reply for each link.
#[derive(Default)]
pub(super) struct Log {
    pub(super) events: Vec<Interaction>,
    pub(super) people: BTreeSet<String>,
    /// Places of the posts.
    starts: Vec<usize>,
}

pub(super) fn logs(messages: &Table) -> BTreeMap<String, Log> {
    let beginning: DateTime<Utc> = BEGINNING.parse().unwrap();
    let mut logs: BTreeMap<String, Log> = BTreeMap::new();
    for row in messages.rows() {
        let name = row.need("log").unwrap();
        let log = logs.entry(name.to_owned()).or_default();
        let person = format!("{name}/{}", row.need("user").unwrap());
        let at = beginning + TimeDelta::minutes(row.required("minute", Row::integer).unwrap());
        // As wide as the widest number, so that ids of one minute are in the order of the messages.
        let id = |message: i64| format!("{name}#{message:06}");
        let message = id(row.required("msg", Row::integer).unwrap());
        let event = |id: String, kind: &str| {
            Interaction::new(id, at, kind, person.as_str(), ActorType::Alumnus).unwrap()
        };
        match row.text("reply_to") {
            None => {
                log.starts.push(log.events.len());
                log.events.push(event(message, "post_update"));
            }
            Some(links) => {
                for (place, link) in links.split_whitespace().enumerate() {
                    let own = if place == 0 { message.clone() } else { format!("{message}+{place}") };
                    let target = id(link.parse().unwrap());
                    log.events.push(event(own, "reply").with_target(target, TargetType::Content).unwrap());
                }
            }
        }
        log.people.insert(person);
    }
    logs
}

fn model() -> ScoreModel {
    ScoreModel::parse(
        r#"
        id = "count"
        version = 1
        title = "Counting"
        source = "a test"
        half_life_days = 30
        kinds = [{ kind = "post_update", weight = 1 }, { kind = "reply", weight = 1 }]
        "#,
    )
    .unwrap()
}

#[test]
fn conversations_are_counted_as_pandas_counts_them() {
    let Some(messages) = table("irc_replies.csv") else { return };
    let facts = Facts::about("irc");
    let logs = logs(&messages);
    let events: Vec<Interaction> = logs.values().flat_map(|log| log.events.iter().cloned()).collect();
    let people: BTreeSet<String> = logs.values().flat_map(|log| log.people.iter().cloned()).collect();
    facts.check("messages", messages.rows().count());
    facts.check("logs", logs.len());
    facts.check("people", people.len());

    let pulse = pulse(&events, &people, window()).unwrap();
    facts.check("starts", pulse.posts.count);
    facts.check("people_who_started", pulse.posted.count);
    assert_eq!((pulse.acted.count, pulse.outside_roster), (pulse.members, 0));

    // Everybody is of one side, so every event is alumni to alumni.
    let traffic = traffic(&events, window()).unwrap();
    assert_eq!(traffic.alumni_to_alumni.count, traffic.n);
    facts.check("replies", traffic.n - pulse.posts.count);

    let scores = model().score(&events, window().until(), Permitted::Everyone).unwrap();
    assert_eq!(scores.tally.counted, traffic.n);
    let in_exchange = scores.people.iter().filter(|score| score.recency_days.is_some());
    facts.check("people_in_an_exchange", in_exchange.count());
    let line = |score: &alumni_core::engagement::Score| {
        let events = |kind: &str| {
            score.parts.iter().find(|part| part.kind.as_str() == kind).map_or(0, |part| part.events)
        };
        let (posts, replies) = (events("post_update"), events("reply"));
        format!("{},{posts},{replies},{}", score.person, score.recency_days.is_some())
    };
    facts.check_table(scores.people.iter().map(line).collect());
}

#[test]
fn posts_that_somebody_answered_are_those_that_pandas_finds() {
    let Some(messages) = table("irc_replies.csv") else { return };
    let facts = Facts::about("irc");
    let mut repliers = Vec::new();
    for log in logs(&messages).values() {
        for start in &log.starts {
            // One post after the other is taken for the request that is looked at.
            let post = &log.events[*start];
            let request =
                Interaction::new(post.id(), post.at(), "post_question", post.actor(), post.actor_type())
                    .unwrap();
            let mut events = log.events.clone();
            events[*start] = request;
            let pulse = pulse(&events, &log.people, window()).unwrap();
            repliers.push(pulse.last_request.unwrap().replies.count);
        }
    }
    facts.check("starts_answered_by_others", repliers.iter().filter(|count| **count > 0).count());
    facts.check_histogram("starts_by_repliers", repliers);
}
