//! Two or more rates by every named test and interval, and how many people a difference takes.

use alumni_core::fairness as core;
use pyo3::prelude::*;

use super::hashed;
use super::selection::read_groups;
use crate::convert::{boolean, integer, number, optional, text};
use crate::document::to_dict;
use crate::exceptions::{quick, run};
use crate::html;

/// Compare two or more rates by every test and interval that has a name.
///
/// `selection` reads one set of figures, chosen for small groups, and says what they mean; this is for a reader who has to show another
/// one, such as the chi-square with Yates' correction that an older report used. It gives no verdict.
///
/// Parameters
/// ----------
/// groups : mapping or iterable
///     ``{name: (considered, selected)}``, or rows with ``group``, ``considered`` and ``selected``: two to 64 groups.
/// reference : str, optional
///     The group that each other one is compared with; every pair is compared when left out.
/// confidence : float, optional
///     How sure intervals are; 0.95 when left out.
///
/// Raises
/// ------
/// AlumniError
///     For fewer than two groups, a name given twice, or more selected than considered. What cannot be formed is no error but ``None``.
///
/// Examples
/// --------
/// Fleiss: smokers among patients of four hospitals.
///
/// >>> import alumni as al
/// >>> found = al.fairness.compare_rates({"1": (86, 83), "2": (93, 90), "3": (136, 129), "4": (82, 70)})
/// >>> round(found.together["pearson"]["statistic"], 2), round(found.together["pearson"]["p"], 4)
/// (12.6, 0.0056)
/// >>> [(pair["first"], round(pair["tests"]["yates"]["adjusted_p"], 3)) for pair in found.pairs if pair["second"] == "4"]
/// [('1', 0.119), ('2', 0.093), ('3', 0.124)]
#[pyfunction]
#[pyo3(signature = (groups, *, reference=None, confidence=None))]
pub(super) fn compare_rates(
    py: Python<'_>,
    groups: &Bound<'_, PyAny>,
    reference: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
) -> PyResult<RateComparison> {
    let mut question = core::RateComparisonQuestion::new(read_groups(groups)?);
    question.reference = optional(reference, "reference", text)?;
    if let Some(confidence) = optional(confidence, "confidence", number)? {
        question.confidence = confidence;
    }
    run(py, || question.answer()).map(RateComparison)
}

/// Say which power, how many people, or which rates the others make: the one that is left out.
///
/// By the normal approximation, as R's ``power.prop.test`` has it. `selection` has the power of the exact test for groups that are there.
///
/// Parameters
/// ----------
/// first_rate : float
///     The rate of the first group, from 0 to 1.
/// second_rate : float, optional
///     The rate of the second; left out to ask for it.
/// considered : int, optional
///     How many are considered in the first group, and in the second where ``compared_with`` is left out; left out to ask for it.
/// compared_with : int, optional
///     How many are considered in the second group.
/// power : float, optional
///     How surely the difference is found; left out to ask for it.
/// confidence : float, optional
///     How sure to be that there is a difference; 0.95 when left out.
/// one_sided : bool, optional
///     Whether the test asks for a difference in the one direction only.
///
/// Raises
/// ------
/// InconsistentError
///     Unless exactly one of ``second_rate``, ``considered`` and ``power`` is left out.
/// OutOfRangeError
///     For a number outside its range, and for two rates that no number of people tells apart.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> round(al.fairness.power_of_rates(0.5, second_rate=0.75, considered=50).power, 4)
/// 0.7402
/// >>> al.fairness.power_of_rates(0.5, second_rate=0.75, power=0.9).needed_per_group
/// 77
/// >>> round(al.fairness.power_of_rates(0.5, considered=50, power=0.9).higher_rate, 3)
/// 0.803
#[pyfunction]
#[pyo3(signature = (
    first_rate, *, second_rate=None, considered=None, compared_with=None, power=None, confidence=None, one_sided=None,
))]
#[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
pub(super) fn power_of_rates(
    py: Python<'_>,
    first_rate: &Bound<'_, PyAny>,
    second_rate: Option<&Bound<'_, PyAny>>,
    considered: Option<&Bound<'_, PyAny>>,
    compared_with: Option<&Bound<'_, PyAny>>,
    power: Option<&Bound<'_, PyAny>>,
    confidence: Option<&Bound<'_, PyAny>>,
    one_sided: Option<&Bound<'_, PyAny>>,
) -> PyResult<PowerOfRates> {
    let mut question = core::PowerOfRatesQuestion::new(number(first_rate, "first_rate")?);
    question.second_rate = optional(second_rate, "second_rate", number)?;
    question.considered = optional(considered, "considered", integer)?;
    question.compared_with = optional(compared_with, "compared_with", integer)?;
    question.power = optional(power, "power", number)?;
    if let Some(confidence) = optional(confidence, "confidence", number)? {
        question.confidence = confidence;
    }
    question.one_sided = optional(one_sided, "one_sided", boolean)?.unwrap_or_default();
    run(py, || question.answer()).map(PowerOfRates)
}

