//! A snapshot says what the ledger says.

use alumni_core::consent::{
    Actor, Channel, Clocks, Event, EventKind, Ledger, Pack, Question, Regimes, Snapshot, Stand,
};
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::sample::select;

use crate::properties::events;
use crate::{day, ledger, whole};

/// That everything in `stand` is what `ledger` answers to `question`.
fn agrees(ledger: &Ledger, question: &Question, stand: &Stand<'_>) -> Result<(), TestCaseError> {
    let answer = ledger.may(question).unwrap();
    prop_assert_eq!(stand.verdict(), answer.verdict);
    prop_assert_eq!(stand.code(), answer.reasons[0].code());
    let evidence = answer.evidence.first().map(|key| (key.source.as_str(), key.id.as_str()));
    prop_assert_eq!(stand.evidence(), evidence);
    prop_assert_eq!((stand.state(), stand.valid_until()), (answer.state, answer.valid_until));
    prop_assert_eq!(stand.answer().unwrap(), answer);
    Ok(())
}

/// Everybody who was ever heard of, each once, and the counts by hand.
fn everybody_agrees(
    held: &Ledger,
    snapshot: &Snapshot,
    purpose: &str,
    channel: Option<Channel>,
) -> Result<(), TestCaseError> {
    let everybody = snapshot.everybody(purpose, channel).unwrap();
    let mut heard: Vec<_> = everybody.iter().map(|stand| stand.subject()).collect();
    heard.sort_unstable();
    prop_assert_eq!(&heard, &held.subjects().collect::<Vec<_>>());
    prop_assert_eq!((everybody.len(), everybody.is_empty()), (heard.len(), heard.is_empty()));
    let mut counts = std::collections::BTreeMap::new();
    for stand in everybody.iter() {
        let mut question = Question::new(stand.subject(), purpose, channel, snapshot.at());
        question.known_at = snapshot.known_at();
        agrees(held, &question, &stand)?;
        *counts.entry((stand.verdict(), stand.code().to_owned())).or_insert(0) += 1;
    }
    let told = everybody.counts();
    prop_assert_eq!(told.rows, heard.len());
    let told = told.reasons.into_iter().map(|reason| ((reason.verdict, reason.code), reason.count));
    prop_assert_eq!(told.collect::<std::collections::BTreeMap<_, _>>(), counts);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn it_answers_as_the_ledger_does(
        events in events(),
        subjects in 1..4_usize,
        at in -1..40_i64,
        known_at in prop::option::weighted(0.3, -1..16_i64),
        packs in prop::bool::weighted(0.3),
    ) {
        let mut held = ledger();
        if packs {
            let packs = ["eu-gdpr-eprivacy", "us-canspam-tcpa-ccpa"].map(|id| Pack::shipped(id).unwrap());
            held = held.with_packs(packs).unwrap();
            held = held.with_regimes(Regimes::everyone(["eu"]).subject("w1", ["us"])).unwrap();
        }
        held.extend(events.into_iter().enumerate().map(|(n, mut event)| {
            event.subject = format!("w{}", n % subjects);
            event
        })).unwrap();
        let (at, known_at) = (day(at * 5), known_at.map(|n| day(n * 10)));
        let snapshot = held.snapshot(at, known_at);
        let names = ["w1", "w0", "nobody", "w2", "w0"];
        for purpose in ["jobs", "study"] {
            for channel in Channel::ALL.iter().copied().map(Some).chain([None]) {
                let mut each = Vec::new();
                snapshot.may_each(names, purpose, channel, |stand| each.push(stand)).unwrap();
                prop_assert_eq!(each.len(), names.len());
                everybody_agrees(&held, &snapshot, purpose, channel)?;
                for (name, stand) in names.into_iter().zip(each) {
                    let mut question = Question::new(name, purpose, channel, at);
                    question.known_at = known_at;
                    agrees(&held, &question, &stand)?;
                    agrees(&held, &question, &snapshot.may(name, purpose, channel).unwrap())?;
                }
            }
        }
    }
}

/// What happens to several people alike: the kind, who says it, the channel, the version of the notice, and for how many days.
type Alike = (EventKind, Actor, Option<Channel>, Option<u32>, Option<u32>, bool);

