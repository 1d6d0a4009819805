//! Dates, instants, and the calendar arithmetic of the core.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::Error;
use alumni_core::calendar::{self, Period};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::boundary::{Outcome, guard, put, read, text};
use crate::error::{alumni_error, alumni_status};

/// `days` of an invalid date: what `alumni_date_ymd` makes of 30 February, and what a sum outside the calendar is.
pub const ALUMNI_DATE_INVALID: i32 = i32::MIN;
/// `microseconds` of an invalid instant, which is also `never` where an answer has an optional instant.
pub const ALUMNI_INSTANT_INVALID: i64 = i64::MIN;

/// A day of the Gregorian calendar, in days since 1970-01-01; the years 1 to 9999.
///
/// Every function refuses an invalid date with `ALUMNI_STATUS_OUT_OF_RANGE`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct alumni_date {
    /// Days since 1970-01-01, or `ALUMNI_DATE_INVALID`.
    pub days: i32,
}

/// An instant in UTC, in microseconds since 1970-01-01T00:00:00Z without leap seconds; the years 1 to 9999.
///
/// Every function refuses an invalid instant with `ALUMNI_STATUS_OUT_OF_RANGE`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct alumni_instant {
    /// Microseconds since 1970-01-01T00:00:00Z, or `ALUMNI_INSTANT_INVALID`.
    pub microseconds: i64,
}

impl alumni_date {
    pub(crate) const INVALID: Self = Self { days: ALUMNI_DATE_INVALID };

    /// The day, if it is one.
    pub(crate) fn day(self) -> Option<NaiveDate> {
        NaiveDate::from_epoch_days(self.days).filter(|day| (1..=9999).contains(&day.year()))
    }

    /// The day, which must be one.
    pub(crate) fn checked(self, name: &'static str) -> Outcome<NaiveDate> {
        let wrong = || Error::out_of_range("expected a day that exists in the years 1 to 9999").within(name);
        Ok(self.day().ok_or_else(wrong)?)
    }
}

impl From<Option<NaiveDate>> for alumni_date {
    fn from(day: Option<NaiveDate>) -> Self {
        day.map_or(Self::INVALID, |day| Self { days: day.to_epoch_days() })
    }
}

impl alumni_instant {
    pub(crate) const INVALID: Self = Self { microseconds: ALUMNI_INSTANT_INVALID };

    fn instant(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp_micros(self.microseconds).filter(|at| (1..=9999).contains(&at.year()))
    }

    /// The instant, which must be one.
    pub(crate) fn checked(self, name: &'static str) -> Outcome<DateTime<Utc>> {
        let wrong = || Error::out_of_range("expected an instant in the years 1 to 9999").within(name);
        Ok(self.instant().ok_or_else(wrong)?)
    }
}

impl From<Option<DateTime<Utc>>> for alumni_instant {
    fn from(at: Option<DateTime<Utc>>) -> Self {
        at.map_or(Self::INVALID, |at| Self { microseconds: at.timestamp_micros() })
    }
}

/// The day with this year (1 to 9999), month (1 to 12) and day of the month; an invalid date if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_date_ymd(year: i32, month: u32, day: u32) -> alumni_date {
    read(alumni_date::INVALID, || {
        let day = NaiveDate::from_ymd_opt(year, month, day)?;
        Some(Some(day).filter(|day| (1..=9999).contains(&day.year())).into())
    })
}

/// Reads a date as HR systems write it: `2015-04-01`, `2015/4/1`, `2015年4月1日`, `平成27年4月1日`, `H27.4.1`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_date_parse(
    text: *const c_char,
    date: Option<&mut MaybeUninit<alumni_date>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(date, "date", || {
            let day = calendar::parse_date(crate::boundary::text(text, "text")?)?;
            Ok(Some(day).into())
        })
    })
}

