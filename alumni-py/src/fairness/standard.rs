use alumni_core::Error;
use alumni_core::fairness as core;
use pyo3::prelude::*;

use super::selection::{SelectionReport, compared, read_groups};
use crate::convert::{self, integer, number, optional, py_date, quoted, text};
use crate::exceptions::{raise, run};
use crate::text::lang;

/// How selection rates are compared: a document with an id, a version and its source.
///
/// The numbers that are not given are those of the four-fifths method of the Uniform Guidelines against the highest rate,
/// with a 95 % interval, a 5 % test and 80 % power. It is offered as a method: which rule binds whom, and since when, is
/// for the reader to decide.
///
/// Parameters
/// ----------
/// id : str
/// version : int
/// threshold : str, optional
///     Below which fraction of the reference rate a rate is flagged, such as ``"4/5"``.
/// confidence : float, optional
///     How sure the interval is.
/// alpha : float, optional
///     Below which mid-p a difference counts as unlikely by chance.
/// power : float, optional
///     How often a ratio must be found to be called detectable.
/// reference : str or mapping, optional
///     What each group is compared with: ``"highest_rate"``, ``"complement"`` or ``{"group": name}``.
/// minimum_cell : int, optional
///     Groups with fewer considered are withheld.
///
/// Examples
/// --------
/// >>> from alumni.fairness import Standard
/// >>> standard = Standard("hr-12", 3, threshold="9/10", reference={"group": "external"})
/// >>> standard.threshold, standard.confidence
/// ('9/10', 0.95)
/// >>> standard.selection({"external": (400, 200), "alumni": (300, 90)}).verdict.value
/// 'review'
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Standard(pub(crate) core::Standard);

#[pymethods]
impl Standard {
    #[new]
    #[pyo3(signature = (
        id, version, *, threshold=None, confidence=None, alpha=None, power=None, reference=None, minimum_cell=None,
    ))]
    #[expect(clippy::too_many_arguments, reason = "keyword arguments in Python")]
    fn new(
        id: &Bound<'_, PyAny>,
        version: &Bound<'_, PyAny>,
        threshold: Option<&Bound<'_, PyAny>>,
        confidence: Option<&Bound<'_, PyAny>>,
        alpha: Option<&Bound<'_, PyAny>>,
        power: Option<&Bound<'_, PyAny>>,
        reference: Option<&Bound<'_, PyAny>>,
        minimum_cell: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let base = core::Standard::new(text(id, "id")?, integer::<u32>(version, "version")?);
        let base = base.map_err(|error| raise(&error))?;
        Options { threshold, confidence, alpha, power, reference, minimum_cell }.of(base).map(Self)
    }

    /// The standard that is used when none is named: four fifths, against the highest rate.
    #[staticmethod]
    fn default() -> Self {
        Self(core::Standard::default())
    }

    /// Read a standard in TOML, or in JSON when it starts with a brace.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::Standard::parse(&text)).map(Self)
    }

    /// Compare the groups' selection rates.
    ///
    /// Parameters
    /// ----------
    /// groups : mapping or iterable
    ///     ``{name: (considered, selected)}``, or rows with ``group``, ``considered`` and ``selected``.
    /// unknown : (int, int) or mapping, optional
    ///     How many people of no known group were ``considered``, and how many of them ``selected``.
    #[pyo3(signature = (groups, *, unknown=None))]
    fn selection(
        &self,
        py: Python<'_>,
        groups: &Bound<'_, PyAny>,
        unknown: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<SelectionReport> {
        compared(py, &self.0, read_groups(groups)?, unknown)
    }

    /// The id, stable across versions.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The version.
    #[getter]
    fn version(&self) -> u32 {
        self.0.version()
    }

    /// What people call it in ``lang``; the id unless the document says otherwise.
    #[pyo3(signature = (lang=None))]
    fn title(&self, lang: Option<&Bound<'_, PyAny>>) -> PyResult<&str> {
        Ok(self.0.title().text(self::lang(lang)?))
    }

    /// Where the method comes from.
    #[getter]
    fn source(&self) -> Option<&str> {
        self.0.source()
    }

    /// The first day on which it applies.
    #[getter]
    fn effective_from<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.effective_from().map(|day| py_date(py, day)).transpose()
    }

    /// Below which fraction of the reference rate a rate is flagged, such as ``4/5``.
    #[getter]
    fn threshold(&self) -> String {
        self.0.threshold().to_string()
    }

    /// The confidence level of intervals, between 0 and 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.0.confidence()
    }

    /// The two-sided level of the test, between 0 and 1.
    #[getter]
    fn alpha(&self) -> f64 {
        self.0.alpha()
    }

    /// The power asked for, between 0 and 1.
    #[getter]
    fn power(&self) -> f64 {
        self.0.power()
    }

    /// What each group is compared with: ``"highest_rate"``, ``"complement"`` or ``{"group": name}``.
    #[getter]
    fn reference<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        crate::document::to_dict(py, self.0.reference())
    }

    /// The fewest considered that a group must have to be shown.
    #[getter]
    fn minimum_cell(&self) -> u64 {
        self.0.minimum_cell()
    }

    fn __repr__(&self) -> String {
        format!("<Standard {} v{}>", quoted(self.0.id()), self.0.version())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.id(), self.0.version()))
    }
}
document!(Standard, core::Standard, core::Standard::parse);

/// Reads a `Standard` or its document.
pub(crate) fn standard(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::Standard> {
    match value.cast::<Standard>() {
        Ok(found) => Ok(found.get().0.clone()),
        Err(_) => convert::from_value(value, name, core::Standard::parse),
    }
}

pub(super) struct Options<'a, 'py> {
    pub(super) threshold: Option<&'a Bound<'py, PyAny>>,
    pub(super) confidence: Option<&'a Bound<'py, PyAny>>,
    pub(super) alpha: Option<&'a Bound<'py, PyAny>>,
    pub(super) power: Option<&'a Bound<'py, PyAny>>,
    pub(super) reference: Option<&'a Bound<'py, PyAny>>,
    pub(super) minimum_cell: Option<&'a Bound<'py, PyAny>>,
}

impl Options<'_, '_> {
    /// `base` with the options that are given.
    pub(super) fn of(self, base: core::Standard) -> PyResult<core::Standard> {
        let mut made = base;
        let wrong = |error: Error| raise(&error);
        if let Some(threshold) = optional(self.threshold, "threshold", text)? {
            made = made
                .with_threshold(threshold.parse().map_err(|error: Error| raise(&error.within("threshold")))?);
        }
        if let Some(level) = optional(self.confidence, "confidence", number)? {
            made = made.with_confidence(level).map_err(wrong)?;
        }
        if let Some(alpha) = optional(self.alpha, "alpha", number)? {
            made = made.with_alpha(alpha).map_err(wrong)?;
        }
        if let Some(power) = optional(self.power, "power", number)? {
            made = made.with_power(power).map_err(wrong)?;
        }
        let read = |value: &Bound<'_, PyAny>, name: &str| convert::plain(value, name);
        if let Some(reference) = optional(self.reference, "reference", read)? {
            made = made.with_reference(reference);
        }
        if let Some(least) = optional(self.minimum_cell, "minimum_cell", integer::<u64>)? {
            made = made.with_minimum_cell(least);
        }
        Ok(made)
    }
}
