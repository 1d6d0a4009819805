//! Rules of other engines as policies.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::{ImportOptions, Imported, Policy};
use alumni_core::workforce::Vocabulary;

use super::alumni_policy;
use crate::boundary::{Kept, give, guard, handle, read, read_text, release, text};
use crate::error::{alumni_error, alumni_status};
use crate::text::{Reasons, Words};

/// What came of an import: a policy, if everything could be carried over, and a report.
#[derive(Debug)]
pub struct alumni_imported {
    inner: Imported,
    json: Kept,
    places: Words,
    reasons: Reasons,
}

impl From<Imported> for alumni_imported {
    fn from(inner: Imported) -> Self {
        Self {
            json: Kept::default(),
            places: inner.remarks().iter().map(|remark| remark.at.clone()).collect(),
            reasons: inner.remarks().iter().map(|remark| &remark.reason).collect(),
            inner,
        }
    }
}

/// Reads a JSON Logic rule as a policy: each member of an outermost `and` becomes a criterion. `options` is a JSON object,
/// `{"id": "return", "names": {"level": "grade", "years": {"fact": "tenure", "unit": "years"}}, "facts": []}`, of which
/// only `id` is needed. What cannot be carried over is in the report, not an error.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_from_json_logic(
    rule: *const c_char,
    options: *const c_char,
    imported: Option<&mut MaybeUninit<*mut alumni_imported>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(imported, "imported", || {
            let (rule, options) = (text(rule, "rule")?, ImportOptions::from_json(text(options, "options")?)?);
            Ok(Policy::from_json_logic(rule, &options, Vocabulary::hr())?.into())
        })
    })
}

/// Reads a DMN decision table as a policy. `options` is as for JSON Logic, and has `outcomes`, which says what each output
/// value means (`{"Approved": "eligible", "Refer": "conditional", "Declined": "ineligible"}`), and where there are
/// several tables or output columns `decision` and `output`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_from_dmn(
    xml: *const c_char,
    options: *const c_char,
    imported: Option<&mut MaybeUninit<*mut alumni_imported>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(imported, "imported", || {
            let (xml, options) = (text(xml, "xml")?, ImportOptions::from_json(text(options, "options")?)?);
            Ok(Policy::from_dmn(xml, &options, Vocabulary::hr())?.into())
        })
    })
}

/// 1 when everything could be carried over, so that there is a policy, else 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_is_complete(imported: Option<&alumni_imported>) -> u32 {
    read(0, || Some(u32::from(imported?.inner.policy().is_some())))
}

/// Gives the policy, which lives on after the import is freed. Where something was lost there is none: an error of the
/// kind `ALUMNI_STATUS_MISSING`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_policy(
    imported: Option<&alumni_imported>,
    policy: Option<&mut MaybeUninit<*mut alumni_policy>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(policy, "policy", || {
            let found = handle(imported, "imported")?.inner.policy().cloned();
            let missing = || alumni_core::Error::missing("expected an import of which nothing was lost");
            Ok(found.ok_or_else(missing)?.into())
        })
    })
}

/// Number of remarks: what was lost, and notes on the meaning.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_remark_count(imported: Option<&alumni_imported>) -> usize {
    read(0, || Some(imported?.reasons.count()))
}

/// The place that the remark at `index` is about: a JSON Pointer such as `/and/1`, or `rules[2].inputs[0]` of a table.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_remark_at(
    imported: Option<&alumni_imported>,
    index: usize,
) -> *const c_char {
    read_text(|| imported?.places.get(index))
}

/// 1 when the place of the remark at `index` could not be carried over; 0 when the remark is a note on its meaning.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_remark_is_lost(imported: Option<&alumni_imported>, index: usize) -> u32 {
    read(0, || Some(u32::from(imported?.inner.remarks().get(index)?.lost)))
}

/// The stable code of the remark at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_remark_code(
    imported: Option<&alumni_imported>,
    index: usize,
) -> *const c_char {
    read_text(|| imported?.reasons.code(index))
}

/// The sentence of the remark at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_remark_text(
    imported: Option<&alumni_imported>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| imported?.reasons.text(index, lang))
}

/// The whole import as JSON: `policy` (or null), `criteria` that could be carried over, `remarks`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_json(imported: Option<&alumni_imported>) -> *const c_char {
    read_text(|| {
        let imported = imported?;
        imported.json.json(&imported.inner)
    })
}

/// Frees an import; NULL is fine. A policy taken from it lives on.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_imported_free(imported: Option<Box<alumni_imported>>) {
    release(imported);
}
