//! What is wrong with a record: every row that cannot be used, not only the first.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::engagement::InteractionCheck;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::small::{alumni_engagement_answer, answer};
use crate::boundary::{Outcome, give, guard, reader, take_stream, text};
use crate::error::{alumni_error, alumni_status};

fn checked(check: &InteractionCheck) -> Outcome<alumni_engagement_answer> {
    answer(check, &check.reasons)
}

/// What is wrong with a JSON list of interactions: the answer's document has `rows`, `unusable`, `repeated` and `faults`, each with
/// `kind`, `path` and `message`, the first `most` of them. Fails only where no row can be read.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_check_json(
    json: *const c_char,
    most: usize,
    check: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(check, "check", || checked(&InteractionCheck::check_json(text(json, "json")?, most)?))
    })
}

/// The same for CSV, with the columns of `alumni_interactions_from_csv`; faults name line and column.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_check_csv(
    csv: *const c_char,
    most: usize,
    check: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give(check, "check", || checked(&InteractionCheck::check_csv(text(csv, "csv")?, most)?)))
}

/// The same for a table, with the columns of `alumni_interactions_from_stream`; faults name column and row, from 0. `table` is taken
/// whatever becomes of the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_interactions_check_stream(
    table: *mut FFI_ArrowArrayStream,
    most: usize,
    check: Option<&mut MaybeUninit<*mut alumni_engagement_answer>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(check, "check", || {
            let table = reader(table, "table")?;
            checked(&InteractionCheck::check_arrow(table, most)?)
        })
    })
}
