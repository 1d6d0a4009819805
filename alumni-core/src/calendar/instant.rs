//! Instants as texts have them: RFC 3339 with an offset. A local time without one is refused, never taken for UTC.

use chrono::format::ParseErrorKind;
use chrono::{DateTime, Datelike, FixedOffset, Timelike};

use crate::Error;

/// Reads an instant with its offset, in the years 1 to 9999 and without leap seconds.
pub(crate) fn parse(text: &str) -> Result<DateTime<FixedOffset>, Error> {
    // The text is not quoted: it is part of what is known about a person.
    let instant = DateTime::parse_from_rfc3339(text).map_err(|error| match error.kind() {
        ParseErrorKind::OutOfRange | ParseErrorKind::Impossible => Error::syntax(
            "expected an instant on a day and at a time that exist, found one that no calendar has",
        ),
        _ => Error::syntax("expected an instant with its offset, such as `2025-07-01T09:00:00+09:00`"),
    })?;
    check(instant)?;
    Ok(instant)
}

/// What the calendar, other languages and other databases cannot represent is refused at the door.
pub(crate) fn check(instant: DateTime<FixedOffset>) -> Result<(), Error> {
    let years = 1..=9999;
    if !years.contains(&instant.year()) || !years.contains(&instant.to_utc().year()) {
        return Err(Error::out_of_range("expected an instant in the years 1 to 9999"));
    }
    if instant.nanosecond() >= 1_000_000_000 {
        return Err(Error::out_of_range("expected an instant outside a leap second"));
    }
    Ok(())
}
