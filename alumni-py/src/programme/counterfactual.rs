//! What decisions hang on: protected facts changed, and the policy asked again.

use alumni_core::programme as core;
use alumni_core::programme::CounterfactualOptions;
use pyo3::prelude::*;

use crate::boundary;
use crate::convert::{date, integer, items, optional, py_date, quoted, text};
use crate::eligibility::{Policy, PolicyReference, table_options};
use crate::exceptions::{quick, run};
use crate::html;
use crate::progress::{Stopped, Told};

/// Change one protected fact, or one declared proxy, of everybody to each other value that it can have, and decide again.
///
/// The facts tried are those that the policy's vocabulary marks as protected, and those of ``facts``. Of a fact that no rule asks
/// for nothing is tried: no decision can hang on it, and the answer says so. Without values of yours those are tried that stand
/// for all, as far as the rules tell them apart.
///
/// Parameters
/// ----------
/// policy : Policy
///     The policy.
/// frame : table
///     As `Policy.decide_table` takes it; it is read batch by batch, in memory that does not grow with the rows.
/// as_of : datetime.date
///     The day of the decisions.
/// facts : iterable of str, or mapping, optional
///     Further facts, such as proxies: their names, or for each name the values to try, as a column of texts holds them.
/// attribute : str, optional
///     A column of groups by which changes are counted too. It is read for this call and kept nowhere.
/// minimum_cell : int, optional
///     Groups with fewer people are named, and not counted.
/// missing, faults : {"error", "unknown"}, default "error"
///     As for `Policy.decide_table`.
/// progress : bool or callable, optional
///     As for `Policy.decide_table`.
///
/// Raises
/// ------
/// AlumniError
///     As `Policy.decide_table` does, and for a fact that neither the policy nor the table knows or a value that it cannot have.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> policy = al.Policy.from_dict({"id": "return", "version": 1,
/// ...     "criteria": [{"id": "recent", "require": "graduated >= 2010 or grade >= 3"}],
/// ...     "facts": [{"name": "graduated", "type": "integer", "title": "year of graduation"}]})
/// >>> people = pl.DataFrame({"graduated": [2005, 2012, 2001], "grade": [2, 2, 4]})
/// >>> print(al.programme.counterfactuals(policy, people, as_of=date(2026, 4, 1), facts=["graduated"]))
/// Changing only year of graduation would change 2 of 3 decisions: 1 for the better, 1 for the worse. Criterion recent ...
#[pyfunction]
#[pyo3(signature = (
    policy, frame, *, as_of, facts=None, attribute=None, minimum_cell=None, missing=None, faults=None, progress=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn counterfactuals(
    py: Python<'_>,
    policy: &Policy,
    frame: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    facts: Option<&Bound<'_, PyAny>>,
    attribute: Option<&Bound<'_, PyAny>>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
    missing: Option<&Bound<'_, PyAny>>,
    faults: Option<&Bound<'_, PyAny>>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<Counterfactuals> {
    let as_of = date(as_of, "as_of")?;
    let mut options = CounterfactualOptions::new().batch(table_options(None, missing, faults)?);
    for (fact, values) in optional(facts, "facts", tried)?.unwrap_or_default() {
        options = options.values(fact, values);
    }
    if let Some(attribute) = optional(attribute, "attribute", text)? {
        options = options.by(attribute);
    }
    if let Some(least) = optional(minimum_cell, "minimum_cell", integer::<u64>)? {
        options = options.minimum_cell(least);
    }
    let told = Told::new(py, progress)?;
    let table = boundary::table(frame, "frame")?;
    let found = run(py, || {
        Ok(core::counterfactuals_table(&policy.0, table, as_of, &options, |rows| told.tell(rows)))
    })?;
    found.map(Counterfactuals).map_err(|Stopped(error)| error)
}

/// Names of facts, or a mapping of them to values.
fn tried(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<(String, Vec<String>)>> {
    let Ok(pairs) = value.call_method0("items") else {
        return Ok(items(value, name, text)?.into_iter().map(|fact| (fact, Vec::new())).collect());
    };
    items(&pairs, name, |pair, name| {
        let (fact, values): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
        let values = optional(Some(&values), name, |values, name| items(values, name, text))?;
        Ok((text(&fact, name)?, values.unwrap_or_default()))
    })
}

/// How many decisions of a policy would be others if one fact of each person were another.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> import polars as pl
/// >>> policy = al.Policy.from_dict({"id": "return", "version": 1,
/// ...     "criteria": [{"id": "grade", "require": "grade >= 3"}]})
/// >>> people = pl.DataFrame({"grade": [2, 3], "sex": ["women", "men"]})
/// >>> found = al.programme.counterfactuals(policy, people, as_of=date(2026, 4, 1), facts=["grade", "sex"])
/// >>> [(fact["fact"], fact["read"], fact["changed"]) for fact in found.facts]
/// [('grade', True, 2), ('sex', False, 0)]
#[pyclass(module = "alumni.programme", frozen)]
#[derive(Debug)]
pub(crate) struct Counterfactuals(pub(crate) core::Counterfactuals);

#[pymethods]
impl Counterfactuals {
    fn __repr__(&self) -> String {
        let found = &self.0;
        let changed = found.facts.iter().filter(|fact| fact.changed > 0).count();
        format!(
            "<Counterfactuals {} v{}: {changed} of {} facts change decisions about {} rows>",
            quoted(&found.policy.id),
            found.policy.version,
            found.facts.len(),
            found.rows
        )
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let rows: Vec<_> = self
                .0
                .facts
                .iter()
                .map(|fact| {
                    let through: Vec<_> = fact
                        .criteria
                        .iter()
                        .filter(|criterion| criterion.changed > 0)
                        .map(|criterion| format!("{}: {}", criterion.criterion, criterion.changed))
                        .collect();
                    vec![
                        fact.title.en.clone(),
                        if fact.read { fact.known.to_string() } else { "not read".to_owned() },
                        fact.changed.to_string(),
                        fact.better.to_string(),
                        fact.worse.to_string(),
                        through.join(", "),
                    ]
                })
                .collect();
            let head = ["fact", "people", "decisions changed", "better", "worse", "through"];
            let title = format!("{} v{} as of {}", self.0.policy.id, self.0.policy.version, self.0.as_of);
            html::table(&title, &head, &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.policy.hash, self.0.as_of, self.0.rows))
    }
}
getters!(Counterfactuals {
    /// The policy.
    policy: PolicyReference = |found, _py| PolicyReference(found.policy.clone());
    /// The day it decided for.
    as_of: Bound<'py, PyAny> = |found, py| py_date(py, found.as_of)?;
    /// Number of rows.
    rows: u64 = |found, _py| found.rows;
    /// The facts that were changed, each a mapping: those marked as protected by name, then those named in the call.
    ///
    /// Its keys are ``fact``, ``title``, ``protected``, ``read``, ``complete``, ``known``, ``unknown``, ``changed``, ``better``, ``worse``,
    /// ``values``, ``criteria``, ``groups``, ``withheld`` and ``reasons``.
    facts: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.facts)?;
    /// Facts of the policy without a column: unknown for every row.
    missing_columns: Vec<String> = |found, _py| found.missing_columns.clone();
    /// Values that were taken for unknown: for each column how many, the first rows, and what was expected.
    unusable: Bound<'py, PyAny> = |found, py| crate::document::to_dict(py, &found.unusable)?;
    /// A fingerprint of the policy, the day and everything that was counted; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
said!(Counterfactuals, "A line for each fact.");
document!(Counterfactuals, core::Counterfactuals);
