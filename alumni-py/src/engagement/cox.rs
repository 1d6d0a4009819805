use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::repeat::name;
use super::returning::counted;
use crate::boundary;
use crate::convert::{self, items, number, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;

/// Fit Cox's model: what hastens or delays an end.
///
/// Columns that say nothing new are left out and named. A likelihood without a maximum gives no numbers: ``convergence`` says why, and
/// ``separated_by`` by which columns whoever ends is told from all who could.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person, as in `durations`.
/// duration, event : str
///     The columns of durations and of ends, as in `durations`.
/// covariates : iterable of str
///     The columns of what may hasten or delay it: numbers and booleans, none of them unknown; at most 64.
/// entry : str, optional
///     The column of the times from which on people were watched.
/// end : str, optional
///     The end that is meant, where there are several; who ended otherwise was last seen then.
/// ties : {"efron", "breslow"}, optional
///     How people who end at the same time are counted.
/// confidence : float, optional
///     How sure the intervals are; 0.95 when left out.
///
/// Raises
/// ------
/// AlumniError
///     For columns and values that cannot be used.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"days": [5, 8, 8, 12, 20, 30], "back": [1, 1, 0, 1, 1, 0], "years": [1, 3, 2, 6, 2, 4]})
/// >>> fit = al.engagement.cox(people, duration="days", event="back", covariates=["years"])
/// >>> fit
/// <CoxFit: 6 people, 4 ended, 1 coefficient>
/// >>> fit.coefficients[0]["hazard_ratio"] < 1
/// True
/// >>> fit.predict(people, times=[10]).to_arrow().column_names
/// ['log_hazard', 'survival_10']
#[pyfunction]
#[pyo3(signature = (
    table, *, duration, event, covariates, entry=None, end=None, ties=None, confidence=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn cox(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    duration: &Bound<'_, PyAny>,
    event: &Bound<'_, PyAny>,
    covariates: &Bound<'_, PyAny>,
    entry: Option<&Bound<'_, PyAny>>,
    end: Option<&Bound<'_, PyAny>>,
    ties: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
) -> PyResult<CoxFit> {
    let covariates = items(covariates, "covariates", text)?;
    let mut options = core::CoxOptions::new(text(duration, "duration")?, text(event, "event")?, covariates);
    if let Some(entry) = optional(entry, "entry", text)? {
        options = options.entry(entry);
    }
    if let Some(end) = optional(end, "end", text)? {
        options = options.end(end);
    }
    if let Some(ties) = optional(ties, "ties", convert::plain)? {
        options = options.ties(ties);
    }
    if let Some(confidence) = optional(confidence, "confidence", number)? {
        options = options.confidence(confidence);
    }
    let table = boundary::table(table, "table")?;
    run(py, || core::cox_table(table, &options)).map(CoxFit)
}

/// What hastens or delays an end, by Cox's model.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"days": [1, 2, 3, 4], "back": [1, 1, 0, 0], "left_early": [True, True, False, False]})
/// >>> fit = al.engagement.cox(people, duration="days", event="back", covariates=["left_early"])
/// >>> fit.convergence["failure"], fit.separated_by, fit.coefficients
/// ('monotone_likelihood', ['left_early'], [])
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct CoxFit(core::CoxFit);

#[pymethods]
impl CoxFit {
    /// What was fitted, as a mapping.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.options)
    }

    /// Whether the fit reached its maximum, a mapping with ``reached``, ``steps``, ``decrement`` and ``failure``.
    #[getter]
    fn convergence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.convergence)
    }

    /// The columns that are kept, each a mapping; none without convergence.
    ///
    /// Its keys are ``name``, ``coefficient``, ``standard_error``, ``hazard_ratio``, ``lower`` and ``upper`` (of the ratio), ``p`` and
    /// ``mean`` (of the column).
    #[getter]
    fn coefficients<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.coefficients)
    }

    /// How many have not ended at which time of those for whom every column has its mean.
    ///
    /// Every time at which somebody ended, each a mapping with ``time``, ``hazard`` (come together by then) and ``survival``; none
    /// without convergence.
    #[getter]
    fn baseline<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.baseline)
    }

    /// Tell for the rows of a table how fast they end, and how many of such people have not ended by some times.
    ///
    /// The survival carries no interval. Columns that the fit left out are not read.
    ///
    /// Parameters
    /// ----------
    /// table : table
    ///     One row for each person, whom the fit need not have seen.
    /// times : iterable of float, optional
    ///     The times, in the unit of the durations; at most 1,000.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     For a fit without numbers, for columns and values that cannot be used, and for times below 0.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> import pyarrow as pa
    /// >>> people = pa.table({"days": [5, 8, 8, 12, 20, 30], "back": [1, 1, 0, 1, 1, 0], "years": [1, 3, 2, 6, 2, 4]})
    /// >>> fit = al.engagement.cox(people, duration="days", event="back", covariates=["years"])
    /// >>> told = fit.predict(pa.table({"years": [3, None]}), times=[10, 400])
    /// >>> told.log_hazard
    /// [0.0, None]
    /// >>> told.survival[0][0] == fit.baseline[1]["survival"], told.survival[1]
    /// (True, [None, None])
    #[pyo3(signature = (table, *, times=None))]
    fn predict(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        times: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<CoxPredictions> {
        let times = optional(times, "times", |value, name| items(value, name, number))?.unwrap_or_default();
        let table = boundary::table(table, "table")?;
        run(py, || self.0.predict_table(table, &times)).map(CoxPredictions)
    }

    fn __repr__(&self) -> String {
        let fit = &self.0;
        let said = match fit.convergence.failure {
            None => counted(fit.coefficients.len(), "coefficient"),
            Some(failure) => format!("not fitted: {}", name(&failure)),
        };
        format!("<CoxFit: {} people, {} ended, {said}>", fit.people, fit.ended)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |found: &core::CoxCoefficient| {
                vec![
                    found.name.clone(),
                    format!("{:.4}", found.hazard_ratio),
                    format!("{:.4} to {:.4}", found.lower, found.upper),
                    format!("{:.4}", found.p),
                ]
            };
            let rows: Vec<_> = self.0.coefficients.iter().map(row).collect();
            html::table(&self.__repr__(), &["column", "hazard ratio", "interval", "p"], &rows)
        })
    }
}
getters!(CoxFit {
    /// How many people there are.
    people: u64 = |fit, _py| fit.people;
    /// Of how many it ended the way that is meant.
    ended: u64 = |fit, _py| fit.ended;
    /// Columns that are left out because they say nothing new.
    dropped: Vec<String> = |fit, _py| fit.dropped.clone();
    /// With a likelihood that rises without end: the columns by which whoever ends is told from all who could.
    separated_by: Vec<String> = |fit, _py| fit.separated_by.clone();
    /// The logarithm of the partial likelihood.
    log_likelihood: Option<f64> = |fit, _py| fit.log_likelihood;
    /// The same with all coefficients 0.
    log_likelihood_null: Option<f64> = |fit, _py| fit.log_likelihood_null;
    /// The longest that anybody was watched; of later times nothing is known.
    watched_until: Option<f64> = |fit, _py| fit.watched_until;
});
document!(CoxFit, core::CoxFit);
hashed!(CoxFit);

