//! Divided gaps against the definition: every order in which the criteria can join.

use proptest::prelude::*;

use super::super::{Reference, Standard, Verdict};
use super::Hurdles;
use crate::{ErrorKind, Lang};

/// People of two groups, each with the criteria that are not met and those not known, as bits.
type People = Vec<(bool, u8, u8)>;

const CRITERIA: usize = 4;

fn people() -> impl Strategy<Value = People> {
    let person = (any::<bool>(), 0_u8..16, 0_u8..16)
        .prop_map(|(group, unmet, unknown)| (group, unmet, unknown & !unmet));
    prop::collection::vec(person, 1..60)
}

fn places(bits: u8) -> Vec<usize> {
    (0..8).filter(|place| bits >> place & 1 == 1).collect()
}

fn hurdles(people: &People) -> Hurdles {
    let mut hurdles = Hurdles::new((0..CRITERIA).map(|place| format!("c{place}"))).unwrap();
    for (group, unmet, unknown) in people {
        let group = if *group { "a" } else { "b" };
        hurdles.add(Some(group), 1, &places(*unmet), &places(*unknown)).unwrap();
    }
    hurdles
}

/// The gap between b and a when only the hurdles of `present` (four unmet, then four unknown) are there.
fn gap(people: &People, present: u8) -> f64 {
    let rate = |of: bool| {
        let here = || people.iter().filter(|(group, ..)| *group == of);
        let passed =
            here().filter(|(_, unmet, unknown)| (unmet | unknown << CRITERIA) & present == 0).count();
        f64::from(u32::try_from(passed).unwrap()) / f64::from(u32::try_from(here().count()).unwrap())
    };
    rate(false) - rate(true)
}

/// Each hurdle's growth of the gap when it joins, averaged over all orders by their number.
fn by_definition(people: &People) -> [f64; 2 * CRITERIA] {
    let factorial = |n: u32| (1..=n).map(f64::from).product::<f64>();
    let players = 2 * CRITERIA;
    let mut parts = [0.0; 2 * CRITERIA];
    for present in 0..=u8::MAX {
        for (player, part) in parts.iter_mut().enumerate() {
            if present >> player & 1 == 1 {
                continue;
            }
            let size = present.count_ones();
            let orders = factorial(size) * factorial(u32::try_from(players).unwrap() - size - 1);
            let grows = gap(people, present | 1 << player) - gap(people, present);
            *part += orders / factorial(u32::try_from(players).unwrap()) * grows;
        }
    }
    parts
}

