//! The next block's columns, read while the one before is answered, so that its questions need not wait for memory.
//!
//! A question goes over one column as fast as the processor can, and memory is not asked for the next column before that is
//! done. Reading a line of every column in turn, a few questions ahead, keeps as many of them on their way as fit.

use super::kernels::BLOCK;
use super::lanes::{Data, Lane, Mask, Numbers};
use crate::columns::{Bits, Integers};

/// Columns that are read as they came, by the width of what they hold.
pub(super) struct Ahead<'m> {
    days: Vec<&'m [i32]>,
    codes: Vec<&'m [u8]>,
    bits: Vec<Bits<'m>>,
}

/// Tables of fewer rows stay in a cache that is near enough.
const FAR: usize = 1 << 18;

/// A block is read ahead in as many parts.
const PARTS: usize = 8;

/// How many days, and how many codes, a line of memory holds.
const DAYS: usize = 16;
const CODES: usize = 64;

impl<'m> Ahead<'m> {
    pub(super) fn new(lanes: &'m [Lane<'m>], rows: usize) -> Option<Self> {
        if rows < FAR {
            return None;
        }
        let mut ahead = Self { days: Vec::new(), codes: Vec::new(), bits: Vec::new() };
        for lane in lanes {
            match &lane.data {
                Data::Days(days) => ahead.days.push(days),
                Data::Codes(codes, _) => ahead.codes.push(codes),
                Data::Whole(Numbers::Borrowed(Integers::U8(codes))) => ahead.codes.push(codes),
                Data::Booleans(Mask::Bits(bits)) => ahead.bits.push(*bits),
                _ => {}
            }
            if let Mask::Bits(bits) = &lane.known {
                ahead.bits.push(*bits);
            }
        }
        Some(ahead)
    }

    /// Reads every line of a part of a block; parts beyond the last are nothing.
    #[inline(always)]
    pub(super) fn read(&self, block: usize, part: usize) -> i32 {
        let mut seen = 0;
        if part >= PARTS {
            return seen;
        }
        let size = BLOCK / PARTS;
        let first = block.saturating_mul(BLOCK).saturating_add(part.saturating_mul(size));
        for at in (first..first.saturating_add(size)).step_by(DAYS) {
            for days in &self.days {
                seen |= days.get(at).copied().unwrap_or(0);
            }
        }
        for at in (first..first.saturating_add(size)).step_by(CODES) {
            for codes in &self.codes {
                seen |= codes.get(at).copied().map_or(0, i32::from);
            }
        }
        if part.is_multiple_of(PARTS / 2) {
            for bits in &self.bits {
                seen |= i32::from(bits.get(first));
            }
        }
        seen
    }
}
