//! The loop over the events.

use super::super::decay::Table;
use super::super::scoring::add;
use super::{REFUSED, ScoreSums};
use crate::Error;
use crate::engagement::{Points, ScoreModel};

/// What an event of a kind adds when it is new, in units, and which table fades it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed {
    scaled: f64,
    table: usize,
    /// Its place among the kinds with a cap.
    pub(super) capped: Option<usize>,
}

/// Below this a number is rounded by adding and taking away [`ROUNDING`].
const ROUNDABLE: f64 = 2_251_799_813_685_248.0;
/// 1.5 · 2⁵²: what is added to it loses its fraction, ties to even.
const ROUNDING: f64 = 6_755_399_441_055_744.0;

pub(super) fn weighed(model: &ScoreModel) -> (Vec<Weighed>, Vec<Table>) {
    let mut half_lives: Vec<f64> = Vec::new();
    let mut capped = 0..;
    let mut place = |half_life: f64| {
        half_lives.iter().position(|known| known.to_bits() == half_life.to_bits()).unwrap_or_else(|| {
            half_lives.push(half_life);
            half_lives.len().saturating_sub(1)
        })
    };
    let kinds = model.kinds().iter().map(|kind| Weighed {
        scaled: kind.weight * Points::PER_POINT,
        table: place(model.half_life_seconds(kind)),
        capped: kind.cap.and_then(|_| capped.next()),
    });
    let kinds = kinds.collect();
    (kinds, half_lives.into_iter().map(Table::new).collect())
}

/// A block of events: for each the person's number or [`REFUSED`], the kind's place in the model, the completed seconds from it to the end,
/// below zero for what comes later, and the second it lies in.
pub(super) struct Block<'a> {
    pub(super) people: &'a [u32],
    pub(super) kinds: &'a [u16],
    pub(super) ages: &'a [i64],
    pub(super) seconds: &'a [i64],
}

/// Instead of a kind: the model does not know it; it is counted elsewhere.
pub(super) const UNKNOWN: u16 = u16::MAX;

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
        let (persons, places) = (self.people.len(), self.kinds.len());
        let mut ages = [0_i64; BLOCK];
        let blocks = people.chunks(BLOCK).zip(kinds.chunks(BLOCK)).zip(seconds.chunks(BLOCK));
        for ((people, kinds), seconds) in blocks {
            let highest = people.iter().copied().max().and_then(|number| usize::try_from(number).ok());
            if highest.is_some_and(|highest| highest >= persons) {
                let row =
                    people.iter().position(|number| usize::try_from(*number).is_ok_and(|n| n >= persons));
                return Err(self.at_row("people", row, "expected the number of a person"));
            }
            if kinds.iter().copied().max().is_some_and(|highest| usize::from(highest) >= places) {
                let row = kinds.iter().position(|kind| usize::from(*kind) >= places);
                return Err(self.at_row("kinds", row, "expected the place of a kind in the model"));
            }
            for (age, second) in ages.iter_mut().zip(seconds) {
                *age = self.age(*second);
            }
            let ages = ages.get(..people.len()).unwrap_or_default();
            self.block(&Block { people, kinds, ages, seconds })?;
        }
        Ok(())
    }

    fn at_row(&self, column: &str, row: Option<usize>, expected: &str) -> Error {
        let row = self.rows.saturating_add(u64::try_from(row.unwrap_or_default()).unwrap_or_default());
        Error::out_of_range(expected).within(format!("{column}: row {row}"))
    }

    /// The age of what happened at the beginning of a second; -1 for what happened at or after the end.
    pub(super) fn age(&self, second: i64) -> i64 {
        if second >= self.end { -1 } else { self.end.saturating_sub(second) }
    }

    /// Adds a block whose numbers are known to be right.
    pub(super) fn block(&mut self, block: &Block<'_>) -> Result<(), Error> {
        let oldest = block.ages.iter().copied().max().and_then(|age| u64::try_from(age).ok());
        for table in &mut self.tables {
            table.reach(oldest.unwrap_or_default() / 86_400);
        }
        let width = self.kinds.len();
        let (mut counted, mut after): (u64, u64) = (0, 0);
        let events = block.people.iter().zip(block.kinds).zip(block.ages).zip(block.seconds);
        for ((((person, kind), age), second), row) in events.zip(self.rows..) {
            let Ok(age) = u64::try_from(*age) else {
                add(&mut after);
                continue;
            };
            if *person == REFUSED {
                continue;
            }
            let person = usize::try_from(*person).unwrap_or(usize::MAX);
            let Some(weighed) = self.kinds.get(usize::from(*kind)) else { continue };
            if let Some(capped) = weighed.capped
                && !self.windows.admits(person, capped, *second, row)?
            {
                add(&mut self.tally.capped);
                continue;
            }
            let Some(table) = self.tables.get(weighed.table) else { continue };
            let units = rounded(weighed.scaled * table.remaining(age), weighed.scaled);
            let place = person.wrapping_mul(width).wrapping_add(usize::from(*kind));
            let Some(slot) = self.units.get_mut(place) else { continue };
            match slot.checked_add(units) {
                Some(sum) => *slot = sum,
                None => self.put(place, u128::from(units)),
            }
            add(&mut counted);
        }
        self.tally.counted = self.tally.counted.saturating_add(counted);
        self.tally.after_as_of = self.tally.after_as_of.saturating_add(after);
        self.rows = self.rows.saturating_add(u64::try_from(block.people.len()).unwrap_or(u64::MAX));
        Ok(())
    }
}

/// Rows at a time.
pub(super) const BLOCK: usize = 2_048;

/// A number of units, ties to even, of which none is above `most`.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, not below zero and below 2^60"
)]
fn rounded(units: f64, most: f64) -> u64 {
    if most < ROUNDABLE {
        (units + ROUNDING).to_bits().wrapping_sub(ROUNDING.to_bits())
    } else {
        libm::rint(units) as u64
    }
}
