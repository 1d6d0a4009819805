//! One event as the ledger holds it: 64 bytes, with what is long or rare kept elsewhere.

use std::cmp::{Ordering, Reverse};

use super::tick::Tick;
use crate::calendar::Period;
use crate::consent::act::Act;
use crate::consent::class::Paper;
use crate::consent::event::Event;
use crate::consent::kind::{Actor, Channel, EmploymentState, EventKind, Method};

/// An event of one subject, with what it amounts to.
#[derive(Clone, Copy, Debug)]
pub(in crate::consent) struct Record {
    occurred: i64,
    received: i64,
    /// `i64::MAX` without one.
    end: i64,
    /// Where the id stands among the ids: its lower half.
    id_low: u32,
    /// The upper part of that in 8 bits, a flag, and from the 14th bit on the offset of the place in seconds from -24 hours.
    id_high_and_offset: u32,
    pub(in crate::consent) source: u32,
    /// Its number among the recipients; 0 without.
    pub(in crate::consent) recipient: u32,
    /// Its number among the bindings; 0 without a notice.
    pub(in crate::consent) binding: u32,
    /// Its number among the details; 0 without.
    pub(super) detail: u32,
    occurred_nanos: u16,
    received_nanos: u16,
    end_nanos: u16,
    /// Its place among the purposes, by id.
    pub(in crate::consent) purpose: u16,
    /// One less than the length of the id.
    id_len: u8,
    flags: u8,
    pub(in crate::consent) kind: EventKind,
    pub(in crate::consent) act: Act,
    pub(in crate::consent) actor: Actor,
    pub(in crate::consent) method: Option<Method>,
    pub(in crate::consent) employment_state: Option<EmploymentState>,
    pub(in crate::consent) channel: Option<Channel>,
}

const _: () = assert!(size_of::<Record>() == 64, "a record fills a cache line");

/// What few events say.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::consent) struct Detail {
    pub(super) valid_until: Option<Tick>,
    pub(super) valid_for: Option<Period>,
    pub(in crate::consent) valid_until_event: Option<Box<str>>,
    pub(in crate::consent) valid_uses: Option<u32>,
    pub(in crate::consent) happening: Option<Box<str>>,
    pub(super) evidence_ref: Option<Box<str>>,
    pub(super) bundled_with: Vec<Paper>,
}

/// Where an event's names stand among those of the store.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Places {
    pub(super) id: u64,
    pub(super) source: u32,
    pub(super) recipient: u32,
    pub(super) binding: u32,
    pub(super) detail: u32,
    pub(super) purpose: u16,
}

impl Record {
    const IMPORTED: u8 = 1;
    const PROVEN: u8 = 2;
    const VOIDED: u8 = 4;
    const BUNDLED: u8 = 8;
    const ENDS: u8 = 16;
    const UNTIL_IS_END: u8 = 32;
    const STAGED: u8 = 64;
    const ENDLESS: u8 = 128;

    const ID_HIGH_BITS: u32 = 8;
    const UNTRUSTED: u32 = 1 << Self::ID_HIGH_BITS;
    const OFFSET_SHIFT: u32 = 14;
    /// The ids of a store take fewer bytes than this.
    pub(super) const IDS_END: u64 = 1 << (32 + Self::ID_HIGH_BITS);
    const DAY: i32 = 86_400;

    /// A record that is not committed yet. `purpose` is how long a yes lasts by its purpose.
    pub(super) fn new(event: &Event, places: Places, purpose: Option<Period>) -> Self {
        let (occurred, received) = (Tick::from(event.occurred_at.to_utc()), Tick::from(event.received_at));
        let end = event.end(purpose).map(Tick::from);
        let [low, high] = [places.id & u64::from(u32::MAX), places.id >> 32];
        let offset = event.occurred_at.offset().local_minus_utc().saturating_add(Self::DAY);
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        Self {
            occurred: occurred.micros,
            received: received.micros,
            end: end.map_or(i64::MAX, |end| end.micros),
            id_low: u32::try_from(low).unwrap_or_default(),
            id_high_and_offset: u32::try_from(high).unwrap_or_default()
                | if event.time_untrusted { Self::UNTRUSTED } else { 0 }
                | (offset.unsigned_abs() << Self::OFFSET_SHIFT),
            source: places.source,
            recipient: places.recipient,
            binding: places.binding,
            detail: places.detail,
            occurred_nanos: occurred.nanos,
            received_nanos: received.nanos,
            end_nanos: end.map_or(0, |end| end.nanos),
            purpose: places.purpose,
            id_len: u8::try_from(event.id.len().saturating_sub(1)).unwrap_or(u8::MAX),
            flags: Self::STAGED
                | flag(event.imported, Self::IMPORTED)
                | flag(event.endless, Self::ENDLESS)
                | flag(event.evidence_ref.is_some(), Self::PROVEN)
                | flag(event.bundled_with.iter().any(|paper| paper.voids()), Self::VOIDED)
                | flag(!event.bundled_with.is_empty(), Self::BUNDLED)
                | flag(end.is_some(), Self::ENDS)
                | flag(
                    event.valid_until.is_some() && event.valid_until.map(Tick::from) == end,
                    Self::UNTIL_IS_END,
                ),
            kind: event.kind,
            act: Act::of(event),
            actor: event.actor,
            method: event.method,
            employment_state: event.employment_state,
            channel: event.channel,
        }
    }

