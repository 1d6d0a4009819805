//! `engagement.*`.

use std::collections::BTreeSet;

use alumni_core::Error;
use alumni_core::calendar::Span;
use alumni_core::engagement::{
    Interaction, Permitted, ScoreModel, interactions_from_csv, interactions_from_json, pulse, traffic,
};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    match name {
        "score" => Some(score(given)),
        "traffic" => Some(events(given).and_then(|events| Ok(json!(traffic(&events, window(given)?)?)))),
        "pulse" => Some(events(given).and_then(|events| {
            let members: BTreeSet<String> = argument(given, "members");
            Ok(json!(pulse(&events, &members, window(given)?)?))
        })),
        "interactions" => {
            Some(interactions_from_csv(&argument::<String>(given, "csv")).map(|events| json!(events)))
        }
        _ => None,
    }
}

fn score(given: &Value) -> Result<Value, Error> {
    let model = match argument(given, "model") {
        Value::String(preset) => ScoreModel::preset(&preset)?,
        document => ScoreModel::parse(&document.to_string())?,
    };
    let listed: Option<BTreeSet<String>> = given.get("permitted").map(|_| argument(given, "permitted"));
    let permitted = listed.as_ref().map_or(Permitted::Everyone, Permitted::Only);
    let events = events(given)?;
    let scores = model.score(&events, argument(given, "as_of"), permitted)?;
    crate::scoring::totals_are_those_of(
        &scores,
        &model,
        events,
        permitted,
        std::collections::BTreeMap::new(),
    );
    Ok(json!(scores))
}

pub(crate) fn events(given: &Value) -> Result<Vec<Interaction>, Error> {
    interactions_from_json(&argument::<Value>(given, "events").to_string())
}

pub(crate) fn window(given: &Value) -> Result<Span, Error> {
    Span::new(argument(given, "from"), argument(given, "until"))
}
