//! Every named test and interval, against published figures and at the ends of what can be counted.

use proptest::prelude::*;

use super::published::Case;
use crate::fairness::{Interval, PowerOfRatesQuestion, RateComparison, RateComparisonQuestion, RatePair};

/// The pair of `first` against `second`, each (selected, considered).
fn pair(first: (u64, u64), second: (u64, u64)) -> RatePair {
    let groups = [("a", first.1, first.0), ("b", second.1, second.0)];
    RateComparisonQuestion::new(groups).answer().unwrap().pairs.remove(0)
}

fn rows(case: &Case) -> [(u64, u64); 2] {
    [0, 1].map(|row| {
        let cell = |column| case.count(&format!("/table/{row}/{column}"));
        (cell(0), cell(0) + cell(1))
    })
}

fn check(case: &Case, name: &str, interval: Interval) {
    case.check(&format!("{name}/0"), interval.lower);
    case.check(&format!("{name}/1"), interval.upper.unwrap());
}

#[test]
fn s04_the_tea_taster_and_s05_the_twins() {
    let Some(case) = Case::read("S04_fisher_tea") else { return };
    let [first, second] = rows(&case);
    let tests = pair(first, second).tests.unwrap();
    case.check("fisher_greater", tests.fisher_greater.p);
    for (name, test) in [("pearson", tests.pearson), ("yates", tests.yates), ("lr", tests.likelihood_ratio)] {
        case.check(name, test.statistic.unwrap());
        case.check(&format!("{name}_p"), test.p);
    }
    let Some(case) = Case::read("S05_fisher_convictions") else { return };
    let [first, second] = rows(&case);
    let tests = pair(first, second).tests.unwrap();
    case.check("p_less", tests.fisher_less.p);
    case.check("p_two", tests.fisher.p);
}

#[test]
fn s06_ten_intervals_and_s07_two_by_katz() {
    let Some(case) = Case::read("S06_perondi_ratio_cis") else { return };
    let group = |name| (case.count(&format!("/{name}/0")), case.count(&format!("/{name}/1")));
    let found = pair(group("group1"), group("group2"));
    let (ratio, difference) = (found.ratio_intervals.unwrap(), found.difference_intervals.unwrap());
    case.check("ratio", found.ratio.unwrap());
    for (name, interval) in [
        ("katz_log", ratio.katz.unwrap()),
        ("adjusted_log", ratio.adjusted_log),
        ("inv_sinh", ratio.inverse_sinh.unwrap()),
        ("koopman_score", ratio.koopman),
        ("miettinen_nurminen", ratio.miettinen_nurminen),
        ("mover_r_wilson", ratio.mover_wilson),
        ("diff_wald", difference.wald),
        ("diff_agresti_caffo", difference.agresti_caffo),
        ("diff_newcombe", difference.newcombe),
        ("diff_mee", difference.mee),
    ] {
        check(&case, name, interval);
    }
    let Some(case) = Case::read("S07_scipy_relative_risk") else { return };
    for name in ["A", "B"] {
        let at = |place: usize| case.count(&format!("/{name}/{place}"));
        let found = pair((at(0), at(1)), (at(2), at(3)));
        case.check(&format!("{name}_rr"), found.ratio.unwrap());
        check(&case, &format!("{name}_ci"), found.ratio_intervals.unwrap().katz.unwrap());
    }
}

#[test]
fn s16_power_people_and_rates() {
    let Some(case) = Case::read("S16_power_prop_test") else { return };
    let half = PowerOfRatesQuestion::new(0.5);
    case.check("power", half.considered(50).second_rate(0.75).answer().unwrap().power.unwrap());
    case.check("n", half.second_rate(0.75).power(0.9).answer().unwrap().needed.unwrap());
    case.check("p2", half.considered(50).power(0.9).answer().unwrap().higher_rate.unwrap());
}

#[test]
fn s17_four_hospitals() {
    let Some(case) = Case::read("S17_smokers_k_groups") else { return };
    let names = ["1", "2", "3", "4"];
    let groups =
        (0..4).map(|at| (names[at], case.count(&format!("/n/{at}")), case.count(&format!("/x/{at}"))));
    let found = RateComparisonQuestion::new(groups).answer().unwrap();
    let together = found.together.unwrap();
    case.check("X2", together.pearson.statistic);
    case.check("p", together.pearson.p);
    for pair in found.pairs.iter().filter(|pair| pair.second == "4") {
        case.check(&format!("holm_{}v4", pair.first), pair.tests.unwrap().yates.adjusted_p);
    }
}

