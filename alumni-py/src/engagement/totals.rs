use alumni_core::engagement as core;
use pyo3::prelude::*;

use super::model::{ScoreModel, tenure_years};
use super::permission::Allowed;
use crate::convert::{date, text};
use crate::exceptions::quick;
use crate::html;
use crate::progress::heard;

/// Everybody's score on one day without the parts it is made of, column by column.
///
/// It exports an Arrow table with ``person``, ``score`` and, where a band of tenure counts for anybody, ``tenure_factor``.
///
/// Examples
/// --------
/// >>> from datetime import UTC, date, datetime
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> events = pa.table({"actor": ["w-1"], "kind": ["reply"], "at": [datetime(2026, 3, 31, tzinfo=UTC)]})
/// >>> totals = al.ScoreModel.preset("alumni").score_totals(events, as_of=date(2026, 4, 1))
/// >>> totals.to_arrow().column_names, round(totals.get("w-1"), 2)
/// (['person', 'score'], 3.98)
#[pyclass(module = "alumni.engagement", frozen)]
#[derive(Debug)]
pub(crate) struct ScoreTotals(pub(super) core::ScoreTotals);

#[pymethods]
impl ScoreTotals {
    /// The score of ``person``; ``None`` when they were not scored.
    fn get(&self, person: &Bound<'_, PyAny>) -> PyResult<Option<f64>> {
        Ok(self.0.get(&text(person, "person")?).map(core::Points::value))
    }

    fn __len__(&self) -> usize {
        self.0.people.len()
    }

    fn __repr__(&self) -> String {
        format!("<ScoreTotals of {} people as of {}>", self.0.people.len(), self.0.as_of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let totals = &self.0;
            let scored = totals.people.iter().zip(&totals.scores).take(html::SHOWN);
            let rows: Vec<_> =
                scored.map(|(person, score)| vec![person.clone(), score.to_string()]).collect();
            let title = format!("{} v{} as of {}", totals.model, totals.version, totals.as_of);
            html::table(&html::heading(&title, totals.people.len()), &["person", "score"], &rows)
        })
    }
}

#[pymethods]
impl ScoreModel {
    /// Score everybody from columns as `score_table` does, without what each kind adds: the same scores to the last bit.
    ///
    /// A person takes 8 bytes and the id, however many kinds the model has. What made a score what it is cannot be asked afterwards.
    ///
    /// Parameters
    /// ----------
    /// events : table
    ///     As in `score_table`.
    /// as_of : datetime.date
    ///     The day, beginning at 00:00 UTC.
    /// permitted, consent, purpose, at, tenure_years : optional
    ///     As in `score`. Where the model has bands of tenure and anybody's is given, the table has a column ``tenure_factor``.
    /// progress : bool or callable, optional
    ///     Show a bar, or call this with the rows done after each batch; a signal such as Ctrl-C ends the work between batches.
    ///
    /// Returns
    /// -------
    /// ScoreTotals
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     With column and row in ``path``: ``at: row 12``.
    #[pyo3(signature = (
        events, *, as_of, permitted=None, consent=None, purpose=None, at=None, tenure_years=None, progress=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn score_totals(
        &self,
        py: Python<'_>,
        events: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        permitted: Option<&Bound<'_, PyAny>>,
        consent: Option<&Bound<'_, PyAny>>,
        purpose: Option<&Bound<'_, PyAny>>,
        at: Option<&Bound<'_, PyAny>>,
        tenure_years: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<ScoreTotals> {
        let as_of = date(as_of, "as_of")?;
        let allowed = Allowed::new(permitted, consent, purpose, at, as_of)?;
        let years = self::tenure_years(tenure_years)?;
        let table = crate::boundary::table(events, "events")?;
        let sums = heard(py, progress, |tell| {
            allowed.with(|permitted| {
                let mut sums = core::TotalSums::by_tenure(&self.0, as_of, years);
                sums.add_table_telling(table, permitted, tell)?;
                Ok(sums.finish())
            })?
        })?;
        Ok(ScoreTotals(sums))
    }
}
scored!(ScoreTotals);
getters!(ScoreTotals {
    /// What each person's weights were multiplied by for their tenure, in the order of the ids; empty where no band counts.
    tenure_factors: Vec<Option<f64>> = |totals, _py| totals.tenure_factors.clone();
});
document!(ScoreTotals, core::ScoreTotals);
hashed!(ScoreTotals);
arrow!(ScoreTotals);
