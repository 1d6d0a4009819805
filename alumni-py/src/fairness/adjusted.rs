//! Pay beside factors.

use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::gaps::{asked, from_table};
use crate::boundary;
use crate::convert::{self, items, number, text};
use crate::document::to_dict;
use crate::exceptions::run;
use crate::names::Names as _;
use crate::text::reasons;

/// Least squares with standard errors that do not assume equal variances.
///
/// Parameters
/// ----------
/// outcome : iterable of float
///     With a table the name of its column.
/// columns : mapping of str to iterable of float
///     In their order: one that depends on those before it is dropped and named. With a table a list of the names of its columns.
/// frame : table, optional
///     Whatever hands over an Arrow table; every row has to have a number in each of the columns.
/// **options
///     ``errors`` (``classical``, ``hc0`` to ``hc4``), ``degrees`` (``residual``, ``satterthwaite``), ``confidence``,
///     ``intercept``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> round(al.fairness.regress([1, 2, 4], {"a": [0, 0, 1]}, errors="classical").coefficient("a")["estimate"], 9)
/// 2.5
#[pyfunction]
#[pyo3(signature = (outcome, columns, *, frame=None, **options))]
pub(super) fn regress(
    outcome: &Bound<'_, PyAny>,
    columns: &Bound<'_, PyAny>,
    frame: Option<&Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Regression> {
    let py = outcome.py();
    let options: core::RegressionOptions = match options {
        Some(options) => convert::plain(options.as_any(), "")?,
        None => core::RegressionOptions::default(),
    };
    if let Some(frame) = frame {
        let (outcome, columns) = (text(outcome, "outcome")?, items(columns, "columns", text)?);
        let asked = core::RegressionColumns::new(outcome, columns).with_options(options);
        let table = boundary::table(frame, "frame")?;
        return run(py, || asked.fit_table(table)).map(Regression);
    }
    let outcome = items(outcome, "outcome", number)?;
    let pairs = match columns.hasattr("items")? {
        true => columns.call_method0("items")?,
        false => columns.clone(),
    };
    let columns = pairs
        .try_iter()?
        .enumerate()
        .map(|(index, pair)| {
            let (name, values): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair?.extract()?;
            let place = format!("columns[{index}]");
            let name = text(&name, &format!("{place}.name"))?;
            Ok((name, items(&values, &format!("{place}.values"), number)?))
        })
        .collect::<PyResult<Vec<_>>>()?;
    run(py, || {
        let columns: Vec<(&str, &[f64])> =
            columns.iter().map(|(name, values)| (name.as_str(), values.as_slice())).collect();
        core::regress(&outcome, &columns, &options)
    })
    .map(Regression)
}

/// The difference in pay between two groups beside the listed factors.
///
/// Parameters
/// ----------
/// people : list of mapping, or table
///     Each with ``group``, ``pay`` and ``factors``: numbers or names of levels; or a table.
/// **options
///     ``focal``, ``reference``, ``tainted``, ``limit_percent``, ``confidence``, ``errors``, ``degrees``,
///     ``permute_below``, ``permutation`` (``orders`` and ``seed``). With a table also its columns as in `uk_pay_gaps`:
///     ``group`` and ``pay`` unless named otherwise, and ``factors``, a list of columns.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.adjusted_pay_gap([])
/// <AdjustedPayGap 'women' beside 'men': not_estimable>
#[pyfunction]
#[pyo3(signature = (people, **options))]
pub(super) fn adjusted_pay_gap(
    people: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<AdjustedPayGap> {
    let question = asked(people, options, core::AdjustedPayQuestion::from_table)?;
    run(people.py(), || core::adjusted_pay_gap(&question)).map(AdjustedPayGap)
}

/// The Swiss standard analysis model.
///
/// Parameters
/// ----------
/// people : list of mapping, or table
///     Each with ``sex``, ``pay``, ``years_of_training``, ``years_of_service``, ``years_of_earning``, ``skill_level``,
///     ``professional_position``; or a table with these columns.
/// **options
///     With a table ``pay``, ``currency`` and the others of `uk_pay_gaps` that say what amounts are in.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.logib([])
/// <LogibReport of 0 and 0: insufficient>
#[pyfunction]
#[pyo3(signature = (people, **options))]
pub(super) fn logib(people: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<LogibReport> {
    if let Some(report) = from_table(people, "people", options, core::LogibReport::from_table)? {
        return Ok(LogibReport(report));
    }
    let workers: Vec<core::LogibWorker> = convert::plain(people, "people")?;
    run(people.py(), || core::logib(&workers)).map(LogibReport)
}

/// A regression.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.regress([1, 2, 4], {"a": [0, 0, 1]})
/// <Regression of 3 rows on 2 columns>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Regression(pub(super) core::Regression);

#[pymethods]
impl Regression {
    /// The coefficient of the column ``name`` as a mapping; ``None`` when it was dropped.
    fn coefficient<'py>(&self, py: Python<'py>, name: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.coefficient(&text(name, "name")?))
    }

    fn __repr__(&self) -> String {
        format!("<Regression of {} rows on {} columns>", self.0.observations, self.0.coefficients.len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.observations, self.0.residual_degrees))
    }
}
getters!(Regression {
    /// How many rows.
    observations: u64 = |found, _py| found.observations;
    /// Rows less columns kept.
    residual_degrees: u64 = |found, _py| found.residual_degrees;
    /// One mapping for each column that is kept.
    coefficients: Bound<'py, PyAny> = |found, py| to_dict(py, &found.coefficients)?;
    /// The columns that depend on others.
    dropped: Vec<String> = |found, _py| found.dropped.clone();
    /// The share of the variation that is accounted for.
    r_squared: Option<f64> = |found, _py| found.r_squared;
    /// Squared residuals over the residual degrees.
    residual_variance: Option<f64> = |found, _py| found.residual_variance;
    /// How much single rows decide.
    leverage: Bound<'py, PyAny> = |found, py| to_dict(py, &found.leverage)?;
});
document!(Regression, core::Regression);

