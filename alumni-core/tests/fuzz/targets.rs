//! What must hold for any bytes. libFuzzer runs these from `fuzz/`, the tests here on the corpus in `fuzz/corpus/`.

use std::sync::LazyLock;

use alumni_core::columns::{Bits, Column, Columns, Integers, Offsets, Texts, TimeUnit, Values};
use alumni_core::eligibility::{
    BatchOptions, Expression, ImportOptions, Imported, Judge, OnMissingColumn, OnUnusableValue, Policy,
};
use alumni_core::workforce::{Cell, Supplied, Vocabulary, Worker};
use alumni_core::{Error, ErrorKind};
use chrono::NaiveDate;

#[path = "consent.rs"]
mod consent;
#[path = "engagement.rs"]
mod engagement;
#[path = "fairness.rs"]
mod fairness;

pub(crate) type Target = fn(&[u8]);

/// Every target by the name of its corpus.
pub(crate) const TARGETS: [(&str, Target); 17] = [
    ("expression", expression),
    ("policy", policy),
    ("tree", tree),
    ("json_logic", json_logic),
    ("dmn", dmn),
    ("row", row),
    ("judge", judge),
    ("batch", batch),
    ("consent_pack", consent::pack),
    ("consent_record", consent::record),
    ("consent_list", consent::list),
    ("consent_event", consent::event),
    ("consent_notice", consent::notice_change),
    ("consent_register", consent::register),
    ("consent_contact", consent::contact),
    ("fairness", fairness::fairness),
    ("activity", engagement::activity),
];

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day")
}

pub(crate) fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok()
}

/// Printing what was read and reading it again gives the same.
fn expression(data: &[u8]) {
    let Some(Ok(read)) = text(data).map(Expression::parse) else { return };
    let printed = read.to_string();
    // A printed expression may be longer than a written one may be: `5 y` has no short form.
    if printed.len() <= 16 << 10 {
        assert_eq!(Expression::parse(&printed).as_ref(), Ok(&read), "{printed}");
    }
    let tree = serde_json::to_string(&read).expect("a tree is JSON");
    if let Ok(again) = serde_json::from_str::<Expression>(&tree) {
        assert_eq!(again, read, "{tree}");
    }
}

/// A policy that exists reads back to itself from its JSON, and decides about anybody.
fn policy(data: &[u8]) {
    if let Some(Ok(policy)) = text(data).map(Policy::parse) {
        holds(&policy);
    }
}

fn holds(policy: &Policy) {
    let json = policy.to_json();
    let again = Policy::parse(&json).unwrap_or_else(|error| panic!("{error}\n{json}"));
    assert_eq!(again.hash(), policy.hash(), "{json}");
    let nobody = Worker::new("w", []).expect("a worker");
    let decision = policy.decide(&nobody, as_of()).expect("nothing known is nothing wrong");
    let repeated = policy.decide(&nobody, as_of()).expect("the same");
    assert_eq!(decision, repeated);
}

/// A tree that a policy takes means what its text means.
fn tree(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(read) = serde_json::from_str::<Expression>(text) else { return };
    let document = serde_json::json!({"id": "p", "version": 1, "criteria": [{"id": "c", "require": read}]});
    if let Ok(policy) = Policy::parse(&document.to_string()) {
        holds(&policy);
    }
}

static OPTIONS: LazyLock<ImportOptions> = LazyLock::new(|| {
    let document = r#"{"id": "p", "names": {"years": {"fact": "tenure", "unit": "years"}, "today": "as_of"},
        "outcomes": {"yes": "eligible", "ask": "conditional", "no": "ineligible"}}"#;
    ImportOptions::from_json(document).expect("options")
});

fn imported(found: &Imported) {
    assert_eq!(found.policy().is_none(), found.lost().next().is_some() || found.criteria().is_empty());
    if let Some(policy) = found.policy() {
        holds(policy);
    }
    let json = serde_json::to_string(found).expect("JSON");
    // Criteria of an import that lost something may be longer than an expression may be.
    if found.policy().is_some() {
        assert_eq!(&serde_json::from_str::<Imported>(&json).expect("reads back"), found);
    }
}

/// An import ends in a report, and a policy only where nothing was lost.
fn json_logic(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(found) = Policy::from_json_logic(text, &OPTIONS, Vocabulary::hr()) {
        imported(&found);
    }
}

