use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Compensation, ContactPoint, FlagOrigin, RehireFlag, Spell, Supplied};
use crate::Error;

/// Whether the source holds every spell of a worker or only the latest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "every spell is there, or not")]
pub enum Completeness {
    /// Every spell is given.
    #[default]
    Complete,
    /// Earlier spells may be missing: facts that add up over spells are unknown, not wrong.
    LatestOnly,
}

/// A person who works or worked here.
///
/// A worker that exists is valid: spells are in order, do not overlap within a legal entity (unless the worker type
/// differs), and pay is in one currency.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{RehireFlag, SeparationKind, Spell, Worker};
///
/// let spell = Spell::new("2016-04-01".parse()?, "2021-09-30".parse()?)?.separation(SeparationKind::Voluntary);
/// let worker = Worker::new("w-1042", [spell])?.rehire_flag(RehireFlag::Yes);
/// assert_eq!(worker.spells().len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct Worker {
    id: String,
    completeness: Completeness,
    spells: Vec<Spell>,
    rehire_flag: RehireFlag,
    flag_origin: FlagOrigin,
    compensation: Vec<Compensation>,
    contacts: Vec<ContactPoint>,
    facts: BTreeMap<String, Supplied>,
}

/// A worker as written, before the checks.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Document {
    /// The worker's id, not empty.
    id: String,
    /// Whether every spell is given.
    #[serde(default)]
    completeness: Completeness,
    /// The spells, in any order.
    #[serde(default)]
    spells: Vec<Spell>,
    /// The rehire flag.
    #[serde(default)]
    rehire_flag: RehireFlag,
    /// Where the rehire flag comes from.
    #[serde(default)]
    rehire_flag_origin: FlagOrigin,
    /// The pay history, in any order and one currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    compensation: Vec<Compensation>,
    /// Where the person can be reached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    contacts: Vec<ContactPoint>,
    /// Facts by name; `null` is a fact that is not known.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    facts: BTreeMap<String, Option<Supplied>>,
}

impl TryFrom<Document> for Worker {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        let mut worker = Self::new(document.id, document.spells)?
            .completeness(document.completeness)
            .rehire_flag(document.rehire_flag)
            .flag_origin(document.rehire_flag_origin)
            .compensation(document.compensation)?;
        worker.contacts = document.contacts;
        worker.facts = document.facts.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        Ok(worker)
    }
}

impl From<Worker> for Document {
    fn from(worker: Worker) -> Self {
        Self {
            id: worker.id,
            completeness: worker.completeness,
            spells: worker.spells,
            rehire_flag: worker.rehire_flag,
            rehire_flag_origin: worker.flag_origin,
            compensation: worker.compensation,
            contacts: worker.contacts,
            facts: worker.facts.into_iter().map(|(name, value)| (name, Some(value))).collect(),
        }
    }
}

impl Worker {
    /// A worker with these spells, in any order.
    ///
    /// # Errors
    ///
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id; [`Inconsistent`](crate::ErrorKind::Inconsistent) for spells
    /// that overlap within a legal entity and worker type, and for positions outside their spell;
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two spells of one id. The path is `spells[i]`, by the order given.
    pub fn new(id: impl Into<String>, spells: impl IntoIterator<Item = Spell>) -> Result<Self, Error> {
        let id = id.into();
        if id.is_empty() {
            return Err(Error::missing("expected a worker id").within("id"));
        }
        let spells: Vec<_> = spells.into_iter().collect();
        check(&spells)?;
        let mut worker = Self {
            id,
            completeness: Completeness::Complete,
            spells,
            rehire_flag: RehireFlag::Absent,
            flag_origin: FlagOrigin::Import,
            compensation: Vec::new(),
            contacts: Vec::new(),
            facts: BTreeMap::new(),
        };
        let days = |spell: &Spell| (spell.start(), spell.last_day().is_none(), spell.last_day());
        let names = |spell: &Spell| (spell.legal_entity.clone(), spell.worker_type, spell.id.clone());
        worker.spells.sort_by(|a, b| days(a).cmp(&days(b)).then_with(|| names(a).cmp(&names(b))));
        Ok(worker)
    }

    /// Sets the rehire flag.
    #[must_use]
    pub fn rehire_flag(mut self, flag: RehireFlag) -> Self {
        self.rehire_flag = flag;
        self
    }

    /// Sets where the rehire flag comes from.
    #[must_use]
    pub fn flag_origin(mut self, origin: FlagOrigin) -> Self {
        self.flag_origin = origin;
        self
    }

    /// Sets whether every spell is given.
    #[must_use]
    pub fn completeness(mut self, completeness: Completeness) -> Self {
        self.completeness = completeness;
        self
    }

