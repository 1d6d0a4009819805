use serde::{Deserialize, Serialize};

use super::blocks::{BLOCK, Triangle};
use super::options::{Degrees, RegressionOptions, StandardErrors};
use super::rows::Rows;
use super::second::Second;
use super::triangle::Factor;
use crate::Error;
use crate::fairness::design::usable;
use crate::fairness::input_hash::canonical;

/// One coefficient with what can be said about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Coefficient {
    /// The column's name.
    pub name: String,
    /// The change of the outcome for one more of the column.
    pub estimate: f64,
    /// Its standard error. Absent without degrees of freedom, and where the coefficient rests on a row that no other row
    /// contradicts (leverage 1): there is no residual to learn from. So are the figures below.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of the t distribution.
    pub degrees: Option<f64>,
    /// The estimate over its standard error; absent too where that is zero.
    pub t: Option<f64>,
    /// The two-sided p-value.
    pub p: Option<f64>,
    /// The lower end of the interval.
    pub lower: Option<f64>,
    /// The upper end of the interval.
    pub upper: Option<f64>,
}

/// How much single rows decide: a row's leverage is the share of its own fitted value that its outcome makes up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Leverage {
    /// The highest, from 0 to 1.
    pub highest: f64,
    /// The row that has it, counted from 0; the first of several.
    pub row: u64,
    /// The mean: columns over rows.
    pub mean: f64,
    /// How many rows have more than twice the mean.
    pub above_twice_mean: u64,
    /// How many rows decide a coefficient alone (leverage 1).
    pub full: u64,
}

/// A regression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Regression {
    /// How many rows.
    pub observations: u64,
    /// Rows less columns kept.
    pub residual_degrees: u64,
    /// How standard errors were computed.
    pub errors: StandardErrors,
    /// Whose t distribution was used.
    pub degrees: Degrees,
    /// How sure the intervals are.
    pub confidence: f64,
    /// One for each column that is kept, in their order, the intercept first.
    pub coefficients: Vec<Coefficient>,
    /// The columns that depend on those before them and were left out: constant ones beside an intercept, the last of a
    /// full set of yes-or-no columns, copies.
    pub dropped: Vec<String>,
    /// The share of the outcome's variation that the columns account for, about its mean where there is an intercept;
    /// absent when it does not vary.
    pub r_squared: Option<f64>,
    /// The sum of squared residuals over the residual degrees of freedom; absent without any.
    pub residual_variance: Option<f64>,
    /// How much single rows decide.
    pub leverage: Leverage,
    /// SHA-256 of a line of JSON, `{"columns": [names], "options": {...}, "rows": n}` with its keys in order and without spaces, and
    /// after it the outcome and the columns as 64-bit floats, the lowest byte first. Absent beyond 1,000,000 numbers, of which it would
    /// take several times as long as the fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

impl Regression {
    /// The coefficient of the column `name`, unless it was dropped.
    #[must_use]
    pub fn coefficient(&self, name: &str) -> Option<&Coefficient> {
        self.coefficients.iter().find(|coefficient| coefficient.name == name)
    }
}

/// Fits `outcome` by least squares on named columns of the same length.
///
/// Columns are taken in their order: one that depends on those before it is dropped and named. Rows are read twice and
/// never copied as a whole. The same rows in another order may give other last digits.
///
/// # Errors
///
/// [`Missing`](crate::ErrorKind::Missing) for no rows or no columns at all, [`Duplicate`](crate::ErrorKind::Duplicate) for
/// two columns of one name, [`Inconsistent`](crate::ErrorKind::Inconsistent) for columns of other lengths than the
/// outcome's, [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number that is not finite or beyond 1e100
/// (`columns[2].values[7]`), or a confidence outside 0.5 to 0.999999.
///
/// # Source
///
/// J. G. `MacKinnon` and H. White, J. Econometrics 29 (1985); F. Cribari-Neto, CSDA 45 (2004); R. M. Bell and
/// D. F. `McCaffrey`, Survey Methodology 28 (2002).
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{RegressionOptions, regress};
///
/// let years = [1.0, 2.0, 3.0, 4.0];
/// let again = [2.0, 4.0, 6.0, 8.0];
/// let fit = regress(&[3.0, 5.0, 7.0, 9.5], &[("years", &years), ("again", &again)], &RegressionOptions::default())?;
/// assert!((fit.coefficient("years").unwrap().estimate - 2.15).abs() < 1e-12);
/// assert_eq!(fit.dropped, ["again"]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn regress(
    outcome: &[f64],
    columns: &[(&str, &[f64])],
    options: &RegressionOptions,
) -> Result<Regression, Error> {
    checked(outcome, columns, options)?;
    let mut found = fitted(outcome, columns, options);
    found.input_hash = fingerprint(outcome, columns, options);
    Ok(found)
}

