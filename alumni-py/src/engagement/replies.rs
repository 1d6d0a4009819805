//! How soon people answer, who answers whom, and how much hangs on few.

use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::graph::options;
use super::interaction::{interactions, interactions_telling};
use super::network::window as days;
use super::permission::Allowed;
use crate::convert::{items, number};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;
use crate::progress::{Stopped, Told};
use crate::text::reasons;

/// Measure how soon messages within ``window`` were answered, those still waiting counted.
///
/// A start is a message that answers nothing and is directed at no person; a turn is what one person directs at another until that
/// one writes back. What had no answer by the end of the window counts as at least so long.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// window : Span
///     The days looked at, in UTC.
/// permitted : iterable of str, optional
///     Which alumni have agreed; everybody when left out. Who has not leaves no trace but a count.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
///     when ``at`` is left out.
/// asked_by, answered_by : {"alumni", "people", "everyone"}, optional
///     Whose messages wait (alumni when left out), and whose answer (everyone's).
/// hours : iterable of float, optional
///     Within how many hours answers are counted, rising: 12, 24 and 168 when left out.
/// confidence : float, optional
///     How sure the bands are; 0.95 when left out.
/// progress : bool or callable, optional
///     Show a bar, or call this with the rows read so far; a signal such as Ctrl-C ends the work.
///
/// Raises
/// ------
/// DuplicateError
///     At ``events[i].id`` when one id stands for two different events.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> from alumni.calendar import Span
/// >>> events = [
/// ...     al.engagement.Interaction("e-1", datetime(2024, 5, 1, 9, tzinfo=UTC), "post_question", "w-1", "alumnus"),
/// ...     al.engagement.Interaction("e-2", datetime(2024, 5, 1, 19, tzinfo=UTC), "reply", "w-2", "alumnus", thread="e-1"),
/// ...     al.engagement.Interaction("e-3", datetime(2024, 5, 30, 9, tzinfo=UTC), "post_question", "w-3", "alumnus"),
/// ... ]
/// >>> found = al.engagement.responsiveness(events, window=Span(date(2024, 5, 1), date(2024, 6, 1)))
/// >>> found.starts["median_hours"]["time"], found.unanswered[0]["event"]
/// (10.0, 'e-3')
#[pyfunction]
#[pyo3(signature = (
    events, *, window, permitted=None, consent=None, purpose=None, at=None, asked_by=None, answered_by=None, hours=None, confidence=None,
    progress=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn responsiveness(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
    asked_by: Option<&Bound<'_, PyAny>>,
    answered_by: Option<&Bound<'_, PyAny>>,
    hours: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Responsiveness> {
    let hours = hours.map(|hours| items(hours, "hours", number)).transpose()?;
    let hours = hours.map(|hours| hours.into_pyobject(py)).transpose()?;
    let options: core::ResponsivenessOptions = options(&[
        ("asked_by", asked_by),
        ("answered_by", answered_by),
        ("hours", hours.as_ref()),
        ("confidence", confidence),
    ])?;
    let window = days(window)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let told = Told::new(py, progress)?;
    let events = interactions_telling(events, "events", &told)?;
    let measure = |permitted: core::Permitted<'_>| {
        core::responsiveness_telling(&events, window, permitted, &options, |rows| told.tell(rows))
    };
    run(py, || allowed.with(measure))?.map(Responsiveness).map_err(|Stopped(error)| error)
}

/// How soon people answer each other.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> from alumni.calendar import Span
/// >>> print(al.engagement.responsiveness([], window=Span(date(2024, 5, 1), date(2024, 6, 1))))
/// nothing that waits for an answer in 31 days
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Responsiveness(core::Responsiveness);

