//! Dates moved by periods as total monotone functions on day numbers, with their inverses.
//!
//! The library's calendar ends with the year 9999; here the same arithmetic runs on past it, so that moving never fails and
//! what leaves the calendar is an ordinary bound.

use chrono::{Datelike, NaiveDate};

use crate::calendar::Period;
use crate::eligibility::expression::Sign;

/// One step of a shift: months with the month-end clamp, then days; both negative when it goes backwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Move {
    pub(super) months: i64,
    pub(super) days: i64,
}

/// A monotone function of a number: scaled (a whole number among billionths), then moved, innermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Shift {
    pub(super) times: bool,
    pub(super) moves: Vec<Move>,
}

/// Billionths in one.
pub(super) const SCALE: i128 = 1_000_000_000;

impl Move {
    pub(super) fn new(sign: Sign, by: Period) -> Self {
        let months = i64::from(by.total_months().unwrap_or(u32::MAX));
        let days = i64::try_from(by.total_days()).unwrap_or(i64::MAX / 4);
        match sign {
            Sign::Plus => Self { months, days },
            Sign::Minus => Self { months: months.saturating_neg(), days: days.saturating_neg() },
        }
    }

    fn apply(self, number: i128) -> i128 {
        let days = i128::from(self.days);
        if self.months == 0 {
            return number.saturating_add(days);
        }
        let (year, month, day) = civil(clamp(number));
        let (year, month) = months_on(year, month, self.months);
        i128::from(day_number(year, month, day.min(days_in(year, month)))).saturating_add(days)
    }

    /// The least number that this takes to `reached` or beyond.
    fn inverse(self, reached: i128) -> i128 {
        let reached = reached.saturating_sub(i128::from(self.days));
        if self.months == 0 {
            return reached;
        }
        let (year, month, day) = civil(clamp(reached));
        let (year, month) = months_on(year, month, self.months.saturating_neg());
        if day <= days_in(year, month) {
            return i128::from(day_number(year, month, day));
        }
        // No day of that month goes so far: the first of the next one does.
        let (year, month) = months_on(year, month, 1);
        i128::from(day_number(year, month, 1))
    }
}

impl Shift {
    pub(super) fn apply(&self, number: i128) -> i128 {
        let number = if self.times { number.saturating_mul(SCALE) } else { number };
        self.moves.iter().fold(number, |number, by| by.apply(number))
    }

    /// The least number that this takes to `reached` or beyond.
    pub(super) fn inverse(&self, reached: i128) -> i128 {
        let reached = self.moves.iter().rev().fold(reached, |reached, by| by.inverse(reached));
        if !self.times {
            return reached;
        }
        let whole = reached.div_euclid(SCALE);
        if reached.rem_euclid(SCALE) == 0 { whole } else { whole.saturating_add(1) }
    }

    /// The least and the largest number that stays within `first` and `last` at every step.
    pub(super) fn within(&self, first: i128, last: i128) -> (i128, i128) {
        let (mut low, mut high) = (first, last);
        for end in 1..=self.moves.len() {
            let part = Self { times: false, moves: self.moves.iter().take(end).copied().collect() };
            low = low.max(part.inverse(first));
            high = high.min(part.inverse(last.saturating_add(1)).saturating_sub(1));
        }
        (low, high)
    }
}

/// The least and the largest number of days that `months` months can have, laid from any day; backwards, both negative.
pub(super) fn days_of(months: i64) -> (i64, i64) {
    if months == 0 {
        return (0, 0);
    }
    let (mut least, mut most) = (i64::MAX, i64::MIN);
    // The calendar repeats after 400 years.
    for start in 0..4_800_i64 {
        let (from_year, from_month) = months_on(2000, 1, start);
        let (year, month) = months_on(2000, 1, start.saturating_add(months));
        let whole = day_number(year, month, 1).saturating_sub(day_number(from_year, from_month, 1));
        let clamped = days_in(year, month).saturating_sub(days_in(from_year, from_month)).min(0);
        least = least.min(whole.saturating_add(clamped));
        most = most.max(whole);
    }
    (least, most)
}

/// Bounds on [`days_of`] without counting, some days too wide.
pub(super) fn days_about(months: i64) -> (i64, i64) {
    if months == 0 {
        return (0, 0);
    }
    let mean = months.saturating_mul(146_097).div_euclid(4_800);
    (mean.saturating_sub(8), mean.saturating_add(8))
}

/// Whether `short`, laid from any day, never reaches further than `long`; both `(months, days)`, not negative.
pub(super) fn never_longer(short: (i64, i64), long: (i64, i64)) -> bool {
    if short.0 <= long.0 && short.1 <= long.1 {
        return true;
    }
    // Months in common are laid first by both: what remains is compared.
    let within = |range: fn(i64) -> (i64, i64)| {
        let most = range(short.0).1.saturating_add(short.1);
        most <= range(long.0).0.saturating_add(long.1)
    };
    if within(days_about) {
        return true;
    }
    let apart = days_about(long.0).1.saturating_add(long.1) < days_about(short.0).0.saturating_add(short.1);
    if apart {
        return false;
    }
    // The same months, or fewer on one side: the difference of the months is laid from a day that both reach.
    if short.0 > long.0 {
        let (_, most) = days_of(short.0.saturating_sub(long.0));
        return most.saturating_add(short.1).saturating_add(3) <= long.1 || within(days_of);
    }
    let (least, _) = days_of(long.0.saturating_sub(short.0));
    short.1 <= least.saturating_sub(3).saturating_add(long.1) || within(days_of)
}

