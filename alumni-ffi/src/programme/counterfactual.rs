//! What decisions hang on: protected facts changed, and the policy asked again.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::programme::{CounterfactualOptions, Counterfactuals, counterfactuals_table};
use alumni_core::table::Reader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use crate::boundary::{
    Failure, Kept, KeptIn, give, guard, handle, read, read_text, release, take_stream, text,
};
use crate::calendar::alumni_date;
use crate::eligibility::{alumni_policy, wanted};
use crate::error::{alumni_error, alumni_status};

/// How many decisions of a policy would be others if one fact of each person were another.
#[derive(Debug)]
pub struct alumni_counterfactuals {
    inner: Counterfactuals,
    text: KeptIn,
    json: Kept,
}

/// Changes one protected fact, or one declared proxy, of everybody in a table to each other value that it can have, and decides
/// again.
///
/// The table is read as `alumni_policy_decide_stream` reads it, batch by batch, in memory that does not grow with the rows; it
/// is taken whatever becomes of the call. `options` is 0 or a sum of `ALUMNI_TABLE_...`; `eligible_on` is never looked for.
/// `facts_json` is `{}` for the facts that the policy's vocabulary marks as protected, and names others as
/// `{"facts": [{"fact": …, "values": […]}]}`, with `attribute` (a column of groups) and `minimum_cell` where needed. Without
/// `values`, texts as a column holds them, those are tried that stand for all. Of a fact that no rule asks for nothing is tried:
/// no decision can hang on it.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_counterfactuals(
    policy: Option<&alumni_policy>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    facts_json: *const c_char,
    counterfactuals: Option<&mut MaybeUninit<*mut alumni_counterfactuals>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(counterfactuals, "counterfactuals", || {
            let policy = handle(policy, "policy")?;
            let table = table?;
            let as_of = as_of.checked("as_of")?;
            let options =
                CounterfactualOptions::from_json(text(facts_json, "facts_json")?)?.batch(wanted(options)?);
            let table = Reader::from_stream(table).map_err(|error| error.within("table"))?;
            let inner =
                counterfactuals_table(&policy.inner, table, as_of, &options, |_| Ok::<_, Failure>(()))?;
            Ok(alumni_counterfactuals { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_counterfactuals_rows(counterfactuals: Option<&alumni_counterfactuals>) -> u64 {
    read(0, || Some(counterfactuals?.inner.rows))
}

/// A line for each fact; NULL for a language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_counterfactuals_text(
    counterfactuals: Option<&alumni_counterfactuals>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let counterfactuals = counterfactuals?;
        counterfactuals.text.get(lang, |lang| counterfactuals.inner.text(lang))
    })
}

/// All of it as JSON: of each fact how many decisions change, with which value, through which criterion, in which group.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_counterfactuals_json(
    counterfactuals: Option<&alumni_counterfactuals>,
) -> *const c_char {
    read_text(|| {
        let counterfactuals = counterfactuals?;
        counterfactuals.json.json(&counterfactuals.inner)
    })
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_counterfactuals_free(counterfactuals: Option<Box<alumni_counterfactuals>>) {
    release(counterfactuals);
}
