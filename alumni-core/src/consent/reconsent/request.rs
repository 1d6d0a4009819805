use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::class::Activity;
use super::super::instant;
use super::super::kind::Channel;
use super::super::ledger::Ledger;
use super::super::notice::Notice;
use super::super::purpose::check_id;
use super::super::unknown::unknown;
use super::loss::ReconsentRate;
use crate::{Error, document};

/// What a plan is made for: a new version of a notice, and how people may be reached about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReconsentRequest {
    /// The new version. It need not be on file yet; earlier ones must be.
    pub notice: Notice,
    /// Only people whose yes rests on this version; absent for every earlier one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    /// The purpose under which people are asked and told: contacting them about their consent is a use like any other.
    pub asking: String,
    /// What asking and telling is; absent where nobody says, and then legal packs take it for everything they know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
    /// The channels on which they may be, the best first; of two that are free at the same instant the first is taken.
    pub channels: Vec<Channel>,
    /// Who writes.
    pub sender: String,
    /// The sender's id of the message.
    pub message: String,
    /// From when on people can be written to.
    #[serde(deserialize_with = "instant::utc")]
    pub at: DateTime<Utc>,
    /// Until when, exclusive; absent for the instant at which the new version takes effect.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "instant::optional_utc")]
    pub deadline: Option<DateTime<Utc>>,
    /// The most messages on one day, on the calendar of the rules of contact; absent for any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_day: Option<u32>,
    /// Whether somebody who said no may be asked where a rule says for how long not, and that time is over. Without such a
    /// rule nobody who said no is asked, whatever stands here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ask_after_no: bool,
    /// What share of those asked agrees, where that is known from elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<ReconsentRate>,
    /// The offsets of people who do not live on that of the rules of contact, by subject.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub utc_offsets: BTreeMap<String, String>,
    /// Their time zones, like `America/New_York`, by subject; nobody has both.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub time_zones: BTreeMap<String, String>,
}

impl ReconsentRequest {
    /// A request about `notice`, with everything else left open.
    pub fn new(
        notice: Notice,
        asking: impl Into<String>,
        channels: impl IntoIterator<Item = Channel>,
        sender: impl Into<String>,
        message: impl Into<String>,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            notice,
            from: None,
            asking: asking.into(),
            activity: None,
            channels: channels.into_iter().collect(),
            sender: sender.into(),
            message: message.into(),
            at,
            deadline: None,
            per_day: None,
            ask_after_no: false,
            rate: None,
            utc_offsets: BTreeMap::new(),
            time_zones: BTreeMap::new(),
        }
    }

    /// Reads a request.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// The instant before which everybody has to be reached, once everything is found in order.
    pub(super) fn check(&self, ledger: &Ledger) -> Result<DateTime<Utc>, Error> {
        ledger.check_version(&self.notice).map_err(|error| error.within("notice"))?;
        if !ledger.purposes().any(|purpose| purpose.id == self.asking) {
            let known = ledger.purposes().map(|purpose| purpose.id.as_str());
            return Err(unknown("purpose", &self.asking, known).within("asking"));
        }
        if self.channels.is_empty() {
            return Err(Error::missing("expected at least one channel").within("channels"));
        }
        for (field, id) in [("sender", &self.sender), ("message", &self.message)] {
            check_id(id).map_err(|error| error.within(field))?;
        }
        if self.per_day == Some(0) {
            return Err(Error::out_of_range("expected at least 1 message a day").within("per_day"));
        }
        if let Some(rate) = &self.rate {
            rate.check().map_err(|error| error.within("rate"))?;
        }
        let Some(deadline) = self.deadline.or(self.notice.effective_from) else {
            return Err(Error::missing("expected a deadline, or a notice that says when it takes effect")
                .within("deadline"));
        };
        if deadline <= self.at {
            return Err(Error::inconsistent("expected a deadline after `at`").within("deadline"));
        }
        Ok(deadline)
    }
}
