//! Where a subject stood from one instant to another, in one walk over the events.

use super::{DecisionState, Fold, Ground, Lists, Record, Standing, Tick, View};

impl<'l> View<'l> {
    /// Where the subject stands from `begin` to `end`, that excluded: each instant at which it stands otherwise than before, and how.
    /// `None` where events begin to count in another order than that in which they stand, or where a yes to one channel may end what
    /// is answered about all.
    pub(in crate::consent) fn course(&self, begin: Tick, end: Tick) -> Option<Vec<(Tick, Standing<'l>)>> {
        let known = || self.records.iter().filter(|record| self.scope.knows(record));
        if known().any(|record| record.from() != record.at()) || self.has_narrower() {
            return None;
        }
        let superseded = |record: &Record| self.binding(record).filter(|_| record.act.is_yes())?.superseded;
        let ends =
            |record: &'l Record| [Some(record.from()), record.end(), superseded(record).map(|(end, _)| end)];
        let moments = known().flat_map(ends).flatten().chain(self.happenings());
        let mut moments: Vec<Tick> = moments.filter(|at| begin < *at && *at < end).chain([begin]).collect();
        moments.sort_unstable();
        moments.dedup();
        let mut lists = Lists::default();
        let mut fold = Fold::new(self, &mut lists);
        let mut records = known().peekable();
        let mut elsewhere = None;
        let mut ends: Option<(&Record, Option<(Tick, Ground<'l>)>)> = None;
        let mut course: Vec<(Tick, Standing<'l>)> = Vec::new();
        for at in moments {
            while let Some(record) = records.next_if(|record| record.from() <= at) {
                if self.scope.covers(record) {
                    fold.add(record);
                } else if record.act.is_yes() {
                    elsewhere = Some(record);
                }
            }
            let mut standing = fold.standing;
            match standing.ground {
                Ground::Yes { yes, .. } => {
                    // One yes may stand over many events that change nothing.
                    let end = match ends {
                        Some((of, end)) if std::ptr::eq(of, yes) => end,
                        _ => self.first_end(yes),
                    };
                    ends = Some((yes, end));
                    if let Some(ended) = end.filter(|ended| ended.0 <= at) {
                        standing.decision = DecisionState::Expired;
                        standing.ground = ended.1;
                    }
                }
                Ground::Nothing | Ground::Asked(_) => {
                    standing.ground = elsewhere.map_or(standing.ground, Ground::Elsewhere);
                }
                _ => {}
            }
            if course.last().is_none_or(|(_, before)| *before != standing) {
                course.push((at, standing));
            }
        }
        Some(course)
    }
}
