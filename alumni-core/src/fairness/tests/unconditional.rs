//! Boschloo's and Barnard's tests against tables ordered by whole numbers, one by one.

use std::cmp::Ordering;

use super::super::statistics::effort::Effort;
use super::super::statistics::unconditional;

pub(super) fn choose(n: u64, k: u64) -> u128 {
    (0..k).fold(1, |ways, i| ways * u128::from(n - i) / u128::from(i + 1))
}

/// A fraction of whole numbers, compared exactly.
#[derive(Clone, Copy)]
pub(super) struct Ratio(pub(super) u128, pub(super) u128);

impl Ratio {
    fn cmp(self, other: Self) -> Ordering {
        (self.0 * other.1).cmp(&(other.0 * self.1))
    }

    /// Whether it is at least as extreme as another: at most as large, and never without a denominator unless both are.
    pub(super) fn is_extreme(self, other: Self) -> bool {
        match (self.1, other.1) {
            (_, 0) => true,
            (0, _) => false,
            _ => self.cmp(other) != Ordering::Greater,
        }
    }
}

pub(super) fn ways(n1: u64, n2: u64, m: u64) -> Vec<(u64, u128)> {
    (m.saturating_sub(n2)..=n1.min(m)).map(|k| (k, choose(n1, k) * choose(n2, m - k))).collect()
}

pub(super) fn less(n1: u64, n2: u64, x1: u64, x2: u64) -> Ratio {
    let m = x1 + x2;
    let sum = ways(n1, n2, m).into_iter().filter(|(k, _)| *k <= x1).map(|(_, ways)| ways).sum();
    Ratio(sum, choose(n1 + n2, m))
}

pub(super) fn more(n1: u64, n2: u64, x1: u64, x2: u64) -> Ratio {
    let m = x1 + x2;
    let sum = ways(n1, n2, m).into_iter().filter(|(k, _)| *k >= x1).map(|(_, ways)| ways).sum();
    Ratio(sum, choose(n1 + n2, m))
}

pub(super) fn two_sided(n1: u64, n2: u64, x1: u64, x2: u64) -> Ratio {
    let m = x1 + x2;
    let all = ways(n1, n2, m);
    let observed = all.iter().find(|(k, _)| *k == x1).unwrap().1;
    Ratio(all.iter().map(|(_, ways)| *ways).filter(|ways| *ways <= observed).sum(), choose(n1 + n2, m))
}

/// The distance of the rates as `smaller is more extreme`: less than nothing, so turned over.
pub(super) fn barnard(n1: u64, n2: u64, x1: u64, x2: u64) -> Ratio {
    let gap = u128::from((x1 * n2).abs_diff(x2 * n1));
    let all = u128::from(x1 + x2);
    let left = u128::from(n1 + n2) - all;
    // Without a distance the fraction is infinite, which is the least extreme.
    Ratio(all * left, gap * gap)
}

/// The largest probability, over a grid of rates, of the tables that are at least as extreme as each.
fn by_enumeration(n1: u64, n2: u64, order: fn(u64, u64, u64, u64) -> Ratio) -> Vec<(u64, u64, f64)> {
    let people = usize::try_from(n1 + n2).unwrap();
    let tables: Vec<_> = (0..=n1)
        .flat_map(|a| (0..=n2).map(move |b| (a, b)))
        .map(|(a, b)| (a, b, order(n1, n2, a, b), (choose(n1, a) * choose(n2, b)) as f64))
        .collect();
    let probability = |observed: Ratio| {
        let mut counts = vec![0.0; people + 1];
        for (a, b, of, ways) in &tables {
            if of.is_extreme(observed) {
                counts[usize::try_from(a + b).unwrap()] += ways;
            }
        }
        let at = |step: i32| {
            let p = f64::from(step) / 1_000.0;
            let start = (1.0 - p).powi(i32::try_from(people).unwrap());
            start * counts.iter().rev().fold(0.0, |sum, count| sum * p / (1.0 - p) + count)
        };
        (1..1_000).map(at).fold(0.0, f64::max)
    };
    tables.iter().map(|(a, b, of, _)| (*a, *b, probability(*of))).collect()
}

#[test]
fn every_table_of_groups_up_to_nine_agrees_with_enumeration() {
    let mut ties = 0;
    for (n1, n2) in (1..=9).flat_map(|n1| (1..=9).map(move |n2| (n1, n2))) {
        let [below, above, both, apart] =
            [less, more, two_sided, barnard].map(|order| by_enumeration(n1, n2, order));
        for (((below, above), both), apart) in below.iter().zip(&above).zip(&both).zip(&apart) {
            let (x1, x2) = (below.0, below.1);
            let found = unconditional::exact([x1, x2], [n1, n2], Effort::of(1)).unwrap();
            let central = (2.0 * below.2.min(above.2)).min(1.0);
            for (name, found, expected) in [
                ("boschloo", found.boschloo, both.2),
                ("central", found.boschloo_central, central),
                ("barnard", found.barnard, apart.2),
            ] {
                // The grid misses the peak by less than this and never overshoots it.
                assert!(
                    found >= expected - 1e-12 && found <= expected * (1.0 + 2e-5) + 1e-12,
                    "{name} {x1}/{n1} {x2}/{n2}: {found} {expected}"
                );
            }
            ties += 1;
        }
    }
    assert_eq!(ties, 54 * 54);
}

#[test]
fn tables_that_other_programs_get_wrong() {
    // scipy/scipy#18798: SAS prints .0215 and .0524 where a comparison of floats loses tied tables.
    let barnard = |x1, n1, x2, n2| unconditional::exact([x1, x2], [n1, n2], Effort::of(1)).unwrap().barnard;
    assert!((barnard(4, 12, 9, 11) - 0.0215).abs() < 5e-5);
    assert!((barnard(2, 9, 16, 26) - 0.0524).abs() < 5e-5);
    // 10 of 35 against 24 of 61: the two conventions of two-sided differ.
    let found = unconditional::exact([10, 24], [35, 61], Effort::of(1)).unwrap();
    assert!((found.boschloo_central - 0.3026).abs() < 5e-5, "{found:?}");
    assert!((found.boschloo - 0.3381).abs() < 5e-5, "{found:?}");
}

#[test]
fn groups_too_large_to_enumerate_have_no_such_test() {
    assert!(unconditional::exact([100, 90], [199, 199], Effort::of(1)).is_some());
    assert!(unconditional::exact([100, 90], [200, 200], Effort::of(1)).is_none());
    assert!(unconditional::exact([0, 5], [1, 19_998], Effort::of(1)).is_some());
    assert!(unconditional::exact([0, 5], [0, 9], Effort::of(1)).is_none());
    assert!(unconditional::exact([1, 1], [u64::MAX, u64::MAX], Effort::of(1)).is_none());
}

#[test]
fn without_a_distance_nothing_is_unlikely() {
    for (selected, considered) in [([0, 0], [5, 8]), ([5, 8], [5, 8]), ([2, 4], [4, 8])] {
        let found = unconditional::exact(selected, considered, Effort::of(1)).unwrap();
        assert!(found.barnard > 0.999_999 && found.boschloo > 0.999_999, "{found:?}");
    }
}
