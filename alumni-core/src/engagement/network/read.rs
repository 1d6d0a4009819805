//! Ties of a table.

use std::collections::BTreeSet;

use super::super::Permitted;
use super::super::scoring::add;
use super::gather::Rows;
use super::options::{Fading, Left};
use super::{InteractionGraph, TieOptions};
use crate::Error;
use crate::columns::{Column, Columns, Values};
use crate::text::did_you_mean;

/// A table of which all batches so far have been read.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    options: &'a TieOptions,
    fading: Fading,
    rows: Rows,
    /// Rows read, those that are too young or too old included.
    read: usize,
}

impl<'a> Reading<'a> {
    pub(super) fn new(options: &'a TieOptions) -> Result<Self, Error> {
        Ok(Self { options, fading: options.fading()?, rows: Rows::default(), read: 0 })
    }

    pub(super) fn add(&mut self, columns: &Columns<'_>) -> Result<(), Error> {
        let options = self.options;
        let first = self.rows.from.len();
        for (name, whose) in [(&options.from, &mut self.rows.from), (&options.to, &mut self.rows.to)] {
            let column = column(columns, name)?;
            self.rows.names.read(column, self.read, whose).map_err(|error| error.within(name.as_str()))?;
        }
        let weights = options.weight.as_ref().map(|name| column(columns, name).map(|column| (name, column)));
        let instants = options.at.as_ref().map(|name| column(columns, name).map(|column| (name, column)));
        let (weights, instants) = (weights.transpose()?, instants.transpose()?);
        if weights.is_none() && instants.is_none() {
            for row in self.rows.from.len().checked_sub(first).map_or(0..0, |count| 0..count) {
                self.rows.weigh(1.0, first.saturating_add(row));
            }
            self.read = self.read.saturating_add(columns.rows());
            return Ok(());
        }
        let mut kept = first;
        for row in 0..columns.rows() {
            let given = match weights {
                None => 1.0,
                Some((name, column)) => {
                    weight(column, row, self.read).map_err(|error| error.within(name.as_str()))?
                }
            };
            let left = match instants {
                None => Left::Share(1.0),
                Some((name, column)) => {
                    let (second, fraction) =
                        instant(column, row, self.read).map_err(|error| error.within(name.as_str()))?;
                    self.fading.left(second, fraction)
                }
            };
            let share = match left {
                Left::Future => {
                    add(&mut self.rows.left_out.future);
                    continue;
                }
                Left::Past => {
                    add(&mut self.rows.left_out.past);
                    continue;
                }
                Left::Share(share) => share,
            };
            self.rows.weigh(given * share, kept);
            let at = first.saturating_add(row);
            for whose in [&mut self.rows.from, &mut self.rows.to] {
                whose.swap(kept, at);
            }
            kept = kept.saturating_add(1);
        }
        self.rows.rows_were_cut |= kept < self.rows.from.len();
        self.rows.from.truncate(kept);
        self.rows.to.truncate(kept);
        self.read = self.read.saturating_add(columns.rows());
        Ok(())
    }

    pub(super) fn finish(
        self,
        members: Option<&BTreeSet<String>>,
        permitted: Permitted<'_>,
    ) -> Result<InteractionGraph, Error> {
        self.rows.finish(members, |id| permitted.allows(id), self.options.both_ways)
    }
}

fn column<'a, 'c>(columns: &'a Columns<'c>, name: &str) -> Result<&'a Column<'c>, Error> {
    columns.get(name).ok_or_else(|| {
        let hint = did_you_mean(name, columns.iter().map(|(name, _)| name));
        Error::missing(format!("expected a column `{name}`{hint}")).within(name)
    })
}

fn weight(column: &Column<'_>, row: usize, before: usize) -> Result<f64, Error> {
    let at = before.saturating_add(row);
    if !column.is_valid(row) {
        return Err(Error::missing(format!("expected a weight in row {at}, got nothing")));
    }
    let weight = match column.values() {
        Values::Integers(numbers) => numbers.get(row).map(|number| number as f64),
        Values::Floats32(numbers) => numbers.get(row).copied().map(f64::from),
        Values::Floats64(numbers) => numbers.get(row).copied(),
        _ => return Err(Error::wrong_type("expected a column of whole numbers or floats")),
    };
    let good = weight.filter(|weight| *weight >= 0.0 && *weight <= LARGEST);
    good.ok_or_else(|| Error::out_of_range(format!("expected a weight from 0 to 1e15 in row {at}")))
}

/// Beyond this no weight can come from any record, and sums of many could overflow.
const LARGEST: f64 = 1e15;

/// Seconds since 1970, and what is left of a second.
fn instant(column: &Column<'_>, row: usize, before: usize) -> Result<(i64, f64), Error> {
    if !column.is_valid(row) {
        let at = before.saturating_add(row);
        return Err(Error::missing(format!("expected a day or an instant in row {at}, got nothing")));
    }
    let (count, per_second) = match column.values() {
        Values::Days(days) => {
            let day = days.get(row).copied().unwrap_or_default();
            return Ok((i64::from(day).saturating_mul(86_400), 0.0));
        }
        Values::Instants { counts, unit } | Values::Zoned { counts, unit, .. } => {
            (counts.get(row).copied().unwrap_or_default(), unit.per_second())
        }
        _ => return Err(Error::wrong_type("expected a column of days or instants")),
    };
    let second = count.checked_div_euclid(per_second).unwrap_or_default();
    let rest = count.checked_rem_euclid(per_second).unwrap_or_default();
    Ok((second, rest as f64 / per_second as f64))
}
