use super::record::{Places, Record};
use super::{Texts, number};
use crate::calendar::Period;
use crate::consent::event::Event;
use crate::ids::Name;

/// One subject's events.
// A lookup compares the name and goes on to the records: both within one cache line.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) name: Name,
    /// In fold order as far as they are sorted; the rest is staged.
    pub(super) records: Vec<Record>,
    pub(super) sorted: u32,
}

const _: () = assert!(size_of::<Subject>() == 64, "a subject fills a cache line");

impl Subject {
    pub(super) fn new(name: &str) -> Self {
        Self { name: Name::new(name), records: Vec::new(), sorted: 0 }
    }

    pub(super) fn unsorted(&self) -> &[Record] {
        self.records.get(self.sorted()..).unwrap_or_default()
    }

    pub(super) fn sort(&mut self, texts: &Texts) {
        if !self.records.is_sorted_by(|a, b| texts.order(a, b).is_le()) {
            // Finds what is sorted already, which most of it is.
            self.records.sort_by(|a, b| texts.order(a, b));
        }
        self.is_sorted();
    }

    pub(super) fn is_sorted(&mut self) {
        self.sorted = number(self.records.len());
    }

    /// Puts a record with other times in the place of one; whether it now waits to be sorted where nothing waited before.
    pub(super) fn redate(&mut self, place: usize, record: Record) -> bool {
        if place >= self.records.len() {
            return false;
        }
        let waits = self.unsorted().is_empty();
        if place < self.sorted() {
            self.sorted = self.sorted.saturating_sub(1);
        }
        self.records.remove(place);
        self.records.push(record);
        waits
    }

    fn sorted(&self) -> usize {
        usize::try_from(self.sorted).unwrap_or(usize::MAX)
    }

    /// Where the record with the source and id of `event` is.
    pub(super) fn find(
        &self,
        texts: &Texts,
        event: &Event,
        purpose: u16,
        length: Option<Period>,
    ) -> Option<usize> {
        let same = |record: &Record| texts.id(record) == event.id && texts.source(record) == event.source;
        // The same event again stands where it stood; anything else under its source and id is an error for the caller.
        let wanted = Record::new(event, Places { purpose, ..Places::default() }, length);
        let sorted = self.records.get(..self.sorted()).unwrap_or_default();
        let place = sorted.partition_point(|record| {
            (record.order(&wanted))
                .then_with(|| texts.source(record).cmp(&event.source))
                .then_with(|| texts.id(record).cmp(&event.id))
                .is_lt()
        });
        if sorted.get(place).is_some_and(same) {
            return Some(place);
        }
        self.records.iter().rposition(same)
    }
}
