use std::fmt;

use chrono::{DateTime, Utc};

use super::{Snapshot, Told};
use crate::Error;
use crate::consent::answer::{Answer, Verdict};
use crate::consent::kind::Channel;
use crate::consent::purpose::Purpose;
use crate::consent::question::Question;
use crate::consent::state::State;

/// What a [`Snapshot`] says about one question: the verdict with the reason that decided and the event it rests on.
///
/// [`answer`](Self::answer) has everything else.
#[derive(Clone, Copy)]
pub struct Stand<'s> {
    pub(super) snapshot: &'s Snapshot,
    pub(super) subject: &'s str,
    pub(super) number: Option<u32>,
    pub(super) purpose: (u16, &'s Purpose),
    pub(super) channel: Option<Channel>,
    pub(super) told: Told,
}

impl<'s> Stand<'s> {
    /// Whether it may be done.
    #[inline]
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.told.kind.verdict
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
        self.told.kind.code
    }

    /// The source and id of the first event that it rests on; `None` where it rests on none.
    #[must_use]
    pub fn evidence(&self) -> Option<(&'s str, &'s str)> {
        let store = &self.snapshot.ledger.store;
        let place = usize::try_from(self.told.evidence.checked_sub(1)?).ok()?;
        let record = store.records(self.number?).get(place)?;
        Some((store.source(record), store.id(record)))
    }

    /// The next instant at which the answer changes if nothing new arrives; `None` when it never does.
    #[must_use]
    pub fn valid_until(&self) -> Option<DateTime<Utc>> {
        Some(self.told.until).filter(|until| *until != Told::NEVER).map(Into::into)
    }

    /// Where the subject stands.
    #[must_use]
    pub fn state(&self) -> State {
        self.told.kind.state
    }

    /// The answer in full: every reason with its arguments, all evidence, obligations and duties.
    ///
    /// # Errors
    ///
    /// None that are known; those of [`Ledger::may`](crate::consent::Ledger::may).
    pub fn answer(&self) -> Result<Answer, Error> {
        let snapshot = self.snapshot;
        let mut question = Question::new(self.subject, self.purpose.1.id.as_str(), self.channel, snapshot.at);
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
