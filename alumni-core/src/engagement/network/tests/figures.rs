//! Published figures.

use serde_json::Value;

use super::super::{
    BetweennessOptions, CommunityOptions, Inequality, InteractionGraph, PageRankOptions, SilentMembers,
};
use crate::columns::{Column, Columns, Texts, Values};
use crate::engagement::{Permitted, TieOptions};

const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reference/engagement/");

pub(super) fn reference(name: &str) -> Option<Value> {
    let path = format!("{REFERENCE}{name}");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: the reference {path} is absent");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// Zachary's karate club, from the published list of its 78 pairs.
pub(super) fn karate() -> InteractionGraph {
    const PAIRS: &str = include_str!("karate.txt");
    let ends: Vec<(&str, &str)> = PAIRS.lines().filter_map(|line| line.split_once(' ')).collect();
    let (from, to): (Vec<&str>, Vec<&str>) = ends.into_iter().unzip();
    let columns = Columns::new(from.len()).unwrap();
    let text = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
    let columns = columns.with("from", text(&from)).unwrap().with("to", text(&to)).unwrap();
    let options = TieOptions::new("from", "to").both_ways();
    InteractionGraph::from_columns(&columns, &options, None, Permitted::Everyone).unwrap()
}

#[test]
fn the_karate_club_has_its_published_figures() {
    let graph = karate();
    assert_eq!((graph.person_count(), graph.pair_count(), graph.tie_count()), (34, 78, 156));
    let Some(reference) = reference("graph_karate.json") else { return };
    let near = |found: f64, name: &str| {
        let expected = reference[name].as_f64().unwrap();
        assert!((found - expected).abs() < 1e-12, "{name}: {found} {expected}");
    };
    near(graph.pair_density().unwrap(), "density");
    near(graph.density().unwrap(), "density");
    assert_eq!(graph.reciprocity(), Some(1.0));
    let degrees = Inequality::of(&graph.given(), SilentMembers::Counted).unwrap();
    near(degrees.gini.unwrap(), "degree_gini");
    let cores = graph.cores();
    for (core, people) in reference["core_sizes"].as_object().unwrap() {
        let core: u32 = core.parse().unwrap();
        let found = cores.iter().filter(|found| **found >= core).count() as u64;
        assert_eq!(found, people.as_u64().unwrap(), "core {core}");
    }
    let ranks = graph.page_rank(&PageRankOptions::default().tolerance(1e-15)).unwrap().ranks;
    let betweenness = graph.betweenness(&BetweennessOptions::default()).unwrap();
    assert!(betweenness.exact);
    let brokers = graph.brokers();
    for person in reference["per_node"].as_array().unwrap() {
        let place = graph.people().position(|id| id == person["node"]).unwrap();
        assert_eq!(u64::from(cores[place]), person["core"].as_u64().unwrap());
        let rank = person["pagerank"].as_f64().unwrap();
        assert!((ranks[place] - rank).abs() < 1e-12, "{person} {}", ranks[place]);
        let same = |found: f64, name: &str| {
            let expected = person[name].as_f64().unwrap();
            assert!((found - expected).abs() < 1e-11, "{name} of {person}: {found}");
        };
        same(betweenness.values[place], "betweenness");
        same(brokers.constraints[place].unwrap(), "constraint");
        same(brokers.effective_sizes[place].unwrap(), "effective_size");
    }
    let clustering = graph.clustering();
    near(clustering.transitivity.unwrap(), "transitivity");
    near(clustering.mean.unwrap(), "average_clustering");
    let communities = graph.communities(&CommunityOptions::default()).unwrap();
    assert_eq!(communities.sizes.len(), 4);
    near(communities.modularity.unwrap(), "optimal_modularity");
}

#[test]
fn the_worked_examples_of_orbit_and_chaoss_come_out() {
    let Some(reference) = reference("worked_examples.json") else { return };
    let chaoss = &reference["chaoss"];
    let amounts: Vec<f64> =
        chaoss["contributions"].as_array().unwrap().iter().map(|amount| amount.as_f64().unwrap()).collect();
    let spread = Inequality::of(&amounts, SilentMembers::Counted).unwrap();
    assert_eq!(spread.absence_factor, chaoss["absence_factor"].as_u64());
    let density = &reference["orbit_2022"]["density"];
    assert_eq!((density["n"].as_u64(), density["edges"].as_u64()), (Some(5), Some(6)));
    let pairs = [("a", "b"), ("a", "c"), ("a", "d"), ("b", "c"), ("c", "e"), ("d", "e")];
    let ties = pairs.map(|(from, to)| (from, to, 1.0));
    let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone).unwrap();
    assert_eq!(graph.pair_density(), density["value"].as_f64());
}

#[test]
fn the_silent_change_every_share() {
    let amounts = [0.0, 0.0, 1.0, 3.0];
    let all = Inequality::of(&amounts, SilentMembers::Counted).unwrap();
    let active = Inequality::of(&amounts, SilentMembers::LeftOut).unwrap();
    // By hand: 2 (3·1 + 4·3) / (4·4) - 5/4, and 2 (1·1 + 2·3) / (2·4) - 3/2.
    assert_eq!((all.gini, active.gini), (Some(0.625), Some(0.25)));
    assert_eq!((all.people, all.silent, active.people, active.silent), (4, 2, 2, 2));
    let nothing = Inequality::of(&[0.0, 0.0], SilentMembers::Counted).unwrap();
    assert_eq!((nothing.gini, nothing.lorenz.len(), nothing.absence_factor), (None, 0, None));
    let nobody = Inequality::of(&[0.0, 0.0], SilentMembers::LeftOut).unwrap();
    assert_eq!((nobody.people, nobody.total.to_bits()), (0, 0.0_f64.to_bits()));
    assert_eq!(Inequality::of(&[], SilentMembers::Counted).unwrap().people, 0);
    assert_eq!(Inequality::of(&[1.0, f64::NAN], SilentMembers::LeftOut).unwrap_err().path(), "amounts[1]");
}

#[test]
fn a_lorenz_curve_of_many_is_cut_at_hundredths() {
    let amounts: Vec<f64> = (1..=250_u32).map(f64::from).collect();
    let spread = Inequality::of(&amounts, SilentMembers::Counted).unwrap();
    assert_eq!(spread.lorenz.len(), 101);
    // The first half of 250 is 125 people: 125·126/2 of 250·251/2; the first hundredth is 2.5 people: 1 + 2 + 3/2.
    assert!((spread.lorenz[50].amount - 125.0 * 126.0 / (250.0 * 251.0)).abs() < 1e-15);
    assert!((spread.lorenz[1].amount - 4.5 / (125.0 * 251.0)).abs() < 1e-15);
    assert_eq!(spread.top_tenth.map(|top| top.people), Some(25));
}

#[test]
fn a_closed_triad_is_more_constrained_than_one() {
    let ties = [("a", "b", 1.0), ("b", "c", 1.0), ("c", "a", 1.0)];
    let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone).unwrap();
    assert_eq!(graph.brokers().constraints, [Some(1.125); 3]);
    assert_eq!(graph.cores(), [2, 2, 2]);
}
