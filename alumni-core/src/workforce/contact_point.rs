use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// By what means somebody can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ContactKind {
    /// E-mail.
    Email,
    /// Mobile phone number.
    Mobile,
    /// Other phone number.
    Phone,
    /// Postal address.
    Postal,
    /// An account on a social network or messenger.
    Sns,
    /// Inside the programme's own application.
    InApp,
}

/// Whose the contact point is: work addresses die with the employment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ownership {
    /// The person's own.
    Personal,
    /// The employer's.
    Work,
}

/// Where a person can be reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactPoint {
    /// The means.
    pub kind: ContactKind,
    /// The address or number.
    pub value: String,
    /// Whose it is, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ownership: Option<Ownership>,
    /// The day it was last known to work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_on: Option<NaiveDate>,
    /// The day a message bounced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounced_on: Option<NaiveDate>,
}

names!(ContactKind {
    Email => "email",
    Mobile => "mobile",
    Phone => "phone",
    Postal => "postal",
    Sns => "sns",
    InApp => "in_app",
});

names!(Ownership {
    Personal => "personal",
    Work => "work",
});
