//! A fact's column as numbers to compare: borrowed where it is in that form already.
//!
//! What is not plainly usable is left to be taken as a worker's fact ([`Lane::left`]): the row path refuses it in words, or
//! finds that it can be used after all.

mod category;
mod convert;
mod mask;
mod number;
mod text;

pub(super) use category::Meaning;
pub(super) use mask::{Mask, part, words_of};
pub(in crate::eligibility) use text::Coded;

use std::borrow::Cow;

use super::binding::Bound;
use crate::columns::{Column, Integers, Values};
use crate::workforce::{Currency, Decimal, FactDefinition, FactType, Value};

/// The numbers of one fact.
pub(super) struct Lane<'a> {
    pub(super) data: Data<'a>,
    pub(super) known: Mask<'a>,
    /// Rows that only a worker's fact tells; empty for none.
    pub(super) left: Vec<u64>,
    /// What the fact is for a row without a value, where it always has one.
    pub(super) default: Option<Value>,
}

pub(super) enum Data<'a> {
    /// No row has a value.
    Nothing,
    Booleans(Mask<'a>),
    Whole(Numbers<'a>),
    Decimals(Vec<i128>),
    Money(Vec<i64>, Currency),
    Days(Cow<'a, [i32]>),
    /// Codes of categories, and what they are.
    Codes(Cow<'a, [u8]>, Vec<Meaning>),
    /// Codes of more categories than a byte tells apart.
    Wide(Vec<u32>, Vec<Meaning>),
    /// Categories that the policy names, one bit for each.
    Sets(Vec<u64>),
}

/// Whole numbers, borrowed in their width.
pub(super) enum Numbers<'a> {
    Borrowed(Integers<'a>),
    Own(Vec<i64>),
}

impl Data<'_> {
    /// The number of a row, of a kind that is compared with its like: decimals and whole numbers alike in billionths.
    pub(super) fn number(&self, row: usize) -> Option<i128> {
        match self {
            Self::Whole(Numbers::Own(numbers)) => Some(Decimal::from(*numbers.get(row)?).unscaled()),
            Self::Whole(Numbers::Borrowed(numbers)) => {
                Some(Decimal::from(i64::try_from(numbers.get(row)?).ok()?).unscaled())
            }
            Self::Decimals(numbers) => numbers.get(row).copied(),
            Self::Money(numbers, _) => numbers.get(row).map(|number| i128::from(*number)),
            _ => None,
        }
    }

    /// The category of a row.
    pub(super) fn name(&self, row: usize) -> Option<&str> {
        let (code, meanings) = match self {
            Self::Codes(codes, meanings) => (usize::from(*codes.get(row)?), meanings),
            Self::Wide(codes, meanings) => (usize::try_from(*codes.get(row)?).ok()?, meanings),
            _ => return None,
        };
        match meanings.get(code)? {
            Meaning::Is(name) => Some(name),
            Meaning::Absent | Meaning::Refused => None,
        }
    }
}

impl<'a> Lane<'a> {
    /// `names` are the categories that the policy names, which matter for sets of them only.
    pub(super) fn new(
        bound: &Bound<'a>,
        definition: Option<&FactDefinition>,
        names: &[String],
        default: Option<Value>,
        rows: usize,
    ) -> Self {
        let nothing =
            Self { data: Data::Nothing, known: Mask::None, left: Vec::new(), default: default.clone() };
        let (Some(column), Some(definition)) = (bound.column, definition) else { return nothing };
        if matches!(column.values(), Values::Null(_)) {
            return nothing;
        }
        let known = column.validity().map_or(Mask::All, Mask::Bits);
        let borrowed = |data| Self { data, known, left: Vec::new(), default: default.clone() };
        match (definition.kind, column.values()) {
            (FactType::Boolean, Values::Booleans(bits)) => {
                return borrowed(Data::Booleans(Mask::Bits(*bits)));
            }
            // Bounds are looked at value by value.
            (FactType::Integer, Values::Integers(integers))
                if !matches!(integers, Integers::U64(_)) && !definition.is_bounded() =>
            {
                return borrowed(Data::Whole(Numbers::Borrowed(*integers)));
            }
            (FactType::Date, Values::Days(days)) => return borrowed(Data::Days(Cow::Borrowed(days))),
            (
                FactType::Category,
                Values::Coded { codes: Integers::U8(codes), names: texts, names_valid: valid },
            ) => {
                let meanings = (0..texts.len().min(256)).map(|code| {
                    let there = valid.is_none_or(|valid| valid.get(code));
                    Meaning::of(definition, there, texts.bytes(code))
                });
                return borrowed(Data::Codes(Cow::Borrowed(codes), meanings.collect()));
            }
            _ => {}
        }
        let mut lane = convert::lane(bound, column, definition, names, rows);
        lane.default = default;
        lane
    }

    /// Leaves every row that has a value to be taken as a worker's fact.
    fn left_alone(column: &Column<'a>, rows: usize) -> Self {
        let mut left = vec![0; rows.div_ceil(64)];
        (0..rows)
            .filter(|row| column.is_valid(*row))
            .for_each(|row| super::decisions::set(&mut left, row, true));
        Self { data: Data::Nothing, known: Mask::None, left, default: None }
    }
}
