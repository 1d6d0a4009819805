use alumni_core::Error;
use alumni_core::workforce as core;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{self, date, integer, optional, py_date, text};
use crate::exceptions::raise;
use crate::names::Names as _;

/// An amount of money in whole minor units of its currency (yen, euro cents).
///
/// Amounts of different currencies are never added or compared.
///
/// Parameters
/// ----------
/// minor : int
///     The amount in minor units: 5,200,000 yen is ``Money(5_200_000, "JPY")``, 12.34 euro ``Money(1234, "EUR")``.
/// currency : str
///     ISO 4217 code.
///
/// Examples
/// --------
/// >>> from alumni.workforce import Money
/// >>> Money.parse("1234.5 EUR")
/// Money(123450, 'EUR')
/// >>> print(Money(5_200_000, "JPY"))
/// 5200000 JPY
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct Money(pub(crate) core::Money);

#[pymethods]
impl Money {
    #[new]
    fn new(minor: &Bound<'_, PyAny>, currency: &Bound<'_, PyAny>) -> PyResult<Self> {
        let minor = integer::<i64>(minor, "minor")?;
        let currency =
            text(currency, "currency")?.parse().map_err(|error: Error| raise(&error.within("currency")))?;
        Ok(Self(core::Money::new(minor, currency)))
    }

    /// Read an amount of major units with its currency, such as ``5200000 JPY`` or ``1234.50 EUR``.
    #[staticmethod]
    fn parse(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        convert::text(text, "text")?.parse().map(Self).map_err(|error| raise(&error))
    }

    /// The amount in minor units.
    #[getter]
    fn minor(&self) -> i64 {
        self.0.minor()
    }

    /// The currency's ISO 4217 code.
    #[getter]
    fn currency(&self) -> String {
        self.0.currency().code().to_owned()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Money({}, '{}')", self.0.minor(), self.0.currency())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
document!(Money, core::Money);

/// Reads `Money`, its text, or its document.
pub(crate) fn money(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Money> {
    if let Ok(found) = value.cast::<Money>() {
        return Ok(found.get().0);
    }
    if value.is_instance_of::<PyString>() {
        return text(value, name)?.parse().map_err(|error: Error| raise(&error.within(name)));
    }
    convert::plain(value, name)
}

/// Base pay from a day on, with the range of its grade where there is one.
///
/// Parameters
/// ----------
/// from_ : datetime.date
///     First day it applies.
/// amount : Money or str
///     The amount for one period.
/// period : PayPeriod or str
///     The period, such as ``"month"`` or ``"year"``.
/// range_minimum, range_midpoint, range_maximum : Money or str, optional
///     The pay range, for the same period.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> from alumni.workforce import Compensation
/// >>> pay = Compensation(date(2021, 4, 1), "320000 JPY", "month")
/// >>> print(pay.annual)
/// 3840000 JPY
#[pyclass(module = "alumni.workforce", frozen)]
#[derive(Debug)]
pub(crate) struct Compensation(pub(super) core::Compensation);

#[pymethods]
impl Compensation {
    #[new]
    #[pyo3(signature = (from_, amount, period, *, range_minimum=None, range_midpoint=None, range_maximum=None))]
    fn new(
        from_: &Bound<'_, PyAny>,
        amount: &Bound<'_, PyAny>,
        period: &Bound<'_, PyAny>,
        range_minimum: Option<&Bound<'_, PyAny>>,
        range_midpoint: Option<&Bound<'_, PyAny>>,
        range_maximum: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        Ok(Self(core::Compensation {
            from: date(from_, "from_")?,
            amount: money(amount, "amount")?,
            period: core::PayPeriod::read(period, "period")?,
            range_minimum: optional(range_minimum, "range_minimum", money)?,
            range_midpoint: optional(range_midpoint, "range_midpoint", money)?,
            range_maximum: optional(range_maximum, "range_maximum", money)?,
        }))
    }

    /// First day it applies.
    #[getter]
    fn from_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.from)
    }

    /// The amount for one period.
    #[getter]
    fn amount(&self) -> Money {
        Money(self.0.amount)
    }

    /// The period.
    #[getter]
    fn period<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.0.period.member(py)
    }

    /// Minimum of the pay range.
    #[getter]
    fn range_minimum(&self) -> Option<Money> {
        self.0.range_minimum.map(Money)
    }

    /// Midpoint of the pay range.
    #[getter]
    fn range_midpoint(&self) -> Option<Money> {
        self.0.range_midpoint.map(Money)
    }

    /// Maximum of the pay range.
    #[getter]
    fn range_maximum(&self) -> Option<Money> {
        self.0.range_maximum.map(Money)
    }

    /// The amount for a year; ``None`` where the period does not say how many make a year.
    #[getter]
    fn annual(&self) -> Option<Money> {
        self.0.annual().map(Money)
    }

    fn __repr__(&self) -> String {
        format!("Compensation({}, '{}', '{}')", self.0.from, self.0.amount, self.0.period.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.from, self.0.amount))
    }
}
document!(Compensation, core::Compensation);

/// Reads a `Compensation` or its document.
pub(super) fn compensation(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Compensation> {
    convert::given(value, name, |of: &Compensation| &of.0)
}
