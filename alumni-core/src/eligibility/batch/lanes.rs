//! A fact's column as numbers to compare: borrowed where it is in that form already.
//!
//! What is not plainly usable is left to be taken as a worker's fact ([`Lane::left`]): the row path refuses it in words, or
//! finds that it can be used after all.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::binding::{Bound, is_number};
use super::cell::day;
use super::decisions::set;
use super::kernels::{BLOCK, NONE, WORDS, Words};
use crate::columns::{Bits, Column, Integers, Texts, Values};
use crate::workforce::{Currency, Decimal, FactDefinition, FactType, Money, Value};

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
    Codes(Cow<'a, [u8]>, Box<Meaning>),
    /// Categories that the policy names, one bit for each.
    Sets(Vec<u64>),
}

/// Whole numbers, borrowed in their width.
pub(super) enum Numbers<'a> {
    Borrowed(Integers<'a>),
    Own(Vec<i64>),
}

/// What each code stands for.
pub(super) struct Meaning {
    pub(super) of: [Category; 256],
    pub(super) absent: Runs,
    pub(super) refused: Runs,
}

/// The codes of some categories, as runs.
pub(super) struct Runs {
    pub(super) runs: Vec<(u8, u8)>,
    pub(super) table: [bool; 256],
}

/// What a code stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Category {
    /// A category that the policy names, by number.
    Named(u8),
    /// Another one.
    Other,
    /// No value.
    Absent,
    /// Not a value of the fact.
    Refused,
}

/// One bit for each row.
pub(super) enum Mask<'a> {
    All,
    None,
    Bits(Bits<'a>),
    Words(Vec<u64>),
}

/// A cell, read.
#[derive(Clone, Copy)]
enum Cell<T> {
    Is(T),
    Absent,
    Refused,
}

impl Meaning {
    fn new(of: [Category; 256]) -> Self {
        let absent = Runs::new(&of, |category| category == Category::Absent);
        let refused = Runs::new(&of, |category| category == Category::Refused);
        Self { of, absent, refused }
    }
}

impl Runs {
    pub(super) fn new(of: &[Category; 256], wanted: impl Fn(Category) -> bool) -> Self {
        let mut table = [false; 256];
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for ((to, category), code) in table.iter_mut().zip(of).zip(0_u8..=255) {
            *to = wanted(*category);
            match (runs.last_mut(), *to) {
                (Some((_, last)), true) if last.checked_add(1) == Some(code) => *last = code,
                (_, true) => runs.push((code, code)),
                (_, false) => {}
            }
        }
        Self { runs, table }
    }
}

impl Mask<'_> {
    /// The bits of a block; beyond the last row of any meaning.
    pub(super) fn block(&self, block: usize) -> Words {
        match self {
            Self::All => [u64::MAX; WORDS],
            Self::None => NONE,
            Self::Words(words) => words_of(words, block),
            Self::Bits(bits) => {
                let mut words = NONE;
                let mut row = block.saturating_mul(BLOCK);
                for word in &mut words {
                    *word = bits.word(row);
                    row = row.saturating_add(64);
                }
                words
            }
        }
    }

    pub(super) fn get(&self, row: usize) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Words(words) => super::decisions::bit(words, row),
            Self::Bits(bits) => bits.get(row),
        }
    }
}

/// A block of a mask; 0 beyond its end.
pub(super) fn words_of(mask: &[u64], block: usize) -> Words {
    let mut words = NONE;
    let from = mask.get(block.saturating_mul(WORDS)..).unwrap_or_default();
    for (to, from) in words.iter_mut().zip(from) {
        *to = *from;
    }
    words
}

/// The part of a column that is a block.
pub(super) fn part<T>(numbers: &[T], block: usize) -> &[T] {
    let rest = numbers.get(block.saturating_mul(BLOCK)..).unwrap_or_default();
    rest.get(..BLOCK).unwrap_or(rest)
}

