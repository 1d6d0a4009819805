//! Everybody's states, each person's behind their name: one place in memory answers a question.

use super::cell::Cell;
use crate::consent::store::Store;
use crate::ids::{INSIDE, Index, first_bytes};

/// Blocks of 16 bytes each, found by name. A person's begin with a head, go on with what of the name has no room in it, and end
/// with the cells.
#[derive(Clone, Debug, Default)]
pub(super) struct Blocks {
    units: Vec<u128>,
    /// Where each name's head is.
    by_name: Index,
    states: usize,
    /// Whether there are people without a block.
    pub(super) is_partial: bool,
}

/// From the lowest bit: the person's number in 32 bits, how many cells in 16, how many bytes of name in 16, and their first 8.
#[derive(Clone, Copy)]
struct Head(u128);

impl Head {
    const CELLS: u32 = 32;
    const LENGTH: u32 = 48;
    const NAME: u32 = 64;

    fn new(number: u32, cells: u16, name: &[u8]) -> Option<Self> {
        let length = u16::try_from(name.len()).ok()?;
        Some(Self(
            u128::from(number)
                | u128::from(cells) << Self::CELLS
                | u128::from(length) << Self::LENGTH
                | u128::from(first_bytes(name)) << Self::NAME,
        ))
    }

    #[inline]
    fn number(self) -> u32 {
        u32::try_from(self.0 & u128::from(u32::MAX)).unwrap_or_default()
    }

    #[inline]
    fn field(self, shift: u32) -> usize {
        usize::try_from(self.0 >> shift & u128::from(u16::MAX)).unwrap_or_default()
    }

    /// Whether the name begins as `name` does, and is as long.
    #[inline]
    fn begins(self, name: &[u8]) -> bool {
        self.0 >> Self::LENGTH
            == u128::from(first_bytes(name)) << (Self::NAME - Self::LENGTH)
                | u128::try_from(name.len()).unwrap_or(u128::MAX)
    }
}

/// The bytes behind the first 8, 16 at a time; the last of them with zeros behind.
#[inline]
fn more_bytes(name: &[u8]) -> impl Iterator<Item = u128> {
    let ends = (INSIDE..name.len()).step_by(16).map(|start| start.saturating_add(16).min(name.len()));
    ends.zip((INSIDE..).step_by(16)).map(|(end, start)| {
        let before = name.get(..end).unwrap_or_default();
        let length = u32::try_from(end.saturating_sub(start)).unwrap_or(16);
        // What ends there is read at once, with bytes of before it shifted out: copying a few bytes to read them as one
        // number waits for the copy.
        match (before.last_chunk::<16>(), before.last_chunk::<8>()) {
            (Some(last), _) => {
                u128::from_le_bytes(*last) >> 128_u32.saturating_sub(length.saturating_mul(8)).min(127)
            }
            (None, Some(last)) => u128::from(
                u64::from_le_bytes(*last) >> 64_u32.saturating_sub(length.saturating_mul(8)).min(63),
            ),
            // It is longer than 8.
            (None, None) => 0,
        }
    })
}

/// A person found: their number and cells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found<'s> {
    pub(super) number: Option<u32>,
    cells: &'s [u128],
}

impl Found<'_> {
    #[inline]
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> + Clone {
        self.cells.iter().map(|bits| Cell::of_bits(*bits))
    }
}

impl Blocks {
    pub(super) fn with_capacity(subjects: usize, cells: usize) -> Self {
        let units = Vec::with_capacity(subjects.saturating_mul(2).saturating_add(cells));
        Self { units, ..Self::default() }
    }

    /// Adds a person, and says where: `None` where there is no room for such a name, so many cells or so many people.
    pub(super) fn push(&mut self, number: u32, name: &[u8], cells: &[Cell]) -> Option<u32> {
        let place = u32::try_from(self.units.len()).ok().filter(|place| *place < u32::MAX)?;
        let head = Head::new(number, u16::try_from(cells.len()).ok()?, name)?;
        self.units.push(head.0);
        self.units.extend(more_bytes(name));
        self.units.extend(cells.iter().map(|cell| cell.bits()));
        self.states = self.states.saturating_add(cells.len());
        Some(place)
    }

    /// Ends adding: `places` has where each subject of `store` is.
    pub(super) fn finish(&mut self, store: &Store, places: &[Option<u32>]) {
        self.units.shrink_to_fit();
        self.is_partial = places.contains(&None);
        let place = |number: u32| *places.get(usize::try_from(number).ok()?)?;
        self.by_name = store.index_by_name(|number| place(number).unwrap_or(u32::MAX - 1));
    }

