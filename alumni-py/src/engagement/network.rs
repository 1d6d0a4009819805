use std::collections::{BTreeMap, BTreeSet};

use alumni_core::Error;
use alumni_core::engagement as core;
use chrono::NaiveDate;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::interaction::interactions;
use super::permission::Allowed;
use crate::calendar::Span;
use crate::convert::{day_of_table, integer, is_absent, items, py_instant, quoted, text, type_name};
use crate::exceptions::{quick, raise, run};
use crate::names::Names as _;
use crate::text::reasons;

/// Counts by kind.
pub(super) fn counts<'py>(
    py: Python<'py>,
    counts: &BTreeMap<core::Kind, u64>,
) -> PyResult<Bound<'py, PyDict>> {
    let made = PyDict::new(py);
    for (kind, count) in counts {
        made.set_item(kind.as_str(), count)?;
    }
    Ok(made)
}

pub(super) fn window(value: &Bound<'_, PyAny>) -> PyResult<alumni_core::calendar::Span> {
    match value.cast::<Span>() {
        Ok(found) => Ok(found.get().0),
        Err(_) => {
            let message = format!("expected a Span, got {}", type_name(value));
            Err(raise(&Error::wrong_type(message).within("window")))
        }
    }
}

/// Count who spoke to whom within ``window``.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// window : Span
///     The days looked at, in UTC. What an answer answers is looked up in the whole record, also before the window.
/// permitted : iterable of str, optional
///     Which alumni may be counted; everybody when left out. Events by and to the others are left out, as though there were none.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
///     when ``at`` is left out.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import Interaction, traffic
/// >>> events = [
/// ...     Interaction("e-1", datetime(2024, 5, 1, tzinfo=UTC), "company_push", "office", "office"),
/// ...     Interaction("e-2", datetime(2024, 5, 2, tzinfo=UTC), "post_update", "w-1", "alumnus"),
/// ...     Interaction("e-3", datetime(2024, 5, 3, tzinfo=UTC), "reply", "w-2", "alumnus", thread="e-2"),
/// ... ]
/// >>> found = traffic(events, window=Span(date(2024, 1, 1), date(2025, 1, 1)))
/// >>> found.n, found.alumni_to_alumni.count
/// (3, 2)
#[pyfunction]
#[pyo3(signature = (events, *, window, permitted=None, consent=None, purpose=None, at=None))]
pub(super) fn traffic(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<Traffic> {
    let window = self::window(window)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let events = interactions(events, "events")?;
    let told = |permitted: core::Permitted<'_>| core::traffic(&permitted.events(&events)?, window);
    run(py, || allowed.with(told)?).map(Traffic)
}

/// The roster: ids, with the day each joined where a mapping or a table has it.
pub(super) fn members(members: &Bound<'_, PyAny>) -> PyResult<Vec<(String, Option<NaiveDate>)>> {
    let day = |value: &Bound<'_, PyAny>, place: &str| match is_absent(value) {
        true => Ok(None),
        false => day_of_table(value, place).map(Some),
    };
    if let Ok(joined) = members.cast::<PyDict>() {
        let read = |(id, own): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
            let id = text(&id, "members")?;
            let own = day(&own, &format!("members.{id}"))?;
            Ok((id, own))
        };
        return joined.iter().map(read).collect();
    }
    items(members, "members", |value, place| {
        let Ok(row) = value.cast::<PyDict>() else { return Ok((text(value, place)?, None)) };
        for (name, _) in row.iter() {
            let name = text(&name, place)?;
            if name != "id" && name != "joined" {
                let message = format!("expected only the columns id and joined, got `{name}`");
                return Err(raise(&Error::unknown_name(message).within(place)));
            }
        }
        let missing = || raise(&Error::missing("expected an id").within(format!("{place}.id")));
        let id = text(&row.get_item("id")?.ok_or_else(missing)?, &format!("{place}.id"))?;
        let own = row.get_item("joined")?;
        Ok((id, own.map(|own| day(&own, &format!("{place}.joined"))).transpose()?.flatten()))
    })
}

/// Measure the network of ``members`` within ``window``.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// members : iterable of str, mapping or table
///     The ids on the roster, as `health` takes them.
/// window : Span
///     The days looked at, in UTC.
/// permitted : iterable of str, optional
///     Which alumni may be counted; everybody when left out. Events by and to the others are left out, as though there were none.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
///     when ``at`` is left out.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import Interaction, pulse
/// >>> events = [
/// ...     Interaction("e-1", datetime(2024, 5, 1, 9, tzinfo=UTC), "post_help_request", "office", "office"),
/// ...     Interaction("e-2", datetime(2024, 5, 1, 20, tzinfo=UTC), "reply", "w-2", "alumnus", thread="e-1"),
/// ... ]
/// >>> found = pulse(events, ["w-1", "w-2", "w-3"], window=Span(date(2024, 1, 1), date(2024, 7, 1)))
/// >>> found.last_request.replies.count, found.last_request.replies.of
/// (1, 3)
#[pyfunction]
#[pyo3(signature = (events, members, *, window, permitted=None, consent=None, purpose=None, at=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn pulse(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    members: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<Pulse> {
    let window = self::window(window)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let members: BTreeSet<String> = self::members(members)?.into_iter().map(|(id, _)| id).collect();
    let events = interactions(events, "events")?;
    let told = |permitted: core::Permitted<'_>| {
        core::pulse(&permitted.events(&events)?, &permitted.among(&members), window)
    };
    run(py, || allowed.with(told)?).map(Pulse)
}

