//! How much of an event is left.

/// Seconds in a day.
pub(super) const DAY_SECONDS: f64 = 86_400.0;

/// `2^(-age / half_life)`, both in seconds; 1 for an age of zero.
///
/// Whole half-lives are taken out exactly before the power is computed, so that the result is within two units in the
/// last place however many half-lives have passed.
pub(super) fn remaining(age: f64, half_life: f64) -> f64 {
    let rest = libm::fmod(age, half_life);
    let whole = libm::rint((age - rest) / half_life);
    // Nothing a weight can have survives so many halvings.
    if whole > 1_000.0 {
        return 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number from -1000 to 0")]
    let halvings = -whole as i32;
    libm::ldexp(libm::exp2(-rest / half_life), halvings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const REFERENCE: &str =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/reference/engagement/decay_exact.json");

    /// `0x1.8p-3` as C writes it.
    fn hexadecimal(text: &str) -> f64 {
        let (digits, exponent) = text.trim_start_matches("0x1.").split_once('p').unwrap();
        let exponent: i64 = exponent.parse().unwrap();
        let bits = u64::from_str_radix(digits, 16).unwrap() | u64::try_from(exponent + 1023).unwrap() << 52;
        f64::from_bits(bits)
    }

    #[test]
    fn every_row_of_the_exact_table_is_met_to_one_unit_in_the_last_place() {
        let Ok(text) = std::fs::read_to_string(REFERENCE) else {
            println!("skipped: the reference {REFERENCE} is absent");
            return;
        };
        let table: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = table["rows"].as_array().unwrap();
        assert!(rows.len() >= 24);
        let mut nearest = 0;
        for row in rows {
            let age = row["age_s"].as_f64().unwrap();
            let half_life = row["half_life_days"].as_f64().unwrap() * DAY_SECONDS;
            let expected = hexadecimal(row["nearest_f64"].as_str().unwrap());
            let found = remaining(age, half_life);
            let apart = found.to_bits().abs_diff(expected.to_bits());
            assert!(apart <= 1, "{row}: {found:e} is {apart} units from {expected:e}");
            nearest += usize::from(apart == 0);
        }
        println!("{nearest} of {} rows are the nearest f64, the others next to it", rows.len());
    }

    proptest! {
        #[test]
        fn what_remains_halves_with_each_half_life_and_never_grows(
            age in 0_u32..2_000_000_000, half_life in 0.000_1_f64..40_000.0,
        ) {
            let (age, half_life) = (f64::from(age), half_life * DAY_SECONDS);
            let left = remaining(age, half_life);
            prop_assert!((0.0..=1.0).contains(&left));
            prop_assert!(remaining(age + 1.0, half_life) <= left);
        }

        #[test]
        fn one_more_half_life_leaves_exactly_half(age in 0_u32..2_000_000_000, days in 1_u32..40_000) {
            let (age, half_life) = (f64::from(age), f64::from(days) * DAY_SECONDS);
            let left = remaining(age, half_life);
            prop_assert_eq!((remaining(age + half_life, half_life) * 2.0).to_bits(), left.to_bits());
        }
    }
}
