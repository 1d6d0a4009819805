//! What a policy's rules come to over the cells of a row.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::super::expression::{Comparison, Quantifier};
use super::cell::{Cell, Rest};
use super::day::Day;
use super::row::Row;
use super::rules::{Elapsed, Other, Rule, Side, shifted};
use super::truth::Truth;
use crate::workforce::{Dates, Decimal, Fact, Money, Value};

/// What one side of a comparison is.
#[derive(Clone, Copy)]
enum Seen<'a> {
    Boolean(bool),
    Number(Decimal),
    Money(Money),
    Day(NaiveDate),
    Text(&'a str),
}

impl<'a> Seen<'a> {
    fn of(value: &'a Value) -> Option<Self> {
        Some(match value {
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Integer(number) => Self::Number(Decimal::from(*number)),
            Value::Decimal(number) => Self::Number(*number),
            Value::Money(money) => Self::Money(*money),
            Value::Date(day) => Self::Day(*day),
            Value::Category(name) => Self::Text(name),
            Value::Period(_) | Value::Categories(_) => return None,
        })
    }
}

/// The facts of a row as of a day.
pub(super) struct Facts<'a> {
    row: &'a Row,
    cells: &'a [Cell],
    /// What follows from dates where it is not supplied.
    employed: Option<bool>,
    tenure: Option<(Day, Day)>,
    since_separation: Option<(Day, Day)>,
}

impl<'a> Facts<'a> {
    #[inline]
    pub(super) fn new(row: &'a Row, as_of: Day) -> Self {
        let cells = row.cells.as_slice();
        let mut dates = Dates { as_of, start: None, end: None, employed: None };
        if let Some([start, end, employed]) = row.layout.sources {
            let cell = |slot: usize| cells.get(slot).unwrap_or(&Cell::UNKNOWN);
            let day = |cell: &Cell| match cell.rest {
                Rest::Day(date) => Some(Day { number: cell.key, date }),
                _ => None,
            };
            let employed = cell(employed);
            dates.start = day(cell(start));
            dates.end = day(cell(end));
            dates.employed = employed.is_known().then_some(employed.key == 1);
        }
        let until = dates.until(Day::after);
        let (tenure, since_separation) = (dates.tenure(until), dates.since_separation(until));
        Self { row, cells, employed: dates.employed(), tenure, since_separation }
    }

    /// A cell of which nothing else follows.
    #[inline]
    fn supplied(&self, slot: usize) -> &Cell {
        self.cells.get(slot).unwrap_or(&Cell::UNKNOWN)
    }

    fn is_known(&self, slot: usize) -> bool {
        let follows = || match self.row.layout.follows(slot) {
            Some(Fact::Employed) => self.employed.is_some(),
            follows => self.follows(follows).is_some(),
        };
        self.supplied(slot).is_known() || follows()
    }

    fn employed(&self, slot: usize) -> Option<bool> {
        let cell = self.supplied(slot);
        if cell.is_known() { Some(cell.key == 1) } else { self.employed }
    }

    /// First and last end of a period.
    #[inline]
    fn ends(&self, elapsed: Elapsed) -> Option<(Day, Day)> {
        let cell = self.supplied(elapsed.slot);
        match cell.rest {
            Rest::Period(from) => cell.ends(from),
            _ => self.follows(elapsed.follows),
        }
    }

    #[inline]
    fn follows(&self, fact: Option<Fact>) -> Option<(Day, Day)> {
        match fact {
            Some(Fact::Tenure) => self.tenure,
            Some(Fact::SinceSeparation) => self.since_separation,
            _ => None,
        }
    }

    /// Whether a rule holds; in line, because most rules are one question and a call would take longer than that.
    #[inline(always)]
    pub(super) fn truth(&self, rule: &Rule) -> Truth {
        match rule {
            Rule::All(parts) => self.all(parts),
            Rule::Any(parts) => self.any(parts),
            Rule::Key { slot, is } => {
                let cell = self.supplied(*slot);
                is.truth(cell.key).if_known(cell.is_known())
            }
            Rule::Days { elapsed, is, than } => {
                let Some((from, until)) = self.ends(*elapsed) else { return Truth::UNKNOWN };
                let reached = from.number.wrapping_add(*than);
                is.truth(until.number.wrapping_sub(from.number)).if_known(Day::exists(reached))
            }
            Rule::OneOf { slot, is, names, others } => {
                // Neither which category it is nor whether it is known can be foreseen: no branch asks for it.
                let cell = self.supplied(*slot);
                let number = cell.key.cast_unsigned();
                let word = match usize::try_from(number / 64).unwrap_or(usize::MAX).checked_sub(1) {
                    None => *names,
                    Some(word) => others.get(word).copied().unwrap_or(0),
                };
                let shift = u32::try_from(number & 63).unwrap_or_default();
                is.truth(word.wrapping_shr(shift) & 1 == 0).if_known(cell.is_known())
            }
            Rule::Other(other) => self.other(other),
        }
    }

