use std::fmt;

use serde::{Deserialize, Serialize};

use super::statistics::effort::Effort;
use super::statistics::hypergeometric::Hypergeometric;
use super::statistics::koopman::{self, Counts};
use super::statistics::power::{self, Demand};
use super::statistics::{fisher, float};
use super::{
    Effects, Fraction, Shortfalls, Standard, Tests, Unknown, UnknownRange, Verdict, sentence, verdict,
};
use crate::text::{Lang, Localized, Reason};

/// One group against its reference: estimate, interval, tests, power, robustness, verdict.
///
/// Where nobody was considered in one of the two groups, or nobody selected in both, every figure that needs both is
/// absent. No figure is ever infinite or not a number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Finding {
    /// The group looked at.
    pub group: String,
    /// How many of it were considered.
    pub considered: u64,
    /// How many of those were selected.
    pub selected: u64,
    /// Selected over considered; absent when nobody was considered.
    pub rate: Option<f64>,
    /// The group compared with; absent when it is everyone else.
    pub reference: Option<String>,
    /// How many of the reference were considered.
    pub reference_considered: u64,
    /// How many of those were selected.
    pub reference_selected: u64,
    /// The reference's rate.
    pub reference_rate: Option<f64>,
    /// Rate over reference rate, from 0; absent when the reference rate is zero.
    pub impact_ratio: Option<f64>,
    /// Whether the impact ratio is below the standard's threshold, decided on whole numbers; absent with the ratio.
    pub below_threshold: Option<bool>,
    /// The interval of the impact ratio.
    pub interval: Option<Interval>,
    /// Fisher's exact two-sided p-value: the probability of a table at most as likely as this one if the true rates are
    /// equal, both margins fixed.
    pub fisher: Option<f64>,
    /// Lancaster's mid-p: `fisher` with this table's own probability counted half. The one that verdicts use.
    pub mid_p: Option<f64>,
    /// `mid_p` adjusted by Holm for all comparisons of the report: for a family declared beforehand.
    pub adjusted_p: Option<f64>,
    /// `mid_p` adjusted by Benjamini and Hochberg for all comparisons of the report: for exploration, where a share of
    /// false findings is accepted.
    pub discovery_p: Option<f64>,
    /// Further tests, by name.
    pub tests: Option<Tests>,
    /// Miettinen and Nurminen's score interval of the impact ratio, a little wider than `interval`.
    pub miettinen_nurminen: Option<Interval>,
    /// The difference in other measures: rates, odds, phi and h.
    pub effects: Option<Effects>,
    /// How many more of the group would have been selected.
    pub shortfalls: Option<Shortfalls>,
    /// Where the impact ratio lies, whichever groups the people of unknown group belong to; absent where none were named.
    pub unknown: Option<UnknownRange>,
    /// The largest ratio below 1 that these numbers would show (mid-p below alpha) with the standard's power, taking the
    /// reference rate as true; absent where none would be.
    pub smallest_detectable_ratio: Option<f64>,
    /// How [`smallest_detectable_ratio`](Self::smallest_detectable_ratio) was found.
    pub detection: Option<Detection>,
    /// How many people in each of two groups would show a ratio at the threshold with the standard's power.
    pub needed_per_group: Option<u64>,
    /// How many decisions hold the result.
    pub flips: Flips,
    /// What this asks of the reader.
    pub verdict: Verdict,
    /// Why the verdict is what it is.
    pub reasons: Vec<Reason>,
}

/// A confidence interval of a ratio or, where it says so, of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Interval {
    /// The smallest value that the counts do not speak against: from 0 for a ratio, from -1 for a difference.
    pub lower: f64,
    /// The largest; absent where there is no upper limit, as for a ratio to a reference of whom nobody was selected.
    pub upper: Option<f64>,
    /// The share of such intervals that hold the true value, between 0 and 1.
    pub confidence: f64,
    /// How it was computed.
    pub method: IntervalMethod,
}

impl Interval {
    /// Whether `value` lies in the interval.
    #[must_use]
    pub fn covers(&self, value: f64) -> bool {
        self.lower <= value && self.upper.is_none_or(|upper| value <= upper)
    }
}