    /// Sets the pay history, in any order.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for more than one currency (sums and comparisons would be wrong) and
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two amounts from the same day.
    pub fn compensation(mut self, history: impl IntoIterator<Item = Compensation>) -> Result<Self, Error> {
        let mut history: Vec<_> = history.into_iter().collect();
        let currency = history.first().map(|pay| pay.amount.currency());
        let mut days = BTreeSet::new();
        for (index, pay) in history.iter().enumerate() {
            let at = |field: &str, error: Error| error.within(field).within(format!("compensation[{index}]"));
            let range = [
                ("range_minimum", pay.range_minimum),
                ("range_midpoint", pay.range_midpoint),
                ("range_maximum", pay.range_maximum),
            ];
            for (field, amount) in [("amount", Some(pay.amount))].into_iter().chain(range) {
                if let Some(other) =
                    amount.map(|amount| amount.currency()).filter(|other| Some(*other) != currency)
                {
                    let expected = currency.map(String::from).unwrap_or_default();
                    return Err(at(
                        field,
                        Error::inconsistent(format!("expected one currency, `{expected}`, got `{other}`")),
                    ));
                }
            }
            if !days.insert(pay.from) {
                return Err(at("from", Error::duplicate("expected one amount from any day on")));
            }
        }
        history.sort_by_key(|pay| pay.from);
        self.compensation = history;
        Ok(self)
    }

    /// Adds a contact point.
    #[must_use]
    pub fn contact(mut self, contact: ContactPoint) -> Self {
        self.contacts.push(contact);
        self
    }

    /// A worker of whom only facts are given.
    pub(crate) fn of_facts(id: &str, facts: BTreeMap<String, Supplied>) -> Self {
        Self {
            id: id.to_owned(),
            completeness: Completeness::default(),
            spells: Vec::new(),
            rehire_flag: RehireFlag::default(),
            flag_origin: FlagOrigin::default(),
            compensation: Vec::new(),
            contacts: Vec::new(),
            facts,
        }
    }

    /// Adds a fact of the customer's own, checked against a policy's vocabulary when the policy asks for it.
    #[must_use]
    pub fn with_fact(mut self, name: impl Into<String>, value: impl Into<Supplied>) -> Self {
        self.facts.insert(name.into(), value.into());
        self
    }

    /// The worker's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The spells, earliest first.
    #[must_use]
    pub fn spells(&self) -> &[Spell] {
        &self.spells
    }

    /// Whether every spell is given.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.completeness == Completeness::Complete
    }

    /// The rehire flag with its origin.
    #[must_use]
    pub fn flag(&self) -> (RehireFlag, FlagOrigin) {
        (self.rehire_flag, self.flag_origin)
    }

    /// The pay history, earliest first.
    #[must_use]
    pub fn pay(&self) -> &[Compensation] {
        &self.compensation
    }

    /// The contact points.
    #[must_use]
    pub fn contacts(&self) -> &[ContactPoint] {
        &self.contacts
    }

    /// The customer's own facts, as supplied.
    #[must_use]
    pub fn supplied(&self) -> &BTreeMap<String, Supplied> {
        &self.facts
    }

    /// Reads a worker from a JSON document.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) with line and column for JSON or fields that are not as expected, and the errors
    /// of [`new`](Self::new).
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let document: Document = crate::document::from_json(text)?;
        document.try_into()
    }
}

fn check(spells: &[Spell]) -> Result<(), Error> {
    let mut ids = BTreeSet::new();
    let mut ordered: Vec<_> = spells.iter().enumerate().collect();
    for (index, spell) in &ordered {
        let at = |error: Error| error.within(format!("spells[{index}]"));
        spell.check().map_err(at)?;
        if let Some(id) = spell.id.as_deref().filter(|id| !ids.insert(*id)) {
            return Err(at(Error::duplicate(format!("expected one spell of the id `{id}`")).within("id")));
        }
    }
    ordered.sort_by_key(|(_, spell)| (&spell.legal_entity, spell.worker_type, spell.start()));
    for pair in ordered.windows(2) {
        let [(_, earlier), (index, later)] = pair else { continue };
        let same = earlier.legal_entity == later.legal_entity && earlier.worker_type == later.worker_type;
        // Touching is fine: a spell may start the day after another ends, not on the same day.
        let overlap = match earlier.last_day() {
            Some(end) => end >= later.start(),
            None => !earlier.ended_unknown() || earlier.start() == later.start(),
        };
        if same && overlap {
            let message = if earlier.is_rescinded() {
                "expected no later spell, for the separation of the one before was rescinded and it runs on"
            } else {
                "expected spells of one legal entity and worker type that do not overlap"
            };
            return Err(Error::inconsistent(message).within("start").within(format!("spells[{index}]")));
        }
    }
    Ok(())
}
