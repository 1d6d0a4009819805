//! What is said holds: of few posts, of none, of whom, and of who was asked.

use super::*;
use crate::engagement::Kind;

/// Opened years ago, and looked in at nearly a year ago, so that the record begins then.
fn told(events: Vec<Interaction>, members: usize) -> Health {
    let events: Vec<_> = std::iter::once(event("first", 360, "visit", "w-1")).chain(events).collect();
    health(&events, &roster(members).opened(day() - Days::new(820)), day(), &model()).unwrap()
}

fn cause(found: &Health, kind: CauseKind) -> Cause {
    found.causes.iter().chain(&found.others).find(|cause| cause.cause == kind).unwrap().clone()
}

fn from_office(kind: &str, count: i64) -> Vec<Interaction> {
    let one = |number| {
        let made = event(&format!("{kind}-{number}"), 1 + number * 2, kind, "office");
        made.with_target("all", TargetType::Network).unwrap()
    };
    (0..count).map(one).collect()
}

#[test]
fn what_the_model_names_and_the_office_sends_is_sent() {
    let sent = |kinds: &[(&str, i64)]| {
        let events = kinds.iter().flat_map(|(kind, count)| from_office(kind, *count)).collect();
        let found = told(events, 100);
        let figure = |kind| (cause(&found, kind).figure.count, cause(&found, kind).figure.of);
        (figure(CauseKind::OverRecruiting), figure(CauseKind::OneWay), found.notes.len())
    };
    let mixed = [("job_post", 10), ("event_invite", 40), ("perk_offer", 30), ("career_advice", 10)];
    assert_eq!(sent(&mixed), ((10, 90.0), (0, 90.0), 0));
    assert_eq!(sent(&[("rehire_push", 40)]), ((40, 40.0), (0, 40.0), 0));
    // Who of the office comes to a gathering sends nothing.
    assert_eq!(sent(&[("event_attend", 9), ("company_push", 8)]), ((0, 8.0), (0, 8.0), 0));
    // A kind of the programme's own that only its model names, and messages about an opening.
    let mut model = model();
    model.kinds.benefits.push("alumni_letter".parse::<Kind>().unwrap());
    let mut events = from_office("alumni_letter", 10);
    events.push(event("old", 400, "visit", "w-1"));
    let about = |number: i64, kind, target| {
        let made = event(&format!("{kind}-{number}"), 3 + number, kind, "office");
        made.with_target("x", target).unwrap()
    };
    events.extend((0..4).map(|number| about(number, "direct_message", TargetType::Opportunity)));
    events.extend((4..6).map(|number| about(number, "direct_message", TargetType::Person)));
    events.extend((0..3).map(|number| about(number, "reply", TargetType::Opportunity)));
    let found = health(&events, &roster(100), day(), &model).unwrap();
    let figure = cause(&found, CauseKind::OverRecruiting).figure;
    assert_eq!((figure.count, figure.of), (4, 14.0));
    // Letters, messages and replies of the office are all messages.
    assert!((cause(&found, CauseKind::OneWay).figure.of - 19.0).abs() < 1e-9);
    assert!(found.unknown_kinds.is_empty());
    assert_eq!(found.weeks.iter().map(|week| week.sent).sum::<u64>(), 14);
}

#[test]
fn one_post_is_no_pace_however_late_it_came() {
    let opened = day() - Days::new(820);
    for hours in [1, 12, 24, 240, 2_000] {
        let at = at(0) - TimeDelta::hours(hours);
        let post = Interaction::new("q", at, "post_question", "w-0", ActorType::Alumnus).unwrap();
        let found = health(&[post], &roster(100).opened(opened), day(), &model()).unwrap();
        assert_eq!(found.state, HealthState::Quiet, "{hours}");
        let said = found.headline.text(Lang::En);
        assert!(said.starts_with("Quiet: one post a year"), "{said}");
        let figure = found.evidence[0].figure.unwrap();
        assert_eq!((figure.count, figure.of), (1, 100.0));
        let notes: Vec<_> = found.notes.iter().map(Reason::code).collect();
        assert_eq!(notes, ["health-record-begins"]);
    }
    // Without a day on which it opened it is young, and what there was is told as it was.
    let found = health(&[event("q", 1, "post_update", "w-0")], &roster(100), day(), &model()).unwrap();
    assert!(found.to_string().starts_with("Seeding: a young network, one post in one day so far"), "{found}");
    // Where members joined as late as the record begins it is no different from then on.
    let young =
        (0..100).map(|number| (format!("w-{number}"), Some(day() - Days::new(3)))).collect::<Roster>();
    let post = [event("q", 3, "post_update", "w-0")];
    assert!(health(&post, &young.opened(opened), day(), &model()).unwrap().notes.is_empty());
}

