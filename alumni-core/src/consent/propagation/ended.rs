//! When permission ended, in the ledger's own eyes.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use super::super::answer::Verdict;
use super::super::asked::Stretch;
use super::super::class::Activity;
use super::super::event::EventKey;
use super::super::kind::{Channel, EventKind};
use super::super::ledger::Ledger;
use super::super::question::Question;
use super::super::state::State;
use super::super::store::Tick;
use crate::Error;
use crate::text::Reason;

#[cfg(test)]
mod tests;

/// What a use is about: of whom, for which purpose, on which channel, for whom, where that is, and what is done.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scope<'a> {
    pub(super) subject: &'a str,
    pub(super) purpose: &'a str,
    pub(super) channel: Option<Channel>,
    pub(super) recipient: Option<&'a str>,
    pub(super) country: Option<&'a str>,
    /// What is done; `None` for whatever legal packs know.
    pub(super) activity: Option<Activity>,
    /// The regimes that the subject is under, besides those that the ledger knows.
    pub(super) regimes: &'a [String],
}

impl<'a> Scope<'a> {
    /// Wherever the recipient is, whatever is done, under the regimes that the ledger knows.
    pub(super) fn new(
        subject: &'a str,
        purpose: &'a str,
        channel: Option<Channel>,
        recipient: Option<&'a str>,
    ) -> Self {
        Self { subject, purpose, channel, recipient, country: None, activity: None, regimes: &[] }
    }
}

impl Scope<'_> {
    /// What the ledger says about such a use at `at`.
    pub(super) fn ask<'l>(
        &self,
        ledger: &'l Ledger,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Stretch<'l>, Error> {
        ledger.stretch(&self.question(at, known_at))
    }

    fn question(&self, at: DateTime<Utc>, known_at: Option<DateTime<Utc>>) -> Question {
        let mut question = Question::new(self.subject, self.purpose, self.channel, at);
        question.recipient = self.recipient.map(str::to_owned);
        question.country = self.country.map(str::to_owned);
        question.known_at = known_at;
        question.activity = self.activity;
        question.regimes = self.regimes.to_vec();
        question
    }

    /// A no covers no less than it says: one without a channel is about each, and one on any channel ends the whole.
    fn is_covered(&self, no: &No) -> bool {
        let channel = no.channel.is_none() || self.channel.is_none() || no.channel == self.channel;
        let recipient = no.recipient.is_none() || no.recipient.as_deref() == self.recipient;
        no.purpose == self.purpose && channel && recipient
    }
}

/// An event that can end a permission.
#[derive(Clone, Debug)]
pub(super) struct No {
    pub(super) key: EventKey,
    pub(super) kind: EventKind,
    pub(super) purpose: String,
    pub(super) channel: Option<Channel>,
    pub(super) recipient: Option<String>,
    pub(super) occurred_at: DateTime<FixedOffset>,
    pub(super) received_at: DateTime<Utc>,
    /// From when on it counts: one that its source's fast clock dates after its arrival counts from its arrival.
    pub(super) from: DateTime<Utc>,
}

/// What is known of one subject's noes, and the instants at which anything was said.
#[derive(Clone, Debug)]
pub(super) struct History {
    pub(super) noes: Vec<No>,
    /// By purpose; those of noes concern every purpose, since a law may carry them over.
    instants: Vec<(String, bool, DateTime<Utc>)>,
}

/// How a permission ended.
#[derive(Clone, Debug)]
pub(super) struct Ended {
    /// The no that ended it: of those since the last permission the first, of equal times the strictest.
    pub(super) no: No,
    /// Every no since the last permission.
    pub(super) noes: Vec<EventKey>,
    /// On which channels they came; `None` for one that names none.
    pub(super) channels: BTreeSet<Option<Channel>>,
    /// Where the subject stands at the instant of the question.
    pub(super) state: State,
    /// What the ledger says about it.
    pub(super) reason: Option<Reason>,
    /// Whether it was ever permitted before.
    pub(super) was_permitted: bool,
}

