use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

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
}
