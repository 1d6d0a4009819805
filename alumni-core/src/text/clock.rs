use std::str::FromStr;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDateTime, Offset as _, TimeZone as _, Utc};
#[cfg(feature = "time-zones")]
use chrono_tz::{TZ_VARIANTS, Tz};

#[cfg(feature = "time-zones")]
use super::nearest;
use crate::Error;

/// The clock by which people are told days and times: at an offset from UTC that never changes, or in a time zone of the IANA
/// database (with the feature `time-zones`), where each instant has the offset of its own day.
///
/// # Example
///
/// ```
/// use alumni_core::text::Clock;
///
/// let clock: Clock = "+09:00".parse()?;
/// assert_eq!(clock.at("2025-06-30T23:00:00Z".parse()?).to_rfc3339(), "2025-07-01T08:00:00+09:00");
/// # #[cfg(feature = "time-zones")]
/// # {
/// let clock: Clock = "Europe/Berlin".parse()?;
/// assert_eq!(clock.at("2026-01-15T12:00:00Z".parse()?).to_rfc3339(), "2026-01-15T13:00:00+01:00");
/// assert_eq!(clock.at("2026-07-15T12:00:00Z".parse()?).to_rfc3339(), "2026-07-15T14:00:00+02:00");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock(Kind);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Fixed(FixedOffset),
    #[cfg(feature = "time-zones")]
    Named(Tz),
}

impl Clock {
    /// The clock of UTC.
    #[must_use]
    pub fn utc() -> Self {
        Utc.fix().into()
    }

    /// The clock of a time zone, such as `Asia/Tokyo`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a name that the database does not have, and for each without the feature
    /// `time-zones`.
    #[cfg(feature = "time-zones")]
    pub fn named(name: &str) -> Result<Self, Error> {
        /// Names this long and longer are cut in messages.
        const SHOWN: usize = 60;
        name.parse().map(|zone| Self(Kind::Named(zone))).map_err(|_| {
            let shown: String = name.chars().take(SHOWN).collect();
            let near = nearest(name, TZ_VARIANTS.iter().map(|zone| zone.name()));
            let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            Error::unknown_name(format!(
                "expected a known time zone such as `Asia/Tokyo`, got `{shown}`{near}"
            ))
        })
    }

    /// The clock of a time zone, such as `Asia/Tokyo`.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a name that the database does not have, and for each without the feature
    /// `time-zones`.
    #[cfg(not(feature = "time-zones"))]
    pub fn named(_: &str) -> Result<Self, Error> {
        Err(Error::unknown_name("expected an offset: the library was built without the feature `time-zones`"))
    }

    /// What it shows at an instant, with the offset that it has then.
    #[must_use]
    pub fn at(self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        match self.0 {
            Kind::Fixed(offset) => instant.with_timezone(&offset),
            #[cfg(feature = "time-zones")]
            Kind::Named(zone) => instant.with_timezone(&zone).fixed_offset(),
        }
    }

    /// When it shows this time: once, twice where it is set back, never where it is set forward.
    pub(crate) fn shows(self, time: &NaiveDateTime) -> MappedLocalTime<DateTime<Utc>> {
        match self.0 {
            Kind::Fixed(offset) => offset.from_local_datetime(time).map(|at| at.to_utc()),
            #[cfg(feature = "time-zones")]
            Kind::Named(zone) => zone.from_local_datetime(time).map(|at| at.to_utc()),
        }
    }
}

impl From<FixedOffset> for Clock {
    fn from(offset: FixedOffset) -> Self {
        Self(Kind::Fixed(offset))
    }
}

impl FromStr for Clock {
    type Err = Error;

    /// Reads an offset such as `+09:00`, or the name of a time zone.
    fn from_str(text: &str) -> Result<Self, Error> {
        let offset = text.parse::<FixedOffset>().map(Self::from);
        offset.or_else(|_| Self::named(text)).map_err(|_| {
            Error::syntax("expected an offset such as `+09:00`, or a time zone such as `Asia/Tokyo`")
        })
    }
}
