use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::class::Activity;
use super::instant;
use super::kind::Channel;

/// May we do this, to this person, at this instant, as known then?
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Channel, Question};
///
/// let at = "2024-11-15T00:00:00Z".parse()?;
/// let question = Question::new("w-0471", "newsletter", Channel::Email, at).known_at(at);
/// assert_eq!(question.known_at, Some(at));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Question {
    /// Whom it is about.
    pub subject: String,
    /// The purpose's id.
    pub purpose: String,
    /// The channel to be used. Absent: the purpose as a whole, which needs a yes for every channel and is ended by a no on
    /// any of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// To whom data would be disclosed; absent for the controller's own use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The instant at which it would be done.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// As it was known at this instant; absent for everything known.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub known_at: Option<DateTime<Utc>>,
    /// What would be done; absent where nobody says, and then legal packs take it for everything they know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The country of the recipient (ISO 3166-1 alpha-2); absent for the one in which the ledger knows the recipient to be. Where it
    /// knows none, the recipient counts as abroad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whose data it is about, where that is somebody else such as a companion: denied, whatever the subject agreed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_of: Option<String>,
    /// The regimes the subject is under, besides those that the ledger knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regimes: Vec<String>,
}

impl Question {
    /// A question about the controller's own use, with everything known.
    pub fn new(
        subject: impl Into<String>,
        purpose: impl Into<String>,
        channel: impl Into<Option<Channel>>,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            subject: subject.into(),
            purpose: purpose.into(),
            channel: channel.into(),
            recipient: None,
            at,
            known_at: None,
            activity: None,
            country: None,
            data_of: None,
            regimes: Vec::new(),
        }
    }

    /// Asks about disclosure to `recipient`.
    #[must_use]
    pub fn recipient(mut self, recipient: impl Into<String>) -> Self {
        self.recipient = Some(recipient.into());
        self
    }

    /// Asks as it was known at `at`: events received later are left out.
    #[must_use]
    pub fn known_at(mut self, at: DateTime<Utc>) -> Self {
        self.known_at = Some(at);
        self
    }
    /// Says what would be done.
    #[must_use]
    pub fn activity(mut self, activity: Activity) -> Self {
        self.activity = Some(activity);
        self
    }

    /// Says in which country the recipient is.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// Says that it is about the data of somebody else.
    #[must_use]
    pub fn data_of(mut self, whose: impl Into<String>) -> Self {
        self.data_of = Some(whose.into());
        self
    }

    /// Says which regimes the subject is under, besides those that the ledger knows.
    #[must_use]
    pub fn regimes<R: Into<String>>(mut self, regimes: impl IntoIterator<Item = R>) -> Self {
        self.regimes = regimes.into_iter().map(Into::into).collect();
        self
    }
}
