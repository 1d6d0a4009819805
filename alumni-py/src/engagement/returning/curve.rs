use alumni_core::engagement as core;
use pyo3::prelude::*;

use crate::convert::{number, quoted};
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::html;

/// A survival curve for each group: how many have not ended after so long, by Kaplan and Meier.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [100, 200, 200, 300, 400, 500], "back": [1, 1, 0, 1, 0, 0]})
/// >>> al.engagement.durations(away, duration="days", event="back").kaplan_meier()
/// <SurvivalCurves: 1 group, 6 people, 3 ended>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct SurvivalCurves(pub(super) core::SurvivalCurves);

#[pymethods]
impl SurvivalCurves {
    /// What was asked, as a mapping.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.options)
    }

    fn __repr__(&self) -> String {
        let curves = &self.0.curves;
        let sum = |of: fn(&core::SurvivalCurve) -> u64| curves.iter().map(of).sum::<u64>();
        let groups =
            if curves.len() == 1 { "1 group".to_owned() } else { format!("{} groups", curves.len()) };
        let (people, ended) = (sum(|curve| curve.people), sum(|curve| curve.ended));
        format!("<SurvivalCurves: {groups}, {people} people, {ended} ended>")
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let time = |time: Option<f64>| time.map_or_else(|| "–".to_owned(), |time| time.to_string());
            let rows = self.0.curves.iter().flat_map(|curve| {
                curve.quantiles.iter().map(move |quantile| {
                    vec![
                        curve.group.clone().unwrap_or_default(),
                        curve.people.to_string(),
                        curve.ended.to_string(),
                        quantile.share.to_string(),
                        time(quantile.time),
                        time(quantile.lower),
                        time(quantile.upper),
                    ]
                })
            });
            let head = ["group", "people", "ended", "share ended", "by", "from", "to"];
            let title = format!("Survival, intervals at {}", self.0.options.confidence);
            html::table(&title, &head, &rows.collect::<Vec<_>>())
        })
    }
}
getters!(SurvivalCurves {
    /// The curves by group, sorted by name.
    curves: Vec<SurvivalCurve> = |curves, _py| curves.curves.iter().cloned().map(SurvivalCurve).collect();
});
drawn!(SurvivalCurves, "alumni._survival", "plot", "Draw the curves with their bands.");
document!(SurvivalCurves, core::SurvivalCurves);
hashed!(SurvivalCurves);
arrow!(SurvivalCurves);

/// The survival curve of a group.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2], "back": [True, False]})
/// >>> al.engagement.durations(away, duration="days", event="back").kaplan_meier().curves[0]
/// <SurvivalCurve: 2 people, 1 ended, 2 times>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct SurvivalCurve(pub(super) core::SurvivalCurve);

#[pymethods]
impl SurvivalCurve {
    /// Every distinct time in rising order, each a mapping.
    ///
    /// Its keys are ``time``, ``at_risk``, ``ended``, ``open`` (last seen then, not ended), ``survival``, ``standard_error``,
    /// ``lower`` and ``upper``.
    #[getter]
    fn points<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.points)
    }

    /// By when a share of the people has ended, each a mapping with ``share``, ``time``, ``lower`` and ``upper``.
    #[getter]
    fn quantiles<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.quantiles)
    }

    /// The mean time up to the horizon, where one was given.
    ///
    /// A mapping with ``horizon``, ``mean``, ``standard_error``, ``lower`` and ``upper``.
    #[getter]
    fn restricted_mean<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.restricted_mean)
    }

    /// The curve at a time, a mapping like one of `points`.
    ///
    /// ``None`` before 0, and after the last time while some had not ended.
    fn at<'py>(&self, py: Python<'py>, time: &Bound<'_, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.at(number(time, "time")?))
    }

    fn __repr__(&self) -> String {
        let curve = &self.0;
        let group = curve.group.as_deref().map_or_else(String::new, |group| format!(" {}", quoted(group)));
        let times = curve.points.len();
        format!("<SurvivalCurve{group}: {} people, {} ended, {times} times>", curve.people, curve.ended)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let title = self.__repr__();
        quick(py, || {
            let row = |point: &core::CurvePoint| {
                let [at_risk, ended] = [point.at_risk, point.ended].map(|count| count.to_string());
                let band = [point.lower, point.upper].map(html::number_or_none);
                let figures = [html::number(point.time), at_risk, ended, html::number(point.survival)];
                figures.into_iter().chain(band).collect()
            };
            let rows: Vec<_> = self.0.points.iter().take(html::SHOWN).map(row).collect();
            let title = html::heading(title.trim_matches(['<', '>']), self.0.points.len());
            html::table(&title, &["time", "at risk", "ended", "survival", "from", "to"], &rows)
        })
    }
}
getters!(SurvivalCurve {
    /// The group; ``None`` where there is no column of groups.
    group: Option<String> = |curve, _py| curve.group.clone();
    /// How many people there are.
    people: u64 = |curve, _py| curve.people;
    /// Of how many it ended, whichever way.
    ended: u64 = |curve, _py| curve.ended;
    /// The first time at which all who were watched ended while others had yet to come under watch.
    emptied: Option<f64> = |curve, _py| curve.emptied;
});
document!(SurvivalCurve, core::SurvivalCurve);
hashed!(SurvivalCurve);
