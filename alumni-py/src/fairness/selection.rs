use alumni_core::Error;
use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyMapping};

use super::finding::Finding;
use super::gaps::is_table;
use super::pay::parts;
use super::standard::{Options, Standard, standard};
use super::table::Asked;
use crate::convert::{self, integer, items, optional, quoted, text};
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::names::Names as _;
use crate::text::reasons;

/// Compare the groups' selection rates: impact ratios with what the numbers can and cannot show.
///
/// Parameters
/// ----------
/// groups : mapping or iterable, or table
///     ``{name: (considered, selected)}``, or rows with ``group``, ``considered`` and ``selected``. The order does not
///     matter. Group names are used for the one answer and kept nowhere. With ``outcome`` a table of people, one row each,
///     of pandas, polars, pyarrow or DuckDB: the answer is that of `selection_table`.
/// outcome : str, optional
///     With a table the column that says who was selected.
/// by : str or iterable of str, optional
///     With a table the columns of groups, each an attribute.
/// strata : str, optional
///     With a table the column of strata.
/// intersections, references : optional
///     With a table as for `selection_table`.
/// standard : Standard or mapping, optional
///     How they are compared; four fifths against the highest rate when left out.
/// threshold, confidence, alpha, power, reference, minimum_cell : optional
///     Replace the standard's own (see `Standard`).
/// unknown : (int, int) or mapping, optional
///     How many people of no known group were ``considered``, and how many of them ``selected``. Every finding then says
///     between which limits its ratio lies, whichever groups they belong to.
///
/// Raises
/// ------
/// AlumniError
///     For fewer than two groups, a name given twice, or more selected than considered. Nobody considered, nobody selected
///     and everybody selected are no errors but have their verdicts.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.selection({"women": (52, 24), "men": (80, 48)})
/// >>> report.verdict
/// <Verdict.INSUFFICIENT: 'insufficient'>
/// >>> print(report)
/// Women were selected at 46% (24/52), men at 60% (48/80): ratio 0.77, 95% interval 0.53-1.07 (score). ...
#[pyfunction]
#[pyo3(signature = (
    groups, *, outcome=None, by=None, strata=None, intersections=None, references=None, standard=None,
    threshold=None, confidence=None, alpha=None, power=None, reference=None, minimum_cell=None, unknown=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn selection<'py>(
    py: Python<'py>,
    groups: &Bound<'py, PyAny>,
    outcome: Option<&Bound<'_, PyAny>>,
    by: Option<&Bound<'py, PyAny>>,
    strata: Option<&Bound<'_, PyAny>>,
    intersections: Option<&Bound<'_, PyAny>>,
    references: Option<&Bound<'_, PyAny>>,
    standard: Option<&Bound<'_, PyAny>>,
    threshold: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
    alpha: Option<&Bound<'_, PyAny>>,
    power: Option<&Bound<'_, PyAny>>,
    reference: Option<&Bound<'_, PyAny>>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
    unknown: Option<&Bound<'_, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let base = optional(standard, "standard", self::standard)?.unwrap_or_default();
    let standard = Options { threshold, confidence, alpha, power, reference, minimum_cell }.of(base)?;
    let refused = |names: &[(&str, Option<&Bound<'_, PyAny>>)], message: &str| {
        let given = names.iter().find(|(_, value)| value.is_some());
        given.map_or(Ok(()), |(name, _)| Err(raise(&Error::inconsistent(message).within(*name))))
    };
    if outcome.is_some() || (by.is_some() && is_table(groups)?) {
        let missing = |name| raise(&Error::missing("expected the name of a column").within(name));
        refused(&[("unknown", unknown)], "expected people of unknown group in the table")?;
        let (outcome, by) = (outcome.ok_or_else(|| missing("outcome"))?, by.ok_or_else(|| missing("by"))?);
        let options =
            Asked { outcome, attributes: ("by", by), stratum: ("strata", strata), intersections, references };
        return Ok(Bound::new(py, options.of(&standard, groups, "groups")?)?.into_any());
    }
    let tabular =
        [("by", by), ("strata", strata), ("intersections", intersections), ("references", references)];
    refused(&tabular, "expected this with a table and its `outcome` only")?;
    let groups = read_groups(groups)?;
    Ok(Bound::new(py, compared(py, &standard, groups, unknown)?)?.into_any())
}

