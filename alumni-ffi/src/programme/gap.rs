//! Which criterion causes how much of a gap between pass rates: where eligibility and fairness meet.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::programme::{GapOptions, PolicyGap, policy_gap_table};
use alumni_core::table::Reader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use crate::boundary::{
    Failure, Kept, KeptIn, give, guard, handle, read, read_text, release, take_stream, text,
};
use crate::calendar::alumni_date;
use crate::eligibility::{alumni_policy, wanted};
use crate::error::{alumni_error, alumni_status};
use crate::fairness::alumni_standard;

/// The gaps between groups' pass rates under a policy, divided among its criteria.
#[derive(Debug)]
pub struct alumni_policy_gap {
    inner: PolicyGap,
    text: KeptIn,
    json: Kept,
}

/// Divides the gaps between groups' pass rates under a policy among its criteria, over the rows of a table.
///
/// The table is read as `alumni_policy_decide_stream` reads it, batch by batch, in memory that does not grow with the rows; it
/// is taken whatever becomes of the call. `options` is 0 or a sum of `ALUMNI_TABLE_...`; `eligible_on` is never looked for.
/// `gap_json` is `{"attribute": …}`, the column of groups, with `"conditional_passes": true` where who is conditional passes,
/// beside who is eligible. Groups are read for this call and kept nowhere. The part of a criterion is its Shapley value, exact
/// for any number of criteria; the parts sum to the gap.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_policy_gap(
    policy: Option<&alumni_policy>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    gap_json: *const c_char,
    standard: Option<&alumni_standard>,
    gap: Option<&mut MaybeUninit<*mut alumni_policy_gap>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(gap, "gap", || {
            let (policy, standard) = (handle(policy, "policy")?, handle(standard, "standard")?);
            let table = table?;
            let as_of = as_of.checked("as_of")?;
            let options = GapOptions::from_json(text(gap_json, "gap_json")?)?.batch(wanted(options)?);
            let table = Reader::from_stream(table).map_err(|error| error.within("table"))?;
            let inner = policy_gap_table(&policy.inner, table, as_of, &options, &standard.inner, |_| {
                Ok::<_, Failure>(())
            })?;
            Ok(alumni_policy_gap { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_gap_rows(gap: Option<&alumni_policy_gap>) -> u64 {
    read(0, || Some(gap?.inner.rows))
}

/// The findings in sentences with what each criterion causes, one line each, and what is to be known about them all; NULL for a
/// language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_gap_text(gap: Option<&alumni_policy_gap>, lang: u32) -> *const c_char {
    read_text(|| {
        let gap = gap?;
        gap.text.get(lang, |lang| gap.inner.text(lang))
    })
}

/// All of it as JSON: the rates compared, and for each group its gap and each criterion's part.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_gap_json(gap: Option<&alumni_policy_gap>) -> *const c_char {
    read_text(|| {
        let gap = gap?;
        gap.json.json(&gap.inner)
    })
}

/// Frees it; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_gap_free(gap: Option<Box<alumni_policy_gap>>) {
    release(gap);
}
