use serde::{Deserialize, Serialize};

use super::regression::{Regression, regress};
use crate::Error;

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

impl StandardErrors {
    /// The name that the literature gives it.
    pub(in crate::fairness) fn name(self) -> &'static str {
        match self {
            Self::Classical => "classical",
            Self::Hc0 => "HC0",
            Self::Hc1 => "HC1",
            Self::Hc2 => "HC2",
            Self::Hc3 => "HC3",
            Self::Hc4 => "HC4",
        }
    }
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
