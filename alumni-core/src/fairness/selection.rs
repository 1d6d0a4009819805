use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::finding::Tally;
use super::statistics::fisher::below;
use super::statistics::{benjamini_hochberg, holm, normal};
use super::verdict::probability;
use super::{Finding, Reference, Standard, Verdict, sentence};
use crate::Error;
use crate::text::{Lang, Reason};

/// The groups' selection rates and what can be said about them.
///
/// Groups and findings stand in the order of their names, whatever order they came in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct SelectionReport {
    /// The standard they were compared by.
    pub standard: Standard,
    /// Every group that is shown.
    pub groups: Vec<GroupRate>,
    /// Groups with fewer considered than the standard's minimum cell: they take part in nothing, not even in sums. In a table of
    /// people others are withheld with them; see `withheld_beside`.
    pub withheld: Vec<String>,
    /// Those of them that are large enough by themselves: without them the size of a small group would follow from how many rows
    /// the table has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld_beside: Vec<String>,
    /// People whose group is not known, and who are in none of the groups; absent where the caller named none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unknown: Option<Unknown>,
    /// One finding for each group that has a reference to be compared with.
    pub findings: Vec<Finding>,
    /// The findings' highest verdict; [`Insufficient`](Verdict::Insufficient) when withheld groups leave none.
    pub verdict: Verdict,
    /// How many findings have a p-value: the family over which `adjusted_p` is adjusted. Verdicts use the unadjusted
    /// value, since a screening should rather look twice than not at all.
    pub comparisons: u64,
    /// What two-sided means in the exact tests.
    pub two_sided: TwoSided,
    /// What is to be known about the report as a whole.
    pub reasons: Vec<Reason>,
    /// SHA-256 of the standard and the counts that were used, in hexadecimal; independent of the groups' order.
    pub input_hash: String,
}

/// A group and its selection rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct GroupRate {
    /// The group's name, the caller's code.
    pub group: String,
    /// How many were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
    /// Selected over considered; absent when nobody was considered.
    pub rate: Option<f64>,
}

/// People of unknown group: how many were considered, and how many of them were selected.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{Standard, Unknown};
///
/// // 40 of 100 women and 55 of 110 men; 12 of 30 did not say.
/// let report = Standard::default()
///     .selection_with_unknown([("women", 100, 40), ("men", 110, 55)], Unknown::new(30, 12))?;
/// let range = report.findings[0].unknown.unwrap();
/// assert_eq!(format!("{:.2} to {:.2}", range.lowest.unwrap(), range.highest.unwrap()), "0.62 to 1.08");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unknown {
    /// How many were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
}

impl Unknown {
    /// So many considered, and so many of those selected.
    #[must_use]
    pub const fn new(considered: u64, selected: u64) -> Self {
        Self { considered, selected }
    }
}

/// What two-sided means in an exact test.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TwoSided {
    /// All tables at most as likely as the observed one; ties are told in whole numbers.
    MinimumLikelihood,
}

pub(super) const MOST_GROUPS: usize = 10_000;
const LONGEST_NAME: usize = 1_000;
/// Beyond this, cross products leave 128 bits.
pub(super) const MOST_PEOPLE: u64 = 1_000_000_000_000_000_000;

