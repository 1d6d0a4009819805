//! What holds for every set of events.

use alumni_core::calendar::Period;
use alumni_core::consent::{
    Actor, Answer, Channel, Clocks, EmploymentState, Event, EventKind, Ledger, Method, Question, Verdict,
};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::select;

use super::{day, ledger};

/// Events of one person on a grid of a few days, so that they meet at equal instants.
fn event() -> impl Strategy<Value = Event> {
    let what = (select(EventKind::ALL), select(Actor::ALL), prop::option::weighted(0.2, select(Method::ALL)));
    let when = (0..10_i64, -1..6_i64, select(vec![0, 9 * 3600, -19_800]));
    let scope = (
        select(vec!["jobs", "study"]),
        prop::option::weighted(0.2, select(Channel::ALL)),
        prop::bool::weighted(0.1),
    );
    let proof = (prop::option::weighted(0.8, 1..4_u32), prop::bool::weighted(0.1), any::<bool>());
    let happening = || select(vec!["left", "moved"]);
    let ends = (
        prop::option::weighted(0.3, 1..40_u32),
        prop::option::weighted(0.2, happening()),
        prop::option::weighted(0.2, 1..4_u32),
    );
    let time_untrusted = prop::bool::weighted(0.1);
    let length = (ends, happening(), prop::bool::weighted(0.3), select(vec!["s", "t"]), time_untrusted);
    (0..1000_u32, what, prop::bool::weighted(0.8), when, scope, proof, length).prop_map(
        |(
            id,
            (kind, actor, method),
            usual,
            (at, delay, offset),
            (purpose, channel, disclosed),
            proof,
            ((length, until, uses), happening, endless, source, time_untrusted),
        )| {
            let (notice, imported, evidence) = proof;
            let offset = FixedOffset::east_opt(offset).unwrap();
            let at = day(at * 10);
            let mut event = Event::new(source, id.to_string(), "w", purpose, kind, at.with_timezone(&offset))
                .received_at(at + TimeDelta::days(delay * 10));
            if !usual {
                event.actor = actor;
            }
            event.time_untrusted = time_untrusted;
            event.method = method;
            event.channel = channel;
            event.recipient = disclosed.then(|| "group".to_owned());
            event.imported = imported;
            event.evidence_ref = evidence.then(|| "scan".to_owned());
            event.employment_state = evidence.then_some(EmploymentState::Active);
            if let Some(version) = notice {
                event = event.notice("n", version);
            }
            if matches!(kind, EventKind::Given | EventKind::Renewed) {
                event.valid_for = length.map(|n| Period::days(n * 5));
                event.valid_until_event = until.map(str::to_owned);
                event.valid_uses = uses;
                event.endless = endless && (length, until, uses) == (None, None, None);
            }
            if kind == EventKind::Happened {
                event.happening = Some(happening.to_owned());
                (event.channel, event.recipient) = (None, None);
            }
            event
        },
    )
}

/// Events whose ids differ: what one source says once.
pub(super) fn events() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(event(), 0..12).prop_map(|mut events| {
        for (number, event) in events.iter_mut().enumerate() {
            event.id = format!("e{number}");
        }
        events
    })
}

/// Clocks that are off by less or more than the grid of the events, or by nothing.
pub(super) fn clocks() -> impl Strategy<Value = Clocks> {
    let days = || select(vec![0, 0, 4, 5, 10, 20]);
    (days(), days(), prop::bool::weighted(0.1)).prop_map(|(all, one, distrusted)| {
        let clocks = Clocks::new(all * 86_400).source("t", one * 86_400);
        if distrusted { clocks.untrusted("t") } else { clocks }
    })
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    let known_at = prop::option::weighted(0.4, -1..16_i64);
    (
        select(vec!["jobs", "study"]),
        prop::option::of(select(Channel::ALL)),
        prop::bool::weighted(0.1),
        -1..40_i64,
        known_at,
    )
        .prop_map(|(purpose, channel, disclosed, at, known_at)| {
            let mut question = Question::new("w", purpose, channel, day(at * 5));
            question.recipient = disclosed.then(|| "group".to_owned());
            question.known_at = known_at.map(|n| day(n * 10));
            question
        })
}

fn told(events: impl IntoIterator<Item = Event>) -> Ledger {
    let mut ledger = ledger();
    ledger.extend(events).unwrap();
    ledger
}

/// An answer without the question and the end of its validity.
pub(super) fn said(answer: &Answer) -> Answer {
    let mut said = answer.clone();
    said.valid_until = None;
    said.question = Question::new("", "", None, DateTime::UNIX_EPOCH);
    said
}