/// Whether a document holds numbers only that are finite: others are written as null, and no field of these is.
fn complete(found: &RateComparison) -> Result<(), TestCaseError> {
    let text = serde_json::to_string(found).unwrap();
    let read: RateComparison =
        serde_json::from_str(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
    prop_assert_eq!(&read, found);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_figure_is_a_number_whatever_the_counts(
        groups in prop::collection::vec((0_u64..=60, 0..=1_000_u64, 0_u32..=14), 2..5)
    ) {
        let counts = groups.iter().enumerate().map(|(place, (considered, share, power))| {
            let considered = considered * 10_u64.pow(*power);
            (place.to_string(), considered, considered / 1_000 * share + considered % 1_000 * share / 1_000)
        });
        let found = RateComparisonQuestion::new(counts).answer().unwrap();
        complete(&found)?;
        for pair in &found.pairs {
            let Some(tests) = pair.tests else { continue };
            let difference = pair.difference.unwrap();
            for (test, name) in [(tests.pearson, "pearson"), (tests.yates, "yates"), (tests.fisher, "fisher"),
                (tests.fisher_less, "less"), (tests.fisher_greater, "greater"), (tests.mid_p_less, "mid-p less")] {
                prop_assert!((0.0..=1.0).contains(&test.p) && test.adjusted_p >= test.p, "{name}: {test:?}");
            }
            let intervals = pair.difference_intervals.unwrap();
            for interval in [intervals.wald, intervals.newcombe, intervals.mee, intervals.miettinen_nurminen] {
                prop_assert!(interval.lower <= difference && difference <= interval.upper.unwrap(), "{interval:?}");
            }
            if let (Some(ratio), Some(intervals)) = (pair.ratio, pair.ratio_intervals) {
                for interval in [Some(intervals.koopman), Some(intervals.mover_wilson), intervals.katz, intervals.inverse_sinh]
                    .into_iter()
                    .flatten()
                {
                    let near = 1e-12 * ratio;
                    prop_assert!(interval.lower <= ratio + near, "{ratio}: {interval:?}");
                    prop_assert!(interval.upper.is_none_or(|upper| ratio - near <= upper), "{ratio}: {interval:?}");
                }
            }
        }
    }

    #[test]
    fn the_other_way_round_is_the_mirror_image(n in 1_u64..60, m in 1_u64..60, share in 0..=1_000_u64, other in 0..=1_000_u64) {
        let (x, y) = (n * share / 1_000, m * other / 1_000);
        let (there, back) = (pair((x, n), (y, m)), pair((y, m), (x, n)));
        let (tests, mirrored) = (there.tests.unwrap(), back.tests.unwrap());
        prop_assert!((tests.fisher_less.p - mirrored.fisher_greater.p).abs() < 1e-12);
        prop_assert!((tests.yates.p - mirrored.yates.p).abs() < 1e-12);
        // One side and the other hold everything, and the observed table twice.
        let both = tests.mid_p_less.p + tests.mid_p_greater.p;
        prop_assert!((both - 1.0).abs() < 1e-12, "{both}");
        let (mee, turned) = (there.difference_intervals.unwrap().mee, back.difference_intervals.unwrap().mee);
        prop_assert!((mee.lower + turned.upper.unwrap()).abs() < 1e-9);
        if let (Some(katz), Some(turned)) =
            (there.ratio_intervals.and_then(|found| found.katz), back.ratio_intervals.and_then(|found| found.katz))
        {
            prop_assert!((katz.lower * turned.upper.unwrap() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn power_people_and_rates_say_the_same(first in 0.02..0.98_f64, n in 5_u64..5_000, power in 0.3..0.99_f64) {
        let question = PowerOfRatesQuestion::new(first).considered(n);
        let found = question.power(power).answer().unwrap();
        for rate in [found.lower_rate, found.higher_rate].into_iter().flatten() {
            let reached = question.second_rate(rate).answer().unwrap().power.unwrap();
            prop_assert!(reached >= power && reached < power + 1e-6, "{rate}: {reached}");
            let needed = PowerOfRatesQuestion::new(first).second_rate(rate).power(power).answer().unwrap().needed.unwrap();
            prop_assert!((needed / n as f64 - 1.0).abs() < 1e-6, "{needed}");
        }
    }
}
