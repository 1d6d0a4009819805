//! Everybody's states, each person's in a slot of their own: one place in memory answers a question.

use super::cell::Cell;
use super::head::{Head, Wanted, more_bytes, more_units};
use super::tags::Tags;

/// Slots of equal length, found by the hash of a name. A person's begins with a head, goes on with what of the name has no room in
/// it, and ends with the cells. Who has more than a slot holds stands elsewhere but for the head, behind which stands where.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    tags: Tags,
    /// The slots one after the other, behind so many units that each begins with a line of memory or its half.
    units: Vec<u128>,
    first: usize,
    /// How many units a slot has.
    length: usize,
    elsewhere: Vec<u128>,
    states: usize,
    /// Whether there are people without a slot.
    pub(super) is_partial: bool,
}

/// A person found: their number and cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'s> {
    pub(super) number: u32,
    cells: &'s [u128],
}

impl Found<'_> {
    /// So many cells have a bit each.
    pub(super) const COUNTED: usize = 64;

    /// How many cells.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// A bit for each of the first cells that is about a purpose: without branches, which nobody could foresee.
    #[inline]
    pub(super) fn about(&self, purpose: u16) -> u64 {
        (0_u32..)
            .zip(self.cells())
            .fold(0, |about, (place, cell)| about | u64::from(cell.purpose() == purpose) << (place & 63))
    }

    /// The first cell of which there is a bit; any, where there is none.
    #[inline]
    pub(super) fn cell(&self, bits: u64) -> Cell {
        let place = usize::try_from(bits.trailing_zeros()).unwrap_or_default();
        let place = std::hint::select_unpredictable(bits == 0, 0, place);
        Cell::of_bits(self.cells.get(place).copied().unwrap_or_default())
    }

    #[inline]
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> {
        self.cells.iter().map(|bits| Cell::of_bits(*bits))
    }
}

/// Whether a name, as long as the one that goes on so, goes on so too.
#[inline(never)]
fn goes_on(name: &[u8], more: &[u128]) -> bool {
    more_bytes(name).zip(more).all(|(wanted, held)| wanted == *held)
}

/// So many bytes are read from memory at a time.
const LINE: usize = 64;

impl Blocks {
    /// Stands for no slot.
    const VACANT: u32 = u32::MAX;
    /// Slots are as long as so many units or a multiple of them: half a line.
    const STEP: usize = 2;
    /// A slot has at most so many: two lines.
    const LONGEST: usize = 8;

    /// Room for so many people, some of whom need so many units.
    pub(super) fn new(people: usize, mut some: Vec<usize>) -> Self {
        // Nine in ten have all they need in their slot, unless that is much.
        some.sort_unstable();
        let most = some.get(some.len().saturating_mul(9) / 10).copied().unwrap_or_default();
        let length = most.next_multiple_of(Self::STEP).max(Self::STEP);
        let length = if length > Self::LONGEST { Self::STEP } else { length };
        let tags = Tags::with_room_for(people);
        let count = tags.slots().saturating_mul(length);
        let mut units = vec![0; count.saturating_add(LINE.div_ceil(size_of::<u128>()))];
        let first = units.as_ptr().align_offset(LINE);
        let first = if first < units.len().saturating_sub(count) { first } else { 0 };
        units.truncate(first.saturating_add(count));
        Self { tags, units, first, length, ..Self::default() }
    }

    /// How many units a person with such a name and so many cells needs.
    pub(super) fn need(name: &[u8], cells: usize) -> usize {
        more_units(name.len()).saturating_add(1).saturating_add(cells)
    }

    /// Adds a person whose name has this hash; nobody twice, and no more than there is room for.
    pub(super) fn add(&mut self, number: u32, hash: u64, name: &[u8], cells: &[Cell]) {
        let added = self.try_add(number, hash, name, cells);
        self.is_partial |= added.is_none();
    }

    /// `None` for such a long name or so many cells that a head cannot say it.
    fn try_add(&mut self, number: u32, hash: u64, name: &[u8], cells: &[Cell]) -> Option<()> {
        let has_room = Self::need(name, cells.len()) <= self.length;
        let head = Head::new(number, cells.len(), !has_room, name)?;
        let place = u128::try_from(self.elsewhere.len()).ok()?;
        let slot = self.tags.take(hash)?;
        let from = self.start(slot);
        let (to, rest) = self.units.get_mut(from..from.saturating_add(self.length))?.split_first_mut()?;
        *to = head.bits();
        let behind = more_bytes(name).chain(cells.iter().map(|cell| cell.bits()));
        if has_room {
            rest.iter_mut().zip(behind).for_each(|(to, unit)| *to = unit);
        } else {
            *rest.first_mut()? = place;
            self.elsewhere.extend(behind);
        }
        self.states = self.states.saturating_add(cells.len());
        Some(())
    }

