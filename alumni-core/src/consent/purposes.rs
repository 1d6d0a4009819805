//! The purposes of a ledger.

use std::ops::Deref;

use super::purpose::Purpose;
use super::store::Index;

/// Purposes sorted by id, found by their ids.
#[derive(Clone, Debug, Default)]
pub(super) struct Purposes {
    all: Box<[Purpose]>,
    by_id: Index,
}

impl Purposes {
    /// `all` are sorted by id, each once, and fewer than 65,536.
    pub(super) fn new(all: Box<[Purpose]>) -> Self {
        let mut by_id = Index::default();
        for (place, purpose) in (0..).zip(&all) {
            by_id.insert(by_id.hash_text(&purpose.id), place);
        }
        Self { all, by_id }
    }

    /// Where a purpose stands among them.
    pub(super) fn place(&self, id: &str) -> Option<u16> {
        let is = |place: u32| {
            let place = usize::try_from(place).ok();
            place.and_then(|place| self.all.get(place)).is_some_and(|purpose| purpose.id == id)
        };
        u16::try_from(self.by_id.find(self.by_id.hash_text(id), is)?).ok()
    }
}

impl Deref for Purposes {
    type Target = [Purpose];

    fn deref(&self) -> &[Purpose] {
        &self.all
    }
}
