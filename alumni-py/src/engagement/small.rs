use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::convert::{self, boolean, integer, items, number, optional};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;
use crate::text::reasons;

/// Pull the shares of small groups towards what they have in common, as far as the counts say.
///
/// Parameters
/// ----------
/// groups : iterable of mapping, or a table
///     One for each group: ``id``, ``count`` and ``of``, so many of so many people.
/// method : {"likelihood", "moments"}, optional
///     How the prior is fitted; by the likelihood when left out. ``"moments"`` is the rule of James and Stein for groups of one size.
/// prior : mapping, optional
///     A prior from elsewhere: ``mean`` and ``size``, the number of people of a group that is pulled half the way.
/// confidence : float, optional
///     How sure intervals are; 0.95 when left out.
///
/// Raises
/// ------
/// AlumniError
///     For what cannot be counted, with the group in ``path``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> tracks = [("sales", 1, 5), ("works", 12, 60), ("office", 30, 90), ("research", 0, 4)]
/// >>> found = al.engagement.shrink_shares([{"id": id, "count": count, "of": of} for id, count, of in tracks])
/// >>> found.spread, round(found.groups[3]["value"], 2)
/// ('not_told', 0.25)
#[pyfunction]
#[pyo3(signature = (groups, *, method=None, prior=None, confidence=None))]
pub(super) fn shrink_shares(
    py: Python<'_>,
    groups: &Bound<'_, PyAny>,
    method: Option<&Bound<'_, PyAny>>,
    prior: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
) -> PyResult<Shrinkage> {
    shrink(py, core::ShrinkLaw::Share, groups, (method, prior, confidence))
}

/// Pull the rates of small groups towards what they have in common, as far as the counts say.
///
/// Parameters
/// ----------
/// groups : iterable of mapping, or a table
///     One for each group: ``id``, ``count`` and ``of``, so many in so much time; person-days, for groups of people.
/// method : {"likelihood", "moments"}, optional
///     How the prior is fitted; by the likelihood when left out.
/// prior : mapping, optional
///     A prior from elsewhere: ``mean`` and ``size``, the time of a group that is pulled half the way.
/// confidence : float, optional
///     How sure intervals are; 0.95 when left out.
///
/// Raises
/// ------
/// AlumniError
///     For what cannot be counted, with the group in ``path``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> posts = [("sales", 1, 400), ("works", 30, 900), ("office", 90, 1200), ("research", 0, 100)]
/// >>> found = al.engagement.shrink_rates([{"id": id, "count": count, "of": of} for id, count, of in posts])
/// >>> found.spread
/// 'told'
#[pyfunction]
#[pyo3(signature = (groups, *, method=None, prior=None, confidence=None))]
pub(super) fn shrink_rates(
    py: Python<'_>,
    groups: &Bound<'_, PyAny>,
    method: Option<&Bound<'_, PyAny>>,
    prior: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
) -> PyResult<Shrinkage> {
    shrink(py, core::ShrinkLaw::Rate, groups, (method, prior, confidence))
}

type How<'a, 'py> =
    (Option<&'a Bound<'py, PyAny>>, Option<&'a Bound<'py, PyAny>>, Option<&'a Bound<'py, PyAny>>);

fn shrink(
    py: Python<'_>,
    law: core::ShrinkLaw,
    groups: &Bound<'_, PyAny>,
    (method, prior, confidence): How<'_, '_>,
) -> PyResult<Shrinkage> {
    let mut question = core::ShrinkQuestion::new(law, items(groups, "groups", convert::plain)?);
    question.method = optional(method, "method", convert::plain)?.unwrap_or_default();
    question.prior = optional(prior, "prior", convert::plain)?;
    if let Some(confidence) = optional(confidence, "confidence", number)? {
        question.confidence = confidence;
    }
    run(py, || question.answer()).map(Shrinkage)
}

/// Say whether a silence is longer than the network's own pace explains.
///
/// Parameters
/// ----------
/// count : int
///     How many posts, or anything else, there were before the silence.
/// days : int
///     In how many days.
/// silent_days : int
///     How many days there has been none.
/// known : bool, optional
///     Whether ``count`` in ``days`` is the pace itself, such as one agreed on, not a measurement of it.
/// level : float, optional
///     How often an alarm may be false; 0.05 when left out.
///
/// Examples
/// --------
/// One post in two weeks: four weeks of silence say nothing, six do.
///
/// >>> import alumni as al
/// >>> four, six = (al.engagement.silence(1, 14, silent_days=days, known=True) for days in (28, 42))
/// >>> round(four.p, 3), four.verdict, six.verdict
/// (0.135, 'no_alarm', 'alarm')
#[pyfunction]
#[pyo3(signature = (count, days, *, silent_days, known=None, level=None))]
pub(super) fn silence(
    py: Python<'_>,
    count: &Bound<'_, PyAny>,
    days: &Bound<'_, PyAny>,
    silent_days: &Bound<'_, PyAny>,
    known: Option<&Bound<'_, PyAny>>,
    level: Option<&Bound<'_, PyAny>>,
) -> PyResult<Silence> {
    let mut question = core::SilenceQuestion::new(
        integer(count, "count")?,
        integer(days, "days")?,
        integer(silent_days, "silent_days")?,
    );
    question.known = optional(known, "known", boolean)?.unwrap_or_default();
    if let Some(level) = optional(level, "level", number)? {
        question.level = level;
    }
    run(py, || question.answer()).map(Silence)
}

