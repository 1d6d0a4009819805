//! The set of events decides: not their order, their partition into deliveries, how often each comes, or by way of whom.

use alumni_core::consent::{Event, Ledger};
use chrono::TimeDelta;
use proptest::prelude::*;

use super::ledger;
use super::properties::{clocks, events, question};

/// Deliveries of a stream: each event at least once, in any order, in up to four parts.
fn deliveries() -> impl Strategy<Value = (Vec<Event>, Vec<Vec<Event>>)> {
    let repeated = prop::collection::vec((0..12_usize, 0..4_i64), 0..8);
    (events(), repeated).prop_flat_map(|(once, repeated)| {
        let mut all = once.clone();
        for (index, days) in repeated {
            // Delivered again, at once or later: the earliest reception counts.
            if let Some(mut event) = once.get(index).cloned() {
                let received = event.received_at + TimeDelta::days(days);
                // A row without a day is dated by its delivery.
                let ends = event.valid_until.is_some() || event.valid_for.is_some();
                let ends = ends || event.valid_until_event.is_some() || event.valid_uses.is_some();
                if event.imported && event.time_untrusted && !ends {
                    event.occurred_at += TimeDelta::days(days);
                }
                all.push(event.received_at(received));
            }
        }
        let places = prop::collection::vec(0..4_usize, all.len());
        (Just(once), Just(all).prop_shuffle(), places).prop_map(|(once, all, places)| {
            let mut parts = vec![Vec::new(); 4];
            for (event, place) in all.into_iter().zip(places) {
                parts[place].push(event);
            }
            (once, parts)
        })
    })
}

/// Takes in what another ledger has.
fn merge(into: &mut Ledger, from: &Ledger) {
    into.extend(from.events().collect::<Vec<_>>()).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10_000))]

    #[test]
    fn order_repetition_partition_and_detour_change_nothing(
        (once, parts) in deliveries(),
        questions in prop::collection::vec(question(), 4),
        clocks in clocks(),
    ) {
        let empty = ledger().with_clocks(clocks).unwrap();
        let mut whole = empty.clone();
        prop_assert_eq!(whole.extend(once.clone()).unwrap().added, once.len());

        let mut one_by_one = empty.clone();
        let mut added = 0;
        for event in parts.iter().flatten() {
            added += one_by_one.extend([event.clone()]).unwrap().added;
        }
        prop_assert_eq!(added, once.len());

        // Two systems hear two parts each, the second in the other order, and then from each other.
        let (mut left, mut right) = (empty.clone(), empty);
        for (place, part) in parts.iter().enumerate() {
            let system = if place < 2 { &mut left } else { &mut right };
            let reversed = part.iter().rev().cloned();
            let extended =
                if place < 2 { system.extend(part.clone()) } else { system.extend(reversed) }.unwrap();
            prop_assert_eq!(extended.added + extended.duplicates, part.len());
        }
        let alone = left.clone();
        merge(&mut left, &right);
        merge(&mut right, &alone);
        merge(&mut right, &left);

        for other in [&one_by_one, &left, &right] {
            prop_assert_eq!(whole.state_hash(), other.state_hash());
            for question in &questions {
                prop_assert_eq!(whole.may(question).unwrap(), other.may(question).unwrap());
            }
        }
    }
}
