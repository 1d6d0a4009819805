//! Events of one subject and purpose told by their shape: what is folded once is not folded again for the next subject.
//!
//! Where somebody stands depends on most events only by their order: what each of them is, on which channel, by which notice,
//! and whether a yes has ended. Where all clocks are exact and no event of a subject says anything rare, subjects whose
//! events are alike in this stand alike: their cells differ only in where the events are that they rest on, and when the yes
//! ends. A million people come in some hundred shapes. Whatever is not alike in this alone has no shape and is folded.

use super::cell::{Cell, Others};
use crate::consent::act::Act;
use crate::consent::clocks::A_DAY;
use crate::consent::kind::{Actor, Channel, EventKind};
use crate::consent::ledger::Ledger;
use crate::consent::store::{Record, Tick};

/// More records than this have no shape.
const LONGEST: usize = 16;

/// The marks of so many records stand in one number.
const LANES: usize = 4;

/// So many shapes are kept; whatever comes after them is folded.
const MOST: usize = 4_096;

/// So many places are looked at for a shape.
const STEPS: usize = 4;

/// All that the cells of a subject and purpose depend on, but for where its records are and when a yes ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// A mark of 32 bits for each record, in their order.
    marks: [u128; LONGEST / LANES],
    purpose: u16,
    /// How many of the marks' numbers are in use.
    used: u16,
}

impl Shape {
    #[inline]
    fn numbers(&self) -> impl Iterator<Item = u128> {
        self.marks.iter().copied().take(usize::from(self.used))
    }

    /// Where it is looked for, before that is cut to size.
    #[inline]
    fn home(&self) -> usize {
        // Both halves of the product, so that every bit counts.
        let spread = |hash: u64, half: u64| {
            let product = u128::from(hash ^ half).wrapping_mul(SPREAD.into());
            low(product) ^ low(product >> 64)
        };
        let halves = self.numbers().flat_map(|number| [low(number), low(number >> 64)]);
        usize::try_from(halves.fold(self.purpose.into(), spread) >> 32).unwrap_or_default()
    }

    /// Compares without a guess for each mark.
    #[inline]
    fn is(&self, other: &Self) -> bool {
        let marks = self.numbers().zip(&other.marks);
        let differ = u128::from(self.purpose ^ other.purpose | self.used ^ other.used);
        marks.fold(differ, |all, (a, b)| all | (a ^ b)) == 0
    }
}

/// A cell of a shape, without what differs from subject to subject.
#[derive(Clone, Copy, Debug)]
struct Mould {
    cell: Cell,
    /// The place among the records of the yes with whose end it ends; past them for none.
    yes: u8,
    /// One more than the place of the event it rests on, 0 for none; and of a yes elsewhere.
    evidence: u8,
    elsewhere: u8,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    shape: Shape,
    moulds: Box<[Mould]>,
}

/// The shapes that were met, with their cells.
#[derive(Clone, Debug)]
pub(super) struct Shapes {
    at: i64,
    known_at: i64,
    /// For each number of a binding, 0 for none, when a later notice ends a yes that rests on it; `UNTOLD` for numbers that
    /// marks do not tell.
    superseded: Box<[i64; TOLD]>,
    /// For each purpose, whether nothing but where a subject stands is looked at.
    is_plain: Vec<bool>,
    /// A power of two of them; a free one has no moulds.
    slots: Vec<Slot>,
    used: usize,
}

/// Marks tell so many numbers of bindings apart.
const TOLD: usize = 1 << 8;
const UNTOLD: i64 = i64::MIN;
const LAST_TOLD: u32 = 0xff;

/// Odd, and as good as random.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A subject's records about one purpose.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shaped<'l> {
    pub(super) about: &'l [Record],
    /// How many of the subject's come before them.
    before: usize,
}

/// What became of records that were to be added.
pub(super) enum Added {
    /// Their cells are there.
    Cells,
    /// Their shape was not met before. The place is where it is looked for.
    Unmet(Shape, usize),
    /// They have no shape.
    Shapeless,
}

/// Acts that are told by their order: what finds a yes invalid, and what restricts or lifts that, is held against times.
const TOLD_BY_ORDER: u32 = Act::bits(&[
    Act::Void,
    Act::NoticeShown,
    Act::Requested,
    Act::Deferred,
    Act::Given,
    Act::Renewed,
    Act::Refused,
    Act::Objected,
    Act::Revoked,
    Act::Withdrawn,
]);
const _: () = assert!(EventKind::ALL.len() <= 16 && Channel::ALL.len() < 16, "they are told by 4 bits each");
const YES: u32 = Act::bits(&[Act::Given, Act::Renewed]);
const REFUSED: u32 = Act::bits(&[Act::Refused]);