/// More numbers than this have no fingerprint.
const MOST_HASHED: usize = 1_000_000;

fn fingerprint(outcome: &[f64], columns: &[(&str, &[f64])], options: &RegressionOptions) -> Option<String> {
    let numbers = outcome.len().saturating_mul(columns.len().saturating_add(1));
    if numbers > MOST_HASHED {
        return None;
    }
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let head = canonical(&serde_json::json!({ "columns": names, "options": options, "rows": outcome.len() }));
    let mut bytes = format!("{head}\n").into_bytes();
    bytes.reserve(numbers.saturating_mul(8));
    for values in std::iter::once(outcome).chain(columns.iter().map(|(_, values)| *values)) {
        bytes.extend(values.iter().flat_map(|value| value.to_le_bytes()));
    }
    Some(crate::document::sha256([bytes]))
}

/// The same of columns that were checked, without a fingerprint.
fn fitted(outcome: &[f64], columns: &[(&str, &[f64])], options: &RegressionOptions) -> Regression {
    let ones = vec![1.0; outcome.len().min(BLOCK)];
    let data = Rows { outcome, columns, intercept: options.intercept, ones: &ones };
    let mut triangle = Triangle::new(data.width().saturating_add(1));
    let all: Vec<usize> = (0..data.width()).collect();
    let mut block = Vec::new();
    for start in (0..outcome.len()).step_by(BLOCK) {
        data.read(start, &all, &mut block);
        block.push(data.outcome_at(start).to_vec());
        triangle.absorb(&mut block);
    }
    let factor = Factor::new(&triangle);
    let second = Second::new(&data, &factor, options);
    second.finished(&data, &factor, options)
}

/// The same for models of one's own making, without a fingerprint.
pub(in crate::fairness) fn fit(
    outcome: &[f64],
    columns: &[(&str, &[f64])],
    options: &RegressionOptions,
) -> Result<Regression, Error> {
    checked(outcome, columns, options)?;
    Ok(fitted(outcome, columns, options))
}

fn checked(outcome: &[f64], columns: &[(&str, &[f64])], options: &RegressionOptions) -> Result<(), Error> {
    if !(0.5..=0.999_999).contains(&options.confidence) {
        return Err(Error::out_of_range("expected a number from 0.5 to 0.999999").within("confidence"));
    }
    if outcome.is_empty() {
        return Err(Error::missing("expected at least one row").within("outcome"));
    }
    if columns.is_empty() && !options.intercept {
        return Err(Error::missing("expected at least one column").within("columns"));
    }
    finite(outcome).map_err(|error| error.within("outcome"))?;
    let mut names = std::collections::BTreeSet::new();
    if options.intercept {
        names.insert("intercept");
    }
    for (index, (name, values)) in columns.iter().enumerate() {
        let at = |error: Error| error.within(format!("columns[{index}]"));
        if !names.insert(name) {
            return Err(at(Error::duplicate(format!("expected one column named `{name}`")).within("name")));
        }
        if values.len() != outcome.len() {
            let message = format!("expected {} values, got {}", outcome.len(), values.len());
            return Err(at(Error::inconsistent(message).within("values")));
        }
        finite(values).map_err(|error| at(error.within("values")))?;
    }
    Ok(())
}

fn finite(values: &[f64]) -> Result<(), Error> {
    match values.iter().position(|value| !usable(*value)) {
        Some(index) => {
            let message = "expected a finite number of at most 1e100 in size";
            Err(Error::out_of_range(message).within(format!("[{index}]")))
        }
        None => Ok(()),
    }
}
