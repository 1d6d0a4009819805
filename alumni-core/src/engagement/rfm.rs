mod model;
mod rows;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use model::RfmModel;
pub use rows::RfmTable;

use super::record::{Record, start_of};
use super::scoring::add;
use super::{ActorType, Interaction, Kind, Permitted};
use crate::Error;
use crate::calendar::{Span, days_between};

/// Recency, frequency and value of one person: what happened, and its fifth among all.
///
/// # Source
///
/// Hughes, *Strategic Database Marketing* (1994): fifths from 1 to 5, the last acts, the most acts and the highest values at 5.
///
/// An [`RfmModel`] may say another number of groups. A fifth depends on everybody else: it moves when others act. With few people the fifths are coarse; the decayed score has
/// neither fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rfm {
    /// The person's id.
    pub person: String,
    /// Days from the last event to the end of the window.
    pub recency_days: i64,
    /// Events in the window.
    pub frequency: u64,
    /// The sum of their values; 0 where none has one.
    pub value: f64,
    /// The fifth of the recency, 5 for the latest.
    pub r: u8,
    /// The fifth of the frequency, 5 for the most.
    pub f: u8,
    /// The fifth of the value, 5 for the highest.
    pub m: u8,
    /// `100 r + 10 f + m`.
    pub score: u16,
}

/// Recency, frequency and value of every alumnus who did something within `window` and may be scored, in the order of their ids.
///
/// Events of every kind are acts here, leaving and looking too; an [`RfmModel`] with `kinds` says which are.
///
/// # Formula
///
/// The fifth of somebody whom `lower` of `n` people are below is `1 + ⌊5 · lower / n⌋`: equals share theirs.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events,
/// [`OutOfRange`](crate::ErrorKind::OutOfRange) for values whose sum is no finite number.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, rfm};
///
/// let event = |id, at: &str, actor| {
///     Interaction::new(id, at.parse().expect("an instant"), "perk_use", actor, ActorType::Alumnus)
/// };
/// let events = [
///     event("e-1", "2026-01-10T00:00:00Z", "w-1")?.with_value(80.0)?,
///     event("e-2", "2026-03-01T00:00:00Z", "w-2")?,
///     event("e-3", "2026-03-31T12:00:00Z", "w-2")?.with_value(20.0)?,
/// ];
/// let found = rfm(&events, Span::new("2026-01-01".parse()?, "2026-04-01".parse()?)?, Permitted::Everyone)?;
/// assert_eq!(found.iter().map(|one| one.score).collect::<Vec<_>>(), [113, 331]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rfm(interactions: &[Interaction], window: Span, permitted: Permitted<'_>) -> Result<Vec<Rfm>, Error> {
    measured(interactions, window, permitted, 5, None)
}

/// The same with another number of groups, of some kinds.
fn measured(
    interactions: &[Interaction],
    window: Span,
    permitted: Permitted<'_>,
    groups: u8,
    kinds: Option<&[Kind]>,
) -> Result<Vec<Rfm>, Error> {
    let record = Record::new(interactions)?;
    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let last_day: NaiveDate = window.until();
    let mut people: BTreeMap<&str, (Rfm, Vec<f64>)> = BTreeMap::new();
    for event in record.events() {
        let counts = event.actor_type() == ActorType::Alumnus && (from..until).contains(&event.at());
        let counts = counts && kinds.is_none_or(|kinds| kinds.contains(event.kind()));
        if !counts || !permitted.allows(event.actor()) {
            continue;
        }
        let recency_days = days_between(event.at().date_naive(), last_day);
        let (one, values) = people.entry(event.actor()).or_insert_with(|| {
            let person = event.actor().to_owned();
            (Rfm { person, recency_days, frequency: 0, value: 0.0, r: 1, f: 1, m: 1, score: 0 }, Vec::new())
        });
        one.recency_days = one.recency_days.min(recency_days);
        add(&mut one.frequency);
        values.extend(event.value());
    }
    let mut found = Vec::with_capacity(people.len());
    for (mut one, values) in people.into_values() {
        one.value = sum(values);
        if !one.value.is_finite() {
            return Err(Error::out_of_range("expected values whose sum is a finite number").within("value"));
        }
        found.push(one);
    }
    let fifths = |key: fn(&Rfm) -> f64| {
        let mut all: Vec<f64> = found.iter().map(key).collect();
        all.sort_unstable_by(f64::total_cmp);
        let fifth = |one: &Rfm| {
            let lower = all.partition_point(|other| *other < key(one)).saturating_mul(groups.into());
            let place = lower.checked_div(all.len()).unwrap_or_default();
            u8::try_from(place.saturating_add(1)).unwrap_or(groups)
        };
        found.iter().map(fifth).collect::<Vec<_>>()
    };
    let r = fifths(|one| -(one.recency_days as f64));
    let f = fifths(|one| one.frequency as f64);
    let m = fifths(|one| one.value);
    for (((one, r), f), m) in found.iter_mut().zip(r).zip(f).zip(m) {
        (one.r, one.f, one.m) = (r, f, m);
        let tens = u16::from(f).saturating_mul(10);
        one.score = u16::from(r).saturating_mul(100).saturating_add(tens).saturating_add(m.into());
    }
    Ok(found)
}

/// The same in any order of the values, and without what rounding loses (Neumaier 1974).
fn sum(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    // An infinite sum lost what is no number.
    if sum.is_finite() { sum + lost + 0.0 } else { sum }
}