#[cfg(feature = "dmn")]
fn dmn(data: &[u8]) {
    let Some(text) = text(data) else { return };
    if let Ok(found) = Policy::from_dmn(text, &OPTIONS, Vocabulary::hr()) {
        imported(&found);
    }
}

#[cfg(not(feature = "dmn"))]
fn dmn(_: &[u8]) {}

static TEN: LazyLock<Policy> = LazyLock::new(|| {
    Policy::parse(
        r#"
        id = "ten"
        version = 1
        facts = [
            { name = "nda_signed", type = "boolean", title = { en = "a", ja = "a" } },
            { name = "score", type = "decimal", title = { en = "b", ja = "b" } },
            { name = "skills", type = "categories", title = { en = "c", ja = "c" } },
        ]
        [[criteria]]
        id = "service"
        require = "tenure >= 3 years or grade >= 5"
        [[criteria]]
        id = "cooling-off"
        require = "since_separation between 6 months and 10 years"
        [[criteria]]
        id = "conduct"
        bar = "separation_kind = involuntary_cause"
        [[criteria]]
        id = "entity"
        require = "legal_entity in [JP01, JP02] or job_title is not known"
        [[criteria]]
        id = "agreement"
        require = "nda_signed"
        [[criteria]]
        id = "dates"
        require = "start_date + 1 month <= as_of and separation_date < as_of"
        [[criteria]]
        id = "score"
        require = "score > 0.5 or skills has any [sql, rust]"
        [[criteria]]
        id = "flag"
        review = "rehire_flag in [upon_review, absent]"
        [[criteria]]
        id = "pay"
        review = "pay > 5000000 JPY"
        "#,
    )
    .expect("a policy")
});

/// A worker in JSON is read or refused, reads back, and gets an answer or an error that tells nothing.
fn row(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let Ok(worker) = Worker::from_json(text) else { return };
    let json = serde_json::to_string(&worker).expect("JSON");
    assert_eq!(Worker::from_json(&json).as_ref(), Ok(&worker), "{json}");
    if let Ok(decision) = TEN.decide(&worker, as_of()) {
        assert_eq!(TEN.decide(&worker, as_of()), Ok(decision));
    }
}

static JUDGE: LazyLock<Judge> = LazyLock::new(|| TEN.judge(as_of()).expect("a judge"));

/// A row that is read is JSON, and the judge says of it what `decide` says; what is no JSON is refused by others too.
fn judge(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut row = JUDGE.row();
    match row.read_json(text) {
        Ok(()) => {
            let worker = |text: &str| Worker::from_json(text).map_err(|error| error.to_string());
            let has_id = text.contains("\"facts\"") || text.contains("\"id\"");
            let id = if text.contains("\"id\"") { "" } else { "\"id\": \"w\", " };
            let wrapped = if has_id {
                text.replacen('{', &format!("{{{id}"), 1)
            } else {
                format!("{{{id}\"facts\": {text}}}")
            };
            // Names may be written with escapes, and an id may be missing.
            let Ok(worker) = worker(&wrapped) else {
                assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "{text}");
                return;
            };
            match (TEN.decide(&worker, as_of()), JUDGE.decide(&row)) {
                (Ok(decision), Ok(ruling)) => {
                    assert_eq!(ruling.outcome(), decision.outcome(), "{text}");
                    assert!(
                        ruling.statuses().eq(decision.criteria().iter().map(|criterion| criterion.status)),
                        "{text}"
                    );
                    assert_eq!(JUDGE.explain(&row, worker.id()), Ok(decision), "{text}");
                }
                (Err(decision), Err(ruling)) => {
                    assert_eq!(ruling.to_string(), decision.to_string(), "{text}")
                }
                (decision, ruling) => panic!("{decision:?} {ruling:?} {text}"),
            }
        }
        Err(error) => {
            let is_json = serde_json::from_str::<serde_json::Value>(text).is_ok();
            assert!(error.kind() != ErrorKind::Syntax || !is_json, "{error} {text}");
            assert_eq!(row.read_json("{}"), Ok::<(), Error>(()));
        }
    }
}

