use std::collections::{BTreeMap, HashMap};
use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answers::{Answer, answers, follows};
use super::super::kind::Act;
use super::super::record::{Record, start_of};
use super::super::scoring::add;
use super::super::traffic::lines;
use super::super::{Interaction, Kind, Permitted, Proportion, TargetType};
use super::Parties;
use super::behalves::Behalves;
use super::reply_times::{ReplyTimes, Wait};
use super::turns::turns;
use crate::calendar::Span;
use crate::{Error, Reason, document};

/// Who asks, who answers, and by when.
///
/// # Example
///
/// ```
/// use alumni_core::engagement::{Parties, ResponsivenessOptions};
///
/// let options = ResponsivenessOptions::default().answered_by(Parties::Alumni);
/// assert_eq!(options.hours, [12.0, 24.0, 168.0]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ResponsivenessOptions {
    /// Whose messages wait for an answer: alumni unless set.
    pub asked_by: Parties,
    /// Whose messages answer: everyone's unless set.
    pub answered_by: Parties,
    /// Within how many hours answers are counted, rising: 12, 24 and 168 unless set; at most 20.
    pub hours: Vec<f64>,
    /// How sure the bands of the curves are: above 0, below 1.
    pub confidence: f64,
}

const MOST_HOURS: usize = 20;

impl Default for ResponsivenessOptions {
    fn default() -> Self {
        Self {
            asked_by: Parties::Alumni,
            answered_by: Parties::Everyone,
            hours: vec![12.0, 24.0, 168.0],
            confidence: 0.95,
        }
    }
}

impl ResponsivenessOptions {
    /// Sets whose messages wait for an answer.
    #[must_use]
    pub fn asked_by(mut self, parties: Parties) -> Self {
        self.asked_by = parties;
        self
    }

    /// Sets whose messages answer.
    #[must_use]
    pub fn answered_by(mut self, parties: Parties) -> Self {
        self.answered_by = parties;
        self
    }

    /// Sets within how many hours answers are counted.
    #[must_use]
    pub fn hours(mut self, hours: impl IntoIterator<Item = f64>) -> Self {
        self.hours = hours.into_iter().collect();
        self
    }

    /// Sets how sure the bands are.
    #[must_use]
    pub fn confidence(mut self, confidence: f64) -> Self {
        self.confidence = confidence;
        self
    }

    /// Reads `{}`, with what differs from the default.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }

    fn check(&self) -> Result<(), Error> {
        if self.hours.len() > MOST_HOURS {
            return Err(Error::too_large("expected at most 20 numbers of hours").within("hours"));
        }
        if !self.hours.iter().all(|hours| *hours > 0.0 && hours.is_finite()) {
            return Err(Error::out_of_range("expected hours above 0").within("hours"));
        }
        if !self.hours.is_sorted_by(|one, next| one < next) {
            return Err(Error::inconsistent("expected each number of hours once, rising").within("hours"));
        }
        if !(self.confidence > 0.0 && self.confidence < 1.0) {
            return Err(Error::out_of_range("expected a confidence above 0 and below 1").within("confidence"));
        }
        Ok(())
    }
}

