//! One document of everything that was found.

use alumni_core::Error;
use alumni_core::fairness as core;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyMapping};

use super::{
    adjusted, gaps, hashed, local_law_144, offer, pay, privacy, rates, selection, strata, table, thresholds,
};
use crate::convert::{self, date, items, optional, quoted, text};
use crate::document::to_dict;
use crate::exceptions::{quick, raise, run};
use crate::html;
use crate::names::Names as _;
use crate::text::{lang, localized};

/// Put findings together to one document.
///
/// Every finding stands in it with its figures and its sentences in English and Japanese, with the rules it rests on, their dates and
/// sources, the families of comparisons, and a fingerprint of its input. It holds whatever its findings hold, small groups
/// included.
///
/// Parameters
/// ----------
/// findings : mapping or iterable of mapping
///     ``{id: finding}``, or rows with ``id``, ``finding`` and maybe ``title``, ``family`` and ``input_hash``. A finding is what a
///     function of this module answers, a `PolicyGap` or `Counterfactuals` of a policy, or ``{kind: document}``.
/// as_of : datetime.date
///     The day that the findings are stated for.
/// title : str or mapping, optional
///     What the report is called, one text or one for each language.
/// rules : iterable of RulePack or mapping, optional
///     Rules that stand beside the library's; one of the same id takes the place of the library's.
///
/// Raises
/// ------
/// AlumniError
///     For no finding, an id given twice, or a family of what is no selection, with the place in ``path`` (``findings[2].id``).
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> offers = al.fairness.selection({"women": (52, 24), "men": (80, 48)})
/// >>> report = al.fairness.report({"offers": offers}, as_of=date(2026, 3, 31))
/// >>> report
/// <FairnessReport 1 finding as of 2026-03-31: insufficient>
/// >>> print(report.to_markdown("ja").splitlines()[0])
/// # 公平性の点検報告書
#[pyfunction]
#[pyo3(signature = (findings, *, as_of, title=None, rules=None))]
pub(super) fn report(
    py: Python<'_>,
    findings: &Bound<'_, PyAny>,
    as_of: &Bound<'_, PyAny>,
    title: Option<&Bound<'_, PyAny>>,
    rules: Option<&Bound<'_, PyAny>>,
) -> PyResult<FairnessReport> {
    let mut question = core::ReportQuestion::new(date(as_of, "as_of")?);
    question.title = optional(title, "title", localized)?;
    question.findings = entries(findings)?;
    let pack = |value: &Bound<'_, PyAny>, name: &str| {
        convert::given::<RulePack, core::RulePack>(value, name, |pack| &pack.0)
    };
    question.rules = optional(rules, "rules", |rules, name| items(rules, name, pack))?.unwrap_or_default();
    run(py, || core::report(&question)).map(FairnessReport)
}

