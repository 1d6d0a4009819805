//! Tables of people, against counts taken row by row.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::table::{TableOptions, TableReport};
use super::super::{Reference, Standard, Unknown, Verdict};
use super::published::Case;
use crate::columns::{Bits, Column, Columns, Integers, Texts, Values};
use crate::{ErrorKind, Lang};

/// Sex, age, requisition and outcome of a person; `None` where unknown.
type Row = (Option<usize>, Option<i16>, usize, Option<bool>);

const SEXES: [&str; 3] = ["women", "men", "other"];
const STRATA: [&str; 3] = ["R1", "R2", "R3"];

fn bits(flags: impl Iterator<Item = bool>) -> Vec<u8> {
    flags
        .collect::<Vec<_>>()
        .chunks(8)
        .map(|byte| byte.iter().enumerate().map(|(i, bit)| u8::from(*bit) << i).sum())
        .collect()
}

fn report(rows: &[Row], options: &TableOptions, standard: &Standard) -> TableReport {
    let n = rows.len();
    let sexes: Vec<u8> = rows.iter().map(|row| u8::try_from(row.0.unwrap_or(0)).unwrap()).collect();
    let sex_known = bits(rows.iter().map(|row| row.0.is_some()));
    let ages: Vec<i16> = rows.iter().map(|row| row.1.unwrap_or(-7)).collect();
    let age_known = bits(rows.iter().map(|row| row.1.is_some()));
    let strata: Vec<&str> = rows.iter().map(|row| STRATA[row.2]).collect();
    let chosen = bits(rows.iter().map(|row| row.3 == Some(true)));
    let decided = bits(rows.iter().map(|row| row.3.is_some()));
    let valid = |bytes| Bits::new(bytes, 0, n).unwrap();
    let coded =
        Values::Coded { codes: Integers::U8(&sexes), names: Texts::Slices(&SEXES), names_valid: None };
    let columns = Columns::new(n)
        .unwrap()
        .with("sex", Column::new(coded).valid(valid(&sex_known)))
        .unwrap()
        .with("age", Column::new(Values::Integers(Integers::I16(&ages))).valid(valid(&age_known)))
        .unwrap()
        .with("requisition", Column::new(Values::Texts(Texts::Slices(&strata))))
        .unwrap()
        .with("selected", Column::new(Values::Booleans(valid(&chosen))).valid(valid(&decided)))
        .unwrap();
    standard.selection_columns(&columns, options).unwrap()
}

