//! What is counted of a record, and what is wrong with one: `engagement.participation` and its neighbours.

use std::collections::{BTreeMap, BTreeSet};

use alumni_core::Error;
use alumni_core::calendar::Span;
use alumni_core::columns::{Bits, Column, Columns, Texts, TimeUnit, Values, ZoneOffsets};
use alumni_core::engagement::{
    self, ActOptions, GraphOptions, HoldBackOptions, Interaction, InteractionCheck, InteractionGraph,
    Permitted, Proportion, Rate, RepeatActs, TieOptions, interactions_from_json,
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    let days = || Span::new(argument(given, "from"), argument(given, "until"));
    Some(match name {
        "check_interactions" => check(given).map(|found| json!(found)),
        "participation" => days().and_then(|days| {
            let (segments, minimum) = (argument(given, "segments"), argument(given, "minimum_cell"));
            let found =
                engagement::participation(&events(given)?, &segments, days, minimum, Permitted::Everyone);
            found.map(|found| json!(found))
        }),
        "activity_calendar" => {
            days().and_then(|days| Ok(json!(engagement::activity_calendar(&events(given)?, days)?)))
        }
        "proportion" => {
            Proportion::checked(argument(given, "count"), argument(given, "of")).map(|found| json!(found))
        }
        "rate" => Ok(json!(Rate::new(argument(given, "count"), argument(given, "days")))),
        "repeat_acts" => acts(given),
        "hold_back" => HoldBackOptions::from_json(&given["options"].to_string()).and_then(|options| {
            Ok(json!(engagement::hold_back(&events(given)?, &options, Permitted::Everyone)?))
        }),
        "interaction_graph" => graph(given),
        "tie_graph" => tie_graph(given),
        "strongest" => ties(given).map(|graph| json!(graph.strongest(argument(given, "most")))),
        "between" => ties(given).and_then(|graph| {
            Ok(json!(graph.between(&argument(given, "segments"), argument(given, "minimum_cell"))?))
        }),
        _ => return None,
    })
}

fn events(given: &Value) -> Result<Vec<Interaction>, Error> {
    interactions_from_json(&given["events"].to_string())
}

fn acts(given: &Value) -> Result<Value, Error> {
    let options = ActOptions::from_json(&given["options"].to_string())?;
    let listed: Option<BTreeSet<String>> = given.get("permitted").map(|_| argument(given, "permitted"));
    let permitted = listed.as_ref().map_or(Permitted::Everyone, Permitted::Only);
    Ok(json!(RepeatActs::of(&events(given)?, &options, permitted)?))
}

fn graph(given: &Value) -> Result<Value, Error> {
    let options = GraphOptions::from_json(&given["options"].to_string())?;
    let members: Option<BTreeSet<String>> = given.get("members").map(|_| argument(given, "members"));
    let everyone = Permitted::Everyone;
    Ok(json!(InteractionGraph::from_interactions(&events(given)?, &options, members.as_ref(), everyone)?))
}

fn ties(given: &Value) -> Result<InteractionGraph, Error> {
    let rows: Vec<(String, String, f64)> = argument(given, "ties");
    InteractionGraph::from_ties(rows, None, Permitted::Everyone)
}

fn tie_graph(given: &Value) -> Result<Value, Error> {
    let options = TieOptions::from_json(&given["options"].to_string())?;
    let rows = given["rows"].as_array().unwrap();
    let texts = |name: &str| rows.iter().map(|row| row[name].as_str().unwrap()).collect::<Vec<_>>();
    let (from, to) = (texts("from"), texts("to"));
    let weights: Vec<f64> = rows.iter().map(|row| row["weight"].as_f64().unwrap()).collect();
    let counts: Vec<i64> =
        texts("at").into_iter().map(|at| at.parse::<DateTime<Utc>>().unwrap().timestamp()).collect();
    let (unit, offsets) = (TimeUnit::Seconds, ZoneOffsets::Fixed(0));
    let columns = Columns::new(rows.len())?
        .with("from", Column::new(Values::Texts(Texts::Slices(&from))))?
        .with("to", Column::new(Values::Texts(Texts::Slices(&to))))?
        .with("weight", Column::new(Values::Floats64(&weights)))?
        .with("at", Column::new(Values::Zoned { counts: &counts, unit, offsets }))?;
    Ok(json!(InteractionGraph::from_columns(&columns, &options, None, Permitted::Everyone)?))
}

fn check(given: &Value) -> Result<InteractionCheck, Error> {
    let most = argument(given, "most");
    if given.get("csv").is_some() {
        return InteractionCheck::check_csv(&argument::<String>(given, "csv"), most);
    }
    if let Some(events) = given.get("events") {
        return InteractionCheck::check_json(&events.to_string(), most);
    }
    let cells: BTreeMap<String, Vec<Option<String>>> = argument(given, "columns");
    let rows = cells.values().next().map_or(0, Vec::len);
    let texts =
        |cells: &Vec<Option<String>>| cells.iter().map(|cell| cell.clone().unwrap_or_default()).collect();
    let there = |cells: &Vec<Option<String>>| {
        let mut bytes = vec![0_u8; rows.div_ceil(8)];
        for (row, _) in cells.iter().enumerate().filter(|(_, cell)| cell.is_some()) {
            bytes[row / 8] |= 1 << (row % 8);
        }
        bytes
    };
    let owned: Vec<(Vec<String>, Vec<u8>)> =
        cells.values().map(|cells| (texts(cells), there(cells))).collect();
    let slices: Vec<Vec<&str>> =
        owned.iter().map(|(texts, _)| texts.iter().map(String::as_str).collect()).collect();
    let mut columns = Columns::new(rows)?;
    for ((name, slices), (_, there)) in cells.keys().zip(&slices).zip(&owned) {
        let column = Column::new(Values::Texts(Texts::Slices(slices))).valid(Bits::new(there, 0, rows)?);
        columns = columns.with(name, column)?;
    }
    InteractionCheck::check_columns(&columns, most)
}
