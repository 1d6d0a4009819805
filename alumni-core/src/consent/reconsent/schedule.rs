//! On which channel and when each person can be reached.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answer::Verdict;
use super::super::contact::Zone;
use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::question::Question;
use super::super::{ContactRequest, Contacts, instant};
use super::people::ReconsentPerson;
use super::request::ReconsentRequest;
use crate::Error;
use crate::text::Reason;

/// Whether somebody may be written to on one channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentChannel {
    /// The channel.
    pub channel: Channel,
    /// What the ledger and the rules of contact say at the beginning of the plan.
    pub verdict: Verdict,
    /// Why not; empty where it is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The first instant at which it is allowed; absent where there is none before the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub first: Option<DateTime<Utc>>,
}

/// When and where somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentSlot {
    /// The day, on the calendar of the rules of contact.
    pub on: NaiveDate,
    /// The first instant of that day at which it is allowed.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// The channel.
    pub channel: Channel,
}

/// A day that never comes is given up after so many.
const MOST_DAYS: usize = 4_096;

pub(super) struct Schedule<'p> {
    pub(super) ledger: &'p Ledger,
    pub(super) contacts: &'p Contacts,
    pub(super) request: &'p ReconsentRequest,
    pub(super) by: DateTime<Utc>,
    pub(super) zone: Zone,
}

impl Schedule<'_> {
    /// Gives each person a slot: whoever has most to lose first, then whoever can be reached first, then by id. Nobody gets
    /// one on a day that is full, or at or after the deadline.
    pub(super) fn fill(&self, people: &mut [ReconsentPerson]) -> Result<(), Error> {
        let mut order = Vec::new();
        for (place, person) in people.iter_mut().enumerate() {
            person.channels = self.channels(&person.subject, self.request.at)?;
            if let Some(slot) = self.first(&person.channels) {
                order.push((person.at_stake.is_empty(), slot.at, person.subject.clone(), place, slot));
            } else {
                let reachable =
                    person.channels.iter().any(|of| of.verdict == Verdict::Allowed || is_later(of));
                person.unplanned = Some(match reachable {
                    true => Reason::new("reconsent-no-time").with("by", self.by),
                    false => Reason::new("reconsent-no-channel").with("asking", self.request.asking.as_str()),
                });
            }
        }
        order.sort_unstable_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        let mut used: BTreeMap<NaiveDate, u32> = BTreeMap::new();
        for (.., place, slot) in order {
            let Some(person) = people.get_mut(place) else { continue };
            person.planned = self.place(&person.subject, slot, &used)?;
            match person.planned {
                Some(slot) => {
                    let count = used.entry(slot.on).or_default();
                    *count = count.saturating_add(1);
                }
                None => person.unplanned = Some(Reason::new("reconsent-no-time").with("by", self.by)),
            }
        }
        Ok(())
    }

    /// The first slot from `slot` on whose day is not full.
    fn place(
        &self,
        subject: &str,
        slot: ReconsentSlot,
        used: &BTreeMap<NaiveDate, u32>,
    ) -> Result<Option<ReconsentSlot>, Error> {
        let Some(per_day) = self.request.per_day else { return Ok(Some(slot)) };
        let mut slot = slot;
        for _ in 0..MOST_DAYS {
            if used.get(&slot.on).copied().unwrap_or_default() < per_day {
                return Ok(Some(slot));
            }
            let Some(morning) = self.day_after(slot.on).filter(|morning| *morning < self.by) else {
                return Ok(None);
            };
            let Some(next) = self.first(&self.channels(subject, morning)?) else { return Ok(None) };
            slot = next;
        }
        Ok(None)
    }

    /// The earliest of the channels, of equal ones the first in the request.
    fn first(&self, channels: &[ReconsentChannel]) -> Option<ReconsentSlot> {
        let first = channels.iter().filter_map(|of| Some((of.first?, of.channel)));
        let (at, channel) = first.min_by_key(|(at, _)| *at)?;
        Some(ReconsentSlot { on: self.zone.day(at), at, channel })
    }

    /// What each channel allows from `from` on.
    fn channels(&self, subject: &str, from: DateTime<Utc>) -> Result<Vec<ReconsentChannel>, Error> {
        let request = self.request;
        let mut found = Vec::new();
        for channel in &request.channels {
            let mut question = Question::new(subject, request.asking.as_str(), *channel, from);
            question.activity = request.activity;
            let mut contact =
                ContactRequest::new(question, request.sender.as_str(), request.message.as_str());
            contact.utc_offset = request.utc_offsets.get(subject).cloned();
            contact.time_zone = request.time_zones.get(subject).cloned();
            let permit = self.ledger.may_contact(self.contacts, &contact)?;
            let allowed = permit.is_allowed();
            let first = if allowed { Some(from) } else { permit.not_before };
            found.push(ReconsentChannel {
                channel: *channel,
                verdict: permit.verdict,
                reasons: if allowed { Vec::new() } else { permit.reasons },
                first: first.filter(|first| *first < self.by),
            });
        }
        Ok(found)
    }

    fn day_after(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        self.zone.first(day.checked_add_days(Days::new(1))?, NaiveTime::MIN)
    }
}

/// Whether only the rules of contact stand against it: the ledger itself would allow it.
fn is_later(channel: &ReconsentChannel) -> bool {
    channel.verdict == Verdict::Denied
        && !channel.reasons.is_empty()
        && channel.reasons.iter().all(|reason| reason.code().starts_with("contact-"))
}