/// Counts by hand: of each name considered and selected, and those of no name.
fn by_hand(
    rows: &[Row],
    name: impl Fn(&Row) -> Option<String>,
) -> (BTreeMap<String, (u64, u64)>, (u64, u64)) {
    let (mut known, mut unknown) = (BTreeMap::new(), (0, 0));
    for row in rows {
        let Some(outcome) = row.3 else { continue };
        let cell = match name(row) {
            Some(name) => known.entry(name).or_default(),
            None => &mut unknown,
        };
        cell.0 += 1;
        cell.1 += u64::from(outcome);
    }
    (known, unknown)
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (
        prop::option::weighted(0.9, 0_usize..3),
        prop::option::weighted(0.9, prop_oneof![Just(20_i16), Just(40), Just(-3), Just(2_000)]),
        0_usize..3,
        prop::option::weighted(0.95, any::<bool>()),
    );
    prop_oneof![prop::collection::vec(row.clone(), 0..60), prop::collection::vec(row, 2_000..2_200)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn counts_are_those_taken_row_by_row(rows in rows(), reference in prop_oneof![
        Just(Reference::HighestRate), Just(Reference::Complement)
    ]) {
        let standard = Standard::default().with_reference(reference);
        let options = TableOptions::new("selected", ["sex", "age"]).stratum("requisition").intersections(true);
        let found = report(&rows, &options, &standard);
        prop_assert_eq!(found.rows, rows.len() as u64);
        prop_assert_eq!(found.undecided, rows.iter().filter(|row| row.3.is_none()).count() as u64);
        let sex = |row: &Row| row.0.map(|sex| SEXES[sex].to_owned());
        let age = |row: &Row| row.1.map(|age| age.to_string());
        let both = |row: &Row| Some(format!("{} × {}", sex(row)?, age(row)?));
        let wanted = [by_hand(&rows, sex), by_hand(&rows, age), by_hand(&rows, both)];
        for (found, (known, unknown)) in found.attributes.iter().chain(&found.intersections).zip(wanted) {
            let Some(report) = &found.report else {
                prop_assert!(known.len() < 2 && found.verdict == Verdict::NotEstimable);
                continue;
            };
            let counts: BTreeMap<String, (u64, u64)> =
                report.groups.iter().map(|group| (group.group.clone(), (group.considered, group.selected))).collect();
            prop_assert_eq!(counts, known);
            let named = report.unknown.unwrap_or_default();
            prop_assert_eq!((named.considered, named.selected), unknown);
        }
        // Strata are those of the cells named one by one.
        let (cells, _) = by_hand(&rows, |row| Some(format!("{}|{}", row.2, sex(row)?)));
        let cells = cells.iter().map(|(name, (n, x))| {
            let (stratum, group) = name.split_once('|').unwrap();
            (STRATA[stratum.parse::<usize>().unwrap()], group, *n, *x)
        });
        if let Some(strata) = &found.attributes[0].strata {
            prop_assert_eq!(&standard.strata(cells).unwrap(), strata);
        }
        // It reads back, and says nothing that is no number.
        let json = serde_json::to_value(&found).unwrap();
        prop_assert_eq!(&serde_json::from_value::<TableReport>(json).unwrap(), &found);
        for lang in Lang::ALL {
            let text = found.text(lang);
            prop_assert!(!text.contains("{$") && !text.contains("NaN"), "{text}");
        }
    }
}

#[test]
fn families_are_adjusted_over_all_their_attributes() {
    let rows: Vec<Row> = (0..400)
        .map(|i| (Some(i % 3), Some(if i % 7 < 3 { 20 } else { 40 }), 0, Some(i % 3 > 0 || i % 2 == 0)))
        .collect();
    let options = TableOptions::new("selected", ["sex", "age"]).intersections(true);
    let found = report(&rows, &options, &Standard::default());
    let of = |place: usize| found.attributes[place].report.as_ref().unwrap();
    assert_eq!((of(0).comparisons, of(1).comparisons), (3, 3));
    let p: Vec<f64> =
        [0, 1].iter().flat_map(|place| &of(*place).findings).map(|finding| finding.mid_p.unwrap()).collect();
    let smallest = p.iter().copied().fold(1.0, f64::min);
    let adjusted =
        [0, 1].iter().flat_map(|place| &of(*place).findings).map(|found| found.adjusted_p.unwrap());
    assert!((adjusted.fold(1.0, f64::min) - (3.0 * smallest).min(1.0)).abs() < 1e-15);
    assert_eq!(found.intersections[0].report.as_ref().unwrap().comparisons, 5);
}

#[test]
fn a_reference_is_named_for_each_attribute() {
    let rows: Vec<Row> =
        (0..60).map(|i| (Some(i % 2), Some(if i % 2 == 0 { 20 } else { 40 }), 0, Some(i % 5 > 1))).collect();
    let options = TableOptions::new("selected", ["sex"]).reference("sex", "women");
    let found = report(&rows, &options, &Standard::default());
    let finding = &found.attributes[0].report.as_ref().unwrap().findings[0];
    assert_eq!((finding.group.as_str(), finding.reference.as_deref()), ("men", Some("women")));
}

#[test]
fn tables_that_cannot_be_used_are_refused_with_the_column() {
    let sex = ["a", "b", "a × b"];
    let numbers = [0_i32, 1, 2];
    let floats = [0.0, 1.0, f64::NAN];
    let broken = [b'a', b'b', 0xff];
    let offsets = [0, 1, 2, 3];
    let columns = Columns::new(3)
        .unwrap()
        .with("sex", Column::new(Values::Texts(Texts::Slices(&sex))))
        .unwrap()
        .with("number", Column::new(Values::Integers(Integers::I32(&numbers))))
        .unwrap()
        .with("float", Column::new(Values::Floats64(&floats)))
        .unwrap()
        .with(
            "broken",
            Column::new(Values::Texts(Texts::Offset {
                offsets: crate::columns::Offsets::I32(&offsets),
                bytes: &broken,
            })),
        )
        .unwrap()
        .with("none", Column::new(Values::Null(3)))
        .unwrap();
    let refused = |options: TableOptions| {
        let error = Standard::default().selection_columns(&columns, &options).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    let new = |outcome: &str, names: &[&str]| TableOptions::new(outcome, names.iter().copied());
    assert_eq!(refused(new("none", &[])), (ErrorKind::Missing, "attributes".into()));
    assert_eq!(refused(new("seks", &["sex"])), (ErrorKind::Missing, "seks".into()));
    assert_eq!(refused(new("none", &["seks"])), (ErrorKind::Missing, "seks".into()));
    assert_eq!(refused(new("number", &["sex"])), (ErrorKind::OutOfRange, "number".into()));
    assert_eq!(refused(new("sex", &["sex"])), (ErrorKind::WrongType, "sex".into()));
    assert_eq!(refused(new("none", &["float"])), (ErrorKind::WrongType, "float".into()));
    assert_eq!(refused(new("none", &["broken"])), (ErrorKind::Syntax, "broken".into()));
    assert_eq!(
        refused(new("none", &["sex"]).reference("age", "x")),
        (ErrorKind::UnknownName, "reference".into())
    );
    let seven = ["1", "2", "3", "4", "5", "6", "7"];
    assert_eq!(refused(new("none", &seven)), (ErrorKind::TooLarge, "attributes".into()));

    // Nobody decided: nothing to compare, and no error.
    let found = Standard::default().selection_columns(&columns, &new("none", &["sex"])).unwrap();
    assert_eq!((found.rows, found.undecided, found.verdict), (3, 3, Verdict::NotEstimable));
    assert!(found.attributes[0].report.is_none());
    let empty = Columns::new(0)
        .unwrap()
        .with("sex", Column::new(Values::Null(0)))
        .unwrap()
        .with("selected", Column::new(Values::Null(0)))
        .unwrap();
    let found = Standard::default().selection_columns(&empty, &new("selected", &["sex"])).unwrap();
    assert_eq!(found.verdict, Verdict::NotEstimable);
}

#[test]
fn names_that_would_run_into_each_other_are_refused() {
    let sex = ["a", "b", "a × b", "a"];
    let age = ["x", "y", "x", "y"];
    let chosen = [0_u8, 1, 1, 0];
    let columns = Columns::new(4)
        .unwrap()
        .with("sex", Column::new(Values::Texts(Texts::Slices(&sex))))
        .unwrap()
        .with("age", Column::new(Values::Texts(Texts::Slices(&age))))
        .unwrap()
        .with("selected", Column::new(Values::Integers(Integers::U8(&chosen))))
        .unwrap();
    let options = TableOptions::new("selected", ["sex", "age"]);
    assert!(Standard::default().selection_columns(&columns, &options).is_ok());
    let error = Standard::default().selection_columns(&columns, &options.intersections(true)).unwrap_err();
    assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "sex × age"));
}

