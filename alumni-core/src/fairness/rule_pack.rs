//! Rules and methods that findings rest on, as dated data with their sources.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::text::{Localized, did_you_mean};
use crate::{Error, document};

/// The packs that come with the library, by id.
const SHIPPED: [(&str, &str); 6] = [
    ("ch-logib-1", include_str!("../../packs/fairness/ch-logib-1.toml")),
    ("eu-2023-970", include_str!("../../packs/fairness/eu-2023-970.toml")),
    ("four-fifths", include_str!("../../packs/fairness/four-fifths.toml")),
    ("jp-wage-difference", include_str!("../../packs/fairness/jp-wage-difference.toml")),
    ("uk-si-2017-172", include_str!("../../packs/fairness/uk-si-2017-172.toml")),
    ("us-nyc-local-law-144", include_str!("../../packs/fairness/us-nyc-local-law-144.toml")),
];

/// A rule or method that findings rest on: its id and version, its source, and from when until when it has been in effect.
///
/// A pack says where a method comes from. Whether it binds somebody is for the reader to decide; a pack is no legal advice.
/// A report names the packs of its findings, and a customer's own pack takes the place of a shipped one of the same id.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::RulePack;
///
/// let pack = RulePack::shipped("uk-si-2017-172")?;
/// assert_eq!(pack.effective_from.unwrap().to_string(), "2017-04-06");
/// assert_eq!(pack.in_effect("2016-12-31".parse()?), Some(false));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RulePack {
    /// The id, stable across versions.
    pub id: String,
    /// The version, rising.
    pub version: u32,
    /// What people call it.
    pub title: Localized,
    /// Where it is written.
    pub source: String,
    /// The first day on which it is in effect; absent where it has none.
    #[serde(
        default,
        deserialize_with = "document::optional_date::deserialize",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub effective_from: Option<NaiveDate>,
    /// The last day on which it is; absent while no end is known.
    #[serde(
        default,
        deserialize_with = "document::optional_date::deserialize",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    pub effective_until: Option<NaiveDate>,
    /// The kinds of findings that rest on it, as a report names them; those with a standard of their own name that one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<String>,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Localized>,
    /// How the statement was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<SourceCheck>,
    /// How the dates were checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates_checked: Option<SourceCheck>,
}

/// What a statement about a rule was held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SourceCheck {
    /// The text of the rule itself.
    Primary,
    /// Somebody else's account or copy of it.
    Secondary,
    /// Nothing yet: it needs a lawyer's eye.
    Lawyer,
}

impl RulePack {
    /// Reads a pack, JSON when it starts with a brace and TOML otherwise.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column,
    /// [`Missing`](crate::ErrorKind::Missing) for an empty id or source, [`Inconsistent`](crate::ErrorKind::Inconsistent)
    /// for an end before the first day.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let pack: Self = document::from_document(text)?;
        pack.checked()?;
        Ok(pack)
    }

    pub(super) fn checked(&self) -> Result<(), Error> {
        for (name, value) in [("id", &self.id), ("source", &self.source)] {
            if value.trim().is_empty() {
                return Err(Error::missing("expected a text").within(name));
            }
        }
        match (self.effective_from, self.effective_until) {
            (Some(from), Some(until)) if until < from => {
                Err(Error::inconsistent("expected a day not before `effective_from`")
                    .within("effective_until"))
            }
            _ => Ok(()),
        }
    }

    /// A pack that comes with the library.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) with the nearest id.
    pub fn shipped(id: &str) -> Result<Self, Error> {
        match SHIPPED.iter().find(|(name, _)| *name == id) {
            Some((_, text)) => Self::parse(text),
            None => {
                let nearest = did_you_mean(id, Self::ids());
                Err(Error::unknown_name(format!("expected the id of a shipped pack, got `{id}`{nearest}")))
            }
        }
    }

    /// The ids of the packs that come with the library.
    pub fn ids() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(id, _)| *id)
    }

    /// Whether it is in effect on a day; `None` where it has no dates.
    #[must_use]
    pub fn in_effect(&self, on: NaiveDate) -> Option<bool> {
        if self.effective_from.is_none() && self.effective_until.is_none() {
            return None;
        }
        let begun = self.effective_from.is_none_or(|from| from <= on);
        Some(begun && self.effective_until.is_none_or(|until| on <= until))
    }
}