/// Compares groups, with those of unknown group where they are named.
pub(super) fn compared(
    py: Python<'_>,
    standard: &core::Standard,
    groups: Vec<(String, u64, u64)>,
    unknown: Option<&Bound<'_, PyAny>>,
) -> PyResult<SelectionReport> {
    let plain = |value: &Bound<'_, PyAny>, name: &str| convert::row::<core::Unknown>(value, name);
    let unknown = optional(unknown, "unknown", plain)?;
    run(py, || match unknown {
        Some(unknown) => standard.selection_with_unknown(groups, unknown),
        None => standard.selection(groups),
    })
    .map(SelectionReport)
}

/// Name, considered and selected of each group.
pub(super) fn read_groups(groups: &Bound<'_, PyAny>) -> PyResult<Vec<(String, u64, u64)>> {
    if let Ok(mapping) = groups.cast::<PyMapping>() {
        let pair = |(index, item): (usize, Bound<'_, PyAny>)| {
            let name = format!("groups[{index}]");
            let (group, counts): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let group = text(&group, &format!("{name}.group"))?;
            let counts = items(&counts, &name, |count, _| Ok(count.clone()))?;
            let Ok([considered, selected]) = <[Bound<'_, PyAny>; 2]>::try_from(counts) else {
                let message = "expected two numbers, considered and selected";
                return Err(raise(&Error::wrong_type(message).within(name)));
            };
            counted(group, &considered, &selected, &name)
        };
        return mapping.items()?.iter().enumerate().map(pair).collect();
    }
    items(groups, "groups", |row, name| {
        if let Some(parts) = parts(row) {
            let Ok([group, considered, selected]) = <[Bound<'_, PyAny>; 3]>::try_from(parts) else {
                let message = "expected a name and two numbers, considered and selected";
                return Err(raise(&Error::wrong_type(message).within(name)));
            };
            return counted(text(&group, &format!("{name}.group"))?, &considered, &selected, name);
        }
        let Ok(row) = row.cast::<PyMapping>() else {
            let message = format!("expected a group with its counts, got {}", convert::type_name(row));
            return Err(raise(&Error::wrong_type(message).within(name)));
        };
        let field = |field: &str| {
            row.get_item(field)
                .map_err(|_| raise(&Error::missing(format!("expected `{field}`")).within(field).within(name)))
        };
        let group = text(&field("group")?, &format!("{name}.group"))?;
        counted(group, &field("considered")?, &field("selected")?, name)
    })
}

fn counted(
    group: String,
    considered: &Bound<'_, PyAny>,
    selected: &Bound<'_, PyAny>,
    name: &str,
) -> PyResult<(String, u64, u64)> {
    let considered = integer::<u64>(considered, &format!("{name}.considered"))?;
    Ok((group, considered, integer::<u64>(selected, &format!("{name}.selected"))?))
}

/// The stable name of a closed set that has no enum in Python.
pub(super) fn name_of<T: serde::Serialize>(value: &T) -> PyResult<String> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => Ok(name),
        _ => Err(raise(&Error::inconsistent("expected a name"))),
    }
}

/// The groups' selection rates and what can be said about them.
///
/// Groups and findings stand in the order of their names, whatever order they came in.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.selection({"a": (25, 4), "b": (5, 1), "c": (0, 0)})
/// >>> [(group.group, group.rate) for group in report.groups]
/// [('a', 0.16), ('b', 0.2), ('c', None)]
/// >>> [finding.verdict.value for finding in report.findings]
/// ['insufficient', 'not_estimable']
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct SelectionReport(pub(crate) core::SelectionReport);

#[pymethods]
impl SelectionReport {
    /// The standard they were compared by.
    #[getter]
    fn standard(&self) -> Standard {
        Standard(self.0.standard.clone())
    }

    /// Every group that is shown.
    #[getter]
    fn groups(&self) -> Vec<GroupRate> {
        self.0.groups.iter().cloned().map(GroupRate).collect()
    }