/// How an interval was computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntervalMethod {
    /// Koopman's score interval (Biometrics 40, 1984), which stands at zero cells too.
    KoopmanScore,
    /// Miettinen and Nurminen's score interval (Statistics in Medicine 4, 1985): Koopman's with the variance times
    /// N/(N-1).
    MiettinenNurminenScore,
    /// Newcombe's interval of a difference from Wilson's of each rate (Statistics in Medicine 17, 1998, method 10).
    NewcombeScore,
    /// Exact limits of an odds ratio with all margins fixed.
    ConditionalExact,
    /// The same with the observed table counted half.
    ConditionalMidP,
    /// Normal limits of the logarithm of an odds ratio (Woolf, 1955).
    Logit,
    /// Normal limits of the logarithm of Mantel and Haenszel's odds ratio, by the variance of Robins, Breslow and Greenland
    /// (Biometrics 42, 1986).
    RobinsBreslowGreenland,
    /// Normal limits of the logarithm of Mantel and Haenszel's ratio of rates, by the variance of Greenland and Robins
    /// (Biometrics 41, 1985).
    GreenlandRobins,
    /// Normal limits of Mantel and Haenszel's difference of rates, by the variance of Sato, Greenland and Robins
    /// (Biometrics 45, 1989).
    SatoGreenlandRobins,
    /// Wilson's score interval of one rate (JASA 22, 1927).
    WilsonScore,
    /// Normal limits of the logarithm of a ratio of rates (Katz and others, Biometrics 34, 1978).
    KatzLog,
    /// The same with half a person more in each group (Walter, Biometrika 62, 1975).
    AdjustedLog,
    /// Limits of a ratio of rates by the inverse hyperbolic sine (Newcombe, The American Statistician 55, 2001).
    InverseSinh,
    /// Limits of a ratio of rates recovered from Wilson's of each (Donner and Zou, Statistical Methods in Medical Research 21,
    /// 2012).
    MoverWilson,
    /// Normal limits of a difference of rates from their own variances.
    Wald,
    /// The same with one more selected and one more not in each group (Agresti and Caffo, The American Statistician 54, 2000).
    AgrestiCaffo,
    /// Mee's score interval of a difference of rates (Biometrics 40, 1984).
    MeeScore,
}

/// How the smallest detectable ratio was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Detection {
    /// The exact power, over every table that could have come about.
    Enumeration,
    /// The normal approximation, for groups too large to enumerate: about 1,500 people in each and more; among more than a hundred
    /// comparisons fewer, as they share what a hundred may take.
    NormalApproximation,
}

/// The smallest numbers of swaps (one selection moved from the better group to the other) that change a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Flips {
    /// Until the ratio is no longer below the threshold; absent when it is not.
    pub threshold: Option<u64>,
    /// Until mid-p is no longer below alpha; absent when it is not.
    pub significance: Option<u64>,
    /// Until the group's rate is above the reference rate; absent when it is not below.
    ///
    /// # Source
    ///
    /// 1 is the case of 44 FR 11996 (1979), Q&A 21: one different decision would shift the result to the other group.
    pub direction: Option<u64>,
}

/// Two groups' rates as cross products, on which every threshold is decided: the ratio is `focal` over `reference`.
///
/// Counts are at most 10^18, so the products stay below 10^36 and, times a threshold's terms, below 10^38: 128 bits hold
/// them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cross {
    considered: [u64; 2],
    focal: u128,
    reference: u128,
}

impl Cross {
    /// From the counts of the focal group and of the reference.
    pub(super) fn new(selected: [u64; 2], considered: [u64; 2]) -> Self {
        let [x1, x2] = selected.map(u128::from);
        let [n1, n2] = considered.map(u128::from);
        Self { considered, focal: x1.saturating_mul(n2), reference: x2.saturating_mul(n1) }
    }

    /// The ratio, for a reference rate above zero.
    pub(super) fn ratio(&self) -> f64 {
        self.focal as f64 / self.reference as f64
    }

    /// How much both sides of `denominator x1 n2 >= numerator x2 n1` lack; zero where it holds.
    fn lack(&self, threshold: Fraction) -> u128 {
        let line = self.reference.saturating_mul(threshold.numerator().into());
        line.saturating_sub(self.focal.saturating_mul(threshold.denominator().into()))
    }

    /// Whether the ratio is below `threshold`.
    pub(super) fn below(&self, threshold: Fraction) -> bool {
        self.lack(threshold) > 0
    }

    /// The smallest f with `denominator (x1 + f) n2 >= numerator (x2 - f) n1`; `None` where it is 0.
    fn swaps_to(&self, threshold: Fraction) -> Option<u64> {
        self.swaps(self.lack(threshold), threshold.denominator(), threshold.numerator())
    }

    /// The smallest f with `(x1 + f) n2 > (x2 - f) n1`; `None` where the focal rate is not below.
    fn swaps_beyond_equal(&self) -> Option<u64> {
        let lack = self.reference.saturating_sub(self.focal);
        if lack == 0 { None } else { self.swaps(lack.saturating_add(1), 1, 1) }
    }