impl<'a> Lane<'a> {
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
            (FactType::Category, Values::Coded { codes: Integers::U8(codes), names: texts, names_valid }) => {
                let categories = Categories { definition, names };
                let meaning = categories.meanings(texts, *names_valid);
                return borrowed(Data::Codes(Cow::Borrowed(codes), meaning));
            }
            _ => {}
        }
        let mut lane = convert(bound, column, definition, names, rows);
        lane.default = default;
        lane
    }

    /// Leaves every row that has a value to be taken as a worker's fact.
    fn left_alone(column: &Column<'a>, rows: usize) -> Self {
        let mut left = vec![0; rows.div_ceil(64)];
        (0..rows).filter(|row| column.is_valid(*row)).for_each(|row| set(&mut left, row, true));
        Self { data: Data::Nothing, known: Mask::None, left, default: None }
    }
}

fn convert<'a>(
    bound: &Bound<'a>,
    column: &Column<'a>,
    definition: &FactDefinition,
    names: &[String],
    rows: usize,
) -> Lane<'a> {
    let reader = Reader { column, rows };
    match definition.kind {
        FactType::Boolean => {
            let (found, known, left) =
                reader.read(|_| Cell::Refused, |text| parsed(text.parse::<bool>().ok()));
            let mut holds = vec![0; rows.div_ceil(64)];
            found
                .iter()
                .enumerate()
                .filter(|(_, value)| **value)
                .for_each(|(row, _)| set(&mut holds, row, true));
            Lane { data: Data::Booleans(Mask::Words(holds)), known: Mask::Words(known), left, default: None }
        }
        FactType::Integer | FactType::Period => {
            let named = |text: &str| definition.values.iter().find(|value| value.name == text)?.number;
            let fits = |number: &i64| {
                fits(definition.kind, *number) && definition.check_bounds(&Value::Integer(*number)).is_ok()
            };
            let (found, known, left) = reader.read(
                |row| parsed(whole(column, row).filter(fits)),
                |text| {
                    let named = if definition.kind == FactType::Integer { named(text) } else { None };
                    parsed(named.or_else(|| text.parse().ok()).filter(fits))
                },
            );
            Lane { data: Data::Whole(Numbers::Own(found)), known: Mask::Words(known), left, default: None }
        }
        FactType::Decimal if definition.is_bounded() => Lane::left_alone(column, rows),
        FactType::Decimal => {
            let (found, known, left) = reader.read(
                |row| parsed(decimal(column, row)),
                |text| parsed(text.parse().ok().map(Decimal::unscaled)),
            );
            Lane { data: Data::Decimals(found), known: Mask::Words(known), left, default: None }
        }
        FactType::Date => {
            let (found, known, left) = reader.read(
                |row| match column.values() {
                    Values::Instants { counts, unit } => {
                        parsed(counts.get(row).and_then(|count| day(*count, *unit).ok()))
                    }
                    _ => Cell::Refused,
                },
                |text| parsed(date(text)),
            );
            Lane { data: Data::Days(Cow::Owned(found)), known: Mask::Words(known), left, default: None }
        }
        FactType::Money => money(bound, &reader),
        FactType::Category => {
            let categories = Categories { definition, names };
            if names.len() >= usize::from(OTHER) {
                return Lane::left_alone(column, rows);
            }
            let (found, known, left) = reader.read(
                |_| Cell::Refused,
                |text| match categories.find(text) {
                    Category::Named(name) => Cell::Is(name),
                    Category::Other => Cell::Is(OTHER),
                    Category::Absent | Category::Refused => Cell::Refused,
                },
            );
            let mut meaning = [Category::Other; 256];
            for (to, name) in meaning.iter_mut().zip(0..OTHER) {
                *to = Category::Named(name);
            }
            Lane {
                data: Data::Codes(Cow::Owned(found), Box::new(Meaning::new(meaning))),
                known: Mask::Words(known),
                left,
                default: None,
            }
        }
        FactType::Categories => {
            let categories = Categories { definition, names };
            let (found, known, left) = reader.read(
                |row| categories.list(column, row),
                |text| categories.set(text.split(';').map(str::trim)),
            );
            Lane { data: Data::Sets(found), known: Mask::Words(known), left, default: None }
        }
    }
}

/// The code of a category that the policy does not name.
const OTHER: u8 = 255;

/// Days that are laid on the calendar without leaving it.
const MOST_DAYS: i64 = 2_900_000;

fn fits(kind: FactType, number: i64) -> bool {
    kind != FactType::Period || (0..=MOST_DAYS).contains(&number)
}

fn parsed<T>(found: Option<T>) -> Cell<T> {
    found.map_or(Cell::Refused, Cell::Is)
}

