//! Numbers found by the hash of what they number.

use std::hash::{BuildHasher as _, Hash, Hasher as _};

use foldhash::quality::RandomState;

/// Finds a number by the hash of what it numbers, and holds nothing of that itself: whoever asks compares.
///
/// Eight bytes a number in one table, with whatever has no room at its place in the next free one: one access to memory finds
/// nearly every number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    seeds: RandomState,
    /// A power of two of them, or none.
    slots: Vec<Slot>,
    /// How many bits it takes to number them.
    bits: u32,
    used: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Slot {
    /// The upper half of the hash, whose first bits say where the number belongs.
    hash: u32,
    number: u32,
}

impl Slot {
    const FREE: Self = Self { hash: 0, number: u32::MAX };

    #[inline]
    fn is_free(self) -> bool {
        self.number == Self::FREE.number
    }
}

impl Index {
    /// Seeded, so that nobody can choose ids that meet.
    pub(crate) fn hash(&self, of: &impl Hash) -> u64 {
        self.seeds.hash_one(of)
    }

    /// The same for a text, which needs no mark of its end.
    #[inline]
    pub(crate) fn hash_text(&self, text: &str) -> u64 {
        let mut hasher = self.seeds.build_hasher();
        hasher.write(text.as_bytes());
        hasher.finish()
    }

    /// Reads what stands where a hash belongs, so that it is near when it is needed.
    #[inline]
    pub(crate) fn touch(&self, hash: u64) -> u32 {
        self.slots.get(self.home(upper(hash))).map_or(0, |slot| slot.number)
    }

    /// A number whose hash is nearly certain to be `hash`, if any has it.
    #[inline]
    pub(crate) fn first(&self, hash: u64) -> Option<u32> {
        self.find(hash, |_| true)
    }

    /// The number with `hash` of which `is` holds.
    #[inline]
    pub(crate) fn find(&self, hash: u64, is: impl Fn(u32) -> bool) -> Option<u32> {
        let hash = upper(hash);
        let mut place = self.home(hash);
        loop {
            let slot = self.slots.get(place).copied().filter(|slot| !slot.is_free())?;
            if slot.hash == hash && is(slot.number) {
                return Some(slot.number);
            }
            place = self.next(place);
        }
    }

    /// Puts a number in; it is less than `u32::MAX`.
    pub(crate) fn insert(&mut self, hash: u64, number: u32) {
        // At most three quarters are in use, so that every search comes upon a free one soon.
        if self.used.saturating_add(1).saturating_mul(4) > self.slots.len().saturating_mul(3) {
            let more = self.slots.len().saturating_mul(2).max(16);
            let slots = std::mem::replace(&mut self.slots, vec![Slot::FREE; more]);
            self.bits = more.checked_ilog2().unwrap_or_default().min(32);
            for slot in slots.into_iter().filter(|slot| !slot.is_free()) {
                self.put(slot);
            }
        }
        self.put(Slot { hash: upper(hash), number });
        self.used = self.used.saturating_add(1);
    }

    fn put(&mut self, slot: Slot) {
        let mut place = self.home(slot.hash);
        while self.slots.get(place).is_some_and(|slot| !slot.is_free()) {
            place = self.next(place);
        }
        self.set(place, slot);
    }

    /// Takes out one `number` that was put in with `hash`.
    pub(crate) fn remove(&mut self, hash: u64, number: u32) {
        let wanted = Slot { hash: upper(hash), number };
        let mut gap = self.home(wanted.hash);
        while self.slots.get(gap).is_some_and(|slot| *slot != wanted) {
            if self.slots.get(gap).is_some_and(|slot| slot.is_free()) {
                return;
            }
            gap = self.next(gap);
        }
        // Whatever stands behind the gap only because there was no room moves up.
        let mut place = gap;
        loop {
            place = self.next(place);
            let Some(slot) = self.slots.get(place).copied().filter(|slot| !slot.is_free()) else { break };
            let home = self.home(slot.hash);
            let stays = if gap <= place { gap < home && home <= place } else { gap < home || home <= place };
            if !stays {
                self.set(gap, slot);
                gap = place;
            }
        }
        self.set(gap, Slot::FREE);
        self.used = self.used.saturating_sub(1);
    }

    fn set(&mut self, place: usize, slot: Slot) {
        if let Some(place) = self.slots.get_mut(place) {
            *place = slot;
        }
    }

    /// Where a hash belongs: its first bits, as many as it takes to number the slots.
    #[inline]
    fn home(&self, hash: u32) -> usize {
        usize::try_from(u64::from(hash) << self.bits >> 32).unwrap_or_default()
    }

    #[inline]
    fn next(&self, place: usize) -> usize {
        place.saturating_add(1) & self.slots.len().saturating_sub(1)
    }
}

#[inline]
fn upper(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Against a map, with few hashes, so that they meet.
        #[test]
        fn it_finds_what_was_put_in_and_not_taken_out(
            steps in prop::collection::vec((0..24_u32, any::<bool>()), 0..300),
        ) {
            let hash = |number: u32| u64::from(number / 3).wrapping_mul(0x2545_f491_4f6c_dd1d);
            let mut index = Index::default();
            let mut map = BTreeMap::new();
            for (number, put) in steps {
                if put && map.insert(number, ()).is_none() {
                    index.insert(hash(number), number);
                } else if !put {
                    map.remove(&number);
                    index.remove(hash(number), number);
                }
                for number in 0..24 {
                    let found = index.find(hash(number), |found| found == number);
                    prop_assert_eq!(found.is_some(), map.contains_key(&number));
                }
                prop_assert_eq!(index.used, map.len());
            }
        }
    }

    #[test]
    fn many_numbers_are_found() {
        let mut index = Index::default();
        for number in 0..50_000_u32 {
            index.insert(index.hash(&number), number);
        }
        assert!((0..50_000).all(|number| index.find(index.hash(&number), |found| found == number).is_some()));
        assert_eq!(index.find(index.hash(&60_000_u32), |_| false), None);
    }
}
