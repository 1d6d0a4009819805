//! What the notices of a ledger make of an event's notice, worked out once for all events that name it.

use super::number;
use super::tick::Tick;
use crate::consent::notice::{Mismatch, NoticeRef, Notices};
use crate::ids::Index;

/// A notice, named by events about one purpose.
#[derive(Clone, Debug)]
pub(in crate::consent) struct Binding {
    pub(in crate::consent) notice: NoticeRef,
    purpose: u16,
    /// Whether it proves that a text about the purpose was shown.
    pub(in crate::consent) proves: Result<(), Mismatch>,
    /// From when on which later version ends a yes that rests on it.
    pub(in crate::consent) superseded: Option<(Tick, u32)>,
}

impl Binding {
    /// Whether both are about one version of one notice.
    pub(in crate::consent) fn is_of(&self, other: &Self) -> bool {
        (self.notice.version, &self.notice.id) == (other.notice.version, &other.notice.id)
    }

    /// Whether it names a notice that the ledger does not have, or has with another text.
    pub(super) fn is_unproven(&self) -> bool {
        matches!(self.proves, Err(Mismatch::Unknown | Mismatch::Changed))
    }
}

/// Bindings by number, from 1; 0 stands for no notice.
#[derive(Clone, Debug, Default)]
pub(in crate::consent) struct Bindings {
    all: Vec<Binding>,
    index: Index,
    last: u32,
}

impl Bindings {
    pub(in crate::consent) fn get(&self, number: u32) -> Option<&Binding> {
        self.all.get(usize::try_from(number.checked_sub(1)?).ok()?)
    }

    /// For each number from 1 on, when a later notice ends a yes that rests on it.
    pub(super) fn superseded(&self) -> impl Iterator<Item = Option<Tick>> {
        self.all.iter().map(|binding| binding.superseded.map(|(end, _)| end))
    }

    pub(super) fn number(&mut self, notice: &NoticeRef, purpose: (u16, &str), notices: &Notices) -> u32 {
        let (place, id) = purpose;
        let is = |binding: &Binding| binding.purpose == place && binding.notice == *notice;
        if self.get(self.last).is_some_and(is) {
            return self.last;
        }
        let hash = self.index.hash(&(notice, place));
        let known = self.index.find(hash, |number| self.get(number).is_some_and(is));
        self.last = known.unwrap_or_else(|| {
            self.all.push(Binding {
                notice: notice.clone(),
                purpose: place,
                proves: notices.check(notice, id),
                superseded: notices.superseded(notice, id).map(|(at, version)| (at.into(), version)),
            });
            let last = number(self.all.len());
            self.index.insert(hash, last);
            last
        });
        self.last
    }
}
