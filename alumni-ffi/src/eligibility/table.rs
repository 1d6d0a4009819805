//! Whole tables through the Arrow C stream interface.

use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::sync::Arc;

use alumni_core::eligibility::{
    BatchOptions, DecidedTable, Deciding, OnMissingColumn, OnUnusableValue, Outcome, Status,
};
use alumni_core::table::Reader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use serde_json::json;

use super::alumni_policy;
use crate::boundary::{
    Failure, Kept, give, give_stream, guard, handle, number, optional_text, read, read_text, release,
    take_stream,
};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Words};

/// The first day on which each row becomes eligible is not looked for.
pub const ALUMNI_TABLE_NO_ELIGIBLE_ON: u32 = 1;
/// A fact of the policy without a column is unknown for everybody, not a failure.
pub const ALUMNI_TABLE_MISSING_IS_UNKNOWN: u32 = 2;
/// A value that its fact cannot have is unknown and counted, not a failure.
pub const ALUMNI_TABLE_FAULTS_ARE_UNKNOWN: u32 = 4;

/// The answers for every row of a table, in its order. It holds no fact of anybody.
#[derive(Debug)]
pub struct alumni_decisions {
    inner: DecidedTable,
    criteria: Words,
    counts: Kept,
    report: Kept,
    text: Kept,
}

impl From<DecidedTable> for alumni_decisions {
    fn from(inner: DecidedTable) -> Self {
        Self {
            criteria: inner
                .decisions()
                .criteria()
                .iter()
                .map(|criterion| criterion.id().to_owned())
                .collect(),
            counts: Kept::default(),
            report: Kept::default(),
            text: Kept::default(),
            inner,
        }
    }
}

/// What the arguments of both doors ask for; the stream is taken whatever becomes of the others.
fn deciding(
    policy: Option<&alumni_policy>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    id: *const c_char,
) -> Result<Deciding, Failure> {
    let table = take_stream(table, "table");
    let policy = Arc::clone(&handle(policy, "policy")?.inner);
    let table = table?;
    let as_of = as_of.checked("as_of")?;
    let id = optional_text(id, "id")?;
    let wanted = wanted(options)?;
    let table = Reader::from_stream(table).map_err(|error| error.within("table"))?;
    Ok(Deciding::new(policy, table, as_of, wanted, id)?)
}

/// What a sum of `ALUMNI_TABLE_...` asks for.
pub(crate) fn wanted(options: u32) -> Result<BatchOptions, Failure> {
    let known =
        ALUMNI_TABLE_NO_ELIGIBLE_ON | ALUMNI_TABLE_MISSING_IS_UNKNOWN | ALUMNI_TABLE_FAULTS_ARE_UNKNOWN;
    if options & !known != 0 {
        return Err(Failure::Enum("options", options));
    }
    let is = |option: u32| options & option != 0;
    let mut wanted = BatchOptions::new().eligible_on(!is(ALUMNI_TABLE_NO_ELIGIBLE_ON));
    if is(ALUMNI_TABLE_MISSING_IS_UNKNOWN) {
        wanted = wanted.on_missing_column(OnMissingColumn::Unknown);
    }
    if is(ALUMNI_TABLE_FAULTS_ARE_UNKNOWN) {
        wanted = wanted.on_unusable_value(OnUnusableValue::Unknown);
    }
    Ok(wanted)
}

/// Decides about a table batch by batch: `out` becomes a stream whose every batch is read from `table` and decided when
/// it is asked for, in memory that does not grow with the rows.
///
/// Each row is a worker whose facts are all supplied, one column for each fact under the name that rules write; columns
/// that the policy does not ask for are not looked at. `options` is 0 or a sum of `ALUMNI_TABLE_...`. `id` names a column
/// of texts or whole numbers that goes with the answers; it may be NULL.
///
/// `table` is taken whatever becomes of the call: its `release` is NULL afterwards. `out`, which must be another struct,
/// is overwritten without being released; it belongs to the caller, who calls its `release`, and outlives the policy.
/// After a failure its `release` is NULL.
///
/// The columns of `out` are the ids under their own name, `outcome` (a dictionary of the four names), `eligible_on`
/// (date32, NULL where there is none; left out with `ALUMNI_TABLE_NO_ELIGIBLE_ON`), and `unmet`, `unknown` and `review`,
/// each a struct of one boolean for every criterion. What a row has wrong comes out of `get_next`, which returns EINVAL;
/// `get_last_error` then says where and what was expected, and the stream has ended.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_decide_stream(
    policy: Option<&alumni_policy>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    id: *const c_char,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let deciding = deciding(policy, table, as_of, options, id);
        give_stream(out, "out", || Ok(deciding?.into_stream()?.export()))
    })
}

