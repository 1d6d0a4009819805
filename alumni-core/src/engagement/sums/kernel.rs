//! The loop over the events.

use super::super::decay::Table;
use super::super::scoring::add;
use super::ScoreSums;
use super::quick::{FEW, Parts};
use crate::Error;
use crate::engagement::{Points, ScoreModel};

/// What an event of a kind adds when it is new, in units, and which table fades it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    scaled: f64,
    table: usize,
    /// Its place among the kinds with a cap.
    capped: Option<usize>,
}

/// Below this a number can be rounded by adding and taking away [`ROUNDING`].
const ROUNDABLE: f64 = 2_251_799_813_685_248.0;
/// 1.5 · 2⁵²: what is added to it loses its fraction, ties to even.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

/// What the events of each kind add, for everybody or by band of tenure.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    /// The kinds of the model: for people whose tenure is not known, then, where the model has bands, for those below the first
    /// band, and for each band.
    all: Vec<Weighed>,
    pub(super) width: usize,
    /// Whether what each kind adds is small enough for the short way to round.
    pub(super) are_roundable: bool,
    /// Where the bands begin, and what each multiplies by.
    pub(super) bands: Vec<(u32, f64)>,
    /// What the first kinds add for anybody, as many as there may be in `quick`.
    pub(super) few: [f64; FEW],
    /// Where in `all` each person's begin; empty where the model has no bands.
    starts: Vec<u32>,
}

impl Weights {
    pub(super) fn new(model: &ScoreModel) -> (Self, Vec<Table>) {
        let mut half_lives: Vec<f64> = Vec::new();
        let mut place = |half_life: f64| {
            half_lives.iter().position(|known| known.to_bits() == half_life.to_bits()).unwrap_or_else(|| {
                half_lives.push(half_life);
                half_lives.len().saturating_sub(1)
            })
        };
        let bands: Vec<_> = model.tenure().iter().map(|band| (band.from_years, band.factor)).collect();
        let below = (!bands.is_empty()).then_some(1.0);
        let factors = std::iter::once(1.0).chain(below).chain(bands.iter().map(|(_, factor)| *factor));
        let mut all = Vec::new();
        for factor in factors {
            let mut capped = 0..;
            all.extend(model.kinds().iter().map(|kind| Weighed {
                scaled: kind.weight * factor * Points::PER_POINT,
                table: place(model.half_life_seconds(kind)),
                capped: kind.cap.and_then(|_| capped.next()),
            }));
        }
        let are_roundable = all.iter().all(|weighed| weighed.scaled < ROUNDABLE);
        let mut few = [0.0; FEW];
        for (few, weighed) in few.iter_mut().zip(&all) {
            *few = weighed.scaled;
        }
        let (width, starts) = (model.kinds().len(), Vec::new());
        let weights = Self { all, width, are_roundable, bands, few, starts };
        (weights, half_lives.into_iter().map(Table::new).collect())
    }

    /// A person more, with so many completed years, where they are known.
    pub(super) fn add_person(&mut self, years: Option<u32>) {
        if self.bands.is_empty() {
            return;
        }
        let below = |years: u32| self.bands.iter().filter(|(from, _)| *from <= years).count();
        let row = years.map_or(0, |years| below(years).saturating_add(1));
        self.starts.push(u32::try_from(row.saturating_mul(self.width)).unwrap_or(u32::MAX));
    }

    /// What a person's weights are multiplied by, where that is known.
    pub(super) fn factor(&self, person: usize) -> Option<f64> {
        let row = usize::try_from(*self.starts.get(person)?).ok()?.checked_div(self.width)?;
        match row.checked_sub(2) {
            Some(band) => self.bands.get(band).map(|(_, factor)| *factor),
            None => (row == 1).then_some(1.0),
        }
    }

    /// What an event of a kind adds when `person` did it.
    #[inline]
    fn of(&self, person: u32, kind: u16) -> Option<&Weighed> {
        let kind = Some(usize::from(kind)).filter(|kind| *kind < self.width)?;
        let start = self.starts.get(index(person)).and_then(|start| usize::try_from(*start).ok());
        self.all.get(start.unwrap_or_default().wrapping_add(kind))
    }

    /// The same where tenure does not matter.
    #[inline]
    fn of_anybody(&self, kind: u16) -> Option<&Weighed> {
        self.all.get(usize::from(kind)).filter(|_| usize::from(kind) < self.width)
    }
}

/// Events as numbers: for each the person's number, the kind's place in the model, the second it lies in, and 1 where that had begun
/// when it happened, so that one second less is completed since. There are at most [`BLOCK`] of them.
#[derive(Clone, Copy)]
pub(super) struct Block<'a> {
    pub(super) people: &'a [u32],
    pub(super) kinds: &'a [u16],
    pub(super) seconds: &'a [i64],
    pub(super) begun: &'a [u8],
    /// The row of each, counted from the first that was read since.
    pub(super) rows: &'a [u64],
}

