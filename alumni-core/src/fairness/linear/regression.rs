use serde::{Deserialize, Serialize};

use super::blocks::{BLOCK, Triangle};
use super::triangle::Factor;
use super::{add_scaled, dot, student};
use crate::Error;
use crate::fairness::design::usable;
use crate::fairness::pay::count;

/// How standard errors are computed; `hc3` unless set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the estimators that the literature names")]
pub enum StandardErrors {
    /// One variance for all rows.
    Classical,
    /// Each squared residual for its row's variance (White 1980).
    Hc0,
    /// The same times n / (n - k).
    Hc1,
    /// Each over 1 - h, h being the row's leverage.
    Hc2,
    /// Each over (1 - h)^2, close to leaving one out (`MacKinnon` and White 1985).
    #[default]
    Hc3,
    /// Each over (1 - h)^min(4, n h / k) (Cribari-Neto 2004).
    Hc4,
}

/// Whose t distribution intervals and p-values come from; `residual` unless set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the two conventions in use")]
pub enum Degrees {
    /// n - k degrees of freedom.
    #[default]
    Residual,
    /// Those whose distribution has the mean and variance of the variance estimate where variances are in truth equal
    /// (Bell and `McCaffrey` 2002), coefficient by coefficient.
    Satterthwaite,
}

/// What is to be computed.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{RegressionOptions, StandardErrors};
///
/// let options: RegressionOptions = serde_json::from_str(r#"{"errors": "hc4"}"#)?;
/// assert_eq!(options, RegressionOptions::default().with_errors(StandardErrors::Hc4));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct RegressionOptions {
    /// How standard errors are computed.
    pub errors: StandardErrors,
    /// Whose t distribution is used.
    pub degrees: Degrees,
    /// How sure intervals are, from 0.5 to 0.999999; 0.95 unless set.
    pub confidence: f64,
    /// Whether a column of ones named `intercept` comes first; yes unless set.
    pub intercept: bool,
}

impl Default for RegressionOptions {
    fn default() -> Self {
        Self {
            errors: StandardErrors::default(),
            degrees: Degrees::default(),
            confidence: 0.95,
            intercept: true,
        }
    }
}

impl RegressionOptions {
    /// Sets how standard errors are computed.
    #[must_use]
    pub fn with_errors(mut self, errors: StandardErrors) -> Self {
        self.errors = errors;
        self
    }

    /// Sets whose t distribution is used.
    #[must_use]
    pub fn with_degrees(mut self, degrees: Degrees) -> Self {
        self.degrees = degrees;
        self
    }

    /// Sets how sure intervals are; checked by the regression.
    #[must_use]
    pub fn with_confidence(mut self, level: f64) -> Self {
        self.confidence = level;
        self
    }

    /// Leaves the column of ones out.
    #[must_use]
    pub fn without_intercept(mut self) -> Self {
        self.intercept = false;
        self
    }
}

/// A regression as a document: what [`regress`] takes, with columns that are owned.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::RegressionQuestion;
///
/// let question: RegressionQuestion = serde_json::from_str(
///     r#"{"outcome": [1, 2, 4], "columns": [{"name": "a", "values": [0, 0, 1]}], "options": {"errors": "classical"}}"#,
/// )?;
/// assert!((question.answer()?.coefficients[1].estimate - 2.5).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RegressionQuestion {
    /// What is to be accounted for.
    pub outcome: Vec<f64>,
    /// The columns in their order.
    pub columns: Vec<NamedColumn>,
    /// What is to be computed.
    #[serde(default)]
    pub options: RegressionOptions,
}

/// A named column of numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct NamedColumn {
    /// Its name.
    pub name: String,
    /// One number for each row.
    pub values: Vec<f64>,
}

impl NamedColumn {
    /// A column.
    pub fn new(name: impl Into<String>, values: Vec<f64>) -> Self {
        Self { name: name.into(), values }
    }
}

impl RegressionQuestion {
    /// A regression with the usual options.
    pub fn new(outcome: Vec<f64>, columns: impl IntoIterator<Item = NamedColumn>) -> Self {
        Self { outcome, columns: columns.into_iter().collect(), options: RegressionOptions::default() }
    }

