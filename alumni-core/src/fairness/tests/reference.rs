//! Published cases of selections, through the public door where it prints their figures.

use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::koopman::{self, Counts};
use super::super::statistics::power::{self, Demand};
use super::super::statistics::{fisher, holm, normal};
use super::super::{Reference, SelectionReport, Standard, selection};
use super::published::Case;

fn ratio(report: &SelectionReport, group: &str) -> f64 {
    finding(report, group).impact_ratio.unwrap()
}

fn finding<'a>(report: &'a SelectionReport, group: &str) -> &'a crate::fairness::Finding {
    report.findings.iter().find(|finding| finding.group == group).unwrap()
}

#[test]
fn s01_four_groups_against_the_highest_rate() {
    let Some(case) = Case::read("S01_ugesp_qa_impact_ratio") else { return };
    let groups = case.inputs("/rates").as_object().unwrap().iter().map(|(name, rate)| {
        // The rates are whole per cents.
        (name.clone(), 100, format!("{:.0}", rate.as_f64().unwrap() * 100.0).parse().unwrap())
    });
    let report = selection(groups).unwrap();
    for group in ["AmericanIndian", "Hispanic", "Black"] {
        case.check(group, ratio(&report, group));
        let below = finding(&report, group).below_threshold.unwrap();
        assert_eq!(below, case.flag(&format!("flag_{group}")), "{group}");
    }
    assert!(report.findings.iter().all(|finding| finding.reference.as_deref() == Some("White")));
}

#[test]
fn s02_one_different_decision_turns_the_result_round() {
    let Some(case) = Case::read("S02_ugesp_qa21_flipflop") else { return };
    for (question, focal, reference) in [("Q21", "black", "white"), ("Q20", "female", "male")] {
        let group = |name: &str| {
            let at = |place| case.count(&format!("/{question}/{name}/{place}"));
            (name.to_owned(), at(1), at(0))
        };
        let report = selection([group(focal), group(reference)]).unwrap();
        case.check(&format!("{question}_ir"), ratio(&report, focal));
        let flips = finding(&report, focal).flips.direction == Some(1);
        assert_eq!(flips, case.flag(&format!("{question}_flips")));
        let (_, n1, x1) = group(focal);
        let (_, n2, x2) = group(reference);
        if question == "Q21" {
            let after = selection([("focal", n1, x1 + 1), ("reference", n2, x2 - 1)]).unwrap();
            case.check("Q21_black_rate_after", after.groups[0].rate.unwrap());
            case.check("Q21_white_rate_after", after.groups[1].rate.unwrap());
        }
    }
}

#[test]
fn s03_two_of_ten_against_fifteen_of_twenty_five() {
    let Some(case) = Case::read("S03_morris2017_ztest") else { return };
    let at = |place: &str| case.count(place);
    let report = selection([
        ("women", at("/minority/1"), at("/minority/0")),
        ("men", at("/majority/1"), at("/majority/0")),
    ])
    .unwrap();
    // The notes of the case give these in four digits.
    let finding = finding(&report, "women");
    let notes = case.0["notes"].as_str().unwrap();
    for (text, value) in [
        ("Fisher two-sided p=0.0599", finding.fisher.unwrap() - 0.0599),
        ("mid-p=0.0437", finding.mid_p.unwrap() - 0.0437),
        ("IR=0.333", (finding.impact_ratio.unwrap() - 0.333) / 10.0),
    ] {
        assert!(notes.contains(text) && value.abs() < 5e-5, "{text}: {value}");
    }
}

#[test]
fn s04_and_s05_fishers_own_tables() {
    let table = |case: &Case| {
        let at = |row, column| case.count(&format!("/table/{row}/{column}"));
        (Hypergeometric::new(at(0, 0) + at(0, 1), at(1, 0) + at(1, 1), at(0, 0) + at(1, 0)), at(0, 0))
    };
    if let Some(case) = Case::read("S04_fisher_tea") {
        let (law, count) = table(&case);
        case.check("fisher_greater", law.upper_tail(count));
    }
    if let Some(case) = Case::read("S05_fisher_convictions") {
        let (law, count) = table(&case);
        case.check("p_less", law.lower_tail(count));
        case.check("p_two", fisher::exact(&law, count).fisher);
    }
}

#[test]
fn s06_koopmans_interval() {
    let Some(case) = Case::read("S06_perondi_ratio_cis") else { return };
    let [x1, n1, x2, n2] = ["/group1/0", "/group1/1", "/group2/0", "/group2/1"].map(|path| case.count(path));
    let counts = Counts { selected: [x1, x2], considered: [n1, n2] };
    let (lower, upper) = koopman::interval(counts, normal::two_sided(0.95));
    case.check("koopman_score/0", lower);
    case.check("koopman_score/1", upper.unwrap());
    let standard = Standard::default().with_reference(Reference::Group("b".into()));
    let report = standard.selection([("a", n1, x1), ("b", n2, x2)]).unwrap();
    case.check("ratio", ratio(&report, "a"));
    assert!((report.findings[0].interval.unwrap().lower - lower).abs() < 1e-15);
}

