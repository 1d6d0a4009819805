//! `eligibility.*`.

use alumni_core::eligibility::Policy;
use alumni_core::workforce::Worker;
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "decide" => Some(decide(given)),
        _ => None,
    }
}

/// A policy is a document's text, or the JSON document itself.
fn decide(given: &Value) -> Result<Value, alumni_core::Error> {
    let policy = match argument::<Value>(given, "policy") {
        Value::String(text) => Policy::parse(&text)?,
        document => Policy::parse(&document.to_string())?,
    };
    let worker = Worker::from_json(&argument::<Value>(given, "worker").to_string())?;
    policy.decide(&worker, argument(given, "as_of")).map(|decision| json!(decision))
}
