//! `engagement.*`: what is made of scores.

use std::collections::{BTreeMap, BTreeSet};

use alumni_core::Error;
use alumni_core::calendar::Span;
use alumni_core::columns::{Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};
use alumni_core::engagement::{
    ActivityLog, BandMove, Interaction, LearnOptions, Permitted, Points, RankOptions, RfmModel, ScoreModel,
    ScoreSums, ScoreTable, Scores, TotalSums, WindowModel, WindowScores, interactions_from_json, rfm,
};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    Some(match name {
        "activity_log" => log(&argument::<Vec<Value>>(given, "steps"))
            .map(|log| json!({ "bytes": hexadecimal(&log.to_bytes()) })),
        "score_change" => change(given),
        "ranks" => ranks(given),
        "score_moves" => moves(given),
        "rfm" => found(given),
        "score_table" => table(given),
        "score_model" => modified(given).map(|model| json!(model)),
        "score_by_tenure" => by_tenure(given),
        "window_scores" => within(given),
        "learn_half_life" => learned(given),
        _ => return None,
    })
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn log(steps: &[Value]) -> Result<ActivityLog, Error> {
    let mut log = ActivityLog::new();
    for step in steps {
        let (verb, what) = step.as_object().and_then(|step| step.iter().next()).expect("a step has a verb");
        let text = || what.as_str().expect("a text");
        match verb.as_str() {
            "add" => drop(log.add(&interactions_from_json(&what.to_string())?)?),
            "merge" => drop(log.merge(&self::log(what.as_array().expect("steps"))?)?),
            "remove" => drop(log.remove(text())),
            "erase" => drop(log.erase(text())),
            "same_person" => {
                let [account, person]: [String; 2] = serde_json::from_value(what.clone()).expect("two ids");
                log.same_person(&account, &person)?;
            }
            other => panic!("no step is called {other}"),
        }
    }
    // What is written is read back, in both forms.
    assert_eq!(ActivityLog::from_bytes(&log.to_bytes())?, log);
    assert_eq!(ActivityLog::from_json(&serde_json::to_string(&log).expect("a document"))?, log);
    Ok(log)
}

fn model(given: &Value) -> Result<ScoreModel, Error> {
    match argument(given, "model") {
        Value::String(preset) => ScoreModel::preset(&preset),
        document => ScoreModel::parse(&document.to_string()),
    }
}

/// The model for the purpose and the tenure asked for.
fn modified(given: &Value) -> Result<ScoreModel, Error> {
    let mut model = model(given)?;
    if given.get("purpose").is_some() {
        model = model.for_purpose(&argument::<String>(given, "purpose"))?;
    }
    Ok(if given.get("years").is_some() { model.for_tenure(argument(given, "years")) } else { model })
}

fn by_tenure(given: &Value) -> Result<Value, Error> {
    let (as_of, years) = (argument(given, "as_of"), argument(given, "tenure_years"));
    let listed: Option<BTreeSet<String>> = given.get("permitted").map(|_| argument(given, "permitted"));
    let permitted = listed.as_ref().map_or(Permitted::Everyone, Permitted::Only);
    let (model, events) = (modified(given)?, events(given)?);
    let scores = model.score_by_tenure(&events, as_of, permitted, &years)?;
    let mut log = ActivityLog::new();
    log.add(&events)?;
    assert_eq!(log.score_by_tenure(&model, as_of, permitted, &years)?.people, scores.people);
    let table = scores.table(&model)?;
    assert_eq!(table.recency_days, Some(scores.people.iter().map(|one| one.recency_days).collect()));
    assert_eq!(table.scores, scores.people.iter().map(|one| one.score).collect::<Vec<_>>());
    for (place, one) in scores.people.iter().enumerate() {
        for part in &one.parts {
            assert_eq!(table.part(place, part.kind.as_str()), Some(part.contribution));
        }
    }
    totals_are_those_of(&scores, &model, events, permitted, years);
    Ok(json!(scores))
}

