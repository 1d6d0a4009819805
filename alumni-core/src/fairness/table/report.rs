//! What the counts of a table say: each attribute, each intersection, each attribute within strata.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::finding::Tally;
use super::super::selection::{adjust, checked};
use super::super::sentence::{closed, joined};
use super::super::{Reference, SelectionReport, Standard, StrataReport, Unknown, Verdict};
use super::TableOptions;
use super::count::Counted;
use crate::Error;
use crate::text::{Lang, Reason};

/// What a table of people says about their selection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct TableReport {
    /// The standard they were compared by.
    pub standard: Standard,
    /// How many rows the table has.
    pub rows: u64,
    /// How many of them have no outcome, and take part in nothing.
    pub undecided: u64,
    /// Each attribute, in the order asked for: the declared family.
    pub attributes: Vec<AttributeReport>,
    /// Each combination of two or more attributes: exploration.
    pub intersections: Vec<AttributeReport>,
    /// The highest verdict of all.
    pub verdict: Verdict,
    /// What is to be known about the report as a whole.
    pub reasons: Vec<Reason>,
}

/// The groups of one attribute, or of a combination of attributes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AttributeReport {
    /// The columns.
    pub attributes: Vec<String>,
    /// The comparison; absent where there are fewer than two groups. Its p-values are adjusted for all comparisons of the
    /// family, which `comparisons` counts. A group of several attributes is named after theirs: `women × 40s`.
    pub report: Option<SelectionReport>,
    /// The comparison within strata, for one attribute and where strata were asked for. People of unknown stratum are not
    /// in it.
    pub strata: Option<StrataReport>,
    /// What this asks of the reader; [`NotEstimable`](Verdict::NotEstimable) where there is nothing to compare.
    pub verdict: Verdict,
}

/// Between the names of a combination of groups.
pub(in crate::fairness) const TIMES: &str = " × ";

pub(super) fn report(
    standard: &Standard,
    options: &TableOptions,
    counted: &Counted,
) -> Result<TableReport, Error> {
    let all = options.attributes.len();
    let singles = (0..all).map(|place| vec![place]);
    let mut attributes = singles
        .map(|places| attribute(standard, options, counted, &places))
        .collect::<Result<Vec<_>, _>>()?;
    let mut intersections = Vec::new();
    if options.intersections {
        for places in combinations(all) {
            intersections.push(attribute(standard, options, counted, &places)?);
        }
    }
    for family in [&mut attributes, &mut intersections] {
        let reports = || family.iter().filter_map(|attribute| attribute.report.as_ref());
        let comparisons = reports().fold(0_u64, |sum, report| sum.saturating_add(report.comparisons));
        let findings = family.iter_mut().filter_map(|attribute| attribute.report.as_mut());
        adjust(findings.flat_map(|report| &mut report.findings), standard);
        for report in family.iter_mut().filter_map(|attribute| attribute.report.as_mut()) {
            report.comparisons = comparisons;
            report.reasons = standard.reasons(comparisons, &report.withheld, report.unknown);
        }
    }
    let verdicts = attributes.iter().chain(&intersections).map(|attribute| attribute.verdict);
    let mut reasons = Vec::new();
    if counted.undecided > 0 {
        reasons.push(Reason::new("selection-undecided").with("rows", counted.undecided));
    }
    Ok(TableReport {
        standard: standard.clone(),
        rows: counted.rows,
        undecided: counted.undecided,
        verdict: verdicts.max().unwrap_or(Verdict::NotEstimable),
        attributes,
        intersections,
        reasons,
    })
}

/// Every combination of two or more of `all` places, small ones first.
fn combinations(all: usize) -> Vec<Vec<usize>> {
    let mut found: Vec<Vec<usize>> = (0_u32..1_u32.checked_shl(u32::try_from(all).unwrap_or(0)).unwrap_or(0))
        .filter(|set| set.count_ones() > 1)
        .map(|set| {
            (0..all)
                .filter(|place| set.checked_shr(u32::try_from(*place).unwrap_or(0)).unwrap_or(0) & 1 == 1)
                .collect()
        })
        .collect();
    found.sort_by(|one: &Vec<usize>, other| (one.len(), one).cmp(&(other.len(), other)));
    found
}

