//! Gaps in pay, pay beside factors, and what may be offered to somebody who comes back.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::document;
use alumni_core::fairness::{
    self, AdjustedPayGap, Candidate, EuPayGaps, Headroom, InversionQuestion, LogibReport, OfferCohort,
    OfferReport, RegressionOptions, ReportedFinding, Verdict,
};
use alumni_core::workforce::Money;
use alumni_core::{Error, Lang};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use serde::Serialize;

use crate::boundary::{
    Kept, KeptIn, Outcome, from_table, give, guard, handle, number, optional_text, put, read, read_text,
    release, slice, text, texts,
};
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;
use crate::workforce::alumni_money;

/// What was found about pay or an offer.
#[derive(Debug)]
pub struct alumni_pay_report {
    found: Found,
    text: KeptIn,
    withheld: KeptIn,
    json: Kept,
}

/// Reports with a verdict, the room for an offer, and figures.
#[derive(Debug)]
pub(super) enum Found {
    Eu(Box<EuPayGaps>),
    Adjusted(Box<AdjustedPayGap>),
    Logib(Box<LogibReport>),
    Offer(Box<OfferReport>),
    Headroom(Box<Headroom>),
    Figures(Box<ReportedFinding>, String),
}

impl Found {
    fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Eu(gaps) => Some(gaps.verdict),
            Self::Adjusted(gap) => Some(gap.verdict),
            Self::Logib(report) => Some(report.verdict),
            Self::Offer(report) => Some(report.verdict),
            Self::Headroom(_) | Self::Figures(..) => None,
        }
    }

    fn text(&self, lang: Lang) -> String {
        match self {
            Self::Eu(gaps) => gaps.text(lang),
            Self::Adjusted(gap) => gap.text(lang),
            Self::Logib(report) => report.text(lang),
            Self::Offer(report) => report.text(lang),
            Self::Headroom(room) => room.text(lang),
            Self::Figures(found, _) => found.text(lang),
        }
    }
}

impl From<Found> for alumni_pay_report {
    fn from(found: Found) -> Self {
        Self { found, text: KeptIn::default(), withheld: KeptIn::default(), json: Kept::default() }
    }
}

pub(super) fn figures<T: Serialize + Clone + Into<ReportedFinding>>(found: &T) -> Outcome<alumni_pay_report> {
    let text = serde_json::to_string(found).map_err(|error| Error::inconsistent(error.to_string()))?;
    Ok(Found::Figures(Box::new(found.clone().into()), text).into())
}

/// The people an offer is measured beside, with the agreed limits, made ready once for many questions.
#[derive(Debug)]
pub struct alumni_offer_cohort {
    inner: OfferCohort,
    json: Kept,
}

/// The United Kingdom's gender pay gap figures from a question with `people`, maybe `focal` and `reference`.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_uk_pay_gaps_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let question = document::from_json(text(question_json, "question_json")?)?;
            figures(&fairness::uk_pay_gaps(&question)?)
        })
    })
}

/// The indicators of the European Union's pay transparency directive from such a question, and the categories that reach
/// its line of 5 %.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_eu_pay_gaps_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let question = document::from_json(text(question_json, "question_json")?)?;
            Ok(Found::Eu(Box::new(fairness::eu_pay_gaps(&question)?)).into())
        })
    })
}

/// Japan's ratio of women's average pay to men's from a list of totals.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_japan_pay_ratios_json(
    totals_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let totals: Vec<_> = document::from_json(text(totals_json, "totals_json")?)?;
            figures(&fairness::japan_pay_ratios(&totals)?)
        })
    })
}

/// The median pay of those who come in over that of those who are there; NAN when a side has nobody or the incumbents'
/// median is zero.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_compression(
    newcomers: *const alumni_money,
    newcomer_count: usize,
    incumbents: *const alumni_money,
    incumbent_count: usize,
    index: Option<&mut MaybeUninit<f64>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(index, "index", || {
            let amounts = |amounts, count, name: &'static str| -> Outcome<Vec<Money>> {
                slice(amounts, count, name)?
                    .iter()
                    .map(|amount: &alumni_money| amount.checked(name))
                    .collect()
            };
            let newcomers = amounts(newcomers, newcomer_count, "newcomers")?;
            let incumbents = amounts(incumbents, incumbent_count, "incumbents")?;
            Ok(fairness::compression(&newcomers, &incumbents)?.index.unwrap_or(f64::NAN))
        })
    })
}

/// Counts pairs of a returner and a colleague of more service and no lower rating who is paid less.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_inversions_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let question: InversionQuestion = document::from_json(text(question_json, "question_json")?)?;
            figures(&fairness::inversions(&question)?)
        })
    })
}