#[test]
fn s14_three_groups_from_rows() {
    let Some(case) = Case::read("S14_fairlearn_userguide") else { return };
    let groups: Vec<&str> =
        case.inputs("/group").as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let chosen: Vec<i64> =
        case.inputs("/y_pred").as_array().unwrap().iter().map(|one| one.as_i64().unwrap()).collect();
    let columns = Columns::new(groups.len())
        .unwrap()
        .with("group", Column::new(Values::Texts(Texts::Slices(&groups))))
        .unwrap()
        .with("selected", Column::new(Values::Integers(Integers::I64(&chosen))))
        .unwrap();
    let found =
        Standard::default().selection_columns(&columns, &TableOptions::new("selected", ["group"])).unwrap();
    let report = found.attributes[0].report.as_ref().unwrap();
    for rate in &report.groups {
        case.check(&format!("sel_{}", rate.group), rate.rate.unwrap());
    }
    case.check("ratio", report.findings[0].impact_ratio.unwrap());
    case.check("difference", -report.findings[0].effects.unwrap().rate_difference);
}

#[test]
fn people_of_unknown_group_widen_what_is_said() {
    // 40 of 100 women, 55 of 110 men, 12 of 30 unknown: 0.62 to 1.08 (44 FR 11996 has no such case; by hand,
    // 40/118 over 67/122 and 52/112 over 55/128).
    let report = Standard::default()
        .selection_with_unknown([("women", 100, 40), ("men", 110, 55)], Unknown::new(30, 12))
        .unwrap();
    let range = report.findings[0].unknown.unwrap();
    assert!((range.lowest.unwrap() - 40.0 * 122.0 / (118.0 * 67.0)).abs() < 1e-15);
    assert!((range.highest.unwrap() - 52.0 * 128.0 / (112.0 * 55.0)).abs() < 1e-15);
    assert_eq!((range.lowest_below_threshold, range.highest_below_threshold), (Some(true), Some(false)));
    let refused = |unknown| {
        let error =
            Standard::default().selection_with_unknown([("a", 5, 1), ("b", 5, 1)], unknown).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    assert_eq!(refused(Unknown::new(1, 2)), (ErrorKind::Inconsistent, "unknown.selected".into()));
    let most = Unknown::new(1_000_000_000_000_000_000, 0);
    assert_eq!(refused(most), (ErrorKind::TooLarge, "unknown.considered".into()));
}

proptest! {
    #[test]
    fn no_division_of_the_unknown_leaves_the_range(
        (n1, n2) in (1_u64..15, 1_u64..15), (x1, x2) in (0_u64..15, 0_u64..15), (u, s) in (0_u64..9, 0_u64..9)
    ) {
        let (x1, x2, s) = (x1.min(n1), x2.min(n2), s.min(u));
        prop_assume!(x1 + x2 > 0);
        let standard = Standard::default().with_reference(Reference::Group("b".into()));
        let report = standard.selection_with_unknown([("a", n1, x1), ("b", n2, x2)], Unknown::new(u, s)).unwrap();
        let range = report.findings[0].unknown.unwrap();
        let (mut lowest, mut highest) = (f64::INFINITY, 0.0_f64);
        for (k, j) in (0..=s).flat_map(|k| (0..=u - s).map(move |j| (k, j))) {
            let rate = |x: u64, n: u64| x as f64 / n as f64;
            let reference = rate(x2 + s - k, n2 + (s - k) + (u - s - j));
            let ratio = rate(x1 + k, n1 + k + j) / reference;
            lowest = lowest.min(ratio);
            highest = highest.max(ratio);
        }
        let close = |found: Option<f64>, expected: f64| match found {
            Some(found) => (found - expected).abs() < 1e-12 * expected.max(1.0),
            None => !expected.is_finite(),
        };
        prop_assert!(close(range.lowest, lowest), "{range:?} {lowest}");
        prop_assert!(close(range.highest, highest), "{range:?} {highest}");
    }
}

/// The counts of groups by name.
type Counts = BTreeMap<String, (u64, u64)>;

/// Of each attribute and each combination the names of those withheld and what is shown of the others.
fn shown(report: &TableReport) -> Vec<(Vec<String>, Counts)> {
    let each = report.attributes.iter().chain(&report.intersections).filter_map(|one| one.report.as_ref());
    let groups = |report: &super::super::SelectionReport| {
        report.groups.iter().map(|group| (group.group.clone(), (group.considered, group.selected))).collect()
    };
    each.map(|report| (report.withheld.clone(), groups(report))).collect()
}

#[test]
fn the_rest_of_the_rows_does_not_tell_a_small_group() {
    // 9 of one sex beside 60 and 50; the ages 30 and 40 are large.
    let people = |sex: usize, of: usize, many: usize| {
        (0..many)
            .map(move |place| (Some(sex), Some(if place % 2 == 0 { 30 } else { 40 }), 0, Some(place < of)))
    };
    let rows: Vec<Row> = people(0, 30, 60).chain(people(1, 20, 50)).chain(people(2, 4, 9)).collect();
    let options = TableOptions::new("selected", ["sex", "age"]).intersections(true);
    let report = report(&rows, &options, &Standard::default().with_minimum_cell(10));
    let sexes = report.attributes[0].report.as_ref().unwrap();
    assert_eq!(
        (sexes.withheld.as_slice(), sexes.withheld_beside.as_slice()),
        (&["men".into(), "other".into()][..], &["men".into()][..])
    );
    // 119 rows less the 60 shown are 59 of two groups, of which one has at least 10.
    assert_eq!(shown(&report)[0].1, BTreeMap::from([("women".to_owned(), (60, 30))]));
    assert_eq!(shown(&report)[1].0, Vec::<String>::new());
    // Combinations would tell it: none is shown.
    assert_eq!(report.intersections[0].report, None);
    assert_eq!(report.intersections[0].verdict, Verdict::Insufficient);
    let told = report.text(Lang::En);
    assert!(told.contains("Not shown, with fewer than 10 considered: other."), "{told}");
    assert!(
        told.contains("Not shown either, so that no total tells how many the others are: men."),
        "{told}"
    );
    assert!(told.contains("Combinations with a group of fewer than 10 are not shown: sex × age."), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However people are spread, those withheld are never one group, and never fewer than one must have.
    #[test]
    fn those_withheld_are_two_groups_and_as_many_as_one(
        rows in prop::collection::vec((0_usize..3, 0_i16..4, any::<bool>()), 20..120),
        minimum in 2_u64..20,
    ) {
        let rows: Vec<Row> = rows.into_iter().map(|(sex, age, chosen)| (Some(sex), Some(age), 0, Some(chosen))).collect();
        let options = TableOptions::new("selected", ["sex", "age"]).intersections(true);
        let report = report(&rows, &options, &Standard::default().with_minimum_cell(minimum));
        let all = u64::try_from(rows.len()).unwrap();
        for (withheld, groups) in shown(&report).into_iter().filter(|(withheld, _)| !withheld.is_empty()) {
            let rest = all - groups.values().map(|(considered, _)| considered).sum::<u64>();
            prop_assert!(groups.is_empty() || (withheld.len() > 1 && rest >= minimum));
        }
        for one in report.intersections.iter().filter_map(|one| one.report.as_ref()) {
            prop_assert!(one.withheld.is_empty());
        }
    }
}
