//! What a finding has beside its ratio, its test and its verdict.

use alumni_core::fairness as core;
use pyo3::prelude::*;

use super::finding::Interval;
use super::hashed;

/// Further two-sided tests of equal rates, each by its name; verdicts use none of them.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> tests = al.fairness.selection({"women": (10, 2), "men": (25, 15)}).findings[0].tests
/// >>> round(tests.standard_deviations, 3), round(tests.boschloo_central, 4)
/// (-2.139, 0.0366)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Tests(pub(super) core::Tests);

#[pymethods]
impl Tests {
    /// How many pooled standard deviations the group's rate lies above (below: negative) that of the reference.
    #[getter]
    fn standard_deviations(&self) -> f64 {
        self.0.standard_deviations
    }

    /// The p-value of the score test, the chi-square test without correction.
    #[getter]
    fn score(&self) -> f64 {
        self.0.score
    }

    /// The same with the factor (N-1)/N of Campbell (2007).
    #[getter]
    fn score_n_minus_1(&self) -> f64 {
        self.0.score_n_minus_1
    }

    /// Boschloo's exact test, ordered by Fisher's two-sided p-value; ``None`` for more than 40,000 tables.
    ///
    /// More than a hundred comparisons share what a hundred may take, so that each has fewer.
    #[getter]
    fn boschloo(&self) -> Option<f64> {
        self.0.boschloo
    }

    /// Boschloo's exact test, as twice the smaller of the one-sided p-values.
    #[getter]
    fn boschloo_central(&self) -> Option<f64> {
        self.0.boschloo_central
    }

    /// Barnard's exact test, ordered by the standard deviations between the rates.
    #[getter]
    fn barnard(&self) -> Option<f64> {
        self.0.barnard
    }

    fn __repr__(&self) -> String {
        format!(
            "<Tests standard_deviations={:.4} score={:.4} score_n_minus_1={:.4}>",
            self.0.standard_deviations, self.0.score, self.0.score_n_minus_1
        )
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(Tests, core::Tests);

/// How large the difference is, in the measures beside the impact ratio.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> effects = al.fairness.selection({"women": (52, 24), "men": (80, 48)}).findings[0].effects
/// >>> round(effects.rate_difference, 3), round(effects.odds_ratio, 3)
/// (-0.138, 0.574)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Effects(pub(super) core::Effects);

#[pymethods]
impl Effects {
    /// Rate less reference rate, from -1 to 1.
    #[getter]
    fn rate_difference(&self) -> f64 {
        self.0.rate_difference
    }

    /// The interval of the difference (Newcombe).
    #[getter]
    fn rate_difference_interval(&self) -> Interval {
        Interval(self.0.rate_difference_interval)
    }

    /// The likeliest odds ratio with both margins fixed; ``None`` where it has no bound.
    #[getter]
    fn odds_ratio(&self) -> Option<f64> {
        self.0.odds_ratio
    }

    /// Its interval: exact, or logit where all cells are too large to enumerate.
    #[getter]
    fn odds_ratio_interval(&self) -> Interval {
        Interval(self.0.odds_ratio_interval)
    }

    /// The shorter interval in which the observed table counts half.
    #[getter]
    fn odds_ratio_mid_p_interval(&self) -> Option<Interval> {
        self.0.odds_ratio_mid_p_interval.map(Interval)
    }

    /// The correlation of group and selection, from -1 to 1.
    #[getter]
    fn phi(&self) -> f64 {
        self.0.phi
    }

    /// Cohen's h, the difference of ``2 asin(sqrt(rate))``.
    #[getter]
    fn cohens_h(&self) -> f64 {
        self.0.cohens_h
    }

    fn __repr__(&self) -> String {
        format!("<Effects rate_difference={:.4} phi={:.4}>", self.0.rate_difference, self.0.phi)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(Effects, core::Effects);

/// How many more people of the group would have been selected, by three meanings of *shortfall*.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> shortfalls = al.fairness.selection({"women": (52, 24), "men": (80, 48)}).findings[0].shortfalls
/// >>> round(shortfalls.to_pooled_rate, 2), shortfalls.to_reference_rate, shortfalls.to_threshold
/// (4.36, 8, 1)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct Shortfalls(pub(super) core::Shortfalls);

#[pymethods]
impl Shortfalls {
    /// Expected at the rate of both groups together, less those selected; negative where more than that were.
    #[getter]
    fn to_pooled_rate(&self) -> f64 {
        self.0.to_pooled_rate
    }

    /// The fewest more until the group has the reference's rate; 0 where it has.
    #[getter]
    fn to_reference_rate(&self) -> u64 {
        self.0.to_reference_rate
    }

    /// The fewest more until the group has the threshold's share of the reference's rate; 0 where it has.
    #[getter]
    fn to_threshold(&self) -> u64 {
        self.0.to_threshold
    }

    fn __repr__(&self) -> String {
        format!(
            "<Shortfalls to_pooled_rate={:.4} to_reference_rate={} to_threshold={}>",
            self.0.to_pooled_rate, self.0.to_reference_rate, self.0.to_threshold
        )
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(Shortfalls, core::Shortfalls);

/// Between which limits the impact ratio lies, whichever groups the people of unknown group belong to.
///
/// Examples
/// --------
/// >>> import alumni as al
/// >>> report = al.fairness.selection({"women": (100, 40), "men": (110, 55)}, unknown=(30, 12))
/// >>> range_ = report.findings[0].unknown
/// >>> round(range_.lowest, 2), round(range_.highest, 2)
/// (0.62, 1.08)
#[pyclass(module = "alumni.fairness", frozen)]
#[derive(Debug)]
pub(crate) struct UnknownRange(pub(super) core::UnknownRange);

#[pymethods]
impl UnknownRange {
    /// The ratio if all unknown who were not selected are of the group, and all who were of the reference.
    #[getter]
    fn lowest(&self) -> Option<f64> {
        self.0.lowest
    }

    /// The ratio if all unknown who were selected are of the group, and all who were not of the reference.
    #[getter]
    fn highest(&self) -> Option<f64> {
        self.0.highest
    }

    /// Whether the lowest is below the threshold, decided on whole numbers.
    #[getter]
    fn lowest_below_threshold(&self) -> Option<bool> {
        self.0.lowest_below_threshold
    }

    /// Whether the highest is.
    #[getter]
    fn highest_below_threshold(&self) -> Option<bool> {
        self.0.highest_below_threshold
    }

    fn __repr__(&self) -> String {
        format!("<UnknownRange {:?} to {:?}>", self.0.lowest, self.0.highest)
    }

    fn __hash__(&self) -> u64 {
        hashed(&self.0)
    }
}
document!(UnknownRange, core::UnknownRange);
