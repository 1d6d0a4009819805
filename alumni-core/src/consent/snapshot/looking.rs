//! Many people looked up at a time.

use super::blocks::{Blocks, Found};

/// So many people are looked up at a time: what is read for them stays in the nearest cache.
pub(super) const BLOCK: usize = 128;

/// Who has a table's names, part by part.
pub(super) struct Looking<'s> {
    blocks: &'s Blocks,
    hashes: Vec<u64>,
    slots: Vec<u32>,
    others: Vec<u32>,
}

impl<'s> Looking<'s> {
    pub(super) fn new(blocks: &'s Blocks) -> Self {
        Self {
            blocks,
            hashes: Vec::with_capacity(BLOCK),
            slots: Vec::with_capacity(BLOCK),
            others: Vec::new(),
        }
    }

    /// Calls `each` with each of `names`, few of them, and who that is, in their order.
    #[inline]
    pub(super) fn look<'n, N: Copy>(
        &mut self,
        names: &[(&'n str, N)],
        mut each: impl FnMut(&'n str, N, Option<Found<'s>>),
    ) {
        let blocks = self.blocks;
        // Step by step for all of them waits for memory once where one after the other waits each time.
        let touched = names.iter().map(|(name, _)| name.as_bytes().first().copied().unwrap_or_default());
        std::hint::black_box(touched.fold(0, |all, one| all ^ one));
        self.hashes.clear();
        self.hashes.extend(names.iter().map(|(name, _)| blocks.hash(name.as_bytes())));
        blocks.likely(&self.hashes, &mut self.slots, &mut self.others);
        for (((name, with), hash), slot) in names.iter().zip(&self.hashes).zip(&self.slots) {
            each(name, *with, blocks.find_at(*slot, *hash, name.as_bytes()));
        }
    }
}
