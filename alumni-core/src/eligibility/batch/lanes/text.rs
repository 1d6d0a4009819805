//! Texts by number: each distinct text of a column is looked at once.

use super::super::decisions::{bit, set};
use crate::columns::{Column, Texts, Values};

/// A column of texts by number.
#[derive(Default)]
pub(in crate::eligibility) struct Coded {
    /// The number of each row's text; 0 for a row without one.
    pub(super) codes: Vec<u32>,
    /// For each text whether it is there, and its bytes.
    pub(in crate::eligibility) texts: Vec<(bool, Option<Vec<u8>>)>,
    /// Rows whose number is that of no text; empty for none.
    pub(super) left: Vec<u64>,
}

impl Coded {
    /// `None` for a column of something else.
    pub(in crate::eligibility) fn of(column: &Column<'_>, rows: usize) -> Option<Self> {
        match column.values() {
            Values::Texts(texts) => Some(distinct(column, texts, rows)),
            Values::Coded { codes, names, names_valid } => {
                let mut left = Vec::new();
                let code = |row: usize| {
                    if !column.is_valid(row) {
                        return 0;
                    }
                    let code = codes.get(row).and_then(|code| u32::try_from(code).ok());
                    let known = |code: &u32| usize::try_from(*code).is_ok_and(|code| code < names.len());
                    code.filter(known).unwrap_or_else(|| {
                        left.resize(rows.div_ceil(64), 0);
                        set(&mut left, row, true);
                        0
                    })
                };
                let codes = (0..rows).map(code).collect();
                let text = |code: usize| {
                    let there = names_valid.is_none_or(|valid| valid.get(code));
                    (there, names.bytes(code).map(<[u8]>::to_vec))
                };
                Some(Self { codes, texts: (0..names.len()).map(text).collect(), left })
            }
            _ => None,
        }
    }

    /// The number of a row's text in the `column` that this is of; `None` for a row without one.
    pub(in crate::eligibility) fn code(&self, column: &Column<'_>, row: usize) -> Option<usize> {
        if !column.is_valid(row) || bit(&self.left, row) {
            return None;
        }
        usize::try_from(*self.codes.get(row)?).ok()
    }
}

/// A text's length and its first sixteen bytes, zeros after its end.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Start(usize, [u64; 2]);

impl Start {
    /// The start of `bytes[range]`; without a branch on its length, which differs from row to row.
    #[inline(always)]
    fn of(bytes: &[u8], range: std::ops::Range<usize>) -> Option<Self> {
        let len = range.end.checked_sub(range.start)?;
        let from = bytes.get(range.start..)?;
        let (first, second) = match from.first_chunk::<16>() {
            Some(sixteen) => {
                let all = u128::from_le_bytes(*sixteen);
                let zeros = u32::try_from(16_usize.saturating_sub(len)).unwrap_or(0).saturating_mul(8);
                // Shifts by 128 are none.
                let all = if zeros > 120 { 0 } else { all << zeros >> zeros };
                split(all)
            }
            None => {
                let mut sixteen = [0; 16];
                let text = from.get(..len)?;
                sixteen.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
                split(u128::from_le_bytes(sixteen))
            }
        };
        Some(Self(len, [first, second]))
    }

    fn hash(self) -> u64 {
        // The golden ratio's digits (Knuth 6.4) spread the start over the higher bits, of which the place is taken.
        let Self(len, [first, second]) = self;
        let mixed = (first ^ second.rotate_left(29)).wrapping_add(u64::try_from(len).unwrap_or(0));
        let mixed = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ mixed >> 32).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "each half is taken")]
const fn split(all: u128) -> (u64, u64) {
    (all as u64, (all >> 64) as u64)
}

fn start_of(texts: &Texts<'_>, item: usize) -> Option<Start> {
    match texts {
        Texts::Offset { offsets, bytes } => Start::of(bytes, offsets.get(item)?),
        _ => {
            let text = texts.bytes(item)?;
            Start::of(text, 0..text.len())
        }
    }
}