pub(super) fn at(question: &Question, at: DateTime<Utc>) -> Question {
    let mut question = question.clone();
    question.at = at;
    question
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn another_set_of_events_has_another_hash(events in events(), index in 0..12_usize) {
        let mut fewer = events.clone();
        if index < events.len() {
            fewer.remove(index);
            prop_assert_ne!(told(events).state_hash(), told(fewer).state_hash());
        }
    }

    #[test]
    fn what_is_received_later_does_not_change_what_was_known(events in events(), question in question()) {
        if let Some(known_at) = question.known_at {
            let before = events.iter().filter(|event| event.received_at <= known_at).cloned();
            prop_assert_eq!(told(before).may(&question).unwrap(), told(events).may(&question).unwrap());
        }
    }

    #[test]
    fn an_answer_holds_until_the_instant_it_names_and_changes_there(events in events(), question in question()) {
        let ledger = told(events);
        let answer = ledger.may(&question).unwrap();
        let until = answer.valid_until.unwrap_or(day(3650));
        prop_assert!(until > question.at);
        // Every half grid step, and the instant before the end.
        let mut probes: Vec<_> = (1..200).map(|n| question.at + TimeDelta::hours(60 * n)).collect();
        probes.push(until - TimeDelta::nanoseconds(1));
        for probe in probes.into_iter().filter(|probe| *probe < until) {
            prop_assert_eq!(said(&ledger.may(&at(&question, probe)).unwrap()), said(&answer), "{}", probe);
        }
        if answer.valid_until.is_some() {
            prop_assert_ne!(said(&ledger.may(&at(&question, until)).unwrap()), said(&answer));
        }
    }

    #[test]
    fn with_clocks_that_are_off_only_a_yes_that_is_certain_to_be_later_permits_after_a_no(
        events in events(), question in question(), clocks in clocks(),
    ) {
        let ledger = told(events).with_clocks(clocks.clone()).unwrap();
        let answer = ledger.may(&question).unwrap();
        if question.purpose != "jobs" || !answer.is_allowed() {
            return Ok(());
        }
        let all: Vec<_> = ledger.events().collect();
        let key = answer.evidence.first().unwrap();
        let yes = all.iter().find(|event| event.key() == *key).unwrap();
        let kinds = [EventKind::Refused, EventKind::Withdrawn, EventKind::Revoked, EventKind::Invalidated, EventKind::Objected];
        let trusted = |event: &Event| !event.time_untrusted && !clocks.untrusted.contains(&event.source);
        for no in all.iter().filter(|event| event.purpose == "jobs" && kinds.contains(&event.kind)) {
            let known = question.known_at.is_none_or(|known_at| no.received_at <= known_at);
            let covers = (question.channel.is_none() || no.channel.is_none() || no.channel == question.channel)
                && (no.recipient.is_none() || no.recipient == question.recipient);
            let begun = no.occurred_at.to_utc().min(no.received_at) <= question.at;
            if known && covers && begun {
                let latest = if trusted(no) { no.occurred_at.to_utc() } else { no.received_at.max(no.occurred_at.to_utc()) };
                let slack = match no.source == yes.source {
                    true => TimeDelta::zero(),
                    false => clocks.tolerance(&no.source) + clocks.tolerance(&yes.source),
                };
                prop_assert!(trusted(yes) && latest + slack < yes.occurred_at.to_utc(), "{:?}", no);
            }
        }
    }

    #[test]
    fn one_more_no_never_permits(events in events(), no in event(), question in question()) {
        let kinds = [EventKind::Refused, EventKind::Withdrawn, EventKind::Revoked, EventKind::Invalidated, EventKind::Objected, EventKind::Restricted, EventKind::Used, EventKind::Happened];
        if !kinds.contains(&no.kind) {
            return Ok(());
        }
        let before = told(events.clone()).may(&question).unwrap();
        let mut no = no;
        no.id = "no".into();
        let after = told(events.into_iter().chain([no])).may(&question).unwrap();
        // The verdicts are ordered from allowed to denied.
        if before.verdict == Verdict::Denied {
            prop_assert_eq!(after.verdict, Verdict::Denied);
        }
    }

    #[test]
    fn permission_by_consent_rests_on_an_act_of_the_person_under_a_known_notice(events in events(), question in question()) {
        let ledger = told(events);
        let answer = ledger.may(&question).unwrap();
        if question.purpose == "jobs" && answer.is_allowed() {
            let key = answer.evidence.first().unwrap();
            let yes = ledger.events().find(|event| event.key() == *key).unwrap();
            prop_assert!(matches!(yes.kind, EventKind::Given | EventKind::Renewed));
            prop_assert_eq!(yes.actor, Actor::Subject);
            prop_assert!(yes.notice.as_ref().unwrap().version <= 2);
            prop_assert!(yes.method.is_none_or(Method::is_affirmative));
            prop_assert!(!yes.imported || yes.evidence_ref.is_some());
            prop_assert!(yes.occurred_at <= question.at);
            prop_assert!(yes.channel.is_none() || yes.channel == question.channel);
            prop_assert_eq!(&yes.recipient, &question.recipient);
        }
    }

    #[test]
    fn leaving_the_channel_out_is_no_way_round_the_gate(events in events(), clocks in clocks(), question in question()) {
        let ledger = told(events).with_clocks(clocks).unwrap();
        let mut whole = question;
        whole.channel = None;
        if ledger.may(&whole).unwrap().is_allowed() {
            for channel in Channel::ALL {
                let mut on_channel = whole.clone();
                on_channel.channel = Some(*channel);
                prop_assert!(ledger.may(&on_channel).unwrap().is_allowed(), "{channel}");
            }
        }
    }

    #[test]
    fn an_answer_and_its_parts_survive_json(events in events(), question in question()) {
        let ledger = told(events.clone());
        let answer = ledger.may(&question).unwrap();
        let text = serde_json::to_string(&answer).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Answer>(&text).unwrap(), &answer);
        for event in ledger.events() {
            let text = serde_json::to_string(&event).unwrap();
            prop_assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
        }
        let summary = ledger.summary(&question.purpose, question.channel, question.at).unwrap();
        prop_assert_eq!(summary.subjects, ledger.subjects().count());
        prop_assert_eq!(summary.subjects, summary.allowed + summary.review + summary.denied);
        let text = serde_json::to_string(&summary).unwrap();
        prop_assert_eq!(serde_json::from_str::<alumni_core::consent::Summary>(&text).unwrap(), summary);
    }
}