fn entries(findings: &Bound<'_, PyAny>) -> PyResult<Vec<core::ReportEntry>> {
    if let Ok(mapping) = findings.cast::<PyMapping>() {
        let entry = |(index, item): (usize, Bound<'_, PyAny>)| {
            let name = format!("findings[{index}]");
            let (id, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let id = text(&id, &format!("{name}.id"))?;
            Ok(core::ReportEntry::new(id, finding(&value, &format!("{name}.finding"))?))
        };
        return mapping.items()?.iter().enumerate().map(entry).collect();
    }
    items(findings, "findings", |row, name| {
        let Ok(row) = row.cast::<PyMapping>() else {
            let message = format!("expected a finding with its id, got {}", convert::type_name(row));
            return Err(raise(&Error::wrong_type(message).within(name)));
        };
        let (mut id, mut found) = (None, None);
        let (mut title, mut family, mut input_hash) = (None, None, None);
        for pair in row.items()?.iter() {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = pair.extract()?;
            let key = text(&key, name)?;
            let place = format!("{name}.{key}");
            match key.as_str() {
                "id" => id = Some(text(&value, &place)?),
                "finding" => found = Some(finding(&value, &place)?),
                "title" => title = optional(Some(&value), &place, localized)?,
                "family" => family = optional(Some(&value), &place, text)?,
                "input_hash" => input_hash = optional(Some(&value), &place, text)?,
                _ => {
                    let message = "expected `id`, `finding`, `title`, `family` or `input_hash`";
                    return Err(raise(&Error::wrong_type(message).within(place)));
                }
            }
        }
        let missing = |field: &str| raise(&Error::missing(format!("expected `{field}`")).within(name));
        let mut entry = core::ReportEntry::new(
            id.ok_or_else(|| missing("id"))?,
            found.ok_or_else(|| missing("finding"))?,
        );
        (entry.title, entry.family, entry.input_hash) = (title, family, input_hash);
        Ok(entry)
    })
}

/// A finding of any kind, or its document under the name of its kind.
fn finding(value: &Bound<'_, PyAny>, name: &str) -> PyResult<core::ReportedFinding> {
    macro_rules! of {
        ($($class:ty),* $(,)?) => { $(
            if let Ok(found) = value.cast::<$class>() {
                return Ok(found.get().0.clone().into());
            }
        )* };
    }
    of!(
        selection::SelectionReport,
        strata::StrataReport,
        table::TableReport,
        thresholds::ThresholdReport,
        local_law_144::LocalLaw144,
        gaps::UkPayGaps,
        gaps::EuPayGaps,
        gaps::JapanPayRatios,
        gaps::Compression,
        gaps::Inversions,
        adjusted::AdjustedPayGap,
        adjusted::LogibReport,
        offer::Headroom,
        offer::OfferReport,
        privacy::PublishedSelection,
        pay::PayPosition,
        adjusted::Regression,
        rates::RateComparison,
        crate::programme::PolicyGap,
        crate::programme::Counterfactuals,
    );
    if value.cast::<PyMapping>().is_ok() {
        return convert::plain(value, name);
    }
    let message = format!("expected a finding, got {}", convert::type_name(value));
    Err(raise(&Error::wrong_type(message).within(name)))
}

/// A fingerprint of what a finding was made from: 64 hexadecimal digits, the same in every language.
///
/// Without a key it is SHA-256 of the document on one line with sorted keys, and whoever can guess the document can prove the
/// guess: a document of a few small counts is found by trying them all. With a key it is HMAC-SHA-256 and tells nothing to those
/// who do not have the key.
///
/// Parameters
/// ----------
/// document : mapping, list or value of the library
///     Whatever has a JSON form.
/// key : bytes, optional
///     Best 32 random bytes, kept apart from the report.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.input_hash({"selected": 3, "considered": 9}) == al.fairness.input_hash({"considered": 9, "selected": 3})
/// True
#[pyfunction]
#[pyo3(signature = (document, *, key=None))]
pub(super) fn input_hash(
    py: Python<'_>,
    document: &Bound<'_, PyAny>,
    key: Option<&Bound<'_, PyBytes>>,
) -> PyResult<String> {
    let text = convert::json(document, "document")?.to_string();
    let key = key.map(|key| key.as_bytes().to_vec());
    run(py, || core::input_hash(&text, key.as_deref()))
}

/// Everything that was found, as one document.
///
/// Prints as Markdown in English; a notebook shows it as a page.
///
/// Examples
/// --------
/// >>> from datetime import date
/// >>> import alumni as al
/// >>> offers = al.fairness.selection({"women": (52, 24), "men": (80, 48)})
/// >>> report = al.fairness.report({"offers": offers}, as_of=date(2026, 3, 31))
/// >>> [rule["id"] for rule in report.rules], report.sections[0]["verdict"]
/// (['four-fifths'], 'insufficient')
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct FairnessReport(core::FairnessReport);

#[pymethods]
impl FairnessReport {
    /// The report in Markdown in ``lang``, its tables aligned as a terminal shows them.
    #[pyo3(signature = (lang=None))]
    fn to_markdown(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.markdown(lang))
    }

    /// The report as one HTML document in ``lang`` that needs nothing else.
    #[pyo3(signature = (lang=None))]
    fn to_html(&self, py: Python<'_>, lang: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
        let lang = self::lang(lang)?;
        quick(py, || self.0.html(lang))
    }

    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        quick(py, || self.0.to_string())
    }

    fn __repr__(&self) -> String {
        let findings = match self.0.sections.len() {
            1 => "1 finding".to_owned(),
            several => format!("{several} findings"),
        };
        let verdict = self.0.verdict.map_or("no verdict", core::Verdict::as_str);
        format!("<FairnessReport {findings} as of {}: {verdict}>", self.0.as_of)
    }

    fn _repr_html_(&self, py: Python<'_>) -> PyResult<String> {
        let page = quick(py, || self.0.html(alumni_core::Lang::En))?;
        // A page of its own, so that its style stays its own.
        Ok(format!(
            "<iframe srcdoc=\"{}\" sandbox=\"\" style=\"width:100%;height:40rem;border:0\"></iframe>",
            html::escape(&page)
        ))
    }

    fn __hash__(&self) -> u64 {
        crate::document::hash(&self.0.input_hash)
    }
}
getters!(FairnessReport {
    /// What the report is called, by language.
    title: Bound<'py, PyAny> = |report, py| to_dict(py, &report.title)?;
    /// The day that the findings are stated for.
    as_of: Bound<'py, PyAny> = |report, py| convert::py_date(py, report.as_of)?;
    /// The version of the library that made it.
    library_version: String = |report, _py| report.library_version.clone();
    /// The highest verdict of the findings that have one.
    verdict: Option<Bound<'py, PyAny>> = |report, py| report.verdict.map(|verdict| verdict.member(py)).transpose()?;
    /// The findings, each a mapping.
    ///
    /// Its keys are ``id``, ``title``, ``verdict``, ``text``, ``rules``, ``families``, ``input_hash`` and ``finding``.
    sections: Bound<'py, PyAny> = |report, py| to_dict(py, &report.sections)?;
    /// The families of comparisons, each a mapping.
    families: Bound<'py, PyAny> = |report, py| to_dict(py, &report.families)?;
    /// The rules that findings rest on, each a mapping with its dates and source.
    rules: Bound<'py, PyAny> = |report, py| to_dict(py, &report.rules)?;
    /// SHA-256 of the findings as they stand in the report, in hexadecimal.
    input_hash: String = |report, _py| report.input_hash.clone();
    /// What the report is not, by language.
    screening: Bound<'py, PyAny> = |report, py| to_dict(py, &report.screening)?;
});
document!(FairnessReport, core::FairnessReport);

