//! A timeline says at every instant what the ledger would be asked for it.

use alumni_core::consent::{Channel, Event, EventKind, Question, Timeline, Verdict};
use chrono::TimeDelta;
use proptest::prelude::*;

use super::properties::events;
use super::{day, ledger};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_span_is_the_answer_at_each_of_its_instants(
        events in events(),
        known_at in prop::option::weighted(0.4, -1..16_i64),
    ) {
        let mut ledger = ledger();
        ledger.extend(events.clone()).unwrap();
        let known_at = known_at.map(|n| day(n * 10));
        let end = day(150);
        let timeline = ledger.timeline("w", end, known_at).unwrap();
        let known = |event: &&Event| known_at.is_none_or(|known_at| event.received_at <= known_at);
        let shown: usize = timeline.lanes.iter().map(|lane| lane.events.len()).sum();
        prop_assert_eq!(shown, events.iter().filter(known).filter(|event| event.occurred_at < end).count());
        for lane in &timeline.lanes {
            let of_purpose = || events.iter().filter(known).filter(|event| event.purpose == lane.purpose);
            let first = of_purpose().map(|event| event.occurred_at.to_utc().min(event.received_at)).min().unwrap();
            let mut at = first;
            for span in &lane.spans {
                prop_assert_eq!(span.from, at);
                prop_assert!(span.until > span.from && span.until <= end);
                at = span.until;
                let probes = [span.from, span.from + (span.until - span.from) / 2, span.until - TimeDelta::nanoseconds(1)];
                for probe in probes {
                    let mut question = Question::new("w", &lane.purpose, lane.channel, probe);
                    question.recipient.clone_from(&lane.recipient);
                    question.known_at = known_at;
                    let answer = ledger.may(&question).unwrap();
                    prop_assert_eq!((answer.verdict, answer.state), (span.verdict, span.state));
                    prop_assert_eq!(answer.reasons[0].code(), span.reason.as_str());
                    prop_assert_eq!(&answer.evidence, &span.evidence);
                    prop_assert_eq!(answer.valid_until.map_or(end, |until| until.min(end)), span.until);
                }
            }
            prop_assert_eq!(at, end.max(first));
            for event in &lane.events {
                let found = of_purpose().find(|known| known.key() == event.event).unwrap();
                prop_assert_eq!((found.channel, &found.recipient), (lane.channel, &lane.recipient));
            }
        }
        let kept: Timeline = serde_json::from_str(&serde_json::to_string(&timeline).unwrap()).unwrap();
        prop_assert_eq!(kept, timeline);
    }
}

#[test]
fn a_channel_with_a_no_of_its_own_has_a_lane_of_its_own() {
    let mut ledger = ledger();
    let event =
        |id: &str, kind, n| Event::new("s", id, "w", "jobs", kind, day(n).fixed_offset()).notice("n", 1);
    ledger
        .extend([event("1", EventKind::Given, 0), event("2", EventKind::Withdrawn, 10).channel(Channel::Sms)])
        .unwrap();
    let timeline = ledger.timeline("w", day(30), None).unwrap();
    let lanes: Vec<_> = timeline.lanes.iter().map(|lane| (lane.channel, lane.events.len())).collect();
    let others = |channel: Channel| (Some(channel), usize::from(channel == Channel::Sms));
    let each = Channel::ALL.iter().copied().map(others);
    assert_eq!(lanes, std::iter::once((None, 1)).chain(each).collect::<Vec<_>>());
    let of = |channel| &timeline.lanes.iter().find(|lane| lane.channel == channel).unwrap().spans;
    let sms = of(Some(Channel::Sms));
    let email = of(Some(Channel::Email));
    assert_eq!(email.iter().map(|span| span.verdict).collect::<Vec<_>>(), [Verdict::Allowed]);
    assert_eq!(sms.iter().map(|span| span.verdict).collect::<Vec<_>>(), [Verdict::Allowed, Verdict::Denied]);
    assert_eq!((timeline.begin(), sms[1].from), (Some(day(0)), day(10)));
    assert_eq!(timeline.notices().into_iter().collect::<Vec<_>>(), [("n", 1)]);
    // As it was known before the no came.
    let before = ledger.timeline("w", day(30), Some(day(9))).unwrap();
    assert_eq!(before.lanes.len(), 1);
    assert_eq!(ledger.timeline("nobody", day(30), None).unwrap().lanes, []);
    assert_eq!(ledger.timeline("nobody", day(30), None).unwrap().begin(), None);
}