/// How soon people answer each other.
///
/// Only posts and other messages (see [`Kind`]) are looked at. What waits for an answer is
///
/// * a *start*: a message that answers nothing and is directed at no person. Its answer is the first event by somebody
///   else that answers it directly, by the rules of contact: its content, its thread, its prompt. A further message of
///   one's own in a thread is no start, and neither is a reply whose beginning is not in the record; those are counted;
/// * a *turn*: the messages that one person directs at another until that one writes back, from the first of them on.
///
/// What had no answer by the end of the window counts as *at least so long*: a median of those alone that were answered is
/// many times too kind. Messages to oneself wait for nobody. Events at or after the window's end are not looked at.
///
/// Alumni who are not permitted leave no trace: the answer is the one that a record without them gives, except for how many
/// messages were left out. The lists of what is unanswered name people and are not for publishing.
///
/// # Source
///
/// CHAOSS, *Time to First Response*; E. Kaplan, P. Meier 1958; E. Joyce, R. Kraut, *Predicting continued participation in
/// newsgroups*, JCMC 11 (2006), for newcomers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Responsiveness {
    /// The days looked at, in UTC.
    pub window: Span,
    /// What was asked.
    pub options: ResponsivenessOptions,
    /// All starts.
    pub starts: ReplyTimes,
    /// The starts of people who had written nothing before, in the whole record.
    pub newcomers: ReplyTimes,
    /// The starts of the others.
    pub others: ReplyTimes,
    /// The turns of direct messages.
    pub turns: ReplyTimes,
    /// Those who answered somebody within the window, and how many of them wrote for the first time in doing so.
    pub first_time_repliers: Proportion,
    /// The starts without an answer, the oldest first.
    pub unanswered: Vec<Unanswered>,
    /// Answers whose beginning is not in the record; they are no starts.
    pub without_root: u64,
    /// Answers within the window that are dated before what they name as their target, prompt or thread; they answer nothing, and
    /// clocks that differ are the likely cause.
    pub before_question: u64,
    /// Messages to oneself.
    pub to_oneself: u64,
    /// Messages by or to those who are not permitted.
    pub not_permitted: u64,
    /// Events of kinds that the library does not know, which count for nothing here, by kind.
    pub unknown_kinds: BTreeMap<Kind, u64>,
    /// The same in words.
    pub reasons: Vec<Reason>,
}

/// A message that nobody has answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Unanswered {
    /// The event's id.
    pub event: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether that was the first that they wrote.
    pub newcomer: bool,
    /// Hours from then to the end of the window.
    pub hours: f64,
}

/// Measures how soon messages within `window` were answered.
///
/// # Errors
///
/// [`Duplicate`](crate::ErrorKind::Duplicate) at `events[i].id` when one id stands for two different events; options
/// outside what they say, with the option as path.
///
/// # Example
///
/// ```
/// use alumni_core::calendar::Span;
/// use alumni_core::engagement::{ActorType, Interaction, Permitted, ResponsivenessOptions, responsiveness};
///
/// let event = |id, at: &str, kind, actor| {
///     Interaction::new(id, at.parse().unwrap(), kind, actor, ActorType::Alumnus)
/// };
/// let events = [
///     event("e-1", "2024-05-01T09:00:00Z", "post_question", "w-1")?,
///     event("e-2", "2024-05-01T19:00:00Z", "reply", "w-2")?.with_thread("e-1")?,
///     event("e-3", "2024-05-30T09:00:00Z", "post_question", "w-3")?,
/// ];
/// let window = Span::new("2024-05-01".parse()?, "2024-06-01".parse()?)?;
/// let found = responsiveness(&events, window, Permitted::Everyone, &ResponsivenessOptions::default())?;
/// assert_eq!((found.starts.asked, found.starts.answered.count), (2, 1));
/// assert_eq!(found.starts.median_hours.and_then(|median| median.time), Some(10.0));
/// assert_eq!(found.unanswered[0].event, "e-3");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn responsiveness(
    interactions: &[Interaction],
    window: Span,
    permitted: Permitted<'_>,
    options: &ResponsivenessOptions,
) -> Result<Responsiveness, Error> {
    responsiveness_telling(interactions, window, permitted, options, |_| Ok(()))
}

