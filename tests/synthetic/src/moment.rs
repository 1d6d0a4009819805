//! Days and instants of the made-up programmes, all at +09:00.

use std::fmt;

use chrono::{Datelike, NaiveDate, TimeDelta};

use crate::random::Rng;

const DAY: i64 = 86_400;

/// An instant, in seconds of local time (+09:00) since the beginning of 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

impl Moment {
    /// The beginning of `day`.
    #[must_use]
    pub fn start_of(day: NaiveDate) -> Self {
        Self(day.signed_duration_since(NaiveDate::default()).num_seconds())
    }

    /// The day it lies in.
    #[must_use]
    pub fn day(self) -> NaiveDate {
        NaiveDate::default() + TimeDelta::days(self.0.div_euclid(DAY))
    }

    /// So many days later.
    #[must_use]
    pub fn after_days(self, days: f64) -> Self {
        self.after_seconds(days * DAY as f64)
    }

    /// So many hours later.
    #[must_use]
    pub fn after_hours(self, hours: f64) -> Self {
        self.after_seconds(hours * 3_600.0)
    }

    #[expect(clippy::cast_possible_truncation, reason = "lags are years at most; `as` saturates")]
    fn after_seconds(self, seconds: f64) -> Self {
        Self(self.0.saturating_add(libm::floor(seconds) as i64))
    }

    /// Days from `earlier` to this one.
    #[must_use]
    pub fn days_since(self, earlier: Self) -> f64 {
        (self.0 - earlier.0) as f64 / DAY as f64
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.rem_euclid(DAY);
        write!(f, "{}T{:02}:{:02}:{:02}+09:00", self.day(), seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }
}

/// When people at home write: little at night, some at noon, most between eight and eleven in the evening.
const HOURS: [(i64, f64); 24] = [
    (0, 2.0),
    (1, 1.0),
    (2, 0.5),
    (3, 0.3),
    (4, 0.3),
    (5, 0.5),
    (6, 1.5),
    (7, 3.0),
    (8, 4.0),
    (9, 3.0),
    (10, 3.0),
    (11, 3.0),
    (12, 6.0),
    (13, 4.0),
    (14, 3.0),
    (15, 3.0),
    (16, 3.0),
    (17, 4.0),
    (18, 5.0),
    (19, 7.0),
    (20, 9.0),
    (21, 10.0),
    (22, 8.0),
    (23, 5.0),
];

/// How much happens on a day, of the most: less at weekends, little at Golden Week, Obon and the turn of the year.
fn busy(day: NaiveDate) -> f64 {
    let holiday = match (day.month(), day.day()) {
        (4, 29..) | (5, ..=5) | (12, 29..) | (1, ..=3) => 0.4,
        (8, 13..=16) => 0.5,
        _ => 1.0,
    };
    let weekend = if day.weekday().number_from_monday() > 5 { 0.7 } else { 1.0 };
    holiday * weekend
}

/// An instant from `from` up to but not including `until`, at which people at home are likely to act.
pub(crate) fn leisure(rng: &mut Rng, from: Moment, until: Moment) -> Moment {
    let last = (until.0 - 1).max(from.0);
    loop {
        let day = Moment(rng.between(from.0, last)).day();
        let hour = rng.weighted(&HOURS);
        let at = Moment(Moment::start_of(day).0 + hour * 3_600 + rng.between(0, 3_599));
        // What falls outside the days at either end is simply drawn again.
        if rng.chance(busy(day)) && (from..until).contains(&at) {
            return at;
        }
        if until.0 - from.0 < DAY {
            return Moment(rng.between(from.0, last));
        }
    }
}

/// An instant in office hours of `day`.
pub(crate) fn office(rng: &mut Rng, day: NaiveDate) -> Moment {
    Moment(Moment::start_of(day).0 + rng.between(9 * 3_600, 17 * 3_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_written_with_its_offset() {
        let day = NaiveDate::from_ymd_opt(2025, 6, 2).unwrap();
        let at = Moment::start_of(day).after_hours(21.25);
        assert_eq!(at.to_string(), "2025-06-02T21:15:00+09:00");
        assert_eq!(at.day(), day);
        assert_eq!(Moment(-1).to_string(), "1969-12-31T23:59:59+09:00");
    }
}
