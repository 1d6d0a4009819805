//! The sentences of findings within strata, put together from the catalogue's.

use super::super::sentence::{chance, closed, joined, opening, share};
use super::super::verdict::number;
use super::{Agreement, StrataReport, StratifiedFinding};
use crate::text::{Argument, Lang, Reason};

/// One line for each finding, then what concerns them all; one line altogether when there is only one.
pub(super) fn report(report: &StrataReport, lang: Lang) -> String {
    let findings = report.findings.iter().map(|finding| finding.text(lang)).collect();
    closed(findings, &report.reasons, report.verdict, lang)
}

/// The pooled rates, the figures within strata, what they mean for each other, and the verdict.
pub(super) fn finding(finding: &StratifiedFinding, lang: Lang) -> String {
    let stop = match lang {
        Lang::En => ".",
        Lang::Ja => "。",
    };
    let mut parts = Vec::new();
    if let Some(pooled) = finding.pooled.impact_ratio {
        let said = Reason::new("strata-pooled")
            .with("group", finding.group.as_str())
            .with("reference", finding.pooled.reference_name())
            .with("ratio", number(pooled));
        parts.push(opening(&said.text(lang), lang));
    }
    if let (Some(ratio), Some(mid_p)) = (finding.rate_ratio, finding.mid_p) {
        let limit = ratio.interval.upper.map_or_else(|| Argument::from("∞"), number);
        let said = Reason::new("strata-within")
            .with("strata", u64::try_from(finding.strata.len()).unwrap_or(u64::MAX))
            .with("ratio", number(ratio.value))
            .with("confidence", share(ratio.interval.confidence))
            .with("lower", number(ratio.interval.lower))
            .with("upper", limit);
        parts.push(said.text(lang));
        parts.push(chance(mid_p).text(lang));
    }
    let contradiction = finding.reasons.iter().filter(|reason| {
        reason.code() == "strata-differ"
            || (finding.agreement != Agreement::Agrees && reason.code().starts_with("strata-"))
    });
    parts.extend(contradiction.map(|reason| opening(&reason.text(lang), lang) + stop));
    parts.push(finding.verdict.reason().text(lang));
    joined(parts, lang)
}
