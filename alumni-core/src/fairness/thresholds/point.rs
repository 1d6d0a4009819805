//! What one threshold comes to.

use serde::{Deserialize, Serialize};

use super::super::finding::{Cross, Tally};
use super::super::selection::{GroupRate, highest};
use super::super::statistics::fisher;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::{Reference, Standard};

/// Who would be eligible at a threshold, and how the groups compare there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ThresholdPoint {
    /// The threshold.
    pub threshold: f64,
    /// How many people would be eligible, those of unknown group included.
    pub eligible: u64,
    /// Each group that is shown, with its eligible people as those selected.
    pub rates: Vec<GroupRate>,
    /// The lowest impact ratio of a group; absent where none can be formed.
    pub lowest_ratio: Option<f64>,
    /// The group with the lowest ratio; of several the first by name.
    pub lowest_group: Option<String>,
    /// Whether the lowest ratio is below the standard's threshold, decided on whole numbers; absent with the ratio.
    pub below_threshold: Option<bool>,
    /// Whether no other threshold has as many eligible people and a lowest ratio as high, and more of one of the two.
    pub on_front: bool,
    /// Every group against its reference. With [`Split`](super::Inference::Split) they are those of the half that was held
    /// out, for the thresholds on the front; empty for the others.
    pub comparisons: Vec<ThresholdComparison>,
}

/// One group against its reference at one threshold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ThresholdComparison {
    /// The group.
    pub group: String,
    /// How many of it there are.
    pub considered: u64,
    /// How many of those are eligible.
    pub eligible: u64,
    /// The group compared with; absent when it is everyone else.
    pub reference: Option<String>,
    /// How many of the reference there are.
    pub reference_considered: u64,
    /// How many of those are eligible.
    pub reference_eligible: u64,
    /// Rate over reference rate; absent when the reference rate is zero or unknown.
    pub impact_ratio: Option<f64>,
    /// Whether the ratio is below the standard's threshold, decided on whole numbers.
    pub below_threshold: Option<bool>,
    /// Lancaster's two-sided mid-p; absent where nobody or nobody's eligibility can be compared.
    pub mid_p: Option<f64>,
    /// `mid_p` adjusted by Holm for every test of the search.
    pub adjusted_p: Option<f64>,
}

/// The groups' counts at one threshold, sorted by name; no minimum applies here.
pub(super) fn comparisons(standard: &Standard, shown: &[Tally]) -> Vec<ThresholdComparison> {
    let against = |reference: &Tally| {
        let others = shown.iter().filter(|tally| tally.group != reference.group);
        others.map(|focal| comparison(standard, focal, reference, Some(&reference.group))).collect()
    };
    match standard.reference() {
        Reference::HighestRate => highest(shown).map_or_else(Vec::new, against),
        Reference::Group(name) => {
            shown.iter().find(|tally| tally.group == *name).map_or_else(Vec::new, against)
        }
        Reference::Complement => {
            let sum = |of: fn(&Tally) -> u64| shown.iter().map(of).fold(0, u64::saturating_add);
            let (considered, selected) = (sum(|tally| tally.considered), sum(|tally| tally.selected));
            let rest = |focal: &Tally| Tally {
                group: String::new(),
                considered: considered.saturating_sub(focal.considered),
                selected: selected.saturating_sub(focal.selected),
            };
            shown.iter().map(|focal| comparison(standard, focal, &rest(focal), None)).collect()
        }
    }
}

fn comparison(
    standard: &Standard,
    focal: &Tally,
    reference: &Tally,
    name: Option<&String>,
) -> ThresholdComparison {
    let cross = Cross::new([focal.selected, reference.selected], [focal.considered, reference.considered]);
    let all = focal.selected.saturating_add(reference.selected);
    let there = focal.considered > 0 && reference.considered > 0 && all > 0;
    let has_ratio = there && reference.selected > 0;
    let test =
        || fisher::exact(&Hypergeometric::new(focal.considered, reference.considered, all), focal.selected);
    ThresholdComparison {
        group: focal.group.clone(),
        considered: focal.considered,
        eligible: focal.selected,
        reference: name.cloned(),
        reference_considered: reference.considered,
        reference_eligible: reference.selected,
        impact_ratio: has_ratio.then(|| cross.ratio()),
        below_threshold: has_ratio.then(|| cross.below(standard.threshold())),
        mid_p: there.then(|| test().mid_p),
        adjusted_p: None,
    }
}

impl ThresholdPoint {
    pub(super) fn new(standard: &Standard, threshold: f64, eligible: u64, shown: &[Tally]) -> Self {
        let comparisons = comparisons(standard, shown);
        let ratio = |comparison: &ThresholdComparison| comparison.impact_ratio;
        let lowest = comparisons.iter().filter(|comparison| ratio(comparison).is_some());
        let lowest = lowest.reduce(|lowest, other| if ratio(other) < ratio(lowest) { other } else { lowest });
        Self {
            threshold,
            eligible,
            rates: shown.iter().map(GroupRate::from).collect(),
            lowest_ratio: lowest.and_then(ratio),
            lowest_group: lowest.map(|lowest| lowest.group.clone()),
            below_threshold: lowest.and_then(|lowest| lowest.below_threshold),
            on_front: false,
            comparisons,
        }
    }
}