impl Standard {
    /// Compares the groups' selection rates; each group is its name, how many were considered, and how many of them were
    /// selected.
    ///
    /// The work for each group is bounded however large its counts are.
    ///
    /// # Errors
    ///
    /// - [`Missing`](crate::ErrorKind::Missing): fewer than two groups, or a group without a name.
    /// - [`Duplicate`](crate::ErrorKind::Duplicate): two groups of the same name.
    /// - [`Inconsistent`](crate::ErrorKind::Inconsistent): more selected than considered.
    /// - [`UnknownName`](crate::ErrorKind::UnknownName): no group has the name of the standard's reference.
    /// - [`TooLarge`](crate::ErrorKind::TooLarge): more than 10,000 groups, a name of more than 1,000 bytes, or more
    ///   than 10^18 considered in all.
    ///
    /// Nobody considered, nobody selected and everybody selected are no errors but have their verdicts.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::fairness::{Reference, Standard, Verdict};
    ///
    /// let standard = Standard::default().with_reference(Reference::Group("external".into()));
    /// let report = standard.selection([("external", 400, 200), ("alumni", 300, 90), ("referral", 0, 0)])?;
    /// assert_eq!(report.verdict, Verdict::Review);
    /// assert_eq!(report.findings[0].impact_ratio, Some(0.6));
    /// assert_eq!(report.findings[1].verdict, Verdict::NotEstimable);
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn selection<N: Into<String>>(
        &self,
        groups: impl IntoIterator<Item = (N, u64, u64)>,
    ) -> Result<SelectionReport, Error> {
        self.compare(checked(groups)?, None, &BTreeSet::new())
    }

    /// The same with people of unknown group: each finding says between which limits its ratio lies, whichever groups
    /// they belong to. They take part in nothing else.
    ///
    /// # Errors
    ///
    /// As [`selection`](Self::selection), and for `unknown` [`Inconsistent`](crate::ErrorKind::Inconsistent) when more are
    /// selected than considered, [`TooLarge`](crate::ErrorKind::TooLarge) for more than 10^18 considered in all.
    pub fn selection_with_unknown<N: Into<String>>(
        &self,
        groups: impl IntoIterator<Item = (N, u64, u64)>,
        unknown: Unknown,
    ) -> Result<SelectionReport, Error> {
        let tallies = checked(groups)?;
        let at = |error: Error, field: &str| error.within(field).within("unknown");
        if unknown.selected > unknown.considered {
            let error = Error::inconsistent("expected at most as many selected as considered");
            return Err(at(error, "selected"));
        }
        let known = tallies.iter().fold(0_u64, |all, tally| all.saturating_add(tally.considered));
        if known.saturating_add(unknown.considered) > MOST_PEOPLE {
            return Err(at(Error::too_large("expected at most 10^18 considered in all"), "considered"));
        }
        self.compare(tallies, Some(unknown), &BTreeSet::new())
    }

