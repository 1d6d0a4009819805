//! Calendar arithmetic done once for all rows.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::super::Policy;
use super::super::expression::{Comparison, Sign};
use super::super::resolve::Term;
use super::reach::{NEAREST, Reach};
use super::{Derived, Moves, Program, Ranges, Rule, Test};
use crate::calendar::{Period, add, subtract};
use crate::workforce::{Fact, FactType, Value};

/// Shifts of a date, innermost first. They never turn an order of dates round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::eligibility) struct Chain(Vec<(Sign, Period)>);

impl Chain {
    /// `None` when a near date may leave the calendar.
    fn new(shifts: Vec<(Sign, Period)>) -> Option<Self> {
        let chain = Self(shifts);
        // Each shift alone is at most 400 years; together they are tried on the ends.
        for (_, period) in &chain.0 {
            Reach::new(*period)?;
        }
        (chain.0.len() <= 4 && chain.of(NEAREST.0).is_some() && chain.of(NEAREST.1).is_some())
            .then_some(chain)
    }

    /// No shift.
    pub(in crate::eligibility) fn none() -> &'static Self {
        static NONE: Chain = Chain(Vec::new());
        &NONE
    }

    pub(in crate::eligibility) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// By how many days, for shifts of weeks and days.
    pub(in crate::eligibility) fn days(&self) -> Option<i32> {
        self.0.iter().try_fold(0_i32, |all, (sign, period)| {
            let days =
                i32::try_from(period.total_days()).ok().filter(|_| period.total_months() == Some(0))?;
            match sign {
                Sign::Plus => all.checked_add(days),
                Sign::Minus => all.checked_sub(days),
            }
        })
    }

    /// The date moved.
    pub(in crate::eligibility) fn of(&self, day: i32) -> Option<i32> {
        if self.0.is_empty() {
            return Some(day);
        }
        let mut date = NaiveDate::from_epoch_days(day)?;
        for (sign, period) in &self.0 {
            date = match sign {
                Sign::Plus => add(date, *period)?,
                Sign::Minus => subtract(date, *period)?,
            };
        }
        Some(date.to_epoch_days())
    }

    /// The least near day from `from` on that is moved to `day` or later.
    #[inline]
    pub(in crate::eligibility) fn first_reaching(&self, day: i32, from: i32) -> Option<i32> {
        if self.0.is_empty() {
            return Some(day.max(from)).filter(|first| *first <= NEAREST.1);
        }
        first(from, |try_day| self.of(try_day).is_some_and(|moved| moved >= day))
    }
}

impl Moves {
    /// The first day from `as_of` on on which `as_of, shifted` is `day` or later; `i32::MAX` for none.
    #[inline]
    pub(in crate::eligibility) fn first_reaching(&self, day: i32, as_of: i32, often: bool) -> i32 {
        if often && !self.as_of.is_empty() {
            let (start, firsts) = self.firsts.get_or_init(|| self.firsts(as_of));
            if day <= *start {
                return as_of;
            }
            let place = usize::try_from(day.saturating_sub(*start)).unwrap_or(usize::MAX);
            if let Some(first) = firsts.get(place) {
                return *first;
            }
        }
        self.as_of.first_reaching(day, as_of).unwrap_or(i32::MAX)
    }

    /// Where `as_of` stands shifted, and the first days for that day and those after it, some sixty years.
    fn firsts(&self, as_of: i32) -> (i32, Vec<i32>) {
        let start = self.as_of.of(as_of).unwrap_or(i32::MAX);
        let mut firsts = Vec::new();
        let mut reached = start.saturating_sub(1);
        for day in as_of..as_of.saturating_add(22_000) {
            let Some(moved) = self.as_of.of(day) else { break };
            for _ in reached..moved {
                firsts.push(day);
            }
            reached = reached.max(moved);
        }
        (start, firsts)
    }
}

/// The least near day from `from` on for which `holds`, which once true stays so.
fn first(from: i32, holds: impl Fn(i32) -> bool) -> Option<i32> {
    let (mut low, mut high) = (from, NEAREST.1);
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle.saturating_add(1);
        }
    }
    Some(low)
}

fn is_date(policy: &Policy, fact: usize) -> bool {
    let name = policy.facts.get(fact).map(|used| used.name.as_str()).unwrap_or_default();
    policy.vocabulary.get(name).is_some_and(|definition| definition.kind == FactType::Date)
}

/// What a date comes from, innermost, and its shifts.
enum Base {
    Fact(usize),
    AsOf,
    Day(i32),
}

fn unwound(term: &Term) -> Option<(Base, Chain)> {
    let mut shifts = Vec::new();
    let mut term = term;
    loop {
        let base = match term {
            Term::Shift(of, sign, by) => {
                shifts.push((*sign, *by));
                term = of;
                continue;
            }
            Term::Fact(fact) => Base::Fact(*fact),
            Term::AsOf => Base::AsOf,
            Term::Constant(Value::Date(day)) => Base::Day(day.to_epoch_days()),
            Term::Constant(_) => return None,
        };
        shifts.reverse();
        return Some((base, Chain::new(shifts)?));
    }
}