#[test]
fn few_posts_of_few_members_do_not_make_a_network_lively() {
    let posts = |count: i64, members| {
        let one = |number: i64| event(&format!("p-{number}"), 10 + 40 * number, "post_update", "w-2");
        let found = told((0..count).map(one).collect(), members);
        let undecided = found.evidence.iter().any(|one| one.reason.code() == "health-pace-undecided");
        (found.state, undecided)
    };
    assert_eq!(posts(1, 10), (HealthState::Quiet, true));
    // Two: the lower end of 60 % lies at 0.82 posts.
    assert_eq!(posts(2, 10), (HealthState::SelfRunning, true));
    assert_eq!(posts(2, 14), (HealthState::Quiet, true));
    // The lower end of 95 % lies at 3.45 posts.
    assert_eq!(posts(8, 10), (HealthState::SelfRunning, false));
    assert_eq!(posts(1, 100), (HealthState::Quiet, false));
}

#[test]
fn the_office_is_said_to_prompt_only_what_it_prompted() {
    let network = |prompted: usize| {
        let mut events = from_office("company_push", 1);
        events.push(event("c", 300, "click", "w-3").with_prompt("company_push-0").unwrap());
        events.extend((0..2_u8).map(|number| {
            let made = event(&format!("p-{number}"), 30 + 20 * i64::from(number), "post_update", "w-2");
            if usize::from(number) < prompted { made.with_prompt("company_push-0").unwrap() } else { made }
        }));
        told(events, 12)
    };
    let states = [0, 1, 2].map(|prompted| network(prompted).state);
    assert_eq!(states, [HealthState::SelfRunning, HealthState::Growing, HealthState::Growing]);
    assert_eq!(network(0).headline.code(), "health-self-running");
    let own = network(0).evidence.last().unwrap().figure.unwrap();
    assert_eq!((own.count, own.of), (2, 2.0));
    assert_eq!(cause(&network(0), CauseKind::OfficeDriven).figure.count, 2);
}

#[test]
fn a_quiet_network_is_said_not_to_be_hollow_only_where_enough_answered() {
    let asked = |answers: usize, days: i64| {
        let mut events = from_office("perk_use", 0);
        events.push(event("q", days, "post_help_request", "office"));
        events.extend((0..answers).map(|number| {
            let made = event(&format!("a-{number}"), days - 1, "answer", &format!("w-{number}"));
            made.with_thread("q").unwrap()
        }));
        events.extend(
            (0..20).map(|number| event(&format!("e-{number}"), 60, "event_attend", &format!("w-{number}"))),
        );
        told(events, 100).headline
    };
    assert_eq!(asked(0, 90).code(), "health-quiet-answers");
    assert_eq!(asked(8, 90).code(), "health-quiet-answers");
    // 15 of 100: from 9 to 23 %.
    assert_eq!(asked(15, 90).code(), "health-quiet-asked");
    for (answers, days) in [(20, 5), (20, 13), (0, 5)] {
        let headline = asked(answers, days);
        assert_eq!(headline.code(), "health-quiet", "{answers} {days}");
        assert!(headline.text(Lang::En).contains("at least 14 days old is on record for the last 365 days"));
        assert!(headline.text(Lang::Ja).contains("14日以上"));
    }
}

