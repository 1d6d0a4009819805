//! The first day on which each row becomes eligible, when nothing changes but the day.
//!
//! Each rule that moves holds, for a row, from some day up to another: a span. Rules that must all hold intersect their
//! spans; of rules of which one is enough the spans must touch, else the row is taken as a worker, whose days are looked at
//! one by one.

use std::cmp::Ordering;

use super::super::expression::Comparison;
use super::super::policy::Effect;
use super::super::program::{Derived, Program, Reach, Rule, Test, is_near};
use super::blocks::{Answers, Block, Machine, Truth, and, any};
use super::decisions::{Decisions, bit, set};
use super::kernels::{BLOCK, NONE, Words};
use super::lanes::{Data, Lane, Numbers};
use crate::workforce::Fact;

/// With more rows than that, tables of days pay.
pub(super) const OFTEN: usize = 4_096;

/// The days on which something holds: from one up to but not including another.
type Span = (i32, i32);

const ALWAYS: Span = (i32::MIN, i32::MAX);
const NEVER: Span = (i32::MAX, i32::MIN);

/// The rules of a program that move, apart from what in them does not.
pub(super) struct Foresight<'p> {
    /// For each criterion its rule, where it moves.
    rules: Vec<Option<Moving<'p>>>,
    still: Vec<&'p Rule>,
}

