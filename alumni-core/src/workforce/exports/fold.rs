//! Spells from rows of status: a row that ends the employment closes a spell, the next one opens another.

use chrono::NaiveDate;

use super::field::Field;
use super::overlay::LastDay;
use super::people::Person;
use super::plan::{Plan, Wrong, wrong_at};
use super::record::{Record, SeparationPart};
use crate::Error;

/// Folds the rows of status of `person` into spells.
pub(super) fn fold(person: &mut Person, plans: &[Plan<'_>], last_day: LastDay) -> Result<(), Wrong> {
    let mut rows = std::mem::take(&mut person.statuses);
    rows.sort_by_key(|row| (row.spell.status_on, row.origin));
    let mut open: Option<Record> = None;
    for row in rows {
        let wrong = |error: &Error| wrong_at(plans, row.origin, Field::StatusOn, Some(&person.id), error);
        let Some(on) = row.spell.status_on else {
            return Err(wrong(&Error::missing("expected a value")));
        };
        open = match (open.take(), row.spell.status_ends) {
            (None, false) => {
                let mut spell = row;
                spell.spell.start = Some(on);
                spell.separation = SeparationPart::default();
                Some(spell)
            }
            // The terms changed; the latest count.
            (Some(mut spell), false) => {
                spell.spell.employment_type = row.spell.employment_type.or(spell.spell.employment_type);
                spell.spell.worker_type = row.spell.worker_type.or(spell.spell.worker_type);
                Some(spell)
            }
            (Some(mut spell), true) => {
                spell.spell.end = match last_day {
                    LastDay::SameDay => Some(on),
                    LastDay::DayBefore => on.pred_opt(),
                };
                spell.end_origin = row.origin;
                spell.separation = row.separation;
                spell.flags = row.flags;
                person.spells.push(spell);
                None
            }
            (None, true) => {
                let error = Error::inconsistent(
                    "expected a row that begins the employment before the one that ends it",
                );
                return Err(wrong(&error));
            }
        };
    }
    person.spells.extend(open);
    Ok(())
}

/// The spell that a file without history tells of by its latest days.
pub(super) fn latest(person: &mut Person) {
    let told = |record: &&Record| record.latest_start.is_some();
    let Some(record) = person.records.iter().find(told).cloned() else { return };
    let days: (Option<NaiveDate>, Option<NaiveDate>) = (record.latest_start, record.latest_end);
    let mut spell = record;
    (spell.spell.start, spell.spell.end) = days;
    person.spells.push(spell);
    person.completes = false;
}
