//! Ten thousand tables drawn at random, each of whose tests is counted out table by table.
//!
//! Tables are ordered by whole numbers, and their ways counted in whole numbers. The largest probability over all rates is looked for
//! on a grid, and from each of its peaks on between its neighbours.

use std::collections::HashMap;

use super::super::statistics::effort::Effort;
use super::super::statistics::fisher;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::unconditional;
use super::unconditional::{Ratio, barnard, choose, less, more, two_sided, ways};

const TABLES: usize = 10_000;
const LARGEST: u64 = 16;
const LARGER_TABLES: usize = 200;
const NEAR: f64 = 1e-6;

/// Every table of two groups, its four orders, and in how many ways it comes about.
struct Pair {
    tables: Vec<(u64, u64, [Ratio; 4], f64)>,
    people: u64,
}

impl Pair {
    fn new(n1: u64, n2: u64) -> Self {
        let tables = (0..=n1).flat_map(|a| (0..=n2).map(move |b| (a, b))).map(|(a, b)| {
            let orders = [less, more, two_sided, barnard].map(|order| order(n1, n2, a, b));
            (a, b, orders, (choose(n1, a) * choose(n2, b)) as f64)
        });
        Self { tables: tables.collect(), people: n1 + n2 }
    }

    /// The largest probability of the tables at least as extreme as the observed one in an order.
    fn largest(&self, x1: u64, x2: u64, order: usize) -> f64 {
        let (.., observed, _) = self.tables.iter().find(|(a, b, ..)| (*a, *b) == (x1, x2)).unwrap();
        let people = usize::try_from(self.people).unwrap();
        let mut counts = vec![0.0; people + 1];
        for (a, b, _, ways) in
            self.tables.iter().filter(|(_, _, of, _)| of[order].is_extreme(observed[order]))
        {
            counts[usize::try_from(a + b).unwrap()] += ways;
        }
        // By the power of p and that of 1 - p, whichever of them is the larger one taken out.
        let at = |p: f64| -> f64 {
            let q = 1.0 - p;
            let up = |ratio: f64, counts: &mut dyn Iterator<Item = &f64>| {
                counts.fold(0.0, |sum, count| sum * ratio + count)
            };
            let all = i32::try_from(people).unwrap();
            match p <= q {
                true => q.powi(all) * up(p / q, &mut counts.iter().rev()),
                false => p.powi(all) * up(q / p, &mut counts.iter()),
            }
        };
        const STEPS: usize = 100;
        let grid: Vec<f64> = (0..=STEPS).map(|step| step as f64 / STEPS as f64).collect();
        let values: Vec<f64> = grid.iter().map(|p| at(*p)).collect();
        let highest = values.iter().copied().fold(0.0, f64::max);
        let peaks = (1..STEPS).filter(|place| {
            let here = values[*place];
            here >= values[place - 1] && here >= values[place + 1] && here > 0.9 * highest
        });
        peaks.map(|place| peak(&at, grid[place - 1], grid[place + 1])).fold(highest, f64::max)
    }
}

/// The highest value between two points with one peak, by thirds.
fn peak(at: &impl Fn(f64) -> f64, mut low: f64, mut high: f64) -> f64 {
    for _ in 0..40 {
        let third = (high - low) / 3.0;
        if at(low + third) < at(high - third) { low += third } else { high -= third }
    }
    at(0.5 * (low + high))
}

/// `SplitMix64`, so that the tables are the same everywhere.
struct Draws(u64);

impl Draws {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) % (most + 1)
    }
}

#[test]
fn none_of_ten_thousand_tables_is_off_by_a_millionth() {
    let mut draws = Draws(20_261_121);
    let size = |draws: &mut Draws| [(); 2].map(|()| 1 + draws.up_to(LARGEST - 1));
    all_near((0..TABLES).map(|_| size(&mut draws)).collect(), &mut Draws(20_261_122));
}

/// Of larger groups the ways of both together are counted in 128 bits up to 66 people.
#[test]
fn nor_is_one_of_larger_groups() {
    let mut draws = Draws(20_261_123);
    let mut size = || 17 + draws.up_to(23);
    let sizes = std::iter::repeat_with(|| [size(), size()]).filter(|[n1, n2]| n1 + n2 <= 66);
    all_near(sizes.take(LARGER_TABLES).collect(), &mut Draws(20_261_124));
}

fn all_near(sizes: Vec<[u64; 2]>, draws: &mut Draws) {
    let mut pairs = HashMap::new();
    let mut known = HashMap::new();
    let mut off = Vec::new();
    let tables = sizes.len();
    for [n1, n2] in sizes {
        let (x1, x2) = (draws.up_to(n1), draws.up_to(n2));
        let expected = *known.entry((n1, n2, x1, x2)).or_insert_with(|| {
            let pair = pairs.entry((n1, n2)).or_insert_with(|| Pair::new(n1, n2));
            let Ratio(at_most, all) = two_sided(n1, n2, x1, x2);
            let (_, observed) = ways(n1, n2, x1 + x2).into_iter().find(|(k, _)| *k == x1).unwrap();
            let fisher = at_most as f64 / all as f64;
            let [below, above, both, apart] = [0, 1, 2, 3].map(|order| pair.largest(x1, x2, order));
            let central = (2.0 * below.min(above)).min(1.0);
            [fisher, fisher - 0.5 * observed as f64 / all as f64, both, central, apart]
        });
        let plain = fisher::exact(&Hypergeometric::new(n1, n2, x1 + x2), x1);
        let exact = unconditional::exact([x1, x2], [n1, n2], Effort::of(1)).unwrap();
        let found = [plain.fisher, plain.mid_p, exact.boschloo, exact.boschloo_central, exact.barnard];
        if found.iter().zip(&expected).any(|(found, expected)| (found - expected).abs() > NEAR) {
            off.push((x1, n1, x2, n2, found, expected));
        }
    }
    assert!(off.is_empty(), "{} of {tables}, first {:?}", off.len(), off.first());
}
