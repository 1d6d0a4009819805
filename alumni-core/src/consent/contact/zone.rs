//! Where a person's clock is set.

use chrono::{DateTime, Days, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::Error;
use crate::calendar::{self, Period};
use crate::text::Clock;

/// The clock of a place, on which times are looked up as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::consent) struct Zone(Clock);

impl Zone {
    pub(in crate::consent) fn utc() -> Self {
        Self(Clock::utc())
    }

    /// The zone that is written in one of the two ways; `None` where it is in neither.
    pub(in crate::consent) fn read(offset: Option<&str>, name: Option<&str>) -> Result<Option<Self>, Error> {
        match (offset, name) {
            (None, None) => Ok(None),
            (Some(offset), None) => {
                let fixed: FixedOffset = offset
                    .parse()
                    .map_err(|_| Error::syntax("expected an offset such as `+09:00`").within("utc_offset"))?;
                Ok(Some(Self(fixed.into())))
            }
            (None, Some(name)) => {
                Clock::named(name).map(|clock| Some(Self(clock))).map_err(|error| error.within("time_zone"))
            }
            (Some(_), Some(_)) => {
                let message = "expected an offset or the name of a time zone, got both";
                Err(Error::inconsistent(message).within("time_zone"))
            }
        }
    }

    /// What the clock shows.
    pub(in crate::consent) fn local(self, at: DateTime<Utc>) -> NaiveDateTime {
        self.0.at(at).naive_local()
    }

    pub(in crate::consent) fn day(self, at: DateTime<Utc>) -> NaiveDate {
        self.local(at).date()
    }

    /// The first instant at which the clock shows this time, or a later one where it is set forward over it.
    pub(in crate::consent) fn first(self, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
        self.shows(day.and_time(time), false)
    }

    /// The last instant at which it does.
    pub(in crate::consent) fn last(self, day: NaiveDate, time: NaiveTime) -> Option<DateTime<Utc>> {
        self.shows(day.and_time(time), true)
    }

    fn shows(self, wanted: NaiveDateTime, last: bool) -> Option<DateTime<Utc>> {
        match self.0.shows(&wanted) {
            MappedLocalTime::Single(at) => Some(at),
            MappedLocalTime::Ambiguous(one, other) => {
                Some(if last { one.max(other) } else { one.min(other) })
            }
            MappedLocalTime::None => self.after_gap(wanted),
        }
    }

    /// When the clock is set forward over a time that it never shows.
    fn after_gap(self, wanted: NaiveDateTime) -> Option<DateTime<Utc>> {
        // No clock is more than a day away from UTC, nor set by more than one.
        let two = Days::new(2);
        let mut before = wanted.checked_sub_days(two)?.and_utc().timestamp();
        let mut after = wanted.checked_add_days(two)?.and_utc().timestamp();
        while after.saturating_sub(before) > 1 {
            let middle = before.midpoint(after);
            let shows = self.local(DateTime::from_timestamp(middle, 0)?);
            if shows < wanted { before = middle } else { after = middle }
        }
        DateTime::from_timestamp(after, 0)
    }

    /// `at` and a period, at the same time of day.
    pub(in crate::consent) fn later(self, at: DateTime<Utc>, period: Period) -> Option<DateTime<Utc>> {
        let here = self.local(at);
        self.last(calendar::add(here.date(), period)?, here.time())
    }
}

#[cfg(all(test, feature = "time-zones"))]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::read(None, Some(name)).unwrap().unwrap()
    }

    fn shown(zone: Zone, day: &str, time: &str) -> [String; 2] {
        let (day, time) = (day.parse().unwrap(), time.parse().unwrap());
        [zone.first(day, time), zone.last(day, time)].map(|at| at.unwrap().to_rfc3339())
    }

    /// Source: the rules of the zones in the database: `America/New_York` is set forward at 2:00 on the second Sunday of March and
    /// back at 2:00 on the first Sunday of November; `Pacific/Apia` left out 30 December 2011.
    #[test]
    fn times_that_are_shown_twice_or_never_have_an_instant() {
        let new_york = zone("America/New_York");
        assert_eq!(shown(new_york, "2026-03-08", "02:30:00"), ["2026-03-08T07:00:00+00:00"; 2]);
        assert_eq!(shown(new_york, "2026-03-08", "03:00:00"), ["2026-03-08T07:00:00+00:00"; 2]);
        assert_eq!(shown(new_york, "2026-03-08", "01:59:59"), ["2026-03-08T06:59:59+00:00"; 2]);
        let twice = ["2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00"];
        assert_eq!(shown(new_york, "2026-11-01", "01:30:00"), twice);
        assert_eq!(shown(zone("Pacific/Apia"), "2011-12-30", "12:00:00"), ["2011-12-30T10:00:00+00:00"; 2]);
        let fixed = Zone::read(Some("+09:00"), None).unwrap().unwrap();
        assert_eq!(shown(fixed, "2026-03-08", "02:30:00"), ["2026-03-07T17:30:00+00:00"; 2]);
        assert_eq!(new_york.day("2026-07-01T03:59:59Z".parse().unwrap()).to_string(), "2026-06-30");
    }

    #[test]
    fn a_month_later_is_at_the_same_time_of_day() {
        let month = "1 month".parse().unwrap();
        let later = |at: &str| zone("Europe/Berlin").later(at.parse().unwrap(), month).unwrap().to_rfc3339();
        assert_eq!(later("2026-03-15T08:00:00Z"), "2026-04-15T07:00:00+00:00");
    }

    #[test]
    fn what_is_no_zone_is_an_error() {
        let error = Zone::read(None, Some("Asia/Tokio")).unwrap_err();
        assert_eq!(error.path(), "time_zone");
        assert!(error.message().ends_with("did you mean `Asia/Tokyo`?"), "{error}");
        assert_eq!(Zone::read(Some("JST"), None).unwrap_err().path(), "utc_offset");
        assert_eq!(Zone::read(Some("+09:00"), Some("Asia/Tokyo")).unwrap_err().path(), "time_zone");
        assert_eq!(Zone::read(None, None), Ok(None));
    }
}
