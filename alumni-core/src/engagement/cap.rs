use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::calendar::Period;

/// At most so many events of a kind count within each window of time.
///
/// Windows are fixed on the calendar and do not move with the day of the question: days and weeks are counted from
/// Monday 5 January 1970, months and years from January 1970, all in UTC. So `week` is the week from Monday, `month` the
/// calendar month, and `30 days` every thirtieth day from 1970-01-05. Within a window the *earliest* events count, ties
/// by id: whatever somebody does later can neither replace nor refresh what already counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct Cap {
    count: u32,
    window: Window,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    Months(i64),
    Days(i64),
}

/// A cap as written: `{ count = 5, per = "30 days" }`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Cap"))]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    count: u32,
    per: String,
}

/// Monday 5 January 1970 in days after 1 January 1970.
const FIRST_MONDAY: i64 = 4;

impl TryFrom<Document> for Cap {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        let per = document.per.trim();
        let period = match per {
            "day" => Period::days(1),
            "week" => Period::weeks(1),
            "month" => Period::months(1),
            "year" => Period::years(1),
            _ => per.parse().map_err(|error: Error| error.within("per"))?,
        };
        Self::new(document.count, period)
    }
}

impl From<Cap> for Document {
    fn from(cap: Cap) -> Self {
        Self { count: cap.count, per: cap.per().to_string() }
    }
}

impl Cap {
    /// At most `count` events in each window of the length `per`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a count of zero (give the kind the weight zero instead), for an
    /// empty period, and for one that mixes months with days, which has no fixed windows.
    pub fn new(count: u32, per: Period) -> Result<Self, Error> {
        if count == 0 {
            return Err(Error::out_of_range("expected a count of at least 1").within("count"));
        }
        let months = i64::from(per.total_months().unwrap_or_default());
        let days = i64::try_from(per.total_days()).unwrap_or_default();
        let window = match (months, days) {
            (1.., 0) => Window::Months(months),
            (0, 1..) => Window::Days(days),
            _ => {
                return Err(Error::out_of_range(
                    "expected a period of days and weeks or one of months and years, such as `30 days` or `month`",
                )
                .within("per"));
            }
        };
        Ok(Self { count, window })
    }

    /// How many events count in each window.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// The length of the windows, in days or in months.
    #[must_use]
    pub fn per(&self) -> Period {
        let length = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
        match self.window {
            Window::Months(count) => Period::months(length(count)),
            Window::Days(count) => Period::days(length(count)),
        }
    }

    /// The number of the window that `at` lies in.
    pub(super) fn window(&self, at: DateTime<Utc>) -> i64 {
        let (elapsed, length) = match self.window {
            Window::Months(length) => {
                let years = i64::from(at.year()).saturating_sub(1970);
                (years.saturating_mul(12).saturating_add(i64::from(at.month0())), length)
            }
            Window::Days(length) => {
                (i64::from(at.date_naive().to_epoch_days()).saturating_sub(FIRST_MONDAY), length)
            }
        };
        elapsed.checked_div_euclid(length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cap(per: &str) -> Result<Cap, Error> {
        Cap::try_from(Document { count: 1, per: per.into() })
    }

    #[test]
    fn windows_lie_on_the_calendar() {
        let window = |per: &str, at: &str| cap(per).unwrap().window(at.parse().unwrap());
        // 2024-04-01 was a Monday.
        assert_eq!(window("week", "2024-03-31T23:59:59Z") + 1, window("week", "2024-04-01T00:00:00Z"));
        assert_eq!(window("week", "2024-04-01T00:00:00Z"), window("week", "2024-04-07T23:59:59Z"));
        assert_eq!(window("month", "2024-02-29T23:59:59Z") + 1, window("month", "2024-03-01T00:00:00Z"));
        assert_eq!(window("year", "1969-12-31T23:59:59Z"), -1);
        assert_eq!(window("30 days", "1970-01-05T00:00:00Z"), 0);
        assert_eq!(window("30 days", "1970-02-03T23:59:59Z"), 0);
        assert_eq!(window("30 days", "1970-02-04T00:00:00Z"), 1);
        assert_eq!(window("30 days", "1970-01-04T23:59:59Z"), -1);
    }

    #[test]
    fn a_window_needs_a_length_in_one_kind_of_unit() {
        for per in ["0 days", "1 month 1 day", "fortnight", "", "-1 days"] {
            assert_eq!(cap(per).unwrap_err().path(), "per", "{per}");
        }
        assert_eq!(Cap::new(0, Period::days(1)).unwrap_err().path(), "count");
        assert_eq!(cap("2 weeks").unwrap().per(), Period::days(14));
    }
}
