//! Questions to a block of numbers, answered as bits: the lowest bit of the first word is the first number.
//!
//! Written once over the vector types of `fearless_simd`, which has a version for each kind of processor; they are inlined
//! into the one function that is compiled for each (`Machine::run`). Bits beyond the last number have no meaning.

mod codes;
mod pairs;

pub(super) use codes::codes;
pub(super) use pairs::{Moved, pairs};

use fearless_simd::{Simd, prelude::*, u8x16};

/// Words of a block.
pub(super) const WORDS: usize = 32;
/// Rows of a block.
pub(super) const BLOCK: usize = 64 * WORDS;

/// One bit for each row of a block.
pub(super) type Words = [u64; WORDS];

pub(super) const NONE: Words = [0; WORDS];

/// Whole numbers that there are vectors of.
pub(super) trait Compare: Copy {
    /// The bits of the numbers from `low` to `high`, both included.
    fn within<S: Simd>(simd: S, numbers: &[Self], low: Self, high: Self, to: &mut Words);
}

macro_rules! compare {
    // Greater and less are one instruction for signed numbers on every processor, and at least and at most are not.
    (signed: $($type:ty, $vector:ident, $scan:ident;)*) => { $(
        impl Compare for $type {
            #[inline(always)]
            fn within<S: Simd>(simd: S, numbers: &[$type], low: $type, high: $type, to: &mut Words) {
                match (low.checked_sub(1), high.checked_add(1)) {
                    _ if low == high => {
                        let wanted = S::$vector::splat(simd, low);
                        $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_eq(wanted));
                    }
                    (None, None) => *to = [u64::MAX; WORDS],
                    (Some(below), None) => {
                        let below = S::$vector::splat(simd, below);
                        $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_gt(below));
                    }
                    (None, Some(above)) => {
                        let above = S::$vector::splat(simd, above);
                        $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_lt(above));
                    }
                    (Some(below), Some(above)) => {
                        let (below, above) = (S::$vector::splat(simd, below), S::$vector::splat(simd, above));
                        $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| {
                            part.simd_gt(below) & part.simd_lt(above)
                        });
                    }
                }
            }
        }
    )* };
    (unsigned: $($type:ty, $vector:ident, $scan:ident;)*) => { $(
        impl Compare for $type {
            #[inline(always)]
            fn within<S: Simd>(simd: S, numbers: &[$type], low: $type, high: $type, to: &mut Words) {
                let (least, most) = (S::$vector::splat(simd, low), S::$vector::splat(simd, high));
                if low == high {
                    $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_eq(least));
                } else if high == <$type>::MAX {
                    $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_ge(least));
                } else if low == <$type>::MIN {
                    $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_le(most));
                } else {
                    $scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| {
                        part.simd_ge(least) & part.simd_le(most)
                    });
                }
            }
        }
    )* };
}
compare!(signed: i8, i8s, scan; i16, i16s, scan; i32, i32s, scan_wide; i64, i64s, scan;);
compare!(unsigned: u8, u8s, scan; u16, u16s, scan; u32, u32s, scan_wide;);

#[inline(always)]
fn scan<S: Simd, V: SimdBase<S>>(
    simd: S,
    numbers: &[V::Element],
    to: &mut Words,
    test: impl Fn(V) -> V::Mask,
) {
    scan_words(
        numbers,
        to,
        #[inline(always)]
        |numbers| {
            let mut word = 0_u64;
            let mut at = 0_u32;
            for part in numbers.chunks_exact(V::LEN) {
                word |= test(V::from_slice(simd, part)).to_bitmask().wrapping_shl(at);
                at = at.wrapping_add(lanes_of::<S, V>());
            }
            word
        },
    );
}

/// Like [`scan`], for numbers of four bytes.
#[inline(always)]
fn scan_wide<S: Simd, V: SimdBase<S, Mask = S::mask32s>>(
    simd: S,
    numbers: &[V::Element],
    to: &mut Words,
    test: impl Fn(V) -> V::Mask,
) {
    scan_words(
        numbers,
        to,
        #[inline(always)]
        |numbers| {
            let (mut word, mut at) = (0_u64, 0_u32);
            for four in numbers.chunks_exact(V::LEN.wrapping_mul(4)) {
                let [a, b, c, d] = quarters(four);
                let [a, b] = [test(V::from_slice(simd, a)), test(V::from_slice(simd, b))];
                let [c, d] = [test(V::from_slice(simd, c)), test(V::from_slice(simd, d))];
                word |= packed::<S>([a, b, c, d]).wrapping_shl(at);
                at = at.wrapping_add(lanes_of::<S, S::u8s>());
            }
            word
        },
    );
}

#[inline(always)]
fn scan_words<T: Copy>(numbers: &[T], to: &mut Words, word_of: impl Fn(&[T; 64]) -> u64) {
    let (whole, rest) = numbers.as_chunks::<64>();
    for (word, numbers) in to.iter_mut().zip(whole) {
        *word = word_of(numbers);
    }
    if let (Some(word), Some(fill)) = (to.get_mut(whole.len()), rest.first()) {
        *word = word_of(&padded(rest, *fill));
    }
}