fn alike() -> impl Strategy<Value = Vec<Alike>> {
    let usual = vec![EventKind::NoticeShown, EventKind::Given, EventKind::Renewed, EventKind::Withdrawn];
    let kind = prop_oneof![4 => select(usual), 1 => select(EventKind::ALL)];
    let actor = prop_oneof![9 => Just(Actor::Subject), 1 => select(Actor::ALL)];
    let channel =
        prop_oneof![1 => Just(None), 2 => Just(Some(Channel::Email)), 1 => Just(Some(Channel::Sms))];
    let (notice, length) = (prop::option::weighted(0.8, 1..4_u32), prop::option::weighted(0.5, 1..40_u32));
    prop::collection::vec((kind, actor, channel, notice, length, prop::bool::weighted(0.1)), 1..20)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Snapshots fold alike events once: these people differ in little more than when they did what.
    #[test]
    fn it_answers_as_the_ledger_does_where_many_did_alike(
        ways in prop::collection::vec(alike(), 1..4),
        people in prop::collection::vec(
            (any::<prop::sample::Index>(), prop_oneof![4 => 1..5_usize, 1 => 5..20_usize], 0..40_i64, prop::collection::vec((0..4_i64, -1..3_i64), 20)),
            1..16,
        ),
        at in 0..80_i64,
        known_at in prop::option::weighted(0.3, 0..80_i64),
        clocks in prop::bool::weighted(0.1),
        after in prop::bool::weighted(0.2),
    ) {
        let mut held = if clocks { ledger().with_clocks(Clocks::new(86_400)).unwrap() } else { ledger() };
        let mut events = Vec::new();
        for (person, (way, length, first, steps)) in people.iter().enumerate() {
            let mut on = *first;
            for ((step, delay), alike) in steps.iter().zip(way.get(&ways).iter().take(*length)) {
                on += step;
                let (kind, actor, channel, notice, days, imported) = alike;
                let (id, subject) = (events.len().to_string(), format!("w{person}"));
                let mut event = Event::new("s", id, subject, "jobs", *kind, day(on).into());
                event.received_at = day(on + delay);
                (event.actor, event.channel, event.imported) = (*actor, *channel, *imported);
                if let Some(version) = notice {
                    event = event.notice("n", *version);
                }
                if matches!(kind, EventKind::Given | EventKind::Renewed) {
                    event.valid_until = days.map(|days| day(on + i64::from(days)));
                }
                if *kind == EventKind::Happened {
                    event = whole(event, 1);
                }
                events.push(event);
            }
        }
        held.extend(events).unwrap();
        let (at, known_at) = (day(at) + TimeDelta::nanoseconds(after.into()), known_at.map(day));
        let snapshot = held.snapshot(at, known_at);
        for person in 0..people.len() {
            let name = format!("w{person}");
            for channel in [None, Some(Channel::Email), Some(Channel::Sms), Some(Channel::Phone)] {
                let mut question = Question::new(&name, "jobs", channel, at);
                question.known_at = known_at;
                agrees(&held, &question, &snapshot.may(&name, "jobs", channel).unwrap())?;
            }
        }
        for channel in [None, Some(Channel::Email), Some(Channel::Phone)] {
            everybody_agrees(&held, &snapshot, "jobs", channel)?;
        }
    }
}

#[test]
fn it_keeps_the_ledger_as_it_was() {
    use alumni_core::consent::Verdict;
    let mut held = ledger();
    let event = |id: &str, kind, n| Event::new("s", id, "w", "study", kind, day(n).fixed_offset());
    held.extend([event("1", EventKind::NoticeShown, 1)]).unwrap();
    let before = held.snapshot(day(9), None);
    held.extend([event("2", EventKind::Objected, 2)]).unwrap();
    assert_eq!(before.may("w", "study", None).unwrap().verdict(), Verdict::Allowed);
    let after = held.snapshot(day(9), None);
    assert_eq!(after.may("w", "study", None).unwrap().code(), "consent-objected");
    assert_eq!((before.states(), before.ledger().len(), held.len()), (1, 1, 2));
    assert!(after.may("w", "studies", None).unwrap_err().message().contains("did you mean `study`"));
}

/// In the order in which they were first heard of, also where somebody's name is too long for a slot.
#[test]
fn everybody_comes_in_the_order_of_the_ledger() {
    let mut held = ledger();
    let names = ["w2".to_owned(), "n".repeat(200), "w1".to_owned(), "w10".to_owned()];
    let event = |(n, name): (i64, &String)| {
        Event::new("s", n.to_string(), name, "jobs", EventKind::Withdrawn, day(n).fixed_offset())
    };
    held.extend((0..).zip(names.iter().chain([&names[2]])).map(event)).unwrap();
    let snapshot = held.snapshot(day(2), None);
    let everybody = snapshot.everybody("jobs", None).unwrap();
    let told: Vec<_> =
        everybody.iter().map(|stand| (stand.subject(), stand.code(), stand.evidence())).collect();
    let (no, never) = ("consent-withdrawn", "consent-never-asked");
    let wanted = [
        (names[0].as_str(), no, Some(("s", "0"))),
        (names[1].as_str(), no, Some(("s", "1"))),
        (names[2].as_str(), no, Some(("s", "2"))),
        (names[3].as_str(), never, None),
    ];
    assert_eq!(told, wanted);
    assert!(ledger().snapshot(day(2), None).everybody("jobs", None).unwrap().is_empty());
    assert!(snapshot.everybody("job", None).is_err());
}
