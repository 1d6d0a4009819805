use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::calendar::Span;

/// A day with its number, by which days are compared and counted without going by the calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    /// Days since 1 January 1970.
    pub(super) number: i64,
    pub(super) date: NaiveDate,
}

impl Day {
    /// 1 January of the year 1 and 31 December 9999, by number.
    const CALENDAR: (i64, i64) = (-719_162, 2_932_896);

    #[inline]
    pub(super) fn new(date: NaiveDate) -> Self {
        Self { number: date.to_epoch_days().into(), date }
    }

    /// Whether the calendar has the day of a number.
    #[inline]
    pub(super) fn exists(number: i64) -> bool {
        let (first, last) = Self::CALENDAR;
        (first..=last).contains(&number)
    }

    pub(super) fn numbered(number: i64) -> Option<Self> {
        Some(Self { number, date: NaiveDate::from_epoch_days(i32::try_from(number).ok()?)? })
    }

    /// [`day_after`](crate::calendar::day_after).
    #[inline]
    pub(super) fn after(self) -> Option<Self> {
        let number = self.number.wrapping_add(1);
        if !Self::exists(number) {
            return None;
        }
        Some(Self { number, date: self.date.succ_opt()? })
    }

    pub(super) fn span((from, until): (Self, Self)) -> Option<Span> {
        Span::new(from.date, until.date).ok()
    }
}

// By number alone.

impl PartialEq for Day {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Day {}

impl PartialOrd for Day {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Day {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.number.cmp(&other.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day_after;

    #[test]
    fn a_day_is_followed_as_on_the_calendar() {
        for (year, month, day) in
            [(1, 1, 1), (2024, 2, 28), (2023, 2, 28), (9999, 12, 30), (9999, 12, 31), (0, 12, 31)]
        {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            let after = Day::new(date).after();
            assert_eq!(after.map(|day| day.date), day_after(date));
            assert_eq!(after, day_after(date).map(Day::new));
        }
    }
}
