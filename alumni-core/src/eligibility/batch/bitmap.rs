use std::ops::Deref;

/// Bits of rows that are written block by block, and are not made zero again while they are.
#[derive(Clone, Debug)]
pub(in crate::eligibility) struct Bitmap {
    words: Vec<u64>,
    /// Whether every bit is known to be 0.
    zero: bool,
}

impl Bitmap {
    /// No bit.
    pub(super) const fn new() -> Self {
        Self { words: Vec::new(), zero: true }
    }

    /// So many words; new ones are 0.
    pub(super) fn resize(&mut self, words: usize) {
        super::decisions::room(&mut self.words, words);
    }

    /// Makes every bit 0.
    pub(super) fn clear(&mut self) {
        if !self.zero {
            self.words.fill(0);
            self.zero = true;
        }
    }

    /// The words, to be written.
    #[inline(always)]
    pub(super) fn write(&mut self) -> &mut Vec<u64> {
        self.zero = false;
        &mut self.words
    }
}

impl Deref for Bitmap {
    type Target = [u64];

    fn deref(&self) -> &[u64] {
        &self.words
    }
}

impl From<Vec<u64>> for Bitmap {
    fn from(words: Vec<u64>) -> Self {
        Self { words, zero: false }
    }
}

impl From<Bitmap> for Vec<u64> {
    fn from(bits: Bitmap) -> Self {
        bits.words
    }
}

impl PartialEq for Bitmap {
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

impl Eq for Bitmap {}
