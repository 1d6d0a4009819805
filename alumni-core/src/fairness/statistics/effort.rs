//! How much may be enumerated for one pair of groups, so that a report of thousands is made in a second or two.

/// The limits of one pair among so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Effort {
    /// Steps of the power's enumeration, of a few nanoseconds each.
    pub(crate) steps: f64,
    /// Tables of the unconditional tests.
    pub(crate) tables: u64,
}

/// So many pairs have the whole effort each; more share what these have together.
const WHOLE: u64 = 100;

impl Effort {
    /// For one of `pairs` pairs.
    pub(crate) fn of(pairs: usize) -> Self {
        let pairs = u64::try_from(pairs).unwrap_or(u64::MAX).max(WHOLE);
        let tables = 40_000_u64.saturating_mul(WHOLE).checked_div(pairs).unwrap_or_default();
        Self { steps: 300_000.0 * super::float(WHOLE) / super::float(pairs), tables }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_pairs_have_what_one_has_and_more_share_it() {
        assert_eq!(Effort::of(1), Effort { steps: 300_000.0, tables: 40_000 });
        assert_eq!(Effort::of(100), Effort::of(1));
        assert_eq!(Effort::of(10_000), Effort { steps: 3_000.0, tables: 400 });
    }
}
