use serde::{Deserialize, Serialize};

use super::super::kind::Channel;
use super::super::made::IdKey;
use super::super::purpose::check_id;
use super::super::question::Question;
use super::zone::Zone;
use crate::Error;

/// One message to one person: what is asked for before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ContactRequest {
    /// Whom, for what, on which channel (which must be there), and when.
    pub question: Question,
    /// Who sends: a team or a system.
    pub sender: String,
    /// The sender's own id of the message. The same message goes to the same person on the same channel once.
    pub message: String,
    /// The person's offset at that time, like `+09:00`; the time zone of the rules when that is absent too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset: Option<String>,
    /// Instead of an offset the person's time zone, like `America/New_York`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// A secret that the token is made with, which is also the id of the use it becomes; without it they can be tried back to a person,
    /// also after erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_key: Option<IdKey>,
}

impl ContactRequest {
    /// A request to send `message`.
    pub fn new(question: Question, sender: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            question,
            sender: sender.into(),
            message: message.into(),
            utc_offset: None,
            time_zone: None,
            id_key: None,
        }
    }

    /// Sets the person's offset, like `+09:00`.
    #[must_use]
    pub fn utc_offset(mut self, offset: impl Into<String>) -> Self {
        self.utc_offset = Some(offset.into());
        self
    }

    /// Sets the person's time zone, like `America/New_York`.
    #[must_use]
    pub fn time_zone(mut self, zone: impl Into<String>) -> Self {
        self.time_zone = Some(zone.into());
        self
    }

    /// Sets the secret that the token is made with.
    #[must_use]
    pub fn id_key(mut self, key: IdKey) -> Self {
        self.id_key = Some(key);
        self
    }

    pub(super) fn zone(&self) -> Result<Option<Zone>, Error> {
        Zone::read(self.utc_offset.as_deref(), self.time_zone.as_deref())
    }

    /// The channel, once everything else is found in order.
    pub(super) fn check(&self) -> Result<Channel, Error> {
        check_id(&self.question.subject).map_err(|error| error.within("subject").within("question"))?;
        for (field, id) in [("sender", &self.sender), ("message", &self.message)] {
            check_id(id).map_err(|error| error.within(field))?;
        }
        self.zone()?;
        self.question.channel.ok_or_else(|| {
            Error::missing("expected the channel on which to contact").within("channel").within("question")
        })
    }
}
