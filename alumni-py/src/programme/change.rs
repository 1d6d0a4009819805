//! What a change of policy does to groups: where eligibility and fairness meet.

use alumni_core::programme as core;
use pyo3::prelude::*;

use crate::convert::{optional, quoted};
use crate::exceptions::{quick, run};
use crate::fairness::{SelectionReport, standard};

/// Compare the groups' rates of eligibility before and after a simulated change of policy.
///
/// Everybody in the table counts as considered, and who is eligible as selected. There is one answer for each column of groups
/// of the simulation; a column with fewer than two known groups has nobody to compare and no answer.
///
/// Parameters
/// ----------
/// simulation : Simulation
///     What `Policy.simulate` gave, with ``groups``.
/// standard : Standard or mapping, optional
///     How the groups are compared; four fifths against the highest rate when left out.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> old, new = [al.Policy.from_dict({"id": "return", "version": version, "criteria": [
/// ...     {"id": "grade", "require": f"grade >= {grade}"}]}) for version, grade in [(1, 3), (2, 2)]]
/// >>> people = pl.DataFrame({"grade": [2, 3, 3, 4], "site": ["Tokyo", "Tokyo", "Osaka", "Osaka"]})
/// >>> simulation = old.simulate(new, people, as_of=date(2026, 4, 1), groups=["site"])
/// >>> (change,) = al.programme.group_changes(simulation)
/// >>> change.before.findings[0].impact_ratio, change.after.findings[0].impact_ratio
/// (0.5, 1.0)
#[pyfunction]
#[pyo3(signature = (simulation, *, standard=None))]
pub(super) fn group_changes(
    py: Python<'_>,
    simulation: &Bound<'_, PyAny>,
    standard: Option<&Bound<'_, PyAny>>,
) -> PyResult<Vec<GroupChange>> {
    let standard = optional(standard, "standard", self::standard)?.unwrap_or_default();
    let simulation = crate::eligibility::simulation(simulation, "simulation")?;
    run(py, || core::group_changes(&simulation, &standard))
        .map(|changes| changes.into_iter().map(GroupChange).collect())
}

/// What a change of policy does to the groups of one column: who is eligible before and after, as selections.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> old, new = [al.Policy.from_dict({"id": "return", "version": version, "criteria": [
/// ...     {"id": "grade", "require": f"grade >= {grade}"}]}) for version, grade in [(1, 3), (2, 2)]]
/// >>> people = pl.DataFrame({"grade": [2, 3, 3, 4], "site": ["Tokyo", "Tokyo", "Osaka", None]})
/// >>> simulation = old.simulate(new, people, as_of=date(2026, 4, 1), groups=["site"])
/// >>> (change,) = al.programme.group_changes(simulation)
/// >>> change.column, change.unknown
/// ('site', 1)
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct GroupChange(core::GroupChange);

#[pymethods]
impl GroupChange {
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            format!(
                "{}, before: {}\n{}, after: {}",
                self.0.column, self.0.before, self.0.column, self.0.after
            )
        })
    }

    fn __repr__(&self) -> String {
        let (before, after) = (self.0.before.verdict, self.0.after.verdict);
        format!("<GroupChange {}: {} to {}>", quoted(&self.0.column), before.as_str(), after.as_str())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let groups = self.0.before.groups.iter().zip(&self.0.after.groups);
            let rows: Vec<_> = groups
                .map(|(before, after)| {
                    let rate = |rate: Option<f64>| {
                        rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1}%", rate * 100.0))
                    };
                    vec![
                        before.group.clone(),
                        before.considered.to_string(),
                        before.selected.to_string(),
                        rate(before.rate),
                        after.selected.to_string(),
                        rate(after.rate),
                    ]
                })
                .collect();
            let head = ["group", "people", "eligible before", "rate before", "eligible after", "rate after"];
            let title = format!(
                "{}: {} before, {} after",
                self.0.column, self.0.before.verdict, self.0.after.verdict
            );
            crate::html::table(&title, &head, &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.column, &self.0.before.input_hash, &self.0.after.input_hash))
    }
}
getters!(GroupChange {
    /// The column of groups.
    column: String = |change, _py| change.column.clone();
    /// People whose group is unknown; they are in neither report.
    unknown: u64 = |change, _py| change.unknown;
    /// Of each group, how many are eligible under the policy before.
    before: SelectionReport = |change, _py| SelectionReport(change.before.clone());
    /// The same under the policy after.
    after: SelectionReport = |change, _py| SelectionReport(change.after.clone());
});
document!(GroupChange, core::GroupChange);
