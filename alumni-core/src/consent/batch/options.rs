use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::class::Activity;
use super::super::instant;
use super::super::kind::Channel;
use super::super::words::words;
use crate::{Error, document};

words! {
    /// What becomes of a row that cannot be asked, such as one whose purpose is not known here.
    UnusableQuestion, "way with unusable questions" {
        /// The call fails and says which row.
        Error = "error",
        /// The row is denied, with the reason `consent-question-unusable`, and counted in
        /// [`Answers::unusable`](super::Answers::unusable).
        Denied = "denied",
    }
}

/// What every row of a table asks, where the table has no column for it.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{AskOptions, Channel};
///
/// let options = AskOptions::from_json(r#"{"purpose": "newsletter", "channel": "email", "at": "2026-04-01T00:00:00+09:00"}"#)?;
/// assert_eq!(options.channel, Some(Channel::Email));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct AskOptions {
    /// The purpose of every row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The channel of every row; without it and without a column, the purpose as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The recipient of every row; without it and without a column, the controller's own use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The instant at which it would be done.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub at: Option<DateTime<Utc>>,
    /// As it was known at this instant; without it and without a column, everything known.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// What would be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The country of every recipient (ISO 3166-1 alpha-2); absent for where the ledger knows each to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whose data it is about, where that is somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_of: Option<String>,
    /// The regimes that every subject is under, besides those that the ledger knows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regimes: Vec<String>,
    /// What becomes of a row that cannot be asked.
    pub unusable: UnusableQuestion,
    /// Whether the answers have the events they rest on, which is what takes the most memory.
    pub evidence: bool,
}

impl Default for AskOptions {
    /// Nothing for all rows; a row that cannot be asked is an error; with evidence.
    fn default() -> Self {
        Self {
            purpose: None,
            channel: None,
            recipient: None,
            at: None,
            known_at: None,
            activity: None,
            country: None,
            data_of: None,
            regimes: Vec::new(),
            unusable: UnusableQuestion::Error,
            evidence: true,
        }
    }
}

impl AskOptions {
    /// Reads options.
    ///
    /// # Errors
    ///
    /// Text that is not options, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// The names of the questions' parts that are the same for all rows.
    pub(super) fn given(&self) -> impl Iterator<Item = &'static str> {
        let given = [
            ("purpose", self.purpose.is_some()),
            ("channel", self.channel.is_some()),
            ("recipient", self.recipient.is_some()),
            ("at", self.at.is_some()),
            ("known_at", self.known_at.is_some()),
            ("activity", self.activity.is_some()),
            ("country", self.country.is_some()),
            ("data_of", self.data_of.is_some()),
            ("regimes", !self.regimes.is_empty()),
        ];
        given.into_iter().filter(|(_, given)| *given).map(|(name, _)| name)
    }
}
