//! The least and the largest number that a fact can be.

use std::cmp::Ordering;

use super::{Decimal, FactDefinition, FactType, Value};
use crate::Error;

/// Checks the bounds of a definition; an error comes with the field it is about.
pub(super) fn check(fact: &FactDefinition) -> Result<(), (&'static str, Error)> {
    let is_number = matches!(fact.kind, FactType::Integer | FactType::Decimal);
    let given = [
        ("unit", fact.unit.is_some()),
        ("minimum", fact.minimum.is_some()),
        ("maximum", fact.maximum.is_some()),
    ];
    if let Some((field, _)) = given.into_iter().find(|(_, given)| *given && !is_number) {
        let message =
            format!("expected none, since the type is {}, not integer or decimal", fact.kind.as_str());
        return Err((field, Error::wrong_type(message)));
    }
    if fact.minimum.zip(fact.maximum).is_some_and(|(minimum, maximum)| minimum > maximum) {
        return Err(("maximum", Error::inconsistent("expected at least the minimum")));
    }
    for (index, value) in fact.values.iter().enumerate() {
        if let Some(number) = value.number {
            let checked = fact.check_bounds(&Value::Integer(number));
            checked.map_err(|error| ("values", error.within("number").within(format!("[{index}]"))))?;
        }
    }
    Ok(())
}

impl FactDefinition {
    /// Whether it has a least or a largest number.
    pub(crate) fn is_bounded(&self) -> bool {
        self.minimum.is_some() || self.maximum.is_some()
    }

    /// Whether a value that is a number lies between the bounds, both included; other values have none.
    ///
    /// The error says what was expected, and nothing of the value: it may be a person's.
    pub(crate) fn check_bounds(&self, value: &Value) -> Result<(), Error> {
        let number = match value {
            Value::Integer(number) => Decimal::from(*number),
            Value::Decimal(number) => *number,
            _ => return Ok(()),
        };
        let against = |bound: Option<i64>| bound.map(|bound| number.cmp(&Decimal::from(bound)));
        let below = against(self.minimum) == Some(Ordering::Less);
        let above = against(self.maximum) == Some(Ordering::Greater);
        if !below && !above {
            return Ok(());
        }
        Err(Error::out_of_range(match (self.minimum, self.maximum) {
            (Some(minimum), Some(maximum)) => format!("expected a number from {minimum} to {maximum}"),
            (Some(minimum), None) => format!("expected a number of at least {minimum}"),
            (None, Some(maximum)) => format!("expected a number of at most {maximum}"),
            // Without bounds nothing is below or above.
            (None, None) => return Ok(()),
        }))
    }
}
