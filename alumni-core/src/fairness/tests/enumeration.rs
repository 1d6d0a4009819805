//! Exact tests and swaps against whole numbers of ways, counted one by one.

use proptest::prelude::*;

use super::super::statistics::fisher::{self, Exact};
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::{Reference, Standard};

/// `C(n, k)`, exact up to n = 124.
fn choose(n: u64, k: u64) -> u128 {
    (0..k).fold(1, |ways, i| {
        let (factor, divisor) = (u128::from(n - i), u128::from(i + 1));
        // ways * factor / divisor without leaving 128 bits.
        ways / divisor * factor + ways % divisor * factor / divisor
    })
}

/// Two-sided p-values by adding whole numbers.
fn by_counting(first: u64, second: u64, selected: u64, count: u64) -> Exact {
    let ways = |k| choose(first, k) * choose(second, selected - k);
    let (low, high) = (selected.saturating_sub(second), first.min(selected));
    let observed = ways(count);
    let at_most: u128 = (low..=high).map(ways).filter(|ways| *ways <= observed).sum();
    let all = choose(first + second, selected) as f64;
    Exact { fisher: at_most as f64 / all, mid_p: (at_most as f64 - 0.5 * observed as f64) / all }
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 2e-13 * expected
}

fn agrees(first: u64, second: u64, selected: u64, count: u64) {
    let found = fisher::exact(&Hypergeometric::new(first, second, selected), count);
    let expected = by_counting(first, second, selected, count);
    assert!(
        close(found.fisher, expected.fisher) && close(found.mid_p, expected.mid_p),
        "{first} {second} {selected} {count}: {found:?} {expected:?}"
    );
}

#[test]
fn every_table_of_groups_up_to_twelve_agrees_with_counting() {
    for first in 1..=12 {
        for second in 1..=12 {
            for x1 in 0..=first {
                for x2 in 0..=second {
                    agrees(first, second, x1 + x2, x1);
                }
            }
        }
    }
}

#[test]
fn swaps_are_the_fewest_that_change_the_result() {
    let standard = Standard::default().with_reference(Reference::Group("b".into()));
    for (n1, n2) in [(5, 9), (12, 12), (30, 11), (17, 40)] {
        for x1 in 0..=n1 {
            for x2 in 0..=n2 {
                let report = standard.selection([("a", n1, x1), ("b", n2, x2)]).unwrap();
                let found = &report.findings[0];
                let behind = x1 * n2 < x2 * n1;
                let swaps = |holds: &dyn Fn(u64, u64) -> bool| {
                    let after = |f: u64| if behind { (x1 + f, x2 - f) } else { (x1 - f, x2 + f) };
                    let fewest = (0..).find(|f| {
                        let (x1, x2) = after(*f);
                        !holds(x1, x2)
                    });
                    fewest.filter(|f| *f > 0)
                };
                let significant = |x1, x2| by_counting(n1, n2, x1 + x2, x1).mid_p < 0.05 - 1e-12;
                let below = |x1, x2| 5 * x1 * n2 < 4 * x2 * n1;
                let expected = [
                    if behind { swaps(&below) } else { None },
                    swaps(&significant),
                    if behind { swaps(&|x1, x2| x1 * n2 <= x2 * n1) } else { None },
                ];
                let flips = [found.flips.threshold, found.flips.significance, found.flips.direction];
                assert_eq!(flips, expected, "{x1}/{n1} {x2}/{n2}");
            }
        }
    }
}

#[test]
fn a_mid_p_of_exactly_one_twentieth_is_not_below_it() {
    let mut exact = 0;
    for (n1, n2) in (1..=15).flat_map(|n1| (1..=15).map(move |n2| (n1, n2))) {
        for (x1, x2) in (0..=n1).flat_map(|x1| (0..=n2).map(move |x2| (x1, x2))) {
            let all = choose(n1 + n2, x1 + x2);
            let ways = |k| choose(n1, k) * choose(n2, x1 + x2 - k);
            let possible = (x1 + x2).saturating_sub(n2)..=n1.min(x1 + x2);
            let at_most: u128 = possible.map(ways).filter(|other| *other <= ways(x1)).sum();
            if 20 * (2 * at_most - ways(x1)) == 2 * all {
                let p = fisher::exact(&Hypergeometric::new(n1, n2, x1 + x2), x1).mid_p;
                assert!(!fisher::below(p, 0.05), "{x1}/{n1} {x2}/{n2}: {p}");
                exact += 1;
            }
        }
    }
    // Counted once more in Python.
    assert_eq!(exact, 12);
}

proptest! {
    #[test]
    fn tables_of_up_to_120_people_agree_with_counting(
        (first, second, x1, x2) in (1_u64..60, 1_u64..60)
            .prop_flat_map(|(n1, n2)| (Just(n1), Just(n2), 0..=n1, 0..=n2))
    ) {
        agrees(first, second, x1 + x2, x1);
    }
}

#[test]
fn p_values_of_very_large_groups_approach_the_normal_ones() {
    // Cells of 10^17: the next term of the expansion in 1 / standard deviation is below 10^-8.
    let n = 400_000_000_000_000_000_u64;
    let standard_deviation = (n as f64 / 8.0).sqrt();
    for z in [0.5, 1.0, 1.96, 3.0, 6.0, 10.0] {
        let away = format!("{:.0}", z * standard_deviation).parse::<u64>().unwrap();
        let law = Hypergeometric::new(n, n, n);
        let found = fisher::exact(&law, n / 2 - away);
        let expected = libm::erfc(away as f64 / standard_deviation / std::f64::consts::SQRT_2);
        assert!((found.fisher / expected - 1.0).abs() < 1e-7, "{z}: {found:?} {expected}");
    }
}
