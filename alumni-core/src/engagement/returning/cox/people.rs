//! Rows of numbers, and the same in the order of time.

use super::super::options::level;
use super::super::read::{check_entries, column, not_ended, refuse_unknown};
use super::super::times::{read_numbers, read_times};
use super::CoxOptions;
use crate::Error;
use crate::columns::codes::Codes;
use crate::columns::{Column, Columns, Values};

/// All rows of a table.
#[derive(Debug, Default)]
pub(in super::super) struct People {
    pub(in super::super) times: Vec<f64>,
    pub(in super::super) ended: Vec<bool>,
    /// Empty where all were watched from the beginning.
    pub(in super::super) entries: Vec<f64>,
    /// Column by column.
    pub(in super::super) covariates: Vec<Vec<f64>>,
    /// Whether anybody has the end that is meant.
    end_is_known: bool,
}

const MOST_COVARIATES: usize = 64;
const BLOCK: usize = 2_048;

impl People {
    pub(in super::super) fn new(options: &CoxOptions) -> Result<Self, Error> {
        level(options.confidence)?;
        let names = &options.covariates;
        if names.is_empty() {
            return Err(Error::missing("expected at least one column").within("covariates"));
        }
        if names.len() > MOST_COVARIATES {
            return Err(Error::too_large("expected at most 64 columns").within("covariates"));
        }
        if let Some((place, name)) = names
            .iter()
            .enumerate()
            .find(|(place, name)| names.iter().take(*place).any(|known| known == *name))
        {
            let error = Error::duplicate(format!("expected each column once, got `{name}` again"));
            return Err(error.within(format!("covariates[{place}]")));
        }
        Ok(Self { covariates: vec![Vec::new(); names.len()], ..Self::default() })
    }

    pub(in super::super) fn add(&mut self, columns: &Columns<'_>, options: &CoxOptions) -> Result<(), Error> {
        let before = self.times.len();
        let rows = columns.rows();
        let all = before.saturating_add(rows);
        let times = column(columns, &options.duration)?;
        refuse_unknown(times, before, "a duration")
            .map_err(|error| error.within(options.duration.as_str()))?;
        self.times.resize(all, 0.0);
        let new_times = self.times.get_mut(before..).unwrap_or_default();
        read_times(times, 0, before, new_times).map_err(|error| error.within(options.duration.as_str()))?;

        let ends = column(columns, &options.event)?;
        let at_event = |error: Error| error.within(options.event.as_str());
        if matches!(ends.values(), Values::Booleans(_) | Values::Integers(_)) {
            refuse_unknown(ends, before, "an end").map_err(at_event)?;
        }
        let mut codes = Codes::new(ends).map_err(at_event)?;
        let mut read = vec![0_u32; rows];
        for (block, first) in read.chunks_mut(BLOCK).zip((0..).step_by(BLOCK)) {
            codes.read(first, block).map_err(at_event)?;
        }
        let mut meant = vec![false];
        for name in codes.names() {
            let is_meant = options.end.as_ref().is_none_or(|end| *end == name);
            meant.push(is_meant && !not_ended(&name, ends.values()));
        }
        self.end_is_known |= meant.contains(&true);
        let is_meant =
            |code: &u32| usize::try_from(*code).ok().and_then(|code| meant.get(code)) == Some(&true);
        self.ended.extend(read.iter().map(is_meant));

        if let Some(name) = &options.entry {
            self.entries.resize(all, 0.0);
            let entries = self.entries.get_mut(before..).unwrap_or_default();
            let times = self.times.get(before..).unwrap_or_default();
            read_times(column(columns, name)?, 0, before, entries)
                .and_then(|()| check_entries(entries, times, before))
                .map_err(|error| error.within(name.as_str()))?;
        }
        for (name, values) in options.covariates.iter().zip(&mut self.covariates) {
            let found = column(columns, name)?;
            let within = |error: Error| error.within(name.as_str());
            refuse_unknown(found, before, "a number").map_err(within)?;
            values.resize(all, 0.0);
            let new = values.get_mut(before..).unwrap_or_default();
            read_values(found, new, before).map_err(within)?;
        }
        Ok(())
    }

