use super::super::kernels::{BLOCK, NONE, WORDS, Words};
use crate::columns::Bits;

/// One bit for each row.
pub(in super::super) enum Mask<'a> {
    All,
    None,
    Bits(Bits<'a>),
    Words(Vec<u64>),
}

impl Mask<'_> {
    /// The bits of a block; beyond the last row of any meaning.
    pub(in super::super) fn block(&self, block: usize, to: &mut Words) {
        match self {
            Self::All => *to = [u64::MAX; WORDS],
            Self::None => *to = NONE,
            Self::Words(words) => *to = words_of(words, block),
            Self::Bits(bits) => bits.words(block.saturating_mul(BLOCK), to),
        }
    }
}

/// A block of a mask; 0 beyond its end.
pub(in super::super) fn words_of(mask: &[u64], block: usize) -> Words {
    let from = mask.get(block.saturating_mul(WORDS)..).unwrap_or_default();
    from.first_chunk().copied().unwrap_or_else(|| {
        let mut words = NONE;
        for (to, from) in words.iter_mut().zip(from) {
            *to = *from;
        }
        words
    })
}

/// The part of a column that is a block.
pub(in super::super) fn part<T>(numbers: &[T], block: usize) -> &[T] {
    let rest = numbers.get(block.saturating_mul(BLOCK)..).unwrap_or_default();
    rest.get(..BLOCK).unwrap_or(rest)
}
