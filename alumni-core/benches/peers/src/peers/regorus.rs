//! Rego, compiled for its virtual machine, which is reused.

use std::time::Duration;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, Value};

use super::{Batch, Mode, Peer, from_number};
use crate::answer::Answer;
use crate::measure::timed;

pub struct Regorus {
    vm: RegoVM,
    failed: Value,
    unknown: Value,
}

const ENTRIES: [&str; 2] = ["data.alumni.decide", "data.alumni.explain"];

impl Regorus {
    pub fn new() -> Self {
        let mut engine = Engine::new();
        engine
            .add_policy("policy.rego".to_owned(), include_str!("../../policies/policy.rego").to_owned())
            .expect("a policy");
        let policy = engine.compile_with_entrypoint(&ENTRIES[0].into()).expect("a compiled policy");
        let program = Compiler::compile_from_policy(&policy, &ENTRIES).expect("a program");
        let mut vm = RegoVM::new();
        vm.load_program(program);
        vm.set_data(Value::new_object()).expect("data");
        Self { vm, failed: Value::from("failed"), unknown: Value::from("unknown") }
    }

    fn answer(&mut self, input: Value, mode: Mode) -> Answer {
        self.vm.set_input(input);
        let result = self.vm.execute_entry_point_by_index(mode as usize).expect("a result");
        match mode {
            Mode::Decide => from_number(result.as_i64().expect("a number")),
            Mode::Explain => {
                let object = result.as_object().expect("an object");
                let of = |key: &Value| object.get(key).expect("a key of the object");
                let set = of(&self.failed).as_set().expect("a set");
                let failed = set.iter().fold(0, |all, bit| all | 1 << bit.as_u16().expect("a number"));
                Answer::from_failed(failed, *of(&self.unknown).as_bool().expect("a boolean"))
            }
        }
    }
}

fn parse(json: &str) -> Value {
    Value::from_json_str(json).expect("JSON")
}

impl Peer for Regorus {
    fn name(&self) -> &'static str {
        "regorus 0.14.1"
    }

    fn own(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let records: Vec<_> = batch.json.iter().map(|json| parse(json)).collect();
        timed(|| {
            for record in &records {
                answers.push(self.answer(record.clone(), mode));
            }
        })
        .0
    }

    fn json(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        Some(
            timed(|| {
                for json in batch.json {
                    answers.push(self.answer(parse(json), mode));
                }
            })
            .0,
        )
    }

    fn load(&self) -> Option<Box<dyn Peer>> {
        Some(Box::new(Self::new()))
    }
}
