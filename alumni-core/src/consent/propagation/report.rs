use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::instant;
use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::deadline::deadlines;
use super::ended::{History, Scope};
use super::finding::{UseFinding, findings};
use super::item::{Edge, PropagationItem, PropagationStatus, item};
use super::register::Propagation;
use super::usage::Use;
use crate::Error;

/// How far withdrawals have come, at an instant and as known at an instant: an item for each that concerns a system, and
/// findings about uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PropagationReport {
    /// The instant of the question.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// As it was known at this instant; absent for everything known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// Events that ended a permission which some system relied on.
    pub withdrawals: usize,
    /// Those of them that some system has not acknowledged.
    pub unpropagated: usize,
    /// Since when the oldest of these runs; absent when there is none.
    #[serde(default, deserialize_with = "instant::optional_utc")]
    pub oldest: Option<DateTime<Utc>>,
    /// The counts of each system, by id; every system of the rules is there.
    pub systems: BTreeMap<String, PropagationCount>,
    /// Every withdrawal at every system that it concerns: what is overdue first, then by due instant.
    pub items: Vec<PropagationItem>,
    /// What is wrong with uses, by instant.
    pub findings: Vec<UseFinding>,
}

/// How many withdrawals stand where at one system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PropagationCount {
    /// Not acknowledged, and the due instant has passed.
    pub overdue: usize,
    /// Not acknowledged, and due soon.
    pub due_soon: usize,
    /// Not acknowledged, and in time.
    pub open: usize,
    /// Acknowledged, but after the due instant.
    pub acknowledged_late: usize,
    /// Acknowledged in time.
    pub acknowledged: usize,
    /// Since when the oldest that is not acknowledged runs.
    #[serde(default, deserialize_with = "instant::optional_utc")]
    pub oldest: Option<DateTime<Utc>>,
}

impl PropagationCount {
    /// Not acknowledged.
    #[must_use]
    pub fn unpropagated(&self) -> usize {
        self.overdue.saturating_add(self.due_soon).saturating_add(self.open)
    }

    fn add(&mut self, item: &PropagationItem) {
        let count = match item.status {
            PropagationStatus::Overdue => &mut self.overdue,
            PropagationStatus::DueSoon => &mut self.due_soon,
            PropagationStatus::Open => &mut self.open,
            PropagationStatus::AcknowledgedLate => &mut self.acknowledged_late,
            PropagationStatus::Acknowledged => &mut self.acknowledged,
        };
        *count = count.saturating_add(1);
        if !item.status.is_acknowledged() {
            self.oldest = self.oldest.into_iter().chain([item.began_at]).min();
        }
    }
}

impl PropagationReport {
    /// The items with this status.
    pub fn with_status(&self, status: PropagationStatus) -> impl Iterator<Item = &PropagationItem> {
        self.items.iter().filter(move |item| item.status == status)
    }

    /// The items that are to be sent now.
    pub fn to_send(&self) -> impl Iterator<Item = &PropagationItem> {
        self.items.iter().filter(|item| item.send.is_some())
    }
}

impl Ledger {
    /// How far withdrawals have come at `at`, as known at `known_at` (`None` for everything known), for everybody.
    ///
    /// A withdrawal is whatever ended a permission and still stands: withdrawn, refused, objected to, revoked, found invalid
    /// or restricted. It concerns a system that used the data before, in the channel and for the recipient that it covers, or
    /// that gets everybody's data for the purpose, unless the data was erased there.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a system's standing purpose that is not known here. A use for an
    /// unknown purpose is a finding.
    pub fn propagation(
        &self,
        register: &Propagation,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<PropagationReport, Error> {
        let everybody = self.subjects().chain(register.subjects()).collect::<BTreeSet<_>>();
        self.propagation_among(register, everybody, at, known_at)
    }

    /// As [`propagation`](Self::propagation), for these subjects, each once.
    ///
    /// # Errors
    ///
    /// Those of [`propagation`](Self::propagation).
    pub fn propagation_among<'a>(
        &self,
        register: &Propagation,
        subjects: impl IntoIterator<Item = &'a str>,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<PropagationReport, Error> {
        let rules = register.rules();
        for (place, system) in rules.systems.iter().enumerate() {
            for purpose in &system.standing_purposes {
                self.purpose(purpose).map_err(|error| {
                    error.within("standing_purposes").within(format!("systems[{place}]")).within("rules")
                })?;
            }
        }
        let mut report = PropagationReport {
            at,
            known_at,
            withdrawals: 0,
            unpropagated: 0,
            oldest: None,
            systems: rules.systems.iter().map(|of| (of.id.clone(), PropagationCount::default())).collect(),
            items: Vec::new(),
            findings: Vec::new(),
        };
        for subject in subjects.into_iter().collect::<BTreeSet<_>>() {
            let uses: Vec<_> = register
                .uses_of(subject)
                .filter(|made| made.at <= at && knows(known_at, made.received_at))
                .collect();
            for made in &uses {
                report.findings.extend(findings(self, rules.system(&made.system)?, made, known_at)?);
            }
            report.items.extend(self.items_of(register, subject, &uses, at, known_at)?);
        }
        report.findings.sort_by(|a, b| (a.at, &a.made, a.channel).cmp(&(b.at, &b.made, b.channel)));
        report.items.sort_by(|a, b| place(a).cmp(&place(b)));
        let (mut all, mut unpropagated) = (BTreeSet::new(), BTreeSet::new());
        for item in &report.items {
            let withdrawal = (&item.subject, &item.withdrawal);
            all.insert(withdrawal);
            if !item.status.is_acknowledged() {
                unpropagated.insert(withdrawal);
                report.oldest = report.oldest.into_iter().chain([item.began_at]).min();
            }
            if let Some(count) = report.systems.get_mut(&item.system) {
                count.add(item);
            }
        }
        (report.withdrawals, report.unpropagated) = (all.len(), unpropagated.len());
        Ok(report)
    }

