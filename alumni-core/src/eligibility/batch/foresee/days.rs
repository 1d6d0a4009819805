//! The spans of the rows that wait, test by test.

use std::cmp::Ordering;

use super::super::super::expression::Comparison;
use super::super::super::program::{Derived, Moves, Reach};
use super::super::decisions::bit;
use super::super::employment::Employment;
use super::super::kernels::{NONE, Words};
use super::super::lanes::{Data, Numbers, part};
use super::super::machine::{Answers, Machine};
use super::scratch::Scratch;
use super::span::{between, edges, negated, span};
use super::{ALWAYS, Foresight, Moving, NEVER, OFTEN, Span, both, either};

/// The rows of a block that wait.
pub(super) struct Waiting<'w> {
    machine: &'w Machine<'w>,
    foresight: &'w Foresight<'w>,
    answers: &'w Answers,
    block: usize,
    asked: Words,
    scratch: &'w mut Scratch,
}

/// Days of a block, and which of them are there.
struct Days<'w> {
    days: &'w [i32],
    known: Words,
}

impl Days<'_> {
    fn get(&self, row: usize) -> Option<i32> {
        let day = *self.days.get(row)?;
        bit(&self.known, row).then_some(day)
    }

    fn unknown(&self) -> Words {
        self.known.map(|known| !known)
    }
}

impl<'w> Waiting<'w> {
    pub(super) fn new(
        machine: &'w Machine<'w>,
        foresight: &'w Foresight<'w>,
        answers: &'w Answers,
        block: usize,
        asked: Words,
        scratch: &'w mut Scratch,
    ) -> Self {
        scratch.begin(&asked);
        Self { machine, foresight, answers, block, asked, scratch }
    }

    pub(super) fn rows(&self) -> &[u16] {
        &self.scratch.rows
    }

    pub(super) fn gaps(&self) -> &[bool] {
        &self.scratch.gaps
    }

    /// A span for each row.
    pub(super) fn taken(&mut self, span: Span) -> Vec<Span> {
        self.scratch.taken(span)
    }

    /// Spans that are no longer needed.
    pub(super) fn given(&mut self, spans: Vec<Span>) {
        self.scratch.spare.push(spans);
    }

    /// Keeps the rows whose span is as wanted, or which have none.
    pub(super) fn only(&mut self, spans: &mut Vec<Span>, wanted: impl Fn(Span) -> bool) {
        self.scratch.only(spans, wanted);
    }

    /// The span of each row in which `rule` holds, or in which it does not.
    pub(super) fn spans(&mut self, rule: &Moving<'_>, wanted: bool) -> Vec<Span> {
        match rule {
            // Not all is that one is not.
            Moving::All(parts) => self.joined(parts, wanted, wanted),
            Moving::Any(parts) => self.joined(parts, wanted, !wanted),
            Moving::Not(inner) => self.spans(inner, !wanted),
            Moving::Still(truth) => {
                let holds = self.answers.of(if wanted { truth.yes } else { truth.no });
                self.plainly(|row| if bit(&holds, row) { ALWAYS } else { NEVER })
            }
            Moving::Day(days) => {
                let found = match (days, wanted) {
                    (Some(days), true) => Some(*days),
                    (None, true) => Some(NEVER),
                    (None, false) => Some(ALWAYS),
                    (Some((from, until)), false) => {
                        span(Comparison::NotEqual, *from, *until, self.tomorrow())
                    }
                };
                self.each(|_| found)
            }
            Moving::Days(lane, moves) => self.dated(*lane, moves, wanted),
            Moving::Length(lane, supplied, is, reach, derived) => {
                let is = if wanted { *is } else { negated(*is) };
                let spans = match derived {
                    Derived::SinceSeparation(_) => self.since(is, reach),
                    Derived::Tenure(_) => self.tenure(is, reach),
                };
                let Some(Data::Whole(Numbers::Own(days))) =
                    self.machine.lanes.get(*lane).map(|lane| &lane.data)
                else {
                    return spans;
                };
                // What is supplied stays as it is.
                let known = self.known(*lane);
                let days = part(days, self.block);
                let mut spans = spans;
                for (row, span) in self.scratch.rows.iter().copied().map(usize::from).zip(&mut spans) {
                    if let (Some(days), true) = (days.get(row), bit(&known, row)) {
                        *span = if supplied.holds(*days) == wanted { ALWAYS } else { NEVER };
                    }
                }
                spans
            }
            Moving::Employed => self.employed(wanted),
        }
    }

