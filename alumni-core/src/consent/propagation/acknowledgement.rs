use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::event::EventKey;
use super::super::instant;
use super::super::kind::Channel;
use super::super::purpose::check_id;
use super::super::words::words;
use crate::Error;

words! {
    /// How far a withdrawal has come at a system.
    ///
    /// # Source
    ///
    /// The request statuses of the Data Privacy Vocabulary 2.3: `RequestInitiated`, `RequestAcknowledged`,
    /// `RequestFulfilled` (for both ends), `RequestUnfulfilled`.
    AcknowledgementStatus, "status of an acknowledgement" {
        /// It was sent there; nothing has come back.
        Sent = "sent",
        /// It has arrived; nothing has stopped yet.
        Received = "received",
        /// The use has stopped.
        Stopped = "stopped",
        /// The use has stopped and the data is erased.
        Erased = "erased",
        /// It could not be done.
        Failed = "failed",
    }
}

impl AcknowledgementStatus {
    /// Whether the withdrawal has taken effect there.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Stopped | Self::Erased)
    }

    /// The term's IRI in the Data Privacy Vocabulary 2.3.
    #[must_use]
    pub const fn iri(self) -> &'static str {
        match self {
            Self::Sent => "https://w3id.org/dpv#RequestInitiated",
            Self::Received => "https://w3id.org/dpv#RequestAcknowledged",
            Self::Stopped | Self::Erased => "https://w3id.org/dpv#RequestFulfilled",
            Self::Failed => "https://w3id.org/dpv#RequestUnfulfilled",
        }
    }
}

/// What is known about a withdrawal at one system: that it was sent there, or what came back.
///
/// One that is older than the withdrawal says nothing about it, and neither does one that is older than the last use there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Acknowledgement {
    /// Where the record comes from.
    pub source: String,
    /// The record's id there. The same record from the same source counts once.
    pub id: String,
    /// The system it is about.
    pub system: String,
    /// Whose withdrawal it is about.
    pub subject: String,
    /// The purpose's id; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// The channel; absent for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The event that was taken notice of; absent for everything before `at`. It says nothing about a withdrawal that this
    /// event is no part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal: Option<EventKey>,
    /// How far it has come.
    pub status: AcknowledgementStatus,
    /// When.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// When it became known here.
    #[serde(deserialize_with = "instant::utc")]
    pub received_at: DateTime<Utc>,
}

impl Acknowledgement {
    /// One about every purpose and channel, known at once.
    pub fn new(
        source: impl Into<String>,
        id: impl Into<String>,
        system: impl Into<String>,
        subject: impl Into<String>,
        status: AcknowledgementStatus,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            source: source.into(),
            id: id.into(),
            system: system.into(),
            subject: subject.into(),
            purpose: None,
            channel: None,
            withdrawal: None,
            status,
            at,
            received_at: at,
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        for (field, id) in [
            ("source", Some(&self.source)),
            ("id", Some(&self.id)),
            ("system", Some(&self.system)),
            ("subject", Some(&self.subject)),
            ("purpose", self.purpose.as_ref()),
        ] {
            id.map_or(Ok(()), |id| check_id(id)).map_err(|error| error.within(field))?;
        }
        for (field, at) in [("at", self.at), ("received_at", self.received_at)] {
            instant::check(at.fixed_offset()).map_err(|error| error.within(field))?;
        }
        Ok(())
    }
}
