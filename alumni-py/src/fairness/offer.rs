//! What may be offered to somebody who comes back, before it is offered.

use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use super::gaps::{self, from_table, is_table};
use crate::document::to_dict;
use crate::exceptions::{raise, run};
use crate::names::Names as _;
use crate::text::reasons;
use crate::{boundary, convert};

/// The people an offer is measured beside, with the agreed limits, made ready once for many questions.
///
/// Parameters
/// ----------
/// document : mapping, or table
///     ``people``, maybe ``range``, ``limits``, ``circles``, ``focal``, ``reference``; or whatever hands over an Arrow table, one
///     row for each of the people.
/// **options
///     With a table: ``range``, ``limits``, ``circles``, ``focal``, ``reference``; and its columns, ``pay`` unless named
///     otherwise, and those of ``group``, ``returner``, ``tenure_months`` and ``rating``, ``factors`` (a list), ``id``,
///     ``circle`` and ``left_out`` that there are; and ``currency`` (a code) or ``currency_column``. Amounts are numbers in
///     major units, minor ones with ``minor_units=True``, or texts such as ``1234.50 EUR``.
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
    #[pyo3(signature = (document, **options))]
    fn new(document: &Bound<'_, PyAny>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        match from_table(document, "document", options, core::OfferCohort::from_table)? {
            Some(cohort) => Ok(Self(cohort)),
            None => convert::from_value(document, "", core::OfferCohort::parse).map(Self),
        }
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
    ///     ``pay``, maybe ``candidate``, ``last``, ``stayers``, ``terms``, ``on``, ``rule``, ``overridden``.
    fn check(&self, offer: &Bound<'_, PyAny>) -> PyResult<OfferReport> {
        let asked: core::Offer = convert::plain(offer, "")?;
        run(offer.py(), || self.0.check(&asked)).map(OfferReport)
    }

    /// Draw pay by service, with the pay range, the headroom of a candidate and the offer drawn in.
    ///
    /// Everybody's pay can be read from the picture: it is for those who may see it. Whoever is left out of the comparison is
    /// not drawn, and no headroom where no pay keeps all limits.
    ///
    /// Parameters
    /// ----------
    /// candidate : mapping, optional
    ///     Maybe ``group``, ``tenure_months``, ``rating``, ``factors``.
    /// offer : Money or str or mapping, optional
    ///     The pay offered.
    /// ax : matplotlib.axes.Axes, optional
    ///     Where to draw; a new figure when left out.
    /// lang : Lang or str, optional
    ///     The language of the labels.
    ///
    /// Returns
    /// -------
    /// matplotlib.axes.Axes
    ///     Where it was drawn.
    ///
    /// Raises
    /// ------
    /// ImportError
    ///     Where matplotlib is not installed: ``pip install 'alumni[plot]'``.
    #[pyo3(signature = (candidate=None, *, offer=None, ax=None, lang=None))]
    fn plot<'py>(
        slf: &Bound<'py, Self>,
        candidate: Option<&Bound<'py, PyAny>>,
        offer: Option<&Bound<'py, PyAny>>,
        ax: Option<&Bound<'py, PyAny>>,
        lang: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let candidate: core::Candidate =
            convert::optional(candidate, "candidate", convert::plain)?.unwrap_or_default();
        let offer = convert::optional(offer, "offer", crate::workforce::money)?;
        let cohort = &slf.get().0;
        let headroom = Headroom(run(py, || cohort.headroom(&candidate))?);
        let lang = crate::text::lang(lang)?.member(py)?;
        let plot = py.import("alumni._fairness")?.getattr("offers")?;
        plot.call1((slf, headroom, candidate.tenure_months, offer.map(crate::workforce::Money), ax, lang))
    }

    /// The title of the circle of people that is compared; ``None`` where the cohort has none.
    #[getter]
    fn circle<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        to_dict(py, &self.0.circle())
    }

    fn __repr__(&self) -> String {
        format!("<OfferCohort of {}>", self.0.people().len())
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.people().len())
    }
}
document!(OfferCohort, core::OfferCohort, core::OfferCohort::parse);

