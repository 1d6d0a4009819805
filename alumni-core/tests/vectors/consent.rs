//! `consent.*`.

use alumni_core::columns::{Bits, Column, Columns, Integers, Texts, Values};
use alumni_core::consent::{
    AskOptions, Channel, ContactRequest, ContactRules, Contacts, Controller, Directory, EncodedEvent, Event,
    Ledger, ListOptions, Pack, Packs, Pause, Propagation, Question, Record, RetentionRule, Takeover,
    Transition,
};
use alumni_core::text::Reason;
use alumni_core::workforce::Table;
use alumni_core::{Error, calendar};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "contact" => Some(contact(given)),
        "propagation" => Some(propagation(given)),
        "withdrawal_receipt" => Some(withdrawal_receipt(given)),
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
        "access" => Some(access(given)),
        "transitions" => Some(Ok(json!(Transition::all()))),
        "may_table" => Some(may_table(given)),
        "extend_table" => Some(extend_table(given)),
        "timeline" => Some(timeline(given)),
        "visible" => Some(visible(given)),
        "retention_due" => Some(ledger(given).and_then(|ledger| {
            let rules: Vec<RetentionRule> = argument(given, "rules");
            Ok(json!(ledger.retention_due(argument(given, "at"), &rules)?))
        })),
        "funnel" => Some(funnel(given)),
        _ => crate::consent_notices::answer(name, given),
    }
}

