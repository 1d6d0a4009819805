use std::fmt;

use serde::{Deserialize, Serialize};

use super::super::answers::answers;
use super::super::kind::Act;
use super::super::record::{Record, start_of};
use super::super::scoring::add;
use super::super::traffic::{lines, traffic};
use super::super::{ActorType, Flow, Interaction, Permitted, Proportion, TargetType, Traffic, pulse};
use super::behalves::Behalves;
use super::responsiveness::person;
use crate::calendar::Span;
use crate::text::Argument;
use crate::{Error, Reason};

/// Whether a network is one of members among themselves, or of the company's voice.
///
/// Messages are those of [`traffic`](super::super::traffic()), which says what their audience is; the shares are of the
/// messages that alumni take part in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Exchange {
    /// Who speaks to whom.
    pub traffic: Traffic,
    /// Messages among alumni (N to N).
    pub n_to_n: Flow,
    /// Messages by the company's side to alumni.
    pub company: Flow,
    /// Of those, the messages to all at once: to the network or to nobody in particular, and answering nothing.
    pub broadcast: Flow,
    /// How many messages answer somebody, except among the company's side.
    pub replies: u64,
    /// Those by which alumni answer alumni: N to N in the stricter sense.
    pub replies_among_alumni: Flow,
    /// Posts by alumni that nobody on the company's side prompted; absent when the record does not say what prompted anything.
    pub organic: Option<Proportion>,
    /// Messages by or to alumni who are not permitted; they are in no other figure.
    pub not_permitted: u64,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// Measures who speaks within `window`, and who answers whom.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, exchange};
///
/// let events = [
///     Interaction::new("e-1", "2024-05-01T09:00:00Z".parse()?, "company_push", "office", ActorType::Office)?,
///     Interaction::new("e-2", "2024-05-02T09:00:00Z".parse()?, "post_update", "w-1", ActorType::Alumnus)?,
///     Interaction::new("e-3", "2024-05-03T09:00:00Z".parse()?, "reply", "w-2", ActorType::Alumnus)?
///         .with_thread("e-2")?,
/// ];
/// let window = Span::new("2024-01-01".parse()?, "2025-01-01".parse()?)?;
/// let found = exchange(&events, window, Permitted::Everyone)?;
/// assert_eq!((found.n_to_n.count, found.broadcast.count, found.replies_among_alumni.share), (2, 1, Some(1.0)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn exchange(
    interactions: &[Interaction],
    window: Span,
    permitted: Permitted<'_>,
) -> Result<Exchange, Error> {
    let record = Record::new(interactions)?;
    let behalves = Behalves::of(&record);
    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let within = |event: &Interaction| (from..until).contains(&event.at());
    let message = |event: &Interaction| event.kind().act().is_some_and(Act::is_message);
    let may = |id: &str| behalves.may_appear(permitted, id);
    let kept = |event: &Interaction| may(event.actor()) && person(event).is_none_or(may);
    let left_out =
        record.events().iter().filter(|event| within(event) && message(event) && !kept(event)).count();
    let events: Vec<Interaction> =
        record.events().iter().filter(|event| kept(event)).map(|event| (*event).clone()).collect();
    let traffic = traffic(&events, window)?;
    let organic = pulse(&events, &std::collections::BTreeSet::new(), window)?.organic;

    let record = Record::new(&events)?;
    let alumnus = |event: &Interaction| event.actor_type() == ActorType::Alumnus;
    let (mut replies, mut among, mut broadcast) = (0, 0, 0);
    for (event, answered) in answers(&record, message).into_iter().filter(|(event, _)| within(event)) {
        let to_all = event.target_type().is_none_or(|target| target == TargetType::Network);
        match answered {
            Some(answered) if alumnus(event) || alumnus(answered) => {
                add(&mut replies);
                if alumnus(event) && alumnus(answered) {
                    add(&mut among);
                }
            }
            None if to_all && !alumnus(event) => add(&mut broadcast),
            _ => {}
        }
    }
    let flow = |count: u64, of: u64| Flow { count, share: (of > 0).then(|| count as f64 / of as f64) };
    let mut made = Exchange {
        n_to_n: traffic.alumni_to_alumni,
        company: traffic.company_to_alumni,
        broadcast: flow(broadcast, traffic.n),
        replies,
        replies_among_alumni: flow(among, replies),
        organic,
        not_permitted: u64::try_from(left_out).unwrap_or(u64::MAX),
        reasons: traffic.reasons.clone(),
        traffic,
    };
    if let Some(share) = made.replies_among_alumni.share {
        made.reasons.push(
            Reason::new("exchange-replies")
                .with("replies", replies)
                .with("share", Argument::Share { value: share, digits: 0 }),
        );
    }
    if let Some(share) = made.broadcast.share {
        made.reasons.push(
            Reason::new("exchange-broadcast")
                .with("count", broadcast)
                .with("share", Argument::Share { value: share, digits: 0 }),
        );
    }
    if left_out > 0 {
        made.reasons.push(Reason::new("reply-not-permitted").with("count", made.not_permitted));
    }
    Ok(made)
}

impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.reasons)
    }
}
