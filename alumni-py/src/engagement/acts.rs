use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::calibration::Calibration;
use super::interaction::interactions;
use super::permission::Allowed;
use super::repeat::RepeatFit;
use crate::convert::{self, date, integer, items, optional, text};
use crate::exceptions::{quick, run};
use crate::html;
use crate::text::reasons;

/// The options of a question about acts.
fn asked(
    as_of: &Bound<'_, PyAny>,
    unit_days: Option<&Bound<'_, PyAny>>,
    kinds: Option<&Bound<'_, PyAny>>,
) -> PyResult<core::ActOptions> {
    let mut options = core::ActOptions::new(date(as_of, "as_of")?);
    if let Some(days) = optional(unit_days, "unit_days", integer)? {
        options.unit_days = days;
    }
    if let Some(kinds) = optional(kinds, "kinds", |value, name| items(value, name, text))? {
        options.kinds = kinds.into_iter().collect();
    }
    Ok(options)
}

/// Count how often the people of a record acted, as the models of repeated acts want it.
///
/// What somebody does on one day (UTC) is one act.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// as_of : date
///     What happened before this day, 00:00 UTC, is known.
/// unit_days : int, optional
///     How many days a unit of time has; 7 when left out.
/// kinds : iterable of str, optional
///     The kinds that count; when left out those that others can notice.
/// permitted : iterable of str, optional
///     Who may be scored; everybody when left out.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in UTC
///     when ``at`` is left out.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> told = lambda id, day: al.engagement.Interaction(id, datetime(2026, 1, day, tzinfo=UTC), "reply", "w-1", "alumnus")
/// >>> acts = al.engagement.repeat_acts([told("e-1", 5), told("e-2", 19)], as_of=date(2026, 2, 2))
/// >>> acts.frequency, acts.recency, acts.age
/// ([1.0], [2.0], [4.0])
#[pyfunction]
#[pyo3(signature = (events, *, as_of, unit_days=None, kinds=None, permitted=None, consent=None, purpose=None, at=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn repeat_acts(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    unit_days: Option<&Bound<'_, PyAny>>,
    kinds: Option<&Bound<'_, PyAny>>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<RepeatActs> {
    let options = asked(as_of, unit_days, kinds)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, options.as_of)?;
    let events = interactions(events, "events")?;
    let acts = |permitted: core::Permitted<'_>| core::RepeatActs::of(&events, &options, permitted);
    run(py, || allowed.with(acts)?).map(RepeatActs)
}

/// Fit a model to what was known some days ago, and compare what it foresaw with what came.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// as_of : date
///     What happened before this day, 00:00 UTC, is known.
/// horizon_days : int
///     The last so many days before it are held back.
/// model : {"mbg_nbd", "bg_nbd", "pareto_nbd", "bg_bb"}, optional
///     The model; ``"mbg_nbd"`` when left out. ``"bg_bb"`` takes a horizon of whole units.
/// unit_days : int, optional
///     How many days a unit of time has; 7 when left out.
/// kinds : iterable of str, optional
///     The kinds that count; when left out those that others can notice.
/// permitted : iterable of str, optional
///     Who may be scored; everybody when left out.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the start of ``as_of`` in UTC
///     when ``at`` is left out.
/// bins : int, optional
///     How many groups the probabilities are put in; 10 when left out.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> print(al.engagement.hold_back([], as_of=date(2026, 4, 1), horizon_days=90))
/// the model has no numbers for the 0 people known 90 days before
/// nobody came back or ended, or nothing differs between people: there is nothing to fit
#[pyfunction]
#[pyo3(signature = (events, *, as_of, horizon_days, model=None, unit_days=None, kinds=None, permitted=None, consent=None, purpose=None, at=None, bins=None))]
#[expect(clippy::too_many_arguments, reason = "keywords in Python")]
pub(super) fn hold_back(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    horizon_days: &Bound<'_, PyAny>,
    model: Option<&Bound<'_, PyAny>>,
    unit_days: Option<&Bound<'_, PyAny>>,
    kinds: Option<&Bound<'_, PyAny>>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
    bins: Option<&Bound<'_, PyAny>>,
) -> PyResult<HeldBack> {
    let core::ActOptions { as_of, unit_days, kinds, .. } = asked(as_of, unit_days, kinds)?;
    let mut options = core::HoldBackOptions::new(as_of, integer(horizon_days, "horizon_days")?);
    (options.unit_days, options.kinds) = (unit_days, kinds);
    if let Some(model) = optional(model, "model", convert::plain)? {
        options.model = model;
    }
    if let Some(bins) = optional(bins, "bins", integer)? {
        options.bins = bins;
    }
    let allowed = Allowed::new(permitted, consent, purpose, at, options.as_of)?;
    let events = interactions(events, "events")?;
    let held = |permitted: core::Permitted<'_>| core::hold_back(&events, &options, permitted);
    run(py, || allowed.with(held)?).map(HeldBack)
}