/// Rows as columns of texts and numbers, each absent where it is null; every name that occurs is a column.
fn with_columns<T>(
    rows: &[serde_json::Map<String, Value>],
    ask: impl FnOnce(&Columns<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let names: std::collections::BTreeSet<_> = rows.iter().flat_map(serde_json::Map::keys).collect();
    let there = |name: &String| {
        let mut bits = vec![0_u8; rows.len().div_ceil(8)];
        for (row, _) in
            rows.iter().enumerate().filter(|(_, row)| row.get(name).is_some_and(|cell| !cell.is_null()))
        {
            bits[row / 8] |= 1 << (row % 8);
        }
        bits
    };
    let bits: Vec<_> = names.iter().map(|name| there(name)).collect();
    let cells =
        |name: &String| rows.iter().map(move |row| row.get(name).unwrap_or(&Value::Null)).collect::<Vec<_>>();
    let texts: Vec<Vec<&str>> = names
        .iter()
        .map(|name| cells(name).iter().map(|cell| cell.as_str().unwrap_or_default()).collect())
        .collect();
    let numbers: Vec<Vec<i64>> = names
        .iter()
        .map(|name| cells(name).iter().map(|cell| cell.as_i64().unwrap_or_default()).collect())
        .collect();
    let truths: Vec<Vec<u8>> = names
        .iter()
        .map(|name| {
            let mut bits = vec![0_u8; rows.len().div_ceil(8)];
            for (row, _) in cells(name).iter().enumerate().filter(|(_, cell)| cell.as_bool() == Some(true)) {
                bits[row / 8] |= 1 << (row % 8);
            }
            bits
        })
        .collect();
    let mut columns = Columns::new(rows.len())?;
    for (place, name) in names.iter().enumerate() {
        let first = cells(name).into_iter().find(|cell| !cell.is_null());
        let values = match first {
            Some(Value::Number(_)) => Values::Integers(Integers::I64(&numbers[place])),
            Some(Value::Bool(_)) => Values::Booleans(Bits::new(&truths[place], 0, rows.len())?),
            None => Values::Null(rows.len()),
            Some(_) => Values::Texts(Texts::Slices(&texts[place])),
        };
        columns = columns.with(name, Column::new(values).valid(Bits::new(&bits[place], 0, rows.len())?))?;
    }
    ask(&columns)
}

fn may_table(given: &Value) -> Result<Value, Error> {
    let options = AskOptions::from_json(&argument::<Value>(given, "options").to_string())?;
    let ledger = ledger(given)?;
    let rows: Vec<serde_json::Map<String, Value>> = argument(given, "rows");
    let answers = with_columns(&rows, |columns| ledger.may_columns(columns, &options))?;
    let row = |row| {
        let row = answers.row(row).expect("a row");
        json!({
            "verdict": row.verdict(), "reasons": row.reasons(), "evidence": row.evidence().collect::<Vec<_>>(),
            "obligations": row.obligations().collect::<Vec<_>>(), "valid_until": row.valid_until(),
        })
    };
    Ok((0..answers.rows()).map(row).collect())
}

fn extend_table(given: &Value) -> Result<Value, Error> {
    let mut ledger = ledger(given)?;
    let rows: Vec<serde_json::Map<String, Value>> = argument(given, "rows");
    let extended = with_columns(&rows, |columns| ledger.extend_columns(columns))?;
    Ok(json!({"added": extended.added, "state_hash": ledger.state_hash()}))
}

fn visible(given: &Value) -> Result<Value, Error> {
    let (since, until) = (argument(given, "since"), argument(given, "until"));
    let subject: String = argument(given, "subject");
    Ok(json!(ledger(given)?.visible(&subject, since, until, &argument(given, "fields"), None)?))
}

fn timeline(given: &Value) -> Result<Value, Error> {
    let known_at = given.get("known_at").map(|_| argument(given, "known_at"));
    let subject: String = argument(given, "subject");
    Ok(json!(ledger(given)?.timeline(&subject, argument(given, "until"), known_at)?))
}

fn funnel(given: &Value) -> Result<Value, Error> {
    let among: Vec<String> = argument(given, "among");
    let among = among.iter().map(String::as_str);
    let purpose: String = argument(given, "purpose");
    let channel = given.get("channel").map(|_| argument(given, "channel"));
    Ok(json!(ledger(given)?.funnel(among, &purpose, channel, argument(given, "at"), None, None)?))
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
    let ledger = ledger(given)?;
    let answer = ledger.may(&question)?;
    // What a snapshot can be asked as well.
    let mut own_use = Question::new(&question.subject, &question.purpose, question.channel, question.at);
    own_use.known_at = question.known_at;
    if question == own_use {
        let snapshot = ledger.snapshot(question.at, question.known_at);
        let stand = snapshot.may(&question.subject, &question.purpose, question.channel)?;
        let evidence = answer.evidence.first().map(|key| (key.source.as_str(), key.id.as_str()));
        assert_eq!((stand.verdict(), stand.code()), (answer.verdict, answer.reasons[0].code()));
        assert_eq!((stand.evidence(), stand.state()), (evidence, answer.state));
        assert_eq!(stand.valid_until(), answer.valid_until);
        let mut options = AskOptions::default();
        options.purpose = Some(question.purpose.clone());
        options.channel = question.channel;
        let subjects = Texts::Slices(&["nobody", &question.subject][..]);
        let columns = Columns::new(2)?.with("subject", Column::new(Values::Texts(subjects)))?;
        let answers = snapshot.may_columns(&columns, &options)?;
        let row = answers.row(1).unwrap();
        assert_eq!(
            (row.verdict(), row.reasons()),
            (answer.verdict, &[answer.reasons[0].code().to_owned()][..])
        );
        assert!(row.evidence().eq(answer.evidence.iter().take(1).cloned()));
        assert_eq!(row.valid_until(), answer.valid_until);
    }
    Ok(json!(answer))
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
    Ok(json!(packs(given)?.revocation(&text, channel, &regimes, argument(given, "at"))?))
}

/// Of packs, or of a ledger where there are purposes.
fn changes(given: &Value) -> Result<Value, Error> {
    let day = |name: &str| calendar::parse_date(&argument::<String>(given, name));
    let (from, until) = (day("from")?, day("until")?);
    Ok(match given.get("purposes") {
        Some(_) => json!(ledger(given)?.changes_between(from, until)?),
        None => json!(packs(given)?.changes_between(from, until)?),
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

/// The parts of a ledger's document.
const PARTS: [&str; 7] =
    ["purposes", "notices", "events", "packs", "regimes", "clocks", "recipient_countries"];

/// `given` is the ledger's document, beside other arguments.
pub(crate) fn ledger(given: &Value) -> Result<Ledger, Error> {
    let document: serde_json::Map<_, _> =
        PARTS.into_iter().filter_map(|part| Some((part.to_owned(), given.get(part)?.clone()))).collect();
    Ledger::from_json(&Value::Object(document).to_string())
}

fn propagation(given: &Value) -> Result<Value, Error> {
    let register = Propagation::from_json(&argument::<Value>(given, "register").to_string())?;
    let known_at = given.get("known_at").map(|_| argument(given, "known_at"));
    Ok(json!(ledger(given)?.propagation(&register, argument(given, "at"), known_at)?))
}

fn withdrawal_receipt(given: &Value) -> Result<Value, Error> {
    let register = Propagation::from_json(&argument::<Value>(given, "register").to_string())?;
    let (subject, id) = (argument::<String>(given, "subject"), argument::<String>(given, "id"));
    Ok(json!(ledger(given)?.withdrawal_receipt(&register, &subject, &id, argument(given, "at"))?))
}

fn access(given: &Value) -> Result<Value, Error> {
    let (ledger, subject) = (ledger(given)?, argument::<String>(given, "subject"));
    let options = argument(given, "options");
    Ok(json!(match given.get("register") {
        Some(register) => {
            ledger.access_with_uses(&subject, &options, &Propagation::from_json(&register.to_string())?)?
        }
        None => ledger.access(&subject, &options)?,
    }))
}

/// Reserves, commits and cancels in turn; `commit` and `cancel` name the reservation by its number among those asked for. `learn`
/// takes events in, `record` the use that the step of that number gave, and `resume` ends a person's pauses.
fn contact(given: &Value) -> Result<Value, Error> {
    let mut ledger = ledger(given)?;
    let mut contacts = Contacts::new(ContactRules::parse(&argument::<Value>(given, "rules").to_string())?)?;
    for pause in given.get("pauses").map(|_| argument::<Vec<Pause>>(given, "pauses")).into_iter().flatten() {
        contacts.pause(pause)?;
    }
    let (mut tokens, mut answers) = (Vec::new(), Vec::<Value>::new());
    for step in argument::<Vec<Value>>(given, "steps") {
        if step.get("reserve").is_some() {
            let permit = ledger.reserve(&mut contacts, &argument::<ContactRequest>(&step, "reserve"))?;
            answers.push(json!({
                "verdict": permit.verdict, "codes": codes(&permit.reasons), "not_before": permit.not_before,
            }));
            assert_eq!(permit.token.is_some(), permit.is_allowed());
            tokens.push(permit.token);
            // What is kept between two steps is kept as text.
            contacts = Contacts::from_json(&serde_json::to_string(&contacts).expect("JSON"))?;
            continue;
        }
        let learnt = match step.get("record") {
            Some(_) => vec![argument(&answers[argument::<usize>(&step, "record")], "used")],
            None => step.get("learn").map(|_| argument::<Vec<Event>>(&step, "learn")).unwrap_or_default(),
        };
        if !learnt.is_empty() {
            answers.push(json!({"added": ledger.extend(learnt)?.added}));
            continue;
        }
        if step.get("resume").is_some() {
            let ended = contacts.resume(&argument::<String>(&step, "resume"), argument(&step, "at"))?;
            answers.push(json!({"ended": ended}));
            continue;
        }
        let how = if step.get("commit").is_some() { "commit" } else { "cancel" };
        let token = tokens[argument::<usize>(&step, how)].clone().expect("a reservation");
        let at = argument(&step, "at");
        let settled = if how == "commit" {
            ledger.commit(&mut contacts, &token, at)?
        } else {
            contacts.cancel(&token, at)?
        };
        answers.push(json!({"done": settled.done, "codes": codes(&settled.reasons), "used": settled.used}));
    }
    Ok(json!(answers))
}

/// What the rules of contact say; the ledger's own reasons have vectors of their own.
fn codes(reasons: &[Reason]) -> Vec<&str> {
    reasons.iter().map(Reason::code).filter(|code| code.starts_with("contact-")).collect()
}
