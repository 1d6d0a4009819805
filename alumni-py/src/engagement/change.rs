use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use crate::convert::{py_date, quoted};
use crate::document::to_dict;
use crate::exceptions::quick;
use crate::text::reasons;

/// Why a person's score on one day is another one than on an earlier day.
///
/// ``after - before`` is exactly the sum of what came in and what faded. It exports an Arrow table of the events with ``event``, ``kind``,
/// ``at``, ``change`` (``entered``, ``not_counted`` or ``faded``), ``before``, ``after`` and ``points``, which add up to the change.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 31, tzinfo=UTC)
/// >>> events = [al.engagement.Interaction("e-1", at, "reply", "w-1", "alumnus")]
/// >>> model = al.ScoreModel.preset("alumni")
/// >>> change = model.why_between(events, "w-1", since=date(2026, 3, 1), until=date(2026, 4, 1))
/// >>> print(change)
/// w-1: 0.0 on 2026-03-01, 4.0 on 2026-04-01
///   replies: +4.0 from one new event
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct ScoreChange(pub(super) core::ScoreChange);

#[pymethods]
impl ScoreChange {
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let person = quoted(&self.0.person);
        match self.0.before.zip(self.0.after) {
            Some((before, after)) => format!("<ScoreChange {person}: {before} to {after}>"),
            None => format!("<ScoreChange {person}: not scored>"),
        }
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |part: &core::PartChange| {
                let cells = [part.before, part.entered, part.faded, part.after];
                let mut row = vec![part.kind.to_string()];
                row.extend(cells.iter().map(ToString::to_string));
                row.push(part.capped.to_string());
                row
            };
            let rows: Vec<_> = self.0.parts.iter().map(row).collect();
            let mut title = format!("{}: {} to {}", self.0.person, self.0.from, self.0.until);
            if let (None, Some(reason)) = (self.0.after, self.0.reasons.first()) {
                title = format!("{title}: {reason}");
            }
            let head = ["kind", "before", "entered", "faded", "after", "capped"];
            let mut said = crate::html::table(&title, &head, &rows);
            if !self.0.faded_events.is_empty() {
                let row = |one: &core::FadedEvent| {
                    let (day, lost) = (one.at.date_naive().to_string(), one.after - one.before);
                    let points = [one.before, lost, one.after].map(|points| points.to_string());
                    [one.event.clone(), one.kind.to_string(), day].into_iter().chain(points).collect()
                };
                let rows: Vec<_> = self.0.faded_events.iter().take(crate::html::SHOWN).map(row).collect();
                let count = self.0.faded_rest.events.saturating_add(self.0.faded_events.len() as u64);
                let title =
                    crate::html::heading("events that faded", usize::try_from(count).unwrap_or(usize::MAX));
                let head = ["event", "kind", "day", "before", "lost", "after"];
                said.push_str(&crate::html::table(&title, &head, &rows));
            }
            said
        })
    }
}
getters!(ScoreChange {
    /// The person's id.
    person: String = |change, _py| change.person.clone();
    /// The earlier day.
    since: Bound<'py, PyAny> = |change, py| py_date(py, change.from)?;
    /// The later day.
    until: Bound<'py, PyAny> = |change, py| py_date(py, change.until)?;
    /// The score on the earlier day, in points, 0 where nothing was on record yet; ``None`` for somebody who is not scored.
    before: Option<f64> = |change, _py| change.before.map(core::Points::value);
    /// The score on the later day; ``None`` for somebody who is not scored.
    after: Option<f64> = |change, _py| change.after.map(core::Points::value);
    /// What the events between the days add.
    entered: f64 = |change, _py| change.entered.value();
    /// What earlier events lost: zero or less.
    faded: f64 = |change, _py| change.faded.value();
    /// For each kind ``before``, ``after``, ``entered``, ``events``, ``capped`` and ``faded``, the largest change first.
    parts: Bound<'py, PyAny> = |change, py| to_dict(py, &change.parts)?;
    /// The events between the days: ``event``, ``kind``, ``at``, ``counted`` and ``points``.
    events: Bound<'py, PyAny> = |change, py| to_dict(py, &change.events)?;
    /// The 100 events before ``since`` that lost the most points, the most first: ``event``, ``kind``, ``at``, ``before`` and ``after``.
    faded_events: Bound<'py, PyAny> = |change, py| to_dict(py, &change.faded_events)?;
    /// All others that lost points: how many ``events``, and what they added ``before`` and ``after``.
    faded_rest: Bound<'py, PyAny> = |change, py| to_dict(py, &change.faded_rest)?;
    /// The same in words.
    reasons: Bound<'py, PyList> = |change, py| reasons(py, &change.reasons)?;
});
document!(ScoreChange, core::ScoreChange);
hashed!(ScoreChange);
arrow!(ScoreChange);
drawn!(
    ScoreChange,
    "alumni._scores",
    "draw_change",
    "The change as a waterfall: the score before, what came in and what faded by kind, the score after."
);
