//! Which criterion is the first in whose way.

use super::counts::ones;
use super::decisions::Decisions;

impl Decisions {
    /// For each criterion, in the policy's order, its id and how many rows it is the first to make ineligible.
    ///
    /// They add up to the rows that are ineligible: what a chart that goes down step by step shows. Review criteria make
    /// nobody ineligible and have 0. What another order would show is another question;
    /// [`counts`](Self::counts) has every criterion's own number.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Values};
    /// use alumni_core::eligibility::Policy;
    ///
    /// let policy = Policy::parse(r#"
    ///     id = "return"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "grade"
    ///     require = "grade >= 3"
    ///     [[criteria]]
    ///     id = "spells"
    ///     require = "spell_count <= 2"
    /// "#)?;
    /// let numbers = |numbers| Column::new(Values::Integers(Integers::I8(numbers)));
    /// let columns = Columns::new(3)?.with("grade", numbers(&[3, 1, 1]))?.with("spell_count", numbers(&[3, 3, 1]))?;
    /// let decisions = policy.decide_columns(&columns, "2026-04-01".parse()?)?;
    /// assert_eq!(decisions.removed(), [("grade", 2), ("spells", 1)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn removed(&self) -> Vec<(&str, usize)> {
        let mut gone = vec![0_u64; self.rows().div_ceil(64)];
        let removed = self.criteria().iter().map(|criterion| {
            let mut count = 0_usize;
            for (gone, unmet) in gone.iter_mut().zip(criterion.unmet()) {
                count = count.saturating_add(ones(unmet & !*gone));
                *gone |= unmet;
            }
            (criterion.id(), count)
        });
        removed.collect()
    }
}