#[pymethods]
impl Responsiveness {
    /// All starts.
    ///
    /// A mapping with ``asked``, ``answered``, ``median_hours``, ``median_hours_of_answered``, ``within`` and ``curve``.
    #[getter]
    fn starts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.starts)
    }

    /// The starts of people who had written nothing before, a mapping like `starts`.
    #[getter]
    fn newcomers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.newcomers)
    }

    /// The starts of the others, a mapping like `starts`.
    #[getter]
    fn others<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.others)
    }

    /// The turns of direct messages, a mapping like `starts`.
    #[getter]
    fn turns<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.turns)
    }

    /// Of those who answered somebody how many wrote for the first time in doing so, a mapping with ``count`` and ``of``.
    #[getter]
    fn first_time_repliers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.first_time_repliers)
    }

    /// The starts without an answer, the oldest first: ``event``, ``by``, ``at``, ``newcomer`` and ``hours``.
    #[getter]
    fn unanswered<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.unanswered)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let answered = self.0.starts.answered;
        format!("<Responsiveness: {} of {} starts answered>", answered.count, answered.of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let found = &self.0;
            let times = [
                ("starts", &found.starts),
                ("by newcomers", &found.newcomers),
                ("by others", &found.others),
                ("turns", &found.turns),
            ];
            let row = |(name, times): (&str, &core::ReplyTimes)| {
                let median = times.median_hours.and_then(|median| median.time);
                let mut row = vec![
                    name.to_owned(),
                    times.answered.to_string(),
                    median.map_or_else(|| "–".to_owned(), |hours| format!("{hours:.1}")),
                ];
                row.extend(times.within.iter().map(|within| {
                    within.share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", share * 100.0))
                }));
                row
            };
            let rows: Vec<_> = times.into_iter().map(row).collect();
            let within: Vec<String> =
                found.options.hours.iter().map(|hours| format!("within {hours} h")).collect();
            let mut head = vec!["", "answered", "median hours"];
            head.extend(within.iter().map(String::as_str));
            html::table("Replies, those still waiting counted", &head, &rows)
        })
    }
}
getters!(Responsiveness {
    /// Answers whose beginning is not in the record.
    without_root: u64 = |found, _py| found.without_root;
    /// Answers that are dated before what they name as their target, prompt or thread.
    before_question: u64 = |found, _py| found.before_question;
    /// Messages to oneself.
    to_oneself: u64 = |found, _py| found.to_oneself;
    /// Messages by or to those who are not permitted.
    not_permitted: u64 = |found, _py| found.not_permitted;
    /// The same in words, each a reason with its code.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
drawn!(Responsiveness, "alumni._network", "plot_replies", "Draw the share answered by hours, with its band.");
document!(Responsiveness, core::Responsiveness);
hashed!(Responsiveness);

/// Measure who speaks within ``window``, and who answers whom.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// window : Span
///     The days looked at, in UTC.
/// permitted : iterable of str, optional
///     Which alumni have agreed; everybody when left out.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
///     when ``at`` is left out.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> from alumni.calendar import Span
/// >>> events = [
/// ...     al.engagement.Interaction("e-1", datetime(2024, 5, 1, tzinfo=UTC), "company_push", "office", "office"),
/// ...     al.engagement.Interaction("e-2", datetime(2024, 5, 2, tzinfo=UTC), "post_update", "w-1", "alumnus"),
/// ...     al.engagement.Interaction("e-3", datetime(2024, 5, 3, tzinfo=UTC), "reply", "w-2", "alumnus", thread="e-2"),
/// ... ]
/// >>> found = al.engagement.exchange(events, window=Span(date(2024, 1, 1), date(2025, 1, 1)))
/// >>> found.n_to_n["count"], found.replies_among_alumni["share"]
/// (2, 1.0)
#[pyfunction]
#[pyo3(signature = (events, *, window, permitted=None, consent=None, purpose=None, at=None))]
pub(super) fn exchange(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<Exchange> {
    let window = days(window)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let events = interactions(events, "events")?;
    run(py, || allowed.with(|permitted| core::exchange(&events, window, permitted))?).map(Exchange)
}

/// Whether a network is one of members among themselves, or of the company's voice.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> from alumni.calendar import Span
/// >>> al.engagement.exchange([], window=Span(date(2024, 5, 1), date(2024, 6, 1)))
/// <Exchange: 0 messages, 0 among alumni>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Exchange(core::Exchange);

#[pymethods]
impl Exchange {
    /// Messages among alumni, a mapping with ``count`` and ``share``.
    #[getter]
    fn n_to_n<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.n_to_n)
    }

    /// Messages by the company's side to alumni, likewise.
    #[getter]
    fn company<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.company)
    }

    /// Of those, the messages to all at once, likewise.
    #[getter]
    fn broadcast<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.broadcast)
    }

    /// The answers by which alumni answer alumni, likewise, of `replies`.
    #[getter]
    fn replies_among_alumni<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.replies_among_alumni)
    }

    /// Posts by alumni that nobody on the company's side prompted.
    ///
    /// ``None`` when the record does not say what prompted anything.
    #[getter]
    fn organic<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.organic)
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<Exchange: {} messages, {} among alumni>", self.0.traffic.n, self.0.n_to_n.count)
    }
}
getters!(Exchange {
    /// How many messages answer somebody, except among the company's side.
    replies: u64 = |found, _py| found.replies;
    /// Messages by or to alumni who are not permitted.
    not_permitted: u64 = |found, _py| found.not_permitted;
    /// The same in words, each a reason with its code.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(Exchange, core::Exchange);
hashed!(Exchange);
shown!(Exchange);

/// Compare amounts, one for each person: Gini, Lorenz curve, shares of the most active, absence factor.
///
/// Parameters
/// ----------
/// amounts : iterable of float
///     From 0 on.
/// silent_members : {"counted", "left_out"}
///     Whether those with 0 are among the people compared; it changes every figure.
///
/// Raises
/// ------
/// OutOfRangeError
///     At ``amounts[i]`` for one that is negative or no finite number.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.engagement.inequality([1000, 202, 90, 33, 332, 343, 42, 433], silent_members="counted")
/// <Inequality: 8 people, Gini 0.486, absence factor 2>
#[pyfunction]
#[pyo3(signature = (amounts, *, silent_members))]
pub(super) fn inequality(
    py: Python<'_>,
    amounts: &Bound<'_, PyAny>,
    silent_members: &Bound<'_, PyAny>,
) -> PyResult<Inequality> {
    let silent: core::SilentMembers = crate::convert::plain(silent_members, "silent_members")?;
    let amounts = items(amounts, "amounts", number)?;
    run(py, || core::Inequality::of(&amounts, silent)).map(Inequality)
}

/// How evenly something is spread over people.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.engagement.inequality([0, 0, 1, 3], silent_members="left_out").gini
/// 0.25
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Inequality(core::Inequality);

#[pymethods]
impl Inequality {
    /// What the most active hundredth has, a mapping with ``people`` and ``share``.
    #[getter]
    fn top_hundredth<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.top_hundredth)
    }

    /// What the most active tenth has, likewise.
    #[getter]
    fn top_tenth<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.top_tenth)
    }

    /// The Lorenz curve, the least active first: each point a mapping with ``people`` and ``amount``.
    #[getter]
    fn lorenz<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.lorenz)
    }

    fn __repr__(&self) -> String {
        match (self.0.gini, self.0.absence_factor) {
            (Some(gini), Some(factor)) => {
                format!("<Inequality: {} people, Gini {gini:.3}, absence factor {factor}>", self.0.people)
            }
            _ => format!("<Inequality: {} people, nothing to compare>", self.0.people),
        }
    }
}
getters!(Inequality {
    /// How many people are compared.
    people: u64 = |found, _py| found.people;
    /// How many were given whose amount is 0, compared or not.
    silent: u64 = |found, _py| found.silent;
    /// What all have together.
    total: f64 = |found, _py| found.total;
    /// The Gini coefficient; ``None`` where there is nobody or nothing.
    gini: Option<f64> = |found, _py| found.gini;
    /// The fewest people who together have half of everything.
    absence_factor: Option<u64> = |found, _py| found.absence_factor;
});
drawn!(Inequality, "alumni._network", "plot_lorenz", "Draw the Lorenz curve.");
document!(Inequality, core::Inequality);
hashed!(Inequality);
shown!(Inequality);
