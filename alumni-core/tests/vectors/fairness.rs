//! `fairness.*`: `given` is the groups and what differs from the default standard.

use alumni_core::columns::{Bits, Column, Columns, Integers, Texts, Values};
use alumni_core::fairness::{self, Standard, ThresholdOptions};
use alumni_core::{Error, Lang};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Answer, argument, document};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    let money = |name| argument(given, name);
    match name {
        "selection" => Some(selection(given)),
        "selection_text" => Some(selection_text(given)),
        "fingerprint" => {
            let found = crate::answer(&argument::<String>(given, "call"), &given["given"]);
            Some(found.expect("a call that is known").map(|found| found["input_hash"].clone()))
        }
        "thresholds" => Some(thresholds(given)),
        "report" => Some(report(given)),
        "publish" => Some(
            fairness::PublicationQuestion::from_json(&given.to_string())
                .and_then(|question| fairness::publish(&question))
                .map(|published| json!(published)),
        ),
        "input_hash" => Some(input_hash(given)),
        "strata" => Some(strata(given)),
        "local_law_144" => Some(fairness::LocalLaw144::parse(&given.to_string()).map(|found| json!(found))),
        "expected_impact" => {
            let number = |name: &str| argument::<f64>(given, name);
            let [difference, rate, share] = ["difference", "selection_rate", "group_share"].map(number);
            Some(fairness::expected_impact(difference, rate, share).map(|expected| json!(expected)))
        }
        "compare_rates" => Some(
            fairness::RateComparisonQuestion::from_json(&given.to_string())
                .and_then(|question| Ok(json!(question.answer()?))),
        ),
        "power_of_rates" => Some(
            fairness::PowerOfRatesQuestion::from_json(&given.to_string())
                .and_then(|question| Ok(json!(question.answer()?))),
        ),
        "adjust_p_values" => {
            let p: Vec<f64> = argument(given, "p");
            Some(fairness::adjust_p_values(&p).map(|adjusted| json!(adjusted)))
        }
        "compa_ratio" => {
            Some(fairness::compa_ratio(money("pay"), money("midpoint")).map(|ratio| json!(ratio)))
        }
        "range_penetration" => Some(
            fairness::range_penetration(money("pay"), money("minimum"), money("maximum"))
                .map(|place| json!(place)),
        ),
        _ => crate::pay::answer(name, given),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    group: String,
    considered: u64,
    selected: u64,
}

fn selection(given: &Value) -> Result<Value, Error> {
    let standard = standard(given, &["groups", "unknown"])?;
    let groups: Vec<Group> = argument(given, "groups");
    let groups = groups.into_iter().map(|group| (group.group, group.considered, group.selected));
    if given.get("unknown").is_none() {
        return Ok(json!(standard.selection(groups)?));
    }
    Ok(json!(standard.selection_with_unknown(groups, argument(given, "unknown"))?))
}

fn selection_text(given: &Value) -> Result<Value, Error> {
    let groups: Vec<Group> = argument(given, "groups");
    let report =
        fairness::selection(groups.into_iter().map(|one| (one.group, one.considered, one.selected)))?;
    Ok(json!({"en": report.text(Lang::En), "ja": report.text(Lang::Ja)}))
}

/// The default standard with what `given` says otherwise.
fn standard(given: &Value, others: &[&str]) -> Result<Standard, Error> {
    let mut standard = json!(Standard::default());
    let options = given.as_object().expect("`given` is an object");
    for (name, value) in options.iter().filter(|(name, _)| !others.contains(&name.as_str())) {
        standard[name] = value.clone();
    }
    Standard::parse(&standard.to_string())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    stratum: String,
    group: String,
    considered: u64,
    selected: u64,
}

fn strata(given: &Value) -> Result<Value, Error> {
    let cells: Vec<Cell> = argument(given, "cells");
    let cells = cells.into_iter().map(|cell| (cell.stratum, cell.group, cell.considered, cell.selected));
    Ok(json!(standard(given, &["cells"])?.strata(cells)?))
}

