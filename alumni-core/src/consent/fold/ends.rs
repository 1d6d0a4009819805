//! What ends a yes besides time: a happening it was given until, and the uses it was good for.

use super::{Act, Ground, Record, Tick, View};
use crate::consent::store::Store;

impl<'l> View<'l> {
    /// The first happening that `yes` was given until, and that is not certain to be before it.
    pub(super) fn happened(&self, yes: &'l Record) -> Option<(Tick, Ground<'l>)> {
        let until = self.store.detail(yes)?.valid_until_event.as_deref()?;
        let ends = self
            .known_happenings()
            .filter(|by| self.happening(by) == Some(until) && self.may_follow(by, yes));
        let by = ends.min_by_key(|by| first(self.store, by))?;
        Some((by.from(), Ground::Happened { yes, by, at: by.from() }))
    }

    /// The use that was the last `yes` was good for. A use counts when it is not certain to be before the act,
    /// on a channel that the yes covers (or none), and for exactly the recipient of the yes.
    pub(super) fn used_up(&self, yes: &'l Record) -> Option<(Tick, Ground<'l>)> {
        let good_for = usize::try_from(self.store.detail(yes)?.valid_uses?).unwrap_or(usize::MAX);
        let mut uses: Vec<_> = self.uses(yes).collect();
        uses.sort_unstable_by_key(|of| first(self.store, of));
        let last = uses.get(good_for.checked_sub(1)?)?;
        Some((last.from(), Ground::UsedUp { yes, last, at: last.from() }))
    }

    /// The uses that count against `yes`.
    pub(in crate::consent) fn uses(&self, yes: &'l Record) -> impl Iterator<Item = &'l Record> {
        let view = *self;
        let counts = move |of: &&Record| {
            of.act == Act::Used
                && view.scope.knows(of)
                && view.may_follow(of, yes)
                && (of.channel.is_none() || yes.channel.is_none() || of.channel == yes.channel)
                && of.recipient == yes.recipient
        };
        self.records.iter().filter(counts)
    }

    /// The instants from which happenings count that a yes here was given until.
    pub(super) fn happenings(&self) -> impl Iterator<Item = Tick> {
        let until = |record| self.store.detail(record).is_some_and(|said| said.valid_until_event.is_some());
        let awaited = self.records.iter().any(until);
        awaited.then(|| self.known_happenings().map(Record::from)).into_iter().flatten()
    }

    fn happening(&self, record: &'l Record) -> Option<&'l str> {
        self.store.detail(record)?.happening.as_deref()
    }

    fn may_follow(&self, record: &Record, yes: &Record) -> bool {
        !self.clocks.is_surely_before(record, yes, self.store)
    }

    fn known_happenings(&self) -> impl Iterator<Item = &'l Record> {
        let scope = self.scope;
        self.of_subject.iter().filter(move |record| record.act == Act::Happened && scope.knows(record))
    }
}

/// The order in which they count: from when on, then by the act, then by source and id.
fn first<'l>(store: &'l Store, record: &Record) -> (Tick, Tick, &'l str, &'l str) {
    (record.from(), record.at(), store.source(record), store.id(record))
}
