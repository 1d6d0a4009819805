use std::collections::BTreeMap;

use alumni_core::Error;
use alumni_core::calendar::Span;
use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::interaction::interactions;
use super::network;
use super::permission::permission;
use crate::convert::{optional, text, type_name};
use crate::document::to_dict;
use crate::exceptions::{quick, raise, run};
use crate::text::reasons;

/// Where everybody stands within their segment.
///
/// It exports an Arrow table with ``person``, ``segment``, ``score``, ``percentile`` and ``band``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> events = [
/// ...     al.engagement.Interaction(f"e-{n}-{i}", at, "reply", f"w-{n:02}", "alumnus") for n in range(30) for i in range(n + 1)
/// ... ]
/// >>> ranks = al.ScoreModel.preset("alumni").score(events, as_of=date(2026, 4, 1)).ranks()
/// >>> ranks.get("w-29")["band"], ranks.get("w-00")["percentile"]
/// ('top-fifth', 0.0)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct Ranks(pub(super) core::Ranks);

#[pymethods]
impl Ranks {
    /// Where ``person`` stands, with ``segment``, ``score``, ``percentile`` and ``band``; ``None`` when they were not scored.
    fn get<'py>(&self, py: Python<'py>, person: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.get(&text(person, "person")?).map(|rank| to_dict(py, rank)).transpose()
    }

    /// Everybody who stands in another band than they did ``before``: ``person``, ``from`` and ``to``, in the order of their ids.
    ///
    /// A person who was not scored then or is not now has no band. `ScoreModel.why_between` says what moved them. Ranks by another model
    /// and of a later day are refused (``InconsistentError``).
    fn moves<'py>(&self, py: Python<'py>, before: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let Ok(before) = before.cast::<Self>() else {
            let message = format!("expected Ranks, got {}", type_name(before));
            return Err(raise(&Error::wrong_type(message).within("before")));
        };
        let before = before.get();
        let moves = run(py, || self.0.moves(&before.0))?;
        to_dict(py, &moves)
    }

    fn __len__(&self) -> usize {
        self.0.people.len()
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        // The first line of it.
        format!("<Ranks of {}>", self.0.to_string().lines().next().unwrap_or_default())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |segment: &core::SegmentRanks| {
                let bands: Vec<_> = segment.bands.iter().map(u64::to_string).collect();
                let name = segment.segment.clone().unwrap_or_else(|| "–".to_owned());
                vec![name, segment.people.to_string(), bands.join(" / ")]
            };
            let rows: Vec<_> = self.0.segments.iter().map(row).collect();
            crate::html::table("ranks", &["segment", "people", "in each band"], &rows)
        })
    }
}
getters!(Ranks {
    /// For each segment its name, how many ``people`` were scored and how many stand in each of the ``bands``.
    segments: Bound<'py, PyAny> = |ranks, py| to_dict(py, &ranks.segments)?;
    /// What a reader should know.
    reasons: Bound<'py, PyList> = |ranks, py| reasons(py, &ranks.reasons)?;
});
document!(Ranks, core::Ranks, core::Ranks::from_json);
hashed!(Ranks);
arrow!(Ranks);
drawn!(Ranks, "alumni._scores", "draw_ranks", "The scores of each segment as points and quartiles.");

/// The segments of people as a mapping of ids to names.
pub(super) fn segments(value: &Bound<'_, PyAny>, name: &str) -> PyResult<BTreeMap<String, String>> {
    crate::convert::plain(value, name)
}

/// Recency, frequency and value of every alumnus who did something within ``window``, each with its fifth from 1 to 5.
///
/// A fifth depends on everybody else: it moves when others act.
///
/// Parameters
/// ----------
/// events : iterable of Interaction or mapping, or a table of them
/// window : Span
///     The days looked at, in UTC.
/// permitted : iterable of str, optional
///     Who may be scored; everybody when left out.
///
/// Returns
/// -------
/// list of dict
///     With ``person``, ``recency_days``, ``frequency``, ``value``, ``r``, ``f``, ``m`` and ``score`` (100 r + 10 f + m).
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> at = datetime(2026, 3, 1, tzinfo=UTC)
/// >>> events = [al.engagement.Interaction("e-1", at, "perk_use", "w-1", "alumnus", value=80.0)]
/// >>> al.engagement.rfm(events, window=al.calendar.Span(date(2026, 1, 1), date(2026, 4, 1)))[0]["score"]
/// 111
#[pyfunction]
#[pyo3(signature = (events, *, window, permitted=None))]
pub(super) fn rfm<'py>(
    py: Python<'py>,
    events: &Bound<'py, PyAny>,
    window: &Bound<'py, PyAny>,
    permitted: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let window: Span = network::window(window)?;
    let listed = permission(permitted)?;
    let events = interactions(events, "events")?;
    let found = run(py, || core::rfm(&events, window, listed.as_core()))?;
    to_dict(py, &found)
}

/// The segments and options of a question about ranks.
pub(super) fn options(
    segments: Option<&Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyAny>>,
) -> PyResult<(BTreeMap<String, String>, core::RankOptions)> {
    let segments = optional(segments, "segments", self::segments)?.unwrap_or_default();
    let read = |value: &Bound<'_, PyAny>, _: &str| {
        crate::convert::from_value(value, "", core::RankOptions::from_json)
    };
    Ok((segments, optional(options, "options", read)?.unwrap_or_default()))
}
