use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A threshold as a fraction of small whole numbers between 0 and 1, such as 4/5, so that it is decided exactly.
///
/// Written `4/5` in documents. Kept as written: 8/10 is an equal threshold but another value.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::Fraction;
///
/// let threshold: Fraction = "4/5".parse()?;
/// assert_eq!(threshold, Fraction::new(4, 5)?);
/// assert!("5/4".parse::<Fraction>().is_err());
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fraction {
    numerator: u8,
    denominator: u8,
}

/// Keeps the products with counts up to 10^18 within 128 bits.
const LARGEST: u8 = 100;

impl Fraction {
    /// `numerator` over `denominator`.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) unless 0 < numerator < denominator <= 100.
    pub fn new(numerator: u8, denominator: u8) -> Result<Self, Error> {
        if numerator == 0 || numerator >= denominator || denominator > LARGEST {
            return Err(Error::out_of_range(
                "expected a fraction between 0 and 1 with a denominator of at most 100, such as `4/5`",
            ));
        }
        Ok(Self { numerator, denominator })
    }

    /// The number above the line.
    #[must_use]
    pub fn numerator(self) -> u8 {
        self.numerator
    }

    /// The number below the line.
    #[must_use]
    pub fn denominator(self) -> u8 {
        self.denominator
    }

    /// The fraction as a float, for display and for comparing with intervals.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.numerator) / f64::from(self.denominator)
    }
}

impl Default for Fraction {
    /// Four fifths.
    fn default() -> Self {
        Self { numerator: 4, denominator: 5 }
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

impl FromStr for Fraction {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let wrong = || Error::syntax("expected a fraction of whole numbers, such as `4/5`");
        let (numerator, denominator) = text.trim().split_once('/').ok_or_else(wrong)?;
        let number = |text: &str| text.trim().parse::<u8>().map_err(|_| wrong());
        Self::new(number(numerator)?, number(denominator)?)
    }
}

impl TryFrom<String> for Fraction {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}

impl From<Fraction> for String {
    fn from(fraction: Fraction) -> Self {
        fraction.to_string()
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Fraction {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Fraction".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "a fraction between 0 and 1 with a denominator of at most 100",
            "pattern": "^[0-9]{1,3}/[0-9]{1,3}$",
            "examples": ["4/5"]
        })
    }
}