    /// What has to be kept of `event` besides.
    pub(super) fn detail_of(event: &Event, purpose: Option<Period>) -> Option<Detail> {
        let detail = Detail {
            valid_until: event.valid_until.filter(|until| event.end(purpose) != Some(*until)).map(Tick::from),
            valid_for: event.valid_for,
            valid_until_event: event.valid_until_event.as_deref().map(Into::into),
            valid_uses: event.valid_uses,
            happening: event.happening.as_deref().map(Into::into),
            evidence_ref: event.evidence_ref.as_deref().map(Into::into),
            bundled_with: event.bundled_with.clone(),
        };
        (detail != Detail::default()).then_some(detail)
    }

    fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Whether it says something that few events say.
    pub(in crate::consent) fn has_detail(&self) -> bool {
        self.detail != 0
    }

    /// Whether it says nothing that few events say, is for the controller itself, and all its times are to be trusted and
    /// have no more than microseconds.
    #[inline]
    pub(in crate::consent) fn is_plain(&self) -> bool {
        let nanos = u32::from(self.occurred_nanos | self.received_nanos | self.end_nanos);
        self.detail | self.recipient | nanos | (self.id_high_and_offset & Self::UNTRUSTED) == 0
    }

    /// Whether it comes from a list of another system.
    pub(in crate::consent) fn is_imported(&self) -> bool {
        self.has(Self::IMPORTED)
    }

    /// Whether it says where its proof is kept.
    pub(in crate::consent) fn is_proven(&self) -> bool {
        self.has(Self::PROVEN)
    }

    /// Whether it was asked for without an end.
    pub(in crate::consent) fn is_endless(&self) -> bool {
        self.has(Self::ENDLESS)
    }

    /// Whether its source says itself that its time is not to be trusted.
    pub(in crate::consent) fn is_time_untrusted(&self) -> bool {
        self.id_high_and_offset & Self::UNTRUSTED != 0
    }

    /// Whether it came with papers.
    pub(in crate::consent) fn is_bundled(&self) -> bool {
        self.has(Self::BUNDLED)
    }

    /// Whether it came with papers that void it.
    pub(in crate::consent) fn is_voided(&self) -> bool {
        self.has(Self::VOIDED)
    }

    pub(super) fn is_staged(&self) -> bool {
        self.has(Self::STAGED)
    }

    pub(super) fn commit(&mut self) {
        self.flags &= !Self::STAGED;
    }

    /// Where its id begins and ends among the ids.
    pub(super) fn id(&self) -> std::ops::Range<u64> {
        let high = self.id_high_and_offset & ((1 << Self::ID_HIGH_BITS) - 1);
        let start = (u64::from(high) << 32) | u64::from(self.id_low);
        start..start.saturating_add(u64::from(self.id_len)).saturating_add(1)
    }

    /// Seconds east of Greenwich.
    pub(super) fn offset(&self) -> i32 {
        let shifted = self.id_high_and_offset >> Self::OFFSET_SHIFT;
        i32::try_from(shifted).unwrap_or_default().saturating_sub(Self::DAY)
    }

    /// When it happened, as its source says.
    pub(in crate::consent) fn at(&self) -> Tick {
        Tick { micros: self.occurred, nanos: self.occurred_nanos }
    }

    /// When it became known.
    pub(in crate::consent) fn received(&self) -> Tick {
        Tick { micros: self.received, nanos: self.received_nanos }
    }

    /// The same event, as it was first dated and received. Nothing but times may differ.
    pub(super) fn redated(self, event: &Event, purpose: Option<Period>) -> Self {
        let places = Places {
            id: self.id().start,
            source: self.source,
            recipient: self.recipient,
            binding: self.binding,
            detail: self.detail,
            purpose: self.purpose,
        };
        let mut record = Self::new(event, places, purpose);
        if !self.is_staged() {
            record.commit();
        }
        record
    }

    pub(super) fn receive(&mut self, at: Tick) {
        (self.received, self.received_nanos) = (at.micros, at.nanos);
    }

    /// When a yes ends by time.
    pub(in crate::consent) fn end(&self) -> Option<Tick> {
        self.has(Self::ENDS).then_some(Tick { micros: self.end, nanos: self.end_nanos })
    }

    /// The same; as late as can be where there is none.
    #[inline]
    pub(in crate::consent) fn end_or_never(&self) -> Tick {
        Tick { micros: self.end, nanos: self.end_nanos }
    }

    /// The end it states, where that is the end that counts.
    pub(super) fn stated_end(&self) -> Option<Tick> {
        self.end().filter(|_| self.has(Self::UNTIL_IS_END))
    }

    /// From when on it counts. What takes permission away, and is dated after its arrival by a clock that runs ahead, counts
    /// from its arrival.
    pub(in crate::consent) fn from(&self) -> Tick {
        if self.act.tightens() { self.at().min(self.received()) } else { self.at() }
    }

    /// The order in which a subject's events are kept and folded, as far as the record itself knows it: by purpose, then time
    /// of the act, then strictness. Of two equal acts at one instant the one that ends first counts, so it comes last; no
    /// end comes first.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let end = |record: &Self| (record.end().is_some(), Reverse(record.end()));
        (self.purpose.cmp(&other.purpose))
            .then_with(|| self.at().cmp(&other.at()))
            .then_with(|| self.act.cmp(&other.act))
            .then_with(|| end(self).cmp(&end(other)))
    }
}

impl PartialEq for Record {
    /// No two records of a ledger have their id in one place.
    fn eq(&self, other: &Self) -> bool {
        self.id().start == other.id().start
    }
}
