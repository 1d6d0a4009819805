use crate::Error;

/// Bits of rows, the lowest of a byte first, from an offset on.
#[derive(Clone, Copy, Debug)]
pub struct Bits<'a> {
    bytes: &'a [u8],
    offset: usize,
    len: usize,
}

impl<'a> Bits<'a> {
    /// `len` bits from the bit `offset` of `bytes`.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) when `bytes` holds fewer.
    pub fn new(bytes: &'a [u8], offset: usize, len: usize) -> Result<Self, Error> {
        let wanted = offset.checked_add(len);
        if wanted.is_none_or(|bits| bits.div_ceil(8) > bytes.len()) {
            return Err(Error::inconsistent(format!("expected {len} bits from bit {offset} on")));
        }
        Ok(Self { bytes, offset, len })
    }

    /// Number of bits.
    #[must_use]
    pub const fn len(self) -> usize {
        self.len
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.len == 0
    }

    /// The bit of a row; `false` beyond the end.
    #[must_use]
    pub fn get(self, row: usize) -> bool {
        if row >= self.len {
            return false;
        }
        let Some(bit) = self.offset.checked_add(row) else { return false };
        self.bytes.get(bit / 8).is_some_and(|byte| byte >> (bit % 8) & 1 == 1)
    }

    /// The 64 bits from `row` on as one number, the first lowest; bits beyond the end are 0.
    #[must_use]
    pub fn word(self, row: usize) -> u64 {
        let Some(left) = self.len.checked_sub(row).filter(|left| *left > 0) else { return 0 };
        let Some(start) = self.offset.checked_add(row) else { return 0 };
        let bytes = self.bytes.get(start / 8..).unwrap_or_default();
        let shift = start % 8;
        // All but the last few words are eight bytes in a row: one load.
        let low = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut low = [0_u8; 8];
            for (to, from) in low.iter_mut().zip(bytes) {
                *to = *from;
            }
            low
        });
        let mut word = u64::from_le_bytes(low) >> shift;
        if shift > 0 {
            let high = bytes.get(8).copied().unwrap_or_default();
            word |= u64::from(high)
                .checked_shl(64_u32.saturating_sub(u32::try_from(shift).unwrap_or(0)))
                .unwrap_or(0);
        }
        if left < 64 {
            word & 1_u64.checked_shl(u32::try_from(left).unwrap_or(0)).unwrap_or(0).wrapping_sub(1)
        } else {
            word
        }
    }

    /// Fills `to` with the bits from `row` on, as [`word`](Self::word) has them.
    pub(crate) fn words<const N: usize>(self, row: usize, to: &mut [u64; N]) {
        let bits = N.saturating_mul(64);
        let whole = self.len.checked_sub(row).is_some_and(|left| left >= bits);
        let start = self.offset.saturating_add(row);
        let bytes = self.bytes.get(start / 8..).and_then(|bytes| bytes.get(..bits / 8));
        if let (true, 0, Some(bytes)) = (whole, start % 8, bytes) {
            for (to, from) in to.iter_mut().zip(bytes.as_chunks().0) {
                *to = u64::from_le_bytes(*from);
            }
            return;
        }
        for (to, row) in to.iter_mut().zip((row..).step_by(64)) {
            *to = self.word(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_is_its_bits(bytes in proptest::collection::vec(any::<u8>(), 0..40), offset in 0_usize..70, row in 0_usize..400) {
            prop_assume!(offset <= bytes.len() * 8);
            let bits = Bits::new(&bytes, offset, bytes.len() * 8 - offset).unwrap();
            let word = bits.word(row);
            for away in 0..64 {
                prop_assert_eq!(word >> away & 1 == 1, bits.get(row + away));
            }
            let mut words = [0; 3];
            bits.words(row, &mut words);
            prop_assert_eq!(words, [row, row + 64, row + 128].map(|row| bits.word(row)));
        }
    }

    #[test]
    fn too_few_bytes_are_refused() {
        assert!(Bits::new(&[0], 1, 8).is_err());
        assert!(Bits::new(&[0], usize::MAX, 8).is_err());
        assert!(Bits::new(&[0], 0, 8).is_ok());
    }
}
