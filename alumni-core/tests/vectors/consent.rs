//! `consent.*`.

use alumni_core::consent::{
    Channel, Controller, Directory, EncodedEvent, Event, Ledger, ListOptions, Pack, Packs, Question, Record,
    Takeover,
};
use alumni_core::workforce::Table;
use alumni_core::{Error, calendar};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "may" => Some(may(given)),
        "notice_hash" => Some(Ok(json!(argument::<alumni_core::consent::Notice>(given, "notice").hash()))),
        "pack" => Some(pack(given)),
        "revocation" => Some(revocation(given)),
        "changes" => Some(changes(given)),
        "at_exit" => Some(ledger(given).map(|ledger| json!(ledger.at_exit(argument(given, "at"))))),
        "directory" => Some(directory(given)),
        "invitations" => Some(invitations(given)),
        "state_hash" => Some(ledger(given).map(|ledger| json!(ledger.state_hash()))),
        "encode" => Some(encode(given)),
        "read_record" => Some(Record::read(&argument::<String>(given, "text")).map(|reading| json!(reading))),
        "record" => Some(record(given)),
        "import_list" => Some(import_list(given)),
        "agreed" => Some(agreed(given)),
        _ => None,
    }
}

fn encode(given: &Value) -> Result<Value, Error> {
    let salt = EncodedEvent::salt_from_hex(&argument::<String>(given, "salt"))?;
    let encoded = argument::<Event>(given, "event").encode(&salt);
    let mut answer = json!(encoded);
    answer["hash"] = encoded.hash().into();
    Ok(answer)
}

fn record(given: &Value) -> Result<Value, Error> {
    let text = |name| argument::<String>(given, name);
    let controller = Controller::from_json(&argument::<Value>(given, "controller").to_string())?;
    let known_at = given.get("known_at").map(|_| argument(given, "known_at"));
    let record =
        ledger(given)?.record(&text("subject"), &text("purpose"), &controller, &text("id"), known_at)?;
    Ok(json!(record))
}

fn import_list(given: &Value) -> Result<Value, Error> {
    let list = Table::from_csv("list.csv", &argument::<String>(given, "csv"))?;
    let options = ListOptions::from_json(&argument::<Value>(given, "options").to_string())?;
    Ok(json!(ledger(given)?.import_list(&list, &options)?))
}

fn agreed(given: &Value) -> Result<Value, Error> {
    let known_at = given.get("known_at").map(|_| argument(given, "known_at"));
    let subject: String = argument(given, "subject");
    Ok(json!(ledger(given)?.agreed(&subject, argument(given, "at"), known_at)?))
}

fn may(given: &Value) -> Result<Value, Error> {
    let question = Question::from_json(&argument::<Value>(given, "question").to_string())?;
    Ok(json!(ledger(given)?.may(&question)?))
}

fn pack(given: &Value) -> Result<Value, Error> {
    let pack = match given.get("text") {
        Some(_) => Pack::parse(&argument::<String>(given, "text")),
        None => Pack::shipped(&argument::<String>(given, "pack")),
    };
    Ok(json!(pack?))
}

fn packs(given: &Value) -> Result<Packs, Error> {
    let ids: Vec<String> = argument(given, "packs");
    Packs::new(ids.iter().map(|id| Pack::shipped(id)).collect::<Result<Vec<_>, _>>()?)
}

fn revocation(given: &Value) -> Result<Value, Error> {
    let regimes: Vec<String> = argument(given, "regimes");
    let regimes: Vec<_> = regimes.iter().map(String::as_str).collect();
    let channel: Channel = argument(given, "channel");
    let text: String = argument(given, "text");
    Ok(json!(packs(given)?.revocation(&text, channel, &regimes, argument(given, "at"))))
}

/// Of packs, or of a ledger where there are purposes.
fn changes(given: &Value) -> Result<Value, Error> {
    let day = |name: &str| calendar::parse_date(&argument::<String>(given, name));
    let (from, until) = (day("from")?, day("until")?);
    Ok(match given.get("purposes") {
        Some(_) => json!(ledger(given)?.changes_between(from, until)),
        None => json!(packs(given)?.changes_between(from, until)),
    })
}

fn directory(given: &Value) -> Result<Value, Error> {
    let directory: Directory = argument(given, "directory");
    let known_at = given.get("known_at").map(|_| argument(given, "known_at"));
    let subject: String = argument(given, "subject");
    Ok(json!(ledger(given)?.directory(&directory, &subject, argument(given, "at"), known_at)?))
}

fn invitations(given: &Value) -> Result<Value, Error> {
    Ok(json!(ledger(given)?.invitations(&argument::<Takeover>(given, "takeover"))?))
}

/// `given` is the ledger's document, beside other arguments.
fn ledger(given: &Value) -> Result<Ledger, Error> {
    let document: serde_json::Map<_, _> = ["purposes", "notices", "events", "packs", "regimes"]
        .into_iter()
        .filter_map(|part| Some((part.to_owned(), given.get(part)?.clone())))
        .collect();
    Ledger::from_json(&Value::Object(document).to_string())
}