impl History {
    pub(super) fn of(ledger: &Ledger, subject: &str, known_at: Option<DateTime<Utc>>) -> Self {
        let mut history = Self { noes: Vec::new(), instants: Vec::new() };
        for event in ledger.events_of(subject) {
            if known_at.is_some_and(|known_at| event.received_at > known_at) {
                continue;
            }
            let at = event.occurred_at.to_utc();
            let is_no = strictness(event.kind).is_some();
            let from = if is_no { at.min(event.received_at) } else { at };
            history.instants.push((event.purpose.clone(), is_no, from));
            if is_no {
                history.noes.push(No {
                    key: event.key(),
                    kind: event.kind,
                    purpose: event.purpose.clone(),
                    channel: event.channel,
                    recipient: event.recipient.clone(),
                    occurred_at: event.occurred_at,
                    received_at: event.received_at,
                    from,
                });
            }
        }
        history
    }

    /// How the permission for `scope` has ended at `at`, if it has: withdrawn, refused, objected to, revoked, found invalid
    /// or restricted. One that merely expired has not.
    pub(super) fn ended<'l>(
        &self,
        ledger: &'l Ledger,
        scope: &Scope<'_>,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Option<Ended>, Error> {
        if self.noes.is_empty() {
            return Ok(None);
        }
        let answer = scope.ask(ledger, at, known_at)?;
        if !has_ended(&answer) {
            return Ok(None);
        }
        let concerns =
            |(purpose, is_no, _): &&(String, bool, DateTime<Utc>)| *is_no || purpose == scope.purpose;
        let instants = self.instants.iter().filter(concerns).map(|(_, _, from)| *from);
        let mut instants: Vec<_> = instants.filter(|from| *from <= at).collect();
        // Before anything was said.
        let before =
            instants.iter().min().and_then(|first| first.checked_sub_signed(TimeDelta::nanoseconds(1)));
        instants.extend(before);
        let mut instants: Vec<Tick> = instants.into_iter().map(Tick::from).collect();
        instants.sort_unstable();
        instants.dedup();
        let evidence = |of: &Stretch<'l>| of.judgement.evidence.clone();
        let key = |record| (ledger.store.source(record), ledger.store.id(record));
        let mut carried: BTreeSet<_> = evidence(&answer).into_iter().map(key).collect();
        let (mut began, mut was_permitted, mut running) = (at, false, true);
        let question = scope.question(at, known_at);
        for before in ledger.backwards(&question, &instants)? {
            running = running && has_ended(&before);
            if running {
                began = before.from.into();
                carried.extend(evidence(&before).into_iter().map(key));
            } else if before.judgement.verdict != Verdict::Denied {
                was_permitted = true;
                break;
            }
        }
        // What an invalidation voids counts as ended from the yes on, but nobody could act on it before it was found.
        let in_run = |no: &&No| {
            let is_carried = || carried.contains(&(no.key.source.as_str(), no.key.id.as_str()));
            no.from <= at && if scope.is_covered(no) { no.from >= began } else { is_carried() }
        };
        let noes: Vec<_> = self.noes.iter().filter(in_run).collect();
        let earliest = noes.iter().map(|no| no.from).min();
        let first = noes.iter().filter(|no| Some(no.from) == earliest);
        let first = first.max_by(|a, b| (strictness(a.kind), &b.key).cmp(&(strictness(b.kind), &a.key)));
        Ok(first.map(|first| Ended {
            no: (*first).clone(),
            noes: noes.iter().map(|no| no.key.clone()).collect(),
            channels: noes.iter().map(|no| no.channel).collect(),
            state: answer.state,
            reason: answer.judgement.reasons(&ledger.store).next(),
            was_permitted,
        }))
    }
}

/// Whether a no stands, rather than nothing, a yes, or the end of one by time.
pub(super) fn has_ended(answer: &Stretch<'_>) -> bool {
    let carried = || answer.judgement.findings.iter().any(|found| found.code == "consent-law-revocation");
    answer.judgement.verdict == Verdict::Denied
        && (answer.state.decision.is_no() || answer.state.restricted || carried())
}

/// How strict a no is; `None` for what is none.
const fn strictness(kind: EventKind) -> Option<u8> {
    Some(match kind {
        EventKind::Restricted => 0,
        EventKind::Refused => 1,
        EventKind::Objected => 2,
        EventKind::Revoked => 3,
        EventKind::Withdrawn => 4,
        EventKind::Invalidated => 5,
        _ => return None,
    })
}
