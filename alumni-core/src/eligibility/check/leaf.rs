//! Comparisons as atoms, and what the atoms of one fact say about each other.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{AS_OF, Form, Model, Names, length};
use super::order::Rule;
use super::shift::{Move, SCALE, Shift, never_longer, number_of};
use super::solver::{Literal, Meaning};
use crate::eligibility::expression::{Comparison, Quantifier};
use crate::eligibility::resolve::{Node, Term};
use crate::workforce::{FactType, Value};

/// One side of a comparison of numbers.
enum Side {
    Constant(i128),
    Number(usize, Shift),
}

/// A longer period is laid out day by day only among the dates themselves.
const LONG: i64 = 12 * 1_000;

impl Model<'_> {
    /// A comparison: a literal that implies that it holds, one that it does not, and what must be known for either.
    pub(super) fn leaf(&mut self, node: &Node, names: &Names<'_>) -> Form {
        let at = |fact: &usize| names.index.get(*fact).copied().unwrap_or(usize::MAX);
        let mut facts = BTreeSet::new();
        super::model::uses(node, &mut |fact| _ = facts.insert(at(&fact)), &mut false);
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

    /// Says how the atoms of each fact hang together, once all are there.
    pub(super) fn finish(&mut self) {
        self.finish_categories();
        let bounds: Vec<_> = self.bounds.iter().map(|(bound, literal)| (*bound, *literal)).collect();
        for pair in bounds.windows(2) {
            let [((number, _), less), ((other, _), more)] = pair else { continue };
            if number == other {
                self.solver.clause(vec![more.not(), *less]);
            }
        }
        self.finish_periods();
        let linked = &self.linked;
        for (literal, meaning) in &self.orders {
            self.solver.meanings.insert(literal.atom(), meaning.clone());
        }
        for ((number, bound), literal) in &self.bounds {
            if linked.contains(number) {
                self.solver.meanings.insert(literal.atom(), Meaning::AtLeast(*number, *bound));
            }
        }
    }

    fn finish_periods(&mut self) {
        for (fact, lengths) in std::mem::take(&mut self.periods) {
            let Some(number) = self.facts.get(fact).map(|fact| fact.number) else { continue };
            let end = number.saturating_add(1);
            let mut lengths = lengths;
            lengths.sort_by_key(|((months, days), _)| {
                months.saturating_mul(146_097).saturating_add(days.saturating_mul(4_800))
            });
            let bounded = self.bounds.keys().any(|(of, _)| *of == number || *of == end);
            let mut plain = !bounded && !self.linked.contains(&number) && !self.linked.contains(&end);
            for pair in lengths.windows(2) {
                let [(short, shorter), (long, longer)] = pair else { continue };
                if never_longer(*short, *long) {
                    self.solver.clause(vec![longer.not(), *shorter]);
                } else {
                    plain = false;
                }
            }
            plain &=
                lengths.iter().all(|((months, days), _)| *months <= LONG && *days <= LONG.saturating_mul(30));
            for ((months, days), literal) in &lengths {
                let by = Shift { times: false, moves: vec![Move { months: *months, days: *days }] };
                let ends = |ends: &[i128]| ends.get(number).copied().unwrap_or_default();
                let (low, high) = by.within(ends(&self.solver.low), ends(&self.solver.high));
                let rule = Rule { x: end, f: Shift::default(), y: number, g: by, plus: 0 };
                let meaning = Meaning::Order(rule, vec![(number, low, high)]);
                if !plain {
                    self.solver.meanings.insert(literal.atom(), meaning.clone());
                }
                self.lengths.push((*literal, meaning));
            }
            if !plain {
                self.linked.extend([number, end]);
            }
            self.periods.insert(fact, lengths);
        }
        // Elapsed time does not end before it begins.
        for fact in &self.facts {
            let (first, end) = (fact.number, fact.number.saturating_add(1));
            if fact.definition.kind == FactType::Period {
                let rule = Rule { x: end, f: Shift::default(), y: first, g: Shift::default(), plus: 0 };
                if self.linked.contains(&first) || self.linked.contains(&end) {
                    self.solver.rules.push(rule.clone());
                }
                self.spans.push(rule);
            }
        }
    }

    fn finish_categories(&mut self) {
        // Facts that are compared with each other need all values of both, and others that are different.
        let compared: BTreeSet<usize> = self.same.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
        let mut universe = BTreeSet::new();
        for fact in compared.iter().filter_map(|fact| self.facts.get(*fact)) {
            universe.extend(fact.values.keys().cloned());
            universe.extend(fact.definition.values.iter().map(|value| value.name.clone()));
        }
        for other in 0..compared.len() {
            universe.insert(format!("other-{}", other.saturating_add(1)));
        }
        for fact in &compared {
            for value in &universe {
                self.value(*fact, value);
            }
        }
        for index in 0..self.facts.len() {
            let Some(fact) = self.facts.get(index).filter(|fact| fact.definition.kind == FactType::Category)
            else {
                continue;
            };
            let atoms: BTreeMap<_, _> =
                fact.values.iter().filter(|(_, literal)| **literal != Literal::FALSE).collect();
            let allowed = &fact.definition.values;
            let closed = !allowed.is_empty() && allowed.iter().all(|value| atoms.contains_key(&value.name));
            let literals: Vec<Literal> = atoms.into_values().copied().collect();
            if closed || compared.contains(&index) {
                self.solver.clause(literals.clone());
            }
            let group = self.solver.at_most_one(literals.iter().map(|literal| literal.atom()).collect());
            if let Some(fact) = self.facts.get_mut(index) {
                fact.group = Some(group);
            }
        }
        for (a, b, same) in self.same.clone() {
            for value in &universe {
                let (x, y) = (self.value(a, value), self.value(b, value));
                self.solver.clause(vec![same.not(), x.not(), y]);
                self.solver.clause(vec![same.not(), y.not(), x]);
                self.solver.clause(vec![same, x.not(), y.not()]);
            }
            let groups = [a, b].iter().filter_map(|fact| self.facts.get(*fact)?.group).collect();
            self.solver.asks_groups.insert(same.atom(), groups);
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