/// Fits `outcome` by least squares on `column_count` named columns of `rows` numbers each, one column after the other.
/// `options_json` may be NULL for an intercept, HC3 errors and 95 % intervals. The numbers are not copied.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_regress(
    outcome: *const f64,
    rows: usize,
    names: *const *const c_char,
    columns: *const f64,
    column_count: usize,
    options_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let options = match optional_text(options_json, "options_json")? {
                Some(options) => document::from_json(options)?,
                None => RegressionOptions::default(),
            };
            let outcome = slice(outcome, rows, "outcome")?;
            let names: Vec<&str> = texts(names, column_count, "names")?;
            let size = rows.checked_mul(column_count).ok_or(Error::too_large("expected fewer numbers"))?;
            let columns = slice(columns, size, "columns")?;
            let parts = columns.chunks(rows.max(1)).chain(std::iter::repeat(&[][..]));
            let named: Vec<(&str, &[f64])> = names.into_iter().zip(parts).collect();
            figures(&fairness::regress(outcome, &named, &options)?)
        })
    })
}

/// The difference in pay between two groups beside factors, from a question with `people` and options.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_adjusted_pay_gap_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let question = document::from_json(text(question_json, "question_json")?)?;
            Ok(Found::Adjusted(Box::new(fairness::adjusted_pay_gap(&question)?)).into())
        })
    })
}

/// The Swiss standard analysis model over a list of people.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_logib_json(
    people_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let people: Vec<_> = document::from_json(text(people_json, "people_json")?)?;
            Ok(Found::Logib(Box::new(fairness::logib(&people)?)).into())
        })
    })
}

/// Reads a cohort in TOML, or in JSON when it starts with a brace, and fits what has to be fitted.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_offer_cohort_parse(
    document: *const c_char,
    cohort: Option<&mut MaybeUninit<*mut alumni_offer_cohort>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(cohort, "cohort", || {
            let inner = OfferCohort::parse(text(document, "document")?)?;
            Ok(alumni_offer_cohort { inner, json: Kept::default() })
        })
    })
}

/// A cohort of the people in a table, which is taken whatever becomes of the call. `options_json` has what a cohort has beside its
/// people, and names the columns: `pay`, and those of `group`, `returner`, `tenure_months`, `rating`, `factors`, `id`, `circle` and
/// `left_out` that there are; amounts are written as in the other tables of pay.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_offer_cohort_from_stream(
    people: *mut FFI_ArrowArrayStream,
    options_json: *const c_char,
    cohort: Option<&mut MaybeUninit<*mut alumni_offer_cohort>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        from_table(people, options_json, cohort, "cohort", |people, options| {
            let inner = OfferCohort::from_table(people, options)?;
            Ok(alumni_offer_cohort { inner, json: Kept::default() })
        })
    })
}

/// The cohort as JSON, which `alumni_offer_cohort_parse` reads back.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_offer_cohort_json(cohort: Option<&alumni_offer_cohort>) -> *const c_char {
    read_text(|| {
        let cohort = cohort?;
        cohort.json.json(&cohort.inner)
    })
}

/// Between which amounts an offer to a candidate keeps every limit, each bound, and which ones bind. `candidate_json` may
/// be NULL for somebody of whom nothing is known.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_offer_cohort_headroom_json(
    cohort: Option<&alumni_offer_cohort>,
    candidate_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let cohort = handle(cohort, "cohort")?;
            let candidate = match optional_text(candidate_json, "candidate_json")? {
                Some(candidate) => document::from_json(candidate)?,
                None => Candidate::default(),
            };
            Ok(Found::Headroom(Box::new(cohort.inner.headroom(&candidate)?)).into())
        })
    })
}

/// Measures an offer: its place in the range, the bounds, the premiums and the terms beside pay.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_offer_cohort_check_json(
    cohort: Option<&alumni_offer_cohort>,
    offer_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_pay_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let cohort = handle(cohort, "cohort")?;
            let offer = document::from_json(text(offer_json, "offer_json")?)?;
            Ok(Found::Offer(Box::new(cohort.inner.check(&offer)?)).into())
        })
    })
}

/// Frees a cohort; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_offer_cohort_free(cohort: Option<Box<alumni_offer_cohort>>) {
    release(cohort);
}

/// The report's verdict: an `ALUMNI_FAIRNESS_VERDICT_…`; `ALUMNI_NONE` for figures without one.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pay_report_verdict(report: Option<&alumni_pay_report>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.found.verdict()?)))
}

/// The report, the room for an offer or the figures in sentences.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pay_report_text(report: Option<&alumni_pay_report>, lang: u32) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.text.get(lang, |lang| report.found.text(lang))
    })
}

/// An offer in sentences for readers who may not see amounts of pay: each is withheld. NULL for other reports.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pay_report_text_without_amounts(
    report: Option<&alumni_pay_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let report = report?;
        let Found::Offer(offer) = &report.found else { return None };
        report.withheld.get(lang, |lang| offer.text_without_amounts(lang))
    })
}

/// The report as one line of JSON, with every figure.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pay_report_json(report: Option<&alumni_pay_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        match &report.found {
            Found::Eu(gaps) => report.json.json(gaps),
            Found::Adjusted(gap) => report.json.json(gap),
            Found::Logib(found) => report.json.json(found),
            Found::Offer(found) => report.json.json(found),
            Found::Headroom(found) => report.json.json(found),
            Found::Figures(_, text) => Some(report.json.get(|| text.clone())),
        }
    })
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_pay_report_free(report: Option<Box<alumni_pay_report>>) {
    release(report);
}
