//! What no formula was made for: each is an error that says where, or an answer whose every figure is a number.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::super::{
    AdjustedPayQuestion, Candidate, FactoredWorker, Hurdles, InversionQuestion, LocalLaw144, NamedColumn,
    Offer, OfferCohort, OfferLimits, OfferPeer, PaidWorker, PayQuestion, PayRange, Peer, Reference,
    RegressionOptions, RegressionQuestion, Standard, StandardErrors, ThresholdOptions, Unknown, Verdict,
    adjusted_pay_gap, compa_ratios, compression, eu_pay_gaps, inversions, regress, selection, uk_pay_gaps,
};
use crate::columns::{Column, Columns, Integers, Texts, Values};
use crate::workforce::Money;
use crate::{Error, ErrorKind};

/// A report that reads back as it was: what is no number is written as nothing, and would not.
fn sound<T: Serialize + DeserializeOwned + PartialEq + Debug>(answer: T) -> T {
    let written = serde_json::to_string(&answer).unwrap();
    assert_eq!(serde_json::from_str::<T>(&written).unwrap(), answer, "{written}");
    answer
}

fn refused<T: Debug>(answer: Result<T, Error>) -> (ErrorKind, String) {
    let error = answer.unwrap_err();
    (error.kind(), error.path().to_owned())
}

fn yen(minor: i64) -> Money {
    Money::new(minor, "JPY".parse().unwrap())
}

const ALL: u64 = 1_000_000_000_000_000_000;
const HALF: u64 = ALL / 2;

