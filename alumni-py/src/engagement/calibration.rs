use alumni_core::engagement as core;
use pyo3::prelude::*;

use crate::boundary;
use crate::convert::{integer, number, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;

/// Compare what was predicted with what happened in the time held back.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person.
/// predicted : str
///     The column of probabilities, made without a look at the time held back.
/// happened : str
///     The column that says whether it happened: booleans, or 0 and 1.
/// base_rate : float, optional
///     What a model predicts for everybody that knows nothing but how many did it before. The share in the time held back when left
///     out, which is harder to beat.
/// bins : int, optional
///     How many groups of equal width the probabilities are put in; 10 when left out.
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
/// >>> told = pa.table({"any": [0.25, 0.25, 0.75, 0.75], "came": [False, False, True, True]})
/// >>> al.engagement.calibration(told, predicted="any", happened="came")
/// <Calibration: 2 of 4, Brier score 0.0625 against 0.2500>
#[pyfunction]
#[pyo3(signature = (table, *, predicted, happened, base_rate=None, bins=None))]
pub(super) fn calibration(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    predicted: &Bound<'_, PyAny>,
    happened: &Bound<'_, PyAny>,
    base_rate: Option<&Bound<'_, PyAny>>,
    bins: Option<&Bound<'_, PyAny>>,
) -> PyResult<Calibration> {
    let mut options =
        core::CalibrationOptions::new(text(predicted, "predicted")?, text(happened, "happened")?);
    if let Some(rate) = optional(base_rate, "base_rate", number)? {
        options = options.base_rate(rate);
    }
    if let Some(bins) = optional(bins, "bins", integer::<u32>)? {
        options = options.bins(bins);
    }
    let table = boundary::table(table, "table")?;
    run(py, || core::calibration_table(table, &options)).map(Calibration)
}

/// Whether probabilities were right.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> told = pa.table({"any": [0.2, 0.9], "came": [0, 1]})
/// >>> found = al.engagement.calibration(told, predicted="any", happened="came", bins=2)
/// >>> [(group["mean_predicted"], group["happened"]["count"]) for group in found.bins]
/// [(0.2, 0), (0.9, 1)]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Calibration(pub(super) core::Calibration);

#[pymethods]
impl Calibration {
    /// What was asked, as a mapping.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.options)
    }

    /// How many it happened to, of how many: a mapping with ``count``, ``of``, ``share``, ``lower`` and ``upper``.
    #[getter]
    fn happened<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.happened)
    }

    /// The groups of probabilities in rising order, each a mapping with ``from``, ``until``, ``mean_predicted`` and ``happened``.
    #[getter]
    fn bins<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.bins)
    }

    fn __repr__(&self) -> String {
        let found = &self.0;
        let scores = match (found.brier, found.brier_base) {
            (Some(own), Some(base)) => format!(", Brier score {own:.4} against {base:.4}"),
            _ => String::new(),
        };
        format!("<Calibration: {} of {}{scores}>", found.happened.count, found.happened.of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |bin: &core::CalibrationBin| {
                let predicted =
                    bin.mean_predicted.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.4}"));
                vec![format!("{:.2} to {:.2}", bin.from, bin.until), predicted, bin.happened.to_string()]
            };
            let rows: Vec<_> = self.0.bins.iter().map(row).collect();
            html::table(&self.__repr__(), &["predicted", "mean", "happened"], &rows)
        })
    }
}
getters!(Calibration {
    /// The mean of the predictions.
    mean_predicted: Option<f64> = |found, _py| found.mean_predicted;
    /// What the model to beat predicts for everybody.
    base_rate: Option<f64> = |found, _py| found.base_rate;
    /// The mean squared distance of predictions from what happened; 0 is best.
    brier: Option<f64> = |found, _py| found.brier;
    /// The same of the model to beat.
    brier_base: Option<f64> = |found, _py| found.brier_base;
    /// The mean of ``-log`` of the probability of what happened; ``None`` where something happened that was held to be impossible.
    log_score: Option<f64> = |found, _py| found.log_score;
    /// The same of the model to beat.
    log_score_base: Option<f64> = |found, _py| found.log_score_base;
});
drawn!(
    Calibration,
    "alumni._survival",
    "plot_calibration",
    "Draw what happened against what was predicted, group by group."
);
document!(Calibration, core::Calibration);
hashed!(Calibration);
arrow!(Calibration);
