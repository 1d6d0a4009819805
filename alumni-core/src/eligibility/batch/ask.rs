//! The questions that are asked of columns, a block at a time.

use fearless_simd::{Simd, SimdBase};

use super::super::expression::{Comparison, Quantifier};
use super::super::program::{Chain, Reach, is_near};
use super::ahead::Seen;
use super::kernels::{BLOCK, Compare, Moved, NONE, Words, each, looked_up, one_of, or_into, pairs, sixteen};
use super::lanes::{Data, Lane, Numbers, part, words_of};
use crate::columns::Integers;

/// A question to every row; lanes, periods and shifts by number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    /// Is there a value?
    Known(usize),
    /// Can only a worker tell what the value is?
    Left(usize),
    /// May the calendar end near a day of one of some lanes, or is a code of one that of no text?
    Odd(Vec<usize>),
    /// Is the boolean true?
    Holds(usize),
    /// Is the number from one to another, both included?
    Within(usize, i64, i64),
    Decimal(usize, i128, i128),
    /// Is the code one of some?
    Codes(usize, Codes),
    Has(usize, Quantifier, u64),
    /// How do two numbers compare, or are two categories the same?
    Facts(usize, Comparison, usize),
    /// How do two dates compare, each moved?
    Dates {
        left: (usize, usize),
        is: Comparison,
        right: (usize, usize),
    },
    /// How does the day after the last day employed, or the day of the decision before it, compare with the one that is
    /// reached from the first day?
    Served {
        start: usize,
        end: usize,
        is: Comparison,
        reach: usize,
    },
}

/// Some codes, in the form in which they are found fastest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Codes {
    Few(Few),
    /// The same, of the codes below 16, with all ones for each of those that are wanted.
    Sixteen(Few, [u8; 16]),
    /// One bit for each code.
    Map(Vec<u64>),
}

/// Ranges, both ends included, and single codes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Few {
    ranges: Vec<(u8, u8)>,
    singles: Vec<u8>,
}

/// More comparisons for each code than that cost more than to look it up.
const FEW: usize = 24;

impl Codes {
    /// The codes of a byte that are wanted, and whether the others are meant. What a code from `count` on says has no meaning.
    pub(super) fn of_bytes(wanted: &[bool]) -> (Self, bool) {
        let (some, others) = (Self::few(wanted, true), Self::few(wanted, false));
        let (found, turned) = if others.1 < some.1 { (others, true) } else { (some, false) };
        let (found, cost) = found;
        if cost > FEW {
            return (Self::map(wanted), false);
        }
        if wanted.len() > 16 || cost < 2 {
            return (Self::Few(found), turned);
        }
        let mut table = [0; 16];
        for (to, wanted) in table.iter_mut().zip(wanted) {
            *to = if *wanted == turned { 0 } else { u8::MAX };
        }
        (Self::Sixteen(found, table), turned)
    }

    pub(super) fn map(wanted: &[bool]) -> Self {
        let word = |codes: &[bool]| {
            codes.iter().rev().fold(0_u64, |word, wanted| word.wrapping_shl(1) | u64::from(*wanted))
        };
        Self::Map(wanted.chunks(64).map(word).collect())
    }

    /// The codes that are `wanted` or are not, with the number of comparisons.
    fn few(wanted: &[bool], is: bool) -> (Few, usize) {
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for (code, _) in (0_u8..=255).zip(wanted).filter(|(_, wanted)| **wanted == is) {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(code) => *last = code,
                _ => runs.push((code, code)),
            }
        }
        let (mut ranges, mut singles, mut cost) = (Vec::new(), Vec::new(), 0_usize);
        for (low, high) in runs {
            if high.wrapping_sub(low) < 3 {
                singles.extend(low..=high);
                cost = cost.saturating_add(usize::from(high.wrapping_sub(low))).saturating_add(1);
            } else {
                ranges.push((low, high));
                cost = cost.saturating_add(4);
            }
        }
        (Few { ranges, singles }, cost)
    }
}

