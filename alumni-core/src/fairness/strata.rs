//! Selection rates compared within strata: requisitions, departments, years.

mod agreement;
mod figures;
mod finding;
mod say;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

pub use agreement::Agreement;
pub use figures::{ChiSquare, Estimate, ExactStrata};
pub use finding::{StratifiedFinding, StratumRatio};

use super::finding::Tally;
use super::selection::Pair;
use super::statistics::fisher::below;
use super::statistics::{benjamini_hochberg, holm, normal};
use super::verdict::probability;
use super::{GroupRate, Standard, TwoSided, Verdict};
use crate::Error;
use crate::text::{Lang, Reason};

/// The groups' selection rates within strata, beside those of all strata together.
///
/// Groups, strata and findings stand in the order of their names, whatever order they came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StrataReport {
    /// The standard they were compared by.
    pub standard: Standard,
    /// The names of the strata.
    pub strata: Vec<String>,
    /// Every group that is shown, over all strata.
    pub groups: Vec<GroupRate>,
    /// Groups with fewer considered, over all strata, than the standard's minimum cell: they take part in nothing.
    pub withheld: Vec<String>,
    /// One finding for each group that has a reference to be compared with.
    pub findings: Vec<StratifiedFinding>,
    /// The highest verdict of the findings, within strata and pooled; [`Insufficient`](Verdict::Insufficient) when
    /// withheld groups leave none.
    pub verdict: Verdict,
    /// How many findings have a p-value: the family over which `adjusted_p` is adjusted.
    pub comparisons: u64,
    /// What two-sided means in the exact tests.
    pub two_sided: TwoSided,
    /// What is to be known about the report as a whole.
    pub reasons: Vec<Reason>,
    /// SHA-256 of the standard and the counts that were used, in hexadecimal; independent of their order.
    pub input_hash: String,
}

/// A stratum's counts of the shown groups, by group.
type Cells = BTreeMap<String, (u64, u64)>;

const MOST_CELLS: usize = 100_000;

impl Standard {
    /// Compares the groups' selection rates within strata; each cell is its stratum, its group, how many of that group
    /// were considered there, and how many of them selected.
    ///
    /// The reference is chosen over all strata. A group may be absent from a stratum. Strata in which only one of two
    /// groups was considered, or nobody or everybody of both selected, say nothing about their ratio of odds.
    ///
    /// # Errors
    ///
    /// As [`selection`](Self::selection) with the cells in place of the groups;
    /// [`TooLarge`](crate::ErrorKind::TooLarge) for more than 100,000 cells too.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::fairness::{Agreement, Standard};
    ///
    /// // Women apply where few are selected.
    /// let report = Standard::default().strata([
    ///     ("sales", "women", 400, 84), ("sales", "men", 100, 20),
    ///     ("works", "women", 100, 62), ("works", "men", 400, 240),
    /// ])?;
    /// let finding = &report.findings[0];
    /// assert_eq!(format!("{:.2}", finding.pooled.impact_ratio.unwrap()), "0.56");
    /// assert_eq!(format!("{:.2}", finding.rate_ratio.unwrap().value), "1.04");
    /// assert_eq!(finding.agreement, Agreement::Reverses);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn strata<S: Into<String>, N: Into<String>>(
        &self,
        cells: impl IntoIterator<Item = (S, N, u64, u64)>,
    ) -> Result<StrataReport, Error> {
        self.compare_strata(checked(cells)?)
    }

    /// Compares cells that were checked, by stratum and group.
    pub(super) fn compare_strata(&self, strata: BTreeMap<String, Cells>) -> Result<StrataReport, Error> {
        let mut all: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for (group, (considered, selected)) in strata.values().flatten() {
            let sum = all.entry(group).or_default();
            *sum = (sum.0.saturating_add(*considered), sum.1.saturating_add(*selected));
        }
        let tally = |(group, (considered, selected)): (&str, (u64, u64))| Tally {
            group: group.to_owned(),
            considered,
            selected,
        };
        let (shown, withheld): (Vec<_>, Vec<_>) =
            all.into_iter().map(tally).partition(|tally| tally.considered >= self.minimum_cell());
        let withheld: Vec<String> = withheld.into_iter().map(|tally| tally.group).collect();
        let names: BTreeSet<&str> = shown.iter().map(|tally| tally.group.as_str()).collect();
        let strata: BTreeMap<String, Cells> = strata
            .into_iter()
            .map(|(stratum, cells)| {
                (stratum, cells.into_iter().filter(|(group, _)| names.contains(group.as_str())).collect())
            })
            .collect();

        let z = normal::two_sided(self.confidence());
        let pairs = self.pairs(&shown, &withheld)?;
        let finding = |pair: &Pair<'_>| StratifiedFinding::new(pair, &strata, self, z, pairs.len());
        let mut findings: Vec<StratifiedFinding> = pairs.iter().map(finding).collect();
        let comparisons = adjust(&mut findings, self);
        let verdicts = findings.iter().flat_map(|finding| [finding.verdict, finding.pooled.verdict]);
        Ok(StrataReport {
            verdict: verdicts.max().unwrap_or(Verdict::Insufficient),
            comparisons,
            two_sided: TwoSided::MinimumLikelihood,
            reasons: self.reasons(comparisons, &withheld, None),
            input_hash: hash(self, &strata, &withheld),
            strata: strata.into_keys().collect(),
            groups: shown.iter().map(GroupRate::from).collect(),
            standard: self.clone(),
            withheld,
            findings,
        })
    }
}

