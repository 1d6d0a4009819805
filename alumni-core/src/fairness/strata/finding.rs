use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::selection::Pair;
use super::super::statistics::fisher::below;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::mantel_haenszel::{self as mh, Table};
use super::super::statistics::{float, normal};
use super::super::verdict::{number, probability};
use super::super::{Finding, Flips, IntervalMethod, Standard, Verdict};
use super::{Agreement, Cells, ChiSquare, Estimate, ExactStrata, say};
use crate::text::{Lang, Reason};

/// One group against its reference: all strata together, each stratum, and what they have in common.
///
/// A ratio of strata is decided on floats; one that lies within a part in 10^12 of the threshold is not below it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StratifiedFinding {
    /// The group looked at.
    pub group: String,
    /// The group compared with; absent when it is everyone else.
    pub reference: Option<String>,
    /// The finding over all strata together.
    pub pooled: Finding,
    /// Every stratum in which both were considered, and both are at least the standard's minimum cell.
    pub strata: Vec<StratumRatio>,
    /// How many strata speak about the odds: both were considered, somebody was selected and somebody was not.
    pub informative_strata: u64,
    /// Mantel and Haenszel's common ratio of rates; absent where one of the two has nobody selected in common strata.
    pub rate_ratio: Option<Estimate>,
    /// Whether `rate_ratio` is below the standard's threshold.
    pub below_threshold: Option<bool>,
    /// Mantel and Haenszel's common odds ratio.
    pub odds_ratio: Option<Estimate>,
    /// Mantel and Haenszel's common difference of rates.
    pub rate_difference: Option<Estimate>,
    /// The test of Cochran, Mantel and Haenszel without correction for continuity, as SAS prints it.
    pub cochran_mantel_haenszel: Option<ChiSquare>,
    /// The same with correction, as R prints it.
    pub cochran_mantel_haenszel_corrected: Option<ChiSquare>,
    /// The exact test; absent where there are too many possible outcomes to enumerate.
    pub exact: Option<ExactStrata>,
    /// The p-value that the verdict rests on: the exact mid-p or, where that is absent, that of Cochran, Mantel and
    /// Haenszel without correction.
    pub mid_p: Option<f64>,
    /// `mid_p` adjusted by Holm for all comparisons of the report.
    pub adjusted_p: Option<f64>,
    /// `mid_p` adjusted by Benjamini and Hochberg for all comparisons of the report.
    pub discovery_p: Option<f64>,
    /// Breslow and Day's test of one common odds ratio; strata should have five expected in each cell.
    pub breslow_day: Option<ChiSquare>,
    /// The same with Tarone's correction.
    pub tarone: Option<ChiSquare>,
    /// Woolf's test of one common odds ratio, one half added to each cell.
    pub woolf: Option<ChiSquare>,
    /// The largest common ratio below 1 that these numbers would show with the standard's power, by the normal
    /// approximation.
    pub smallest_detectable_ratio: Option<f64>,
    /// How many selections, moved within strata, change the result.
    pub flips: Flips,
    /// How the pooled figure stands to that within strata.
    pub agreement: Agreement,
    /// What this asks of the reader: by the rules of [`Verdict`] with the figures within strata, and at least
    /// [`Watch`](Verdict::Watch) where the pooled figure contradicts them or the strata differ (Tarone's p below 0.10).
    pub verdict: Verdict,
    /// Why the verdict is what it is.
    pub reasons: Vec<Reason>,
}

/// One stratum's counts and ratio.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct StratumRatio {
    /// The stratum's name.
    pub stratum: String,
    /// How many of the group were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
    /// How many of the reference were considered.
    pub reference_considered: u64,
    /// How many of those were selected.
    pub reference_selected: u64,
    /// Rate over reference rate; absent where nobody of the reference was selected.
    pub impact_ratio: Option<f64>,
}

/// A stratum's counts, group first.
#[derive(Clone, Copy)]
struct Counts {
    selected: [u64; 2],
    considered: [u64; 2],
}

