use serde::{Deserialize, Serialize};

use super::super::figures::odds;
use super::super::finding::Tally;
use super::super::statistics::chi_square::ChiSquares;
use super::super::statistics::hypergeometric::Hypergeometric;
use super::super::statistics::koopman::{self, Counts};
use super::super::statistics::{difference, fisher, float, ratio, score};
use super::super::{Interval, IntervalMethod};

/// Two groups, the first against the second.
///
/// Where nobody was considered in one of them everything is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RatePair {
    /// The name of the first.
    pub first: String,
    /// The name of the second: the reference, where there is one.
    pub second: String,
    /// The first rate over the second; absent where the second is zero.
    pub ratio: Option<f64>,
    /// The first rate less the second.
    pub difference: Option<f64>,
    /// The odds of the first over those of the second, as they stand; absent where that has no bound or none can be formed.
    pub odds_ratio: Option<f64>,
    /// The tests of equal rates.
    pub tests: Option<RateTests>,
    /// The intervals of the ratio; absent where nobody was selected in both.
    pub ratio_intervals: Option<RatioIntervals>,
    /// The intervals of the difference.
    pub difference_intervals: Option<DifferenceIntervals>,
    /// The odds ratio with both margins fixed, and the intervals.
    pub odds_ratio_intervals: Option<OddsRatioIntervals>,
}

/// A test of two equal rates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RateTest {
    /// The chi-square statistic on one degree of freedom; absent for exact tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistic: Option<f64>,
    /// The p-value.
    pub p: f64,
    /// The p-value adjusted by Holm for all pairs: for a family declared beforehand.
    pub adjusted_p: f64,
    /// The p-value adjusted by Benjamini and Hochberg for all pairs: for exploration.
    pub discovery_p: f64,
}

/// The tests of two equal rates, each by its name; `less` and `greater` ask whether the first rate is lower or higher.
///
/// [`Tests`](super::super::Tests) has Boschloo's and Barnard's.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RateTests {
    /// Pearson's chi-square, without correction.
    pub pearson: RateTest,
    /// The same times (N-1)/N (Campbell, 2007).
    pub pearson_n_minus_1: RateTest,
    /// The same with Yates' correction, as R's `prop.test` has it.
    pub yates: RateTest,
    /// The likelihood-ratio chi-square, `G`.
    pub likelihood_ratio: RateTest,
    /// Fisher's exact test, two-sided: of all tables at most as likely.
    pub fisher: RateTest,
    /// Fisher's exact test that the first rate is lower.
    pub fisher_less: RateTest,
    /// Fisher's exact test that it is higher.
    pub fisher_greater: RateTest,
    /// Lancaster's mid-p: `fisher` with the observed table counted half.
    pub mid_p: RateTest,
    /// `fisher_less` with the observed table counted half.
    pub mid_p_less: RateTest,
    /// `fisher_greater` with the observed table counted half.
    pub mid_p_greater: RateTest,
    /// The smallest number that equal rates let expect in a cell: below 5 the chi-squares are rough.
    pub smallest_expected: f64,
}

/// The intervals of the first rate over the second, each by its name.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RatioIntervals {
    /// Katz': normal on the logarithm. Absent, like `inverse_sinh`, where nobody was selected in one of the groups.
    pub katz: Option<Interval>,
    /// Katz' with half a person more in each group.
    pub adjusted_log: Interval,
    /// Newcombe's, by the inverse hyperbolic sine.
    pub inverse_sinh: Option<Interval>,
    /// Recovered from Wilson's of each rate.
    pub mover_wilson: Interval,
    /// Koopman's score interval, that of [`selection`](super::super::selection).
    pub koopman: Interval,
    /// Miettinen and Nurminen's score interval.
    pub miettinen_nurminen: Interval,
}

