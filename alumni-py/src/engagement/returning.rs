mod curve;
mod ends;
mod hazard;
mod log_rank;
mod weibull;

use alumni_core::engagement as core;
use pyo3::prelude::*;

pub(super) use curve::{SurvivalCurve, SurvivalCurves};
pub(super) use ends::CompetingEnds;
pub(super) use hazard::CumulativeHazards;
pub(super) use log_rank::LogRank;
pub(super) use weibull::WeibullFits;

use crate::boundary;
use crate::convert::{self, items, number, optional, text};
use crate::exceptions::run;
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

/// `1 group`, `2 groups`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