/// Reads a column row by row, a text of a numbered column once.
struct Reader<'r, 'a> {
    column: &'r Column<'a>,
    rows: usize,
}

/// The values, which of them are there, and which are left.
type Read<T> = (Vec<T>, Vec<u64>, Vec<u64>);

impl Reader<'_, '_> {
    fn read<T: Copy + Default>(
        &self,
        of_row: impl Fn(usize) -> Cell<T>,
        of_text: impl Fn(&str) -> Cell<T>,
    ) -> Read<T> {
        let text = |bytes: Option<&[u8]>| {
            bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).map_or(Cell::Refused, &of_text)
        };
        let distinct: Vec<Cell<T>> = match self.column.values() {
            Values::Coded { names, names_valid, .. } => (0..names.len())
                .map(|name| match names_valid {
                    Some(valid) if !valid.get(name) => Cell::Absent,
                    _ => text(names.bytes(name)),
                })
                .collect(),
            _ => Vec::new(),
        };
        let of_row = |row: usize| match self.column.values() {
            Values::Coded { codes, .. } => {
                let code = codes.get(row).and_then(|code| usize::try_from(code).ok());
                code.and_then(|code| distinct.get(code)).copied().unwrap_or(Cell::Refused)
            }
            Values::Texts(texts) => text(texts.bytes(row)),
            _ => of_row(row),
        };
        let words = self.rows.div_ceil(64);
        let (mut found, mut known, mut left) = (Vec::with_capacity(self.rows), vec![0; words], Vec::new());
        for row in 0..self.rows {
            let cell = if self.column.is_valid(row) { of_row(row) } else { Cell::Absent };
            found.push(match cell {
                Cell::Is(value) => {
                    set(&mut known, row, true);
                    value
                }
                Cell::Absent => T::default(),
                Cell::Refused => {
                    left.resize(words, 0);
                    set(&mut left, row, true);
                    T::default()
                }
            });
        }
        (found, known, left)
    }
}

fn whole(column: &Column<'_>, row: usize) -> Option<i64> {
    match column.values() {
        Values::Integers(integers) => i64::try_from(integers.get(row)?).ok(),
        Values::Floats32(numbers) => exact(f64::from(*numbers.get(row)?), 1.0),
        Values::Floats64(numbers) => exact(*numbers.get(row)?, 1.0),
        Values::Decimals { unscaled, scale } => {
            let unscaled = *unscaled.get(row)?;
            let one = 10_i128.checked_pow(u32::try_from(*scale).ok()?)?;
            if unscaled.checked_rem(one)? != 0 {
                return None;
            }
            i64::try_from(unscaled.checked_div(one)?).ok()
        }
        _ => None,
    }
}

/// The whole number of parts, `parts` to one, that a float is; `None` when it is not one of at most fifteen digits.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most fifteen digits")]
#[expect(clippy::float_cmp, reason = "a decimal number of at most fifteen digits comes back from its float")]
fn exact(number: f64, parts: f64) -> Option<i64> {
    let found = libm::round(number * parts);
    if !(-1e15 < found && found < 1e15) {
        return None;
    }
    let found = found as i64;
    (found as f64 / parts == number).then_some(found)
}

fn decimal(column: &Column<'_>, row: usize) -> Option<i128> {
    let number = |text: String| text.parse().ok().map(Decimal::unscaled);
    match column.values() {
        Values::Integers(integers) => Some(Decimal::from(i64::try_from(integers.get(row)?).ok()?).unscaled()),
        Values::Floats32(numbers) => number(numbers.get(row)?.to_string()),
        Values::Floats64(numbers) => {
            let found = *numbers.get(row)?;
            match exact(found, 1_000.0) {
                Some(thousandths) => i128::from(thousandths).checked_mul(1_000_000),
                None => number(found.to_string()),
            }
        }
        Values::Decimals { unscaled, scale } => {
            // Decimals have 18 digits before the point.
            let places = 9_i32.checked_sub(i32::from(*scale))?;
            let found = unscaled.get(row)?.checked_mul(10_i128.checked_pow(u32::try_from(places).ok()?)?)?;
            (found.unsigned_abs() < 10_u128.pow(27)).then_some(found)
        }
        _ => None,
    }
}

