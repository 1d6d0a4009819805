//! `programme.*`.

use std::collections::BTreeMap;

use alumni_core::Error;
use alumni_core::eligibility::Policy;
use alumni_core::fairness::{self, Standard};
use alumni_core::programme::{
    CounterfactualOptions, GapOptions, Programme, counterfactuals, group_changes, policy_gap,
};
use alumni_core::workforce::Table;
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "review" => Some(review(given)),
        "group_changes" => Some(changes(given)),
        "policy_gap" => Some(gap(given)),
        "counterfactuals" => Some(hanging(given)),
        _ => None,
    }
}

/// The programme as a document's text; the data as the files' texts by name.
fn review(given: &Value) -> Result<Value, Error> {
    let programme = Programme::parse(&argument::<String>(given, "programme"))?;
    let files: BTreeMap<String, String> = argument(given, "data");
    let tables =
        files.iter().map(|(name, text)| Table::from_csv(name, text)).collect::<Result<Vec<_>, _>>()?;
    let review = programme.review(&programme.read(&tables)?, argument(given, "as_of"))?;
    Ok(json!(review))
}

/// What a change of policy does to groups, by the default standard.
fn changes(given: &Value) -> Result<Value, Error> {
    let simulation = crate::eligibility::simulate(given)?;
    Ok(json!(group_changes(&simulation, &Standard::default())?))
}

/// Which criterion causes how much of each gap, by the default standard with what `standard` says otherwise.
fn gap(given: &Value) -> Result<Value, Error> {
    let mut standard = json!(Standard::default());
    for (name, value) in given.get("standard").and_then(Value::as_object).into_iter().flatten() {
        standard[name] = value.clone();
    }
    let standard = Standard::parse(&standard.to_string())?;
    let policy = Policy::parse(&given["policy"].to_string())?;
    let options = GapOptions::new(argument::<String>(given, "attribute"))
        .conditional_passes(given.get("conditional_passes").is_some());
    crate::eligibility::with_columns(given, |columns| {
        Ok(json!(policy_gap(&policy, columns, argument(given, "as_of"), &options, &standard)?))
    })
}

/// What hangs on protected facts and proxies.
fn hanging(given: &Value) -> Result<Value, Error> {
    let policy = Policy::parse(&given["policy"].to_string())?;
    let mut options = serde_json::Map::new();
    for name in ["facts", "attribute", "minimum_cell"] {
        options.extend(given.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    let options = CounterfactualOptions::from_json(&Value::Object(options).to_string())?;
    crate::eligibility::with_columns(given, |columns| {
        let found = counterfactuals(&policy, columns, argument(given, "as_of"), &options)?;
        let mut counted = json!(found);
        counted.as_object_mut().expect("an object").remove("input_hash");
        assert_eq!(found.input_hash, Some(fairness::input_hash(&counted.to_string(), None)?));
        Ok(json!(found))
    })
}
