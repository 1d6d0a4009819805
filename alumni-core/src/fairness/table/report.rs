//! What the counts of a table say: each attribute, each intersection, each attribute within strata.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::finding::Tally;
use super::super::input_hash;
use super::super::selection::{adjust, checked};
use super::super::sentence::{closed, joined};
use super::super::{Reference, SelectionReport, Standard, StrataReport, Unknown, Verdict};
use super::TableOptions;
use super::count::Counted;
use crate::Error;
use crate::text::{Argument, Lang, Reason};

/// What a table of people says about their selection.
///
/// With a standard's minimum cell no number of a small group follows from those that are shown: another group of its attribute is
/// withheld with it, and combinations with a small group are not shown at all. [`publish`](crate::fairness::publish) shows as many of
/// them as can be shown, and protects sizes to a span.
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
    /// A fingerprint of what was counted, by those of the comparisons: groups that are withheld are in it by name only. Which rows they
    /// were counted from does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The groups of one attribute, or of a combination of attributes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct AttributeReport {
    /// The columns.
    pub attributes: Vec<String>,
    /// The comparison; absent where there are fewer than two groups, and for a combination with a group below the standard's
    /// minimum cell: its size would follow from the others'. Its p-values are adjusted for all comparisons of the
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
            report.say(comparisons);
        }
    }
    let verdicts = attributes.iter().chain(&intersections).map(|attribute| attribute.verdict);
    let mut reasons = Vec::new();
    if counted.undecided > 0 {
        reasons.push(Reason::new("selection-undecided").with("rows", counted.undecided));
    }
    let hidden =
        intersections.iter().filter(|one| one.report.is_none() && one.verdict == Verdict::Insufficient);
    let hidden: Vec<String> = hidden.map(|one| one.attributes.join(TIMES)).collect();
    if !hidden.is_empty() {
        let names = hidden.iter().map(String::as_str).collect::<Argument>();
        let reason = Reason::new("selection-combinations-withheld").with("combinations", names);
        reasons.push(reason.with("minimum", standard.minimum_cell()));
    }
    Ok(TableReport {
        input_hash: fingerprint(standard, counted, [&attributes, &intersections]),
        standard: standard.clone(),
        rows: counted.rows,
        undecided: counted.undecided,
        verdict: verdicts.max().unwrap_or(Verdict::NotEstimable),
        attributes,
        intersections,
        reasons,
    })
}

fn fingerprint(standard: &Standard, counted: &Counted, families: [&[AttributeReport]; 2]) -> Option<String> {
    let of = |one: &AttributeReport| {
        serde_json::json!({
            "attributes": one.attributes,
            "selection": one.report.as_ref().map(|report| &report.input_hash),
            "strata": one.strata.as_ref().map(|strata| &strata.input_hash),
        })
    };
    let [attributes, intersections] = families.map(|family| family.iter().map(of).collect::<Vec<_>>());
    let input = serde_json::json!({
        "attributes": attributes,
        "intersections": intersections,
        "rows": counted.rows,
        "standard": standard,
        "undecided": counted.undecided,
    });
    input_hash::of(&input_hash::canonical(&input))
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
    let beside = beside(&tallies, standard.minimum_cell());
    let is_small = tallies.iter().any(|tally| tally.considered < standard.minimum_cell());
    if is_small && places.len() > 1 {
        return Ok(AttributeReport {
            attributes: names,
            report: None,
            strata: None,
            verdict: Verdict::Insufficient,
        });
    }
    let report = standard.compare(tallies, unknown, &beside).map_err(at)?;
    for cells in strata.values_mut() {
        cells.retain(|group, _| !beside.contains(group));
    }
    let several = strata.values().flatten().map(|(group, _)| group).collect::<BTreeSet<_>>();
    let strata = if several.len() > 1 { Some(standard.compare_strata(strata).map_err(at)?) } else { None };
    let verdict = strata.as_ref().map_or(report.verdict, |strata| strata.verdict.max(report.verdict));
    Ok(AttributeReport { attributes: names, report: Some(report), strata, verdict })
}

/// The smallest of the groups that are large enough, until those withheld are two and together as many as one must have: their
/// sum follows from how many rows there are.
fn beside(tallies: &[Tally], minimum: u64) -> BTreeSet<String> {
    let (mut large, small): (Vec<&Tally>, Vec<&Tally>) =
        tallies.iter().partition(|tally| tally.considered >= minimum);
    let people = small.iter().fold(0_u64, |sum, tally| sum.saturating_add(tally.considered));
    if small.is_empty() || (small.len() > 1 && people >= minimum) {
        return BTreeSet::new();
    }
    // Any of the large ones is enough for both.
    large.sort_by_key(|tally| (tally.considered, &tally.group));
    large.first().map(|tally| tally.group.clone()).into_iter().collect()
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
