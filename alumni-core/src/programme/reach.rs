use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::consent::{Channel, Ledger, Purpose, Summary};
use crate::text::Localized;
use crate::workforce::{ContactKind, Ownership, Worker};

/// Who may be reached for a purpose on a channel, and what blocks the rest.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Reach {
    /// The purpose's title.
    pub title: Localized,
    /// The counts by verdict and by reason.
    pub summary: Summary,
    /// Of those who may be reached, how many have a contact point of the channel of their own that has not bounced; absent
    /// where the data holds no contact points or the purpose needs no channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_contact: Option<u64>,
}

/// The channels that a purpose is asked about: each that it allows, or none in particular.
pub(super) fn channels(purpose: &Purpose) -> Vec<Option<Channel>> {
    match &purpose.channels {
        Some(channels) if !channels.is_empty() => channels.iter().copied().map(Some).collect(),
        _ => vec![None],
    }
}

/// Asks about every purpose and channel for all `workers` at once.
pub(super) fn reach(
    ledger: &Ledger,
    purposes: &[Purpose],
    workers: &[&Worker],
    at: DateTime<Utc>,
) -> Result<Vec<Reach>, Error> {
    let has_contacts = workers.iter().any(|worker| !worker.contacts().is_empty());
    let mut all = Vec::new();
    for purpose in purposes {
        for channel in channels(purpose) {
            let ids = workers.iter().map(|worker| worker.id());
            let summary = ledger.summary_among(ids, &purpose.id, channel, at)?;
            let with_contact = match channel.and_then(contact_kinds).filter(|_| has_contacts) {
                None => None,
                Some(kinds) => {
                    let reachable = workers.iter().filter(|worker| has_own(worker, kinds, at));
                    let ids = reachable.map(|worker| worker.id());
                    u64::try_from(ledger.summary_among(ids, &purpose.id, channel, at)?.allowed).ok()
                }
            };
            all.push(Reach { title: purpose.title.clone(), summary, with_contact });
        }
    }
    Ok(all)
}

/// The contact points that a channel needs.
fn contact_kinds(channel: Channel) -> Option<&'static [ContactKind]> {
    match channel {
        Channel::Email => Some(&[ContactKind::Email]),
        Channel::Sms => Some(&[ContactKind::Mobile]),
        Channel::Phone => Some(&[ContactKind::Phone, ContactKind::Mobile]),
        Channel::Postal => Some(&[ContactKind::Postal]),
        Channel::Sns => Some(&[ContactKind::Sns]),
        _ => None,
    }
}

fn has_own(worker: &Worker, kinds: &[ContactKind], at: DateTime<Utc>) -> bool {
    worker.contacts().iter().any(|contact| {
        kinds.contains(&contact.kind)
            && contact.ownership != Some(Ownership::Work)
            && contact.bounced_on.is_none_or(|on| on > at.date_naive())
    })
}
