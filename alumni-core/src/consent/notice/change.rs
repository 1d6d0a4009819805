use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::words::words;
use super::ruling::NoticeRuling;
use super::{RecipientRole, Safeguard};
use crate::text::{Lang, Localized, Reason};

words! {
    /// What can differ between two versions of a notice.
    NoticeChange, "change of a notice" {
        /// A purpose that is new, and not declared to be related to an earlier one.
        PurposeAdded = "purpose_added",
        /// A purpose that means something else now, and not declared to be related to what it meant.
        PurposeChanged = "purpose_changed",
        /// A purpose that is new or means something else, and is declared to be related to what people were told.
        PurposeRelated = "purpose_related",
        /// A purpose that is no longer explained.
        PurposeRemoved = "purpose_removed",
        /// Somebody more receives data.
        RecipientAdded = "recipient_added",
        /// Somebody receives data in another role.
        RecipientRole = "recipient_role",
        /// Somebody no longer receives data.
        RecipientRemoved = "recipient_removed",
        /// It is no longer said who receives data. Rules about a recipient more apply to it.
        RecipientsUnsaid = "recipients_unsaid",
        /// Data goes to a country more.
        TransferAdded = "transfer_added",
        /// What is said about the protection in a country is another.
        TransferChanged = "transfer_changed",
        /// Data no longer goes to a country.
        TransferRemoved = "transfer_removed",
        /// It is no longer said where data goes. Rules about a country more apply to it.
        TransfersUnsaid = "transfers_unsaid",
        /// Data is kept longer.
        RetentionLonger = "retention_longer",
        /// Data is kept for less long.
        RetentionShorter = "retention_shorter",
        /// Data is kept for a time that cannot be compared, or for one that was not said or is not said now.
        RetentionChanged = "retention_changed",
        /// Data more is used.
        ItemAdded = "item_added",
        /// Data is no longer used.
        ItemRemoved = "item_removed",
        /// It is no longer said which data is used. Rules about data more apply to it.
        ItemsUnsaid = "items_unsaid",
        /// Somebody else is responsible.
        ControllerChanged = "controller_changed",
        /// People turn somewhere else.
        ContactChanged = "contact_changed",
        /// The text is worded in another way.
        TextChanged = "text_changed",
    }
}

impl NoticeChange {
    /// The change whose rules apply: what is no longer said may be anything.
    pub(super) const fn counts_as(self) -> Self {
        match self {
            Self::RecipientsUnsaid => Self::RecipientAdded,
            Self::TransfersUnsaid => Self::TransferAdded,
            Self::ItemsUnsaid => Self::ItemAdded,
            other => other,
        }
    }

    pub(super) fn reason(self) -> Reason {
        Reason::new(format!("notice-{}", self.as_str().replace('_', "-")))
    }
}

/// One thing that differs between two versions of a notice, and what each regime makes of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeDifference {
    /// What kind of difference.
    pub change: NoticeChange,
    /// What it is about: the id of a purpose, recipient or kind of data, a country, or the languages of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// The purposes it concerns: for a purpose itself that one, else those that both versions explain.
    pub purposes: BTreeSet<String>,
    /// The role of a recipient, in the new version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RecipientRole>,
    /// What protects data in the country, in the new version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safeguard: Option<Safeguard>,
    /// What protected data there in the earlier version, where what is said of the country's protection is another now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safeguard_before: Option<Safeguard>,
    /// The same as a reason, with what was said and what is said.
    pub reason: Reason,
    /// What follows, by regime and purpose: empty where two notices are compared without a ledger.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rulings: Vec<NoticeRuling>,
}

impl NoticeDifference {
    /// The sentence in both languages.
    pub(in crate::consent) fn said(&self) -> Localized {
        Localized::new(self.reason.text(Lang::En), self.reason.text(Lang::Ja))
    }
}
