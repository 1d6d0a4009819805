use std::fmt;

use chrono::{DateTime, Utc};

use super::cell::{Kind, NEVER, Told};
use super::{Asking, Snapshot};
use crate::Error;
use crate::consent::answer::{Answer, Verdict};
use crate::consent::question::Question;
use crate::consent::state::State;
use crate::consent::store::Tick;

/// What a [`Snapshot`] says about one question: the verdict with the reason that decided and the event it rests on.
///
/// [`answer`](Self::answer) has everything else.
#[derive(Clone, Copy)]
pub struct Stand<'s> {
    snapshot: &'s Snapshot,
    subject: &'s str,
    number: Option<u32>,
    asking: Asking,
    // What is told, number by number: as one value it would be copied by way of memory that is waited for.
    evidence: u32,
    code: &'static str,
    verdict: Verdict,
    state: State,
    until: i64,
    until_nanos: u16,
}

impl<'s> Stand<'s> {
    #[inline]
    pub(super) fn new(
        snapshot: &'s Snapshot,
        subject: &'s str,
        number: Option<u32>,
        asking: Asking,
        told: Told<&Kind>,
    ) -> Self {
        let Kind { verdict, code, state } = *told.kind;
        let (until, until_nanos) = told.until.parts();
        let evidence = told.evidence;
        Self { snapshot, subject, number, asking, evidence, code, verdict, state, until, until_nanos }
    }

    /// Whom it is about.
    #[inline]
    #[must_use]
    pub fn subject(&self) -> &'s str {
        self.subject
    }

    /// What is told, in one piece.
    pub(super) fn told(&self) -> Told {
        let kind = Kind { verdict: self.verdict, code: self.code, state: self.state };
        Told { kind, evidence: self.evidence, until: Tick::of_parts(self.until, self.until_nanos) }
    }

    /// Whether it may be done.
    #[inline]
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// Whether it may be done without another look.
    #[inline]
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict() == Verdict::Allowed
    }

    /// The code of the reason that decided.
    #[inline]
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The source and id of the first event that it rests on; `None` where it rests on none.
    #[must_use]
    pub fn evidence(&self) -> Option<(&'s str, &'s str)> {
        self.snapshot.event(self.number?, self.evidence)
    }

    /// The next instant at which the answer changes if nothing new arrives; `None` when it never does.
    #[must_use]
    pub fn valid_until(&self) -> Option<DateTime<Utc>> {
        Some(Tick::of_parts(self.until, self.until_nanos)).filter(|until| *until != NEVER).map(Into::into)
    }

    /// Where the subject stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.state
    }

    /// The answer in full: every reason with its arguments, all evidence, obligations and duties.
    ///
    /// # Errors
    ///
    /// None that are known; those of [`Ledger::may`](crate::consent::Ledger::may).
    pub fn answer(&self) -> Result<Answer, Error> {
        let snapshot = self.snapshot;
        let purpose = snapshot.ledger.purposes().nth(self.asking.purpose.into());
        let purpose = purpose.map(|purpose| purpose.id.as_str()).unwrap_or_default();
        let mut question = Question::new(self.subject, purpose, self.asking.channel, snapshot.at);
        question.known_at = snapshot.known_at;
        snapshot.ledger.may(&question)
    }
}

impl fmt::Debug for Stand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stand")
            .field("verdict", &self.verdict())
            .field("code", &self.code())
            .field("evidence", &self.evidence())
            .field("valid_until", &self.valid_until())
            .finish_non_exhaustive()
    }
}
