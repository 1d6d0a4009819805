//! Exact calendar arithmetic, as in the core's `calendar`.

use alumni_core::calendar as core;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::convert::{self, date, integer, py_date};
use crate::exceptions::{quick, raise};

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<Period>()?;
    module.add_class::<Span>()?;
    module.add("calendar_add", wrap_pyfunction!(add_period, module)?)?;
    module.add("calendar_subtract", wrap_pyfunction!(subtract_period, module)?)?;
    module.add_function(wrap_pyfunction!(completed_months, module)?)?;
    module.add_function(wrap_pyfunction!(completed_years, module)?)?;
    module.add_function(wrap_pyfunction!(days_between, module)?)?;
    module.add_function(wrap_pyfunction!(day_after, module)?)?;
    module.add_function(wrap_pyfunction!(parse_date, module)?)
}

/// A length in calendar units: years, months, weeks and days, each zero or more.
///
/// Years and months have no fixed number of days, so periods have no order. The units are kept as given: 12 months and
/// 1 year are added alike but print differently and are unequal.
///
/// Parameters
/// ----------
/// years, months, weeks, days : int
///     How many of each; years and months at most 9,999, weeks and days at most 3,660,000.
///
/// Raises
/// ------
/// OutOfRangeError
///     For a negative number or one above its limit.
///
/// Examples
/// --------
/// >>> from alumni.calendar import Period
/// >>> print(Period(years=1, months=6))
/// 1 year 6 months
/// >>> Period.parse("18 months")
/// Period.parse('P18M')
#[pyclass(module = "alumni.calendar", frozen)]
#[derive(Debug)]
pub(crate) struct Period(pub(crate) core::Period);

#[pymethods]
impl Period {
    #[new]
    #[pyo3(signature = (*, years=None, months=None, weeks=None, days=None))]
    fn new(
        years: Option<&Bound<'_, PyAny>>,
        months: Option<&Bound<'_, PyAny>>,
        weeks: Option<&Bound<'_, PyAny>>,
        days: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let count =
            |value, name| Ok::<_, PyErr>(convert::optional(value, name, integer::<u32>)?.unwrap_or(0));
        let (years, months) = (count(years, "years")?, count(months, "months")?);
        let (weeks, days) = (count(weeks, "weeks")?, count(days, "days")?);
        core::Period::new(years, months, weeks, days).map(Self).map_err(|error| raise(&error))
    }

    /// Read a period such as ``5 years``, ``1 year 6 months`` or, in ISO 8601, ``P1Y6M``.
    ///
    /// Raises
    /// ------
    /// ParseError
    ///     For any other form.
    ///
    /// Examples
    /// --------
    /// >>> from alumni.calendar import Period
    /// >>> Period.parse("1 year 6 months") == Period.parse("P1Y6M")
    /// True
    #[staticmethod]
    fn parse(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        convert::text(text, "text")?.parse().map(Self).map_err(|error| raise(&error))
    }

    /// Years as given, not counting whole twelves of months.
    #[getter]
    fn years(&self) -> u32 {
        self.0.units()[0]
    }

    /// Months as given.
    #[getter]
    fn months(&self) -> u32 {
        self.0.units()[1]
    }

    /// Weeks as given.
    #[getter]
    fn weeks(&self) -> u32 {
        self.0.units()[2]
    }

    /// Days as given, without the weeks.
    #[getter]
    fn days(&self) -> u32 {
        self.0.units()[3]
    }

    /// The ISO 8601 form, such as ``P1Y6M``.
    fn to_iso8601(&self) -> String {
        self.0.to_iso8601()
    }

    /// The Japanese form, such as ``1年6か月``.
    fn to_japanese(&self) -> String {
        self.0.to_japanese()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Period.parse('{}')", self.0.to_iso8601())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }

    fn __reduce__(slf: &Bound<'_, Self>) -> PyResult<(Py<PyAny>, (String,))> {
        Ok((slf.get_type().getattr("parse")?.unbind(), (slf.get().0.to_iso8601(),)))
    }
}
value!(Period);

/// Reads a `Period` or its text.
pub(crate) fn period(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Period> {
    if let Ok(found) = value.cast::<Period>() {
        return Ok(found.get().0);
    }
    let text = value.cast::<PyString>().map_err(|_| {
        let message =
            format!("expected a Period or a text like `5 years`, got {}", convert::type_name(value));
        raise(&alumni_core::Error::wrong_type(message).within(name))
    })?;
    convert::utf8(text, name)?.parse().map_err(|error: alumni_core::Error| raise(&error.within(name)))
}

/// A stretch of whole days, from ``from_`` up to but not including ``until``.
///
/// Elapsed time (tenure, time since separation) is a span rather than a number of days, so that "at least 3 years" is
/// decided on the calendar itself.
///
/// Parameters
/// ----------
/// from_ : datetime.date
///     The first day.
/// until : datetime.date
///     The day after the last day.
///
/// Raises
/// ------
/// InconsistentError
///     When ``until`` is before ``from_``.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> from alumni.calendar import Period, Span
/// >>> spell = Span.inclusive(date(2016, 4, 1), date(2019, 3, 31))
/// >>> spell.days, spell.months, spell.years
/// (1095, 36, 3)
/// >>> spell.is_at_least(Period(years=3))
/// True
#[pyclass(module = "alumni.calendar", frozen)]
#[derive(Debug)]
pub(crate) struct Span(pub(crate) core::Span);

#[pymethods]
impl Span {
    #[new]
    fn new(from_: &Bound<'_, PyAny>, until: &Bound<'_, PyAny>) -> PyResult<Self> {
        core::Span::new(date(from_, "from_")?, date(until, "until")?)
            .map(Self)
            .map_err(|error| raise(&error.within("until")))
    }

    /// The days from ``first`` to ``last``, both included.
    #[staticmethod]
    fn inclusive(first: &Bound<'_, PyAny>, last: &Bound<'_, PyAny>) -> PyResult<Self> {
        core::Span::inclusive(date(first, "first")?, date(last, "last")?)
            .map(Self)
            .map_err(|error| raise(&error.within("last")))
    }

    /// The first day.
    #[getter]
    fn from_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.from())
    }

