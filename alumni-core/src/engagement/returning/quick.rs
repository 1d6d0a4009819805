//! The usual table in one pass: whole days for everybody, and yes or no.

use super::read::Run;
use crate::columns::{Bits, Column, Integers, Values, each_width};

/// What was counted, with the names of its ends by number.
pub(super) struct Quick {
    pub(super) runs: Vec<Run>,
    pub(super) ends: Vec<Option<String>>,
}

/// Counts a table of whole times and ends that are yes or no, none of them unknown; absent for any other.
pub(super) fn quick(times: &Column<'_>, ends: &Column<'_>) -> Option<Quick> {
    if times.validity().is_some() || ends.validity().is_some() {
        return None;
    }
    let Values::Integers(times) = times.values() else { return None };
    let (counts, name) = match ends.values() {
        Values::Booleans(bits) => {
            (each_width!(times, times => count(times, Flags::Bits(*bits)))?, Some("true"))
        }
        Values::Integers(Integers::U8(flags)) => {
            let worst = flags.iter().fold(0, |most, flag| most | *flag);
            let counts =
                if worst > 1 { None } else { each_width!(times, times => count(times, Flags::Bytes(flags))) };
            (counts?, (worst == 1).then_some("1"))
        }
        _ => return None,
    };
    let runs = (0_u32..).zip(counts).flat_map(|(time, counts)| {
        (0..).zip(counts).filter(|(_, people)| *people > 0).map(move |(end, people)| Run {
            group: 0,
            end,
            time: f64::from(time),
            people: people.into(),
        })
    });
    Some(Quick { runs: runs.collect(), ends: vec![None, name.map(str::to_owned)] })
}

#[derive(Clone, Copy)]
enum Flags<'a> {
    Bits(Bits<'a>),
    Bytes(&'a [u8]),
}

/// Rows that share a word of flags.
const WORD: usize = 64;

/// How many have not ended and how many have at each time; absent for times below 0, or too long for their number.
fn count<T: Copy + Ord + TryInto<usize>>(times: &[T], flags: Flags<'_>) -> Option<Vec<[u32; 2]>> {
    let first = *times.first()?;
    let (least, most) =
        times.iter().fold((first, first), |(least, most), time| (least.min(*time), most.max(*time)));
    let _: usize = least.try_into().ok()?;
    let most: usize = most.try_into().ok()?;
    if most > times.len().saturating_mul(2) {
        return None;
    }
    let mut counts = vec![[0_u32; 2]; most.checked_add(1)?];
    let mut one = |time: T, ended: bool| {
        if let Some([open, end]) = time.try_into().ok().and_then(|time: usize| counts.get_mut(time)) {
            *open = open.wrapping_add(u32::from(!ended));
            *end = end.wrapping_add(u32::from(ended));
        }
    };
    match flags {
        Flags::Bytes(flags) => {
            for (time, flag) in times.iter().zip(flags) {
                one(*time, *flag > 0);
            }
        }
        Flags::Bits(bits) => {
            for (times, row) in times.chunks(WORD).zip((0..).step_by(WORD)) {
                let mut word = bits.word(row);
                for time in times {
                    one(*time, word & 1 == 1);
                    word >>= 1;
                }
            }
        }
    }
    Some(counts)
}
