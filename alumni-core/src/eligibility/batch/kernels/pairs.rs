//! Days compared with days.

use std::ops::Add as _;

use fearless_simd::{Simd, prelude::*};

use super::super::super::expression::Comparison;
use super::{Words, lanes_of, packed, padded, quarters};

/// The bits of pairs of days of which the first, `plus` days later but at most `most`, compares so with the second, `by`
/// days later.
#[inline(always)]
pub(in super::super) fn pairs<S: Simd>(
    simd: S,
    left: &Moved<'_>,
    is: Comparison,
    right: &Moved<'_>,
    to: &mut Words,
) {
    macro_rules! with {
        ($test:ident) => {
            if left.most == i32::MAX {
                pairs_with::<S, false>(
                    simd,
                    left,
                    right,
                    to,
                    #[inline(always)]
                    |a, b| a.$test(b),
                );
            } else {
                pairs_with::<S, true>(
                    simd,
                    left,
                    right,
                    to,
                    #[inline(always)]
                    |a, b| a.$test(b),
                );
            }
        };
    }
    match is {
        Comparison::Equal | Comparison::NotEqual => with!(simd_eq),
        Comparison::Less | Comparison::AtLeast => with!(simd_lt),
        Comparison::Greater | Comparison::AtMost => with!(simd_gt),
    }
    if matches!(is, Comparison::NotEqual | Comparison::AtLeast | Comparison::AtMost) {
        to.iter_mut().for_each(|word| *word = !*word);
    }
}

/// Days, some days later but none above the most.
pub(in super::super) struct Moved<'d> {
    pub(in super::super) days: &'d [i32],
    pub(in super::super) plus: i32,
    pub(in super::super) most: i32,
}

#[inline(always)]
fn pairs_with<S: Simd, const CAPPED: bool>(
    simd: S,
    left: &Moved<'_>,
    right: &Moved<'_>,
    to: &mut Words,
    test: impl Fn(S::i32s, S::i32s) -> S::mask32s,
) {
    // Days are few enough from 1970 that all may be moved by what the left ones are; rows with days far away are left.
    let most = S::i32s::splat(simd, left.most.saturating_sub(left.plus));
    let plus = S::i32s::splat(simd, right.plus.wrapping_sub(left.plus));
    pair_words::<S>(
        left.days,
        right.days,
        to,
        #[inline(always)]
        |a, b| {
            let a = S::i32s::from_slice(simd, a);
            let a = if CAPPED { a.min(most) } else { a };
            // Vectors add without a trap.
            test(a, S::i32s::from_slice(simd, b).add(plus))
        },
    );
}

#[inline(always)]
fn pair_words<S: Simd>(
    left: &[i32],
    right: &[i32],
    to: &mut Words,
    test: impl Fn(&[i32], &[i32]) -> S::mask32s,
) {
    let ((whole, rest), (others, other_rest)) = (left.as_chunks::<64>(), right.as_chunks::<64>());
    for ((word, a), b) in to.iter_mut().zip(whole).zip(others) {
        *word = pair_word::<S>(a, b, &test);
    }
    if let (Some(word), false) = (to.get_mut(whole.len()), rest.is_empty()) {
        *word = pair_word::<S>(&padded(rest, 0), &padded(other_rest, 0), &test);
    }
}

#[inline(always)]
fn pair_word<S: Simd>(
    left: &[i32; 64],
    right: &[i32; 64],
    test: &impl Fn(&[i32], &[i32]) -> S::mask32s,
) -> u64 {
    let size = S::i32s::LEN.wrapping_mul(4);
    let (mut word, mut at) = (0_u64, 0_u32);
    for (left, right) in left.chunks_exact(size).zip(right.chunks_exact(size)) {
        let ([a, b, c, d], [e, f, g, h]) = (quarters(left), quarters(right));
        word |= packed::<S>([test(a, e), test(b, f), test(c, g), test(d, h)]).wrapping_shl(at);
        at = at.wrapping_add(lanes_of::<S, S::u8s>());
    }
    word
}