impl StratifiedFinding {
    pub(super) fn new(
        (focal, reference, name): &Pair<'_>,
        strata: &BTreeMap<String, Cells>,
        standard: &Standard,
        z: f64,
        pairs: usize,
    ) -> Self {
        let counts = |cells: &Cells| {
            let (n1, x1) = cells.get(&focal.group).copied().unwrap_or_default();
            let (n2, x2) = match name {
                Some(name) => cells.get(name).copied().unwrap_or_default(),
                None => cells
                    .iter()
                    .filter(|(group, _)| **group != focal.group)
                    .fold((0_u64, 0_u64), |sum, (_, cell)| {
                        (sum.0.saturating_add(cell.0), sum.1.saturating_add(cell.1))
                    }),
            };
            Counts { selected: [x1, x2], considered: [n1, n2] }
        };
        let common: Vec<(&String, Counts)> = strata
            .iter()
            .map(|(stratum, cells)| (stratum, counts(cells)))
            .filter(|(_, counts)| counts.considered.iter().all(|considered| *considered > 0))
            .collect();
        let shown = |counts: &Counts| counts.considered.iter().all(|n| *n >= standard.minimum_cell());
        let mut finding = Self {
            group: focal.group.clone(),
            reference: name.clone(),
            pooled: Finding::new(focal, (reference, name.clone()), None, standard, z, pairs),
            strata: common
                .iter()
                .filter(|(_, counts)| shown(counts))
                .map(|(stratum, counts)| StratumRatio::new(stratum, *counts))
                .collect(),
            informative_strata: 0,
            rate_ratio: None,
            below_threshold: None,
            odds_ratio: None,
            rate_difference: None,
            cochran_mantel_haenszel: None,
            cochran_mantel_haenszel_corrected: None,
            exact: None,
            mid_p: None,
            adjusted_p: None,
            discovery_p: None,
            breslow_day: None,
            tarone: None,
            woolf: None,
            smallest_detectable_ratio: None,
            flips: Flips::default(),
            agreement: Agreement::NotComparable,
            verdict: Verdict::NotEstimable,
            reasons: Vec::new(),
        };
        let common: Vec<Counts> = common.into_iter().map(|(_, counts)| counts).collect();
        finding.measure(&common, standard, z);
        finding.decide(standard);
        finding
    }

    fn measure(&mut self, strata: &[Counts], standard: &Standard, z: f64) {
        let tables: Vec<Table> =
            strata.iter().map(|counts| Table::new(counts.selected, counts.considered)).collect();
        let confidence = standard.confidence();
        let ratio = mh::rate_ratio(&tables);
        let (rate, reference_rate) = mh::rate_ratio_parts(&tables);
        self.rate_ratio =
            ratio.map(|found| Estimate::ratio(found, confidence, z, IntervalMethod::GreenlandRobins));
        self.odds_ratio = mh::odds_ratio(&tables)
            .map(|found| Estimate::ratio(found, confidence, z, IntervalMethod::RobinsBreslowGreenland));
        self.rate_difference =
            mh::rate_difference(&tables).map(|found| Estimate::difference(found, confidence, z));
        let threshold = standard.threshold().value();
        self.below_threshold = (reference_rate > 0.0).then(|| is_below(rate, threshold * reference_rate));

        if let Some((plain, corrected)) = mh::cochran(&tables) {
            self.cochran_mantel_haenszel = Some(plain.into());
            self.cochran_mantel_haenszel_corrected = Some(corrected.into());
        }
        if let Some(found) = mh::homogeneity(&tables) {
            self.breslow_day = Some(found.breslow_day.into());
            self.tarone = Some(found.tarone.into());
            self.woolf = Some(found.woolf.into());
        }
        let laws: Vec<(Hypergeometric, u64)> = strata
            .iter()
            .zip(&tables)
            .filter(|(_, table)| table.is_informative())
            .map(|(Counts { selected: [x1, x2], considered: [n1, n2] }, _)| {
                (Hypergeometric::new(*n1, *n2, x1.saturating_add(*x2)), *x1)
            })
            .collect();
        self.informative_strata = u64::try_from(laws.len()).unwrap_or(u64::MAX);
        let near = self.odds_ratio.map_or(1.0, |found| found.value.clamp(1e-6, 1e6));
        let exact = ExactStrata::new(&laws, near, confidence, standard.alpha()).filter(|_| !laws.is_empty());
        let significance = match exact {
            Some((_, swaps)) => swaps,
            None => swaps_by_normal(&laws, standard.alpha()),
        };
        self.exact = exact.map(|(exact, _)| exact);
        self.mid_p =
            self.exact.map(|exact| exact.mid_p).or(self.cochran_mantel_haenszel.map(|found| found.p));
        if let Some(found) = ratio {
            let seen = normal::upper_quantile(0.5 * standard.alpha())
                + normal::upper_quantile(1.0 - standard.power());
            self.smallest_detectable_ratio = Some(libm::exp(-seen * found.error));
        }
        self.flips = Flips {
            threshold: swaps(strata, threshold, false),
            significance,
            direction: swaps(strata, 1.0, true),
        };
    }

