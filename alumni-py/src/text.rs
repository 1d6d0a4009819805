//! Reasons: codes with typed arguments, and their sentences in English and Japanese.

mod page;

use alumni_core::Error;
use alumni_core::text::{Argument, Clock, Lang};
use chrono::FixedOffset;
use pyo3::IntoPyObjectExt as _;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use crate::calendar::Period;
use crate::convert::{py_date, py_instant};
use crate::exceptions::{quick, raise};
use crate::names::Names;

pub(crate) use page::Page;

names!(Lang in "alumni", "A language that sentences can be rendered in.");

pub(crate) fn add(module: &Bound<'_, PyModule>) -> PyResult<()> {
    <Lang as Names>::add(module)?;
    module.add_class::<Reason>()?;
    module.add_class::<Page>()?;
    module.add_function(wrap_pyfunction!(codes, module)?)
}

/// Reads a language, English when left out.
pub(crate) fn lang(value: Option<&Bound<'_, PyAny>>) -> PyResult<Lang> {
    Ok(crate::convert::optional(value, "lang", <Lang as Names>::read)?.unwrap_or_default())
}

/// Reads a clock: an offset, the name of a time zone, or a ``tzinfo``; UTC when left out.
pub(crate) fn clock(value: Option<&Bound<'_, PyAny>>) -> PyResult<Clock> {
    let Some(value) = value.filter(|value| !value.is_none()) else { return Ok(Clock::utc()) };
    if value.is_instance(&value.py().import("datetime")?.getattr("tzinfo")?)? {
        return of_tzinfo(value);
    }
    let text = crate::convert::text(value, "utc_offset")?;
    text.parse().map_err(|error: Error| raise(&error.within("utc_offset")))
}

/// The clock of a ``zoneinfo.ZoneInfo`` by its key, or of another ``tzinfo`` whose offset never changes.
fn of_tzinfo(zone: &Bound<'_, PyAny>) -> PyResult<Clock> {
    if let Some(key) = zone.getattr_opt("key")?.filter(|key| !key.is_none()) {
        let key = crate::convert::text(&key, "utc_offset")?;
        return Clock::named(&key).map_err(|error| raise(&error.within("utc_offset")));
    }
    // Without an instant only a zone with one offset has an answer.
    let offset = zone.call_method1("utcoffset", (zone.py().None(),))?;
    let part = |name: &str| offset.getattr(name)?.extract::<i32>();
    let fixed = if offset.is_none() || part("microseconds")? != 0 {
        None
    } else {
        // Python has no offset of a day or more: `-1 day` and seconds is one to the west.
        FixedOffset::east_opt(part("days")? * 86_400 + part("seconds")?)
    };
    fixed.map(Clock::from).ok_or_else(|| {
        let message = "expected a time zone with a `key`, such as `ZoneInfo(\"Asia/Tokyo\")`, or with one offset in whole seconds";
        raise(&Error::syntax(message).within("utc_offset"))
    })
}

/// Every code that has a sentence in ``lang``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.text.codes("en") == al.text.codes("ja")
/// True
#[pyfunction]
#[pyo3(signature = (lang=None))]
fn codes(lang: Option<&Bound<'_, PyAny>>) -> PyResult<Vec<&'static str>> {
    Ok(alumni_core::text::codes(self::lang(lang)?).collect())
}

/// Why an answer is what it is: a stable code with typed arguments.
///
/// Compare and store the `code`; show people the `text`.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> policy = al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "since_separation >= 6 months"')
/// >>> worker = al.Worker("w-1042", spells=[al.Spell(date(2016, 4, 1), date(2021, 9, 30))])
/// >>> reason = policy.decide(worker, as_of=date(2021, 12, 1)).reasons[0]
/// >>> reason.code, reason.args["date"]
/// ('criterion-unmet-until', datetime.date(2022, 4, 1))
/// >>> reason.text("ja")
/// '離職後6か月以上（2022年4月1日に満たします）'
#[pyclass(module = "alumni.text", frozen)]
#[derive(Debug)]
pub(crate) struct Reason(pub(crate) alumni_core::Reason);

#[pymethods]
impl Reason {
    /// The stable kebab-case code.
    #[getter]
    fn code(&self) -> &str {
        self.0.code()
    }

    /// The arguments by name, as Python values.
    #[getter]
    fn args<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let args = PyDict::new(py);
        for (name, value) in self.0.args() {
            args.set_item(name, argument(py, value)?)?;
        }
        Ok(args)
    }

    /// The sentence in ``lang``, ``"en"`` or ``"ja"``.
    ///
    /// Parameters
    /// ----------
    /// lang : Lang or str, optional
    ///     The language.
    /// utc_offset : str or datetime.tzinfo, optional
    ///     The clock that shows the days and times: an offset like ``+09:00``, or a time zone; UTC when left out.
    #[pyo3(signature = (lang=None, *, utc_offset=None))]
    fn text(
        &self,
        py: Python<'_>,
        lang: Option<&Bound<'_, PyAny>>,
        utc_offset: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        let (lang, clock) = (self::lang(lang)?, clock(utc_offset)?);
        quick(py, || self.0.text_at(lang, clock))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        format!("<Reason {}>", self.0.code())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.code())
    }
}
document!(Reason, alumni_core::Reason);

/// Reads a text in both languages: one text for both, or a mapping of language to text.
pub(crate) fn localized(value: &Bound<'_, PyAny>, name: &str) -> PyResult<alumni_core::text::Localized> {
    crate::convert::plain(value, name)
}

/// The reasons as a list of Python objects.
pub(crate) fn reasons<'py, 'a>(
    py: Python<'py>,
    reasons: impl IntoIterator<Item = &'a alumni_core::Reason>,
) -> PyResult<Bound<'py, PyList>> {
    let made: Vec<_> = reasons.into_iter().map(|reason| Reason(reason.clone())).collect();
    PyList::new(py, made.into_iter().map(|reason| Py::new(py, reason)).collect::<PyResult<Vec<_>>>()?)
}

fn argument<'py>(py: Python<'py>, value: &Argument) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Argument::Text(text) => text.into_bound_py_any(py),
        Argument::Integer(number) => number.into_bound_py_any(py),
        Argument::Number { value, .. } | Argument::Share { value, .. } => value.into_bound_py_any(py),
        Argument::Date(day) => py_date(py, *day),
        Argument::Instant(at) => py_instant(py, *at),
        Argument::Period(period) => Period(*period).into_bound_py_any(py),
        Argument::List(items) => {
            let items = items.iter().map(|item| argument(py, item)).collect::<PyResult<Vec<_>>>()?;
            items.into_bound_py_any(py)
        }
        // A phrase, or what a newer core adds: its document.
        other => crate::document::to_dict(py, other)?.get_item("value"),
    }
}
