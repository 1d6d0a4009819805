//! What is kept of a decision, so that it can be made again.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Book;
use crate::eligibility::{Decision, Policy};
use crate::text::{Argument, Lang, Reason};
use crate::workforce::Worker;
use crate::{Error, document};

/// A decision with what is needed to make it again: the engine's version and the worker, or the worker's hash alone.
///
/// The record of a person who asked to be forgotten can be kept [without the worker](Self::without_worker); it is replayed
/// with a worker from elsewhere, whom the hash proves to be the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The version of this library that decided.
    engine: String,
    /// SHA-256 of the worker's JSON document, in hexadecimal.
    input_hash: String,
    /// The worker as decided about; absent where only the hash is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    worker: Option<Worker>,
    /// What was decided, with the facts as they were read and the policy's hash.
    decision: Decision,
}

impl Record {
    fn of(decision: Decision, worker: &Worker) -> Self {
        Self {
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            input_hash: input_hash(worker),
            worker: Some(worker.clone()),
            decision,
        }
    }

    /// The version of this library that decided.
    #[must_use]
    pub fn engine(&self) -> &str {
        &self.engine
    }

    /// SHA-256 of the worker's JSON document, in hexadecimal.
    #[must_use]
    pub fn input_hash(&self) -> &str {
        &self.input_hash
    }

    /// The worker as decided about, where the record holds it.
    #[must_use]
    pub fn worker(&self) -> Option<&Worker> {
        self.worker.as_ref()
    }

    /// What was decided.
    #[must_use]
    pub fn decision(&self) -> &Decision {
        &self.decision
    }

    /// The record with the worker's hash alone.
    #[must_use]
    pub fn without_worker(mut self) -> Self {
        self.worker = None;
        self
    }
}

/// Whether a decision comes out again, and what differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Replay {
    /// Whether the decision's JSON comes out again byte for byte.
    pub same: bool,
    /// What differs from the day it was made: the policy, the worker, the engine, the facts, the answer.
    pub reasons: Vec<Reason>,
    /// What comes out now; absent when the book has no such version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

impl Replay {
    /// One line in `lang`.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let same = Reason::new(if self.same { "replay-same" } else { "replay-other" }).text(lang);
        let reasons = self.reasons.iter().map(|reason| reason.text(lang));
        [same].into_iter().chain(reasons).collect::<Vec<_>>().join(match lang {
            Lang::En => "; ",
            Lang::Ja => "。",
        })
    }
}

impl Policy {
    /// Decides as [`decide`](Self::decide) does and keeps what is needed to decide again.
    ///
    /// # Errors
    ///
    /// Those of [`decide`](Self::decide).
    pub fn record(&self, worker: &Worker, as_of: NaiveDate) -> Result<Record, Error> {
        Ok(Record::of(self.decide(worker, as_of)?, worker))
    }
}

impl Book {
    /// Decides as [`decide`](Self::decide) does and keeps what is needed to decide again.
    ///
    /// # Errors
    ///
    /// Those of [`decide`](Self::decide).
    pub fn record(&self, worker: &Worker, as_of: NaiveDate) -> Result<Record, Error> {
        Ok(Record::of(self.decide(worker, as_of)?, worker))
    }

    /// Makes a recorded decision again: under the version whose content has the recorded hash, about the recorded worker or,
    /// where one is given, about `worker`.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) with the path `worker` when neither the record nor the call has one, and those of
    /// [`Policy::decide`].
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Book;
    /// use alumni_core::workforce::Worker;
    ///
    /// let book = Book::parse(r#"
    ///     [[versions]]
    ///     id = "return"
    ///     version = 1
    ///     effective_from = 2024-04-01
    ///     criteria = [{ id = "grade", require = "grade >= 3" }]
    /// "#)?;
    /// let worker = Worker::new("w-1", [])?.with_fact("grade", 3);
    /// let record = book.record(&worker, "2024-04-01".parse()?)?;
    /// assert!(book.replay(&record, None)?.same);
    /// let promoted = worker.with_fact("grade", 4);
    /// let replay = book.replay(&record, Some(&promoted))?;
    /// assert!(!replay.same);
    /// assert_eq!(replay.reasons[0].code(), "replay-input-changed");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replay(&self, record: &Record, worker: Option<&Worker>) -> Result<Replay, Error> {
        let worker = worker.or(record.worker.as_ref()).ok_or_else(|| {
            Error::missing("expected a worker: the record holds only the hash of one").within("worker")
        })?;
        let recorded = record.decision.policy();
        let mut reasons = Vec::new();
        if input_hash(worker) != record.input_hash {
            reasons.push(Reason::new("replay-input-changed"));
        }
        if record.engine != env!("CARGO_PKG_VERSION") {
            let engine = Reason::new("replay-engine-changed").with("recorded", record.engine.as_str());
            reasons.push(engine.with("now", env!("CARGO_PKG_VERSION")));
        }
        let same_id = || self.versions().iter().filter(|policy| policy.id() == recorded.id);
        let version = |code: &str| Reason::new(code).with("version", recorded.version);
        let policy = match same_id().find(|policy| policy.hash() == recorded.hash) {
            Some(policy) => policy,
            None => match same_id().find(|policy| policy.version() == recorded.version) {
                Some(policy) => {
                    reasons.push(version("replay-content-changed"));
                    policy
                }
                None => {
                    reasons.push(version("replay-policy-unknown"));
                    return Ok(Replay { same: false, reasons, decision: None });
                }
            },
        };
        let as_of = record.decision.as_of();
        if self.in_force(as_of) != Some(policy) {
            reasons.push(version("replay-not-in-force").with("date", as_of));
        }
        let decision = policy.decide(worker, as_of)?;
        let facts = changed_facts(&record.decision, &decision);
        if !facts.is_empty() {
            let facts: Argument = facts.into_iter().collect();
            reasons.push(Reason::new("replay-facts-changed").with("facts", facts));
        }
        let same = json(&decision) == json(&record.decision);
        if !same && decision.outcome() != record.decision.outcome() {
            let outcome = |decision: &Decision| {
                let said = |lang| decision.outcome().text(lang);
                crate::text::Localized::new(said(Lang::En), said(Lang::Ja))
            };
            let changed = Reason::new("replay-outcome-changed").with("recorded", outcome(&record.decision));
            reasons.push(changed.with("now", outcome(&decision)));
        }
        Ok(Replay { same, reasons, decision: Some(decision) })
    }
}

/// The facts that were read otherwise, by name.
fn changed_facts(before: &Decision, after: &Decision) -> Vec<String> {
    let differs = |fact: &&crate::eligibility::FactUsed| {
        before.facts().iter().find(|other| other.fact == fact.fact).is_some_and(|other| other != *fact)
    };
    after.facts().iter().filter(differs).map(|fact| fact.fact.clone()).collect()
}

fn json<T: Serialize>(value: &T) -> String {
    // Serialising to memory cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

fn input_hash(worker: &Worker) -> String {
    document::sha256([json(worker)])
}
