use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::PyList;

use super::standard::{Options, Standard, standard};
use crate::boundary;
use crate::convert::{self, integer, items, number, optional, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;
use crate::text::reasons;

/// Who would be eligible at each threshold of a fact, and how the groups compare there.
///
/// The table is read once, batch by batch. People whose fact is unknown are eligible at no threshold and are counted beside their
/// group; those whose group is unknown are counted among the eligible and compared with nobody.
///
/// Parameters
/// ----------
/// table : table
///     One row for each person: anything with ``__arrow_c_stream__`` or ``__arrow_c_array__``, such as a frame of pandas, polars,
///     pyarrow or DuckDB.
/// fact : str
///     The column that the thresholds are about: numbers or days.
/// attribute : str
///     The column of the groups. Group names are used for the one answer and kept nowhere.
/// thresholds : iterable of float
///     The thresholds to try, each once, at most 1,000.
/// side : {"at_least", "at_most"}, optional
///     Whether a person is eligible from the threshold on or up to it.
/// split_seed : int, optional
///     Choose on one half of the people and test on the other, divided by this seed. Without it all people are looked at and
///     tested at every threshold; either way p-values are adjusted by Holm for every test made.
/// standard : Standard or mapping, optional
///     How they are compared; four fifths against the highest rate when left out.
/// threshold, reference, minimum_cell : optional
///     Replace the standard's own (see `Standard`).
///
/// Raises
/// ------
/// AlumniError
///     For a column that is missing or of another type, a number that is not one, a threshold given twice.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"sex": ["women"] * 4 + ["men"] * 4, "years": [1, 3, 4, 9, 3, 5, 6, 8]})
/// >>> report = al.fairness.thresholds(people, fact="years", attribute="sex", thresholds=[3, 5])
/// >>> [(point["threshold"], point["eligible"], point["lowest_group"]) for point in report.front]
/// [(3.0, 7, 'women')]
#[pyfunction]
#[pyo3(signature = (
    table, *, fact, attribute, thresholds, side=None, split_seed=None, standard=None, threshold=None, reference=None,
    minimum_cell=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn thresholds(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    fact: &Bound<'_, PyAny>,
    attribute: &Bound<'_, PyAny>,
    thresholds: &Bound<'_, PyAny>,
    side: Option<&Bound<'_, PyAny>>,
    split_seed: Option<&Bound<'_, PyAny>>,
    standard: Option<&Bound<'_, PyAny>>,
    threshold: Option<&Bound<'_, PyAny>>,
    reference: Option<&Bound<'_, PyAny>>,
    minimum_cell: Option<&Bound<'_, PyAny>>,
) -> PyResult<ThresholdReport> {
    let base = optional(standard, "standard", self::standard)?.unwrap_or_default();
    let given = Options { threshold, confidence: None, alpha: None, power: None, reference, minimum_cell };
    let standard = given.of(base)?;
    let (fact, attribute) = (text(fact, "fact")?, text(attribute, "attribute")?);
    let mut options = core::ThresholdOptions::new(fact, attribute, items(thresholds, "thresholds", number)?);
    if let Some(side) = optional(side, "side", convert::plain)? {
        options = options.side(side);
    }
    if let Some(seed) = optional(split_seed, "split_seed", integer::<u64>)? {
        options = options.inference(core::Inference::Split { seed });
    }
    let table = boundary::table(table, "table")?;
    run(py, || standard.thresholds_table(table, &options)).map(ThresholdReport)
}

/// What a search over thresholds says.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> import pyarrow as pa
/// >>> people = pa.table({"sex": ["women"] * 4 + ["men"] * 4, "years": [1, 3, 4, 9, 3, 5, 6, 8]})
/// >>> print(al.fairness.thresholds(people, fact="years", attribute="sex", thresholds=[5]))
/// From years 5 on, 4 people would be eligible; the lowest ratio is 0.33 (women). ...
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct ThresholdReport(pub(super) core::ThresholdReport);

#[pymethods]
impl ThresholdReport {
    /// The standard they were compared by.
    #[getter]
    fn standard(&self) -> Standard {
        Standard(self.0.standard.clone())
    }

    /// What was searched, as a mapping with the thresholds in rising order.
    #[getter]
    fn options<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.options)
    }

    /// Every group that is shown, a mapping with ``group``, ``considered`` and ``unknown``.
    #[getter]
    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.groups)
    }

    /// The thresholds in rising order, each a mapping.
    ///
    /// Its keys are ``threshold``, ``eligible``, ``rates``, ``lowest_ratio``, ``lowest_group``, ``below_threshold``, ``on_front`` and
    /// ``comparisons``.
    #[getter]
    fn points<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.points)
    }

    /// The points that no other one beats.
    ///
    /// None has as many eligible people and a lowest ratio as high, and more of one of the two.
    #[getter]
    fn front<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.front().collect::<Vec<_>>())
    }

    /// What is to be known about the search as a whole.
    #[getter]
    fn reasons<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        reasons(py, &self.0.reasons)
    }

    fn __repr__(&self) -> String {
        let front = self.0.front().count();
        let (fact, points) = (quoted(&self.0.options.fact), self.0.points.len());
        format!("<ThresholdReport {fact}: {points} thresholds, {front} on the front>")
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let row = |point: &core::ThresholdPoint| {
                let lowest = point.lowest_ratio.zip(point.lowest_group.as_ref());
                vec![
                    point.threshold.to_string(),
                    point.eligible.to_string(),
                    lowest.map_or_else(|| "–".to_owned(), |(ratio, group)| format!("{ratio:.2} ({group})")),
                    point.least_p().map_or_else(|| "–".to_owned(), |p| format!("{p:.4}")),
                    if point.on_front { "✓".to_owned() } else { String::new() },
                ]
            };
            let rows: Vec<_> = self.0.points.iter().map(row).collect();
            let head = ["threshold", "eligible", "lowest ratio", "least adjusted p", "on the front"];
            let reasons: Vec<_> =
                self.0.reasons.iter().map(|reason| reason.text(alumni_core::Lang::En)).collect();
            html::table(&reasons.join(" "), &head, &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.input_hash)
    }
}
getters!(ThresholdReport {
    /// How many rows the table has.
    rows: u64 = |report, _py| report.rows;
    /// Groups with fewer people than the standard's minimum cell: they take part in nothing, not even in sums.
    withheld: Vec<String> = |report, _py| report.withheld.clone();
    /// How many people belong to a group that is not known.
    unknown_group: u64 = |report, _py| report.unknown_group;
    /// How many tests there are: the family over which ``adjusted_p`` is adjusted.
    comparisons: u64 = |report, _py| report.comparisons;
    /// SHA-256 of the standard, the options and the counts that were used, in hexadecimal.
    input_hash: String = |report, _py| report.input_hash.clone();
});
said!(ThresholdReport, "A line for each threshold, and what is to be known about them all.");
drawn!(
    ThresholdReport,
    "alumni._thresholds",
    "plot",
    "Draw how many would be eligible and the lowest ratio at each threshold, with the front drawn through."
);
document!(ThresholdReport, core::ThresholdReport);
arrow!(ThresholdReport);
