use serde::{Deserialize, Serialize};

use super::super::statistics::normal;
use super::super::statistics::power::{needed_exactly, normal_power};
use crate::{Error, document};

/// Of the people, the two rates and the power, what do the others make the one that is left out?
///
/// By the normal approximation of the score test, as R's `power.prop.test` has it; the chance of a finding on the wrong side is left
/// out. [`selection`](super::super::selection) has the power of the exact test for groups that are there.
///
/// # Formula
///
/// ```text
/// power = Phi( (|p1 - p2| - z sqrt(p (1-p) (1/n1 + 1/n2))) / sqrt(p1 (1-p1) / n1 + p2 (1-p2) / n2) )
/// n = ( z sqrt(2 p (1-p)) + z_power sqrt(p1 (1-p1) + p2 (1-p2)) )^2 / (p1 - p2)^2
/// ```
///
/// with `p` the rate of both together and `z` the normal quantile of the confidence.
///
/// # Source
///
/// J. L. Fleiss, *Statistical Methods for Rates and Proportions* (2nd ed. 1981), 3.2, without continuity correction.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::PowerOfRatesQuestion;
///
/// // Half against three quarters: 50 people in each group, or as many as a power of 90 % takes.
/// let fifty = PowerOfRatesQuestion::new(0.5).second_rate(0.75).considered(50).answer()?;
/// assert_eq!(format!("{:.4}", fifty.power.unwrap()), "0.7402");
/// let needed = PowerOfRatesQuestion::new(0.5).second_rate(0.75).power(0.9).answer()?;
/// assert_eq!(needed.needed_per_group, Some(77));
///
/// // The nearest rates that 50 people in each group tell from one half with a power of 90 %.
/// let rates = PowerOfRatesQuestion::new(0.5).considered(50).power(0.9).answer()?;
/// assert_eq!(format!("{:.4} {:.4}", rates.lower_rate.unwrap(), rates.higher_rate.unwrap()), "0.1974 0.8026");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PowerOfRatesQuestion {
    /// The rate of the first group, from 0 to 1.
    pub first_rate: f64,
    /// The rate of the second, from 0 to 1; left out to ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second_rate: Option<f64>,
    /// How many are considered in the first group, and in the second where `compared_with` is left out; left out to ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub considered: Option<u64>,
    /// How many are considered in the second group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<u64>,
    /// How surely the difference is found: above 0, below 1; left out to ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<f64>,
    /// How sure to be that there is a difference: from 0.5 to 0.999999; 0.95 when left out.
    #[serde(default = "super::confidence")]
    pub confidence: f64,
    /// Whether the test asks for a difference in the one direction only.
    #[serde(default)]
    pub one_sided: bool,
}

/// What the people, the two rates and the power make the one that was left out.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PowerOfRates {
    /// How surely the difference is found; absent where it was given. So are the others.
    pub power: Option<f64>,
    /// How many have to be considered in each of two equal groups, as the formula has it.
    pub needed: Option<f64>,
    /// The same in whole people.
    pub needed_per_group: Option<u64>,
    /// The nearest lower rate of the second group that is found so surely; absent too where none is.
    pub lower_rate: Option<f64>,
    /// The nearest higher rate of the second group that is found so surely; absent too where none is.
    pub higher_rate: Option<f64>,
}

const MOST: u64 = 1_000_000_000_000_000_000;
/// Rates are tried in so many steps.
const STEPS: u32 = 1_024;

impl PowerOfRatesQuestion {
    /// The rate of the first group.
    #[must_use]
    pub fn new(first_rate: f64) -> Self {
        Self {
            first_rate,
            second_rate: None,
            considered: None,
            compared_with: None,
            power: None,
            confidence: super::confidence(),
            one_sided: false,
        }
    }

    /// Sets the rate of the second group.
    #[must_use]
    pub fn second_rate(mut self, rate: f64) -> Self {
        self.second_rate = Some(rate);
        self
    }

    /// Sets how many are considered in each group.
    #[must_use]
    pub fn considered(mut self, considered: u64) -> Self {
        self.considered = Some(considered);
        self
    }

    /// Sets how many are considered in the second group.
    #[must_use]
    pub fn compared_with(mut self, considered: u64) -> Self {
        self.compared_with = Some(considered);
        self
    }

    /// Sets how surely the difference is to be found.
    #[must_use]
    pub fn power(mut self, power: f64) -> Self {
        self.power = Some(power);
        self
    }

