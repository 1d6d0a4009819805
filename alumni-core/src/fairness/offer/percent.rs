//! Limits in per cent as whole hundredths, so that bounds on money are whole too.

use crate::Error;

/// A per cent in hundredths: 500 for 5 %.
pub(super) fn hundredths(percent: f64, least: f64, most: f64, name: &str) -> Result<i128, Error> {
    let scaled = percent * 100.0;
    let whole = libm::round(scaled);
    if !(least..=most).contains(&percent) || (scaled - whole).abs() > 1e-6 {
        let message = format!("expected a per cent from {least} to {most} with at most two decimals");
        return Err(Error::out_of_range(message).within(name));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 100,000")]
    Ok(whole as i128)
}

/// `over / under` rounded down, or up; nothing where `under` is not above zero or 128 bits do not hold it.
pub(super) fn divided(over: Option<i128>, under: Option<i128>, up: bool) -> Option<i128> {
    let (over, under) = (over?, under.filter(|under| *under > 0)?);
    let (whole, rest) = (over.checked_div_euclid(under)?, over.checked_rem_euclid(under)?);
    Some(whole.saturating_add(i128::from(up && rest > 0)))
}

/// The product of whole numbers, where 128 bits hold it.
pub(super) fn product<const N: usize>(factors: [i128; N]) -> Option<i128> {
    factors.into_iter().try_fold(1_i128, i128::checked_mul)
}
