//! Cedar: a person is the context of a request, the allowed sets are attributes of the resource.

use std::time::Duration;

use cedar_policy::{Authorizer, Context, Decision, Entities, EntityUid, PolicySet, Request, Response};

use super::{Batch, Mode, Peer};
use crate::answer::{Answer, Outcome};
use crate::measure::timed;

pub struct Cedar {
    authorizer: Authorizer,
    decide: PolicySet,
    explain: PolicySet,
    entities: Entities,
    who: [EntityUid; 3],
}

impl Cedar {
    pub fn new() -> Self {
        let uid = |text: &str| -> EntityUid { text.parse().expect("an id") };
        let track = serde_json::json!([{
            "uid": {"type": "Track", "id": "return"},
            "parents": [],
            "attrs": {
                "kinds": ["voluntary", "mutual", "involuntary_no_cause", "end_of_term", "transfer_out"],
                "entities": ["jp-head", "jp-sales", "jp-works", "us-west", "us-east", "de", "fr", "sg"],
                "families": [
                    "sales", "engineering", "research", "production", "logistics", "quality", "finance",
                    "marketing", "support", "design", "data",
                ],
            },
        }]);
        Self {
            authorizer: Authorizer::new(),
            decide: include_str!("../../policies/decide.cedar").parse().expect("policies"),
            explain: include_str!("../../policies/explain.cedar").parse().expect("policies"),
            entities: Entities::from_json_value(track, None).expect("entities"),
            who: [uid("Worker::\"w\""), uid("Action::\"join\""), uid("Track::\"return\"")],
        }
    }

    fn request(&self, json: &str) -> Request {
        let [principal, action, resource] = self.who.clone();
        let context = Context::from_json_str(json, None).expect("a context");
        Request::new(principal, action, resource, context, None).expect("a request")
    }

    fn answer(&self, request: &Request, mode: Mode) -> Answer {
        let policies = if mode == Mode::Explain { &self.explain } else { &self.decide };
        answer(&self.authorizer.is_authorized(request, policies, &self.entities), mode)
    }
}

fn answer(response: &Response, mode: Mode) -> Answer {
    let reasons = response.diagnostics().reason().map(|policy| {
        let number = AsRef::<str>::as_ref(policy).strip_prefix("policy").expect("a numbered policy");
        number.parse::<u16>().expect("a number")
    });
    let allowed = response.decision() == Decision::Allow;
    match mode {
        Mode::Decide => Answer::decided(match (allowed, reasons.last()) {
            (true, Some(0)) => Outcome::Eligible,
            (true, _) => Outcome::Undetermined,
            (false, _) => Outcome::Ineligible,
        }),
        Mode::Explain if allowed => Answer::from_failed(0, false),
        Mode::Explain => {
            let all = reasons.fold(0, |all, bit| all | 1 << bit);
            Answer::from_failed(all & 0x3ff, all >> 10 & 1 == 1)
        }
    }
}

impl Peer for Cedar {
    fn name(&self) -> &'static str {
        "cedar-policy 4.14.1"
    }

    fn own(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Duration {
        let requests: Vec<_> = batch.json.iter().map(|json| self.request(json)).collect();
        timed(|| answers.extend(requests.iter().map(|request| self.answer(request, mode)))).0
    }

    fn json(&mut self, batch: &Batch<'_>, mode: Mode, answers: &mut Vec<Answer>) -> Option<Duration> {
        Some(timed(|| answers.extend(batch.json.iter().map(|json| self.answer(&self.request(json), mode)))).0)
    }

    fn load(&self) -> Option<Box<dyn Peer>> {
        Some(Box::new(Self::new()))
    }
}
