//! Who waits for an answer, and for how long.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Parties, Responsiveness, ResponsivenessOptions, responsiveness};
use crate::calendar::Span;
use crate::engagement::{ActorType, Interaction, Permitted, TargetType};

pub(super) fn at(hour: i64) -> DateTime<Utc> {
    "2024-05-01T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hour)
}

pub(super) fn event(id: &str, hour: i64, kind: &str, actor: &str) -> Interaction {
    let actor_type = if actor == "office" { ActorType::Office } else { ActorType::Alumnus };
    Interaction::new(id, at(hour), kind, actor, actor_type).unwrap()
}

pub(super) fn to(id: &str, hour: i64, from: &str, person: &str) -> Interaction {
    event(id, hour, "direct_message", from).with_target(person, TargetType::Person).unwrap()
}

fn may() -> Span {
    Span::new("2024-05-01".parse().unwrap(), "2024-06-01".parse().unwrap()).unwrap()
}

pub(super) fn found(events: &[Interaction]) -> Responsiveness {
    responsiveness(events, may(), Permitted::Everyone, &ResponsivenessOptions::default()).unwrap()
}

#[test]
fn a_start_waits_for_its_first_answer_by_somebody_else() {
    let found = found(&[
        event("q-1", 0, "post_question", "w-1"),
        event("q-1-more", 1, "reply", "w-1").with_thread("q-1").unwrap(),
        event("a-1", 5, "answer", "w-2").with_thread("q-1").unwrap(),
        event("a-2", 9, "answer", "w-3").with_thread("q-1").unwrap(),
        event("q-2", 100, "post_update", "w-1"),
        event("after", 31 * 24, "answer", "w-2").with_thread("q-2").unwrap(),
    ]);
    assert_eq!((found.starts.asked, found.starts.answered.count, found.without_root), (2, 1, 0));
    assert_eq!(found.starts.median_hours.unwrap().time, Some(5.0));
    assert_eq!((found.newcomers.asked, found.others.asked), (1, 1));
    assert_eq!((found.first_time_repliers.count, found.first_time_repliers.of), (2, 2));
    let open: Vec<_> = found.unanswered.iter().map(|open| (open.event.as_str(), open.hours)).collect();
    assert_eq!(open, [("q-2", 31.0 * 24.0 - 100.0)]);
}

#[test]
fn a_reply_without_a_beginning_is_no_start() {
    let found = found(&[
        event("r-1", 0, "reply", "w-1").with_thread("lost").unwrap(),
        event("r-2", 1, "reply", "w-2").with_target("lost-too", TargetType::Content).unwrap(),
    ]);
    assert_eq!((found.starts.asked, found.without_root), (0, 2));
    assert!(found.starts.curve.is_none() && found.starts.median_hours.is_none());
}

#[test]
fn an_answer_dated_before_its_question_is_counted_and_answers_nothing() {
    let found = found(&[
        event("a-1", 0, "answer", "w-1").with_target("q-1", TargetType::Content).unwrap(),
        event("a-2", 1, "reply", "w-2").with_prompt("q-1").unwrap().with_thread("q-1").unwrap(),
        event("q-0", 1, "reply", "w-3").with_thread("q-1").unwrap(),
        event("q-1", 2, "post_question", "w-3"),
        event("a-3", 3, "reply", "w-4").with_thread("q-1").unwrap(),
    ]);
    // Whoever asked may have written before; that is nobody's answer.
    assert_eq!((found.before_question, found.starts.asked, found.starts.answered.count), (2, 1, 1));
    let said: Vec<_> = found.reasons.iter().map(ToString::to_string).collect();
    assert!(said.contains(&"2 answers are left out, for they are dated before what they answer".to_owned()));
}