/// The difference in pay between two groups beside the listed factors.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.adjusted_pay_gap([]).difference is None
/// True
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct AdjustedPayGap(pub(super) core::AdjustedPayGap);

#[pymethods]
impl AdjustedPayGap {
    fn __repr__(&self) -> String {
        format!(
            "<AdjustedPayGap {} beside {}: {}>",
            convert::quoted(&self.0.focal_group),
            convert::quoted(&self.0.reference_group),
            self.0.verdict.as_str()
        )
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.focal, self.0.reference))
    }
}
getters!(AdjustedPayGap {
    /// What it asks of its reader.
    verdict: Bound<'py, PyAny> = |found, py| found.verdict.member(py)?;
    /// Why.
    reasons: Bound<'py, pyo3::types::PyList> = |found, py| reasons(py, &found.reasons)?;
    /// How many of the group looked at are in the model.
    focal: u64 = |found, _py| found.focal;
    /// How many of the other.
    reference: u64 = |found, _py| found.reference;
    /// How many are in neither.
    others: u64 = |found, _py| found.others;
    /// How many lack a factor.
    incomplete: u64 = |found, _py| found.incomplete;
    /// The difference as a share, above zero when the group is paid more.
    difference: Option<f64> = |found, _py| found.difference;
    /// The lower end of its interval.
    lower: Option<f64> = |found, _py| found.lower;
    /// The upper end.
    upper: Option<f64> = |found, _py| found.upper;
    /// The coefficient in the model of the logarithm of pay.
    coefficient: Option<f64> = |found, _py| found.coefficient;
    /// Its standard error.
    standard_error: Option<f64> = |found, _py| found.standard_error;
    /// Degrees of freedom of its t distribution.
    degrees: Option<f64> = |found, _py| found.degrees;
    /// The p-value of the t test.
    p: Option<f64> = |found, _py| found.p;
    /// The permutation test of a small group.
    permutation: Bound<'py, PyAny> = |found, py| to_dict(py, &found.permutation)?;
    /// The difference with no factor.
    unadjusted: Option<f64> = |found, _py| found.unadjusted;
    /// The difference without the tainted factors.
    without_tainted: Option<f64> = |found, _py| found.without_tainted;
    /// The factors.
    factors: Vec<String> = |found, _py| found.factors.clone();
    /// The columns that depend on others.
    dropped: Vec<String> = |found, _py| found.dropped.clone();
    /// The share of the variation that is accounted for.
    r_squared: Option<f64> = |found, _py| found.r_squared;
    /// How much single people decide.
    leverage: Bound<'py, PyAny> = |found, py| to_dict(py, &found.leverage)?;
});
said!(AdjustedPayGap, "The finding in sentences, in ``lang``.");
document!(AdjustedPayGap, core::AdjustedPayGap);

/// What the Swiss standard analysis model finds.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.logib([]).rating is None
/// True
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct LogibReport(pub(super) core::LogibReport);

#[pymethods]
impl LogibReport {
    fn __repr__(&self) -> String {
        format!("<LogibReport of {} and {}: {}>", self.0.women, self.0.men, self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.women, self.0.men))
    }
}
getters!(LogibReport {
    /// What it asks of its reader.
    verdict: Bound<'py, PyAny> = |found, py| found.verdict.member(py)?;
    /// Why.
    reasons: Bound<'py, pyo3::types::PyList> = |found, py| reasons(py, &found.reasons)?;
    /// The rating, or ``None``.
    rating: Bound<'py, PyAny> = |found, py| to_dict(py, &found.rating)?;
    /// How many women.
    women: u64 = |found, _py| found.women;
    /// How many men.
    men: u64 = |found, _py| found.men;
    /// How much more or less women earn.
    difference: Option<f64> = |found, _py| found.difference;
    /// The coefficient of being a woman.
    coefficient: Bound<'py, PyAny> = |found, py| to_dict(py, &found.coefficient)?;
    /// The columns that depend on others.
    dropped: Vec<String> = |found, _py| found.dropped.clone();
});
said!(LogibReport, "The finding in sentences, in ``lang``.");
document!(LogibReport, core::LogibReport);
getters!(Regression {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(AdjustedPayGap {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(LogibReport {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
said!(Regression, "The figures in sentences, in ``lang``.");
