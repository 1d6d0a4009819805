use alumni_core::engagement as core;
use pyo3::prelude::*;

use crate::boundary;
use crate::convert::{self, items, number, optional, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;

/// Count how many people share each duration, whether it ended and how.
///
/// The table is read once. What is kept of it are counts: no ids, and the order of rows does not matter. Who may not be scored has
/// to be left out before.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person: anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, such as a frame of pandas, polars,
///     pyarrow or DuckDB.
/// duration : str
///     The column of durations: numbers from 0 on, in any unit, until it ended or the person was last seen.
/// event : str
///     The column that says how it ended. Booleans, or 0 and 1: 1 has ended. Other whole numbers than 0, and texts that are not
///     blank: each is an end of its own.
/// entry : str, optional
///     The column of the times from which on people were watched, for those who came under watch late.
/// group : str, optional
///     The column of groups that are looked at side by side.
///
/// Raises
/// ------
/// AlumniError
///     For a column that is missing or of another type, a duration that is unknown, negative or no number, an entry that is not
///     before the duration.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [100, 200, 200, 300, 400, 500], "back": [1, 1, 0, 1, 0, 0]})
/// >>> al.engagement.durations(away, duration="days", event="back")
/// <Durations: 6 people, 3 ended>
#[pyfunction]
#[pyo3(signature = (table, *, duration, event, entry=None, group=None))]
pub(super) fn durations(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    duration: &Bound<'_, PyAny>,
    event: &Bound<'_, PyAny>,
    entry: Option<&Bound<'_, PyAny>>,
    group: Option<&Bound<'_, PyAny>>,
) -> PyResult<Durations> {
    let mut options = core::DurationOptions::new(text(duration, "duration")?, text(event, "event")?);
    if let Some(entry) = optional(entry, "entry", text)? {
        options = options.entry(entry);
    }
    if let Some(group) = optional(group, "group", text)? {
        options = options.group(group);
    }
    let table = boundary::table(table, "table")?;
    run(py, || core::Durations::from_table(table, &options)).map(Durations)
}

/// How many people share each duration, whether it ended and how.
///
/// There are no ids in it; a group or a time with one person in it is still that person, so it is not for publishing.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [10, 20, 30], "end": ["returned", "opted out", None]})
/// >>> durations = al.engagement.durations(away, duration="days", event="end")
/// >>> durations.ends
/// ['opted out', 'returned']
/// >>> durations.only("returned")
/// <Durations: 3 people, 1 ended>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Durations(core::Durations);

#[pymethods]
impl Durations {
    /// The same people, of whom only those with this end have ended.
    ///
    /// The others are last seen where they ended otherwise. What becomes of these durations says what would be if there were no
    /// other ends.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For an end that nobody has.
    fn only(&self, py: Python<'_>, end: &Bound<'_, PyAny>) -> PyResult<Self> {
        let end = text(end, "end")?;
        run(py, || self.0.only(&end)).map(Self)
    }

    /// The survival curve of each group, with bands, quantiles and the mean time up to a horizon.
    ///
    /// Parameters
    /// ----------
    /// confidence : float, optional
    ///     How sure the bands are, each point by itself; 0.95 when left out.
    /// band : {"log_log", "plain"}, optional
    ///     How the bands are drawn.
    /// quantiles : iterable of float, optional
    ///     The shares of people by when whose ends are asked for; the median when left out.
    /// horizon : float, optional
    ///     Up to when the mean time is taken.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For an option outside its range.
    ///
    /// Examples
    /// --------
    /// >>> import alumni as al
    /// >>> import pyarrow as pa
    /// >>> away = pa.table({"days": [100, 200, 200, 300, 400, 500], "back": [1, 1, 0, 1, 0, 0]})
    /// >>> curve = al.engagement.durations(away, duration="days", event="back").kaplan_meier().curves[0]
    /// >>> round(curve.at(300)["survival"], 4)
    /// 0.4444
    /// >>> curve.quantiles[0]["time"]
    /// 300.0
    #[pyo3(signature = (*, confidence=None, band=None, quantiles=None, horizon=None))]
    fn kaplan_meier(
        &self,
        py: Python<'_>,
        confidence: Option<&Bound<'_, PyAny>>,
        band: Option<&Bound<'_, PyAny>>,
        quantiles: Option<&Bound<'_, PyAny>>,
        horizon: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<SurvivalCurves> {
        let mut options = core::CurveOptions::default();
        if let Some(confidence) = optional(confidence, "confidence", number)? {
            options = options.confidence(confidence);
        }
        if let Some(band) = optional(band, "band", convert::plain)? {
            options = options.band(band);
        }
        if let Some(shares) = optional(quantiles, "quantiles", |value, name| items(value, name, number))? {
            options = options.quantiles(shares);
        }
        if let Some(horizon) = optional(horizon, "horizon", number)? {
            options = options.horizon(horizon);
        }
        run(py, || self.0.kaplan_meier(&options)).map(SurvivalCurves)
    }

    /// The cumulative hazard of each group, by Nelson and Aalen.
    ///
    /// Parameters
    /// ----------
    /// confidence : float, optional
    ///     How sure the intervals are; 0.95 when left out.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For a confidence that is not between 0 and 1.
    #[pyo3(signature = (*, confidence=None))]
    fn nelson_aalen(
        &self,
        py: Python<'_>,
        confidence: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<CumulativeHazards> {
        let options = common(confidence)?;
        run(py, || self.0.nelson_aalen(&options)).map(CumulativeHazards)
    }

    /// How many of each group have ended each way, while they may end other ways, by Aalen and Johansen.
    ///
    /// One less a survival curve that takes other ends for people who were last seen says too much.
    ///
    /// Parameters
    /// ----------
    /// confidence : float, optional
    ///     How sure the intervals are; 0.95 when left out.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For a confidence that is not between 0 and 1.
    #[pyo3(signature = (*, confidence=None))]
    fn aalen_johansen(
        &self,
        py: Python<'_>,
        confidence: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<CompetingEnds> {
        let options = common(confidence)?;
        run(py, || self.0.aalen_johansen(&options)).map(CompetingEnds)
    }

    /// Weibull's law fitted to each group by maximum likelihood.
    ///
    /// A fit that does not reach its maximum has no numbers, and says why in ``convergence``.
    ///
    /// Parameters
    /// ----------
    /// confidence : float, optional
    ///     How sure the intervals are; 0.95 when left out.
    ///
    /// Raises
    /// ------
    /// OutOfRangeError
    ///     For somebody who ended at time 0, and for a confidence that is not between 0 and 1.
    #[pyo3(signature = (*, confidence=None))]
    fn weibull(&self, py: Python<'_>, confidence: Option<&Bound<'_, PyAny>>) -> PyResult<WeibullFits> {
        let options = common(confidence)?;
        run(py, || self.0.weibull(&options)).map(WeibullFits)
    }

    /// Whether the groups end at the same pace, by the log-rank test.
    ///
    /// Raises
    /// ------
    /// MissingError
    ///     For fewer than two groups.
    fn log_rank(&self, py: Python<'_>) -> PyResult<LogRank> {
        run(py, || self.0.log_rank()).map(LogRank)
    }

    fn __repr__(&self) -> String {
        format!("<Durations: {} people, {} ended>", self.0.people(), self.0.ended())
    }

    fn _repr_html_(&self) -> String {
        html::table(self.__repr__().trim_matches(['<', '>']), &[], &[])
    }
}
getters!(Durations {
    /// How many people there are.
    people: u64 = |durations, _py| durations.people();
    /// Of how many it ended, whichever way.
    ended: u64 = |durations, _py| durations.ended();
    /// The names of the ways to end, sorted.
    ends: Vec<String> = |durations, _py| durations.ends().to_vec();
    /// The names of the groups, sorted; ``None`` where there is no column of groups.
    groups: Vec<Option<String>> = |durations, _py| durations.groups().map(|name| name.map(str::to_owned)).collect();
});
document!(Durations, core::Durations, core::Durations::from_json);
hashed!(Durations);

fn common(confidence: Option<&Bound<'_, PyAny>>) -> PyResult<core::CommonOptions> {
    let options = core::CommonOptions::default();
    Ok(match optional(confidence, "confidence", number)? {
        None => options,
        Some(confidence) => options.confidence(confidence),
    })
}

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
pub(crate) struct SurvivalCurves(core::SurvivalCurves);

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
pub(crate) struct SurvivalCurve(core::SurvivalCurve);

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

/// The cumulative hazard of each group, by Nelson and Aalen.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2, 2, 3], "back": [1, 0, 1, 0]})
/// >>> hazards = al.engagement.durations(away, duration="days", event="back").nelson_aalen()
/// >>> [round(point["hazard"], 4) for point in hazards.hazards[0]["points"]]
/// [0.25, 0.5833]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct CumulativeHazards(core::CumulativeHazards);

#[pymethods]
impl CumulativeHazards {
    /// The groups, each a mapping with ``group`` and ``points``.
    ///
    /// A point has ``time``, ``at_risk``, ``ended``, ``hazard``, ``standard_error``, ``lower`` and ``upper``.
    #[getter]
    fn hazards<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.hazards)
    }

    fn __repr__(&self) -> String {
        format!("<CumulativeHazards: {}>", counted(self.0.hazards.len(), "group"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |hazard: &core::CumulativeHazard| {
                let last = hazard.points.last();
                let text =
                    |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
                vec![
                    hazard.group.clone().unwrap_or_default(),
                    text(last.map(|point| point.time)),
                    text(last.map(|point| point.hazard)),
                    text(last.map(|point| point.lower)),
                    text(last.map(|point| point.upper)),
                ]
            };
            let rows: Vec<_> = self.0.hazards.iter().map(row).collect();
            let title = format!("Cumulative hazard, intervals at {}", self.0.confidence);
            html::table(&title, &["group", "by", "hazard", "from", "to"], &rows)
        })
    }
}
getters!(CumulativeHazards {
    /// How sure the intervals are.
    confidence: f64 = |hazards, _py| hazards.confidence;
});
document!(CumulativeHazards, core::CumulativeHazards);
hashed!(CumulativeHazards);
arrow!(CumulativeHazards);

/// How many of each group have ended each way by each time, by Aalen and Johansen.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2, 2, 3], "end": ["opted out", "returned", "returned", None]})
/// >>> ends = al.engagement.durations(away, duration="days", event="end").aalen_johansen()
/// >>> [(ends["end"], ends["points"][-1]["share"]) for ends in ends.incidences]
/// [('opted out', 0.25), ('returned', 0.5)]
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct CompetingEnds(core::CompetingEnds);

#[pymethods]
impl CompetingEnds {
    /// By group and end, each a mapping with ``group``, ``end``, ``people``, ``ended`` and ``points``.
    ///
    /// A point has ``time``, ``at_risk``, ``ended``, ``share``, ``standard_error``, ``lower`` and ``upper``.
    #[getter]
    fn incidences<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.incidences)
    }

    fn __repr__(&self) -> String {
        format!("<CompetingEnds: {}>", counted(self.0.incidences.len(), "curve"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |found: &core::Incidence| {
                let last = found.points.last();
                let text =
                    |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value.to_string());
                vec![
                    found.group.clone().unwrap_or_default(),
                    found.end.clone(),
                    found.ended.to_string(),
                    text(last.map(|point| point.time)),
                    text(last.map(|point| point.share)),
                    text(last.map(|point| point.lower)),
                    text(last.map(|point| point.upper)),
                ]
            };
            let rows: Vec<_> = self.0.incidences.iter().map(row).collect();
            let title = format!("Competing ends, intervals at {}", self.0.confidence);
            html::table(&title, &["group", "end", "ended", "by", "share", "from", "to"], &rows)
        })
    }
}
getters!(CompetingEnds {
    /// How sure the intervals are.
    confidence: f64 = |ends, _py| ends.confidence;
});
document!(CompetingEnds, core::CompetingEnds);
hashed!(CompetingEnds);
arrow!(CompetingEnds);

