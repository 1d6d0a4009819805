use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::returning::counted;
use crate::boundary;
use crate::convert::{self, number, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;

fn columns(
    frequency: Option<&Bound<'_, PyAny>>,
    recency: Option<&Bound<'_, PyAny>>,
    age: Option<&Bound<'_, PyAny>>,
) -> PyResult<core::RepeatOptions> {
    let mut options = core::RepeatOptions::default();
    for (given, name, to) in [
        (frequency, "frequency", &mut options.frequency),
        (recency, "recency", &mut options.recency),
        (age, "age", &mut options.age),
    ] {
        if let Some(column) = optional(given, name, text)? {
            *to = column;
        }
    }
    Ok(options)
}

/// Fit how people act again and stop, from how often they acted.
///
/// The rows are grouped by what they share, so that a million people take little longer than a thousand. Starting values follow from
/// the data. A fit that does not reach its maximum has no numbers: ``convergence`` says why.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person, as in `durations`. Who may not be scored has to be left out before.
/// model : {"mbg_nbd", "bg_nbd", "pareto_nbd", "bg_bb"}, optional
///     The model; ``bg_bb`` is for yearly yes or no. MBG/NBD when left out: with BG/NBD whoever never came again is there for ever.
/// frequency : str, optional
///     The column of how many acts there were beyond the first; ``frequency`` when left out.
/// recency : str, optional
///     The column of how long after the first act the last one was; ``recency`` when left out.
/// age : str, optional
///     The column of how long people have been watched since the first act; ``age`` when left out.
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
/// >>> acts = pa.table({"frequency": [0, 0], "recency": [0.0, 0.0], "age": [9.0, 8.0]})
/// >>> al.engagement.fit_repeat(acts)
/// <RepeatFit mbg_nbd: 2 people, not fitted: nothing_to_fit>
#[pyfunction]
#[pyo3(signature = (table, *, model=None, frequency=None, recency=None, age=None))]
pub(super) fn fit_repeat(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    model: Option<&Bound<'_, PyAny>>,
    frequency: Option<&Bound<'_, PyAny>>,
    recency: Option<&Bound<'_, PyAny>>,
    age: Option<&Bound<'_, PyAny>>,
) -> PyResult<RepeatFit> {
    let model = optional(model, "model", convert::plain::<core::RepeatModel>)?.unwrap_or_default();
    let options = columns(frequency, recency, age)?;
    let table = boundary::table(table, "table")?;
    run(py, || core::RepeatCounts::from_table(table, &options)?.fit(model)).map(RepeatFit)
}

/// The name that documents have for a value of a closed set.
pub(super) fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

/// A model fitted to how often people acted.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> acts = pa.table({"frequency": [0], "recency": [0.0], "age": [9.0]})
/// >>> fit = al.engagement.fit_repeat(acts)
/// >>> fit.convergence["failure"], fit.law, fit.parameters
/// ('nothing_to_fit', None, [])
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct RepeatFit(pub(super) core::RepeatFit);

#[pymethods]
impl RepeatFit {
    /// Whether the fit reached its maximum, a mapping with ``reached``, ``steps``, ``decrement`` and ``failure``.
    #[getter]
    fn convergence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.convergence)
    }

    /// The parameters, each a mapping with ``name``, ``value``, ``standard_error``, ``lower`` and ``upper`` (95 %).
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.parameters)
    }

    fn __repr__(&self) -> String {
        let said = match self.0.convergence.failure {
            None => "fitted".to_owned(),
            Some(failure) => format!("not fitted: {}", name(&failure)),
        };
        format!("<RepeatFit {}: {} people, {said}>", name(&self.0.model), self.0.people)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || html::table(&self.__repr__(), &HEAD, &rows(&self.0.parameters)))
    }
}
getters!(RepeatFit {
    /// The model's name.
    model: String = |fit, _py| name(&fit.model);
    /// How many people there are.
    people: u64 = |fit, _py| fit.people;
    /// The logarithm of the likelihood.
    log_likelihood: Option<f64> = |fit, _py| fit.log_likelihood;
    /// The model with these parameters, to tell what people will do; ``None`` without convergence.
    law: Option<RepeatLaw> = |fit, _py| fit.law.map(RepeatLaw);
});
document!(RepeatFit, core::RepeatFit);
hashed!(RepeatFit);

const HEAD: [&str; 5] = ["parameter", "value", "standard error", "from", "to"];

fn rows(parameters: &[core::RepeatParameter]) -> Vec<Vec<String>> {
    let row = |parameter: &core::RepeatParameter| {
        let estimate = parameter.estimate;
        let figures = [estimate.value, estimate.standard_error, estimate.lower, estimate.upper];
        std::iter::once(parameter.name.clone()).chain(figures.map(|figure| format!("{figure:.4}"))).collect()
    };
    parameters.iter().map(row).collect()
}

