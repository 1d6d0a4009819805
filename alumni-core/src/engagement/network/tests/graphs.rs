//! Small random graphs against the definitions, by brute force.
#![expect(clippy::needless_range_loop, reason = "matrices are gone through by their places")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::{
    BetweennessOptions, CommunityOptions, InteractionGraph, MeasureOptions, NetworkOptions, PageRankOptions,
    TieOptions,
};
use crate::columns::{Column, Columns, Texts, Values};
use crate::engagement::Permitted;

type Row = (u8, u8, u8);

pub(super) fn graph(rows: &[Row]) -> InteractionGraph {
    let ties = rows.iter().map(|(from, to, weight)| (id(*from), id(*to), f64::from(*weight) / 4.0));
    InteractionGraph::from_ties(ties, None, Permitted::Everyone).unwrap()
}

fn id(person: u8) -> String {
    format!("p{person:02}")
}

pub(super) fn rows() -> impl Strategy<Value = Vec<Row>> {
    proptest::collection::vec((0_u8..9, 0_u8..9, 0_u8..9), 0..40)
}

/// The weights by pair of places, as the definition has them.
pub(super) fn matrix(graph: &InteractionGraph, rows: &[Row]) -> Vec<Vec<f64>> {
    let places: BTreeMap<&str, usize> = graph.people().enumerate().map(|(place, id)| (id, place)).collect();
    let mut matrix = vec![vec![0.0; places.len()]; places.len()];
    for (from, to, weight) in rows.iter().filter(|(from, to, _)| from != to) {
        matrix[places[id(*from).as_str()]][places[id(*to).as_str()]] += f64::from(*weight) / 4.0;
    }
    matrix
}

/// Solves a linear system by elimination with the largest pivot.
fn solve(mut a: Vec<Vec<f64>>, mut b: Vec<f64>) -> Vec<f64> {
    let n = b.len();
    for column in 0..n {
        let pivot = (column..n).max_by(|i, j| a[*i][column].abs().total_cmp(&a[*j][column].abs())).unwrap();
        a.swap(column, pivot);
        b.swap(column, pivot);
        for row in 0..n {
            if row != column {
                let factor = a[row][column] / a[column][column];
                for k in 0..n {
                    a[row][k] -= factor * a[column][k];
                }
                b[row] -= factor * b[column];
            }
        }
    }
    (0..n).map(|row| b[row] / a[row][row]).collect()
}

