//! Whom a row is about, whichever width its id is written in: the ledger's own id where it has one.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::consent::Ledger;
use crate::consent::width::folded_text;

/// The ledger's ids by what they are in one width. Made when the first row comes that has none of them.
#[derive(Default)]
pub(super) struct Known<'a>(OnceCell<BTreeMap<String, Vec<&'a str>>>);

pub(super) enum Found<'a> {
    /// The id as it is written: it is on record, or nobody's.
    Written,
    /// On record in another width.
    Other(&'a str),
    /// More than one on record differs from it by width alone.
    Several,
}

impl<'a> Known<'a> {
    pub(super) fn find(&self, ledger: &'a Ledger, id: &str) -> Found<'a> {
        if ledger.events_of(id).next().is_some() {
            return Found::Written;
        }
        let known = self.0.get_or_init(|| {
            let mut known: BTreeMap<String, Vec<&'a str>> = BTreeMap::new();
            for subject in ledger.subjects() {
                known.entry(folded_text(subject)).or_default().push(subject);
            }
            known
        });
        match known.get(&folded_text(id)).map(Vec::as_slice) {
            None | Some([]) => Found::Written,
            Some([one]) => Found::Other(one),
            Some(_) => Found::Several,
        }
    }
}