/// What two or more rates say about each other.
///
/// Examples
/// --------
/// Perondi: 7 of 34 against 1 of 34.
///
/// >>> import alumni as al
/// >>> found = al.fairness.compare_rates({"high": (34, 7), "standard": (34, 1)})
/// >>> katz, koopman = (found.pairs[0]["ratio_intervals"][name] for name in ("katz", "koopman"))
/// >>> [round(end, 2) for limits in (katz, koopman) for end in (limits["lower"], limits["upper"])]
/// [0.91, 53.87, 1.22, 42.58]
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct RateComparison(pub(super) core::RateComparison);

#[pymethods]
impl RateComparison {
    /// Each group, a mapping with ``group``, ``considered``, ``selected``, ``rate`` and its ``interval`` (Wilson).
    #[getter]
    fn groups<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.groups)
    }

    /// All groups together, in the same way.
    #[getter]
    fn all<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.all)
    }

    /// Whether the rates differ anywhere; ``None`` where fewer than two groups have somebody considered.
    ///
    /// ``pearson`` and ``likelihood_ratio`` (each ``statistic``, ``degrees_of_freedom``, ``p``), and ``smallest_expected``.
    #[getter]
    fn together<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.together)
    }

    /// Each group with the reference, or each with every later one.
    ///
    /// A mapping with ``first``, ``second``, ``ratio``, ``difference``, ``odds_ratio``, ``tests``, ``ratio_intervals``,
    /// ``difference_intervals`` and ``odds_ratio_intervals``.
    #[getter]
    fn pairs<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.pairs)
    }

    fn __repr__(&self) -> String {
        format!("<RateComparison of {} groups in {} pairs>", self.0.groups.len(), self.0.pairs.len())
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || {
            let figure =
                |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"));
            let row = |pair: &core::RatePair| {
                let interval = pair.ratio_intervals.map(|found| found.koopman);
                let figures = [
                    pair.ratio,
                    interval.map(|found| found.lower),
                    interval.and_then(|found| found.upper),
                    pair.difference,
                    pair.tests.map(|tests| tests.pearson.p),
                    pair.tests.map(|tests| tests.mid_p.p),
                ];
                [pair.first.clone(), pair.second.clone()].into_iter().chain(figures.map(figure)).collect()
            };
            let rows: Vec<Vec<String>> = self.0.pairs.iter().map(row).collect();
            let head =
                ["first", "second", "ratio", "from (Koopman)", "to", "difference", "p (Pearson)", "mid-p"];
            html::table(&self.__repr__().replace(['<', '>'], ""), &head, &rows)
        })
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
getters!(RateComparison {
    /// How many pairs have tests: the family over which each test's p-values are adjusted.
    comparisons: u64 = |found, _py| found.comparisons;
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
said!(RateComparison, "The figures in sentences, in ``lang``.");
document!(RateComparison, core::RateComparison);

/// What the people, the two rates and the power make the one that was left out.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.power_of_rates(0.6, second_rate=0.48, power=0.8)
/// <PowerOfRates: 270 people in each group>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct PowerOfRates(core::PowerOfRates);

#[pymethods]
impl PowerOfRates {
    fn __repr__(&self) -> String {
        let found = self.0;
        let rate = |rate: Option<f64>| rate.map_or_else(|| "none".to_owned(), |rate| format!("{rate:.3}"));
        match (found.power, found.needed_per_group) {
            (Some(power), _) => format!("<PowerOfRates: {:.0}%>", power * 100.0),
            (None, Some(people)) => format!("<PowerOfRates: {people} people in each group>"),
            (None, None) => {
                let (lower, higher) = (rate(found.lower_rate), rate(found.higher_rate));
                format!("<PowerOfRates: below {lower}, above {higher}>")
            }
        }
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
getters!(PowerOfRates {
    /// How surely the difference is found; ``None`` where it was given. So are the others.
    power: Option<f64> = |found, _py| found.power;
    /// How many have to be considered in each of two equal groups, as the formula has it.
    needed: Option<f64> = |found, _py| found.needed;
    /// The same in whole people.
    needed_per_group: Option<u64> = |found, _py| found.needed_per_group;
    /// The nearest lower rate of the second group that is found so surely; ``None`` too where none is.
    lower_rate: Option<f64> = |found, _py| found.lower_rate;
    /// The nearest higher rate of the second group that is found so surely; ``None`` too where none is.
    higher_rate: Option<f64> = |found, _py| found.higher_rate;
});
document!(PowerOfRates, core::PowerOfRates);