    /// Ends adding.
    pub(super) fn finish(&mut self) {
        self.elsewhere.shrink_to_fit();
    }

    #[inline]
    pub(super) fn hash(&self, name: &[u8]) -> u64 {
        self.tags.hash(name)
    }

    /// Reads where a name with this hash will stand, so that it is near when it is written.
    pub(super) fn touch_free(&self, hash: u64) -> u128 {
        let slot = self.tags.free(hash).and_then(|slot| self.slot(slot)).unwrap_or_default();
        slot.first().copied().unwrap_or_default() ^ slot.last().copied().unwrap_or_default()
    }

    /// For each hash a slot that is nearly certain to be that of the name with it, if any has it; else [`VACANT`](Self::VACANT). All
    /// of them are read, and those that may be it else, so that they are near when they are needed.
    #[inline]
    pub(super) fn likely(&self, hashes: &[u64], slots: &mut Vec<u32>, others: &mut Vec<u32>) {
        self.tags.touch(hashes);
        slots.clear();
        others.clear();
        slots.extend(hashes.iter().map(|hash| {
            let slot = self.tags.likely(*hash, others);
            slot.and_then(|slot| u32::try_from(slot).ok()).unwrap_or(Self::VACANT)
        }));
        self.touch(slots);
        self.touch(others);
    }

    /// Reads slots, so that they are near when they are needed: the fewer instructions there are for it, the more of them the
    /// processor reads at a time.
    #[inline]
    pub(super) fn touch(&self, slots: &[u32]) {
        let units = self.units.get(self.first..).unwrap_or_default();
        let last = self.length.saturating_sub(1);
        let read = |place: usize| units.get(place).map_or(0, |unit| unit & u128::from(u64::MAX));
        let touched = slots.iter().fold(0, |all, slot| {
            let start = usize::try_from(*slot).unwrap_or_default().wrapping_mul(self.length);
            all ^ read(start) ^ read(start.wrapping_add(last))
        });
        std::hint::black_box(touched);
    }

