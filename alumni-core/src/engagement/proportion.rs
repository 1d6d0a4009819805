use serde::{Deserialize, Serialize};

use crate::Error;
use crate::text::Argument;

/// The 0.975 quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// So many of so many, with the interval that the share may honestly lie in.
///
/// # Formula
///
/// Wilson's score interval at 95 %: `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`.
///
/// # Source
///
/// Wilson, *Probable inference, the law of succession, and statistical inference*, JASA 22 (1927).
///
/// # Example
///
/// ```
/// use alumni_core::engagement::Proportion;
///
/// let posted = Proportion::new(100, 200);
/// assert_eq!(posted.to_string(), "100 of 200 (43-57%)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Proportion {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// `count / of`; `None` of nobody.
    pub share: Option<f64>,
    /// Lower end of the 95 % interval, 0 of nobody.
    pub lower: f64,
    /// Upper end of the 95 % interval, 1 of nobody.
    pub upper: f64,
}

impl Proportion {
    /// `count` of `of`; a count above `of` is taken as `of`.
    #[must_use]
    pub fn new(count: u64, of: u64) -> Self {
        Self::at(count, of, Z)
    }

    /// `count` of `of`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) at `count` for more than there are.
    pub fn checked(count: u64, of: u64) -> Result<Self, Error> {
        if count > of {
            return Err(Error::out_of_range(format!("expected at most {of}, got {count}")).within("count"));
        }
        Ok(Self::new(count, of))
    }

    /// With an interval of so many standard deviations.
    pub(super) fn at(count: u64, of: u64, z: f64) -> Self {
        let count = count.min(of);
        if of == 0 {
            return Self { count, of, share: None, lower: 0.0, upper: 1.0 };
        }
        let share = count as f64 / of as f64;
        let (lower, upper) = wilson(share, of as f64, z);
        Self { count, of, share: Some(share), lower, upper }
    }

    pub(super) fn arguments(self) -> [(&'static str, Argument); 4] {
        [
            ("count", self.count.into()),
            ("of", self.of.into()),
            ("lower", Argument::Share { value: self.lower, digits: 0 }),
            ("upper", Argument::Share { value: self.upper, digits: 0 }),
        ]
    }
}

/// The interval of a share of `n` people, who need not be whole, so many standard deviations wide.
pub(super) fn wilson(share: f64, n: f64, z: f64) -> (f64, f64) {
    let z2 = z * z;
    let middle = share + z2 / (2.0 * n);
    let reach = z * libm::sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
    let scale = 1.0 + z2 / n;
    // At the ends the interval meets 0 and 1; rounding must not move it past them.
    let lower = if share <= 0.0 { 0.0 } else { (middle - reach) / scale };
    let upper = if share >= 1.0 { 1.0 } else { (middle + reach) / scale };
    (lower, upper)
}

impl std::fmt::Display for Proportion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (lower, upper) = (self.lower * 100.0, self.upper * 100.0);
        write!(f, "{} of {} ({lower:.0}-{upper:.0}%)", self.count, self.of)
    }
}
