//! Numbers found by the hash of what they number.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher as _, BuildHasherDefault, Hash, Hasher};

use foldhash::quality::RandomState;

/// Finds a number by the hash of what it numbers, and holds nothing of that itself: whoever asks compares.
#[derive(Clone, Debug, Default)]
pub(in crate::consent) struct Index {
    seeds: RandomState,
    first: HashMap<u64, u32, BuildHasherDefault<AsGiven>>,
    /// The numbers whose hash another number has as well.
    more: BTreeMap<u64, Vec<u32>>,
}

impl Index {
    /// Seeded, so that nobody can choose ids that meet.
    pub(in crate::consent) fn hash(&self, of: &impl Hash) -> u64 {
        self.seeds.hash_one(of)
    }

    /// A number with `hash`: nearly always the only one.
    pub(in crate::consent) fn first(&self, hash: u64) -> Option<u32> {
        self.first.get(&hash).copied()
    }

    /// The number with `hash` of which `is` holds.
    pub(in crate::consent) fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let first = *self.first.get(&hash)?;
        if is(first) {
            return Some(first);
        }
        self.more.get(&hash)?.iter().copied().find(|number| is(*number))
    }

    pub(in crate::consent) fn insert(&mut self, hash: u64, number: u32) {
        match self.first.entry(hash) {
            Entry::Vacant(entry) => {
                entry.insert(number);
            }
            Entry::Occupied(_) => self.more.entry(hash).or_default().push(number),
        }
    }

    /// Takes out one `number` that was put in with `hash`.
    pub(in crate::consent) fn remove(&mut self, hash: u64, number: u32) {
        let others = self.more.get_mut(&hash);
        if self.first.get(&hash) != Some(&number) {
            if let Some(others) = others
                && let Some(place) = others.iter().position(|other| *other == number)
            {
                others.swap_remove(place);
            }
            return;
        }
        match others.and_then(Vec::pop) {
            Some(other) => self.first.insert(hash, other),
            None => self.first.remove(&hash),
        };
    }
}

/// The key is a hash already.
#[derive(Clone, Copy, Debug, Default)]
struct AsGiven(u64);

impl Hasher for AsGiven {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_one_hash_are_told_apart_and_taken_out_one_by_one() {
        let mut index = Index::default();
        for number in [3, 4, 5] {
            index.insert(7, number);
        }
        assert_eq!(index.find(7, |number| number == 4), Some(4));
        index.remove(7, 3);
        assert_eq!(index.find(7, |number| number == 3), None);
        assert_eq!(index.find(7, |number| number == 5), Some(5));
        index.remove(7, 4);
        index.remove(7, 5);
        assert_eq!(index.find(7, |_| true), None);
    }
}