    /// The person of this name, whose hash is `hash`.
    #[inline]
    pub(super) fn find(&self, hash: u64, name: &[u8]) -> Option<Found<'_>> {
        let wanted = Wanted::new(name)?;
        self.tags.find(hash, |slot| self.found(slot, wanted, name))
    }

    /// The person in a likely slot, if it is theirs, else wherever they are.
    #[inline]
    pub(super) fn find_at(&self, likely: u32, hash: u64, name: &[u8]) -> Option<Found<'_>> {
        let slot = usize::try_from(likely).unwrap_or_default();
        let is_theirs = likely != Self::VACANT && self.named(slot, name).is_some();
        // A slot goes from here to there in one piece.
        self.at(if is_theirs { slot } else { self.find_again(hash, name)? })
    }

    #[cold]
    #[inline(never)]
    fn find_again(&self, hash: u64, name: &[u8]) -> Option<usize> {
        self.tags.find(hash, |slot| self.named(slot, name).map(|_| slot))
    }

    /// Calls `each` with everybody who has a slot, in an order that says nothing.
    #[inline]
    pub(super) fn each(&self, mut each: impl FnMut(Found<'_>)) {
        let slots = self.units.get(self.first..).unwrap_or_default().chunks_exact(self.length.max(1));
        slots.filter_map(|slot| self.person(slot)).for_each(&mut each);
    }

    /// The person in a slot, if they have this name.
    #[inline]
    pub(super) fn named(&self, slot: usize, name: &[u8]) -> Option<Found<'_>> {
        self.found(slot, Wanted::new(name)?, name)
    }

    /// Who is in a slot in use.
    #[inline]
    fn at(&self, slot: usize) -> Option<Found<'_>> {
        self.person(self.slot(slot)?)
    }

    #[inline]
    fn person<'s>(&'s self, slot: &'s [u128]) -> Option<Found<'s>> {
        let (head, behind) = slot.split_first().filter(|(head, _)| **head != 0)?;
        let head = Head::of_bits(*head);
        let behind = if head.is_elsewhere() { self.behind(behind)? } else { behind };
        let cells = behind.get(more_units(head.name_length())..)?.get(..head.cells())?;
        Some(Found { number: head.number(), cells })
    }

    /// What stands elsewhere.
    #[inline]
    fn behind(&self, place: &[u128]) -> Option<&[u128]> {
        self.elsewhere.get(usize::try_from(*place.first()?).ok()?..)
    }

    #[inline]
    fn start(&self, slot: usize) -> usize {
        slot.wrapping_mul(self.length).wrapping_add(self.first)
    }

    #[inline]
    fn slot(&self, slot: usize) -> Option<&[u128]> {
        self.units.get(self.start(slot)..)?.get(..self.length)
    }

    /// The person in a slot, if they are the wanted one, whose name is `name`.
    #[inline]
    fn found(&self, slot: usize, wanted: Wanted, name: &[u8]) -> Option<Found<'_>> {
        let (head, behind) = self.slot(slot)?.split_first()?;
        let head = Head::of_bits(*head);
        if !head.is(wanted) {
            return None;
        }
        if head.is_elsewhere() {
            return self.found_elsewhere(head, *behind.first()?, name);
        }
        let (more, cells) = behind.split_at_checked(more_units(name.len()))?;
        if !more.is_empty() && !goes_on(name, more) {
            return None;
        }
        Some(Found { number: head.number(), cells: cells.get(..head.cells())? })
    }

    #[cold]
    #[inline(never)]
    fn found_elsewhere(&self, head: Head, place: u128, name: &[u8]) -> Option<Found<'_>> {
        let behind = self.elsewhere.get(usize::try_from(place).ok()?..)?;
        let (more, cells) = behind.split_at_checked(more_units(name.len()))?;
        goes_on(name, more).then_some(Found { number: head.number(), cells: cells.get(..head.cells())? })
    }

    pub(super) fn states(&self) -> usize {
        self.states
    }

    pub(super) fn bytes(&self) -> usize {
        let units = self.units.capacity().saturating_add(self.elsewhere.capacity());
        units.saturating_mul(size_of::<u128>()).saturating_add(self.tags.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::snapshot::cell::{Kinds, Scope, Told};

    /// With slots that are too short for most, for some and for none of them, and a long name that has no slot at all.
    #[test]
    fn a_name_is_itself_and_nothing_that_begins_alike() {
        let cell = Cell::new(3, Scope::Whole, &Told::NOTHING, &mut Kinds::default());
        let names: Vec<String> =
            (0..60).map(|length| "日aé\0".chars().cycle().take(length).collect()).collect();
        for length in [2, 4, 8] {
            let mut blocks = Blocks::new(names.len(), vec![length]);
            assert_eq!(blocks.length, length);
            for (number, name) in (0..).zip(&names) {
                let cells = vec![cell; (number % 5) as usize];
                blocks.add(number, blocks.hash(name.as_bytes()), name.as_bytes(), &cells);
            }
            assert!(!blocks.is_partial && !blocks.elsewhere.is_empty());
            assert_eq!(blocks.states(), 12 * (1 + 2 + 3 + 4));
            for (number, name) in (0..).zip(&names) {
                let (hash, name) = (blocks.hash(name.as_bytes()), name.as_bytes());
                let (mut slots, mut others) = (Vec::new(), Vec::new());
                blocks.likely(&[hash], &mut slots, &mut others);
                let by_slot = |slot: &u32| blocks.find_at(*slot, hash, name);
                let found =
                    std::iter::once(blocks.find(hash, name)).chain(slots.iter().chain(&others).map(by_slot));
                assert_eq!(slots.len(), 1);
                for found in found {
                    let found = found.map(|found| (found.number, found.cells().collect::<Vec<_>>()));
                    assert_eq!(found, Some((number, vec![cell; (number % 5) as usize])));
                }
                let wanted = Wanted::new(name).unwrap();
                let slots = (0..blocks.tags.slots()).filter_map(|slot| blocks.found(slot, wanted, name));
                assert!(name.is_empty() || slots.count() == 1);
            }
            let mut all = Vec::new();
            blocks.each(|found| all.push((found.number, found.len())));
            all.sort_unstable();
            assert_eq!(all, (0..60).map(|number| (number, (number % 5) as usize)).collect::<Vec<_>>());
            let other = "日aé\0日aé ".as_bytes();
            assert!(blocks.find(blocks.hash(other), other).is_none());
            for long in [65_535, 65_536, 70_000] {
                blocks.add(99, 7, &b"n".repeat(long), &[]);
                assert!(blocks.is_partial);
                blocks.is_partial = false;
            }
            blocks.add(99, 7, b"n", &vec![cell; 40_000]);
            assert!(blocks.is_partial);
        }
    }

    #[test]
    fn a_slot_is_as_long_as_most_need_it() {
        let length = |some: &[usize]| Blocks::new(1, some.to_vec()).length;
        assert_eq!(length(&[]), 2);
        assert_eq!(length(&[1]), 2);
        assert_eq!(length(&[3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 200]), 4);
        assert_eq!(length(&[2, 2, 2, 2, 2, 6, 6, 6, 6, 6]), 6);
        assert_eq!(length(&[9, 9, 9]), 2);
    }

    #[test]
    fn slots_begin_with_lines_of_memory() {
        for people in [1, 10, 1_000, 100_000] {
            let blocks = Blocks::new(people, vec![8]);
            let start = blocks.units.get(blocks.start(0)..).unwrap().as_ptr();
            assert_eq!(start.align_offset(LINE), 0, "{people}");
            assert!(
                blocks.slot(blocks.tags.slots() - 1).is_some() && blocks.slot(blocks.tags.slots()).is_none()
            );
        }
    }
}
