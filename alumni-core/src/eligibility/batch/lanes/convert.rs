//! Columns that are not in the form of their fact, converted row by row, a text once for all rows that have it.

use std::borrow::Cow;

use super::super::binding::{Bound, is_number};
use super::super::cell::{day, day_at};
use super::super::decisions::set;
use super::category::{Meaning, Sets};
use super::number::{date, decimal, whole};
use super::text::{Coded, text_of};
use super::{Data, Lane, Mask, Numbers};
use crate::columns::{Column, Values};
use crate::workforce::{Currency, Decimal, FactDefinition, FactType, Money, Value};

/// A cell, read.
#[derive(Clone, Copy)]
pub(super) enum Cell<T> {
    Is(T),
    Absent,
    Refused,
}

pub(super) fn lane<'a>(
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
        FactType::Decimal => {
            let fits = |number: &i128| {
                !definition.is_bounded()
                    || definition.check_bounds(&Value::Decimal(Decimal::from_billionths(*number))).is_ok()
            };
            let (found, known, left) = reader.read(
                |row| parsed(decimal(column, row).filter(fits)),
                |text| parsed(text.parse().ok().map(Decimal::unscaled).filter(fits)),
            );
            Lane { data: Data::Decimals(found), known: Mask::Words(known), left, default: None }
        }
        FactType::Date => {
            let (found, known, left) = reader.read(
                |row| match column.values() {
                    Values::Instants { counts, unit } => {
                        parsed(counts.get(row).and_then(|count| day(*count, *unit).ok()))
                    }
                    Values::Zoned { counts, unit, offsets } => {
                        let found = counts.get(row).zip(offsets.get(row));
                        parsed(found.and_then(|(count, offset)| day_at(*count, *unit, offset).ok()))
                    }
                    _ => Cell::Refused,
                },
                |text| parsed(date(text)),
            );
            Lane { data: Data::Days(Cow::Owned(found)), known: Mask::Words(known), left, default: None }
        }
        FactType::Money => money(bound, &reader),
        FactType::Category => match Coded::of(column, rows) {
            Some(coded) => categories(column, definition, coded),
            None => Lane::left_alone(column, rows),
        },
        FactType::Categories => {
            let sets = Sets { definition, names };
            let (found, known, left) =
                reader.read(|row| sets.list(column, row), |text| sets.set(text.split(';').map(str::trim)));
            Lane { data: Data::Sets(found), known: Mask::Words(known), left, default: None }
        }
    }
}

fn categories<'a>(column: &Column<'a>, definition: &FactDefinition, coded: Coded) -> Lane<'a> {
    let Coded { codes, texts, left } = coded;
    let meanings: Vec<_> =
        texts.iter().map(|(there, text)| Meaning::of(definition, *there, text.as_deref())).collect();
    let narrow = meanings.len() <= 256;
    let data = if narrow {
        let byte = |code: &u32| u8::try_from(*code & 0xff).unwrap_or(0);
        Data::Codes(Cow::Owned(codes.iter().map(byte).collect()), meanings)
    } else {
        Data::Wide(codes, meanings)
    };
    let known = column.validity().map_or(Mask::All, Mask::Bits);
    Lane { data, known, left, default: None }
}

/// Days that are laid on the calendar without leaving it.
const MOST_DAYS: i64 = 2_900_000;

fn fits(kind: FactType, number: i64) -> bool {
    kind != FactType::Period || (0..=MOST_DAYS).contains(&number)
}

fn parsed<T>(found: Option<T>) -> Cell<T> {
    found.map_or(Cell::Refused, Cell::Is)
}

/// Reads a column row by row.
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
        let words = self.rows.div_ceil(64);
        let (mut found, mut known, mut left) = (Vec::with_capacity(self.rows), vec![0; words], Vec::new());
        let mut push = |row: usize, cell: Cell<T>| {
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
        };
        match Coded::of(self.column, self.rows) {
            None => (0..self.rows).for_each(|row| {
                push(row, if self.column.is_valid(row) { of_row(row) } else { Cell::Absent });
            }),
            Some(coded) => {
                let cell = |(there, text): &(bool, Option<Vec<u8>>)| match text.as_deref() {
                    _ if !there => Cell::Absent,
                    Some(text) => std::str::from_utf8(text).map_or(Cell::Refused, &of_text),
                    None => Cell::Refused,
                };
                let cells: Vec<_> = coded.texts.iter().map(cell).collect();
                for row in 0..self.rows {
                    let there = self.column.is_valid(row);
                    let cell = coded.code(self.column, row).and_then(|code| cells.get(code)).copied();
                    push(row, cell.unwrap_or(if there { Cell::Refused } else { Cell::Absent }));
                }
            }
        }
        (found, known, left)
    }
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