/// The cells by stratum and group, each possible and named once.
fn checked<S: Into<String>, N: Into<String>>(
    cells: impl IntoIterator<Item = (S, N, u64, u64)>,
) -> Result<BTreeMap<String, Cells>, Error> {
    let mut strata: BTreeMap<String, Cells> = BTreeMap::new();
    let mut groups = BTreeSet::new();
    let mut all = 0_u64;
    for (index, (stratum, group, considered, selected)) in cells.into_iter().enumerate() {
        let at = |error: Error, field: &str| error.within(field).within(format!("cells[{index}]"));
        if index >= MOST_CELLS {
            return Err(Error::too_large("expected at most 100000 cells").within("cells"));
        }
        let (stratum, group): (String, String) = (stratum.into(), group.into());
        super::selection::named(&stratum).map_err(|error| at(error, "stratum"))?;
        super::selection::named(&group).map_err(|error| at(error, "group"))?;
        if selected > considered {
            let error = Error::inconsistent("expected at most as many selected as considered");
            return Err(at(error, "selected"));
        }
        all = all.saturating_add(considered);
        if all > super::selection::MOST_PEOPLE {
            return Err(at(Error::too_large("expected at most 10^18 considered in all"), "considered"));
        }
        groups.insert(group.clone());
        let name = format!("`{group}` in `{stratum}`");
        if strata.entry(stratum).or_default().insert(group, (considered, selected)).is_some() {
            let error =
                Error::duplicate(format!("expected each group once in each stratum, got {name} again"));
            return Err(at(error, "group"));
        }
    }
    if groups.len() > super::selection::MOST_GROUPS {
        return Err(Error::too_large("expected at most 10000 groups").within("cells"));
    }
    if groups.len() < 2 {
        return Err(Error::missing("expected at least two groups").within("cells"));
    }
    Ok(strata)
}

/// Adjusts the p-values for how many there are, and returns that number.
fn adjust(findings: &mut [StratifiedFinding], standard: &Standard) -> u64 {
    let mut pooled: Vec<_> = findings.iter_mut().map(|finding| &mut finding.pooled).collect();
    super::selection::adjust(pooled.drain(..), standard);
    let mut tested: Vec<_> = findings.iter_mut().filter(|finding| finding.mid_p.is_some()).collect();
    let p: Vec<f64> = tested.iter().filter_map(|finding| finding.mid_p).collect();
    let adjusted = holm::adjust(&p).into_iter().zip(benjamini_hochberg::adjust(&p));
    let alpha = standard.alpha();
    for (finding, (adjusted, discovery)) in tested.iter_mut().zip(adjusted) {
        (finding.adjusted_p, finding.discovery_p) = (Some(adjusted), Some(discovery));
        if finding.mid_p.is_some_and(|p| below(p, alpha)) && !below(adjusted, alpha) {
            finding
                .reasons
                .push(Reason::new("selection-not-after-adjustment").with("p", probability(adjusted)));
        }
    }
    u64::try_from(p.len()).unwrap_or(u64::MAX)
}

fn hash(standard: &Standard, strata: &BTreeMap<String, Cells>, withheld: &[String]) -> String {
    // Text, whole numbers and finite floats: there is nothing that cannot be written.
    crate::document::sha256([serde_json::to_string(&(standard, strata, withheld)).unwrap_or_default()])
}

impl StrataReport {
    /// The findings in sentences of `lang`, one line each, and what is to be known about them all.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        say::report(self, lang)
    }
}

impl fmt::Display for StrataReport {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
