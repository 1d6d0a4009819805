//! The changes of a rule that a good set of cases notices.

use super::Mutation;
use crate::calendar::Period;
use crate::eligibility::expression::{Comparison, Expression, Literal, Operand};
use crate::workforce::{Money, Vocabulary};

/// Every change of one rule; `None` leaves the criterion out.
pub(super) fn mutants(
    expression: &Expression,
    vocabulary: &Vocabulary,
) -> Vec<(Mutation, Option<Expression>)> {
    let negated = match expression {
        Expression::Not(inner) => (**inner).clone(),
        other => Expression::Not(Box::new(other.clone())),
    };
    let mut all = vec![Mutation::Dropped.of(None), Mutation::Negated.of(Some(negated))];
    let inside = Changes { vocabulary }.of(expression);
    // A rule that is one test alone is turned round by its comparison already.
    let single = matches!(expression, Expression::Compare { .. } | Expression::Known { .. });
    if single && inside.iter().any(|(mutation, _)| turns(*mutation, expression)) {
        all.truncate(1);
    }
    all.extend(inside.into_iter().map(|(mutation, changed)| (mutation, Some(changed))));
    all
}

/// Whether a mutation of a single test is its negation.
fn turns(mutation: Mutation, expression: &Expression) -> bool {
    match expression {
        Expression::Compare { is: Comparison::Equal | Comparison::NotEqual, .. } => {
            mutation == Mutation::Comparison
        }
        Expression::Known { .. } => mutation == Mutation::Negated,
        _ => false,
    }
}

struct Changes<'a> {
    vocabulary: &'a Vocabulary,
}

type Changed = Vec<(Mutation, Expression)>;

impl Changes<'_> {
    fn of(&self, expression: &Expression) -> Changed {
        match expression {
            Expression::Or(parts) => self.parts(parts, Expression::Or),
            Expression::And(parts) => self.parts(parts, Expression::And),
            Expression::Not(inner) => {
                let changed = self.of(inner).into_iter();
                changed.map(|(mutation, inner)| mutation.of(Expression::Not(Box::new(inner)))).collect()
            }
            Expression::Compare { left, is, right } => {
                let other =
                    Expression::Compare { left: left.clone(), is: swapped(*is), right: right.clone() };
                let mut all = vec![Mutation::Comparison.of(other)];
                for right in self.moved(right, left) {
                    let (left, is) = (left.clone(), *is);
                    all.push(Mutation::Threshold.of(Expression::Compare { left, is, right }));
                }
                for left in self.moved(left, right) {
                    let (is, right) = (*is, right.clone());
                    all.push(Mutation::Threshold.of(Expression::Compare { left, is, right }));
                }
                all
            }
            Expression::Between { of, negated, low, high } => {
                let with = |low: Operand, high: Operand| {
                    let between = Expression::Between { of: of.clone(), negated: *negated, low, high };
                    Mutation::Threshold.of(between)
                };
                let lower = self.moved(low, of).into_iter().map(|low| with(low, high.clone()));
                let higher = self.moved(high, of).into_iter().map(|high| with(low.clone(), high));
                lower.chain(higher).collect()
            }
            Expression::In { of, negated, values } => fewer(values)
                .map(|values| {
                    Mutation::Value.of(Expression::In { of: of.clone(), negated: *negated, values })
                })
                .collect(),
            Expression::Has { of, quantifier, values } => fewer(values)
                .map(|values| {
                    Mutation::Value.of(Expression::Has { of: of.clone(), quantifier: *quantifier, values })
                })
                .collect(),
            Expression::Known { of, negated } => {
                vec![Mutation::Negated.of(Expression::Known { of: of.clone(), negated: !negated })]
            }
            Expression::Holds(_) => Vec::new(),
        }
    }

    fn parts(&self, parts: &[Expression], joined: fn(Vec<Expression>) -> Expression) -> Changed {
        let mut all = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            let rest: Vec<_> = parts
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
                .map(|(_, part)| part.clone())
                .collect();
            let rest = match rest.as_slice() {
                [one] => one.clone(),
                _ => joined(rest),
            };
            all.push(Mutation::Branch.of(rest));
            for (mutation, changed) in self.of(part) {
                let mut parts = parts.to_vec();
                if let Some(part) = parts.get_mut(place) {
                    *part = changed;
                }
                all.push(mutation.of(joined(parts)));
            }
        }
        all
    }

    /// What is compared with `of`, one unit less and one more.
    fn moved(&self, operand: &Operand, of: &Operand) -> Vec<Operand> {
        match operand {
            Operand::Literal(literal) => literal_moved(&literal.inner)
                .into_iter()
                .map(|literal| Operand::Literal(literal.into()))
                .collect(),
            Operand::Shift { of, sign, by } => {
                let shift = |by| Operand::Shift { of: of.clone(), sign: *sign, by };
                period_moved(*by).into_iter().map(shift).collect()
            }
            // A rung of a ladder, such as 主任.
            Operand::Name(word) => {
                let Operand::Name(fact) = of else { return Vec::new() };
                let values = self.vocabulary.get(&fact.inner).map(|fact| fact.values.as_slice());
                let named = values.unwrap_or_default().iter().find(|known| known.name == word.inner);
                let number = named
                    .and_then(|known| known.number)
                    .filter(|_| self.vocabulary.get(&word.inner).is_none());
                let literal = |number| Operand::Literal(Literal::Integer(number).into());
                number.map(beside).into_iter().flatten().map(literal).collect()
            }
            Operand::Call { .. } | Operand::AsOf(_) => Vec::new(),
        }
    }
}

const fn beside(number: i64) -> [i64; 2] {
    [number.saturating_sub(1), number.saturating_add(1)]
}

fn literal_moved(literal: &Literal) -> Vec<Literal> {
    match literal {
        Literal::Integer(number) => beside(*number).map(Literal::Integer).into(),
        Literal::Decimal(number) => number.beside().map(Literal::Decimal).into(),
        Literal::Money(amount) => {
            beside(amount.minor()).map(|minor| Literal::Money(Money::new(minor, amount.currency()))).into()
        }
        Literal::Date(day) => {
            [day.pred_opt(), day.succ_opt()].into_iter().flatten().map(Literal::Date).collect()
        }
        Literal::Period(period) => period_moved(*period).into_iter().map(Literal::Period).collect(),
        Literal::Boolean(_) | Literal::Text(_) => Vec::new(),
    }
}

/// One less and one more of the smallest unit that a period is written in.
fn period_moved(period: Period) -> Vec<Period> {
    let units = period.units();
    let smallest = units.iter().rposition(|count| *count > 0).unwrap_or(3);
    let with = |moved: fn(u32) -> Option<u32>| {
        let mut units = units;
        let unit = units.get_mut(smallest)?;
        *unit = moved(*unit)?;
        let [years, months, weeks, days] = units;
        Period::new(years, months, weeks, days).ok()
    };
    [with(|count| count.checked_sub(1)), with(|count| count.checked_add(1))].into_iter().flatten().collect()
}

/// The values without each in turn, where one is left.
fn fewer(values: &[Operand]) -> impl Iterator<Item = Vec<Operand>> {
    let several = if values.len() > 1 { values.len() } else { 0 };
    (0..several).map(|dropped| {
        let kept = values.iter().enumerate().filter(|(place, _)| *place != dropped);
        kept.map(|(_, value)| value.clone()).collect()
    })
}

const fn swapped(is: Comparison) -> Comparison {
    match is {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::AtMost,
        Comparison::AtMost => Comparison::Less,
        Comparison::Greater => Comparison::AtLeast,
        Comparison::AtLeast => Comparison::Greater,
    }
}
