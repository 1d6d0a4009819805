//! What a ledger holds of its events, and that a delivery is taken whole or not at all.

use alumni_core::consent::{Event, EventKind};
use chrono::TimeDelta;
use proptest::prelude::*;

use crate::properties::events;
use crate::{day, ledger};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_delivery_that_fails_leaves_the_ledger_as_it_was(before in events(), mut delivery in events()) {
        let mut held = ledger();
        held.extend(before.clone()).unwrap();
        let untouched = held.clone();
        for event in &mut delivery {
            event.subject = format!("{}-2", event.subject);
            event.id = format!("{}-2", event.id);
        }
        // Known events arrive again with an earlier reception, then somebody new, then what cannot be used.
        delivery.extend(before.iter().cloned().map(|event| {
            let earlier = event.received_at - TimeDelta::days(9);
            event.received_at(earlier)
        }));
        delivery.push(Event::new("s", "last", "w", "unheard-of", EventKind::Given, day(1).fixed_offset()));
        let error = held.extend(delivery).unwrap_err();
        prop_assert!(error.path().ends_with("purpose"), "{}", error.path());
        prop_assert_eq!(held.state_hash(), untouched.state_hash());
        prop_assert_eq!(held.subjects().collect::<Vec<_>>(), untouched.subjects().collect::<Vec<_>>());
        prop_assert_eq!(held.len(), before.len());
        // Nothing of it is taken for known later on.
        let again = held.extend(before.clone()).unwrap();
        prop_assert_eq!((again.added, again.duplicates), (0, before.len()));
    }

    #[test]
    fn every_event_comes_out_as_it_went_in(events in events()) {
        let mut held = ledger();
        held.extend(events.clone()).unwrap();
        let mut sorted = events;
        sorted.sort_by(|a, b| (&a.source, &a.id).cmp(&(&b.source, &b.id)));
        prop_assert_eq!(held.events().collect::<Vec<_>>(), sorted);
    }

    #[test]
    fn instants_and_offsets_keep_every_digit(
        seconds in -62_135_500_000_i64..253_402_200_000,
        nanos in 0..1_000_000_000_u32,
        offset in -86_399..86_400_i32,
    ) {
        let at = chrono::DateTime::from_timestamp(seconds, nanos).unwrap();
        let occurred = at.with_timezone(&chrono::FixedOffset::east_opt(offset).unwrap());
        let mut event = Event::new("s", "1", "w", "jobs", EventKind::Given, occurred);
        event.received_at = at + TimeDelta::nanoseconds(1);
        event.valid_until = Some(at + TimeDelta::nanoseconds(7));
        let mut held = ledger();
        prop_assume!(held.extend([event.clone()]).is_ok());
        let out = held.events().next().unwrap();
        prop_assert_eq!(out.occurred_at.offset(), event.occurred_at.offset());
        prop_assert_eq!(out, event);
    }
}

#[test]
fn one_subject_may_have_many_events_delivered_twice() {
    let event = |n: i64| {
        let at = (day(0) + TimeDelta::minutes(n * 7_919 % 20_000)).fixed_offset();
        Event::new("s", format!("e{n}"), "w", "jobs", EventKind::NoticeShown, at).notice("n", 1)
    };
    let mut held = ledger();
    let extended = held.extend((0..20_000).chain(0..20_000).map(event)).unwrap();
    assert_eq!((extended.added, extended.duplicates), (20_000, 20_000));
    let times: Vec<_> = held.events_of("w").map(|event| event.occurred_at).collect();
    assert!(times.is_sorted());
}
