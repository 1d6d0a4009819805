//! Which comparisons are looked at together, and how their p-values are adjusted for it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::selection;
use super::{ReportEntry, ReportedFinding};

/// Comparisons that are looked at together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ComparisonFamily {
    /// The declared name, or one made from the finding's id.
    pub id: String,
    /// The ids of its findings.
    pub findings: Vec<String>,
    /// How many comparisons have a p-value.
    pub comparisons: u64,
    /// How the p-values are adjusted.
    pub adjustment: Adjustment,
}

/// How p-values are adjusted for how many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Adjustment {
    /// Holm, for a family declared beforehand: `adjusted_p`.
    Holm,
    /// Benjamini and Hochberg, for exploration: `discovery_p`.
    BenjaminiHochberg,
    /// Not at all, since the rule wants every figure.
    None,
}

/// Adjusts the p-values of declared families, and names every family.
pub(super) fn adjust(entries: &[ReportEntry], findings: &mut [ReportedFinding]) -> Vec<ComparisonFamily> {
    let mut declared: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, entry) in entries.iter().enumerate() {
        if let Some(family) = &entry.family {
            declared.entry(family).or_default().push(place);
        }
    }
    let mut families = Vec::new();
    for (name, places) in declared {
        families.push(ComparisonFamily {
            id: name.to_owned(),
            findings: places
                .iter()
                .filter_map(|place| entries.get(*place))
                .map(|entry| entry.id.clone())
                .collect(),
            comparisons: together(&places, findings),
            adjustment: Adjustment::Holm,
        });
    }
    for (entry, finding) in entries.iter().zip(findings.iter()) {
        if entry.family.is_none() {
            families.extend(own(&entry.id, finding));
        }
    }
    families
}

/// Adjusts the selections at `places` as one family, each by the level of its own standard.
fn together(places: &[usize], findings: &mut [ReportedFinding]) -> u64 {
    let member = |(place, _): &(usize, &mut ReportedFinding)| places.contains(place);
    let mut reports: Vec<_> = findings
        .iter_mut()
        .enumerate()
        .filter(member)
        .filter_map(|(_, finding)| match finding {
            ReportedFinding::Selection(report) => Some(report),
            _ => None,
        })
        .collect();
    let levels = reports.iter().flat_map(|report| report.findings.iter().map(|_| report.standard.alpha()));
    let levels: Vec<f64> = levels.collect();
    let comparisons =
        selection::adjust_at(reports.iter_mut().flat_map(|report| &mut report.findings).zip(levels));
    for report in reports {
        report.say(comparisons);
    }
    comparisons
}

/// The families that a finding is by itself.
fn own(id: &str, finding: &ReportedFinding) -> Vec<ComparisonFamily> {
    let family = |name: String, comparisons, adjustment| ComparisonFamily {
        id: name,
        findings: vec![id.to_owned()],
        comparisons,
        adjustment,
    };
    let holm = |comparisons| vec![family(id.to_owned(), comparisons, Adjustment::Holm)];
    match finding {
        ReportedFinding::Selection(found) => holm(found.comparisons),
        ReportedFinding::Strata(found) => holm(found.comparisons),
        ReportedFinding::Thresholds(found) => holm(found.comparisons),
        ReportedFinding::RateComparison(found) => holm(found.comparisons),
        ReportedFinding::PolicyGap(found) => holm(found.report.selection.comparisons),
        ReportedFinding::Table(found) => {
            let count = |attributes: &[super::super::AttributeReport]| {
                attributes
                    .iter()
                    .find_map(|attribute| attribute.report.as_ref())
                    .map(|report| report.comparisons)
            };
            let attributes = count(&found.attributes)
                .map(|comparisons| family(format!("{id}/attributes"), comparisons, Adjustment::Holm));
            let intersections = count(&found.intersections).map(|comparisons| {
                family(format!("{id}/intersections"), comparisons, Adjustment::BenjaminiHochberg)
            });
            attributes.into_iter().chain(intersections).collect()
        }
        ReportedFinding::PublishedSelection(found) => {
            let count = |is_single: bool| {
                let tables = found.tables.iter().filter(|table| (table.attributes.len() == 1) == is_single);
                tables.filter_map(|table| table.report.as_ref()).map(|report| report.comparisons).next()
            };
            let attributes = count(true)
                .map(|comparisons| family(format!("{id}/attributes"), comparisons, Adjustment::Holm));
            let intersections = count(false).map(|comparisons| {
                family(format!("{id}/intersections"), comparisons, Adjustment::BenjaminiHochberg)
            });
            attributes.into_iter().chain(intersections).collect()
        }
        ReportedFinding::LocalLaw144(found) => {
            let rows = found.tables.iter().flat_map(|table| &table.rows);
            let ratios = rows.filter(|row| row.impact_ratio.is_some()).count();
            vec![family(id.to_owned(), super::super::pay::count(ratios), Adjustment::None)]
        }
        _ => Vec::new(),
    }
}
