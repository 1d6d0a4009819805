//! How long data is kept, compared.

use std::cmp::Ordering;

use super::super::record::RecordDuration;
use crate::calendar::Period;
use crate::text::{Argument, Localized};

pub(super) fn not_said() -> Localized {
    Localized::new("not said", "記載なし")
}

pub(super) fn length(kept: Option<&RecordDuration>) -> Argument {
    match kept {
        None => Argument::Phrase(not_said()),
        Some(RecordDuration::Temporal { length }) => Argument::Period(*length),
        Some(RecordDuration::UntilTime { until }) => Argument::Instant(until.to_utc()),
        Some(RecordDuration::UntilEvent { event }) => event.as_str().into(),
        Some(RecordDuration::Occurrences { uses }) => {
            Argument::Phrase(Localized::new(format!("{uses} uses"), format!("利用{uses}回")))
        }
        Some(RecordDuration::Endless) => Argument::Phrase(Localized::new("no end", "期限なし")),
    }
}

/// How `old` stands to `new`; `None` where only a person can tell.
pub(super) fn compare(old: &RecordDuration, new: &RecordDuration) -> Option<Ordering> {
    match (old, new) {
        _ if old == new => Some(Ordering::Equal),
        (_, RecordDuration::Endless) => Some(Ordering::Less),
        (RecordDuration::Endless, _) => Some(Ordering::Greater),
        (RecordDuration::Temporal { length: old }, RecordDuration::Temporal { length: new }) => {
            compare_lengths(*old, *new)
        }
        (RecordDuration::UntilTime { until: old }, RecordDuration::UntilTime { until: new }) => {
            Some(old.cmp(new))
        }
        (RecordDuration::Occurrences { uses: old }, RecordDuration::Occurrences { uses: new }) => {
            Some(old.cmp(new))
        }
        _ => None,
    }
}

/// Whole months and days apart; where the two disagree, whatever the lengths of the months are.
fn compare_lengths(old: Period, new: Period) -> Option<Ordering> {
    let parts = |period: Period| {
        let [years, months, weeks, days] = period.units().map(u64::from);
        (years.saturating_mul(12).saturating_add(months), weeks.saturating_mul(7).saturating_add(days))
    };
    let ((old_months, old_days), (new_months, new_days)) = (parts(old), parts(new));
    let (months, days) = (old_months.cmp(&new_months), old_days.cmp(&new_days));
    if months == days || days == Ordering::Equal {
        return Some(months);
    }
    if months == Ordering::Equal {
        return Some(days);
    }
    let least = |months: u64, days: u64| months.saturating_mul(28).saturating_add(days);
    let most = |months: u64, days: u64| months.saturating_mul(31).saturating_add(days);
    if most(old_months, old_days) < least(new_months, new_days) {
        Some(Ordering::Less)
    } else if least(old_months, old_days) > most(new_months, new_days) {
        Some(Ordering::Greater)
    } else {
        None
    }
}
