//! Two policies over one population: who moves, because of what, and what it does to each group's rate.

mod groups;
mod moves;
mod say;
#[cfg(feature = "table")]
mod table;
mod tally;

pub use groups::GroupRates;
pub use moves::{CriterionMoves, MoveTable, NearMisses, Removed, Simulation};

use chrono::NaiveDate;

use super::Policy;
use super::batch::{BatchOptions, Decisions, decide_together};
use crate::Error;
use crate::columns::Columns;
use groups::Groups;
use tally::Tally;

/// What to compare and how the tables are read.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::{BatchOptions, SimulationOptions};
///
/// let options = SimulationOptions::new().batch(BatchOptions::new()).group("gender").group("department");
/// assert_eq!(options.groups(), ["gender", "department"]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulationOptions {
    batch: BatchOptions,
    groups: Vec<String>,
}

impl SimulationOptions {
    /// Without groups, with the default [`BatchOptions`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how the table is read. `eligible_on` is never found here.
    #[must_use]
    pub fn batch(mut self, options: BatchOptions) -> Self {
        self.batch = options;
        self
    }

    /// Adds a column of texts by whose values the rates are told apart. It is read for this call and not kept; named twice it
    /// counts once.
    #[must_use]
    pub fn group(mut self, column: impl Into<String>) -> Self {
        let column = column.into();
        if !self.groups.contains(&column) {
            self.groups.push(column);
        }
        self
    }

    /// The columns of groups.
    #[must_use]
    pub fn groups(&self) -> &[String] {
        &self.groups
    }
}

impl Policy {
    /// Compares this policy with `after` over the rows of `columns`, without groups.
    ///
    /// # Errors
    ///
    /// Those of [`simulate_with`](Self::simulate_with).
    pub fn simulate(
        &self,
        after: &Self,
        columns: &Columns<'_>,
        as_of: NaiveDate,
    ) -> Result<Simulation, Error> {
        self.simulate_with(after, columns, as_of, &SimulationOptions::new())
    }

    /// Compares this policy with `after` over the rows of `columns` as of the day `as_of`.
    ///
    /// # Errors
    ///
    /// Those of [`decide_columns_with`](Self::decide_columns_with) under either policy; for a column of groups
    /// [`Missing`](crate::ErrorKind::Missing) when there is none of the name, and
    /// [`WrongType`](crate::ErrorKind::WrongType) when it does not hold texts, both with its name as the path.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::columns::{Column, Columns, Integers, Texts, Values};
    /// use alumni_core::eligibility::{Outcome, Policy, SimulationOptions};
    ///
    /// let policy = |grade: u8| {
    ///     Policy::parse(&format!(
    ///         "id = 'return'\nversion = {grade}\n[[criteria]]\nid = 'grade'\nrequire = 'grade >= {grade}'"
    ///     ))
    /// };
    /// let grades = [2_i8, 3, 3, 4];
    /// let sites = Texts::Slices(&["Tokyo", "Tokyo", "Osaka", "Osaka"]);
    /// let columns = Columns::new(4)?
    ///     .with("grade", Column::new(Values::Integers(Integers::I8(&grades))))?
    ///     .with("site", Column::new(Values::Texts(sites)))?;
    /// let options = SimulationOptions::new().group("site");
    /// let found = policy(3)?.simulate_with(&policy(4)?, &columns, "2026-04-01".parse()?, &options)?;
    /// assert_eq!(found.moves.get(Outcome::Eligible, Outcome::Ineligible), 2);
    /// let osaka = &found.groups[0];
    /// assert_eq!((osaka.eligible_before, osaka.eligible_after), (2, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn simulate_with(
        &self,
        after: &Self,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &SimulationOptions,
    ) -> Result<Simulation, Error> {
        Ok(self.compared(after, columns, as_of, options)?.finished())
    }

    /// The same with the criteria that nobody's move is due to, so that several can be added up.
    fn compared(
        &self,
        after: &Self,
        columns: &Columns<'_>,
        as_of: NaiveDate,
        options: &SimulationOptions,
    ) -> Result<Simulation, Error> {
        let batch = options.batch.clone().eligible_on(false);
        let mut decisions = [Decisions::none(self, as_of), Decisions::none(after, as_of)];
        let mut decide = |done: &mut dyn FnMut(&[Decisions], usize)| {
            decide_together(&[self, after], columns, as_of, &batch, &mut decisions, AT_A_TIME, done)
        };
        let groups = match Groups::new(columns, &options.groups) {
            Ok(groups) => groups,
            // What is wrong with the facts comes first.
            Err(error) => return Err(decide(&mut |_, _| {}).err().unwrap_or(error)),
        };
        let mut tally = Tally::new(self, after, groups);
        decide(&mut |decisions, first| tally.add(decisions, first))?;
        Ok(tally.simulation([self, after], &decisions, columns.rows(), &options.groups))
    }
}

/// Rows of which the answers are kept until they are counted: they stay in the processor's cache.
const AT_A_TIME: usize = 1 << 15;