    #[inline(never)]
    fn all(&self, parts: &[Rule]) -> Truth {
        parts.iter().fold(Truth::of(true), |all, part| all.and(self.truth(part)))
    }

    #[inline(never)]
    fn any(&self, parts: &[Rule]) -> Truth {
        parts.iter().fold(Truth::of(false), |any, part| any.or(self.truth(part)))
    }

    #[inline(never)]
    fn other(&self, other: &Other) -> Truth {
        match other {
            Other::Not(inner) => self.truth(inner).not(),
            Other::Constant(value) => Truth::of(*value),
            Other::Unknown => Truth::UNKNOWN,
            Other::Known(slot) => Truth::of(self.is_known(*slot)),
            Other::Employed { slot, is } => {
                self.employed(*slot).map_or(Truth::UNKNOWN, |employed| Truth::of(employed == *is))
            }
            Other::Period { elapsed, is, than } => {
                let span = self.ends(*elapsed).and_then(Day::span);
                let order = span.and_then(|span| span.cmp_length(than));
                order.map_or(Truth::UNKNOWN, |order| is.truth_of_order(order))
            }
            Other::Has { slot, quantifier, names } => match self.supplied(*slot).rest {
                Rest::Set => {
                    let held = self.row.set_of(*slot).iter().zip(names);
                    Truth::of(match quantifier {
                        Quantifier::Any => held.into_iter().any(|(held, names)| held & names != 0),
                        Quantifier::All => held.into_iter().all(|(held, names)| names & !held == 0),
                    })
                }
                // Rules name at least one.
                Rest::Empty => Truth::of(false),
                _ => Truth::UNKNOWN,
            },
            Other::Compare { left, is, right } => self.compare(left, *is, right),
        }
    }

    fn compare(&self, left: &Side, is: Comparison, right: &Side) -> Truth {
        let (Some(left), Some(right)) = (self.seen(left), self.seen(right)) else { return Truth::UNKNOWN };
        let order: Ordering = match (left, right) {
            (Seen::Boolean(left), Seen::Boolean(right)) => left.cmp(&right),
            (Seen::Number(left), Seen::Number(right)) => left.cmp(&right),
            (Seen::Day(left), Seen::Day(right)) => left.cmp(&right),
            (Seen::Text(left), Seen::Text(right)) => left.cmp(right),
            (Seen::Money(left), Seen::Money(right)) if left.currency() == right.currency() => {
                left.minor().cmp(&right.minor())
            }
            (Seen::Money(_), Seen::Money(_)) => return Truth::TWO_CURRENCIES,
            _ => return Truth::UNKNOWN,
        };
        Truth::of(is.holds(order))
    }

    fn seen<'s>(&'s self, side: &'s Side) -> Option<Seen<'s>> {
        match side {
            Side::Constant(value) => Seen::of(value),
            Side::Shift(of, sign, by) => match self.seen(of)? {
                Seen::Day(day) => shifted(day, *sign, *by).map(Seen::Day),
                _ => None,
            },
            Side::Slot(slot) => {
                let cell = self.supplied(*slot);
                Some(match cell.rest {
                    Rest::Boolean => Seen::Boolean(cell.key == 1),
                    Rest::Whole => Seen::Number(Decimal::from(cell.key)),
                    Rest::Decimal(high) => Seen::Number(cell.decimal_of(high)),
                    Rest::Money(currency) => Seen::Money(Money::new(cell.key, currency)),
                    Rest::Day(day) => Seen::Day(day),
                    Rest::Category => Seen::Text(self.row.category(*slot, cell.number())?),
                    Rest::Unknown if self.row.layout.follows(*slot) == Some(Fact::Employed) => {
                        Seen::Boolean(self.employed?)
                    }
                    Rest::Unknown | Rest::Period(_) | Rest::Set | Rest::Empty => return None,
                })
            }
        }
    }
}
