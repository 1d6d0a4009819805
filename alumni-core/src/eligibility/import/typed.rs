//! Tests of one fact against constants, typed by the vocabulary.

use super::names::{Names, Subject};
use super::{ImportedUnit, does_not_fit};
use crate::calendar::Period;
use crate::eligibility::expression::{Comparison, Expression, Literal, Operand, Place};
use crate::text::Reason;
use crate::workforce::FactType;

impl Names<'_> {
    /// `subject` compared with a constant.
    pub(super) fn test(
        &mut self,
        subject: &Subject,
        is: Comparison,
        with: &Literal,
    ) -> Result<Expression, Reason> {
        if let Some(unit) = subject.unit {
            return counted(subject, is, with, unit);
        }
        let right = self.constant(subject, with, !matches!(is, Comparison::Equal | Comparison::NotEqual))?;
        let expression = match (&right, is) {
            (Operand::Literal(Place { inner: Literal::Boolean(value), .. }), _) => {
                let holds = Expression::Holds(subject.operand.clone());
                if *value == (is == Comparison::Equal) { holds } else { negated(holds) }
            }
            _ => Expression::Compare { left: subject.operand.clone(), is, right },
        };
        self.fits(expression)
    }

    /// `subject` is one of several constants.
    pub(super) fn one_of(&mut self, subject: &Subject, values: &[Literal]) -> Result<Expression, Reason> {
        if subject.unit.is_some() || subject.kind == FactType::Boolean {
            let tests = values.iter().map(|value| self.test(subject, Comparison::Equal, value));
            return Ok(any(tests.collect::<Result<_, _>>()?));
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut operands = Vec::new();
        for value in values {
            let operand = self.constant(subject, value, false)?;
            if seen.insert(operand.to_string()) {
                operands.push(operand);
            }
        }
        match <[Operand; 1]>::try_from(operands) {
            Ok([right]) => {
                self.fits(Expression::Compare { left: subject.operand.clone(), is: Comparison::Equal, right })
            }
            Err(values) => self.fits(Expression::In { of: subject.operand.clone(), negated: false, values }),
        }
    }

    /// Two facts compared.
    pub(super) fn facts(
        &mut self,
        left: &Subject,
        is: Comparison,
        right: &Subject,
    ) -> Result<Expression, Reason> {
        if left.unit.is_some() || right.unit.is_some() {
            return Err(Reason::new("imported-counted-facts"));
        }
        self.fits(Expression::Compare { left: left.operand.clone(), is, right: right.operand.clone() })
    }

    /// `expression`, if the vocabulary takes it.
    pub(super) fn fits(&mut self, expression: Expression) -> Result<Expression, Reason> {
        let checked = self.resolver.node(&expression, 0);
        checked.map_err(|(error, _)| does_not_fit(&error))?;
        Ok(expression)
    }

    /// A constant as a value of the subject's type.
    fn constant(&self, subject: &Subject, with: &Literal, ordered: bool) -> Result<Operand, Reason> {
        let plain = |literal: &Literal| Ok(Operand::Literal(Place::from(literal.clone())));
        let differ = || {
            Reason::new("imported-types-differ")
                .with("fact", subject.written())
                .with("type", subject.kind.as_str())
                .with("value", with.to_string())
        };
        match (subject.kind, with) {
            (FactType::Boolean, Literal::Boolean(_))
            | (FactType::Integer | FactType::Decimal, Literal::Integer(_) | Literal::Decimal(_))
            | (FactType::Date, Literal::Date(_))
            | (FactType::Period, Literal::Period(_)) => plain(with),
            (FactType::Date, Literal::Text(text)) => {
                // ISO dates have the order of their texts only when they are written in full.
                let date = text.parse().ok().filter(|_| text.len() == 10).ok_or_else(differ)?;
                plain(&Literal::Date(date))
            }
            (FactType::Category | FactType::Integer, Literal::Text(_)) if ordered => {
                Err(Reason::new("imported-order-of-texts").with("fact", subject.written()))
            }
            (FactType::Integer, Literal::Text(text)) if subject.has_words => Ok(self.word(text)),
            (FactType::Category, Literal::Text(text)) => Ok(self.word(text)),
            (FactType::Money, Literal::Text(text)) if !ordered => {
                plain(&Literal::Money(text.parse().map_err(|_| differ())?))
            }
            (FactType::Money, _) => Err(Reason::new("imported-money").with("fact", subject.written())),
            (FactType::Period, _) => {
                Err(Reason::new("imported-period-without-unit").with("fact", subject.written()))
            }
            _ => Err(differ()),
        }
    }
}

