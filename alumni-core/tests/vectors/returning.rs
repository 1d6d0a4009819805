//! `engagement.*` of durations and returns.

use alumni_core::Error;
use alumni_core::columns::{Bits, Column, Columns, Integers, Texts, Values};
use alumni_core::engagement::{
    CurveOptions, DurationOptions, Durations, RepeatCounts, RepeatLaw, ValueCounts, ValueLaw, calibration,
    concordance, cox,
};
use serde_json::{Map, Value, json};

use crate::{Answer, argument};

pub(crate) fn answer(name: &str, given: &Value) -> Answer {
    Some(match name {
        "durations" => durations(given).map(|durations| json!(durations)),
        "kaplan_meier" => durations(given).and_then(|durations| {
            let options = match given.get("options") {
                None => CurveOptions::default(),
                Some(options) => CurveOptions::from_json(&options.to_string())?,
            };
            Ok(json!(durations.kaplan_meier(&options)?))
        }),
        "nelson_aalen" => durations(given)
            .and_then(|durations| Ok(json!(durations.nelson_aalen(&argument(given, "options"))?))),
        "aalen_johansen" => durations(given)
            .and_then(|durations| Ok(json!(durations.aalen_johansen(&argument(given, "options"))?))),
        "weibull" => {
            durations(given).and_then(|durations| Ok(json!(durations.weibull(&argument(given, "options"))?)))
        }
        "cox" => with_columns(given, |columns| Ok(json!(cox(columns, &argument(given, "options"))?))),
        "cox_predict" => cox_predict(given),
        "concordance" => {
            with_columns(given, |columns| Ok(json!(concordance(columns, &argument(given, "options"))?)))
        }
        "fit_repeat" => with_columns(given, |columns| {
            let options = maybe(given, "options");
            Ok(json!(RepeatCounts::from_columns(columns, &options)?.fit(argument(given, "model"))?))
        }),
        "fit_value" => with_columns(given, |columns| {
            Ok(json!(ValueCounts::from_columns(columns, &maybe(given, "options"))?.fit()))
        }),
        "calibration" => {
            with_columns(given, |columns| Ok(json!(calibration(columns, &argument(given, "options"))?)))
        }
        "predict" => law(given).and_then(|law| {
            let number = |name: &str| argument::<f64>(given, name);
            let [frequency, recency, age, horizon] = ["frequency", "recency", "age", "horizon"].map(number);
            Ok(json!(law.predict(frequency, recency, age, horizon)?))
        }),
        "mean_value" => {
            let law: ValueLaw = argument(given, "law");
            law.mean(argument(given, "frequency"), argument(given, "value")).map(|mean| json!(mean))
        }
        "log_rank" => durations(given).and_then(|durations| Ok(json!(durations.log_rank()?))),
        _ => return None,
    })
}

/// A fit of the columns, and what it says of other rows.
fn cox_predict(given: &Value) -> Result<Value, Error> {
    let fit = with_columns(given, |columns| cox(columns, &argument(given, "options")))?;
    let times: Vec<f64> = argument(given, "times");
    let rows = json!({"columns": argument::<Value>(given, "rows")});
    with_columns(&rows, |columns| Ok(json!(fit.predict(columns, &times)?)))
}

/// An argument that may be left out.
fn maybe<T: Default + serde::de::DeserializeOwned>(given: &Value, name: &str) -> T {
    given.get(name).map_or_else(T::default, |_| argument(given, name))
}

fn law(given: &Value) -> Result<RepeatLaw, Error> {
    let law: RepeatLaw = argument(given, "law");
    RepeatLaw::new(law.model, law.parameters)
}

/// The values of a column of a case, in the form that a table would have.
#[derive(Debug)]
enum Owned {
    Numbers(Vec<f64>),
    Whole(Vec<i64>),
    Texts(Vec<String>),
    Flags(Vec<u8>, usize),
}

fn owned(values: &Value) -> Owned {
    let values = values.as_array().expect("a column is a list");
    match values.iter().find(|value| !value.is_null()) {
        Some(Value::Bool(_)) => {
            let mut bytes = vec![0_u8; values.len().div_ceil(8)];
            for (row, value) in values.iter().enumerate() {
                bytes[row / 8] |= u8::from(value.as_bool() == Some(true)) << (row % 8);
            }
            Owned::Flags(bytes, values.len())
        }
        Some(Value::Number(_)) if values.iter().all(|value| value.is_i64() || value.is_null()) => {
            Owned::Whole(values.iter().map(|value| value.as_i64().unwrap_or_default()).collect())
        }
        Some(Value::Number(_)) => {
            Owned::Numbers(values.iter().map(|value| value.as_f64().unwrap_or_default()).collect())
        }
        _ => Owned::Texts(values.iter().map(|value| value.as_str().unwrap_or_default().to_owned()).collect()),
    }
}

fn durations(given: &Value) -> Result<Durations, Error> {
    let options: DurationOptions = argument(given, "columns_are");
    let found = with_columns(given, |columns| Durations::from_columns(columns, &options))?;
    match given.get("only").and_then(Value::as_str) {
        None => Ok(found),
        Some(end) => found.only(end),
    }
}

/// Asks something of the columns of a case.
pub(crate) fn with_columns<T>(
    given: &Value,
    ask: impl FnOnce(&Columns<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let table: Map<String, Value> = argument(given, "columns");
    let kept: Vec<(&String, Owned, Vec<u8>)> = table
        .iter()
        .map(|(name, values)| {
            let rows = values.as_array().expect("a column is a list");
            let mut valid = vec![0_u8; rows.len().div_ceil(8)];
            for (row, value) in rows.iter().enumerate() {
                valid[row / 8] |= u8::from(!value.is_null()) << (row % 8);
            }
            (name, owned(values), valid)
        })
        .collect();
    let texts: Vec<Vec<&str>> = kept
        .iter()
        .map(|(_, values, _)| match values {
            Owned::Texts(texts) => texts.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        })
        .collect();
    let rows = table.values().next().and_then(Value::as_array).map_or(0, Vec::len);
    let mut columns = Columns::new(rows)?;
    for ((name, values, valid), texts) in kept.iter().zip(&texts) {
        let values = match values {
            Owned::Numbers(numbers) => Values::Floats64(numbers),
            Owned::Whole(numbers) => Values::Integers(Integers::I64(numbers)),
            Owned::Texts(_) => Values::Texts(Texts::Slices(texts)),
            Owned::Flags(bytes, rows) => Values::Booleans(Bits::new(bytes, 0, *rows)?),
        };
        columns = columns.with(name, Column::new(values).valid(Bits::new(valid, 0, rows)?))?;
    }
    ask(&columns)
}
