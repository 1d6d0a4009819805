//! Outcomes out of bits.

use fearless_simd::{Simd, prelude::*};

use super::lanes_of;

/// Writes for each of 64 rows twice its bit of `high` plus its bit of `low`.
#[inline(always)]
pub(in super::super) fn codes<S: Simd>(simd: S, high: u64, low: u64, to: &mut [u8; 64]) {
    if S::u8s::LEN < 32 {
        let bytes = high.to_le_bytes().into_iter().zip(low.to_le_bytes());
        for (to, (high, low)) in to.as_chunks_mut::<8>().0.iter_mut().zip(bytes) {
            *to = (spread(high) << 1 | spread(low)).to_le_bytes();
        }
        return;
    }
    let [zero, one, two] = [0, 1, 2].map(
        #[inline(always)]
        |number| S::u8s::splat(simd, number),
    );
    let mut at = 0_u32;
    for to in to.chunks_exact_mut(S::u8s::LEN) {
        let high = <S::mask8s as SimdMask<S>>::from_bitmask(simd, high.wrapping_shr(at));
        let low = <S::mask8s as SimdMask<S>>::from_bitmask(simd, low.wrapping_shr(at));
        (high.select(two, zero) | low.select(one, zero)).store_slice(to);
        at = at.wrapping_add(lanes_of::<S, S::u8s>());
    }
}

/// Eight bits as eight bytes, the lowest first.
#[inline(always)]
fn spread(bits: u8) -> u64 {
    SPREAD.get(usize::from(bits)).copied().unwrap_or(0)
}

static SPREAD: [u64; 256] = {
    let mut all = [0; 256];
    let (mut bits, mut rest): (u64, &mut [u64]) = (0, &mut all);
    while let Some((first, others)) = rest.split_first_mut() {
        // Each byte keeps its own bit of a copy; adding 127 carries it to the top.
        let picked = bits.wrapping_mul(0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
        *first = picked.wrapping_add(0x7F7F_7F7F_7F7F_7F7F) >> 7 & 0x0101_0101_0101_0101;
        (bits, rest) = (bits.wrapping_add(1), others);
    }
    all
};
