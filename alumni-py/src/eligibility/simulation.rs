use alumni_core::eligibility as core;
use alumni_core::eligibility::{Outcome, SimulationOptions};
use alumni_core::text::Lang;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::decisions::options;
use super::{Policy, PolicyReference};
use crate::boundary;
use crate::convert::{self, date, items, optional, py_date, quoted};
use crate::document::helper;
use crate::exceptions::{quick, run};
use crate::html;
use crate::progress::{Stopped, Told};
use crate::text::{lang, reasons};

#[pymethods]
impl Policy {
    /// Compare this policy with another over the rows of a table: who moves, and because of what.
    ///
    /// Parameters
    /// ----------
    /// after : Policy
    ///     The policy that would take this one's place.
    /// frame : table
    ///     As `decide_table` takes it; it is read batch by batch, in memory that does not grow with the rows.
    /// as_of : datetime.date
    ///     The day of the decisions.
    /// groups : iterable of str, optional
    ///     Columns of texts by whose values the rates are told apart. They are read for this call and kept nowhere.
    /// missing, faults : {"error", "unknown"}, default "error"
    ///     As for `decide_table`.
    /// progress : bool or callable, optional
    ///     As for `decide_table`.
    ///
    /// Raises
    /// ------
    /// AlumniError
    ///     As `decide_table` does under either policy, and for a column of groups that is not there or holds no texts.
    ///
    /// Examples
    /// --------
    /// >>> from datetime import date
    /// >>> import alumni as al
    /// >>> import polars as pl
    /// >>> old, new = [al.Policy.from_dict({"id": "return", "version": version, "criteria": [
    /// ...     {"id": "grade", "require": f"grade >= {grade}"}]}) for version, grade in [(1, 3), (2, 2)]]
    /// >>> people = pl.DataFrame({"grade": [2, 3, 1, None]})
    /// >>> simulation = old.simulate(new, people, as_of=date(2026, 4, 1))
    /// >>> print(simulation)
    /// 1 of 4 have another outcome
    /// Ineligible to Eligible: 1
    /// no longer held back by grade: 1 (1 by it alone)
    #[pyo3(signature = (after, frame, *, as_of, groups=None, missing=None, faults=None, progress=None))]
    #[expect(clippy::too_many_arguments, reason = "they are Python's keywords")]
    fn simulate(
        &self,
        py: Python<'_>,
        after: &Self,
        frame: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        groups: Option<&Bound<'_, PyAny>>,
        missing: Option<&Bound<'_, PyAny>>,
        faults: Option<&Bound<'_, PyAny>>,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Simulation> {
        let as_of = date(as_of, "as_of")?;
        let options = SimulationOptions::new().batch(options(None, missing, faults)?);
        let names = |value: &Bound<'_, PyAny>, name: &str| items(value, name, convert::text);
        let groups = optional(groups, "groups", names)?.unwrap_or_default();
        let options = groups.into_iter().fold(options, SimulationOptions::group);
        let told = Told::new(py, progress)?;
        let table = boundary::table(frame, "frame")?;
        let found =
            run(py, || Ok(self.0.simulate_table(&after.0, table, as_of, &options, |rows| told.tell(rows))))?;
        found.map(Simulation).map_err(|Stopped(error)| error)
    }
}

/// Two policies over one population: who moves, because of which criterion, and what it does to each group's rate.
///
/// It holds counts and no row of anybody.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> old, new = [al.Policy.from_dict({"id": "return", "version": version, "criteria": [
/// ...     {"id": "grade", "require": f"grade >= {grade}"}]}) for version, grade in [(1, 3), (2, 2)]]
/// >>> people = pl.DataFrame({"grade": [2, 3, 1, None], "site": ["Tokyo", "Tokyo", "Osaka", None]})
/// >>> simulation = old.simulate(new, people, as_of=date(2026, 4, 1), groups=["site"])
/// >>> simulation.moved, simulation.moves["ineligible"]["eligible"], simulation.near_after
/// (1, 1, {'grade': 1})
/// >>> simulation.by_three()
/// [[1, 0, 0], [0, 1, 0], [1, 0, 1]]
/// >>> simulation.groups[1]
/// {'column': 'site', 'group': 'Tokyo', 'rows': 2, 'eligible_before': 1, 'eligible_after': 2}
#[pyclass(module = "alumni.eligibility", frozen)]
#[derive(Debug)]
pub(crate) struct Simulation(pub(crate) core::Simulation);

/// Reads a `Simulation` or its document.
pub(crate) fn simulation(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Simulation> {
    match value.cast::<Simulation>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => convert::from_value(value, name, convert::from_text::<core::Simulation>),
    }
}

#[pymethods]
impl Simulation {
    /// The moves among eligible or conditional, undetermined and ineligible: before by rows, after by columns.
    fn by_three(&self) -> [[usize; 3]; 3] {
        self.0.moves.by_three()
    }