/// A rule or method that findings rest on, with its source and from when until when it has been in effect.
///
/// It is no legal advice: whether a rule binds somebody is for the reader to decide.
///
/// Parameters
/// ----------
/// id, version, title, source, effective_from, effective_until, findings, note, checked, dates_checked
///     As in the document.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> al.fairness.RulePack.shipped("uk-si-2017-172").effective_from
/// datetime.date(2017, 4, 6)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct RulePack(pub(super) core::RulePack);

#[pymethods]
impl RulePack {
    #[new]
    #[pyo3(signature = (**document))]
    fn new(py: Python<'_>, document: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let document = document.cloned().unwrap_or_else(|| PyDict::new(py));
        convert::from_value(document.as_any(), "", core::RulePack::parse).map(Self)
    }

    /// Read a pack in TOML, or in JSON when it starts with a brace.
    #[staticmethod]
    fn parse(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let text = convert::text(text, "text")?;
        run(py, || core::RulePack::parse(&text)).map(Self)
    }

    /// A pack that comes with the library.
    #[staticmethod]
    fn shipped(py: Python<'_>, id: &Bound<'_, PyAny>) -> PyResult<Self> {
        let id = text(id, "id")?;
        run(py, || core::RulePack::shipped(&id)).map(Self)
    }

    /// The ids of the packs that come with the library.
    #[staticmethod]
    fn ids() -> Vec<&'static str> {
        core::RulePack::ids().collect()
    }

    /// Whether it is in effect on a day; ``None`` where it has no dates.
    fn in_effect(&self, on: &Bound<'_, PyAny>) -> PyResult<Option<bool>> {
        Ok(self.0.in_effect(date(on, "on")?))
    }

    fn __repr__(&self) -> String {
        format!("<RulePack {} v{}>", quoted(&self.0.id), self.0.version)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
getters!(RulePack {
    /// The id, stable across versions.
    id: String = |pack, _py| pack.id.clone();
    /// The version, rising.
    version: u32 = |pack, _py| pack.version;
    /// What people call it, by language.
    title: Bound<'py, PyAny> = |pack, py| to_dict(py, &pack.title)?;
    /// Where it is written.
    source: String = |pack, _py| pack.source.clone();
    /// The first day on which it is in effect.
    effective_from: Option<Bound<'py, PyAny>> =
        |pack, py| pack.effective_from.map(|day| convert::py_date(py, day)).transpose()?;
    /// The last day on which it is.
    effective_until: Option<Bound<'py, PyAny>> =
        |pack, py| pack.effective_until.map(|day| convert::py_date(py, day)).transpose()?;
    /// The kinds of findings that rest on it.
    findings: Vec<String> = |pack, _py| pack.findings.clone();
});
document!(RulePack, core::RulePack, core::RulePack::parse);
