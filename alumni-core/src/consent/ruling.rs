use std::fmt;

use chrono::{DateTime, Utc};

use super::answer::{Answer, Obligation, Verdict};
use super::event::EventKey;
use super::kind::Channel;
use super::law::Due;
use super::ledger::Ledger;
use super::question::Question;
use super::reasons::Judgement;
use super::state::State;
use super::store::Tick;
use crate::text::Reason;

/// The answer to a [`Question`] as codes and references, for whoever asks many: [`Ledger::rule`] makes it without building
/// a text.
///
/// It borrows from the ledger; [`Ledger::may`] makes the document that can be kept.
#[derive(Clone)]
pub struct Ruling<'l> {
    pub(super) ledger: &'l Ledger,
    pub(super) judgement: Judgement<'l>,
    pub(super) dues: Vec<Due<'l>>,
    pub(super) state: State,
    pub(super) valid_until: Option<Tick>,
    pub(super) channel: Option<Channel>,
}

impl Ruling<'_> {
    /// Whether it may be done.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.judgement.verdict
    }

    /// Whether it may be done without another look.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict() == Verdict::Allowed
    }

    /// The codes of the reasons: first the one that decided, then what is to be noted.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.judgement.findings.iter().map(|finding| finding.code)
    }

    /// The reasons with their arguments.
    pub fn reasons(&self) -> impl Iterator<Item = Reason> {
        self.judgement.reasons(&self.ledger.store)
    }

    /// The events the reasons rest on, each as its source and id; none where nothing is recorded.
    pub fn evidence(&self) -> impl Iterator<Item = (&str, &str)> {
        let store = &self.ledger.store;
        self.judgement.evidence.iter().map(|record| (store.source(record), store.id(record)))
    }

    /// What to do when it is done; nothing when it is denied.
    #[must_use]
    pub fn obligations(&self) -> Vec<Obligation> {
        match self.verdict() {
            Verdict::Denied => Vec::new(),
            Verdict::Allowed | Verdict::Review => {
                Obligation::all_of(self.channel, self.dues.iter().map(|due| due.obligation))
            }
        }
    }

    /// The next instant at which the answer changes if nothing new arrives; `None` when it never does.
    #[must_use]
    pub fn valid_until(&self) -> Option<DateTime<Utc>> {
        self.valid_until.map(Into::into)
    }

    /// Where the subject stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The answer in full, to the question that was asked.
    #[must_use]
    pub(super) fn answer(&self, question: &Question) -> Answer {
        Answer {
            verdict: self.verdict(),
            reasons: self.reasons().collect(),
            evidence: self
                .evidence()
                .map(|(source, id)| EventKey { source: source.to_owned(), id: id.to_owned() })
                .collect(),
            obligations: self.obligations(),
            duties: self.dues.iter().map(Due::duty).collect(),
            valid_until: self.valid_until(),
            state: self.state,
            question: question.clone(),
        }
    }
}

impl fmt::Debug for Ruling<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ruling")
            .field("verdict", &self.verdict())
            .field("codes", &self.codes().collect::<Vec<_>>())
            .field("evidence", &self.evidence().collect::<Vec<_>>())
            .field("valid_until", &self.valid_until())
            .finish_non_exhaustive()
    }
}
