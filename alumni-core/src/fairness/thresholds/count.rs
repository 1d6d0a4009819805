//! One pass over the rows: how many of each group have a fact between two thresholds.

use std::collections::BTreeMap;

use super::super::table::column;
use super::{Inference, Side, ThresholdOptions};
use crate::Error;
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns, Values, each_width};
use crate::numerics::splitmix;

/// People by how many thresholds they pass, from none to all; those whose fact is unknown last.
type Counts = Vec<u64>;

/// What is kept of a table: the people of each group, in the half that is searched and in the one held out.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) thresholds: Vec<f64>,
    side: Side,
    seed: Option<u64>,
    pub(super) rows: u64,
    /// By name; those whose group is unknown under none.
    pub(super) groups: BTreeMap<Option<String>, [Counts; 2]>,
}

/// Rows that are read at a time: their codes stay in the nearest memory.
const BLOCK: usize = 2_048;

impl Counted {
    pub(super) fn new(thresholds: Vec<f64>, options: &ThresholdOptions) -> Self {
        let seed = match options.inference {
            Inference::Holm => None,
            Inference::Split { seed } => Some(seed),
        };
        Self { thresholds, side: options.side, seed, rows: 0, groups: BTreeMap::new() }
    }

    /// Counts the rows of a table, or of its next batch.
    pub(super) fn add(&mut self, columns: &Columns<'_>, options: &ThresholdOptions) -> Result<(), Error> {
        let facts = column(columns, &options.fact)?;
        let mut codes = Codes::new(column(columns, &options.attribute)?)
            .map_err(|error| error.within(options.attribute.as_str()))?;
        let mut block = vec![0_u32; BLOCK];
        let mut passed = vec![0_usize; BLOCK];
        let places = self.thresholds.len().saturating_add(2);
        // Half by half, group by group, place by place.
        let mut halves = [Vec::new(), Vec::new()];
        let mut first = 0;
        while first < columns.rows() {
            let length = columns.rows().saturating_sub(first).min(BLOCK);
            block.truncate(length);
            passed.truncate(length);
            codes.read(first, &mut block).map_err(|error| error.within(options.attribute.as_str()))?;
            self.pass(facts, first, &mut passed).map_err(|error| error.within(options.fact.as_str()))?;
            for half in &mut halves {
                half.resize(codes.count().saturating_mul(places), 0_u64);
            }
            for ((code, place), row) in block.iter().zip(&passed).zip(self.rows..) {
                let code = usize::try_from(*code).unwrap_or_default();
                let cell = code.saturating_mul(places).saturating_add(*place);
                let half = usize::from(self.seed.is_some_and(|seed| is_held_out(seed, row)));
                if let Some(count) = halves.get_mut(half).and_then(|half| half.get_mut(cell)) {
                    *count = count.saturating_add(1);
                }
            }
            first = first.saturating_add(length);
            self.rows = self.rows.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
        }
        let names = std::iter::once(None).chain(codes.names().into_iter().map(Some));
        let [searched, held] = &halves;
        for ((name, searched), held) in names.zip(searched.chunks(places)).zip(held.chunks(places)) {
            let sums = self.groups.entry(name).or_insert_with(|| [vec![0; places], vec![0; places]]);
            for (sums, counts) in sums.iter_mut().zip([searched, held]) {
                for (sum, count) in sums.iter_mut().zip(counts) {
                    *sum = sum.saturating_add(*count);
                }
            }
        }
        Ok(())
    }

    /// How many thresholds each row from `first` on passes; one more than there are where its fact is unknown.
    #[expect(clippy::cast_lossless, reason = "one form for whole numbers of every width")]
    fn pass(&self, facts: &Column<'_>, first: usize, passed: &mut [usize]) -> Result<(), Error> {
        let unknown = self.thresholds.len().saturating_add(1);
        let place = |fact: f64| match self.side {
            Side::AtLeast => self.thresholds.partition_point(|threshold| *threshold <= fact),
            Side::AtMost => self
                .thresholds
                .len()
                .saturating_sub(self.thresholds.partition_point(|threshold| *threshold < fact)),
        };
        let number = |row: usize, fact: f64| {
            if fact.is_nan() {
                Err(Error::out_of_range(format!("expected a number in row {row}, got NaN")))
            } else {
                Ok(place(fact))
            }
        };
        match facts.values() {
            Values::Null(_) => passed.fill(unknown),
            Values::Integers(numbers) => {
                each_width!(numbers, slice => {
                    for (passed, fact) in passed.iter_mut().zip(slice.iter().skip(first)) {
                        *passed = place(*fact as f64);
                    }
                });
            }
            Values::Days(days) => {
                for (passed, fact) in passed.iter_mut().zip(days.iter().skip(first)) {
                    *passed = place(f64::from(*fact));
                }
            }
            Values::Floats32(numbers) => {
                for ((passed, fact), row) in passed.iter_mut().zip(numbers.iter().skip(first)).zip(first..) {
                    *passed = if facts.is_valid(row) { number(row, f64::from(*fact))? } else { unknown };
                }
            }
            Values::Floats64(numbers) => {
                for ((passed, fact), row) in passed.iter_mut().zip(numbers.iter().skip(first)).zip(first..) {
                    *passed = if facts.is_valid(row) { number(row, *fact)? } else { unknown };
                }
            }
            Values::Decimals { unscaled, scale } => {
                let unit = 10_f64.powi(i32::from(*scale).abs());
                for (passed, fact) in passed.iter_mut().zip(unscaled.iter().skip(first)) {
                    let fact = *fact as f64;
                    // One division rounds once, so that 1.25 is 1.25.
                    *passed = place(if *scale >= 0 { fact / unit } else { fact * unit });
                }
            }
            _ => return Err(Error::wrong_type("expected a column of numbers or days")),
        }
        if let Some(valid) = facts.validity() {
            for (passed, row) in passed.iter_mut().zip(first..) {
                if !valid.get(row) {
                    *passed = unknown;
                }
            }
        }
        Ok(())
    }
}

/// Whether a row belongs to the half that is held out: the top bit of the row's number, mixed.
///
/// # Source
///
/// The mixing is that of `SplitMix64`: G. Steele, D. Lea, C. Flood, *Fast Splittable Pseudorandom Number Generators*, OOPSLA 2014.
fn is_held_out(seed: u64, row: u64) -> bool {
    let state = seed.wrapping_add(row.wrapping_add(1).wrapping_mul(splitmix::STEP));
    splitmix::mixed(state) >> 63 == 1
}
