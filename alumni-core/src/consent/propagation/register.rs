use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::canonical;
use super::super::event::EventKey;
use super::acknowledgement::Acknowledgement;
use super::intake::DIRECTORY;
use super::rules::PropagationRules;
use super::usage::Use;
use crate::{Error, document};

/// Who received what of whom, and what came back about withdrawals: an append-only record beside the ledger.
///
/// What it holds depends on the set of records alone: not on their order, their partition into deliveries, or how often each
/// was delivered.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{
///     Acknowledgement, AcknowledgementStatus, Event, EventKind, HouseDeadline, Ledger, LegalBasis, Notice, Propagation,
///     PropagationRules, PropagationStatus, Purpose, System, Use,
/// };
/// use alumni_core::text::Localized;
///
/// let mut ledger = Ledger::new(
///     [Purpose::new("news", Localized::new("Newsletter", "ニュースレター"), LegalBasis::Consent)],
///     [Notice::new("n", 1, ["news"]).text("en", "We write monthly.")],
/// )?;
/// ledger.extend([
///     Event::new("form", "1", "w-1", "news", EventKind::Given, "2026-04-01T09:00:00+09:00".parse()?).notice("n", 1),
///     Event::new("form", "2", "w-1", "news", EventKind::Withdrawn, "2026-06-01T09:00:00+09:00".parse()?),
/// ])?;
/// let systems = [System::new("mail-tool", Localized::new("Mail service", "配信サービス"))];
/// let mut register = Propagation::new(PropagationRules::new("downstream", 1, HouseDeadline::days(3), systems))?;
/// register.record_uses([Use::new("crm", "u-1", "mail-tool", "w-1", "news", "2026-05-01T00:00:00Z".parse()?)])?;
///
/// let later = "2026-06-10T00:00:00Z".parse()?;
/// let report = ledger.propagation(&register, later, None)?;
/// assert_eq!((report.unpropagated, report.items[0].status), (1, PropagationStatus::Overdue));
///
/// let stopped = AcknowledgementStatus::Stopped;
/// let came = Acknowledgement::new("mail-tool", "a-1", "mail-tool", "w-1", stopped, "2026-06-10T00:00:00Z".parse()?);
/// register.record_acknowledgements([came])?;
/// assert_eq!(ledger.propagation(&register, later, None)?.unpropagated, 0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(into = "Document", try_from = "Document")]
#[cfg_attr(feature = "schema", schemars(with = "Document"))]
pub struct Propagation {
    rules: PropagationRules,
    uses: BTreeMap<EventKey, Use>,
    acknowledgements: BTreeMap<EventKey, Acknowledgement>,
    subjects: BTreeMap<String, Keys>,
}

/// The keys of what is about one subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Keys {
    uses: BTreeSet<EventKey>,
    acknowledgements: BTreeSet<EventKey>,
}

/// The register as written.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Propagation"))]
#[serde(deny_unknown_fields)]
struct Document {
    /// Where data goes, and how soon a withdrawal has to have reached it.
    rules: PropagationRules,
    /// What was used, in any order.
    #[serde(default)]
    uses: Vec<Use>,
    /// What was sent to systems and came back, in any order.
    #[serde(default)]
    acknowledgements: Vec<Acknowledgement>,
}

impl From<Propagation> for Document {
    fn from(register: Propagation) -> Self {
        Self {
            rules: register.rules,
            uses: register.uses.into_values().collect(),
            acknowledgements: register.acknowledgements.into_values().collect(),
        }
    }
}

impl TryFrom<Document> for Propagation {
    type Error = Error;

    fn try_from(written: Document) -> Result<Self, Error> {
        let mut register = Self::new(written.rules).map_err(|error| error.within("rules"))?;
        register.record_uses(written.uses)?;
        register.record_acknowledgements(written.acknowledgements)?;
        Ok(register)
    }
}