    /// The regression.
    ///
    /// # Errors
    ///
    /// As [`regress`].
    pub fn answer(&self) -> Result<Regression, Error> {
        let columns: Vec<(&str, &[f64])> =
            self.columns.iter().map(|column| (column.name.as_str(), column.values.as_slice())).collect();
        regress(&self.outcome, &columns, &self.options)
    }
}

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
    let ones = vec![1.0; outcome.len().min(BLOCK)];
    let data = Data { outcome, columns, intercept: options.intercept, ones: &ones };
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
    Ok(second.finished(&data, &factor, options))
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

struct Data<'a> {
    outcome: &'a [f64],
    columns: &'a [(&'a str, &'a [f64])],
    intercept: bool,
    ones: &'a [f64],
}

impl Data<'_> {
    fn width(&self) -> usize {
        self.columns.len().saturating_add(usize::from(self.intercept))
    }

    fn name(&self, number: usize) -> String {
        match number.checked_sub(usize::from(self.intercept)) {
            None => "intercept".to_owned(),
            Some(number) => self.columns.get(number).map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }

    fn part(values: &[f64], start: usize) -> &[f64] {
        let rest = values.get(start..).unwrap_or_default();
        rest.get(..BLOCK).unwrap_or(rest)
    }

    fn outcome_at(&self, start: usize) -> &[f64] {
        Self::part(self.outcome, start)
    }

    /// The rows from `start` on of the columns with these numbers.
    fn read(&self, start: usize, numbers: &[usize], block: &mut Vec<Vec<f64>>) {
        let rows = self.outcome_at(start).len();
        block.resize_with(numbers.len(), Vec::new);
        for (to, number) in block.iter_mut().zip(numbers) {
            to.clear();
            to.extend_from_slice(match number.checked_sub(usize::from(self.intercept)) {
                None => self.ones.get(..rows).unwrap_or_default(),
                Some(number) => {
                    self.columns.get(number).map_or(&[][..], |(_, values)| Self::part(values, start))
                }
            });
        }
    }
}

/// A row whose leverage is this close to 1 has no residual to learn from.
const FULL: f64 = 1.0 - 1e-10;

/// What the second reading of the rows adds up.
struct Second {
    residual_squares: f64,
    leverage: Leverage,
    /// `Z' diag(weight * residual^2) Z`, the columns of its upper triangle.
    meat: Vec<Vec<f64>>,
    /// For each coefficient whether a row of leverage 1 takes part in it.
    alone: Vec<bool>,
    /// For each coefficient the moments of its variance estimate, where asked for.
    moments: Vec<Moments>,
}

/// The sums that give a quadratic form of residuals its mean and variance where variances are equal.
#[derive(Default)]
struct Moments {
    loading: Vec<f64>,
    mean: f64,
    squares: f64,
    /// `Z' D Z`, the columns of its upper triangle.
    form: Vec<Vec<f64>>,
}

fn upper(size: usize) -> Vec<Vec<f64>> {
    (0..size).map(|number| vec![0.0; number.saturating_add(1)]).collect()
}

