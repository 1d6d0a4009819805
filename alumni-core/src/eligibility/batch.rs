//! Many rows at once: columns in, outcomes and masks out.
//!
//! Each row is taken as a worker whose facts are all supplied, one column for each fact under the name that rules write
//! (`tenure`, `time_in_job_family(sales)`). The answers are those of [`Policy::decide`] for that worker, row by row.
//!
//! # Example
//!
//! ```
//! use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
//! use alumni_core::eligibility::{Outcome, Policy};
//!
//! let policy = Policy::parse(r#"
//!     id = "return"
//!     version = 1
//!     [[criteria]]
//!     id = "grade"
//!     require = "grade >= 3"
//!     [[criteria]]
//!     id = "conduct"
//!     bar = "separation_kind = involuntary_cause"
//! "#)?;
//! let grades = [3_i8, 1, 4];
//! let kinds = Texts::Slices(&["voluntary", "voluntary", "involuntary_cause"]);
//! let columns = Columns::new(3)?
//!     .with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?
//!     .with("separation_kind", Column::new(Values::Texts(kinds)))?;
//! let decisions = policy.decide_columns(&columns, "2026-04-01".parse()?)?;
//! assert_eq!(decisions.outcome(0), Some(Outcome::Eligible));
//! assert_eq!(decisions.criteria()[0].unmet(), [0b010]);
//! assert_eq!(decisions.counts().outcomes.ineligible, 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ahead;
mod ask;
mod binding;
mod bitmap;
mod candidate;
mod cell;
mod counts;
mod decisions;
mod employment;
mod fast;
mod foresee;
mod graph;
#[cfg(feature = "table")]
mod join;
mod kernels;
mod lanes;
mod machine;
mod options;
mod rows;
mod waterfall;
mod wiring;

pub use counts::{Counts, CriterionCounts, OutcomeCounts, StatusCounts};
#[cfg(feature = "table")]
pub(super) use decisions::EligibleOn;
pub use decisions::{CriterionMasks, DecidedRow, Decisions, UnknownColumn};
pub use options::{BatchOptions, OnMissingColumn, OnUnusableValue};

pub(super) use counts::ones;
pub(super) use lanes::Coded;
pub(super) use rows::{Decider, decide, program};

use chrono::NaiveDate;

use super::Policy;
use crate::Error;
use crate::columns::Columns;

impl Policy {
    /// Decides about every row of `columns` as of the day `as_of`, with the default [`BatchOptions`].
    ///
    /// # Errors
    ///
    /// Those of [`decide_columns_with`](Self::decide_columns_with).
    pub fn decide_columns(&self, columns: &Columns<'_>, as_of: NaiveDate) -> Result<Decisions, Error> {
        self.decide_columns_with(columns, as_of, &BatchOptions::new())
    }

    /// Decides about every row of `columns` as of the day `as_of`.
    ///
    /// What each type of fact is read from:
    ///
    /// | fact | columns |
    /// |---|---|
    /// | boolean | booleans; texts `true`, `false` |
    /// | integer | whole numbers (also as floats or decimals); texts: digits, or a name that the vocabulary gives a number |
    /// | decimal | numbers; texts |
    /// | money | texts `5200000 JPY`; numbers of major units beside a column of currency codes, `pay` and `pay_currency` |
    /// | date | days; instants, of which the day counts; texts `2024-04-01` |
    /// | period | whole numbers of days, laid from 2001-01-01 as [`Vocabulary::value`](crate::workforce::Vocabulary::value) says; texts of them |
    /// | category | texts, plain or by number |
    /// | categories | lists of texts; texts `a;b` |
    ///
    /// Where a policy asks for `employed`, `tenure` or `since_separation` and a row has no value for it, it follows from
    /// the columns `start_date`, `separation_date` and `employed`, as [`Policy::decide`] says. A row that is not there is
    /// unknown, but for `rehire_flag`, `rehire_flag_origin` and `personal_contacts`, which a worker always has: `absent`,
    /// `import` and none.
    ///
    /// # Errors
    ///
    /// With the column's name as the path: [`Missing`](crate::ErrorKind::Missing) for a fact of the policy without a
    /// column. With the path `column: row 17`, rows from 0: the kinds of [`decide`](Self::decide) for a value that is not
    /// what the vocabulary says, and [`Syntax`](crate::ErrorKind::Syntax) for a text that is not UTF-8; of several, the
    /// lowest row's. [`BatchOptions`] takes both for unknown instead.
    pub fn decide_columns_with(
        &self,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &BatchOptions,
    ) -> Result<Decisions, Error> {
        let mut decisions = Decisions::none(self, as_of);
        self.decide_columns_into(columns, as_of, options, &mut decisions)?;
        Ok(decisions)
    }

    /// Decides as [`decide_columns_with`](Self::decide_columns_with) does, into answers that were given before: their memory
    /// is used again.
    ///
    /// `to` may come from any policy and any table, and holds this one's answers afterwards. To decide batch after batch of
    /// a table costs no memory but the first batch's.
    ///
    /// # Errors
    ///
    /// Those of [`decide_columns_with`](Self::decide_columns_with). `to` then holds the answers for no row.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Values};
    /// use alumni_core::eligibility::{BatchOptions, Policy};
    ///
    /// let policy = Policy::parse("id = 'p'\nversion = 1\n[[criteria]]\nid = 'grade'\nrequire = 'grade >= 3'")?;
    /// let (as_of, options) = ("2026-04-01".parse()?, BatchOptions::new());
    /// let mut decisions = policy.decide_columns(&grades(&[])?, as_of)?;
    /// let mut eligible = 0;
    /// for batch in [&[3_i8, 1, 4][..], &[5, 2]] {
    ///     policy.decide_columns_into(&grades(batch)?, as_of, &options, &mut decisions)?;
    ///     eligible += decisions.counts().outcomes.eligible;
    /// }
    /// assert_eq!(eligible, 3);
    ///
    /// fn grades(numbers: &[i8]) -> Result<Columns<'_>, alumni_core::Error> {
    ///     Columns::new(numbers.len())?.with("grade", Column::new(Values::Integers(Integers::I8(numbers))))
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide_columns_into(
        &self,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &BatchOptions,
        to: &mut Decisions,
    ) -> Result<(), Error> {
        let to_one = std::slice::from_mut(to);
        let decided = decide_together(&[self], columns, as_of, options, to_one, usize::MAX, |_, _| {});
        if decided.is_err() {
            *to = Decisions::none(self, as_of);
        }
        decided
    }
}

/// Decides under several policies in one pass over the columns, so many rows at a time; `done` sees the answers of each
/// round with the number of its first row.
pub(super) fn decide_together(
    policies: &[&Policy],
    columns: &Columns<'_>,
    as_of: NaiveDate,
    options: &BatchOptions,
    to: &mut [Decisions],
    at_a_time: usize,
    done: impl FnMut(&[Decisions], usize),
) -> Result<(), Error> {
    let programs: Vec<_> = policies.iter().map(|policy| program(policy, as_of, columns.rows())).collect();
    let deciders = policies.iter().zip(&programs);
    let deciders: Vec<_> =
        deciders.map(|(policy, program)| Decider { policy, program: program.as_ref() }).collect();
    decide(&deciders, columns, as_of, options, to, at_a_time, done)
}
