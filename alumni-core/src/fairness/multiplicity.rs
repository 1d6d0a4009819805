//! p-values adjusted for how many there are.

use serde::{Deserialize, Serialize};

use super::statistics::{benjamini_hochberg, holm};
use crate::Error;

/// One p-value adjusted for the family it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AdjustedP {
    /// Adjusted by Holm: below a level for no hypothesis that is true, but for that share of all families. For a family that was
    /// declared beforehand.
    pub holm: f64,
    /// Adjusted by Benjamini and Hochberg: of those below a level at most that share are expected to be true. For exploration.
    pub benjamini_hochberg: f64,
    /// Times how many there are, and at most 1 (Bonferroni): never below `holm`, which keeps the same promise. For a reader who asks for
    /// it.
    pub bonferroni: f64,
}

/// As many as a report has groups, a hundredfold.
const MOST: usize = 1_000_000;

/// Adjusts p-values for how many of them there are, in their order.
///
/// Reports adjust their own findings; this is for a family that spans several of them, such as one test for each decision point.
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) with the path `p[i]` for a number outside 0 to 1, or none at all;
/// [`TooLarge`](crate::ErrorKind::TooLarge) for more than a million.
///
/// # Source
///
/// S. Holm, Scandinavian Journal of Statistics 6, 1979; Y. Benjamini, Y. Hochberg, JRSS B 57, 1995.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::adjust_p_values;
///
/// let adjusted = adjust_p_values(&[0.01, 0.04, 0.03])?;
/// assert_eq!(adjusted.iter().map(|p| p.holm).collect::<Vec<_>>(), [0.03, 0.06, 0.06]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn adjust_p_values(p: &[f64]) -> Result<Vec<AdjustedP>, Error> {
    if p.len() > MOST {
        return Err(Error::too_large("expected at most a million p-values").within("p"));
    }
    if let Some((place, value)) = p.iter().enumerate().find(|(_, value)| !(0.0..=1.0).contains(*value)) {
        let error = Error::out_of_range(format!("expected a number from 0 to 1, got `{value}`"));
        return Err(error.within(format!("p[{place}]")));
    }
    let many = p.len() as f64;
    let pairs = holm::adjust(p).into_iter().zip(benjamini_hochberg::adjust(p));
    let adjusted = pairs.zip(p).map(|((holm, benjamini_hochberg), p)| AdjustedP {
        holm,
        benjamini_hochberg,
        bonferroni: (many * p).min(1.0),
    });
    Ok(adjusted.collect())
}

#[cfg(test)]
mod tests {
    use super::super::tests::published::Case;
    use super::*;
    use crate::ErrorKind;

    #[test]
    fn s15_the_fifteen_p_values_of_benjamini_and_hochberg() {
        let Some(case) = Case::read("S15_bh1995") else { return };
        let p: Vec<f64> = case.inputs("/p").as_array().unwrap().iter().map(|p| p.as_f64().unwrap()).collect();
        let level = case.inputs("/level").as_f64().unwrap();
        let adjusted = adjust_p_values(&p).unwrap();
        let count = |of: fn(&AdjustedP) -> f64| {
            f64::from(u32::try_from(adjusted.iter().filter(|p| of(p) <= level).count()).unwrap())
        };
        case.check("bh_rejections", count(|p| p.benjamini_hochberg));
        case.check("holm_rejections", count(|p| p.holm));
        case.check("bonferroni_rejections", count(|p| p.bonferroni));
        case.check("bh_adj_4", adjusted[3].benjamini_hochberg);
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for value in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
            let error = adjust_p_values(&[0.5, value]).unwrap_err();
            assert_eq!((error.kind(), error.path()), (ErrorKind::OutOfRange, "p[1]"));
        }
        assert_eq!(adjust_p_values(&[]).unwrap(), []);
    }
}
