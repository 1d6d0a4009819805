//! Other ids for the same people change nothing but the names.

use proptest::prelude::*;

use super::super::{
    GraphOptions, InteractionGraph, MeasureOptions, Parties, PersonMeasures, ResponsivenessOptions, exchange,
    responsiveness,
};
use super::permission::events;
use crate::calendar::Span;
use crate::engagement::{Interaction, Permitted, TargetType};

/// The same events of people with other ids.
fn renamed(events: &[Interaction], name: impl Fn(&str) -> String) -> Vec<Interaction> {
    let one = |event: &Interaction| {
        let mut made = Interaction::new(
            event.id(),
            event.at(),
            event.kind().as_str(),
            name(event.actor()),
            event.actor_type(),
        )
        .unwrap();
        if let (Some(target), Some(kind)) = (event.target(), event.target_type()) {
            let target = if kind == TargetType::Person { name(target) } else { target.to_owned() };
            made = made.with_target(target, kind).unwrap();
        }
        match event.thread() {
            Some(thread) => made.with_thread(thread).unwrap(),
            None => made,
        }
    };
    events.iter().map(one).collect()
}

fn graph(events: &[Interaction], parties: Parties) -> InteractionGraph {
    let options = GraphOptions::new("2024-05-25".parse().unwrap()).half_life_days(5.0).parties(parties);
    InteractionGraph::from_interactions(events, &options, None, Permitted::Everyone).unwrap()
}

/// Ids in another order, in other scripts and of other lengths.
fn other(id: &str) -> String {
    match id {
        "w-0" => "9".to_owned(),
        "w-1" => "Zoë".to_owned(),
        "w-2" => "a".to_owned(),
        "w-3" => "w-33".to_owned(),
        "w-4" => "佐藤".to_owned(),
        office => format!("the {office}"),
    }
}

/// The id, and what is known of a person: whole numbers, numbers, and those that may be absent.
type Row = (String, [u32; 4], [f64; 6], [Option<f64>; 2]);

fn rows(of: &PersonMeasures) -> Vec<Row> {
    let row = |at: usize| {
        let whole = [of.ties_out[at], of.ties_in[at], of.two_way[at], of.core[at]];
        let numbers = [
            of.given[at],
            of.received[at],
            of.page_rank[at],
            of.betweenness[at],
            of.betweenness_error[at],
            of.clustering[at],
        ];
        (of.person[at].clone(), whole, numbers, [of.constraint[at], of.effective_size[at]])
    };
    (0..of.person.len()).map(row).collect()
}

proptest! {
    #[test]
    fn ids_in_the_same_order_give_the_same_document(events in events()) {
        let longer = |id: &str| format!("people/{id}");
        for parties in Parties::ALL {
            let (graph, again) = (graph(&events, parties), graph(&renamed(&events, longer), parties));
            let written = serde_json::to_string(&graph).unwrap();
            let expected = written.replace("\"w-", "\"people/w-").replace("\"office\"", "\"people/office\"");
            prop_assert_eq!(serde_json::to_string(&again).unwrap(), expected);
            let figures = graph.measures(&MeasureOptions::default()).unwrap();
            let mut same = again.measures(&MeasureOptions::default()).unwrap();
            same.person = same.person.iter().map(|id| id.replacen("people/", "", 1)).collect();
            prop_assert_eq!(same, figures);
        }
    }

    /// Sums in another order may differ in the last digits; which of equally good communities is found is left open.
    #[test]
    fn ids_in_any_order_give_each_person_their_figures(events in events()) {
        for parties in Parties::ALL {
            let (one, two) = (graph(&events, parties), graph(&renamed(&events, other), parties));
            prop_assert_eq!(one.components().sizes, two.components().sizes);
            let figures = |graph: &InteractionGraph| graph.measures(&MeasureOptions::default()).unwrap();
            let found = rows(&figures(&two));
            for (person, whole, numbers, or_none) in rows(&figures(&one)) {
                let again = found.iter().find(|row| row.0 == other(&person)).unwrap();
                prop_assert_eq!(again.1, whole);
                let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * (1.0 + a.abs());
                prop_assert!(numbers.iter().zip(again.2).all(|(a, b)| near(*a, b)), "{person}");
                for (a, b) in or_none.iter().zip(again.3) {
                    prop_assert!(a.is_some() == b.is_some() && near(a.unwrap_or(0.0), b.unwrap_or(0.0)));
                }
            }
        }
    }

    #[test]
    fn replies_and_exchanges_know_no_ids(events in events()) {
        let window = Span::new("2024-05-01".parse().unwrap(), "2024-05-20".parse().unwrap()).unwrap();
        let renamed = renamed(&events, other);
        let replies = |events: &[Interaction]| {
            responsiveness(events, window, Permitted::Everyone, &ResponsivenessOptions::default()).unwrap()
        };
        let mut found = replies(&events);
        for open in &mut found.unanswered {
            open.by = other(&open.by);
        }
        prop_assert_eq!(replies(&renamed), found);
        let spoken = |events: &[Interaction]| exchange(events, window, Permitted::Everyone).unwrap();
        prop_assert_eq!(spoken(&renamed), spoken(&events));
    }
}
