use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::Error;

/// An ISO 4217 currency code: three upper-case letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// Codes whose minor unit is not a hundredth. Source: ISO 4217, list one (2024).
const OTHER_DIGITS: [(&[&str], u32); 3] = [
    (
        &[
            "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV",
            "XAF", "XOF", "XPF",
        ],
        0,
    ),
    (&["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    (&["CLF", "UYW"], 4),
];

impl Currency {
    /// The code, such as `JPY`.
    #[must_use]
    pub fn code(&self) -> &str {
        // Only ASCII letters get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Digits of the minor unit: 0 for JPY, 2 for EUR, 3 for KWD.
    #[must_use]
    pub fn digits(&self) -> u32 {
        OTHER_DIGITS.iter().find(|(codes, _)| codes.contains(&self.code())).map_or(2, |(_, digits)| *digits)
    }
}

impl FromStr for Currency {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        match code.as_bytes() {
            &[a, b, c] if [a, b, c].iter().all(u8::is_ascii_uppercase) => Ok(Self([a, b, c])),
            _ => Err(Error::syntax("expected a currency code of three capital letters, such as `JPY`")),
        }
    }
}

impl TryFrom<String> for Currency {
    type Error = Error;

    fn try_from(code: String) -> Result<Self, Error> {
        code.parse()
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// An amount of money in whole minor units of its currency (yen, euro cents).
///
/// Amounts of different currencies are never added or compared.
///
/// # Example
///
/// ```
/// use alumni_core::workforce::Money;
///
/// let pay: Money = "5200000 JPY".parse()?;
/// assert_eq!(pay.minor(), 5_200_000);
/// let pay: Money = "1234.5 EUR".parse()?;
/// assert_eq!((pay.minor(), pay.to_string()), (123_450, "1234.50 EUR".to_owned()));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Money {
    minor: i64,
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    currency: Currency,
}

impl Money {
    /// `minor` units of `currency`: 5,200,000 yen is `new(5_200_000, "JPY".parse()?)`, 12.34 euro `new(1234, …)`.
    #[must_use]
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// The amount in minor units.
    #[must_use]
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Reads a plain decimal number of major units, such as `5200000` or `1234.5`, in `currency`.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) for anything but digits with at most one point and a leading minus,
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) for more decimals than the currency has or too large a number.
    pub fn parse_major(number: &str, currency: Currency) -> Result<Self, Error> {
        let wrong = || Error::syntax("expected an amount such as `5200000` or `1234.50`");
        let (negative, digits) = number.strip_prefix('-').map_or((false, number), |rest| (true, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(part) || digits.ends_with('.') {
            return Err(wrong());
        }
        let places = usize::try_from(currency.digits()).unwrap_or_default();
        let part = part.trim_end_matches('0');
        if part.len() > places {
            return Err(Error::out_of_range(format!("expected at most {places} decimals in {currency}")));
        }
        let zeros = std::iter::repeat_n(b'0', places.saturating_sub(part.len()));
        let minor = whole.bytes().chain(part.bytes()).chain(zeros).fold(0_i128, |minor, digit| {
            minor.saturating_mul(10).saturating_add(i128::from(digit.wrapping_sub(b'0')))
        });
        let minor = i64::try_from(if negative { minor.saturating_neg() } else { minor });
        let minor = minor.map_err(|_| Error::out_of_range("expected an amount below 9.2e18 minor units"))?;
        Ok(Self { minor, currency })
    }
}

impl FromStr for Money {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (number, code) = text
            .trim()
            .rsplit_once(' ')
            .ok_or_else(|| Error::syntax("expected an amount with its currency, such as `5200000 JPY`"))?;
        Self::parse_major(number.trim(), code.parse()?)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = usize::try_from(self.currency.digits()).unwrap_or_default();
        let digits = format!("{:0>1$}", self.minor.unsigned_abs(), places.saturating_add(1));
        let (whole, part) = digits.split_at(digits.len().saturating_sub(places));
        let sign = if self.minor < 0 { "-" } else { "" };
        let point = if part.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{part} {}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_amount_prints_and_reads_back(minor: i64, code in prop::sample::select(vec!["JPY", "EUR", "KWD", "CLF"])) {
            let money = Money::new(minor, code.parse().unwrap());
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        }
    }

    #[test]
    fn what_is_not_money_is_refused() {
        for text in [
            "",
            "5",
            "JPY",
            "5 yen",
            "5 jpy",
            "5.5 JPY",
            "1.234 EUR",
            "1. EUR",
            ".5 EUR",
            "1,000 JPY",
            "--5 JPY",
            "99999999999999999999 JPY",
        ] {
            assert!(text.parse::<Money>().is_err(), "{text}");
        }
        assert_eq!("1.500 EUR".parse::<Money>().unwrap().minor(), 150);
    }
}
