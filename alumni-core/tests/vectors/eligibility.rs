//! `eligibility.*`.

use alumni_core::eligibility::{
    ImportOptions, Imported, Ladder, Policy, StepDecision, check_ladder, library,
};
use alumni_core::workforce::{Vocabulary, Worker};
use serde_json::{Value, json};

use crate::{Answer, argument, document};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "check" => Some(check(given)),
        "check_ladder" => Some(ladder(given)),
        "compare" => Some(compare(given)),
        "decide" => Some(decide(given)),
        "nearest" => Some(nearest(given)),
        "import_json_logic" => Some(imported(given, Policy::from_json_logic, "rule")),
        #[cfg(feature = "dmn")]
        "import_dmn" => Some(imported(given, Policy::from_dmn, "xml")),
        "ladder" => Some(climbed(given)),
        "library" => Some(library(given)),
        _ => None,
    }
}

fn decide(given: &Value) -> Result<Value, alumni_core::Error> {
    let policy = match given.get("vocabulary") {
        None => Policy::parse(&document(given, "policy"))?,
        Some(_) => {
            let vocabulary = Vocabulary::parse(&document(given, "vocabulary"))?;
            Policy::parse_with(&document(given, "policy"), vocabulary)?
        }
    };
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(json!(policy.decide(&worker, argument(given, "as_of"))?))
}

fn nearest(given: &Value) -> Result<Value, alumni_core::Error> {
    let policy = Policy::parse(&document(given, "policy"))?;
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(json!(policy.nearest(&worker, argument(given, "as_of"), argument(given, "limit"))?))
}

type Import = fn(&str, &ImportOptions, Vocabulary) -> Result<Imported, alumni_core::Error>;

/// The import; with facts, also the `outcome` of its policy, if there is one.
fn imported(given: &Value, import: Import, name: &str) -> Result<Value, alumni_core::Error> {
    let options = ImportOptions::from_json(&document(given, "options"))?;
    let found = import(&document(given, name), &options, Vocabulary::hr())?;
    let mut answer = json!(found);
    if let (Some(facts), Some(policy)) = (given.get("facts"), found.policy()) {
        let worker = Worker::from_json(&json!({"id": "w", "facts": facts}).to_string())?;
        answer["outcome"] = json!(policy.decide(&worker, argument(given, "as_of"))?.outcome());
    }
    Ok(answer)
}

fn check(given: &Value) -> Result<Value, alumni_core::Error> {
    Ok(json!(Policy::parse(&document(given, "policy"))?.check()))
}

fn compare(given: &Value) -> Result<Value, alumni_core::Error> {
    let (policy, other) = (document(given, "policy"), document(given, "other"));
    Ok(json!(Policy::parse(&policy)?.compare(&Policy::parse(&other)?)?))
}

fn ladder(given: &Value) -> Result<Value, alumni_core::Error> {
    let documents = given["steps"].as_array().cloned().unwrap_or_default();
    let steps: Vec<_> =
        documents.iter().map(|step| Policy::parse(&step.to_string())).collect::<Result<_, _>>()?;
    Ok(json!(check_ladder(&steps.iter().collect::<Vec<_>>())?))
}

/// A policy that comes with the library, in the version asked for or the newest.
fn library(given: &Value) -> Result<Value, alumni_core::Error> {
    let id: String = argument(given, "policy");
    let policy = match given.get("version") {
        None => library::get(&id)?,
        Some(version) => {
            let versions = library::versions(&id)?;
            let found = versions.into_iter().find(|policy| *version == policy.version());
            found.expect("the library has the version")
        }
    };
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(json!(policy.decide(&worker, argument(given, "as_of"))?))
}

/// A ladder, by its document or its id in the library: the decision with its highest step and the next.
fn climbed(given: &Value) -> Result<Value, alumni_core::Error> {
    let ladder = match argument(given, "ladder") {
        Value::String(id) => library::ladder(&id)?,
        document => Ladder::parse(&document.to_string())?,
    };
    let worker = Worker::from_json(&document(given, "worker"))?;
    let decision = ladder.decide(&worker, argument(given, "as_of"))?;
    let mut answer = json!(decision);
    answer["highest"] = json!(decision.highest().map(StepDecision::id));
    answer["next"] = json!(decision.next().map(StepDecision::id));
    Ok(answer)
}
