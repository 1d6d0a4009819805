//! Taking events in: all of a delivery, or none.

use std::collections::BTreeMap;

use super::record::{Places, Record};
use super::{Store, Subject, number};
use crate::Error;
use crate::consent::event::Event;
use crate::consent::notice::Notices;
use crate::consent::purpose::Purpose;

/// A delivery on its way into a store. What it does not [`commit`](Self::commit) it takes out again.
#[derive(Debug)]
pub(in crate::consent) struct Intake<'s> {
    store: &'s mut Store,
    purposes: &'s [Purpose],
    notices: &'s Notices,
    /// The subjects with staged records.
    grown: Vec<u32>,
    /// What records were before this delivery had them earlier: by subject, by where the id stands.
    before: BTreeMap<(u32, u64), Record>,
    added: usize,
    /// How many subjects there are without this delivery.
    subjects: u32,
}

/// What was looked up of an event before it is its turn.
#[derive(Clone, Copy, Debug)]
pub(in crate::consent) struct Ahead {
    /// The hashes of its source and id, and of its subject.
    key: u64,
    name: u64,
    /// A subject that is nearly certain to be its own, if it was there.
    subject: Option<u32>,
}

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::consent) enum Taken {
    /// It is new, and its notice proves something or nothing was named.
    New,
    /// It is new, and names a notice that the ledger does not have or has with another text.
    Unproven,
    /// It was there.
    Known,
}

/// More than this many records behind the sorted ones are sorted in before they are searched.
const UNSORTED: usize = 1_024;

impl<'s> Intake<'s> {
    pub(in crate::consent) fn new(
        store: &'s mut Store,
        purposes: &'s [Purpose],
        notices: &'s Notices,
    ) -> Self {
        let subjects = number(store.subjects.len());
        Self { store, purposes, notices, grown: Vec::new(), before: BTreeMap::new(), added: 0, subjects }
    }