    fn decide(&mut self, standard: &Standard) {
        let within = self.decide_within(standard);
        self.agreement = Agreement::of(&self.pooled, self.rate_ratio.map(|ratio| ratio.value), within);
        let contradiction = match self.agreement {
            Agreement::Agrees => None,
            Agreement::NotComparable => Some("strata-not-comparable"),
            Agreement::Reverses => Some("strata-reversed"),
            Agreement::Disappears => Some("strata-disappears"),
            Agreement::Appears => Some("strata-appears"),
        };
        if let Some(code) = contradiction {
            let mut reason = Reason::new(code);
            if let (Some(pooled), Some(ratio)) = (self.pooled.impact_ratio, self.rate_ratio)
                && self.agreement != Agreement::NotComparable
            {
                reason = reason.with("pooled", number(pooled)).with("within", number(ratio.value));
            }
            self.reasons.insert(0, reason);
        }
        let differ = self.tarone.filter(|tarone| tarone.p < DIFFERENT);
        if let Some(tarone) = differ {
            self.reasons.push(Reason::new("strata-differ").with("p", probability(tarone.p)));
        }
        let contradicts =
            matches!(self.agreement, Agreement::Reverses | Agreement::Disappears | Agreement::Appears);
        self.verdict = if contradicts || differ.is_some() { within.max(Verdict::Watch) } else { within };
    }

    /// By the rules of [`Verdict`], with the figures within strata.
    fn decide_within(&mut self, standard: &Standard) -> Verdict {
        let Some(mid_p) = self.mid_p else {
            return Verdict::NotEstimable;
        };
        let threshold = standard.threshold().value();
        let practical = self.below_threshold == Some(true);
        let statistical = below(mid_p, standard.alpha());
        let ratio = self.rate_ratio.map(|ratio| ratio.value);
        if let Some(ratio) = ratio {
            let code = if practical { "selection-below-threshold" } else { "selection-not-below-threshold" };
            let reason = Reason::new(code).with("ratio", number(ratio)).with("threshold", number(threshold));
            self.reasons.push(reason);
        }
        let code = if statistical { "selection-significant" } else { "selection-not-significant" };
        let reason =
            Reason::new(code).with("p", probability(mid_p)).with("alpha", standard.alpha().to_string());
        self.reasons.push(reason);
        if statistical {
            let by_one = self.flips.threshold == Some(1) || self.flips.significance == Some(1);
            if by_one {
                self.reasons.push(Reason::new("selection-flips-by-one"));
            }
            if ratio.is_some_and(|ratio| ratio > 1.0) || self.below_threshold.is_none() {
                self.reasons.push(Reason::new("selection-rate-above-reference"));
            }
            return if practical && !by_one { Verdict::Review } else { Verdict::Watch };
        }
        let interval = self.rate_ratio.map(|ratio| ratio.interval);
        let covers_both = interval.is_none_or(|interval| interval.covers(1.0) && interval.covers(threshold));
        let too_weak = self.smallest_detectable_ratio.is_none_or(|ratio| ratio < threshold);
        if covers_both && interval.is_some() {
            let reason = Reason::new("selection-interval-covers-both").with("threshold", number(threshold));
            self.reasons.push(reason);
        }
        if too_weak {
            self.reasons.push(match self.smallest_detectable_ratio {
                Some(ratio) => Reason::new("selection-power-low")
                    .with("ratio", number(ratio))
                    .with("threshold", number(threshold)),
                None => Reason::new("selection-power-none"),
            });
        }
        match () {
            () if covers_both || too_weak => Verdict::Insufficient,
            () if practical => Verdict::Watch,
            () => Verdict::NoSignal,
        }
    }

