//! What a report says of its groups.

use super::super::{Detection, Reference, Standard, Verdict, selection};
use crate::ErrorKind;

#[test]
fn exactly_four_fifths_is_never_flagged() {
    // Every pair of groups of 5 to 100 whose rates stand at exactly four fifths.
    let (mut pairs, mut floats_below) = (0, 0);
    for n1 in 5..=100_u64 {
        for n2 in 5..=100_u64 {
            for x2 in 1..=n2 {
                let (top, bottom) = (4 * x2 * n1, 5 * n2);
                if top % bottom != 0 {
                    continue;
                }
                let x1 = top / bottom;
                let counts = super::super::finding::Cross::new([x1, x2], [n1, n2]);
                assert!(!counts.below(Default::default()), "{x1}/{n1} {x2}/{n2}");
                assert!((counts.ratio() - 0.8).abs() < 1e-16);
                let one_less = super::super::finding::Cross::new([x1 - 1, x2], [n1, n2]);
                assert!(one_less.below(Default::default()));
                pairs += 1;
                let rate = |x: u64, n: u64| x as f64 / n as f64;
                floats_below += u32::from(rate(x1, n1) / rate(x2, n2) < 0.8);
            }
        }
    }
    // With floats about a third of them would have been flagged.
    assert_eq!((pairs, floats_below), (11_472, 3_705));
}

#[test]
fn ten_thousand_groups_are_compared_and_one_more_is_refused() {
    let groups = |count: u64| (0..count).map(|i| (format!("group {i}"), 20 + i % 60, i % 20));
    let report = selection(groups(10_000)).unwrap();
    assert_eq!((report.groups.len(), report.findings.len()), (10_000, 9_999));
    assert_eq!(selection(groups(10_001)).unwrap_err().kind(), ErrorKind::TooLarge);
    // A source that never ends is left.
    assert!(selection((0_u64..).map(|i| (i.to_string(), 1, 1))).is_err());
}

#[test]
fn the_largest_counts_have_every_figure() {
    let n = 500_000_000_000_000_000;
    let report = selection([("a", n, n / 10 * 3), ("b", n, n / 10 * 4)]).unwrap();
    let finding = &report.findings[0];
    assert_eq!((finding.impact_ratio, finding.verdict), (Some(0.75), Verdict::Review));
    assert_eq!(finding.detection, Some(Detection::NormalApproximation));
    assert!(finding.mid_p.unwrap() < 1e-300);
    let interval = finding.interval.unwrap();
    assert!(interval.lower < 0.75 && interval.upper.unwrap() > 0.75);
    assert!(interval.upper.unwrap() - interval.lower < 1e-8);
    // den (x1 + f) n2 >= num (x2 - f) n1 with n1 = n2: 9 f >= 4 x2 - 5 x1 = n / 10.
    assert_eq!(finding.flips.threshold, Some((n / 10).div_ceil(9)));
    assert_eq!(selection([("a", n, 0), ("b", n, n)]).unwrap().findings[0].impact_ratio, Some(0.0));
}

