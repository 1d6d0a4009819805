//! What is to be kept beside an offer: since when its rule was published, and who decided otherwise.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::Error;

/// The rule that an offer follows, and the day on which colleagues could read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PublishedRule {
    /// The rule: the id of a policy with its version, or a clause.
    pub id: String,
    /// The day of publication.
    pub on: NaiveDate,
}

impl PublishedRule {
    /// A rule that was published on a day.
    pub fn new(id: impl Into<String>, on: NaiveDate) -> Self {
        Self { id: id.into(), on }
    }
}

/// That somebody decided for the offer whatever the limits say. It is recorded, and no verdict changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OfferOverride {
    /// Who approved it: an id or a function.
    pub approver: String,
    /// Why.
    pub reason: String,
    /// When.
    pub on: NaiveDate,
}

impl OfferOverride {
    /// A decision with its reason.
    pub fn new(approver: impl Into<String>, reason: impl Into<String>, on: NaiveDate) -> Self {
        Self { approver: approver.into(), reason: reason.into(), on }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        for (field, text) in [("approver", &self.approver), ("reason", &self.reason)] {
            if text.trim().is_empty() {
                return Err(Error::missing("expected some text").within(field));
            }
        }
        Ok(())
    }
}
