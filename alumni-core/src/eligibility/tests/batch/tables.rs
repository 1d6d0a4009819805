//! Random tables in every physical form, and the same tables as workers.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::policies::{Draw, day};
use crate::columns::{Bits, Column, Columns, Integers, Offsets, Texts, TimeUnit, Values, ZoneOffsets};
use crate::eligibility::Policy;
use crate::workforce::{FactType, Supplied, Worker};

/// Facts by column and row; `None` is absent.
#[derive(Clone)]
pub(in crate::eligibility::tests) struct Table {
    pub(in crate::eligibility::tests) rows: usize,
    columns: Vec<(String, FactType, Vec<Option<Supplied>>)>,
}

pub(in crate::eligibility::tests) fn table(draw: &mut Draw, policy: &Policy, faulty: bool) -> Table {
    // Around the edges of words and blocks.
    let most = if draw.one_in(20) { 8 } else { 7 };
    let rows = [0, 1, 5, 63, 64, 65, 130, 2060][draw.below(most)];
    let mut names: BTreeSet<_> = policy.facts().into_iter().collect();
    let may_follow = |name: &str| ["tenure", "since_separation", "employed"].contains(&name);
    if names.iter().any(|name| may_follow(name)) {
        names.extend(["start_date", "separation_date"].map(str::to_owned));
        names.retain(|name| !may_follow(name) || draw.one_in(3));
        if draw.one_in(3) {
            names.insert("employed".into());
        }
    }
    // Faults in most tables that may have them, in few of the others.
    let faults = if faulty || draw.one_in(4) { 40 } else { usize::MAX };
    let absent = [2, 5, usize::MAX][draw.below(3)];
    let columns = names.into_iter().map(|name| {
        let plain = name.split('(').next().unwrap();
        let kind = policy.vocabulary.get(plain).unwrap().kind;
        let values = (0..rows).map(|_| {
            if draw.one_in(absent) {
                None
            } else if draw.one_in(faults) {
                Some(fault(draw, kind, faulty))
            } else {
                Some(value(draw, plain, kind))
            }
        });
        let values = values.collect();
        (name, kind, values)
    });
    Table { rows, columns: columns.collect() }
}

fn value(draw: &mut Draw, name: &str, kind: FactType) -> Supplied {
    match kind {
        FactType::Boolean => draw.one_in(2).into(),
        FactType::Integer => i64::try_from(draw.below(7)).unwrap().into(),
        FactType::Decimal => [0.5, 0.75, 1.0, -3.0, 2.0][draw.below(5)].into(),
        FactType::Money => format!("{} JPY", [0, 4_999, 5_000, 4_000_000, 9][draw.below(5)]).into(),
        FactType::Date if draw.one_in(200) => {
            draw.of(&["0001-01-01", "9999-12-31", "+10001-01-01", "9990-02-28"]).into()
        }
        FactType::Date => day(draw).into(),
        FactType::Period => i64::try_from(draw.below(1500)).unwrap().into(),
        FactType::Category => draw
            .of(match name {
                "separation_kind" => &["voluntary", "retirement", "involuntary_cause", "death"],
                "rehire_flag" => &["yes", "no", "upon_review", "absent"],
                "region" => &["north", "south", "east"],
                _ => &["Acme", "日本", "a long name of a company that is not inside a view", ""],
            })
            .into(),
        FactType::Categories => {
            let choices: &[&str] = match name {
                "skills" => &["sql", "rust", "law"],
                "personal_contacts" => &["email", "phone"],
                _ => &["sales", "law", "日本"],
            };
            choices
                .iter()
                .filter(|_| draw.one_in(2))
                .map(|name| (*name).to_owned())
                .collect::<Vec<_>>()
                .into()
        }
    }
}