impl Second {
    fn new(data: &Data<'_>, factor: &Factor, options: &RegressionOptions) -> Self {
        let rank = factor.rank();
        let (rows, columns) = (data.outcome.len() as f64, rank as f64);
        let loadings: Vec<_> = (0..rank).map(|number| factor.loading(number)).collect();
        let wanted = options.degrees == Degrees::Satterthwaite && options.errors != StandardErrors::Classical;
        let moments = |loading: &Vec<f64>| Moments {
            loading: loading.clone(),
            form: upper(rank),
            ..Moments::default()
        };
        let mut found = Self {
            residual_squares: 0.0,
            leverage: Leverage { highest: 0.0, row: 0, mean: columns / rows, above_twice_mean: 0, full: 0 },
            meat: upper(rank),
            alone: vec![false; rank],
            moments: if wanted { loadings.iter().map(moments).collect() } else { Vec::new() },
        };
        let (mut block, mut weighted) = (Vec::new(), Vec::new());
        for start in (0..data.outcome.len()).step_by(BLOCK) {
            data.read(start, &factor.kept, &mut block);
            factor.orthonormal(&mut block);
            let mut residuals = data.outcome_at(start).to_vec();
            let mut leverages = vec![0.0; residuals.len()];
            for (column, along) in block.iter().zip(&factor.along) {
                add_scaled(&mut residuals, -along, column);
                for (leverage, value) in leverages.iter_mut().zip(column) {
                    *leverage += value * value;
                }
            }
            found.residual_squares += dot(&residuals, &residuals);
            found.note(start, &leverages, &block, &loadings);
            if options.errors == StandardErrors::Classical {
                continue;
            }
            let weights: Vec<f64> =
                leverages.iter().map(|leverage| weight(options.errors, *leverage, rows, columns)).collect();
            let squares: Vec<f64> = residuals
                .iter()
                .zip(&weights)
                .map(|(residual, weight)| residual * residual * weight)
                .collect();
            add_form(&mut found.meat, &block, &squares, &mut weighted);
            for moments in &mut found.moments {
                moments.add(&block, &leverages, &weights, &mut weighted);
            }
        }
        found
    }

    fn note(&mut self, start: usize, leverages: &[f64], block: &[Vec<f64>], loadings: &[Vec<f64>]) {
        for (row, leverage) in leverages.iter().enumerate() {
            let report = &mut self.leverage;
            if *leverage > report.highest {
                (report.highest, report.row) = (leverage.min(1.0), count(start.saturating_add(row)));
            }
            if *leverage > 2.0 * report.mean {
                report.above_twice_mean = report.above_twice_mean.saturating_add(1);
            }
            if *leverage < FULL {
                continue;
            }
            report.full = report.full.saturating_add(1);
            for (alone, loading) in self.alone.iter_mut().zip(loadings) {
                let parts =
                    block.iter().zip(loading).filter_map(|(column, part)| Some(column.get(row)? * part));
                let moved: f64 = parts.sum();
                *alone |= moved.abs() > 1e-8 * libm::sqrt(dot(loading, loading));
            }
        }
    }

    fn finished(self, data: &Data<'_>, factor: &Factor, options: &RegressionOptions) -> Regression {
        let (rows, rank) = (data.outcome.len(), factor.rank());
        let residual_degrees = rows.saturating_sub(rank);
        let residual_variance =
            (residual_degrees > 0).then(|| self.residual_squares / residual_degrees as f64);
        let estimates = factor.coefficients();
        let coefficients =
            factor.kept.iter().zip(&estimates).enumerate().map(|(number, (column, estimate))| {
                let loading = factor.loading(number);
                let alone = self.alone.get(number).copied().unwrap_or_default();
                let variance =
                    residual_variance.filter(|_| !alone || options.errors == StandardErrors::Classical);
                let variance = variance.map(|variance| match options.errors {
                    StandardErrors::Classical => variance * dot(&loading, &loading),
                    StandardErrors::Hc1 => {
                        quadratic(&self.meat, &loading) * (rows as f64 / residual_degrees as f64)
                    }
                    _ => quadratic(&self.meat, &loading),
                });
                let degrees = match self.moments.get(number) {
                    Some(moments) => moments.degrees(),
                    None => Some(residual_degrees as f64),
                };
                coefficient(data.name(*column), *estimate, variance, degrees, options.confidence)
            });
        Regression {
            observations: count(rows),
            residual_degrees: count(residual_degrees),
            errors: options.errors,
            degrees: options.degrees,
            confidence: options.confidence,
            coefficients: coefficients.collect(),
            dropped: factor.dropped.iter().map(|number| data.name(*number)).collect(),
            r_squared: r_squared(data, self.residual_squares),
            residual_variance,
            leverage: self.leverage,
        }
    }
}

