//! Regressions on tables.

use serde::{Deserialize, Serialize};

use super::options::RegressionOptions;
use super::regression::{Regression, regress};
use crate::columns::{Columns, Values};
use crate::fairness::pay::{column, number};
use crate::{Error, document};

/// Which column of a table is accounted for by which others.
///
/// Columns of numbers and of booleans are read, and every row has to have each of them: a regression does not guess.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Values};
/// use alumni_core::fairness::{RegressionColumns, RegressionOptions, StandardErrors};
///
/// let (pay, returned) = ([1.0, 2.0, 4.0], [0_i8, 0, 1]);
/// let table = Columns::new(3)?
///     .with("pay", Column::new(Values::Floats64(&pay)))?
///     .with("returned", Column::new(Values::Integers(Integers::I8(&returned))))?;
/// let options = RegressionOptions::default().with_errors(StandardErrors::Classical);
/// let fit = RegressionColumns::new("pay", ["returned"]).with_options(options).fit(&table)?;
/// assert!((fit.coefficients[1].estimate - 2.5).abs() < 1e-12);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RegressionColumns {
    /// The column that is to be accounted for.
    pub outcome: String,
    /// The columns that account for it, in their order.
    pub columns: Vec<String>,
    /// What is to be computed.
    #[serde(default)]
    pub options: RegressionOptions,
}

impl RegressionColumns {
    /// The column `outcome` on `columns`, with the usual options.
    pub fn new<N: Into<String>>(outcome: impl Into<String>, columns: impl IntoIterator<Item = N>) -> Self {
        let columns = columns.into_iter().map(Into::into).collect();
        Self { outcome: outcome.into(), columns, options: RegressionOptions::default() }
    }

    /// Sets what is to be computed.
    #[must_use]
    pub fn with_options(mut self, options: RegressionOptions) -> Self {
        self.options = options;
        self
    }

    /// Reads `{"outcome": …, "columns": […]}`, with `options` where needed.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Fits the rows of a table.
    ///
    /// # Errors
    ///
    /// With the column as path: [`Missing`](crate::ErrorKind::Missing) for one that is not there and for a row without a number,
    /// [`WrongType`](crate::ErrorKind::WrongType) for one of another type; and those of [`regress`].
    pub fn fit(&self, columns: &Columns<'_>) -> Result<Regression, Error> {
        let mut values = vec![Vec::new(); self.columns.len().saturating_add(1)];
        self.read(columns, &mut values)?;
        self.fitted(&values)
    }

    /// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
    ///
    /// # Errors
    ///
    /// Those of [`fit`](Self::fit), with rows counted from the first of the table, and of
    /// [`Reader::next_batch`](crate::table::Reader::next_batch).
    #[cfg(feature = "table")]
    pub fn fit_table(&self, mut table: crate::table::Reader) -> Result<Regression, Error> {
        table.keep(|name| self.outcome == name || self.columns.iter().any(|column| column == name));
        let mut values = vec![Vec::new(); self.columns.len().saturating_add(1)];
        self.read(&table.empty()?.columns()?, &mut values)?;
        while let Some(batch) = table.next_batch()? {
            let rows = values.first().map_or(0, Vec::len);
            let read = self.read(&batch.columns()?, &mut values);
            read.map_err(|error| crate::table::counted_on(error, rows))?;
        }
        self.fitted(&values)
    }

    fn read(&self, columns: &Columns<'_>, values: &mut [Vec<f64>]) -> Result<(), Error> {
        for (name, values) in std::iter::once(&self.outcome).chain(&self.columns).zip(values) {
            let column = column(columns, name)?;
            match column.values() {
                Values::Floats64(numbers) if column.validity().is_none() => values.extend_from_slice(numbers),
                Values::Null(_)
                | Values::Booleans(_)
                | Values::Integers(_)
                | Values::Floats32(_)
                | Values::Floats64(_)
                | Values::Decimals { .. } => {
                    for row in 0..columns.rows() {
                        let none = || Error::missing("expected a number").within(format!("row {row}"));
                        values
                            .push(number(column, row).ok_or_else(none).map_err(|error| error.within(name))?);
                    }
                }
                _ => return Err(Error::wrong_type("expected a column of numbers").within(name)),
            }
        }
        Ok(())
    }

    fn fitted(&self, values: &[Vec<f64>]) -> Result<Regression, Error> {
        let Some((outcome, others)) = values.split_first() else {
            return Err(Error::missing("expected rows"));
        };
        let named: Vec<(&str, &[f64])> = self
            .columns
            .iter()
            .zip(others)
            .map(|(name, values)| (name.as_str(), values.as_slice()))
            .collect();
        regress(outcome, &named, &self.options)
    }
}
