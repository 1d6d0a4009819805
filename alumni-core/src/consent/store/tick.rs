//! Instants as two numbers: they compare and copy fast, and hold every instant of the years 1 to 9999 exactly.

use chrono::{DateTime, TimeDelta, Utc};

/// Microseconds since 1970 began in UTC, and the nanoseconds after them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::consent) struct Tick {
    pub(super) micros: i64,
    pub(super) nanos: u16,
}

impl Tick {
    pub(in crate::consent) fn parts(self) -> (i64, u16) {
        (self.micros, self.nanos)
    }

    pub(in crate::consent) const fn of_parts(micros: i64, nanos: u16) -> Self {
        Self { micros, nanos }
    }

    /// So many seconds later.
    pub(in crate::consent) fn after_seconds(self, seconds: i64) -> Self {
        Self { micros: self.micros.saturating_add(seconds.saturating_mul(1_000_000)), ..self }
    }
}

impl From<DateTime<Utc>> for Tick {
    fn from(at: DateTime<Utc>) -> Self {
        let nanos = u16::try_from(at.timestamp_subsec_nanos() % 1_000).unwrap_or_default();
        Self { micros: at.timestamp_micros(), nanos }
    }
}

impl From<Tick> for DateTime<Utc> {
    fn from(tick: Tick) -> Self {
        // Only instants that calendars know become ticks.
        let micros = DateTime::from_timestamp_micros(tick.micros).unwrap_or_default();
        micros.checked_add_signed(TimeDelta::nanoseconds(tick.nanos.into())).unwrap_or(micros)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_instant_survives_and_keeps_its_place(
            a in -62_135_596_800_000_000_000_i128..253_402_300_800_000_000_000,
            b in -62_135_596_800_000_000_000_i128..253_402_300_800_000_000_000,
        ) {
            let instant = |nanos: i128| {
                let seconds = i64::try_from(nanos.div_euclid(1_000_000_000)).unwrap();
                let nanos = u32::try_from(nanos.rem_euclid(1_000_000_000)).unwrap();
                DateTime::from_timestamp(seconds, nanos).unwrap()
            };
            let (a, b) = (instant(a), instant(b));
            prop_assert_eq!(DateTime::from(Tick::from(a)), a);
            prop_assert_eq!(Tick::from(a).cmp(&Tick::from(b)), a.cmp(&b));
        }
    }
}
