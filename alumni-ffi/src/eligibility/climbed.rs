//! Ladders over whole tables.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

use alumni_core::eligibility::{DecidedLadder, LadderDeciding};
use alumni_core::table::Reader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::alumni_ladder;
use super::table::{alumni_decisions, wanted};
use crate::boundary::{Failure, give, give_stream, guard, handle, optional_text, read, release, take_stream};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// The answers of a ladder for every row of a table, in its order. It holds no fact of anybody.
#[derive(Debug)]
pub struct alumni_ladder_decisions {
    inner: DecidedLadder,
    steps: Vec<alumni_decisions>,
    counts: Vec<usize>,
}

impl From<DecidedLadder> for alumni_ladder_decisions {
    fn from(inner: DecidedLadder) -> Self {
        let steps = (0..inner.steps().len()).filter_map(|place| inner.step(place)).cloned();
        Self { steps: steps.map(alumni_decisions::from).collect(), counts: inner.counts(), inner }
    }
}

/// What the arguments of both doors ask for; the stream is taken whatever becomes of the others.
fn deciding(
    ladder: Option<&alumni_ladder>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    id: *const c_char,
) -> Result<LadderDeciding, Failure> {
    let table = take_stream(table, "table");
    let ladder = Arc::new(handle(ladder, "ladder")?.inner.clone());
    let table = table?;
    let as_of = as_of.checked("as_of")?;
    let id = optional_text(id, "id")?;
    let wanted = wanted(options)?;
    let table = Reader::from_stream(table).map_err(|error| error.within("table"))?;
    Ok(LadderDeciding::new(ladder, table, as_of, wanted, id)?)
}

/// Decides about a table under every step of a ladder, batch by batch, as `alumni_policy_decide_stream` does under one
/// policy: the same arguments, and the same rules for `table` and `out`.
///
/// The columns of `out` are the ids under their own name, `highest` (a dictionary of the ids of the steps, NULL where no step
/// may be taken, and for a set), and `outcome` and `eligible_on`, each a struct with one column for every step; `eligible_on`
/// is left out with `ALUMNI_TABLE_NO_ELIGIBLE_ON`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decide_stream(
    ladder: Option<&alumni_ladder>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    id: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let deciding = deciding(ladder, table, as_of, options, id);
        give_stream(out, "out", || Ok(deciding?.into_stream()?.export()))
    })
}

/// Decides about a whole table under every step of a ladder, and keeps the answers. `table` is taken whatever becomes of
/// the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decide_table(
    ladder: Option<&alumni_ladder>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    id: *const c_char,
    decisions: Option<&mut MaybeUninit<*mut alumni_ladder_decisions>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let deciding = deciding(ladder, table, as_of, options, id);
        give(decisions, "decisions", || Ok(deciding?.collect(|_| Ok::<_, Failure>(()))?.into()))
    })
}

/// Number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_count(decisions: Option<&alumni_ladder_decisions>) -> usize {
    read(0, || Some(decisions?.inner.rows()))
}

/// The place of the highest step that a row may take; `SIZE_MAX` when there is none, for a set, and beyond the last
/// row.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_highest(
    decisions: Option<&alumni_ladder_decisions>,
    row: usize,
) -> usize {
    read(usize::MAX, || decisions?.inner.highest(row))
}

/// The place of the lowest step above it, whose answers say what stands before it; `SIZE_MAX` at the top, for a set,
/// and beyond the last row.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_next(
    decisions: Option<&alumni_ladder_decisions>,
    row: usize,
) -> usize {
    read(usize::MAX, || decisions?.inner.next(row))
}

/// Number of steps.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_step_count(decisions: Option<&alumni_ladder_decisions>) -> usize {
    read(0, || Some(decisions?.steps.len()))
}

/// How many rows have the step at `index` as their highest.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_step_rows(
    decisions: Option<&alumni_ladder_decisions>,
    index: usize,
) -> usize {
    read(0, || decisions?.counts.get(index).copied())
}

/// The answers of the step at `index`, from the lowest to the highest; they belong to `decisions`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_step(
    decisions: Option<&alumni_ladder_decisions>,
    index: usize,
) -> Option<&alumni_decisions> {
    read(None, || Some(decisions?.steps.get(index)))
}

/// The answers as a stream with the columns of `alumni_ladder_decide_stream`, as often as it is asked for. `out` belongs to
/// the caller and outlives `decisions`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_export(
    decisions: Option<&alumni_ladder_decisions>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(decisions, "decisions")?.inner.stream()?.export())))
}

/// Frees decisions, and with them those of the steps; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_ladder_decisions_free(decisions: Option<Box<alumni_ladder_decisions>>) {
    release(decisions);
}
