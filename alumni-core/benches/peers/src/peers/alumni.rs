//! The library, one person at a time: by a judge, and by the call that gives the whole decision.

use std::time::Duration;

use alumni_core::eligibility::{Judge, Policy, Row, Status, Ruling};
use alumni_core::workforce::Worker;

use super::{Batch, Mode, Peer};
use crate::answer::Answer;
use crate::measure::timed;
use crate::ours;
use crate::people::{AS_OF, Person};

/// The facts as the library's own JSON has them: dates instead of numbers of days.
fn texts(people: &[Person]) -> Vec<String> {
    let text = |person| serde_json::to_string(ours::worker(person).supplied()).expect("JSON");
    people.iter().map(text).collect()
}

/// Outcome and every criterion's status, from a row of slots.
pub struct Judged {
    judge: Judge,
    row: Row,
}

impl Judged {
    pub fn new() -> Self {
        let judge = ours::policy().judge(ours::day(AS_OF)).expect("a judge");
        Self { row: judge.row(), judge }
    }

    /// A row for each person: what a service holds that has typed records of its own.
    fn rows(&self, people: &[Person]) -> Vec<Row> {
        let slot = |name| self.judge.slot(name).expect("a slot");
        let [start, separation, non_compete] =
            ["start_date", "separation_date", "non_compete_until"].map(slot);
        let [grade, kind, flag, entity, family] =
            ["grade", "separation_kind", "rehire_flag", "legal_entity", "job_family"].map(slot);
        let booleans = ["no_contact_agreed", "property_returned", "nda_signed", "legal_hold"].map(slot);
        let row = |person: &Person| {
            let record = person.record();
            let mut row = self.judge.row();
            for (slot, day) in
                [(start, person.start), (separation, person.separation), (non_compete, person.non_compete)]
            {
                row.set(slot, ours::day(day)).expect("a day");
            }
            row.set(grade, i64::from(person.grade)).expect("a grade");
            row.set(kind, record.separation_kind).expect("a kind");
            for (slot, name) in
                [(flag, record.rehire_flag), (entity, record.legal_entity), (family, record.job_family)]
            {
                row.set(slot, name).expect("a category");
            }
            let values = [person.no_contact, person.property_returned, person.nda_signed, person.legal_hold];
            for (slot, value) in booleans.into_iter().zip(values) {
                row.set(slot, value).expect("a boolean");
            }
            row
        };
        people.iter().map(row).collect()
    }
}

fn answer(ruling: &Ruling) -> Answer {
    let failed = u16::try_from(ruling.mask(Status::Unmet, 0)).expect("ten criteria");
    Answer { outcome: ours::outcome(ruling.outcome()), failed: Some(failed) }
}

impl Peer for Judged {
    fn name(&self) -> &'static str {
        "alumni"
    }

    fn own(&mut self, batch: &Batch<'_>, _mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let rows = self.rows(batch.people);
        timed(|| {
            for row in &rows {
                answers.push(answer(&self.judge.decide(row).expect("a ruling")));
            }
        })
        .0
    }

    fn json(&mut self, batch: &Batch<'_>, _mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        let texts = texts(batch.people);
        let time = timed(|| {
            for text in &texts {
                self.row.read_json(text).expect("a row");
                answers.push(answer(&self.judge.decide(&self.row).expect("a ruling")));
            }
        });
        Some(time.0)
    }
}

/// The whole decision: reasons with arguments, missing facts, the days on which it changes.
pub struct Decided {
    policy: Policy,
}

impl Decided {
    pub fn new() -> Self {
        Self { policy: ours::policy() }
    }
}

impl Peer for Decided {
    fn name(&self) -> &'static str {
        "alumni, whole decision"
    }

    fn own(&mut self, batch: &Batch<'_>, _mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let workers: Vec<_> = batch.people.iter().map(ours::worker).collect();
        let as_of = ours::day(AS_OF);
        timed(|| {
            for worker in &workers {
                answers.push(ours::of_decision(&self.policy.decide(worker, as_of).expect("a decision")));
            }
        })
        .0
    }

    fn json(&mut self, batch: &Batch<'_>, _mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        let texts: Vec<_> = texts(batch.people)
            .into_iter()
            .map(|facts| format!(r#"{{"id": "w", "facts": {facts}}}"#))
            .collect();
        let as_of = ours::day(AS_OF);
        let time = timed(|| {
            for text in &texts {
                let worker = Worker::from_json(text).expect("a worker");
                answers.push(ours::of_decision(&self.policy.decide(&worker, as_of).expect("a decision")));
            }
        });
        Some(time.0)
    }
}
