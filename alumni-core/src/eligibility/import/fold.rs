//! Constants of JSON Logic: arithmetic and comparisons that need no facts, in doubles as JSON Logic computes them.

use serde_json::{Number, Value};

use crate::eligibility::expression::{Comparison, Literal};
use crate::text::Reason;
use crate::workforce::Decimal;

/// The value of an arithmetic operator over constants.
pub(super) fn arithmetic(operator: &str, arguments: &[Value]) -> Result<Value, Reason> {
    let mut numbers = Vec::new();
    for argument in arguments {
        // Texts are cast in JSON Logic; which texts are numbers differs between its implementations.
        let Value::Number(number) = argument else { return Err(coercion(operator)) };
        numbers.push(number.as_f64().ok_or_else(|| out_of_range(number))?);
    }
    let result = match (operator, numbers.as_slice()) {
        ("+", _) => numbers.iter().sum(),
        ("*", [_, ..]) => numbers.iter().product(),
        ("-", [only]) => -only,
        ("-", [left, right]) => left - right,
        ("/", [left, right]) => left / right,
        // JavaScript's remainder has the sign of the dividend, as Rust's has.
        ("%", [left, right]) => left % right,
        ("min", [_, ..]) => numbers.iter().copied().fold(f64::INFINITY, f64::min),
        ("max", [_, ..]) => numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        _ => return Err(arity(operator, arguments.len())),
    };
    // A whole number stays one, as far as doubles tell whole numbers apart: 2^53 has 16 digits.
    let whole = result.to_string().parse::<i64>().ok();
    if let Some(whole) = whole.filter(|whole| whole.unsigned_abs() <= 1 << 53) {
        return Ok(Value::from(whole));
    }
    Number::from_f64(result)
        .map(Value::Number)
        .ok_or_else(|| Reason::new("imported-out-of-range").with("value", result.to_string()))
}

/// A constant as our language writes it.
pub(super) fn literal(value: &Value) -> Result<Literal, Reason> {
    match value {
        Value::Bool(value) => Ok(Literal::Boolean(*value)),
        Value::String(text) => Ok(Literal::Text(text.clone())),
        Value::Number(number) => {
            if let Some(whole) = number.as_i64() {
                return Ok(Literal::Integer(whole));
            }
            let decimal: Option<Decimal> = number.as_f64().and_then(|number| number.to_string().parse().ok());
            decimal.map(Literal::Decimal).ok_or_else(|| out_of_range(number))
        }
        Value::Null | Value::Array(_) | Value::Object(_) => Err(Reason::new("imported-not-constant")),
    }
}

/// How two constants of one type compare; types that JSON Logic would cast are refused.
pub(super) fn compare(operator: &str, is: Comparison, left: &Value, right: &Value) -> Result<bool, Reason> {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left.as_f64().zip(right.as_f64()).and_then(|(left, right)| left.partial_cmp(&right))
        }
        // JavaScript compares texts by UTF-16 units.
        (Value::String(left), Value::String(right)) => Some(left.encode_utf16().cmp(right.encode_utf16())),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Null, Value::Null) if matches!(is, Comparison::Equal | Comparison::NotEqual) => {
            Some(std::cmp::Ordering::Equal)
        }
        _ => None,
    };
    order.map(|order| is.holds(order)).ok_or_else(|| coercion(operator))
}

pub(super) fn coercion(operator: &str) -> Reason {
    Reason::new("imported-coercion").with("operator", operator)
}

pub(super) fn arity(operator: &str, count: usize) -> Reason {
    Reason::new("imported-arity")
        .with("operator", operator)
        .with("count", i64::try_from(count).unwrap_or(i64::MAX))
}

fn out_of_range(number: &Number) -> Reason {
    Reason::new("imported-out-of-range").with("value", number.to_string())
}
