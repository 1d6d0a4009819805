use std::collections::{BTreeMap, BTreeSet};

use crate::text::{Argument, Reason};

/// Workers named in one warning; the count is always exact.
const MOST_NAMED: usize = 10;

/// What looked wrong so far, counted by what it is.
#[derive(Debug, Default)]
pub(super) struct Notes {
    found: BTreeMap<Key, Tally>,
}

/// A code, and the arguments that tell one kind of it from another.
type Key = (&'static str, Vec<(&'static str, String)>);

#[derive(Debug, Default)]
struct Tally {
    count: u64,
    /// Where the first one stands.
    place: Option<String>,
    workers: BTreeSet<String>,
}

impl Notes {
    /// Something in a cell or row; `details` tell one kind of it from another.
    pub(super) fn cell(
        &mut self,
        code: &'static str,
        details: &[(&'static str, &str)],
        place: impl FnOnce() -> String,
    ) {
        let tally = self.tally(code, details);
        tally.count = tally.count.saturating_add(1);
        if tally.place.is_none() {
            tally.place = Some(place());
        }
    }

    /// Something about a worker.
    pub(super) fn worker(&mut self, code: &'static str, worker: &str) {
        self.tally(code, &[]).workers.insert(worker.to_owned());
    }

    pub(super) fn file_unknown(&mut self, file: &str) {
        self.tally("import-file-unknown", &[("file", file)]);
    }

    pub(super) fn columns_unknown(&mut self, file: &str, columns: &[&str]) {
        self.tally("import-columns-unknown", &[("file", file), ("columns", &columns.join(", "))]);
    }

    fn tally(&mut self, code: &'static str, details: &[(&'static str, &str)]) -> &mut Tally {
        let details = details.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        self.found.entry((code, details)).or_default()
    }

    /// The warnings, by code and then by detail.
    pub(super) fn into_reasons(self) -> Vec<Reason> {
        let reason = |((code, details), tally): (Key, Tally)| {
            let reason =
                details.into_iter().fold(Reason::new(code), |reason, (name, value)| reason.with(name, value));
            if let Some(place) = tally.place {
                return reason.with("count", tally.count).with("place", place);
            }
            if tally.workers.is_empty() {
                return reason;
            }
            let named: Argument = tally.workers.iter().take(MOST_NAMED).map(String::as_str).collect();
            reason.with("count", tally.workers.len()).with("workers", named)
        };
        self.found.into_iter().map(reason).collect()
    }
}