/// A date as people write it; the usual form without the detour.
fn date(text: &str) -> Option<i32> {
    let digits = |range: std::ops::Range<usize>| {
        text.as_bytes().get(range)?.iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number.wrapping_mul(10).wrapping_add(u32::from(byte.wrapping_sub(b'0'))))
        })
    };
    let bytes = text.as_bytes();
    let dashed = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if let (true, Some(year), Some(month), Some(day)) = (dashed, digits(0..4), digits(5..7), digits(8..10)) {
        return NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
            .map(|date| date.to_epoch_days());
    }
    text.parse::<NaiveDate>().ok().map(|date| date.to_epoch_days())
}

fn money<'a>(bound: &Bound<'a>, reader: &Reader<'_, 'a>) -> Lane<'a> {
    let column = reader.column;
    let mut first = None;
    let amount = |row: usize| -> Option<Money> {
        let Some(codes) = bound.currency.filter(|_| is_number(column)) else {
            return text_of(column, row)?.parse().ok();
        };
        let currency: Currency = text_of(codes, row)?.parse().ok()?;
        match (column.values(), whole(column, row)) {
            (_, Some(number)) => {
                let minor = number.checked_mul(10_i64.checked_pow(currency.digits())?)?;
                Some(Money::new(minor, currency))
            }
            (Values::Floats64(numbers), None) => {
                Money::parse_major(&numbers.get(row)?.to_string(), currency).ok()
            }
            _ => None,
        }
    };
    let mut amounts = vec![0; reader.rows];
    let words = reader.rows.div_ceil(64);
    let (mut known, mut left) = (vec![0; words], vec![0; words]);
    for (row, to) in amounts.iter_mut().enumerate().filter(|(row, _)| column.is_valid(*row)) {
        // A null name of a numbered text is no value; the row path knows.
        match amount(row) {
            // One currency is compared fast, and the rest is left.
            Some(money) if *first.get_or_insert(money.currency()) == money.currency() => {
                *to = money.minor();
                set(&mut known, row, true);
            }
            _ => set(&mut left, row, true),
        }
    }
    let data = first.map_or(Data::Nothing, |currency| Data::Money(amounts, currency));
    Lane { data, known: Mask::Words(known), left, default: None }
}

/// The text of a row, plain or by number.
pub(in crate::eligibility) fn text_of<'t>(column: &'t Column<'_>, row: usize) -> Option<&'t str> {
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

/// The categories of a fact.
struct Categories<'c> {
    definition: &'c FactDefinition,
    names: &'c [String],
}

impl Categories<'_> {
    fn find(&self, text: &str) -> Category {
        if let Some(name) = self.names.iter().position(|name| name == text) {
            return u8::try_from(name).map_or(Category::Refused, Category::Named);
        }
        let values = &self.definition.values;
        if values.is_empty() || values.iter().any(|value| value.name == text) {
            Category::Other
        } else {
            Category::Refused
        }
    }

    /// What each code of a column of texts by number stands for.
    fn meanings(&self, texts: &Texts<'_>, valid: Option<Bits<'_>>) -> Box<Meaning> {
        let mut meaning = [Category::Refused; 256];
        for (code, to) in meaning.iter_mut().enumerate().take(texts.len()) {
            *to = match valid {
                Some(valid) if !valid.get(code) => Category::Absent,
                _ => texts.get(code).ok().flatten().map_or(Category::Refused, |text| self.find(text)),
            };
        }
        Box::new(Meaning::new(meaning))
    }

    fn set<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Cell<u64> {
        let mut set = 0_u64;
        for text in texts {
            match self.find(text) {
                Category::Named(name) => match 1_u64.checked_shl(name.into()) {
                    Some(bit) => set |= bit,
                    None => return Cell::Refused,
                },
                Category::Other => {}
                Category::Absent | Category::Refused => return Cell::Refused,
            }
        }
        Cell::Is(set)
    }

    fn list(&self, column: &Column<'_>, row: usize) -> Cell<u64> {
        let Values::Lists { offsets, items } = column.values() else { return Cell::Refused };
        let Some(range) = offsets.get(row) else { return Cell::Refused };
        let mut set = 0_u64;
        for item in range {
            let Some(text) = text_of(items, item) else { return Cell::Refused };
            match self.set(std::iter::once(text)) {
                Cell::Is(one) => set |= one,
                other => return other,
            }
        }
        Cell::Is(set)
    }
}
