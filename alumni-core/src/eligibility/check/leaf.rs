//! Comparisons as atoms.

use std::collections::BTreeSet;

use super::components::uses;
use super::formula::length;
use super::model::{AS_OF, Form, Model, Names};
use super::order::Rule;
use super::shift::{Move, SCALE, Shift, number_of};
use super::solver::Literal;
use crate::eligibility::expression::{Comparison, Quantifier};
use crate::eligibility::resolve::{Node, Term};
use crate::workforce::{FactType, Value};

/// One side of a comparison of numbers.
enum Side {
    Constant(i128),
    Number(usize, Shift),
}

impl Model<'_> {
    /// A comparison: a literal that implies that it holds, one that it does not, and what must be known for either.
    pub(super) fn leaf(&mut self, node: &Node, names: &Names<'_>) -> Form {
        let at = |fact: &usize| names.index.get(*fact).copied().unwrap_or(usize::MAX);
        let mut facts = BTreeSet::new();
        uses(node, &mut |fact| _ = facts.insert(at(&fact)), &mut false);
        let mut known: Vec<_> =
            facts.iter().filter_map(|fact| self.facts.get(*fact)).map(|fact| fact.known).collect();
        known.retain(|known| *known != Literal::TRUE);
        let (holds, fails) = match node {
            Node::Constant(true) => (Literal::TRUE, Literal::FALSE),
            Node::Holds(fact) => exactly(self.value(at(fact), "true")),
            Node::Known(fact) => {
                known.clear();
                exactly(self.facts.get(at(fact)).map_or(Literal::TRUE, |fact| fact.known))
            }
            Node::Period { fact, is, period } => {
                let (months, days) = length(*period);
                let fact = at(fact);
                self.compared(*is, |model, more| model.period(fact, months, days.saturating_add(more)))
            }
            Node::Compare { left, is, right } => self.comparison(left, *is, right, names),
            Node::OneOf { fact, values } => {
                let term = Term::Fact(*fact);
                let (mut holds, mut fails) = (Vec::new(), Vec::new());
                for value in values {
                    let value = Term::Constant(value.clone());
                    let (equal, other) = self.comparison(&term, Comparison::Equal, &value, names);
                    holds.push(equal);
                    fails.push(other);
                }
                (self.solver.any(holds), self.solver.all(fails))
            }
            Node::Has { fact, quantifier, values } => {
                let atoms: Vec<_> = values.iter().map(|value| self.value(at(fact), value)).collect();
                let absent: Vec<_> = atoms.iter().map(|atom| atom.not()).collect();
                match quantifier {
                    Quantifier::Any => (self.solver.any(atoms), self.solver.all(absent)),
                    Quantifier::All => (self.solver.all(atoms), self.solver.any(absent)),
                }
            }
            _ => (Literal::FALSE, Literal::TRUE),
        };
        Form::Leaf { holds, fails, known }
    }

    /// The atom of a fact's value: that it is it, or holds it.
    pub(super) fn value(&mut self, fact: usize, value: &str) -> Literal {
        let Some(fact) = self.facts.get_mut(fact) else { return Literal::FALSE };
        if let Some(literal) = fact.values.get(value) {
            return *literal;
        }
        let allowed = &fact.definition.values;
        let open =
            allowed.is_empty() || !matches!(fact.definition.kind, FactType::Category | FactType::Categories);
        let possible = open || allowed.iter().any(|known| known.name == value);
        let literal = if possible { self.solver.atom() } else { Literal::FALSE };
        fact.values.insert(value.to_owned(), literal);
        literal
    }

    /// Any comparison from one: that the left is at least the right, or so much more.
    fn compared(
        &mut self,
        is: Comparison,
        mut at_least: impl FnMut(&mut Self, i64) -> Literal,
    ) -> (Literal, Literal) {
        match is {
            Comparison::AtLeast => exactly(at_least(self, 0)),
            Comparison::Greater => exactly(at_least(self, 1)),
            Comparison::Less => exactly(at_least(self, 0).not()),
            Comparison::AtMost => exactly(at_least(self, 1).not()),
            Comparison::Equal | Comparison::NotEqual => {
                let (least, more) = (at_least(self, 0), at_least(self, 1));
                let equal = self.solver.all(vec![least, more.not()]);
                let other = self.solver.any(vec![least.not(), more]);
                if is == Comparison::Equal { (equal, other) } else { (other, equal) }
            }
        }
    }

    fn comparison(
        &mut self,
        left: &Term,
        is: Comparison,
        right: &Term,
        names: &Names<'_>,
    ) -> (Literal, Literal) {
        let at = |fact: &usize| names.index.get(*fact).copied().unwrap_or(usize::MAX);
        // The fact first.
        if matches!((left, right), (Term::Constant(_), Term::Fact(_))) {
            return self.comparison(right, is.mirrored(), left, names);
        }
        let equal = match (left, right) {
            (Term::Fact(fact), Term::Constant(Value::Category(value))) => {
                exactly(self.value(at(fact), value))
            }
            (Term::Fact(fact), Term::Constant(Value::Boolean(value))) => {
                let holds = self.value(at(fact), "true");
                exactly(if *value { holds } else { holds.not() })
            }
            (Term::Fact(a), Term::Fact(b)) if self.kind(at(a)) == Some(FactType::Boolean) => {
                let (a, b) = (self.value(at(a), "true"), self.value(at(b), "true"));
                let (both, neither) = (self.solver.all(vec![a, b]), self.solver.all(vec![a.not(), b.not()]));
                let (one, other) = (self.solver.all(vec![a, b.not()]), self.solver.all(vec![a.not(), b]));
                (self.solver.any(vec![both, neither]), self.solver.any(vec![one, other]))
            }
            (Term::Fact(a), Term::Fact(b)) if self.kind(at(a)) == Some(FactType::Category) => {
                exactly(self.same_category(at(a), at(b)))
            }
            _ => return self.numbers(left, is, right, names),
        };
        if is == Comparison::NotEqual { (equal.1, equal.0) } else { equal }
    }

    fn kind(&self, fact: usize) -> Option<FactType> {
        self.facts.get(fact).map(|fact| fact.definition.kind)
    }

    fn same_category(&mut self, a: usize, b: usize) -> Literal {
        if a == b {
            return Literal::TRUE;
        }
        let (a, b) = (a.min(b), a.max(b));
        if let Some((.., literal)) = self.same.iter().find(|(x, y, _)| (*x, *y) == (a, b)) {
            return *literal;
        }
        let literal = self.solver.atom();
        self.same.push((a, b, literal));
        literal
    }

    fn numbers(
        &mut self,
        left: &Term,
        is: Comparison,
        right: &Term,
        names: &Names<'_>,
    ) -> (Literal, Literal) {
        self.note(left, right, names);
        let (mut l, mut r) = (self.side(left, names), self.side(right, names));
        // A whole number beside a decimal is counted in billionths.
        let (of_left, of_right) = (self.is_decimal(left, names), self.is_decimal(right, names));
        if of_left != of_right {
            let whole = if of_left { &mut r } else { &mut l };
            match whole {
                Side::Constant(number) => *number = number.saturating_mul(SCALE),
                Side::Number(_, shift) => shift.times = true,
            }
        }
        self.compared(is, |model, more| model.at_least_as(&l, &r, more.into()))
    }

    /// `left >= right + plus`.
    fn at_least_as(&mut self, left: &Side, right: &Side, plus: i128) -> Literal {
        match (left, right) {
            (Side::Number(x, f), Side::Number(y, g)) => {
                self.order(Rule { x: *x, f: f.clone(), y: *y, g: g.clone(), plus })
            }
            (Side::Number(x, f), Side::Constant(c)) => self.at_least(*x, f.inverse(c.saturating_add(plus))),
            // c >= g(y) + plus, unless g(y) reaches c - plus + 1.
            (Side::Constant(c), Side::Number(y, g)) => {
                let above = c.saturating_sub(plus).saturating_add(1);
                self.at_least(*y, g.inverse(above)).not()
            }
            (Side::Constant(a), Side::Constant(b)) if *a >= b.saturating_add(plus) => Literal::TRUE,
            (Side::Constant(_), Side::Constant(_)) => Literal::FALSE,
        }
    }

    fn is_decimal(&self, term: &Term, names: &Names<'_>) -> bool {
        match term {
            Term::Constant(value) => matches!(value, Value::Decimal(_)),
            Term::Fact(fact) => {
                let fact = names.index.get(*fact).copied().unwrap_or(usize::MAX);
                self.kind(fact) == Some(FactType::Decimal)
            }
            _ => false,
        }
    }

    fn side(&self, term: &Term, names: &Names<'_>) -> Side {
        let one = |days| Shift { times: false, moves: vec![Move { months: 0, days }] };
        match term {
            Term::AsOf => Side::Number(AS_OF, Shift::default()),
            Term::Constant(value) => Side::Constant(scalar(value)),
            Term::Fact(fact) => {
                let index = names.index.get(*fact).copied().unwrap_or(usize::MAX);
                let number = self.facts.get(index).map_or(AS_OF, |fact| fact.number);
                // Only relations name the ends of elapsed time, and they do it with a parameter.
                let name = names.facts.get(*fact).map(|fact| fact.name.as_str()).unwrap_or_default();
                match name {
                    "end" => Side::Number(number.saturating_add(1), Shift::default()),
                    "next" => Side::Number(number, one(1)),
                    _ => Side::Number(number, Shift::default()),
                }
            }
            Term::Shift(of, sign, by) => match self.side(of, names) {
                Side::Number(number, mut shift) => {
                    shift.moves.push(Move::new(*sign, *by));
                    Side::Number(number, shift)
                }
                Side::Constant(number) => {
                    let by = Shift { times: false, moves: vec![Move::new(*sign, *by)] };
                    Side::Constant(by.apply(number))
                }
            },
        }
    }

    /// Notes amounts in a second currency.
    fn note(&mut self, left: &Term, right: &Term, names: &Names<'_>) {
        let Some(reading) = self.reading else { return };
        for (term, other) in [(left, right), (right, left)] {
            let (Term::Fact(fact), Term::Constant(Value::Money(money))) = (term, other) else { continue };
            let index = names.index.get(*fact).copied().unwrap_or(usize::MAX);
            if let Some(fact) = self.facts.get_mut(index) {
                let first = *fact.currency.get_or_insert(money.currency());
                self.mixed.extend((first != money.currency()).then_some(reading));
            }
        }
    }
}

fn exactly(literal: Literal) -> (Literal, Literal) {
    (literal, literal.not())
}

fn scalar(value: &Value) -> i128 {
    match value {
        Value::Integer(number) => (*number).into(),
        Value::Decimal(number) => number.unscaled(),
        Value::Money(money) => money.minor().into(),
        Value::Date(date) => number_of(*date),
        _ => 0,
    }
}