/// The intervals of the first rate less the second, each by its name.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DifferenceIntervals {
    /// Wald's, which is too short for small groups.
    pub wald: Interval,
    /// Agresti and Caffo's: Wald's with one more selected and one more not in each group.
    pub agresti_caffo: Interval,
    /// Newcombe's, from Wilson's of each rate.
    pub newcombe: Interval,
    /// Mee's score interval.
    pub mee: Interval,
    /// Miettinen and Nurminen's score interval.
    pub miettinen_nurminen: Interval,
}

/// The odds ratio with both margins fixed, and the intervals of the odds ratio.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct OddsRatioIntervals {
    /// The likeliest odds ratio with both margins fixed; absent where it has no bound, and, like the intervals from it, where all
    /// cells are too large to enumerate.
    pub conditional: Option<f64>,
    /// Its exact interval.
    pub exact: Option<Interval>,
    /// The shorter one in which the observed table counts half.
    pub mid_p: Option<Interval>,
    /// Woolf's: normal on the logarithm of the odds ratio as it stands; absent where a cell is empty.
    pub logit: Option<Interval>,
}

impl RatePair {
    pub(super) fn new(first: &Tally, second: &Tally, confidence: f64, z: f64) -> Self {
        let counts = Counts {
            selected: [first.selected, second.selected],
            considered: [first.considered, second.considered],
        };
        let bare = Self {
            first: first.group.clone(),
            second: second.group.clone(),
            ratio: None,
            difference: None,
            odds_ratio: None,
            tests: None,
            ratio_intervals: None,
            difference_intervals: None,
            odds_ratio_intervals: None,
        };
        if counts.considered.contains(&0) {
            return bare;
        }
        let [n1, n2] = counts.considered;
        let [x1, x2] = counts.selected;
        let law = Hypergeometric::new(n1, n2, x1.saturating_add(x2));
        let of = Intervals { confidence, z };
        Self {
            ratio: (x2 > 0).then(|| ratio::ratio(counts)),
            difference: Some(difference::difference(counts)),
            odds_ratio: odds_as_they_stand(law.cells(x1)),
            tests: Some(RateTests::new(counts, &law)),
            ratio_intervals: (x1 > 0 || x2 > 0).then(|| of.ratio(counts)),
            difference_intervals: Some(of.difference(counts)),
            odds_ratio_intervals: Some(of.odds_ratio(counts, &law)),
            ..bare
        }
    }
}

fn odds_as_they_stand(cells: [u64; 4]) -> Option<f64> {
    let [a, b, c, d] = cells.map(float);
    (b > 0.0 && c > 0.0).then(|| a / b * (d / c))
}

/// The probabilities of so few or fewer and of so many or more; the one on the far side of the mode from the other.
fn tails(law: &Hypergeometric, count: u64) -> (f64, f64) {
    if count <= law.mode() {
        let fewer = count.checked_sub(1).map_or(0.0, |fewer| law.lower_tail(fewer));
        (law.lower_tail(count), 1.0 - fewer)
    } else {
        (1.0 - law.upper_tail(count.saturating_add(1)), law.upper_tail(count))
    }
}

impl RateTests {
    /// Each test, to adjust its p-values.
    pub(super) const EACH: [fn(&mut Self) -> &mut RateTest; 10] = [
        |tests| &mut tests.pearson,
        |tests| &mut tests.pearson_n_minus_1,
        |tests| &mut tests.yates,
        |tests| &mut tests.likelihood_ratio,
        |tests| &mut tests.fisher,
        |tests| &mut tests.fisher_less,
        |tests| &mut tests.fisher_greater,
        |tests| &mut tests.mid_p,
        |tests| &mut tests.mid_p_less,
        |tests| &mut tests.mid_p_greater,
    ];