/// What questions are asked of.
pub(super) struct Asked<'m> {
    pub(super) lanes: &'m [Lane<'m>],
    pub(super) reaches: &'m [&'m Reach],
    pub(super) chains: &'m [&'m Chain],
    pub(super) as_of: i32,
}

impl Asked<'_> {
    /// The answers of a block.
    #[inline(always)]
    pub(super) fn answer<S: Simd>(&self, simd: S, ask: &Ask, block: usize, seen: &Seen, to: &mut Words) {
        match ask {
            Ask::Known(lane) => match self.lanes.get(*lane) {
                Some(lane) => lane.known.block(block, to),
                None => *to = NONE,
            },
            Ask::Left(lane) => *to = self.lanes.get(*lane).map_or(NONE, |lane| words_of(&lane.left, block)),
            Ask::Odd(lanes) => {
                *to = NONE;
                for lane in lanes.iter().filter(|lane| seen.is_odd(**lane)) {
                    or_into(to, &self.odd(simd, *lane, block));
                }
            }
            Ask::Holds(lane) => match self.data(*lane) {
                Some(Data::Booleans(holds)) => holds.block(block, to),
                _ => *to = NONE,
            },
            Ask::Within(lane, low, high) => self.within(simd, *lane, (*low, *high), block, to),
            Ask::Decimal(lane, low, high) => match self.data(*lane) {
                Some(Data::Decimals(numbers)) => {
                    each(part(numbers, block).iter().map(|number| low <= number && number <= high), to);
                }
                _ => *to = NONE,
            },
            Ask::Codes(lane, wanted) => match (self.data(*lane), wanted) {
                (Some(Data::Codes(codes, _)), Codes::Sixteen(_, table)) if S::u8s::LEN > 16 => {
                    sixteen(simd, part(codes, block), *table, to);
                }
                (Some(Data::Codes(codes, _)), Codes::Few(few) | Codes::Sixteen(few, _)) => {
                    let codes = part(codes, block);
                    one_of(simd, codes, &few.singles, to);
                    for (low, high) in &few.ranges {
                        let mut range = NONE;
                        u8::within(simd, codes, *low, *high, &mut range);
                        or_into(to, &range);
                    }
                }
                (Some(Data::Codes(codes, _)), Codes::Map(map)) => looked_up(part(codes, block), map, to),
                (Some(Data::Wide(codes, _)), Codes::Map(map)) => looked_up(part(codes, block), map, to),
                _ => *to = NONE,
            },
            Ask::Has(lane, quantifier, names) => match self.data(*lane) {
                Some(Data::Sets(sets)) => {
                    let sets = part(sets, block).iter();
                    match quantifier {
                        Quantifier::Any => each(sets.map(|set| set & names != 0), to),
                        Quantifier::All => each(sets.map(|set| set & names == *names), to),
                    }
                }
                _ => *to = NONE,
            },
            Ask::Facts(left, is, right) => self.facts(*left, *is, *right, block, to),
            Ask::Dates { left: (left, by), is, right: (right, other) } => {
                let (left, right) = (self.days(*left, block), self.days(*right, block));
                let (Some(by), Some(other)) = (self.chains.get(*by), self.chains.get(*other)) else {
                    return;
                };
                match (by.days(), other.days()) {
                    (Some(by), Some(other)) => {
                        let left = Moved { days: left, plus: by, most: i32::MAX };
                        pairs(simd, &left, *is, &Moved { days: right, plus: other, most: i32::MAX }, to);
                    }
                    // Rows in which a date leaves the calendar are left.
                    _ => each(
                        left.iter().zip(right).map(|(left, right)| {
                            let order = by.of(*left).zip(other.of(*right)).map(|(a, b)| a.cmp(&b));
                            order.is_some_and(|order| is.holds(order))
                        }),
                        to,
                    ),
                }
            }
            Ask::Served { start, end, is, reach } => {
                let (start, end) = (self.days(*start, block), self.days(*end, block));
                let until = Moved { days: end, plus: 1, most: self.as_of };
                let Some(reach) = self.reaches.get(*reach) else { return };
                match reach.days() {
                    Some(days) => {
                        pairs(simd, &until, *is, &Moved { days: start, plus: days, most: i32::MAX }, to);
                    }
                    None => {
                        let mut reached = [0; BLOCK];
                        reach.all(start, &mut reached);
                        let reached = reached.get(..start.len()).unwrap_or_default();
                        pairs(simd, &until, *is, &Moved { days: reached, plus: 0, most: i32::MAX }, to);
                    }
                }
            }
        }
    }

    /// The rows of a lane with a value near which the calendar may end, or with a code that is that of no text.
    fn odd<S: Simd>(&self, simd: S, lane: usize, block: usize) -> Words {
        let (mut odd, mut known) = (NONE, NONE);
        let Some(lane) = self.lanes.get(lane) else { return odd };
        match &lane.data {
            Data::Days(days) => each(part(days, block).iter().map(|day| !is_near(*day)), &mut odd),
            Data::Codes(codes, meanings) => {
                if let Ok(count) = u8::try_from(meanings.len()) {
                    u8::within(simd, part(codes, block), count, u8::MAX, &mut odd);
                }
            }
            _ => {}
        }
        lane.known.block(block, &mut known);
        odd.iter_mut().zip(known).for_each(|(odd, known)| *odd &= known);
        odd
    }

    #[inline(always)]
    fn data(&self, lane: usize) -> Option<&Data<'_>> {
        self.lanes.get(lane).map(|lane| &lane.data)
    }

    #[inline(always)]
    fn days(&self, lane: usize, block: usize) -> &[i32] {
        match self.data(lane) {
            Some(Data::Days(days)) => part(days, block),
            _ => &[],
        }
    }

    #[inline(always)]
    fn within<S: Simd>(&self, simd: S, lane: usize, range: (i64, i64), block: usize, to: &mut Words) {
        macro_rules! narrow {
            ($numbers:expr, $type:ty) => {{
                // A bound that the width cannot hold does not bind, or nothing lies within.
                let (least, most) = (i64::from(<$type>::MIN), i64::from(<$type>::MAX));
                let (low, high) = (range.0.max(least), range.1.min(most));
                match (low <= high, <$type>::try_from(low), <$type>::try_from(high)) {
                    (true, Ok(low), Ok(high)) => {
                        <$type as Compare>::within(simd, part($numbers, block), low, high, to);
                    }
                    _ => *to = NONE,
                }
            }};
        }
        match self.data(lane) {
            Some(Data::Days(numbers)) => narrow!(numbers, i32),
            Some(Data::Money(numbers, _) | Data::Whole(Numbers::Own(numbers))) => narrow!(numbers, i64),
            Some(Data::Whole(Numbers::Borrowed(numbers))) => match numbers {
                Integers::I8(numbers) => narrow!(numbers, i8),
                Integers::I16(numbers) => narrow!(numbers, i16),
                Integers::I32(numbers) => narrow!(numbers, i32),
                Integers::I64(numbers) => narrow!(numbers, i64),
                Integers::U8(numbers) => narrow!(numbers, u8),
                Integers::U16(numbers) => narrow!(numbers, u16),
                Integers::U32(numbers) => narrow!(numbers, u32),
                // Lanes of this width are made of their own.
                Integers::U64(_) => *to = NONE,
            },
            _ => *to = NONE,
        }
    }

    /// Two columns, row by row.
    fn facts(&self, left: usize, is: Comparison, right: usize, block: usize, to: &mut Words) {
        *to = NONE;
        let (Some(left), Some(right)) = (self.data(left), self.data(right)) else { return };
        let rows = (block.saturating_mul(BLOCK)..).take(BLOCK);
        each(
            rows.map(|row| {
                let order = match (left.number(row), right.number(row)) {
                    (Some(left), Some(right)) => Some(left.cmp(&right)),
                    _ => left.name(row).zip(right.name(row)).map(|(left, right)| left.cmp(right)),
                };
                order.is_some_and(|order| is.holds(order))
            }),
            to,
        );
    }
}