#[test]
fn of_equal_highest_rates_the_larger_group_is_the_reference_then_the_first_by_name() {
    let reference = |groups: [(&'static str, u64, u64); 3]| {
        selection(groups).unwrap().findings[0].reference.clone().unwrap()
    };
    assert_eq!(reference([("c", 10, 5), ("b", 20, 10), ("a", 10, 4)]), "b");
    assert_eq!(reference([("c", 20, 10), ("b", 20, 10), ("a", 10, 5)]), "b");
    assert_eq!(reference([("empty", 0, 0), ("b", 20, 0), ("a", 0, 0)]), "b");
}

#[test]
fn a_small_cell_is_neither_shown_nor_summed_nor_hashed() {
    let standard = Standard::default().with_reference(Reference::Complement).with_minimum_cell(10);
    let report = |small: u64| standard.selection([("a", 60, 30), ("b", 50, 20), ("c", 9, small)]).unwrap();
    assert_eq!(report(4), report(5));
    let report = report(4);
    assert_eq!(report.withheld, ["c"]);
    assert_eq!(report.findings[0].reference_considered, 50);
    assert!(report.to_string().contains("Not shown, with fewer than 10 considered: c."));

    let of = Standard::default().with_reference(Reference::Group("c".into())).with_minimum_cell(10);
    let report = of.selection([("a", 60, 30), ("c", 9, 4)]).unwrap();
    assert_eq!((report.findings.len(), report.verdict), (0, Verdict::Insufficient));
}

#[test]
fn a_verdict_is_reached_by_every_rule() {
    let standard = Standard::default().with_reference(Reference::Group("b".into()));
    let verdict = |a: (u64, u64), b: (u64, u64)| {
        standard.selection([("a", a.0, a.1), ("b", b.0, b.1)]).unwrap().verdict
    };
    // The rules in the order in which they are written on `Verdict`.
    assert_eq!(verdict((10, 0), (12, 0)), Verdict::NotEstimable);
    assert_eq!(verdict((0, 0), (12, 6)), Verdict::NotEstimable);
    assert_eq!(verdict((90, 27), (110, 60)), Verdict::Review);
    assert_eq!(verdict((40, 15), (45, 27)), Verdict::Watch);
    assert_eq!(verdict((200, 164), (200, 184)), Verdict::Watch);
    assert_eq!(verdict((80, 60), (90, 40)), Verdict::Watch);
    assert_eq!(verdict((52, 24), (80, 48)), Verdict::Insufficient);
    assert_eq!(verdict((200, 158), (210, 168)), Verdict::NoSignal);
}

#[test]
fn a_finding_that_does_not_stand_the_adjustment_says_so() {
    // One in ten stands out by chance: mid-p 0.04, times nine.
    let groups = (0..9)
        .map(|i| (format!("group {i}"), 100, 59))
        .chain([("last".into(), 100, 45), ("top".into(), 100, 60)]);
    let report = selection(groups).unwrap();
    let last = report.findings.iter().find(|finding| finding.group == "last").unwrap();
    assert!(last.mid_p.unwrap() < 0.05 && last.adjusted_p.unwrap() > 0.3);
    assert_eq!(last.verdict, Verdict::Watch);
    assert!(last.reasons.iter().any(|reason| reason.code() == "selection-not-after-adjustment"));
    assert!(report.to_string().contains("10 comparisons were made"));
}

#[test]
fn a_standard_reads_from_toml_and_from_json() {
    let text = "id = \"x\"\nversion = 1\neffective_from = 2026-04-01\nthreshold = \"4/5\"\n";
    let standard = Standard::parse(text).unwrap();
    assert_eq!(standard.effective_from(), chrono::NaiveDate::from_ymd_opt(2026, 4, 1));
    let json = serde_json::to_string(&standard).unwrap();
    assert_eq!(Standard::parse(&json).unwrap(), standard);
    for (text, kind, path) in [
        ("{\"id\": \"x\"}", ErrorKind::WrongType, "1:11"),
        ("id = \"\"\nversion = 1", ErrorKind::Missing, "id"),
        ("id = \"x\"\nversion = 1\nalpha = \"5\"", ErrorKind::WrongType, "3:9"),
        ("id = \"x\"\nversion = 1\nalpha = 0.5", ErrorKind::OutOfRange, "alpha"),
        ("id = \"x\"\nversion = 1\nalpha = nan", ErrorKind::OutOfRange, "alpha"),
        ("id = \"x\"\nversion = 1\nthreshold = \"1/1\"", ErrorKind::OutOfRange, "threshold"),
        ("id = \"x\"\nversion = 1\nlevel = 0.5", ErrorKind::WrongType, "3:1"),
    ] {
        let error = Standard::parse(text).unwrap_err();
        assert_eq!((error.kind(), error.path()), (kind, path), "{text}");
    }
}