    /// Refuses an end that nobody has.
    pub(in super::super) fn check_end(&self, options: &CoxOptions) -> Result<(), Error> {
        match &options.end {
            Some(end) if !self.end_is_known => {
                Err(Error::unknown_name(format!("expected one of the ends, got `{end}`")).within("end"))
            }
            _ => Ok(()),
        }
    }
}

/// The numbers and booleans of a column, 0 where they are unknown; `before` rows came before them.
pub(in super::super) fn read_values(
    column: &Column<'_>,
    values: &mut [f64],
    before: usize,
) -> Result<(), Error> {
    match column.values() {
        Values::Booleans(bits) => {
            for (value, row) in values.iter_mut().zip(0..) {
                *value = f64::from(u8::from(bits.get(row)));
            }
        }
        _ => read_numbers(column, 0, values)?,
    }
    if !values.iter().fold(true, |all, value| all & value.is_finite()) {
        let row = values.iter().position(|value| !value.is_finite()).unwrap_or_default();
        let row = row.saturating_add(before);
        return Err(Error::out_of_range(format!("expected a finite number in row {row}")));
    }
    Ok(())
}

/// All who are last seen at one time.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Block {
    pub(in super::super) time: f64,
    /// How many.
    pub(in super::super) people: usize,
    /// How many of them ended; they come first.
    pub(in super::super) ended: usize,
}

/// The rows in falling order of time.
#[derive(Debug)]
pub(in super::super) struct Ordered {
    /// The row at each place.
    pub(in super::super) rows: Vec<u32>,
    pub(in super::super) blocks: Vec<Block>,
    /// Places in falling order of entry, of those who came late, with the entry.
    pub(in super::super) late: Vec<(f64, u32)>,
}

/// Whole times below this are sorted by counting.
const LIMIT: f64 = 1_048_576.0;

impl Ordered {
    pub(in super::super) fn new(people: &People) -> Self {
        let rows = order(&people.times, &people.ended);
        let at = |row: &u32| usize::try_from(*row).unwrap_or(usize::MAX);
        let mut blocks: Vec<Block> = Vec::new();
        for row in &rows {
            let time = people.times.get(at(row)).copied().unwrap_or_default();
            let ended = usize::from(people.ended.get(at(row)).copied().unwrap_or_default());
            match blocks.last_mut().filter(|block| block.time.total_cmp(&time).is_eq()) {
                Some(block) => {
                    block.people = block.people.saturating_add(1);
                    block.ended = block.ended.saturating_add(ended);
                }
                None => blocks.push(Block { time, people: 1, ended }),
            }
        }
        let mut late: Vec<(f64, u32)> = Vec::new();
        if !people.entries.is_empty() {
            late = rows
                .iter()
                .zip(0..)
                .filter_map(|(row, place)| Some((people.entries.get(at(row)).copied()?, place)))
                .filter(|(entry, _)| *entry > 0.0)
                .collect();
            late.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        }
        Self { rows, blocks, late }
    }
}

/// Rows by falling time; of one time those who ended come first. Rows stay in their order otherwise.
fn order(times: &[f64], ended: &[bool]) -> Vec<u32> {
    let longest = times.iter().copied().fold(0.0, f64::max);
    if longest < LIMIT && times.iter().fold(true, |all, time| all & (time.fract().abs() <= 0.0)) {
        let key = |time: f64, ended: bool| {
            key(longest - time).saturating_mul(2).saturating_add(usize::from(!ended))
        };
        let mut starts = vec![0_u32; key(0.0, false).saturating_add(2)];
        for (time, ended) in times.iter().zip(ended) {
            if let Some(count) = starts.get_mut(key(*time, *ended).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0_u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut rows = vec![0_u32; times.len()];
        for ((time, ended), row) in times.iter().zip(ended).zip(0..) {
            if let Some(place) = starts.get_mut(key(*time, *ended)) {
                if let Some(to) = usize::try_from(*place).ok().and_then(|place| rows.get_mut(place)) {
                    *to = row;
                }
                *place = place.saturating_add(1);
            }
        }
        return rows;
    }
    let mut keyed: Vec<(f64, bool, u32)> =
        times.iter().zip(ended).zip(0..).map(|((time, ended), row)| (*time, !*ended, row)).collect();
    keyed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    keyed.into_iter().map(|(_, _, row)| row).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole, from 0 on and below a limit"
)]
fn key(time: f64) -> usize {
    time as usize
}
