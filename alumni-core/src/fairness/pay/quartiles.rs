//! Four equal parts of everyone by pay, with people on one rate divided evenly where a boundary cuts through them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::people::count;

/// How many of each group are in each quarter of pay.
///
/// Everyone in the two groups is ranked by pay and divided into four equal parts. One person over goes to the lower
/// quarter; two to the lower and the upper middle one; three to the lower, the lower middle and the upper middle one.
/// Where people on the same rate fall on both sides of a boundary, their groups are divided in proportion, as far as
/// whole people allow: the largest remainders are rounded up, the lower quarter first.
///
/// # Source
///
/// SI 2017/172, regulation 13 (people on one rate: 13(2)), with the Government's guidance on making the calculations.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{PaidWorker, PayQuestion, uk_pay_gaps};
///
/// let rate = |group: &str, pounds: i64| PaidWorker::new(group, format!("{pounds} GBP").parse().unwrap());
/// let everyone = [rate("women", 10), rate("men", 12), rate("women", 14), rate("men", 16), rate("men", 9)];
/// let quartiles = uk_pay_gaps(&PayQuestion::new(everyone))?.quartiles;
/// assert_eq!((quartiles.lower.focal, quartiles.lower.reference), (1, 1));
/// assert_eq!((quartiles.upper.focal, quartiles.upper.reference), (0, 1));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Quartiles {
    /// The quarter with the lowest pay.
    pub lower: QuartileBand,
    /// The second.
    pub lower_middle: QuartileBand,
    /// The third.
    pub upper_middle: QuartileBand,
    /// The quarter with the highest pay.
    pub upper: QuartileBand,
}

/// How many of each group are in one quarter of pay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct QuartileBand {
    /// How many of the group that is looked at.
    pub focal: u64,
    /// How many of the group it is compared with.
    pub reference: u64,
    /// The share of the first among both, in per cent with one decimal; absent when nobody is in the quarter.
    pub focal_percent: Option<f64>,
}

/// Divides two groups' amounts.
pub(super) fn quartiles(focal: &[i64], reference: &[i64]) -> Quartiles {
    let mut rates = BTreeMap::<i64, (u64, u64)>::new();
    for amount in focal {
        let here = rates.entry(*amount).or_default();
        here.0 = here.0.saturating_add(1);
    }
    for amount in reference {
        let here = rates.entry(*amount).or_default();
        here.1 = here.1.saturating_add(1);
    }
    let everyone = count(focal.len()).saturating_add(count(reference.len()));
    let over = everyone % 4;
    let size = |extra: bool| (everyone / 4).saturating_add(u64::from(extra));
    let mut room = [size(over >= 1), size(over == 3), size(over >= 2), size(false)];
    let mut bands = [(0_u64, 0_u64); 4];
    for (focal, reference) in rates.into_values() {
        let on_rate = focal.saturating_add(reference);
        let mut left = on_rate;
        let taken = room.each_mut().map(|room| {
            let here = left.min(*room);
            (left, *room) = (left.saturating_sub(here), room.saturating_sub(here));
            here
        });
        for ((band, people), focal) in bands.iter_mut().zip(taken).zip(divided(focal, on_rate, taken)) {
            band.0 = band.0.saturating_add(focal);
            band.1 = band.1.saturating_add(people.saturating_sub(focal));
        }
    }
    let [lower, lower_middle, upper_middle, upper] = bands.map(|(focal, reference)| {
        let both = focal.saturating_add(reference);
        let share = super::exact::Quotient::new(focal.into(), both.into());
        QuartileBand { focal, reference, focal_percent: share.and_then(|share| share.percent().ok()) }
    });
    Quartiles { lower, lower_middle, upper_middle, upper }
}

/// `some` of `all` people in proportion to the parts of `all`, by largest remainder.
fn divided(some: u64, all: u64, parts: [u64; 4]) -> [u64; 4] {
    let (some, all) = (u128::from(some), u128::from(all.max(1)));
    let product = |part: u64| some.saturating_mul(part.into());
    let whole =
        |part: u64| u64::try_from(product(part).checked_div(all).unwrap_or_default()).unwrap_or_default();
    let mut given = parts.map(whole);
    let mut left = u64::try_from(some).unwrap_or_default().saturating_sub(given.iter().sum());
    let mut order = [0_usize, 1, 2, 3];
    let remainder =
        |index: &usize| parts.get(*index).map(|part| product(*part).checked_rem(all).unwrap_or_default());
    // Stable: of equal remainders the lower quarter comes first.
    order.sort_by_key(|index| std::cmp::Reverse(remainder(index)));
    for index in order {
        if left > 0
            && let Some(given) = given.get_mut(index)
        {
            *given = given.saturating_add(1);
            left = left.saturating_sub(1);
        }
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_left_over_go_where_the_rule_says() {
        for (people, sizes) in [(4, [1, 1, 1, 1]), (5, [2, 1, 1, 1]), (6, [2, 1, 2, 1]), (7, [2, 2, 2, 1])] {
            let amounts: Vec<i64> = (0..people).collect();
            let found = quartiles(&amounts, &[]);
            let found = [found.lower, found.lower_middle, found.upper_middle, found.upper];
            assert_eq!(found.map(|band| band.focal), sizes);
        }
    }

    #[test]
    fn people_on_one_rate_are_divided_evenly() {
        // 4 women and 8 men on one rate: each quarter has one woman and two men.
        let found = quartiles(&[10; 4], &[10; 8]);
        for band in [found.lower, found.lower_middle, found.upper_middle, found.upper] {
            assert_eq!((band.focal, band.reference, band.focal_percent), (1, 2, Some(33.3)));
        }
        let nobody = quartiles(&[], &[]);
        assert_eq!(nobody, Quartiles::default());
    }
}