#[test]
fn a_long_silence_is_told_before_it_is_a_state() {
    let silent = |days: i64| {
        let posts = (0..26).map(|number| {
            event(
                &format!("p-{number}"),
                days + 14 * number,
                "post_update",
                &format!("w-{}", number * 7 % 90),
            )
        });
        told(posts.collect(), 140)
    };
    let alarm = |found: &Health| found.evidence.iter().any(|one| one.reason.code() == "silence-alarm");
    for (days, state, said) in [
        (20, HealthState::SelfRunning, false),
        (68, HealthState::SelfRunning, true),
        (120, HealthState::Fading, true),
    ] {
        let found = silent(days);
        assert_eq!((found.state, alarm(&found)), (state, said), "{days}");
    }
    assert!(silent(68).to_string().contains("68 days"), "{}", silent(68));
}

#[test]
fn who_alone_posts_is_a_hub() {
    let posts = |by: fn(i64) -> i64| {
        let one = |number| {
            event(&format!("p-{number}"), 2 + 6 * number, "post_update", &format!("w-{}", by(number)))
        };
        let found = told((0..55).map(one).collect(), 100);
        cause(&found, CauseKind::OneHub)
    };
    let alone = posts(|_| 5);
    // Every sixth day of 182.
    assert_eq!((alone.certainty, alone.figure.count, alone.figure.of), (Certainty::Sure, 31, 31.0));
    assert_eq!(alone.needed, 31);
    let said: Vec<_> = alone.reasons.iter().map(|reason| reason.text(Lang::En)).collect();
    assert!(
        said[0].contains("wrote 31 of 31 posts") && said[1] == "cleared by 31 posts by others",
        "{said:?}"
    );
    assert_eq!(posts(|number| number).certainty, Certainty::CannotTell);
    assert_eq!(posts(|number| number % 2).reasons[0].code(), "health-too-few");
    // With a hub of the exchanges, too, the worse stands first and the other beside it.
    let mut events: Vec<_> =
        (0..30).map(|number| event(&format!("p-{number}"), 2 + 6 * number, "post_update", "w-5")).collect();
    events.extend((0..40).map(|number| {
        let from = if number < 30 { "w-5".to_owned() } else { format!("w-{}", 10 + number) };
        let made = event(&format!("d-{number}"), 40, "direct_message", &from);
        made.with_target(format!("w-{}", 60 + number % 30), TargetType::Person).unwrap()
    }));
    let codes: Vec<_> = cause(&told(events, 100), CauseKind::OneHub)
        .reasons
        .iter()
        .map(|reason| reason.code().to_owned())
        .collect();
    assert_eq!(codes, ["health-one-hub-posts", "health-clear-one-hub-posts", "health-one-hub"]);
}

#[test]
fn who_opted_out_is_not_to_be_asked() {
    let left = |count: usize| {
        let out = |number| event(&format!("o-{number}"), 40, "opt_out", &format!("w-{number}"));
        (0..count).map(out).collect::<Vec<_>>()
    };
    let found = told(left(100), 100);
    assert_eq!((found.state, found.headline.code()), (HealthState::Hollow, "health-hollow-left"));
    assert!(found.needs.is_empty() && found.to_string().contains("nobody is left who may be asked"));
    let need = |found: Health| found.needs[0].text(Lang::En);
    let some = need(told(left(99), 100));
    assert!(
        some.starts_with("needed: one clear request to the one member who has not opted out (99 did)"),
        "{some}"
    );
    // Who joined again may be asked again.
    let again =
        (0..100).map(|number| (format!("w-{number}"), Some(day() - Days::new(10)))).collect::<Roster>();
    let events: Vec<_> = left(100).into_iter().chain([event("first", 360, "visit", "w-1")]).collect();
    let found = health(&events, &again.opened(day() - Days::new(820)), day(), &model()).unwrap();
    assert_eq!(found.needs[0].code(), "health-needs-request");
    let mut waiting = left(0);
    waiting.push(event("q", 13, "post_help_request", "office"));
    let waits = need(told(waiting, 140));
    assert!(waits.contains("is 13 days old") && waits.ends_with("in one day"), "{waits}");
}
