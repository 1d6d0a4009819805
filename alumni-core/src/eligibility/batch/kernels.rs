//! Comparisons of a block of numbers, as bits: the lowest bit of the first word is the first number.
//!
//! Written once over the vector types of `fearless_simd`, which has a version for each kind of processor and takes the best
//! for the one it runs on. Bits beyond the last number have no meaning.

use fearless_simd::{Level, Simd, dispatch, prelude::*};

use super::super::expression::Comparison;

/// Words of a block.
pub(super) const WORDS: usize = 16;
/// Rows of a block.
pub(super) const BLOCK: usize = 64 * WORDS;

/// One bit for each row of a block.
pub(super) type Words = [u64; WORDS];

pub(super) const NONE: Words = [0; WORDS];

/// Whole numbers that there are vectors of.
pub(super) trait Lane: Copy + PartialOrd {
    /// The bits of the numbers from `low` to `high`, both included.
    fn within(level: Level, numbers: &[Self], low: Self, high: Self) -> Words;

    /// The bits of the numbers that compare so with those of `others`.
    fn comparing(level: Level, numbers: &[Self], is: Comparison, others: &[Self]) -> Words;
}

macro_rules! lanes {
    ($($type:ty, $vector:ident;)*) => { $(
        impl Lane for $type {
            fn within(level: Level, numbers: &[Self], low: Self, high: Self) -> Words {
                #[inline(always)]
                fn kernel<S: Simd>(simd: S, numbers: &[$type], low: $type, high: $type) -> Words {
                    let (least, most) = (S::$vector::splat(simd, low), S::$vector::splat(simd, high));
                    // One comparison is enough where the range is open at one end.
                    if high == <$type>::MAX {
                        scan::<S, S::$vector>(simd, numbers, #[inline(always)] |part| part.simd_ge(least))
                    } else if low == <$type>::MIN {
                        scan::<S, S::$vector>(simd, numbers, #[inline(always)] |part| part.simd_le(most))
                    } else if low == high {
                        scan::<S, S::$vector>(simd, numbers, #[inline(always)] |part| part.simd_eq(least))
                    } else {
                        scan::<S, S::$vector>(simd, numbers, #[inline(always)] |part| {
                            part.simd_ge(least) & part.simd_le(most)
                        })
                    }
                }
                dispatch!(level, simd => kernel(simd, numbers, low, high))
            }

            fn comparing(level: Level, numbers: &[Self], is: Comparison, others: &[Self]) -> Words {
                #[inline(always)]
                fn kernel<S: Simd>(simd: S, numbers: &[$type], is: Comparison, others: &[$type]) -> Words {
                    match is {
                        Comparison::Equal => pairs::<S, S::$vector>(simd, numbers, others, #[inline(always)] |a, b| a.simd_eq(b)),
                        Comparison::NotEqual => pairs::<S, S::$vector>(simd, numbers, others, #[inline(always)] |a, b| !a.simd_eq(b)),
                        Comparison::Less => pairs::<S, S::$vector>(simd, numbers, others, #[inline(always)] |a, b| a.simd_lt(b)),
                        Comparison::AtMost => pairs::<S, S::$vector>(simd, numbers, others, #[inline(always)] |a, b| a.simd_le(b)),
                        Comparison::Greater => pairs::<S, S::$vector>(simd, numbers, others, #[inline(always)] |a, b| a.simd_gt(b)),
                        Comparison::AtLeast => pairs::<S, S::$vector>(simd, numbers, others, #[inline(always)] |a, b| a.simd_ge(b)),
                    }
                }
                dispatch!(level, simd => kernel(simd, numbers, is, others))
            }
        }
    )* };
}
lanes!(i8, i8s; u8, u8s; i16, i16s; u16, u16s; i32, i32s; u32, u32s; i64, i64s; u64, u64s;);

#[inline(always)]
fn scan<S: Simd, V: SimdBase<S>>(simd: S, numbers: &[V::Element], test: impl Fn(V) -> V::Mask) -> Words {
    let mut words = NONE;
    let (whole, rest) = numbers.as_chunks::<64>();
    for (word, numbers) in words.iter_mut().zip(whole) {
        *word = scan_word(simd, numbers, &test);
    }
    if let (Some(word), Some(fill)) = (words.get_mut(whole.len()), rest.first()) {
        *word = scan_word(simd, &padded(rest, *fill), &test);
    }
    words
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

#[inline(always)]
fn pairs<S: Simd, V: SimdBase<S>>(
    simd: S,
    numbers: &[V::Element],
    others: &[V::Element],
    test: impl Fn(V, V) -> V::Mask,
) -> Words {
    let mut words = NONE;
    let ((whole, rest), (other_whole, other_rest)) = (numbers.as_chunks::<64>(), others.as_chunks::<64>());
    for ((word, numbers), others) in words.iter_mut().zip(whole).zip(other_whole) {
        *word = pairs_word(simd, numbers, others, &test);
    }
    let last = (words.get_mut(whole.len()), rest.first(), other_rest.first());
    if let (Some(word), Some(fill), Some(other_fill)) = last {
        *word = pairs_word(simd, &padded(rest, *fill), &padded(other_rest, *other_fill), &test);
    }
    words
}

#[inline(always)]
fn pairs_word<S: Simd, V: SimdBase<S>>(
    simd: S,
    numbers: &[V::Element; 64],
    others: &[V::Element; 64],
    test: &impl Fn(V, V) -> V::Mask,
) -> u64 {
    let mut word = 0_u64;
    let mut at = 0_u32;
    for (part, other) in numbers.chunks_exact(V::LEN).zip(others.chunks_exact(V::LEN)) {
        word |= test(V::from_slice(simd, part), V::from_slice(simd, other)).to_bitmask().wrapping_shl(at);
        at = at.wrapping_add(lanes_of::<S, V>());
    }
    word
}

/// How many numbers a vector holds: 2 to 64.
#[inline(always)]
fn lanes_of<S: Simd, V: SimdBase<S>>() -> u32 {
    u32::try_from(V::LEN).unwrap_or(64)
}

fn padded<T: Copy>(rest: &[T], fill: T) -> [T; 64] {
    let mut all = [fill; 64];
    for (to, from) in all.iter_mut().zip(rest) {
        *to = *from;
    }
    all
}

/// Looks the numbers up in a table of bits.
pub(super) fn looked_up(codes: &[u8], table: &[bool; 256]) -> Words {
    let mut words = NONE;
    for (word, codes) in words.iter_mut().zip(codes.chunks(64)) {
        *word = codes.iter().zip(0_u32..).fold(0_u64, |word, (code, at)| {
            let holds = table.get(usize::from(*code)).copied().unwrap_or(false);
            word | u64::from(holds).wrapping_shl(at)
        });
    }
    words
}

/// Whether a day of the block may be one for which the calendar could end.
pub(super) fn may_be_far(days: &[i32]) -> bool {
    let far = days.iter().fold(0, |far, day| far | (day ^ (day >> 31)));
    far >> 19 != 0
}