pub(super) fn number_of(date: NaiveDate) -> i128 {
    i128::from(day_number(i64::from(date.year()), i64::from(date.month()), i64::from(date.day())))
}

pub(super) fn date_of(number: i128) -> Option<NaiveDate> {
    let (year, month, day) = civil(clamp(number));
    let date = NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day).ok()?,
    )?;
    (1..=9_999).contains(&year).then_some(date)
}

/// Days far outside the calendar, where the arithmetic below cannot overflow.
fn clamp(number: i128) -> i64 {
    i64::try_from(number.clamp(-1_000_000_000_000, 1_000_000_000_000)).unwrap_or_default()
}

fn months_on(year: i64, month: i64, months: i64) -> (i64, i64) {
    let count = year.saturating_mul(12).saturating_add(month).saturating_sub(1).saturating_add(months);
    (count.div_euclid(12), count.rem_euclid(12).saturating_add(1))
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01. The year is counted from March, so that the leap day is its last: then the months before one make
/// `(153 m + 2) / 5` days.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year.saturating_sub(1) } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let since_march = month.saturating_add(9).rem_euclid(12);
    let of_year = since_march.saturating_mul(153).saturating_add(2).div_euclid(5).saturating_add(day);
    let days = of_era.saturating_mul(365).saturating_add(of_era.div_euclid(4));
    let days = days.saturating_sub(of_era.div_euclid(100)).saturating_add(of_year);
    era.saturating_mul(146_097).saturating_add(days).saturating_sub(719_469)
}

fn civil(number: i64) -> (i64, i64, i64) {
    let number = number.saturating_add(719_468);
    let (era, day) = (number.div_euclid(146_097), number.rem_euclid(146_097));
    let year = day
        .saturating_sub(day.div_euclid(1_460))
        .saturating_add(day.div_euclid(36_524))
        .saturating_sub(day.div_euclid(146_096))
        .div_euclid(365);
    let before =
        year.saturating_mul(365).saturating_add(year.div_euclid(4)).saturating_sub(year.div_euclid(100));
    let of_year = day.saturating_sub(before);
    let since_march = of_year.saturating_mul(5).saturating_add(2).div_euclid(153);
    let start = since_march.saturating_mul(153).saturating_add(2).div_euclid(5);
    let month = since_march.saturating_add(2).rem_euclid(12).saturating_add(1);
    let year = era.saturating_mul(400).saturating_add(year);
    let year = if month <= 2 { year.saturating_add(1) } else { year };
    (year, month, of_year.saturating_sub(start).saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{add, subtract};
    use proptest::prelude::*;

    fn date() -> impl Strategy<Value = NaiveDate> {
        (0..=3_600_000_i32).prop_map(|days| NaiveDate::from_epoch_days(days - 700_000).unwrap())
    }

    fn shift(sign: Sign, months: u32, days: u32) -> Shift {
        let by = Period::new(0, months, 0, days).unwrap();
        Shift { times: false, moves: vec![Move::new(sign, by)] }
    }

    proptest! {
        #[test]
        fn moving_is_the_calendars(date in date(), months in 0_u32..200, days in 0_u32..100, back: bool) {
            let by = Period::new(0, months, 0, days).unwrap();
            let sign = if back { Sign::Minus } else { Sign::Plus };
            let moved = if back { subtract(date, by) } else { add(date, by) };
            prop_assert_eq!(date_of(number_of(date)), Some(date));
            prop_assert_eq!(date_of(shift(sign, months, days).apply(number_of(date))), moved);
        }

        #[test]
        fn the_inverse_is_the_least_that_reaches(date in date(), months in 0_u32..200, days in 0_u32..100, back: bool) {
            let by = shift(if back { Sign::Minus } else { Sign::Plus }, months, days);
            let least = by.inverse(number_of(date));
            prop_assert!(by.apply(least) >= number_of(date));
            prop_assert!(by.apply(least - 1) < number_of(date));
        }

        #[test]
        fn never_longer_holds_from_every_day(
            a in (0_i64..40, 0_i64..70), b in (0_i64..40, 0_i64..70), from in prop::collection::vec(date(), 40),
        ) {
            let reach = |by: (i64, i64), from: NaiveDate| {
                Move { months: by.0, days: by.1 }.apply(number_of(from))
            };
            if never_longer(a, b) {
                for from in from {
                    prop_assert!(reach(a, from) <= reach(b, from), "{a:?} {b:?} {from}");
                }
            }
        }

        #[test]
        fn months_have_so_many_days(months in 0_i64..500, from in date()) {
            let days = i64::try_from(Move { months, days: 0 }.apply(number_of(from)) - number_of(from)).unwrap();
            let ((least, most), (about, at_most)) = (days_of(months), days_about(months));
            prop_assert!(least <= days && days <= most && about <= least && most <= at_most);
        }
    }

    #[test]
    fn a_month_has_28_to_31_days_and_a_year_365_or_366() {
        assert_eq!((days_of(1), days_of(12), days_of(6)), ((28, 31), (365, 366), (181, 184)));
        assert!(never_longer((0, 28), (1, 0)) && !never_longer((0, 29), (1, 0)));
        assert!(
            never_longer((0, 180), (6, 0))
                && never_longer((6, 0), (0, 184))
                && never_longer((12, 0), (0, 366))
        );
    }
}
