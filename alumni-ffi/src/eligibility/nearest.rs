//! The smallest changes of facts that would make a worker eligible.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::eligibility::{Change, ChangeKind, Nearest};

use super::alumni_policy;
use crate::boundary::{Kept, KeptIn, give, guard, handle, number, read, read_text, release};
use crate::calendar::alumni_date;
use crate::error::{alumni_error, alumni_status};
use crate::text::{ALUMNI_NONE, Words};
use crate::workforce::alumni_worker;

/// A fact becomes another.
pub const ALUMNI_CHANGE_CHANGE: u32 = 0;
/// A fact that is not known turns out so.
pub const ALUMNI_CHANGE_LEARN: u32 = 1;
/// Time passes.
pub const ALUMNI_CHANGE_WAIT: u32 = 2;

/// The ways to eligible for one worker, those of the fewest steps first.
#[derive(Debug)]
pub struct alumni_nearest {
    inner: Nearest,
    text: KeptIn,
    json: Kept,
    ways: Vec<Told>,
}

#[derive(Debug)]
struct Told {
    text: KeptIn,
    /// The facts of the steps, empty for waiting.
    facts: Words,
}

impl From<Nearest> for alumni_nearest {
    fn from(inner: Nearest) -> Self {
        let fact = |change: &Change| change.fact.clone().unwrap_or_default();
        let told = |way: &alumni_core::eligibility::Way| Told {
            text: KeptIn::default(),
            facts: way.changes.iter().map(fact).collect(),
        };
        let ways = inner.ways().iter().map(told).collect();
        Self { inner, text: KeptIn::default(), json: Kept::default(), ways }
    }
}

impl alumni_nearest {
    fn change(&self, way: usize, index: usize) -> Option<&Change> {
        self.inner.ways().get(way)?.changes.get(index)
    }
}

/// Finds the smallest sets of changes that would make the outcome eligible, at most `limit` of them, those of the fewest
/// steps first. Waiting counts as a step. Facts that cannot change are left out.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_policy_nearest(
    policy: Option<&alumni_policy>,
    worker: Option<&alumni_worker>,
    as_of: alumni_date,
    limit: usize,
    nearest: Option<&mut MaybeUninit<*mut alumni_nearest>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(nearest, "nearest", || {
            let (policy, worker) = (handle(policy, "policy")?, handle(worker, "worker")?);
            Ok(policy.inner.nearest(&worker.inner, as_of.checked("as_of")?, limit)?.into())
        })
    })
}

/// The ways, one line each, or one line that says why there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_text(nearest: Option<&alumni_nearest>, lang: u32) -> *const c_char {
    read_text(|| {
        let nearest = nearest?;
        nearest.text.get(lang, |lang| nearest.inner.text(lang))
    })
}

/// Whether these are all the ways there are: 1 or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_is_complete(nearest: Option<&alumni_nearest>) -> u32 {
    read(0, || Some(u32::from(nearest?.inner.is_complete())))
}

/// Number of ways.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_way_count(nearest: Option<&alumni_nearest>) -> usize {
    read(0, || Some(nearest?.ways.len()))
}

/// The way at `index` in one line.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_way_text(
    nearest: Option<&alumni_nearest>,
    index: usize,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let nearest = nearest?;
        let way = nearest.inner.ways().get(index)?;
        nearest.ways.get(index)?.text.get(lang, |lang| way.text(lang))
    })
}

/// Number of steps of the way at `index`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_way_change_count(nearest: Option<&alumni_nearest>, index: usize) -> usize {
    read(0, || Some(nearest?.inner.ways().get(index)?.changes.len()))
}

/// What kind of step the one at `index` of the way `way` is: an `ALUMNI_CHANGE_…`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_change_kind(
    nearest: Option<&alumni_nearest>,
    way: usize,
    index: usize,
) -> u32 {
    read(ALUMNI_NONE, || Some(number(&ChangeKind::ALL, 0, &nearest?.change(way, index)?.kind)))
}

/// The fact that the step at `index` of the way `way` is about; NULL when time passes. Its values are in the JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_change_fact(
    nearest: Option<&alumni_nearest>,
    way: usize,
    index: usize,
) -> *const c_char {
    read_text(|| {
        let nearest = nearest?;
        nearest.change(way, index)?.fact.as_ref()?;
        nearest.ways.get(way)?.facts.get(index)
    })
}

/// The first day on which the outcome is eligible, for a step in which time passes; else invalid.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_change_until(
    nearest: Option<&alumni_nearest>,
    way: usize,
    index: usize,
) -> alumni_date {
    read(alumni_date::INVALID, || Some(nearest?.change(way, index)?.until.into()))
}

/// The ways as JSON, with the values of every fact.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_json(nearest: Option<&alumni_nearest>) -> *const c_char {
    read_text(|| {
        let nearest = nearest?;
        nearest.json.json(&nearest.inner)
    })
}

/// Frees the ways; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_nearest_free(nearest: Option<Box<alumni_nearest>>) {
    release(nearest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_changes_have_their_numbers() {
        let named = [
            (ChangeKind::Change, ALUMNI_CHANGE_CHANGE),
            (ChangeKind::Learn, ALUMNI_CHANGE_LEARN),
            (ChangeKind::Wait, ALUMNI_CHANGE_WAIT),
        ];
        assert!(named.iter().all(|(kind, wanted)| number(&ChangeKind::ALL, 0, kind) == *wanted));
        assert_eq!(named.len(), ChangeKind::ALL.len());
    }
}