    fn joined(&mut self, parts: &[Moving<'_>], wanted: bool, together: bool) -> Vec<Span> {
        let Some((first, parts)) = parts.split_first() else {
            return self.taken(if together { ALWAYS } else { NEVER });
        };
        let mut found = self.spans(first, wanted);
        for part in parts {
            let spans = self.spans(part, wanted);
            if together {
                found.iter_mut().zip(&spans).for_each(|(found, span)| *found = both(*found, *span));
            } else {
                for ((found, span), gap) in found.iter_mut().zip(&spans).zip(&mut self.scratch.gaps) {
                    let between;
                    (*found, between) = either(*found, *span);
                    *gap |= between;
                }
            }
            self.given(spans);
        }
        found
    }

    /// The span of each row by its place in the block; none is a gap.
    fn each(&mut self, span: impl Fn(usize) -> Option<Span>) -> Vec<Span> {
        let mut spans = self.taken(NEVER);
        let Scratch { rows, gaps, .. } = &mut *self.scratch;
        for ((row, gap), to) in rows.iter().zip(gaps).zip(&mut spans) {
            match span(usize::from(*row)) {
                Some(span) => *to = span,
                None => *gap = true,
            }
        }
        spans
    }

    /// The span of each row, `plain` where none of the rows is one of `odd`.
    fn each_but(
        &mut self,
        odd: &Words,
        plain: Option<impl Fn(usize) -> Span>,
        span: impl Fn(usize) -> Option<Span>,
    ) -> Vec<Span> {
        let some = self.asked.iter().zip(odd).any(|(asked, odd)| asked & odd != 0);
        let Some(plain) = plain.filter(|_| !some) else { return self.each(span) };
        self.plainly(plain)
    }

    /// The span of each row, where none may be a gap.
    fn plainly(&mut self, span: impl Fn(usize) -> Span) -> Vec<Span> {
        let mut spans = self.scratch.spare.pop().unwrap_or_default();
        spans.clear();
        spans.extend(self.scratch.rows.iter().map(|row| span(usize::from(*row))));
        spans
    }

    fn tomorrow(&self) -> i32 {
        self.machine.as_of.saturating_add(1)
    }

    fn known(&self, lane: usize) -> Words {
        let mut known = NONE;
        if let Some(lane) = self.machine.lanes.get(lane) {
            lane.known.block(self.block, &mut known);
        }
        known
    }

    fn days(&self, lane: Option<usize>) -> Days<'w> {
        let days = match lane.and_then(|lane| self.machine.lanes.get(lane)).map(|lane| &lane.data) {
            Some(Data::Days(days)) => part(days, self.block),
            _ => &[],
        };
        Days { days, known: lane.map_or(NONE, |lane| self.known(lane)) }
    }

    fn dated(&mut self, lane: usize, moves: &Moves, wanted: bool) -> Vec<Span> {
        let days = self.days(Some(lane));
        let is = (if wanted { moves.is } else { negated(moves.is) }).mirrored();
        let (as_of, often, tomorrow) = (self.machine.as_of, self.machine.rows > OFTEN, self.tomorrow());
        let reaching = |day| moves.first_reaching(day, as_of, often);
        let plain = edges(is).filter(|_| moves.fact.is_empty()).map(|edges| {
            let days = days.days;
            move |row: usize| {
                let day = days.get(row).copied().unwrap_or(0);
                between(edges, reaching(day), reaching(day.saturating_add(1)))
            }
        });
        self.each_but(&days.unknown(), plain, |row| {
            let Some(day) = days.get(row) else { return Some(NEVER) };
            let day = moves.fact.of(day)?;
            span(is, reaching(day), reaching(day.saturating_add(1)), tomorrow)
        })
    }

