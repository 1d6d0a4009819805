//! Two policies over one population.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::{Outcome, Simulation, SimulationOptions};
use alumni_core::table::Reader;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;

use super::alumni_policy;
use super::table::wanted;
use crate::boundary::{
    Failure, Kept, KeptIn, give, guard, handle, member, read, read_text, release, take_stream, texts,
};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};

/// Who moves between two policies over one population, because of which criterion, and what it does to each group's rate.
/// It holds counts and no row of anybody.
#[derive(Debug)]
pub struct alumni_simulation {
    pub(crate) inner: Simulation,
    text: KeptIn,
    json: Kept,
}

/// Compares a policy with the policy `after` that would take its place, over the rows of a table.
///
/// The table is read as `alumni_policy_decide_stream` reads it, batch by batch, in memory that does not grow with the rows;
/// it is taken whatever becomes of the call. `options` is 0 or a sum of `ALUMNI_TABLE_...`; `eligible_on` is never looked
/// for. `groups` names `group_count` columns of texts by whose values the rates are told apart; it may be NULL when there are
/// none. They are read for this call and kept nowhere.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_simulate(
    policy: Option<&alumni_policy>,
    after: Option<&alumni_policy>,
    table: *mut FFI_ArrowArrayStream,
    as_of: alumni_date,
    options: u32,
    groups: *const *const c_char,
    group_count: usize,
    simulation: Option<&mut MaybeUninit<*mut alumni_simulation>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        let table = take_stream(table, "table");
        give(simulation, "simulation", || {
            let (before, after) = (handle(policy, "policy")?, handle(after, "after")?);
            let table = table?;
            let as_of = as_of.checked("as_of")?;
            let options = SimulationOptions::new().batch(wanted(options)?);
            let groups = texts(groups, group_count, "groups")?;
            let options = groups.into_iter().fold(options, SimulationOptions::group);
            let table = Reader::from_stream(table).map_err(|error| error.within("table"))?;
            let inner = before
                .inner
                .simulate_table(&after.inner, table, as_of, &options, |_| Ok::<_, Failure>(()))?;
            Ok(alumni_simulation { inner, text: KeptIn::default(), json: Kept::default() })
        })
    })
}

/// Number of rows.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_simulation_rows(simulation: Option<&alumni_simulation>) -> usize {
    read(0, || Some(simulation?.inner.rows))
}

/// How many rows have another outcome after than before.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_simulation_moved(simulation: Option<&alumni_simulation>) -> usize {
    read(0, || Some(simulation?.inner.moves.moved()))
}

/// How many rows go from the outcome `before` to the outcome `after`, each one of `ALUMNI_OUTCOME_...`; 0 for any other
/// number.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_simulation_moves(
    simulation: Option<&alumni_simulation>,
    before: u32,
    after: u32,
) -> usize {
    read(0, || {
        let outcome = |number, name| member(&Outcome::ALL, 0, number, name).ok();
        Some(simulation?.inner.moves.get(outcome(before, "before")?, outcome(after, "after")?))
    })
}

/// What comes out, line by line.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_simulation_text(simulation: Option<&alumni_simulation>, lang: u32) -> *const c_char {
    read_text(|| {
        let simulation = simulation?;
        simulation.text.get(lang, |lang| simulation.inner.text(lang))
    })
}

/// All of it as JSON: the moves, which criterion opens or closes the way for whom, near misses, each group's counts before
/// and after, and what of the table was not used or could not be.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_simulation_json(simulation: Option<&alumni_simulation>) -> *const c_char {
    read_text(|| {
        let simulation = simulation?;
        simulation.json.json(&simulation.inner)
    })
}

/// Frees a simulation; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_simulation_free(simulation: Option<Box<alumni_simulation>>) {
    release(simulation);
}
