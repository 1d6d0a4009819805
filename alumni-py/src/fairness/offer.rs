//! What may be offered to somebody who comes back, before it is offered.

use alumni_core::fairness as core;
use pyo3::prelude::*;

use crate::convert;
use crate::document::to_dict;
use crate::exceptions::run;
use crate::names::Names as _;
use crate::text::reasons;

/// The people an offer is measured beside, with the agreed limits, made ready once for many questions.
///
/// Parameters
/// ----------
/// document : mapping
///     ``people``, maybe ``range``, ``limits``, ``focal``, ``reference``.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> yen = lambda minor: {"minor": minor, "currency": "JPY"}
/// >>> cohort = al.fairness.OfferCohort({"limits": {"mean_gap_percent": 5}, "people": [{"pay": yen(6200000)}]})
/// >>> cohort.headroom().highest
/// {'minor': 6510000, 'currency': 'JPY'}
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct OfferCohort(core::OfferCohort);

#[pymethods]
impl OfferCohort {
    #[new]
    fn new(document: &Bound<'_, PyAny>) -> PyResult<Self> {
        convert::from_value(document, "", core::OfferCohort::parse).map(Self)
    }

    /// Read a cohort in TOML, or in JSON when it starts with a brace.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::OfferCohort::parse(&text)).map(Self)
    }

    /// Between which amounts an offer keeps every limit, each bound, and which ones bind.
    ///
    /// Parameters
    /// ----------
    /// candidate : mapping, optional
    ///     Maybe ``group``, ``tenure_months``, ``rating``, ``factors``.
    #[pyo3(signature = (candidate=None))]
    fn headroom(&self, py: Python<'_>, candidate: Option<&Bound<'_, PyAny>>) -> PyResult<Headroom> {
        let candidate = convert::optional(candidate, "candidate", |value, name| convert::plain(value, name))?;
        let candidate = candidate.unwrap_or_default();
        run(py, || self.0.headroom(&candidate)).map(Headroom)
    }

    /// Measure an offer: its place in the range, the bounds, the premiums and the terms beside pay.
    ///
    /// Parameters
    /// ----------
    /// offer : mapping
    ///     ``pay``, maybe ``candidate``, ``last``, ``stayers``, ``terms``.
    fn check(&self, offer: &Bound<'_, PyAny>) -> PyResult<OfferReport> {
        let asked: core::Offer = convert::plain(offer, "")?;
        run(offer.py(), || self.0.check(&asked)).map(OfferReport)
    }

    fn __repr__(&self) -> String {
        format!("<OfferCohort of {}>", self.0.people().len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.people().len())
    }
}
document!(OfferCohort, core::OfferCohort, core::OfferCohort::parse);

/// The room that the agreed limits leave for an offer.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> span = {"minimum": {"minor": 54, "currency": "JPY"}, "maximum": {"minor": 76, "currency": "JPY"}}
/// >>> cohort = al.fairness.OfferCohort({"range": span, "people": []})
/// >>> cohort.headroom()
/// <Headroom 54 JPY to 76 JPY>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Headroom(pub(super) core::Headroom);

#[pymethods]
impl Headroom {
    fn __repr__(&self) -> String {
        let end = |end: Option<alumni_core::workforce::Money>| {
            end.map_or_else(|| "any".to_owned(), |end| end.to_string())
        };
        format!("<Headroom {} to {}>", end(self.0.lowest), end(self.0.highest))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&(self.0.lowest, self.0.highest))
    }
}
getters!(Headroom {
    /// The lowest pay that keeps all limits.
    lowest: Bound<'py, PyAny> = |found, py| to_dict(py, &found.lowest)?;
    /// Which limit says so.
    lowest_by: Bound<'py, PyAny> = |found, py| to_dict(py, &found.lowest_by)?;
    /// The highest pay that keeps all limits.
    highest: Bound<'py, PyAny> = |found, py| to_dict(py, &found.highest)?;
    /// Which limit says so.
    highest_by: Bound<'py, PyAny> = |found, py| to_dict(py, &found.highest_by)?;
    /// Whether any pay keeps all of them.
    feasible: bool = |found, _py| found.feasible;
    /// What each limit allows.
    bounds: Bound<'py, PyAny> = |found, py| to_dict(py, &found.bounds)?;
});
document!(Headroom, core::Headroom);

/// An offer measured beside its cohort.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> span = {"minimum": {"minor": 54, "currency": "JPY"}, "maximum": {"minor": 76, "currency": "JPY"}}
/// >>> cohort = al.fairness.OfferCohort({"range": span, "people": []})
/// >>> cohort.check({"pay": {"minor": 80, "currency": "JPY"}})
/// <OfferReport 80 JPY: review>
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct OfferReport(pub(super) core::OfferReport);

#[pymethods]
impl OfferReport {
    fn __repr__(&self) -> String {
        format!("<OfferReport {}: {}>", self.0.pay, self.0.verdict.as_str())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.pay)
    }
}
getters!(OfferReport {
    /// What it asks of its reader.
    verdict: Bound<'py, PyAny> = |found, py| found.verdict.member(py)?;
    /// Why.
    reasons: Bound<'py, pyo3::types::PyList> = |found, py| reasons(py, &found.reasons)?;
    /// The pay offered.
    pay: Bound<'py, PyAny> = |found, py| to_dict(py, &found.pay)?;
    /// The room that the limits leave.
    headroom: Headroom = |found, _py| Headroom(found.headroom.clone());
    /// Pay over the midpoint.
    compa_ratio: Option<f64> = |found, _py| found.compa_ratio;
    /// How far into the range.
    range_penetration: Option<f64> = |found, _py| found.range_penetration;
    /// How many incumbents.
    incumbents: u64 = |found, _py| found.incumbents;
    /// How many of them are paid less.
    paid_less: u64 = |found, _py| found.paid_less;
    /// How many of those have as much service and no lower rating.
    inversions: Bound<'py, PyAny> = |found, py| to_dict(py, &found.inversions)?;
    /// What it would cost to raise those.
    raises_to_remove_inversions: Bound<'py, PyAny> = |found, py| to_dict(py, &found.raises_to_remove_inversions)?;
    /// Returners' pay beside incumbents' with the factors, after the offer.
    adjusted_difference: Option<f64> = |found, _py| found.adjusted_difference;
    /// Over the incumbents' median.
    over_incumbent_median: Option<f64> = |found, _py| found.over_incumbent_median;
    /// How many stayers were given.
    stayers: u64 = |found, _py| found.stayers;
    /// Over their median.
    over_stayer_median: Option<f64> = |found, _py| found.over_stayer_median;
    /// Over indexed last pay.
    over_indexed_last: Option<f64> = |found, _py| found.over_indexed_last;
    /// The terms beside pay.
    terms: Bound<'py, PyAny> = |found, py| to_dict(py, &found.terms)?;
});
said!(OfferReport, "The finding in sentences, in ``lang``.");
document!(OfferReport, core::OfferReport);