    fn employed(&mut self, wanted: bool) -> Vec<Span> {
        let Some(Employment { is, open, supplied, .. }) = self.foresight.employment else {
            return self.each(|_| Some(NEVER));
        };
        let holds = self.answers.of(if wanted { is.yes } else { is.no });
        let (supplied, open) = (self.answers.of(supplied), self.answers.of(open));
        let ends = self.days(self.foresight.end);
        self.each(|row| {
            if bit(&supplied, row) || bit(&open, row) {
                return Some(if bit(&holds, row) { ALWAYS } else { NEVER });
            }
            let Some(end) = ends.get(row) else { return Some(NEVER) };
            let after = end.saturating_add(1);
            Some(if wanted { (i32::MIN, after) } else { (after, i32::MAX) })
        })
    }

    /// The days on which the time since separation that follows from dates compares so with a period.
    fn since(&mut self, is: Comparison, reach: &Reach) -> Vec<Span> {
        let Some(Employment { open, until_known, .. }) = self.foresight.employment else {
            return self.each(|_| Some(NEVER));
        };
        let (open, told) = (self.answers.of(open), self.answers.of(until_known));
        let (ends, tomorrow) = (self.days(self.foresight.end), self.tomorrow());
        // For those who are employed no time passes, ever.
        let none = if is.holds(Ordering::Less) { ALWAYS } else { NEVER };
        let mut odd = ends.unknown();
        odd.iter_mut().zip(open).zip(told).for_each(|((odd, open), told)| *odd |= open | !told);
        let plain = edges(is).map(|edges| {
            let ends = ends.days;
            move |row: usize| {
                let reached = reach.of(ends.get(row).copied().unwrap_or(0).saturating_add(1));
                between(edges, reached, reached.saturating_add(1))
            }
        });
        self.each_but(&odd, plain, |row| {
            if !bit(&told, row) {
                return Some(NEVER);
            }
            if bit(&open, row) {
                return Some(none);
            }
            let reached = reach.of(ends.get(row)?.saturating_add(1));
            span(is, reached, reached.saturating_add(1), tomorrow)
        })
    }

    /// The days on which the tenure that follows from dates compares so with a period.
    fn tenure(&mut self, is: Comparison, reach: &Reach) -> Vec<Span> {
        let Some(Employment { open, until_known, .. }) = self.foresight.employment else {
            return self.each(|_| Some(NEVER));
        };
        let (open, told) = (self.answers.of(open), self.answers.of(until_known));
        let (starts, ends) = (self.days(self.foresight.start), self.days(self.foresight.end));
        let tomorrow = self.tomorrow();
        let mut odd = ends.unknown();
        odd.iter_mut().zip(starts.unknown()).for_each(|(odd, unknown)| *odd |= unknown);
        odd.iter_mut().zip(open).zip(told).for_each(|((odd, open), told)| *odd |= open | !told);
        let plain = edges(is).map(|edges| {
            let (starts, ends) = (starts.days, ends.days);
            move |row: usize| {
                let day = |days: &[i32]| days.get(row).copied().unwrap_or(0);
                let (reached, end) = (reach.of(day(starts)), day(ends).saturating_add(1));
                let by_then = |day: i32| if day <= end { day } else { i32::MAX };
                between(edges, by_then(reached), by_then(reached.saturating_add(1)))
            }
        });
        self.each_but(&odd, plain, |row| {
            if !bit(&told, row) {
                return Some(NEVER);
            }
            let Some(start) = starts.get(row) else { return Some(NEVER) };
            let reached = reach.of(start);
            // It no longer grows after the last day employed.
            let end = if bit(&open, row) { i32::MAX } else { ends.get(row)?.saturating_add(1) };
            let by_then = |day: i32| if day <= end { day } else { i32::MAX };
            span(is, by_then(reached), by_then(reached.saturating_add(1)), tomorrow)
        })
    }
}