/// A model with its parameters, from which to tell what people will do.
///
/// Parameters
/// ----------
/// model : {"mbg_nbd", "bg_nbd", "pareto_nbd", "bg_bb"}
///     The model.
/// parameters : sequence of float
///     Its four parameters, above 0, in the order of the paper: r, alpha, a, b; r, alpha, s, beta; alpha, beta, gamma, delta.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a parameter that is not above 0.
///
/// Examples
/// --------
/// Fader, Hardie and Lee (2005): 2 repeats, the last in week 30.43 of 38.86; expected in the next 39 weeks 1.226.
///
/// >>> import alumni as al
/// >>> law = al.engagement.RepeatLaw("bg_nbd", [0.243, 4.414, 0.793, 2.426])
/// >>> round(law.predict(2, 30.43, 38.86, horizon=39)["expected"], 3)
/// 1.226
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct RepeatLaw(core::RepeatLaw);

#[pymethods]
impl RepeatLaw {
    #[new]
    fn new(py: Python<'_>, model: &Bound<'_, PyAny>, parameters: &Bound<'_, PyAny>) -> PyResult<Self> {
        let (model, parameters) =
            (convert::plain(model, "model")?, convert::plain(parameters, "parameters")?);
        run(py, || core::RepeatLaw::new(model, parameters)).map(Self)
    }

    /// What a person will do within ``horizon`` from now.
    ///
    /// A mapping with ``any``, the probability of at least one act and the figure to go by; ``expected``, how many acts; and ``alive``,
    /// the probability that the person has not stopped for good.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For a history that cannot be, or a horizon below 0 or beyond a thousand times the age and pace.
    #[pyo3(signature = (frequency, recency, age, *, horizon))]
    fn predict<'py>(
        &self,
        py: Python<'py>,
        frequency: &Bound<'_, PyAny>,
        recency: &Bound<'_, PyAny>,
        age: &Bound<'_, PyAny>,
        horizon: &Bound<'_, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (frequency, recency) = (number(frequency, "frequency")?, number(recency, "recency")?);
        let (age, horizon) = (number(age, "age")?, number(horizon, "horizon")?);
        to_dict(py, &run(py, || self.0.predict(frequency, recency, age, horizon))?)
    }

    /// What the people of a table will do within ``horizon`` from now, row by row.
    ///
    /// Parameters
    /// ----------
    /// table : table
    ///     One row for each person.
    /// horizon : float
    ///     How far to look, in the unit of the ages; whole opportunities for ``bg_bb``.
    /// frequency, recency, age : str, optional
    ///     The columns, as in `fit_repeat`.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     For columns and values that cannot be used.
    #[pyo3(signature = (table, *, horizon, frequency=None, recency=None, age=None))]
    fn predict_table(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        horizon: &Bound<'_, PyAny>,
        frequency: Option<&Bound<'_, PyAny>>,
        recency: Option<&Bound<'_, PyAny>>,
        age: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<RepeatPredictions> {
        let (horizon, options) = (number(horizon, "horizon")?, columns(frequency, recency, age)?);
        let table = boundary::table(table, "table")?;
        run(py, || self.0.predict_table(table, &options, horizon)).map(RepeatPredictions)
    }

    fn __repr__(&self) -> String {
        let named = self.0.model.parameters().into_iter().zip(self.0.parameters);
        let parameters: Vec<_> = named.map(|(name, value)| format!("{name} {value:.4}")).collect();
        format!("<RepeatLaw {}: {}>", name(&self.0.model), parameters.join(", "))
    }
}
getters!(RepeatLaw {
    /// The model's name.
    model: String = |law, _py| name(&law.model);
    /// Its four parameters.
    parameters: Vec<f64> = |law, _py| law.parameters.to_vec();
});
document!(RepeatLaw, core::RepeatLaw, core::RepeatLaw::from_json);
hashed!(RepeatLaw);
shown!(RepeatLaw);

/// What the people of a table will do, row by row.
///
/// It exports an Arrow table with ``any``, ``expected`` and ``alive``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> acts = pa.table({"frequency": [2, 0], "recency": [30.43, 0.0], "age": [38.86, 39.0]})
/// >>> law = al.engagement.RepeatLaw("mbg_nbd", [0.525, 6.183, 0.891, 1.614])
/// >>> law.predict_table(acts, horizon=39).to_arrow().column_names
/// ['any', 'expected', 'alive']
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct RepeatPredictions(core::RepeatPredictions);

