//! The first day on which each row becomes eligible, when nothing changes but the day.
//!
//! Each rule that moves holds, for a row, from some day up to another: a span. Rules that must all hold intersect their
//! spans; of rules of which one is enough the spans must touch, else the row is taken as a worker, whose days are looked at
//! one by one.

use std::cmp::Ordering;

use super::super::expression::Comparison;
use super::super::policy::Effect;
use super::super::program::{Derived, Reach, Rule, Test, is_near};
use super::blocks::{Answers, Block, Machine, Truth, and, any, but};
use super::decisions::{Decisions, set};
use super::kernels::{BLOCK, NONE, Words};
use crate::workforce::Fact;

/// For each row of a block the days on which something holds: from one day up to but not including another.
struct Spans {
    from: Vec<i32>,
    until: Vec<i32>,
    /// Rows for which that is not one span.
    open: Words,
}

const ALWAYS: (i32, i32) = (i32::MIN, i32::MAX);
const NEVER: (i32, i32) = (i32::MAX, i32::MIN);

impl Spans {
    fn all(of: (i32, i32)) -> Self {
        Self { from: vec![of.0; BLOCK], until: vec![of.1; BLOCK], open: NONE }
    }

    /// Always where a rule that does not move holds, never elsewhere.
    fn still(holds: &Words) -> Self {
        let mut spans = Self::all(NEVER);
        let rows = spans.from.iter_mut().zip(&mut spans.until);
        for (row, (from, until)) in rows.enumerate() {
            if super::decisions::bit(holds, row) {
                (*from, *until) = ALWAYS;
            }
        }
        spans
    }

    fn put(&mut self, row: usize, span: Option<(i32, i32)>) {
        match span {
            Some((from, until)) => {
                if let (Some(a), Some(b)) = (self.from.get_mut(row), self.until.get_mut(row)) {
                    (*a, *b) = (from, until);
                }
            }
            None => set(&mut self.open, row, true),
        }
    }

    fn and(&mut self, other: &Self) {
        for (from, other) in self.from.iter_mut().zip(&other.from) {
            *from = (*from).max(*other);
        }
        for (until, other) in self.until.iter_mut().zip(&other.until) {
            *until = (*until).min(*other);
        }
        self.open = super::blocks::or(&self.open, &other.open);
    }

