//! Sentences of findings about pay, put together from the catalogue's.

use super::Verdict;
use crate::text::{Lang, Reason};

/// One sentence for each reason, then the verdict and what the figures are.
pub(super) fn lines(reasons: &[Reason], verdict: Verdict, lang: Lang) -> String {
    let stop = match lang {
        Lang::En => ".",
        Lang::Ja => "。",
    };
    let mut parts: Vec<_> = reasons.iter().map(|reason| opening(&reason.text(lang), lang) + stop).collect();
    parts.push(verdict_of(verdict).text(lang));
    parts.push(Reason::new("pay-screening").text(lang));
    joined(&parts, lang)
}

pub(super) fn verdict_of(verdict: Verdict) -> Reason {
    Reason::new(match verdict {
        Verdict::NotEstimable => "pay-verdict-not-estimable",
        Verdict::Insufficient => "pay-verdict-insufficient",
        Verdict::NoSignal => "pay-verdict-no-signal",
        Verdict::Watch => "pay-verdict-watch",
        Verdict::Review => "pay-verdict-review",
    })
}

/// An English sentence begins with a capital, though a code may not.
pub(super) fn opening(sentence: &str, lang: Lang) -> String {
    let mut letters = sentence.chars();
    match (lang, letters.next()) {
        (Lang::En, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => sentence.to_owned(),
    }
}

pub(super) fn joined(sentences: &[String], lang: Lang) -> String {
    sentences.join(match lang {
        Lang::En => " ",
        Lang::Ja => "",
    })
}