    fn items_of(
        &self,
        register: &Propagation,
        subject: &str,
        uses: &[&Use],
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<Vec<PropagationItem>, Error> {
        let history = History::of(self, subject, known_at);
        if history.noes.is_empty() {
            return Ok(Vec::new());
        }
        let rules = register.rules();
        let came: Vec<_> =
            register.acknowledgements_of(subject).filter(|came| knows(known_at, came.received_at)).collect();
        let mut items = Vec::new();
        for system in &rules.systems {
            let mut edges: BTreeMap<(&str, Option<Channel>, Option<&str>), Edge<'_>> = BTreeMap::new();
            let new = |standing| Edge { uses: Vec::new(), standing };
            for made in uses.iter().filter(|made| made.system == system.id) {
                let recipient = made.recipient.as_deref().or(system.recipient.as_deref());
                for channel in system.channels_of(made.channel) {
                    let edge = edges.entry((&made.purpose, channel, recipient)).or_insert_with(|| new(false));
                    edge.uses.push(made);
                }
            }
            for purpose in &system.standing_purposes {
                for channel in system.channels_of(None) {
                    let key = (purpose.as_str(), channel, system.recipient.as_deref());
                    edges.entry(key).or_insert_with(|| new(true)).standing = true;
                }
            }
            for ((purpose, channel, recipient), edge) in edges {
                let Some(known) = self.purposes().find(|known| known.id == purpose) else { continue };
                let country = system.country.as_deref();
                // A withdrawal is told wherever the data is, whatever was done with it; the laws are those of every use.
                let regimes = self.regimes_of(subject, &edge);
                let scope = Scope {
                    subject,
                    purpose,
                    channel,
                    recipient,
                    country,
                    activity: None,
                    regimes: &regimes,
                };
                let Some(ended) = history.ended(self, &scope, at, known_at)? else { continue };
                let deadlines = deadlines(self, rules, known, &scope, &ended);
                let named = (system.id.as_str(), &system.title);
                items.extend(item(rules, &scope, named, &edge, &came, (&ended, deadlines), at));
            }
        }
        Ok(items)
    }
}

impl Ledger {
    /// The regimes that the uses of `edge` name. Where one names none and the ledger knows none either it may be any: none is
    /// named then.
    fn regimes_of(&self, subject: &str, edge: &Edge<'_>) -> Vec<String> {
        let named: Vec<_> = edge.uses.iter().map(|made| self.known_regimes(&made.regimes)).collect();
        let any = edge.standing || named.iter().any(Vec::is_empty);
        if any && !self.knows_regimes(subject) {
            return Vec::new();
        }
        let named: BTreeSet<_> = named.into_iter().flatten().collect();
        named.into_iter().collect()
    }
}

fn knows(known_at: Option<DateTime<Utc>>, received_at: DateTime<Utc>) -> bool {
    known_at.is_none_or(|known_at| received_at <= known_at)
}

/// What is overdue first, then by due instant; the rest makes the order the same everywhere.
fn place(item: &PropagationItem) -> impl Ord + '_ {
    let PropagationItem { status, deadline, subject, purpose, system, channel, recipient, .. } = item;
    (*status, deadline.due_at, subject, purpose, system, *channel, recipient)
}