/// A value that a fact of the type cannot have.
fn fault(draw: &mut Draw, kind: FactType, one_currency: bool) -> Supplied {
    match kind {
        FactType::Boolean => draw.of(&["yes", "", "TRUE"]).into(),
        FactType::Integer | FactType::Period => draw.of(&["x", "2.5", ""]).into(),
        FactType::Decimal => draw.of(&["x", "0.12345678901"]).into(),
        FactType::Money if one_currency => draw.of(&["5", "5.5 JPY", "5 jpy"]).into(),
        FactType::Money => draw.of(&["5 EUR", "5", "5.5 JPY", "4000000 USD"]).into(),
        FactType::Date => draw.of(&["2015-02-29", "soon", "2015-1-", "20150101"]).into(),
        FactType::Category => draw.of(&["nobody", "Voluntary"]).into(),
        FactType::Categories => vec!["nobody".to_owned()].into(),
    }
}

impl Table {
    /// A row as the worker that `decide` takes.
    pub(in crate::eligibility::tests) fn worker(&self, row: usize) -> Worker {
        let mut worker = Worker::new("w", []).unwrap();
        for (name, _, values) in &self.columns {
            if let Some(value) = &values[row] {
                worker = worker.with_fact(name.clone(), value.clone());
            }
        }
        worker
    }

    /// The table without the values that `policy` cannot use, and how many they are.
    pub(in crate::eligibility::tests) fn usable(&self, policy: &Policy, as_of: NaiveDate) -> (Self, usize) {
        let mut usable = self.clone();
        let mut left_out = 0;
        for row in 0..self.rows {
            while let Err(error) = policy.decide(&usable.worker(row), as_of) {
                let name = error.path().strip_prefix("facts.").unwrap();
                let (_, _, values) = usable.columns.iter_mut().find(|(column, ..)| column == name).unwrap();
                values[row] = None;
                left_out += 1;
            }
        }
        (usable, left_out)
    }

    /// The columns in physical forms, chosen at random among those that can hold them.
    pub(in crate::eligibility::tests) fn owned(&self, draw: &mut Draw) -> Vec<(String, Owned)> {
        let mut owned = Vec::new();
        for (name, kind, values) in &self.columns {
            match split_money(draw, *kind, values) {
                Some((numbers, codes)) => {
                    owned.push((name.clone(), numbers));
                    owned.push((format!("{name}_currency"), codes));
                }
                None => owned.push((name.clone(), own(draw, *kind, values))),
            }
        }
        owned
    }
}

/// What a borrowed column points into.
pub(in crate::eligibility::tests) struct Owned {
    form: Form,
    /// Which values are there, from the offset on.
    valid: Option<(Vec<u8>, usize)>,
    rows: usize,
}

enum Form {
    Null,
    Booleans(Vec<u8>, usize),
    I8(Vec<i8>),
    I32(Vec<i32>),
    I64(Vec<i64>),
    U16(Vec<u16>),
    U64(Vec<u64>),
    Floats32(Vec<f32>),
    Floats64(Vec<f64>),
    Decimals(Vec<i128>, i8),
    Days(Vec<i32>),
    Instants(Vec<i64>, TimeUnit),
    Zoned(Vec<i64>, i32),
    Texts32(Vec<i32>, Vec<u8>),
    Texts64(Vec<i64>, Vec<u8>),
    Views(Vec<[u8; 16]>, Vec<u8>),
    Coded8(Vec<u8>, Vec<i32>, Vec<u8>, Vec<u8>),
    Coded32(Vec<i32>, Vec<i32>, Vec<u8>, Vec<u8>),
    Lists(Vec<i64>, Box<Owned>),
}

fn bits(draw: &mut Draw, values: impl Iterator<Item = bool>) -> (Vec<u8>, usize) {
    let offset = draw.below(70);
    // What stands before the offset has no meaning.
    let mut all: Vec<bool> = (0..offset).map(|_| draw.one_in(2)).collect();
    all.extend(values);
    let byte = |bits: &[bool]| bits.iter().rev().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit));
    (all.chunks(8).map(byte).collect(), offset)
}

