use serde::{Deserialize, Serialize};

use super::exact::{Quotient, gap, mean, median};
use super::people::{count, ordinary, received, sorted};
use super::quartiles::quartiles;
use super::{PayGap, PayQuestion, Quartiles};
use crate::Error;

/// The six figures of the United Kingdom's gender pay gap reporting.
///
/// Pay is hourly pay of full-pay relevant employees, `variable` the bonus of the twelve months. Bonus gaps are those
/// among people who received one. A positive gap means that the group looked at is paid less.
///
/// # Source
///
/// The Equality Act 2010 (Gender Pay Gap Information) Regulations 2017, SI 2017/172, regulations 8 to 13.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct UkPayGaps {
    /// How many of the group that is looked at.
    pub focal: u64,
    /// How many of the group it is compared with.
    pub reference: u64,
    /// How many are in neither, and left out.
    pub others: u64,
    /// Of mean hourly pay; absent unless both groups have people and the reference is paid at all. So are the others.
    pub mean_gap: Option<PayGap>,
    /// Of median hourly pay.
    pub median_gap: Option<PayGap>,
    /// Of the mean bonus among those who received one.
    pub mean_bonus_gap: Option<PayGap>,
    /// Of the median bonus among those who received one.
    pub median_bonus_gap: Option<PayGap>,
    /// The share of the group that received a bonus, in per cent with one decimal; absent for nobody.
    pub focal_bonus_percent: Option<f64>,
    /// The share of the reference group that did.
    pub reference_bonus_percent: Option<f64>,
    /// The four quarters of pay.
    pub quartiles: Quartiles,
    /// A fingerprint of the two groups and everybody's pay, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// The United Kingdom's figures from everyone's hourly pay and bonus.
///
/// # Errors
///
/// [`Inconsistent`](crate::ErrorKind::Inconsistent) for two currencies or one group named twice,
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for a negative amount, each with its place (`people[3].pay`);
/// [`TooLarge`](crate::ErrorKind::TooLarge) where the products of sums leave 128 bits.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{PaidWorker, PayQuestion, uk_pay_gaps};
///
/// let rate = |group: &str, pay: &str| PaidWorker::new(group, pay.parse().unwrap());
/// let people = [rate("women", "18.00 GBP"), rate("men", "20.00 GBP"), rate("men", "25.00 GBP")];
/// let gaps = uk_pay_gaps(&PayQuestion::new(people))?;
/// assert_eq!(gaps.mean_gap.unwrap().percent, 20.0);
/// assert_eq!(gaps.mean_bonus_gap, None);
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn uk_pay_gaps(question: &PayQuestion) -> Result<UkPayGaps, Error> {
    question.checked()?;
    let pay = |group: &str| sorted(question.of(group), ordinary);
    let bonus = |group: &str| sorted(question.of(group), received);
    let (focal, reference) = (pay(&question.focal), pay(&question.reference));
    let (focal_bonus, reference_bonus) = (bonus(&question.focal), bonus(&question.reference));
    Ok(UkPayGaps {
        focal: count(focal.len()),
        reference: count(reference.len()),
        others: question.others(),
        mean_gap: stated(gap(mean(&reference), mean(&focal))?)?,
        median_gap: stated(gap(median(&reference), median(&focal))?)?,
        mean_bonus_gap: stated(gap(mean(&reference_bonus), mean(&focal_bonus))?)?,
        median_bonus_gap: stated(gap(median(&reference_bonus), median(&focal_bonus))?)?,
        focal_bonus_percent: percent(focal_bonus.len(), focal.len())?,
        reference_bonus_percent: percent(reference_bonus.len(), reference.len())?,
        quartiles: quartiles(&focal, &reference),
        input_hash: question.fingerprint(),
    })
}

pub(super) fn stated(gap: Option<Quotient>) -> Result<Option<PayGap>, Error> {
    gap.map(Quotient::pay_gap).transpose()
}

pub(super) fn percent(some: usize, all: usize) -> Result<Option<f64>, Error> {
    Quotient::new(count(some).into(), count(all).into()).map(Quotient::percent).transpose()
}
