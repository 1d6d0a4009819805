//! The events of a ledger, close together: each subject's in the order in which they are folded.

mod binding;
mod intake;
mod names;
mod record;
mod subject;
mod tick;

use std::cmp::Ordering;

use chrono::{DateTime, FixedOffset, TimeZone as _, Utc};

pub(super) use self::binding::Binding;
use self::binding::Bindings;
pub(super) use self::intake::{Intake, Taken};
pub(super) use self::names::Names;
use self::record::Detail;
pub(super) use self::record::Record;
use self::subject::Subject;
pub(super) use self::tick::Tick;
use super::event::Event;
use super::purpose::Purpose;
use crate::ids::Index;

/// Everything the events of a ledger say.
#[derive(Clone, Debug, Default)]
pub(super) struct Store {
    subjects: Vec<Subject>,
    by_name: Index,
    /// Whose record a source and id are.
    by_key: Index,
    count: usize,
    texts: Texts,
}

/// What records refer to.
#[derive(Clone, Debug, Default)]
struct Texts {
    ids: String,
    sources: Names,
    recipients: Names,
    bindings: Bindings,
    details: Vec<Detail>,
}

impl Texts {
    fn id(&self, record: &Record) -> &str {
        let range = record.id();
        let range = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok());
        range.and_then(|(start, end)| self.ids.get(start..end)).unwrap_or_default()
    }

    fn source(&self, record: &Record) -> &str {
        self.sources.text(record.source).unwrap_or_default()
    }

    fn detail(&self, record: &Record) -> Option<&Detail> {
        self.details.get(usize::try_from(record.detail.checked_sub(1)?).ok()?)
    }

    fn order(&self, a: &Record, b: &Record) -> Ordering {
        a.order(b).then_with(|| self.source(a).cmp(self.source(b))).then_with(|| self.id(a).cmp(self.id(b)))
    }
}

impl Store {
    /// The events' number.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// The subjects' number: they are counted from 0 in the order of their first events.
    pub(super) fn subjects(&self) -> usize {
        self.subjects.len()
    }

    pub(super) fn subject(&self, name: &str) -> Option<u32> {
        self.by_name.find(self.by_name.hash_text(name), |number| self.is(number, name))
    }

    /// The number of `name`, tried first where the last one ended: tables often come in the order of the ledger.
    pub(super) fn subject_near(&self, name: &str, guess: u32) -> Option<u32> {
        if self.is(guess, name) { Some(guess) } else { self.subject(name) }
    }

    fn is(&self, subject: u32, name: &str) -> bool {
        self.slot(subject).is_some_and(|slot| slot.name.bytes() == name.as_bytes())
    }

    pub(super) fn name(&self, subject: u32) -> &str {
        self.slot(subject).map(|slot| slot.name.text()).unwrap_or_default()
    }

    pub(super) fn name_bytes(&self, subject: u32) -> &[u8] {
        self.slot(subject).map(|slot| slot.name.bytes()).unwrap_or_default()
    }

    fn slot(&self, subject: u32) -> Option<&Subject> {
        self.subjects.get(usize::try_from(subject).ok()?)
    }

    /// A subject's records in fold order.
    pub(super) fn records(&self, subject: u32) -> &[Record] {
        self.slot(subject).map(|slot| slot.records.as_slice()).unwrap_or_default()
    }

    /// Those about one purpose.
    pub(super) fn records_about(&self, subject: u32, purpose: u16) -> &[Record] {
        let records = self.records(subject);
        let from = records.partition_point(|record| record.purpose < purpose);
        let until = records.partition_point(|record| record.purpose <= purpose);
        records.get(from..until).unwrap_or_default()
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.subjects.iter().map(|subject| subject.name.text())
    }

    /// What few events say, where this one says it.
    pub(super) fn detail(&self, record: &Record) -> Option<&Detail> {
        self.texts.detail(record)
    }

    pub(super) fn binding(&self, record: &Record) -> Option<&Binding> {
        self.texts.bindings.get(record.binding)
    }

    /// For each number of a binding from 1 on, when a later notice ends a yes that rests on it.
    pub(super) fn superseded(&self) -> impl Iterator<Item = Option<Tick>> {
        self.texts.bindings.superseded()
    }

    pub(super) fn recipient(&self, name: Option<&str>) -> u32 {
        self.texts.recipients.find(name)
    }

    /// Whether an event names this recipient.
    pub(super) fn knows_recipient(&self, name: Option<&str>) -> bool {
        self.recipient(name) != Names::UNKNOWN
    }

    pub(super) fn id(&self, record: &Record) -> &str {
        self.texts.id(record)
    }

    pub(super) fn source(&self, record: &Record) -> &str {
        self.texts.source(record)
    }

    /// The subjects of all records and the records, sorted by source and id.
    pub(super) fn by_key(&self) -> Vec<(u32, &Record)> {
        let mut all = Vec::with_capacity(self.count);
        for (subject, slot) in (0..).zip(&self.subjects) {
            all.extend(slot.records.iter().map(|record| (subject, record)));
        }
        all.sort_unstable_by(|(_, a), (_, b)| {
            (self.source(a), self.id(a)).cmp(&(self.source(b), self.id(b)))
        });
        all
    }

    /// The event as it was taken in.
    pub(super) fn event(&self, subject: u32, record: &Record, purposes: &[Purpose]) -> Event {
        let purpose = purposes.get(usize::from(record.purpose)).map(|purpose| purpose.id.as_str());
        let mut event = Event::new(
            self.source(record),
            self.id(record),
            self.name(subject),
            purpose.unwrap_or_default(),
            record.kind,
            local(record),
        );
        event.received_at = record.received().into();
        event.channel = record.channel;
        event.recipient = self.texts.recipients.text(record.recipient).map(str::to_owned);
        event.valid_until = record.stated_end().map(DateTime::from);
        event.notice = self.binding(record).map(|binding| binding.notice.clone());
        event.actor = record.actor;
        event.method = record.method;
        event.employment_state = record.employment_state;
        event.imported = record.is_imported();
        event.endless = record.is_endless();
        event.time_untrusted = record.is_time_untrusted();
        if let Some(detail) = self.texts.detail(record) {
            event.valid_until = detail.valid_until.map(DateTime::from).or(event.valid_until);
            event.valid_for = detail.valid_for;
            event.valid_until_event = detail.valid_until_event.as_deref().map(str::to_owned);
            event.valid_uses = detail.valid_uses;
            event.happening = detail.happening.as_deref().map(str::to_owned);
            event.evidence_ref = detail.evidence_ref.as_deref().map(str::to_owned);
            event.bundled_with.clone_from(&detail.bundled_with);
        }
        event
    }
}

fn local(record: &Record) -> DateTime<FixedOffset> {
    let at: DateTime<Utc> = record.at().into();
    match FixedOffset::east_opt(record.offset()) {
        Some(offset) => offset.from_utc_datetime(&at.naive_utc()),
        None => at.fixed_offset(),
    }
}

/// How many there are, as the number of the last one; an intake sees to it that there are not too many.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