    #[inline]
    pub(super) fn hash(&self, name: &str) -> u64 {
        self.by_name.hash_text(name)
    }

    /// A person whose name has this hash.
    #[inline]
    pub(super) fn find(&self, hash: u64, name: &str) -> Found<'_> {
        let place = self.by_name.find(hash, |place| self.is(place, name.as_bytes()));
        place.and_then(|place| self.found(place)).unwrap_or_default()
    }

    /// Reads where a name with this hash is looked up, so that it is near when it is needed.
    #[inline]
    pub(super) fn touch_index(&self, hash: u64) -> u32 {
        self.by_name.touch(hash)
    }

    /// A place that is nearly certain to be that of the name with this hash, if any has it.
    #[inline]
    pub(super) fn likely(&self, hash: u64) -> Option<u32> {
        self.by_name.first(hash)
    }

    /// Reads what stands at a place, so that it is near when it is needed.
    #[inline]
    pub(super) fn touch(&self, place: Option<u32>) -> u128 {
        let place = place.and_then(|place| usize::try_from(place).ok()).unwrap_or(usize::MAX);
        let end = place.saturating_add(4);
        let (first, last) = (self.units.get(place), self.units.get(end));
        first.copied().unwrap_or_default() ^ last.copied().unwrap_or_default()
    }

    /// The person at a likely place, if it is theirs, else wherever they are.
    #[inline]
    pub(super) fn find_at(&self, likely: Option<u32>, hash: u64, name: &str) -> Found<'_> {
        match likely {
            None => Found::default(),
            Some(place) if self.is(place, name.as_bytes()) => self.found(place).unwrap_or_default(),
            Some(_) => self.find(hash, name),
        }
    }

    #[inline]
    fn head(&self, place: u32) -> Option<Head> {
        self.units.get(usize::try_from(place).ok()?).copied().map(Head)
    }

    #[inline]
    fn is(&self, place: u32, name: &[u8]) -> bool {
        self.head(place).is_some_and(|head| head.begins(name))
            && (name.len() <= INSIDE || self.goes_on(place, name))
    }

    /// Whether the name at a place goes on as `name` does.
    #[inline(never)]
    fn goes_on(&self, place: u32, name: &[u8]) -> bool {
        let from = usize::try_from(place).unwrap_or(usize::MAX).saturating_add(1);
        let held = self.units.get(from..).unwrap_or_default();
        more_bytes(name).zip(held).all(|(wanted, held)| wanted == *held)
    }

    #[inline]
    fn found(&self, place: u32) -> Option<Found<'_>> {
        let head = self.head(place)?;
        let more = head.field(Head::LENGTH).saturating_sub(INSIDE).div_ceil(16);
        let from = usize::try_from(place).unwrap_or(usize::MAX).saturating_add(1).saturating_add(more);
        let cells = self.units.get(from..from.saturating_add(head.field(Head::CELLS)));
        Some(Found { number: Some(head.number()), cells: cells? })
    }

    pub(super) fn states(&self) -> usize {
        self.states
    }

    pub(super) fn bytes(&self) -> usize {
        self.units.capacity().saturating_mul(size_of::<u128>()).saturating_add(self.by_name.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::snapshot::cell::{Kinds, Scope, Told};

    #[test]
    fn a_name_is_itself_and_nothing_that_begins_alike() {
        let mut blocks = Blocks::default();
        let cell = Cell::new(3, Scope::Whole, &Told::NOTHING, &mut Kinds::default());
        let names: Vec<String> =
            (0..60).map(|length| "日aé\0".chars().cycle().take(length).collect()).collect();
        let places: Vec<_> = (0..)
            .zip(&names)
            .map(|(number, name)| blocks.push(number, name.as_bytes(), &[cell; 3]).unwrap())
            .collect();
        for (number, place) in (0..).zip(&places) {
            for (other, name) in (0..).zip(&names) {
                assert_eq!(blocks.is(*place, name.as_bytes()), number == other, "{number} {other}");
            }
            let found = blocks.found(*place).unwrap();
            assert_eq!((found.number, found.cells().collect::<Vec<_>>()), (Some(number), vec![cell; 3]));
        }
        assert_eq!(blocks.push(0, &b"n".repeat(70_000), &[]), None);
        assert_eq!(blocks.push(0, b"n", &vec![cell; 70_000]), None);
    }
}
