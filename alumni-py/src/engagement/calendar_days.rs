use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::interaction::interactions;
use super::network;
use super::permission::Allowed;
use crate::calendar::Span;
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;

/// Count what happened on each day (UTC) of ``window``: an activity calendar, which names nobody.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
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
/// >>> import alumni as al
/// >>> events = [al.engagement.Interaction("e-1", datetime(2026, 3, 1, tzinfo=UTC), "reply", "w-1", "alumnus")]
/// >>> window = al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1))
/// >>> [(day["day"], day["messages"]) for day in al.engagement.activity_calendar(events, window=window).days]
/// [('2026-03-01', 1)]
#[pyfunction]
#[pyo3(signature = (events, *, window, permitted=None, consent=None, purpose=None, at=None))]
pub(super) fn activity_calendar(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<ActivityCalendar> {
    let window = network::window(window)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let events = interactions(events, "events")?;
    let count = |permitted: core::Permitted<'_>| core::activity_calendar(&permitted.events(&events)?, window);
    run(py, || allowed.with(count)?).map(ActivityCalendar)
}

/// What happened on which day.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.engagement.activity_calendar([], window=al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1)))
/// <ActivityCalendar: 0 of 90 days>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct ActivityCalendar(core::ActivityCalendar);

#[pymethods]
impl ActivityCalendar {
    /// The days on which something happened, in order, each a mapping.
    ///
    /// Its keys are ``day``, and how often alumni did what: ``posts``, ``messages``, ``took_part``, ``looks`` and ``other``; ``company``
    /// counts what the company did.
    #[getter]
    fn days<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.days)
    }

    fn __len__(&self) -> usize {
        self.0.days.len()
    }

    fn __repr__(&self) -> String {
        format!("<ActivityCalendar: {} of {} days>", self.0.days.len(), self.0.window.days())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |day: &core::CalendarDay| {
                let counts = [day.posts, day.messages, day.took_part, day.looks, day.other, day.company];
                std::iter::once(day.day.to_string()).chain(counts.map(|count| count.to_string())).collect()
            };
            let mut busiest: Vec<_> = self.0.days.iter().collect();
            busiest.sort_by_key(|day| (std::cmp::Reverse(day.by_alumni()), day.day));
            let rows: Vec<_> = busiest.into_iter().take(html::SHOWN).map(row).collect();
            let head = ["day", "posts", "messages", "took part", "looks", "other", "company"];
            html::table("The busiest days", &head, &rows)
        })
    }
}
getters!(ActivityCalendar {
    /// The days looked at, in UTC.
    window: Span = |found, _py| Span(found.window);
});
drawn!(
    ActivityCalendar,
    "alumni._network",
    "plot_calendar",
    "Draw a field for each day, a column for each week, a darker field for more of what alumni did."
);
document!(ActivityCalendar, core::ActivityCalendar);
hashed!(ActivityCalendar);
