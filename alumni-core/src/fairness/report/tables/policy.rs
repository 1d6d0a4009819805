//! The tables of findings about a policy.

use super::super::super::{
    CounterfactualCriterion, CounterfactualFact, CounterfactualValue, Counterfactuals, GapAttribution,
    GapPart, PolicyGap,
};
use super::super::page::{cell, word};
use super::{NONE, decimal, selection, table, whole};
use crate::text::{Argument, Cell, Lang, Page, Reason};

pub(super) fn gap(page: &mut Page, found: &PolicyGap, lang: Lang) {
    decided(page, &found.policy, found.as_of, lang);
    selection(page, &found.report.selection, lang);
    for attribution in &found.report.attributions {
        if attribution.parts.is_empty() {
            continue;
        }
        page.text(about(attribution).text(lang));
        let row = |part: &GapPart| {
            vec![
                cell(&part.criterion),
                points(Some(part.part)),
                points(Some(part.unmet)),
                points(Some(part.unknown)),
                points(Some(part.gap_without)),
                decimal(part.ratio_without, 2),
            ]
        };
        let rows = attribution.parts.iter().map(row).collect();
        let head = ["criterion", "part", "part-unmet", "part-unknown", "gap-without", "ratio-without"];
        table(page, &head, rows, lang);
    }
}

pub(super) fn counterfactuals(page: &mut Page, found: &Counterfactuals, lang: Lang) {
    decided(page, &found.policy, found.as_of, lang);
    let facts = found.facts.iter().map(|fact| {
        vec![
            cell(fact.title.text(lang)),
            cell(word(if fact.protected { "yes" } else { "no" }, lang)),
            cell(word(if fact.read { "yes" } else { "no" }, lang)),
            whole(fact.known),
            whole(fact.unknown),
            whole(fact.changed),
            whole(fact.better),
            whole(fact.worse),
        ]
    });
    let head = ["fact", "protected", "asked-for", "known", "unknown", "changed", "better", "worse"];
    table(page, &head, facts.collect(), lang);
    for fact in found.facts.iter().filter(|fact| fact.read) {
        values(page, fact, lang);
        through(page, fact, lang);
    }
}

fn values(page: &mut Page, fact: &CounterfactualFact, lang: Lang) {
    if fact.values.is_empty() {
        return;
    }
    page.text(Reason::new("report-changed-to").with("fact", fact.title.clone()).text(lang));
    let row = |value: &CounterfactualValue| {
        let name = value.value.clone().unwrap_or_else(|| word("any-other-value", lang));
        vec![cell(name), whole(value.changed), whole(value.better), whole(value.worse)]
    };
    let rows = fact.values.iter().map(row).collect();
    table(page, &["value", "changed", "better", "worse"], rows, lang);
}

fn through(page: &mut Page, fact: &CounterfactualFact, lang: Lang) {
    let named =
        |criterion: &CounterfactualCriterion| vec![cell(&criterion.criterion), whole(criterion.changed)];
    let rows: Vec<_> = fact.criteria.iter().map(named).collect();
    if !rows.is_empty() {
        table(page, &["criterion", "changed"], rows, lang);
    }
}

/// Which policy, and when.
fn decided(page: &mut Page, policy: &crate::document::PolicyReference, as_of: chrono::NaiveDate, lang: Lang) {
    let of = Reason::new("report-policy")
        .with("policy", policy.id.as_str())
        .with("version", u64::from(policy.version))
        .with("day", Argument::Date(as_of))
        .with("hash", policy.hash.as_str());
    page.text(of.text(lang));
}

fn about(attribution: &GapAttribution) -> Reason {
    let reference = match &attribution.reference {
        Some(name) => crate::text::Localized::same(name),
        None => crate::text::Localized::new("everyone else", "その他の全員"),
    };
    Reason::new("report-gap-of").with("group", attribution.group.as_str()).with("reference", reference)
}

/// A difference of rates in points.
fn points(rates: Option<f64>) -> Cell {
    cell(
        rates.map_or_else(
            || NONE.to_owned(),
            |rates| format!("{:.1}", (rates * 1_000.0).round() / 10.0 + 0.0),
        ),
    )
}
