//! Times of rows, and how many rows share each.

use super::read::Run;
use crate::Error;
use crate::columns::{Column, Values, each_width};

/// Whole times below this are counted in a list.
const LIMIT: f64 = 1_048_576.0;

/// A thousand names, and none.
const MOST_CODES: usize = 1_001;

/// The numbers of the rows from `first` on. Unknown is 0.
#[expect(clippy::cast_lossless, reason = "one form for whole numbers of every width")]
pub(super) fn read_numbers(column: &Column<'_>, first: usize, times: &mut [f64]) -> Result<(), Error> {
    match column.values() {
        Values::Null(_) => times.fill(0.0),
        Values::Integers(numbers) => {
            each_width!(numbers, slice => {
                for (time, number) in times.iter_mut().zip(slice.get(first..).unwrap_or_default()) {
                    *time = *number as f64;
                }
            });
        }
        Values::Floats32(numbers) => {
            for (time, number) in times.iter_mut().zip(numbers.get(first..).unwrap_or_default()) {
                // Adding zero makes the two zeros one.
                *time = f64::from(*number) + 0.0;
            }
        }
        Values::Floats64(numbers) => {
            for (time, number) in times.iter_mut().zip(numbers.get(first..).unwrap_or_default()) {
                *time = *number + 0.0;
            }
        }
        _ => return Err(Error::wrong_type("expected a column of whole numbers or floats")),
    }
    if let Some(valid) = column.validity() {
        for (time, row) in times.iter_mut().zip(first..) {
            if !valid.get(row) {
                *time = 0.0;
            }
        }
    }
    Ok(())
}

/// The times of the rows from `first` on; `before` rows came before them. Unknown is 0.
pub(super) fn read_times(
    column: &Column<'_>,
    first: usize,
    before: usize,
    times: &mut [f64],
) -> Result<(), Error> {
    read_numbers(column, first, times)?;
    let good = |time: f64| (0.0..f64::INFINITY).contains(&time);
    // Without a way out the loop is a few instructions for eight rows.
    if times.iter().fold(true, |all, time| all & good(*time)) {
        return Ok(());
    }
    let row = times.iter().position(|time| !good(*time)).unwrap_or_default().saturating_add(before);
    Err(Error::out_of_range(format!("expected a number from 0 on in row {row}")))
}

/// How many rows of a batch share group, end and time.
#[derive(Debug)]
pub(super) struct Tally {
    /// By group, then by time and end.
    whole: Vec<Vec<u32>>,
    /// Ends for which there is room.
    width: usize,
    /// Times for which there is room.
    length: usize,
    /// Counts in all tables together.
    most: usize,
    /// Those without room there: times that are not whole, or long.
    rest: Vec<Run>,
}

impl Tally {
    /// For a batch of so many rows: there are not many more counts than rows.
    pub(super) fn new(rows: usize) -> Self {
        let most = rows.saturating_mul(2).saturating_add(1_024);
        Self { whole: Vec::new(), width: 0, length: 0, most, rest: Vec::new() }
    }

    /// Counts rows, whose codes are below `groups` and `ends`.
    pub(super) fn count(
        &mut self,
        groups: usize,
        ends: usize,
        group: &[u32],
        end: &[u32],
        times: &[f64],
    ) -> Result<(), Error> {
        let longest = times.iter().copied().fold(0.0, f64::max).min(LIMIT - 1.0);
        self.make_room(groups, ends, index(longest).saturating_add(1))?;
        let width = self.width;
        if let ([counts], 1..) = (self.whole.as_mut_slice(), width) {
            // No groups: the usual table.
            for (end, time) in end.iter().zip(times) {
                let whole = index(*time);
                let place = whole.saturating_mul(width).saturating_add(number(*end));
                match counts.get_mut(place) {
                    Some(count) if is_whole(*time, whole) => *count = count.saturating_add(1),
                    _ => self.rest.push(Run { group: 0, end: number(*end), time: *time, people: 1 }),
                }
            }
            return Ok(());
        }
        for ((group, end), time) in group.iter().zip(end).zip(times) {
            let (group, end, whole) = (number(*group), number(*end), index(*time));
            let place = whole.saturating_mul(width).saturating_add(end);
            match self.whole.get_mut(group).and_then(|counts| counts.get_mut(place)) {
                Some(count) if is_whole(*time, whole) => *count = count.saturating_add(1),
                _ => self.rest.push(Run { group, end, time: *time, people: 1 }),
            }
        }
        Ok(())
    }

    fn make_room(&mut self, groups: usize, ends: usize, length: usize) -> Result<(), Error> {
        if groups.max(ends) > MOST_CODES {
            return Err(Error::too_large("expected at most 1000 different names"));
        }
        // Room to spare, so that a table whose names come one by one is not laid out anew for each.
        let spare = if self.width == 0 { ends } else { ends.saturating_mul(2) };
        let width = if ends > self.width { spare } else { self.width };
        let groups = groups.max(self.whole.len());
        let most = self.most.checked_div(groups.saturating_mul(width)).unwrap_or_default();
        let length = length.max(self.length).min(most);
        if width != self.width || length < self.length {
            self.list();
            (self.width, self.length) = (width, length);
        }
        self.length = length;
        self.whole.resize(groups, Vec::new());
        let size = length.saturating_mul(width);
        for counts in self.whole.iter_mut().filter(|counts| counts.len() < size) {
            counts.resize(size, 0);
        }
        Ok(())
    }

    /// Puts what is in the tables on the list, and empties them.
    fn list(&mut self) {
        let width = self.width.max(1);
        for (group, counts) in (0..).zip(&mut self.whole) {
            let counts = std::mem::take(counts);
            let met = (0_usize..).zip(counts).filter(|(_, people)| *people > 0);
            self.rest.extend(met.map(|(place, people)| {
                let time = place.checked_div(width).unwrap_or_default() as f64;
                Run { group, end: place.checked_rem(width).unwrap_or_default(), time, people: people.into() }
            }));
        }
    }

    /// What was counted; in any order.
    pub(super) fn runs(mut self) -> Vec<Run> {
        self.list();
        self.rest
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below 0 and above the range it is the nearest end"
)]
fn index(time: f64) -> usize {
    let whole = time.min(LIMIT) as u32;
    number(whole)
}

fn is_whole(time: f64, whole: usize) -> bool {
    (whole as f64).total_cmp(&time).is_eq()
}

fn number(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}
