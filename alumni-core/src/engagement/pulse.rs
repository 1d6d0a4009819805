use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::kind::Act;
use super::record::{Record, start_of};
use super::request::{Request, Requests};
use super::scoring::add;
use super::traffic::lines;
use super::{ActorType, Interaction, Kind, Proportion, Rate};
use crate::calendar::Span;
use crate::text::Argument;
use crate::{Error, Reason};

/// How much life there is in the network: few figures, each with what it rests on.
///
/// It counts what alumni did within a window of days; staff, office and company do not make a network alive. It gives no
/// verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Pulse {
    /// The days looked at, in UTC.
    pub window: Span,
    /// Members on the roster.
    pub members: u64,
    /// Posts by alumni, on the roster or not.
    pub posts: Rate,
    /// Members who posted at least once; of nobody where the window has no days.
    pub posted: Proportion,
    /// Members who did at least one thing that others can notice: posted, wrote, reacted, took part. Looking, opening a
    /// mailing and leaving are no such things.
    pub acted: Proportion,
    /// The latest request to everybody and who replied; `None` when nobody asked for anything. A question put to one person, or within a thread
    /// that something else began, is none.
    pub last_request: Option<Request>,
    /// Posts by alumni that nobody on the company's side prompted; `None` when the record does not say what prompted
    /// anything, for then *not prompted* and *not recorded* look the same.
    pub organic: Option<Proportion>,
    /// Alumni who acted and are not on the roster.
    pub outside_roster: u64,
    /// Events of alumni of kinds not known to the library, which count for nothing here, by kind.
    pub unknown_kinds: BTreeMap<Kind, u64>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// Measures the network of `members` (ids) within `window`.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, pulse};
///
/// let asked = "2024-05-01T09:00:00Z".parse()?;
/// let replied = "2024-05-01T20:00:00Z".parse()?;
/// let events = [
///     Interaction::new("e-1", asked, "post_help_request", "office", ActorType::Office)?,
///     Interaction::new("e-2", replied, "reply", "w-2", ActorType::Alumnus)?.with_thread("e-1")?,
/// ];
/// let members = ["w-1", "w-2", "w-3"].map(String::from).into();
/// let pulse = pulse(&events, &members, Span::new("2024-01-01".parse()?, "2024-07-01".parse()?)?)?;
/// let request = pulse.last_request.unwrap();
/// assert_eq!((request.replies.count, request.replies.of, request.first_timers), (1, 3, 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pulse(interactions: &[Interaction], members: &BTreeSet<String>, window: Span) -> Result<Pulse, Error> {
    let record = Record::new(interactions)?;
    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let (mut posts, mut unprompted): (u64, u64) = (0, 0);
    let mut people: HashMap<&str, Person> = HashMap::new();
    let mut unknown_kinds = BTreeMap::new();
    for event in record.events() {
        if event.actor_type() != ActorType::Alumnus || !(from..until).contains(&event.at()) {
            continue;
        }
        let act = event.kind().act();
        if act.is_none() {
            add(unknown_kinds.entry(event.kind().clone()).or_default());
        }
        if act == Some(Act::Post) {
            add(&mut posts);
            if unprompted_by_company(event, &record) {
                add(&mut unprompted);
            }
        }
        let person =
            people.entry(event.actor()).or_insert_with(|| Person::new(members.contains(event.actor())));
        person.posted |= act == Some(Act::Post);
        person.acted |= matches!(act, Some(Act::Post | Act::Message | Act::TakingPart));
    }

    let of_members = |did: fn(&Person) -> bool| {
        let count = people.values().filter(|person| person.is_member && did(person)).count();
        // On no days nobody could have done anything: nothing is told of anybody.
        let of = if window.days() > 0 { members.len() } else { 0 };
        Proportion::new(number(count), number(of))
    };
    let prompts_are_recorded = record.events().iter().any(|event| event.prompted_by().is_some());
    let mut pulse = Pulse {
        window,
        members: number(members.len()),
        posts: Rate::new(posts, u64::try_from(window.days()).unwrap_or_default()),
        posted: of_members(|person| person.posted),
        acted: of_members(|person| person.acted),
        last_request: Requests::new(&record, members, &BTreeMap::new()).latest(window, window.until()),
        organic: prompts_are_recorded.then(|| Proportion::new(unprompted, posts)),
        outside_roster: number(people.values().filter(|person| !person.is_member).count()),
        unknown_kinds,
        reasons: Vec::new(),
    };
    pulse.reasons = pulse.in_words();
    Ok(pulse)
}

/// What one alumnus did within the window.
struct Person {
    is_member: bool,
    posted: bool,
    acted: bool,
}

impl Person {
    fn new(is_member: bool) -> Self {
        Self { is_member, posted: false, acted: false }
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A prompt that is not in the record is taken for one by the company: it must not pass for the members' own doing.
pub(super) fn unprompted_by_company(post: &Interaction, record: &Record<'_>) -> bool {
    post.prompted_by().is_none_or(|prompt| {
        record.get(prompt).is_some_and(|prompt| prompt.actor_type() == ActorType::Alumnus)
    })
}

impl Pulse {
    fn in_words(&self) -> Vec<Reason> {
        let figures = |code: &str, figure: Proportion| {
            figure
                .arguments()
                .into_iter()
                .fold(Reason::new(code), |reason, (name, value)| reason.with(name, value))
        };
        let mut reasons = vec![self.posts_in_words()];
        if self.window.days() == 0 {
            return reasons;
        }
        if self.members == 0 {
            reasons.push(Reason::new("pulse-no-members"));
        } else {
            reasons.push(figures("pulse-acted", self.acted));
            reasons.push(figures("pulse-posted", self.posted));
        }
        reasons.push(match &self.last_request {
            None => Reason::new("pulse-no-request"),
            Some(request) => figures("pulse-last-request", request.replies)
                .with("first_timers", request.first_timers)
                .with("days", request.days_open)
                .with("event", request.event.as_str()),
        });
        match self.organic {
            None => reasons.push(Reason::new("pulse-prompts-not-recorded")),
            Some(organic) if organic.of > 0 => reasons.push(figures("pulse-organic", organic)),
            Some(_) => {}
        }
        if self.outside_roster > 0 {
            reasons.push(Reason::new("pulse-outside-roster").with("count", self.outside_roster));
        }
        reasons.extend(self.unknown_kinds.iter().map(|(kind, count)| {
            Reason::new("pulse-unknown-kind").with("kind", kind.as_str()).with("count", *count)
        }));
        reasons
    }

    fn posts_in_words(&self) -> Reason {
        let Rate { count, days, per_year, lower, upper } = self.posts;
        let (Some(per_year), Some(upper)) = (per_year, upper) else {
            return Reason::new("pulse-no-days");
        };
        let number = |value| Argument::Number { value, digits: u8::from(per_year < 100.0) };
        Reason::new("pulse-posts")
            .with("count", count)
            .with("days", days)
            .with("per_year", number(per_year))
            .with("lower", number(lower))
            .with("upper", number(upper))
    }
}

impl fmt::Display for Pulse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.reasons)
    }
}