/// Between which amounts an offer to somebody keeps every agreed limit, and which ones bind.
///
/// One question of an `OfferCohort`, which answers many.
///
/// Parameters
/// ----------
/// candidate : mapping
///     Maybe ``group``, ``tenure_months``, ``rating``, ``factors``. No pay history is asked for.
/// incumbents : iterable of mapping, or table
///     The people the offer is measured beside, each with ``pay`` and maybe ``returner``, ``group``, ``tenure_months``, ``rating``,
///     ``factors``.
/// limits : Limits or mapping, optional
///     The agreed limits.
/// range : mapping, optional
///     ``minimum``, ``maximum`` and maybe ``midpoint``.
/// **options
///     ``focal``, ``reference``, ``circles``, and the columns of a table, as of an `OfferCohort`.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> yen = lambda minor: {"minor": minor, "currency": "JPY"}
/// >>> incumbents = [{"pay": yen(6200000)}, {"pay": yen(6400000)}]
/// >>> print(al.fairness.offer({}, incumbents, limits=al.fairness.Limits(mean_gap_percent=5)))
/// 5985000 JPY to 6615000 JPY; binding above: mean gap; binding below: mean gap
#[pyfunction]
#[pyo3(signature = (candidate, incumbents, *, limits=None, range=None, **options))]
pub(super) fn offer(
    py: Python<'_>,
    candidate: &Bound<'_, PyAny>,
    incumbents: &Bound<'_, PyAny>,
    limits: Option<&Bound<'_, PyAny>>,
    range: Option<&Bound<'_, PyAny>>,
    options: Option<&Bound<'_, PyDict>>,
) -> PyResult<Headroom> {
    let candidate: core::Candidate = convert::plain(candidate, "candidate")?;
    let document = PyDict::new(py);
    for (name, value) in [("limits", limits), ("range", range)] {
        if let Some(value) = value {
            document.set_item(name, value)?;
        }
    }
    if let Some(options) = options {
        document.update(options.as_mapping())?;
    }
    let cohort = if is_table(incumbents)? {
        let (options, table) =
            (gaps::document(py, Some(&document))?, boundary::table(incumbents, "incumbents")?);
        run(py, || core::OfferCohort::from_table(table, &options))?
    } else {
        document.set_item("people", incumbents)?;
        convert::from_value(document.as_any(), "", core::OfferCohort::parse)?
    };
    run(py, || cohort.headroom(&candidate)).map(Headroom)
}

/// The internal limits that were agreed for offers, each optional.
///
/// Parameters
/// ----------
/// gap : float, optional
///     Limits every gap in pay, that of means, that beside factors and that between groups, by a share: 0.05 for 5 %.
/// **limits
///     ``compa_ratio_percent`` (``lowest``, ``highest``), ``mean_gap_percent``, ``adjusted_gap_percent``, ``group_gap_percent``,
///     ``inversions``, ``inversion_margin_months``, ``premium_percent``, ``raise_within_days``; each takes the place of what
///     ``gap`` says.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.Limits(gap=0.05, inversions=0).to_dict()["mean_gap_percent"]
/// 5.0
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Limits(core::OfferLimits);

#[pymethods]
impl Limits {
    #[new]
    #[pyo3(signature = (*, gap=None, **limits))]
    fn new(
        py: Python<'_>,
        gap: Option<&Bound<'_, PyAny>>,
        limits: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let named = limits.cloned().unwrap_or_else(|| PyDict::new(py));
        let Some(gap) = convert::optional(gap, "gap", convert::number)? else {
            return convert::plain(named.as_any(), "").map(Self);
        };
        let all = core::OfferLimits::default().with_gap(gap).map_err(|error| raise(&error))?;
        let document = to_dict(py, &all)?;
        document.cast::<PyDict>()?.update(named.as_mapping())?;
        convert::plain(&document, "").map(Self)
    }

    fn __repr__(&self) -> String {
        let limits = &self.0;
        let set = [
            limits.compa_ratio_percent.is_some(),
            limits.mean_gap_percent.is_some(),
            limits.adjusted_gap_percent.is_some(),
            limits.group_gap_percent.is_some(),
            limits.inversions.is_some(),
            limits.premium_percent.is_some(),
            limits.raise_within_days.is_some(),
        ];
        format!("<Limits {} set>", set.iter().filter(|set| **set).count())
    }

    fn __hash__(&self) -> u64 {
        super::hashed(&self.0)
    }
}
document!(Limits, core::OfferLimits);

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
said!(Headroom, "The room in one sentence, in ``lang``: both ends and which limits bind them.");
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
    /// The finding in sentences for readers who may not see amounts of pay: each is withheld.
    #[pyo3(signature = (lang=None))]
    fn text_without_amounts(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = crate::text::lang(lang)?;
        crate::exceptions::quick(py, || self.0.text_without_amounts(lang))
    }

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
    /// The ids of those who have one, in their order.
    inverted_ids: Vec<String> = |found, _py| found.inverted_ids.clone();
    /// What it would cost to raise those.
    raises_to_remove_inversions: Bound<'py, PyAny> = |found, py| to_dict(py, &found.raises_to_remove_inversions)?;
    /// By when they are to be raised.
    raise_by: Option<Bound<'py, PyAny>> = |found, py| crate::calendar::maybe(py, found.raise_by)?;
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
    /// The circle of people that was compared.
    circle: Bound<'py, PyAny> = |found, py| to_dict(py, &found.circle)?;
    /// How many of the cohort were left out, by why.
    left_out: Bound<'py, PyAny> = |found, py| to_dict(py, &found.left_out)?;
    /// The published rule that the offer follows.
    rule: Bound<'py, PyAny> = |found, py| to_dict(py, &found.rule)?;
    /// How many days before the offer it was published.
    rule_days: Option<i64> = |found, _py| found.rule_days;
    /// Who decided for the offer whatever the limits say.
    overridden: Bound<'py, PyAny> = |found, py| to_dict(py, &found.overridden)?;
});
said!(OfferReport, "The finding in sentences, in ``lang``.");
document!(OfferReport, core::OfferReport);
getters!(Headroom {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
});
getters!(OfferReport {
    /// A fingerprint of what it was made from, in the canonical form of `input_hash`; ``None`` where it carries none.
    input_hash: Option<String> = |found, _py| found.input_hash.clone();
    /// The version of the library that measured it.
    library_version: String = |found, _py| found.library_version.clone();
});
