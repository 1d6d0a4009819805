//! What the notice of a yes says about where data goes, held against what is asked. What it does not say in these terms is not held
//! against it.

use std::collections::BTreeSet;

use super::law::Case;
use super::notice::Notice;
use super::store::Record;

/// How far the notice of a yes reaches the recipient that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reaches {
    /// It names the recipient, or does not say who receives data.
    Yes,
    /// It names others. One of them may be a class of recipients that this one belongs to, which no program can tell.
    Perhaps,
    /// It says that nobody receives data.
    No,
}

impl<'l> Case<'l, '_> {
    /// Whether the notice of a yes names the country, as far as it says to which ones data goes.
    pub(super) fn is_told_of_transfer(&self, yes: &Record) -> bool {
        let Some(told) = self.notice_of(yes).and_then(|notice| notice.transfers.as_ref()) else {
            return true;
        };
        let country = self.country();
        let mut told = told.iter().filter(|to| self.is_for_this(&to.purposes));
        told.any(|to| country.is_none() || to.country.is_none() || to.country.as_deref() == country)
    }

    /// Whether the notice of a yes names the recipient, as far as it says who receives data.
    pub(super) fn is_told_of_recipient(&self, yes: &Record) -> Reaches {
        let told = self.notice_of(yes).and_then(|notice| notice.recipients.as_ref());
        let (Some(told), Some(asked)) = (told, &self.question.recipient) else { return Reaches::Yes };
        let mut reaches = Reaches::No;
        for to in told.iter().filter(|to| self.is_for_this(&to.purposes)) {
            if to.id == *asked {
                return Reaches::Yes;
            }
            reaches = Reaches::Perhaps;
        }
        reaches
    }

    fn is_for_this(&self, purposes: &BTreeSet<String>) -> bool {
        purposes.is_empty() || purposes.contains(&self.purpose.id)
    }

    fn notice_of(&self, yes: &Record) -> Option<&'l Notice> {
        let of = &self.store.binding(yes)?.notice;
        self.ledger.notices().find(|notice| notice.id == of.id && notice.version == of.version)
    }
}
