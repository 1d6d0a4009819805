//! The answers for several batches of one table as those for the whole.

use super::decisions::{CriterionMasks, Decisions};
use crate::columns::UnusableValues;

impl Decisions {
    /// Adds the answers for the rows that follow, which come from the same policy, day and options.
    pub(in crate::eligibility) fn append(&mut self, next: Self) {
        let (rows, more) = (self.rows(), next.rows());
        self.outcomes.extend(next.outcomes);
        for (to, from) in self.criteria.iter_mut().zip(&next.criteria) {
            to.append(rows, from, more);
        }
        if let Some((to, from)) = self.eligible_on.as_mut().zip(next.eligible_on) {
            to.days.extend(from.days);
            append(&mut to.valid, rows, &from.valid, more);
        }
        UnusableValues::append(&mut self.unusable, next.unusable, rows);
    }
}

impl CriterionMasks {
    fn append(&mut self, rows: usize, next: &Self, more: usize) {
        append(self.standing.write(), rows, &next.standing, more);
        append(self.unknown.write(), rows, &next.unknown, more);
    }
}

/// Adds `more` bits to so many that are there; bits beyond the last are 0 in both, and stay so.
fn append(to: &mut Vec<u64>, rows: usize, from: &[u64], more: usize) {
    let (low, high) = match u32::try_from(rows % 64) {
        Ok(low @ 1..) => (low, 64_u32.saturating_sub(low)),
        _ => return to.extend(from),
    };
    for word in from {
        if let Some(last) = to.last_mut() {
            *last |= word.wrapping_shl(low);
        }
        to.push(word.wrapping_shr(high));
    }
    to.truncate(rows.saturating_add(more).div_ceil(64));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::decisions::{bit, set};

    proptest! {
        #[test]
        fn bits_after_bits_are_all_of_them_in_their_order(batches in proptest::collection::vec(proptest::collection::vec(any::<bool>(), 0..200), 0..6)) {
            let all: Vec<bool> = batches.concat();
            let (mut joined, mut rows) = (Vec::new(), 0);
            for batch in &batches {
                let mut words = vec![0; batch.len().div_ceil(64)];
                batch.iter().enumerate().for_each(|(row, value)| set(&mut words, row, *value));
                super::append(&mut joined, rows, &words, batch.len());
                rows += batch.len();
            }
            prop_assert_eq!(joined.len(), rows.div_ceil(64));
            for row in 0..joined.len() * 64 {
                prop_assert_eq!(bit(&joined, row), all.get(row).copied().unwrap_or(false));
            }
        }
    }
}