/// That the scores without parts of the same events, each once and in the order of time, are the same to the last bit.
pub(crate) fn totals_are_those_of(
    scores: &Scores,
    model: &ScoreModel,
    mut events: Vec<Interaction>,
    permitted: Permitted<'_>,
    years: BTreeMap<String, u32>,
) {
    let mut seen = BTreeSet::new();
    events.retain(|event| seen.insert(event.id().to_owned()));
    events.sort_by_key(Interaction::at);
    let mut sums = TotalSums::by_tenure(model, scores.as_of, years);
    as_columns(&events, |columns| sums.add(columns, permitted)).expect("events that were scored");
    let totals = sums.finish();
    let expected: Vec<_> = scores.people.iter().map(|one| (one.person.as_str(), one.score)).collect();
    let found = totals.people.iter().map(String::as_str).zip(totals.scores.iter().copied());
    assert_eq!(found.collect::<Vec<_>>(), expected);
    assert_eq!(totals.not_scored, scores.not_scored);
}

/// Points within a window, which are read back.
fn within(given: &Value) -> Result<Value, Error> {
    let model = match argument(given, "model") {
        Value::String(preset) => WindowModel::preset(&preset)?,
        document => WindowModel::parse(&document.to_string())?,
    };
    let listed: Option<BTreeSet<String>> = given.get("permitted").map(|_| argument(given, "permitted"));
    let permitted = listed.as_ref().map_or(Permitted::Everyone, Permitted::Only);
    let window: String = argument(given, "window");
    let found = model.measure(&events(given)?, argument(given, "as_of"), &window, permitted)?;
    let written = serde_json::to_string(&found).expect("a document");
    assert_eq!(WindowScores::from_json(&written)?, found);
    assert_eq!(WindowModel::parse(&json!(model).to_string())?.hash(), found.hash);
    Ok(json!(found))
}

fn events(given: &Value) -> Result<Vec<Interaction>, Error> {
    interactions_from_json(&argument::<Value>(given, "events").to_string())
}

fn options(given: &Value) -> String {
    given.get("options").map_or_else(|| "{}".to_owned(), Value::to_string)
}

fn change(given: &Value) -> Result<Value, Error> {
    let person: String = argument(given, "person");
    let (from, until) = (argument(given, "from"), argument(given, "until"));
    let listed: Option<BTreeSet<String>> = given.get("permitted").map(|_| argument(given, "permitted"));
    let permitted = listed.as_ref().map_or(Permitted::Everyone, Permitted::Only);
    let change = model(given)?.why_between(&events(given)?, &person, from, until, permitted)?;
    if let Some((before, after)) = change.before.zip(change.after) {
        assert_eq!(after - before, change.entered + change.faded);
    }
    let listed = change.faded_events.iter().map(|one| one.after - one.before);
    let rest = change.faded_rest.after - change.faded_rest.before;
    assert_eq!(listed.chain([rest]).sum::<Points>(), change.faded);
    Ok(json!(change))
}

fn ranks(given: &Value) -> Result<Value, Error> {
    let segments: BTreeMap<String, String> = argument(given, "segments");
    let options = RankOptions::from_json(&options(given))?;
    let scores = model(given)?.score(&events(given)?, argument(given, "as_of"), Permitted::Everyone)?;
    let ranks = scores.ranks(&segments, &options);
    assert_eq!(summed(given, Permitted::Everyone)?.ranks(&segments, &options), ranks);
    Ok(json!(ranks))
}