#[pymethods]
impl RepeatPredictions {
    fn __len__(&self) -> usize {
        self.0.any.len()
    }

    fn __repr__(&self) -> String {
        format!("<RepeatPredictions: {}>", counted(self.0.any.len(), "row"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let told = &self.0;
            let row = |place: usize| {
                let figures = [&told.any, &told.expected, &told.alive];
                let cells = figures.map(|list| html::number_or_none(list.get(place).copied()));
                std::iter::once(place.to_string()).chain(cells).collect()
            };
            let rows: Vec<_> = (0..told.any.len().min(html::SHOWN)).map(row).collect();
            let title = html::heading("Predictions", told.any.len());
            html::table(&title, &["row", "any", "expected", "alive"], &rows)
        })
    }
}
getters!(RepeatPredictions {
    /// The probability of at least one act within the horizon.
    any: Vec<f64> = |told, _py| told.any.clone();
    /// How many acts are expected within the horizon.
    expected: Vec<f64> = |told, _py| told.expected.clone();
    /// The probability that the person has not stopped for good.
    alive: Vec<f64> = |told, _py| told.alive.clone();
});
document!(RepeatPredictions, core::RepeatPredictions);
hashed!(RepeatPredictions);
arrow!(RepeatPredictions);

/// Fit the value of acts, by the model of Gamma and Gamma.
///
/// Frequency and value must have nothing to do with each other; ``correlation`` says how far that is so. People without an act say
/// nothing and are not counted.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person.
/// frequency : str, optional
///     The column of how many acts the value is the mean of; ``frequency`` when left out.
/// value : str, optional
///     The column of the mean value of those acts; ``value`` when left out.
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
/// >>> al.engagement.fit_value(pa.table({"frequency": [0], "value": [0.0]}))
/// <ValueFit: 0 people, not fitted: nothing_to_fit>
#[pyfunction]
#[pyo3(signature = (table, *, frequency=None, value=None))]
pub(super) fn fit_value(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    frequency: Option<&Bound<'_, PyAny>>,
    value: Option<&Bound<'_, PyAny>>,
) -> PyResult<ValueFit> {
    let mut options = core::ValueOptions::default();
    if let Some(column) = optional(frequency, "frequency", text)? {
        options.frequency = column;
    }
    if let Some(column) = optional(value, "value", text)? {
        options.value = column;
    }
    let table = boundary::table(table, "table")?;
    run(py, || core::ValueCounts::from_table(table, &options).map(|counts| counts.fit())).map(ValueFit)
}

/// The value of acts fitted to what people gave.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> fit = al.engagement.fit_value(pa.table({"frequency": [0], "value": [0.0]}))
/// >>> fit.convergence["failure"], fit.correlation
/// ('nothing_to_fit', None)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct ValueFit(core::ValueFit);

#[pymethods]
impl ValueFit {
    /// Whether the fit reached its maximum, a mapping with ``reached``, ``steps``, ``decrement`` and ``failure``.
    #[getter]
    fn convergence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.convergence)
    }

    /// The parameters p, q and v, each a mapping with ``name``, ``value``, ``standard_error``, ``lower`` and ``upper`` (95 %).
    #[getter]
    fn parameters<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.parameters)
    }

    /// The value expected of an act of a person whose ``frequency`` acts had the mean ``value``.
    ///
    /// ``None`` without convergence, and where the mean has no bound.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For a frequency or value that cannot be.
    fn mean(
        &self,
        py: Python<'_>,
        frequency: &Bound<'_, PyAny>,
        value: &Bound<'_, PyAny>,
    ) -> PyResult<Option<f64>> {
        let (frequency, value) = (number(frequency, "frequency")?, number(value, "value")?);
        run(py, || self.0.law.map_or(Ok(None), |law| law.mean(frequency, value)))
    }

    fn __repr__(&self) -> String {
        let said = match self.0.convergence.failure {
            None => "fitted".to_owned(),
            Some(failure) => format!("not fitted: {}", name(&failure)),
        };
        format!("<ValueFit: {} people, {said}>", self.0.people)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || html::table(&self.__repr__(), &HEAD, &rows(&self.0.parameters)))
    }
}
getters!(ValueFit {
    /// How many people with an act there are.
    people: u64 = |fit, _py| fit.people;
    /// The correlation of frequency and mean value over them; ``None`` where one of the two is the same for all.
    correlation: Option<f64> = |fit, _py| fit.correlation;
    /// The logarithm of the likelihood.
    log_likelihood: Option<f64> = |fit, _py| fit.log_likelihood;
});
document!(ValueFit, core::ValueFit);
hashed!(ValueFit);
