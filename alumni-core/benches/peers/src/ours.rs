//! The library itself.

use std::hint::black_box;

use alumni_core::columns::{Bits, Column, Columns, Integers, Offsets, Texts, Values};
use alumni_core::eligibility::{self, BatchOptions, Decision, Decisions, Policy};
use alumni_core::workforce::Worker;
use chrono::NaiveDate;

use crate::answer::{Answer, Outcome, explain};
use crate::measure::{each, median, timed};
use crate::people::{AS_OF, ENTITIES, FAMILIES, FLAGS, KINDS, Person, Table};

pub const POLICY: &str = include_str!("../policies/alumni.toml");

/// Compiled for every processor of the architecture, or finding out what this one can do.
const NAME: &str = if cfg!(alumni_portable) { "alumni, portable" } else { "alumni" };

pub fn policy() -> Policy {
    Policy::parse(POLICY).expect("a policy")
}

pub fn day(day: i32) -> NaiveDate {
    NaiveDate::from_epoch_days(day).expect("a day")
}

/// The person as a row of facts.
pub fn worker(person: &Person) -> Worker {
    let record = person.record();
    let worker = Worker::new("w", []).expect("a worker");
    let worker = worker
        .with_fact("start_date", day(person.start))
        .with_fact("separation_date", day(person.separation))
        .with_fact("non_compete_until", day(person.non_compete))
        .with_fact("grade", i64::from(person.grade))
        .with_fact("rehire_flag", record.rehire_flag)
        .with_fact("legal_entity", record.legal_entity)
        .with_fact("job_family", record.job_family)
        .with_fact("no_contact_agreed", person.no_contact)
        .with_fact("property_returned", person.property_returned)
        .with_fact("nda_signed", person.nda_signed)
        .with_fact("legal_hold", person.legal_hold);
    match record.separation_kind {
        Some(kind) => worker.with_fact("separation_kind", kind),
        None => worker,
    }
}

/// The outcome and the criteria that are unmet, by the reference meaning.
pub fn reference(policy: &Policy, person: &Person) -> Answer {
    of_decision(&policy.decide(&worker(person), day(AS_OF)).expect("a decision"))
}

/// A decision in the form of the peers.
pub fn of_decision(decision: &Decision) -> Answer {
    let unmet = decision.criteria().iter().enumerate();
    let failed = unmet.fold(0, |all, (bit, criterion)| {
        all | u16::from(criterion.status == eligibility::Status::Unmet) << bit
    });
    Answer { outcome: outcome(decision.outcome()), failed: Some(failed) }
}

pub fn outcome(outcome: eligibility::Outcome) -> Outcome {
    match outcome {
        eligibility::Outcome::Eligible => Outcome::Eligible,
        eligibility::Outcome::Undetermined => Outcome::Undetermined,
        _ => Outcome::Ineligible,
    }
}

/// The table as the library reads it.
pub fn columns(table: &Table) -> Columns<'_> {
    let days = |days| Column::new(Values::Days(days));
    let bits = |bytes| Bits::new(bytes, 0, table.rows).expect("bits");
    let flags = |bytes| Column::new(Values::Booleans(bits(bytes)));
    let coded = |codes, names: &'static [&'static str]| {
        let names = Texts::Slices(names);
        Column::new(Values::Coded { codes: Integers::U8(codes), names, names_valid: None })
    };
    let columns = [
        ("start_date", days(&table.start)),
        ("separation_date", days(&table.separation)),
        ("non_compete_until", days(&table.non_compete)),
        ("grade", Column::new(Values::Integers(Integers::U8(&table.grade)))),
        ("separation_kind", coded(&table.kind, &KINDS).valid(bits(&table.kind_valid))),
        ("rehire_flag", coded(&table.flag, &FLAGS)),
        ("legal_entity", coded(&table.entity, &ENTITIES)),
        ("job_family", coded(&table.family, &FAMILIES)),
        ("no_contact_agreed", flags(&table.no_contact)),
        ("property_returned", flags(&table.property_returned)),
        ("nda_signed", flags(&table.nda_signed)),
        ("legal_hold", flags(&table.legal_hold)),
    ];
    let start = Columns::new(table.rows).expect("rows");
    columns.into_iter().fold(start, |columns, (name, column)| columns.with(name, column).expect("a column"))
}

