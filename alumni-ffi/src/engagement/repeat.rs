//! Will they act again: models of repeated acts, their value, and whether predictions were right.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::document;
use alumni_core::engagement::{
    self, CalibrationOptions, RepeatCounts, RepeatLaw, RepeatModel, RepeatOptions, ValueCounts, ValueLaw,
    ValueOptions,
};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::returning::{alumni_return_report, report};
use crate::boundary::{Outcome, give, give_stream, guard, optional_text, put, reader, take_stream, text};
use crate::error::{alumni_error, alumni_status};

fn columns(options_json: *const c_char) -> Outcome<RepeatOptions> {
    match optional_text(options_json, "options_json")? {
        None => Ok(RepeatOptions::default()),
        Some(text) => Ok(RepeatOptions::from_json(text)?),
    }
}

fn model(name: *const c_char) -> Outcome<RepeatModel> {
    let name = serde_json::Value::from(text(name, "model")?).to_string();
    Ok(document::from_json(&name)
        .map_err(|error| alumni_core::Error::new(error.kind(), error.message()).within("model"))?)
}

fn law(law_json: *const c_char) -> Outcome<RepeatLaw> {
    Ok(RepeatLaw::from_json(text(law_json, "law_json")?)?)
}

/// Fits how people act again and stop. `table` has one row for each person, is read once, and taken whatever becomes of the call.
/// `model` is `mbg_nbd`, `bg_nbd`, `pareto_nbd` or, for yearly yes or no, `bg_bb`. `options_json` may be NULL, or names the columns:
/// `frequency` (acts beyond the first), `recency` (from the first act to the last) and `age` (from the first act to now). A fit that
/// does not reach its maximum has no numbers, and says why.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_fit_repeat(
    table: *mut FFI_ArrowArrayStream,
    model: *const c_char,
    options_json: *const c_char,
    fit: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(fit, "fit", || {
            let (model, options) = (self::model(model)?, columns(options_json)?);
            let table = reader(table, "table")?;
            report(&RepeatCounts::from_table(table, &options)?.fit(model)?)
        })
    })
}

/// What a person will do within `horizon` from now: the probability of `any` act, how many are `expected`, and the probability of
/// being `alive`. `law_json` is the `law` of a fit: `{"model": …, "parameters": […]}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_predict(
    law_json: *const c_char,
    frequency: f64,
    recency: f64,
    age: f64,
    horizon: f64,
    prediction: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(prediction, "prediction", || report(&law(law_json)?.predict(frequency, recency, age, horizon)?))
    })
}

/// The same for a table, row by row: `out` gets the columns `any`, `expected` and `alive`. `table` is taken whatever becomes of the
/// call; `options_json` as in `alumni_engagement_fit_repeat`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_predict_stream(
    law_json: *const c_char,
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    horizon: f64,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give_stream(out, "out", || {
            let (law, options) = (law(law_json)?, columns(options_json)?);
            let table = reader(table, "table")?;
            Ok(law.predict_table(table, &options, horizon)?.stream()?.export())
        })
    })
}

/// Fits the value of acts. `options_json` may be NULL, or names the columns `frequency` and `value` (the mean of the acts).
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_fit_value(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    fit: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(fit, "fit", || {
            let options = match optional_text(options_json, "options_json")? {
                None => ValueOptions::default(),
                Some(text) => ValueOptions::from_json(text)?,
            };
            let table = reader(table, "table")?;
            report(&ValueCounts::from_table(table, &options)?.fit())
        })
    })
}

/// The value expected of an act of a person whose `frequency` acts had the mean `value`; NaN where it has no bound. `law_json` is the
/// `law` of a fit: `{"parameters": […]}`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_mean_value(
    law_json: *const c_char,
    frequency: f64,
    value: f64,
    mean: Option<&mut MaybeUninit<f64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(mean, "mean", || {
            let law: ValueLaw = document::from_json(text(law_json, "law_json")?)?;
            Ok(ValueLaw::new(law.parameters)?.mean(frequency, value)?.unwrap_or(f64::NAN))
        })
    })
}

/// Compares what was predicted with what happened in the time held back. `options_json` is `{"predicted": …, "happened": …}`, names of
/// columns, with `base_rate` and `bins` where needed.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_calibration(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    calibration: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(calibration, "calibration", || {
            let options = CalibrationOptions::from_json(text(options_json, "options_json")?)?;
            let table = reader(table, "table")?;
            report(&engagement::calibration_table(table, &options)?)
        })
    })
}