/// Whether the date is a day of the years 1 to 9999: 1, or 0.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_date_is_valid(date: alumni_date) -> u32 {
    read(0, || date.day().map(|_| 1))
}

/// The year, or 0 for an invalid date.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_date_year(date: alumni_date) -> i32 {
    read(0, || Some(date.day()?.year()))
}

/// The month from 1 to 12, or 0 for an invalid date.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_date_month(date: alumni_date) -> u32 {
    read(0, || Some(date.day()?.month()))
}

/// The day of the month from 1 to 31, or 0 for an invalid date.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_date_day(date: alumni_date) -> u32 {
    read(0, || Some(date.day()?.day()))
}

/// The instant that many seconds after 1970-01-01T00:00:00Z, as `time()` counts; invalid outside the years 1 to 9999.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_instant_unix(seconds: i64) -> alumni_instant {
    read(alumni_instant::INVALID, || {
        let at = alumni_instant { microseconds: seconds.checked_mul(1_000_000)? };
        at.instant().map(|_| at)
    })
}

/// Reads an instant with its offset from UTC, like `2025-07-01T18:00:00+09:00`. A finer fraction than microseconds is cut.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_instant_parse(
    text: *const c_char,
    instant: Option<&mut MaybeUninit<alumni_instant>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(instant, "instant", || {
            let text = crate::boundary::text(text, "text")?;
            let wrong = || Error::syntax("expected an instant like `2025-07-01T18:00:00+09:00`");
            let at = DateTime::parse_from_rfc3339(text).map_err(|_| wrong())?.to_utc();
            let at = alumni_instant::from(Some(at));
            at.checked("text")?;
            Ok(at)
        })
    })
}

/// Adds a period like `P1Y6M`, `6 months` or `30 days`: years and months first, with the last day of the month where
/// the sum has none of that number, then weeks and days. A sum after 9999-12-31 is an invalid date, not a failure.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_calendar_add(
    date: alumni_date,
    period: *const c_char,
    sum: Option<&mut MaybeUninit<alumni_date>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || moved(calendar::add, date, period, sum, "sum"))
}

/// Subtracts a period, likewise. This is not the inverse of adding: 31 March - 1 month + 1 month = 28 March.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_calendar_subtract(
    date: alumni_date,
    period: *const c_char,
    difference: Option<&mut MaybeUninit<alumni_date>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || moved(calendar::subtract, date, period, difference, "difference"))
}

fn moved(
    by: fn(NaiveDate, Period) -> Option<NaiveDate>,
    date: alumni_date,
    period: *const c_char,
    out: Option<&mut MaybeUninit<alumni_date>>,
    name: &'static str,
) -> Outcome<()> {
    put(out, name, || {
        let date = date.checked("date")?;
        let period: Period = text(period, "period")?.parse()?;
        Ok(by(date, period).into())
    })
}

/// Days from one date to another; negative when `until` is earlier.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_calendar_days_between(
    from: alumni_date,
    until: alumni_date,
    days: Option<&mut MaybeUninit<i64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || counted(calendar::days_between, from, until, days, "days"))
}

/// Completed months: the largest n with `from` + n months <= `until`, or 0 when `until` is earlier.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_calendar_completed_months(
    from: alumni_date,
    until: alumni_date,
    months: Option<&mut MaybeUninit<u32>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || counted(calendar::completed_months, from, until, months, "months"))
}

/// Completed years: completed months divided by twelve, rounded down.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_calendar_completed_years(
    from: alumni_date,
    until: alumni_date,
    years: Option<&mut MaybeUninit<u32>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || counted(calendar::completed_years, from, until, years, "years"))
}

fn counted<T>(
    count: fn(NaiveDate, NaiveDate) -> T,
    from: alumni_date,
    until: alumni_date,
    out: Option<&mut MaybeUninit<T>>,
    name: &'static str,
) -> Outcome<()> {
    put(out, name, || Ok(count(from.checked("from")?, until.checked("until")?)))
}
