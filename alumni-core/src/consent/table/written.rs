//! Events as the columns of a table on its way out.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::super::Event;
use super::super::class::Paper;
use super::super::kind::{Actor, Channel, EmploymentState, EventKind, Method};
use crate::Error;
use crate::table::Record;

/// So many rows stand in a batch.
pub(super) const AT_A_TIME: usize = 1 << 16;

/// What all batches of a table have in common.
#[derive(Debug)]
pub(super) struct Names {
    sources: Vec<String>,
    purposes: Vec<String>,
    recipients: Vec<String>,
    notices: Vec<String>,
    hashes: Vec<String>,
    lengths: Vec<String>,
    happenings: Vec<String>,
    /// Whether an instant is exact to less than a microsecond.
    nanoseconds: bool,
}

fn instants(event: &Event) -> impl Iterator<Item = DateTime<Utc>> + use<> {
    [event.occurred_at.to_utc(), event.received_at].into_iter().chain(event.valid_until)
}

impl Names {
    pub(super) fn of(events: impl Iterator<Item = Event>) -> Result<Self, Error> {
        let mut sets: [BTreeSet<String>; 7] = Default::default();
        let (mut nanoseconds, mut far) = (false, false);
        for event in events {
            for at in instants(&event) {
                nanoseconds |= at.timestamp_subsec_nanos() % 1_000 != 0;
                far |= at.timestamp_nanos_opt().is_none();
            }
            let [sources, purposes, recipients, notices, hashes, lengths, happenings] = &mut sets;
            note(sources, Some(event.source));
            note(purposes, Some(event.purpose));
            note(recipients, event.recipient);
            let notice = event.notice.map(|notice| (notice.id, notice.hash));
            let (id, hash) = notice.map_or((None, None), |(id, hash)| (Some(id), hash));
            note(notices, id);
            note(hashes, hash);
            note(lengths, event.valid_for.map(|period| period.to_string()));
            note(happenings, event.valid_until_event);
            note(happenings, event.happening);
        }
        if nanoseconds && far {
            let message = "expected instants in the years 1678 to 2261 where one is exact to the nanosecond";
            return Err(Error::out_of_range(message));
        }
        let [sources, purposes, recipients, notices, hashes, lengths, happenings] =
            sets.map(|set| set.into_iter().collect());
        Ok(Self { sources, purposes, recipients, notices, hashes, lengths, happenings, nanoseconds })
    }

    pub(super) fn record(&self, events: &[Event]) -> Result<Record, Error> {
        let all = || events.iter();
        let notices = || all().map(|event| event.notice.as_ref());
        let mut record = Record::new(events.len());
        record = named(record, "source", &self.sources, all().map(|event| Some(event.source.as_str())))?;
        record = record.texts("id", all().map(|event| event.id.as_str()));
        record = record.texts("subject", all().map(|event| event.subject.as_str()));
        record = named(record, "purpose", &self.purposes, all().map(|event| Some(event.purpose.as_str())))?;
        record =
            words(record, "kind", EventKind::ALL, EventKind::as_str, all().map(|event| Some(event.kind)))?;
        record = self.instants(record, "occurred_at", all().map(|event| Some(event.occurred_at.to_utc())));
        record = self.instants(record, "received_at", all().map(|event| Some(event.received_at)));
        let ahead = |event: &Event| i64::from(event.occurred_at.offset().local_minus_utc().div_euclid(60));
        record = record.integers("occurred_at_offset", all().map(|event| Some(ahead(event))));
        record = words(record, "channel", Channel::ALL, Channel::as_str, all().map(|event| event.channel))?;
        record =
            optional(record, "recipient", &self.recipients, all().map(|event| event.recipient.as_deref()))?;
        record = self.instants(record, "valid_until", all().map(|event| event.valid_until));
        let lengths: Vec<_> = all().map(|event| event.valid_for.map(|period| period.to_string())).collect();
        record = optional(record, "valid_for", &self.lengths, lengths.iter().map(Option::as_deref))?;
        let happenings = all().map(|event| event.valid_until_event.as_deref());
        record = optional(record, "valid_until_event", &self.happenings, happenings)?;
        record = record.integers("valid_uses", all().map(|event| event.valid_uses.map(i64::from)));
        record = record.booleans("endless", all().map(|event| event.endless));
        let happenings = all().map(|event| event.happening.as_deref());
        record = optional(record, "happening", &self.happenings, happenings)?;
        record = record.booleans("time_untrusted", all().map(|event| event.time_untrusted));
        let notice_ids = notices().map(|notice| notice.map(|notice| notice.id.as_str()));
        record = optional(record, "notice_id", &self.notices, notice_ids)?;
        record = record
            .integers("notice_version", notices().map(|notice| notice.map(|notice| notice.version.into())));
        let hashes = notices().map(|notice| notice.and_then(|notice| notice.hash.as_deref()));
        record = optional(record, "notice_hash", &self.hashes, hashes)?;
        record = words(record, "actor", Actor::ALL, Actor::as_str, all().map(|event| Some(event.actor)))?;
        record = words(record, "method", Method::ALL, Method::as_str, all().map(|event| event.method))?;
        let employment = all().map(|event| event.employment_state);
        record =
            words(record, "employment_state", EmploymentState::ALL, EmploymentState::as_str, employment)?;
        record = record.texts_or_none("evidence_ref", all().map(|event| event.evidence_ref.as_deref()));
        record = record.booleans("imported", all().map(|event| event.imported));
        let papers: Vec<_> = all().flat_map(|event| &event.bundled_with).map(|paper| Some(*paper)).collect();
        let items = Record::new(papers.len());
        let items = words(items, "item", Paper::ALL, Paper::as_str, papers.into_iter())?;
        record.lists("bundled_with", all().map(|event| event.bundled_with.len()), items)
    }

    fn instants(
        &self,
        record: Record,
        name: &str,
        instants: impl Iterator<Item = Option<DateTime<Utc>>>,
    ) -> Record {
        if self.nanoseconds {
            record.nanoseconds(name, instants.map(|at| at?.timestamp_nanos_opt()))
        } else {
            record.microseconds(name, instants.map(|at| Some(at?.timestamp_micros())))
        }
    }
}

fn note(names: &mut BTreeSet<String>, name: Option<String>) {
    if let Some(name) = name.filter(|name| !names.contains(name)) {
        names.insert(name);
    }
}

fn number(names: &[String], name: &str) -> Option<u32> {
    let place = names.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
    u32::try_from(place).ok()
}

fn named<'e>(
    record: Record,
    column: &str,
    names: &[String],
    texts: impl Iterator<Item = Option<&'e str>>,
) -> Result<Record, Error> {
    record.named(column, names.iter().map(String::as_str), texts.map(|text| number(names, text?)))
}

fn optional<'e>(
    record: Record,
    column: &str,
    names: &[String],
    texts: impl Iterator<Item = Option<&'e str>>,
) -> Result<Record, Error> {
    record.named_or_none(column, names.iter().map(String::as_str), texts.map(|text| number(names, text?)))
}

/// A column of the words of an enum.
fn words<T: Copy + PartialEq>(
    record: Record,
    column: &str,
    all: &[T],
    word: fn(T) -> &'static str,
    members: impl Iterator<Item = Option<T>>,
) -> Result<Record, Error> {
    let names: Vec<_> = all.iter().map(|member| word(*member)).collect();
    let code = |member: T| u8::try_from(all.iter().position(|known| *known == member)?).ok();
    record.coded_or_none(column, &names, members.map(|member| code(member?)))
}
