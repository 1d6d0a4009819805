//! `workforce.*`.

use alumni_core::workforce::{Fact, Mapping, Overlay, Table, Vocabulary, Worker};
use serde_json::{Map, Value, json};

use crate::{Answer, argument, document};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "facts" => Some(facts(given)),
        "import" => Some(import(given)),
        "unknown" => Some(unknown(given)),
        _ => None,
    }
}

/// Every fact that takes no parameter, by name; `null` when it is unknown.
fn facts(given: &Value) -> Result<Value, alumni_core::Error> {
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(facts_of(&worker, argument(given, "as_of")))
}

fn facts_of(worker: &Worker, as_of: chrono::NaiveDate) -> Value {
    let named = |fact: &Fact| (fact.as_str().to_owned(), json!(fact.of(worker, None, as_of)));
    Value::Object(Fact::ALL.iter().map(named).collect::<Map<_, _>>())
}

/// The import, with the facts of every worker where the case names a day.
fn import(given: &Value) -> Result<Value, alumni_core::Error> {
    let overlay = match given.get("overlay") {
        Some(_) => Overlay::from_json(&document(given, "overlay"))?,
        None => Overlay::default(),
    };
    let mapping = Mapping::shipped(&argument::<String>(given, "mapping"))?.with(overlay)?;
    let files: Map<String, Value> = argument(given, "files");
    let text = |value: &Value| value.as_str().expect("the text of a file").to_owned();
    let tables: Vec<_> =
        files.iter().map(|(name, value)| Table::from_csv(name, &text(value))).collect::<Result<_, _>>()?;
    let lenient = given.get("lenient").is_some_and(|lenient| lenient == true);
    let import = if lenient { mapping.import_lenient(&tables)? } else { mapping.import(&tables)? };
    let mut answer = json!(import);
    if given.get("as_of").is_some() {
        let as_of = argument(given, "as_of");
        let facts = import.workers.iter().map(|worker| (worker.id().to_owned(), facts_of(worker, as_of)));
        answer["facts"] = Value::Object(facts.collect());
    }
    Ok(answer)
}

/// The names in data that no fact of the vocabulary knows.
fn unknown(given: &Value) -> Result<Value, alumni_core::Error> {
    let vocabulary = Vocabulary::parse(&document(given, "vocabulary"))?;
    let names: Vec<String> = argument(given, "names");
    Ok(json!(vocabulary.unknown(names.iter().map(String::as_str))))
}