/// A report on what the calls of `given` find, or on findings as they stand, in both languages.
fn report(given: &Value) -> Result<Value, Error> {
    let mut question = given.clone();
    for entry in question["findings"].as_array_mut().expect("a list") {
        let entry = entry.as_object_mut().expect("an object");
        if let Some(call) = entry.remove("call") {
            let call = call.as_str().expect("the name of a call").to_owned();
            let asked = entry.remove("given").expect("what is asked");
            let known = match call.split_once('.') {
                Some(_) => crate::answer(&call, &asked),
                None => answer(&call, &asked),
            };
            let found = known.expect("a call that is known")?;
            let kind = match call.strip_prefix("programme.").unwrap_or(&call) {
                "check_offer" => "offer",
                "publish" => "published_selection",
                "regress" => "regression",
                "compare_rates" => "rate_comparison",
                same => same,
            };
            entry.insert("finding".to_owned(), json!({ kind: found }));
        }
    }
    let report = fairness::report(&fairness::ReportQuestion::from_json(&question.to_string())?)?;
    let json = serde_json::to_string(&report).expect("a report is JSON");
    Ok(json!({
        "report": report,
        "sha256": fairness::input_hash(&json!(json).to_string(), None)?,
        "markdown": {"en": report.markdown(Lang::En), "ja": report.markdown(Lang::Ja)},
        "html": {"en": report.html(Lang::En), "ja": report.html(Lang::Ja)},
    }))
}

fn input_hash(given: &Value) -> Result<Value, Error> {
    let key: Option<String> = given.get("key").map(|_| argument(given, "key"));
    let hash = fairness::input_hash(&given["document"].to_string(), key.as_deref().map(str::as_bytes))?;
    Ok(json!(hash))
}

/// The columns `sex` (texts) and `tenure` (numbers, or texts where it is to be refused).
fn thresholds(given: &Value) -> Result<Value, Error> {
    let mut standard = json!(Standard::default());
    let options = given.as_object().expect("`given` is an object");
    for (name, value) in options.iter().filter(|(name, _)| !["columns", "options"].contains(&name.as_str())) {
        standard[name] = value.clone();
    }
    let standard = Standard::parse(&standard.to_string())?;
    let cells = |name: &str| -> Vec<Value> { argument(&given["columns"], name) };
    let (groups, facts) = (cells("sex"), cells("tenure"));
    let bits = |cells: &[Value]| {
        let mut bits = vec![0_u8; cells.len().div_ceil(8)];
        for (row, _) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_null()) {
            bits[row / 8] |= 1 << (row % 8);
        }
        bits
    };
    let texts = |cells: &[Value]| -> Vec<String> {
        cells.iter().map(|cell| cell.as_str().unwrap_or_default().to_owned()).collect()
    };
    let (group_bits, fact_bits) = (bits(&groups), bits(&facts));
    let (groups, words) = (texts(&groups), texts(&facts));
    let groups: Vec<&str> = groups.iter().map(String::as_str).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let numbers: Vec<i64> = facts.iter().map(|cell| cell.as_i64().unwrap_or_default()).collect();
    let rows = facts.len();
    let values = if facts.iter().any(Value::is_string) {
        Values::Texts(Texts::Slices(&words))
    } else {
        Values::Integers(Integers::I64(&numbers))
    };
    let sex = Column::new(Values::Texts(Texts::Slices(&groups))).valid(Bits::new(&group_bits, 0, rows)?);
    let tenure = Column::new(values).valid(Bits::new(&fact_bits, 0, rows)?);
    let columns = Columns::new(rows)?.with("sex", sex)?.with("tenure", tenure)?;
    let options = ThresholdOptions::from_json(&document(given, "options"))?;
    Ok(json!(standard.thresholds_columns(&columns, &options)?))
}
