//! Who received what of one person, for that person.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::consent::answer::phrase;
use crate::consent::{Activity, Channel, EventKey, Ledger, Propagation, UseFindingKind, instant};
use crate::text::{Lang, Localized};

/// One use of a person's data in an answer to an access request: what went where, and whether the permissions on record carry it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AccessUse {
    /// The record of the use.
    #[serde(rename = "use")]
    pub made: EventKey,
    /// When.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// The system's id.
    pub system: String,
    /// What people read of the system.
    pub title: Localized,
    /// To whom it was disclosed; absent for the controller's own use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The purpose's id.
    pub purpose: String,
    /// The channel it was used on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What was done; absent where nobody recorded that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// What was received, as ids of fields; empty where nobody recorded that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// What is wrong with it; `None` for a use that was permitted.
    #[serde(default)]
    pub finding: Option<UseFindingKind>,
}

impl AccessUse {
    /// Whether it was permitted, in a few words.
    pub(super) fn basis(&self, lang: Lang) -> String {
        let code = match self.finding {
            Some(kind) => format!("propagation-use-{}-label", kind.as_str().replace('_', "-")),
            None => "consent-access-permitted".to_owned(),
        };
        phrase(&code, lang)
    }
}

/// The uses of `subject` up to `at`, as known then, by instant.
pub(super) fn received(
    ledger: &Ledger,
    register: &Propagation,
    subject: &str,
    at: DateTime<Utc>,
) -> Result<Vec<AccessUse>, Error> {
    let report = ledger.propagation_among(register, [subject], at, Some(at))?;
    // A use on several channels may have a finding on each; the first kind says the most.
    let mut kinds: BTreeMap<&EventKey, UseFindingKind> = BTreeMap::new();
    for finding in &report.findings {
        let kind = kinds.entry(&finding.made).or_insert(finding.kind);
        *kind = finding.kind.min(*kind);
    }
    let mut received = Vec::new();
    for made in register.uses_of(subject).filter(|made| made.at <= at && made.received_at <= at) {
        let key = EventKey { source: made.source.clone(), id: made.id.clone() };
        let Some(system) = register.rules().systems.iter().find(|system| system.id == made.system) else {
            continue;
        };
        received.push(AccessUse {
            finding: kinds.get(&key).copied(),
            made: key,
            at: made.at,
            system: made.system.clone(),
            title: system.title.clone(),
            recipient: made.recipient.clone().or_else(|| system.recipient.clone()),
            purpose: made.purpose.clone(),
            channel: made.channel,
            activity: made.activity,
            items: made.items.clone(),
        });
    }
    received.sort_by(|a, b| (a.at, &a.made).cmp(&(b.at, &b.made)));
    Ok(received)
}
