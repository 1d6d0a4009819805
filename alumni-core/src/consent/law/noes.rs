//! Noes that a rule carries over to what they were not said about.

use std::collections::BTreeSet;

use super::super::act::Act;
use super::super::class::{Activity, PurposeClass};
use super::super::fold::{Scope, View};
use super::super::kind::{Actor, Channel};
use super::super::packs::Law;
use super::super::purpose::Purpose;
use super::super::rule::Judges;
use super::super::store::{Record, Tick};
use super::Case;

impl<'l> Case<'l, '_> {
    /// A no on one of the rule's channels, to whatever purpose, after which the person has not said yes to this one anew.
    pub(super) fn revoked_elsewhere(&self, law: &Law<'_>) -> Option<&'l Record> {
        self.overcome_by_none(|record| {
            // A no without a channel is about every one on which that purpose is used.
            let on_channel = match (record.channel, self.purpose_of(record)) {
                (Some(channel), _) => law.rule.channels.contains(&channel),
                (None, of) => {
                    law.rule.channels.iter().any(|channel| of.is_none_or(|purpose| purpose.allows(*channel)))
                }
            };
            on_channel
                && matches!(record.act, Act::Withdrawn | Act::Objected | Act::Refused)
                && self.may_judge(law, record)
                && (record.act != Act::Refused || self.takes_back(record))
        })
    }

    /// Whether the rule may judge a no.
    fn may_judge(&self, law: &Law<'_>, no: &Record) -> bool {
        law.rule.judges == Judges::Uses || {
            let (first, last) = self.clocks.span(no, self.store);
            Tick::from(law.from) <= last && law.until.is_none_or(|until| first < Tick::from(until))
        }
    }

    /// The last no to messages on one of the rule's channels, to this purpose or another one of these classes, after which the
    /// person has not agreed anew to what is asked. A no to disclosing data to somebody is none to messages.
    pub(super) fn opted_out(&self, law: &Law<'_>, said_under: &[PurposeClass]) -> Option<&'l Record> {
        self.overcome_by_none(|record| {
            let of = self.purpose_of(record);
            let is_on = |channel: &Channel| law.rule.channels.contains(channel);
            let on_channel = match record.channel {
                Some(channel) => is_on(&channel),
                None => law.rule.channels.iter().any(|on| of.is_none_or(|purpose| purpose.allows(*on))),
            };
            let class = of.and_then(|purpose| purpose.class);
            on_channel
                && record.recipient == 0
                && matches!(record.act, Act::Withdrawn | Act::Objected | Act::Refused)
                && self.may_judge(law, record)
                && (said_under.is_empty() || class.is_none_or(|class| said_under.contains(&class)))
        })
    }

    /// An objection under another purpose of one of these classes, where what is asked may be what it was about.
    pub(super) fn objected_elsewhere(
        &self,
        law: &Law<'_>,
        said_under: &[PurposeClass],
    ) -> Option<&'l Record> {
        if said_under.is_empty() {
            return None;
        }
        // A purpose that says its class is taken for that, where nobody says what would be done.
        let is_same = |activity: &Activity| self.purpose.class.is_none_or(|class| class == activity.class());
        if self.question.activity.is_none() && !law.rule.activities.iter().any(is_same) {
            return None;
        }
        let channel = self.question.channel;
        self.overcome_by_none(|record| {
            let class = self.purpose_of(record).and_then(|purpose| purpose.class);
            record.act == Act::Objected
                && record.purpose != self.place
                && (channel.is_none() || record.channel.is_none() || record.channel == channel)
                && class.is_none_or(|class| said_under.contains(&class))
        })
    }

    fn purpose_of(&self, record: &Record) -> Option<&'l Purpose> {
        self.ledger.purposes.get(usize::from(record.purpose))
    }

    /// The last of the person's noes of which `is` holds, whatever they are about, where no yes to this purpose overcomes them: it
    /// takes what it would take if they had been said about this one.
    fn overcome_by_none(&self, is: impl Fn(&Record) -> bool) -> Option<&'l Record> {
        let noes = self.records.iter().filter(|record| {
            record.actor == Actor::Subject && record.from() <= self.at && self.knows(record) && is(record)
        });
        let noes: Vec<_> = noes.collect();
        let last = noes.iter().copied().max_by_key(|record| record.at())?;
        let scope = Scope {
            channel: self.question.channel,
            recipient: self.store.recipient(self.question.recipient.as_deref()),
            known_at: self.known_at,
        };
        (!self.view(self.place, scope).stands_despite(noes, self.at)).then_some(last)
    }

    /// The person's records about a purpose.
    fn view(&self, purpose: u16, scope: Scope) -> View<'l> {
        let first = self.records.partition_point(|record| record.purpose < purpose);
        let end = self.records.partition_point(|record| record.purpose <= purpose);
        let records = self.records.get(first..end).unwrap_or_default();
        View { records, of_subject: self.records, store: self.store, clocks: self.clocks, scope }
    }

    /// Whether a refusal takes back a yes that stood, and so is a withdrawal.
    fn takes_back(&self, refusal: &Record) -> bool {
        let scope = Scope { channel: refusal.channel, recipient: refusal.recipient, known_at: self.known_at };
        let view = self.view(refusal.purpose, scope);
        // Without a recipient it is about each of them.
        let given = view.records.iter().filter(|record| record.act.is_yes());
        let recipients: BTreeSet<u32> = match refusal.recipient {
            0 => given.map(|record| record.recipient).collect(),
            recipient => BTreeSet::from([recipient]),
        };
        recipients.into_iter().any(|recipient| {
            View { scope: Scope { recipient, ..scope }, ..view }.takes_back(refusal, self.at)
        })
    }
}
