//! Parts of an expression as written, by the way that leads to them.

use crate::eligibility::expression::{Comparison, Expression};

/// The part of `whole` at the end of `path`: at each step which part of an *and*, *or* or range, or what a *not* denies.
pub(super) fn at(whole: &Expression, path: &[usize]) -> Option<Expression> {
    let Some((step, rest)) = path.split_first() else { return Some(whole.clone()) };
    match whole {
        Expression::Or(parts) | Expression::And(parts) => at(parts.get(*step)?, rest),
        Expression::Not(inner) => at(inner, rest),
        // A range is two comparisons; one that is denied has a step for that first.
        Expression::Between { of, negated: true, low, high } => {
            let (of, low, high) = (of.clone(), low.clone(), high.clone());
            at(&Expression::Between { of, negated: false, low, high }, rest)
        }
        Expression::Between { of, negated: false, low, high } => {
            let (is, right) =
                if *step == 0 { (Comparison::AtLeast, low) } else { (Comparison::AtMost, high) };
            Some(Expression::Compare { left: of.clone(), is, right: right.clone() })
        }
        other => Some(other.clone()),
    }
}
