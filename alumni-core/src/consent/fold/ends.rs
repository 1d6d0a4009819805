//! What ends a yes besides time: a happening it was given until, and the uses it was good for.

use chrono::{DateTime, Utc};

use super::{Act, Ground, Record, View};

impl<'l> View<'l, '_> {
    /// The first happening that `yes` was given until, and that is not certain to be before it.
    pub(super) fn happened(&self, yes: &'l Record) -> Option<(DateTime<Utc>, Ground<'l>)> {
        let until = yes.event.valid_until_event.as_ref()?;
        let ends = self
            .known_happenings()
            .filter(|by| by.event.happening.as_ref() == Some(until) && self.may_follow(by, yes));
        let by = ends.min_by_key(|by| first(by))?;
        Some((by.from(), Ground::Happened { yes, by, at: by.from() }))
    }

    /// The use that was the last `yes` was good for. A use counts when it is not certain to be before the act, on a channel that the yes
    /// covers (or none), and for exactly the recipient of the yes.
    pub(super) fn used_up(&self, yes: &'l Record) -> Option<(DateTime<Utc>, Ground<'l>)> {
        let good_for = usize::try_from(yes.event.valid_uses?).unwrap_or(usize::MAX);
        let counts = |of: &&Record| {
            let (used, agreed) = (&of.event, &yes.event);
            of.act == Act::Used
                && self.scope.knows(of)
                && self.may_follow(of, yes)
                && (used.channel.is_none() || agreed.channel.is_none() || used.channel == agreed.channel)
                && used.recipient == agreed.recipient
        };
        let mut uses: Vec<_> = self.records.iter().filter(counts).collect();
        uses.sort_unstable_by_key(|of| first(of));
        let last = uses.get(good_for.checked_sub(1)?)?;
        Some((last.from(), Ground::UsedUp { yes, last, at: last.from() }))
    }

    /// The instants from which happenings count that a yes here was given until.
    pub(super) fn happenings(&self) -> impl Iterator<Item = DateTime<Utc>> {
        let awaited = self.records.iter().any(|record| record.event.valid_until_event.is_some());
        self.known_happenings().filter(move |_| awaited).map(Record::from)
    }

    fn may_follow(&self, record: &Record, yes: &Record) -> bool {
        !self.clocks.is_surely_before(&record.event, &yes.event)
    }

    fn known_happenings(&self) -> impl Iterator<Item = &'l Record> {
        let scope = self.scope;
        self.of_subject.iter().filter(move |record| record.act == Act::Happened && scope.knows(record))
    }
}

/// The order in which they count: from when on, then by the act, then by source and id.
fn first(record: &Record) -> (DateTime<Utc>, DateTime<Utc>, &str, &str) {
    (record.from(), record.at(), &record.event.source, &record.event.id)
}
