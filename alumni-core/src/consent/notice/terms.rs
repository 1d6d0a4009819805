//! What a notice says apart from its text, in terms that a program can compare.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::words::words;
use crate::text::Localized;

words! {
    /// In which role somebody receives data.
    RecipientRole, "role of a recipient" {
        /// For purposes of their own.
        ThirdParty = "third_party",
        /// On the controller's behalf alone (GDPR Art. 28; APPI Art. 27(5)(i), entrustment).
        Processor = "processor",
        /// Together with the controller (GDPR Art. 26; APPI Art. 27(5)(iii), joint use).
        Joint = "joint",
    }
}

impl RecipientRole {
    /// The words people read.
    pub(super) fn said(self) -> Localized {
        match self {
            Self::ThirdParty => Localized::new("third party", "第三者"),
            Self::Processor => Localized::new("processor", "委託先"),
            Self::Joint => Localized::new("joint user", "共同利用者"),
        }
    }
}

words! {
    /// What protects data that goes abroad.
    Safeguard, "safeguard" {
        /// The country is designated as protecting data well enough (GDPR Art. 45; APPI Art. 28(1), rule 15).
        Adequacy = "adequacy",
        /// The recipient keeps equivalent measures, by contract or by rules of the group (GDPR Art. 46; APPI Art. 28(1),
        /// rule 16).
        EquivalentMeasures = "equivalent_measures",
        /// Nothing but the person's consent after being told (GDPR Art. 49(1)(a); APPI Art. 28(1)-(2)).
        Consent = "consent",
    }
}

impl Safeguard {
    /// The words people read.
    pub(super) fn said(self) -> Localized {
        match self {
            Self::Adequacy => Localized::new("the country is designated", "個人情報保護の水準が認められた国"),
            Self::EquivalentMeasures => {
                Localized::new("the recipient keeps equivalent measures", "基準適合体制（相当措置）")
            }
            Self::Consent => Localized::new("nothing but consent", "本人の同意のみ"),
        }
    }
}

words! {
    /// How a purpose that is new, or stated anew, stands to what people were told before. A person has to judge that; it is
    /// declared, never guessed.
    PurposeRelation, "relation of a purpose" {
        /// Reasonably related to an earlier purpose (APPI Art. 17(2); GDPR Art. 6(4), compatible).
        Related = "related",
        /// Another purpose.
        Unrelated = "unrelated",
    }
}

/// Somebody to whom a notice says that data goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeRecipient {
    /// The id, the same in all versions.
    pub id: String,
    /// What people read; the id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// In which role.
    pub role: RecipientRole,
    /// For which of the notice's purposes; empty for all of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purposes: BTreeSet<String>,
}

impl NoticeRecipient {
    /// A recipient for every purpose of the notice.
    pub fn new(id: impl Into<String>, role: RecipientRole) -> Self {
        Self { id: id.into(), title: None, role, purposes: BTreeSet::new() }
    }
}

/// A country to which a notice says that data goes, and what it says about the protection there.
///
/// # Source
///
/// APPI Art. 28(2) and rule 17(2): the country's name, its regime of protection, and the recipient's measures; rule 17(3):
/// where the country is not known, that and why. GDPR Art. 13(1)(f).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeTransfer {
    /// The country (ISO 3166-1 alpha-2); absent where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Why the country is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown_because: Option<Localized>,
    /// What is said about the country's own regime of protection, or where that stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub regime: Option<Localized>,
    /// What is said about the recipient's measures of protection, or why nothing can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Localized>,
    /// What protects the data there; absent where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safeguard: Option<Safeguard>,
    /// For which of the notice's purposes; empty for all of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purposes: BTreeSet<String>,
}

impl NoticeTransfer {
    /// A transfer to `country` for every purpose of the notice, with nothing said about it yet.
    pub fn new(country: impl Into<String>) -> Self {
        Self { country: Some(country.into()), ..Self::default() }
    }

    /// What differs between two transfers to one country, or is missing from one.
    pub(super) fn said(&self) -> [(&'static str, Option<&Localized>); 3] {
        [
            ("unknown_because", self.unknown_because.as_ref()),
            ("regime", self.regime.as_ref()),
            ("measures", self.measures.as_ref()),
        ]
    }

    /// What of the information about a foreign transfer the notice does not give: `regime` and `measures`, and
    /// `unknown_because` instead of the regime where the country is not known. Nothing is missing under adequacy.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        if self.safeguard == Some(Safeguard::Adequacy) {
            return Vec::new();
        }
        let wanted = if self.country.is_some() { "regime" } else { "unknown_because" };
        let said = self.said().into_iter();
        said.filter(|(name, text)| (*name == wanted || *name == "measures") && is_blank(*text))
            .map(|(name, _)| name)
            .collect()
    }
}

fn is_blank(text: Option<&Localized>) -> bool {
    text.is_none_or(|text| text.en.trim().is_empty() && text.ja.trim().is_empty())
}

/// A kind of data that a notice says is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeItem {
    /// The id, the same in all versions: `email`, `employer`.
    pub id: String,
    /// What people read; the id where it is absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// For which of the notice's purposes; empty for all of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub purposes: BTreeSet<String>,
}

impl NoticeItem {
    /// Data used for every purpose of the notice.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), title: None, purposes: BTreeSet::new() }
    }
}
