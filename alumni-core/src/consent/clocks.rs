//! How far the clocks of the sources may be off, and what that leaves of "before" and "after".

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::ledger::Ledger;
use super::purpose::check_id;
use super::store::{Record, Store, Tick};
use crate::Error;

/// How far the clocks of the sources of a ledger may be off, and whose are not to be trusted at all.
///
/// A yes permits after a no only where it is certain to be the later one: by more than the tolerances of the two sources
/// together, or by anything at all where both come from one source, whose clock orders its own events. A yes whose time is not
/// to be trusted (the event's `time_untrusted`, or its source's) never lifts a no; a no whose time is not to be trusted may be
/// as late as its reception. The same holds for showing the notice after a no, for lifting a restriction, and for what
/// ends a yes: see `docs/consent-lifecycle.md`.
///
/// By default every clock is exact.
///
/// # Example
///
/// ```
/// use alumni_core::consent::Clocks;
///
/// let clocks: Clocks = serde_json::from_str(
///     r#"{"tolerance_seconds": 60, "sources": {"recruiting": 600}, "untrusted": ["old-list"]}"#,
/// )?;
/// assert_eq!((clocks.tolerance("mail").num_seconds(), clocks.tolerance("recruiting").num_seconds()), (60, 600));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Clocks {
    /// How far every clock that is not named in `sources` may be off, in seconds.
    #[serde(default)]
    pub tolerance_seconds: u32,
    /// How far the clocks of these sources may be off, in seconds.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub sources: BTreeMap<String, u32>,
    /// The sources whose times are not to be trusted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub untrusted: BTreeSet<String>,
}

/// In seconds.
pub(super) const A_DAY: i64 = 86_400;

impl Clocks {
    /// Clocks that may all be off by `tolerance_seconds`.
    #[must_use]
    pub fn new(tolerance_seconds: u32) -> Self {
        Self { tolerance_seconds, ..Self::default() }
    }

    /// Says how far the clock of one source may be off.
    #[must_use]
    pub fn source(mut self, source: impl Into<String>, tolerance_seconds: u32) -> Self {
        self.sources.insert(source.into(), tolerance_seconds);
        self
    }

    /// Says that the times of a source are not to be trusted.
    #[must_use]
    pub fn untrusted(mut self, source: impl Into<String>) -> Self {
        self.untrusted.insert(source.into());
        self
    }

    /// How far the clock of `source` may be off.
    #[must_use]
    pub fn tolerance(&self, source: &str) -> TimeDelta {
        TimeDelta::seconds(self.seconds(source))
    }

    fn seconds(&self, source: &str) -> i64 {
        (*self.sources.get(source).unwrap_or(&self.tolerance_seconds)).into()
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        for source in self.sources.keys() {
            check_id(source).map_err(|error| error.within("sources"))?;
        }
        for (place, source) in self.untrusted.iter().enumerate() {
            check_id(source).map_err(|error| error.within(format!("untrusted[{place}]")))?;
        }
        Ok(())
    }

    /// Whether no clock is off.
    pub(super) fn are_exact(&self) -> bool {
        self.tolerance_seconds == 0 && self.sources.values().all(|seconds| *seconds == 0)
    }

    pub(super) fn trust(&self, record: &Record, store: &Store) -> bool {
        !record.is_time_untrusted()
            && (self.untrusted.is_empty() || !self.untrusted.contains(store.source(record)))
    }

    /// The last instant that the time of what takes permission away may stand for, by an exact clock.
    fn latest(&self, record: &Record, store: &Store) -> Tick {
        if self.trust(record, store) { record.at() } else { record.at().max(record.received()) }
    }

    /// The first and the last instant at which `record`, which takes permission away, may have happened.
    pub(super) fn span(&self, record: &Record, store: &Store) -> (Tick, Tick) {
        let slack = self.seconds(store.source(record));
        (record.at().after_seconds(slack.saturating_neg()), self.latest(record, store).after_seconds(slack))
    }

    /// Whether `record` claims to have happened so long after it became known that no time zone mistaken explains it.
    pub(super) fn is_ahead(&self, record: &Record, store: &Store) -> bool {
        let is_early = record.at() > record.received().after_seconds(A_DAY);
        is_early && {
            let slack = self.seconds(store.source(record));
            record.at() > record.received().after_seconds(A_DAY.saturating_add(slack))
        }
    }

    /// Whether `earlier`, which takes permission away, is certain to be before `later`.
    pub(super) fn is_surely_before(&self, earlier: &Record, later: &Record, store: &Store) -> bool {
        if !self.trust(later, store) {
            return false;
        }
        let slack = if earlier.source == later.source || self.are_exact() {
            0
        } else {
            self.seconds(store.source(earlier)).saturating_add(self.seconds(store.source(later)))
        };
        later.at() > self.latest(earlier, store).after_seconds(slack)
    }
}

impl Ledger {
    /// The same ledger with clocks that may be off, instead of what was said of them before.
    ///
    /// # Errors
    ///
    /// Those of a source that is no id.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, Clocks, Event, EventKind, Ledger, Question};
    ///
    /// let mut ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "news", "title": "News", "legal_basis": "consent"}],
    ///         "notices": [{"id": "n", "version": 1, "purposes": ["news"], "text": {"en": "We write monthly."}}]}"#,
    /// )?;
    /// let event = |source, id, kind, at: &str| Ok::<_, chrono::ParseError>(Event::new(source, id, "w", "news", kind, at.parse()?));
    /// ledger.extend([
    ///     event("mail", "1", EventKind::Withdrawn, "2026-01-01T10:00:00Z")?,
    ///     event("form", "2", EventKind::NoticeShown, "2026-01-01T10:00:20Z")?.notice("n", 1),
    ///     event("form", "3", EventKind::Given, "2026-01-01T10:00:40Z")?.notice("n", 1),
    /// ])?;
    /// let question = Question::new("w", "news", Channel::Email, "2026-02-01T00:00:00Z".parse()?);
    /// assert!(ledger.may(&question)?.is_allowed());
    /// // Where each clock may be off by a minute, the withdrawal may have been the last word.
    /// let ledger = ledger.with_clocks(Clocks::new(60))?;
    /// assert!(!ledger.may(&question)?.is_allowed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn with_clocks(mut self, clocks: Clocks) -> Result<Self, Error> {
        clocks.check().map_err(|error| error.within("clocks"))?;
        self.clocks = clocks;
        Ok(self)
    }

    /// How far the clocks of the sources may be off.
    #[must_use]
    pub fn clocks(&self) -> &Clocks {
        &self.clocks
    }
}