    fn or(&mut self, other: &Self) {
        self.open = super::blocks::or(&self.open, &other.open);
        let rows = self.from.iter_mut().zip(&mut self.until).zip(other.from.iter().zip(&other.until));
        for (row, ((from, until), (other_from, other_until))) in rows.enumerate() {
            if other_from >= other_until {
                continue;
            }
            if *from >= *until {
                (*from, *until) = (*other_from, *other_until);
            } else if *other_from <= *until && *from <= *other_until {
                (*from, *until) = ((*from).min(*other_from), (*until).max(*other_until));
            } else {
                set(&mut self.open, row, true);
            }
        }
    }
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
/// passes it on the day `past`; `None` when that is not one span.
fn span(is: Comparison, first: i32, past: i32, tomorrow: i32) -> Option<(i32, i32)> {
    match is {
        Comparison::Less => Some((i32::MIN, first)),
        Comparison::AtMost => Some((i32::MIN, past)),
        Comparison::AtLeast => Some((first, i32::MAX)),
        Comparison::Greater => Some((past, i32::MAX)),
        Comparison::Equal => Some((first, past)),
        Comparison::NotEqual if past == i32::MAX => Some((i32::MIN, first)),
        Comparison::NotEqual => (first <= tomorrow || first >= past)
            .then_some((if first >= past { i32::MIN } else { past }, i32::MAX)),
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

impl Machine<'_> {
    /// Finds the first eligible days of the rows asked for; gives back those that must be taken as workers.
    pub(super) fn foresee(&self, answers: &Answers, at: &Block, asked: &Words, to: &mut Decisions) -> Words {
        let mut asked = *asked;
        let mut moving = Vec::new();
        for ((effect, rule), truth) in self.program.rules.iter().zip(&answers.criteria) {
            let wanted = *effect == Effect::Require;
            if self.moves(rule) {
                moving.push((rule, wanted));
            } else {
                // What does not move stands in the way for good.
                asked = and(&asked, if wanted { &truth.yes } else { &truth.no });
            }
        }
        if moving.is_empty() || !any(&asked) {
            return NONE;
        }
        let mut all = Spans::all(ALWAYS);
        for (rule, wanted) in moving {
            all.and(&self.spans(rule, wanted, at, &asked));
        }
        let mut open = and(&all.open, &asked);
        let Some(found) = &mut to.eligible_on else { return NONE };
        let tomorrow = self.program.as_of.saturating_add(1);
        for row in rows_of(&but(&asked, &open)) {
            let (Some(from), Some(until)) = (all.from.get(row), all.until.get(row)) else { continue };
            let from = (*from).max(tomorrow);
            if from >= *until {
                continue;
            }
            if !is_near(from) {
                set(&mut open, row, true);
                continue;
            }
            let row = at.number.saturating_mul(BLOCK).saturating_add(row);
            set(&mut found.valid, row, true);
            if let Some(day) = found.days.get_mut(row) {
                *day = from;
            }
        }
        open
    }

    fn moves(&self, rule: &Rule) -> bool {
        rule.moves(|fact| self.derived(fact) == Some(Fact::Employed))
    }

    fn spans(&self, rule: &Rule, wanted: bool, at: &Block, asked: &Words) -> Spans {
        if !self.moves(rule) {
            let Truth { yes, no } = self.truth(rule, at);
            return Spans::still(if wanted { &yes } else { &no });
        }
        let parts = |parts: &[Rule], together: bool| {
            let mut found = Spans::all(if together { ALWAYS } else { NEVER });
            for part in parts {
                let one = self.spans(part, wanted, at, asked);
                if together { found.and(&one) } else { found.or(&one) }
            }
            found
        };
        match rule {
            // Not all is that one is not.
            Rule::All(all) => parts(all, wanted),
            Rule::Any(any) => parts(any, !wanted),
            Rule::Not(inner) => self.spans(inner, !wanted, at, asked),
            Rule::Test(test) => self.test_spans(test, wanted, at, asked),
        }
    }

    fn test_spans(&self, test: &Test, wanted: bool, at: &Block, asked: &Words) -> Spans {
        let tomorrow = self.program.as_of.saturating_add(1);
        let mut spans = Spans::all(NEVER);
        match test {
            Test::Day { days, .. } => match (days, wanted) {
                (Some(days), true) => spans = Spans::all(*days),
                (None, true) => {}
                (None, false) => spans = Spans::all(ALWAYS),
                (Some((from, until)), false) => match span(Comparison::NotEqual, *from, *until, tomorrow) {
                    Some(days) => spans = Spans::all(days),
                    None => spans.open = *asked,
                },
            },
            Test::Days { fact, moves: Some(moves), .. } => {
                let Some((days, known)) = self.days(*fact, at.number) else { return spans };
                let is = if wanted { moves.is } else { negated(moves.is) };
                for row in rows_of(&and(asked, &known.block(at.number))) {
                    let Some(day) = days.get(row).and_then(|day| moves.fact.of(*day)) else { continue };
                    let reaching = |day| moves.first_reaching(day, self.program.as_of, self.rows > OFTEN);
                    let days = span(is.mirrored(), reaching(day), reaching(day.saturating_add(1)), tomorrow);
                    spans.put(row, days);
                }
            }
            Test::Length { is, reach, derived: Some(derived), .. } => {
                let Some(employment) = &at.employment else { return spans };
                let Truth { yes, no } = self.supplied_length(test, at.number);
                let supplied = super::blocks::or(&yes, &no);
                spans = Spans::still(if wanted { &yes } else { &no });
                let is = if wanted { *is } else { negated(*is) };
                let known = match derived {
                    Derived::SinceSeparation(_) => employment.until_known(),
                    Derived::Tenure(_) => and(&employment.until_known(), &employment.start_known),
                };
                for row in rows_of(&but(&and(asked, &known), &supplied)) {
                    spans.put(row, self.length_span(derived, is, reach, row, at, tomorrow));
                }
            }
            Test::Holds(fact) => {
                let Some(employment) = &at.employment else { return spans };
                debug_assert_eq!(self.derived(*fact), Some(Fact::Employed));
                let given = super::blocks::or(&employment.supplied, &employment.open);
                let holds = if wanted { &employment.is.yes } else { &employment.is.no };
                spans = Spans::still(&and(holds, &given));
                let [_, end, _] = self.sources;
                let Some((end, known)) = end.and_then(|fact| self.days(fact, at.number)) else {
                    return spans;
                };
                for row in rows_of(&but(&and(asked, &known.block(at.number)), &given)) {
                    let Some(end) = end.get(row) else { continue };
                    let after = end.saturating_add(1);
                    spans.put(row, Some(if wanted { (i32::MIN, after) } else { (after, i32::MAX) }));
                }
            }
            // The others do not move.
            _ => {}
        }
        spans
    }

    /// The days on which elapsed time that follows from dates compares so with a period.
    fn length_span(
        &self,
        derived: &Derived,
        is: Comparison,
        reach: &Reach,
        row: usize,
        at: &Block,
        tomorrow: i32,
    ) -> Option<(i32, i32)> {
        let [start, end, _] = self.sources;
        let day = |fact: Option<usize>| {
            let (days, _) = fact.and_then(|fact| self.days(fact, at.number))?;
            days.get(row).copied()
        };
        let open =
            at.employment.as_ref().is_some_and(|employment| super::decisions::bit(&employment.open, row));
        match derived {
            // No time has passed, ever.
            Derived::SinceSeparation(_) if open => {
                Some(if is.holds(Ordering::Less) { ALWAYS } else { NEVER })
            }
            Derived::SinceSeparation(_) => {
                let reached = reach.of(day(end)?.saturating_add(1));
                span(is, reached, reached.saturating_add(1), tomorrow)
            }
            Derived::Tenure(_) => {
                let reached = reach.of(day(start)?);
                // It no longer grows after the last day employed.
                let end = if open { i32::MAX } else { day(end)?.saturating_add(1) };
                let by_then = |day: i32| if day <= end { day } else { i32::MAX };
                span(is, by_then(reached), by_then(reached.saturating_add(1)), tomorrow)
            }
        }
    }
}

/// With more rows than that, tables of days pay.
pub(super) const OFTEN: usize = 4_096;
