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

mod binding;
mod blocks;
mod cell;
mod counts;
mod decisions;
mod fast;
mod foresee;
#[cfg(any(feature = "table", test))]
mod join;
mod kernels;
mod lanes;
mod options;
mod rows;
mod waterfall;

pub use counts::{Counts, CriterionCounts, OutcomeCounts, StatusCounts};
#[cfg(feature = "table")]
pub(super) use decisions::EligibleOn;
pub use decisions::{CriterionMasks, DecidedRow, Decisions, UnknownColumn, UnusableValues};
pub use options::{BatchOptions, OnMissingColumn, OnUnusableValue};

pub(super) use counts::ones;
pub(super) use decisions::bit;
#[cfg(feature = "table")]
pub(super) use join::add_unusable;
pub(super) use lanes::text_of;
pub(super) use rows::code_of;

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
        rows::decide(self, columns, as_of, options)
    }
}
