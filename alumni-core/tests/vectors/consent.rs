//! `consent.*`.

use alumni_core::consent::{Ledger, Question};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "may" => Some(may(given)),
        "notice_hash" => Some(Ok(json!(argument::<alumni_core::consent::Notice>(given, "notice").hash()))),
        "state_hash" => Some(ledger(given).map(|ledger| json!(ledger.state_hash()))),
        _ => None,
    }
}

fn may(given: &Value) -> Result<Value, alumni_core::Error> {
    let question = Question::from_json(&argument::<Value>(given, "question").to_string())?;
    Ok(json!(ledger(given)?.may(&question)?))
}

/// `given` is the ledger's document, beside other arguments.
fn ledger(given: &Value) -> Result<Ledger, alumni_core::Error> {
    let document: serde_json::Map<_, _> = ["purposes", "notices", "events"]
        .into_iter()
        .filter_map(|part| Some((part.to_owned(), given.get(part)?.clone())))
        .collect();
    Ledger::from_json(&Value::Object(document).to_string())
}
