//! Random numbers from a seed.

use crate::numerics::splitmix;

/// `SplitMix64` (Steele, Lea and Flood 2014).
#[derive(Debug)]
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        splitmix::next(&mut self.0)
    }

    /// A place below `end`: the high half of the 128-bit product of the next number and how many places there are.
    fn below(&mut self, end: usize) -> usize {
        let places = u128::try_from(end).unwrap_or_default();
        let drawn = u128::from(self.next()).saturating_mul(places) >> 64;
        usize::try_from(drawn).unwrap_or_default()
    }

    /// Brings so many at random to the front, by Fisher and Yates.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T], count: usize) {
        let length = items.len();
        for place in 0..count.min(length) {
            let other = place.saturating_add(self.below(length.saturating_sub(place)));
            items.swap(place, other);
        }
    }
}
