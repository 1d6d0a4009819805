use serde::{Deserialize, Serialize};

use super::statistics::conditional::Conditional;
use super::statistics::effort::Effort;
use super::statistics::hypergeometric::Hypergeometric;
use super::statistics::koopman::Counts;
use super::statistics::{float, score, unconditional};
use super::{Fraction, Interval, IntervalMethod};

/// Further two-sided tests of equal rates, each by its name; verdicts use none of them.
///
/// # Example
///
/// ```
/// use alumni_core::fairness;
///
/// // Morris (2017): 2 of 10 women and 15 of 25 men.
/// let report = fairness::selection([("women", 10, 2), ("men", 25, 15)])?;
/// let tests = report.findings[0].tests.unwrap();
/// assert_eq!(format!("{:.4} {:.4}", tests.standard_deviations, tests.score), "-2.1390 0.0324");
/// assert_eq!(format!("{:.4}", tests.boschloo_central.unwrap()), "0.0366");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Tests {
    /// How many pooled standard deviations the group's rate lies above (below: negative) that of the reference; 0 where
    /// everybody was selected.
    pub standard_deviations: f64,
    /// The p-value of the score test, the chi-square test without correction: two-sided normal, from the standard
    /// deviations.
    pub score: f64,
    /// The same with the factor (N-1)/N of Campbell (2007).
    pub score_n_minus_1: f64,
    /// Boschloo's exact test, tables ordered by Fisher's two-sided p-value; absent for more than 40,000 tables (about 200
    /// people in each group). More than a hundred comparisons share what a hundred may take: each of 10,000 may have 400 tables.
    pub boschloo: Option<f64>,
    /// Boschloo's exact test, as twice the smaller of the one-sided p-values; absent like `boschloo`.
    pub boschloo_central: Option<f64>,
    /// Barnard's exact test, tables ordered by the standard deviations between the rates; absent like `boschloo`.
    pub barnard: Option<f64>,
}

/// How large the difference is, in the measures beside the impact ratio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Effects {
    /// Rate less reference rate, from -1 to 1.
    pub rate_difference: f64,
    /// The interval of the difference (Newcombe).
    pub rate_difference_interval: Interval,
    /// The likeliest odds ratio with both margins fixed; absent where it has no bound or none can be formed. Where all
    /// four cells are too large to enumerate, the odds of the group over those of the reference.
    pub odds_ratio: Option<f64>,
    /// Its interval: exact, or logit where all cells are too large to enumerate.
    pub odds_ratio_interval: Interval,
    /// The shorter interval in which the observed table counts half; absent where the other one is logit.
    pub odds_ratio_mid_p_interval: Option<Interval>,
    /// The correlation of group and selection, from -1 to 1.
    pub phi: f64,
    /// Cohen's h, the difference of `2 asin(sqrt(rate))`, from -pi to pi.
    pub cohens_h: f64,
}

/// How many more people of the group would have been selected, by three meanings of *shortfall*.
///
/// # Example
///
/// ```
/// use alumni_core::fairness;
///
/// let report = fairness::selection([("women", 52, 24), ("men", 80, 48)])?;
/// let shortfalls = report.findings[0].shortfalls.unwrap();
/// // 52 x 72/132 - 24; 52 x 48/80 = 31.2 and four fifths of it 24.96, both rounded up, less 24.
/// assert_eq!(format!("{:.3}", shortfalls.to_pooled_rate), "4.364");
/// assert_eq!((shortfalls.to_reference_rate, shortfalls.to_threshold), (8, 1));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Shortfalls {
    /// Expected at the rate of both groups together, less those selected; negative where more than that were.
    pub to_pooled_rate: f64,
    /// The fewest more until the group has the reference's rate; 0 where it has.
    pub to_reference_rate: u64,
    /// The fewest more until the group has the threshold's share of the reference's rate; 0 where it has.
    pub to_threshold: u64,
}

/// Between which limits the impact ratio lies, whichever groups the people of unknown group belong to.
///
/// An end is absent where it has no bound, or where nobody is considered there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UnknownRange {
    /// The ratio if all unknown who were not selected are of the group, and all who were of the reference.
    pub lowest: Option<f64>,
    /// The ratio if all unknown who were selected are of the group, and all who were not of the reference.
    pub highest: Option<f64>,
    /// Whether the lowest is below the threshold, decided on whole numbers.
    pub lowest_below_threshold: Option<bool>,
    /// Whether the highest is.
    pub highest_below_threshold: Option<bool>,
}

impl Tests {
    pub(super) fn new(counts: Counts, effort: Effort) -> Self {
        let score = score::test(counts.selected, counts.considered);
        let exact = unconditional::exact(counts.selected, counts.considered, effort);
        Self {
            standard_deviations: score.z,
            score: score.p,
            score_n_minus_1: score.p_n_minus_1,
            boschloo: exact.map(|exact| exact.boschloo),
            boschloo_central: exact.map(|exact| exact.boschloo_central),
            barnard: exact.map(|exact| exact.barnard),
        }
    }
}

