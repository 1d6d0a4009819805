//! The few values of a fact that stand for all: every way its comparisons can turn out is one of theirs.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::evaluate::{Facts, each_fact};
use super::expression::Sign;
use super::policy::Policy;
use super::resolve::{Node, Term};
use crate::calendar::{Period, Span, add, subtract};
use crate::workforce::{Decimal, FactType, Money, Value};

/// More values in one set than this are not combined with each other.
const MOST_COMBINED: usize = 6;
/// A value of an open category that is none of those a rule names.
const OTHER: &str = "";

/// Values that stand for all values of a fact.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) values: Vec<Value>,
    /// Whether they do: not when the fact is compared with one that is unknown, or money comes in several currencies.
    pub(super) complete: bool,
}

/// What the rules compare a fact with.
#[derive(Default)]
struct Marks {
    values: Vec<Value>,
    /// Days around the one where a shifted date meets what it is compared with.
    days: BTreeSet<NaiveDate>,
    periods: Vec<Period>,
    names: BTreeSet<String>,
    incomplete: bool,
}

impl Policy {
    /// The cells of a fact, given the other facts.
    pub(super) fn cells(&self, fact: usize, facts: &Facts<'_>) -> Cells {
        let mut marks = Marks::default();
        for criterion in &self.criteria {
            marks.collect(&criterion.node, fact, facts);
        }
        let used = self.facts.get(fact).map(|used| used.name.as_str()).unwrap_or_default();
        let Some(definition) = self.vocabulary.get(used) else {
            return Cells { values: Vec::new(), complete: false };
        };
        let inside = |number: &i64| {
            definition.minimum.is_none_or(|least| *number >= least)
                && definition.maximum.is_none_or(|most| *number <= most)
        };
        let mut complete = !marks.incomplete;
        let values: Vec<Value> = match definition.kind {
            FactType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
            FactType::Integer => {
                let around = |number: i64| [number.saturating_sub(1), number, number.saturating_add(1)];
                let numbers: BTreeSet<_> = marks.values.iter().flat_map(|mark| around(whole(mark))).collect();
                numbers.into_iter().filter(inside).map(Value::Integer).collect()
            }
            FactType::Decimal => {
                let numbers: BTreeSet<_> =
                    marks.values.iter().flat_map(|mark| decimal(mark).neighbours()).collect();
                numbers.into_iter().filter(|number| inside(&number.floor())).map(Value::Decimal).collect()
            }
            FactType::Money => {
                let amounts = || {
                    marks.values.iter().filter_map(|mark| match mark {
                        Value::Money(amount) => Some(*amount),
                        _ => None,
                    })
                };
                let currency = amounts().next().map(|amount| amount.currency());
                complete &= amounts().all(|amount| Some(amount.currency()) == currency);
                let around = |minor: i64| [minor.saturating_sub(1), minor, minor.saturating_add(1)];
                let minors: BTreeSet<_> = amounts().flat_map(|amount| around(amount.minor())).collect();
                let money = |minor| Some(Value::Money(Money::new(minor, currency?)));
                minors.into_iter().filter_map(money).collect()
            }
            FactType::Date => {
                let mut days = marks.days;
                for mark in &marks.values {
                    if let Value::Date(day) = mark {
                        days.extend([day.pred_opt(), Some(*day), day.succ_opt()].into_iter().flatten());
                    }
                }
                days.into_iter().map(Value::Date).collect()
            }
            FactType::Period => lengths(&marks.periods, facts.get(fact)),
            FactType::Category if definition.values.is_empty() => {
                marks.values.into_iter().chain([Value::Category(OTHER.to_owned())]).collect()
            }
            // In the vocabulary's order: those that rules name, and the first that none does.
            FactType::Category => {
                let mut others = 0_usize;
                let known = definition.values.iter().map(|known| Value::Category(known.name.clone()));
                known
                    .filter(|value| {
                        let named = marks.values.contains(value);
                        others = others.saturating_add(usize::from(!named));
                        named || others == 1
                    })
                    .collect()
            }
            FactType::Categories => {
                complete &= marks.names.len() <= MOST_COMBINED;
                sets(&marks.names, facts.get(fact))
            }
        };
        Cells { values: distinct(values), complete }
    }

    /// How often the rules ask for a fact.
    pub(super) fn uses(&self, fact: usize) -> usize {
        let mut count = 0_usize;
        for criterion in &self.criteria {
            each_fact(&criterion.node, &mut |used| count = count.saturating_add(usize::from(used == fact)));
        }
        count
    }
}

/// Whether a value is a stand-in that no data holds.
pub(super) fn is_stand_in(value: &Value) -> bool {
    matches!(value, Value::Category(name) if name == OTHER)
}