/// Decides about a whole table as `alumni_policy_decide_stream` does, and keeps the answers: one byte, four for
/// `eligible_on`, and two bits for every criterion, a row. `table` is taken whatever becomes of the call.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_decide_table(
    policy: Option<&alumni_policy>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    id: *const c_char,
    decisions: Option<&mut MaybeUninit<*mut alumni_decisions>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let deciding = deciding(policy, table, as_of, options, id);
        give(decisions, "decisions", || Ok(deciding?.collect(|_| Ok::<_, Failure>(()))?.into()))
    })
}

/// Number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_count(decisions: Option<&alumni_decisions>) -> usize {
    read(0, || Some(decisions?.inner.decisions().rows()))
}

/// The outcome of a row, one of `ALUMNI_OUTCOME_...`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_outcome(decisions: Option<&alumni_decisions>, row: usize) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Outcome::ALL, 0, &decisions?.inner.decisions().outcome(row)?)))
}

/// The first day on which a row's outcome becomes eligible; invalid when there is none or it was not asked for.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_eligible_on(
    decisions: Option<&alumni_decisions>,
    row: usize,
) -> alumni_date {
    read(alumni_date::INVALID, || Some(decisions?.inner.decisions().row(row)?.eligible_on().into()))
}

/// Number of criteria of the policy.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_criterion_count(decisions: Option<&alumni_decisions>) -> usize {
    read(0, || Some(decisions?.criteria.count()))
}

/// The id of the criterion at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_criterion_id(
    decisions: Option<&alumni_decisions>,
    index: usize,
) -> *const c_char {
    read_text(|| decisions?.criteria.get(index))
}

/// How the criterion at `index` stands for a row, one of `ALUMNI_CRITERION_...`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_criterion_status(
    decisions: Option<&alumni_decisions>,
    row: usize,
    index: usize,
) -> u32 {
    read(ALUMNI_NONE, || {
        let decisions = decisions?.inner.decisions();
        let criterion = decisions.criteria().get(index).filter(|_| row < decisions.rows())?;
        Some(number(&Status::ALL, 0, &criterion.status(row)))
    })
}

/// How many rows have each outcome, and how each criterion stands among them, in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_counts_json(decisions: Option<&alumni_decisions>) -> *const c_char {
    read_text(|| {
        let decisions = decisions?;
        decisions.counts.json(&decisions.inner.decisions().counts())
    })
}

/// What was not used or could not be, in JSON: `unknown_columns` (each with the fact that was probably meant),
/// `unused_columns`, `missing_columns`, and `unusable` (for each column how many values, the first rows, and what was
/// expected).
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_report_json(decisions: Option<&alumni_decisions>) -> *const c_char {
    read_text(|| {
        let decisions = decisions?;
        let found = decisions.inner.decisions();
        let unknown = found.unknown_columns().iter();
        let unknown = unknown.filter(|column| Some(column.name.as_str()) != decisions.inner.id_column());
        let unusable = found.unusable().iter().map(|found| {
            json!({
                "column": found.column, "count": found.count, "rows": found.rows, "expected": found.expected,
            })
        });
        Some(decisions.report.get(|| {
            json!({
                "unknown_columns": unknown
                    .map(|column| json!({ "name": column.name, "nearest": column.nearest }))
                    .collect::<Vec<_>>(),
                "unused_columns": found.unused_columns(),
                "missing_columns": found.missing_columns(),
                "unusable": unusable.collect::<Vec<_>>(),
            })
            .to_string()
        }))
    })
}

/// The counts in English, a line for the outcomes and one for each criterion.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_text(decisions: Option<&alumni_decisions>) -> *const c_char {
    read_text(|| {
        let decisions = decisions?;
        Some(decisions.text.get(|| decisions.inner.decisions().counts().to_string()))
    })
}

/// The answers as a stream with the columns of `alumni_policy_decide_stream`, as often as it is asked for. `out` belongs to
/// the caller and outlives `decisions`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_export(
    decisions: Option<&alumni_decisions>,
    out: *mut FFI_ArrowArrayStream,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || give_stream(out, "out", || Ok(handle(decisions, "decisions")?.inner.stream()?.export())))
}

/// Frees decisions; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_decisions_free(decisions: Option<Box<alumni_decisions>>) {
    release(decisions);
}
