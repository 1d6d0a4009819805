//! Before and beside reports: the ratio to expect from a difference of scores, and p-values of a family of one's own.

use std::mem::MaybeUninit;

use alumni_core::fairness::{self, AdjustedP};

use crate::boundary::{give, guard, put, read, release, slice};
use crate::error::{alumni_error, alumni_status};

/// The impact ratio to expect from a cut-off on a score in which a group's mean differs from its reference's.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct alumni_expected_impact {
    /// The group's rate over the reference's.
    pub impact_ratio: f64,
    /// The share of the group that is selected.
    pub rate: f64,
    /// The share of the reference that is selected.
    pub reference_rate: f64,
    /// The cut-off, in standard deviations above the reference's mean.
    pub cutoff: f64,
}

/// p-values adjusted for how many of them there are.
#[derive(Debug)]
pub struct alumni_adjusted_p(Vec<AdjustedP>);

/// The impact ratio to expect from a standardized difference of scores. `difference` is how many standard deviations the group's
/// mean lies below the reference's, from -5 to 5; `selection_rate` is the share of all people who will be selected, and
/// `group_share` the group's share of them, both from 0.000001 to 0.999999. Scores are taken as normal with the same spread.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_expected_impact(
    difference: f64,
    selection_rate: f64,
    group_share: f64,
    expected: Option<&mut MaybeUninit<alumni_expected_impact>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        put(expected, "expected", || {
            let found = fairness::expected_impact(difference, selection_rate, group_share)?;
            Ok(alumni_expected_impact {
                impact_ratio: found.impact_ratio,
                rate: found.rate,
                reference_rate: found.reference_rate,
                cutoff: found.cutoff,
            })
        })
    })
}

/// Adjusts p-values for how many of them there are: for a family that spans several reports, which adjust their own findings.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_fairness_adjust_p_values(
    p: *const f64,
    p_count: usize,
    adjusted: Option<&mut MaybeUninit<*mut alumni_adjusted_p>>,
    error: Option<&mut MaybeUninit<*mut alumni_error>>,
) -> alumni_status {
    guard(error, || {
        give(adjusted, "adjusted", || {
            Ok(alumni_adjusted_p(fairness::adjust_p_values(slice(p, p_count, "p")?)?))
        })
    })
}

/// Number of p-values.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_adjusted_p_count(adjusted: Option<&alumni_adjusted_p>) -> usize {
    read(0, || Some(adjusted?.0.len()))
}

/// The p-value at `index` adjusted by Holm, for a family declared beforehand; NaN beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_adjusted_p_holm(adjusted: Option<&alumni_adjusted_p>, index: usize) -> f64 {
    read(f64::NAN, || Some(adjusted?.0.get(index)?.holm))
}

/// The p-value at `index` adjusted by Benjamini and Hochberg, for exploration; NaN beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_adjusted_p_benjamini_hochberg(
    adjusted: Option<&alumni_adjusted_p>,
    index: usize,
) -> f64 {
    read(f64::NAN, || Some(adjusted?.0.get(index)?.benjamini_hochberg))
}

/// The p-value at `index` times how many there are, and at most 1 (Bonferroni); NaN beyond the last.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_adjusted_p_bonferroni(adjusted: Option<&alumni_adjusted_p>, index: usize) -> f64 {
    read(f64::NAN, || Some(adjusted?.0.get(index)?.bonferroni))
}

/// Frees them; NULL is fine.
#[unsafe(no_mangle)]
pub extern "C" fn alumni_adjusted_p_free(adjusted: Option<Box<alumni_adjusted_p>>) {
    release(adjusted);
}
