//! `eligibility.*`.

use alumni_core::columns::{Bits, Column, Columns, Integers, Texts, Values};
use alumni_core::eligibility::{
    Book, ImportOptions, Imported, Ladder, Policy, Record, Simulation, SimulationOptions, StepDecision,
    check_ladder, library,
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
        "judge" => Some(judged(given)),
        "ladder" => Some(climbed(given)),
        "library" => Some(library(given)),
        "decide_table" => Some(decide_table(given)),
        "simulate" => Some(simulate(given).map(|found| json!(found))),
        "ladder_table" => Some(ladder_table(given)),
        "run_cases" => Some(run_cases(given)),
        "in_force" => Some(in_force(given)),
        "decide_at" => Some(decide_at(given)),
        "replay" => Some(replay(given)),
        "migrate" => Some(migrate(given)),
        "diff" => Some(diff(given)),
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

/// The ruling on a row in JSON text, which the decision about the same row confirms.
fn judged(given: &Value) -> Result<Value, alumni_core::Error> {
    let judge = Policy::parse(&document(given, "policy"))?.judge(argument(given, "as_of"))?;
    let mut row = judge.row();
    row.read_json(&document(given, "row"))?;
    let ruling = judge.decide(&row)?;
    assert_eq!(judge.explain(&row, "w")?.outcome(), ruling.outcome());
    Ok(json!(ruling))
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

fn decide_table(given: &Value) -> Result<Value, alumni_core::Error> {
    let policy = Policy::parse(&document(given, "policy"))?;
    let decisions = with_columns(given, |columns| policy.decide_columns(columns, argument(given, "as_of")))?;
    let rows = || (0..decisions.rows()).filter_map(|row| decisions.row(row));
    let statuses = rows().map(|row| {
        let named = decisions.criteria().iter().zip(row.statuses());
        named
            .map(|(criterion, status)| (criterion.id(), status))
            .collect::<std::collections::BTreeMap<_, _>>()
    });
    Ok(json!({
        "outcomes": rows().map(|row| row.outcome()).collect::<Vec<_>>(),
        "eligible_on": rows().map(|row| row.eligible_on()).collect::<Vec<_>>(),
        "statuses": statuses.collect::<Vec<_>>(),
    }))
}

/// A ladder over a table: of every row the highest step and the next, and what each step says.
fn ladder_table(given: &Value) -> Result<Value, alumni_core::Error> {
    let ladder = Ladder::parse(&document(given, "ladder"))?;
    let found = with_columns(given, |columns| ladder.decide_columns(columns, argument(given, "as_of")))?;
    let ids: Vec<_> = ladder.steps().iter().map(alumni_core::eligibility::Step::id).collect();
    let id = |place: usize| ids.get(place).copied();
    let next = |highest: &Option<u8>| {
        id(highest.map_or(0, |place| usize::from(place) + 1)).filter(|_| ladder.is_ordered())
    };
    let each = |tell: fn(alumni_core::eligibility::DecidedRow<'_>) -> Value| {
        let row = |row| {
            let steps = ids.iter().zip(found.steps());
            steps
                .map(|(id, step)| (*id, tell(step.row(row).expect("a row"))))
                .collect::<std::collections::BTreeMap<_, _>>()
        };
        (0..found.highest().len()).map(row).collect::<Vec<_>>()
    };
    Ok(json!({
        "highest": found.highest().iter().map(|place| id(usize::from((*place)?))).collect::<Vec<_>>(),
        "next": found.highest().iter().map(next).collect::<Vec<_>>(),
        "counts": found.counts(),
        "outcomes": each(|row| json!(row.outcome())),
        "eligible_on": each(|row| json!(row.eligible_on())),
    }))
}

/// The comparison of two policies over a table, without its rows.
pub(crate) fn simulate(given: &Value) -> Result<Simulation, alumni_core::Error> {
    let [before, after] = ["before", "after"].map(|name| Policy::parse(&document(given, name)));
    let groups: Vec<String> = argument(given, "groups");
    let options = groups.into_iter().fold(SimulationOptions::new(), SimulationOptions::group);
    let (before, after) = (before?, after?);
    with_columns(given, |columns| before.simulate_with(&after, columns, argument(given, "as_of"), &options))
}

/// The `rows` as columns, those of a known name that any row has: of whole numbers or of texts.
pub(crate) fn with_columns<T>(
    given: &Value,
    work: impl FnOnce(&Columns<'_>) -> Result<T, alumni_core::Error>,
) -> Result<T, alumni_core::Error> {
    let rows = given["rows"].as_array().expect("rows");
    let names = ["start_date", "separation_date", "grade", "separation_kind", "rehire_flag", "site", "sex"];
    let names =
        names.into_iter().filter(|name| rows.is_empty() || rows.iter().any(|row| row.get(name).is_some()));
    let cells: Vec<(_, Vec<&Value>)> =
        names.map(|name| (name, rows.iter().map(|row| &row[name]).collect())).collect();
    let byte =
        |cells: &[&Value]| cells.iter().rev().fold(0_u8, |byte, cell| byte << 1 | u8::from(!cell.is_null()));
    let valid: Vec<Vec<u8>> = cells.iter().map(|(_, cells)| cells.chunks(8).map(byte).collect()).collect();
    let number = |cell: &&Value| cell.as_i64().unwrap_or_default();
    let numbers: Vec<Vec<i64>> = cells.iter().map(|(_, cells)| cells.iter().map(number).collect()).collect();
    let texts: Vec<Vec<&str>> = cells
        .iter()
        .map(|(_, cells)| cells.iter().map(|cell| cell.as_str().unwrap_or_default()).collect())
        .collect();
    let mut columns = Columns::new(rows.len())?;
    for (place, (name, _)) in cells.iter().enumerate() {
        let values = if *name == "grade" {
            Values::Integers(Integers::I64(&numbers[place]))
        } else {
            Values::Texts(Texts::Slices(&texts[place]))
        };
        let valid = Bits::new(&valid[place], 0, rows.len())?;
        columns = columns.with(name, Column::new(values).valid(valid))?;
    }
    work(&columns)
}

fn run_cases(given: &Value) -> Result<Value, alumni_core::Error> {
    Ok(json!(Policy::parse(&document(given, "policy"))?.run_cases()?))
}

fn book(given: &Value, name: &str) -> Result<Book, alumni_core::Error> {
    Book::parse(&document(given, name))
}

fn in_force(given: &Value) -> Result<Value, alumni_core::Error> {
    let book = book(given, "book")?;
    let day = match given.get("at") {
        Some(_) => book.day_of(argument(given, "at")),
        None => argument(given, "as_of"),
    };
    Ok(json!({ "day": day, "version": book.in_force(day).map(Policy::version) }))
}

fn decide_at(given: &Value) -> Result<Value, alumni_core::Error> {
    let worker = Worker::from_json(&document(given, "worker"))?;
    Ok(json!(book(given, "book")?.decide_at(&worker, argument(given, "at"))?))
}

fn replay(given: &Value) -> Result<Value, alumni_core::Error> {
    let worker = Worker::from_json(&document(given, "worker"))?;
    let record = book(given, "recorded")?.record(&worker, argument(given, "as_of"))?;
    let stored = serde_json::to_string(&record).expect("a record is JSON");
    let record: Record = alumni_core::document::from_json(&stored)?;
    let now: Option<Worker> = given.get("now").map(|_| argument(given, "now"));
    Ok(json!(book(given, "book")?.replay(&record, now.as_ref())?))
}

fn migrate(given: &Value) -> Result<Value, alumni_core::Error> {
    let (book, workers) = (book(given, "book")?, argument::<Vec<Worker>>(given, "workers"));
    let records: Vec<_> = workers
        .iter()
        .map(|worker| book.record(worker, argument(given, "as_of")))
        .collect::<Result<_, _>>()?;
    Ok(json!(book.migrate(&records, argument(given, "version"), None)?))
}

fn diff(given: &Value) -> Result<Value, alumni_core::Error> {
    Ok(json!(book(given, "book")?.diff(argument(given, "before"), argument(given, "after"))?))
}