impl Moments {
    fn add(&mut self, block: &[Vec<f64>], leverages: &[f64], weights: &[f64], weighted: &mut Vec<f64>) {
        let mut parts = vec![0.0; leverages.len()];
        for (column, part) in block.iter().zip(&self.loading) {
            add_scaled(&mut parts, *part, column);
        }
        for (part, weight) in parts.iter_mut().zip(weights) {
            *part = *part * *part * weight;
        }
        for (part, leverage) in parts.iter().zip(leverages) {
            self.mean += part * (1.0 - leverage);
            self.squares += part * part * (1.0 - 2.0 * leverage);
        }
        add_form(&mut self.form, block, &parts, weighted);
    }

    /// `2 E^2 / Var` of the variance estimate.
    fn degrees(&self) -> Option<f64> {
        let off: f64 =
            self.form.iter().filter_map(|column| column.split_last()).map(|(_, rest)| dot(rest, rest)).sum();
        let on: f64 = self.form.iter().filter_map(|column| column.last()).map(|value| value * value).sum();
        let spread = self.squares + on + 2.0 * off;
        Some(self.mean * self.mean / spread).filter(|degrees| degrees.is_finite() && *degrees > 0.0)
    }
}

/// What a row's squared residual is multiplied with; zero where there is none to learn from.
fn weight(errors: StandardErrors, leverage: f64, rows: f64, columns: f64) -> f64 {
    if leverage >= FULL {
        return 0.0;
    }
    let left = 1.0 - leverage;
    match errors {
        StandardErrors::Classical | StandardErrors::Hc0 | StandardErrors::Hc1 => 1.0,
        StandardErrors::Hc2 => 1.0 / left,
        StandardErrors::Hc3 => 1.0 / (left * left),
        StandardErrors::Hc4 => libm::pow(left, -(rows * leverage / columns).min(4.0)),
    }
}

/// `form += Z' diag(weights) Z`
fn add_form(form: &mut [Vec<f64>], block: &[Vec<f64>], weights: &[f64], weighted: &mut Vec<f64>) {
    for (column, entries) in block.iter().zip(form) {
        weighted.clear();
        weighted.extend(column.iter().zip(weights).map(|(value, weight)| value * weight));
        for (other, entry) in block.iter().zip(entries) {
            *entry += dot(other, weighted);
        }
    }
}

/// `v' form v` of a symmetric form given by the columns of its upper triangle.
fn quadratic(form: &[Vec<f64>], vector: &[f64]) -> f64 {
    let mut sum = 0.0;
    for (column, right) in form.iter().zip(vector) {
        let Some((diagonal, rest)) = column.split_last() else { continue };
        let cross: f64 = rest.iter().zip(vector).map(|(entry, left)| entry * left).sum();
        sum += right * (2.0 * cross + diagonal * right);
    }
    sum.max(0.0)
}

fn coefficient(
    name: String,
    estimate: f64,
    variance: Option<f64>,
    degrees: Option<f64>,
    confidence: f64,
) -> Coefficient {
    let standard_error = variance.map(libm::sqrt).filter(|error| error.is_finite());
    let degrees = standard_error.and(degrees);
    let t =
        standard_error.filter(|error| *error > 0.0).map(|error| estimate / error).filter(|t| t.is_finite());
    let half =
        standard_error.zip(degrees).map(|(error, degrees)| error * student::critical(confidence, degrees));
    Coefficient {
        name,
        estimate,
        standard_error,
        degrees,
        t,
        p: t.zip(degrees).map(|(t, degrees)| student::two_sided(t, degrees)),
        lower: half.map(|half| estimate - half),
        upper: half.map(|half| estimate + half),
    }
}

fn r_squared(data: &Data<'_>, residual_squares: f64) -> Option<f64> {
    let mean =
        if data.intercept { data.outcome.iter().sum::<f64>() / data.outcome.len() as f64 } else { 0.0 };
    let total: f64 = data.outcome.iter().map(|value| (value - mean) * (value - mean)).sum();
    let scale: f64 = dot(data.outcome, data.outcome);
    (total > 1e-20 * scale).then(|| (1.0 - residual_squares / total).clamp(0.0, 1.0))
}
