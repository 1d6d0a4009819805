use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Error;

/// A length in calendar units: years, months, weeks and days, each zero or more.
///
/// Written `5 years`, `1 year 6 months`, `2 weeks`, `30 days`, or in ISO 8601 as `P5Y`, `P1Y6M`, `P2W`, `P30D`. Years
/// and months have no fixed number of days, so periods have no total order; lengths are compared by laying them from a
/// date (see [`Span`](super::Span)). The units are kept as written: 12 months and 1 year are added alike but print
/// differently and are unequal.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Period;
///
/// let period: Period = "1 year 6 months".parse()?;
/// assert_eq!(period, "P1Y6M".parse()?);
/// assert_eq!(period.to_string(), "1 year 6 months");
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    years: u32,
    months: u32,
    weeks: u32,
    days: u32,
}

/// Longer periods than the calendar itself have no meaning.
const LARGEST: u32 = 9_999;
const MOST_DAYS: u32 = 3_660_000;

impl Period {
    /// A period of all four units.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) when years or months exceed 9,999 or weeks or days 3,660,000.
    pub fn new(years: u32, months: u32, weeks: u32, days: u32) -> Result<Self, Error> {
        if years > LARGEST || months > LARGEST || weeks > MOST_DAYS || days > MOST_DAYS {
            return Err(Error::out_of_range(
                "expected a period of at most 9999 years, 9999 months or 3660000 days",
            ));
        }
        Ok(Self { years, months, weeks, days })
    }

    /// So many years.
    #[must_use]
    pub const fn years(years: u32) -> Self {
        Self { years, months: 0, weeks: 0, days: 0 }
    }

    /// So many months.
    #[must_use]
    pub const fn months(months: u32) -> Self {
        Self { years: 0, months, weeks: 0, days: 0 }
    }

    /// So many weeks.
    #[must_use]
    pub const fn weeks(weeks: u32) -> Self {
        Self { years: 0, months: 0, weeks, days: 0 }
    }

    /// So many days.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self { years: 0, months: 0, weeks: 0, days }
    }

    /// The four units as written: years, months, weeks, days.
    #[must_use]
    pub const fn units(self) -> [u32; 4] {
        [self.years, self.months, self.weeks, self.days]
    }

    /// Years and months together, in months.
    pub(crate) fn total_months(self) -> Option<u32> {
        self.years.checked_mul(12)?.checked_add(self.months)
    }

    /// Weeks and days together, in days.
    pub(crate) fn total_days(self) -> u64 {
        u64::from(self.weeks).saturating_mul(7).saturating_add(u64::from(self.days))
    }

    /// The same length in years, fewer than twelve months, and days: what is one length is written in one way. As it is where that
    /// would be more than a period may have.
    pub(crate) fn carried(self) -> Self {
        let carried = || {
            let years = self.years.checked_add(self.months.checked_div(12)?)?;
            let days = u32::try_from(self.total_days()).ok()?;
            Self::new(years, self.months.checked_rem(12)?, 0, days).ok()
        };
        carried().unwrap_or(self)
    }

    /// The ISO 8601 form, such as `P1Y6M`; `P0D` for nothing.
    #[must_use]
    pub fn to_iso8601(self) -> String {
        let mut text = String::from("P");
        for (count, letter) in self.units().into_iter().zip(['Y', 'M', 'W', 'D']) {
            if count > 0 {
                text.push_str(&count.to_string());
                text.push(letter);
            }
        }
        if text.len() == 1 { "P0D".into() } else { text }
    }

    /// The Japanese form, such as `1年6か月`.
    #[must_use]
    pub fn to_japanese(self) -> String {
        let text: String = self
            .units()
            .into_iter()
            .zip(["年", "か月", "週間", "日"])
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{count}{unit}"))
            .collect();
        if text.is_empty() { "0日".into() } else { text }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for (count, unit) in self.units().into_iter().zip(["year", "month", "week", "day"]) {
            if count > 0 {
                let gap = if first { "" } else { " " };
                write!(f, "{gap}{count} {unit}{}", if count == 1 { "" } else { "s" })?;
                first = false;
            }
        }
        if first { f.write_str("0 days") } else { Ok(()) }
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        match text.strip_prefix('P') {
            Some(rest) => from_iso8601(rest, text),
            None => from_words(text),
        }
    }
}

fn expected(found: &str) -> Error {
    let found: String = found.chars().take(40).collect();
    Error::syntax(format!("expected a period like `5 years` or `P5Y`, got `{found}`"))
}

fn set(units: &mut [Option<u32>; 4], unit: usize, count: u32, whole: &str) -> Result<(), Error> {
    // Each unit once, the larger before the smaller: anything else is a slip of the pen.
    if units.iter().skip(unit).any(Option::is_some) {
        return Err(expected(whole));
    }
    if let Some(slot) = units.get_mut(unit) {
        *slot = Some(count);
    }
    Ok(())
}

fn from_parts(units: [Option<u32>; 4], whole: &str) -> Result<Period, Error> {
    if units.iter().all(Option::is_none) {
        return Err(expected(whole));
    }
    let [years, months, weeks, days] = units.map(Option::unwrap_or_default);
    Period::new(years, months, weeks, days)
}

fn from_iso8601(rest: &str, whole: &str) -> Result<Period, Error> {
    let mut units = [None; 4];
    let mut digits = String::new();
    for letter in rest.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        let unit = "YMWD".find(letter).ok_or_else(|| expected(whole))?;
        let count = digits.parse().map_err(|_| expected(whole))?;
        set(&mut units, unit, count, whole)?;
        digits.clear();
    }
    if digits.is_empty() { from_parts(units, whole) } else { Err(expected(whole)) }
}

fn from_words(text: &str) -> Result<Period, Error> {
    let mut units = [None; 4];
    let mut words = text.split_whitespace();
    while let Some(count) = words.next() {
        let count = count.parse().map_err(|_| expected(text))?;
        let word = words.next().ok_or_else(|| expected(text))?;
        let unit = match word {
            "year" | "years" => 0,
            "month" | "months" => 1,
            "week" | "weeks" => 2,
            "day" | "days" => 3,
            other => {
                return Err(Error::syntax(format!("expected years, months, weeks or days, got `{other}`")));
            }
        };
        set(&mut units, unit, count, text)?;
    }
    from_parts(units, text)
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_iso8601())
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Period {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Period".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "ISO 8601 period of years, months, weeks and days, or words such as `5 years`",
            "examples": ["P5Y", "P1Y6M", "P30D", "6 months"]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_forms_read_back(y in 0_u32..200, m in 0_u32..200, w in 0_u32..200, d in 0_u32..2000) {
            let period = Period::new(y, m, w, d).unwrap();
            prop_assert_eq!(period.to_string().parse::<Period>().unwrap(), period);
            prop_assert_eq!(period.to_iso8601().parse::<Period>().unwrap(), period);
        }
    }

    #[test]
    fn slips_of_the_pen_are_refused() {
        for text in [
            "",
            "P",
            "5",
            "years",
            "5 yaers",
            "P5",
            "P1D1Y",
            "1 day 1 day",
            "-1 days",
            "P-1D",
            "99999999999 days",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
