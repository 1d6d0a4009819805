use alumni_core::consent as core;
use alumni_core::text::Lang;
use pyo3::prelude::*;

use super::ledger::Ledger;
use crate::convert::{instant, optional, py_instant, quoted, text};
use crate::document::{drawing, to_dict};
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;
use crate::text::lang;

#[pymethods]
impl Ledger {
    /// What one subject said and where that left every purpose, from the first event up to ``until``.
    ///
    /// Parameters
    /// ----------
    /// subject : str
    ///     Whom it is about. Somebody nobody has heard of has no lanes.
    /// until : datetime.datetime
    ///     Where the timeline ends.
    /// known_at : datetime.datetime, optional
    ///     As it was known at this instant; left out for everything known.
    ///
    /// Returns
    /// -------
    /// Timeline
    #[pyo3(signature = (subject, *, until, known_at=None))]
    fn timeline(
        &self,
        py: Python<'_>,
        subject: &Bound<'_, PyAny>,
        until: &Bound<'_, PyAny>,
        known_at: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Timeline> {
        let (subject, until) = (text(subject, "subject")?, instant(until, "until")?);
        let known_at = optional(known_at, "known_at", instant)?;
        run(py, || self.read().timeline(&subject, until, known_at)).map(Timeline)
    }
}

/// What one subject said and where that left every purpose: lanes of spans and events.
///
/// Examples
/// --------
/// >>> from datetime import UTC, datetime
/// >>> import alumni as al
/// >>> ledger = al.Ledger([al.consent.Purpose("newsletter", "Newsletter", "consent")])
/// >>> _ = ledger.extend([al.consent.Event("mail", "1", "w-1", "newsletter", "withdrawn",
/// ...                                     occurred_at=datetime(2025, 4, 1, tzinfo=UTC))])
/// >>> timeline = ledger.timeline("w-1", until=datetime(2026, 4, 1, tzinfo=UTC))
/// >>> [(span["from"], span["state"]["decision"]) for span in timeline.lanes[0]["spans"]]
/// [('2025-04-01T00:00:00Z', 'withdrawn')]
#[pyclass(module = "alumni.consent", frozen)]
#[derive(Debug)]
pub(crate) struct Timeline(core::Timeline);

#[pymethods]
impl Timeline {
    /// The lanes, each a mapping.
    ///
    /// It has ``purpose``, ``title``, ``spans`` and ``events``, and ``channel`` and ``recipient`` where events name them.
    #[getter]
    fn lanes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.lanes)
    }

    /// A lane for each purpose, its periods in the colour of where it stood, and a mark for each event.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels; English when left out. Japanese takes an installed Japanese font.
    ///
    /// Returns
    /// -------
    /// matplotlib.axes.Axes
    ///     Where it was drawn.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
    #[pyo3(signature = (ax=None, *, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        ax: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let lang = self::lang(lang)?;
        drawing(slf.py(), "plot_timeline")?.call1((slf, ax, lang.member(slf.py())?))
    }

    fn __repr__(&self) -> String {
        format!("<Timeline of {}: {} lanes>", quoted(&self.0.subject), self.0.lanes.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let rows = self.0.lanes.iter().flat_map(|lane| {
                let mut name = lane.title.text(Lang::En).to_owned();
                if let Some(channel) = lane.channel {
                    name = format!("{name} ({channel})");
                }
                if let Some(recipient) = &lane.recipient {
                    name = format!("{name} → {recipient}");
                }
                lane.spans.iter().map(move |span| {
                    let decision = span.state.decision.text(Lang::En);
                    let (from, until) = (span.from.date_naive(), span.until.date_naive());
                    vec![
                        name.clone(),
                        from.to_string(),
                        until.to_string(),
                        decision,
                        span.verdict.text(Lang::En),
                    ]
                })
            });
            let rows: Vec<_> = rows.collect();
            html::table(&self.0.subject, &["purpose", "from", "until", "decision", "verdict"], &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.subject, self.0.until, self.0.known_at))
    }
}
getters!(Timeline {
    /// Whom it is about.
    subject: String = |timeline, _py| timeline.subject.clone();
    /// Where it ends.
    until: Bound<'py, PyAny> = |timeline, py| py_instant(py, timeline.until)?;
    /// As it was known at this instant; ``None`` for everything known.
    known_at: Option<Bound<'py, PyAny>> = |timeline, py| timeline.known_at.map(|at| py_instant(py, at)).transpose()?;
    /// The first instant on any lane; ``None`` without lanes.
    begin: Option<Bound<'py, PyAny>> = |timeline, py| timeline.begin().map(|at| py_instant(py, at)).transpose()?;
});
document!(Timeline, core::Timeline);