/// Say how surely it is noticed that a rate fell, and how many weeks that takes.
///
/// Parameters
/// ----------
/// per_week : float
///     How many a week there used to be.
/// weeks : int
///     For how many weeks one watches.
/// factor : float, optional
///     What is left of the rate; a half when left out.
/// level : float, optional
///     How often an alarm may be false; 0.1 when left out.
/// wanted : float, optional
///     How surely the fall is to be noticed; 0.8 when left out.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a number outside its range.
///
/// Examples
/// --------
/// One post in two weeks, halved:
///
/// >>> import alumni as al
/// >>> found = al.engagement.rate_power(0.5, weeks=12)
/// >>> round(found.power, 2), found.can_tell, found.weeks_needed
/// (0.42, False, 34)
#[pyfunction]
#[pyo3(signature = (per_week, *, weeks, factor=None, level=None, wanted=None))]
pub(super) fn rate_power(
    py: Python<'_>,
    per_week: &Bound<'_, PyAny>,
    weeks: &Bound<'_, PyAny>,
    factor: Option<&Bound<'_, PyAny>>,
    level: Option<&Bound<'_, PyAny>>,
    wanted: Option<&Bound<'_, PyAny>>,
) -> PyResult<RatePower> {
    let mut question = core::RatePowerQuestion::new(number(per_week, "per_week")?, integer(weeks, "weeks")?);
    for (given, name, to) in [
        (factor, "factor", &mut question.factor),
        (level, "level", &mut question.level),
        (wanted, "wanted", &mut question.wanted),
    ] {
        if let Some(given) = optional(given, name, number)? {
            *to = given;
        }
    }
    run(py, || question.answer()).map(RatePower)
}

/// Say how large a difference between two shares has to be to be noticed, and how many people a difference takes.
///
/// Parameters
/// ----------
/// people : int
///     How many people there are, in both halves together, or in the first group.
/// share : float
///     The share to start from.
/// compared_with : int, optional
///     How many are in the second group; the people are halved when left out.
/// difference : float, optional
///     A difference to notice: 0.1 for ten points more, -0.1 for ten fewer.
/// confidence, power : float, optional
///     How sure to be, and how surely to notice; 0.95 and 0.8 when left out.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a number outside its range.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> found = al.engagement.share_power(140, share=0.2, difference=0.1)
/// >>> round(found.rise, 3), found.people_needed
/// (0.212, 582)
#[pyfunction]
#[pyo3(signature = (people, *, share, compared_with=None, difference=None, confidence=None, power=None))]
pub(super) fn share_power(
    py: Python<'_>,
    people: &Bound<'_, PyAny>,
    share: &Bound<'_, PyAny>,
    compared_with: Option<&Bound<'_, PyAny>>,
    difference: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
    power: Option<&Bound<'_, PyAny>>,
) -> PyResult<SharePower> {
    let mut question = core::SharePowerQuestion::new(integer(people, "people")?, number(share, "share")?);
    question.compared_with = optional(compared_with, "compared_with", integer)?;
    question.difference = optional(difference, "difference", number)?;
    for (given, name, to) in
        [(confidence, "confidence", &mut question.confidence), (power, "power", &mut question.power)]
    {
        if let Some(given) = optional(given, name, number)? {
            *to = given;
        }
    }
    run(py, || question.answer()).map(SharePower)
}

/// The name that documents have for a value of a closed set.
fn name(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default().trim_matches('"').to_owned()
}

