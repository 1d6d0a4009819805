use alumni_core::eligibility as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::PolicyReference;
use super::decisions::{Decisions, options};
use super::ladder::Ladder;
use crate::boundary;
use crate::convert::{self, date, optional, py_date, quoted};
use crate::document::helper;
use crate::exceptions::{raise, run};
use crate::html;
use crate::progress::{Stopped, Told};

#[pymethods]
impl Ladder {
    /// Decide about every row of a table, step by step, as of a day.
    ///
    /// The table is read once, batch by batch, and decided under every step. The answers are those of `decide`, row for row.
    ///
    /// Parameters
    /// ----------
    /// frame : table
    ///     As `Policy.decide_table` takes it, with a column for each fact of `facts`.
    /// as_of : datetime.date
    ///     The day of the decisions.
    /// eligible_on, missing, faults, id, progress
    ///     As for `Policy.decide_table`.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     As `Policy.decide_table` does under any step.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import date
    /// >>> import alumni as al
    /// >>> import polars as pl
    /// >>> ladder = al.Ladder.from_dict({"id": "grades", "version": 1, "steps": [
    /// ...     {"id": "guest", "policy": {"id": "g", "version": 1, "criteria": [{"id": "c", "require": "grade >= 1"}]}},
    /// ...     {"id": "rehire", "policy": {"id": "r", "version": 1, "criteria": [{"id": "c", "require": "grade >= 3"}]}},
    /// ... ]})
    /// >>> decisions = ladder.decide_table(pl.DataFrame({"grade": [3, 0, 2]}), as_of=date(2026, 4, 1))
    /// >>> decisions.highest
    /// ['rehire', None, 'guest']
    /// >>> print(decisions)
    /// 3 rows: guest 1, rehire 1, none 1
    #[pyo3(signature = (frame, *, as_of, eligible_on=None, missing=None, faults=None, id=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn decide_table(
        &self,
        py: Python<'_>,
        frame: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        eligible_on: Option<&Bound<'_, PyAny>>,
        missing: Option<&Bound<'_, PyAny>>,
        faults: Option<&Bound<'_, PyAny>>,
        id: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<LadderDecisions> {
        let as_of = date(as_of, "as_of")?;
        let options = options(eligible_on, missing, faults)?;
        let id = optional(id, "id", convert::text)?;
        let told = Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        let ladder = std::sync::Arc::new(self.0.clone());
        let deciding = run(py, || core::LadderDeciding::new(ladder, table, as_of, options, id.as_deref()))?;
        let decided = run(py, || Ok(deciding.collect(|rows| told.tell(rows))))?;
        decided.map(LadderDecisions).map_err(|Stopped(error)| error)
    }
}

/// The answers of a ladder for every row of a table: those of each step, and the highest step of each row.
///
/// It goes wherever a table goes, as `Decisions` does. The columns are the ids, ``highest`` (the id of a step), and ``outcome``
/// and ``eligible_on`` with one field for each step.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> people = pl.DataFrame({"start_date": [date(2016, 4, 1)] * 2, "separation_date": [date(2020, 3, 31), date(2017, 3, 31)]})
/// >>> decisions = al.library.ladder("richmond").decide_table(people, as_of=date(2020, 5, 31), missing="unknown")
/// >>> decisions.highest, decisions.next
/// (['prior-service', None], ['original-date', 'prior-service'])
/// >>> decisions.step("prior-service")[1].outcome.value
/// 'ineligible'
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct LadderDecisions(core::DecidedLadder);

impl LadderDecisions {
    /// The id of a step for each row.
    fn ids(&self, place: impl Fn(usize) -> Option<usize>) -> Vec<Option<&str>> {
        let names: Vec<_> = self.0.steps().collect();
        (0..self.0.rows()).map(|row| names.get(place(row)?).copied()).collect()
    }

    fn counted(&self) -> (Vec<(&str, usize)>, usize) {
        let counts: Vec<_> = self.0.steps().zip(self.0.counts()).collect();
        let some = counts.iter().fold(0_usize, |sum, (_, count)| sum.saturating_add(*count));
        (counts, self.0.rows().saturating_sub(some))
    }
}

#[pymethods]
impl LadderDecisions {
    /// The answers of one step.
    ///
    /// Raises
    /// ------
    /// UnknownNameError
    ///     For a step that the ladder does not have.
    fn step(&self, step: &Bound<'_, PyAny>) -> PyResult<Decisions> {
        let id = convert::text(step, "step")?;
        let place = self.0.steps().position(|known| known == id);
        place.and_then(|place| self.0.step(place)).map(|answers| Decisions(answers.clone())).ok_or_else(
            || {
                let ids: Vec<_> = self.0.steps().collect();
                let message = format!("expected one of {}, got `{id}`", ids.join(", "));
                raise(&alumni_core::Error::unknown_name(message).within("step"))
            },
        )
    }

    /// How many rows have each step as their highest, by its id, from the lowest; under ``None`` those that have none.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let found = PyDict::new(py);
        let (counts, none) = self.counted();
        for (step, rows) in counts {
            found.set_item(step, rows)?;
        }
        found.set_item(py.None(), none)?;
        Ok(found)
    }

    fn __len__(&self) -> usize {
        self.0.rows()
    }

    /// A bar for each step, of the rows that have it as their highest.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
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
    #[pyo3(signature = (ax=None))]
    fn plot<'py>(slf: &Bound<'py, Self>, ax: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        helper(slf.as_any(), "plot_ladder")?.call1((slf, ax))
    }

    fn __str__(&self) -> String {
        let (counts, none) = self.counted();
        let told = counts.iter().map(|(step, rows)| format!("{step} {rows}"));
        let told: Vec<_> = told.chain([format!("none {none}")]).collect();
        format!("{} rows: {}", self.0.rows(), told.join(", "))
    }

    fn __repr__(&self) -> String {
        let ladder = self.0.ladder();
        format!("<LadderDecisions of {} v{}: {} rows>", quoted(&ladder.id), ladder.version, self.0.rows())
    }

    fn _repr_html_(&self) -> String {
        let ladder = self.0.ladder();
        let (counts, none) = self.counted();
        let row = |(step, rows): (&str, usize)| vec![step.to_owned(), rows.to_string()];
        let rows: Vec<_> = counts.into_iter().chain([("none", none)]).map(row).collect();
        html::table(&format!("{} v{}", ladder.id, ladder.version), &["highest step", "rows"], &rows)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.ladder().hash, self.0.rows()))
    }
}
getters!(LadderDecisions {
    /// The ladder that decided.
    ladder: PolicyReference = |decisions, _py| PolicyReference(decisions.ladder().clone());
    /// The day the decisions are for.
    as_of: Bound<'py, PyAny> = |decisions, py| py_date(py, decisions.as_of())?;
    /// The ids of the steps, from the lowest to the highest.
    steps: Vec<String> = |decisions, _py| decisions.steps().map(str::to_owned).collect();
});
document!(LadderDecisions, core::DecidedLadder);
arrow!(LadderDecisions);

#[pymethods]
impl LadderDecisions {
    /// The name of the column of ids, where there is one.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.0.step(0)?.id_column()
    }

    /// Of every row the id of the highest step that may be taken; ``None`` when there is none, and for a set.
    #[getter]
    fn highest(&self) -> Vec<Option<&str>> {
        self.ids(|row| self.0.highest(row))
    }

    /// Of every row the id of the lowest step above it; ``None`` at the top, and for a set.
    #[getter]
    fn next(&self) -> Vec<Option<&str>> {
        self.ids(|row| self.0.next(row))
    }
}
