use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// On whose behalf an interaction was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ActorType {
    /// Somebody who worked here; the only ones who are ever scored.
    Alumnus,
    /// A present employee.
    Staff,
    /// The programme's own office (事務局).
    Office,
    /// The company as such, such as the sender of its newsletter.
    Company,
    /// Another company of the group.
    GroupCompany,
    /// A machine. Nobody is in contact with a machine: its events answer nothing and open no exchange.
    System,
}

/// What an interaction was directed at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TargetType {
    /// One person.
    Person,
    /// Everybody in the network.
    Network,
    /// A post, an article; the target is the id of the event that published it, where it is in the record.
    Content,
    /// A gathering.
    Event,
    /// A perk.
    Perk,
    /// A job, a contract, a joint project.
    Opportunity,
}

impl ActorType {
    /// Every value, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 6] =
        [Self::Alumnus, Self::Staff, Self::Office, Self::Company, Self::GroupCompany, Self::System];

    /// The stable name, as in JSON, in CSV and in Python.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alumnus => "alumnus",
            Self::Staff => "staff",
            Self::Office => "office",
            Self::Company => "company",
            Self::GroupCompany => "group_company",
            Self::System => "system",
        }
    }
}

impl TargetType {
    /// Every value, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 6] =
        [Self::Person, Self::Network, Self::Content, Self::Event, Self::Perk, Self::Opportunity];

    /// The stable name, as in JSON, in CSV and in Python.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Network => "network",
            Self::Content => "content",
            Self::Event => "event",
            Self::Perk => "perk",
            Self::Opportunity => "opportunity",
        }
    }
}

fn named<T: Copy, const N: usize>(all: [T; N], name: fn(T) -> &'static str, text: &str) -> Result<T, Error> {
    all.into_iter().find(|value| name(*value) == text).ok_or_else(|| {
        Error::unknown_name(format!("expected one of {}, got `{text}`", all.map(name).join(", ")))
    })
}

impl FromStr for ActorType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        named(Self::ALL, Self::as_str, text)
    }
}

impl FromStr for TargetType {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        named(Self::ALL, Self::as_str, text)
    }
}