/// Completed units of elapsed time compared with a number: `> 5` completed years is `at least 6 years`.
fn counted(
    subject: &Subject,
    is: Comparison,
    with: &Literal,
    unit: ImportedUnit,
) -> Result<Expression, Reason> {
    let written = || subject.written();
    let Literal::Integer(number) = with else {
        return Err(Reason::new("imported-fraction-of-unit").with("fact", written()));
    };
    let period = |count: i64| -> Result<Operand, Reason> {
        let count = u32::try_from(count)
            .map_err(|_| Reason::new("imported-fraction-of-unit").with("fact", written()))?;
        let units = match unit {
            ImportedUnit::Years => [count, 0, 0, 0],
            ImportedUnit::Months => [0, count, 0, 0],
            ImportedUnit::Weeks => [0, 0, count, 0],
            ImportedUnit::Days => [0, 0, 0, count],
        };
        let [years, months, weeks, days] = units;
        let period = Period::new(years, months, weeks, days).map_err(|error| does_not_fit(&error))?;
        Ok(Operand::Literal(Place::from(Literal::Period(period))))
    };
    let compare = |is, count| -> Result<Expression, Reason> {
        Ok(Expression::Compare { left: subject.operand.clone(), is, right: period(count)? })
    };
    let next = number.saturating_add(1);
    match is {
        Comparison::AtLeast => compare(Comparison::AtLeast, *number),
        Comparison::Less => compare(Comparison::Less, *number),
        Comparison::Greater => compare(Comparison::AtLeast, next),
        Comparison::AtMost => compare(Comparison::Less, next),
        Comparison::Equal => Ok(Expression::And(vec![
            compare(Comparison::AtLeast, *number)?,
            compare(Comparison::Less, next)?,
        ])),
        Comparison::NotEqual => {
            Ok(Expression::Or(vec![compare(Comparison::Less, *number)?, compare(Comparison::AtLeast, next)?]))
        }
    }
}

/// The contrary of an expression, without a double *not*.
pub(super) fn negated(expression: Expression) -> Expression {
    match expression {
        Expression::Not(inner) => *inner,
        Expression::Known { of, negated } => Expression::Known { of, negated: !negated },
        Expression::In { of, negated, values } => Expression::In { of, negated: !negated, values },
        Expression::Holds(Operand::Literal(Place { inner: Literal::Boolean(value), .. })) => constant(!value),
        other => Expression::Not(Box::new(other)),
    }
}

/// `true` or `false`.
pub(super) fn constant(value: bool) -> Expression {
    Expression::Holds(Operand::Literal(Place::from(Literal::Boolean(value))))
}

/// Whether an expression is that constant.
pub(super) fn is_constant(expression: &Expression, value: bool) -> bool {
    matches!(expression, Expression::Holds(Operand::Literal(Place { inner: Literal::Boolean(found), .. })) if *found == value)
}

/// At least one of several; false for none.
pub(super) fn any(mut parts: Vec<Expression>) -> Expression {
    match parts.len() {
        0 => constant(false),
        1 => parts.pop().unwrap_or_else(|| constant(false)),
        _ => Expression::Or(parts),
    }
}

/// All of several; true for none.
pub(super) fn all(mut parts: Vec<Expression>) -> Expression {
    match parts.len() {
        0 => constant(true),
        1 => parts.pop().unwrap_or_else(|| constant(true)),
        _ => Expression::And(parts),
    }
}

/// All of several, in one level.
#[cfg(feature = "dmn")]
pub(super) fn flat(parts: Vec<Expression>) -> Expression {
    let mut level = Vec::new();
    for part in parts {
        match part {
            Expression::And(inner) => level.extend(inner),
            other => level.push(other),
        }
    }
    all(level)
}