/// What a fit says of people it may never have seen, row by row.
///
/// It exports an Arrow table with ``log_hazard``, and ``survival_365`` and the like for each time.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"days": [5, 8, 8, 12, 20, 30], "back": [1, 1, 0, 1, 1, 0], "years": [1, 3, 2, 6, 2, 4]})
/// >>> fit = al.engagement.cox(people, duration="days", event="back", covariates=["years"])
/// >>> fit.predict(people, times=[7, 14])
/// <CoxPredictions: 6 rows, 2 times>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct CoxPredictions(core::CoxPredictions);

#[pymethods]
impl CoxPredictions {
    fn __len__(&self) -> usize {
        self.0.log_hazard.len()
    }

    fn __repr__(&self) -> String {
        let (rows, times) = (counted(self.0.log_hazard.len(), "row"), counted(self.0.times.len(), "time"));
        format!("<CoxPredictions: {rows}, {times}>")
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let told = &self.0;
            let row = |(place, log_hazard): (usize, &Option<f64>)| {
                let survival = told.survival.iter().map(|list| list.get(place).copied().flatten());
                let cells = std::iter::once(*log_hazard).chain(survival).map(html::number_or_none);
                std::iter::once(place.to_string()).chain(cells).collect()
            };
            let rows: Vec<_> = told.log_hazard.iter().enumerate().take(html::SHOWN).map(row).collect();
            let times: Vec<String> = told.times.iter().map(|time| format!("survival {time}")).collect();
            let head: Vec<&str> =
                ["row", "log_hazard"].into_iter().chain(times.iter().map(String::as_str)).collect();
            html::table(&html::heading("Predictions", told.log_hazard.len()), &head, &rows)
        })
    }
}
getters!(CoxPredictions {
    /// The times asked for.
    times: Vec<f64> = |told, _py| told.times.clone();
    /// How many times as fast they end as people for whom every column has its mean, as a logarithm; ``None`` where a column is unknown.
    log_hazard: Vec<Option<f64>> = |told, _py| told.log_hazard.clone();
    /// For each time the share of such people who have not ended by then.
    ///
    /// ``None`` where a column is unknown, and after the longest that anybody was watched.
    survival: Vec<Vec<Option<f64>>> = |told, _py| told.survival.clone();
});
document!(CoxPredictions, core::CoxPredictions);
hashed!(CoxPredictions);
arrow!(CoxPredictions);