    fn new(counts: Counts, law: &Hypergeometric) -> Self {
        let [n1, n2] = counts.considered;
        let [x1, x2] = counts.selected;
        let chi_squares = ChiSquares::new(&[(n1, x1), (n2, x2)]);
        let all = float(n1) + float(n2);
        // Adjusted once all pairs are known.
        let test = |statistic, p| RateTest { statistic, p, adjusted_p: p, discovery_p: p };
        let chi_square = |statistic| test(Some(statistic), chi_squares.p(statistic));
        let exact = fisher::exact(law, x1);
        let observed = law.probability(x1);
        let (less, greater) = tails(law, x1);
        let half = |tail: f64| (tail - 0.5 * observed).clamp(0.0, 1.0);
        Self {
            pearson: chi_square(chi_squares.pearson),
            pearson_n_minus_1: chi_square(chi_squares.pearson * ((all - 1.0) / all)),
            yates: chi_square(chi_squares.yates),
            likelihood_ratio: chi_square(chi_squares.likelihood_ratio),
            fisher: test(None, exact.fisher),
            fisher_less: test(None, less.min(1.0)),
            fisher_greater: test(None, greater.min(1.0)),
            mid_p: test(None, exact.mid_p),
            mid_p_less: test(None, half(less)),
            mid_p_greater: test(None, half(greater)),
            smallest_expected: chi_squares.smallest_expected,
        }
    }
}

/// How sure intervals are, and how many standard errors that is on either side.
#[derive(Clone, Copy)]
struct Intervals {
    confidence: f64,
    z: f64,
}

impl Intervals {
    fn of(self, (lower, upper): ratio::Limits, method: IntervalMethod) -> Interval {
        Interval { lower, upper, confidence: self.confidence, method }
    }

    fn ratio(self, counts: Counts) -> RatioIntervals {
        let z = self.z;
        RatioIntervals {
            katz: ratio::katz(counts, z).map(|limits| self.of(limits, IntervalMethod::KatzLog)),
            adjusted_log: self.of(ratio::adjusted_log(counts, z), IntervalMethod::AdjustedLog),
            inverse_sinh: ratio::inverse_sinh(counts, z)
                .map(|limits| self.of(limits, IntervalMethod::InverseSinh)),
            mover_wilson: self.of(ratio::mover_wilson(counts, z), IntervalMethod::MoverWilson),
            koopman: self.of(koopman::interval(counts, z), IntervalMethod::KoopmanScore),
            miettinen_nurminen: self
                .of(koopman::miettinen_nurminen(counts, z), IntervalMethod::MiettinenNurminenScore),
        }
    }

    fn difference(self, counts: Counts) -> DifferenceIntervals {
        let z = self.z;
        let of = |(lower, upper), method| self.of((lower, Some(upper)), method);
        DifferenceIntervals {
            wald: of(difference::wald(counts, z), IntervalMethod::Wald),
            agresti_caffo: of(difference::agresti_caffo(counts, z), IntervalMethod::AgrestiCaffo),
            newcombe: of(
                score::newcombe(counts.selected, counts.considered, z),
                IntervalMethod::NewcombeScore,
            ),
            mee: of(difference::mee(counts, z), IntervalMethod::MeeScore),
            miettinen_nurminen: of(
                difference::miettinen_nurminen(counts, z),
                IntervalMethod::MiettinenNurminenScore,
            ),
        }
    }

    fn odds_ratio(self, counts: Counts, law: &Hypergeometric) -> OddsRatioIntervals {
        let (conditional, exact, mid_p) = odds(counts, law, self.confidence, self.z);
        let [x1, _] = counts.selected;
        let cells = law.cells(x1).map(float);
        let logit = odds_as_they_stand(law.cells(x1)).filter(|ratio| *ratio > 0.0).map(|ratio| {
            let reach = self.z * libm::sqrt(cells.iter().map(|cell| 1.0 / cell).sum::<f64>());
            self.of((ratio * libm::exp(-reach), Some(ratio * libm::exp(reach))), IntervalMethod::Logit)
        });
        OddsRatioIntervals {
            conditional: conditional.filter(|_| mid_p.is_some()),
            exact: mid_p.map(|_| self.of(exact, IntervalMethod::ConditionalExact)),
            mid_p: mid_p.map(|limits| self.of(limits, IntervalMethod::ConditionalMidP)),
            logit,
        }
    }
}