/// What a text was shown for reaches neither the purpose as a whole nor one's own use.
#[test]
fn a_showing_on_one_channel_or_for_one_recipient_proves_nothing_elsewhere() {
    type Narrowed = fn(Event) -> Event;
    let on_sms: Narrowed = |event| event.channel(Channel::Sms);
    let for_group: Narrowed = |mut event| {
        event.recipient = Some("group".to_owned());
        event
    };
    for (narrowed, allowed) in [(on_sms, Some(Channel::Sms)), (for_group, None)] {
        let event = |n: i64, kind| {
            let of = Event::new("s", n.to_string(), "w", "jobs", kind, day(n).into()).received_at(day(n));
            if matches!(kind, EventKind::Given | EventKind::NoticeShown) { of.notice("n", 1) } else { of }
        };
        let shown = narrowed(event(3, EventKind::NoticeShown));
        let ledger = told([
            event(1, EventKind::Given),
            event(2, EventKind::Withdrawn),
            shown,
            event(4, EventKind::Given),
        ]);
        for channel in Channel::ALL.iter().copied().map(Some).chain([None]) {
            let answer = ledger.may(&Question::new("w", "jobs", channel, day(10))).unwrap();
            assert_eq!(answer.is_allowed(), channel.is_some() && channel == allowed, "{channel:?}");
        }
        // What a snapshot learns of one person it says of the next.
        let snapshot = ledger.snapshot(day(10), None);
        for channel in Channel::ALL.iter().copied().map(Some).chain([None]) {
            let stand = snapshot.may("w", "jobs", channel).unwrap();
            assert_eq!(stand.is_allowed(), channel.is_some() && channel == allowed, "{channel:?}");
        }
        assert_eq!(ledger.permitted("jobs", day(10)).unwrap().len(), 0);
    }
}

/// A later yes to one channel stands there in the place of the one to all, and ends there.
#[test]
fn a_yes_to_one_channel_that_has_ended_is_missing_among_all() {
    let yes = |n: i64| {
        Event::new("s", n.to_string(), "w", "jobs", EventKind::Given, day(n).into())
            .received_at(day(n))
            .notice("n", 1)
    };
    let mut to_sms = yes(2).channel(Channel::Sms);
    to_sms.valid_for = Some(Period::days(10));
    // Others agreed alike, with ends of their own and none.
    let other = |subject: &str, event: &Event, days: Option<u32>| {
        let mut other = event.clone();
        (other.subject, other.id) = (subject.to_owned(), format!("{subject}{}", event.id));
        other.valid_for = days.map(Period::days);
        other
    };
    let ledger = told([
        yes(1),
        to_sms.clone(),
        other("v", &yes(1), None),
        other("v", &to_sms, Some(20)),
        other("u", &yes(1), None),
        other("u", &to_sms, None),
    ]);
    let ask = |subject: &str, channel: Option<Channel>, n| {
        ledger.may(&Question::new(subject, "jobs", channel, day(n))).unwrap()
    };
    for (subject, ends) in [("w", Some(12)), ("v", Some(22)), ("u", None)] {
        let whole = ask(subject, None, 5);
        // Version 2 of the notice ends all of them on day 60.
        assert_eq!(
            (whole.verdict, whole.valid_until),
            (Verdict::Allowed, Some(day(ends.unwrap_or(60)))),
            "{subject}"
        );
        let snapshot = ledger.snapshot(day(5), None);
        assert_eq!(
            snapshot.may(subject, "jobs", None).unwrap().valid_until(),
            whole.valid_until,
            "{subject}"
        );
        let Some(ends) = ends else { continue };
        assert_eq!(ask(subject, Some(Channel::Sms), ends).reasons[0].code(), "consent-expired");
        assert_eq!(ask(subject, None, ends).reasons[0].code(), "consent-expired");
        assert!(ask(subject, Some(Channel::Email), ends).is_allowed());
    }
}