/// Who speaks to whom: the messages of a window of time by side and audience.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import traffic
/// >>> traffic([], window=Span(date(2024, 1, 1), date(2025, 1, 1))).company_to_alumni.share is None
/// True
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Traffic(pub(crate) core::Traffic);

#[pymethods]
impl Traffic {
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Traffic of {} messages>", self.0.n)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let share = |share: Option<f64>| {
                share.map_or_else(|| "–".to_owned(), |share| format!("{:.0}%", share * 100.0))
            };
            let row = |name: &str, flow: core::Flow| {
                vec![name.to_owned(), flow.count.to_string(), share(flow.share)]
            };
            let rows = [
                row("company to alumni", self.0.company_to_alumni),
                row("alumni to company", self.0.alumni_to_company),
                row("alumni to alumni", self.0.alumni_to_alumni),
            ];
            crate::html::table("Who speaks to whom", &["flow", "messages", "share"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.window, self.0.n))
    }
}
getters!(Traffic {
    /// The days looked at, in UTC.
    window: Span = |traffic, _py| Span(traffic.window);
    /// Messages in the three flows together.
    n: u64 = |traffic, _py| traffic.n;
    /// From the company's side to alumni.
    company_to_alumni: Flow = |traffic, _py| Flow(traffic.company_to_alumni);
    /// From alumni to the company's side.
    alumni_to_company: Flow = |traffic, _py| Flow(traffic.alumni_to_company);
    /// Among alumni.
    alumni_to_alumni: Flow = |traffic, _py| Flow(traffic.alumni_to_alumni);
    /// Messages within the company's side, not part of ``n``.
    within_company: u64 = |traffic, _py| traffic.within_company;
    /// Events of kinds not known to the library, not part of ``n``, by kind.
    unknown_kinds: Bound<'py, PyDict> = |traffic, py| counts(py, &traffic.unknown_kinds)?;
    /// The same in words.
    reasons: Bound<'py, PyList> = |traffic, py| reasons(py, &traffic.reasons)?;
});
document!(Traffic, core::Traffic);

/// A count and its share.
///
/// Examples
/// --------
/// >>> from alumni.engagement import Flow
/// >>> Flow.from_dict({"count": 3, "share": 0.5})
/// <Flow 3>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Flow(core::Flow);

#[pymethods]
impl Flow {
    fn __repr__(&self) -> String {
        format!("<Flow {}>", self.0.count)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.count)
    }
}
getters!(Flow {
    /// How many messages.
    count: u64 = |flow, _py| flow.count;
    /// Their share; ``None`` when there were none at all.
    share: Option<f64> = |flow, _py| flow.share;
});
document!(Flow, core::Flow);
shown!(Flow);

/// How much life there is in the network: few figures, each with what it rests on. It gives no verdict.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import pulse
/// >>> found = pulse([], ["w-1"], window=Span(date(2024, 1, 1), date(2025, 1, 1)))
/// >>> found.members, found.acted.count, found.last_request
/// (1, 0, None)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Pulse(pub(crate) core::Pulse);

#[pymethods]
impl Pulse {
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Pulse of {} members>", self.0.members)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let rows: Vec<_> = self.0.reasons.iter().map(|reason| vec![reason.to_string()]).collect();
            crate::html::table("Pulse", &[], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.window, self.0.members))
    }
}
getters!(Pulse {
    /// The days looked at, in UTC.
    window: Span = |pulse, _py| Span(pulse.window);
    /// Members on the roster.
    members: u64 = |pulse, _py| pulse.members;
    /// Posts by alumni, on the roster or not.
    posts: Rate = |pulse, _py| Rate(pulse.posts);
    /// Members who posted at least once.
    posted: Proportion = |pulse, _py| Proportion(pulse.posted);
    /// Members who did at least one thing that others can notice.
    acted: Proportion = |pulse, _py| Proportion(pulse.acted);
    /// The latest request and who replied; ``None`` when nobody asked for anything.
    last_request: Option<Request> = |pulse, _py| pulse.last_request.clone().map(Request);
    /// Posts by alumni that nobody on the company's side prompted; ``None`` when the record does not say.
    organic: Option<Proportion> = |pulse, _py| pulse.organic.map(Proportion);
    /// Alumni who acted and are not on the roster.
    outside_roster: u64 = |pulse, _py| pulse.outside_roster;
    /// Events of alumni of kinds not known to the library, by kind.
    unknown_kinds: Bound<'py, PyDict> = |pulse, py| counts(py, &pulse.unknown_kinds)?;
    /// The same in words.
    reasons: Bound<'py, PyList> = |pulse, py| reasons(py, &pulse.reasons)?;
});
document!(Pulse, core::Pulse);

