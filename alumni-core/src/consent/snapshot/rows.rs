//! What is said of each of many people, a row each.

use super::blocks::Found;
use super::cell::{Cell, Kind, Others, Told};
use super::{Asking, Snapshot};
use crate::consent::store::Tick;

/// What is said of one subject: microseconds until the answer changes; and from the lowest bit the kind in 16 and one more than the
/// event's place in 16.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    until: i64,
    rest: u64,
}

impl Row {
    const EVIDENCE: u32 = 16;
    /// Kinds below this are those of cells and answers.
    const KINDS: u16 = u16::MAX - 1;
    /// What has no room in a row and stands beside the rows.
    pub(super) const BESIDE: Self = Self { until: 0, rest: 0xfffe };
    /// What is to be folded.
    pub(super) const UNTOLD: Self = Self { until: 0, rest: 0xffff };

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

    /// What a cell says.
    #[inline]
    fn of_cell(cell: Cell) -> Self {
        // A kind that is to be folded has all bits here as there.
        let kind = cell.kind_number().map_or(u64::from(u16::MAX), u64::from);
        Self { until: cell.until().parts().0, rest: kind | u64::from(cell.evidence()) << Self::EVIDENCE }
    }

    #[inline]
    fn resting_on(self, evidence: u16) -> Self {
        let rest = self.rest & !(u64::from(u16::MAX) << Self::EVIDENCE);
        Self { rest: rest | u64::from(evidence) << Self::EVIDENCE, ..self }
    }

    /// `yes` where it `is` so, else `no`: without a branch, because nobody could foresee it.
    #[inline]
    fn either(is: bool, yes: Self, no: Self) -> Self {
        let rest = std::hint::select_unpredictable(is, yes.rest, no.rest);
        Self { until: std::hint::select_unpredictable(is, yes.until, no.until), rest }
    }

    #[cfg(test)]
    fn is_untold(self) -> bool {
        self.field(0) == u16::MAX
    }

    pub(super) fn is_beside(self) -> bool {
        self.field(0) == Self::KINDS
    }

    #[inline]
    fn field(self, shift: u32) -> u16 {
        u16::try_from(self.rest >> shift & u64::from(u16::MAX)).unwrap_or_default()
    }

    #[inline]
    pub(super) fn kind(self) -> usize {
        self.field(0).into()
    }

    /// What it says, where this is its kind.
    #[inline]
    pub(super) fn told_of(self, kind: &Kind) -> Told<&Kind> {
        Told { kind, evidence: self.evidence(), until: self.until() }
    }

    #[inline]
    pub(super) fn until_micros(self) -> i64 {
        self.until
    }

    #[inline]
    pub(super) fn evidence(self) -> u32 {
        self.field(Self::EVIDENCE).into()
    }

    #[inline]
    fn until(self) -> Tick {
        Tick::of_parts(self.until, 0)
    }
}

/// What is said of everybody, by their numbers, column by column: rows that come in no order meet less memory so.
#[derive(Clone)]
pub(super) struct ToldColumns {
    kinds: Vec<u16>,
    evidence: Vec<u16>,
    until: Vec<i64>,
}

impl ToldColumns {
    pub(super) fn untold(people: usize) -> Self {
        let (untold, until) = (Row::UNTOLD.field(0), Row::UNTOLD.until);
        Self { kinds: vec![untold; people], evidence: vec![0; people], until: vec![until; people] }
    }

    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    #[inline]
    pub(super) fn set(&mut self, number: u32, row: Row) {
        let place = usize::try_from(number).unwrap_or_default();
        let to = (self.kinds.get_mut(place), self.evidence.get_mut(place), self.until.get_mut(place));
        if let (Some(kind), Some(evidence), Some(until)) = to {
            (*kind, *evidence, *until) = (row.field(0), row.field(Row::EVIDENCE), row.until);
        }
    }

    /// Of whom nothing is told.
    pub(super) fn left(&self) -> Vec<u32> {
        let untold = |(_, kind): &(u32, &u16)| **kind == Row::UNTOLD.field(0);
        (0..).zip(&self.kinds).filter(untold).map(|(number, _)| number).collect()
    }

    #[inline]
    pub(super) fn rows(&self) -> impl Iterator<Item = Row> {
        let columns = self.kinds.iter().zip(&self.evidence).zip(&self.until);
        columns.map(|((kind, evidence), until)| Row {
            until: *until,
            rest: u64::from(*kind) | u64::from(*evidence) << Row::EVIDENCE,
        })
    }
}

/// What is said of anybody about one purpose and channel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows {
    asking: Asking,
    /// Where events about the purpose say nothing of the channel.
    nothing: Row,
    /// Where no event is about the purpose.
    unmentioned: Row,
    /// Where nobody has heard of the subject.
    unknown: Row,
    /// Where a yes is for another channel.
    elsewhere: Row,
}

