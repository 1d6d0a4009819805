mod write;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::super::class::Activity;
use super::super::event::EventKey;
use super::super::instant;
use super::super::kind::{Channel, EventKind};
use super::super::purpose::LegalBasis;
use super::super::state::Status;
use super::acknowledgement::AcknowledgementStatus;
use super::item::PropagationStatus;
use crate::document;
use crate::text::{Lang, Localized, Reason};

/// What stands in the place of another person.
pub(super) const REDACTED: &str = "redacted";

/// What a person is handed who took something back: what has ended and when, which systems were told and what they answered,
/// what goes on and on which ground, and which records are kept by which rule.
///
/// A recipient that is another person of the ledger reads `redacted`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WithdrawalReceipt {
    /// The receipt's identifier.
    pub id: String,
    /// Whom it is about.
    pub subject: String,
    /// The instant as of which it is given, and up to which records are known.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// Whether every system it concerns has acknowledged it.
    pub complete: bool,
    /// What has ended, by purpose.
    pub withdrawn: Vec<WithdrawnPurpose>,
    /// What goes on.
    pub stays: Vec<StandingPurpose>,
    /// What is kept of what has ended.
    pub kept: Vec<KeptRecord>,
}

/// A permission that has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct WithdrawnPurpose {
    /// The purpose's id.
    pub purpose: String,
    /// What people read.
    pub title: Localized,
    /// The channels on which it has ended; empty for every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// The recipients for whom it has ended; empty for the controller's own use and every recipient.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// Where consent stands, in the words of the Data Privacy Vocabulary.
    pub status: Status,
    /// The event that ended it.
    pub withdrawal: EventKey,
    /// What that event is.
    pub kind: EventKind,
    /// When it was said.
    #[serde(deserialize_with = "instant::local")]
    pub occurred_at: DateTime<FixedOffset>,
    /// When it became known to the controller.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
    /// What the ledger says about it.
    pub reason: Reason,
    /// The systems it concerns.
    pub systems: Vec<InformedSystem>,
}

/// A system that a withdrawal concerns, and what it answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct InformedSystem {
    /// The system's id.
    pub system: String,
    /// What people read.
    pub title: Localized,
    /// The channel it is about there; absent for the purpose as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// To whom the data was disclosed there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// When it was told last; absent when it was not.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub sent_at: Option<DateTime<Utc>>,
    /// How far it has come there; absent when nothing is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_status: Option<AcknowledgementStatus>,
    /// When it acknowledged that it has stopped.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub acknowledged_at: Option<DateTime<Utc>>,
    /// Where it stands.
    pub status: PropagationStatus,
    /// By when it has to have stopped.
    #[serde(deserialize_with = "instant::utc")]
    pub due_at: DateTime<Utc>,
    /// The rule or the house, which gives that length.
    pub by: Reason,
}

/// A purpose for which data goes on being used: whatever the gate would allow, or would after a person has looked at it. Each
/// use is asked about again before it is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StandingPurpose {
    /// The purpose's id.
    pub purpose: String,
    /// What people read.
    pub title: Localized,
    /// The channels on which it stays; empty for every one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Channel>,
    /// To whom data goes on being disclosed; empty for the controller's own use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
    /// For what alone; empty for everything that the purpose covers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<Activity>,
    /// The ground.
    pub legal_basis: LegalBasis,
    /// Why it stays: `propagation-stays-consent`, `propagation-stays-basis`, or `propagation-stays-review` where a person has
    /// to look at it first.
    pub reason: Reason,
}

/// A record that is kept although the permission has ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KeptRecord {
    /// The purpose's id.
    pub purpose: String,
    /// The rule that asks for it; absent for the withdrawal itself, which is kept so that it is honoured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Law and article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Localized>,
    /// The first day on which it need no longer be kept; absent where no length is set.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "document::optional_date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub keep_until: Option<NaiveDate>,
    /// What is kept, and why.
    pub reason: Reason,
}

impl std::fmt::Display for WithdrawalReceipt {
    /// The page in English.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.page(Lang::En).markdown())
    }
}
