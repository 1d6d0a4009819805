//! Fingerprints of what findings were made from, against documents written by hand.

use super::super::*;
use crate::columns::{Column, Columns, Integers, Texts, Values};
use crate::workforce::Money;

fn yen(minor: i64) -> Money {
    Money::new(minor, "JPY".parse().unwrap())
}

/// Of a document without spaces and with its keys in order, as Python's `json.dumps(sort_keys=True)` and `hashlib` have it.
fn hash(document: &str) -> Option<String> {
    Some(input_hash(document, None).unwrap())
}

#[test]
fn answers_about_pay_carry_what_they_were_made_from() {
    let person = |group: &str, pay: i64| PaidWorker::new(group, yen(pay));
    let people = [
        person("men", 300),
        person("women", 200).with_variable(yen(20)),
        person("women", 100).with_category("G5"),
    ];
    let turned = people.iter().rev().cloned();
    let expected = hash(
        r#"{"currency": "JPY", "focal": "women", "reference": "men", "people": [
            {"category": null, "group": "men", "pay": 300, "variable": null},
            {"category": null, "group": "women", "pay": 200, "variable": 20},
            {"category": "G5", "group": "women", "pay": 100, "variable": null}]}"#,
    );
    for question in [PayQuestion::new(people.clone()), PayQuestion::new(turned)] {
        assert_eq!(uk_pay_gaps(&question).unwrap().input_hash, expected);
        assert_eq!(eu_pay_gaps(&question).unwrap().input_hash, expected);
    }
    let other = PayQuestion::new([person("men", 301)]);
    assert_ne!(uk_pay_gaps(&other).unwrap().input_hash, expected);

    let found = compression(&[yen(3), yen(1)], &[yen(2)]).unwrap();
    assert_eq!(found.input_hash, hash(r#"{"currency": "JPY", "incumbents": [2], "newcomers": [1, 3]}"#));
    let found = compa_ratios([(yen(7), yen(5)), (yen(4), yen(5))]).unwrap();
    assert_eq!(found.input_hash, hash(r#"{"currency": "JPY", "people": [[5, 4], [5, 7]]}"#));

    let totals = [
        JapanPayTotal::new(Sex::Men, None, 2.0, yen(900)),
        JapanPayTotal::new(Sex::Women, None, 2.0, yen(700)),
    ];
    let written = |total: &JapanPayTotal| serde_json::to_string(total).unwrap();
    let expected = hash(&format!("[{},{}]", written(&totals[0]), written(&totals[1])));
    assert_eq!(japan_pay_ratios(&totals).unwrap().input_hash, expected);

    let peers = [Peer::new("G5", 60, yen(7)).rated(3).returned(), Peer::new("G5", 72, yen(6)).rated(3)];
    let expected = hash(
        r#"{"currency": "JPY", "margin_months": 12, "people": [
            {"cell": "G5", "pay": 6, "rating": 3, "returner": false, "tenure_months": 72},
            {"cell": "G5", "pay": 7, "rating": 3, "returner": true, "tenure_months": 60}]}"#,
    );
    assert_eq!(
        inversions(&InversionQuestion::new(peers).with_margin_months(12)).unwrap().input_hash,
        expected
    );
    assert_eq!(logib(&[]).unwrap().input_hash, hash("[]"));
}

#[test]
fn an_offer_carries_the_cohort_and_itself() {
    let people = [6_000_000, 6_200_000].map(|pay| OfferPeer::new(yen(pay)));
    let cohort = OfferCohort::new(people, None, OfferLimits::default()).unwrap();
    let peer = |pay: i64| {
        format!(r#"{{"pay": {{"minor": {pay}, "currency": "JPY"}}, "returner": false, "tenure_months": 0}}"#)
    };
    let document = format!(
        r#"{{"limits": {{"inversion_margin_months": 0}}, "focal": "women", "reference": "men", "people": [{},{}]}}"#,
        peer(6_000_000),
        peer(6_200_000)
    );
    let whole = hash(&document).unwrap();
    let candidate = Candidate::new(60).of_group("women").with("grade", "G5");
    let asked = r#"{"tenure_months": 60, "group": "women", "factors": {"grade": "G5"}}"#;
    let room = cohort.headroom(&candidate).unwrap();
    assert_eq!(room.input_hash, hash(&format!(r#"{{"cohort": "{whole}", "candidate": {asked}}}"#)));

    let offer = Offer::new(yen(6_100_000), candidate).beside_stayers([yen(9), yen(8)]);
    let report = cohort.check(&offer).unwrap();
    let written = format!(
        r#"{{"pay": {{"minor": 6100000, "currency": "JPY"}}, "candidate": {asked}, "stayers": [
            {{"minor": 8, "currency": "JPY"}}, {{"minor": 9, "currency": "JPY"}}]}}"#
    );
    assert_eq!(report.input_hash, hash(&format!(r#"{{"cohort": "{whole}", "offer": {written}}}"#)));
    assert_eq!(report.library_version, env!("CARGO_PKG_VERSION"));
    // A report from before they said so can be read.
    let mut old = serde_json::to_value(&report).unwrap();
    let fields = old.as_object_mut().unwrap();
    fields.remove("input_hash");
    fields.remove("library_version");
    let old: OfferReport = serde_json::from_value(old).unwrap();
    assert_eq!((old.input_hash, old.library_version.as_str()), (None, ""));
}

#[test]
fn a_regression_carries_its_numbers_bit_for_bit() {
    let outcome = [1.0, 2.0, 4.0];
    let years = [0.5, -1.0, 3.0];
    let found = regress(&outcome, &[("years", &years)], &RegressionOptions::default()).unwrap();
    let options = serde_json::to_value(RegressionOptions::default()).unwrap();
    let head = serde_json::json!({"columns": ["years"], "options": options, "rows": 3});
    let mut bytes = format!("{head}\n").into_bytes();
    bytes.extend(outcome.iter().chain(&years).flat_map(|value| value.to_le_bytes()));
    assert_eq!(found.input_hash, Some(crate::document::sha256([bytes])));
    let many = vec![1.0; 500_001];
    assert_eq!(regress(&many, &[("one", &many)], &RegressionOptions::default()).unwrap().input_hash, None);
}

#[test]
fn tables_and_publications_carry_what_was_counted_and_shown() {
    let (sex, selected) = (["women", "women", "men", "men", "men"], [1_u8, 0, 1, 0, 1]);
    let order = [4, 2, 0, 1, 3];
    let report = |order: &[usize]| {
        let sex: Vec<&str> = order.iter().map(|place| sex[*place]).collect();
        let selected: Vec<u8> = order.iter().map(|place| selected[*place]).collect();
        let columns = Columns::new(5).unwrap();
        let columns = columns.with("sex", Column::new(Values::Texts(Texts::Slices(&sex)))).unwrap();
        let columns =
            columns.with("selected", Column::new(Values::Integers(Integers::U8(&selected)))).unwrap();
        Standard::default().selection_columns(&columns, &TableOptions::new("selected", ["sex"])).unwrap()
    };
    let found = report(&[0, 1, 2, 3, 4]);
    assert_eq!(found.input_hash, report(&order).input_hash);
    assert_ne!(found.input_hash, report(&[0, 1, 2, 3, 3]).input_hash);
    let of_sex = &found.attributes[0].report.as_ref().unwrap().input_hash;
    let standard = serde_json::to_string(&Standard::default()).unwrap();
    let expected = hash(&format!(
        r#"{{"rows": 5, "undecided": 0, "intersections": [], "standard": {standard},
            "attributes": [{{"attributes": ["sex"], "selection": "{of_sex}", "strata": null}}]}}"#
    ));
    assert_eq!(found.input_hash, expected);

    let tables =
        LocalLaw144::selection(["sex"], [([Some("women")], 40, 10), ([Some("men")], 60, 24)]).unwrap();
    let expected = r#"{"attributes": ["sex"], "cells": [[["men"], 60, 24], [["women"], 40, 10]], "kind": "selection", "median": null}"#;
    assert_eq!(tables.input_hash, hash(expected));

    // 52 and 53 of a group that is not shown: nothing tells them apart, the fingerprint neither.
    let published = |hidden: u64| {
        let cell = |group, considered, selected| PublicationCell::new([Some(group)], considered, selected);
        let cells = [cell("a", 80, 48), cell("b", 4, hidden), cell("c", 9, 4 - hidden), cell("d", 70, 30)];
        publish(&PublicationQuestion::new(["group"]).with_cells(cells)).unwrap()
    };
    let (one, other) = (published(1), published(2));
    assert_eq!((&one, one.input_hash.is_some()), (&other, true));
}