impl Program {
    pub(super) fn compare(
        &mut self,
        policy: &Policy,
        left: &Term,
        is: Comparison,
        right: &Term,
    ) -> Option<Rule> {
        match (left, right) {
            (Term::Fact(fact), Term::Constant(value)) => self.constant(*fact, is, value),
            (Term::Constant(value), Term::Fact(fact)) => self.constant(*fact, is.mirrored(), value),
            (Term::Fact(one), Term::Fact(other)) if !is_date(policy, *one) => {
                self.facts(policy, *one, is, *other)
            }
            _ => {
                let (left, right) = (unwound(left)?, unwound(right)?);
                if is == Comparison::NotEqual
                    && !matches!((&left, &right), ((Base::Fact(_), _), _) | (_, (Base::Fact(_), _)))
                {
                    // The days on which two days differ are no single span; those on which they do not are.
                    let same = self.dates(left, Comparison::Equal, right)?;
                    return Some(Rule::Not(Box::new(Rule::Test(same))));
                }
                self.dates(left, is, right).map(Rule::Test)
            }
        }
    }

    fn dates(&self, left: (Base, Chain), is: Comparison, right: (Base, Chain)) -> Option<Test> {
        match (left, right) {
            ((Base::Fact(left), by), (Base::Fact(right), other)) => {
                Some(Test::Dates { left: (left, by), is, right: (right, other) })
            }
            ((Base::Fact(fact), by), other) => {
                let (day, moves) = match other {
                    (Base::AsOf, chain) => (chain.of(self.as_of)?, Some(chain)),
                    (Base::Day(day), chain) => (chain.of(day)?, None),
                    (Base::Fact(_), _) => return None,
                };
                let reaching = |day: i32| by.first_reaching(day, NEAREST.0);
                let ranges = Ranges::between(is, reaching(day), reaching(day.saturating_add(1)));
                let moves = moves.map(|as_of| Moves { fact: by, is, as_of, firsts: OnceLock::new() });
                Some(Test::Days { fact, ranges, moves })
            }
            (left, right @ (Base::Fact(_), _)) => self.dates(right, is.mirrored(), left),
            ((Base::AsOf, by), (Base::Day(day), chain)) => {
                let day = chain.of(day)?;
                let now = is.holds(by.of(self.as_of)?.cmp(&day));
                let reaching = |day: i32| by.first_reaching(day, self.as_of);
                let ranges = Ranges::between(is, reaching(day), reaching(day.saturating_add(1)));
                // Days for which the calendar is not asked are not foreseen.
                match ranges.0.as_slice() {
                    [] => Some(Test::Day { now, days: None }),
                    [(from, until)] => Some(Test::Day { now, days: Some((*from, until.saturating_add(1))) }),
                    _ => None,
                }
            }
            (left @ (Base::Day(_), _), right @ (Base::AsOf, _)) => self.dates(right, is.mirrored(), left),
            ((Base::Day(left), by), (Base::Day(right), other)) => {
                let now = is.holds(by.of(left)?.cmp(&other.of(right)?));
                Some(Test::Day { now, days: now.then_some((i32::MIN, i32::MAX)) })
            }
            ((Base::AsOf, _), (Base::AsOf, _)) => None,
        }
    }

    pub(super) fn length(
        &self,
        fact: usize,
        name: Option<Fact>,
        is: Comparison,
        period: Period,
    ) -> Option<Test> {
        let reach = Reach::new(period)?;
        // Where days are supplied, they are laid from 1 January 2001.
        let laid_from = NaiveDate::from_ymd_opt(2001, 1, 1)?.to_epoch_days();
        let supplied = Ranges::comparing(is, i64::from(reach.of(laid_from).checked_sub(laid_from)?));
        let from_first = |holds: &dyn Fn(i32) -> bool| first(NEAREST.0, holds);
        let derived = match name {
            // No time at all is as long as none: the only period for which being employed matters.
            Some(Fact::Tenure | Fact::SinceSeparation) if reach.of(self.as_of) == self.as_of => return None,
            Some(Fact::SinceSeparation) => {
                // The day reached from the day after the last day employed ascends with it; `as_of` compares with it.
                let reached = |end: i32| reach.of(end.saturating_add(1));
                let at_least = from_first(&|end| reached(end) >= self.as_of);
                let above = from_first(&|end| reached(end) > self.as_of);
                Some(Derived::SinceSeparation(Ranges::between(is.mirrored(), at_least, above)))
            }
            Some(Fact::Tenure) => {
                let at_least = from_first(&|start| reach.of(start) >= self.as_of);
                let above = from_first(&|start| reach.of(start) > self.as_of);
                Some(Derived::Tenure(Ranges::between(is.mirrored(), at_least, above)))
            }
            _ => None,
        };
        Some(Test::Length { fact, supplied, is, reach, derived })
    }
}
