use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::super::purpose::Purpose;
use super::{Notice, NoticeRef};
use crate::Error;

/// The notices a ledger knows, by id and version, with their hashes.
#[derive(Clone, Debug, Default)]
pub(in crate::consent) struct Notices(BTreeMap<String, BTreeMap<u32, (Notice, String)>>);

/// Why a reference does not prove what was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::consent) enum Mismatch {
    Unknown,
    Changed,
    OtherPurpose,
}

impl Notices {
    pub(in crate::consent) fn new(
        notices: Vec<Notice>,
        purposes: &BTreeMap<String, Purpose>,
    ) -> Result<Self, Error> {
        let mut known = Self::default();
        for (place, notice) in notices.into_iter().enumerate() {
            known.add(notice, purposes).map_err(|error| error.within(format!("notices[{place}]")))?;
        }
        Ok(known)
    }

    fn add(&mut self, notice: Notice, purposes: &BTreeMap<String, Purpose>) -> Result<(), Error> {
        notice.check(purposes)?;
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

    pub(in crate::consent) fn iter(&self) -> impl Iterator<Item = &Notice> {
        self.0.values().flat_map(BTreeMap::values).map(|(notice, _)| notice)
    }

    /// Whether `reference` proves that a text explaining `purpose` was shown.
    pub(in crate::consent) fn check(&self, reference: &NoticeRef, purpose: &str) -> Result<(), Mismatch> {
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

    /// The versions of a notice, rising.
    pub(in crate::consent) fn versions(&self, id: &str) -> impl Iterator<Item = &Notice> {
        self.0.get(id).into_iter().flat_map(BTreeMap::values).map(|(notice, _)| notice)
    }

    /// The first instant at which a later, materially different version for `purpose` takes effect, and that version.
    pub(in crate::consent) fn superseded(
        &self,
        reference: &NoticeRef,
        purpose: &str,
    ) -> Option<(DateTime<Utc>, u32)> {
        let later = self.versions(&reference.id).filter(|notice| notice.version > reference.version);
        later
            .filter(|notice| notice.is_material_for(purpose))
            .filter_map(|notice| Some((notice.effective_from?, notice.version)))
            .min()
    }
}
