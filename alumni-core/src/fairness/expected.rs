//! The impact ratio to expect where groups differ in a score, before anybody is selected.

use serde::{Deserialize, Serialize};

use super::statistics::normal::cumulative;
use crate::Error;

/// The impact ratio to expect from a cut-off on a score in which a group's mean differs from its reference's.
///
/// Scores are taken as normal with the same spread in both groups, and everybody from one cut-off on is selected.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ExpectedImpact {
    /// The group's rate over the reference's; above 1 where the group's mean is the higher one.
    pub impact_ratio: f64,
    /// The share of the group that is selected.
    pub rate: f64,
    /// The share of the reference that is selected.
    pub reference_rate: f64,
    /// The cut-off, in standard deviations above the reference's mean.
    pub cutoff: f64,
}

/// The rates that can be asked about: near 0 and 1 nothing is left to compare.
const LEAST: f64 = 1e-6;
/// Groups that lie further apart do not overlap.
const FURTHEST: f64 = 5.0;

/// The impact ratio to expect from a standardized difference of scores: what a test or a rating costs a group.
///
/// `difference` is how many standard deviations the group's mean lies below the reference's (Cohen's d), from -5 to 5;
/// `selection_rate` is the share of all people who will be selected, and `group_share` the group's share of them, both from
/// 0.000001 to 0.999999. The error is below 10^-12.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) with the argument's name for a number outside its range, or none at all.
///
/// # Source
///
/// W. De Corte, F. Lievens, *A practical procedure to estimate the quality and the adverse impact of single-stage selection
/// decisions*, International Journal of Selection and Assessment 11, 2003.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::expected_impact;
///
/// // Of all applicants 30 % are of the group, whose mean is 0.15 standard deviations lower; one in four is selected.
/// let expected = expected_impact(0.15, 0.25, 0.3)?;
/// assert_eq!(format!("{:.4} at {:.4}", expected.impact_ratio, expected.cutoff), "0.8234 at 0.6311");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn expected_impact(
    difference: f64,
    selection_rate: f64,
    group_share: f64,
) -> Result<ExpectedImpact, Error> {
    let difference = within(difference, -FURTHEST, FURTHEST, "difference")?;
    let selection_rate = within(selection_rate, LEAST, 1.0 - LEAST, "selection_rate")?;
    let share = within(group_share, LEAST, 1.0 - LEAST, "group_share")?;
    let rates = |cutoff: f64| [cumulative(-(cutoff + difference)), cumulative(-cutoff)];
    let (mut low, mut high) = (-20.0_f64, 20.0_f64);
    // By bisection to the last digit: fewer are selected the higher the cut-off lies.
    let cutoff = loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break middle;
        }
        let [rate, reference] = rates(middle);
        if share * rate + (1.0 - share) * reference > selection_rate {
            low = middle;
        } else {
            high = middle;
        }
    };
    let [rate, reference_rate] = rates(cutoff);
    Ok(ExpectedImpact { impact_ratio: rate / reference_rate, rate, reference_rate, cutoff })
}

fn within(value: f64, least: f64, most: f64, name: &str) -> Result<f64, Error> {
    // Not a number is in no range.
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(Error::out_of_range(format!("expected a number from {least} to {most}, got `{value}`"))
            .within(name))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::published::Case;
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn s19_the_examples_of_iopsych() {
        let Some(case) = Case::read("S19_iopsych_aiEst") else { return };
        for name in ["A", "B"] {
            let at = |field: &str| case.inputs(&format!("/{name}/{field}")).as_f64().unwrap();
            let expected = expected_impact(at("d"), at("sr"), at("pct_minority")).unwrap();
            case.check(&format!("{name}_ai"), expected.impact_ratio);
            case.check(&format!("{name}_sr_minority"), expected.rate);
            case.check(&format!("{name}_sr_majority"), expected.reference_rate);
            case.check(&format!("{name}_cut"), expected.cutoff);
        }
    }

    #[test]
    fn what_is_no_number_of_the_range_is_refused() {
        for (arguments, name) in [
            ([f64::NAN, 0.5, 0.5], "difference"),
            ([f64::INFINITY, 0.5, 0.5], "difference"),
            ([-5.1, 0.5, 0.5], "difference"),
            ([0.0, 0.0, 0.5], "selection_rate"),
            ([0.0, f64::NAN, 0.5], "selection_rate"),
            ([0.0, 0.5, 1.0], "group_share"),
            ([0.0, 0.5, f64::NEG_INFINITY], "group_share"),
        ] {
            let [difference, rate, share] = arguments;
            let error = expected_impact(difference, rate, share).unwrap_err();
            assert_eq!((error.kind(), error.path()), (ErrorKind::OutOfRange, name));
        }
    }

    proptest! {
        #[test]
        fn rates_make_up_the_whole_and_lie_as_the_difference_does(
            d in -5.0..5.0_f64, rate in LEAST..1.0 - LEAST, share in LEAST..1.0 - LEAST
        ) {
            let found = expected_impact(d, rate, share).unwrap();
            prop_assert!((share * found.rate + (1.0 - share) * found.reference_rate - rate).abs() < 1e-12);
            prop_assert!(found.impact_ratio.is_finite() && found.impact_ratio >= 0.0);
            prop_assert!(d.abs() < 1e-9 || (d > 0.0) == (found.impact_ratio < 1.0));
            let same = expected_impact(0.0, rate, share).unwrap();
            prop_assert!((same.impact_ratio - 1.0).abs() < 1e-12);
        }
    }
}
