//! The decision graph of GoRules: one expression node, compiled beforehand.

use std::pin::pin;
use std::task::{Poll, Waker};
use std::time::Duration;

use zen_engine::model::GraphContent;
use zen_engine::{Decision, Variable};

use super::zen::{answer, parse};
use super::{Batch, Mode, Peer};
use crate::answer::Answer;
use crate::measure::timed;

pub struct Graph {
    decide: Decision,
    explain: Decision,
}

fn graph(expression: &str) -> Decision {
    let graph = serde_json::json!({
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "rule", "name": "rule", "type": "expressionNode", "content": {
                "expressions": [{"id": "answer", "key": "answer", "value": expression}],
                "passThrough": false, "inputField": null, "outputPath": null, "executionMode": "single",
            }},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "rule", "type": "edge"},
            {"id": "2", "sourceId": "rule", "targetId": "out", "type": "edge"},
        ],
    });
    let content: GraphContent = serde_json::from_value(graph).expect("a graph");
    let mut decision = Decision::from(content);
    decision.compile();
    decision
}

impl Graph {
    pub fn new() -> Self {
        Self {
            decide: graph(include_str!("../../policies/decide.zen")),
            explain: graph(include_str!("../../policies/explain.zen")),
        }
    }

    fn answer(&self, record: Variable, mode: Mode) -> Answer {
        let decision = if mode == Mode::Explain { &self.explain } else { &self.decide };
        // The graph has no node that waits: the first poll has the answer.
        let mut evaluation = pin!(decision.evaluate(record));
        let Poll::Ready(response) =
            evaluation.as_mut().poll(&mut std::task::Context::from_waker(Waker::noop()))
        else {
            panic!("expected an answer at once")
        };
        let object = response.expect("a response").result.as_object().expect("an object");
        let object = object.borrow();
        answer(object.get_str("answer").expect("the key of the node"), mode)
    }
}

impl Peer for Graph {
    fn name(&self) -> &'static str {
        "zen-engine 2.1.6"
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
