use serde::{Deserialize, Serialize};

use super::exact::{median, median_twice};
use super::people::count;
use super::{float, not_negative, one_currency};
use crate::Error;
use crate::fairness::input_hash;
use crate::workforce::Money;

/// How the pay of people who come in stands to that of those who are there, in one grade and band of tenure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Compression {
    /// How many came in.
    pub newcomers: u64,
    /// How many are there.
    pub incumbents: u64,
    /// The median pay of those who came in over that of those who are there: near 1 their experience earns nothing, above 1
    /// less than nothing. Absent when one side has nobody or the incumbents' median is zero.
    pub index: Option<f64>,
    /// A fingerprint of both sides' pay, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The compression index of one grade and band of tenure; the caller chooses who is in it, and the order does not matter.
///
/// # Formula
///
/// `median(newcomers' pay) / median(incumbents' pay)`
///
/// # Errors
///
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a negative amount and [`Inconsistent`](crate::ErrorKind::Inconsistent)
/// for two currencies, with the place (`incumbents[2]`).
///
/// # Example
///
/// ```
/// use alumni_core::{fairness::compression, workforce::Money};
///
/// let yen = |amounts: &[i64]| -> Vec<Money> {
///     amounts.iter().map(|amount| Money::new(*amount, "JPY".parse().unwrap())).collect()
/// };
/// let found = compression(&yen(&[6_300_000, 6_500_000]), &yen(&[6_000_000, 6_400_000, 7_000_000]))?;
/// assert_eq!(found.index, Some(1.0));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn compression(newcomers: &[Money], incumbents: &[Money]) -> Result<Compression, Error> {
    let first = newcomers.first().or(incumbents.first());
    let amounts = |people: &[Money], name: &str| -> Result<Vec<i64>, Error> {
        let mut amounts = Vec::with_capacity(people.len());
        for (index, pay) in people.iter().enumerate() {
            let at = |error: Error| error.within(format!("{name}[{index}]"));
            not_negative(*pay, "").map_err(at)?;
            one_currency([*first.unwrap_or(pay), *pay]).map_err(at)?;
            amounts.push(pay.minor());
        }
        amounts.sort_unstable();
        Ok(amounts)
    };
    let (newcomers, incumbents) = (amounts(newcomers, "newcomers")?, amounts(incumbents, "incumbents")?);
    let above = median(&incumbents).and(median_twice(&incumbents)).filter(|twice| *twice > 0);
    Ok(Compression {
        input_hash: input_hash::of(&serde_json::json!({
            "currency": first.map(|pay| pay.currency()),
            "incumbents": incumbents,
            "newcomers": newcomers,
        })),
        newcomers: count(newcomers.len()),
        incumbents: count(incumbents.len()),
        index: median_twice(&newcomers).zip(above).map(|(new, old)| float(new) / float(old)),
    })
}