/// How often the people of a record acted: one row for each who ever did.
///
/// It exports an Arrow table with ``person``, ``frequency``, ``recency`` and ``age``, which `fit_repeat` reads, and for ``bg_bb``
/// ``taken``, ``last_taken`` and ``opportunities``.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> len(al.engagement.repeat_acts([], as_of=date(2026, 4, 1)))
/// 0
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct RepeatActs(core::RepeatActs);

#[pymethods]
impl RepeatActs {
    /// Fit a model of repeated acts to them, as `fit_repeat` does.
    ///
    /// Parameters
    /// ----------
    /// model : {"mbg_nbd", "bg_nbd", "pareto_nbd", "bg_bb"}, optional
    ///     The model; ``"mbg_nbd"`` when left out. ``"bg_bb"`` is fitted to whole units: ``taken``, ``last_taken`` and
    ///     ``opportunities``.
    #[pyo3(signature = (model=None))]
    fn fit(&self, py: Python<'_>, model: Option<&Bound<'_, PyAny>>) -> PyResult<RepeatFit> {
        let model = optional(model, "model", convert::plain)?.unwrap_or(core::RepeatModel::MbgNbd);
        run(py, || self.0.fit(model)).map(RepeatFit)
    }

    fn __len__(&self) -> usize {
        self.0.person.len()
    }

    fn __repr__(&self) -> String {
        let people = self.0.person.len();
        format!("<RepeatActs of {people} {}>", if people == 1 { "person" } else { "people" })
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |(place, person): (usize, &String)| {
                let figures = [&self.0.frequency, &self.0.recency, &self.0.age];
                let cells = figures.map(|list| html::number_or_none(list.get(place).copied()));
                std::iter::once(person.clone()).chain(cells).collect()
            };
            let rows: Vec<_> = self.0.person.iter().enumerate().take(html::SHOWN).map(row).collect();
            let title = html::heading("Repeated acts", self.0.person.len());
            html::table(&title, &["person", "frequency", "recency", "age"], &rows)
        })
    }
}
getters!(RepeatActs {
    /// The people, in the order of their ids.
    person: Vec<String> = |acts, _py| acts.person.clone();
    /// On how many days beyond the first each acted.
    frequency: Vec<f64> = |acts, _py| acts.frequency.clone();
    /// How long after the first the last was.
    recency: Vec<f64> = |acts, _py| acts.recency.clone();
    /// How long ago the first was.
    age: Vec<f64> = |acts, _py| acts.age.clone();
    /// In how many whole units after that of the first act each acted: the frequency of ``bg_bb``.
    taken: Vec<f64> = |acts, _py| acts.taken.clone();
    /// Which of those units was the last they acted in, 0 for none: the recency of ``bg_bb``.
    last_taken: Vec<f64> = |acts, _py| acts.last_taken.clone();
    /// How many those units are, counted back from ``as_of``: the age of ``bg_bb``.
    opportunities: Vec<f64> = |acts, _py| acts.opportunities.clone();
    /// How many events of alumni before ``as_of`` are of kinds that do not count.
    other_kinds: u64 = |acts, _py| acts.other_kinds;
});
document!(RepeatActs, core::RepeatActs);
hashed!(RepeatActs);
arrow!(RepeatActs);

/// What a model foresaw of the time that was held back, and what came.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> found = al.engagement.hold_back([], as_of=date(2026, 4, 1), horizon_days=90)
/// >>> found.acts, found.expected, found.calibration
/// (0, None, None)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct HeldBack(core::HeldBack);

#[pymethods]
impl HeldBack {
    fn __str__(&self) -> String {
        self.0.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    }

    fn __repr__(&self) -> String {
        format!("<HeldBack since {}: {} acts>", self.0.since, self.0.acts)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let title = self.__str__();
        quick(py, || {
            let bins = self.0.calibration.iter().flat_map(|calibration| &calibration.bins);
            let row = |bin: &core::CalibrationBin| {
                let range = format!("{:.2} to {:.2}", bin.from, bin.until);
                vec![range, html::number_or_none(bin.mean_predicted), bin.happened.to_string()]
            };
            let rows: Vec<_> = bins.map(row).collect();
            html::table(&title, &["predicted", "mean", "happened"], &rows)
        })
    }
}
getters!(HeldBack {
    /// The first day that was held back.
    since: Bound<'py, PyAny> = |found, py| convert::py_date(py, found.since)?;
    /// The model as fitted to what was known before that day.
    fit: RepeatFit = |found, _py| RepeatFit(found.fit.clone());
    /// How many acts of the people known then it foresaw; ``None`` where the fit has no numbers.
    expected: Option<f64> = |found, _py| found.expected;
    /// How many there were: days on which one of them acted.
    acts: u64 = |found, _py| found.acts;
    /// Whether the probabilities of acting at all were right; ``None`` where the fit has no numbers.
    calibration: Option<Calibration> = |found, _py| found.calibration.clone().map(Calibration);
    /// The same in words.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(HeldBack, core::HeldBack);
hashed!(HeldBack);
