//! The tables of each kind of finding.

mod pay;
mod policy;

use super::super::privacy::said;
use super::super::{
    AttributeReport, Band, Finding, Interval, LocalLaw144, PublishedRow, PublishedSelection, RateComparison,
    RateTests, SelectionReport, StrataReport, ThresholdReport, Verdict,
};
use super::ReportedFinding;
use super::page::{cell, word};
use crate::text::{Argument, Cell, Lang, Page, Reason};

/// Where there is no figure.
pub(super) const NONE: &str = "–";

/// Adds the tables of a finding to its section.
pub(super) fn tables(page: &mut Page, finding: &ReportedFinding, lang: Lang) {
    match finding {
        ReportedFinding::Selection(found) => selection(page, found, lang),
        ReportedFinding::Strata(found) => strata(page, found, lang),
        ReportedFinding::Table(found) => {
            for attribute in found.attributes.iter().chain(&found.intersections) {
                attributed(page, attribute, lang);
            }
        }
        ReportedFinding::Thresholds(found) => thresholds(page, found, lang),
        ReportedFinding::LocalLaw144(found) => law(page, found, lang),
        ReportedFinding::RateComparison(found) => rates(page, found, lang),
        ReportedFinding::PublishedSelection(found) => published(page, found, lang),
        ReportedFinding::PolicyGap(found) => policy::gap(page, found, lang),
        ReportedFinding::Counterfactuals(found) => policy::counterfactuals(page, found, lang),
        other => pay::tables(page, other, lang),
    }
}

/// A verdict as one word.
pub(super) fn verdict(verdict: Option<Verdict>, lang: Lang) -> String {
    verdict.map_or_else(
        || NONE.to_owned(),
        |verdict| word(&format!("verdict-{}", verdict.as_str().replace('_', "-")), lang),
    )
}

/// The columns of selection rates.
const SELECTION: [&str; 9] =
    ["group", "considered", "selected", "rate", "ratio", "interval", "mid-p", "adjusted-p", "verdict"];

fn selection(page: &mut Page, report: &SelectionReport, lang: Lang) {
    let rows = report.groups.iter().map(|group| {
        let finding = report.findings.iter().find(|finding| finding.group == group.group);
        let of = |figure: fn(&Finding) -> Option<f64>| finding.and_then(figure);
        vec![
            cell(&group.group),
            whole(group.considered),
            whole(group.selected),
            share(group.rate),
            decimal(of(|finding| finding.impact_ratio), 2),
            interval(finding.and_then(|finding| finding.interval)),
            probability(of(|finding| finding.mid_p)),
            probability(of(|finding| finding.adjusted_p)),
            cell(match finding {
                Some(finding) => verdict(Some(finding.verdict), lang),
                None => word("reference", lang),
            }),
        ]
    });
    let rows = rows.collect();
    table(page, &SELECTION, rows, lang);
}

fn attributed(page: &mut Page, attribute: &AttributeReport, lang: Lang) {
    let by = attribute.attributes.iter().map(String::as_str).collect::<Argument>();
    page.text(Reason::new("report-by").with("attributes", by).text(lang));
    if let Some(report) = &attribute.report {
        selection(page, report, lang);
    }
    if let Some(report) = &attribute.strata {
        page.text(word("within-strata", lang));
        strata(page, report, lang);
    }
}

fn strata(page: &mut Page, report: &StrataReport, lang: Lang) {
    let columns =
        ["group", "reference", "pooled-ratio", "ratio-within", "interval", "mid-p", "adjusted-p", "verdict"];
    let rows = report.findings.iter().map(|finding| {
        vec![
            cell(&finding.group),
            cell(finding.reference.clone().unwrap_or_else(|| word("everyone-else", lang))),
            decimal(finding.pooled.impact_ratio, 2),
            decimal(finding.rate_ratio.map(|ratio| ratio.value), 2),
            interval(finding.rate_ratio.map(|ratio| ratio.interval)),
            probability(finding.mid_p),
            probability(finding.adjusted_p),
            cell(verdict(Some(finding.verdict), lang)),
        ]
    });
    let rows = rows.collect();
    table(page, &columns, rows, lang);
}

fn thresholds(page: &mut Page, report: &ThresholdReport, lang: Lang) {
    let columns = ["threshold", "eligible", "lowest-ratio-name", "group", "least-p", "front"];
    let rows = report.points.iter().map(|point| {
        vec![
            cell(point.threshold.to_string()),
            whole(point.eligible),
            decimal(point.lowest_ratio, 2),
            cell(point.lowest_group.as_deref().unwrap_or(NONE)),
            probability(point.least_p()),
            cell(if point.on_front { "✓" } else { "" }),
        ]
    });
    let rows = rows.collect();
    table(page, &columns, rows, lang);
}