#[test]
fn messages_until_the_other_writes_are_one_turn() {
    let found = found(&[
        to("m-1", 0, "w-1", "w-2"),
        to("m-2", 2, "w-1", "w-2"),
        to("m-3", 10, "w-2", "w-1"),
        to("m-4", 11, "w-2", "w-1"),
        to("m-5", 700, "w-3", "w-1"),
        to("self", 5, "w-3", "w-3"),
    ]);
    // w-1 to w-2 after 10 hours; w-2 to w-1 and w-3 to w-1 never.
    assert_eq!((found.turns.asked, found.turns.answered.count, found.to_oneself), (3, 1, 1));
    assert_eq!(found.turns.median_hours_of_answered, Some(10.0));
    let day = found.turns.within[1];
    // m-5 is 44 hours old; all three are older than 24 hours.
    assert_eq!((day.hours, day.matured.count, day.matured.of), (24.0, 1, 3));
}

#[test]
fn young_messages_are_not_yet_matured() {
    let found = found(&[
        event("old", 0, "post_question", "w-1"),
        event("a-1", 3, "answer", "w-2").with_thread("old").unwrap(),
        event("waits", 10, "post_question", "w-3"),
        event("young", 31 * 24 - 6, "post_question", "w-1"),
    ]);
    let half_day = found.starts.within[0];
    assert_eq!((half_day.matured.count, half_day.matured.of), (1, 2));
    // One of three at risk answered after 3 hours; the young one is lost from sight after 6.
    assert!((half_day.share.unwrap() - 1.0 / 3.0).abs() < 1e-15);
}

#[test]
fn who_answers_can_be_chosen() {
    let events = [
        event("q-1", 0, "post_question", "w-1"),
        event("a-1", 5, "answer", "office").with_thread("q-1").unwrap(),
        event("news", 6, "company_push", "office"),
        event("a-2", 7, "reply", "w-2").with_thread("news").unwrap(),
    ];
    assert_eq!(found(&events).starts.answered.count, 1);
    let options = ResponsivenessOptions::default().answered_by(Parties::Alumni);
    let among = responsiveness(&events, may(), Permitted::Everyone, &options).unwrap();
    assert_eq!((among.starts.asked, among.starts.answered.count), (1, 0));
}

#[test]
fn nothing_at_all_is_an_answer() {
    let found = found(&[]);
    assert_eq!(found.to_string(), "nothing that waits for an answer in 31 days");
    let options = ResponsivenessOptions::default().hours([24.0, 12.0]);
    let error = responsiveness(&[], may(), Permitted::Everyone, &options).unwrap_err();
    assert_eq!(error.path(), "hours");
}

/// Wilson's interval of 0 of 3 by its definition: up to the share whose test just does not refuse none of three, z² / (3 + z²).
#[test]
fn a_share_of_three_is_no_point() {
    let z2 = 1.959_963_984_540_054_f64.powi(2);
    let ask = |number: i64| event(&format!("q-{number}"), number, "post_question", &format!("w-{number}"));
    let none: Vec<_> = (0..3).map(ask).collect();
    let within = found(&none).starts.within;
    assert_eq!((within[0].share, within[0].lower), (Some(0.0), Some(0.0)));
    assert!((within[0].upper.unwrap() - z2 / (3.0 + z2)).abs() < 1e-12, "{within:?}");
    // Four of four answered within an hour: from 1 / (1 + z² / 4) on.
    let reply = |number: i64| {
        event(&format!("a-{number}"), number + 1, "answer", "w-9").with_thread(format!("q-{number}")).unwrap()
    };
    let all: Vec<_> = (0..4).map(ask).chain((0..4).map(reply)).collect();
    let within = found(&all).starts.within;
    assert_eq!((within[0].share, within[0].upper), (Some(1.0), Some(1.0)));
    assert!((within[0].lower.unwrap() - 4.0 / (4.0 + z2)).abs() < 1e-12, "{within:?}");
    // Where all were watched for so long it is the interval of what was counted.
    let two: Vec<_> = (0..4).map(ask).chain((0..2).map(reply)).collect();
    for within in found(&two).starts.within {
        assert_eq!((within.matured.count, within.matured.of), (2, 4));
        assert!((within.lower.unwrap() - within.matured.lower).abs() < 1e-12);
        assert!((within.upper.unwrap() - within.matured.upper).abs() < 1e-12);
    }
}