/// Bytes as columns, whatever they hold: an error or an answer, and the answer of the row call.
fn batch(data: &[u8]) {
    let mut data = Data(data);
    let rows = usize::from(data.byte() % 17);
    let names = TEN.facts();
    let mut owned = Vec::new();
    while !data.0.is_empty() && owned.len() < 12 {
        let name = names.get(usize::from(data.byte()) % names.len()).expect("a fact").clone();
        let name =
            if data.byte() % 8 == 0 { ["start_date", "employed", "x"][rows % 3].to_owned() } else { name };
        owned.push((name, Owned::from(&mut data, rows)));
    }
    let texts: Vec<Vec<&str>> = owned.iter().map(|(_, column)| column.texts()).collect();
    let Ok(mut columns) = Columns::new(rows) else { return };
    let mut taken = Vec::new();
    for ((name, column), texts) in owned.iter().zip(&texts) {
        // A name given twice and a column that is too short are refused.
        let Some(Ok(more)) = column.column(rows, texts).map(|column| columns.clone().with(name, column))
        else {
            continue;
        };
        columns = more;
        taken.push((name.as_str(), column));
    }
    let _ = TEN.decide_columns(&columns, as_of());
    let options = BatchOptions::new()
        .on_missing_column(OnMissingColumn::Unknown)
        .on_unusable_value(OnUnusableValue::Error);
    let Ok(decisions) = TEN.decide_columns_with(&columns, as_of(), &options) else {
        let lenient = options.on_unusable_value(OnUnusableValue::Unknown);
        let _ = TEN.decide_columns_with(&columns, as_of(), &lenient);
        return;
    };
    'rows: for row in 0..rows {
        let mut worker = Worker::new("w", []).expect("a worker");
        for (name, column) in columns.iter() {
            let owned = taken.iter().find(|(of, _)| *of == name).map(|(_, owned)| *owned);
            match owned.and_then(|owned| owned.supplied(row, column)) {
                Some(Some(value)) => worker = worker.with_fact(name, value),
                Some(None) => {}
                // A form that has no supplied value of its own: nothing to compare with.
                None => continue 'rows,
            }
        }
        let decision = TEN.decide(&worker, as_of()).expect("what the batch took");
        assert_eq!(decisions.outcome(row), Some(decision.outcome()), "row {row} of {columns:?}");
    }
}

/// A text of a table, which may be the text of a number.
fn cell(text: &str) -> Supplied {
    Cell::new(text).into()
}

struct Data<'a>(&'a [u8]);

impl<'a> Data<'a> {
    fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        taken
    }

    fn small(&mut self) -> i32 {
        i32::try_from(self.integer()).unwrap_or(i32::MAX)
    }

    fn integer(&mut self) -> i64 {
        let mut bytes = [0; 8];
        let width = usize::from(self.byte() % 9);
        let taken = self.take(width);
        bytes[..taken.len()].copy_from_slice(taken);
        i64::from_le_bytes(bytes)
    }
}

/// The buffers of one column.
enum Owned {
    Texts(Vec<String>, Vec<u8>),
    Offsets(Vec<i32>, Vec<u8>),
    Views(Vec<[u8; 16]>, Vec<u8>),
    Integers(Vec<i64>, Vec<u8>),
    Small(Vec<i8>),
    Days(Vec<i32>),
    Instants(Vec<i64>, u8),
    Floats(Vec<f64>),
    Booleans(Vec<u8>),
    Coded(Vec<u8>, Vec<String>),
    Lists(Vec<i32>, Vec<String>),
    Decimals(Vec<i128>, i8),
    Null,
}

