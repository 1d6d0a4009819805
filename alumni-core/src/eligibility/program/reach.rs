use chrono::{Datelike, Months, NaiveDate};

use crate::calendar::{Period, add};

/// Days since 1970-01-01 on which nothing here leaves the calendar: the years 535 to 3405.
const NEAR: i32 = 1 << 19;

/// The longest period that stays in the calendar from every near day: 400 years.
const LONGEST_DAYS: i64 = 146_000;

/// Whether a day is one on which nothing here leaves the calendar.
pub(in crate::eligibility) const fn is_near(day: i32) -> bool {
    -NEAR <= day && day < NEAR
}

/// The least and the most near day.
pub(in crate::eligibility) const NEAREST: (i32, i32) = (-NEAR, NEAR - 1);

/// The day that a period reaches from another day, by table where it pays.
pub(in crate::eligibility) struct Reach {
    period: Period,
    /// For a period of weeks and days.
    days: Option<i32>,
    first: i32,
    table: Vec<i32>,
}

impl Reach {
    /// `None` for a period of more than 400 years.
    pub(in crate::eligibility) fn new(period: Period) -> Option<Self> {
        let months = period.total_months()?;
        let days = i64::try_from(period.total_days()).ok()?;
        let all = i64::from(months).checked_mul(31)?.checked_add(days)?;
        if all > LONGEST_DAYS {
            return None;
        }
        let days = if months == 0 { i32::try_from(days).ok() } else { None };
        Some(Self { period, days, first: 0, table: Vec::new() })
    }

    pub(in crate::eligibility) const fn period(&self) -> Period {
        self.period
    }

    /// By how many days, for a period of weeks and days.
    pub(in crate::eligibility) const fn days(&self) -> Option<i32> {
        self.days
    }

    /// The day reached from a near day.
    #[inline]
    pub(in crate::eligibility) fn of(&self, day: i32) -> i32 {
        if let Some(days) = self.days {
            return day.saturating_add(days);
        }
        let place = usize::try_from(day.wrapping_sub(self.first)).unwrap_or(usize::MAX);
        match self.table.get(place) {
            Some(reached) => *reached,
            None => self.by_calendar(day),
        }
    }

    #[cold]
    #[inline(never)]
    fn by_calendar(&self, day: i32) -> i32 {
        let reached = NaiveDate::from_epoch_days(day).and_then(|day| add(day, self.period));
        reached.map_or(i32::MAX, |day| day.to_epoch_days())
    }

    /// The days reached from several days.
    pub(in crate::eligibility) fn all(&self, from: &[i32], to: &mut [i32]) {
        match self.days {
            Some(days) => {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = from.saturating_add(days);
                }
            }
            None => {
                for (to, from) in to.iter_mut().zip(from) {
                    *to = self.of(*from);
                }
            }
        }
    }

    /// Makes a table of the days reached from 1940 to 2059.
    pub(in crate::eligibility) fn tabulate(&mut self) {
        if self.days.is_some() || !self.table.is_empty() {
            return;
        }
        let Some(mut month) = NaiveDate::from_ymd_opt(1940, 1, 1) else { return };
        self.first = month.to_epoch_days();
        let months = Months::new(self.period.total_months().unwrap_or(0));
        let days = i32::try_from(self.period.total_days()).unwrap_or(0);
        let mut table = Vec::with_capacity(43_830);
        while month.year() < 2060 {
            let Some(target) = month.checked_add_months(months) else { return };
            let start = target.to_epoch_days().saturating_add(days);
            let last = i32::from(target.num_days_in_month()).saturating_sub(1);
            for day in 0..i32::from(month.num_days_in_month()) {
                table.push(start.saturating_add(day.min(last)));
            }
            let Some(next) = month.checked_add_months(Months::new(1)) else { return };
            month = next;
        }
        self.table = table;
    }
}