/// What taking records in did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Recorded {
    /// Records that were new.
    pub added: usize,
    /// Records that were there before, or twice in this delivery.
    pub duplicates: usize,
}

impl Propagation {
    /// A register without records.
    ///
    /// # Errors
    ///
    /// Those of [`PropagationRules::parse`].
    pub fn new(rules: PropagationRules) -> Result<Self, Error> {
        rules.check()?;
        Ok(Self {
            rules,
            uses: BTreeMap::new(),
            acknowledgements: BTreeMap::new(),
            subjects: BTreeMap::new(),
        })
    }

    /// Reads a register: `{"rules": …, "uses": […], "acknowledgements": […]}`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column, and what contradicts itself in it.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json::<Document>(text)?.try_into()
    }

    /// The rules, with the systems.
    #[must_use]
    pub fn rules(&self) -> &PropagationRules {
        &self.rules
    }

    /// Takes uses in: all of them, or none when one cannot be used.
    ///
    /// One that was delivered before, apart from when it was received, is a duplicate; the earliest reception counts.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for one that differs from the one known under its source and id,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for an unknown system, and others for ids that are none; the path says
    /// where (`uses[12].system`).
    pub fn record_uses(&mut self, uses: impl IntoIterator<Item = Use>) -> Result<Recorded, Error> {
        let rules = &self.rules;
        let check = |made: &Use| {
            made.check()?;
            rules.system(&made.system).map(|_| ()).map_err(|error| error.within("system"))
        };
        let (fresh, recorded) = taken(&self.uses, uses, "uses", check)?;
        for (key, made) in fresh {
            self.subjects.entry(made.subject.clone()).or_default().uses.insert(key.clone());
            self.uses.insert(key, made);
        }
        Ok(recorded)
    }

    /// Takes acknowledgements in: all of them, or none when one cannot be used.
    ///
    /// # Errors
    ///
    /// Those of [`record_uses`](Self::record_uses), with the path `acknowledgements[12].system`.
    pub fn record_acknowledgements(
        &mut self,
        acknowledgements: impl IntoIterator<Item = Acknowledgement>,
    ) -> Result<Recorded, Error> {
        let rules = &self.rules;
        let check = |came: &Acknowledgement| {
            came.check()?;
            rules.system(&came.system).map(|_| ()).map_err(|error| error.within("system"))
        };
        let (fresh, recorded) = taken(&self.acknowledgements, acknowledgements, "acknowledgements", check)?;
        for (key, came) in fresh {
            self.subjects.entry(came.subject.clone()).or_default().acknowledgements.insert(key.clone());
            self.acknowledgements.insert(key, came);
        }
        Ok(recorded)
    }

    /// Takes in everything that `other` has; the rules stay these.
    ///
    /// # Errors
    ///
    /// Those of [`record_uses`](Self::record_uses); nothing is taken then.
    pub fn merge(&mut self, other: &Self) -> Result<Recorded, Error> {
        let mut merged = self.clone();
        let uses = merged.record_uses(other.uses.values().cloned())?;
        let came = merged.record_acknowledgements(other.acknowledgements.values().cloned())?;
        *self = merged;
        Ok(Recorded {
            added: uses.added.saturating_add(came.added),
            duplicates: uses.duplicates.saturating_add(came.duplicates),
        })
    }

    /// The uses, by source and id.
    pub fn uses(&self) -> impl Iterator<Item = &Use> {
        self.uses.values()
    }

    /// The acknowledgements, by source and id.
    pub fn acknowledgements(&self) -> impl Iterator<Item = &Acknowledgement> {
        self.acknowledgements.values()
    }

    /// Who received what of `subject`: the uses, by source and id.
    pub fn uses_of(&self, subject: &str) -> impl Iterator<Item = &Use> {
        let keys = self.subjects.get(subject).into_iter().flat_map(|keys| &keys.uses);
        keys.filter_map(|key| self.uses.get(key))
    }

    /// What came back about `subject`, by source and id.
    pub fn acknowledgements_of(&self, subject: &str) -> impl Iterator<Item = &Acknowledgement> {
        let keys = self.subjects.get(subject).into_iter().flat_map(|keys| &keys.acknowledgements);
        keys.filter_map(|key| self.acknowledgements.get(key))
    }

    /// Everybody that a use or an acknowledgement names, sorted.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        self.subjects.keys().map(String::as_str)
    }

    /// SHA-256, in lower-case hexadecimal, of all records: equal for equal sets of records.
    ///
    /// # Formula
    ///
    /// The hash of `alumni propagation 1`, then each use and then each acknowledgement, sorted by source and id, as its JSON
    /// in the canonical form of RFC 8785; each followed by a line feed.
    #[must_use]
    pub fn state_hash(&self) -> String {
        let uses = self.uses.values().map(canonical::json);
        let came = self.acknowledgements.values().map(canonical::json);
        let lines = std::iter::once("alumni propagation 1".to_owned()).chain(uses).chain(came);
        document::sha256(lines.map(|line| line + "\n"))
    }
}

