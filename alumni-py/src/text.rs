//! Reasons: codes with typed arguments, and their sentences in English and Japanese.

mod page;

use alumni_core::Error;
use alumni_core::text::{Argument, Lang};
use chrono::{FixedOffset, Offset as _, Utc};
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

/// Reads the offset of a clock, UTC when left out.
pub(crate) fn offset(value: Option<&Bound<'_, PyAny>>) -> PyResult<FixedOffset> {
    let Some(text) = crate::convert::optional(value, "utc_offset", crate::convert::text)? else {
        return Ok(Utc.fix());
    };
    text.parse()
        .map_err(|_| raise(&Error::syntax("expected an offset such as `+09:00`").within("utc_offset")))
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
    /// utc_offset : str, optional
    ///     The offset of the clock that shows the days and times, like ``+09:00``; UTC when left out.
    #[pyo3(signature = (lang=None, *, utc_offset=None))]
    fn text(
        &self,
        py: Python<'_>,
        lang: Option<&Bound<'_, PyAny>>,
        utc_offset: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<String> {
        let (lang, offset) = (self::lang(lang)?, offset(utc_offset)?);
        quick(py, || self.0.text_at(lang, offset))
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