/// Where the events of a block go and how many units each adds.
pub(super) struct Faded {
    places: [usize; BLOCK],
    pub(super) units: [u64; BLOCK],
    pub(super) parts: Parts,
}

impl Faded {
    pub(super) const fn new() -> Self {
        Self { places: [0; BLOCK], units: [0; BLOCK], parts: Parts::new() }
    }
}

/// What the loop over a block met: how many people and kinds there must be, and whether an event came after the end or is older than
/// the tables, so that nothing of the block can be used.
struct Met {
    persons: usize,
    kinds: usize,
    odd: bool,
}

impl ScoreSums {
    /// Adds events as numbers: each person's [number](Self::person), the place of the kind in the model, from 0, and the
    /// second since 1970 in which it happened.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for columns of different lengths and for events of a capped kind that
    /// run backwards in time, [`OutOfRange`](crate::ErrorKind::OutOfRange) for a person or kind that does not exist, with the
    /// row. Nothing of the rows from there on is added.
    pub fn add_codes(&mut self, people: &[u32], kinds: &[u16], seconds: &[i64]) -> Result<(), Error> {
        if people.len() != kinds.len() || people.len() != seconds.len() {
            return Err(Error::inconsistent("expected columns of the same length"));
        }
        let mut faded = Faded::new();
        let rows: Vec<u64> = (0..).take(BLOCK).collect();
        let blocks = people.chunks(BLOCK).zip(kinds.chunks(BLOCK)).zip(seconds.chunks(BLOCK));
        for ((people, kinds), seconds) in blocks {
            self.block(Block { people, kinds, seconds, begun: &[0; BLOCK], rows: &rows }, &mut faded)?;
            self.rows = self.rows.saturating_add(u64::try_from(people.len()).unwrap_or(u64::MAX));
        }
        Ok(())
    }

    /// Adds a block.
    ///
    /// What the events add is reckoned for all of them before any is added: the places that they are added to are far apart in
    /// memory, and a loop that does nothing else has many of them under way at a time.
    pub(super) fn block(&mut self, block: Block<'_>, faded: &mut Faded) -> Result<(), Error> {
        if self.quick(block, faded) {
            return Ok(());
        }
        let weights = &self.weights;
        let of_anybody = |_, kind| weights.of_anybody(kind);
        let met = match self.tables.as_slice() {
            [one] if weights.bands.is_empty() => self.fade(block, of_anybody, |_| Some(one), faded),
            tables if weights.bands.is_empty() => {
                self.fade(block, of_anybody, |place| tables.get(place), faded)
            }
            tables => {
                self.fade(block, |person, kind| weights.of(person, kind), |place| tables.get(place), faded)
            }
        };
        let at_row = |column: &str, place: Option<usize>, expected: &str| {
            let row = place.and_then(|place| block.rows.get(place)).copied().unwrap_or_default();
            Error::out_of_range(expected).within(format!("{column}: row {}", self.rows.saturating_add(row)))
        };
        if met.persons > self.people.len() {
            let stranger = block.people.iter().position(|person| index(*person) >= self.people.len());
            return Err(at_row("people", stranger, "expected the number of a person"));
        }
        if met.kinds > weights.width {
            let unknown = block.kinds.iter().position(|kind| usize::from(*kind) >= weights.width);
            return Err(at_row("kinds", unknown, "expected the place of a kind in the model"));
        }
        let odd = met.odd || !weights.are_roundable;
        if odd {
            self.fade_one_by_one(block, faded);
        }
        let limited = if self.windows.is_empty() { Ok(()) } else { self.limit(block, faded) };
        let length = match &limited {
            Ok(()) => block.people.len(),
            Err((length, _)) => *length,
        };
        for (place, units) in faded.places.iter().zip(&faded.units).take(length) {
            let Some(slot) = self.units.get_mut(*place) else { continue };
            match slot.checked_add(*units) {
                Some(sum) => *slot = sum,
                None => self.put(*place, u128::from(*units)),
            }
        }
        let counted = if odd || !self.windows.is_empty() {
            faded.places.iter().take(length).filter(|place| **place != NOWHERE).count()
        } else {
            length
        };
        self.tally.counted = self.tally.counted.saturating_add(u64::try_from(counted).unwrap_or(u64::MAX));
        limited.map_err(|(_, error)| error)
    }