    /// The finding in sentences of `lang`: within strata, pooled, and how they stand to each other.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        say::finding(self, lang)
    }
}

/// Below this p-value of Tarone's test the strata do not have one odds ratio.
const DIFFERENT: f64 = 0.10;

/// Whether a float is below a line, and not equal to it but for its last digits.
fn is_below(value: f64, line: f64) -> bool {
    value < line * (1.0 - 1e-12)
}

/// The fewest swaps within strata after which the common ratio of rates is no longer below `threshold`, or is above it;
/// `None` where it is not below.
///
/// A swap in one stratum adds `n2/n` to the numerator and takes `n1/n` from the denominator: the largest steps first.
fn swaps(strata: &[Counts], threshold: f64, beyond: bool) -> Option<u64> {
    let tables: Vec<Table> =
        strata.iter().map(|counts| Table::new(counts.selected, counts.considered)).collect();
    let (rate, reference) = mh::rate_ratio_parts(&tables);
    if !is_below(rate, threshold * reference) {
        return None;
    }
    let line = threshold * reference * (1.0 - 1e-12);
    let mut lack = if beyond { threshold * reference * (1.0 + 1e-12) - rate } else { line - rate };
    let mut steps: Vec<(f64, u64)> = strata
        .iter()
        .map(|Counts { selected: [x1, x2], considered: [n1, n2] }| {
            let [first, second] = [n1, n2].map(|n| float(*n));
            ((second + threshold * first) / (first + second), n1.saturating_sub(*x1).min(*x2))
        })
        .collect();
    steps.sort_by(|one, other| other.0.total_cmp(&one.0));
    let mut swaps = 0_u64;
    for (gain, most) in steps {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "cut off at what is there"
        )]
        let wanted = (libm::ceil(lack / gain).max(0.0) as u64).max(u64::from(beyond && lack >= 0.0));
        let taken = wanted.min(most);
        swaps = swaps.saturating_add(taken);
        lack -= gain * float(taken);
        if taken == wanted {
            return Some(swaps);
        }
    }
    None
}

/// The fewest swaps within strata that end the significance of Cochran's test, for numbers too large to enumerate.
fn swaps_by_normal(laws: &[(Hypergeometric, u64)], alpha: f64) -> Option<u64> {
    let (mut deviation, mut variance) = (0.0, 0.0);
    for (law, count) in laws {
        deviation += law.deviation(*count);
        variance += law.variance();
    }
    let excess = libm::fabs(deviation) - normal::upper_quantile(0.5 * alpha) * libm::sqrt(variance);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, at most 10^18")]
    (excess > 0.0).then(|| libm::ceil(excess) as u64)
}

impl StratumRatio {
    fn new(stratum: &str, counts: Counts) -> Self {
        let Counts { selected: [x1, x2], considered: [n1, n2] } = counts;
        let cross = super::super::finding::Cross::new(counts.selected, counts.considered);
        Self {
            stratum: stratum.to_owned(),
            considered: n1,
            selected: x1,
            reference_considered: n2,
            reference_selected: x2,
            impact_ratio: (x2 > 0).then(|| cross.ratio()),
        }
    }
}

impl std::fmt::Display for StratifiedFinding {
    /// The English sentences.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
