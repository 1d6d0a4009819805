//! Numbers and dates out of other forms.

use chrono::NaiveDate;

use crate::columns::{Column, Values};
use crate::workforce::Decimal;

pub(super) fn whole(column: &Column<'_>, row: usize) -> Option<i64> {
    match column.values() {
        Values::Integers(integers) => i64::try_from(integers.get(row)?).ok(),
        Values::Floats32(numbers) => exact(f64::from(*numbers.get(row)?), 1.0),
        Values::Floats64(numbers) => exact(*numbers.get(row)?, 1.0),
        Values::Decimals { unscaled, scale } => {
            let unscaled = *unscaled.get(row)?;
            let one = 10_i128.checked_pow(u32::try_from(*scale).ok()?)?;
            if unscaled.checked_rem(one)? != 0 {
                return None;
            }
            i64::try_from(unscaled.checked_div(one)?).ok()
        }
        _ => None,
    }
}

/// The whole number of parts, `parts` to one, that a float is; `None` when it is not one of at most fifteen digits.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most fifteen digits")]
#[expect(clippy::float_cmp, reason = "a decimal number of at most fifteen digits comes back from its float")]
fn exact(number: f64, parts: f64) -> Option<i64> {
    let found = libm::round(number * parts);
    if !(-1e15 < found && found < 1e15) {
        return None;
    }
    let found = found as i64;
    (found as f64 / parts == number).then_some(found)
}

pub(super) fn decimal(column: &Column<'_>, row: usize) -> Option<i128> {
    let number = |text: String| text.parse().ok().map(Decimal::unscaled);
    match column.values() {
        Values::Integers(integers) => Some(Decimal::from(i64::try_from(integers.get(row)?).ok()?).unscaled()),
        Values::Floats32(numbers) => number(numbers.get(row)?.to_string()),
        Values::Floats64(numbers) => {
            let found = *numbers.get(row)?;
            match exact(found, 1_000.0) {
                Some(thousandths) => i128::from(thousandths).checked_mul(1_000_000),
                None => number(found.to_string()),
            }
        }
        Values::Decimals { unscaled, scale } => {
            // Decimals have 18 digits before the point.
            let places = 9_i32.checked_sub(i32::from(*scale))?;
            let found = unscaled.get(row)?.checked_mul(10_i128.checked_pow(u32::try_from(places).ok()?)?)?;
            (found.unsigned_abs() < 10_u128.pow(27)).then_some(found)
        }
        _ => None,
    }
}

/// A date as people write it; the usual form without the detour.
pub(super) fn date(text: &str) -> Option<i32> {
    let digits = |range: std::ops::Range<usize>| {
        text.as_bytes().get(range)?.iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number.wrapping_mul(10).wrapping_add(u32::from(byte.wrapping_sub(b'0'))))
        })
    };
    let bytes = text.as_bytes();
    let dashed = bytes.len() == 10 && bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if let (true, Some(year), Some(month), Some(day)) = (dashed, digits(0..4), digits(5..7), digits(8..10)) {
        return NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
            .map(|date| date.to_epoch_days());
    }
    text.parse::<NaiveDate>().ok().map(|date| date.to_epoch_days())
}