    /// Sets how sure to be that there is a difference.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Asks for a difference in the one direction only.
    #[must_use]
    pub fn one_sided(mut self) -> Self {
        self.one_sided = true;
        self
    }

    /// Reads `{"first_rate": …}` with two of `second_rate`, `considered` and `power`.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    /// Answers it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a number outside its range, and for two rates so near to each other that no
    /// number of people tells them apart; [`Inconsistent`](crate::ErrorKind::Inconsistent) unless exactly one of `second_rate`,
    /// `considered` and `power` is left out, and for `compared_with` without `considered`.
    pub fn answer(&self) -> Result<PowerOfRates, Error> {
        let first = within(self.first_rate, 0.0, 1.0, "first_rate")?;
        let second = self.second_rate.map(|rate| within(rate, 0.0, 1.0, "second_rate")).transpose()?;
        let power = self.power.map(|power| within(power, 1e-9, 1.0 - 1e-9, "power")).transpose()?;
        let beyond = 1.0 - within(self.confidence, 0.5, 0.999_999, "confidence")?;
        let z = normal::upper_quantile(if self.one_sided { beyond } else { 0.5 * beyond });
        if self.compared_with.is_some() && self.considered.is_none() {
            let error = Error::inconsistent("expected `considered` too");
            return Err(error.within("compared_with"));
        }
        let groups = match self.considered {
            None => None,
            Some(considered) => Some([
                people(considered, "considered")?,
                people(self.compared_with.unwrap_or(considered), "compared_with")?,
            ]),
        };
        let mut found = PowerOfRates {
            power: None,
            needed: None,
            needed_per_group: None,
            lower_rate: None,
            higher_rate: None,
        };
        match (second, groups, power) {
            (Some(second), Some(groups), None) => found.power = Some(apart(groups, [first, second], z)),
            (Some(second), None, Some(power)) => {
                let needed = needed_exactly([first, second], z, normal::upper_quantile(1.0 - power));
                if !(needed.is_finite() && needed <= MOST as f64) {
                    let message = "expected a rate further from the other one";
                    return Err(Error::out_of_range(message).within("second_rate"));
                }
                found.needed = Some(needed);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "from 0 to 10^18"
                )]
                let whole = libm::ceil(needed).max(1.0) as u64;
                found.needed_per_group = Some(whole);
            }
            (None, Some(groups), Some(power)) => {
                let reached = |rate: f64| apart(groups, [first, rate], z) >= power;
                found.lower_rate = nearest(first, 0.0, reached);
                found.higher_rate = nearest(first, 1.0, reached);
            }
            _ => {
                let message = "expected two of `second_rate`, `considered` and `power`, and not the third";
                return Err(Error::inconsistent(message));
            }
        }
        Ok(found)
    }
}

/// The power for two rates, whichever is the higher one.
fn apart([n1, n2]: [u64; 2], [p1, p2]: [f64; 2], z: f64) -> f64 {
    if p1 <= p2 { normal_power([n1, n2], [p1, p2], z) } else { normal_power([n2, n1], [p2, p1], z) }
}

/// The first rate on the way from `from` to `to` that is `reached`.
fn nearest(from: f64, to: f64, reached: impl Fn(f64) -> bool) -> Option<f64> {
    let at = |step: u32| from + (to - from) * (f64::from(step) / f64::from(STEPS));
    let step = (1..=STEPS).find(|step| reached(at(*step)))?;
    let (mut near, mut far) = (at(step.saturating_sub(1)), at(step));
    loop {
        let middle = 0.5 * (near + far);
        if libm::fabs(middle - near) <= 0.0 || libm::fabs(middle - far) <= 0.0 {
            return Some(far);
        }
        if reached(middle) {
            far = middle;
        } else {
            near = middle;
        }
    }
}

fn people(considered: u64, name: &str) -> Result<u64, Error> {
    if (1..=MOST / 2).contains(&considered) {
        Ok(considered)
    } else {
        Err(Error::out_of_range("expected a number from 1 to 5 * 10^17").within(name))
    }
}

pub(super) fn within(value: f64, least: f64, most: f64, name: &str) -> Result<f64, Error> {
    // Not a number is in no range.
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(Error::out_of_range(format!("expected a number from {least} to {most}, got `{value}`"))
            .within(name))
    }
}
