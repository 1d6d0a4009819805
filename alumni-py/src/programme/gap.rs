//! Which criterion causes how much of a gap between pass rates: where eligibility and fairness meet.

use alumni_core::programme as core;
use alumni_core::programme::GapOptions;
use alumni_core::text::Lang;
use pyo3::prelude::*;

use crate::boundary;
use crate::convert::{boolean, date, optional, py_date, quoted, text};
use crate::eligibility::{Policy, PolicyReference, table_options};
use crate::exceptions::{quick, run};
use crate::fairness::{SelectionReport, standard};
use crate::html;
use crate::progress::{Stopped, Told};

/// Divide the gaps between groups' pass rates under a policy among its criteria.
///
/// Everybody in the table is decided about. Who is eligible passes; who does not is held back by each criterion that is not met,
/// that asks for a person, or that cannot be told. The part of a criterion is its Shapley value: how much the gap grows when it
/// joins the others, averaged over every order in which they could join. It is exact for any number of criteria, and the parts
/// sum to the gap.
///
/// Parameters
/// ----------
/// policy : Policy
///     The policy.
/// frame : table
///     As `Policy.decide_table` takes it; it is read batch by batch, in memory that does not grow with the rows.
/// attribute : str
///     The column of groups. Group names are used for the one answer and kept nowhere.
/// as_of : datetime.date
///     The day of the decisions.
/// conditional_passes : bool, default False
///     Whether who is conditional passes too. Criteria that ask for a person then hold nobody back.
/// standard : Standard or mapping, optional
///     How the groups are compared; four fifths against the highest rate when left out.
/// missing, faults : {"error", "unknown"}, default "error"
///     As for `Policy.decide_table`.
/// progress : bool or callable, optional
///     As for `Policy.decide_table`.
///
/// Raises
/// ------
/// AlumniError
///     As `Policy.decide_table` does, and for a column of groups that is not there or of another type.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> policy = al.Policy.from_dict({"id": "return", "version": 1, "criteria": [
/// ...     {"id": "grade", "require": "grade >= 3"}, {"id": "conduct", "bar": "separation_kind = involuntary_cause"}]})
/// >>> people = pl.DataFrame({
/// ...     "sex": ["women"] * 4 + ["men"] * 4,
/// ...     "grade": [1, 2, 2, 3, 2, 3, 4, 3],
/// ...     "separation_kind": ["voluntary"] * 7 + ["involuntary_cause"],
/// ... })
/// >>> gap = al.programme.policy_gap(policy, people, attribute="sex", as_of=date(2026, 4, 1))
/// >>> (women,) = gap.attributions
/// >>> women["gap"], [(part["criterion"], part["part"]) for part in women["parts"]]
/// (0.25, [('grade', 0.5), ('conduct', -0.25)])
#[pyfunction]
#[pyo3(signature = (
    policy, frame, *, attribute, as_of, conditional_passes=None, standard=None, missing=None, faults=None, progress=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn policy_gap(
    py: Python<'_>,
    policy: &Policy,
    frame: &Bound<'_, PyAny>,
    attribute: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    conditional_passes: Option<&Bound<'_, PyAny>>,
    standard: Option<&Bound<'_, PyAny>>,
    missing: Option<&Bound<'_, PyAny>>,
    faults: Option<&Bound<'_, PyAny>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<PolicyGap> {
    let standard = optional(standard, "standard", self::standard)?.unwrap_or_default();
    let as_of = date(as_of, "as_of")?;
    let options = GapOptions::new(text(attribute, "attribute")?)
        .conditional_passes(optional(conditional_passes, "conditional_passes", boolean)?.unwrap_or(false))
        .batch(table_options(None, missing, faults)?);
    let told = Told::new(py, progress)?;
    let table = boundary::table(frame, "frame")?;
    let found = run(py, || {
        Ok(core::policy_gap_table(&policy.0, table, as_of, &options, &standard, |rows| told.tell(rows)))
    })?;
    found.map(PolicyGap).map_err(|Stopped(error)| error)
}

/// The gaps between groups' pass rates under a policy, divided among its criteria.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> policy = al.Policy.from_dict({"id": "return", "version": 1, "criteria": [
/// ...     {"id": "grade", "require": "grade >= 3"}]})
/// >>> people = pl.DataFrame({"sex": ["women", "women", "men", "men"], "grade": [2, 3, 3, 4]})
/// >>> gap = al.programme.policy_gap(policy, people, attribute="sex", as_of=date(2026, 4, 1))
/// >>> print(gap)
/// Women were selected at 50% (1/2), men at 100% (2/2): ... Criterion grade causes 50.0 of the 50.0 points. ...
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct PolicyGap(pub(crate) core::PolicyGap);

#[pymethods]
impl PolicyGap {
    fn __repr__(&self) -> String {
        let found = &self.0;
        let gaps = found.report.attributions.len();
        format!(
            "<PolicyGap {} v{} by {}: {gaps} gaps, {}>",
            quoted(&found.policy.id),
            found.policy.version,
            quoted(&found.attribute),
            found.report.selection.verdict.as_str()
        )
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let points = |rates: f64| format!("{:.1}", rates * 100.0);
            let mut page = String::new();
            for (finding, divided) in self.0.report.selection.findings.iter().zip(&self.0.report.attributions)
            {
                let rows: Vec<_> = divided
                    .parts
                    .iter()
                    .map(|part| {
                        let ratio =
                            part.ratio_without.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"));
                        vec![
                            part.criterion.clone(),
                            points(part.part),
                            points(part.unknown),
                            points(part.gap_without),
                            ratio,
                        ]
                    })
                    .collect();
                let head =
                    ["criterion", "points", "of which not known", "gap without it", "ratio without it"];
                page += &html::table(&finding.text(Lang::En), &head, &rows);
            }
            page
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.policy.hash, self.0.as_of, &self.0.report.input_hash))
    }
}
getters!(PolicyGap {
    /// The policy.
    policy: PolicyReference = |found, _py| PolicyReference(found.policy.clone());
    /// The day it decided for.
    as_of: Bound<'py, PyAny> = |found, py| py_date(py, found.as_of)?;
    /// The column of groups.
    attribute: String = |found, _py| found.attribute.clone();
    /// Whether who is conditional passes, beside who is eligible.
    conditional_passes: bool = |found, _py| found.conditional_passes;
    /// Number of rows.
    rows: u64 = |found, _py| found.rows;
    /// The pass rates compared, those who pass as those selected.
    selection: SelectionReport = |found, _py| SelectionReport(found.report.selection.clone());
    /// One for each finding of ``selection``, in its order, a mapping.
    ///
    /// Its keys are ``group``, ``reference``, ``gap``, ``undetermined``, ``reference_undetermined``, ``reasons`` and ``parts``: for each
    /// criterion ``criterion``, ``part`` (with ``unmet`` and ``unknown``, which sum to it), ``gap_without`` and ``ratio_without``.
    attributions: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.report.attributions)?;
    /// Facts of the policy without a column: unknown for every row.
    missing_columns: Vec<String> = |found, _py| found.missing_columns.clone();
    /// Values that were taken for unknown: for each column how many, the first rows, and what was expected.
    unusable: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.unusable)?;
    /// SHA-256 of the standard, the criteria and the counts that were used, in hexadecimal.
    input_hash: String = |found, _py| found.report.input_hash.clone();
});
said!(
    PolicyGap,
    "The findings in sentences with what each criterion causes, and what is to be known about them all."
);
document!(PolicyGap, core::PolicyGap);
