use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::record::RecordDuration;
use super::{canonical, instant};
use crate::document;

mod change;
mod check;
mod diff;
mod difference;
mod findings;
mod length;
mod on_file;
mod ruling;
mod terms;

pub use change::{NoticeChange, NoticeDifference};
pub use diff::NoticeDiff;
pub(super) use on_file::{Mismatch, Notices};
pub(super) use ruling::applied;
pub use ruling::{NoticeConsequence, NoticeRuling};
pub use terms::{NoticeItem, NoticeRecipient, NoticeTransfer, PurposeRelation, RecipientRole, Safeguard};

/// The text a person is shown before deciding, in one version.
///
/// What was shown is identified by [`hash`](Self::hash). A notice never changes under its id and version: a new wording is
/// a new version.
///
/// Beside the text it may say in terms that a program can compare what the text says: who is responsible, what data goes
/// where and for how long. What is absent is not said, which is not the same as an empty list. Two versions are compared by
/// [`Ledger::notice_diff`](super::Ledger::notice_diff).
///
/// # Example
///
/// ```
/// use alumni_core::consent::Notice;
///
/// let notice = Notice::new("alumni", 3, ["newsletter"]).text("ja", "ニュースレターをお送りします。");
/// assert_eq!(notice.hash().len(), 64);
/// assert_ne!(notice.hash(), notice.clone().text("en", "We will send you the newsletter.").hash());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Notice {
    /// The id, the same for all versions.
    pub id: String,
    /// The version, rising.
    pub version: u32,
    /// The ids of the purposes it explains.
    pub purposes: Vec<String>,
    /// The text by language (BCP 47 tag), exactly as shown.
    pub text: BTreeMap<String, String>,
    /// From when on this version is shown; absent for always. Written with an offset.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "instant::optional_written"
    )]
    pub effective_from: Option<DateTime<Utc>>,
    /// Whether what it says differs so much that consent given under an earlier version no longer holds once this one is
    /// in effect. A recipient or a country more is material, a corrected typing error is not;
    /// [`NoticeDiff::marked`] says it by the rules of the legal packs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub material: bool,
    /// The purposes whose consent no longer holds, where the change is not material to all of them; only with
    /// [`material`](Self::material), and empty for all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub material_for: BTreeSet<String>,
    /// Who is responsible for the data, as named to people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub controller: Option<String>,
    /// Where people turn with questions and rights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// To whom data goes; empty for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<Vec<NoticeRecipient>>,
    /// To which countries data goes; empty for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<Vec<NoticeTransfer>>,
    /// Which data is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_items: Option<Vec<NoticeItem>>,
    /// How long data is kept, by purpose.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub retention: BTreeMap<String, RecordDuration>,
    /// How purposes that are new in this version, or mean something else than in the version before, stand to what people
    /// were told then. A new purpose of which nothing is declared is unrelated; another keeps its meaning.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub purpose_changes: BTreeMap<String, PurposeRelation>,
}

impl Notice {
    /// A notice without text.
    pub fn new<P: Into<String>>(
        id: impl Into<String>,
        version: u32,
        purposes: impl IntoIterator<Item = P>,
    ) -> Self {
        Self {
            id: id.into(),
            version,
            purposes: purposes.into_iter().map(Into::into).collect(),
            text: BTreeMap::new(),
            effective_from: None,
            material: false,
            material_for: BTreeSet::new(),
            controller: None,
            contact: None,
            recipients: None,
            transfers: None,
            data_items: None,
            retention: BTreeMap::new(),
            purpose_changes: BTreeMap::new(),
        }
    }

    /// Adds the text in the language `tag`.
    #[must_use]
    pub fn text(mut self, tag: impl Into<String>, text: impl Into<String>) -> Self {
        self.text.insert(tag.into(), text.into());
        self
    }

    /// Sets from when on it is shown.
    #[must_use]
    pub fn effective_from(mut self, at: DateTime<Utc>) -> Self {
        self.effective_from = Some(at);
        self
    }

    /// Marks a material change: see [`material`](Self::material).
    #[must_use]
    pub fn material(mut self) -> Self {
        self.material = true;
        self
    }

    /// Whether consent to `purpose` given under an earlier version ends once this one is in effect.
    #[must_use]
    pub fn is_material_for(&self, purpose: &str) -> bool {
        self.material
            && self.purposes.iter().any(|explained| explained == purpose)
            && (self.material_for.is_empty() || self.material_for.contains(purpose))
    }

    /// SHA-256, in lower-case hexadecimal, of what was shown: id, version, purposes and texts, and what is said in terms.
    ///
    /// # Formula
    ///
    /// The hash of the UTF-8 bytes of `{"contact":…,"controller":…,"data_items":[…],"id":…,"purposes":[…],"recipients":[…],
    /// "retention":{…},"text":{…},"transfers":[…],"version":…}` in the canonical form of RFC 8785, without the members
    /// that are absent and without an empty `retention`; purposes sorted by byte, each once, the other lists by id or
    /// country, the unknown country first. Texts count byte for byte: no line ending or letter form is normalised. When it
    /// takes effect, whether it is material and how purposes are related do not count, because nobody is shown them.
    #[must_use]
    pub fn hash(&self) -> String {
        #[derive(Serialize)]
        struct Shown<'a> {
            contact: Option<&'a str>,
            controller: Option<&'a str>,
            data_items: Option<Vec<&'a NoticeItem>>,
            id: &'a str,
            purposes: BTreeSet<&'a str>,
            recipients: Option<Vec<&'a NoticeRecipient>>,
            #[serde(skip_serializing_if = "BTreeMap::is_empty")]
            retention: &'a BTreeMap<String, RecordDuration>,
            text: &'a BTreeMap<String, String>,
            transfers: Option<Vec<&'a NoticeTransfer>>,
            version: u32,
        }
        document::sha256([canonical::json(&Shown {
            contact: self.contact.as_deref(),
            controller: self.controller.as_deref(),
            data_items: sorted(self.data_items.as_deref(), |item| &item.id),
            id: &self.id,
            purposes: self.purposes.iter().map(String::as_str).collect(),
            recipients: sorted(self.recipients.as_deref(), |recipient| &recipient.id),
            retention: &self.retention,
            text: &self.text,
            transfers: sorted(self.transfers.as_deref(), |transfer| &transfer.country),
            version: self.version,
        })])
    }
}

fn sorted<T, K: Ord>(entries: Option<&[T]>, key: impl Fn(&T) -> &K) -> Option<Vec<&T>> {
    let mut sorted: Vec<_> = entries?.iter().collect();
    sorted.sort_by_key(|entry| key(entry));
    Some(sorted)
}

/// Which notice, in which version, a decision was made on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NoticeRef {
    /// The notice's id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// The [`Notice::hash`] of what was shown, as the capturing system computed it; compared where present.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}