fn to_b() -> Standard {
    Standard::default().with_reference(Reference::Group("b".into()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn parts_are_those_of_the_definition_and_sum_to_the_gap(people in people()) {
        prop_assume!(people.iter().any(|(group, ..)| *group) && people.iter().any(|(group, ..)| !*group));
        let report = to_b().gap(&hurdles(&people)).unwrap();
        let [divided] = report.attributions.as_slice() else { panic!("one group against the other") };
        let expected = by_definition(&people);
        for (place, part) in divided.parts.iter().enumerate() {
            prop_assert!((part.unmet - expected[place]).abs() < 1e-12, "{part:?}");
            prop_assert!((part.unknown - expected[place + CRITERIA]).abs() < 1e-12, "{part:?}");
            prop_assert!((part.part - part.unmet - part.unknown).abs() < 1e-15);
            let without = !(1_u8 << place) & !(1 << (place + CRITERIA));
            prop_assert!((part.gap_without - gap(&people, without)).abs() < 1e-12, "{part:?}");
        }
        let sum: f64 = divided.parts.iter().map(|part| part.part).sum();
        prop_assert!((sum - divided.gap.unwrap()).abs() < 1e-12);
        prop_assert!((divided.gap.unwrap() - gap(&people, 0xff)).abs() < 1e-12);
        let written = serde_json::to_string(&report).unwrap();
        prop_assert_eq!(serde_json::from_str::<super::GapReport>(&written).unwrap(), report);
    }

    #[test]
    fn the_order_of_people_does_not_matter(people in people()) {
        let mut back = people.clone();
        back.reverse();
        let standard = Standard::default().with_reference(Reference::Complement);
        prop_assert_eq!(standard.gap(&hurdles(&people)).unwrap(), standard.gap(&hurdles(&back)).unwrap());
    }
}

/// 60 of 100 women pass and 75 of 100 men: alone, service holds back 20 women and 10 men, grade 5 and 15; both 15 women.
fn story() -> Hurdles {
    let mut hurdles = Hurdles::new(["service", "grade"]).unwrap();
    for (group, people, held) in [
        ("women", 60, vec![]),
        ("women", 20, vec![0]),
        ("women", 5, vec![1]),
        ("women", 15, vec![0, 1]),
        ("men", 75, vec![]),
        ("men", 10, vec![0]),
        ("men", 15, vec![1]),
    ] {
        hurdles.add(Some(group), people, &held, &[]).unwrap();
    }
    hurdles
}

#[test]
fn a_gap_is_told_in_points_with_what_widens_and_what_narrows_it() {
    let report = Standard::default().gap(&story()).unwrap();
    // Service: 20 + 15/2 - 10 = 17.5 points; grade: 5 + 15/2 - 15 = -2.5.
    let [en, ja] = [Lang::En, Lang::Ja].map(|lang| report.text(lang));
    assert!(
        en.contains(
            "Women pass 15.0 points less often than men. Criterion service widens the gap by 17.5 points. Criterion grade \
             narrows the gap by 2.5 points."
        ),
        "{en}"
    );
    assert!(
        ja.contains(
            "womenの通過率はmenより15.0ポイント低くなっています。基準「service」は、差を17.5ポイント広げています。基準「grade」は、\
             差を2.5ポイント縮めています。"
        ),
        "{ja}"
    );
}

#[test]
fn what_is_not_known_has_its_own_part() {
    let mut hurdles = Hurdles::new(["service", "grade"]).unwrap();
    hurdles.add(Some("a"), 6, &[], &[]).unwrap();
    hurdles.add(Some("a"), 3, &[0], &[]).unwrap();
    hurdles.add(Some("a"), 1, &[], &[1]).unwrap();
    hurdles.add(Some("b"), 10, &[], &[]).unwrap();
    let report = Standard::default().gap(&hurdles).unwrap();
    assert_eq!((report.attributions[0].undetermined, report.attributions[0].reference_undetermined), (1, 0));
    let text = report.text(Lang::En);
    for said in [
        "Criterion service causes 30.0 of the 40.0 points. Criterion grade causes 10.0 of the 40.0 points.",
        "Of the gap, 10.0 points come from facts that are not known.",
        "Cannot be decided for want of facts, and counted as not passing: 1 of a, 0 of b.",
    ] {
        assert!(text.contains(said), "{text}");
    }
}

#[test]
fn small_groups_are_withheld_and_the_unknown_are_counted_apart() {
    let mut hurdles = story();
    hurdles.add(Some("others"), 3, &[0], &[]).unwrap();
    hurdles.add(None, 2, &[1], &[]).unwrap();
    let report = Standard::default().with_minimum_cell(10).gap(&hurdles).unwrap();
    assert_eq!(report.selection.withheld, ["others"]);
    assert_eq!(report.selection.unknown.map(|unknown| (unknown.considered, unknown.selected)), Some((2, 0)));
    assert_eq!(report.attributions, Standard::default().gap(&story()).unwrap().attributions);
    // Its counts are not in the hash either.
    let mut other = story();
    other.add(Some("others"), 4, &[1], &[]).unwrap();
    other.add(None, 2, &[1], &[]).unwrap();
    let other = Standard::default().with_minimum_cell(10).gap(&other).unwrap();
    assert_eq!(other.input_hash, report.input_hash);
}

#[test]
fn nobody_to_compare_is_an_answer() {
    let mut hurdles = Hurdles::new(["service"]).unwrap();
    let report = Standard::default().gap(&hurdles).unwrap();
    assert_eq!((report.attributions.len(), report.selection.verdict), (0, Verdict::Insufficient));
    hurdles.add(Some("a"), 5, &[0], &[]).unwrap();
    hurdles.add(Some("b"), 0, &[], &[]).unwrap();
    let report = to_b().gap(&hurdles).unwrap();
    let [divided] = report.attributions.as_slice() else { panic!("one group against the other") };
    assert_eq!((divided.gap, divided.parts.len(), divided.reasons.len()), (None, 0, 0));
    assert_eq!(report.selection.verdict, Verdict::NotEstimable);
}

#[test]
fn huge_counts_and_many_criteria_stay_numbers() {
    let names: Vec<String> = (0..1_000).map(|place| format!("c{place}")).collect();
    let mut hurdles = Hurdles::new(&names).unwrap();
    let all: Vec<usize> = (0..1_000).collect();
    let half = 499_999_999_999_999_999;
    hurdles.add(Some("a"), half, &all, &[]).unwrap();
    hurdles.add(Some("a"), 1, &[], &[]).unwrap();
    hurdles.add(Some("b"), half, &[], &[]).unwrap();
    hurdles.add(Some("b"), 1, &[7], &[]).unwrap();
    let report = to_b().gap(&hurdles).unwrap();
    let sum: f64 = report.attributions[0].parts.iter().map(|part| part.part).sum();
    assert!((sum - report.attributions[0].gap.unwrap()).abs() < 1e-12);
    let error = hurdles.add(Some("b"), 1, &[], &[]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::TooLarge, "people"));
}

#[test]
fn what_cannot_be_counted_says_where() {
    let mut hurdles = Hurdles::new(["service", "grade"]).unwrap();
    let mut error = |group, unmet: &[usize], unknown: &[usize]| {
        let error = hurdles.add(group, 1, unmet, unknown).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    assert_eq!(error(Some(" "), &[], &[]), (ErrorKind::Missing, "group".to_owned()));
    assert_eq!(error(None, &[2], &[]), (ErrorKind::OutOfRange, "unmet".to_owned()));
    assert_eq!(error(None, &[], &[5]), (ErrorKind::OutOfRange, "unknown".to_owned()));
    assert_eq!(error(None, &[0], &[0]), (ErrorKind::Duplicate, "unmet".to_owned()));
    assert_eq!(error(None, &[], &[1, 1]), (ErrorKind::Duplicate, "unknown".to_owned()));
    assert_eq!(hurdles.people(), 0);
    let error = Hurdles::new(["a", "a"]).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Duplicate, "criteria[1]"));
}
