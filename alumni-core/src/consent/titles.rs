//! What people read for the ids of purposes, fields and recipients.

use super::directory::Audience;
use super::ledger::Ledger;
use crate::text::{Argument, Lang, Localized};

/// The title, or the id where there is none.
pub(super) fn titled(title: Option<&Localized>, id: &str) -> Argument {
    title.map_or_else(|| id.into(), |title| title.clone().into())
}

/// A recipient, which may be an audience of a directory.
pub(super) fn recipient(id: &str) -> Localized {
    let audience = id.parse::<Audience>().ok();
    audience.map_or_else(|| Localized::same(id), |of| Localized::new(of.text(Lang::En), of.text(Lang::Ja)))
}

impl Ledger {
    /// The title of a purpose that is known here.
    pub(super) fn title(&self, purpose: &str) -> Option<Localized> {
        let (_, purpose) = self.purpose(purpose).ok()?;
        Some(purpose.title.clone()).filter(|title| *title != Localized::default())
    }

    /// What people read for a purpose.
    pub(super) fn said(&self, purpose: &str) -> Argument {
        titled(self.title(purpose).as_ref(), purpose)
    }
}
