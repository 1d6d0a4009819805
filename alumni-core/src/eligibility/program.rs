//! A policy's rules for one day, made flat: every comparison with a constant, a period or `as_of` is a range of numbers.
//!
//! What can be asked of a range needs no calendar: `since_separation >= 6 months` as of a day holds for the last days
//! employed up to some other day, found once. Comparisons that are not of such a form are [`Test::Other`], and whoever
//! meets one takes the row as a worker instead.

mod fold;
mod ranges;
mod reach;

pub(super) use fold::Chain;
pub(super) use ranges::Ranges;
pub(super) use reach::{NEAREST, Reach, is_near};

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::Policy;
use super::expression::{Comparison, Quantifier};
use super::policy::Effect;
use super::resolve::Node;
use crate::workforce::{Currency, Decimal, FactType, Value};

/// The criteria of a policy, as of a day.
pub(super) struct Program {
    pub(super) rules: Vec<(Effect, Rule)>,
    /// For each fact the categories that the policy names, which tests know by number.
    pub(super) names: Vec<Vec<String>>,
    pub(super) as_of: i32,
    decimals: Vec<bool>,
}

/// One, as decimal numbers are held.
const ONE: i128 = 1_000_000_000;

/// A rule over tests.
pub(super) enum Rule {
    All(Vec<Rule>),
    Any(Vec<Rule>),
    Not(Box<Rule>),
    Test(Test),
}

/// A question about the facts of a row; facts by number.
pub(super) enum Test {
    /// The same for everybody: the days on which it holds, of those from `as_of` on.
    Day {
        now: bool,
        days: Option<(i32, i32)>,
    },
    Known(usize),
    Holds(usize),
    Whole {
        fact: usize,
        ranges: Ranges<i64>,
    },
    Decimal {
        fact: usize,
        ranges: Ranges<i128>,
    },
    Money {
        fact: usize,
        currency: Currency,
        ranges: Ranges<i64>,
    },
    /// A date fact; with how it moves with `as_of`.
    Days {
        fact: usize,
        ranges: Ranges<i32>,
        moves: Option<Moves>,
    },
    /// Elapsed time: in days where it is supplied, else from dates.
    Length {
        fact: usize,
        supplied: Ranges<i64>,
        is: Comparison,
        reach: Reach,
        derived: Option<Derived>,
    },
    /// Two date facts, each moved.
    Dates {
        left: (usize, Chain),
        is: Comparison,
        right: (usize, Chain),
    },
    /// Two facts of one kind that are no dates: numbers, money or categories.
    Facts {
        left: usize,
        is: Comparison,
        right: usize,
    },
    OneOf {
        fact: usize,
        names: Vec<usize>,
    },
    Has {
        fact: usize,
        quantifier: Quantifier,
        names: u64,
    },
    Other,
}

/// How a comparison of a date fact moves: `fact, shifted` `is` `as_of, shifted`.
pub(super) struct Moves {
    pub(super) fact: Chain,
    pub(super) is: Comparison,
    pub(super) as_of: Chain,
    /// The first days on which `as_of, shifted` reaches each day from the number on, made when many rows ask.
    pub(super) firsts: OnceLock<(i32, Vec<i32>)>,
}

/// Elapsed time that follows from dates.
pub(super) enum Derived {
    /// The last days employed for which it holds.
    SinceSeparation(Ranges<i32>),
    /// The first days for which it holds while employed.
    Tenure(Ranges<i32>),
}

impl Rule {
    /// Calls `visit` with each test.
    pub(super) fn each_test<'a>(&'a self, visit: &mut impl FnMut(&'a Test)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each_test(visit)),
            Self::Not(inner) => inner.each_test(visit),
            Self::Test(test) => visit(test),
        }
    }

    fn tabulate(&mut self) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().for_each(Self::tabulate),
            Self::Not(inner) => inner.tabulate(),
            Self::Test(Test::Length { reach, derived: Some(_), .. }) => reach.tabulate(),
            Self::Test(_) => {}
        }
    }

    /// Whether its answer may change by the passing of time alone.
    pub(super) fn moves(&self, is_employed: impl Fn(usize) -> bool) -> bool {
        let mut moves = false;
        self.each_test(&mut |test| {
            moves |= match test {
                Test::Day { days, now } => *days != if *now { Some((i32::MIN, i32::MAX)) } else { None },
                Test::Days { moves, .. } => moves.is_some(),
                Test::Length { derived, .. } => derived.is_some(),
                Test::Holds(fact) => is_employed(*fact),
                _ => false,
            };
        });
        moves
    }
}

impl std::fmt::Debug for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Program").field("as_of", &self.as_of).finish_non_exhaustive()
    }
}

impl Program {
    /// `None` for a day so far away that the calendar may end.
    pub(super) fn new(policy: &Policy, as_of: NaiveDate) -> Option<Self> {
        let mut program = Self {
            rules: Vec::new(),
            names: vec![Vec::new(); policy.facts.len()],
            as_of: Some(as_of.to_epoch_days()).filter(|day| is_near(*day))?,
            decimals: policy.facts.iter().map(|used| is_decimal(policy, &used.name)).collect(),
        };
        for criterion in &policy.criteria {
            let rule = program.rule(policy, &criterion.node);
            program.rules.push((criterion.effect, rule));
        }
        Some(program)
    }

    /// Makes tables of the days that periods reach.
    pub(super) fn tabulate(&mut self) {
        self.rules.iter_mut().for_each(|(_, rule)| rule.tabulate());
    }

    /// Whether there is a test that only a worker answers.
    pub(super) fn is_partial(&self) -> bool {
        let mut partial = false;
        self.rules.iter().for_each(|(_, rule)| {
            rule.each_test(&mut |test| partial |= matches!(test, Test::Other));
        });
        partial
    }