/// What has a source, an id and an instant of reception.
trait Received: Clone + PartialEq {
    fn key(&self) -> EventKey;
    fn received_at(&mut self) -> &mut DateTime<Utc>;
    /// Takes over from the same record what this one leaves out.
    fn complete(&mut self, _other: &Self) {}
}

impl Received for Use {
    fn key(&self) -> EventKey {
        EventKey { source: self.source.clone(), id: self.id.clone() }
    }

    fn received_at(&mut self) -> &mut DateTime<Utc> {
        &mut self.received_at
    }

    /// What the commit of a reservation gives says which permit it was, and no more: the contact says what was done. A directory may
    /// have learned later where its audiences are.
    fn complete(&mut self, other: &Self) {
        if self.source == DIRECTORY {
            self.country = self.country.take().or_else(|| other.country.clone());
        }
        if self.permit.is_none() || self.permit != other.permit {
            return;
        }
        self.activity = self.activity.or(other.activity);
        self.country = self.country.take().or_else(|| other.country.clone());
        if self.regimes.is_empty() {
            self.regimes.clone_from(&other.regimes);
        }
    }
}

impl Received for Acknowledgement {
    fn key(&self) -> EventKey {
        EventKey { source: self.source.clone(), id: self.id.clone() }
    }

    fn received_at(&mut self) -> &mut DateTime<Utc> {
        &mut self.received_at
    }
}

/// What of `delivered` is to be kept: what is new, and what was received earlier than it was known to be.
fn taken<T: Received>(
    known: &BTreeMap<EventKey, T>,
    delivered: impl IntoIterator<Item = T>,
    what: &str,
    check: impl Fn(&T) -> Result<(), Error>,
) -> Result<(BTreeMap<EventKey, T>, Recorded), Error> {
    let mut recorded = Recorded::default();
    let mut fresh: BTreeMap<EventKey, T> = BTreeMap::new();
    for (place, mut item) in delivered.into_iter().enumerate() {
        let path = || format!("{what}[{place}]");
        check(&item).map_err(|error| error.within(path()))?;
        let key = item.key();
        let Some(before) = fresh.get(&key).or_else(|| known.get(&key)) else {
            recorded.added = recorded.added.saturating_add(1);
            fresh.insert(key, item);
            continue;
        };
        recorded.duplicates = recorded.duplicates.saturating_add(1);
        let mut before = before.clone();
        let earliest = (*before.received_at()).min(*item.received_at());
        *before.received_at() = earliest;
        *item.received_at() = earliest;
        item.complete(&before);
        before.complete(&item);
        if before != item {
            let message = format!("expected record {key} to stay as it is, found it changed");
            return Err(Error::inconsistent(message).within(path()));
        }
        fresh.insert(key, item);
    }
    Ok((fresh, recorded))
}
