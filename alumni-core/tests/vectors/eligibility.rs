//! `eligibility.*`.

use alumni_core::eligibility::Policy;
use alumni_core::workforce::Worker;
use serde_json::{Value, json};

use crate::{Answer, argument, document};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "decide" => Some(decide(given)),
        "nearest" => Some(nearest(given)),
        _ => None,
    }
}

fn decide(given: &Value) -> Result<Value, alumni_core::Error> {
    let policy = Policy::parse(&document(given, "policy"))?;
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(json!(policy.decide(&worker, argument(given, "as_of"))?))
}

fn nearest(given: &Value) -> Result<Value, alumni_core::Error> {
    let policy = Policy::parse(&document(given, "policy"))?;
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(json!(policy.nearest(&worker, argument(given, "as_of"), argument(given, "limit"))?))
}
