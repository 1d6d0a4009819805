//! One document of everything that was found.

use std::ffi::c_char;
use std::mem::MaybeUninit;

use alumni_core::fairness::{self, FairnessReport, ReportQuestion, Verdict};

use crate::boundary::{Kept, KeptIn, c_text, give, guard, number, read, read_text, release, slice, text};
use crate::error::{alumni_error, alumni_status};
use crate::text::ALUMNI_NONE;

/// Everything that was found, with its sentences, rules and fingerprints.
#[derive(Debug)]
pub struct alumni_fairness_report {
    inner: FairnessReport,
    json: Kept,
    markdown: KeptIn,
    html: KeptIn,
}

/// A fingerprint of a document.
#[derive(Debug)]
pub struct alumni_input_hash {
    text: std::ffi::CString,
}

/// Puts findings together to one report. `question_json` is `{"as_of": …, "findings": [{"id": …, "finding": {kind: …}}]}`, with
/// `title` and `rules` where needed and with `title`, `family` and `input_hash` of a finding; a finding is the JSON of its handle
/// under the name of its kind: `selection`, `strata`, `table`, `thresholds`, `local_law_144`, `uk_pay_gaps`, `eu_pay_gaps`,
/// `japan_pay_ratios`, `compression`, `inversions`, `compa_ratios`, `rate_comparison`, `regression`, `adjusted_pay_gap`, `logib`, `headroom`, `offer`,
/// `published_selection`, `policy_gap` or `counterfactuals`. The report holds whatever its findings hold, small groups included.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_report_from_json(
    question_json: *const c_char,
    report: Option<&mut MaybeUninit<*mut alumni_fairness_report>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(report, "report", || {
            let question = ReportQuestion::from_json(text(question_json, "question_json")?)?;
            let inner = fairness::report(&question)?;
            let (json, markdown, html) = (Kept::default(), KeptIn::default(), KeptIn::default());
            Ok(alumni_fairness_report { inner, json, markdown, html })
        })
    })
}

/// The highest verdict of the findings: an `ALUMNI_FAIRNESS_VERDICT_…`; `ALUMNI_NONE` where none has one.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_report_verdict(report: Option<&alumni_fairness_report>) -> u32 {
    read(ALUMNI_NONE, || Some(number(&Verdict::ALL, 0, &report?.inner.verdict?)))
}

/// The whole report as one line of JSON.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_report_json(report: Option<&alumni_fairness_report>) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.json.json(&report.inner)
    })
}

/// The report in Markdown, its tables aligned as a terminal shows them; NULL for a language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_report_markdown(
    report: Option<&alumni_fairness_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.markdown.get(lang, |lang| report.inner.markdown(lang))
    })
}

/// The report as one HTML document that needs nothing else; NULL for a language there is not.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_report_html(
    report: Option<&alumni_fairness_report>,
    lang: u32,
) -> *const c_char {
    read_text(|| {
        let report = report?;
        report.html.get(lang, |lang| report.inner.html(lang))
    })
}

/// Frees a report; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_report_free(report: Option<Box<alumni_fairness_report>>) {
    release(report);
}

/// A fingerprint of a JSON document, whatever the order of its keys. Without a key (`key_length` 0) it is SHA-256, and whoever
/// can guess the document can prove the guess; with one, best 32 random bytes kept apart from the report, it is HMAC-SHA-256.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_input_hash(
    document_json: *const c_char,
    key: *const u8,
    key_length: usize,
    hash: Option<&mut MaybeUninit<*mut alumni_input_hash>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(hash, "hash", || {
            let document = text(document_json, "document_json")?;
            let key = slice(key, key_length, "key")?;
            let key = Some(key).filter(|key| !key.is_empty());
            Ok(alumni_input_hash { text: c_text(fairness::input_hash(document, key)?) })
        })
    })
}

/// The fingerprint: 64 hexadecimal digits.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_input_hash_text(hash: Option<&alumni_input_hash>) -> *const c_char {
    read_text(|| Some(hash?.text.as_c_str()))
}

/// Frees a fingerprint; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_input_hash_free(hash: Option<Box<alumni_input_hash>>) {
    release(hash);
}
