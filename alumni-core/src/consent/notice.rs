use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::canonical;
use super::instant;
use super::purpose::{Purpose, check_id};
use super::unknown::unknown;
use crate::{Error, document};

/// The text a person is shown before deciding, in one version.
///
/// What was shown is identified by [`hash`](Self::hash). A notice never changes under its id and version: a new wording is
/// a new version.
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
    /// in effect. A purpose, a recipient or a country more is material, a corrected typing error is not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub material: bool,
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

    /// SHA-256, in lower-case hexadecimal, of what was shown: id, version, purposes and texts.
    ///
    /// # Formula
    ///
    /// The hash of the UTF-8 bytes of `{"id":…,"purposes":[…],"text":{…},"version":…}` in the canonical form of RFC 8785,
    /// with the purposes sorted by byte, each once. Texts count byte for byte: no line ending or letter form is
    /// normalised. When it takes effect and whether it is material do not count, because nobody is shown them.
    #[must_use]
    pub fn hash(&self) -> String {
        #[derive(Serialize)]
        struct Shown<'a> {
            id: &'a str,
            purposes: std::collections::BTreeSet<&'a str>,
            text: &'a BTreeMap<String, String>,
            version: u32,
        }
        document::sha256([canonical::json(&Shown {
            id: &self.id,
            purposes: self.purposes.iter().map(String::as_str).collect(),
            text: &self.text,
            version: self.version,
        })])
    }
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

/// The notices a ledger knows, by id and version, with their hashes.
#[derive(Clone, Debug, Default)]
pub(super) struct Notices(BTreeMap<String, BTreeMap<u32, (Notice, String)>>);

/// Why a reference does not prove what was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mismatch {
    Unknown,
    Changed,
    OtherPurpose,
}

impl Notices {
    pub(super) fn new(notices: Vec<Notice>, purposes: &BTreeMap<String, Purpose>) -> Result<Self, Error> {
        let mut known = Self::default();
        for (place, notice) in notices.into_iter().enumerate() {
            known.add(notice, purposes).map_err(|error| error.within(format!("notices[{place}]")))?;
        }
        Ok(known)
    }

    fn add(&mut self, notice: Notice, purposes: &BTreeMap<String, Purpose>) -> Result<(), Error> {
        check_id(&notice.id).map_err(|error| error.within("id"))?;
        for (place, purpose) in notice.purposes.iter().enumerate() {
            if !purposes.contains_key(purpose) {
                let error = unknown("purpose", purpose, purposes.keys().map(String::as_str));
                return Err(error.within(format!("purposes[{place}]")));
            }
        }
        if notice.text.values().all(|text| text.trim().is_empty()) {
            return Err(
                Error::missing("expected the text of the notice in at least one language").within("text")
            );
        }
        if notice.material && notice.effective_from.is_none() {
            return Err(Error::missing("expected the instant from which a material change is in effect")
                .within("effective_from"));
        }
        let versions = self.0.entry(notice.id.clone()).or_default();
        match versions.get(&notice.version) {
            // The same notice from two documents is one notice.
            Some((known, _)) if *known == notice => Ok(()),
            Some(_) => Err(Error::inconsistent(format!(
                "expected notice `{}` version {} to stay as it is, found it changed; a new wording is a new version",
                notice.id, notice.version
            ))),
            None => {
                let hash = notice.hash();
                versions.insert(notice.version, (notice, hash));
                Ok(())
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Notice> {
        self.0.values().flat_map(BTreeMap::values).map(|(notice, _)| notice)
    }

    /// Whether `reference` proves that a text explaining `purpose` was shown.
    pub(super) fn check(&self, reference: &NoticeRef, purpose: &str) -> Result<(), Mismatch> {
        let (notice, hash) = self
            .0
            .get(&reference.id)
            .and_then(|versions| versions.get(&reference.version))
            .ok_or(Mismatch::Unknown)?;
        if reference.hash.as_ref().is_some_and(|shown| !shown.eq_ignore_ascii_case(hash)) {
            return Err(Mismatch::Changed);
        }
        if !notice.purposes.iter().any(|explained| explained == purpose) {
            return Err(Mismatch::OtherPurpose);
        }
        Ok(())
    }

    /// The first instant at which a later, materially different version for `purpose` takes effect, and that version.
    pub(super) fn superseded(&self, reference: &NoticeRef, purpose: &str) -> Option<(DateTime<Utc>, u32)> {
        let versions = self.0.get(&reference.id)?;
        let later = versions.iter().filter(|(version, _)| **version > reference.version);
        later
            .filter(|(_, (notice, _))| {
                notice.material && notice.purposes.iter().any(|explained| explained == purpose)
            })
            .filter_map(|(version, (notice, _))| Some((notice.effective_from?, *version)))
            .min()
    }
}