impl Shapes {
    pub(super) fn new(
        ledger: &Ledger,
        at: Tick,
        known_at: Option<Tick>,
        is_plain: impl Fn(u16) -> bool,
    ) -> Self {
        let clocks = ledger.clocks();
        let are_sure = clocks.are_exact() && clocks.untrusted.is_empty();
        let bindings = ledger.store.superseded().map(|end| end.map_or(i64::MAX, whole));
        let mut superseded = Box::new([UNTOLD; TOLD]);
        for (told, end) in superseded.iter_mut().zip(std::iter::once(i64::MAX).chain(bindings)) {
            *told = if are_sure { end } else { UNTOLD };
        }
        Self {
            at: at.parts().0,
            known_at: known_at.map_or(i64::MAX, |known_at| known_at.parts().0),
            superseded,
            is_plain: (0..).take(ledger.purposes().count()).map(is_plain).collect(),
            slots: vec![Slot::default(); MOST * 2],
            used: 0,
        }
    }

    /// Adds the cells of a subject's records about one purpose, after the first `before`, if their shape was met. `None` where
    /// there are no more.
    #[inline]
    pub(super) fn add<'l>(
        &self,
        records: &'l [Record],
        before: usize,
        cells: &mut Vec<Cell>,
    ) -> Option<(Shaped<'l>, Added)> {
        let records = records.get(before..)?;
        let purpose = records.first()?.purpose;
        let mut marks = [0; LONGEST / LANES];
        let mut last = 0;
        let (mut count, mut met, mut is_rare) = (0, 0, false);
        let (mut is_to_all, mut is_to_one) = (false, false);
        for record in records.iter().take_while(|record| record.purpose == purpose) {
            let (mark, rare, ends) = self.mark(record);
            let is_yes = YES >> record.act as u32 & 1 == 1;
            is_to_all |= is_yes & record.channel.is_none();
            is_to_one |= is_yes & record.channel.is_some() & ends;
            last = last << 32 | u128::from(mark);
            met |= 1_u32 << record.act as u32;
            is_rare |= rare;
            if count % LANES == LANES - 1
                && let Some(four) = marks.get_mut(count / LANES)
            {
                *four = std::mem::take(&mut last);
            }
            count = count.saturating_add(1);
        }
        if let Some(rest) = marks.get_mut(count / LANES) {
            *rest = last;
        }
        let shaped = Shaped { about: records.get(..count)?, before };
        // A refusal is held against the end of a yes before it.
        let is_told = met & !TOLD_BY_ORDER == 0 && !(met & REFUSED != 0 && met & YES != 0);
        let has_room = count <= LONGEST && before.saturating_add(LONGEST) < usize::from(u16::MAX);
        let is_plain = self.is_plain.get(usize::from(purpose)).is_some_and(|plain| *plain);
        // With the end of a yes to one channel, what is said of all of them ends too.
        let is_rare = is_rare | is_to_all & is_to_one;
        if is_rare || !(is_told & has_room & is_plain) {
            return Some((shaped, Added::Shapeless));
        }
        let shape = Shape { marks, purpose, used: u16::try_from(count.div_ceil(LANES)).unwrap_or_default() };
        let home = shape.home();
        let Some(slot) = self.find(&shape, home) else { return Some((shaped, Added::Unmet(shape, home))) };
        for mould in &slot.moulds {
            cells.push(self.cast(mould, &shaped));
        }
        Some((shaped, Added::Cells))
    }

    /// What a record adds to a shape, whether it says something rare, and whether it ends if it is a yes. Without branches, which nobody
    /// could foresee.
    #[inline]
    fn mark(&self, record: &Record) -> (u32, bool, bool) {
        let [at, received, end] =
            [record.at(), record.received(), record.end_or_never()].map(|tick| tick.parts().0);
        // Of what tightens, the earlier one.
        let loosens = i64::from(Act::TIGHTEN >> record.act as u32 & 1).wrapping_sub(1);
        let from = at.min(received & !loosens | i64::MAX & loosens);
        let is_known = received <= self.known_at;
        let binding = record.binding & LAST_TOLD;
        let superseded = self.ends_with(record);
        let is_rare = !record.is_plain()
            | (binding != record.binding)
            | (superseded == UNTOLD)
            | (at.saturating_sub(received) > A_DAY.saturating_mul(1_000_000))
            | (is_known & (from > self.at));
        let flag = |is: bool, place: u32| u32::from(is) << place;
        let said = record.act as u32
            | (record.kind as u32) << 4
            | flag(record.actor == Actor::Subject, 8)
            | flag(record.is_imported(), 9)
            | flag(record.is_voided(), 10)
            | flag(end.min(superseded) <= self.at, 11)
            | flag(superseded < end, 12)
            | flag(is_known, 13)
            | binding << 14;
        let channel = record.channel.map_or(Channel::ALL.len(), |channel| channel as usize);
        let channel = u32::try_from(channel).unwrap_or_default() << 22;
        // What is not known stands for no more than its channel.
        let said = said & 0_u32.wrapping_sub(is_known.into());
        (1 << 31 | channel | said, is_rare, end.min(superseded) != i64::MAX)
    }

    /// When a later notice ends a yes.
    #[inline]
    fn ends_with(&self, record: &Record) -> i64 {
        let [told, ..] = record.binding.to_le_bytes();
        self.superseded.get(usize::from(told)).copied().unwrap_or(UNTOLD)
    }

    #[inline]
    fn find(&self, shape: &Shape, home: usize) -> Option<&Slot> {
        let mut slots = self.places(home).filter_map(|place| self.slots.get(place));
        slots.find(|slot| slot.shape.is(shape) && !slot.moulds.is_empty())
    }

    #[inline]
    fn places(&self, home: usize) -> impl Iterator<Item = usize> + use<> {
        let last = self.slots.len().saturating_sub(1);
        (0..STEPS).map(move |step| home.wrapping_add(step) & last)
    }

    #[inline]
    fn cast(&self, mould: &Mould, of: &Shaped<'_>) -> Cell {
        // By time, or because its notice was replaced.
        let end = |yes: &Record| yes.end_or_never().parts().0.min(self.ends_with(yes));
        let until = of.about.get(usize::from(mould.yes)).map_or(i64::MAX, end);
        let place = |in_shape: u8| match in_shape {
            0 => 0,
            place => u16::try_from(of.before.saturating_add(usize::from(place))).unwrap_or_default(),
        };
        let cell = mould.cell.resting_on(place(mould.evidence), until);
        if mould.elsewhere == 0 { cell } else { cell.with_others(Others::Elsewhere(place(mould.elsewhere))) }
    }

    /// Keeps the cells that were folded, each with the yes with whose end it ends.
    pub(super) fn learn(
        &mut self,
        of: &Shaped<'_>,
        shape: Shape,
        home: usize,
        folded: &[(Cell, Option<&Record>)],
    ) {
        if self.used >= MOST {
            return;
        }
        let moulds =
            folded.iter().map(|(cell, yes)| Mould::of(*cell, *yes, of)).collect::<Option<Box<[_]>>>();
        // What does not come out as it went in is not used.
        let same = |moulds: &[Mould]| {
            moulds.iter().zip(folded).all(|(mould, (cell, _))| self.cast(mould, of) == *cell)
        };
        let Some(moulds) = moulds.filter(|moulds| same(moulds)) else { return };
        let is_free = |place: &usize| self.slots.get(*place).is_some_and(|slot| slot.moulds.is_empty());
        let Some(free) = self.places(home).find(is_free) else { return };
        if let Some(slot) = self.slots.get_mut(free) {
            *slot = Slot { shape, moulds };
            self.used = self.used.saturating_add(1);
        }
    }
}

impl Mould {
    /// None where a cell rests on what is not among the records of its shape.
    fn of(cell: Cell, yes: Option<&Record>, of: &Shaped<'_>) -> Option<Self> {
        let inside = |place: u16| match usize::from(place) {
            0 => Some(0),
            place => u8::try_from(place.checked_sub(of.before)?).ok().filter(|place| *place > 0),
        };
        let elsewhere = match cell.others() {
            Others::Elsewhere(place) => place,
            Others::Nothing | Others::Unsaid => 0,
        };
        let yes = match yes {
            Some(yes) => of.about.iter().position(|record| std::ptr::eq(record, yes))?,
            None => LONGEST,
        };
        let yes = u8::try_from(yes).ok()?;
        Some(Self { cell, evidence: inside(cell.evidence())?, yes, elsewhere: inside(elsewhere)? })
    }
}

/// The lower half.
#[inline]
fn low(number: u128) -> u64 {
    u64::try_from(number & u128::from(u64::MAX)).unwrap_or_default()
}

/// The microseconds of an instant, where it has no more than those.
fn whole(tick: Tick) -> i64 {
    let (micros, nanos) = tick.parts();
    if nanos == 0 { micros } else { UNTOLD }
}
