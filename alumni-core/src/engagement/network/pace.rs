//! How often those who listen to long work hear of it.

use std::convert::Infallible;

/// Somebody who hears how far the work has come, after so much of it, and may end it.
pub(super) struct Pace<F> {
    tell: F,
    /// How far the work has come.
    pub(super) done: usize,
    left: usize,
}

/// Steps between two words: some hundredths of a second on a slow machine.
const STEPS: usize = 1 << 20;

impl<E, F: FnMut(usize) -> Result<(), E>> Pace<F> {
    /// They hear it at once.
    pub(super) fn new(tell: F) -> Self {
        Self { tell, done: 0, left: 0 }
    }

    /// So many steps of work are about to be done.
    pub(super) fn work(&mut self, steps: usize) -> Result<(), E> {
        match self.left.checked_sub(steps.max(1)) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                self.left = STEPS;
                (self.tell)(self.done)
            }
        }
    }
}

/// What nobody ends.
pub(super) fn unheard<T>(
    work: impl FnOnce(&mut Pace<fn(usize) -> Result<(), Infallible>>) -> Result<T, Infallible>,
) -> T {
    let done = work(&mut Pace::new(|_| Ok(())));
    done.unwrap_or_else(|never| match never {})
}
