use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::answers::answers;
use super::kind::Act;
use super::mailing::Mailing;
use super::record::{Record, start_of};
use super::scoring::add;
use super::{ActorType, Interaction, Kind, TargetType};
use crate::calendar::Span;
use crate::text::Argument;
use crate::{Error, Reason};

/// Who speaks to whom: the messages of a window of time by side and audience.
///
/// A *message* is an event of a kind that is a post, another message or a mailing (see [`Kind`]); each counts once,
/// however many people it reached. A mailing of the company's that is recorded once for each recipient (its target is a
/// person) is one message: what one sender sends under one kind in one thread, or, without a thread, on one day. There are two sides: alumni, and the company with its staff, office, group and
/// machines. The *audience* of a message is
///
/// * for a person: the side on which that person acts in the record, alumni if they act on both or not at all;
/// * for the network, and for what is directed at nobody: the alumni;
/// * for a reply (to content, in a thread, or to what prompted it): the side of the author of what it answers;
/// * for an event, a perk or an opportunity: the company when an alumnus speaks, the alumni when the company does.
///
/// Shares are of the three flows that alumni take part in; what the company says to itself is counted and left out. They
/// carry no interval: messages draw messages, and the usual intervals would be too narrow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Traffic {
    /// The days looked at, in UTC.
    pub window: Span,
    /// Messages in the three flows together.
    pub n: u64,
    /// From the company's side to alumni.
    pub company_to_alumni: Flow,
    /// From alumni to the company's side.
    pub alumni_to_company: Flow,
    /// Among alumni.
    pub alumni_to_alumni: Flow,
    /// Messages within the company's side, not part of `n`.
    pub within_company: u64,
    /// Events of kinds not known to the library, not part of `n`, by kind.
    pub unknown_kinds: BTreeMap<Kind, u64>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// A count and its share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Flow {
    /// How many messages.
    pub count: u64,
    /// Their share of `n`; `None` when there were none at all.
    pub share: Option<f64>,
}

/// Counts who spoke to whom within `window`.
///
/// What an answer answers is looked up in the whole record, also before the window.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, traffic};
///
/// let events = [
///     Interaction::new("e-1", "2024-05-01T09:00:00Z".parse()?, "company_push", "office", ActorType::Office)?,
///     Interaction::new("e-2", "2024-05-02T09:00:00Z".parse()?, "post_update", "w-1", ActorType::Alumnus)?,
///     Interaction::new("e-3", "2024-05-03T09:00:00Z".parse()?, "reply", "w-2", ActorType::Alumnus)?
///         .with_thread("e-2")?,
/// ];
/// let traffic = traffic(&events, Span::new("2024-01-01".parse()?, "2025-01-01".parse()?)?)?;
/// assert_eq!((traffic.n, traffic.alumni_to_alumni.count), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn traffic(interactions: &[Interaction], window: Span) -> Result<Traffic, Error> {
    Ok(of_record(&Record::new(interactions)?, window))
}

pub(super) fn of_record(record: &Record<'_>, window: Span) -> Traffic {
    let message =
        |event: &Interaction| matches!(event.kind().act(), Some(Act::Post | Act::Message | Act::Mailing));
    let mut sides = record.of_people(Side::Company);
    for (_, person) in record.with_actors().filter(|(event, _)| Side::of(event) == Side::Alumni) {
        if let Some(side) = sides.get_mut(person) {
            *side = Side::Alumni;
        }
    }
    let side_of = |person: &str| record.person(person).and_then(|person| sides.get(person));

    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let mut found = Found::default();
    let mut mailings: HashSet<(Mailing<'_>, Side), foldhash::fast::RandomState> = HashSet::default();
    let within = |event: &Interaction| (from..until).contains(&event.at());
    for event in record.events().iter().filter(|event| within(event)) {
        if event.kind().act().is_none() {
            add(found.unknown_kinds.entry(event.kind().clone()).or_default());
        }
    }
    for (event, answered) in answers(record, message).into_iter().filter(|(event, _)| within(event)) {
        let audience = audience(event, answered, &side_of);
        if Mailing::of(event, |_| false).is_some_and(|mailing| !mailings.insert((mailing, audience))) {
            continue;
        }
        add(match (Side::of(event), audience) {
            (Side::Company, Side::Alumni) => &mut found.to_alumni,
            (Side::Alumni, Side::Company) => &mut found.to_company,
            (Side::Alumni, Side::Alumni) => &mut found.among_alumni,
            (Side::Company, Side::Company) => &mut found.within_company,
        });
    }
    found.traffic(window)
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Alumni,
    Company,
}

impl Side {
    fn of(event: &Interaction) -> Self {
        if event.actor_type() == ActorType::Alumnus { Self::Alumni } else { Self::Company }
    }
}

fn audience(
    event: &Interaction,
    answered: Option<&Interaction>,
    side_of: &impl Fn(&str) -> Option<Side>,
) -> Side {
    let posted = event.kind().act() == Some(Act::Post);
    match (event.target_type(), event.target()) {
        (Some(TargetType::Person), Some(person)) => side_of(person).unwrap_or(Side::Alumni),
        (Some(TargetType::Event | TargetType::Perk | TargetType::Opportunity), _) => match Side::of(event) {
            Side::Alumni => Side::Company,
            Side::Company => Side::Alumni,
        },
        (Some(TargetType::Network), _) => Side::Alumni,
        // A post speaks to everybody, whatever prompted it.
        (None, _) if posted => Side::Alumni,
        _ => answered.map_or(Side::Alumni, Side::of),
    }
}

#[derive(Default)]
struct Found {
    to_alumni: u64,
    to_company: u64,
    among_alumni: u64,
    within_company: u64,
    unknown_kinds: BTreeMap<Kind, u64>,
}

impl Found {
    fn traffic(self, window: Span) -> Traffic {
        let n = self.to_alumni.saturating_add(self.to_company).saturating_add(self.among_alumni);
        let flow = |count: u64| Flow { count, share: (n > 0).then(|| count as f64 / n as f64) };
        let share = |count: u64| Argument::Share { value: flow(count).share.unwrap_or_default(), digits: 0 };
        let mut reasons = vec![if n == 0 {
            Reason::new("traffic-none").with("days", window.days())
        } else {
            Reason::new("traffic-shares")
                .with("n", n)
                .with("company_to_alumni", share(self.to_alumni))
                .with("alumni_to_company", share(self.to_company))
                .with("alumni_to_alumni", share(self.among_alumni))
        }];
        reasons.extend(self.unknown_kinds.iter().map(|(kind, count)| {
            Reason::new("traffic-unknown-kind").with("kind", kind.as_str()).with("count", *count)
        }));
        Traffic {
            window,
            n,
            company_to_alumni: flow(self.to_alumni),
            alumni_to_company: flow(self.to_company),
            alumni_to_alumni: flow(self.among_alumni),
            within_company: self.within_company,
            unknown_kinds: self.unknown_kinds,
            reasons,
        }
    }
}

impl fmt::Display for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.reasons)
    }
}

/// One English sentence to a line.
pub(super) fn lines(f: &mut fmt::Formatter<'_>, reasons: &[Reason]) -> fmt::Result {
    for (place, reason) in reasons.iter().enumerate() {
        if place > 0 {
            f.write_str("\n")?;
        }
        write!(f, "{reason}")?;
    }
    Ok(())
}
