//! `engagement.*` of networks and replies.

use std::collections::BTreeSet;

use alumni_core::Error;
use alumni_core::columns::{Column, Columns, Texts, Values};
use alumni_core::engagement::{
    Inequality, InteractionGraph, Permitted, TieOptions, exchange, responsiveness,
};
use serde_json::{Value, json};

use super::engagement::{events, window};
use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    Some(match name {
        "network_measures" => {
            graph(given).and_then(|graph| Ok(json!(graph.measures(&maybe(given, "options"))?)))
        }
        "network_summary" => {
            graph(given).and_then(|graph| Ok(json!(graph.summary(&maybe(given, "options"))?)))
        }
        "inequality" => {
            let amounts: Vec<f64> = argument(given, "amounts");
            Inequality::of(&amounts, argument(given, "silent_members")).map(|found| json!(found))
        }
        "responsiveness" => events(given).and_then(|events| {
            let listed: Option<BTreeSet<String>> = maybe(given, "permitted");
            let permitted = listed.as_ref().map_or(Permitted::Everyone, Permitted::Only);
            Ok(json!(responsiveness(&events, window(given)?, permitted, &maybe(given, "options"))?))
        }),
        "exchange" => events(given)
            .and_then(|events| Ok(json!(exchange(&events, window(given)?, Permitted::Everyone)?))),
        _ => return None,
    })
}

/// An argument that may be left out.
fn maybe<T: Default + serde::de::DeserializeOwned>(given: &Value, name: &str) -> T {
    given.get(name).map_or_else(T::default, |_| argument(given, name))
}

fn graph(given: &Value) -> Result<InteractionGraph, Error> {
    let ties: Vec<(String, String, f64)> = argument(given, "ties");
    let from: Vec<&str> = ties.iter().map(|tie| tie.0.as_str()).collect();
    let to: Vec<&str> = ties.iter().map(|tie| tie.1.as_str()).collect();
    let weights: Vec<f64> = ties.iter().map(|tie| tie.2).collect();
    let columns = Columns::new(ties.len())?
        .with("from", Column::new(Values::Texts(Texts::Slices(&from))))?
        .with("to", Column::new(Values::Texts(Texts::Slices(&to))))?
        .with("weight", Column::new(Values::Floats64(&weights)))?;
    let mut options = TieOptions::new("from", "to").weight("weight");
    options.both_ways = argument(given, "both_ways");
    InteractionGraph::from_columns(&columns, &options, None, Permitted::Everyone)
}