/// The bits of four vectors of numbers of four bytes, put together before they are taken.
#[inline(always)]
fn packed<S: Simd>([a, b, c, d]: [S::mask32s; 4]) -> u64 {
    a.narrow(b).narrow(c.narrow(d)).to_bitmask()
}

#[inline(always)]
fn quarters<T>(of: &[T]) -> [&[T]; 4] {
    let (left, right) = of.split_at(of.len() / 2);
    let ((a, b), (c, d)) = (left.split_at(left.len() / 2), right.split_at(right.len() / 2));
    [a, b, c, d]
}

/// How many numbers a vector holds: 2 to 64.
#[inline(always)]
fn lanes_of<S: Simd, V: SimdBase<S>>() -> u32 {
    u32::try_from(V::LEN).unwrap_or(64)
}

#[inline(always)]
fn padded<T: Copy>(rest: &[T], fill: T) -> [T; 64] {
    let mut all = [fill; 64];
    for (to, from) in all.iter_mut().zip(rest) {
        *to = *from;
    }
    all
}

/// The bits of the codes that are one of a few.
#[inline(always)]
pub(super) fn one_of<S: Simd>(simd: S, codes: &[u8], few: &[u8], to: &mut Words) {
    match few {
        [] => *to = NONE,
        [a] => equal(simd, codes, [*a], to),
        [a, b] => equal(simd, codes, [*a, *b], to),
        [a, b, c] => equal(simd, codes, [*a, *b, *c], to),
        [a, b, c, d] => equal(simd, codes, [*a, *b, *c, *d], to),
        [a, b, c, d, e] => equal(simd, codes, [*a, *b, *c, *d, *e], to),
        [a, b, c, d, e, f] => equal(simd, codes, [*a, *b, *c, *d, *e, *f], to),
        [a, b, c, d, e, f, rest @ ..] => {
            one_of_more(simd, codes, [*a, *b, *c, *d, *e, *f], rest, to);
        }
    }
}

#[inline(always)]
fn one_of_more<S: Simd>(simd: S, codes: &[u8], few: [u8; 6], mut rest: &[u8], to: &mut Words) {
    equal(simd, codes, few, to);
    while let Some((six, more)) = rest.split_first_chunk::<6>() {
        let mut others = NONE;
        equal(simd, codes, *six, &mut others);
        or_into(to, &others);
        rest = more;
    }
    for code in rest {
        let mut others = NONE;
        equal(simd, codes, [*code], &mut others);
        or_into(to, &others);
    }
}

#[inline(always)]
fn equal<S: Simd, const N: usize>(simd: S, codes: &[u8], few: [u8; N], to: &mut Words) {
    let mut vectors = [S::u8s::splat(simd, 0); N];
    for (to, code) in vectors.iter_mut().zip(few) {
        *to = S::u8s::splat(simd, code);
    }
    scan::<S, S::u8s>(
        simd,
        codes,
        to,
        #[inline(always)]
        |part| {
            let mut found = <S::u8s as SimdBase<S>>::Mask::splat(simd, false);
            for code in vectors {
                found |= part.simd_eq(code);
            }
            found
        },
    );
}

/// The bits of the codes below 16 for which a table has all ones; fast where a vector holds more than 16 bytes.
#[inline(always)]
pub(super) fn sixteen<S: Simd>(simd: S, codes: &[u8], table: [u8; 16], to: &mut Words) {
    let table = S::u8s::block_splat(u8x16::from_slice(simd, &table));
    let wanted = S::u8s::splat(simd, u8::MAX);
    scan::<S, S::u8s>(
        simd,
        codes,
        to,
        #[inline(always)]
        |part| table.swizzle_dyn_within_blocks(part).simd_eq(wanted),
    );
}

#[inline(always)]
pub(super) fn or_into(to: &mut Words, from: &Words) {
    for (to, from) in to.iter_mut().zip(from) {
        *to |= *from;
    }
}

/// Looks codes up in a map of bits.
#[inline(always)]
pub(super) fn looked_up<T: Copy + Into<u32>>(codes: &[T], map: &[u64], to: &mut Words) {
    for (word, codes) in to.iter_mut().zip(codes.chunks(64)) {
        *word = codes.iter().zip(0_u32..).fold(0_u64, |word, (code, at)| {
            let code: u32 = (*code).into();
            let bits = usize::try_from(code / 64).ok().and_then(|place| map.get(place)).copied().unwrap_or(0);
            word | (bits.wrapping_shr(code % 64) & 1).wrapping_shl(at)
        });
    }
}

/// The bits of the rows for which something holds, row by row.
#[inline(always)]
pub(super) fn each(rows: impl Iterator<Item = bool>, to: &mut Words) {
    *to = NONE;
    for (row, holds) in rows.enumerate() {
        if let Some(word) = to.get_mut(row / 64) {
            *word |= u64::from(holds) << (row % 64);
        }
    }
}
