use std::collections::HashMap;

/// Numbers for ids, in the order in which they are first seen: to sort and compare by number what would be slow by text.
#[derive(Default)]
pub(super) struct Ids<'a>(HashMap<&'a str, u32, foldhash::fast::RandomState>);

impl<'a> Ids<'a> {
    pub(super) fn number(&mut self, id: &'a str) -> u32 {
        // A record has fewer events, and so fewer ids, than there are numbers.
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(id).or_insert(next)
    }

    pub(super) fn find(&self, id: &str) -> Option<u32> {
        self.0.get(id).copied()
    }
}
