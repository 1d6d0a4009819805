use chrono::NaiveDate;

use super::{Policy, PolicyReference};
use crate::text::{Argument, Lang, Localized, Reason};
use crate::workforce::{Vocabulary, Worker};
use crate::{Error, document};

pub(super) mod batch;
mod decision;
mod written;

pub use batch::LadderDecisions;
pub use decision::{LadderDecision, StepDecision};
use written::Document;

/// More steps are refused.
const MOST_STEPS: usize = 100;

/// Several policies about one person: the steps by which people come closer, from the lowest to the highest, or a set without
/// an order.
///
/// The steps of a network are typically network, guest, contract, side job, rehire. Each has a policy of its own, and each
/// stands for itself: a step may be open while one below it is not. A set (`ordered = false`) is decided in the same way, but
/// has no highest step.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::Ladder;
/// use alumni_core::workforce::Worker;
///
/// let ladder = Ladder::parse(r#"
///     id = "return"
///     version = 1
///     [[steps]]
///     id = "network"
///     library = "open-membership"
///     [[steps]]
///     id = "rehire"
///     title = { en = "rehire", ja = "再雇用" }
///     [steps.policy]
///     id = "rehire"
///     version = 1
///     criteria = [{ id = "cooling-off", require = "since_separation >= 6 months" }]
/// "#)?;
/// let worker = Worker::from_json(r#"{"id": "w-1", "spells": [{"start": "2016-04-01", "end": "2021-09-30"}]}"#)?;
/// let decision = ladder.decide(&worker, "2021-12-01".parse()?)?;
/// assert_eq!(decision.highest().map(|step| step.id()), Some("network"));
/// let next = decision.next().expect("there is a step above");
/// assert_eq!((next.id(), next.decision().eligible_on()), ("rehire", Some("2022-04-01".parse()?)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ladder {
    document: Document,
    steps: Vec<Step>,
    hash: String,
}

/// One step of a ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    id: String,
    title: Localized,
    policy: Policy,
}

impl Step {
    /// The id, unique in the ladder.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What people call the step: its title, or else that of its policy, or else its id.
    #[must_use]
    pub fn title(&self) -> &Localized {
        &self.title
    }

    /// The policy that says who may take the step.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }
}

impl Ladder {
    /// Reads a ladder in TOML, or in JSON when it starts with a brace, over the HR vocabulary.
    ///
    /// Steps stand from the lowest to the highest; each has a policy, or names one of the [`library`](super::library).
    ///
    /// # Errors
    ///
    /// For the document, with `line:column`, [`Syntax`](crate::ErrorKind::Syntax) or
    /// [`WrongType`](crate::ErrorKind::WrongType); with `steps[i]` and below it, the errors of
    /// [`Policy::parse`](super::Policy::parse), [`Duplicate`](crate::ErrorKind::Duplicate) for an id given twice,
    /// [`Missing`](crate::ErrorKind::Missing) for a step without a policy and
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a policy that the library does not have;
    /// [`TooLarge`](crate::ErrorKind::TooLarge) above 100 steps.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::parse_with(text, Vocabulary::hr())
    }

    /// Reads a ladder as [`parse`](Self::parse) does, over `vocabulary` and the facts that the document adds to it.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    pub fn parse_with(text: &str, vocabulary: Vocabulary) -> Result<Self, Error> {
        Self::build(document::from_document(text)?, vocabulary)
    }

    /// The ladder's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// The ladder's version.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.document.version
    }

    /// The title, where there is one.
    #[must_use]
    pub fn title(&self) -> Option<&Localized> {
        self.document.title.as_ref()
    }

    /// Where the ladder comes from.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// Whether the steps have an order; without one it is a set.
    #[must_use]
    pub fn is_ordered(&self) -> bool {
        self.document.ordered
    }

    /// The steps, from the lowest to the highest.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The facts that the policies ask for together, each once: what the HR system has to supply.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        let mut all = Vec::new();
        for fact in self.steps.iter().flat_map(|step| step.policy.facts()) {
            if !all.contains(&fact) {
                all.push(fact);
            }
        }
        all
    }

    /// SHA-256, in hexadecimal, of the id, the version, whether it is ordered, and each step's id and policy hash.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Id, version and hash: how a decision names its ladder.
    #[must_use]
    pub fn reference(&self) -> PolicyReference {
        PolicyReference {
            id: self.document.id.clone(),
            version: self.document.version,
            hash: self.hash.clone(),
        }
    }

    /// The ladder as one line of JSON, with every policy written out; reads back to an equal ladder.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serialising strings, numbers and dates to memory cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Decides about `worker` step by step as of the day `as_of`.
    ///
    /// # Errors
    ///
    /// Those of [`Policy::decide`](super::Policy::decide).
    pub fn decide(&self, worker: &Worker, as_of: NaiveDate) -> Result<LadderDecision, Error> {
        let decide = |step: &Step| {
            Ok(StepDecision {
                id: step.id.clone(),
                title: step.title.clone(),
                decision: step.policy.decide(worker, as_of)?,
            })
        };
        Ok(LadderDecision {
            ladder: self.reference(),
            worker: worker.id().to_owned(),
            as_of,
            ordered: self.document.ordered,
            steps: self.steps.iter().map(decide).collect::<Result<_, Error>>()?,
        })
    }
}

/// The line that a code and its arguments make, where each argument is a phrase.
fn line<const N: usize>(code: &str, args: [(&str, Argument); N], lang: Lang) -> String {
    args.into_iter().fold(Reason::new(code), |reason, (name, value)| reason.with(name, value)).text(lang)
}
