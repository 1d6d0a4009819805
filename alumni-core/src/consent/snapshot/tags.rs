//! Which slot may be whose, by seven bits of a hash.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::quality::RandomState;

/// So many slots share a number of 64 bits, a byte each.
const GROUP: usize = 8;

/// At most so many of them are in use on average, in tenths: the search ends where one is free.
const USED: usize = 68;

/// A byte for each slot: 0 where it is free, else part of the hash of whose it is. Those of a million people stay in the nearer
/// caches, so that of what is far only the slot itself is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags {
    /// So that nobody can choose names that meet.
    seeds: RandomState,
    groups: Vec<u64>,
}

const LOWEST: u64 = 0x0101_0101_0101_0101;
const HIGHEST: u64 = 0x8080_8080_8080_8080;

impl Tags {
    pub(super) fn with_room_for(count: usize) -> Self {
        let groups = count.saturating_mul(10).div_ceil(USED).saturating_add(1);
        Self { groups: vec![0; groups], ..Self::default() }
    }

    /// How many slots there are.
    pub(super) fn slots(&self) -> usize {
        self.groups.len().saturating_mul(GROUP)
    }

    pub(super) fn bytes(&self) -> usize {
        self.groups.capacity().saturating_mul(size_of::<u64>())
    }

    #[inline]
    pub(super) fn hash(&self, name: &[u8]) -> u64 {
        let mut hasher = self.seeds.build_hasher();
        hasher.write(name);
        hasher.finish()
    }

    /// The first group for a hash: the upper half says which.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        let groups = u64::try_from(self.groups.len()).unwrap_or_default();
        usize::try_from((hash >> 32).wrapping_mul(groups) >> 32).unwrap_or_default()
    }

    /// The bytes of a tag in all eight places.
    #[inline]
    fn tag(hash: u64) -> u64 {
        (hash & 0x7f | 0x80).wrapping_mul(LOWEST)
    }

    /// The highest bits of the bytes that are equal; now and then of one too many.
    #[inline]
    fn same(group: u64, tag: u64) -> u64 {
        // A byte that is equal becomes 0.
        let differ = group ^ tag;
        differ.wrapping_sub(LOWEST) & !differ & HIGHEST
    }

    /// What `found` makes of a slot with this hash, the first of which it makes something.
    #[inline]
    pub(super) fn find<T>(&self, hash: u64, found: impl Fn(usize) -> Option<T>) -> Option<T> {
        let tag = Self::tag(hash);
        let mut place = self.home(hash);
        loop {
            let group = *self.groups.get(place)?;
            let mut same = Self::same(group, tag);
            while same != 0 {
                if let Some(found) = found(Self::slot(place, same)) {
                    return Some(found);
                }
                same &= same.wrapping_sub(1);
            }
            if Self::free_of(group) != 0 {
                return None;
            }
            place = self.next(place);
        }
    }

    /// Slots that are nearly certain to be among those that [`find`](Self::find) looks at: the first of them, and further ones in the
    /// same group, which are put into `others`.
    #[inline]
    pub(super) fn likely(&self, hash: u64, others: &mut Vec<u32>) -> Option<usize> {
        let mut place = self.home(hash);
        loop {
            let group = *self.groups.get(place)?;
            let same = Self::same(group, Self::tag(hash));
            if same != 0 {
                let mut more = same & same.wrapping_sub(1);
                while more != 0 {
                    others.extend(u32::try_from(Self::slot(place, more)));
                    more &= more.wrapping_sub(1);
                }
                return Some(Self::slot(place, same));
            }
            if Self::free_of(group) != 0 {
                return None;
            }
            place = self.next(place);
        }
    }

    /// Reads the tags for hashes, so that they are near when they are needed.
    #[inline]
    pub(super) fn touch(&self, hashes: &[u64]) {
        let touched = hashes
            .iter()
            .fold(0, |all, hash| all ^ self.groups.get(self.home(*hash)).copied().unwrap_or_default());
        std::hint::black_box(touched);
    }

    /// The slot that whoever has this hash would take.
    pub(super) fn free(&self, hash: u64) -> Option<usize> {
        let mut place = self.home(hash);
        loop {
            let free = Self::free_of(*self.groups.get(place)?);
            if free != 0 {
                return Some(Self::slot(place, free));
            }
            place = self.next(place);
        }
    }

    /// Takes it.
    pub(super) fn take(&mut self, hash: u64) -> Option<usize> {
        let slot = self.free(hash)?;
        let byte = u32::try_from(slot % GROUP).ok()?.saturating_mul(8);
        *self.groups.get_mut(slot / GROUP)? |= Self::tag(hash) & 0xff << byte;
        Some(slot)
    }

    /// The highest bits of the bytes that are free.
    #[inline]
    fn free_of(group: u64) -> u64 {
        !group & HIGHEST
    }

    #[inline]
    fn slot(place: usize, bits: u64) -> usize {
        let byte = usize::try_from(bits.trailing_zeros() >> 3).unwrap_or_default();
        place.wrapping_mul(GROUP) | byte
    }

    #[inline]
    fn next(&self, place: usize) -> usize {
        let next = place.wrapping_add(1);
        if next < self.groups.len() { next } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// With few homes and few tags, so that they meet and groups are full.
        #[test]
        fn every_slot_that_was_taken_is_found_by_its_hash(hashes in prop::collection::vec((0..6_u64, 0..3_u64), 0..60)) {
            let mut tags = Tags::with_room_for(hashes.len());
            let hashes: Vec<u64> = hashes.iter().map(|(home, tag)| home << 61 | tag).collect();
            let mut taken = Vec::new();
            for hash in &hashes {
                let free = tags.free(*hash);
                let slot = tags.take(*hash).unwrap();
                prop_assert_eq!(free, Some(slot));
                prop_assert!(slot < tags.slots() && !taken.contains(&slot));
                taken.push(slot);
            }
            for (hash, slot) in hashes.iter().zip(&taken) {
                prop_assert_eq!(tags.find(*hash, |found| (found == *slot).then_some(found)), Some(*slot));
                prop_assert_eq!(tags.find(*hash, |_| None::<usize>), None);
                let mut others = Vec::new();
                let first = tags.likely(*hash, &mut others);
                prop_assert_eq!(first, tags.find(*hash, Some));
                // Those of one group, the first among them.
                let others: Vec<_> = others.into_iter().map(|slot| usize::try_from(slot).unwrap()).collect();
                prop_assert!(others.iter().all(|other| Some(other / GROUP) == first.map(|first| first / GROUP)));
                prop_assert!(others.iter().all(|other| Some(*other) > first && taken.contains(other)));
            }
            for other in [0x7f, 5 << 61 | 0x40, u64::MAX] {
                let found = tags.find(other, |found| (!taken.contains(&found)).then_some(found));
                prop_assert_eq!(found, None);
            }
        }
    }

    #[test]
    fn the_search_ends_although_all_hashes_are_alike() {
        let mut tags = Tags::with_room_for(1_000);
        let slots: std::collections::BTreeSet<_> = (0..1_000).map(|_| tags.take(u64::MAX).unwrap()).collect();
        assert_eq!(slots.len(), 1_000);
        assert_eq!(tags.find(u64::MAX, |_| None::<usize>), None);
        assert_eq!(Tags::default().find(1, Some), None);
    }
}