    /// Groups with fewer considered than the standard's minimum cell: they take part in nothing, not even in sums.
    #[getter]
    fn withheld(&self) -> Vec<String> {
        self.0.withheld.clone()
    }

    /// How many people of no known group were considered and selected; ``None`` where the caller named none.
    #[getter]
    fn unknown(&self) -> Option<(u64, u64)> {
        self.0.unknown.map(|unknown| (unknown.considered, unknown.selected))
    }

    /// One finding for each group that has a reference to be compared with.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        self.0.findings.iter().cloned().map(Finding).collect()
    }

    /// The findings' highest verdict; insufficient when withheld groups leave none.
    #[getter]
    fn verdict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.verdict.member(py)
    }

    /// How many findings have a p-value: the family over which ``adjusted_p`` is adjusted.
    #[getter]
    fn comparisons(&self) -> u64 {
        self.0.comparisons
    }

    /// What two-sided means in the exact tests, such as ``"minimum_likelihood"``.
    #[getter]
    fn two_sided(&self) -> PyResult<String> {
        name_of(&self.0.two_sided)
    }

    /// What is to be known about the report as a whole.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, &self.0.reasons)
    }

    /// SHA-256 of the standard and the counts that were used, in hexadecimal; independent of the groups' order.
    #[getter]
    fn input_hash(&self) -> &str {
        &self.0.input_hash
    }

    fn __repr__(&self) -> String {
        format!("<SelectionReport {} groups: {}>", self.0.groups.len(), self.0.verdict.as_str())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let rate = |rate: Option<f64>| {
                rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1}%", rate * 100.0))
            };
            let row = |group: &core::GroupRate| {
                let finding = self.0.findings.iter().find(|finding| finding.group == group.group);
                let ratio = finding.and_then(|finding| finding.impact_ratio);
                vec![
                    group.group.clone(),
                    group.considered.to_string(),
                    group.selected.to_string(),
                    rate(group.rate),
                    ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}")),
                    finding.map_or_else(|| "reference".to_owned(), |finding| finding.verdict.to_string()),
                ]
            };
            let rows: Vec<_> = self.0.groups.iter().map(row).collect();
            let head = ["group", "considered", "selected", "rate", "impact ratio", "verdict"];
            html::table(&self.0.to_string(), &head, &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.input_hash)
    }
}
said!(
    SelectionReport,
    "The findings in sentences of ``lang``, one line each, and what is to be known about them all."
);
drawn!(
    SelectionReport,
    "alumni._fairness",
    "forest",
    "Draw each group's impact ratio with its interval, beside equal rates and the screening line: a forest plot.\n\nThe scale is logarithmic. An arrow marks an interval without an upper limit, or one that reaches down to zero. Colours are the\nverdicts; where nothing can be estimated it says so."
);
document!(SelectionReport, core::SelectionReport);
arrow!(SelectionReport);

/// A group and its selection rate.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.selection({"a": (25, 4), "b": (5, 1)}).groups[0]
/// <GroupRate 'a': 4 of 25>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct GroupRate(pub(super) core::GroupRate);

#[pymethods]
impl GroupRate {
    /// The group's name, the caller's code.
    #[getter]
    fn group(&self) -> &str {
        &self.0.group
    }

    /// How many were considered.
    #[getter]
    fn considered(&self) -> u64 {
        self.0.considered
    }

    /// How many of those were selected.
    #[getter]
    fn selected(&self) -> u64 {
        self.0.selected
    }

    /// Selected over considered; ``None`` when nobody was considered.
    #[getter]
    fn rate(&self) -> Option<f64> {
        self.0.rate
    }

    fn __repr__(&self) -> String {
        format!("<GroupRate {}: {} of {}>", quoted(&self.0.group), self.0.selected, self.0.considered)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(&self.0.group, self.0.considered, self.0.selected))
    }
}
document!(GroupRate, core::GroupRate);
getters!(SelectionReport {
    /// Those of the withheld groups that are large enough by themselves.
    ///
    /// Without them the size of a small group would follow from how many rows a table has.
    withheld_beside: Vec<String> = |report, _py| report.withheld_beside.clone();
});