impl Owned {
    fn from(data: &mut Data<'_>, rows: usize) -> Self {
        let word = |data: &mut Data<'_>| {
            let words = [
                "JP01",
                "JP02",
                "voluntary",
                "involuntary_cause",
                "2019-04-01",
                "2024-02-29",
                "5",
                "true",
                "false",
                "sql",
                "rust;sql",
                "5000001 JPY",
                "yes",
                "absent",
                "",
                "0.75",
            ];
            let pick = data.byte();
            match words.get(usize::from(pick)) {
                Some(word) => (*word).to_owned(),
                None => String::from_utf8_lossy(data.take(usize::from(pick % 24))).into_owned(),
            }
        };
        let valid = |data: &mut Data<'_>| data.take(rows.div_ceil(8) + 1).to_vec();
        match data.byte() % 13 {
            0 => Self::Texts((0..rows).map(|_| word(data)).collect(), valid(data)),
            1 => Self::Offsets((0..=rows).map(|_| data.small()).collect(), data.take(64).to_vec()),
            2 => Self::Views(
                (0..rows)
                    .map(|_| {
                        let mut view = [0; 16];
                        let bytes = data.take(16);
                        view[..bytes.len()].copy_from_slice(bytes);
                        view
                    })
                    .collect(),
                data.take(64).to_vec(),
            ),
            3 => Self::Integers((0..rows).map(|_| data.integer()).collect(), valid(data)),
            4 => Self::Small((0..rows).map(|_| data.byte().cast_signed()).collect()),
            5 => Self::Days((0..rows).map(|_| data.small()).collect()),
            6 => Self::Instants((0..rows).map(|_| data.integer()).collect(), data.byte()),
            7 => Self::Floats((0..rows).map(|_| f64::from_bits(data.integer().cast_unsigned())).collect()),
            8 => Self::Booleans(data.take(rows.div_ceil(8)).to_vec()),
            9 => Self::Coded(data.take(rows).to_vec(), (0..3).map(|_| word(data)).collect()),
            10 => Self::Lists(
                (0..=rows).map(|_| i32::from(data.byte() % 8)).collect(),
                (0..7).map(|_| word(data)).collect(),
            ),
            11 => Self::Decimals(
                (0..rows).map(|_| i128::from(data.integer())).collect(),
                data.byte().cast_signed(),
            ),
            _ => Self::Null,
        }
    }

    /// The texts of the column, as slices for as long as it lives.
    fn texts(&self) -> Vec<&str> {
        match self {
            Self::Texts(texts, _) | Self::Coded(_, texts) | Self::Lists(_, texts) => {
                texts.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    fn column<'a>(&'a self, rows: usize, texts: &'a [&'a str]) -> Option<Column<'a>> {
        let with = |column: Column<'a>, valid: &'a [u8]| match Bits::new(valid, 0, rows) {
            Ok(bits) => column.valid(bits),
            Err(_) => column,
        };
        let units =
            [TimeUnit::Seconds, TimeUnit::Milliseconds, TimeUnit::Microseconds, TimeUnit::Nanoseconds];
        Some(match self {
            Self::Texts(_, valid) => with(Column::new(Values::Texts(Texts::Slices(texts))), valid),
            Self::Offsets(offsets, bytes) => {
                Column::new(Values::Texts(Texts::Offset { offsets: Offsets::I32(offsets), bytes }))
            }
            Self::Views(views, buffer) => {
                Column::new(Values::Texts(Texts::View { views, buffers: vec![buffer] }))
            }
            Self::Integers(numbers, valid) => {
                with(Column::new(Values::Integers(Integers::I64(numbers))), valid)
            }
            Self::Small(numbers) => Column::new(Values::Integers(Integers::I8(numbers))),
            Self::Days(days) => Column::new(Values::Days(days)),
            Self::Instants(counts, unit) => {
                Column::new(Values::Instants { counts, unit: *units.get(usize::from(unit % 4))? })
            }
            Self::Floats(numbers) => Column::new(Values::Floats64(numbers)),
            Self::Booleans(bytes) => Column::new(Values::Booleans(Bits::new(bytes, 0, rows).ok()?)),
            Self::Coded(codes, _) => Column::new(Values::Coded {
                codes: Integers::U8(codes),
                names: Texts::Slices(texts),
                names_valid: None,
            }),
            Self::Lists(offsets, _) => Column::new(Values::Lists {
                offsets: Offsets::I32(offsets),
                items: Box::new(Column::new(Values::Texts(Texts::Slices(texts)))),
            }),
            Self::Decimals(unscaled, scale) => Column::new(Values::Decimals { unscaled, scale: *scale }),
            Self::Null => Column::new(Values::Null(rows)),
        })
    }

    /// The value of a row as a worker's; `None` for forms of which a worker has no value of the same kind.
    fn supplied(&self, row: usize, column: &Column<'_>) -> Option<Option<Supplied>> {
        if !column.is_valid(row) {
            return Some(None);
        }
        match self {
            Self::Texts(texts, _) => Some(texts.get(row).map(|text| cell(text))),
            Self::Coded(codes, texts) => {
                let text = codes.get(row).and_then(|code| texts.get(usize::from(*code)));
                Some(text.map(|text| cell(text)))
            }
            Self::Integers(numbers, _) => Some(numbers.get(row).map(|number| (*number).into())),
            Self::Small(numbers) => Some(numbers.get(row).map(|number| i64::from(*number).into())),
            Self::Null => Some(None),
            _ => None,
        }
    }
}