    /// Compares groups that were checked, by name; those of `beside` are withheld whatever their size.
    pub(super) fn compare(
        &self,
        tallies: Vec<Tally>,
        unknown: Option<Unknown>,
        beside: &BTreeSet<String>,
    ) -> Result<SelectionReport, Error> {
        let (shown, withheld): (Vec<_>, Vec<_>) = tallies
            .into_iter()
            .partition(|tally| tally.considered >= self.minimum_cell() && !beside.contains(&tally.group));
        let withheld: Vec<String> = withheld.into_iter().map(|tally| tally.group).collect();
        let mut findings = self.findings(&shown, &withheld, unknown)?;
        let comparisons = adjust(findings.iter_mut(), self);
        let mut report = SelectionReport {
            groups: shown.iter().map(GroupRate::from).collect(),
            verdict: findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Insufficient),
            comparisons,
            two_sided: TwoSided::MinimumLikelihood,
            input_hash: hash(self, &shown, &withheld, unknown),
            standard: self.clone(),
            withheld,
            withheld_beside: beside.iter().cloned().collect(),
            reasons: Vec::new(),
            unknown,
            findings,
        };
        report.say(comparisons);
        Ok(report)
    }

    fn findings(
        &self,
        shown: &[Tally],
        withheld: &[String],
        unknown: Option<Unknown>,
    ) -> Result<Vec<Finding>, Error> {
        let z = normal::two_sided(self.confidence());
        let pairs = self.pairs(shown, withheld)?;
        let finding = |(focal, reference, name): &(&Tally, Tally, Option<String>)| {
            Finding::new(focal, (reference, name.clone()), unknown, self, z, pairs.len())
        };
        Ok(pairs.iter().map(finding).collect())
    }

    /// Each group that has one with its reference and the reference's name (absent when it is everyone else).
    pub(super) fn pairs<'a>(&self, shown: &'a [Tally], withheld: &[String]) -> Result<Vec<Pair<'a>>, Error> {
        let against = |reference: &Tally| {
            let others = shown.iter().filter(|tally| tally.group != reference.group);
            others.map(|focal| (focal, reference.clone(), Some(reference.group.clone()))).collect()
        };
        match self.reference() {
            Reference::HighestRate => Ok(highest(shown).map_or_else(Vec::new, against)),
            Reference::Group(name) => match shown.iter().find(|tally| tally.group == *name) {
                Some(reference) => Ok(against(reference)),
                None if withheld.contains(name) => Ok(Vec::new()),
                None => Err(Error::unknown_name(format!("expected the name of a group, got `{name}`"))
                    .within("reference")),
            },
            Reference::Complement if shown.len() < 2 => Ok(Vec::new()),
            Reference::Complement => {
                let sum = |of: fn(&Tally) -> u64| shown.iter().map(of).fold(0, u64::saturating_add);
                let (considered, selected) = (sum(|tally| tally.considered), sum(|tally| tally.selected));
                let pairs = shown.iter().map(|focal| {
                    let rest = Tally {
                        group: String::new(),
                        considered: considered.saturating_sub(focal.considered),
                        selected: selected.saturating_sub(focal.selected),
                    };
                    (focal, rest, None)
                });
                Ok(pairs.collect())
            }
        }
    }

    pub(super) fn reasons(
        &self,
        comparisons: u64,
        withheld: &[String],
        unknown: Option<Unknown>,
    ) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some(unknown) = unknown.filter(|unknown| unknown.considered > 0) {
            reasons.push(
                Reason::new("selection-unknown-group")
                    .with("considered", unknown.considered)
                    .with("selected", unknown.selected),
            );
        }
        if comparisons > 1 {
            reasons.push(Reason::new("selection-several-comparisons").with("comparisons", comparisons));
        }
        if !withheld.is_empty() {
            reasons.push(
                Reason::new("selection-groups-withheld")
                    .with("groups", withheld.iter().map(String::as_str).collect::<crate::text::Argument>())
                    .with("minimum", self.minimum_cell()),
            );
        }
        reasons
    }
}

/// A group, its reference, and the reference's name.
pub(super) type Pair<'a> = (&'a Tally, Tally, Option<String>);

/// The groups by name, each possible and named once.
pub(super) fn checked<N: Into<String>>(
    groups: impl IntoIterator<Item = (N, u64, u64)>,
) -> Result<Vec<Tally>, Error> {
    let mut tallies = BTreeMap::new();
    let mut all = 0_u64;
    for (index, (group, considered, selected)) in groups.into_iter().enumerate() {
        let at = |error: Error, field: &str| error.within(field).within(format!("groups[{index}]"));
        if index >= MOST_GROUPS {
            return Err(Error::too_large("expected at most 10000 groups").within("groups"));
        }
        let group: String = group.into();
        named(&group).map_err(|error| at(error, "group"))?;
        if selected > considered {
            let error = Error::inconsistent("expected at most as many selected as considered");
            return Err(at(error, "selected"));
        }
        all = all.saturating_add(considered);
        if all > MOST_PEOPLE {
            return Err(at(Error::too_large("expected at most 10^18 considered in all"), "considered"));
        }
        let tally = Tally { group: group.clone(), considered, selected };
        if tallies.insert(group.clone(), tally).is_some() {
            let error = Error::duplicate(format!("expected each group once, got `{group}` again"));
            return Err(at(error, "group"));
        }
    }
    if tallies.len() < 2 {
        return Err(Error::missing("expected at least two groups").within("groups"));
    }
    Ok(tallies.into_values().collect())
}