    fn swaps(&self, lack: u128, focal_weight: u8, reference_weight: u8) -> Option<u64> {
        let [n1, n2] = self.considered.map(u128::from);
        let each =
            n2.saturating_mul(focal_weight.into()).saturating_add(n1.saturating_mul(reference_weight.into()));
        u64::try_from(lack.div_ceil(each.max(1))).ok().filter(|swaps| *swaps > 0)
    }
}

/// A group's counts.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    pub(super) group: String,
    pub(super) considered: u64,
    pub(super) selected: u64,
}

impl Tally {
    pub(super) fn rate(&self) -> Option<f64> {
        (self.considered > 0).then(|| float(self.selected) / float(self.considered))
    }
}

impl Finding {
    /// `focal` against the counts of `reference`; `z` is the half width of the interval in standard errors, `pairs` how many such
    /// comparisons are made.
    pub(super) fn new(
        focal: &Tally,
        (reference, name): (&Tally, Option<String>),
        unknown: Option<Unknown>,
        standard: &Standard,
        z: f64,
        pairs: usize,
    ) -> Self {
        let mut finding = Self {
            group: focal.group.clone(),
            considered: focal.considered,
            selected: focal.selected,
            rate: focal.rate(),
            reference: name,
            reference_considered: reference.considered,
            reference_selected: reference.selected,
            reference_rate: reference.rate(),
            impact_ratio: None,
            below_threshold: None,
            interval: None,
            fisher: None,
            mid_p: None,
            adjusted_p: None,
            discovery_p: None,
            tests: None,
            miettinen_nurminen: None,
            effects: None,
            shortfalls: None,
            unknown: unknown.map(|unknown| {
                let counts = Counts {
                    selected: [focal.selected, reference.selected],
                    considered: [focal.considered, reference.considered],
                };
                UnknownRange::new(counts, unknown, standard.threshold())
            }),
            smallest_detectable_ratio: None,
            detection: None,
            needed_per_group: None,
            flips: Flips::default(),
            verdict: Verdict::NotEstimable,
            reasons: Vec::new(),
        };
        if let (Some(_), Some(rate)) = (finding.rate, finding.reference_rate)
            && focal.selected.max(reference.selected) > 0
        {
            finding.measure(standard, z, rate, Effort::of(pairs));
        }
        (finding.verdict, finding.reasons) = verdict::decide(&finding, standard);
        finding
    }

    fn measure(&mut self, standard: &Standard, z: f64, reference_rate: f64, effort: Effort) {
        let counts = Counts {
            selected: [self.selected, self.reference_selected],
            considered: [self.considered, self.reference_considered],
        };
        let cross = Cross::new(counts.selected, counts.considered);
        let threshold = standard.threshold();
        if self.reference_selected > 0 {
            self.impact_ratio = Some(cross.ratio());
            self.below_threshold = Some(cross.below(threshold));
        }

        let interval = |(lower, upper), method| {
            Some(Interval { lower, upper, confidence: standard.confidence(), method })
        };
        self.interval = interval(koopman::interval(counts, z), IntervalMethod::KoopmanScore);
        let wider = koopman::miettinen_nurminen(counts, z);
        self.miettinen_nurminen = interval(wider, IntervalMethod::MiettinenNurminenScore);

        let all = self.selected.saturating_add(self.reference_selected);
        let law = Hypergeometric::new(self.considered, self.reference_considered, all);
        let exact = fisher::exact(&law, self.selected);
        (self.fisher, self.mid_p) = (Some(exact.fisher), Some(exact.mid_p));
        self.tests = Some(Tests::new(counts, effort));
        self.effects = Some(Effects::new(counts, &law, standard.confidence(), z));
        self.shortfalls = Some(Shortfalls::new(counts, threshold));

        let demand = Demand { alpha: standard.alpha(), power: standard.power() };
        let detectable = power::smallest_detectable(counts.considered, reference_rate, demand, effort);
        self.smallest_detectable_ratio = detectable.ratio;
        self.detection =
            Some(if detectable.enumerated { Detection::Enumeration } else { Detection::NormalApproximation });
        self.needed_per_group = power::needed_per_group(reference_rate, threshold.value(), demand);

        self.flips = Flips {
            threshold: cross.swaps_to(threshold),
            significance: fisher::swaps_to_insignificance(&law, self.selected, standard.alpha()),
            direction: cross.swaps_beyond_equal(),
        };
    }

    /// The name of the reference as sentences say it.
    pub(super) fn reference_name(&self) -> Localized {
        self.reference
            .as_deref()
            .map_or_else(|| Localized::new("everyone else", "その他の全員"), Localized::same)
    }

    /// The finding in sentences of `lang`, with its numbers and its verdict.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        sentence::finding(self, lang)
    }
}

impl fmt::Display for Finding {
    /// The English sentences.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Lang::En))
    }
}