    /// Where every event of a block goes and what it adds, where none is odd.
    #[inline]
    fn fade<'t>(
        &self,
        block: Block<'_>,
        weighed: impl Fn(u32, u16) -> Option<&'t Weighed>,
        table: impl Fn(usize) -> Option<&'t Table>,
        faded: &mut Faded,
    ) -> Met {
        let (width, kept) = (self.width(), self.kept());
        let last = self.end.wrapping_sub(1);
        let (mut person_most, mut kind_most, mut bits, mut odd) = (0_u32, 0_u16, 0_u64, false);
        let events = block.people.iter().zip(block.kinds).zip(block.seconds).zip(block.begun);
        let places = faded.places.iter_mut().zip(&mut faded.units);
        for ((((person, kind), second), begun), (place, units)) in events.zip(places) {
            person_most = person_most.max(*person);
            kind_most = kind_most.max(*kind);
            // Of what comes later the highest bit is set.
            let since = last.wrapping_sub(*second).cast_unsigned();
            bits |= since;
            let weighed = weighed(*person, *kind);
            let left = weighed.and_then(|weighed| table(weighed.table)?.known(age(since, *begun)));
            let (Some(weighed), Some(left)) = (weighed, left) else {
                odd = true;
                continue;
            };
            *place = index(*person).wrapping_mul(width).wrapping_add(usize::from(*kind & kept));
            *units = rounded(weighed.scaled * left);
        }
        let of = |most: usize| if block.people.is_empty() { 0 } else { most.saturating_add(1) };
        Met { persons: of(index(person_most)), kinds: of(kind_most.into()), odd: odd || bits >> 31 != 0 }
    }

    /// The same for any block; for the next one the tables reach as far back. What comes after the end goes nowhere.
    #[cold]
    fn fade_one_by_one(&mut self, block: Block<'_>, faded: &mut Faded) {
        let (width, kept, end) = (self.width(), self.kept(), self.end);
        let age = |second: i64, begun: u8| {
            let age = end.saturating_sub(second).saturating_sub(begun.into());
            u64::try_from(age).ok().filter(|_| second < end)
        };
        let ages = || block.seconds.iter().zip(block.begun).map(|(second, begun)| age(*second, *begun));
        let oldest = ages().flatten().max().unwrap_or_default();
        for table in &mut self.tables {
            table.reach(oldest / 86_400);
        }
        let mut after = 0;
        let places = faded.places.iter_mut().zip(&mut faded.units);
        for (((person, kind), age), (place, units)) in
            block.people.iter().zip(block.kinds).zip(ages()).zip(places)
        {
            let weighed = self.weights.of(*person, *kind);
            let table = weighed.and_then(|weighed| self.tables.get(weighed.table));
            (*place, *units) = match (weighed, table, age) {
                (Some(weighed), Some(table), Some(age)) => (
                    index(*person).wrapping_mul(width).wrapping_add(usize::from(*kind & kept)),
                    nearest(weighed.scaled * table.remaining(age)),
                ),
                _ => {
                    add(&mut after);
                    (NOWHERE, 0)
                }
            };
        }
        self.tally.after_as_of = self.tally.after_as_of.saturating_add(after);
    }

    /// Lets what a cap does not let count go nowhere; where the events run backwards, how many came before.
    fn limit(&mut self, block: Block<'_>, faded: &mut Faded) -> Result<(), (usize, Error)> {
        let events = block.people.iter().zip(block.kinds).zip(block.seconds).zip(block.rows);
        for (((((person, kind), second), row), place), before) in events.zip(&mut faded.places).zip(0..) {
            let Some(capped) = self.weights.of_anybody(*kind).and_then(|weighed| weighed.capped) else {
                continue;
            };
            let row = self.rows.saturating_add(*row);
            if *place == NOWHERE {
                continue;
            }
            if !self.windows.admits(index(*person), capped, *second, row).map_err(|error| (before, error))? {
                add(&mut self.tally.capped);
                *place = NOWHERE;
            }
        }
        Ok(())
    }
}

/// Rows at a time.
pub(super) const BLOCK: usize = 512;

/// The place of what adds nothing.
const NOWHERE: usize = usize::MAX;

pub(super) fn index(person: u32) -> usize {
    usize::try_from(person).unwrap_or(usize::MAX)
}

/// The completed seconds to the end of what happened in the second that lies so many before the last one.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "what does not fit is odd")]
fn age(since: u64, begun: u8) -> u32 {
    (since as u32).wrapping_add(1).wrapping_sub(begun.into())
}

/// The whole number nearest to one below [`ROUNDABLE`], ties to even.
#[inline]
pub(super) fn rounded(units: f64) -> u64 {
    (units + ROUNDING).to_bits().wrapping_sub(ROUNDING.to_bits())
}

/// The whole number nearest to one below 2⁶⁰, ties to even.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not below zero and below 2^60"
)]
fn nearest(units: f64) -> u64 {
    libm::rint(units) as u64
}