/// Only outcomes and masks.
pub fn masks() -> BatchOptions {
    BatchOptions::new().eligible_on(false)
}

pub fn decide(policy: &Policy, columns: &Columns<'_>, options: &BatchOptions) -> Decisions {
    policy.decide_columns_with(columns, day(AS_OF), options).expect("decisions")
}

/// Only outcomes and masks, into memory of the last time.
pub fn decide_again(policy: &Policy, columns: &Columns<'_>, to: &mut Decisions) {
    policy.decide_columns_into(columns, day(AS_OF), &masks(), to).expect("decisions");
}

/// What was decided about a row, in the form of the peers.
fn answer(decisions: &Decisions, row: usize) -> Answer {
    let bit = |words: &[u64]| words[row / 64] >> (row % 64) & 1 == 1;
    let failed = decisions.criteria().iter().enumerate();
    let failed = failed.fold(0, |all, (at, criterion)| all | u16::from(bit(criterion.unmet())) << at);
    Answer { outcome: outcome(decisions.outcome(row).expect("a row")), failed: Some(failed) }
}

/// A column of words as texts one after another, as pandas and Spark hold them.
struct Words {
    offsets: Vec<i32>,
    bytes: Vec<u8>,
}

impl Words {
    fn new(codes: &[u8], names: &[&str]) -> Self {
        let mut words = Self { offsets: vec![0], bytes: Vec::new() };
        for code in codes {
            words.bytes.extend_from_slice(names[usize::from(*code)].as_bytes());
            words.offsets.push(i32::try_from(words.bytes.len()).expect("two gibibytes"));
        }
        words
    }

    fn column(&self) -> Column<'_> {
        let offsets = Offsets::I32(&self.offsets);
        Column::new(Values::Texts(Texts::Offset { offsets, bytes: &self.bytes }))
    }
}

/// Measures the batch in the forms that tables have, and asserts that every row is right.
pub fn measure(round: usize, people: &[Person]) {
    let table = Table::new(people);
    let policy = policy();
    let coded = columns(&table);
    let words = [
        ("separation_kind", Words::new(&table.kind, &KINDS)),
        ("rehire_flag", Words::new(&table.flag, &FLAGS)),
        ("legal_entity", Words::new(&table.entity, &ENTITIES)),
        ("job_family", Words::new(&table.family, &FAMILIES)),
    ];
    let mut texts = Columns::new(table.rows).expect("rows");
    for (name, column) in coded.iter() {
        let column = match words.iter().find(|(word, _)| *word == name) {
            Some((_, words)) if name == "separation_kind" => {
                words.column().valid(Bits::new(&table.kind_valid, 0, table.rows).expect("bits"))
            }
            Some((_, words)) => words.column(),
            None => column.clone(),
        };
        texts = texts.with(name, column).expect("a column");
    }
    for (name, columns) in [("", &coded), (", words as texts", &texts)] {
        let mut decisions = decide(&policy, columns, &masks());
        for (row, person) in people.iter().enumerate() {
            assert_eq!(answer(&decisions, row), explain(person), "{name}: row {row}: {person:?}");
        }
        let time = median(41, || timed(|| decide_again(&policy, black_box(columns), &mut decisions)).0);
        each("columns", &format!("{NAME}{name}"), "explain", round, time, table.rows);
    }
    let time = median(11, || timed(|| decide(&policy, black_box(&coded), &masks())).0);
    each("columns", &format!("{NAME}, new memory each time"), "explain", round, time, table.rows);
    // Three years and six months on the calendar instead of 1,096 and 180 days: other answers, so nothing to compare with.
    let text = POLICY.replace("1096 days", "3 years").replace("180 days", "6 months");
    let calendar = Policy::parse(&text).expect("a policy");
    let mut decisions = decide(&calendar, &coded, &masks());
    for (row, person) in people.iter().enumerate().step_by(500) {
        assert_eq!(answer(&decisions, row), reference(&calendar, person), "calendar: row {row}");
    }
    let time = median(41, || timed(|| decide_again(&calendar, black_box(&coded), &mut decisions)).0);
    each("columns", &format!("{NAME}, years and months"), "explain", round, time, table.rows);
}
