//! Exact calendar arithmetic: periods, completed years and months, spans of days.
//!
//! Dates are Gregorian [`chrono::NaiveDate`]s. The rules, which hold everywhere in the library:
//!
//! 1. **Adding years and months** moves to the same day of the target month, or to its last day when the month is
//!    shorter (the *month-end clamp*): 31 January + 1 month = 28 or 29 February; 29 February 2020 + 1 year = 28 February
//!    2021. Years and months are added in one step, then weeks and days.
//! 2. **Completed months** from `a` to `b` is the largest `n` with `a + n months <= b`; completed years is that divided
//!    by twelve, rounded down.
//! 3. **A length is at least a period** when `first day + period <= day after the last day`. Both days of a spell are
//!    included: 1 April 2016 to 31 March 2019 is exactly three years.
//! 4. **Days** are counted between midnights, so there are no time zones here.
//!
//! The supported range is the years 1 to 9999; arithmetic that leaves it has no result.

mod era;
pub(crate) mod instant;
mod period;
mod span;

pub(crate) use era::half_width;
pub use era::parse_date;
pub use period::Period;
pub(crate) use span::Length;
pub use span::Span;

use chrono::{Datelike, Months, NaiveDate};

const FIRST_YEAR: i32 = 1;
const LAST_YEAR: i32 = 9999;

fn in_range(date: NaiveDate) -> Option<NaiveDate> {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year()).then_some(date)
}

/// Adds `period` to `date` with the month-end clamp, or `None` outside the years 1 to 9999.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::{add, Period};
///
/// let date = "2020-01-31".parse()?;
/// assert_eq!(add(date, Period::months(1)), Some("2020-02-29".parse()?));
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn add(date: NaiveDate, period: Period) -> Option<NaiveDate> {
    let date = date.checked_add_months(Months::new(period.total_months()?))?;
    in_range(date.checked_add_days(chrono::Days::new(period.total_days()))?)
}

/// Subtracts `period` from `date`: years and months first, with the month-end clamp, then weeks and days.
///
/// This is not the inverse of [`add`]: 31 March − 1 month + 1 month = 28 March.
#[must_use]
pub fn subtract(date: NaiveDate, period: Period) -> Option<NaiveDate> {
    let date = date.checked_sub_months(Months::new(period.total_months()?))?;
    in_range(date.checked_sub_days(chrono::Days::new(period.total_days()))?)
}

/// Days from `from` to `until`; negative when `until` is earlier.
#[must_use]
pub fn days_between(from: NaiveDate, until: NaiveDate) -> i64 {
    i64::from(until.num_days_from_ce()).saturating_sub(from.num_days_from_ce().into())
}

/// Completed months from `from` to `until`: the largest `n` with `from + n months <= until`, or 0 when `until` is
/// earlier.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::completed_months;
///
/// // 31 January + 1 month is clamped to 28 February, which has been reached.
/// assert_eq!(completed_months("2021-01-31".parse()?, "2021-02-28".parse()?), 1);
/// # Ok::<(), chrono::ParseError>(())
/// ```
#[must_use]
pub fn completed_months(from: NaiveDate, until: NaiveDate) -> u32 {
    let years = until.year().saturating_sub(from.year());
    let apart = years
        .saturating_mul(12)
        .saturating_add_unsigned(until.month0())
        .saturating_sub_unsigned(from.month0());
    let Ok(apart) = u32::try_from(apart) else { return 0 };
    // The month difference is either right or one too many.
    match from.checked_add_months(Months::new(apart)) {
        Some(reached) if reached <= until => apart,
        _ => apart.saturating_sub(1),
    }
}

/// Completed years from `from` to `until`: completed months divided by twelve, rounded down.
#[must_use]
pub fn completed_years(from: NaiveDate, until: NaiveDate) -> u32 {
    completed_months(from, until) / 12
}

/// The day after `date`, or `None` after 9999-12-31.
#[must_use]
pub fn day_after(date: NaiveDate) -> Option<NaiveDate> {
    in_range(date.succ_opt()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date() -> impl Strategy<Value = NaiveDate> {
        (0..=800_000_i32).prop_map(|days| NaiveDate::from_epoch_days(days - 400_000).unwrap())
    }

    proptest! {
        #[test]
        fn completed_months_is_the_largest_that_fits(from in date(), days in 0_i64..40_000) {
            let until = from + chrono::Duration::days(days);
            let n = completed_months(from, until);
            prop_assert!(add(from, Period::months(n)).unwrap() <= until);
            prop_assert!(add(from, Period::months(n + 1)).unwrap() > until);
        }

        #[test]
        fn adding_is_monotone_in_the_date(a in date(), b in date(), months in 0_u32..600) {
            let (a, b) = (a.min(b), a.max(b));
            prop_assert!(add(a, Period::months(months)) <= add(b, Period::months(months)));
        }
    }
}
