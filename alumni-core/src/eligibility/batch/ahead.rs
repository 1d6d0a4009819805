//! The next block's columns, read while the one before is answered.
//!
//! A question goes over one column as fast as the processor can, and memory is not asked for the next column before that is
//! done. Reading a part of every column in turn, a few questions ahead, keeps many lines of memory on their way. What is read
//! anyway tells whether a block has a value that is hardly ever met, so that no question goes over the columns for that.

use std::hint::black_box;
use std::ops::Add as _;

use fearless_simd::{Simd, prelude::*};

use super::super::program::NEAREST;
use super::kernels::BLOCK;
use super::lanes::{Data, Lane, Mask, Numbers};
use crate::columns::{Bits, Integers};

/// Columns that are read as they came, by the width of what they hold; those that may hold odd values with their lanes.
pub(super) struct Ahead<'m> {
    days: Vec<(usize, &'m [i32])>,
    /// With the first code that means nothing.
    codes: Vec<(usize, &'m [u8], u8)>,
    bytes: Vec<&'m [u8]>,
    bits: Vec<Bits<'m>>,
}

/// What was seen of a block: for each column of days the bits of all of them, for each one of codes the highest.
pub(super) struct Seen {
    /// The block that is read ahead.
    block: usize,
    days: Vec<[i32; DAYS]>,
    codes: Vec<[u8; CODES]>,
    /// The lanes that have an odd value in the block that is answered.
    odd: Vec<usize>,
}

/// A block is read ahead in as many parts.
pub(super) const PARTS: usize = 16;

/// Rows of a part.
const ROWS: usize = BLOCK / PARTS;

/// The most days, and the most codes, that a vector holds.
const DAYS: usize = 16;
const CODES: usize = 64;

/// Days from minus `NEAR` up to `NEAR`, `NEAR` not included, are near; it is a power of two.
const NEAR: i32 = NEAREST.1 + 1;

impl<'m> Ahead<'m> {
    pub(super) fn new(lanes: &'m [Lane<'m>]) -> Self {
        let mut ahead = Self { days: Vec::new(), codes: Vec::new(), bytes: Vec::new(), bits: Vec::new() };
        for (number, lane) in lanes.iter().enumerate() {
            match &lane.data {
                Data::Days(days) => ahead.days.push((number, days)),
                Data::Codes(codes, meanings) => match u8::try_from(meanings.len()) {
                    Ok(count) => ahead.codes.push((number, codes, count)),
                    Err(_) => ahead.bytes.push(codes),
                },
                Data::Whole(Numbers::Borrowed(Integers::U8(bytes))) => ahead.bytes.push(bytes),
                Data::Booleans(Mask::Bits(bits)) => ahead.bits.push(*bits),
                _ => {}
            }
            if let Mask::Bits(bits) = &lane.known {
                ahead.bits.push(*bits);
            }
        }
        ahead
    }

    /// Nothing is read yet.
    pub(super) fn nothing(&self) -> Seen {
        Seen {
            block: usize::MAX,
            days: vec![[0; DAYS]; self.days.len()],
            codes: vec![[0; CODES]; self.codes.len()],
            odd: Vec::new(),
        }
    }

    /// Takes what was read ahead for what is known of the block, and begins with the next one.
    #[inline(always)]
    pub(super) fn turn<S: Simd>(&self, simd: S, block: usize, seen: &mut Seen) {
        if seen.block != block {
            seen.days.fill([0; DAYS]);
            seen.codes.fill([0; CODES]);
            seen.block = block;
            (0..PARTS).for_each(
                #[inline(always)]
                |part| self.read(simd, part, seen),
            );
        }
        seen.odd.clear();
        for ((number, _), bits) in self.days.iter().zip(&mut seen.days) {
            let all = std::mem::replace(bits, [0; DAYS]).into_iter().fold(0, |all, bits| all | bits);
            if all & !NEAR.wrapping_mul(2).wrapping_sub(1) != 0 {
                seen.odd.push(*number);
            }
        }
        for ((number, _, count), highest) in self.codes.iter().zip(&mut seen.codes) {
            if std::mem::replace(highest, [0; CODES]).into_iter().fold(0, u8::max) >= *count {
                seen.odd.push(*number);
            }
        }
        seen.block = block.saturating_add(1);
    }

    /// Reads a part of the block that is read ahead.
    #[inline(always)]
    pub(super) fn read<S: Simd>(&self, simd: S, part: usize, seen: &mut Seen) {
        let first = seen.block.saturating_mul(BLOCK).saturating_add(part.saturating_mul(ROWS));
        for ((_, days), seen) in self.days.iter().zip(&mut seen.days) {
            let rest = days.get(first..).unwrap_or_default();
            match rest.first_chunk() {
                Some(days) => days_seen(simd, seen, days),
                None => rest.iter().for_each(|day| seen[0] |= day.wrapping_add(NEAR)),
            }
        }
        for ((_, codes, _), highest) in self.codes.iter().zip(&mut seen.codes) {
            let rest = codes.get(first..).unwrap_or_default();
            match rest.first_chunk() {
                Some(codes) => codes_seen(simd, highest, codes),
                None => rest.iter().for_each(|code| highest[0] = highest[0].max(*code)),
            }
        }
        // What is read of these is of no meaning, only that it is read.
        let mut touched =
            self.bytes.iter().filter_map(|bytes| bytes.get(first)).fold(0, |all, byte| all | byte);
        if part.is_multiple_of(PARTS / 2) {
            touched |= self.bits.iter().fold(0, |all, bits| all | u8::from(bits.get(first)));
        }
        black_box(touched);
    }
}

impl Seen {
    /// Whether a lane has an odd value in the block that is answered: a day near which the calendar may end, or a code that
    /// means nothing.
    pub(super) fn is_odd(&self, lane: usize) -> bool {
        self.odd.contains(&lane)
    }
}

#[inline(always)]
fn days_seen<S: Simd>(simd: S, seen: &mut [i32; DAYS], days: &[i32; ROWS]) {
    let near = S::i32s::splat(simd, NEAR);
    let Some(seen) = seen.get_mut(..S::i32s::LEN) else { return };
    let mut all = S::i32s::from_slice(simd, seen);
    for days in days.chunks_exact(S::i32s::LEN) {
        // Vectors add without a trap.
        all |= S::i32s::from_slice(simd, days).add(near);
    }
    all.store_slice(seen);
}

#[inline(always)]
fn codes_seen<S: Simd>(simd: S, highest: &mut [u8; CODES], codes: &[u8; ROWS]) {
    let Some(highest) = highest.get_mut(..S::u8s::LEN) else { return };
    let mut all = S::u8s::from_slice(simd, highest);
    for codes in codes.chunks_exact(S::u8s::LEN) {
        all = all.max(S::u8s::from_slice(simd, codes));
    }
    all.store_slice(highest);
}