impl Marks {
    fn collect(&mut self, node: &Node, fact: usize, facts: &Facts<'_>) {
        match node {
            Node::And(parts) | Node::Or(parts) => {
                parts.iter().for_each(|part| self.collect(part, fact, facts))
            }
            Node::Not(inner) => self.collect(inner, fact, facts),
            Node::Period { fact: of, period, .. } if *of == fact => self.periods.push(*period),
            Node::OneOf { fact: of, values } if *of == fact => self.values.extend(values.iter().cloned()),
            Node::Has { fact: of, values, .. } if *of == fact => self.names.extend(values.iter().cloned()),
            Node::Compare { left, right, .. } => {
                for (moved, other) in [(left, right), (right, left)] {
                    if let Some(shifts) = shifts_of(moved, fact) {
                        match facts.term(other).filter(|_| shifts_of(other, fact).is_none()) {
                            None => self.incomplete = true,
                            Some(value) if shifts.is_empty() => self.values.push(value),
                            Some(Value::Date(day)) => self.days.extend(undone(day, &shifts)),
                            Some(_) => {}
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// The shifts of a term that is the fact, outermost first; `None` when it is not.
fn shifts_of(term: &Term, fact: usize) -> Option<Vec<(Sign, Period)>> {
    match term {
        Term::Fact(of) => (*of == fact).then(Vec::new),
        Term::Shift(of, sign, by) => {
            let mut all = vec![(*sign, *by)];
            all.extend(shifts_of(of, fact)?);
            Some(all)
        }
        Term::Constant(_) | Term::AsOf => None,
    }
}

/// The days near the one that the shifts take to `day`: each clamps to the end of a month by three days at most.
fn undone(day: NaiveDate, shifts: &[(Sign, Period)]) -> Vec<NaiveDate> {
    let back = shifts.iter().try_fold(day, |day, (sign, by)| match sign {
        Sign::Plus => subtract(day, *by),
        Sign::Minus => add(day, *by),
    });
    let reach = u64::try_from(shifts.len()).unwrap_or(u64::MAX).saturating_mul(5).saturating_add(1);
    let Some(first) = back.and_then(|day| day.checked_sub_days(Days::new(reach))) else { return Vec::new() };
    (0..=reach.saturating_mul(2)).filter_map(|away| first.checked_add_days(Days::new(away))).collect()
}

fn whole(mark: &Value) -> i64 {
    match mark {
        Value::Integer(number) => *number,
        Value::Decimal(number) => number.floor(),
        _ => 0,
    }
}

fn decimal(mark: &Value) -> Decimal {
    match mark {
        Value::Decimal(number) => *number,
        other => Decimal::from(whole(other)),
    }
}

/// Spans a day shorter than each period, as long, and a day longer; from the first day that is known, or else from days on
/// which months and years have each of their lengths.
fn lengths(periods: &[Period], known: Option<&Value>) -> Vec<Value> {
    let firsts = match known {
        Some(Value::Period(span)) => vec![span.from()],
        _ => [(2001, 1, 1), (2000, 1, 1), (2001, 2, 1), (2000, 2, 29)]
            .into_iter()
            .filter_map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
            .collect(),
    };
    let mut spans = Vec::new();
    for first in firsts {
        for until in periods.iter().filter_map(|period| add(first, *period)) {
            let days = [until.pred_opt(), Some(until), until.succ_opt()];
            let spans_to = days.into_iter().flatten().filter_map(|until| Span::new(first, until).ok());
            spans.extend(spans_to.map(Value::Period));
        }
    }
    spans
}

/// The sets of the named values, over those held that no rule names.
fn sets(names: &BTreeSet<String>, known: Option<&Value>) -> Vec<Value> {
    let held: BTreeSet<String> = match known {
        Some(Value::Categories(held)) => held.iter().cloned().collect(),
        _ => BTreeSet::new(),
    };
    let kept = || held.iter().filter(|name| !names.contains(*name)).cloned();
    let with = |chosen: &dyn Fn(usize) -> bool| {
        let named =
            names.iter().enumerate().filter(|(place, _)| chosen(*place)).map(|(_, name)| name.clone());
        let set: BTreeSet<_> = kept().chain(named).collect();
        Value::Categories(set.into_iter().collect())
    };
    if names.len() > MOST_COMBINED {
        let each = (0..names.len()).map(|only| with(&|place| place == only));
        return each.chain([with(&|_| false), with(&|_| true)]).collect();
    }
    (0..1_usize << names.len()).map(|bits| with(&|place| bits >> place & 1 == 1)).collect()
}

fn distinct(values: Vec<Value>) -> Vec<Value> {
    let mut kept = Vec::with_capacity(values.len());
    for value in values {
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}