/// Who moved between two days; tables of the same events and the ranks say the same.
fn moves(given: &Value) -> Result<Value, Error> {
    let segments: BTreeMap<String, String> = argument(given, "segments");
    let options = RankOptions::from_json(&options(given))?;
    let (model, events, everyone) = (model(given)?, events(given)?, Permitted::Everyone);
    let scores = |day| model.score(&events, argument(given, day), everyone);
    let (before, now) = (scores("from")?, scores("until")?);
    let moves = now.moves(&before, &segments, &options)?;
    let mut given = given.clone();
    let mut table = |day: &str| {
        given["as_of"] = given[day].clone();
        summed(&given, everyone)
    };
    let (first, last) = (table("from")?, table("until")?);
    assert_eq!(last.moves(&first, &segments, &options)?, moves);
    let ranks = now.ranks(&segments, &options).moves(&before.ranks(&segments, &options))?;
    let bands = |moves: &[BandMove]| -> Vec<_> {
        moves.iter().map(|one| (one.person.clone(), one.from.clone(), one.to.clone(), one.score)).collect()
    };
    assert_eq!(bands(&ranks), bands(&moves));
    for one in &moves {
        if let Some((before, after)) = one.score_before.zip(one.score) {
            assert_eq!(one.parts.iter().map(|part| part.after - part.before).sum::<Points>(), after - before);
        }
    }
    Ok(json!(moves))
}

fn found(given: &Value) -> Result<Value, Error> {
    let window = Span::new(argument(given, "from"), argument(given, "until"))?;
    let model = match given.get("model") {
        None => return Ok(json!(rfm(&events(given)?, window, Permitted::Everyone)?)),
        Some(Value::String(preset)) => RfmModel::preset(preset)?,
        Some(document) => RfmModel::parse(&document.to_string())?,
    };
    assert_eq!(RfmModel::parse(&json!(model).to_string())?, model);
    Ok(json!(model.measure(&events(given)?, window, Permitted::Everyone)?))
}

fn table(given: &Value) -> Result<Value, Error> {
    let listed: Option<BTreeSet<String>> = given.get("permitted").map(|_| argument(given, "permitted"));
    Ok(json!(summed(given, listed.as_ref().map_or(Permitted::Everyone, Permitted::Only))?))
}

/// The scores of the events as a table.
fn summed(given: &Value, permitted: Permitted<'_>) -> Result<ScoreTable, Error> {
    let events = events(given)?;
    let years: BTreeMap<String, u32> =
        given.get("tenure_years").map(|_| argument(given, "tenure_years")).unwrap_or_default();
    let (model, as_of) = (model(given)?, argument(given, "as_of"));
    let mut sums = ScoreSums::by_tenure(&model, as_of, years.clone());
    as_columns(&events, |columns| sums.add(columns, permitted))?;
    let table = sums.finish();
    let mut sums = TotalSums::by_tenure(&model, as_of, years);
    as_columns(&events, |columns| sums.add(columns, permitted))?;
    let totals = sums.finish();
    assert_eq!((&totals.people, &totals.scores), (&table.people, &table.scores));
    assert_eq!((&totals.not_scored, &totals.tally), (&table.not_scored, &table.tally));
    assert_eq!((&totals.tenure_factors, &totals.reasons), (&table.tenure_factors, &table.reasons));
    Ok(table)
}

fn as_columns<T>(
    events: &[Interaction],
    take: impl FnOnce(&Columns<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let texts = |of: fn(&Interaction) -> &str| events.iter().map(of).collect::<Vec<_>>();
    let (actors, kinds) = (texts(Interaction::actor), texts(|event| event.kind().as_str()));
    let types = texts(|event| event.actor_type().as_str());
    let at: Vec<_> = events.iter().map(|event| event.at().timestamp_micros()).collect();
    let column = |texts| Column::new(Values::Texts(Texts::Slices(texts)));
    let (unit, offsets) = (TimeUnit::Microseconds, ZoneOffsets::Fixed(0));
    let columns = Columns::new(events.len())?
        .with("actor", column(&actors))?
        .with("kind", column(&kinds))?
        .with("actor_type", column(&types))?
        .with("at", Column::new(Values::Zoned { counts: &at, unit, offsets }))?;
    take(&columns)
}

fn learned(given: &Value) -> Result<Value, Error> {
    let options = LearnOptions::from_json(&options(given))?;
    let as_of = argument(given, "as_of");
    Ok(json!(model(given)?.learn_half_life(&events(given)?, as_of, &options, Permitted::Everyone)?))
}
