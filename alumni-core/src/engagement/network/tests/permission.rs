//! Who has not agreed changes nothing but what was left out.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::{GraphOptions, InteractionGraph, Parties, ResponsivenessOptions, responsiveness};
use super::replies::{event, to};
use crate::calendar::Span;
use crate::engagement::{Interaction, Permitted, TargetType};

const KINDS: [&str; 6] =
    ["post_question", "reply", "direct_message", "reaction", "profile_view", "secret_kind"];

/// Random events: place, kind, actor, and at what it is directed.
pub(super) fn events() -> impl Strategy<Value = Vec<Interaction>> {
    let one = (0_i64..700, 0..KINDS.len(), 0_usize..6, 0_usize..14);
    proptest::collection::vec(one, 0..40).prop_map(|rows| {
        let actors = ["w-0", "w-1", "w-2", "w-3", "w-4", "office"];
        let made = rows.iter().enumerate().map(|(place, (hour, kind, actor, directed))| {
            let made = event(&format!("e-{place}"), *hour, KINDS[*kind], actors[*actor]);
            match directed {
                0..6 => made.with_target(actors[*directed], TargetType::Person).unwrap(),
                6..10 => made.with_thread(format!("e-{}", directed - 6)).unwrap(),
                10..13 => made.with_target(format!("e-{}", directed - 10), TargetType::Content).unwrap(),
                _ => made,
            }
        });
        made.collect()
    })
}

proptest! {
    #[test]
    fn the_answer_is_that_of_a_record_without_them(events in events()) {
        let only: BTreeSet<String> = ["w-1", "w-2", "w-3", "w-4"].map(String::from).into();
        let by_others: Vec<Interaction> = events.iter().filter(|event| event.actor() != "w-0").cloned().collect();
        let window = Span::new("2024-05-01".parse().unwrap(), "2024-05-20".parse().unwrap()).unwrap();
        let replies = |events: &[Interaction]| {
            let options = ResponsivenessOptions::default();
            let mut found = responsiveness(events, window, Permitted::Only(&only), &options).unwrap();
            found.not_permitted = 0;
            found.reasons.retain(|reason| reason.code() != "reply-not-permitted");
            found
        };
        prop_assert_eq!(replies(&events), replies(&by_others));
        for parties in Parties::ALL {
            let options = GraphOptions::new("2024-05-25".parse().unwrap()).half_life_days(5.0).parties(parties);
            let graph = |events: &[Interaction]| {
                let graph =
                    InteractionGraph::from_interactions(events, &options, None, Permitted::Only(&only)).unwrap();
                let mut document = serde_json::to_value(&graph).unwrap();
                document.as_object_mut().unwrap().remove("left_out");
                document
            };
            prop_assert_eq!(graph(&events), graph(&by_others));
            prop_assert!(!graph(&events).to_string().contains("w-0"));
        }
    }

    #[test]
    fn order_and_repetition_of_events_change_nothing(events in events(), mut order in Just((0..80).collect::<Vec<usize>>()).prop_shuffle()) {
        order.retain(|place| *place < events.len() * 2);
        let shuffled: Vec<Interaction> = order.iter().map(|place| events[place % events.len()].clone()).collect();
        let window = Span::new("2024-05-03".parse().unwrap(), "2024-05-20".parse().unwrap()).unwrap();
        let text = |events: &[Interaction]| {
            let options = ResponsivenessOptions::default();
            let replies = responsiveness(events, window, Permitted::Everyone, &options).unwrap();
            let options = GraphOptions::new("2024-05-25".parse().unwrap()).half_life_days(5.0);
            let graph = InteractionGraph::from_interactions(events, &options, None, Permitted::Everyone).unwrap();
            (serde_json::to_string(&replies).unwrap(), serde_json::to_string(&graph).unwrap())
        };
        prop_assert_eq!(text(&events), text(&shuffled));
    }
}

#[test]
fn the_company_needs_no_permission_and_staff_do() {
    let only: BTreeSet<String> = ["w-1".to_owned()].into();
    let events = [to("e-1", 0, "office", "w-1"), to("e-2", 1, "w-1", "office"), to("e-3", 2, "w-1", "w-2")];
    let graph = |parties| {
        let options = GraphOptions::new("2024-06-01".parse().unwrap()).parties(parties);
        InteractionGraph::from_interactions(&events, &options, None, Permitted::Only(&only)).unwrap()
    };
    let everyone = graph(Parties::Everyone);
    assert_eq!(everyone.people().collect::<Vec<_>>(), ["office", "w-1"]);
    assert_eq!((everyone.tie_count(), everyone.left_out().not_permitted), (2, 1));
    let alumni = graph(Parties::Alumni);
    assert_eq!(
        (alumni.tie_count(), alumni.left_out().other_parties, alumni.left_out().not_permitted),
        (0, 2, 1)
    );
}
