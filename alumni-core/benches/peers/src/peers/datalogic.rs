//! JSON Logic. The pre-parsed payload is the form its documentation names as the fastest.

use std::time::Duration;

use datalogic_rs::bumpalo::Bump;
use datalogic_rs::{DataValue, Engine, Logic};

use super::{Batch, Mode, Peer, from_booleans, from_number};
use crate::answer::Answer;
use crate::measure::timed;

pub struct Datalogic {
    engine: Engine,
    decide: Logic,
    explain: Logic,
    arena: Bump,
}

impl Datalogic {
    pub fn new() -> Self {
        let engine = Engine::new();
        let compile = |text: &str| engine.compile(text).expect("logic");
        Self {
            decide: compile(include_str!("../../policies/decide.jsonlogic.json")),
            explain: compile(include_str!("../../policies/explain.jsonlogic.json")),
            arena: Bump::new(),
            engine,
        }
    }
}

fn answer(value: &DataValue<'_>, mode: Mode) -> Answer {
    match mode {
        Mode::Decide => from_number(value.as_i64().expect("a number")),
        Mode::Explain => {
            let booleans = value.as_array().expect("a list");
            from_booleans(booleans.iter().map(|value| value.as_bool().expect("a boolean")))
        }
    }
}

impl Peer for Datalogic {
    fn name(&self) -> &'static str {
        "datalogic-rs 5.4.0"
    }

    fn own(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let held = Bump::new();
        let values: Vec<_> =
            batch.json.iter().map(|json| DataValue::from_str(json, &held).expect("JSON")).collect();
        let logic = if mode == Mode::Explain { &self.explain } else { &self.decide };
        let (engine, arena) = (&self.engine, &mut self.arena);
        timed(|| {
            for value in &values {
                let result = engine.evaluate(logic, value, arena).expect("a result");
                answers.push(answer(result, mode));
                arena.reset();
            }
        })
        .0
    }

    fn json(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        let logic = if mode == Mode::Explain { &self.explain } else { &self.decide };
        let (engine, arena) = (&self.engine, &mut self.arena);
        Some(
            timed(|| {
                for json in batch.json {
                    let result = engine.evaluate(logic, json.as_str(), arena).expect("a result");
                    answers.push(answer(result, mode));
                    arena.reset();
                }
            })
            .0,
        )
    }

    fn load(&self) -> Option<Box<dyn Peer>> {
        Some(Box::new(Self::new()))
    }
}
