use std::collections::BTreeMap;

use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::interaction::interactions;
use super::network::{self, Proportion};
use super::permission::Allowed;
use crate::calendar::Span;
use crate::convert::{integer, optional};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;
use crate::text::reasons;

/// As many people are told by themselves unless said otherwise.
const MINIMUM: u32 = 5;

/// Say which segments take part: what share of each did something that others can notice.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// segments : mapping of str to str
///     The segment of each member; ``None`` for who is in none.
/// window : Span
///     The days looked at, in UTC.
/// minimum_cell : int, optional
///     Segments with fewer people are told only together; 5 when left out.
/// permitted : iterable of str, optional
///     Who may be counted; everybody when left out.
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
///     when ``at`` is left out.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> segments = {f"w-{n}": "sales" if n < 6 else "plant" for n in range(12)}
/// >>> events = [al.engagement.Interaction("e-1", datetime(2026, 3, 1, tzinfo=UTC), "reply", "w-1", "alumnus")]
/// >>> window = al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1))
/// >>> found = al.engagement.participation(events, segments, window=window)
/// >>> [(one["segment"], one["acted"]["count"], one["acted"]["of"]) for one in found.segments]
/// [('plant', 0, 6), ('sales', 1, 6)]
#[pyfunction]
#[pyo3(signature = (events, segments, *, window, minimum_cell=None, permitted=None, consent=None, purpose=None, at=None))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn participation(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    segments: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<Participation> {
    let segments: BTreeMap<String, Option<String>> = crate::convert::plain(segments, "segments")?;
    let window = network::window(window)?;
    let minimum = optional(minimum_cell, "minimum_cell", integer)?.unwrap_or(MINIMUM);
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let events = interactions(events, "events")?;
    let told =
        |permitted: core::Permitted<'_>| core::participation(&events, &segments, window, minimum, permitted);
    run(py, || allowed.with(told)?).map(Participation)
}

/// What share of each segment did something that others can notice.
///
/// It exports an Arrow table with ``segment``, ``acted``, ``people``, ``share``, ``lower`` and ``upper``.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> window = al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1))
/// >>> al.engagement.participation([], {"w-1": "sales"}, window=window)
/// <Participation: 0 segments>
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Participation(core::Participation);

#[pymethods]
impl Participation {
    /// The segments in the order of their names, each a mapping with ``segment`` and ``acted``.
    ///
    /// ``acted`` has ``count``, ``of``, ``share``, ``lower`` and ``upper``.
    #[getter]
    fn segments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.segments)
    }

    fn __str__(&self) -> String {
        let segments = self.0.segments.iter().map(|one| format!("{}: {}", one.segment, one.acted));
        let rest = self.0.rest.iter().map(|rest| format!("rest: {rest}"));
        let reasons = self.0.reasons.iter().map(ToString::to_string);
        segments.chain(rest).chain(reasons).collect::<Vec<_>>().join("\n")
    }

    fn __repr__(&self) -> String {
        let count = self.0.segments.len();
        format!("<Participation: {count} {}>", if count == 1 { "segment" } else { "segments" })
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let told = self.0.segments.iter().map(|one| (one.segment.as_str(), one.acted));
            let rest = self.0.rest.map(|rest| ("rest", rest));
            let row = |(name, acted): (&str, core::Proportion)| {
                let share = [acted.share, Some(acted.lower), Some(acted.upper)].map(html::number_or_none);
                let head = [name.to_owned(), acted.count.to_string(), acted.of.to_string()];
                head.into_iter().chain(share).collect()
            };
            let rows: Vec<_> = told.chain(rest).map(row).collect();
            let reasons: Vec<_> = self.0.reasons.iter().map(ToString::to_string).collect();
            let title =
                std::iter::once("Participation".to_owned()).chain(reasons).collect::<Vec<_>>().join("; ");
            html::table(&title, &["segment", "acted", "people", "share", "from", "to"], &rows)
        })
    }
}
getters!(Participation {
    /// The days looked at, in UTC.
    window: Span = |found, _py| Span(found.window);
    /// The fewest people that are told by themselves.
    minimum_cell: u32 = |found, _py| found.minimum_cell;
    /// Everybody; ``None`` where they are too few.
    whole: Option<Proportion> = |found, _py| found.whole.map(Proportion);
    /// The people of all other segments, and those in none; ``None`` where there are none, or too few.
    rest: Option<Proportion> = |found, _py| found.rest.map(Proportion);
    /// What is not told, in words.
    reasons: Bound<'py, PyList> = |found, py| reasons(py, &found.reasons)?;
});
document!(Participation, core::Participation);
hashed!(Participation);
arrow!(Participation);
