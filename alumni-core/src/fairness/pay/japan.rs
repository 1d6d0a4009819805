use serde::{Deserialize, Serialize};

use super::exact::Quotient;
use super::{not_negative, one_currency};
use crate::Error;
use crate::fairness::input_hash;
use crate::workforce::Money;

/// The sex of a row of Japan's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the figures are those of two sexes, by law")]
pub enum Sex {
    /// 女性
    Women,
    /// 男性
    Men,
}

/// The kind of employment of a row of Japan's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the two kinds that are published, by law")]
pub enum EmploymentKind {
    /// 正規雇用労働者
    Regular,
    /// 非正規雇用労働者
    NonRegular,
}

/// What one sex in one kind of employment was paid in the year, and how many they were.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct JapanPayTotal {
    /// The sex.
    pub sex: Sex,
    /// The kind of employment; absent when it is not divided, and then the row counts among all only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EmploymentKind>,
    /// 人員数: how many people, with at most three decimals where part-timers are counted as full-time equivalents.
    pub headcount: f64,
    /// 総賃金: everything they were paid in the year.
    pub total: Money,
}

impl JapanPayTotal {
    /// A row.
    #[must_use]
    pub fn new(sex: Sex, kind: Option<EmploymentKind>, headcount: f64, total: Money) -> Self {
        Self { sex, kind, headcount, total }
    }
}

/// 男女の賃金の差異: women's average annual pay over men's, in per cent with one decimal, the second rounded half up.
///
/// # Formula
///
/// `(women's total pay / women) / (men's total pay / men) * 100`
///
/// # Source
///
/// 女性活躍推進法に基づく一般事業主行動計画等に関する省令 第19条; 厚生労働省「男女の賃金の差異の算出及び公表の方法について」.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct JapanPayRatios {
    /// 全労働者; absent when one sex has nobody or men are paid nothing. So are the others.
    pub all_percent: Option<f64>,
    /// 正規雇用労働者
    pub regular_percent: Option<f64>,
    /// 非正規雇用労働者
    pub non_regular_percent: Option<f64>,
    /// Women's average annual pay in all, halves of a minor unit rounded up; absent when there are none. So are the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub women_average: Option<Money>,
    /// Men's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub men_average: Option<Money>,
    /// Everybody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub all_average: Option<Money>,
    /// A fingerprint of the totals, in the canonical form of [`input_hash`](crate::fairness::input_hash); every answer of this library has
    /// one. It is of people's pay: whoever knows all of it but one amount can find that amount by trying.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
}

/// Japan's figures from the totals of each sex and kind of employment.
///
/// # Errors
///
/// With the place (`totals[1].headcount`): [`OutOfRange`](crate::ErrorKind::OutOfRange) for a negative amount or a
/// headcount that is negative, not finite, above 10^12 or has more than three decimals,
/// [`Inconsistent`](crate::ErrorKind::Inconsistent) for two currencies.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{JapanPayTotal, Sex, japan_pay_ratios};
///
/// // 国税庁, 令和4年 民間給与実態統計調査: everyone employed in the private sector.
/// let women = JapanPayTotal::new(Sex::Women, None, 21_510_135.0, "67479137000000 JPY".parse()?);
/// let men = JapanPayTotal::new(Sex::Men, None, 29_266_000.0, "164867744000000 JPY".parse()?);
/// assert_eq!(japan_pay_ratios(&[women, men])?.all_percent, Some(55.7));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn japan_pay_ratios(totals: &[JapanPayTotal]) -> Result<JapanPayRatios, Error> {
    let mut rows = Vec::with_capacity(totals.len());
    for (index, row) in totals.iter().enumerate() {
        let at = |error: Error| error.within(format!("totals[{index}]"));
        not_negative(row.total, "total").map_err(at)?;
        let first = totals.first().map_or(row.total, |first| first.total);
        one_currency([first, row.total]).map_err(at)?;
        rows.push((row, thousandths(row.headcount).map_err(at)?));
    }
    let average = |kept: &dyn Fn(&JapanPayTotal) -> bool| {
        let of = rows.iter().filter(|(row, _)| kept(row));
        let (pay, people) = of.fold((0_i128, 0_i128), |(pay, people), (row, headcount)| {
            (pay.saturating_add(row.total.minor().into()), people.saturating_add(*headcount))
        });
        Quotient::new(pay, people)
    };
    let ratio = |kept: &dyn Fn(&JapanPayTotal) -> bool| -> Result<Option<f64>, Error> {
        let of = |sex: Sex| average(&|row| row.sex == sex && kept(row));
        let (Some(women), Some(men)) = (of(Sex::Women), of(Sex::Men)) else { return Ok(None) };
        Quotient::ratio(women, men)?.map(Quotient::percent).transpose()
    };
    let money = |average: Option<Quotient>| -> Result<Option<Money>, Error> {
        let (Some(average), Some(first)) = (average, totals.first()) else { return Ok(None) };
        // Headcounts are in thousandths.
        Ok(Some(Money::new(average.whole(1000)?, first.total.currency())))
    };
    Ok(JapanPayRatios {
        women_average: money(average(&|row| row.sex == Sex::Women))?,
        men_average: money(average(&|row| row.sex == Sex::Men))?,
        all_average: money(average(&|_| true))?,
        all_percent: ratio(&|_| true)?,
        regular_percent: ratio(&|row| row.kind == Some(EmploymentKind::Regular))?,
        non_regular_percent: ratio(&|row| row.kind == Some(EmploymentKind::NonRegular))?,
        input_hash: input_hash::of(&input_hash::sorted(totals)),
    })
}

/// A headcount in whole thousandths.
fn thousandths(headcount: f64) -> Result<i128, Error> {
    let scaled = headcount * 1000.0;
    let whole = libm::round(scaled);
    if !(0.0..=1e15).contains(&whole) || (scaled - whole).abs() > 1e-6 * whole.max(1.0) {
        let message = "expected a number from 0 to 10^12 with at most three decimals";
        return Err(Error::out_of_range(message).within("headcount"));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 1e15")]
    Ok(whole as i128)
}
