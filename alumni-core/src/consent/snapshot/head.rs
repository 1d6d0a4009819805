//! Whose states stand in a slot: their number and their name.

use crate::ids::{INSIDE, first_bytes};

/// From the lowest bit: the person's number in 32 bits, how many cells in 15, whether they stand elsewhere in 1, one more than how
/// many bytes of name in 16, and their first 8. So it is never 0.
#[derive(Clone, Copy)]
pub(super) struct Head {
    first: u64,
    name: u64,
}

impl Head {
    const CELLS: u32 = 32;
    const MOST_CELLS: u16 = 0x7fff;
    const ELSEWHERE: u64 = 1 << 47;
    const LENGTH: u32 = 48;

    /// `None` where there is no room for such a name or so many cells.
    pub(super) fn new(number: u32, cells: usize, is_elsewhere: bool, name: &[u8]) -> Option<Self> {
        let cells = u16::try_from(cells).ok().filter(|cells| *cells <= Self::MOST_CELLS)?;
        let Wanted { length, name } = Wanted::new(name)?;
        let elsewhere = if is_elsewhere { Self::ELSEWHERE } else { 0 };
        let first = u64::from(number) | u64::from(cells) << Self::CELLS | elsewhere | length << Self::LENGTH;
        Some(Self { first, name })
    }

    pub(super) fn bits(self) -> u128 {
        u128::from(self.first) | u128::from(self.name) << 64
    }

    #[inline]
    pub(super) fn of_bits(bits: u128) -> Self {
        let low = |bits: u128| u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default();
        Self { first: low(bits), name: low(bits >> 64) }
    }

    #[inline]
    pub(super) fn number(self) -> u32 {
        u32::try_from(self.first & u64::from(u32::MAX)).unwrap_or_default()
    }

    /// How many cells there are.
    #[inline]
    pub(super) fn cells(self) -> usize {
        usize::try_from(self.first >> Self::CELLS & u64::from(Self::MOST_CELLS)).unwrap_or_default()
    }

    #[inline]
    pub(super) fn is_elsewhere(self) -> bool {
        self.first & Self::ELSEWHERE != 0
    }

    /// How many bytes the name has.
    #[inline]
    pub(super) fn name_length(self) -> usize {
        usize::try_from(self.first >> Self::LENGTH).unwrap_or_default().saturating_sub(1)
    }

    /// Whether the name is as long as the wanted one and begins as it does.
    #[inline]
    pub(super) fn is(self, wanted: Wanted) -> bool {
        self.name == wanted.name && self.first >> Self::LENGTH == wanted.length
    }
}

/// What the head of somebody of this name says of it.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    length: u64,
    name: u64,
}

impl Wanted {
    /// `None` for a name that is too long for a head.
    #[inline]
    pub(super) fn new(name: &[u8]) -> Option<Self> {
        let length = u16::try_from(name.len()).ok()?.checked_add(1)?;
        Some(Self { length: length.into(), name: first_bytes(name) })
    }
}

/// How many units a name of so many bytes takes behind its first 8.
#[inline]
pub(super) fn more_units(name: usize) -> usize {
    name.saturating_sub(INSIDE).div_ceil(size_of::<u128>())
}

/// The bytes behind the first 8, 16 at a time; the last of them with zeros behind.
#[inline]
pub(super) fn more_bytes(name: &[u8]) -> impl Iterator<Item = u128> {
    let (whole, rest) = name.get(INSIDE..).unwrap_or_default().as_chunks();
    let rest =
        (!rest.is_empty()).then(|| rest.iter().rev().fold(0, |bytes, byte| bytes << 8 | u128::from(*byte)));
    whole.iter().map(|bytes| u128::from_le_bytes(*bytes)).chain(rest)
}