/// A request to the network (a question, or a call for help) and who replied.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import Interaction, pulse
/// >>> asked = Interaction("e-1", datetime(2024, 5, 1, tzinfo=UTC), "post_help_request", "office", "office")
/// >>> request = pulse([asked], ["w-1"], window=Span(date(2024, 1, 1), date(2024, 7, 1))).last_request
/// >>> request.event, request.asked_by.value, request.days_open
/// ('e-1', 'office', 61)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Request(core::Request);

#[pymethods]
impl Request {
    fn __repr__(&self) -> String {
        format!("<Request {}>", quoted(&self.0.event))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.event)
    }
}
getters!(Request {
    /// The event's id.
    event: String = |request, _py| request.event.clone();
    /// When it was put.
    at: Bound<'py, PyAny> = |request, py| py_instant(py, request.at)?;
    /// Whether an alumnus or the office asked.
    asked_by: Bound<'py, PyAny> = |request, py| request.asked_by.member(py)?;
    /// Days from its day to the end of the window: a young request still has answers to come.
    days_open: i64 = |request, _py| request.days_open;
    /// Members other than the asker who replied in words before the window's end.
    replies: Proportion = |request, _py| Proportion(request.replies);
    /// Those of them who had never written before, in the whole record.
    first_timers: u64 = |request, _py| request.first_timers;
});
document!(Request, core::Request);
shown!(Request);

/// A share of a whole number of people or things, with its interval by Wilson at 95 %.
///
/// Parameters
/// ----------
/// count : int
///     How many have it.
/// of : int
///     Of how many.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a count above ``of``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> print(al.engagement.Proportion(100, 200))
/// 100 of 200 (43-57%)
/// >>> from datetime import date
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import pulse
/// >>> acted = pulse([], ["w-1", "w-2"], window=Span(date(2024, 1, 1), date(2025, 1, 1))).acted
/// >>> acted.count, acted.of, acted.share
/// (0, 2, 0.0)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Proportion(pub(super) core::Proportion);

#[pymethods]
impl Proportion {
    #[new]
    fn new(count: &Bound<'_, PyAny>, of: &Bound<'_, PyAny>) -> PyResult<Self> {
        let made = core::Proportion::checked(integer(count, "count")?, integer(of, "of")?);
        made.map(Self).map_err(|error| raise(&error))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Proportion {} of {}>", self.0.count, self.0.of)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.count, self.0.of))
    }
}
getters!(Proportion {
    /// How many have it.
    count: u64 = |part, _py| part.count;
    /// Of how many.
    of: u64 = |part, _py| part.of;
    /// The one over the other; ``None`` of nothing.
    share: Option<f64> = |part, _py| part.share;
    /// The lower end of its interval.
    lower: f64 = |part, _py| part.lower;
    /// The upper end of its interval.
    upper: f64 = |part, _py| part.upper;
});
document!(Proportion, core::Proportion);
shown!(Proportion);

/// A count over a time, as a rate per year of 365 days with its exact 95 % interval by Garwood.
///
/// Parameters
/// ----------
/// count : int
///     How many.
/// days : int
///     In how many days. For many people they are person-days: 140 people for 365 days are 51,100.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> rate = al.engagement.Rate(5, 365)
/// >>> rate.per_year, round(rate.lower, 2), round(rate.upper, 2)
/// (5.0, 1.62, 11.67)
/// >>> from datetime import date
/// >>> from alumni.calendar import Span
/// >>> from alumni.engagement import pulse
/// >>> posts = pulse([], ["w-1"], window=Span(date(2024, 1, 1), date(2025, 1, 1))).posts
/// >>> posts.count, posts.days, posts.per_year
/// (0, 366, 0.0)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Rate(pub(super) core::Rate);

#[pymethods]
impl Rate {
    #[new]
    fn new(count: &Bound<'_, PyAny>, days: &Bound<'_, PyAny>) -> PyResult<Self> {
        Ok(Self(core::Rate::new(integer(count, "count")?, integer(days, "days")?)))
    }

    fn __repr__(&self) -> String {
        format!("<Rate {} in {} days>", self.0.count, self.0.days)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.count, self.0.days))
    }
}
getters!(Rate {
    /// How many.
    count: u64 = |rate, _py| rate.count;
    /// In how many days.
    days: u64 = |rate, _py| rate.days;
    /// A year's worth; ``None`` of no days.
    per_year: Option<f64> = |rate, _py| rate.per_year;
    /// The lower end of its interval.
    lower: f64 = |rate, _py| rate.lower;
    /// The upper end of its interval; ``None`` where there is none.
    upper: Option<f64> = |rate, _py| rate.upper;
});
document!(Rate, core::Rate);
shown!(Rate);
