//! What a change of policy does to groups: where eligibility and fairness meet.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::programme::{GroupChange, group_changes};

use crate::boundary::{Kept, give, guard, handle, read, read_text, release};
use crate::eligibility::alumni_simulation;
use crate::error::{alumni_error, alumni_status};
use crate::fairness::{alumni_selection_report, alumni_standard};
use crate::text::Words;

/// What a change of policy does to the groups of each column, as selections before and after.
#[derive(Debug)]
pub struct alumni_group_changes {
    inner: Vec<GroupChange>,
    columns: Words,
    before: Vec<alumni_selection_report>,
    after: Vec<alumni_selection_report>,
    json: Kept,
}

impl From<Vec<GroupChange>> for alumni_group_changes {
    fn from(inner: Vec<GroupChange>) -> Self {
        Self {
            columns: inner.iter().map(|change| change.column.clone()).collect(),
            before: inner.iter().map(|change| change.before.clone().into()).collect(),
            after: inner.iter().map(|change| change.after.clone().into()).collect(),
            json: Kept::default(),
            inner,
        }
    }
}

/// Compares the groups' rates of eligibility before and after a simulated change of policy, by a standard.
///
/// Everybody in the table counts as considered, and who is eligible as selected. There is one answer for each column of
/// groups, in the order of the simulation; a column with fewer than two known groups has nobody to compare and no answer.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_programme_group_changes(
    simulation: Option<&alumni_simulation>,
    standard: Option<&alumni_standard>,
    changes: Option<&mut MaybeUninit<*mut alumni_group_changes>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(changes, "changes", || {
            let (simulation, standard) = (handle(simulation, "simulation")?, handle(standard, "standard")?);
            Ok(group_changes(&simulation.inner, &standard.inner)?.into())
        })
    })
}

/// Number of columns with an answer.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_count(changes: Option<&alumni_group_changes>) -> usize {
    read(0, || Some(changes?.inner.len()))
}

/// The name of the column at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_column(
    changes: Option<&alumni_group_changes>,
    index: usize,
) -> *const c_char {
    read_text(|| changes?.columns.get(index))
}

/// How many people's group is unknown; they are in neither report.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_unknown(changes: Option<&alumni_group_changes>, index: usize) -> u64 {
    read(0, || Some(changes?.inner.get(index)?.unknown))
}

/// Of each group, how many are eligible under the policy before; it belongs to `changes`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_before(
    changes: Option<&alumni_group_changes>,
    index: usize,
) -> Option<&alumni_selection_report> {
    read(None, || Some(changes?.before.get(index)))
}

/// The same under the policy after; it belongs to `changes`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_after(
    changes: Option<&alumni_group_changes>,
    index: usize,
) -> Option<&alumni_selection_report> {
    read(None, || Some(changes?.after.get(index)))
}

/// The answers as a list in JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_json(changes: Option<&alumni_group_changes>) -> *const c_char {
    read_text(|| {
        let changes = changes?;
        changes.json.json(&changes.inner)
    })
}

/// Frees the answers, and with them their reports; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_group_changes_free(changes: Option<Box<alumni_group_changes>>) {
    release(changes);
}
