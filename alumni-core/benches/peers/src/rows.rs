//! One record at a time: every peer in turn, within one round.

use std::hint::black_box;
use std::time::Duration;

use crate::answer::{Answer, explain};
use crate::measure::{each, median, thread_time};
use crate::ours;
use crate::peers::{self, Batch, Mode};
use crate::people::Person;

/// Records in one batch: they and their answers stay in the second-level cache.
const BATCH: usize = 500;

pub fn run(round: usize, people: &[Person]) {
    let policy = ours::policy();
    for person in people.iter().take(2_000) {
        assert_eq!(ours::reference(&policy, person), explain(person), "{person:?}");
    }
    let json: Vec<_> = people.iter().map(Person::json).collect();
    for mut peer in peers::all() {
        for mode in Mode::ALL {
            let (mut own, mut text) = (Duration::ZERO, None);
            let mut answers = Vec::with_capacity(BATCH);
            for (people, json) in people.chunks(BATCH).zip(json.chunks(BATCH)) {
                let batch = Batch { people, json };
                answers.clear();
                own += peer.own(&batch, mode, &mut answers);
                assert_right(peer.name(), people, &answers);
                answers.clear();
                if let Some(time) = peer.json(&batch, mode, &mut answers) {
                    *text.get_or_insert_default() += time;
                    assert_right(peer.name(), people, &answers);
                }
            }
            each("one row", peer.name(), mode.name(), round, own, people.len());
            if let Some(text) = text {
                each("JSON text", peer.name(), mode.name(), round, text, people.len());
            }
        }
        if peer.load().is_some() {
            let time = median(31, || {
                let start = thread_time();
                black_box(peer.load());
                thread_time() - start
            });
            each("load", peer.name(), "both forms", round, time, 1);
        }
    }
}

fn assert_right(name: &str, people: &[Person], answers: &[Answer]) {
    assert_eq!(people.len(), answers.len(), "{name}");
    for (person, answer) in people.iter().zip(answers) {
        let right = explain(person);
        assert!(right.agrees(*answer), "{name}: {answer:?} for {person:?}, expected {right:?}");
    }
}
