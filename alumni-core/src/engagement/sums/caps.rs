//! How many events of capped kinds a window has had.

use chrono::{DateTime, NaiveDate};

use super::super::record::start_of;
use crate::Error;
use crate::engagement::{Cap, ScoreModel};

/// For each person and capped kind the latest window and how many events counted in it.
#[derive(Clone, Debug)]
pub(super) struct Windows {
    caps: Vec<Cap>,
    /// For each cap the number of the window of each day, counted back from the day before the end.
    by_day: Vec<Vec<i64>>,
    /// The first day that is not before the end, since 1970.
    end: i64,
    seen: Vec<Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    second: i64,
    window: i64,
    count: u32,
}

const DAY: i64 = 86_400;
/// Days further back are reckoned one by one.
const LONGEST: usize = 36_525;

impl Windows {
    pub(super) fn new(model: &ScoreModel, as_of: NaiveDate) -> Self {
        let caps: Vec<_> = model.kinds().iter().filter_map(|kind| kind.cap).collect();
        Self {
            by_day: vec![Vec::new(); caps.len()],
            caps,
            end: start_of(as_of).timestamp().div_euclid(DAY),
            seen: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.caps.is_empty()
    }

    /// Makes room for so many people.
    pub(super) fn people(&mut self, people: usize) {
        let nothing = Seen { second: i64::MIN, window: i64::MIN, count: 0 };
        self.seen.resize(people.saturating_mul(self.caps.len()), nothing);
    }

    /// Whether the event counts.
    pub(super) fn admits(
        &mut self,
        person: usize,
        capped: usize,
        second: i64,
        row: u64,
    ) -> Result<bool, Error> {
        let window = self.window(capped, second);
        let place = person.saturating_mul(self.caps.len()).saturating_add(capped);
        let (Some(seen), Some(cap)) = (self.seen.get_mut(place), self.caps.get(capped)) else {
            return Ok(true);
        };
        if second < seen.second {
            let message =
                "expected the events of a person and capped kind in the order of time; sort by `at`";
            return Err(Error::inconsistent(message).within(format!("at: row {row}")));
        }
        if window != seen.window {
            (seen.window, seen.count) = (window, 0);
        }
        seen.second = second;
        if seen.count == cap.count() {
            return Ok(false);
        }
        seen.count = seen.count.saturating_add(1);
        Ok(true)
    }

    fn window(&mut self, capped: usize, second: i64) -> i64 {
        let Some(cap) = self.caps.get(capped) else { return 0 };
        let window = |day: i64| {
            DateTime::from_timestamp(day.saturating_mul(DAY), 0).map_or(i64::MIN, |at| cap.window(at))
        };
        let day = second.div_euclid(DAY);
        let back = usize::try_from(self.end.saturating_sub(1).saturating_sub(day)).unwrap_or_default();
        if back > LONGEST {
            return window(day);
        }
        let Some(known) = self.by_day.get_mut(capped) else { return window(day) };
        let mut last = i64::try_from(known.len()).unwrap_or(i64::MAX);
        while known.len() <= back {
            last = last.saturating_add(1);
            known.push(window(self.end.saturating_sub(last)));
        }
        known.get(back).copied().unwrap_or_else(|| window(day))
    }
}
