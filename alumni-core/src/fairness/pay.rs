mod columns;
mod compression;
mod eu;
mod exact;
mod inversions;
mod japan;
mod people;
mod quartiles;
mod uk;

use serde::{Deserialize, Serialize};

pub use columns::PayColumns;
pub use compression::{Compression, compression};
pub use eu::{CategoryPayGap, EuPayGaps, ReceivingShare, eu_pay_gaps};
pub use exact::PayGap;
pub use inversions::{InversionQuestion, Inversions, Peer, inversions};
pub use japan::{EmploymentKind, JapanPayRatios, JapanPayTotal, Sex, japan_pay_ratios};
pub use people::{PaidWorker, PayQuestion};
pub use quartiles::{QuartileBand, Quartiles};
pub use uk::{UkPayGaps, uk_pay_gaps};

pub(super) use columns::{Numbers, Wholes, column, number};
pub(super) use exact::median_twice;
pub(super) use people::{count, men, two_groups, women};

use super::input_hash;
use crate::Error;
use crate::workforce::Money;

/// Pay over the midpoint of its range; 1.0 is at the midpoint.
///
/// Both amounts are for the same period and the same working time; the caller brings them there. Pay may be zero.
///
/// # Formula
///
/// `pay / midpoint`
///
/// # Errors
///
/// [`Inconsistent`](crate::ErrorKind::Inconsistent) for amounts in two currencies,
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for negative pay or a midpoint that is not above zero.
///
/// # Source
///
/// The name is that of `EmpCompensationCalculated.compaRatio` in SAP SuccessFactors, which prints it times 100.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::compa_ratio;
///
/// let ratio = compa_ratio("7000000 JPY".parse()?, "6500000 JPY".parse()?)?;
/// assert_eq!(format!("{ratio:.3}"), "1.077");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn compa_ratio(pay: Money, midpoint: Money) -> Result<f64, Error> {
    one_currency([pay, midpoint])?;
    not_negative(pay, "pay")?;
    if midpoint.minor() <= 0 {
        return Err(Error::out_of_range("expected a midpoint above zero").within("midpoint"));
    }
    Ok(float(pay.minor().into()) / float(midpoint.minor().into()))
}

/// How far into its range pay lies: 0 at the minimum, 1 at the maximum, below or above outside the range.
///
/// # Formula
///
/// `(pay - minimum) / (maximum - minimum)`
///
/// # Errors
///
/// [`Inconsistent`](crate::ErrorKind::Inconsistent) for amounts in two currencies or a maximum that is not above the
/// minimum, [`OutOfRange`](crate::ErrorKind::OutOfRange) for negative pay or a negative minimum.
///
/// # Source
///
/// The name is that of `EmpCompensationCalculated.rangePenetration` in SAP SuccessFactors, which prints it times 100.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::range_penetration;
///
/// let place = range_penetration("7000000 JPY".parse()?, "5400000 JPY".parse()?, "7600000 JPY".parse()?)?;
/// assert_eq!(format!("{place:.3}"), "0.727");
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn range_penetration(pay: Money, minimum: Money, maximum: Money) -> Result<f64, Error> {
    one_currency([pay, minimum, maximum])?;
    not_negative(pay, "pay")?;
    not_negative(minimum, "minimum")?;
    if maximum.minor() <= minimum.minor() {
        return Err(Error::inconsistent("expected a maximum above the minimum").within("maximum"));
    }
    let from_minimum =
        |money: Money| float(i128::from(money.minor()).saturating_sub(i128::from(minimum.minor())));
    Ok(from_minimum(pay) / from_minimum(maximum))
}

/// Where a group's pay lies against its midpoints, in the two ways in use.
///
/// They differ when people at different levels are placed differently: the mean of ratios counts every person alike, the
/// ratio of sums every unit of money.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct PayPosition {
    /// How many people.
    pub people: u64,
    /// The mean of their compa-ratios; absent for nobody.
    pub mean_of_ratios: Option<f64>,
    /// The sum of their pay over the sum of their midpoints; absent for nobody.
    pub ratio_of_sums: Option<f64>,
    /// A fingerprint of each person's midpoint and pay, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The position of a group's pay, from each person's pay and midpoint; the order does not matter.