/// A text that has been seen: its start, the row where it was first, and its number plus one; 0 for a free place.
type Seen = (Start, usize, u32);

const FREE: Seen = (Start(0, [0; 2]), 0, 0);

/// Numbers the texts by the first row of each.
fn distinct(column: &Column<'_>, texts: &Texts<'_>, rows: usize) -> Coded {
    // Open addressing with a power of two of places, at most half of them taken.
    let mut places = vec![FREE; 64];
    let mut shift = 58_u32;
    let mut firsts = Vec::new();
    let all = column.validity().is_none();
    let (mut codes, mut left) = (Vec::with_capacity(rows), Vec::new());
    for row in 0..rows {
        let there = all || column.is_valid(row);
        let Some(start) = (if there { start_of(texts, row) } else { None }) else {
            codes.push(0);
            if there {
                left.resize(rows.div_ceil(64), 0);
                set(&mut left, row, true);
            }
            continue;
        };
        let mut place = place_of(start, shift);
        let code = loop {
            match places.get_mut(place) {
                Some((known, first, code)) if *code > 0 => {
                    if *known == start && (start.0 <= 16 || texts.bytes(*first) == texts.bytes(row)) {
                        break *code;
                    }
                    place = place.wrapping_add(1) & places.len().wrapping_sub(1);
                }
                Some(free) => {
                    firsts.push(row);
                    let code = u32::try_from(firsts.len()).unwrap_or(u32::MAX);
                    *free = (start, row, code);
                    break code;
                }
                // There is a free place.
                None => break 1,
            }
        };
        codes.push(code.wrapping_sub(1));
        if firsts.len().saturating_mul(2) > places.len() {
            shift = shift.saturating_sub(2);
            places = grown(&places, shift);
        }
    }
    let texts = firsts.iter().map(|row| (true, texts.bytes(*row).map(<[u8]>::to_vec))).collect();
    Coded { codes, texts, left }
}

fn place_of(start: Start, shift: u32) -> usize {
    usize::try_from(start.hash().wrapping_shr(shift)).unwrap_or(0)
}

fn grown(places: &[Seen], shift: u32) -> Vec<Seen> {
    let mut more = vec![FREE; places.len().saturating_mul(4)];
    let last = more.len().wrapping_sub(1);
    for seen in places.iter().filter(|(_, _, code)| *code > 0) {
        let mut place = place_of(seen.0, shift);
        while more.get(place).is_some_and(|(_, _, code)| *code > 0) {
            place = place.wrapping_add(1) & last;
        }
        if let Some(free) = more.get_mut(place) {
            *free = *seen;
        }
    }
    more
}

/// The text of a row, plain or by number.
pub(in super::super) fn text_of<'t>(column: &'t Column<'_>, row: usize) -> Option<&'t str> {
    if !column.is_valid(row) {
        return None;
    }
    match column.values() {
        Values::Texts(texts) => texts.get(row).ok()?,
        Values::Coded { codes, names, names_valid } => {
            let code = usize::try_from(codes.get(row)?).ok()?;
            let there = names_valid.is_none_or(|valid| valid.get(code));
            if there { names.get(code).ok()? } else { None }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn numbers_are_those_of_the_first_of_each_text(
            texts in proptest::collection::vec("[ab]{0,20}|[a-z]{0,3}|[a-z0-9]{7,18}", 0..300)
        ) {
            let slices: Vec<_> = texts.iter().map(String::as_str).collect();
            let column = Column::new(Values::Texts(Texts::Slices(&slices)));
            let found = Coded::of(&column, slices.len()).unwrap();
            let mut firsts: Vec<&str> = Vec::new();
            for (text, code) in slices.iter().zip(&found.codes) {
                let place = firsts.iter().position(|known| known == text).unwrap_or_else(|| {
                    firsts.push(text);
                    firsts.len() - 1
                });
                prop_assert_eq!(usize::try_from(*code).unwrap(), place);
            }
            let named: Vec<_> = found.texts.iter().map(|(_, text)| text.clone().unwrap()).collect();
            prop_assert_eq!(named, firsts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>());
        }
    }
}
