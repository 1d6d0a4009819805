//! A table, block by block; rows that only a worker tells are taken as workers.

use super::decisions::Decisions;
use super::foresee::{Scratch, rows_of};
use super::kernels::BLOCK;
use super::machine::Machine;
use super::rows::Reader;
use crate::Error;

/// Decides about `rows` rows from the block `first` on, with one reader and one answer for each part of the machine.
pub(super) fn decide(
    machine: &Machine<'_>,
    readers: &mut [Reader<'_>],
    first: usize,
    rows: usize,
    to: &mut [Decisions],
) -> Result<(), Error> {
    let (mut answers, mut scratch) = (machine.answers(), Scratch::default());
    let first_row = first.saturating_mul(BLOCK);
    // Memory that was just made is zero, and the system hands out only what is written to.
    if !machine.fresh {
        machine.clear(to);
    }
    for block in 0..rows.div_ceil(BLOCK) {
        let number = first.saturating_add(block);
        machine.run(number, block, &mut answers, to);
        let live = machine.live(number);
        for ((part, reader), to) in machine.parts.iter().zip(readers.iter_mut()).zip(to.iter_mut()) {
            let mut left = match part {
                Some(part) => answers.of(part.left),
                None => live,
            };
            if let Some(found) = &mut to.eligible_on {
                found.forget(block);
                if let Some(foresight) = part.as_ref().and_then(|part| part.foresight.as_ref()) {
                    let open = machine.foresee(foresight, &answers, (number, block), &mut scratch, found);
                    left.iter_mut().zip(open).for_each(|(left, open)| *left |= open);
                }
            }
            left.iter_mut().zip(live).for_each(|(left, live)| *left &= live);
            for row in rows_of(&left) {
                reader.decide(number.saturating_mul(BLOCK).saturating_add(row), first_row, to)?;
            }
        }
    }
    Ok(())
}
