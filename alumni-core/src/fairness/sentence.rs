//! The sentences of findings and reports, put together from the catalogue's.

use super::verdict::{number, probability};
use super::{Finding, SelectionReport, Verdict};
use crate::text::{Argument, Lang, Localized, Reason};

/// One line for each finding, then what concerns them all; one line altogether when there is only one.
pub(super) fn report(report: &SelectionReport, lang: Lang) -> String {
    let findings = report.findings.iter().map(|finding| finding.text(lang)).collect();
    closed(findings, &report.reasons, report.verdict, lang)
}

/// Findings in sentences, with what concerns them all at their end.
pub(super) fn closed(findings: Vec<String>, reasons: &[Reason], verdict: Verdict, lang: Lang) -> String {
    let mut closing: Vec<_> = reasons.iter().map(|reason| reason.text(lang)).collect();
    if findings.is_empty() {
        closing.push(verdict.reason().text(lang));
    }
    closing.push(Reason::new("selection-screening").text(lang));
    let closing = joined(closing, lang);
    match findings.as_slice() {
        [only] => joined(vec![only.clone(), closing], lang),
        several => several.iter().chain([&closing]).map(String::as_str).collect::<Vec<_>>().join("\n"),
    }
}

/// The numbers, what they mean, and the verdict.
pub(super) fn finding(finding: &Finding, lang: Lang) -> String {
    let mut parts = Vec::new();
    if let (Some(_), Some(mid_p)) = (&finding.interval, finding.mid_p) {
        parts.push(opening(&rates(finding).text(lang), lang));
        parts.push(chance(mid_p).text(lang));
        // Beside a ratio only: below a rate of zero there is nothing to detect.
        if finding.impact_ratio.is_some() {
            parts.push(detectable(finding).text(lang));
        }
    } else {
        let stop = match lang {
            Lang::En => ".",
            Lang::Ja => "。",
        };
        let reasons = finding.reasons.iter().map(|reason| opening(&reason.text(lang), lang));
        parts.extend(reasons.map(|reason| reason + stop));
    }
    parts.push(finding.verdict.reason().text(lang));
    joined(parts, lang)
}

fn rates(finding: &Finding) -> Reason {
    let undefined = || Argument::Phrase(Localized::new("undefined", "計算不能"));
    let rate = |rate: Option<f64>| rate.map_or_else(undefined, share);
    let interval = finding.interval;
    let limit = |value: Option<f64>| value.map_or_else(|| Argument::from("∞"), number);
    Reason::new("selection-rates")
        .with("group", finding.group.as_str())
        .with("rate", rate(finding.rate))
        .with("selected", finding.selected)
        .with("considered", finding.considered)
        .with("reference", finding.reference_name())
        .with("reference_rate", rate(finding.reference_rate))
        .with("reference_selected", finding.reference_selected)
        .with("reference_considered", finding.reference_considered)
        .with("ratio", finding.impact_ratio.map_or_else(undefined, number))
        .with("confidence", share(interval.map_or(0.0, |interval| interval.confidence)))
        .with("lower", number(interval.map_or(0.0, |interval| interval.lower)))
        .with("upper", limit(interval.and_then(|interval| interval.upper)))
}

/// How often chance alone would do this, in words that need no statistics.
pub(super) fn chance(mid_p: f64) -> Reason {
    let of: u16 = if mid_p >= 0.01 { 100 } else { 1_000 };
    let times = format!("{:.0}", mid_p * f64::from(of)).parse::<i64>().unwrap_or_default();
    if times == 0 {
        return Reason::new("selection-chance-rare");
    }
    Reason::new("selection-chance")
        .with("times", times)
        .with("of", i64::from(of))
        .with("p", probability(mid_p))
}

fn detectable(finding: &Finding) -> Reason {
    match finding.smallest_detectable_ratio {
        Some(ratio) => Reason::new("selection-detectable").with("ratio", number(ratio)),
        None => Reason::new("selection-detectable-none"),
    }
}

/// Whole per cents where they say enough, one more digit near 0 and 100 %.
pub(super) fn share(value: f64) -> Argument {
    let percent = value * 100.0;
    let whole = (percent - libm::round(percent)).abs() < 1e-9 || (10.0..=90.0).contains(&percent);
    Argument::Share { value, digits: u8::from(!whole) }
}

/// An English sentence begins with a capital, though a group's code may not.
pub(super) fn opening(sentence: &str, lang: Lang) -> String {
    let mut letters = sentence.chars();
    match (lang, letters.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

pub(super) fn joined(sentences: Vec<String>, lang: Lang) -> String {
    sentences.join(match lang {
        Lang::En => " ",
        Lang::Ja => "",
    })
}
