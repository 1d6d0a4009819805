//! A gap divided among criteria.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::finding::Tally;
use super::super::{SelectionReport, Standard, Unknown};
use super::hurdles::{Counts, Hurdles};
use super::say;
use crate::Error;
use crate::text::{Lang, Reason};

/// The groups' pass rates, and which criterion causes how much of each gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GapReport {
    /// The pass rates compared, those who pass as those selected. It says how sure a gap is; its verdicts are about the gaps,
    /// not about their parts.
    pub selection: SelectionReport,
    /// One for each finding of `selection`, in its order.
    pub attributions: Vec<GapAttribution>,
    /// SHA-256 of the standard, the criteria and the counts that were used, in hexadecimal; independent of the order of people.
    pub input_hash: String,
}

/// The gap between one group and its reference, divided among the criteria.
///
/// # What a part is
///
/// The part of a criterion is its Shapley value: how much the gap grows when the criterion joins the others, averaged over every
/// order in which they could join. The parts sum to the gap.
///
/// A person whom k criteria hold back fails from the first of them on, and each is the first in one of k orders; so each of
/// the k bears 1/k of that person. This gives the exact value for any number of criteria, without going through the orders,
/// with an error of rounding below 10^-12.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GapAttribution {
    /// The group.
    pub group: String,
    /// The group compared with; absent when it is everyone else.
    pub reference: Option<String>,
    /// The reference's pass rate less the group's, between -1 and 1; absent where either has nobody.
    pub gap: Option<f64>,
    /// How many of the group cannot be decided for want of facts. They do not pass.
    pub undetermined: u64,
    /// How many of the reference cannot be.
    pub reference_undetermined: u64,
    /// The criteria in their own order; empty where there is no gap to divide because somebody is missing.
    pub parts: Vec<GapPart>,
    /// What this comes to: the gap, what each criterion causes, the largest first, and what comes from facts not known.
    pub reasons: Vec<Reason>,
}

/// What one criterion causes of a gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GapPart {
    /// The criterion.
    pub criterion: String,
    /// Its part of the gap, as a difference of rates. Negative where it narrows the gap.
    pub part: f64,
    /// Of its part, what comes from people who do not meet it.
    pub unmet: f64,
    /// Of its part, what comes from people of whom it cannot be told.
    pub unknown: f64,
    /// The gap if this criterion alone did not apply.
    pub gap_without: f64,
    /// The impact ratio if this criterion alone did not apply; absent when nobody of the reference would pass.
    pub ratio_without: Option<f64>,
}

impl Standard {
    /// Divides the gap between each group's pass rate and its reference's among the criteria.
    ///
    /// Groups with fewer people than the standard's minimum cell are named and take part in nothing; people of unknown group are
    /// counted, and are in no gap. With fewer than two groups there is nothing to compare, and no attribution.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) with the path `reference`: no group has the name of the standard's
    /// reference.
    ///
    /// # Source
    ///
    /// L. S. Shapley, *A Value for n-Person Games*, 1953. Of a person whom k criteria hold back each bears 1/k by symmetry: the
    /// order in which the others stand does not matter.
    pub fn gap(&self, hurdles: &Hurdles) -> Result<GapReport, Error> {
        let tallies = hurdles.groups.iter().filter_map(|(name, counts)| {
            Some(Tally { group: name.clone()?, considered: counts.people, selected: counts.passed })
        });
        let unknown = hurdles.groups.get(&None).map(|counts| Unknown::new(counts.people, counts.passed));
        let selection = self.compare(tallies.collect(), unknown, &BTreeSet::new())?;
        let nobody = Counts::default();
        let of = |name: &str| hurdles.groups.get(&Some(name.to_owned())).unwrap_or(&nobody);
        let mut all = Counts::default();
        selection.groups.iter().for_each(|shown| all.add(of(&shown.group)));
        let attributions = selection.findings.iter().map(|finding| {
            let focal = of(&finding.group);
            let rest;
            let reference = match &finding.reference {
                Some(name) => of(name),
                None => {
                    rest = all.without(focal);
                    &rest
                }
            };
            let parts = parts(&hurdles.criteria, focal, reference);
            let gap = difference([focal.passed, reference.passed], [focal.people, reference.people]);
            GapAttribution {
                group: finding.group.clone(),
                reference: finding.reference.clone(),
                gap,
                undetermined: focal.undetermined,
                reference_undetermined: reference.undetermined,
                reasons: say::reasons(finding, gap, [focal.undetermined, reference.undetermined], &parts),
                parts,
            }
        });
        let attributions = attributions.collect();
        Ok(GapReport { input_hash: hash(self, hurdles, &selection), selection, attributions })
    }
}

/// The reference's rate less the group's, rounded once.
fn difference(passed: [u64; 2], people: [u64; 2]) -> Option<f64> {
    let [x1, x2] = passed.map(i128::from);
    let [n1, n2] = people.map(i128::from);
    let over = n1.saturating_mul(n2);
    let above = x2.saturating_mul(n1).saturating_sub(x1.saturating_mul(n2));
    (over > 0).then(|| above as f64 / over as f64)
}

fn parts(criteria: &[String], focal: &Counts, reference: &Counts) -> Vec<GapPart> {
    let people = [focal.people, reference.people];
    if people.contains(&0) {
        return Vec::new();
    }
    let share = |counts: &Counts, slot: usize| counts.burden(slot) / counts.people as f64;
    let part = |(place, criterion): (usize, &String)| {
        let slots = [place, place.saturating_add(criteria.len())];
        let [unmet, unknown] = slots.map(|slot| share(focal, slot) - share(reference, slot));
        let without = [focal, reference].map(|counts| {
            slots.iter().fold(counts.passed, |passed, slot| passed.saturating_add(counts.alone(*slot)))
        });
        let ratio = |counts: [u64; 2]| super::super::finding::Cross::new(counts, people).ratio();
        GapPart {
            criterion: criterion.clone(),
            part: unmet + unknown,
            unmet,
            unknown,
            gap_without: difference(without, people).unwrap_or_default(),
            ratio_without: (without[1] > 0).then(|| ratio(without)),
        }
    };
    criteria.iter().enumerate().map(part).collect()
}

/// Withheld groups enter by name only: a hash of a small count gives the count away.
fn hash(standard: &Standard, hurdles: &Hurdles, selection: &SelectionReport) -> String {
    let shown: Vec<_> = hurdles
        .groups
        .iter()
        .filter(|(name, _)| name.as_ref().is_none_or(|name| !selection.withheld.contains(name)))
        .map(|(name, counts)| (name, counts.input()))
        .collect();
    // Text, whole numbers and finite floats: there is nothing that cannot be written.
    let input = serde_json::to_string(&(standard, &hurdles.criteria, shown, &selection.withheld));
    crate::document::sha256([input.unwrap_or_default()])
}

impl GapReport {
    /// The findings in sentences of `lang` with what each criterion causes, one line each, and what is to be known about them
    /// all.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        say::report(self, lang)
    }
}

impl fmt::Display for GapReport {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