enum Moving<'p> {
    All(Vec<Moving<'p>>),
    Any(Vec<Moving<'p>>),
    Not(Box<Moving<'p>>),
    Test(&'p Test),
    /// A rule that does not move, by number.
    Still(usize),
}

impl<'p> Foresight<'p> {
    pub(super) fn new(program: &'p Program, is_employed: impl Fn(usize) -> bool) -> Self {
        let mut foresight = Self { rules: Vec::new(), still: Vec::new() };
        for (_, rule) in &program.rules {
            let moving = rule.moves(&is_employed).then(|| foresight.moving(rule, &is_employed));
            foresight.rules.push(moving);
        }
        foresight
    }

    fn moving(&mut self, rule: &'p Rule, is_employed: &impl Fn(usize) -> bool) -> Moving<'p> {
        if !rule.moves(is_employed) {
            self.still.push(rule);
            return Moving::Still(self.still.len().saturating_sub(1));
        }
        match rule {
            Rule::All(parts) => {
                Moving::All(parts.iter().map(|part| self.moving(part, is_employed)).collect())
            }
            Rule::Any(parts) => {
                Moving::Any(parts.iter().map(|part| self.moving(part, is_employed)).collect())
            }
            Rule::Not(inner) => Moving::Not(Box::new(self.moving(inner, is_employed))),
            Rule::Test(test) => Moving::Test(test),
        }
    }
}

/// A row of a block, with what does not move in it.
struct Row<'b> {
    block: &'b Block,
    still: &'b [Truth],
    row: usize,
    tomorrow: i32,
}

/// Each row whose bit is set.
fn rows_of(words: &Words) -> impl Iterator<Item = usize> {
    words.iter().zip((0..).step_by(64)).flat_map(|(word, first): (&u64, usize)| {
        let mut word = *word;
        std::iter::from_fn(move || {
            let at = (word != 0).then(|| usize::try_from(word.trailing_zeros()).unwrap_or(0))?;
            word &= word.wrapping_sub(1);
            Some(first.saturating_add(at))
        })
    })
}

/// The days on which a number that never descends compares so with another: it reaches that one on the day `first` and
/// passes it on the day `past`; `None` when that is not one span from tomorrow on.
fn span(is: Comparison, first: i32, past: i32, tomorrow: i32) -> Option<Span> {
    match is {
        Comparison::Less => Some((i32::MIN, first)),
        Comparison::AtMost => Some((i32::MIN, past)),
        Comparison::AtLeast => Some((first, i32::MAX)),
        Comparison::Greater => Some((past, i32::MAX)),
        Comparison::Equal => Some((first, past)),
        Comparison::NotEqual if first >= past => Some(ALWAYS),
        Comparison::NotEqual if past == i32::MAX => Some((i32::MIN, first)),
        Comparison::NotEqual => (first <= tomorrow).then_some((past, i32::MAX)),
    }
}

fn negated(is: Comparison) -> Comparison {
    match is {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtLeast,
        Comparison::AtMost => Comparison::Greater,
        Comparison::Greater => Comparison::AtMost,
        Comparison::AtLeast => Comparison::Less,
    }
}

/// The days that two spans share.
fn both(a: Span, b: Span) -> Span {
    (a.0.max(b.0), a.1.min(b.1))
}

/// The days of one span or the other; `None` when there is a gap between them.
fn either(a: Span, b: Span) -> Option<Span> {
    let empty = |span: Span| span.0 >= span.1;
    if empty(a) {
        Some(b)
    } else if empty(b) {
        Some(a)
    } else {
        (a.0 <= b.1 && b.0 <= a.1).then_some((a.0.min(b.0), a.1.max(b.1)))
    }
}

impl Machine<'_> {
    /// Finds the first eligible days of the rows asked for; gives back those that must be taken as workers.
    pub(super) fn foresee(&self, answers: &Answers, at: &Block, asked: &Words, to: &mut Decisions) -> Words {
        let mut asked = *asked;
        let rules = self.program.rules.iter().zip(&self.foresight.rules).zip(&answers.criteria);
        for (((effect, _), moving), truth) in rules {
            if moving.is_none() {
                // What does not move stands in the way for good.
                asked = and(&asked, if *effect == Effect::Require { &truth.yes } else { &truth.no });
            }
        }
        let mut open = NONE;
        if self.foresight.rules.iter().all(Option::is_none) || !any(&asked) {
            return open;
        }
        let Some(found) = &mut to.eligible_on else { return open };
        let still: Vec<_> = self.foresight.still.iter().map(|rule| self.truth(rule, at)).collect();
        let tomorrow = self.program.as_of.saturating_add(1);
        for row in rows_of(&asked) {
            let row = Row { block: at, still: &still, row, tomorrow };
            let Some((from, until)) = self.clear(&row) else {
                set(&mut open, row.row, true);
                continue;
            };
            let from = from.max(tomorrow);
            if from >= until {
                continue;
            }
            if !is_near(from) {
                set(&mut open, row.row, true);
                continue;
            }
            let row = at.number.saturating_mul(BLOCK).saturating_add(row.row);
            set(&mut found.valid, row, true);
            if let Some(day) = found.days.get_mut(row) {
                *day = from;
            }
        }
        open
    }

    /// The days on which nothing that moves is in the way of a row.
    fn clear(&self, row: &Row<'_>) -> Option<Span> {
        let mut all = ALWAYS;
        for ((effect, _), rule) in self.program.rules.iter().zip(&self.foresight.rules) {
            if let Some(rule) = rule {
                all = both(all, self.span(rule, *effect == Effect::Require, row)?);
            }
        }
        Some(all)
    }

    fn span(&self, rule: &Moving<'_>, wanted: bool, row: &Row<'_>) -> Option<Span> {
        let parts = |parts: &[Moving<'_>], together: bool| {
            let mut found = if together { ALWAYS } else { NEVER };
            for part in parts {
                let one = self.span(part, wanted, row)?;
                found = if together { both(found, one) } else { either(found, one)? };
            }
            Some(found)
        };
        match rule {
            // Not all is that one is not.
            Moving::All(all) => parts(all, wanted),
            Moving::Any(any) => parts(any, !wanted),
            Moving::Not(inner) => self.span(inner, !wanted, row),
            Moving::Test(test) => self.test_span(test, wanted, row),
            Moving::Still(number) => {
                let truth = row.still.get(*number)?;
                Some(if bit(if wanted { &truth.yes } else { &truth.no }, row.row) { ALWAYS } else { NEVER })
            }
        }
    }

    fn test_span(&self, test: &Test, wanted: bool, row: &Row<'_>) -> Option<Span> {
        match test {
            Test::Day { days, .. } => match (days, wanted) {
                (Some(days), true) => Some(*days),
                (None, true) => Some(NEVER),
                (None, false) => Some(ALWAYS),
                (Some((from, until)), false) => span(Comparison::NotEqual, *from, *until, row.tomorrow),
            },
            Test::Days { fact, moves: Some(moves), .. } => {
                let Some(day) = self.day(*fact, row) else { return Some(NEVER) };
                let day = moves.fact.of(day)?;
                let is = if wanted { moves.is } else { negated(moves.is) };
                let reaching = |day| moves.first_reaching(day, self.program.as_of, self.rows > OFTEN);
                span(is.mirrored(), reaching(day), reaching(day.saturating_add(1)), row.tomorrow)
            }
            Test::Length { fact, supplied, is, reach, derived: Some(derived) } => {
                if let Some(days) = self.supplied_days(*fact, row) {
                    return Some(if supplied.holds(days) == wanted { ALWAYS } else { NEVER });
                }
                self.length_span(derived, if wanted { *is } else { negated(*is) }, reach, row)
            }
            Test::Holds(_) => {
                let Some(employment) = &row.block.employment else { return Some(NEVER) };
                let known = bit(&employment.supplied, row.row) || bit(&employment.open, row.row);
                if known {
                    let holds = if wanted { &employment.is.yes } else { &employment.is.no };
                    return Some(if bit(holds, row.row) { ALWAYS } else { NEVER });
                }
                let [_, end, _] = self.sources;
                let Some(end) = end.and_then(|fact| self.day(fact, row)) else { return Some(NEVER) };
                let after = end.saturating_add(1);
                Some(if wanted { (i32::MIN, after) } else { (after, i32::MAX) })
            }
            // The others do not move.
            _ => None,
        }
    }

    /// The days on which elapsed time that follows from dates compares so with a period.
    fn length_span(&self, derived: &Derived, is: Comparison, reach: &Reach, row: &Row<'_>) -> Option<Span> {
        let Some(employment) = &row.block.employment else { return Some(NEVER) };
        let [start, end, _] = self.sources;
        let day = |fact: Option<usize>| fact.and_then(|fact| self.day(fact, row));
        let open = bit(&employment.open, row.row);
        // Whether it is known until when somebody was employed.
        let told = bit(&employment.is.yes, row.row)
            || (bit(&employment.is.no, row.row) && bit(&employment.end_known, row.row));
        match derived {
            _ if !told => Some(NEVER),
            // No time has passed, ever.
            Derived::SinceSeparation(_) if open => {
                Some(if is.holds(Ordering::Less) { ALWAYS } else { NEVER })
            }
            Derived::SinceSeparation(_) => {
                let reached = reach.of(day(end)?.saturating_add(1));
                span(is, reached, reached.saturating_add(1), row.tomorrow)
            }
            Derived::Tenure(_) => {
                let Some(start) = day(start) else { return Some(NEVER) };
                let reached = reach.of(start);
                // It no longer grows after the last day employed.
                let end = if open { i32::MAX } else { day(end)?.saturating_add(1) };
                let by_then = |day: i32| if day <= end { day } else { i32::MAX };
                span(is, by_then(reached), by_then(reached.saturating_add(1)), row.tomorrow)
            }
        }
    }

    fn day(&self, fact: usize, row: &Row<'_>) -> Option<i32> {
        let (days, known) = self.days(fact, row.block.number)?;
        let day = *days.get(row.row)?;
        known.get(row.block.number.saturating_mul(BLOCK).saturating_add(row.row)).then_some(day)
    }

    fn supplied_days(&self, fact: usize, row: &Row<'_>) -> Option<i64> {
        let row = row.block.number.saturating_mul(BLOCK).saturating_add(row.row);
        match self.lane(fact)? {
            Lane { data: Data::Whole(Numbers::Own(days)), known, .. } if known.get(row) => {
                days.get(row).copied()
            }
            _ => None,
        }
    }

    /// Whether a fact is `employed`, which may follow from dates.
    pub(super) fn is_employed(derives: &[Option<Fact>], fact: usize) -> bool {
        derives.get(fact).copied().flatten() == Some(Fact::Employed)
    }
}
