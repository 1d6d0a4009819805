use std::cmp::Ordering;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Period, add, completed_months, completed_years, day_after, days_between, subtract};
use crate::Error;

/// A stretch of whole days, from `from` up to but not including `until`.
///
/// Elapsed time (tenure, time since separation) is kept as a span rather than a number, so that "at least 3 years" is
/// decided on the calendar itself and never on 365.25 days.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::{Period, Span};
///
/// // Both days of a spell are included: three years to the day.
/// let spell = Span::inclusive("2016-04-01".parse()?, "2019-03-31".parse()?)?;
/// assert!(spell.cmp_period(Period::years(3)).is_some_and(|order| order.is_eq()));
/// assert_eq!(spell.days(), 1095);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Ends", into = "Ends")]
pub struct Span {
    from: NaiveDate,
    until: NaiveDate,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Ends {
    from: NaiveDate,
    until: NaiveDate,
}

impl TryFrom<Ends> for Span {
    type Error = Error;

    fn try_from(ends: Ends) -> Result<Self, Error> {
        Self::new(ends.from, ends.until)
    }
}

impl From<Span> for Ends {
    fn from(span: Span) -> Self {
        Self { from: span.from, until: span.until }
    }
}

impl Span {
    /// The days from `from` up to but not including `until`; empty when they are equal.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) when `until` is before `from`.
    pub fn new(from: NaiveDate, until: NaiveDate) -> Result<Self, Error> {
        if until < from {
            return Err(Error::inconsistent("expected a first day on or before the last day"));
        }
        Ok(Self { from, until })
    }

    /// The days from `first` to `last`, both included.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) when `last` is before `first`.
    pub fn inclusive(first: NaiveDate, last: NaiveDate) -> Result<Self, Error> {
        if last < first {
            return Err(Error::inconsistent("expected a first day on or before the last day"));
        }
        let until =
            day_after(last).ok_or_else(|| Error::out_of_range("expected a date before the year 10000"))?;
        Self::new(first, until)
    }

    /// A span of `days` days that ends before `until`: how a bare number of days is laid on the calendar.
    #[must_use]
    pub fn days_before(days: u32, until: NaiveDate) -> Option<Self> {
        Some(Self { from: subtract(until, Period::days(days))?, until })
    }

    /// The first day.
    #[must_use]
    pub fn from(self) -> NaiveDate {
        self.from
    }

    /// The day after the last day.
    #[must_use]
    pub fn until(self) -> NaiveDate {
        self.until
    }

    /// Number of days.
    #[must_use]
    pub fn days(self) -> i64 {
        days_between(self.from, self.until)
    }

    /// Completed months.
    #[must_use]
    pub fn months(self) -> u32 {
        completed_months(self.from, self.until)
    }

    /// Completed years.
    #[must_use]
    pub fn years(self) -> u32 {
        completed_years(self.from, self.until)
    }

    /// The length in completed years, months and the days that are left.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::calendar::Span;
    ///
    /// let spell = Span::inclusive("2016-04-01".parse()?, "2021-09-30".parse()?)?;
    /// assert_eq!(spell.period().to_string(), "5 years 6 months");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn period(self) -> Period {
        let months = self.months();
        let reached = add(self.from, Period::months(months)).unwrap_or(self.until);
        let days = u32::try_from(days_between(reached, self.until)).unwrap_or_default();
        Period::new(months / 12, months % 12, 0, days).unwrap_or_default()
    }

    /// Compares the span's length with `period`, laid from the span's first day.
    ///
    /// `Less` when `from + period > until`, `Equal` when they meet, `Greater` otherwise; `None` when the sum leaves the
    /// calendar.
    #[must_use]
    pub fn cmp_period(self, period: Period) -> Option<Ordering> {
        self.cmp_length(&Length::of(period))
    }

    /// [`cmp_period`](Self::cmp_period) with what can be known of the period beforehand.
    #[inline]
    pub(crate) fn cmp_length(self, length: &Length) -> Option<Ordering> {
        if (1..=8000).contains(&self.from.year()) {
            match length.plain {
                Plain::Days(days) => return Some(self.days().cmp(&days)),
                Plain::Months(months) => return Some(self.cmp_months(months)),
                Plain::Not => {}
            }
        }
        Some(self.until.cmp(&add(self.from, length.period)?))
    }

    /// Without making the day that is reached.
    fn cmp_months(self, months: i64) -> Ordering {
        let month =
            |date: NaiveDate| i64::from(date.year()).saturating_mul(12).saturating_add(date.month0().into());
        let reached = month(self.from).saturating_add(months);
        month(self.until).cmp(&reached).then_with(|| {
            // Clamped to the last day of the month, which is that of `until`.
            let last = u32::from(self.until.num_days_in_month());
            self.until.day().cmp(&self.from.day().min(last))
        })
    }
}

/// A period to compare spans with, again and again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Length {
    period: Period,
    plain: Plain,
}

/// Periods for which the day that is reached need not be made.
#[derive(Clone, Copy, Debug)]
enum Plain {
    Days(i64),
    Months(i64),
    /// Months and days together, and periods for which the calendar may end.
    Not,
}

impl Length {
    pub(crate) fn of(period: Period) -> Self {
        let (months, days) = (period.total_months(), period.total_days());
        let plain = match (months, i64::try_from(days)) {
            (Some(0), Ok(days @ 0..=300_000)) => Plain::Days(days),
            (Some(months @ 0..=10_000), Ok(0)) => Plain::Months(months.into()),
            _ => Plain::Not,
        };
        Self { period, plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date() -> impl Strategy<Value = NaiveDate> {
        // From the year 1 on, and often near the ends of months.
        let near = (-20_000..40_000_i32, 0..4_u32).prop_map(|(day, back)| {
            let date = NaiveDate::from_epoch_days(day).unwrap();
            let end =
                NaiveDate::from_ymd_opt(date.year(), date.month(), date.num_days_in_month().into()).unwrap();
            end - chrono::Days::new(back.into())
        });
        prop_oneof![near, (-719_162..2_932_896_i32).prop_map(|day| NaiveDate::from_epoch_days(day).unwrap())]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn a_length_is_compared_with_the_day_that_a_period_reaches(
            from in date(), until in date(), months in 0..400_u32, days in 0..3_u32, exact: bool,
        ) {
            let (from, until) = (from.min(until), from.max(until));
            let months = if exact { completed_months(from, until) } else { months };
            let period = Period::new(months / 12, months % 12, 0, days).unwrap();
            let expected = add(from, period).map(|reached| until.cmp(&reached));
            prop_assert_eq!(Span::new(from, until).unwrap().cmp_period(period), expected);
            let days = Period::days(u32::try_from(days_between(from, until)).unwrap() + days);
            let expected = add(from, days).map(|reached| until.cmp(&reached));
            prop_assert_eq!(Span::new(from, until).unwrap().cmp_period(days), expected);
        }
    }
}
