use alumni_core::Error;
use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use super::gaps::{document, is_table, unasked};
use crate::boundary;
use crate::convert::{self, items};
use crate::exceptions::{quick, raise, run};
use crate::workforce::money;

/// Pay over the midpoint of its range; 1.0 is at the midpoint.
///
/// Parameters
/// ----------
/// pay, midpoint : Money or str
///     For the same period and the same working time.
///
/// Raises
/// ------
/// InconsistentError
///     For amounts in two currencies.
/// OutOfRangeError
///     For negative pay or a midpoint that is not above zero.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> round(al.fairness.compa_ratio("7000000 JPY", "6500000 JPY"), 3)
/// 1.077
#[pyfunction]
pub(super) fn compa_ratio(
    py: Python<'_>,
    pay: &Bound<'_, PyAny>,
    midpoint: &Bound<'_, PyAny>,
) -> PyResult<f64> {
    let (pay, midpoint) = (money(pay, "pay")?, money(midpoint, "midpoint")?);
    quick(py, || core::compa_ratio(pay, midpoint))?.map_err(|error| raise(&error))
}

/// How far into its range pay lies: 0 at the minimum, 1 at the maximum, below or above outside the range.
///
/// Parameters
/// ----------
/// pay, minimum, maximum : Money or str
///     For the same period and the same working time.
///
/// Raises
/// ------
/// InconsistentError
///     For amounts in two currencies or a maximum that is not above the minimum.
/// OutOfRangeError
///     For negative pay or a negative minimum.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> round(al.fairness.range_penetration("7000000 JPY", "5400000 JPY", "7600000 JPY"), 3)
/// 0.727
#[pyfunction]
pub(super) fn range_penetration(
    py: Python<'_>,
    pay: &Bound<'_, PyAny>,
    minimum: &Bound<'_, PyAny>,
    maximum: &Bound<'_, PyAny>,
) -> PyResult<f64> {
    let (pay, minimum, maximum) =
        (money(pay, "pay")?, money(minimum, "minimum")?, money(maximum, "maximum")?);
    quick(py, || core::range_penetration(pay, minimum, maximum))?.map_err(|error| raise(&error))
}

/// The position of a group's pay, from each person's pay and midpoint; the order does not matter.
///
/// Parameters
/// ----------
/// people : iterable of (Money or str, Money or str), or table
///     Pay and midpoint of each person; or whatever hands over an Arrow table, one row for each.
/// **options
///     With a table its columns as in `uk_pay_gaps`: ``pay`` and ``midpoint`` unless named otherwise.
///
/// Raises
/// ------
/// AlumniError
///     As `compa_ratio`, with the place (``people[3].midpoint``), and when two people are paid in different currencies.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> position = al.fairness.compa_ratios([
/// ...     ("4500000 JPY", "5000000 JPY"), ("12000000 JPY", "10000000 JPY"),
/// ... ])
/// >>> position.mean_of_ratios, position.ratio_of_sums
/// (1.05, 1.1)
#[pyfunction]
#[pyo3(signature = (people, **options))]
pub(super) fn compa_ratios(
    py: Python<'_>,
    people: &Bound<'_, PyAny>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<PayPosition> {
    if is_table(people)? {
        let options = document(py, options)?;
        let table = boundary::table(people, "people")?;
        return run(py, || core::PayPosition::from_table(table, &options)).map(PayPosition);
    }
    unasked(options)?;
    let people = items(people, "people", |pair, name| {
        let parts = items(pair, name, |value, _| Ok(value.clone()))?;
        let Ok([pay, midpoint]) = <[Bound<'_, PyAny>; 2]>::try_from(parts) else {
            let message = format!("expected pay and midpoint, got {}", convert::type_name(pair));
            return Err(raise(&Error::wrong_type(message).within(name)));
        };
        Ok((money(&pay, &format!("{name}.pay"))?, money(&midpoint, &format!("{name}.midpoint"))?))
    })?;
    run(py, || core::compa_ratios(people).map_err(|error| error.within("people"))).map(PayPosition)
}

/// Where a group's pay lies against its midpoints, in the two ways in use.
///
/// They differ when people at different levels are placed differently: the mean of ratios counts every person alike, the
/// ratio of sums every unit of money.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.compa_ratios([("50 EUR", "50 EUR")])
/// <PayPosition of 1>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct PayPosition(pub(crate) core::PayPosition);

#[pymethods]
impl PayPosition {
    /// How many people.
    #[getter]
    fn people(&self) -> u64 {
        self.0.people
    }

    /// The mean of their compa-ratios; ``None`` for nobody.
    #[getter]
    fn mean_of_ratios(&self) -> Option<f64> {
        self.0.mean_of_ratios
    }

    /// The sum of their pay over the sum of their midpoints; ``None`` for nobody.
    #[getter]
    fn ratio_of_sums(&self) -> Option<f64> {
        self.0.ratio_of_sums
    }

    fn __repr__(&self) -> String {
        format!("<PayPosition of {}>", self.0.people)
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.people)
    }
}
document!(PayPosition, core::PayPosition);

/// The parts of a tuple, for callers that give groups as such.
pub(super) fn parts<'py>(value: &Bound<'py, PyAny>) -> Option<Vec<Bound<'py, PyAny>>> {
    value.cast::<PyTuple>().ok().map(|tuple| tuple.iter().collect())
}
getters!(PayPosition {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
said!(PayPosition, "The figures in sentences, in ``lang``.");