/// Where each cell holds this many, the normal approximation of the odds ratio is used.
const LARGE: f64 = 2_000.0;

impl Effects {
    /// Of two groups with somebody considered; `z` standard errors on either side make the `confidence`.
    pub(super) fn new(counts: Counts, law: &Hypergeometric, confidence: f64, z: f64) -> Self {
        let [x1, x2] = counts.selected.map(float);
        let [n1, n2] = counts.considered.map(float);
        let (lower, upper) = score::newcombe(counts.selected, counts.considered, z);
        let interval = |(lower, upper), method| Interval { lower, upper, confidence, method };
        let rate_difference = x1 / n1 - x2 / n2;
        let score = score::test(counts.selected, counts.considered);
        let angle = |rate: f64| 2.0 * libm::asin(libm::sqrt(rate.min(1.0)));
        let (odds_ratio, exact, mid_p) = odds(counts, law, confidence, z);
        Self {
            rate_difference,
            rate_difference_interval: interval((lower, Some(upper)), IntervalMethod::NewcombeScore),
            odds_ratio,
            odds_ratio_interval: match mid_p {
                Some(_) => interval(exact, IntervalMethod::ConditionalExact),
                None => interval(exact, IntervalMethod::Logit),
            },
            odds_ratio_mid_p_interval: mid_p.map(|limits| interval(limits, IntervalMethod::ConditionalMidP)),
            phi: (score.z / libm::sqrt(n1 + n2)).clamp(-1.0, 1.0),
            cohens_h: angle(x1 / n1) - angle(x2 / n2),
        }
    }
}

type Limits = (f64, Option<f64>);

/// The odds ratio with its exact (or logit) and mid-p limits.
pub(super) fn odds(
    counts: Counts,
    law: &Hypergeometric,
    confidence: f64,
    z: f64,
) -> (Option<f64>, Limits, Option<Limits>) {
    let [x1, _] = counts.selected;
    let [a, b, c, d] = law.cells(x1).map(float);
    if a.min(b).min(c).min(d) < LARGE {
        let near = (a + 0.5) / (b + 0.5) * ((d + 0.5) / (c + 0.5));
        if let Some(law) = Conditional::new([(law, x1)], near) {
            return (law.estimate(), law.limits(confidence, false), Some(law.limits(confidence, true)));
        }
    }
    if a.min(b).min(c).min(d) <= 0.0 {
        return (None, (0.0, None), None);
    }
    let ratio = a / b * (d / c);
    let error = libm::sqrt(1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
    let limits = (ratio * libm::exp(-z * error), Some(ratio * libm::exp(z * error)));
    (Some(ratio), limits, None)
}

impl Shortfalls {
    pub(super) fn new(counts: Counts, threshold: Fraction) -> Self {
        let [x1, x2] = counts.selected;
        let [n1, n2] = counts.considered;
        let share = (float(x1) + float(x2)) / (float(n1) + float(n2));
        let to = |numerator: u8, denominator: u8| {
            let wanted = u128::from(n1).saturating_mul(x2.into()).saturating_mul(numerator.into());
            let each = u128::from(n2).saturating_mul(denominator.into()).max(1);
            u64::try_from(wanted.div_ceil(each)).unwrap_or(u64::MAX).saturating_sub(x1)
        };
        Self {
            to_pooled_rate: float(n1) * share - float(x1),
            to_reference_rate: to(1, 1),
            to_threshold: to(threshold.numerator(), threshold.denominator()),
        }
    }
}

impl UnknownRange {
    /// For `considered` people of unknown group of whom some were `selected`.
    pub(super) fn new(counts: Counts, unknown: super::Unknown, threshold: Fraction) -> Self {
        let [x1, x2] = counts.selected;
        let [n1, n2] = counts.considered;
        let chosen = unknown.selected;
        let rejected = unknown.considered.saturating_sub(chosen);
        let end = |selected: [u64; 2], considered: [u64; 2]| {
            let [n1, _] = considered;
            let [_, x2] = selected;
            (n1 > 0 && x2 > 0).then(|| {
                let cross = super::finding::Cross::new(selected, considered);
                (cross.ratio(), cross.below(threshold))
            })
        };
        let lowest =
            end([x1, x2.saturating_add(chosen)], [n1.saturating_add(rejected), n2.saturating_add(chosen)]);
        let highest =
            end([x1.saturating_add(chosen), x2], [n1.saturating_add(chosen), n2.saturating_add(rejected)]);
        Self {
            lowest: lowest.map(|(ratio, _)| ratio),
            highest: highest.map(|(ratio, _)| ratio),
            lowest_below_threshold: lowest.map(|(_, below)| below),
            highest_below_threshold: highest.map(|(_, below)| below),
        }
    }
}