    /// The day after the last day.
    #[getter]
    fn until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        py_date(py, self.0.until())
    }

    /// Number of days.
    #[getter]
    fn days(&self) -> i64 {
        self.0.days()
    }

    /// Completed months.
    #[getter]
    fn months(&self) -> u32 {
        self.0.months()
    }

    /// Completed years.
    #[getter]
    fn years(&self) -> u32 {
        self.0.years()
    }

    /// Whether the span is at least as long as ``period``, a `Period` or its text, laid from the first day.
    ///
    /// ``None`` when that leaves the calendar.
    fn is_at_least(&self, period: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
        Ok(self.0.cmp_period(self::period(period, "period")?).map(std::cmp::Ordering::is_ge))
    }

    fn __repr__(&self) -> String {
        format!("Span({}, {})", self.0.from(), self.0.until())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0)
    }
}
document!(Span, core::Span);

pub(crate) fn maybe(py: Python<'_>, day: Option<chrono::NaiveDate>) -> PyResult<Option<Bound<'_, PyAny>>> {
    day.map(|day| py_date(py, day)).transpose()
}

/// Add ``period`` to ``date``; a day that the month does not have becomes its last day.
///
/// Parameters
/// ----------
/// date : datetime.date
/// period : Period or str
///
/// Returns
/// -------
/// datetime.date or None
///     ``None`` outside the years 1 to 9999.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.calendar.add(date(2020, 1, 31), "1 month")
/// datetime.date(2020, 2, 29)
#[pyfunction(name = "add")]
#[pyo3(signature = (date, period))]
fn add_period<'py>(
    py: Python<'py>,
    date: &Bound<'py, PyAny>,
    period: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let (day, period) = (convert::date(date, "date")?, self::period(period, "period")?);
    maybe(py, quick(py, || core::add(day, period))?)
}

/// Subtract ``period`` from ``date``: years and months first, with the month-end clamp, then weeks and days.
///
/// This is not the inverse of `add`: 31 March − 1 month + 1 month = 28 March.
///
/// Parameters
/// ----------
/// date : datetime.date
/// period : Period or str
///
/// Returns
/// -------
/// datetime.date or None
///     ``None`` outside the years 1 to 9999.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.calendar.subtract(date(2021, 3, 31), "1 month")
/// datetime.date(2021, 2, 28)
#[pyfunction(name = "subtract")]
#[pyo3(signature = (date, period))]
fn subtract_period<'py>(
    py: Python<'py>,
    date: &Bound<'py, PyAny>,
    period: &Bound<'py, PyAny>,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let (day, period) = (convert::date(date, "date")?, self::period(period, "period")?);
    maybe(py, quick(py, || core::subtract(day, period))?)
}

/// Completed months: the largest ``n`` with ``from_ + n months <= until``, or 0 when ``until`` is earlier.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.calendar.completed_months(date(2021, 1, 31), date(2021, 2, 28))
/// 1
#[pyfunction]
fn completed_months(py: Python<'_>, from_: &Bound<'_, PyAny>, until: &Bound<'_, PyAny>) -> PyResult<u32> {
    let (from, until) = (date(from_, "from_")?, date(until, "until")?);
    quick(py, || core::completed_months(from, until))
}

/// Completed years: completed months divided by twelve, rounded down.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.calendar.completed_years(date(2020, 2, 29), date(2021, 2, 28))
/// 1
#[pyfunction]
fn completed_years(py: Python<'_>, from_: &Bound<'_, PyAny>, until: &Bound<'_, PyAny>) -> PyResult<u32> {
    let (from, until) = (date(from_, "from_")?, date(until, "until")?);
    quick(py, || core::completed_years(from, until))
}

/// Days from ``from_`` to ``until``; negative when ``until`` is earlier.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.calendar.days_between(date(2020, 2, 28), date(2020, 3, 1))
/// 2
#[pyfunction]
fn days_between(py: Python<'_>, from_: &Bound<'_, PyAny>, until: &Bound<'_, PyAny>) -> PyResult<i64> {
    let (from, until) = (date(from_, "from_")?, date(until, "until")?);
    quick(py, || core::days_between(from, until))
}

/// The day after ``date``, or ``None`` after 9999-12-31.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> al.calendar.day_after(date(2020, 2, 28))
/// datetime.date(2020, 2, 29)
#[pyfunction]
fn day_after<'py>(py: Python<'py>, date: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let day = convert::date(date, "date")?;
    maybe(py, quick(py, || core::day_after(day))?)
}

/// Read a date as HR systems write it: ISO 8601 or Japanese, Western year or era year.
///
/// Raises
/// ------
/// ParseError
///     For another form; two-digit years without an era are refused.
/// OutOfRangeError
///     For a day that does not exist or lies outside its era.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.calendar.parse_date("平成27年4月1日")
/// datetime.date(2015, 4, 1)
/// >>> al.calendar.parse_date("H27.4.1")
/// datetime.date(2015, 4, 1)
#[pyfunction]
fn parse_date<'py>(py: Python<'py>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    let text = convert::text(text, "text")?;
    py_date(py, crate::exceptions::run(py, || core::parse_date(&text))?)
}
