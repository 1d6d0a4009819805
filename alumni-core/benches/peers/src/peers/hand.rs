//! The same policy written by hand in Rust: over a typed struct, and over a record of strings.

use std::time::Duration;

use super::{Batch, Mode, Peer};
use crate::answer::{Answer, Outcome, decide, explain};
use crate::measure::timed;
use crate::people::{AS_OF, ENTITIES, FAMILIES, FLAGS, KINDS, Person, Record};

pub struct Struct;

impl Peer for Struct {
    fn name(&self) -> &'static str {
        "by hand: typed struct"
    }

    fn own(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let call = if mode == Mode::Explain { explain } else { decide };
        timed(|| answers.extend(batch.people.iter().map(call))).0
    }

    fn json(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        let call = if mode == Mode::Explain { explain } else { decide };
        Some(
            timed(|| {
                for json in batch.json {
                    answers.push(call(&person(&serde_json::from_str(json).expect("a record"))));
                }
            })
            .0,
        )
    }
}

fn person(record: &Record<'_>) -> Person {
    let code =
        |names: &[&str], name: &str| names.iter().position(|known| *known == name).expect("known") as u8;
    Person {
        start: record.start_day,
        separation: record.separation_day,
        non_compete: record.non_compete_day,
        grade: record.grade,
        kind: record.separation_kind.map(|kind| code(&KINDS, kind)),
        flag: code(&FLAGS, record.rehire_flag),
        entity: code(&ENTITIES, record.legal_entity),
        family: code(&FAMILIES, record.job_family),
        no_contact: record.no_contact_agreed,
        property_returned: record.property_returned,
        nda_signed: record.nda_signed,
        legal_hold: record.legal_hold,
    }
}

pub struct Strings;

#[inline(never)]
fn explain_record(record: &Record<'_>) -> Answer {
    let met = [
        (record.separation_day + 1 - record.start_day >= 1096) | (record.grade >= 3),
        AS_OF - (record.separation_day + 1) >= 180,
        matches!(
            record.separation_kind,
            None | Some("voluntary" | "mutual" | "involuntary_no_cause" | "end_of_term" | "transfer_out")
        ),
        record.rehire_flag != "no",
        matches!(
            record.legal_entity,
            "jp-head" | "jp-sales" | "jp-works" | "us-west" | "us-east" | "de" | "fr" | "sg"
        ),
        matches!(
            record.job_family,
            "sales"
                | "engineering"
                | "research"
                | "production"
                | "logistics"
                | "quality"
                | "finance"
                | "marketing"
                | "support"
                | "design"
                | "data"
        ),
        record.non_compete_day < AS_OF,
        !record.no_contact_agreed,
        record.property_returned,
        record.nda_signed & !record.legal_hold,
    ];
    let failed = met.iter().enumerate().fold(0, |failed, (bit, met)| failed | u16::from(!met) << bit);
    Answer::from_failed(failed, record.separation_kind.is_none())
}

impl Strings {
    fn answer(record: &Record<'_>, mode: Mode) -> Answer {
        let answer = explain_record(record);
        if mode == Mode::Explain {
            answer
        } else {
            Answer::decided(Outcome::of(answer.failed == Some(0), record.separation_kind.is_none()))
        }
    }
}

impl Peer for Strings {
    fn name(&self) -> &'static str {
        "by hand: struct of strings"
    }

    fn own(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let records: Vec<Record<'_>> =
            batch.json.iter().map(|json| serde_json::from_str(json).expect("a record")).collect();
        timed(|| answers.extend(records.iter().map(|record| Self::answer(record, mode)))).0
    }

    fn json(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        Some(
            timed(|| {
                for json in batch.json {
                    answers.push(Self::answer(&serde_json::from_str(json).expect("a record"), mode));
                }
            })
            .0,
        )
    }
}