    /// What comes out, line by line in ``lang``.
    #[pyo3(signature = (lang=None))]
    fn text(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.text(lang))
    }

    /// What comes out, as codes with arguments.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(reasons(py, &self.0.reasons())?.into_any())
    }

    /// Two bars for each outcome, before and after; or a picture of another ``kind``.
    ///
    /// Parameters
    /// ----------
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// kind : {"outcomes", "criteria", "groups"}, default "outcomes"
    ///     ``criteria`` is the waterfall of each policy: how many each criterion is the first to make ineligible. ``groups``
    ///     is each group's share of eligible people, before and after.
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
    #[pyo3(signature = (ax=None, *, kind=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        ax: Option<&Bound<'py, PyAny>>,
        kind: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        helper(slf.as_any(), "plot_simulation")?.call1((slf, ax, kind))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let named = |policy: &core::PolicyReference| format!("{} v{}", quoted(&policy.id), policy.version);
        format!(
            "<Simulation of {} and {} as of {}: {} of {} rows move>",
            named(&self.0.before),
            named(&self.0.after),
            self.0.as_of,
            self.0.moves.moved(),
            self.0.rows
        )
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let found = &self.0;
            let title = format!(
                "{} v{} to {} v{} as of {}: {} of {} rows move",
                found.before.id,
                found.before.version,
                found.after.id,
                found.after.version,
                found.as_of,
                found.moves.moved(),
                found.rows
            );
            let [eligible, conditional, undetermined, ineligible] =
                Outcome::ALL.map(|outcome| format!("to {}", outcome.text(Lang::En)));
            let head = ["", &eligible, &conditional, &undetermined, &ineligible];
            let moves = Outcome::ALL.map(|before| {
                let rows = Outcome::ALL.map(|after| found.moves.get(before, after).to_string());
                [vec![before.text(Lang::En)], rows.to_vec()].concat()
            });
            let mut page = html::table(&title, &head, &moves);
            let criteria: Vec<_> =
                [("no longer holds back", &found.opened), ("holds back now", &found.closed)]
                    .into_iter()
                    .flat_map(|(what, moves)| moves.iter().map(move |criterion| (what, criterion)))
                    .map(|(what, criterion)| {
                        vec![
                            criterion.id.clone(),
                            what.to_owned(),
                            criterion.rows.to_string(),
                            criterion.alone.to_string(),
                        ]
                    })
                    .collect();
            if !criteria.is_empty() {
                page += &html::table("Criteria", &["criterion", "", "rows", "by it alone"], &criteria);
            }
            let groups: Vec<_> = found
                .groups
                .iter()
                .map(|group| {
                    vec![
                        group.column.clone(),
                        group.group.clone().unwrap_or_else(|| "not known".to_owned()),
                        group.rows.to_string(),
                        group.eligible_before.to_string(),
                        group.eligible_after.to_string(),
                    ]
                })
                .collect();
            if !groups.is_empty() {
                let head = ["column", "group", "rows", "eligible before", "eligible after"];
                page += &html::table("Groups", &head, &groups);
            }
            page
        })
    }

    fn __hash__(&self) -> u64 {
        let found = &self.0;
        crate::document::hash(&(&found.before.hash, &found.after.hash, found.as_of, found.rows))
    }
}
getters!(Simulation {
    /// The policy compared.
    before: PolicyReference = |found, _py| PolicyReference(found.before.clone());
    /// The policy compared with.
    after: PolicyReference = |found, _py| PolicyReference(found.after.clone());
    /// The day both decide for.
    as_of: Bound<'py, PyAny> = |found, py| py_date(py, found.as_of)?;
    /// Number of rows.
    rows: usize = |found, _py| found.rows;
    /// How many rows go from each outcome before to each after: ``moves["ineligible"]["eligible"]``.
    moves: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.moves)?;
    /// How many rows have another outcome after than before.
    moved: usize = |found, _py| found.moves.moved();
    /// Criteria that held somebody back who is eligible after.
    ///
    /// Each has ``id``, ``effect``, ``rows``, and ``alone``, those for whom nothing else stood in the way.
    opened: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.opened)?;
    /// Criteria that hold somebody back who was eligible before, told in the same way.
    closed: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.closed)?;
    /// Under the policy before, for each requirement and bar how many rows it alone keeps from passing.
    near_before: Bound<'py, PyDict> = |found, py| {
        counts(py, found.near_before.iter().map(|near| (near.id.as_str(), near.rows)))?
    };
    /// The same under the policy after.
    near_after: Bound<'py, PyDict> = |found, py| {
        counts(py, found.near_after.iter().map(|near| (near.id.as_str(), near.rows)))?
    };
    /// Under the policy before, for each criterion how many rows it is the first to make ineligible.
    removed_before: Bound<'py, PyDict> = |found, py| {
        counts(py, found.removed_before.iter().map(|removed| (removed.id.as_str(), removed.rows)))?
    };
    /// The same under the policy after.
    removed_after: Bound<'py, PyDict> = |found, py| {
        counts(py, found.removed_after.iter().map(|removed| (removed.id.as_str(), removed.rows)))?
    };
    /// The counts of each group.
    ///
    /// Each has ``column``, ``group`` (``None`` for rows whose group is not known), ``rows``, ``eligible_before`` and
    /// ``eligible_after``.
    groups: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.groups)?;
    /// Facts of either policy without a column: unknown for every row.
    missing_columns: Vec<String> = |found, _py| found.missing_columns.clone();
    /// Columns that are named like no fact, each with the fact that was probably meant.
    unknown_columns: Bound<'py, PyDict> = |found, py| {
        let columns = PyDict::new(py);
        for column in &found.unknown_columns {
            columns.set_item(&column.name, &column.nearest)?;
        }
        columns
    };
    /// Values that were taken for unknown: for each column how many, the first rows, and what was expected.
    unusable: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.unusable)?;
});
document!(Simulation, core::Simulation);

fn counts<'py, 'a>(
    py: Python<'py>,
    counts: impl Iterator<Item = (&'a str, usize)>,
) -> PyResult<Bound<'py, PyDict>> {
    let found = PyDict::new(py);
    for (id, rows) in counts {
        found.set_item(id, rows)?;
    }
    Ok(found)
}