fn own(draw: &mut Draw, kind: FactType, values: &[Option<Supplied>]) -> Owned {
    let rows = values.len();
    if values.iter().all(Option::is_none) && draw.one_in(2) {
        return Owned { form: Form::Null, valid: None, rows };
    }
    let form = typed(draw, kind, values).unwrap_or_else(|| {
        // An empty set cannot be told as a text.
        let empty =
            |value: &Option<Supplied>| matches!(value, Some(Supplied::Texts(texts)) if texts.is_empty());
        if kind == FactType::Categories && (values.iter().any(empty) || draw.one_in(2)) {
            return lists(draw, values);
        }
        texts(draw, &values.iter().map(|value| value.as_ref().map(written)).collect::<Vec<_>>())
    });
    let all = values.iter().all(Option::is_some);
    let valid = (!all || draw.one_in(2)).then(|| bits(draw, values.iter().map(Option::is_some)));
    Owned { form, valid, rows }
}

/// The text that stands for a value.
fn written(value: &Supplied) -> String {
    match value {
        Supplied::Boolean(value) => value.to_string(),
        Supplied::Integer(value) => value.to_string(),
        Supplied::Number(value) => value.to_string(),
        Supplied::Text(text) => text.clone(),
        Supplied::Texts(texts) => texts.join(";"),
        Supplied::Period(_) | Supplied::Cell(_) => unreachable!(),
    }
}

/// A form of the fact's own type, where every value has it.
#[expect(clippy::cast_possible_truncation, reason = "the few numbers drawn fit")]
fn typed(draw: &mut Draw, kind: FactType, values: &[Option<Supplied>]) -> Option<Form> {
    // What stands where nothing is: anything.
    let junk = i64::try_from(draw.below(100)).unwrap() - 30;
    match kind {
        FactType::Boolean => {
            let all: Option<Vec<_>> = values
                .iter()
                .map(|value| match value {
                    None => Some(junk > 0),
                    Some(Supplied::Boolean(value)) => Some(*value),
                    _ => None,
                })
                .collect();
            let (bytes, offset) = bits(draw, all?.into_iter());
            draw.one_in(2).then_some(Form::Booleans(bytes, offset))
        }
        FactType::Integer | FactType::Period => {
            let all: Option<Vec<i64>> = values
                .iter()
                .map(|value| match value {
                    None => Some(junk.abs()),
                    Some(Supplied::Integer(value)) => Some(*value),
                    _ => None,
                })
                .collect();
            let all = all?;
            Some(match draw.below(8) {
                0 if all.iter().all(|value| i8::try_from(*value).is_ok()) => {
                    Form::I8(all.iter().map(|value| i8::try_from(*value).unwrap()).collect())
                }
                1 => Form::I32(all.iter().map(|value| i32::try_from(*value).unwrap()).collect()),
                2 => Form::U16(all.iter().map(|value| u16::try_from(*value).unwrap()).collect()),
                3 => Form::U64(all.iter().map(|value| u64::try_from(*value).unwrap()).collect()),
                4 => Form::Floats64(all.iter().map(|value| *value as f64).collect()),
                5 => Form::Decimals(all.iter().map(|value| i128::from(*value) * 100).collect(), 2),
                6 => Form::I64(all),
                _ => return None,
            })
        }
        FactType::Decimal => {
            let all: Option<Vec<f64>> = values
                .iter()
                .map(|value| match value {
                    None => Some(f64::NAN),
                    Some(Supplied::Number(value)) => Some(*value),
                    _ => None,
                })
                .collect();
            let all = all?;
            match draw.below(4) {
                0 => Some(Form::Floats32(all.iter().map(|value| *value as f32).collect())),
                1 => Some(Form::Floats64(all)),
                2 => Some(Form::Decimals(all.iter().map(|value| (value * 1000.0) as i128).collect(), 3)),
                _ => None,
            }
        }
        FactType::Date => {
            let all: Option<Vec<i32>> = values
                .iter()
                .map(|value| match value {
                    None => Some(i32::try_from(junk * 1_000_000).unwrap()),
                    Some(Supplied::Text(text)) => {
                        text.parse::<NaiveDate>().ok().map(|date| date.to_epoch_days())
                    }
                    _ => None,
                })
                .collect();
            let all = all?;
            let within = |unit: i64| {
                all.iter()
                    .map(|day| i64::from(*day) * unit + if unit > 1 { unit / 2 } else { 0 })
                    .collect::<Vec<_>>()
            };
            match draw.below(4) {
                0 | 1 => Some(Form::Days(all)),
                2 => Some(match draw.below(4) {
                    3 => {
                        let offset = [0, 32_400, -18_000][draw.below(3)];
                        let counts = within(86_400).into_iter().map(|count| count - i64::from(offset));
                        Form::Zoned(counts.collect(), offset)
                    }
                    0 => Form::Instants(within(86_400), TimeUnit::Seconds),
                    1 => Form::Instants(within(86_400_000), TimeUnit::Milliseconds),
                    _ => Form::Instants(within(86_400_000_000), TimeUnit::Microseconds),
                }),
                _ => None,
            }
        }
        FactType::Money | FactType::Category | FactType::Categories => None,
    }
}

