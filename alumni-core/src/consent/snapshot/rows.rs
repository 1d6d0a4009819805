//! What is said of everybody, a row each.

use super::cell::{Cell, Kind, Told};
use crate::consent::store::Tick;

/// What is said of one subject: microseconds until the answer changes; and from the lowest bit the kind in 16, one more than the
/// event's place in 16, and the subject's number in 32.
#[derive(Clone, Copy)]
pub(super) struct Row {
    until: i64,
    rest: u64,
}

impl Row {
    const EVIDENCE: u32 = 16;
    const NUMBER: u32 = 32;
    /// Kinds below this are those of cells and answers.
    const KINDS: u16 = u16::MAX - 1;
    /// What has no room in a row and stands beside the rows.
    pub(super) const BESIDE: Self = Self { until: 0, rest: 0xfffe };
    /// Not written yet.
    const UNSEEN: Self = Self { until: 0, rest: 0xffff };

    /// `None` for what has no room.
    pub(super) fn told(told: Told<&Kind>, kinds: &mut Vec<Kind>) -> Option<Self> {
        let (until, nanos) = told.until.parts();
        let evidence = u16::try_from(told.evidence).ok().filter(|_| nanos == 0)?;
        let place = kinds.iter().position(|kind| kind == told.kind).unwrap_or_else(|| {
            kinds.push(*told.kind);
            kinds.len().saturating_sub(1)
        });
        let kind = u16::try_from(place).ok().filter(|kind| *kind < Self::KINDS)?;
        Some(Self { until, rest: u64::from(kind) | u64::from(evidence) << Self::EVIDENCE })
    }

    #[inline]
    pub(super) fn of_cell(cell: Cell, kind: u8) -> Self {
        let rest = u64::from(kind) | u64::from(cell.evidence()) << Self::EVIDENCE;
        Self { until: cell.until().parts().0, rest }
    }

    #[inline]
    pub(super) fn resting_on(self, evidence: u16) -> Self {
        let rest = self.rest & !(u64::from(u16::MAX) << Self::EVIDENCE);
        Self { rest: rest | u64::from(evidence) << Self::EVIDENCE, ..self }
    }

    #[inline]
    fn of(self, number: u32) -> Self {
        Self { rest: self.rest | u64::from(number) << Self::NUMBER, ..self }
    }

    pub(super) fn is_unseen(self) -> bool {
        self.field(0) == u16::MAX
    }

    pub(super) fn is_beside(self) -> bool {
        self.field(0) == Self::KINDS
    }

    fn field(self, shift: u32) -> u16 {
        u16::try_from(self.rest >> shift & u64::from(u16::MAX)).unwrap_or_default()
    }

    pub(super) fn kind(self) -> usize {
        self.field(0).into()
    }

    pub(super) fn evidence(self) -> u32 {
        self.field(Self::EVIDENCE).into()
    }

    pub(super) fn until(self) -> Tick {
        Tick::of_parts(self.until, 0)
    }
}

/// Rows on their way into the order of the people, who are met in no order: first into parts that stay in the nearer caches, then
/// each to its place in its part.
pub(super) struct Sorted {
    people: usize,
    /// The binary logarithm of how many people are in a part.
    width: u32,
    parts: Vec<Vec<Row>>,
}

impl Sorted {
    /// The parts are at least as wide as this, and there are no more of them than that.
    const WIDTH: u32 = 13;
    const PARTS: usize = 128;

    pub(super) fn new(people: usize) -> Self {
        let width = people.div_ceil(Self::PARTS).next_power_of_two().trailing_zeros().max(Self::WIDTH);
        let part = || Vec::with_capacity(people.min(1 << width));
        Self {
            people,
            width,
            parts: std::iter::repeat_with(part).take(people.div_ceil(1 << width)).collect(),
        }
    }

