//! What is said of everybody, a row each.

use super::cell::{Cell, Kind, Told};
use crate::consent::store::Tick;

/// What is said of one subject: microseconds until the answer changes; and from the lowest bit the kind in 16, what is left of a
/// microsecond until then in 16, and one more than the event's place in 32.
#[derive(Clone, Copy)]
pub(super) struct Row {
    until: i64,
    rest: u64,
}

impl Row {
    const NANOS: u32 = 16;
    const EVIDENCE: u32 = 32;
    /// Not written yet: no kind has its number.
    const UNSEEN: Self = Self { until: 0, rest: u64::MAX };

    pub(super) fn told(told: Told<&Kind>, kinds: &mut Vec<Kind>) -> Self {
        let (until, nanos) = told.until.parts();
        let place = kinds.iter().position(|kind| kind == told.kind).unwrap_or_else(|| {
            kinds.push(*told.kind);
            kinds.len().saturating_sub(1)
        });
        let kind = u64::try_from(place).unwrap_or(u64::MAX).min(u64::from(u16::MAX));
        let rest = kind | u64::from(nanos) << Self::NANOS | u64::from(told.evidence) << Self::EVIDENCE;
        Self { until, rest }
    }

    #[inline]
    pub(super) fn of_cell(cell: Cell, kind: u8) -> Self {
        let rest = u64::from(kind) | u64::from(cell.evidence()) << Self::EVIDENCE;
        Self { until: cell.until().parts().0, rest }
    }

    #[inline]
    pub(super) fn resting_on(self, evidence: u16) -> Self {
        let rest = self.rest & !(u64::from(u32::MAX) << Self::EVIDENCE);
        Self { rest: rest | u64::from(evidence) << Self::EVIDENCE, ..self }
    }

    pub(super) fn is_unseen(self) -> bool {
        self.rest == Self::UNSEEN.rest
    }

    fn field(self, shift: u32) -> u16 {
        u16::try_from(self.rest >> shift & u64::from(u16::MAX)).unwrap_or_default()
    }

    pub(super) fn kind(self) -> usize {
        self.field(0).into()
    }

    pub(super) fn evidence(self) -> u32 {
        u32::try_from(self.rest >> Self::EVIDENCE).unwrap_or_default()
    }

    pub(super) fn until(self) -> Tick {
        Tick::of_parts(self.until, self.field(Self::NANOS))
    }
}

/// Rows on their way into the order of the people, who are met in no order: first into parts that stay in the nearer caches, then
/// each to its place in its part.
pub(super) struct Sorted {
    people: usize,
    /// The binary logarithm of how many people are in a part.
    width: u32,
    parts: Vec<Vec<(u32, Row)>>,
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
            part.push((number, row));
        }
    }

    pub(super) fn finish(self) -> Vec<Row> {
        let mut rows = Vec::with_capacity(self.people);
        let places = (1_u32 << self.width).saturating_sub(1);
        for part in self.parts {
            let first = rows.len();
            rows.resize(self.people.min(first.saturating_add(1 << self.width)), Row::UNSEEN);
            let to = rows.get_mut(first..).unwrap_or_default();
            for (number, row) in part {
                if let Some(to) = usize::try_from(number & places).ok().and_then(|place| to.get_mut(place)) {
                    *to = row;
                }
            }
        }
        rows
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
            evidence in 1..=u32::MAX,
            nanos in 0..1_000_u16,
        ) {
            let told = |number: u32| Told {
                kind: Told::NOTHING.kind,
                evidence: evidence.wrapping_sub(number).max(1),
                until: Tick::of_parts(i64::from(number), nanos),
            };
            let mut kinds = Vec::new();
            let mut sorted = Sorted::new(usize::try_from(people).unwrap());
            // In no order, each of the others once.
            for number in (0..people).map(|number| (number * 19) % people.max(1)).filter(|number| number % steps > 0) {
                sorted.push(number, Row::told(told(number).by_ref(), &mut kinds));
            }
            let rows = sorted.finish();
            prop_assert_eq!(rows.len(), usize::try_from(people).unwrap());
            let met: std::collections::BTreeSet<_> =
                (0..people).map(|number| (number * 19) % people.max(1)).filter(|number| number % steps > 0).collect();
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
        let row = Row::of_cell(cell, 200);
        assert_eq!((row.kind(), row.evidence(), row.until()), (200, 65_535, told.until));
        let row = row.resting_on(7);
        assert_eq!((row.kind(), row.evidence(), row.until()), (200, 7, told.until));
        let never = Row::told(Told::NOTHING.by_ref(), &mut Vec::new());
        assert_eq!((never.evidence(), never.until(), never.is_unseen()), (0, NEVER, false));
    }
}