fn texts(draw: &mut Draw, values: &[Option<String>]) -> Form {
    let (offsets, bytes) = laid(values.iter().map(|value| value.as_deref().unwrap_or("junk")));
    match draw.below(4) {
        0 => Form::Texts32(offsets, bytes),
        1 => Form::Texts64(offsets.into_iter().map(i64::from).collect(), bytes),
        2 => {
            let view = |text: &str, at: i32| {
                let mut view = [0; 16];
                view[..4].copy_from_slice(&u32::try_from(text.len()).unwrap().to_le_bytes());
                if text.len() <= 12 {
                    view[4..4 + text.len()].copy_from_slice(text.as_bytes());
                } else {
                    view[4..8].copy_from_slice(&text.as_bytes()[..4]);
                    view[12..].copy_from_slice(&at.to_le_bytes());
                }
                view
            };
            let views =
                values.iter().zip(&offsets).map(|(value, at)| view(value.as_deref().unwrap_or("junk"), *at));
            Form::Views(views.collect(), bytes)
        }
        _ => {
            let mut names: Vec<Option<&str>> = vec![Some("never used")];
            let codes: Vec<usize> = values
                .iter()
                .map(|value| {
                    // A value may be absent by its own mask, or by that of the names.
                    names.iter().position(|name| *name == value.as_deref()).unwrap_or_else(|| {
                        names.push(value.as_deref());
                        names.len() - 1
                    })
                })
                .collect();
            let (offsets, bytes) = laid(names.iter().map(|name| name.unwrap_or("junk")));
            let there: Vec<u8> = names
                .chunks(8)
                .map(|names| names.iter().rev().fold(0, |byte, name| byte << 1 | u8::from(name.is_some())))
                .collect();
            if names.len() < 256 && draw.one_in(2) {
                Form::Coded8(
                    codes.iter().map(|code| u8::try_from(*code).unwrap()).collect(),
                    offsets,
                    bytes,
                    there,
                )
            } else {
                Form::Coded32(
                    codes.iter().map(|code| i32::try_from(*code).unwrap()).collect(),
                    offsets,
                    bytes,
                    there,
                )
            }
        }
    }
}

fn laid<'a>(texts: impl Iterator<Item = &'a str>) -> (Vec<i32>, Vec<u8>) {
    let (mut offsets, mut bytes) = (vec![0], Vec::new());
    for text in texts {
        bytes.extend_from_slice(text.as_bytes());
        offsets.push(i32::try_from(bytes.len()).unwrap());
    }
    (offsets, bytes)
}

fn lists(draw: &mut Draw, values: &[Option<Supplied>]) -> Form {
    let (mut offsets, mut items) = (vec![0], Vec::new());
    for value in values {
        if let Some(Supplied::Texts(texts)) = value {
            items.extend(texts.iter().cloned().map(Some));
        }
        offsets.push(i64::try_from(items.len()).unwrap());
    }
    let rows = items.len();
    Form::Lists(offsets, Box::new(Owned { form: texts(draw, &items), valid: None, rows }))
}

