//! What holds for all counts.

use proptest::prelude::*;

use super::super::{Fraction, Reference, SelectionReport, Standard, Verdict, selection};
use crate::Lang;

/// Up to six groups whose sizes spread over all magnitudes.
fn groups() -> impl Strategy<Value = Vec<(String, u64, u64)>> {
    let size = prop_oneof![0_u64..40, 0_u64..2_000, 0_u64..1_000_000, any::<u64>().prop_map(|n| n >> 5)];
    let group = size.prop_flat_map(|n| (Just(n), 0..=n));
    prop::collection::vec(group, 2..6).prop_map(|groups| {
        groups.into_iter().enumerate().map(|(i, (n, x))| (format!("g{i}"), n >> 4, x >> 4)).collect()
    })
}

fn reference() -> impl Strategy<Value = Reference> {
    prop_oneof![
        Just(Reference::HighestRate),
        Just(Reference::Complement),
        Just(Reference::Group("g1".into()))
    ]
}

/// Two groups small enough to be enumerated.
fn pair() -> impl Strategy<Value = [(&'static str, u64, u64); 2]> {
    (1_u64..80, 1_u64..80)
        .prop_flat_map(|(n1, n2)| (Just(n1), Just(n2), 0..=n1, 0..=n2))
        .prop_map(|(n1, n2, x1, x2)| [("a", n1, x1), ("b", n2, x2)])
}

fn to_b() -> Standard {
    Standard::default().with_reference(Reference::Group("b".into()))
}

fn shares(report: &SelectionReport) -> impl Iterator<Item = f64> + '_ {
    report.findings.iter().flat_map(|finding| {
        [finding.rate, finding.reference_rate, finding.fisher, finding.mid_p, finding.adjusted_p]
            .into_iter()
            .chain([finding.smallest_detectable_ratio])
            .flatten()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_figure_is_a_number_in_its_range_and_every_report_reads_back(
        groups in groups(), reference in reference()
    ) {
        let report = Standard::default().with_reference(reference).selection(groups).unwrap();
        for share in shares(&report) {
            prop_assert!((0.0..=1.0).contains(&share), "{share}");
        }
        for finding in &report.findings {
            prop_assert!(finding.impact_ratio.is_none_or(|ratio| ratio.is_finite() && ratio >= 0.0));
            if let Some(interval) = finding.interval {
                prop_assert!(interval.lower.is_finite() && interval.lower >= 0.0);
                prop_assert!(interval.upper.is_none_or(|upper| upper.is_finite() && upper >= interval.lower));
                // The interval holds the estimate, but for the last digits of a very narrow one.
                let ratio = finding.impact_ratio.unwrap_or(f64::INFINITY);
                prop_assert!(interval.lower <= ratio * (1.0 + 1e-12));
                prop_assert!(interval.upper.is_none_or(|upper| upper >= ratio * (1.0 - 1e-12)));
            }
            if let (Some(fisher), Some(mid_p)) = (finding.fisher, finding.mid_p) {
                prop_assert!(mid_p <= fisher);
            }
        }
        // A number that is none is written as null and would not read back.
        let json = serde_json::to_value(&report).unwrap();
        prop_assert_eq!(&serde_json::from_value::<SelectionReport>(json).unwrap(), &report);
        for lang in Lang::ALL {
            let text = report.text(lang);
            prop_assert!(!text.contains("{$") && !text.contains("NaN") && !text.contains("inf"), "{text}");
        }
    }

    #[test]
    fn the_order_of_the_groups_changes_nothing(
        (groups, shuffled) in groups().prop_flat_map(|groups| (Just(groups.clone()), Just(groups).prop_shuffle())),
        reference in reference(),
    ) {
        let standard = Standard::default().with_reference(reference);
        prop_assert_eq!(standard.selection(groups).unwrap(), standard.selection(shuffled).unwrap());
    }

    #[test]
    fn against_the_highest_rate_no_ratio_is_above_one(groups in groups()) {
        for finding in selection(groups).unwrap().findings {
            prop_assert!(finding.impact_ratio.is_none_or(|ratio| (0.0..=1.0).contains(&ratio)));
        }
    }

    #[test]
    fn more_of_the_same_keeps_the_ratio_and_narrows_the_interval([a, b] in pair(), times in 2_u64..50) {
        let more = |(name, n, x): (&'static str, u64, u64)| (name, n * times, x * times);
        let [one, many] = [[a, b], [more(a), more(b)]].map(|pair| to_b().selection(pair).unwrap());
        let (one, many) = (&one.findings[0], &many.findings[0]);
        prop_assert_eq!(one.below_threshold, many.below_threshold);
        if let (Some(ratio), Some(same)) = (one.impact_ratio, many.impact_ratio) {
            prop_assert!((ratio - same).abs() < 1e-14 * ratio.max(1.0));
        }
        if let (Some(wide), Some(narrow)) = (one.interval, many.interval) {
            prop_assert!(narrow.lower >= wide.lower - 1e-12);
            prop_assert!(wide.upper.is_none_or(|upper| narrow.upper.unwrap() <= upper + 1e-12));
        }
    }

    #[test]
    fn a_selection_taken_from_the_worse_group_never_calms_the_verdict([a, b] in pair()) {
        let ((_, n1, x1), (_, n2, x2)) = (a, b);
        prop_assume!(x1 * n2 < x2 * n1 && x1 > 0 && x2 < n2);
        let before = to_b().selection([a, b]).unwrap();
        let after = to_b().selection([("a", n1, x1 - 1), ("b", n2, x2 + 1)]).unwrap();
        let (p, q) = (before.findings[0].mid_p.unwrap(), after.findings[0].mid_p.unwrap());
        prop_assert!(q <= p * (1.0 + 1e-12));
        prop_assert!(before.verdict < Verdict::Watch || after.verdict >= before.verdict);
    }

    #[test]
    fn exchanging_the_groups_turns_the_interval_over([(_, n1, x1), (_, n2, x2)] in pair()) {
        let interval = |a: (u64, u64), b: (u64, u64)| {
            to_b().selection([("a", a.0, a.1), ("b", b.0, b.1)]).unwrap().findings[0].interval
        };
        let (Some(one), Some(other)) = (interval((n1, x1), (n2, x2)), interval((n2, x2), (n1, x1))) else {
            return Ok(());
        };
        let over = other.upper.map_or(0.0, |upper| 1.0 / upper);
        prop_assert!((one.lower - over).abs() <= 1e-10 * over, "{one:?} {other:?}");
    }

    #[test]
    fn what_is_detectable_grows_with_the_groups(n in 10_u64..150, percent in 20_u64..90) {
        let detectable = |times: u64| {
            let (n, x) = (n * times * 100, n * times * percent);
            to_b().selection([("a", n / 100, 0), ("b", n, x)]).unwrap().findings[0].smallest_detectable_ratio
        };
        prop_assert!(detectable(1).unwrap_or(0.0) < detectable(4).unwrap_or(0.0) + 1e-9);
    }

    #[test]
    fn a_fraction_prints_and_reads_back(numerator in 1_u8..100, more in 1_u8..100) {
        if let Ok(fraction) = Fraction::new(numerator, numerator.saturating_add(more)) {
            prop_assert_eq!(fraction.to_string().parse::<Fraction>().unwrap(), fraction);
        }
    }
}