    /// Looks up the events that come next, step by step for all of them, so that what they need is near.
    pub(in crate::consent) fn look_up<'e>(
        &self,
        events: impl Iterator<Item = &'e Event>,
        ahead: &mut Vec<Ahead>,
    ) {
        let store = &*self.store;
        ahead.clear();
        ahead.extend(events.map(|event| {
            let key = store.by_key.hash(&(event.source.as_str(), event.id.as_str()));
            Ahead { key, name: store.by_name.hash_text(&event.subject), subject: None }
        }));
        let slots = ahead.iter().map(|ahead| store.by_key.touch(ahead.key) ^ store.by_name.touch(ahead.name));
        std::hint::black_box(slots.fold(0, |all, one| all ^ one));
        ahead.iter_mut().for_each(|ahead| ahead.subject = store.by_name.first(ahead.name));
        let subjects = || ahead.iter().filter_map(|ahead| store.slot(ahead.subject?));
        std::hint::black_box(subjects().fold(0, |all, subject| all ^ subject.sorted));
        let last = subjects().filter_map(|subject| subject.records.last());
        std::hint::black_box(last.fold(0, |all, record| all ^ record.source));
    }

    /// Stages an event that was checked on its own; `purpose` is its purpose's place, `ahead` what was looked up of it.
    pub(in crate::consent) fn take(
        &mut self,
        event: &Event,
        purpose: u16,
        ahead: Ahead,
    ) -> Result<Taken, Error> {
        let Ahead { key: hash, name, subject: likely } = ahead;
        if let Some((subject, place)) = self.find(hash, event, purpose) {
            self.again(event, subject, place)?;
            return Ok(Taken::Known);
        }
        let store = &mut *self.store;
        let full = usize::try_from(u32::MAX - 1).unwrap_or(usize::MAX);
        let ids = u64::try_from(store.texts.ids.len()).unwrap_or(u64::MAX);
        if store.count >= full || ids >= Record::IDS_END {
            return Err(Error::too_large("expected fewer events than a ledger can number"));
        }
        let of = self.purposes.get(usize::from(purpose));
        let known = likely.filter(|subject| store.is(*subject, &event.subject));
        let known = known.or_else(|| store.by_name.find(name, |subject| store.is(subject, &event.subject)));
        let subject = known.unwrap_or_else(|| {
            let subject = number(store.subjects.len());
            store.by_name.insert(name, subject);
            store.subjects.push(Subject::new(&event.subject));
            subject
        });
        let texts = &mut store.texts;
        let length = of.and_then(|purpose| purpose.valid_for);
        let detail = Record::detail_of(event, length).map_or(0, |detail| {
            texts.details.push(detail);
            number(texts.details.len())
        });
        let binding =
            event.notice.as_ref().zip(of).map_or(0, |(notice, of)| {
                texts.bindings.number(notice, (purpose, of.id.as_str()), self.notices)
            });
        let places = Places {
            id: ids,
            source: texts.sources.number(Some(&event.source)),
            recipient: texts.recipients.number(event.recipient.as_deref()),
            binding,
            detail,
            purpose,
        };
        texts.ids.push_str(&event.id);
        let unproven = texts.bindings.get(binding).is_some_and(super::Binding::is_unproven);
        if let Some(slot) = usize::try_from(subject).ok().and_then(|place| store.subjects.get_mut(place)) {
            if slot.unsorted().is_empty() {
                self.grown.push(subject);
            }
            slot.records.push(Record::new(event, places, length));
        }
        store.by_key.insert(hash, subject);
        store.count = store.count.saturating_add(1);
        self.added = self.added.saturating_add(1);
        Ok(if unproven { Taken::Unproven } else { Taken::New })
    }

    /// The record with the event's source and id, by subject and place.
    fn find(&mut self, hash: u64, event: &Event, purpose: u16) -> Option<(u32, usize)> {
        let of = self.purposes.get(usize::from(purpose)).and_then(|purpose| purpose.valid_for);
        let place = |store: &Store, subject: u32| store.slot(subject)?.find(&store.texts, event, purpose, of);
        let subject = self.store.by_key.find(hash, |subject| place(self.store, subject).is_some())?;
        let Store { subjects, texts, .. } = &mut *self.store;
        if let Some(slot) = usize::try_from(subject).ok().and_then(|place| subjects.get_mut(place))
            && slot.unsorted().len() > UNSORTED
        {
            slot.sort(texts);
        }
        Some((subject, place(self.store, subject)?))
    }

    /// An event that was delivered before: it must say the same. The earliest reception counts, and of an event that does not
    /// know when it happened the earliest date.
    fn again(&mut self, event: &Event, subject: u32, place: usize) -> Result<(), Error> {
        let slot = usize::try_from(subject).ok().and_then(|at| self.store.subjects.get(at));
        let Some(record) = slot.and_then(|slot| slot.records.get(place)).copied() else { return Ok(()) };
        let known = self.store.event(subject, &record, self.purposes);
        let differences = known.differences(event);
        if !differences.is_empty() {
            return Err(Error::inconsistent(format!(
                "expected event {} to stay as it is, found another {}",
                known.key(),
                differences.join(", ")
            )));
        }
        let received_at = known.received_at.min(event.received_at);
        let is_earlier = event.dated() < known.dated();
        if is_earlier || received_at < known.received_at {
            self.before.entry((subject, record.id().start)).or_insert(record);
        }
        let Some(slot) = usize::try_from(subject).ok().and_then(|at| self.store.subjects.get_mut(at)) else {
            return Ok(());
        };
        if is_earlier {
            let length = self.purposes.get(usize::from(record.purpose)).and_then(|purpose| purpose.valid_for);
            let first = Event { occurred_at: event.occurred_at, received_at, ..known };
            if slot.redate(place, record.redated(&first, length)) {
                self.grown.push(subject);
            }
        } else if let Some(record) = slot.records.get_mut(place) {
            record.receive(received_at.into());
        }
        Ok(())
    }

    /// Keeps everything that was staged, and says how many events that are.
    pub(in crate::consent) fn commit(mut self) -> usize {
        let Store { subjects, texts, .. } = &mut *self.store;
        for subject in std::mem::take(&mut self.grown) {
            let slot = usize::try_from(subject).ok().and_then(|place| subjects.get_mut(place));
            let Some(slot) = slot else { continue };
            slot.sort(texts);
            slot.records.iter_mut().for_each(Record::commit);
        }
        self.before.clear();
        self.subjects = number(subjects.len());
        std::mem::take(&mut self.added)
    }
}

impl Drop for Intake<'_> {
    /// Takes out what is staged. Names that were numbered stay: they say nothing by themselves.
    fn drop(&mut self) {
        for subject in std::mem::take(&mut self.grown) {
            let slot = usize::try_from(subject).ok().and_then(|place| self.store.subjects.get_mut(place));
            let Some(slot) = slot else { continue };
            for record in slot.records.iter().filter(|record| record.is_staged()) {
                let texts = &self.store.texts;
                let hash = self.store.by_key.hash(&(texts.source(record), texts.id(record)));
                self.store.by_key.remove(hash, subject);
            }
            slot.records.retain(|record| !record.is_staged());
            slot.is_sorted();
        }
        let before = usize::try_from(self.subjects).unwrap_or(usize::MAX);
        for (subject, slot) in (0..).zip(&self.store.subjects).skip(before) {
            self.store.by_name.remove(self.store.by_name.hash_text(slot.name.text()), subject);
        }
        self.store.subjects.truncate(before);
        let Store { subjects, texts, .. } = &mut *self.store;
        for ((subject, id), before) in std::mem::take(&mut self.before) {
            let slot = usize::try_from(subject).ok().and_then(|place| subjects.get_mut(place));
            let Some(slot) = slot else { continue };
            if let Some(record) = slot.records.iter_mut().find(|record| record.id().start == id) {
                *record = before;
            }
            slot.sort(texts);
        }
        self.store.count = self.store.count.saturating_sub(self.added);
    }
}
