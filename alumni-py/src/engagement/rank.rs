use std::collections::BTreeMap;

use alumni_core::Error;
use alumni_core::calendar::Span;
use alumni_core::engagement as core;
use pyo3::PyClass;
use pyo3::prelude::*;
use pyo3::pyclass::boolean_struct::True;
use pyo3::types::PyList;

use super::interaction::interactions;
use super::network;
use super::permission::Allowed;
use super::rfm::RfmTable;
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

    /// Everybody who stands in another band than they did ``before``, in the order of their ids, and why.
    ///
    /// Each is a mapping with ``person``, ``from`` and ``to`` (bands), ``score_before`` and ``score``, ``percentile_before`` and
    /// ``percentile``, ``parts`` and ``reasons``. A person who was not scored then or is not now has no band. Ranks hold no parts:
    /// `Scores.moves` also says which kinds of events moved the score, `ScoreModel.why_between` which events. Ranks by another model and of
    /// a later day are refused (``InconsistentError``).
    fn moves<'py>(&self, py: Python<'py>, before: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        let before = earlier::<Self>(before, "Ranks")?;
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
/// consent, purpose, at : optional
///     A ledger that says who may be scored, instead of ``permitted``, as for `ScoreModel.score`; it is asked at the end of ``window`` in UTC
///     when ``at`` is left out.
///
/// Returns
/// -------
/// RfmTable
///     A row for each with ``person``, ``recency_days``, ``frequency``, ``value``, ``r``, ``f``, ``m`` and ``score`` (100 r + 10 f + m).
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
#[pyo3(signature = (events, *, window, permitted=None, consent=None, purpose=None, at=None))]
pub(super) fn rfm(
    py: Python<'_>,
    events: &Bound<'_, PyAny>,
    window: &Bound<'_, PyAny>,
    permitted: Option<&Bound<'_, PyAny>>,
    consent: Option<&Bound<'_, PyAny>>,
    purpose: Option<&Bound<'_, PyAny>>,
    at: Option<&Bound<'_, PyAny>>,
) -> PyResult<RfmTable> {
    let window: Span = network::window(window)?;
    let allowed = Allowed::new(permitted, consent, purpose, at, window.until())?;
    let events = interactions(events, "events")?;
    let found = run(py, || allowed.with(|permitted| core::rfm(&events, window, permitted))?)?;
    Ok(RfmTable(core::RfmTable(found)))
}

/// What is compared with, of the same class.
pub(super) fn earlier<'a, P>(before: &'a Bound<'_, PyAny>, name: &str) -> PyResult<&'a P>
where
    P: PyClass<Frozen = True> + Sync,
{
    match before.cast::<P>() {
        Ok(found) => Ok(found.get()),
        Err(_) => {
            let message = format!("expected {name}, got {}", type_name(before));
            Err(raise(&Error::wrong_type(message).within("before")))
        }
    }
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
