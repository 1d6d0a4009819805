//! The funnel counts each person once, at the last stage that the definitions give them.

use alumni_core::consent::{
    Channel, ContactRequest, ContactRules, Contacts, DecisionState, Event, EventKind, Funnel, FunnelStage,
    Ledger, Pause, Question,
};
use alumni_core::{ErrorKind, Lang};
use proptest::prelude::*;
use proptest::sample::select;

use super::properties::events;
use super::{day, ledger};

const PEOPLE: [&str; 4] = ["a", "b", "c", "nobody"];

fn counts(funnel: &Funnel) -> Vec<(FunnelStage, usize)> {
    funnel.steps.iter().map(|step| (step.stage, step.people)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn steps_narrow_and_what_each_loses_is_told(
        people in prop::collection::vec(events(), 3),
        purpose in select(vec!["jobs", "study"]),
        channel in prop::option::of(select(Channel::ALL)),
        at in 0..30_i64,
    ) {
        let mut ledger = ledger();
        for (subject, events) in PEOPLE.iter().zip(people) {
            ledger.extend(events.into_iter().enumerate().map(|(number, mut event)| {
                event.subject = (*subject).to_owned();
                event.id = format!("{subject}-{number}");
                event
            })).unwrap();
        }
        let at = day(at * 5);
        let funnel = ledger.funnel(PEOPLE, purpose, channel, at, None, None).unwrap();
        prop_assert_eq!(funnel.steps[0].people, 4);
        if purpose == "jobs" {
            prop_assert_eq!(funnel.steps[1].people, ledger.subjects().count());
        }
        for pair in funnel.steps.windows(2) {
            prop_assert!(pair[0].stage < pair[1].stage && pair[0].people >= pair[1].people);
            let lost: usize = pair[1].lost.iter().map(|lost| lost.count).sum();
            prop_assert_eq!(lost, pair[0].people - pair[1].people);
        }
        let summary = ledger.summary_among(PEOPLE, purpose, channel, at).unwrap();
        prop_assert_eq!(funnel.reachable(), summary.allowed);
        let by_consent = purpose == "jobs";
        prop_assert_eq!(funnel.steps.iter().any(|step| step.stage == FunnelStage::Agreed), by_consent);
        // Somebody who agreed was permitted at some instant, on that channel or another.
        if by_consent {
            let once = |subject: &&&str| {
                ledger.events_of(subject).any(|event| {
                    let asked = [event.channel, channel].map(|channel| {
                        let question = Question::new(**subject, purpose, channel, event.occurred_at.to_utc());
                        ledger.may(&question).unwrap().state.decision
                    });
                    let yes = matches!(event.kind, EventKind::Given | EventKind::Renewed);
                    yes && event.purpose == purpose && event.occurred_at <= at && asked.iter().any(|decision| {
                        matches!(decision.as_str(), "given" | "renewed")
                    })
                })
            };
            let agreed = funnel.steps.iter().find(|step| step.stage == FunnelStage::Agreed).unwrap();
            prop_assert_eq!(agreed.people, PEOPLE.iter().filter(once).count());
        }
        let kept: Funnel = serde_json::from_str(&serde_json::to_string(&funnel).unwrap()).unwrap();
        prop_assert_eq!(kept, funnel);
    }
}

fn said(id: &str, subject: &str, kind: EventKind, n: i64) -> Event {
    Event::new("s", id, subject, "jobs", kind, day(n).fixed_offset()).notice("n", 1)
}

fn network() -> Ledger {
    let mut ledger = ledger();
    let mut sms = said("8", "sms only", EventKind::Given, 0);
    sms.channel = Some(Channel::Sms);
    let mut other = said("9", "other purpose", EventKind::Given, 0);
    other.purpose = "study".into();
    ledger
        .extend([
            said("1", "yes", EventKind::Given, 0),
            said("2", "paused", EventKind::Given, 0),
            said("3", "capped", EventKind::Given, 0),
            said("4", "withdrawn", EventKind::Given, 0),
            said("5", "withdrawn", EventKind::Withdrawn, 5),
            said("6", "refused", EventKind::Refused, 0),
            said("7", "shown", EventKind::NoticeShown, 0),
            sms,
            other,
        ])
        .unwrap();
    ledger
}

const NETWORK: [&str; 9] =
    ["yes", "paused", "capped", "withdrawn", "refused", "shown", "sms only", "other purpose", "nobody"];

#[test]
fn pauses_and_caps_are_the_last_step() {
    let ledger = network();
    let rules =
        r#"{"id": "c", "version": 1, "caps": [{"id": "monthly", "at_most": 1, "within": "1 month"}]}"#;
    let mut contacts = Contacts::new(ContactRules::parse(rules).unwrap()).unwrap();
    let pause = format!(r#"{{"subject": "paused", "from": "{}"}}"#, day(1).to_rfc3339());
    contacts.pause(serde_json::from_str::<Pause>(&pause).unwrap()).unwrap();
    let question = Question::new("capped", "jobs", Channel::Email, day(9));
    let permit = ledger.reserve(&mut contacts, &ContactRequest::new(question, "hr", "m-1")).unwrap();
    ledger.commit(&mut contacts, &permit.token.unwrap(), day(9)).unwrap();
    let funnel =
        ledger.funnel(NETWORK, "jobs", Some(Channel::Email), day(10), None, Some(&contacts)).unwrap();
    use FunnelStage::*;
    assert_eq!(
        counts(&funnel),
        [(People, 9), (Known, 8), (Asked, 6), (Agreed, 5), (Standing, 4), (Allowed, 3), (Reachable, 1)]
    );
    let lost = |place: usize| {
        let lost = funnel.steps[place].lost.iter().map(|lost| (lost.code.as_str(), lost.count));
        lost.collect::<Vec<_>>()
    };
    assert_eq!(lost(4), [("consent-withdrawn", 1)]);
    assert_eq!(lost(6), [("contact-cap-reached", 1), ("contact-paused", 1)]);
    assert_eq!(funnel.reachable(), 1);
    // As it was known before anything came.
    let before = ledger.funnel(NETWORK, "jobs", None, day(10), Some(day(-1)), None).unwrap();
    assert_eq!(before.steps[1].people, 0);
}

#[test]
fn every_stage_has_words_in_both_languages() {
    for lang in Lang::ALL {
        for state in DecisionState::ALL {
            assert!(!state.text(lang).contains("consent-"), "{state} in {lang}");
        }
        for stage in FunnelStage::ALL {
            assert!(!stage.text(lang).contains("consent-"), "{stage} in {lang}");
        }
    }
    let funnel = network().funnel(NETWORK, "study", Some(Channel::Email), day(10), None, None).unwrap();
    assert_eq!(funnel.to_string(), "people: 9\nallowed on this channel: 9");
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let ledger = network();
    let contacts = Contacts::new(ContactRules::parse(r#"{"id": "c", "version": 1}"#).unwrap()).unwrap();
    let refused = |purpose: &str, channel, people: &[&str]| {
        let error = ledger.funnel(people.iter().copied(), purpose, channel, day(0), None, Some(&contacts));
        let error = error.unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    assert_eq!(refused("job", Some(Channel::Email), &[]), (ErrorKind::UnknownName, "purpose".into()));
    assert_eq!(refused("jobs", None, &[]), (ErrorKind::Missing, "channel".into()));
}
