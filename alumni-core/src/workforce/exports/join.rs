//! Records of one person under several ids.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use super::notes::Notes;
use super::people::{People, Person};
use super::plan::{Plan, Wrong, wrong_at};
use crate::Error;

/// Joins workers whom a column says to be somebody who was here under another id; the latest id stays.
pub(super) fn join(people: &mut People, plans: &[Plan<'_>], notes: &mut Notes) -> Vec<Wrong> {
    let mut wrongs = Vec::new();
    // From the former id to the one that replaced it.
    let mut later: BTreeMap<String, String> = BTreeMap::new();
    for person in people.by_id.values_mut() {
        let Some(record) = person.records.iter().find(|record| record.former.is_some()) else { continue };
        let Some(former) = record.former.clone().filter(|former| *former != person.id) else { continue };
        match later.entry(former) {
            Entry::Vacant(entry) => {
                entry.insert(person.id.clone());
            }
            Entry::Occupied(entry) => {
                let error = Error::duplicate(format!("expected the former id `{}` once", entry.key()));
                wrongs.push(wrong_at(plans, record.origin, Field::FormerId, Some(&person.id), &error));
            }
        }
    }
    for (former, id) in &later {
        if !people.by_id.contains_key(former) && !people.faulty.contains(former) {
            notes.worker("import-former-unknown", id);
            people.by_id.entry(id.clone()).and_modify(|person| person.doubtful = true);
        }
    }
    for former in later.keys() {
        let mut last = former;
        let mut seen = BTreeSet::from([former]);
        while let Some(next) = later.get(last) {
            if !seen.insert(next) {
                break;
            }
            last = next;
        }
        if later.contains_key(last) {
            let origin = people.by_id.get(former).map(|person| person.origin);
            let error =
                Error::inconsistent(format!("expected the former ids of `{former}` to end somewhere"));
            wrongs
                .extend(origin.map(|origin| wrong_at(plans, origin, Field::FormerId, Some(former), &error)));
            continue;
        }
        let last = last.clone();
        if people.faulty.contains(former) {
            people.faulty.insert(last.clone());
        }
        if let Some(older) = people.by_id.remove(former)
            && let Some(person) = people.by_id.get_mut(&last)
        {
            person.absorb(older);
        }
    }
    wrongs
}

/// Finds workers that look like one person and are not joined: what adds up over spells is then unknown.
pub(super) fn doubt(people: &mut People, notes: &mut Notes) {
    let mut alike: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for person in people.by_id.values() {
        for record in person.records.iter().filter(|record| !record.person.is_empty()) {
            alike.entry(record.person.clone()).or_default().insert(person.id.clone());
        }
    }
    for id in alike.into_values().filter(|ids| ids.len() > 1).flatten() {
        notes.worker("import-may-be-one-person", &id);
        people.by_id.entry(id).and_modify(|person| person.doubtful = true);
    }
}

impl Person {
    fn absorb(&mut self, mut older: Self) {
        self.records.append(&mut older.records);
        self.spells.append(&mut older.spells);
        self.statuses.append(&mut older.statuses);
        self.positions.append(&mut older.positions);
        self.pay.append(&mut older.pay);
        self.contacts.append(&mut older.contacts);
        for (name, value) in older.facts {
            self.facts.entry(name).or_insert(value);
        }
        self.completes &= older.completes;
        self.doubtful |= older.doubtful;
    }
}
