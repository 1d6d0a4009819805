//! How much of an event is left.

/// Seconds in a day.
pub(super) const DAY_SECONDS: f64 = 86_400.0;

/// Seconds in a day, as a whole number.
const DAY: u64 = 86_400;

/// Seconds in a step: a day has 337 of them and half of another, so that both tables of a day are short.
const STEP: u64 = 256;

/// Seconds of an age, in parts whose powers are multiplied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Age {
    pub(super) days: u64,
    pub(super) steps: u64,
    pub(super) seconds: u64,
}

impl Age {
    pub(super) const fn new(seconds: u64) -> Self {
        let within = seconds % DAY;
        Self { days: seconds / DAY, steps: within / STEP, seconds: within % STEP }
    }
}

/// `2^(-age / half_life)`, both in seconds; 1 for an age of zero.
///
/// It is the product, in this order, of the powers of the whole days, of the steps of 256 seconds that are left and of the
/// seconds that are left then: three numbers that [`Table`] keeps, so that one event and a column of millions have the same
/// bits. It is within four units in the last place.
pub(super) fn remaining(age: u64, half_life: f64) -> f64 {
    let Age { days, steps, seconds } = Age::new(age);
    power(days.saturating_mul(DAY), half_life)
        * power(steps.saturating_mul(STEP), half_life)
        * power(seconds, half_life)
}

/// [`faded`] for whole seconds.
fn power(seconds: u64, half_life: f64) -> f64 {
    faded(seconds as f64, half_life)
}

/// `2^(-age / half_life)`, both in seconds; the age may have a fraction.
///
/// Whole half-lives are taken out exactly before the power is computed, so that the result is within two units in the
/// last place however many half-lives have passed.
pub(super) fn faded(age: f64, half_life: f64) -> f64 {
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

/// The powers of [`remaining`] for one half-life.
#[derive(Clone, Debug)]
pub(super) struct Table {
    half_life: f64,
    days: Vec<f64>,
    /// The first of the days once more, so many that a number of a day needs no check.
    recent: Box<[f64; RECENT]>,
    steps: [f64; 512],
    seconds: [f64; 256],
}

impl Table {
    pub(super) fn new(half_life: f64) -> Self {
        let (days, recent) = (Vec::new(), Box::new([0.0; RECENT]));
        let mut table = Self { half_life, days, recent, steps: [0.0; 512], seconds: [0.0; 256] };
        for (power_of, step) in table.steps.iter_mut().zip(0_u64..) {
            *power_of = power(step.saturating_mul(STEP), half_life);
        }
        for (power_of, second) in table.seconds.iter_mut().zip(0..) {
            *power_of = power(second, half_life);
        }
        table
    }

    /// Makes room for ages of up to so many days; what is older is reckoned one by one.
    pub(super) fn reach(&mut self, days: u64) {
        let known = u64::try_from(self.days.len()).unwrap_or(u64::MAX);
        let half_life = self.half_life;
        let days = days.min(LONGEST_TABLE).saturating_add(1);
        if known >= days {
            return;
        }
        self.days.extend((known..days).map(|day| power(day.saturating_mul(DAY), half_life)));
        for (recent, day) in self.recent.iter_mut().zip(&self.days) {
            *recent = *day;
        }
    }

    /// The first age that [`Powers`] do not know.
    pub(super) fn recent_until(&self) -> u32 {
        u32::try_from(self.days.len().min(RECENT)).unwrap_or_default().saturating_mul(86_400)
    }

    /// What [`remaining`] says.
    pub(super) fn remaining(&self, age: u64) -> f64 {
        let known = u32::try_from(age).ok().and_then(|age| self.known(age));
        known.unwrap_or_else(|| remaining(age, self.half_life))
    }

    /// The same, of what is not older than the table [reaches](Self::reach).
    #[inline]
    pub(super) fn known(&self, age: u32) -> Option<f64> {
        const DAY: u32 = 86_400;
        let within = age % DAY;
        let day = self.days.get(place(age / DAY))?;
        Some(day * self.steps.get(place(within / 256))? * self.seconds.get(place(within % 256))?)
    }

    pub(super) fn powers(&self) -> Powers<'_> {
        Powers { days: &self.recent, steps: &self.steps, seconds: &self.seconds }
    }
}

/// The powers of a table, of the days once it [reached](Table::reach) them.
#[derive(Clone, Copy)]
pub(super) struct Powers<'t> {
    days: &'t [f64; RECENT],
    steps: &'t [f64; 512],
    seconds: &'t [f64; 256],
}

impl Powers<'_> {
    /// What [`Table::known`] says of so many days and seconds within the next one, where they are less than
    /// [`Table::recent_until`] together; else a number of no meaning.
    #[inline(always)]
    pub(super) fn of(self, days: u32, within: u32) -> f64 {
        let day = self.days.get(place(days) & (RECENT - 1)).copied().unwrap_or_default();
        let step = self.steps.get(place(within >> 8) & 511).copied().unwrap_or_default();
        day * step * self.seconds.get(place(within) & 255).copied().unwrap_or_default()
    }
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Eleven years.
const RECENT: usize = 4_096;

/// The days of a century; a table of them takes 300 kB.
const LONGEST_TABLE: u64 = 36_525;
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
    fn every_row_of_the_exact_table_is_met_to_two_units_in_the_last_place() {
        let Ok(text) = std::fs::read_to_string(REFERENCE) else {
            println!("skipped: the reference {REFERENCE} is absent");
            return;
        };
        let table: serde_json::Value = serde_json::from_str(&text).unwrap();
        let rows = table["rows"].as_array().unwrap();
        assert!(rows.len() >= 24);
        let mut nearest = 0;
        for row in rows {
            let age = row["age_s"].as_u64().unwrap();
            let half_life = row["half_life_days"].as_f64().unwrap() * DAY_SECONDS;
            let expected = hexadecimal(row["nearest_f64"].as_str().unwrap());
            let found = remaining(age, half_life);
            let apart = found.to_bits().abs_diff(expected.to_bits());
            assert!(apart <= 2, "{row}: {found:e} is {apart} units from {expected:e}");
            nearest += usize::from(apart == 0);
        }
        println!("{nearest} of {} rows are the nearest f64, the others within two units of it", rows.len());
    }

    proptest! {
        #[test]
        fn what_remains_halves_with_each_half_life_and_never_grows(
            age in 0_u64..2_000_000_000, half_life in 0.000_1_f64..40_000.0,
        ) {
            let half_life = half_life * DAY_SECONDS;
            let left = remaining(age, half_life);
            prop_assert!((0.0..=1.0).contains(&left));
            prop_assert!(remaining(age + 1, half_life) <= left);
        }

        #[test]
        fn one_more_half_life_leaves_exactly_half(age in 0_u64..2_000_000_000, days in 1_u32..40_000) {
            let half_life = f64::from(days) * DAY_SECONDS;
            let left = remaining(age, half_life);
            let later = age + u64::from(days) * DAY;
            prop_assert_eq!((remaining(later, half_life) * 2.0).to_bits(), left.to_bits());
        }

        #[test]
        fn the_table_has_the_same_bits(ages in prop::collection::vec(0_u64..4_000_000_000, 1..40), half_life in 0.01_f64..40_000.0) {
            let half_life = half_life * DAY_SECONDS;
            let mut table = Table::new(half_life);
            table.reach(4_000);
            for age in ages {
                prop_assert_eq!(table.remaining(age).to_bits(), remaining(age, half_life).to_bits());
            }
        }
    }
}