fn law(page: &mut Page, found: &LocalLaw144, lang: Lang) {
    for by in &found.tables {
        let names = by.attributes.iter().map(String::as_str).collect::<Argument>();
        page.text(Reason::new("report-by").with("attributes", names).text(lang));
        let rows = by.rows.iter().map(|row| {
            vec![
                cell(row.categories.join(" × ")),
                whole(row.people),
                whole(row.selected),
                share(row.rate),
                if row.left_out { cell(word("left-out", lang)) } else { decimal(row.impact_ratio, 2) },
                interval(row.interval),
            ]
        });
        let rows = rows.collect();
        table(page, &["group", "people", "selected", "rate", "ratio", "interval"], rows, lang);
        page.text(Reason::new("local-law-144-unknown").with("people", by.unknown).text(lang));
    }
}

fn rates(page: &mut Page, found: &RateComparison, lang: Lang) {
    let groups = found.groups.iter().map(|group| {
        vec![
            cell(group.group.as_deref().unwrap_or(NONE)),
            whole(group.considered),
            whole(group.selected),
            share(group.rate),
            interval(group.interval),
        ]
    });
    let groups = groups.collect();
    table(page, &["group", "considered", "selected", "rate", "interval"], groups, lang);
    let columns = [
        "group",
        "reference-group",
        "ratio",
        "interval",
        "pearson",
        "yates",
        "fisher",
        "adjusted-fisher",
        "mid-p",
    ];
    let rows = found.pairs.iter().map(|pair| {
        let of = |figure: fn(&RateTests) -> f64| probability(pair.tests.as_ref().map(figure));
        vec![
            cell(&pair.first),
            cell(&pair.second),
            decimal(pair.ratio, 2),
            interval(pair.ratio_intervals.map(|found| found.koopman)),
            of(|tests| tests.pearson.p),
            of(|tests| tests.yates.p),
            of(|tests| tests.fisher.p),
            of(|tests| tests.fisher.adjusted_p),
            of(|tests| tests.mid_p.p),
        ]
    });
    let rows = rows.collect();
    table(page, &columns, rows, lang);
}

fn published(page: &mut Page, found: &PublishedSelection, lang: Lang) {
    let hidden = || cell(word("hidden", lang));
    let banded = |band: Option<Band>| band.map_or_else(hidden, |band| cell(said(band).text(lang)));
    for by in &found.tables {
        let names = by.attributes.iter().map(String::as_str).collect::<Argument>();
        page.text(Reason::new("report-by").with("attributes", names).text(lang));
        let row = |row: &PublishedRow| {
            let name = row.name(lang);
            let finding = by
                .report
                .as_ref()
                .and_then(|report| report.findings.iter().find(|finding| finding.group == name));
            let of = |figure: fn(&Finding) -> Option<f64>| finding.and_then(figure);
            let (Some(considered), Some(selected)) = (row.considered, row.selected) else {
                let (ratio, p) = (banded(row.ratio_band), banded(row.p_band));
                return vec![
                    cell(name),
                    hidden(),
                    hidden(),
                    hidden(),
                    ratio,
                    hidden(),
                    p,
                    hidden(),
                    cell(NONE),
                ];
            };
            vec![
                cell(name),
                whole(considered),
                whole(selected),
                share(row.rate),
                decimal(of(|finding| finding.impact_ratio), 2),
                interval(finding.and_then(|finding| finding.interval)),
                probability(of(|finding| finding.mid_p)),
                probability(of(|finding| finding.adjusted_p)),
                cell(verdict(finding.map(|finding| finding.verdict), lang)),
            ]
        };
        let rows = by.rows.iter().map(row).collect();
        table(page, &SELECTION, rows, lang);
    }
}

fn table(page: &mut Page, columns: &[&str], rows: Vec<Vec<Cell>>, lang: Lang) {
    page.table(columns.iter().map(|column| word(column, lang)).collect(), rows);
}

fn whole(number: u64) -> Cell {
    cell(number.to_string())
}

fn decimal(value: Option<f64>, digits: usize) -> Cell {
    cell(value.map_or_else(|| NONE.to_owned(), |value| format!("{value:.digits$}")))
}

fn share(value: Option<f64>) -> Cell {
    cell(value.map_or_else(|| NONE.to_owned(), |value| format!("{:.1}%", value * 100.0)))
}

fn probability(value: Option<f64>) -> Cell {
    cell(match value {
        None => NONE.to_owned(),
        Some(small) if small < 0.0001 => "<0.0001".to_owned(),
        Some(value) => format!("{value:.4}"),
    })
}

fn interval(interval: Option<Interval>) -> Cell {
    cell(interval.map_or_else(
        || NONE.to_owned(),
        |interval| {
            let upper = interval.upper.map_or_else(|| "∞".to_owned(), |upper| format!("{upper:.2}"));
            format!("{:.2}–{upper} ({:.0}%)", interval.lower, interval.confidence * 100.0)
        },
    ))
}
