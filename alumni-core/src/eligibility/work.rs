//! How much work reading a rule takes, counted while the tests run: they prove by it that reading is linear.

#[cfg(test)]
use std::cell::Cell;

#[cfg(test)]
thread_local! {
    static DONE: Cell<u64> = const { Cell::new(0) };
}

/// Counts `units` of work: characters looked at or copied, tokens looked at.
#[cfg(test)]
pub(super) fn add(units: usize) {
    DONE.with(|done| done.set(done.get() + units as u64));
}

/// Nothing is counted outside of tests.
#[cfg(not(test))]
#[inline]
pub(super) const fn add(_units: usize) {}

/// The work that `run` does in this thread.
#[cfg(test)]
pub(super) fn of<T>(run: impl FnOnce() -> T) -> (T, u64) {
    let before = DONE.get();
    let result = run();
    (result, DONE.get() - before)
}
