//! Expressions as formulas, and the atoms in them.

use super::model::{Form, Model, Names, Part, Wanted};
use super::order::Rule;
use super::shift::Shift;
use super::solver::{Literal, Meaning};
use crate::calendar::Period;
use crate::eligibility::resolve::Node;

impl Model<'_> {
    /// Reads an expression into parts.
    pub(super) fn part(&mut self, node: &Node, names: &Names<'_>) -> usize {
        let form = match node {
            Node::And(parts) => Form::And(parts.iter().map(|part| self.part(part, names)).collect()),
            Node::Or(parts) => Form::Or(parts.iter().map(|part| self.part(part, names)).collect()),
            Node::Not(inner) => Form::Not(self.part(inner, names)),
            leaf => self.leaf(leaf, names),
        };
        self.parts.push(Part { form, literals: [None; 4] });
        self.parts.len().saturating_sub(1)
    }

    /// A literal that implies that a part is as wanted.
    pub(super) fn literal(&mut self, part: usize, wanted: Wanted) -> Literal {
        use Wanted::{False, NotFalse, NotTrue, True};
        let Some(Part { form, literals }) = self.parts.get(part) else { return Literal::FALSE };
        if let Some(literal) = literals.get(wanted as usize).copied().flatten() {
            return literal;
        }
        let form = form.clone();
        let each = |model: &mut Self, parts: &[usize]| {
            parts.iter().map(|part| model.literal(*part, wanted)).collect::<Vec<_>>()
        };
        let literal = match (&form, wanted) {
            (Form::And(parts), True | NotFalse) | (Form::Or(parts), False | NotTrue) => {
                let parts = each(self, parts);
                self.solver.all(parts)
            }
            (Form::And(parts), False | NotTrue) | (Form::Or(parts), True | NotFalse) => {
                let parts = each(self, parts);
                self.solver.any(parts)
            }
            (Form::Not(inner), True) => self.literal(*inner, False),
            (Form::Not(inner), False) => self.literal(*inner, True),
            (Form::Not(inner), NotTrue) => self.literal(*inner, NotFalse),
            (Form::Not(inner), NotFalse) => self.literal(*inner, NotTrue),
            (Form::Leaf { holds, fails, known }, True | False) => {
                let last = if wanted == True { *holds } else { *fails };
                self.solver.all(known.iter().copied().chain([last]).collect())
            }
            (Form::Leaf { holds, fails, known }, NotTrue | NotFalse) => {
                let last = if wanted == NotTrue { *fails } else { *holds };
                self.solver.any(known.iter().map(|known| known.not()).chain([last]).collect())
            }
        };
        if let Some(slot) = self.parts.get_mut(part).and_then(|part| part.literals.get_mut(wanted as usize)) {
            *slot = Some(literal);
        }
        literal
    }

    pub(super) fn at_least(&mut self, number: usize, bound: i128) -> Literal {
        let end = |ends: &[i128]| ends.get(number).copied().unwrap_or_default();
        if bound <= end(&self.solver.low) {
            return Literal::TRUE;
        }
        if bound > end(&self.solver.high) {
            return Literal::FALSE;
        }
        if let Some(literal) = self.bounds.get(&(number, bound)) {
            return *literal;
        }
        let literal = self.solver.atom();
        self.bounds.insert((number, bound), literal);
        literal
    }

    /// The atom of `rule`; its negation where the negated rule came first.
    pub(super) fn order(&mut self, rule: Rule) -> Literal {
        if let Some(known) = self.known_rules.get(&rule) {
            return *known;
        }
        if let Some(known) = self.known_rules.get(&rule.negated()) {
            return known.not();
        }
        let literal = self.solver.atom();
        self.linked.extend([rule.x, rule.y]);
        let inside = |number: usize, shift: &Shift| {
            let end = |ends: &[i128]| ends.get(number).copied().unwrap_or_default();
            let (low, high) = shift.within(end(&self.solver.low), end(&self.solver.high));
            (number, low, high)
        };
        let mut bounds = Vec::new();
        for (number, shift) in [(rule.x, &rule.f), (rule.y, &rule.g)] {
            if !shift.moves.is_empty() {
                bounds.push(inside(number, shift));
            }
        }
        self.known_rules.insert(rule.clone(), literal);
        self.orders.push((literal, Meaning::order(rule, bounds)));
        literal
    }

    pub(super) fn period(&mut self, fact: usize, months: i64, days: i64) -> Literal {
        let known = self.periods.entry(fact).or_default();
        if let Some((_, literal)) = known.iter().find(|(length, _)| *length == (months, days)) {
            return *literal;
        }
        if months == 0 && days == 0 {
            return Literal::TRUE;
        }
        let literal = self.solver.atom();
        self.periods.entry(fact).or_default().push(((months, days), literal));
        literal
    }
}

/// Months and days of a period.
pub(super) fn length(period: Period) -> (i64, i64) {
    let months = i64::from(period.total_months().unwrap_or(u32::MAX));
    (months, i64::try_from(period.total_days()).unwrap_or(i64::MAX / 4))
}
