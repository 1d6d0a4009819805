//! What hastens or delays an end, what that says of others, and whether they ended in that order.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::document;
use alumni_core::engagement::{self, ConcordanceOptions, CoxFit, CoxOptions};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::returning::{alumni_return_report, report};
use crate::boundary::{give, give_stream, guard, reader, slice, take_stream, text};
use crate::error::{alumni_error, alumni_status};

/// Cox's model fitted to the rows of a table, one for each person. `table` is read once, and taken whatever becomes of the call.
/// `options_json` is `{"duration": …, "event": …, "covariates": […]}`, with `entry`, `end`, `ties` (`efron` or `breslow`) and
/// `confidence` where needed. A fit that does not reach its maximum has no numbers, and says why.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_cox(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    fit: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(fit, "fit", || {
            let options = CoxOptions::from_json(text(options_json, "options_json")?)?;
            let table = reader(table, "table")?;
            report(&engagement::cox_table(table, &options)?)
        })
    })
}

/// Tells for the rows of a table how fast they end, and how many of such people have not ended by `time_count` times. `fit_json` is the
/// fit of `alumni_engagement_cox`; `out` gets the columns `log_hazard` (of the ratio to people for whom every column has its mean), and
/// `survival_365` and the like for each time. `table` is taken whatever becomes of the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_cox_predict_stream(
    fit_json: *const c_char,
    table: *mut FFI_ArrowArrayStream,
    times: *const f64,
    time_count: usize,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give_stream(out, "out", || {
            let fit: CoxFit = document::from_json(text(fit_json, "fit_json")?)?;
            let times = slice(times, time_count, "times")?;
            let table = reader(table, "table")?;
            Ok(fit.predict_table(table, times)?.stream()?.export())
        })
    })
}

/// Counts how many pairs ended in the order of their scores: Harrell's index of concordance. `options_json` is
/// `{"duration": …, "event": …, "score": …}`, names of columns, with `entry` and `end` where needed; the higher the score, the sooner
/// somebody is thought to end. `table` is taken whatever becomes of the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_engagement_concordance(
    table: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    concordance: Option<&mut MaybeUninit<*mut alumni_return_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(concordance, "concordance", || {
            let options = ConcordanceOptions::from_json(text(options_json, "options_json")?)?;
            let table = reader(table, "table")?;
            report(&engagement::concordance_table(table, &options)?)
        })
    })
}
