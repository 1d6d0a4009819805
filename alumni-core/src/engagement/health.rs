//! Is the network alive, and if not, what ails it?
//!
//! [`health`] gives a [`Health`]: one [`HealthState`] with the figures it rests on, and the causes that the field knows, ranked, each with
//! its number, its n, its interval, its threshold and what would clear it. The thresholds are a document, the [`HealthModel`].

mod cause;
mod certainty;
mod company;
mod figure;
mod model;
mod report;
mod roster;
mod seen;
mod state;
mod talk;

#[cfg(test)]
mod tests;

use chrono::{Days, NaiveDate};

pub use cause::{Cause, CauseKind};
pub use certainty::Certainty;
pub use figure::{Figure, FigureUnit};
pub use model::{CauseThreshold, CertaintyLevels, HealthKinds, HealthModel, StateThresholds};
pub use report::{Evidence, Health, Week};
pub use roster::Roster;
pub use state::HealthState;

use super::Interaction;
use super::record::Record;
use crate::Error;
use crate::calendar::Span;
use seen::Seen;
use talk::Talk;

/// Diagnoses the network of `roster` as of a day.
///
/// What happened at or after `as_of` (00:00 UTC) is left out and counted, and so is whoever joined on that day or later; the same event twice
/// counts once; kinds that are known neither to the library nor to the model are counted and reported. Rates per member and year count each
/// member from the day they joined, where that is known.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events,
/// [`TooLarge`](crate::ErrorKind::TooLarge) for a person's id of more than 1,000 bytes, [`OutOfRange`](crate::ErrorKind::OutOfRange) at the place of the model that cannot be used, and for a day whose year before leaves the
/// calendar, [`Inconsistent`](crate::ErrorKind::Inconsistent) at `opened` for a programme that opens after `as_of`.
///
/// # Example
///
/// A network that hardly posts and answers when it is asked is quiet, not hollow:
///
/// ```
/// use alumni_core::engagement::{ActorType, HealthModel, HealthState, Interaction, Roster, health};
///
/// let roster = Roster::new((0..160).map(|number| format!("w-{number}")));
/// let asked = "2024-02-01T09:00:00Z".parse()?;
/// let mut events = vec![
///     Interaction::new("e-0", "2023-03-01T09:00:00Z".parse()?, "post_update", "w-1", ActorType::Alumnus)?,
///     Interaction::new("ask", asked, "post_help_request", "office", ActorType::Office)?,
/// ];
/// for number in 0..15 {
///     let (id, who) = (format!("a-{number}"), format!("w-{number}"));
///     let at = asked + chrono::Duration::hours(number + 1);
///     events.push(Interaction::new(id, at, "answer", who, ActorType::Alumnus)?.with_thread("ask")?);
/// }
/// let found = health(&events, &roster, "2024-04-01".parse()?, &HealthModel::preset("alumni-health")?)?;
/// assert_eq!(found.state, HealthState::Quiet);
/// assert_eq!(
///     found.headline.to_string(),
///     "Quiet, not hollow: 0 posts a year, but 15 of 160 answered the request of 2024-02-01 (6-15%)"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn health(
    interactions: &[Interaction],
    roster: &Roster,
    as_of: NaiveDate,
    model: &HealthModel,
) -> Result<Health, Error> {
    health_telling(interactions, roster, as_of, model, |_| Ok(()))
}

/// The same, and between the steps of the work `tell` hears how many events there are and may end it.
///
/// # Errors
///
/// Those of [`health`], and what `tell` returns.
pub fn health_telling<E: From<Error>>(
    interactions: &[Interaction],
    roster: &Roster,
    as_of: NaiveDate,
    model: &HealthModel,
    mut tell: impl FnMut(usize) -> Result<(), E>,
) -> Result<Health, E> {
    model.check().map_err(|error| error.within("model"))?;
    if let Some(opened) = roster.opened_on().filter(|opened| *opened > as_of) {
        let message = format!("expected a day on or before `as_of`, {as_of}, got {opened}");
        return Err(Error::inconsistent(message).within("opened").into());
    }
    let (roster, not_yet) = roster.as_of(as_of);
    let roster = roster.as_ref();
    let back = |days: u32| {
        as_of.checked_sub_days(Days::new(u64::from(days))).ok_or_else(|| {
            Error::out_of_range("expected a day whose year before lies in the calendar").within("as_of")
        })
    };
    let year = Span::new(back(model.year_days)?, as_of)?;
    let recent = Span::new(back(model.recent_days)?, as_of)?;
    let earlier = back(model.recent_days.saturating_mul(2))?;
    let mut step = || tell(interactions.len());
    step()?;
    let record = Record::new(interactions)?;
    step()?;
    let seen = Seen::new(&record, roster, model, (year, recent, earlier));
    step()?;
    let talk = Talk::of(&record, roster, model, recent, &mut step)?;
    step()?;
    let causes = cause::find(&seen, &talk, roster, model);
    let (state, evidence, needs) =
        state::tell(&record, (&seen, talk.records_answers), roster, model, (year, recent));
    Ok(report::write(seen, (roster, not_yet), model, (as_of, recent), (state, evidence, needs), causes))
}