#[test]
fn s07_ratios_above_one() {
    let Some(case) = Case::read("S07_scipy_relative_risk") else { return };
    let standard = Standard::default().with_reference(Reference::Group("other".into()));
    for name in ["A", "B"] {
        let at = |place| case.count(&format!("/{name}/{place}"));
        let report = standard.selection([("focal", at(1), at(0)), ("other", at(3), at(2))]).unwrap();
        case.check(&format!("{name}_rr"), ratio(&report, "focal"));
        assert_eq!(report.findings[0].below_threshold, Some(false));
    }
}

#[test]
fn s14_rates_of_three_groups_counted_from_rows() {
    let Some(case) = Case::read("S14_fairlearn_userguide") else { return };
    let rows = |name| case.inputs(name).as_array().unwrap().iter();
    let mut counts = std::collections::BTreeMap::<&str, (u64, u64)>::new();
    for (group, selected) in rows("/group").zip(rows("/y_pred")) {
        let (considered, sum) = counts.entry(group.as_str().unwrap()).or_default();
        *considered += 1;
        *sum += selected.as_u64().unwrap();
    }
    let report = selection(counts.iter().map(|(group, (n, x))| (*group, *n, *x))).unwrap();
    for rate in &report.groups {
        case.check(&format!("sel_{}", rate.group), rate.rate.unwrap());
    }
    for group in ["b", "c"] {
        case.check("ratio", ratio(&report, group));
    }
}

#[test]
fn s15_and_s17_holms_adjustment() {
    if let Some(case) = Case::read("S15_bh1995") {
        let p: Vec<f64> = case.inputs("/p").as_array().unwrap().iter().map(|p| p.as_f64().unwrap()).collect();
        let level = case.inputs("/level").as_f64().unwrap();
        let rejected = holm::adjust(&p).into_iter().filter(|p| *p < level).count();
        case.check("holm_rejections", f64::from(u32::try_from(rejected).unwrap()));
    }
    if let Some(case) = Case::read("S17_smokers_k_groups") {
        let column = |name: &str| -> Vec<f64> {
            case.inputs(name).as_array().unwrap().iter().map(|count| count.as_f64().unwrap()).collect()
        };
        let (x, n) = (column("/x"), column("/n"));
        let pairs: Vec<(usize, usize)> = (0..4).flat_map(|b| (0..b).map(move |a| (a, b))).collect();
        // Pearson's chi-square with Yates' correction, as R's pairwise.prop.test.
        let p = |&(i, j): &(usize, usize)| {
            let pooled = (x[i] + x[j]) / (n[i] + n[j]);
            let gap = (x[i] / n[i] - x[j] / n[j]).abs();
            let each = 1.0 / n[i] + 1.0 / n[j];
            let gap = gap - (0.5 * each).min(gap);
            libm::erfc((0.5 * gap * gap / (pooled * (1.0 - pooled) * each)).sqrt())
        };
        let adjusted = holm::adjust(&pairs.iter().map(p).collect::<Vec<_>>());
        for first in 0..3 {
            let place = pairs.iter().position(|pair| *pair == (first, 3)).unwrap();
            case.check(&format!("holm_{}v4", first + 1), adjusted[place]);
        }
    }
}

#[test]
fn s16_power_and_number_needed() {
    let Some(case) = Case::read("S16_power_prop_test") else { return };
    case.check("power", power::normal_power([50, 50], [0.5, 0.75], normal::two_sided(0.95)));
    let demand = Demand { alpha: 0.05, power: 0.9 };
    let needed = power::needed_per_group(0.75, 0.5 / 0.75, demand).unwrap();
    // R prints the number before it is rounded up.
    let exact = case.0["expected"]["n"].as_f64().unwrap();
    assert_eq!(needed.to_string(), exact.ceil().to_string());
    let detected = case.0["verified_full_precision"]["p2"].as_f64().unwrap();
    assert!((power::normal_power([50, 50], [0.5, detected], normal::two_sided(0.95)) - 0.9).abs() < 1e-9);
}

#[test]
fn s20_who_is_counted_changes_the_ratio() {
    let Some(case) = Case::read("S20_unknown_gender_sensitivity") else { return };
    for (name, expected) in [("complete_case", "ir_complete"), ("with_unknown_race", "ir_all")] {
        let at = |group: &str, place| case.count(&format!("/{name}/{group}/{place}"));
        let report = selection(["female", "male"].map(|group| (group, at(group, 1), at(group, 0)))).unwrap();
        case.check(expected, ratio(&report, "female"));
        if name == "complete_case" {
            case.check("sd_complete", -finding(&report, "female").tests.unwrap().standard_deviations);
        }
    }
}