/// The same, and between the steps of the work `tell` hears how many events there are and may end it.
///
/// # Errors
///
/// Those of [`responsiveness`], and what `tell` returns.
pub fn responsiveness_telling<E: From<Error>>(
    interactions: &[Interaction],
    window: Span,
    permitted: Permitted<'_>,
    options: &ResponsivenessOptions,
    mut tell: impl FnMut(usize) -> Result<(), E>,
) -> Result<Responsiveness, E> {
    options.check()?;
    let mut step = || tell(interactions.len());
    step()?;
    let record = Record::new(interactions)?;
    step()?;
    let (from, until) = (start_of(window.from()), start_of(window.until()));
    let looked_at =
        |event: &Interaction| event.at() < until && event.kind().act().is_some_and(Act::is_message);
    let behalves = Behalves::of(&record);
    let may_appear = |id: &str| behalves.may_appear(permitted, id);
    let admitted = |event: &Interaction| {
        let counts =
            options.asked_by.admits(event.actor_type()) || options.answered_by.admits(event.actor_type());
        let kept = may_appear(event.actor()) && person(event).is_none_or(may_appear);
        (counts, kept)
    };
    let (mut not_permitted, mut to_oneself) = (0, 0);
    let mut unknown_kinds = BTreeMap::new();
    for event in record.events().iter().filter(|event| (from..until).contains(&event.at())) {
        if event.kind().act().is_none() && may_appear(event.actor()) {
            add(unknown_kinds.entry(event.kind().clone()).or_default());
        }
        match admitted(event) {
            (true, false) if looked_at(event) => add(&mut not_permitted),
            (true, true) if looked_at(event) && person(event) == Some(event.actor()) => add(&mut to_oneself),
            _ => {}
        }
    }
    let party = |event: &Interaction| {
        looked_at(event) && admitted(event) == (true, true) && person(event) != Some(event.actor())
    };
    step()?;
    let found = answers(&record, party);
    step()?;
    let first = first_words(&found);
    let by_id = found.iter().map(|(event, _)| (event.id(), *event)).collect();
    let threads = roots(&found);
    let replies = first_replies(&found, options.answered_by);
    step()?;

    let (mut starts, mut newcomers, mut others) = (Vec::new(), Vec::new(), Vec::new());
    let (mut unanswered, mut without_root) = (Vec::new(), 0);
    for (event, answered) in &found {
        let within = (from..until).contains(&event.at()) && options.asked_by.admits(event.actor_type());
        if !within || answered.is_some() || person(event).is_some() || !event.kind().speaks() {
            continue;
        }
        match opening(event, &by_id, &threads) {
            Opening::Start => {}
            Opening::Lost => {
                add(&mut without_root);
                continue;
            }
            Opening::GoesOn => continue,
        }
        let newcomer = first.get(event.actor()).is_some_and(|moment| *moment == event.moment());
        let wait = Wait::new(event.at(), replies.get(event.id()).copied(), until);
        starts.push(wait);
        if newcomer { &mut newcomers } else { &mut others }.push(wait);
        if !wait.answered {
            unanswered.push(Unanswered {
                event: event.id().to_owned(),
                by: event.actor().to_owned(),
                at: event.at(),
                newcomer,
                hours: wait.hours,
            });
        }
    }
    let mut before_question = 0;
    for (event, answered) in &found {
        let said = (from..until).contains(&event.at()) && event.kind().speaks();
        if said && answered.is_none() && comes_before(event, &by_id) {
            add(&mut before_question);
        }
    }
    step()?;
    unanswered.sort_unstable_by(|one, next| (one.at, &one.event).cmp(&(next.at, &next.event)));
    let times = |waits: &[Wait]| ReplyTimes::of(waits, &options.hours, options.confidence);
    let mut made = Responsiveness {
        window,
        options: options.clone(),
        starts: times(&starts)?,
        newcomers: times(&newcomers)?,
        others: times(&others)?,
        turns: times(&turns(&found, options, from, until))?,
        first_time_repliers: first_time_repliers(&found, &first, options.answered_by, from),
        unanswered,
        without_root,
        before_question,
        to_oneself,
        not_permitted,
        unknown_kinds,
        reasons: Vec::new(),
    };
    made.reasons = super::words::of_responsiveness(&made);
    Ok(made)
}