/// Refuses a name that is none.
pub(super) fn named(name: &str) -> Result<(), Error> {
    if name.trim().is_empty() {
        return Err(Error::missing("expected a name"));
    }
    if name.len() > LONGEST_NAME {
        return Err(Error::too_large("expected a name of at most 1000 bytes"));
    }
    Ok(())
}

/// The group with the highest rate; ties go to the one with the most considered, then to the first by name.
pub(super) fn highest(tallies: &[Tally]) -> Option<&Tally> {
    let higher = |a: &Tally, b: &Tally| {
        let rate =
            |of: &Tally, other: &Tally| u128::from(of.selected).saturating_mul(u128::from(other.considered));
        (rate(a, b), a.considered) > (rate(b, a), b.considered)
    };
    let best = tallies.iter().reduce(|best, tally| if higher(tally, best) { tally } else { best })?;
    Some(best)
}

/// Adjusts the p-values for how many there are, and returns that number.
pub(super) fn adjust<'a>(findings: impl Iterator<Item = &'a mut Finding>, standard: &Standard) -> u64 {
    adjust_at(findings.map(|finding| (finding, standard.alpha())))
}

/// The same for findings each with the level of its own standard.
pub(super) fn adjust_at<'a>(findings: impl Iterator<Item = (&'a mut Finding, f64)>) -> u64 {
    let mut tested: Vec<_> = findings.filter(|(finding, _)| finding.mid_p.is_some()).collect();
    let p: Vec<f64> = tested.iter().filter_map(|(finding, _)| finding.mid_p).collect();
    let adjusted = holm::adjust(&p).into_iter().zip(benjamini_hochberg::adjust(&p));
    for ((finding, alpha), (adjusted, discovery)) in tested.iter_mut().zip(adjusted) {
        (finding.adjusted_p, finding.discovery_p) = (Some(adjusted), Some(discovery));
        finding.reasons.retain(|reason| reason.code() != "selection-not-after-adjustment");
        if finding.mid_p.is_some_and(|p| below(p, *alpha)) && !below(adjusted, *alpha) {
            finding
                .reasons
                .push(Reason::new("selection-not-after-adjustment").with("p", probability(adjusted)));
        }
    }
    u64::try_from(p.len()).unwrap_or(u64::MAX)
}

/// Withheld groups enter by name only: a hash of a small count gives the count away.
fn hash(standard: &Standard, shown: &[Tally], withheld: &[String], unknown: Option<Unknown>) -> String {
    let groups: Vec<_> = shown.iter().map(|tally| (&tally.group, tally.considered, tally.selected)).collect();
    // Text, whole numbers and finite floats: there is nothing that cannot be written.
    let input = match unknown {
        None => serde_json::to_string(&(standard, groups, withheld)),
        Some(unknown) => serde_json::to_string(&(standard, groups, withheld, unknown)),
    };
    crate::document::sha256([input.unwrap_or_default()])
}

impl From<&Tally> for GroupRate {
    fn from(tally: &Tally) -> Self {
        Self {
            group: tally.group.clone(),
            considered: tally.considered,
            selected: tally.selected,
            rate: tally.rate(),
        }
    }
}

impl SelectionReport {
    /// Sets how many comparisons the family has, and what is to be known about the report as a whole.
    pub(super) fn say(&mut self, comparisons: u64) {
        self.comparisons = comparisons;
        let is_small = |name: &&String| !self.withheld_beside.contains(name);
        let small: Vec<String> = self.withheld.iter().filter(is_small).cloned().collect();
        self.reasons = self.standard.reasons(comparisons, &small, self.unknown);
        if !self.withheld_beside.is_empty() {
            let beside = self.withheld_beside.iter().map(String::as_str).collect::<crate::text::Argument>();
            self.reasons.push(Reason::new("selection-groups-withheld-beside").with("groups", beside));
        }
    }

    /// The findings in sentences of `lang`, one line each, and what is to be known about them all.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        sentence::report(self, lang)
    }
}

impl fmt::Display for SelectionReport {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
