//! Records gathered by worker.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ContactPoint;
use super::document::KnownSpell;
use super::field::Field;
use super::plan::{Origin, Plan, Wrong};
use super::record::Record;
use crate::Error;

/// Everything an export says about one worker, before it is put together.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) origin: Origin,
    /// What stands beside the spells: identity, flags, checks, facts.
    pub(super) records: Vec<Record>,
    pub(super) spells: Vec<Record>,
    pub(super) statuses: Vec<Record>,
    pub(super) positions: Vec<Record>,
    pub(super) pay: Vec<Record>,
    pub(super) contacts: Vec<ContactPoint>,
    pub(super) facts: BTreeMap<String, String>,
    /// Whether a row or column says that every spell is there.
    pub(super) completes: bool,
    /// Whether another record may be the same person.
    pub(super) doubtful: bool,
    tables: BTreeSet<usize>,
}

#[derive(Debug, Default)]
pub(super) struct People {
    pub(super) by_id: BTreeMap<String, Person>,
    by_spell: BTreeMap<String, String>,
    /// Workers with a row that could not be used: they are left out whole.
    pub(super) faulty: BTreeSet<String>,
}

impl People {
    /// Adds a record to the worker it is about.
    pub(super) fn add(&mut self, plan: &Plan<'_>, mut record: Record) -> Result<(), Wrong> {
        let origin = record.origin;
        let id = match (&record.worker, &record.spell.id) {
            (Some(id), _) => id.clone(),
            (None, Some(spell)) => match self.by_spell.get(spell) {
                Some(id) => id.clone(),
                None => {
                    let error = Error::unknown_name("expected an id that an earlier file has");
                    return Err(plan.wrong(origin.row, Field::SpellId, None, &error));
                }
            },
            (None, None) => {
                let field = if plan.has(Field::WorkerId) { Field::WorkerId } else { Field::SpellId };
                return Err(plan.wrong(origin.row, field, None, &Error::missing("expected a value")));
            }
        };
        if plan.file.known_worker && !self.by_id.contains_key(&id) {
            // The row that should have said so is at fault, and says it itself.
            if self.faulty.contains(&id) {
                return Ok(());
            }
            let error =
                Error::unknown_name(format!("expected a worker of an earlier file, got the id `{id}`"));
            return Err(plan.wrong(origin.row, Field::WorkerId, Some(&id), &error));
        }
        let person = self.by_id.entry(id.clone()).or_insert_with(|| Person::new(id.clone(), origin));
        let again = !person.tables.insert(origin.table);
        if plan.file.one_row_each && again {
            let error = Error::duplicate(format!("expected one row of the id `{id}`"));
            return Err(plan.wrong(origin.row, Field::WorkerId, Some(&id), &error));
        }
        person.completes |= plan.file.completes || plan.entries.iter().any(|entry| entry.completes);
        person.contacts.append(&mut record.contacts);
        person.facts.append(&mut record.facts);
        if record.pay.amount.is_some() {
            person.pay.push(record.clone());
        }
        if plan.has(Field::StatusOn) {
            person.statuses.push(record);
        } else if plan.has(Field::Start) || plan.has(Field::End) {
            if let Some(spell) = &record.spell.id {
                self.by_spell.insert(spell.clone(), id);
            }
            if record.is_about_the_worker() {
                // The flag of a spell stays with the spell.
                person.records.push(Record { flags: Vec::new(), flag_origin: None, ..record.clone() });
            }
            return person.add_spell(plan, record);
        } else if plan.has(Field::PositionFrom) {
            person.add_position(record);
        } else if record.is_about_the_worker() || !record.flags.is_empty() || record.flag_origin.is_some() {
            person.records.push(record);
        }
        Ok(())
    }
}

impl Person {
    fn new(id: String, origin: Origin) -> Self {
        Self {
            id,
            origin,
            records: Vec::new(),
            spells: Vec::new(),
            statuses: Vec::new(),
            positions: Vec::new(),
            pay: Vec::new(),
            contacts: Vec::new(),
            facts: BTreeMap::new(),
            completes: false,
            doubtful: false,
            tables: BTreeSet::new(),
        }
    }

    fn add_spell(&mut self, plan: &Plan<'_>, record: Record) -> Result<(), Wrong> {
        if record.spell.start.is_none()
            && record.spell.end.is_none()
            && !record.spell.void
            && record.spell.ended != Some(true)
        {
            // Hired but not started, or not hired at all: there is no spell to tell of.
            return Ok(());
        }
        let same = |spell: &&mut Record| match (&spell.spell.id, &record.spell.id) {
            (Some(known), Some(id)) => known == id,
            _ => spell.spell.start == record.spell.start,
        };
        let known = self.spells.iter_mut().find(same);
        match (plan.file.known_spell, known) {
            (KnownSpell::Keep, Some(_)) => {}
            (KnownSpell::Add, Some(known)) => known.complete_with(record),
            (KnownSpell::Add, None) => {
                let error = Error::unknown_name("expected an id that an earlier file has");
                return Err(plan.wrong(record.origin.row, Field::SpellId, Some(&self.id), &error));
            }
            _ => self.spells.push(record),
        }
        Ok(())
    }

    /// Adds a position unless one that counts more is there from the same day on.
    fn add_position(&mut self, record: Record) {
        let same = |known: &Record| {
            known.origin.table == record.origin.table
                && known.spell.id == record.spell.id
                && known.position.from == record.position.from
        };
        if !record.has_rank || !self.positions.iter().any(same) {
            self.positions.push(record);
        }
    }
}

impl Record {
    /// Whether it says something of the worker beside flags: who it is, or what the history must agree with.
    fn is_about_the_worker(&self) -> bool {
        self.former.is_some()
            || !self.person.is_empty()
            || self.completeness.is_some()
            || self.first_start.is_some()
            || self.latest_start.is_some()
    }

    /// Takes from `other` what is not said here.
    fn complete_with(&mut self, other: Self) {
        if self.spell.end.is_none() && other.spell.end.is_some() {
            self.end_origin = other.origin;
        }
        macro_rules! fill {
            ($($part:ident . $field:ident),* $(,)?) => { $( self.$part.$field = self.$part.$field.take().or(other.$part.$field); )* };
        }
        fill!(
            spell.start,
            spell.end,
            spell.ended,
            spell.legal_entity,
            spell.worker_type,
            spell.employment_type,
            spell.grade,
            separation.kind,
            separation.reason,
            separation.code,
            separation.notified_on,
            separation.regretted,
            separation.non_compete_until,
            separation.no_contact_agreed,
            separation.property_returned,
            separation.handover_done,
            separation.rescinded_on,
        );
        self.separation.told |= other.separation.told;
        self.flags.extend(other.flags);
        self.flag_origin = self.flag_origin.or(other.flag_origin);
    }
}
