use std::borrow::Cow;
use std::collections::BTreeSet;

use super::record::Record;
use super::{ActorType, Interaction, TargetType};
use crate::Error;

/// Who may be scored: scoring people needs a purpose of its own, and consent decides it, not this engine.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "everyone, or those on a list")]
pub enum Permitted<'a> {
    /// Everybody in the record.
    Everyone,
    /// Only these, by id; everybody else is *not scored* and leaves no trace in other people's scores.
    Only(&'a BTreeSet<String>),
}

impl Permitted<'_> {
    /// Whether `person` may be scored.
    #[must_use]
    pub fn allows(&self, person: &str) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(people) => people.contains(person),
        }
    }

    /// The record as though the others had never been there: without what they did as alumni, and without what was directed at them.
    /// For questions about a network as a whole, such as [`traffic`](super::traffic()), [`pulse`](super::pulse()),
    /// [`health`](super::health()) and [`activity_calendar`](super::activity_calendar()).
    ///
    /// Staff, the office, companies and machines have not been asked; what is directed at them stays.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::engagement::{ActorType, Interaction, Permitted, TargetType};
    ///
    /// let at = "2026-03-01T00:00:00Z".parse()?;
    /// let events = [
    ///     Interaction::new("e-1", at, "reply", "w-1", ActorType::Alumnus)?,
    ///     Interaction::new("e-2", at, "reply", "w-2", ActorType::Alumnus)?,
    ///     Interaction::new("e-3", at, "company_push", "office", ActorType::Office)?
    ///         .with_target("w-2", TargetType::Person)?,
    /// ];
    /// let agreed = ["w-1".to_owned()].into();
    /// let seen = Permitted::Only(&agreed).events(&events)?;
    /// assert_eq!(seen.iter().map(Interaction::id).collect::<Vec<_>>(), ["e-1"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn events<'e>(&self, interactions: &'e [Interaction]) -> Result<Cow<'e, [Interaction]>, Error> {
        let Self::Only(_) = self else { return Ok(Cow::Borrowed(interactions)) };
        let record = Record::new(interactions)?;
        let is_alumnus = |event: &&Interaction| event.actor_type() == ActorType::Alumnus;
        let acting = |alumni: bool| -> BTreeSet<&str> {
            let acted = record.events().iter().copied().filter(|event| is_alumnus(event) == alumni);
            acted.map(Interaction::actor).collect()
        };
        let (alumni, others) = (acting(true), acting(false));
        // Who never acts is taken for an alumnus.
        let must_agree = |id: &str| alumni.contains(id) || !others.contains(id);
        let may_stay = |event: &&Interaction| {
            let by = !is_alumnus(event) || self.allows(event.actor());
            let person = event.target().filter(|_| event.target_type() == Some(TargetType::Person));
            by && person.is_none_or(|person| self.allows(person) || !must_agree(person))
        };
        Ok(Cow::Owned(record.events().iter().copied().filter(may_stay).cloned().collect()))
    }

    /// Those of `people` who may be scored.
    #[must_use]
    pub fn among<'p>(&self, people: &'p BTreeSet<String>) -> Cow<'p, BTreeSet<String>> {
        match self {
            Self::Everyone => Cow::Borrowed(people),
            Self::Only(permitted) => Cow::Owned(people.intersection(permitted).cloned().collect()),
        }
    }
}