/// Money as a column of numbers and one of currency codes.
fn split_money(draw: &mut Draw, kind: FactType, values: &[Option<Supplied>]) -> Option<(Owned, Owned)> {
    if kind != FactType::Money || draw.one_in(2) {
        return None;
    }
    let mut numbers = Vec::new();
    let mut codes = Vec::new();
    for value in values {
        match value {
            None => {
                numbers.push(None);
                codes.push(Some("JPY".to_owned()));
            }
            Some(Supplied::Text(text)) => {
                let (number, code) = text.split_once(' ')?;
                numbers.push(Some(number.parse::<i64>().ok()?));
                codes.push(Some(code.to_owned()));
            }
            Some(_) => return None,
        }
    }
    let rows = values.len();
    let valid = Some(bits(draw, numbers.iter().map(Option::is_some)));
    let numbers: Vec<i64> = numbers.into_iter().map(Option::unwrap_or_default).collect();
    let form = match draw.below(3) {
        0 => Form::Floats64(numbers.iter().map(|number| *number as f64).collect()),
        1 => Form::Decimals(numbers.iter().map(|number| i128::from(*number)).collect(), 0),
        _ => Form::I64(numbers),
    };
    Some((Owned { form, valid, rows }, Owned { form: texts(draw, &codes), valid: None, rows }))
}

impl Owned {
    fn column(&self) -> Column<'_> {
        fn texts<'a>(offsets: &'a [i32], bytes: &'a [u8]) -> Texts<'a> {
            Texts::Offset { offsets: Offsets::I32(offsets), bytes }
        }
        fn coded<'a>(
            codes: Integers<'a>,
            offsets: &'a [i32],
            bytes: &'a [u8],
            there: &'a [u8],
        ) -> Values<'a> {
            let names_valid = Some(Bits::new(there, 0, offsets.len() - 1).unwrap());
            Values::Coded { codes, names: texts(offsets, bytes), names_valid }
        }
        let values = match &self.form {
            Form::Null => Values::Null(self.rows),
            Form::Booleans(bytes, offset) => Values::Booleans(Bits::new(bytes, *offset, self.rows).unwrap()),
            Form::I8(numbers) => Values::Integers(Integers::I8(numbers)),
            Form::I32(numbers) => Values::Integers(Integers::I32(numbers)),
            Form::I64(numbers) => Values::Integers(Integers::I64(numbers)),
            Form::U16(numbers) => Values::Integers(Integers::U16(numbers)),
            Form::U64(numbers) => Values::Integers(Integers::U64(numbers)),
            Form::Floats32(numbers) => Values::Floats32(numbers),
            Form::Floats64(numbers) => Values::Floats64(numbers),
            Form::Decimals(unscaled, scale) => Values::Decimals { unscaled, scale: *scale },
            Form::Days(days) => Values::Days(days),
            Form::Instants(counts, unit) => Values::Instants { counts, unit: *unit },
            Form::Zoned(counts, offset) => {
                Values::Zoned { counts, unit: TimeUnit::Seconds, offsets: ZoneOffsets::Fixed(*offset) }
            }
            Form::Texts32(offsets, bytes) => Values::Texts(texts(offsets, bytes)),
            Form::Texts64(offsets, bytes) => {
                Values::Texts(Texts::Offset { offsets: Offsets::I64(offsets), bytes })
            }
            Form::Views(views, bytes) => Values::Texts(Texts::View { views, buffers: vec![bytes] }),
            Form::Coded8(codes, offsets, bytes, there) => coded(Integers::U8(codes), offsets, bytes, there),
            Form::Coded32(codes, offsets, bytes, there) => coded(Integers::I32(codes), offsets, bytes, there),
            Form::Lists(offsets, items) => {
                Values::Lists { offsets: Offsets::I64(offsets), items: Box::new(items.column()) }
            }
        };
        let column = Column::new(values);
        match &self.valid {
            Some((bytes, offset)) => column.valid(Bits::new(bytes, *offset, self.rows).unwrap()),
            None => column,
        }
    }
}

pub(in crate::eligibility::tests) fn columns(owned: &[(String, Owned)], rows: usize) -> Columns<'_> {
    owned.iter().fold(Columns::new(rows).unwrap(), |columns, (name, owned)| {
        columns.with(name, owned.column()).unwrap()
    })
}
