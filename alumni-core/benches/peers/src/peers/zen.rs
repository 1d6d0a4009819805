//! The expression language of GoRules, with its virtual machine reused.

use std::time::Duration;

use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, Isolate, Variable};

use super::{Batch, Mode, Peer, from_booleans, from_number};
use crate::answer::Answer;
use crate::measure::timed;

pub struct Zen {
    decide: Expression<Standard>,
    explain: Expression<Standard>,
    vm: VM,
}

impl Zen {
    pub fn new() -> Self {
        let mut isolate = Isolate::new();
        let mut compile = |text: &str| isolate.compile_standard(text).expect("an expression");
        Self {
            decide: compile(include_str!("../../policies/decide.zen")),
            explain: compile(include_str!("../../policies/explain.zen")),
            vm: VM::new(),
        }
    }

    fn answer(&mut self, record: Variable, mode: Mode) -> Answer {
        let expression = if mode == Mode::Explain { &self.explain } else { &self.decide };
        answer(&expression.evaluate_with(record, &mut self.vm).expect("a result"), mode)
    }
}

pub fn answer(value: &Variable, mode: Mode) -> Answer {
    match mode {
        Mode::Decide => {
            let Variable::Number(number) = value else { panic!("expected a number") };
            from_number(i64::try_from(*number).expect("a whole number"))
        }
        Mode::Explain => {
            let list = value.as_array().expect("a list");
            from_booleans(list.borrow().iter().map(|value| value.as_bool().expect("a boolean")))
        }
    }
}

pub fn parse(json: &str) -> Variable {
    serde_json::from_str(json).expect("JSON")
}

impl Peer for Zen {
    fn name(&self) -> &'static str {
        "zen-expression 2.1.6"
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