    #[inline]
    pub(super) fn push(&mut self, number: u32, row: Row) {
        let part = usize::try_from(number >> self.width).unwrap_or_default();
        if let Some(part) = self.parts.get_mut(part) {
            part.push(row.of(number));
        }
    }

    /// The rows in the order of the people, part by part.
    pub(super) fn finish(mut self) -> Vec<Vec<Row>> {
        let mut left = self.people;
        let mut sorted = vec![Row::UNSEEN; self.people.min(1 << self.width)];
        let places = (1_u64 << self.width).saturating_sub(1);
        for part in &mut self.parts {
            let people = left.min(1 << self.width);
            left = left.saturating_sub(people);
            sorted.fill(Row::UNSEEN);
            for row in part.iter() {
                let place = usize::try_from(row.rest >> Row::NUMBER & places);
                if let Some(to) = place.ok().and_then(|place| sorted.get_mut(place)) {
                    *to = *row;
                }
            }
            // Memory that was written before is near, and there already.
            part.clear();
            part.extend_from_slice(sorted.get(..people).unwrap_or_default());
        }
        self.parts
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::consent::snapshot::cell::NEVER;

    proptest! {
        #[test]
        fn everybody_has_their_place_and_whoever_is_missing_none(
            people in 0..40_000_u32,
            steps in prop::sample::select(vec![1_u32, 7, 8_191, 16_384]),
            evidence in 1..=u16::MAX,
        ) {
            let told = |number: u32| Told {
                kind: Told::NOTHING.kind,
                evidence: u32::from(evidence).saturating_sub(number).max(1),
                until: Tick::of_parts(i64::from(number), 0),
            };
            let mut kinds = Vec::new();
            let mut sorted = Sorted::new(usize::try_from(people).unwrap());
            // In no order, some of them not at all.
            let mixed = || (0..people).map(|number| (number * 19) % people.max(1)).filter(|number| number % steps > 0);
            let met: std::collections::BTreeSet<_> = mixed().collect();
            for number in mixed() {
                sorted.push(number, Row::told(told(number).by_ref(), &mut kinds).unwrap());
            }
            let rows = sorted.finish().concat();
            prop_assert_eq!(rows.len(), usize::try_from(people).unwrap());
            for (number, row) in (0..).zip(&rows) {
                prop_assert_eq!(row.is_unseen(), !met.contains(&number));
                if met.contains(&number) {
                    let told = told(number);
                    prop_assert_eq!((row.kind(), row.evidence(), row.until()), (0, told.evidence, told.until));
                }
            }
        }
    }

    #[test]
    fn a_cell_is_told_as_it_is() {
        use crate::consent::snapshot::cell::{Kinds, Scope};
        let told = Told { evidence: 65_535, until: Tick::of_parts(-5, 0), ..Told::NOTHING };
        let mut kinds = Kinds::default();
        let cell = Cell::new(3, Scope::Whole, &told, &mut kinds);
        let row = Row::of_cell(cell, 200).of(u32::MAX);
        assert_eq!((row.kind(), row.evidence(), row.until()), (200, 65_535, told.until));
        let row = row.resting_on(7);
        assert_eq!((row.kind(), row.evidence(), row.until()), (200, 7, told.until));
        let never = Row::told(Told::NOTHING.by_ref(), &mut Vec::new()).unwrap();
        assert_eq!((never.evidence(), never.until(), never.is_unseen()), (0, NEVER, false));
    }

    #[test]
    fn what_has_no_room_in_a_row_is_not_put_into_one() {
        let told = Told { evidence: 65_536, ..Told::NOTHING };
        assert!(Row::told(told.by_ref(), &mut Vec::new()).is_none());
        let told = Told { until: Tick::of_parts(5, 1), ..Told::NOTHING };
        assert!(Row::told(told.by_ref(), &mut Vec::new()).is_none());
        let beside = Row::BESIDE.of(7);
        assert!(beside.is_beside() && !beside.is_unseen() && !Row::UNSEEN.is_beside());
    }
}
