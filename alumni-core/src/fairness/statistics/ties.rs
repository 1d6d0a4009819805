//! Which of two tables with the same margins is the less likely one, with ties told exactly.

use super::hypergeometric::Hypergeometric;

/// Log-probabilities closer than this are compared in integers; their own error is about 1e-14.
const NEAR: f64 = 1e-9;

/// Tables further apart than this are not compared in integers.
///
/// The law is then so wide that one count more or less in a tail changes a p-value by less than a part in a thousand,
/// and two log-probabilities fall within [`NEAR`] by chance about once in a million tables.
const FAR: u64 = 1_024;

/// Whether the count `far` is at most as likely as the smaller count `near`.
pub(crate) fn at_most_as_likely(law: &Hypergeometric, far: u64, near: u64) -> bool {
    let difference = law.ln(far) - law.ln(near);
    if difference.abs() > NEAR {
        return difference < 0.0;
    }
    let sorted = |count| {
        let mut cells = law.cells(count);
        cells.sort_unstable();
        cells
    };
    // The same four numbers in other places: equal groups, or half of everyone selected.
    if sorted(far) == sorted(near) {
        return true;
    }
    let steps = far.saturating_sub(near);
    if steps > FAR {
        return true;
    }
    // P(far) / P(near) = prod (b-i)(c-i) / prod (a+1+i)(d+1+i), i below `steps`, cells at `near`.
    let [a, b, c, d] = law.cells(near);
    let rising = product((0..steps).flat_map(|i| [a, d].map(|x| x.saturating_add(i).saturating_add(1))));
    let falling = product((0..steps).flat_map(|i| [b, c].map(|x| x.saturating_sub(i))));
    (falling.len(), falling.iter().rev().collect::<Vec<_>>()) <= (rising.len(), rising.iter().rev().collect())
}

/// A product as a large integer, the low digits (to the base 2^64) first, without leading zeros.
fn product(factors: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut digits = vec![1_u64];
    for factor in factors {
        let mut carry = 0_u128;
        for digit in &mut digits {
            // At most (2^64 - 1)^2 + 2^64 - 1, which fits.
            carry = carry.wrapping_add(u128::from(*digit).wrapping_mul(u128::from(factor)));
            *digit = low_half(carry);
            carry >>= 64;
        }
        if carry > 0 {
            digits.push(low_half(carry));
        }
    }
    digits
}

#[expect(clippy::cast_possible_truncation, reason = "the low half is what is asked for")]
fn low_half(number: u128) -> u64 {
    number as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_products_are_exact() {
        assert_eq!(product([u64::MAX, u64::MAX].into_iter()), [1, u64::MAX - 1]);
        assert_eq!(product(1..=25), [7_034_535_277_573_963_776, 840_864]); // 25!, by Python
    }

    #[test]
    fn a_tie_that_is_no_mirror_image_is_found() {
        let mut found = 0;
        for first in 1..14_u64 {
            for second in 1..14_u64 {
                for selected in 1..first + second {
                    let law = Hypergeometric::new(first, second, selected);
                    for near in law.low()..=law.high() {
                        for far in near + 1..=law.high() {
                            let ways = |k| choose(first, k) * choose(second, selected - k);
                            assert_eq!(at_most_as_likely(&law, far, near), ways(far) <= ways(near));
                            let mut cells = [law.cells(far), law.cells(near)];
                            cells.iter_mut().for_each(|cells| cells.sort_unstable());
                            found += usize::from(ways(far) == ways(near) && cells[0] != cells[1]);
                        }
                    }
                }
            }
        }
        assert!(found > 20, "{found} ties that are no mirror images");
    }

    fn choose(n: u64, k: u64) -> u64 {
        (0..k).fold(1, |ways, i| ways * (n - i) / (i + 1))
    }
}
