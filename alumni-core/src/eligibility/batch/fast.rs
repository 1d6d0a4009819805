//! A table, block by block; rows that only a worker tells are taken as workers.

use super::super::policy::Effect;
use super::blocks::{Answers, Machine, Truth, and, but, or};
use super::decisions::Decisions;
use super::kernels::{BLOCK, NONE, WORDS, Words};
use super::rows::Reader;
use crate::Error;

/// Decides about every row.
pub(super) fn decide(
    machine: &Machine<'_>,
    reader: &mut Reader<'_>,
    to: &mut Decisions,
) -> Result<(), Error> {
    let mut answers = Answers { criteria: Vec::new(), left: NONE };
    for block in 0..machine.rows.div_ceil(BLOCK) {
        let at = machine.block(block, &mut answers);
        let live = machine.live(block);
        let eligible = write(machine, &answers, &live, block, to);
        if to.eligible_on.is_some() {
            let asked = but(&but(&live, &eligible), &answers.left);
            let open = machine.foresee(&answers, &at, &asked, to);
            answers.left = or(&answers.left, &open);
        }
        for (word, first) in answers.left.iter().zip((block.saturating_mul(BLOCK)..).step_by(64)) {
            let mut word = *word;
            while word != 0 {
                let row = first.saturating_add(usize::try_from(word.trailing_zeros()).unwrap_or(0));
                reader.decide(row, to)?;
                word &= word.wrapping_sub(1);
            }
        }
    }
    Ok(())
}

/// Writes masks and outcomes of a block; gives back who is eligible.
fn write(machine: &Machine<'_>, answers: &Answers, live: &Words, block: usize, to: &mut Decisions) -> Words {
    let (mut unmet, mut untold, mut review, mut untold_review) = (NONE, NONE, NONE, NONE);
    let rules = machine.program.rules.iter().zip(&answers.criteria);
    for (((effect, _), truth), masks) in rules.zip(&mut to.criteria) {
        let standing = and(standing(*effect, truth), live);
        let unknown = but(live, &truth.known());
        match effect {
            Effect::Review => {
                review = or(&review, &standing);
                untold_review = or(&untold_review, &unknown);
            }
            Effect::Require | Effect::Bar => {
                unmet = or(&unmet, &standing);
                untold = or(&untold, &unknown);
            }
        }
        store(&mut masks.standing, &standing, block);
        store(&mut masks.unknown, &unknown, block);
    }
    let undetermined = but(&or(&untold, &but(&untold_review, &review)), &unmet);
    let conditional = but(&but(&review, &undetermined), &unmet);
    let rows = to.outcomes.get_mut(block.saturating_mul(BLOCK)..).unwrap_or_default();
    // Two bits make the code: the higher for undetermined and ineligible, the lower for conditional and ineligible.
    let (high, low) = (or(&unmet, &undetermined), or(&unmet, &conditional));
    for ((rows, high), low) in rows.chunks_mut(64).zip(&high).zip(&low) {
        let bytes = high.to_le_bytes().into_iter().zip(low.to_le_bytes());
        for (rows, (high, low)) in rows.chunks_mut(8).zip(bytes) {
            let codes = spread(high) << 1 | spread(low);
            for (to, code) in rows.iter_mut().zip(codes.to_le_bytes()) {
                *to = code;
            }
        }
    }
    but(&but(live, &high), &low)
}

/// Where a criterion is in the way, or asks for a person.
fn standing(effect: Effect, truth: &Truth) -> &Words {
    match effect {
        Effect::Require => &truth.no,
        Effect::Bar | Effect::Review => &truth.yes,
    }
}

/// Eight bits as eight bytes, the lowest first.
const fn spread(bits: u8) -> u64 {
    // Each byte keeps its own bit of a copy; adding 127 carries it to the top.
    let picked = (bits as u64).wrapping_mul(0x0101_0101_0101_0101) & 0x8040_2010_0804_0201;
    picked.wrapping_add(0x7F7F_7F7F_7F7F_7F7F) >> 7 & 0x0101_0101_0101_0101
}

fn store(mask: &mut [u64], words: &Words, block: usize) {
    let to = mask.get_mut(block.saturating_mul(WORDS)..).unwrap_or_default();
    for (to, from) in to.iter_mut().zip(words) {
        *to = *from;
    }
}
