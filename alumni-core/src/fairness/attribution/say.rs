//! A divided gap in sentences.

use super::super::Finding;
use super::super::sentence::{closed, joined, opening};
use super::{GapPart, GapReport};
use crate::text::{Argument, Lang, Reason};

/// Less than half of the last digit that is printed: a tenth of a point.
const LEAST: f64 = 0.000_5;

/// One line for each finding, with what each criterion causes, then what concerns them all.
pub(super) fn report(report: &GapReport, lang: Lang) -> String {
    let finding = |(finding, attribution): (&Finding, &super::GapAttribution)| {
        let parts = attribution.reasons.iter().map(|reason| opening(&reason.text(lang), lang));
        joined([finding.text(lang)].into_iter().chain(parts).collect(), lang)
    };
    let selection = &report.selection;
    let findings = selection.findings.iter().zip(&report.attributions).map(finding).collect();
    closed(findings, &selection.reasons, selection.verdict, lang)
}

/// What a gap and its parts come to.
pub(super) fn reasons(
    finding: &Finding,
    gap: Option<f64>,
    undetermined: [u64; 2],
    parts: &[GapPart],
) -> Vec<Reason> {
    let Some(gap) = gap else { return Vec::new() };
    let about = |code: &str| {
        Reason::new(code).with("group", finding.group.as_str()).with("reference", finding.reference_name())
    };
    let mut reasons = Vec::new();
    if gap.abs() < LEAST {
        reasons.push(about("gap-none"));
    } else {
        let code = if gap > 0.0 { "gap-behind" } else { "gap-ahead" };
        reasons.push(about(code).with("gap", points(gap.abs())));
        reasons.extend(causes(gap, parts));
    }
    if undetermined != [0, 0] {
        let [people, reference_people] = undetermined;
        reasons.push(
            about("gap-undetermined").with("people", people).with("reference_people", reference_people),
        );
    }
    reasons
}

/// What widens and what narrows a gap, the largest first.
fn causes(gap: f64, parts: &[GapPart]) -> Vec<Reason> {
    let toward = |part: f64| if gap > 0.0 { part } else { -part };
    let mut said: Vec<(f64, &GapPart)> =
        parts.iter().map(|part| (toward(part.part), part)).filter(|(part, _)| part.abs() >= LEAST).collect();
    said.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut reasons: Vec<Reason> = said
        .into_iter()
        .map(|(part, of)| {
            let reason = |code| {
                Reason::new(code).with("criterion", of.criterion.as_str()).with("part", points(part.abs()))
            };
            if part < 0.0 {
                reason("gap-part-narrows")
            } else if part <= gap.abs() + LEAST {
                reason("gap-part").with("gap", points(gap.abs()))
            } else {
                reason("gap-part-widens")
            }
        })
        .collect();
    let unknown = toward(parts.iter().map(|part| part.unknown).sum());
    if unknown.abs() >= LEAST {
        let code = if unknown > 0.0 { "gap-unknown" } else { "gap-unknown-narrows" };
        reasons.push(Reason::new(code).with("part", points(unknown.abs())));
    }
    reasons
}

/// A difference of rates in points, with one digit.
fn points(rates: f64) -> Argument {
    Argument::Number { value: rates * 100.0, digits: 1 }
}
