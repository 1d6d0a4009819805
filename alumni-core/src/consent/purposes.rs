//! The purposes of a ledger.

use std::hash::BuildHasher as _;
use std::ops::Deref;

use foldhash::quality::RandomState;

use super::purpose::Purpose;
use crate::ids::{INSIDE, first_bytes, last_bytes};

/// Purposes sorted by id, found by their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Purposes {
    all: Box<[Purpose]>,
    by_id: Table,
}

/// Ids found at once: the table has room enough that nearly every id stands where it belongs, and holds what of an id has to be
/// compared unless it is long.
#[derive(Clone, Debug, Default)]
struct Table {
    seed: u64,
    /// A power of two of them.
    slots: Box<[Option<Slot>]>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    key: Key,
    place: u16,
}

/// The ends of an id and its length.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Key {
    first: u64,
    last: u64,
    length: usize,
}

impl Key {
    #[inline]
    fn new(id: &str) -> Self {
        let id = id.as_bytes();
        Self { first: first_bytes(id), last: last_bytes(id), length: id.len() }
    }

    /// Whether it is the whole id.
    #[inline]
    fn is_whole(self) -> bool {
        self.length <= INSIDE.saturating_mul(2)
    }
}

impl Table {
    /// How many tables are tried to find one where every id stands where it belongs.
    const TRIES: usize = 16;

    fn new(all: &[Purpose]) -> Self {
        // Seeded, so that nobody can choose ids that meet.
        let seeds = (0..Self::TRIES).map(|_| RandomState::default().hash_one(all.len()));
        let mut best: Option<(usize, Self)> = None;
        for seed in seeds {
            let (elsewhere, table) = Self::seeded(seed, all);
            if best.as_ref().is_none_or(|(least, _)| elsewhere < *least) {
                best = Some((elsewhere, table));
            }
            // Among many some always meet.
            if elsewhere == 0 || all.len() > 256 {
                break;
            }
        }
        best.map(|(_, table)| table).unwrap_or_default()
    }

    /// A table, and how many ids stand elsewhere than where they belong.
    fn seeded(seed: u64, all: &[Purpose]) -> (usize, Self) {
        let room = all.len().saturating_mul(4).checked_next_power_of_two().unwrap_or_default();
        let mut table = Self { seed, slots: vec![None; room].into() };
        let mut elsewhere = 0_usize;
        for (place, purpose) in (0..).zip(all) {
            let key = Key::new(&purpose.id);
            let mut at = table.home(key);
            while table.slots.get(at).is_some_and(Option::is_some) {
                at = table.next(at);
                elsewhere = elsewhere.saturating_add(1);
            }
            if let Some(slot) = table.slots.get_mut(at) {
                *slot = Some(Slot { key, place });
            }
        }
        (elsewhere, table)
    }

    #[inline]
    fn home(&self, key: Key) -> usize {
        let length = u64::try_from(key.length).unwrap_or(u64::MAX);
        let mixed = u128::from(key.first ^ self.seed)
            .wrapping_mul(u128::from(key.last.rotate_left(32) ^ length ^ self.seed.rotate_left(17) | 1));
        let mixed = (mixed >> 64 ^ mixed) & u128::from(u64::MAX);
        usize::try_from(mixed).unwrap_or_default() & self.slots.len().wrapping_sub(1)
    }

    #[inline]
    fn next(&self, place: usize) -> usize {
        place.wrapping_add(1) & self.slots.len().wrapping_sub(1)
    }
}

impl Purposes {
    /// `all` are sorted by id, each once, and fewer than 65,536.
    pub(super) fn new(all: Box<[Purpose]>) -> Self {
        Self { by_id: Table::new(&all), all }
    }

    /// Where a purpose stands among them.
    #[inline]
    pub(super) fn place(&self, id: &str) -> Option<u16> {
        let key = Key::new(id);
        let mut at = self.by_id.home(key);
        loop {
            let slot = (*self.by_id.slots.get(at)?)?;
            if slot.key == key && (key.is_whole() || self.is(slot.place, id)) {
                return Some(slot.place);
            }
            at = self.by_id.next(at);
        }
    }

    fn is(&self, place: u16, id: &str) -> bool {
        self.all.get(usize::from(place)).is_some_and(|purpose| purpose.id == id)
    }
}

impl Deref for Purposes {
    type Target = [Purpose];

    fn deref(&self) -> &[Purpose] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::LegalBasis;
    use crate::text::Localized;

    #[test]
    fn a_purpose_is_found_by_its_id_and_by_nothing_like_it() {
        for count in [0, 1, 10, 300, 3_000] {
            // Of all lengths, many alike at both ends.
            let id = |number: usize| format!("{}{number}{}", &"alike-alike-"[..number % 12], "-at-the-end");
            let short = |number: usize| number.to_string();
            let mut ids: Vec<String> = (0..count).map(id).chain((0..count).map(short)).collect();
            ids.sort_unstable();
            ids.dedup();
            let all = ids
                .iter()
                .map(|id| Purpose::new(id.as_str(), Localized::same(id.as_str()), LegalBasis::Consent));
            let purposes = Purposes::new(all.collect());
            for (place, id) in (0..).zip(&ids) {
                assert_eq!(purposes.place(id), Some(place), "{id}");
                assert_eq!(purposes.place(&format!("{id}!")), None);
            }
            assert_eq!((purposes.place(""), purposes.place("nothing like these, and longer")), (None, None));
        }
    }
}
