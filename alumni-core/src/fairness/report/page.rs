//! The report as a page.

use super::{FairnessReport, ReportSection, tables};
use crate::text::{Argument, Cell, Lang, Page, Reason};

pub(super) fn page(report: &FairnessReport, lang: Lang) -> Page {
    let mut page = Page::new(lang, report.title.text(lang));
    let day = Argument::Date(report.as_of).text(lang);
    page.list(vec![
        said("as-of").with("day", day).text(lang),
        said("version").with("version", report.library_version.as_str()).text(lang),
        said("input-hash").with("hash", report.input_hash.as_str()).text(lang),
    ]);
    page.heading(word("overview", lang));
    let row = |section: &ReportSection| {
        vec![cell(section.title.text(lang)), cell(tables::verdict(section.verdict, lang))]
    };
    let head = vec![word("finding", lang), word("verdict", lang)];
    page.table(head, report.sections.iter().map(row).collect());
    for part in &report.sections {
        section(&mut page, part, lang);
    }
    families(&mut page, report, lang);
    rules(&mut page, report, lang);
    page.text(report.screening.text(lang).to_owned());
    page
}

fn section(page: &mut Page, section: &ReportSection, lang: Lang) {
    page.heading(section.title.text(lang).to_owned());
    for line in section.text.text(lang).lines() {
        page.text(line.to_owned());
    }
    tables::tables(page, &section.finding, lang);
    let mut notes = Vec::new();
    if !section.rules.is_empty() {
        notes.push(said("rests-on").with("rules", names(&section.rules)).text(lang));
    }
    if !section.families.is_empty() {
        notes.push(said("belongs-to").with("families", names(&section.families)).text(lang));
    }
    if let Some(hash) = &section.input_hash {
        notes.push(said("finding-hash").with("hash", hash.as_str()).text(lang));
    }
    if !notes.is_empty() {
        page.list(notes);
    }
}

fn families(page: &mut Page, report: &FairnessReport, lang: Lang) {
    if report.families.is_empty() {
        return;
    }
    page.heading(word("families", lang));
    let rows = report.families.iter().map(|family| {
        let adjustment = match family.adjustment {
            super::Adjustment::Holm => "Holm".to_owned(),
            super::Adjustment::BenjaminiHochberg => "Benjamini–Hochberg".to_owned(),
            super::Adjustment::None => word("not-adjusted", lang),
        };
        let findings = family.findings.join(", ");
        vec![cell(&family.id), cell(findings), cell(family.comparisons.to_string()), cell(adjustment)]
    });
    let head = ["family", "findings", "comparisons", "adjustment"].map(|name| word(name, lang));
    page.table(head.to_vec(), rows.collect());
}

fn rules(page: &mut Page, report: &FairnessReport, lang: Lang) {
    if report.rules.is_empty() {
        return;
    }
    page.heading(word("rules", lang));
    let day = |day: Option<chrono::NaiveDate>| {
        day.map_or_else(|| tables::NONE.to_owned(), |day| Argument::Date(day).text(lang))
    };
    let rows = report.rules.iter().map(|rule| {
        vec![
            cell(&rule.id),
            cell(rule.version.to_string()),
            cell(rule.title.text(lang)),
            cell(day(rule.effective_from)),
            cell(day(rule.effective_until)),
            cell(rule.source.as_deref().unwrap_or(tables::NONE)),
        ]
    });
    let head = ["rule", "rule-version", "title", "effective-from", "effective-until", "source"];
    page.table(head.map(|name| word(name, lang)).to_vec(), rows.collect());
    let mut notes: Vec<String> = Vec::new();
    for rule in &report.rules {
        if rule.in_effect == Some(false) {
            notes.push(said("not-in-effect").with("rule", rule.title.text(lang)).text(lang));
        }
        if let Some(note) = &rule.note {
            notes.push(said("note").with("rule", rule.id.as_str()).with("note", note.text(lang)).text(lang));
        }
    }
    if !notes.is_empty() {
        page.list(notes);
    }
}

fn names(ids: &[String]) -> Argument {
    ids.iter().map(String::as_str).collect()
}

fn said(piece: &str) -> Reason {
    Reason::new(format!("report-{piece}"))
}

/// A heading or the name of a column.
pub(super) fn word(piece: &str, lang: Lang) -> String {
    said(piece).text(lang)
}

pub(super) fn cell(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}