fn lines(reasons: &[alumni_core::Reason]) -> String {
    reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The shares or rates of groups, pulled towards what they have in common.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> found = al.engagement.shrink_shares([{"id": "sales", "count": 1, "of": 5}])
/// >>> found.spread, found.prior, found.groups[0]["value"]
/// ('too_few', None, 0.2)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Shrinkage(core::Shrinkage);

#[pymethods]
impl Shrinkage {
    /// What the groups have in common, a mapping with ``mean`` and, where they differ, ``size``; ``None`` from too few.
    #[getter]
    fn prior<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.prior)
    }

    /// The groups, each a mapping.
    ///
    /// Its keys are ``id``, ``count``, ``of``, ``raw``, ``value``, ``lower``, ``upper`` and ``weight``, how much of the value is the
    /// group's own.
    #[getter]
    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.groups)
    }

    fn __str__(&self) -> String {
        lines(&self.0.reasons)
    }

    fn __repr__(&self) -> String {
        format!("<Shrinkage of {} groups: {}>", self.0.groups.len(), name(&self.0.spread))
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let figure =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
            let row = |group: &core::ShrunkGroup| {
                let figures = [group.raw, group.value, Some(group.lower), group.upper].map(figure);
                let head = [group.id.clone(), group.count.to_string(), group.of.to_string()];
                head.into_iter().chain(figures).collect()
            };
            let rows: Vec<Vec<String>> = self.0.groups.iter().map(row).collect();
            html::table(
                &lines(&self.0.reasons),
                &["group", "count", "of", "raw", "value", "from", "to"],
                &rows,
            )
        })
    }
}
getters!(Shrinkage {
    /// What was counted: ``"share"`` or ``"rate"``.
    law: String = |found, _py| name(&found.law);
    /// Whether the groups differ: ``"told"``, ``"not_told"``, ``"nothing"``, ``"too_few"`` or ``"given"``.
    spread: String = |found, _py| name(&found.spread);
    /// The lower end of the size's interval; ``None`` where it was not fitted by the likelihood.
    size_lower: Option<f64> = |found, _py| found.size_lower;
    /// The upper end; ``None`` where it has no bound.
    size_upper: Option<f64> = |found, _py| found.size_upper;
    /// The logarithm of the likelihood; ``None`` without a prior.
    log_likelihood: Option<f64> = |found, _py| found.log_likelihood;
    /// How often chance alone puts the groups so far apart; ``None`` where that was not asked.
    p: Option<f64> = |found, _py| found.p;
    /// The same in words.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(Shrinkage, core::Shrinkage);
hashed!(Shrinkage);

/// What a silence says.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> found = al.engagement.silence(26, 364, silent_days=28)
/// >>> found.verdict, found.alarm_after_days
/// ('no_alarm', 45)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Silence(core::Silence);

#[pymethods]
impl Silence {
    fn __str__(&self) -> String {
        lines(&self.0.reasons)
    }

    fn __repr__(&self) -> String {
        format!("<Silence: {}>", name(&self.0.verdict))
    }
}
getters!(Silence {
    /// ``"no_alarm"``, ``"alarm"`` or ``"cannot_tell"``.
    verdict: String = |found, _py| name(&found.verdict);
    /// The probability of so long a silence, had nothing changed; ``None`` without a pace.
    p: Option<f64> = |found, _py| found.p;
    /// The first day of silence with an alarm; ``None`` without one.
    alarm_after_days: Option<u64> = |found, _py| found.alarm_after_days;
    /// The same in words.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(Silence, core::Silence);
hashed!(Silence);
shown!(Silence);

/// How surely it is noticed that a rate fell.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> found = al.engagement.rate_power(0.5, weeks=26)
/// >>> found.alarm_at_most, round(found.false_alarms, 3), round(found.power, 2)
/// (8, 0.1, 0.79)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct RatePower(core::RatePower);

#[pymethods]
impl RatePower {
    fn __str__(&self) -> String {
        lines(&self.0.reasons)
    }

    fn __repr__(&self) -> String {
        format!("<RatePower: {:.0}%>", self.0.power * 100.0)
    }
}
getters!(RatePower {
    /// How many the old rate lets expect.
    expected: f64 = |found, _py| found.expected;
    /// As few raise an alarm; ``None`` where even none at all would be too common.
    alarm_at_most: Option<u64> = |found, _py| found.alarm_at_most;
    /// How often an alarm is false.
    false_alarms: f64 = |found, _py| found.false_alarms;
    /// How surely the fall is noticed.
    power: f64 = |found, _py| found.power;
    /// Whether that is as surely as wanted.
    can_tell: bool = |found, _py| found.can_tell;
    /// For how many weeks one has to watch; ``None`` beyond 5,200.
    weeks_needed: Option<u32> = |found, _py| found.weeks_needed;
    /// The same in words.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(RatePower, core::RatePower);
hashed!(RatePower);
shown!(RatePower);

/// How large a difference between two shares has to be, and how many people a difference takes.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> found = al.engagement.share_power(200, share=0.2)
/// >>> found.groups, round(found.rise, 3), round(found.fall, 3)
/// ([100, 100], 0.176, 0.132)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct SharePower(core::SharePower);

#[pymethods]
impl SharePower {
    fn __str__(&self) -> String {
        lines(&self.0.reasons)
    }

    fn __repr__(&self) -> String {
        format!("<SharePower: {} and {} people>", self.0.groups[0], self.0.groups[1])
    }
}
getters!(SharePower {
    /// How many people are in each of the two groups.
    groups: Vec<u64> = |found, _py| found.groups.to_vec();
    /// The smallest rise that is noticed; ``None`` where none is.
    rise: Option<f64> = |found, _py| found.rise;
    /// The smallest fall that is noticed, as a number above 0; ``None`` where none is.
    fall: Option<f64> = |found, _py| found.fall;
    /// How many people the difference asked for takes, in two equal groups; ``None`` when none was asked for.
    people_needed: Option<u64> = |found, _py| found.people_needed;
    /// The same in words.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(SharePower, core::SharePower);
hashed!(SharePower);
shown!(SharePower);
