//! What hastens or delays an end: Cox's proportional hazards.

mod baseline;
mod fit;
mod people;
mod predict;
mod sweep;

use serde::{Deserialize, Serialize};

use super::newton::Convergence;
use crate::columns::Columns;
use crate::{Error, document};
pub use baseline::BaselinePoint;
pub(super) use people::{Ordered, People};
pub use predict::CoxPredictions;

/// Which columns are fitted, and how.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{CoxOptions, Ties};
///
/// let options = CoxOptions::new("days", "end", ["tenure_months", "grade"]).end("returned");
/// assert_eq!(options.ties, Ties::Efron);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CoxOptions {
    /// The column of durations, as in [`DurationOptions`](super::DurationOptions).
    pub duration: String,
    /// The column that says how it ended, likewise.
    pub event: String,
    /// The columns of what may hasten or delay it: numbers and booleans, none of them unknown; from 1 to 64 of them.
    pub covariates: Vec<String>,
    /// The column of the times from which on people were watched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// The end that is meant, where there are several; who ended otherwise was last seen then. All ends where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
    /// How people who end at the same time are counted.
    #[serde(default)]
    pub ties: Ties,
    /// How sure the intervals are: above 0, below 1.
    #[serde(default = "usual")]
    pub confidence: f64,
}

fn usual() -> f64 {
    0.95
}

/// How people who end at the same time are counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Ties {
    /// As if they had ended one after another, each share of them at risk for the next: close to exact. What R and lifelines do.
    #[default]
    Efron,
    /// As if all of them were at risk for each: pulls coefficients to 0 where many end together.
    Breslow,
}

impl CoxOptions {
    /// The columns of durations, of ends, and of what may hasten or delay them.
    pub fn new<C: Into<String>>(
        duration: impl Into<String>,
        event: impl Into<String>,
        covariates: impl IntoIterator<Item = C>,
    ) -> Self {
        Self {
            duration: duration.into(),
            event: event.into(),
            covariates: covariates.into_iter().map(Into::into).collect(),
            entry: None,
            end: None,
            ties: Ties::default(),
            confidence: usual(),
        }
    }

    /// Names the column of the times from which on people were watched.
    #[must_use]
    pub fn entry(mut self, column: impl Into<String>) -> Self {
        self.entry = Some(column.into());
        self
    }

    /// Says which end is meant.
    #[must_use]
    pub fn end(mut self, end: impl Into<String>) -> Self {
        self.end = Some(end.into());
        self
    }

    /// Sets how people who end at the same time are counted.
    #[must_use]
    pub fn ties(mut self, ties: Ties) -> Self {
        self.ties = ties;
        self
    }

    /// Sets how sure the intervals are.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Reads `{"duration": …, "event": …, "covariates": […]}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    #[cfg(feature = "table")]
    pub(super) fn reads(&self, name: &str) -> bool {
        name == self.duration
            || name == self.event
            || self.entry.as_deref() == Some(name)
            || self.covariates.iter().any(|covariate| covariate == name)
    }
}

/// What hastens or delays an end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CoxFit {
    /// What was fitted.
    pub options: CoxOptions,
    /// How many people there are.
    pub people: u64,
    /// Of how many it ended the way that is meant.
    pub ended: u64,
    /// Columns that are left out: those before them already say the same of all who could end, or they say the same of everybody.
    pub dropped: Vec<String>,
    /// Whether the fit reached its maximum; without it there are no numbers below.
    pub convergence: Convergence,
    /// With a likelihood that rises without end: the columns by which whoever ends is told from all who could.
    pub separated_by: Vec<String>,
    /// The columns that are kept, in the order asked for; none without convergence.
    pub coefficients: Vec<CoxCoefficient>,
    /// The logarithm of the partial likelihood.
    pub log_likelihood: Option<f64>,
    /// The same with all coefficients 0.
    pub log_likelihood_null: Option<f64>,
    /// How many have not ended at which time of those for whom every column has its mean: every time at which somebody ended, in rising
    /// order; none without convergence.
    pub baseline: Vec<BaselinePoint>,
    /// The longest that anybody was watched; of later times nothing is known. Absent of nobody.
    pub watched_until: Option<f64>,
}

/// What a unit more of a column does to the pace at which people end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CoxCoefficient {
    /// The column.
    pub name: String,
    /// The logarithm of the hazard ratio.
    pub coefficient: f64,
    /// Its standard error, from the observed information.
    pub standard_error: f64,
    /// How many times as fast people end with a unit more.
    pub hazard_ratio: f64,
    /// The lower end of its interval.
    pub lower: f64,
    /// The upper end.
    pub upper: f64,
    /// How often a coefficient would be as far from 0 by chance (Wald).
    pub p: f64,
    /// The mean of the column, for which the baseline is.
    pub mean: f64,
}

/// Fits Cox's model to the rows of a table.
///
/// # Formula
///
/// The partial likelihood: at each time the product over who ended of `exp(x'b)` over the sum of it over all at risk, with
/// Efron's or Breslow's way with those who end together.
///
/// # Source
///
/// D. Cox, *Regression models and life-tables*, JRSS B 34 (1972); B. Efron, *The efficiency of Cox's likelihood function for
/// censored data*, JASA 72 (1977).
///
/// # Errors
///
/// Those of [`Durations::from_columns`](super::Durations::from_columns); with the column as path a covariate that is unknown or
/// no finite number; with `covariates` none, a name given twice, or more than 64; [`UnknownName`](crate::ErrorKind::UnknownName)
/// with `end` for an end that nobody has.
///
/// # Example
///
/// ```
/// use alumni_core::columns::{Column, Columns, Integers, Values};
/// use alumni_core::engagement::{CoxOptions, cox};
///
/// let (days, back) = ([5, 8, 8, 12, 20, 30], [1_u8, 1, 0, 1, 1, 0]);
/// let years = [1, 3, 2, 6, 2, 4];
/// let columns = Columns::new(6)?
///     .with("days", Column::new(Values::Integers(Integers::I32(&days))))?
///     .with("back", Column::new(Values::Integers(Integers::U8(&back))))?
///     .with("years", Column::new(Values::Integers(Integers::I32(&years))))?;
/// let fit = cox(&columns, &CoxOptions::new("days", "back", ["years"]))?;
/// assert!(fit.convergence.reached && fit.coefficients[0].hazard_ratio < 1.0);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn cox(columns: &Columns<'_>, options: &CoxOptions) -> Result<CoxFit, Error> {
    let mut people = People::new(options)?;
    people.add(columns, options)?;
    fit::fit(people, options)
}

/// The same for a table in batches, as Arrow hands it over; only the columns asked for are read.
///
/// # Errors
///
/// Those of [`cox`] and of [`Reader::next_batch`](crate::table::Reader).
#[cfg(feature = "table")]
pub fn cox_table(mut table: crate::table::Reader, options: &CoxOptions) -> Result<CoxFit, Error> {
    let mut people = People::new(options)?;
    table.keep(|name| options.reads(name));
    people.add(&table.empty()?.columns()?, options)?;
    while let Some(batch) = table.next_batch()? {
        people.add(&batch.columns()?, options)?;
    }
    fit::fit(people, options)
}