    fn rule(&mut self, policy: &Policy, node: &Node) -> Rule {
        let mut all = |parts: &[Node]| parts.iter().map(|part| self.rule(policy, part)).collect();
        match node {
            Node::And(parts) => Rule::All(all(parts)),
            Node::Or(parts) => Rule::Any(all(parts)),
            Node::Not(inner) => Rule::Not(Box::new(self.rule(policy, inner))),
            leaf => self.leaf(policy, leaf).unwrap_or(Rule::Test(Test::Other)),
        }
    }

    fn leaf(&mut self, policy: &Policy, node: &Node) -> Option<Rule> {
        let test = match node {
            Node::Constant(value) => Test::Day { now: *value, days: value.then_some((i32::MIN, i32::MAX)) },
            Node::Known(fact) => Test::Known(*fact),
            Node::Holds(fact) => Test::Holds(*fact),
            Node::Period { fact, is, period } => {
                let derived = policy.facts.get(*fact).and_then(|used| used.name.parse().ok());
                self.length(*fact, derived, *is, *period)?
            }
            Node::OneOf { fact, values } => return self.one_of(*fact, values),
            Node::Has { fact, quantifier, values } => {
                let mut names = 0_u64;
                for value in values {
                    let name = self.name(*fact, value)?;
                    names |= 1_u64.checked_shl(u32::try_from(name).ok()?)?;
                }
                Test::Has { fact: *fact, quantifier: *quantifier, names }
            }
            Node::Compare { left, is, right } => return self.compare(policy, left, *is, right),
            Node::And(_) | Node::Or(_) | Node::Not(_) => return None,
        };
        Some(Rule::Test(test))
    }

    fn one_of(&mut self, fact: usize, values: &[Value]) -> Option<Rule> {
        let mut names = Vec::new();
        let mut rest = Vec::new();
        for value in values {
            match value {
                Value::Category(name) => names.push(self.name(fact, name)?),
                other => rest.push(self.constant(fact, Comparison::Equal, other)?),
            }
        }
        if rest.is_empty() {
            return Some(Rule::Test(Test::OneOf { fact, names }));
        }
        Some(Rule::Any(rest))
    }

    /// A fact compared with a constant.
    fn constant(&mut self, fact: usize, is: Comparison, value: &Value) -> Option<Rule> {
        let negated = |rule: Rule| match is {
            Comparison::NotEqual => Rule::Not(Box::new(rule)),
            _ => rule,
        };
        Some(Rule::Test(match value {
            Value::Boolean(value) => {
                let holds = Rule::Test(Test::Holds(fact));
                return Some(if *value == (is == Comparison::Equal) {
                    holds
                } else {
                    Rule::Not(Box::new(holds))
                });
            }
            Value::Integer(number) if self.is_decimal(fact) => {
                return self.constant(fact, is, &Value::Decimal(Decimal::from(*number)));
            }
            Value::Integer(number) => Test::Whole { fact, ranges: Ranges::comparing(is, *number) },
            Value::Decimal(number) if self.is_decimal(fact) => {
                Test::Decimal { fact, ranges: Ranges::comparing(is, number.unscaled()) }
            }
            Value::Decimal(number) => {
                // The least whole number that is not below it, and the least above it.
                let whole = number.unscaled().div_euclid(ONE);
                let past = i64::try_from(whole).ok()?.checked_add(1)?;
                let first = if number.unscaled().rem_euclid(ONE) == 0 { past.checked_sub(1)? } else { past };
                Test::Whole { fact, ranges: Ranges::between(is, Some(first), Some(past)) }
            }
            Value::Money(money) => {
                Test::Money { fact, currency: money.currency(), ranges: Ranges::comparing(is, money.minor()) }
            }
            Value::Date(day) => {
                Test::Days { fact, ranges: Ranges::comparing(is, day.to_epoch_days()), moves: None }
            }
            Value::Category(name) => {
                let name = self.name(fact, name)?;
                return Some(negated(Rule::Test(Test::OneOf { fact, names: vec![name] })));
            }
            _ => return None,
        }))
    }

    /// Two facts, of one type or of two of numbers.
    fn facts(&self, policy: &Policy, left: usize, is: Comparison, right: usize) -> Option<Rule> {
        let kind = |fact: usize| Some(policy.vocabulary.get(&policy.facts.get(fact)?.name)?.kind);
        let holds = |fact: usize, wanted: bool| {
            let holds = Rule::Test(Test::Holds(fact));
            if wanted { holds } else { Rule::Not(Box::new(holds)) }
        };
        let equality = matches!(is, Comparison::Equal | Comparison::NotEqual);
        match kind(left)? {
            FactType::Boolean if equality => {
                // Both hold or neither does; or one does and the other does not.
                let same = is == Comparison::Equal;
                let pair = |value: bool| Rule::All(vec![holds(left, value), holds(right, value == same)]);
                Some(Rule::Any(vec![pair(true), pair(false)]))
            }
            FactType::Integer | FactType::Decimal | FactType::Money => {
                Some(Rule::Test(Test::Facts { left, is, right }))
            }
            FactType::Category if equality => Some(Rule::Test(Test::Facts { left, is, right })),
            _ => None,
        }
    }

    fn is_decimal(&self, fact: usize) -> bool {
        self.decimals.get(fact).copied().unwrap_or(false)
    }

    /// The number of a category that the policy names.
    fn name(&mut self, fact: usize, name: &str) -> Option<usize> {
        let names = self.names.get_mut(fact)?;
        Some(names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len().saturating_sub(1)
        }))
    }
}

fn is_decimal(policy: &Policy, fact: &str) -> bool {
    policy.vocabulary.get(fact).is_some_and(|definition| definition.kind == FactType::Decimal)
}