/// Whether groups end at the same pace, by the log-rank test.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [1, 2], "back": [1, 1], "track": ["a", "b"]})
/// >>> al.engagement.durations(away, duration="days", event="back", group="track").log_rank()
/// <LogRank: chi-square 1 on 1 degree of freedom, p 0.3173>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct LogRank(core::LogRank);

#[pymethods]
impl LogRank {
    /// The groups, each a mapping with ``group``, ``people``, ``observed`` and ``expected``.
    #[getter]
    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.groups)
    }

    fn __repr__(&self) -> String {
        match (self.0.chi_square, self.0.p) {
            (Some(value), Some(p)) => {
                let degrees = counted(usize::try_from(self.0.degrees).unwrap_or(usize::MAX), "degree");
                let (value, p) = ((value * 1e4).round() / 1e4, (p * 1e4).round() / 1e4);
                format!("<LogRank: chi-square {value} on {degrees} of freedom, p {p}>")
            }
            _ => "<LogRank: nothing to compare>".to_owned(),
        }
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |group: &core::LogRankGroup| {
                vec![
                    group.group.clone().unwrap_or_default(),
                    group.people.to_string(),
                    group.observed.to_string(),
                    group.expected.to_string(),
                ]
            };
            let rows: Vec<_> = self.0.groups.iter().map(row).collect();
            html::table(&self.__repr__(), &["group", "people", "observed", "expected"], &rows)
        })
    }
}
getters!(LogRank {
    /// The statistic; ``None`` where no two groups could be compared.
    chi_square: Option<f64> = |test, _py| test.chi_square;
    /// Its degrees of freedom.
    degrees: u64 = |test, _py| test.degrees;
    /// How often it would be as large if the groups ended at the same pace; ``None`` with the statistic.
    p: Option<f64> = |test, _py| test.p;
});
document!(LogRank, core::LogRank);
hashed!(LogRank);