/// People of rows outside the time looked at are no nodes.
#[test]
fn rows_outside_the_time_make_no_people() {
    let texts = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
    // 2024-12-01, 2030-01-01 and 1990-01-01.
    let columns = Columns::new(3).unwrap();
    let columns = columns.with("from", texts(&["a", "c", "e"])).unwrap();
    let columns = columns.with("to", texts(&["b", "d", "f"])).unwrap();
    let columns = columns.with("on", Column::new(Values::Days(&[20_058, 21_915, 7_305]))).unwrap();
    let options = TieOptions::new("from", "to").at("on", "2025-01-01".parse().unwrap());
    let options = options.since("2024-01-01".parse().unwrap());
    let graph = InteractionGraph::from_columns(&columns, &options, None, Permitted::Everyone).unwrap();
    assert_eq!(graph.people().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((graph.left_out().future, graph.left_out().past, graph.density()), (1, 1, Some(0.5)));
}

proptest! {
    #[test]
    fn page_rank_solves_its_equation(rows in rows(), damping in 0.0_f64..0.95) {
        let graph = graph(&rows);
        let w = matrix(&graph, &rows);
        let n = w.len();
        prop_assume!(n > 0);
        let (mut a, b) = (vec![vec![0.0; n]; n], vec![(1.0 - damping) / n as f64; n]);
        for to in 0..n {
            for from in 0..n {
                let given: f64 = w[from].iter().sum();
                let share = if given > 0.0 { w[from][to] / given } else { 1.0 / n as f64 };
                a[to][from] = f64::from(u8::from(to == from)) - damping * share;
            }
        }
        let exact = solve(a, b);
        let options = PageRankOptions::default().damping(damping).tolerance(1e-14);
        let found = graph.page_rank(&options).unwrap();
        prop_assert!(found.reached);
        for (found, exact) in found.ranks.iter().zip(&exact) {
            prop_assert!((found - exact).abs() < 1e-12, "{found} {exact}");
        }
    }

    #[test]
    fn cores_are_what_peeling_leaves(rows in rows()) {
        let graph = graph(&rows);
        let w = matrix(&graph, &rows);
        let n = w.len();
        let mut expected = vec![0; n];
        for k in 1..n {
            let mut left: BTreeSet<usize> = (0..n).collect();
            loop {
                let near = |one: usize, left: &BTreeSet<usize>| {
                    left.iter().filter(|other| w[one][**other] + w[**other][one] > 0.0).count()
                };
                let gone: Vec<usize> = left.iter().copied().filter(|one| near(*one, &left) < k).collect();
                if gone.is_empty() {
                    break;
                }
                left.retain(|one| !gone.contains(one));
            }
            for one in left {
                expected[one] = u32::try_from(k).unwrap();
            }
        }
        prop_assert_eq!(graph.cores(), expected);
    }

    #[test]
    fn counts_are_those_of_the_matrix(rows in rows()) {
        let graph = graph(&rows);
        let w = matrix(&graph, &rows);
        let n = w.len();
        let pairs = || (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|(i, j)| i != j);
        let ties = pairs().filter(|(i, j)| w[*i][*j] > 0.0).count();
        let returned = pairs().filter(|(i, j)| w[*i][*j] > 0.0 && w[*j][*i] > 0.0).count();
        let near = pairs().filter(|(i, j)| i < j && w[*i][*j] + w[*j][*i] > 0.0).count();
        prop_assert_eq!((graph.tie_count(), graph.pair_count()), (ties, near));
        prop_assert_eq!(graph.reciprocity(), (ties > 0).then(|| returned as f64 / ties as f64));
        prop_assert_eq!(graph.density(), (n > 1).then(|| ties as f64 / (n * (n - 1)) as f64));
        for (node, id) in graph.people().enumerate() {
            for (other, with) in graph.people().enumerate() {
                let tie = graph.tie(id, with);
                let weights = tie.as_ref().map(|tie| (tie.weight, tie.back));
                let expected = (w[node][other], w[other][node]);
                prop_assert_eq!(weights, (expected.0 + expected.1 > 0.0).then_some(expected));
            }
        }
        // Reachable over ties in either direction, by squaring.
        let mut reach: Vec<Vec<bool>> =
            (0..n).map(|i| (0..n).map(|j| i == j || w[i][j] + w[j][i] > 0.0).collect()).collect();
        for k in 0..n {
            for i in 0..n {
                for j in 0..n {
                    reach[i][j] |= reach[i][k] && reach[k][j];
                }
            }
        }
        let components = graph.components();
        for i in 0..n {
            for j in 0..n {
                prop_assert_eq!(reach[i][j], components.of[i] == components.of[j]);
            }
        }
        prop_assert!(components.sizes.is_sorted_by(|one, next| one >= next));
        prop_assert_eq!(components.sizes.iter().sum::<u64>(), n as u64);
    }

    #[test]
    fn the_order_of_rows_changes_no_bit(rows in rows(), mut order in Just((0..40).collect::<Vec<usize>>()).prop_shuffle()) {
        order.retain(|place| *place < rows.len());
        let shuffled: Vec<Row> = order.iter().map(|place| rows[*place]).collect();
        let text = |graph: &InteractionGraph| serde_json::to_string(graph).unwrap();
        prop_assert_eq!(text(&graph(&rows)), text(&graph(&shuffled)));
    }

    #[test]
    fn a_graph_is_read_as_it_was_written(rows in rows()) {
        let graph = graph(&rows);
        let read = InteractionGraph::from_json(&serde_json::to_string(&graph).unwrap()).unwrap();
        prop_assert_eq!(read, graph);
    }

    #[test]
    fn who_is_not_permitted_is_as_though_never_named(rows in rows(), refused in 0_u8..9) {
        let only: BTreeSet<String> = (0..9).filter(|one| *one != refused).map(id).collect();
        let members: BTreeSet<String> = (0..9).map(id).collect();
        let ties = |rows: &[Row]| -> Vec<(String, String, f64)> {
            rows.iter().map(|(from, to, weight)| (id(*from), id(*to), f64::from(*weight))).collect()
        };
        let with = InteractionGraph::from_ties(ties(&rows), Some(&members), Permitted::Only(&only)).unwrap();
        let rest: Vec<Row> = rows.iter().copied().filter(|(from, to, _)| *from != refused && *to != refused).collect();
        let without = InteractionGraph::from_ties(ties(&rest), Some(&only), Permitted::Everyone).unwrap();
        prop_assert_eq!(with.left_out().not_permitted, (rows.len() - rest.len()) as u64);
        prop_assert_eq!(with.people().collect::<Vec<_>>(), without.people().collect::<Vec<_>>());
        prop_assert_eq!(with.given(), without.given());
        prop_assert_eq!(with.received(), without.received());
    }

    #[test]
    fn betweenness_is_that_of_all_shortest_paths(rows in rows()) {
        let graph = graph(&rows);
        let w = matrix(&graph, &rows);
        let n = w.len();
        let near = |i: usize, j: usize| w[i][j] + w[j][i] > 0.0;
        // Walks by length: the shortest are paths.
        let mut distance = vec![vec![None; n]; n];
        let mut count = vec![vec![0.0_f64; n]; n];
        for start in 0..n {
            let mut walks = vec![0.0; n];
            walks[start] = 1.0;
            for length in 0..n {
                for end in 0..n {
                    if walks[end] > 0.0 && distance[start][end].is_none() {
                        distance[start][end] = Some(length);
                        count[start][end] = walks[end];
                    }
                }
                walks = (0..n).map(|end| (0..n).filter(|one| near(*one, end)).map(|one| walks[one]).sum()).collect();
            }
        }
        let found = graph.betweenness(&BetweennessOptions::default()).unwrap().values;
        for middle in 0..n {
            let mut expected = 0.0;
            for from in 0..n {
                for to in from + 1..n {
                    let (Some(whole), Some(first), Some(second)) =
                        (distance[from][to], distance[from][middle], distance[middle][to]) else { continue };
                    if from != middle && to != middle && first + second == whole {
                        expected += count[from][middle] * count[middle][to] / count[from][to];
                    }
                }
            }
            prop_assert!((found[middle] - expected).abs() < 1e-9, "{middle}: {} {expected}", found[middle]);
        }
    }

    #[test]
    fn brokers_and_clusters_are_as_defined(rows in rows()) {
        let graph = graph(&rows);
        let w = matrix(&graph, &rows);
        let n = w.len();
        let both: Vec<Vec<f64>> = (0..n).map(|i| (0..n).map(|j| w[i][j] + w[j][i]).collect()).collect();
        let sum = |i: usize| both[i].iter().sum::<f64>();
        let largest = |i: usize| both[i].iter().copied().fold(0.0, f64::max);
        let p = |i: usize, j: usize| both[i][j] / sum(i);
        let (brokers, clustering) = (graph.brokers(), graph.clustering());
        for i in 0..n {
            let circle: Vec<usize> = (0..n).filter(|j| both[i][*j] > 0.0).collect();
            if circle.is_empty() {
                prop_assert_eq!((brokers.constraints[i], brokers.effective_sizes[i]), (None, None));
                continue;
            }
            let others = |j: usize| circle.iter().copied().filter(move |q| *q != j);
            let constraint: f64 = circle
                .iter()
                .map(|j| (p(i, *j) + others(*j).map(|q| p(i, q) * p(q, *j)).sum::<f64>()).powi(2))
                .sum();
            let size: f64 = circle
                .iter()
                .map(|j| 1.0 - others(*j).map(|q| p(i, q) * both[*j][q] / largest(*j)).sum::<f64>())
                .sum();
            prop_assert!((brokers.constraints[i].unwrap() - constraint).abs() < 1e-12);
            prop_assert!((brokers.effective_sizes[i].unwrap() - size).abs() < 1e-12);
            let closed = circle.iter().map(|j| others(*j).filter(|q| both[*j][*q] > 0.0).count()).sum::<usize>();
            let wedges = circle.len() * (circle.len() - 1);
            let expected = if wedges > 0 { closed as f64 / wedges as f64 } else { 0.0 };
            prop_assert!((clustering.values[i] - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn communities_hang_together_and_no_single_move_is_better(rows in rows(), seed in 0_u64..4) {
        let graph = graph(&rows);
        let w = matrix(&graph, &rows);
        let n = w.len();
        let both = |i: usize, j: usize| w[i][j] + w[j][i];
        let sum = |i: usize| (0..n).map(|j| both(i, j)).sum::<f64>();
        let total: f64 = (0..n).map(sum).sum();
        let modularity = |of: &[u32]| -> f64 {
            let pairs = (0..n).flat_map(|i| (0..n).map(move |j| (i, j))).filter(|(i, j)| of[*i] == of[*j]);
            pairs.map(|(i, j)| both(i, j) / total - sum(i) * sum(j) / (total * total)).sum()
        };
        let found = graph.communities(&CommunityOptions::default().seed(seed)).unwrap();
        let Some(best) = found.modularity else { return Ok(()) };
        prop_assert!((best - modularity(&found.of)).abs() < 1e-9);
        for node in 0..n {
            for group in 0..=u32::try_from(found.sizes.len()).unwrap() {
                let mut moved = found.of.clone();
                moved[node] = group;
                prop_assert!(modularity(&moved) <= best + 1e-9);
            }
        }
        let within: Vec<(String, String, f64)> = rows
            .iter()
            .map(|(from, to, weight)| (id(*from), id(*to), f64::from(*weight)))
            .filter(|(from, to, _)| {
                let place = |id: &str| graph.people().position(|known| known == id).unwrap();
                found.of[place(from)] == found.of[place(to)]
            })
            .collect();
        let members: BTreeSet<String> = graph.people().map(String::from).collect();
        let parts = InteractionGraph::from_ties(within, Some(&members), Permitted::Everyone).unwrap();
        prop_assert_eq!(parts.components().sizes, found.sizes);
    }
}

#[test]
fn whoever_hears_of_long_work_may_end_it() {
    #[derive(Debug, PartialEq)]
    enum Ended {
        Heard(usize),
        Wrong,
    }
    impl From<crate::Error> for Ended {
        fn from(_: crate::Error) -> Self {
            Self::Wrong
        }
    }
    let ties = (0_u32..400).flat_map(|one| (0..8).map(move |by| (one, (one * 7 + by * by * 3 + 1) % 400)));
    let ties = ties.map(|(from, to)| (from.to_string(), to.to_string(), 1.0));
    let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone).unwrap();
    let end = |done| Err(Ended::Heard(done));
    let (pivots, attempts) = (BetweennessOptions::default(), CommunityOptions::default());
    assert_eq!(graph.betweenness_telling(&pivots, end).unwrap_err(), Ended::Heard(0));
    assert_eq!(graph.communities_telling(&attempts, end).unwrap_err(), Ended::Heard(0));
    assert_eq!(graph.page_rank_telling(&PageRankOptions::default(), end).unwrap_err(), Ended::Heard(0));
    assert_eq!(graph.brokers_telling(end).unwrap_err(), Ended::Heard(0));
    assert_eq!(graph.clustering_telling(end).unwrap_err(), Ended::Heard(0));
    assert_eq!(graph.measures_telling(&MeasureOptions::default(), end).unwrap_err(), Ended::Heard(400));
    assert_eq!(graph.summary_telling(&NetworkOptions::default(), end).unwrap_err(), Ended::Heard(400));
    // Within the work, too: between pivots, and between and within attempts.
    let mut heard = Vec::new();
    let later = |done| {
        heard.push(done);
        if heard.len() < 3 { Ok(()) } else { Err(Ended::Heard(done)) }
    };
    let many = CommunityOptions::default().attempts(1_000);
    assert!(matches!(graph.communities_telling(&many, later), Err(Ended::Heard(1..1_000))));
    assert!(heard.is_sorted());
    // And nothing else changes.
    let hear = |_| Ok::<(), crate::Error>(());
    assert_eq!(graph.betweenness_telling(&pivots, hear).unwrap(), graph.betweenness(&pivots).unwrap());
    let wrong = graph.communities_telling(&CommunityOptions::default().attempts(0), end);
    assert_eq!(wrong.unwrap_err(), Ended::Wrong);
}

#[test]
fn drawn_betweenness_is_unbiased_and_knows_its_error() {
    let ties =
        (0_u32..60).flat_map(|one| [(one, (one * 7 + 3) % 60, 1.0), (one, (one * one + 11) % 60, 1.0)]);
    let ties = ties.map(|(from, to, weight)| (from.to_string(), to.to_string(), weight));
    let graph = InteractionGraph::from_ties(ties, None, Permitted::Everyone).unwrap();
    let exact = graph.betweenness(&BetweennessOptions::default()).unwrap();
    let draws: Vec<_> = (0..2_000)
        .map(|seed| graph.betweenness(&BetweennessOptions::default().pivots(30).seed(seed)).unwrap())
        .collect();
    assert!(exact.exact && draws.iter().all(|drawn| !drawn.exact && drawn.pivots == 30));
    let (mut all_squares, mut all_errors) = (0.0, 0.0);
    for node in 0..60 {
        let off = |drawn: &crate::engagement::Betweenness| drawn.values[node] - exact.values[node];
        let mean = draws.iter().map(off).sum::<f64>() / 2_000.0;
        let square = draws.iter().map(|drawn| off(drawn).powi(2)).sum::<f64>() / 2_000.0;
        assert!(mean.abs() <= 5.0 * (square / 2_000.0).sqrt() + 1e-9, "{node}: {mean}");
        all_squares += square;
        all_errors += draws.iter().map(|drawn| drawn.standard_errors[node].powi(2)).sum::<f64>() / 2_000.0;
    }
    assert!((all_errors / all_squares - 1.0).abs() < 0.1, "{all_errors} {all_squares}");
}
