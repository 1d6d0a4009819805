//! A ladder over many rows at once.

use chrono::NaiveDate;

use super::Ladder;
use crate::Error;
use crate::columns::Columns;
use crate::eligibility::batch::decide_together;
use crate::eligibility::{BatchOptions, Decisions};

/// The answers of a ladder for all rows of a table: those of every step, and the highest step of each row.
#[derive(Clone, Debug, PartialEq)]
pub struct LadderDecisions {
    pub(in crate::eligibility) steps: Vec<Decisions>,
    highest: Vec<Option<u8>>,
}

impl LadderDecisions {
    /// The answers of each step's policy, from the lowest step to the highest.
    #[must_use]
    pub fn steps(&self) -> &[Decisions] {
        &self.steps
    }

    /// For every row the place of the highest step that may be taken, as [`highest`](super::LadderDecision::highest) of
    /// the row says; `None` when there is none, and for a set.
    #[must_use]
    pub fn highest(&self) -> &[Option<u8>] {
        &self.highest
    }

    /// How many rows have each step as their highest, from the lowest step; the rows left over have none.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let mut counts = vec![0_usize; self.steps.len()];
        for step in self.highest.iter().flatten() {
            if let Some(count) = counts.get_mut(usize::from(*step)) {
                *count = count.saturating_add(1);
            }
        }
        counts
    }
}

impl Ladder {
    /// Decides about every row of `columns` as of the day `as_of`, each taken as a row of facts.
    ///
    /// The columns are read once for all steps, and what several steps ask is answered once; what is kept for a row is a byte and two bits for each criterion of each step.
    ///
    /// # Errors
    ///
    /// Those of [`Policy::decide_columns`](crate::eligibility::Policy::decide_columns).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Values};
    /// use alumni_core::eligibility::Ladder;
    ///
    /// let ladder = Ladder::parse(r#"
    ///     id = "grades"
    ///     version = 1
    ///     steps = [
    ///         { id = "guest", policy = { id = "guest", version = 1, criteria = [{ id = "c", require = "grade >= 1" }] } },
    ///         { id = "rehire", policy = { id = "rehire", version = 1, criteria = [{ id = "c", require = "grade >= 3" }] } },
    ///     ]
    /// "#)?;
    /// let grades = [3_i8, 0, 2];
    /// let columns = Columns::new(3)?.with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?;
    /// let decisions = ladder.decide_columns(&columns, "2026-04-01".parse()?)?;
    /// assert_eq!(decisions.highest(), [Some(1), None, Some(0)]);
    /// assert_eq!(decisions.counts(), [1, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide_columns(&self, columns: &Columns<'_>, as_of: NaiveDate) -> Result<LadderDecisions, Error> {
        self.decide_columns_with(columns, as_of, &BatchOptions::new())
    }

    /// Decides as [`decide_columns`](Self::decide_columns) does, with options for every step.
    ///
    /// # Errors
    ///
    /// Those of [`Policy::decide_columns_with`](crate::eligibility::Policy::decide_columns_with).
    pub fn decide_columns_with(
        &self,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &BatchOptions,
    ) -> Result<LadderDecisions, Error> {
        let policies: Vec<_> = self.steps.iter().map(|step| &step.policy).collect();
        let mut steps: Vec<_> = policies.iter().map(|policy| Decisions::none(policy, as_of)).collect();
        decide_together(&policies, columns, as_of, options, &mut steps, usize::MAX, |_, _| {})?;
        let highest = if self.is_ordered() {
            highest(&steps.iter().collect::<Vec<_>>())
        } else {
            vec![None; columns.rows()]
        };
        Ok(LadderDecisions { steps, highest })
    }
}

/// For every row the place of the last step whose outcome is eligible.
pub(in crate::eligibility) fn highest(steps: &[&Decisions]) -> Vec<Option<u8>> {
    let mut highest = vec![None; steps.first().map_or(0, |decisions| decisions.rows())];
    for (place, decisions) in (0_u8..).zip(steps) {
        for (highest, code) in highest.iter_mut().zip(decisions.codes()) {
            if *code == 0 {
                *highest = Some(place);
            }
        }
    }
    highest
}
