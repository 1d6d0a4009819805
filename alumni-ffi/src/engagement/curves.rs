//! Curves as tables.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::{self, CalibrationOptions};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::returning::{alumni_durations, common, curve};
use crate::boundary::{give_stream, guard, handle, reader, take_stream, text};
use crate::error::{alumni_error, alumni_status};

/// The survival curves of all groups as a table: `out` gets a row for each point, with the columns `group`, `time`, `at_risk`,
/// `ended`, `open`, `survival`, `standard_error`, `lower` and `upper`.
/// `options_json` as in `alumni_durations_kaplan_meier`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_kaplan_meier_stream(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || {
            let durations = handle(durations, "durations")?;
            Ok(durations.inner.kaplan_meier(&curve(options_json)?)?.stream()?.export())
        })
    })
}

/// The cumulative hazards of all groups as a table: `out` gets a row for each point, with the columns `group`, `time`, `at_risk`,
/// `ended`, `hazard`, `standard_error`, `lower` and `upper`.
/// `options_json` as in `alumni_durations_nelson_aalen`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_nelson_aalen_stream(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || {
            let durations = handle(durations, "durations")?;
            Ok(durations.inner.nelson_aalen(&common(options_json)?)?.stream()?.export())
        })
    })
}

/// How many have ended each way as a table: `out` gets a row for each point, with the columns `group`, `end`, `time`, `at_risk`,
/// `ended`, `share`, `standard_error`, `lower` and `upper`.
/// `options_json` as in `alumni_durations_aalen_johansen`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_durations_aalen_johansen_stream(
    durations: Option<&alumni_durations>,
    options_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give_stream(out, "out", || {
            let durations = handle(durations, "durations")?;
            Ok(durations.inner.aalen_johansen(&common(options_json)?)?.stream()?.export())
        })
    })
}

/// The calibration as a table: `out` gets a row for each group of probabilities, with the columns `from`, `until`, `mean_predicted`,
/// `happened`, `of`, `share`, `lower` and `upper`. `options_json` as in `alumni_engagement_calibration`; `table` is taken whatever
/// becomes of the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_calibration_stream(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give_stream(out, "out", || {
            let options = CalibrationOptions::from_json(text(options_json, "options_json")?)?;
            let table = reader(table, "table")?;
            Ok(engagement::calibration_table(table, &options)?.stream()?.export())
        })
    })
}
