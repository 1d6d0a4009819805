//! Whether a text is somebody's id, in whichever letters it is written.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::folded::key;
use super::ledger::Ledger;

/// The people of a ledger by how their ids are compared, for one pass over many texts.
pub(super) struct Others<'a> {
    ledger: &'a Ledger,
    /// Of the ids that are compared otherwise than they are written. Made when the first text comes that is no id as it is written.
    folded: OnceCell<HashSet<String>>,
}

impl<'a> Others<'a> {
    pub(super) fn new(ledger: &'a Ledger) -> Self {
        Self { ledger, folded: OnceCell::new() }
    }

    /// Whether `id` is the id of somebody but `subject`. What is theirs in other letters is theirs, where it is nobody else's as it
    /// is written.
    pub(super) fn has(&self, id: &str, subject: &str) -> bool {
        if self.ledger.store.subject(id).is_some() {
            return id != subject;
        }
        let key = key(id);
        // Of a text that cannot be seen nobody is told.
        !key.is_empty()
            && key != self::key(subject)
            && (self.ledger.store.subject(&key).is_some() || self.folded().contains(&key))
    }

    fn folded(&self) -> &HashSet<String> {
        self.folded.get_or_init(|| {
            let names = self.ledger.store.names();
            // Most ids need no copy to know that they are their own key.
            let other = |name: &&str| !name.is_ascii() || name.bytes().any(|byte| byte.is_ascii_uppercase());
            names.filter(other).map(key).collect()
        })
    }
}
