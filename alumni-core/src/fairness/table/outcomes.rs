//! Who was selected, row by row.

use crate::Error;
use crate::columns::{Column, Values, each_width};

/// The outcomes of the rows from `first` on: 0 unknown, 1 not selected, 2 selected.
pub(super) fn outcomes(column: &Column<'_>, first: usize, outcomes: &mut [u32]) -> Result<(), Error> {
    match column.values() {
        Values::Booleans(bits) => {
            for (outcome, row) in outcomes.iter_mut().zip(first..) {
                *outcome = if bits.get(row) { 2 } else { 1 };
            }
        }
        Values::Integers(numbers) => {
            each_width!(numbers, slice => {
                for ((outcome, number), row) in outcomes.iter_mut().zip(slice.iter().skip(first)).zip(first..) {
                    *outcome = match *number {
                        0 => 1,
                        1 => 2,
                        _ if !column.is_valid(row) => 0,
                        _ => return Err(Error::out_of_range(format!("expected 0 or 1 in row {row}"))),
                    };
                }
            });
        }
        Values::Null(_) => outcomes.fill(0),
        _ => return Err(Error::wrong_type("expected a column of booleans or of whole numbers 0 and 1")),
    }
    if let Some(valid) = column.validity() {
        for (outcome, row) in outcomes.iter_mut().zip(first..) {
            if !valid.get(row) {
                *outcome = 0;
            }
        }
    }
    Ok(())
}