pub(super) fn person(event: &Interaction) -> Option<&str> {
    event.target().filter(|_| event.target_type() == Some(TargetType::Person))
}

type Moment<'a> = (DateTime<Utc>, &'a str);

/// When each person first said something.
fn first_words<'a>(found: &[Answer<'a>]) -> HashMap<&'a str, Moment<'a>> {
    let mut first: HashMap<&str, Moment<'_>> = HashMap::new();
    for (event, _) in found.iter().filter(|(event, _)| event.kind().speaks()) {
        let moment = first.entry(event.actor()).or_insert(event.moment());
        *moment = event.moment().min(*moment);
    }
    first
}

/// The event that opened each thread: the earliest in it, or the one whose id is the thread's.
fn roots<'a>(found: &[Answer<'a>]) -> HashMap<&'a str, &'a Interaction> {
    let mut roots: HashMap<&str, &Interaction> = HashMap::new();
    for (event, _) in found {
        if let Some(thread) = event.thread() {
            let root = roots.entry(thread).or_insert(event);
            if event.moment() < root.moment() {
                *root = event;
            }
        }
    }
    for (event, _) in found {
        if let Some(root) = roots.get_mut(event.id()) {
            *root = event;
        }
    }
    roots
}

/// What a message that answers nothing is.
enum Opening {
    Start,
    /// It goes on with a conversation, or with a message of its author's own.
    GoesOn,
    /// It answers something that is not in the record.
    Lost,
}

fn opening(
    event: &Interaction,
    by_id: &HashMap<&str, &Interaction>,
    roots: &HashMap<&str, &Interaction>,
) -> Opening {
    let content = event.target().filter(|_| event.target_type() == Some(TargetType::Content));
    let earlier = content.and_then(|content| by_id.get(content).copied());
    let root = event.thread().and_then(|thread| roots.get(thread).copied());
    let others = [earlier, root].into_iter().flatten().any(|one| one.id() != event.id());
    if others {
        Opening::GoesOn
    } else if event.kind().replies() || content.is_some() {
        Opening::Lost
    } else {
        Opening::Start
    }
}

/// Whether it names something of somebody else's, as its target, its thread or its prompt, that came later.
fn comes_before(event: &Interaction, by_id: &HashMap<&str, &Interaction>) -> bool {
    let content = event.target().filter(|_| event.target_type() == Some(TargetType::Content));
    let named = [content, event.thread(), event.prompted_by()].into_iter().flatten();
    named.filter_map(|id| by_id.get(id)).any(|one| !one.same_actor(event) && !follows(event, one))
}

/// When each event was first answered.
fn first_replies<'a>(found: &[Answer<'a>], by: Parties) -> HashMap<&'a str, DateTime<Utc>> {
    let mut replies: HashMap<&str, DateTime<Utc>> = HashMap::new();
    for (event, answered) in found {
        if let Some(answered) = answered.filter(|_| event.kind().speaks() && by.admits(event.actor_type())) {
            let reply = replies.entry(answered.id()).or_insert(event.at());
            *reply = event.at().min(*reply);
        }
    }
    replies
}

fn first_time_repliers(
    found: &[Answer<'_>],
    first: &HashMap<&str, Moment<'_>>,
    by: Parties,
    from: DateTime<Utc>,
) -> Proportion {
    let mut repliers: HashMap<&str, bool> = HashMap::new();
    for (event, answered) in found {
        let replies = answered.is_some() && event.kind().speaks() && event.at() >= from;
        if replies && by.admits(event.actor_type()) {
            let new = first.get(event.actor()).is_some_and(|moment| *moment == event.moment());
            *repliers.entry(event.actor()).or_default() |= new;
        }
    }
    let new = repliers.values().filter(|new| **new).count();
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Proportion::new(number(new), number(repliers.len()))
}

impl fmt::Display for Responsiveness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(f, &self.reasons)
    }
}