fn attribute(
    standard: &Standard,
    options: &TableOptions,
    counted: &Counted,
    places: &[usize],
) -> Result<AttributeReport, Error> {
    let names: Vec<String> =
        places.iter().filter_map(|place| options.attributes.get(*place)).cloned().collect();
    let at = |error: Error| error.within(names.join(TIMES));
    let standard = match names.iter().map(|name| options.references.get(name)).collect::<Option<Vec<_>>>() {
        Some(groups) => {
            let groups: Vec<&str> = groups.into_iter().map(String::as_str).collect();
            standard.clone().with_reference(Reference::Group(groups.join(TIMES)))
        }
        None => standard.clone(),
    };
    let stratum = options.stratum.as_ref().filter(|_| places.len() == 1);
    let mut groups: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    let mut strata: BTreeMap<String, BTreeMap<String, (u64, u64)>> = BTreeMap::new();
    let mut unknown = Unknown::default();
    for (key, cell) in &counted.cells {
        let group = places.iter().map(|place| key.get(*place)?.as_deref()).collect::<Option<Vec<_>>>();
        if let Some(group) = &group
            && places.len() > 1
            && let Some(name) = group.iter().find(|name| name.contains(TIMES))
        {
            let error =
                Error::inconsistent(format!("expected names of groups without `{TIMES}`, got `{name}`"));
            return Err(at(error));
        }
        let Some(group) = group.map(|parts| parts.join(TIMES)) else {
            unknown.considered = unknown.considered.saturating_add(cell.0);
            unknown.selected = unknown.selected.saturating_add(cell.1);
            continue;
        };
        if let (Some(_), Some(Some(stratum))) = (stratum, key.last()) {
            add(strata.entry(stratum.clone()).or_default().entry(group.clone()).or_default(), *cell);
        }
        add(groups.entry(group).or_default(), *cell);
    }
    if groups.len() < 2 {
        return Ok(AttributeReport {
            attributes: names,
            report: None,
            strata: None,
            verdict: Verdict::NotEstimable,
        });
    }
    let tallies: Vec<Tally> = checked(groups.into_iter().map(|(group, (n, x))| (group, n, x))).map_err(at)?;
    let unknown = Some(unknown).filter(|unknown| unknown.considered > 0);
    let report = standard.compare(tallies, unknown).map_err(at)?;
    let several =
        strata.values().flatten().map(|(group, _)| group).collect::<std::collections::BTreeSet<_>>();
    let strata = if several.len() > 1 { Some(standard.compare_strata(strata).map_err(at)?) } else { None };
    let verdict = strata.as_ref().map_or(report.verdict, |strata| strata.verdict.max(report.verdict));
    Ok(AttributeReport { attributes: names, report: Some(report), strata, verdict })
}

fn add(sum: &mut (u64, u64), cell: (u64, u64)) {
    *sum = (sum.0.saturating_add(cell.0), sum.1.saturating_add(cell.1));
}

impl TableReport {
    /// Every comparison in sentences of `lang`, each under the names of its attributes, and what concerns them all.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let each = self.attributes.iter().chain(&self.intersections).map(|attribute| {
            let mut lines = vec![format!("[{}]", attribute.attributes.join(TIMES))];
            if let Some(report) = &attribute.report {
                lines.extend(report.findings.iter().map(|finding| finding.text(lang)));
                lines.extend(report.reasons.iter().map(|reason| reason.text(lang)));
            }
            if let Some(strata) = &attribute.strata {
                lines.extend(strata.findings.iter().map(|finding| finding.text(lang)));
            }
            if attribute.report.as_ref().is_none_or(|report| report.findings.is_empty()) {
                lines.push(joined(vec![attribute.verdict.reason().text(lang)], lang));
            }
            lines.join("\n")
        });
        closed(each.collect(), &self.reasons, self.verdict, lang)
    }
}

impl fmt::Display for TableReport {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
