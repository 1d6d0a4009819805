//! `workforce.*`.

use alumni_core::workforce::{Fact, Worker};
use serde_json::{Map, Value, json};

use crate::{Answer, argument, document};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "facts" => Some(facts(given)),
        _ => None,
    }
}

/// Every fact that takes no parameter, by name; `null` when it is unknown.
fn facts(given: &Value) -> Result<Value, alumni_core::Error> {
    let worker = Worker::from_json(&document(given, "worker"))?;
    let as_of = argument(given, "as_of");
    let named = |fact: &Fact| (fact.as_str().to_owned(), json!(fact.of(&worker, None, as_of)));
    Ok(Value::Object(Fact::ALL.iter().map(named).collect::<Map<_, _>>()))
}