impl Rows {
    /// Adds to `kinds`, which begin with those of the cells, what else is said.
    pub(super) fn new(snapshot: &Snapshot, asking: Asking, kinds: &mut Vec<Kind>) -> Self {
        let row = |told: Option<&Told>, kinds: &mut Vec<Kind>| {
            told.and_then(|told| Row::told(told.by_ref(), kinds)).unwrap_or(Row::UNTOLD)
        };
        let nothing = row(snapshot.nothing(asking), kinds);
        // Rules may look at the events about other purposes.
        let unmentioned = if snapshot.ledger.packs.is_empty() { nothing } else { Row::UNTOLD };
        let elsewhere = snapshot.said.elsewhere.get(usize::from(asking.purpose)).and_then(Option::as_ref);
        let elsewhere = row(elsewhere, kinds);
        // Only a channel that is allowed is like all those that no event names.
        let is_like_others = asking.channel.is_some() && asking.is_allowed;
        Self {
            asking,
            nothing: if is_like_others { nothing } else { Row::UNTOLD },
            unmentioned,
            unknown: if snapshot.blocks.is_partial { Row::UNTOLD } else { unmentioned },
            elsewhere: if is_like_others { elsewhere } else { Row::UNTOLD },
        }
    }

    pub(super) fn asking(&self) -> Asking {
        self.asking
    }

    /// What is said of a person, or of nobody known; untold where it is to be folded.
    #[expect(
        clippy::inline_always,
        reason = "who was found would go there by way of memory that is waited for"
    )]
    #[inline(always)]
    pub(super) fn row(&self, found: Option<Found<'_>>) -> Row {
        let Some(found) = found else { return self.unknown };
        let about = found.about(self.asking.purpose);
        // Most have one cell about a purpose, if any.
        if about.count_ones() > 1 || found.len() > Found::COUNTED {
            return self.first_of(found);
        }
        let cell = found.cell(about);
        let said = Row::either(self.asking.is_allowed, Row::of_cell(cell), Row::UNTOLD);
        let said = Row::either(cell.answers(self.asking.channel), said, self.of_others(cell.others()));
        Row::either(about == 0, self.unmentioned, said)
    }

    #[inline]
    fn of_others(&self, others: Others) -> Row {
        match others {
            Others::Unsaid => Row::UNTOLD,
            Others::Nothing => self.nothing,
            Others::Elsewhere(evidence) => self.elsewhere.resting_on(evidence),
        }
    }

    /// Where there are several cells about the purpose.
    #[inline(never)]
    fn first_of(&self, found: Found<'_>) -> Row {
        let Asking { purpose, channel, is_allowed } = self.asking;
        let mut is_about = false;
        let mut others = Others::Unsaid;
        for cell in found.cells().filter(|cell| cell.purpose() == purpose) {
            if cell.answers(channel) {
                return if is_allowed { Row::of_cell(cell) } else { Row::UNTOLD };
            }
            if cell.others() != Others::Unsaid {
                others = cell.others();
            }
            is_about = true;
        }
        if is_about { self.of_others(others) } else { self.unmentioned }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::snapshot::cell::{Kinds, NEVER, Scope};

    #[test]
    fn a_cell_is_told_as_it_is() {
        let told = Told { evidence: 65_535, until: Tick::of_parts(-5, 0), ..Told::NOTHING };
        let mut kinds = Kinds::default();
        let cell = Cell::new(3, Scope::Whole, &told, &mut kinds);
        let row = Row::of_cell(cell);
        assert_eq!((row.kind(), row.evidence(), row.until()), (0, 65_535, told.until));
        let row = row.resting_on(7);
        assert_eq!((row.kind(), row.evidence(), row.until()), (0, 7, told.until));
        let never = Row::told(Told::NOTHING.by_ref(), &mut Vec::new()).unwrap();
        assert_eq!((never.evidence(), never.until(), never.is_untold()), (0, NEVER, false));
        assert_eq!((Row::either(true, row, never), Row::either(false, row, never)), (row, never));
    }

    #[test]
    fn what_has_no_room_in_a_row_is_not_put_into_one() {
        let told = Told { evidence: 65_536, ..Told::NOTHING };
        assert!(Row::told(told.by_ref(), &mut Vec::new()).is_none());
        assert!(Row::of_cell(Cell::new(0, Scope::Whole, &told, &mut Kinds::default())).is_untold());
        let told = Told { until: Tick::of_parts(5, 1), ..Told::NOTHING };
        assert!(Row::told(told.by_ref(), &mut Vec::new()).is_none());
        assert!(Row::of_cell(Cell::new(0, Scope::Whole, &told, &mut Kinds::default())).is_untold());
        assert!(Row::BESIDE.is_beside() && !Row::BESIDE.is_untold() && !Row::UNTOLD.is_beside());
        assert!(Row::UNTOLD.resting_on(3).is_untold());
    }
}