///
/// # Errors
///
/// As [`compa_ratio`], with the place (`[3].midpoint`), and [`Inconsistent`](crate::ErrorKind::Inconsistent) when two
/// people are paid in different currencies.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::compa_ratios;
///
/// let yen = |amount: &str| format!("{amount} JPY").parse::<alumni_core::workforce::Money>();
/// let position = compa_ratios([(yen("4500000")?, yen("5000000")?), (yen("12000000")?, yen("10000000")?)])?;
/// assert_eq!(position.mean_of_ratios, Some(1.05));
/// assert_eq!(position.ratio_of_sums, Some(1.1));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn compa_ratios(people: impl IntoIterator<Item = (Money, Money)>) -> Result<PayPosition, Error> {
    let (mut ratios, mut pairs) = (Vec::new(), Vec::new());
    let (mut pay_sum, mut midpoint_sum) = (0_i128, 0_i128);
    let mut first: Option<Money> = None;
    for (index, (pay, midpoint)) in people.into_iter().enumerate() {
        let at = |error: Error| error.within(format!("[{index}]"));
        ratios.push(compa_ratio(pay, midpoint).map_err(at)?);
        one_currency([*first.get_or_insert(pay), pay]).map_err(at)?;
        pairs.push([midpoint.minor(), pay.minor()]);
        pay_sum = pay_sum.saturating_add(pay.minor().into());
        midpoint_sum = midpoint_sum.saturating_add(midpoint.minor().into());
    }
    // Floats add up to the same only in the same order.
    ratios.sort_by(f64::total_cmp);
    let people = u64::try_from(ratios.len()).unwrap_or(u64::MAX);
    let some = people > 0;
    pairs.sort_unstable();
    let currency = first.map(|pay| pay.currency());
    Ok(PayPosition {
        input_hash: input_hash::of(&serde_json::json!({ "currency": currency, "people": pairs })),
        people,
        mean_of_ratios: some.then(|| ratios.iter().sum::<f64>() / float(people.into())),
        ratio_of_sums: some.then(|| float(pay_sum) / float(midpoint_sum)),
    })
}

pub(super) fn one_currency<const N: usize>(amounts: [Money; N]) -> Result<(), Error> {
    let mut currencies = amounts.iter().map(Money::currency);
    let first = currencies.next();
    match currencies.find(|currency| Some(*currency) != first) {
        Some(other) => {
            let first = first.map_or_else(String::new, |currency| currency.to_string());
            Err(Error::inconsistent(format!("expected amounts in one currency, got `{first}` and `{other}`")))
        }
        None => Ok(()),
    }
}

pub(super) fn not_negative(amount: Money, field: &str) -> Result<(), Error> {
    if amount.minor() < 0 {
        return Err(Error::out_of_range("expected an amount that is not negative").within(field));
    }
    Ok(())
}

pub(super) fn float(minor: i128) -> f64 {
    minor as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ErrorKind;

    fn money(text: &str) -> Money {
        text.parse().unwrap()
    }

    fn kind<T: std::fmt::Debug>(answer: Result<T, Error>) -> (ErrorKind, String) {
        let error = answer.unwrap_err();
        (error.kind(), error.path().to_owned())
    }

    #[test]
    fn currencies_are_never_mixed() {
        let (yen, euro) = (money("5 JPY"), money("5 EUR"));
        assert_eq!(kind(compa_ratio(yen, euro)).0, ErrorKind::Inconsistent);
        assert_eq!(kind(range_penetration(yen, yen, euro)).0, ErrorKind::Inconsistent);
        assert_eq!(kind(compa_ratios([(yen, yen), (euro, euro)])), (ErrorKind::Inconsistent, "[1]".into()));
    }

    #[test]
    fn a_range_without_width_or_a_midpoint_of_nothing_is_refused() {
        let yen = |amount: i32| money(&format!("{amount} JPY"));
        for midpoint in [0, -1, i32::MIN] {
            let refused = kind(compa_ratio(yen(5), yen(midpoint)));
            assert_eq!(refused, (ErrorKind::OutOfRange, "midpoint".into()));
        }
        assert_eq!(kind(compa_ratio(yen(-1), yen(5))), (ErrorKind::OutOfRange, "pay".into()));
        let refused = kind(range_penetration(yen(5), yen(4), yen(4)));
        assert_eq!(refused, (ErrorKind::Inconsistent, "maximum".into()));
        let refused = kind(range_penetration(yen(5), yen(-4), yen(4)));
        assert_eq!(refused, (ErrorKind::OutOfRange, "minimum".into()));
        let refused = kind(compa_ratios([(yen(1), yen(1)), (yen(1), yen(0))]));
        assert_eq!(refused, (ErrorKind::OutOfRange, "[1].midpoint".into()));
    }

    #[test]
    fn pay_outside_the_range_is_an_answer() {
        for (pay, expected) in [("30 EUR", -0.5), ("40 EUR", 0.0), ("50 EUR", 0.5), ("70 EUR", 1.5)] {
            let place = range_penetration(money(pay), money("40 EUR"), money("60 EUR"));
            assert_eq!(place.unwrap().to_string(), f64::to_string(&expected));
        }
    }

    #[test]
    fn a_group_of_nobody_has_no_position() {
        let position = compa_ratios([]).unwrap();
        assert_eq!((position.people, position.mean_of_ratios, position.ratio_of_sums), (0, None, None));
    }

    #[test]
    fn the_largest_amounts_do_not_overflow() {
        let most = Money::new(i64::MAX, "JPY".parse().unwrap());
        let position = compa_ratios(std::iter::repeat_n((most, most), 1000)).unwrap();
        assert_eq!((position.mean_of_ratios, position.ratio_of_sums), (Some(1.0), Some(1.0)));
    }
}
