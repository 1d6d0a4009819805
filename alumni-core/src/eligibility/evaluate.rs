//! Kleene's three-valued logic over the facts of one worker.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::expression::{Comparison, Quantifier, Sign};
use super::resolve::{Node, Term};
use crate::Error;
use crate::calendar::{add, subtract};
use crate::workforce::{Decimal, Value};

/// The facts of one worker as of a day, by number; `None` is unknown.
pub(super) struct Facts<'a> {
    pub(super) values: &'a [Option<Value>],
    pub(super) as_of: NaiveDate,
}

impl Facts<'_> {
    pub(super) fn get(&self, fact: usize) -> Option<&Value> {
        self.values.get(fact)?.as_ref()
    }

    /// Whether `node` holds; `None` when that cannot be told.
    pub(super) fn truth(&self, node: &Node) -> Result<Option<bool>, Error> {
        Ok(match node {
            Node::Constant(value) => Some(*value),
            Node::And(parts) => self.all(parts, true)?,
            Node::Or(parts) => self.all(parts, false)?.map(|none| !none),
            Node::Not(inner) => self.truth(inner)?.map(|holds| !holds),
            Node::Known(fact) => Some(self.get(*fact).is_some()),
            Node::Holds(fact) => match self.get(*fact) {
                Some(Value::Boolean(value)) => Some(*value),
                _ => None,
            },
            Node::Period { fact, is, period } => match self.get(*fact) {
                Some(Value::Period(span)) => span.cmp_period(*period).map(|order| is.holds(order)),
                _ => None,
            },
            Node::Compare { left, is, right } => match (self.term(left), self.term(right)) {
                (Some(left), Some(right)) => order(&left, &right)?.map(|order| is.holds(order)),
                _ => None,
            },
            Node::OneOf { fact, values } => match self.get(*fact) {
                Some(value) => {
                    let mut found = false;
                    for candidate in values {
                        found |= order(value, candidate)?.is_some_and(|order| Comparison::Equal.holds(order));
                    }
                    Some(found)
                }
                None => None,
            },
            Node::Has { fact, quantifier, values } => match self.get(*fact) {
                Some(Value::Categories(held)) => Some(match quantifier {
                    Quantifier::Any => values.iter().any(|value| held.contains(value)),
                    Quantifier::All => values.iter().all(|value| held.contains(value)),
                }),
                _ => None,
            },
        })
    }

    /// Kleene's *and* of the parts, or of their negations: false wins over unknown, unknown over true.
    fn all(&self, parts: &[Node], wanted: bool) -> Result<Option<bool>, Error> {
        let mut all = Some(true);
        for part in parts {
            match self.truth(part)?.map(|holds| holds == wanted) {
                Some(true) => {}
                Some(false) => all = Some(false),
                None => all = all.filter(|so_far| !so_far),
            }
        }
        Ok(all)
    }

    pub(super) fn term(&self, term: &Term) -> Option<Value> {
        match term {
            Term::Fact(fact) => self.get(*fact).cloned(),
            Term::Constant(value) => Some(value.clone()),
            Term::AsOf => Some(Value::Date(self.as_of)),
            Term::Shift(of, sign, by) => {
                let Some(Value::Date(date)) = self.term(of) else { return None };
                let moved = match sign {
                    Sign::Plus => add(date, *by),
                    Sign::Minus => subtract(date, *by),
                };
                moved.map(Value::Date)
            }
        }
    }

    /// The unknown facts on which `node`, which cannot be told, depends: exactly those whose values could still change it
    /// in Kleene's logic. Parts that are already decided do not count.
    pub(super) fn missing(&self, node: &Node, found: &mut BTreeSet<usize>) -> Result<(), Error> {
        if self.truth(node)?.is_some() {
            return Ok(());
        }
        match node {
            Node::And(parts) | Node::Or(parts) => parts.iter().try_for_each(|part| self.missing(part, found)),
            Node::Not(inner) => self.missing(inner, found),
            other => {
                each_fact(other, &mut |fact| {
                    if self.get(fact).is_none() {
                        found.insert(fact);
                    }
                });
                Ok(())
            }
        }
    }
}

/// Calls `visit` with the number of each fact in `node`.
pub(super) fn each_fact(node: &Node, visit: &mut impl FnMut(usize)) {
    fn term(of: &Term, visit: &mut impl FnMut(usize)) {
        match of {
            Term::Fact(fact) => visit(*fact),
            Term::Shift(of, ..) => term(of, visit),
            Term::Constant(_) | Term::AsOf => {}
        }
    }
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| each_fact(part, visit)),
        Node::Not(inner) => each_fact(inner, visit),
        Node::Constant(_) => {}
        Node::Holds(fact)
        | Node::Known(fact)
        | Node::Period { fact, .. }
        | Node::OneOf { fact, .. }
        | Node::Has { fact, .. } => visit(*fact),
        Node::Compare { left, right, .. } => {
            term(left, visit);
            term(right, visit);
        }
    }
}

/// The order of two values of one type; for types without an order, equal or not.
///
/// # Errors
///
/// Money of two currencies cannot be compared: that is a fault of the input, not an answer.
pub(super) fn order(left: &Value, right: &Value) -> Result<Option<Ordering>, Error> {
    Ok(Some(match (left, right) {
        (Value::Boolean(left), Value::Boolean(right)) => left.cmp(right),
        (Value::Integer(left), Value::Integer(right)) => left.cmp(right),
        (Value::Decimal(left), Value::Decimal(right)) => left.cmp(right),
        (Value::Integer(left), Value::Decimal(right)) => Decimal::from(*left).cmp(right),
        (Value::Decimal(left), Value::Integer(right)) => left.cmp(&Decimal::from(*right)),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::Category(left), Value::Category(right)) => left.cmp(right),
        (Value::Money(left), Value::Money(right)) => {
            if left.currency() != right.currency() {
                let (left, right) = (left.currency(), right.currency());
                return Err(Error::inconsistent(format!(
                    "expected one currency to compare, got `{left}` and `{right}`"
                )));
            }
            left.minor().cmp(&right.minor())
        }
        _ => return Ok(None),
    }))
}
