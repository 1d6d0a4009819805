use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::groups::{Groups, Selection};
use crate::Error;
use crate::fairness::{PayPosition, SelectionReport, Standard, compa_ratios};
use crate::text::Localized;
use crate::workforce::{Fact, Money, Value, Worker};

/// One comparison of groups: who passes a policy, or who was selected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SelectionFinding {
    /// What was decided: a policy's id, or `selections`.
    pub of: String,
    /// Its title.
    pub title: Localized,
    /// The attribute whose groups are compared.
    pub attribute: String,
    /// People whose group is not known and who are in no group.
    pub unknown_group: u64,
    /// The comparison.
    pub report: SelectionReport,
}

/// Pay against the midpoint of its range, for those who came back and those who stayed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PayComparison {
    /// Employed now, after at least one return.
    pub returners: PayPosition,
    /// Employed now, in their first spell.
    pub stayers: PayPosition,
}

/// Compares the groups of every attribute; `people` are those considered, `chosen` those who passed.
pub(super) fn by_groups(
    standard: &Standard,
    groups: &Groups,
    of: (&str, &Localized),
    people: impl Iterator<Item = (String, bool)> + Clone,
) -> Result<Vec<SelectionFinding>, Error> {
    let mut findings = Vec::new();
    for (attribute, group_of) in groups {
        let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        let mut unknown_group = 0_u64;
        for (worker, passed) in people.clone() {
            match group_of.get(&worker) {
                None => unknown_group = unknown_group.saturating_add(1),
                Some(group) => {
                    let (considered, selected) = counts.entry(group).or_default();
                    *considered = considered.saturating_add(1);
                    *selected = selected.saturating_add(u64::from(passed));
                }
            }
        }
        if counts.len() < 2 {
            continue;
        }
        let counts = counts.into_iter().map(|(group, (considered, selected))| (group, considered, selected));
        findings.push(SelectionFinding {
            of: of.0.to_owned(),
            title: of.1.clone(),
            attribute: attribute.clone(),
            unknown_group,
            report: standard.selection(counts)?,
        });
    }
    Ok(findings)
}

/// A policy's passes by group.
pub(super) fn of_policy(
    standard: &Standard,
    groups: &Groups,
    of: (&str, &Localized),
    workers: &[&Worker],
    may: &BTreeSet<String>,
) -> Result<Vec<SelectionFinding>, Error> {
    by_groups(
        standard,
        groups,
        of,
        workers.iter().map(|worker| (worker.id().to_owned(), may.contains(worker.id()))),
    )
}

/// Real selections by group.
pub(super) fn of_selections(
    standard: &Standard,
    groups: &Groups,
    selections: &[Selection],
) -> Result<Vec<SelectionFinding>, Error> {
    let title = Localized::new("Selections", "選考");
    let people = selections.iter().map(|selection| (selection.worker.clone(), selection.selected));
    by_groups(standard, groups, ("selections", &title), people)
}

/// Positions in pay ranges; `None` when nobody employed has a range, or when the ranges are in several currencies.
pub(super) fn pay(workers: &[Worker], as_of: NaiveDate) -> Result<Option<PayComparison>, Error> {
    let (mut returners, mut stayers) = (Vec::new(), Vec::new());
    for worker in workers {
        let Some((pay, midpoint)) = position(worker, as_of) else { continue };
        match Fact::ReturnCount.of(worker, None, as_of) {
            Some(Value::Integer(0)) => stayers.push((pay, midpoint)),
            Some(Value::Integer(_)) => returners.push((pay, midpoint)),
            _ => {}
        }
    }
    let currencies: BTreeSet<_> = returners.iter().chain(&stayers).map(|(pay, _)| pay.currency()).collect();
    if currencies.len() != 1 {
        return Ok(None);
    }
    Ok(Some(PayComparison { returners: compa_ratios(returners)?, stayers: compa_ratios(stayers)? }))
}

/// Pay and the midpoint of its range, of somebody employed.
fn position(worker: &Worker, as_of: NaiveDate) -> Option<(Money, Money)> {
    if Fact::Employed.of(worker, None, as_of) != Some(Value::Boolean(true)) {
        return None;
    }
    let pay = worker.pay().iter().rev().find(|pay| pay.from <= as_of)?;
    let midpoint = pay.range_midpoint.filter(|midpoint| midpoint.minor() > 0)?;
    Some((pay.amount, midpoint))
}