#[test]
fn a_bare_name_is_shown_how_a_group_is_named() {
    let read = |text: &str| Standard::parse(text).unwrap_err();
    let written = [
        (r#"{"id": "a", "version": 1, "reference": "men"}"#, r#"a group as `{"group":"men"}`, got `men`"#),
        ("id = 'a'\nversion = 1\nreference = 'men'", r#"a group as `{"group":"men"}`, got `men`"#),
        (r#"{"id": "a", "version": 1, "reference": 3}"#, r#"a group as `{"group": "men"}`"#),
        (r#"{"id": "a", "version": 1, "reference": {"groups": "men"}}"#, r#"a group as `{"group": "men"}`"#),
    ];
    for (text, shown) in written {
        let error = read(text);
        assert_eq!(error.kind(), ErrorKind::WrongType);
        let start = "expected `highest_rate`, `complement`, or ";
        assert!(error.to_string().contains(&format!("{start}{shown}")), "{error}");
    }
    for reference in [Reference::HighestRate, Reference::Complement, Reference::Group("men".into())] {
        sound(reference);
    }
}

/// Counts of two groups at the edges of what can be.
const EDGES: [[(u64, u64); 2]; 14] = [
    [(0, 0), (0, 0)],
    [(0, 0), (9, 3)],
    [(1, 0), (1, 0)],
    [(1, 0), (1, 1)],
    [(1, 1), (1, 1)],
    [(40, 0), (60, 0)],
    [(40, 40), (60, 60)],
    [(40, 0), (60, 60)],
    [(1, 1), (ALL - 1, 1)],
    [(1, 0), (ALL - 1, ALL - 1)],
    [(HALF, HALF), (HALF, HALF)],
    [(HALF, 0), (HALF, 1)],
    [(HALF, HALF / 2), (HALF, HALF / 2 + 1)],
    [(HALF, HALF / 3), (HALF, HALF / 2)],
];

fn references() -> [Reference; 3] {
    [Reference::HighestRate, Reference::Complement, Reference::Group("b".into())]
}

#[test]
fn rates_at_the_edges_have_verdicts() {
    for [(n1, x1), (n2, x2)] in EDGES {
        for reference in references() {
            let standard = Standard::default().with_reference(reference);
            let report = sound(standard.selection([("a", n1, x1), ("b", n2, x2)]).unwrap());
            if n1 == 0 || n2 == 0 || x1 + x2 == 0 {
                assert_eq!(report.verdict, Verdict::NotEstimable, "{report}");
            }
            sound(standard.strata([("s", "a", n1, x1), ("s", "b", n2, x2)]).unwrap());
            sound(
                standard
                    .strata([
                        ("s", "a", n1 / 2, x1 / 2),
                        ("s", "b", n2 / 2, x2 / 2),
                        ("t", "a", n1 / 2, x1 / 3),
                    ])
                    .unwrap(),
            );
            let mut hurdles = Hurdles::new(["c"]).unwrap();
            for (group, n, x) in [("a", n1, x1), ("b", n2, x2)] {
                hurdles.add(Some(group), x, &[], &[]).unwrap();
                hurdles.add(Some(group), n - x, &[0], &[]).unwrap();
            }
            sound(standard.gap(&hurdles).unwrap());
        }
    }
    // Beyond what exact unconditional tests enumerate they are absent, and the others are not.
    let report = selection([("a", HALF, HALF / 3), ("b", HALF, HALF / 2)]).unwrap();
    let finding = &report.findings[0];
    assert!(finding.mid_p.is_some() && finding.fisher.is_some());
    assert_eq!((finding.tests.unwrap().boschloo, finding.tests.unwrap().barnard), (None, None));
    let unknown = Unknown::new(HALF, HALF);
    sound(Standard::default().selection_with_unknown([("a", 1, 0), ("b", HALF - 1, 7)], unknown).unwrap());
}

#[test]
fn ten_thousand_groups_are_searched_and_divided_and_one_more_is_refused() {
    let names: Vec<String> = (0..10_001).map(|i| format!("g{i:05}")).collect();
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let years: Vec<i32> = (0..10_001).collect();
    let options = ThresholdOptions::new("years", "group", [5.0, 9_000.0]);
    let searched = |rows: usize| {
        let columns = Columns::new(rows)?
            .with("group", Column::new(Values::Texts(Texts::Slices(&texts[..rows]))))?
            .with("years", Column::new(Values::Integers(Integers::I32(&years[..rows]))))?;
        Standard::default().thresholds_columns(&columns, &options)
    };
    sound(searched(10_000).unwrap());
    assert_eq!(refused(searched(10_001)), (ErrorKind::TooLarge, "group".into()));

    let mut hurdles = Hurdles::new(["c"]).unwrap();
    for name in names.iter().take(10_000) {
        hurdles.add(Some(name), 1, &[0], &[]).unwrap();
    }
    sound(Standard::default().with_reference(Reference::Complement).gap(&hurdles).unwrap());
    assert_eq!(refused(hurdles.add(Some("one more"), 1, &[], &[])), (ErrorKind::TooLarge, "group".into()));
}

#[test]
fn thresholds_over_facts_that_say_nothing() {
    let search = |groups: &[&str], facts: &[f64]| {
        let columns = Columns::new(facts.len())?
            .with("group", Column::new(Values::Texts(Texts::Slices(groups))))?
            .with("years", Column::new(Values::Floats64(facts)))?;
        let options = ThresholdOptions::new("years", "group", [-1.0, 0.0, 3.0]);
        Standard::default().thresholds_columns(&columns, &options)
    };
    for (groups, facts) in [
        (vec![], vec![]),
        (vec!["a"], vec![2.0]),
        (vec!["a", "b"], vec![2.0, 2.0]),
        (vec!["a", "a", "b", "b"], vec![3.0; 4]),
        (vec!["a", "b"], vec![f64::INFINITY, f64::NEG_INFINITY]),
        (vec!["", ""], vec![1.0, 2.0]),
    ] {
        sound(search(&groups, &facts).unwrap());
    }
    assert_eq!(refused(search(&["a", "b"], &[1.0, f64::NAN])), (ErrorKind::OutOfRange, "years".into()));
    for bad in [f64::NAN, f64::INFINITY] {
        let options = ThresholdOptions::new("years", "group", [1.0, bad]);
        let none = Columns::new(0).unwrap();
        let answer = Standard::default().thresholds_columns(&none, &options);
        assert_eq!(refused(answer), (ErrorKind::OutOfRange, "thresholds[1]".into()));
    }
}

#[test]
fn published_tables_of_nobody_and_of_everybody() {
    for cells in [
        "[]",
        r#"[{"categories": ["a"], "people": 0, "selected": 0}]"#,
        r#"[{"categories": ["a"], "people": 1, "selected": 1}, {"categories": ["b"], "people": 1, "selected": 0}]"#,
        r#"[{"categories": ["a"], "people": 500000000000000000, "selected": 0}, {"categories": ["b"], "people": 500000000000000000, "selected": 500000000000000000}]"#,
    ] {
        sound(LocalLaw144::parse(&format!(r#"{{"attributes": ["sex"], "cells": {cells}}}"#)).unwrap());
    }
    let negative =
        r#"{"attributes": ["sex"], "cells": [{"categories": ["a"], "people": -1, "selected": 0}]}"#;
    assert!(matches!(refused(LocalLaw144::parse(negative)).0, ErrorKind::WrongType | ErrorKind::OutOfRange));
    for scores in [vec![], vec![1.0], vec![2.0, 2.0, 2.0]] {
        let people: Vec<String> = scores
            .iter()
            .zip(["a", "b", "a"])
            .map(|(score, group)| format!(r#"{{"categories": ["{group}"], "score": {score}}}"#))
            .collect();
        let document = format!(r#"{{"attributes": ["sex"], "people": [{}]}}"#, people.join(","));
        sound(LocalLaw144::parse(&document).unwrap());
    }
}

#[test]
fn regressions_without_anything_to_tell_apart() {
    let fit = |outcome: &[f64], columns: &[(&str, &[f64])], errors: StandardErrors| {
        regress(outcome, columns, &RegressionOptions::default().with_errors(errors))
    };
    let (y, up, down) = ([1.0, 2.0, 4.0, 3.0, 6.0], [1.0, 2.0, 3.0, 4.0, 5.0], [5.0, 4.0, 3.0, 2.0, 1.0]);
    let constant = [7.0; 5];
    let all = [
        StandardErrors::Classical,
        StandardErrors::Hc0,
        StandardErrors::Hc1,
        StandardErrors::Hc2,
        StandardErrors::Hc3,
        StandardErrors::Hc4,
    ];
    for errors in all {
        // Rank-deficient columns are dropped and named.
        let found = sound(fit(&y, &[("up", &up), ("constant", &constant), ("down", &down)], errors).unwrap());
        assert_eq!(found.dropped, ["constant", "down"], "{found:?}");
        // An outcome that does not vary, rows no more than columns, one row, huge and tiny numbers.
        sound(fit(&constant, &[("up", &up)], errors).unwrap());
        sound(fit(&y[..2], &[("up", &up[..2])], errors).unwrap());
        sound(fit(&y[..1], &[("up", &up[..1])], errors).unwrap());
        sound(fit(&y, &[], errors).unwrap());
        sound(fit(&[1e100, -1e100, 1e100, 0.0, 1.0], &[("up", &up)], errors).unwrap());
        sound(fit(&y, &[("tiny", &[1e-200, 2e-200, 0.0, 1e-200, 0.0])], errors).unwrap());
    }
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let answer = fit(&[1.0, bad], &[("up", &up[..2])], StandardErrors::Hc3);
        assert_eq!(refused(answer), (ErrorKind::OutOfRange, "outcome[1]".into()));
        let answer = fit(&y[..2], &[("up", &[bad, 1.0])], StandardErrors::Hc3);
        assert_eq!(refused(answer), (ErrorKind::OutOfRange, "columns[0].values[0]".into()));
        let question = RegressionQuestion::new(vec![1.0, 2.0], [NamedColumn::new("x", vec![0.0, bad])]);
        assert_eq!(refused(question.answer()).0, ErrorKind::OutOfRange);
    }
}

#[test]
fn pay_of_nobody_of_one_and_of_the_largest_amounts() {
    let most = yen(i64::MAX);
    sound(compa_ratios([]).unwrap());
    sound(compa_ratios([(most, yen(1)), (yen(0), most)]).unwrap());
    sound(compression(&[], &[yen(5)]).unwrap());
    sound(compression(&[most], &[yen(0)]).unwrap());
    let people = |pay: &[(&str, Money)]| {
        PayQuestion::new(
            pay.iter()
                .map(|(group, pay)| PaidWorker::new(*group, *pay).with_category("c").with_variable(yen(0))),
        )
    };
    for pay in [
        vec![],
        vec![("women", yen(5))],
        vec![("women", yen(5)), ("men", yen(0))],
        vec![("women", yen(0)), ("men", yen(0))],
        vec![("women", most), ("men", yen(1))],
        vec![("women", most), ("men", most), ("men", most), ("women", most), ("others", most)],
    ] {
        sound(uk_pay_gaps(&people(&pay)).unwrap());
        sound(eu_pay_gaps(&people(&pay)).unwrap());
    }
    for peers in [vec![], vec![Peer::new("c", 0, most)], vec![Peer::new("c", 0, most); 5]] {
        sound(inversions(&InversionQuestion::new(peers)).unwrap());
    }
}

#[test]
fn pay_beside_factors_of_one_person_of_one_amount_and_of_one_factor_twice() {
    let worker = |group: &str, pay: i64, years: f64| {
        FactoredWorker::new(group, yen(pay)).with("years", years).with("again", 2.0 * years)
    };
    for people in [
        vec![],
        vec![worker("rehires", 5, 1.0)],
        vec![worker("rehires", 5, 1.0), worker("incumbents", 5, 1.0)],
        (0..40_u8).map(|i| worker(if i % 2 == 0 { "rehires" } else { "incumbents" }, 500, 3.0)).collect(),
        (0..40_u8)
            .map(|i| worker(if i % 2 == 0 { "rehires" } else { "incumbents" }, 500, i.into()))
            .collect(),
        (0..40_u8).map(|i| worker("incumbents", 500 + i64::from(i), i.into())).collect(),
        (0..40_u8)
            .map(|i| worker(if i == 0 { "rehires" } else { "incumbents" }, i64::MAX, i.into()))
            .collect(),
    ] {
        if let Ok(gap) =
            adjusted_pay_gap(&AdjustedPayQuestion::new(people).comparing("rehires", "incumbents"))
        {
            sound(gap);
        }
    }
    for bad in [f64::NAN, f64::INFINITY] {
        let people = [worker("rehires", 5, bad), worker("incumbents", 5, 1.0)];
        assert_eq!(
            refused(adjusted_pay_gap(&AdjustedPayQuestion::new(people).comparing("rehires", "incumbents"))).0,
            ErrorKind::OutOfRange
        );
    }
}

#[test]
fn offers_beside_nobody_and_at_the_largest_amounts() {
    let most = yen(i64::MAX);
    let range = PayRange::new(yen(1), None, most);
    let limits = OfferLimits::default;
    for people in [vec![], vec![OfferPeer::new(most)], vec![OfferPeer::new(most); 12]] {
        let cohort = OfferCohort::new(people, Some(range), limits()).unwrap();
        sound(cohort.headroom(&Candidate::new(60)).unwrap());
        for pay in [yen(1), most] {
            sound(cohort.check(&Offer::new(pay, Candidate::new(60))).unwrap());
        }
    }
}