/// Weibull's law fitted to each group.
///
/// The share that has not ended after ``t`` is ``exp(-(t / scale) ** shape)``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> away = pa.table({"days": [10, 10, 30, 30, 30], "back": [1, 1, 1, 0, 0]})
/// >>> fit = al.engagement.durations(away, duration="days", event="back").weibull().fits[0]
/// >>> fit["convergence"]["reached"], fit["shape"]["value"] > 0
/// (True, True)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct WeibullFits(core::WeibullFits);

#[pymethods]
impl WeibullFits {
    /// The groups, each a mapping.
    ///
    /// Its keys are ``group``, ``people``, ``ended``, ``convergence`` (a mapping with ``reached``, ``steps``, ``decrement`` and
    /// ``failure``), ``scale`` and ``shape`` (each with ``value``, ``standard_error``, ``lower`` and ``upper``) and
    /// ``log_likelihood``.
    #[getter]
    fn fits<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.fits)
    }

    fn __repr__(&self) -> String {
        let reached = self.0.fits.iter().filter(|fit| fit.convergence.reached).count();
        format!("<WeibullFits: {}, {reached} fitted>", counted(self.0.fits.len(), "group"))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let text = |found: Option<core::Parameter>| {
                found.map_or_else(
                    || "–".to_owned(),
                    |found| format!("{:.4} ({:.4} to {:.4})", found.value, found.lower, found.upper),
                )
            };
            let row = |fit: &core::WeibullFit| {
                let failure = fit.convergence.failure;
                vec![
                    fit.group.clone().unwrap_or_default(),
                    fit.people.to_string(),
                    fit.ended.to_string(),
                    text(fit.scale),
                    text(fit.shape),
                    failure.map_or_else(String::new, |failure| format!("{failure:?}")),
                ]
            };
            let rows: Vec<_> = self.0.fits.iter().map(row).collect();
            let title = format!("Weibull, intervals at {}", self.0.confidence);
            html::table(&title, &["group", "people", "ended", "scale", "shape", "not fitted"], &rows)
        })
    }
}
getters!(WeibullFits {
    /// How sure the intervals are.
    confidence: f64 = |fits, _py| fits.confidence;
});
document!(WeibullFits, core::WeibullFits);
hashed!(WeibullFits);

/// `1 group`, `2 groups`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
