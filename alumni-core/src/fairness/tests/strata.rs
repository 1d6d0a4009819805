//! Whole reports on strata.

use proptest::prelude::*;

use super::super::{Agreement, Reference, Standard, StrataReport, Verdict};
use super::published::Case;
use crate::{ErrorKind, Lang};

type Cell = (String, &'static str, u64, u64);

/// Department, sex, considered, selected.
fn berkeley() -> Option<Vec<Cell>> {
    let case = Case::read("S09_ucb_admissions_mh")?;
    let tables = case.inputs("/tables_rows_male_female_cols_admit_reject").as_array().unwrap();
    let cells = tables.iter().zip('A'..).flat_map(|(table, department)| {
        ["men", "women"].into_iter().enumerate().map(move |(row, sex)| {
            let [selected, not] = [0, 1].map(|column| table[row][column].as_u64().unwrap());
            (department.to_string(), sex, selected + not, selected)
        })
    });
    Some(cells.collect())
}

#[test]
fn berkeley_1973_is_a_finding_of_its_own() {
    let Some(cells) = berkeley() else { return };
    let report = Standard::default().strata(cells).unwrap();
    let finding = &report.findings[0];
    assert_eq!((finding.group.as_str(), finding.reference.as_deref()), ("women", Some("men")));
    // The notes of the case: 0.6818 pooled, women ahead within departments.
    assert!((finding.pooled.impact_ratio.unwrap() - 0.6818).abs() < 5e-5);
    assert_eq!(finding.pooled.verdict, Verdict::Review);
    assert!((finding.odds_ratio.unwrap().value - 1.0 / 0.904_696_828_258_623_1).abs() < 1e-12);
    assert!(finding.rate_ratio.unwrap().value > 1.0 && finding.mid_p.unwrap() > 0.2);
    assert_eq!((finding.agreement, finding.verdict), (Agreement::Reverses, Verdict::Watch));
    let codes: Vec<_> = finding.reasons.iter().map(crate::Reason::code).collect();
    assert_eq!(codes[0], "strata-reversed");
    assert!(codes.contains(&"strata-differ"));
    let text = report.to_string();
    assert!(text.starts_with(
        "Over all strata together, women were selected at 0.68 times the rate of men. Within the 6 strata"
    ));
    assert!(text.contains("contradict each other"), "{text}");
    let japanese = report.text(Lang::Ja);
    assert!(japanese.contains("食い違って"), "{japanese}");
}

fn pair(strata: &[([u64; 2], [u64; 2])]) -> StrataReport {
    let standard = Standard::default().with_reference(Reference::Group("b".into()));
    let cells = strata.iter().enumerate().flat_map(|(i, ([x1, x2], [n1, n2]))| {
        [(format!("s{i}"), "a", *n1, *x1), (format!("s{i}"), "b", *n2, *x2)]
    });
    standard.strata(cells).unwrap()
}

#[test]
fn every_agreement_can_be_reached() {
    for (strata, expected) in [
        (vec![([84, 20], [400, 100]), ([62, 240], [100, 400])], Agreement::Reverses),
        (vec![([80, 20], [400, 100]), ([60, 240], [100, 400])], Agreement::Disappears),
        // Within each stratum 0.7, pooled 0.95: the first group is considered where many are selected.
        (vec![([28, 100], [200, 500]), ([448, 400], [800, 500])], Agreement::Appears),
        (vec![([60, 60], [100, 100]), ([40, 40], [100, 100])], Agreement::Agrees),
        (vec![([10, 0], [20, 0]), ([0, 9], [0, 30])], Agreement::NotComparable),
    ] {
        let report = pair(&strata);
        assert_eq!(report.findings[0].agreement, expected, "{strata:?} {report}");
        assert!(report.verdict >= report.findings[0].pooled.verdict);
    }
}

#[test]
fn strata_that_share_no_group_say_nothing() {
    let report = pair(&[([10, 0], [20, 0]), ([0, 29], [0, 30])]);
    let finding = &report.findings[0];
    assert_eq!(finding.verdict, Verdict::NotEstimable);
    assert_eq!((finding.mid_p, finding.rate_ratio, finding.informative_strata), (None, None, 0));
    // The pooled figure is not lost.
    assert_eq!(report.verdict, Verdict::Review);
}

#[test]
fn very_many_people_are_tested_by_the_normal_approximation() {
    let n = 40_000_000_000_u64;
    let strata = [([n / 10 * 3, n / 10 * 4], [n, n]), ([n / 100, n / 100], [n, n])];
    let report = pair(&strata);
    let finding = &report.findings[0];
    assert!(finding.exact.is_none() && finding.mid_p.unwrap() < 1e-300);
    assert_eq!(finding.verdict, Verdict::Review);
    assert!(finding.flips.significance.unwrap() > 1_000_000_000);
    // 2 num >= t (2 den): lack 0.8 x 0.41 - 0.31 of n/2, each swap (1 + 0.8)/2.
    let expected = (0.8 * 0.41 - 0.31) / 1.8 * n as f64;
    assert!((finding.flips.threshold.unwrap() as f64 / expected - 1.0).abs() < 1e-6);
}

#[test]
fn cells_that_cannot_be_are_refused_with_the_place() {
    let standard = Standard::default();
    let kind = |cells: Vec<(&str, &str, u64, u64)>| {
        let error = standard.strata(cells).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let a = ("s", "a", 5, 2);
    assert_eq!(kind(vec![]), (ErrorKind::Missing, "cells".into()));
    assert_eq!(kind(vec![a]), (ErrorKind::Missing, "cells".into()));
    assert_eq!(kind(vec![a, a]), (ErrorKind::Duplicate, "cells[1].group".into()));
    assert_eq!(kind(vec![a, ("s", "b", 2, 5)]), (ErrorKind::Inconsistent, "cells[1].selected".into()));
    assert_eq!(kind(vec![a, (" ", "b", 5, 2)]), (ErrorKind::Missing, "cells[1].stratum".into()));
    assert_eq!(kind(vec![a, ("s", "", 5, 2)]), (ErrorKind::Missing, "cells[1].group".into()));
    assert_eq!(
        kind(vec![a, ("s", "b", 1_000_000_000_000_000_000, 2)]),
        (ErrorKind::TooLarge, "cells[1].considered".into())
    );
    let many = (0_u64..).map(|i| (i.to_string(), if i % 2 == 0 { "a" } else { "b" }, 1, 1));
    assert_eq!(standard.strata(many).unwrap_err().kind(), ErrorKind::TooLarge);
}

fn strata() -> impl Strategy<Value = Vec<([u64; 2], [u64; 2])>> {
    let size = prop_oneof![0_u64..12, 0_u64..60, 0_u64..1_000_000_000_000];
    let stratum = (size.clone(), size)
        .prop_flat_map(|(n1, n2)| (Just([n1, n2]), 0..=n1, 0..=n2))
        .prop_map(|(considered, x1, x2)| ([x1, x2], considered));
    prop::collection::vec(stratum, 1..5)
}

/// The common ratio of rates by whole numbers: numerator and denominator over the product of all sizes.
fn exact_parts(strata: &[([u64; 2], [u64; 2])]) -> (i128, i128) {
    let sizes: Vec<i128> = strata.iter().map(|(_, [n1, n2])| i128::from(n1 + n2)).collect();
    let all: i128 = sizes.iter().product();
    strata.iter().zip(&sizes).fold((0, 0), |sum, (([x1, x2], [n1, n2]), n)| {
        let part = |x: &u64, m: &u64| i128::from(x * m) * (all / n);
        (sum.0 + part(x1, n2), sum.1 + part(x2, n1))
    })
}

/// So many people that the exact limits are beyond what floats hold: they are left out, and the report reads back.
#[test]
fn limits_that_do_not_come_out_are_left_out() {
    let report = pair(&[([256_899_249_651, 0], [278_507_282_797, 39])]);
    assert!(report.findings[0].exact.is_none());
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(serde_json::from_value::<StrataReport>(json).unwrap(), report);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_figure_is_a_number_and_every_report_reads_back(strata in strata()) {
        let report = pair(&strata);
        let json = serde_json::to_value(&report).unwrap();
        prop_assert_eq!(&serde_json::from_value::<StrataReport>(json).unwrap(), &report);
        for finding in &report.findings {
            for p in [finding.mid_p, finding.adjusted_p, finding.tarone.map(|found| found.p)].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&p), "{p}");
            }
        }
        for lang in Lang::ALL {
            let text = report.text(lang);
            prop_assert!(!text.contains("{$") && !text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }

    #[test]
    fn swaps_within_strata_are_the_fewest_by_whole_numbers(
        strata in prop::collection::vec((1_u64..7, 1_u64..7).prop_flat_map(|(n1, n2)| {
            (Just([n1, n2]), 0..=n1, 0..=n2)
        }).prop_map(|(considered, x1, x2)| ([x1, x2], considered)), 1..4)
    ) {
        let below = |strata: &[([u64; 2], [u64; 2])]| {
            let (rate, reference) = exact_parts(strata);
            5 * rate < 4 * reference
        };
        let found = pair(&strata).findings[0].clone();
        let (rate, reference) = exact_parts(&strata);
        prop_assert_eq!(found.below_threshold, (reference > 0).then(|| below(&strata)));
        prop_assert_eq!(found.flips.direction.is_some(), rate < reference);
        // Every way to divide up to so many swaps.
        let mut now = vec![strata.clone()];
        let mut swaps = 0;
        while now.iter().all(|strata| below(strata)) {
            let next = |strata: &Vec<([u64; 2], [u64; 2])>| {
                (0..strata.len()).filter_map(|i| {
                    let mut next = strata.clone();
                    let ([x1, x2], [n1, _]) = next[i];
                    (x1 < n1 && x2 > 0).then(|| { next[i].0 = [x1 + 1, x2 - 1]; next })
                }).collect::<Vec<_>>()
            };
            now = now.iter().flat_map(next).collect();
            now.sort();
            now.dedup();
            swaps += 1;
            prop_assume!(!now.is_empty());
        }
        prop_assert_eq!(found.flips.threshold, (swaps > 0).then_some(swaps));
    }

    #[test]
    fn the_order_of_the_cells_changes_nothing(
        (cells, shuffled) in Just(vec![
            ("s", "a", 40, 10), ("s", "b", 50, 30), ("t", "a", 9, 4), ("t", "c", 30, 3), ("u", "b", 10, 9), ("s", "c", 8, 8),
        ]).prop_flat_map(|cells| (Just(cells.clone()), Just(cells).prop_shuffle())),
    ) {
        let standard = Standard::default().with_reference(Reference::Complement);
        prop_assert_eq!(standard.strata(cells).unwrap(), standard.strata(shuffled).unwrap());
    }
}
