//! The tables of New York City's Local Law 144.

use super::super::LocalLaw144;
use crate::{ErrorKind, Lang};

#[test]
fn ratios_are_to_the_highest_rate_of_each_table() {
    // The shape of the example in the rule: 92 men at 54.3 %, 76 women at 44.7 %, ratio 0.82.
    let cells = [
        ([Some("men"), Some("white")], 60, 36),
        ([Some("men"), Some("asian")], 32, 14),
        ([Some("women"), Some("white")], 40, 22),
        ([Some("women"), Some("asian")], 36, 12),
    ];
    let found = LocalLaw144::selection(["sex", "race"], cells).unwrap();
    let [sex, race, both] = found.tables.as_slice() else { panic!("{found:?}") };
    let row = |table: &super::super::ImpactTable, at: usize| {
        let row = &table.rows[at];
        (row.categories.join("/"), row.people, row.selected, row.impact_ratio.unwrap())
    };
    assert_eq!(row(sex, 0), ("men".into(), 92, 50, 1.0));
    let (name, people, selected, ratio) = row(sex, 1);
    assert_eq!((name.as_str(), people, selected), ("women", 76, 34));
    assert!((ratio - 0.82).abs() < 0.005);
    assert!(sex.rows[0].interval.is_none() && sex.rows[1].interval.is_some());
    assert_eq!(row(race, 0).0, "asian");
    assert_eq!(both.rows.len(), 4);
    assert!((row(both, 2).3 - (12.0 / 36.0) / 0.6).abs() < 1e-15);
    let text = found.to_string();
    assert!(text.contains("| women | 76 | 34 | 44.7% | 0.823 |"), "{text}");
    assert!(found.markdown(Lang::Ja).contains("| women | 76 | 34 | 44.7% | 0.823 |"));
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<LocalLaw144>(&json).unwrap(), found);
}

#[test]
fn a_category_below_two_percent_is_listed_without_a_ratio_and_is_no_reference() {
    let tables = |small: u64| {
        let cells =
            [(Some("a"), 500, 100), (Some("b"), 480, 120), (Some("c"), small, small), (None, 20 - small, 0)];
        LocalLaw144::selection(["group"], cells.map(|(group, n, x)| ([group], n, x))).unwrap()
    };
    // 20 of 1,000 is exactly 2 %, and stays; 19 does not, and the highest rate is that of b.
    let [stays, goes] = [tables(20), tables(19)].map(|found| found.tables[0].clone());
    assert!(!stays.rows[2].left_out && goes.rows[2].left_out);
    assert_eq!(stays.rows[1].impact_ratio, Some(0.25));
    assert_eq!((goes.rows[1].impact_ratio, goes.rows[2].impact_ratio), (Some(1.0), None));
    assert_eq!((goes.rows[2].people, goes.rows[2].rate), (19, Some(1.0)));
    assert_eq!(goes.unknown, 1);
    assert!(tables(19).to_string().contains("| c | 19 | 19 | 100.0% | less than 2% | – |"));
}

#[test]
fn the_median_is_that_of_everybody() {
    // Known: 1 2 3 4; unknown: 9 10. The median of all six is 3.5, of the known it would be 2.5.
    let people =
        [(Some("a"), 1.0), (Some("a"), 4.0), (Some("b"), 2.0), (Some("b"), 3.0), (None, 9.0), (None, 10.0)];
    let found = LocalLaw144::scoring(["group"], people.map(|(group, score)| ([group], score))).unwrap();
    let table = &found.tables[0];
    assert_eq!((found.median, table.unknown, table.unknown_selected), (Some(3.5), 2, 2));
    assert_eq!((table.rows[0].rate, table.rows[1].rate), (Some(0.5), Some(0.0)));
    assert!(found.markdown(Lang::Ja).contains("中央値:3.5"));
}

#[test]
fn nobody_and_nobody_selected_have_no_ratio() {
    let none: [([Option<&str>; 1], u64, u64); 0] = [];
    let found = LocalLaw144::selection(["group"], none).unwrap();
    assert_eq!((found.people, found.tables[0].rows.len()), (0, 0));
    let found = LocalLaw144::selection(["group"], [([Some("a")], 9, 0), ([Some("b")], 0, 0)]).unwrap();
    assert!(found.tables[0].rows.iter().all(|row| row.impact_ratio.is_none()));
    assert!(!found.to_string().contains("NaN"));
    let nobody: [([Option<&str>; 1], f64); 0] = [];
    assert_eq!(LocalLaw144::scoring(["group"], nobody).unwrap().median, None);
}

#[test]
fn what_cannot_be_is_refused_with_the_place() {
    let refused = |attributes: &[&str], cells: &[(Vec<Option<&str>>, u64, u64)]| {
        let error = LocalLaw144::selection(attributes.iter().copied(), cells.iter().cloned()).unwrap_err();
        (error.kind(), error.path().to_owned())
    };
    assert_eq!(refused(&[], &[]), (ErrorKind::OutOfRange, "attributes".into()));
    assert_eq!(refused(&["a", "b", "c", "d"], &[]), (ErrorKind::OutOfRange, "attributes".into()));
    assert_eq!(refused(&["a", "a"], &[]), (ErrorKind::Duplicate, "attributes[1]".into()));
    assert_eq!(refused(&[" "], &[]), (ErrorKind::Missing, "attributes[0]".into()));
    assert_eq!(refused(&["a"], &[(vec![], 1, 1)]), (ErrorKind::Inconsistent, "cells[0].categories".into()));
    assert_eq!(refused(&["a"], &[(vec![Some("x"), None], 1, 1)]).0, ErrorKind::Inconsistent);
    assert_eq!(
        refused(&["a"], &[(vec![Some("")], 1, 1)]),
        (ErrorKind::Missing, "cells[0].categories[0]".into())
    );
    assert_eq!(refused(&["a"], &[(vec![None], 1, 2)]), (ErrorKind::Inconsistent, "cells[0].selected".into()));
    let most = 1_000_000_000_000_000_001;
    assert_eq!(refused(&["a"], &[(vec![None], most, 0)]), (ErrorKind::TooLarge, "cells[0].people".into()));
    for score in [f64::NAN, f64::INFINITY] {
        let error = LocalLaw144::scoring(["a"], [([Some("x")], score)]).unwrap_err();
        assert_eq!((error.kind(), error.path()), (ErrorKind::OutOfRange, "people[0].score"));
    }
}
