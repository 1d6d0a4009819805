//! Questions to a block of numbers, answered as bits: the lowest bit of the first word is the first number.
//!
//! Written once over the vector types of `fearless_simd`, which has a version for each kind of processor; they are inlined
//! into the one function that is compiled for each (`Machine::run`). Bits beyond the last number have no meaning.

use std::ops::Add as _;

use fearless_simd::{Simd, prelude::*};

use super::super::expression::Comparison;

/// Words of a block.
pub(super) const WORDS: usize = 16;
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
    ($($type:ty, $vector:ident;)*) => { $(
        impl Compare for $type {
            #[inline(always)]
            fn within<S: Simd>(simd: S, numbers: &[$type], low: $type, high: $type, to: &mut Words) {
                let (least, most) = (S::$vector::splat(simd, low), S::$vector::splat(simd, high));
                // One comparison is enough where the range is open at one end.
                if high == <$type>::MAX {
                    scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_ge(least));
                } else if low == <$type>::MIN {
                    scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_le(most));
                } else if low == high {
                    scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| part.simd_eq(least));
                } else {
                    scan::<S, S::$vector>(simd, numbers, to, #[inline(always)] |part| {
                        part.simd_ge(least) & part.simd_le(most)
                    });
                }
            }
        }
    )* };
}
compare!(i8, i8s; u8, u8s; i16, i16s; u16, u16s; i32, i32s; u32, u32s; i64, i64s;);

#[inline(always)]
fn scan<S: Simd, V: SimdBase<S>>(
    simd: S,
    numbers: &[V::Element],
    to: &mut Words,
    test: impl Fn(V) -> V::Mask,
) {
    let (whole, rest) = numbers.as_chunks::<64>();
    for (word, numbers) in to.iter_mut().zip(whole) {
        *word = scan_word(simd, numbers, &test);
    }
    if let (Some(word), Some(fill)) = (to.get_mut(whole.len()), rest.first()) {
        *word = scan_word(simd, &padded(rest, *fill), &test);
    }
}

#[inline(always)]
fn scan_word<S: Simd, V: SimdBase<S>>(
    simd: S,
    numbers: &[V::Element; 64],
    test: &impl Fn(V) -> V::Mask,
) -> u64 {
    let mut word = 0_u64;
    let mut at = 0_u32;
    for part in numbers.chunks_exact(V::LEN) {
        word |= test(V::from_slice(simd, part)).to_bitmask().wrapping_shl(at);
        at = at.wrapping_add(lanes_of::<S, V>());
    }
    word
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

/// The bits of pairs of days of which the first, `plus` days later but at most `most`, compares so with the second, `by`
/// days later.
#[inline(always)]
pub(super) fn pairs<S: Simd>(simd: S, left: &Moved<'_>, is: Comparison, right: &Moved<'_>, to: &mut Words) {
    macro_rules! with {
        ($test:ident) => {
            pairs_with(
                simd,
                left,
                right,
                to,
                #[inline(always)]
                |a, b| a.$test(b).to_bitmask(),
            )
        };
    }
    match is {
        Comparison::Equal => with!(simd_eq),
        Comparison::NotEqual => with!(simd_ne),
        Comparison::Less => with!(simd_lt),
        Comparison::AtMost => with!(simd_le),
        Comparison::Greater => with!(simd_gt),
        Comparison::AtLeast => with!(simd_ge),
    }
}

/// Days, some days later but none above the most.
pub(super) struct Moved<'d> {
    pub(super) days: &'d [i32],
    pub(super) plus: i32,
    pub(super) most: i32,
}

#[inline(always)]
fn pairs_with<S: Simd>(
    simd: S,
    left: &Moved<'_>,
    right: &Moved<'_>,
    to: &mut Words,
    test: impl Fn(S::i32s, S::i32s) -> u64,
) {
    let (left_plus, left_most) = (S::i32s::splat(simd, left.plus), S::i32s::splat(simd, left.most));
    let right_plus = S::i32s::splat(simd, right.plus);
    macro_rules! word_of {
        ($left:expr, $right:expr) => {{
            let mut word = 0_u64;
            let mut at = 0_u32;
            for (a, b) in $left.chunks_exact(S::i32s::LEN).zip($right.chunks_exact(S::i32s::LEN)) {
                // Vectors add without a trap, and rows with days so far away are left.
                let a = S::i32s::from_slice(simd, a).add(left_plus).min(left_most);
                let b = S::i32s::from_slice(simd, b).add(right_plus);
                word |= test(a, b).wrapping_shl(at);
                at = at.wrapping_add(lanes_of::<S, S::i32s>());
            }
            word
        }};
    }
    let ((whole, rest), (others, other_rest)) = (left.days.as_chunks::<64>(), right.days.as_chunks::<64>());
    for ((word, a), b) in to.iter_mut().zip(whole).zip(others) {
        *word = word_of!(a, b);
    }
    if let (Some(word), false) = (to.get_mut(whole.len()), rest.is_empty()) {
        *word = word_of!(padded(rest, 0), padded(other_rest, 0));
    }
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
    let few = few.map(
        #[inline(always)]
        |code| S::u8s::splat(simd, code),
    );
    scan::<S, S::u8s>(
        simd,
        codes,
        to,
        #[inline(always)]
        |part| {
            let mut found = <S::u8s as SimdBase<S>>::Mask::splat(simd, false);
            for code in few {
                found |= part.simd_eq(code);
            }
            found
        },
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

/// Whether one of the days may be at an end of the calendar: for `near` days from 1970 or less there is none.
#[inline(always)]
pub(super) fn any_far(days: &[i32], near: i32) -> bool {
    // From minus `near` up to `near`, `near` not included, is from 0 up to a power of two.
    let seen = days.iter().fold(0, |seen, day| seen | day.wrapping_add(near));
    seen & !near.wrapping_mul(2).wrapping_sub(1) != 0
}

/// The highest of the codes.
#[inline(always)]
pub(super) fn highest(codes: &[u8]) -> u8 {
    codes.iter().copied().fold(0, u8::max)
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
