use alumni_core::engagement as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert::text;
use crate::exceptions::{quick, run};
use crate::html;
use crate::names::Names as _;

/// Everybody's score on one day, column by column.
///
/// It exports an Arrow table with ``person``, ``score``, the points of each kind of the model and, where a band of tenure counts for
/// anybody, ``tenure_factor``; with ``recency=True`` also ``recency_days``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> events = pa.table({"actor": ["w-1"], "kind": ["reply"], "at": [datetime(2026, 3, 31, tzinfo=UTC)]})
/// >>> scores = al.ScoreModel.preset("alumni").score_table(events, as_of=date(2026, 4, 1))
/// >>> scores.to_arrow().column_names[:3], round(scores.get("w-1")["reply"], 2)
/// (['person', 'score', 'post_intro'], 3.98)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct ScoreTable(pub(super) core::ScoreTable);

#[pymethods]
impl ScoreTable {
    /// The ``score`` of ``person`` and the points of each kind; ``None`` when they were not scored.
    ///
    /// Of a table with ``recency=True`` also ``recency_days``, ``None`` when the record holds no two-way contact.
    fn get<'py>(&self, py: Python<'py>, person: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(place) = self.0.find(&text(person, "person")?) else { return Ok(None) };
        let found = PyDict::new(py);
        found.set_item("score", self.0.scores.get(place).map(|points| points.value()))?;
        for kind in &self.0.kinds {
            found.set_item(kind, self.0.part(place, kind).map(core::Points::value))?;
        }
        if let Some(days) = self.0.recency_days.as_ref().and_then(|days| days.get(place)) {
            found.set_item("recency_days", *days)?;
        }
        Ok(Some(found))
    }

    /// Everybody who stands in another band of their segment than they did ``before``, and why, in the order of their ids.
    ///
    /// Both days are ranked with the same ``segments`` and ``options``; where people changed their segment, `Ranks.moves` compares ranks.
    ///
    /// Parameters
    /// ----------
    /// before : ScoreTable
    ///     The scores of the same model on an earlier day.
    /// segments, options : optional
    ///     As for `ranks`.
    ///
    /// Returns
    /// -------
    /// list of dict
    ///     What `Ranks.moves` gives, and in ``parts`` for each ``kind`` that changed what it added ``before`` and ``after``, the largest
    ///     change first.
    ///
    /// Raises
    /// ------
    /// InconsistentError
    ///     At ``before`` for scores by another model and of a later day.
    #[pyo3(signature = (before, segments=None, *, options=None))]
    fn moves<'py>(
        &self,
        py: Python<'py>,
        before: &Bound<'py, PyAny>,
        segments: Option<&Bound<'py, PyAny>>,
        options: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let before = super::rank::earlier::<Self>(before, "ScoreTable")?;
        let (segments, options) = super::rank::options(segments, options)?;
        let moves = run(py, || self.0.moves(&before.0, &segments, &options))?;
        crate::document::to_dict(py, &moves)
    }

    /// Draw a person's score with its parts.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
    #[pyo3(signature = (person, ax=None, *, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        person: &Bound<'py, PyAny>,
        ax: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let lang = crate::text::lang(lang)?.member(slf.py())?;
        let draw = PyModule::import(slf.py(), "alumni._scores")?.getattr("draw_row")?;
        draw.call1((slf, text(person, "person")?, ax, lang))
    }

    fn __len__(&self) -> usize {
        self.0.people.len()
    }

    fn __repr__(&self) -> String {
        format!("<ScoreTable of {} people as of {}>", self.0.people.len(), self.0.as_of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let table = &self.0;
            let row = |(place, person): (usize, &String)| {
                let parts = table.kinds.iter().map(|kind| table.part(place, kind));
                let points = std::iter::once(table.scores.get(place).copied()).chain(parts);
                let cells = points.map(|points| points.unwrap_or_default().to_string());
                std::iter::once(person.clone()).chain(cells).collect()
            };
            let rows: Vec<_> = table.people.iter().enumerate().take(html::SHOWN).map(row).collect();
            let head: Vec<&str> =
                ["person", "score"].into_iter().chain(table.kinds.iter().map(String::as_str)).collect();
            let title = format!("{} v{} as of {}", table.model, table.version, table.as_of);
            html::table(&html::heading(&title, table.people.len()), &head, &rows)
        })
    }
}
scored!(ScoreTable);
getters!(ScoreTable {
    /// The kinds of the model.
    kinds: Vec<String> = |table, _py| table.kinds.clone();
    /// What each person's weights were multiplied by for their tenure, in the order of the ids; empty where no band counts.
    tenure_factors: Vec<Option<f64>> = |table, _py| table.tenure_factors.clone();
    /// Days since each person's last two-way contact, in the order of the ids; ``None`` unless ``recency=True``.
    recency_days: Option<Vec<Option<i64>>> = |table, _py| table.recency_days.clone();
});
document!(ScoreTable, core::ScoreTable);
hashed!(ScoreTable);
arrow!(ScoreTable);
