use std::fmt;

use chrono::{DateTime, Utc};

use super::asked::Asked;
use super::fold::Lists;
use super::kind::Channel;
use super::ledger::Ledger;
use super::purpose::{Purpose, check_id};
use super::question::Question;
use super::store::Tick;
use crate::Error;

mod answering;
mod blocks;
mod cell;
mod everybody;
mod folding;
mod head;
mod looking;
mod rows;
mod shape;
mod stand;
mod tags;

use self::blocks::{Blocks, Found};
use self::cell::{Kind, Others, Scope, Told};
pub use self::everybody::Everybody;
use self::folding::{Folding, Said};
use self::looking::{BLOCK, Looking};
use self::rows::Rows;
pub use self::stand::Stand;

/// Where everybody stands at one instant: every subject's events folded once, for many questions about that instant.
///
/// It answers as [`Ledger::may`] does, for the controller's own use and without an activity. It keeps the ledger as it was:
/// what the ledger takes in afterwards is not in it. While it lives, a ledger that takes events in holds its events twice.
///
/// A state is kept for each subject, purpose and channel that an event names, in 16 bytes behind the subject's name.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Channel, Event, EventKind, Ledger, Verdict};
///
/// let mut ledger = Ledger::from_json(
///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}]}"#,
/// )?;
/// let no = Event::new("mail", "ce_88", "w-0471", "newsletter", EventKind::Withdrawn, "2025-07-01T18:00:00Z".parse()?);
/// ledger.extend([no.channel(Channel::Email)])?;
/// let snapshot = ledger.snapshot("2026-04-01T00:00:00Z".parse()?, None);
/// let stand = snapshot.may("w-0471", "newsletter", Some(Channel::Email))?;
/// assert_eq!((stand.verdict(), stand.code()), (Verdict::Denied, "consent-withdrawn"));
/// assert_eq!(stand.evidence(), Some(("mail", "ce_88")));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Snapshot {
    ledger: Ledger,
    at: DateTime<Utc>,
    known_at: Option<DateTime<Utc>>,
    blocks: Blocks,
    said: Said,
    questions: Questions,
    /// A bit for each channel that each purpose allows, and at last one for none.
    allowed: Vec<u32>,
}

/// What is asked of a subject.
#[derive(Clone, Copy, Debug)]
struct Asking {
    purpose: u16,
    channel: Option<Channel>,
    /// Whether the purpose allows the channel.
    is_allowed: bool,
}

impl Ledger {
    /// Folds all events for questions about `at`, as it was known at `known_at` (`None` for everything known).
    #[must_use]
    pub fn snapshot(&self, at: DateTime<Utc>, known_at: Option<DateTime<Utc>>) -> Snapshot {
        let questions = Questions::new(self, at, known_at);
        let mut folding = Folding::new(self, &questions, at.into());
        let store = &*self.store;
        let mut cells = Vec::new();
        let some = (0..).take(store.subjects()).step_by((store.subjects() / SOME).max(1));
        let needs = some.map(|number| {
            cells.clear();
            folding.add(number, &mut cells);
            Blocks::need(store.name_bytes(number), cells.len())
        });
        let mut blocks = Blocks::new(store.subjects(), needs.collect());
        let numbers: Vec<u32> = (0..).take(store.subjects()).collect();
        let mut hashes = Vec::with_capacity(NEAR);
        for numbers in numbers.chunks(NEAR) {
            // Reading many people's events at a time waits for memory once where one after the other waits each time.
            let lengths = numbers.iter().map(|number| store.records(*number).len());
            std::hint::black_box(lengths.sum::<usize>());
            hashes.clear();
            hashes.extend(numbers.iter().map(|number| blocks.hash(store.name_bytes(*number))));
            let touched = hashes.iter().map(|hash| blocks.touch_free(*hash));
            std::hint::black_box(touched.fold(0, |all, one| all ^ one));
            let records = numbers.iter().flat_map(|number| store.records(*number));
            std::hint::black_box(records.map(|record| usize::from(record.purpose)).sum::<usize>());
            for (number, hash) in numbers.iter().zip(&hashes) {
                cells.clear();
                folding.add(*number, &mut cells);
                blocks.add(*number, *hash, store.name_bytes(*number), &cells);
            }
        }
        blocks.finish();
        let said = folding.end();
        let allowed = self.purposes().map(|purpose| {
            let channels = Channel::ALL.iter().filter(|channel| purpose.allows(**channel));
            channels.fold(1 << place(None), |allowed: u32, channel| allowed | 1 << place(Some(*channel)))
        });
        let allowed = allowed.collect();
        Snapshot { ledger: self.clone(), at, known_at, blocks, said, questions, allowed }
    }
}

/// So many people's events are read at a time: they stay in the nearest cache.
const NEAR: usize = 32;

/// So many people tell how long their states are.
const SOME: usize = 512;

/// Whether it could be anybody's id. Out of the way of answers, which are handed over in registers.
#[cold]
#[inline(never)]
fn could_be(subject: &str) -> Result<(), Error> {
    check_id(subject).map_err(|error| error.within("subject"))
}

/// The place of a channel among all; of none, the one after them.
#[inline]
fn place(channel: Option<Channel>) -> usize {
    channel.map_or(Channel::ALL.len(), |channel| channel as usize)
}

/// What is asked of each subject, purpose by purpose and channel by channel, at last without one.
#[derive(Clone)]
struct Questions(Vec<Question>);

impl Questions {
    fn new(ledger: &Ledger, at: DateTime<Utc>, known_at: Option<DateTime<Utc>>) -> Self {
        let question = |purpose: &Purpose, place: usize| {
            let mut question = Question::new("", purpose.id.as_str(), Channel::ALL.get(place).copied(), at);
            question.known_at = known_at;
            question
        };
        let of_purpose = |purpose| (0..Scope::COUNT).map(move |place| question(purpose, place));
        Self(ledger.purposes().flat_map(of_purpose).collect())
    }

    #[inline]
    fn place(purpose: u16, place: usize) -> usize {
        usize::from(purpose).saturating_mul(Scope::COUNT).saturating_add(place)
    }

    fn known_at(&self) -> Option<Tick> {
        self.0.first()?.known_at.map(Tick::from)
    }

    fn asked<'l>(&'l self, ledger: &'l Ledger) -> Vec<Asked<'l, 'l>> {
        let purposes =
            (0..).zip(ledger.purposes()).flat_map(|purpose| std::iter::repeat_n(purpose, Scope::COUNT));
        purposes.zip(&self.0).map(|(purpose, question)| Asked::new(ledger, question, purpose)).collect()
    }
}

impl Snapshot {
    /// The instant it is about.
    #[must_use]
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// The instant as of which it was known; `None` for everything known.
    #[must_use]
    pub fn known_at(&self) -> Option<DateTime<Utc>> {
        self.known_at
    }

    /// The ledger as it was.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// How many states it holds: one for each subject, purpose and channel (or none) that an event names.
    #[must_use]
    pub fn states(&self) -> usize {
        self.blocks.states()
    }

    /// The memory that it takes besides the events, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.blocks.bytes()
    }

    /// May we? As [`Ledger::may`], at the instant of the snapshot.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here, and those of an event for a subject that
    /// could be none. A subject nobody has heard of is an answer: never asked.
    pub fn may<'s>(
        &'s self,
        subject: &'s str,
        purpose: &str,
        channel: Option<Channel>,
    ) -> Result<Stand<'s>, Error> {
        let name = subject.as_bytes();
        // What waits for memory is begun first.
        let found = self.blocks.find(self.blocks.hash(name), name);
        let asking = self.asking(purpose, channel)?;
        // No event is about a name that is none: only a name that was not found may be one.
        if found.is_none() {
            could_be(subject)?;
        }
        match self.told(found, asking) {
            (number, Some(told)) => Ok(Stand::new(self, subject, number, asking, told)),
            (_, None) => Ok(self.beside(subject, found, asking)),
        }
    }

    /// As [`may`](Self::may) for each of `subjects`, in their order: `each` is called with one answer after the other. Many
    /// subjects are looked up at a time, which is several times as fast as one by one.
    ///
    /// # Errors
    ///
    /// Those of [`may`](Self::may), with the place of the subject (`subjects[3]`), when those before it have been answered.
    pub fn may_each<'s>(
        &'s self,
        subjects: impl IntoIterator<Item = &'s str>,
        purpose: &str,
        channel: Option<Channel>,
        mut each: impl FnMut(Stand<'s>),
    ) -> Result<(), Error> {
        let asking = self.asking(purpose, channel)?;
        let mut kinds = self.said.kinds.all().to_vec();
        let of = Rows::new(self, asking, &mut kinds);
        let mut looking = Looking::new(&self.blocks);
        let mut subjects = subjects.into_iter();
        let mut names = Vec::with_capacity(BLOCK);
        let mut place = 0_usize;
        let mut unusable = None;
        loop {
            names.clear();
            names.extend(subjects.by_ref().take(BLOCK).map(|name| (name, ())));
            if names.is_empty() {
                return Ok(());
            }
            looking.look(&names, |name, (), found| {
                if unusable.is_none()
                    && found.is_none()
                    && let Err(error) = check_id(name)
                {
                    unusable = Some(error.within(format!("subjects[{place}]")));
                }
                if unusable.is_some() {
                    return;
                }
                place = place.saturating_add(1);
                let row = of.row(found);
                let number = found.map(|found| found.number);
                each(match kinds.get(row.kind()) {
                    Some(kind) => Stand::new(self, name, number, asking, row.told_of(kind)),
                    None => self.fold(name, number, asking),
                });
            });
            if let Some(error) = unusable {
                return Err(error);
            }
        }
    }

    /// The source and id of an event of a person: one more than its place; `None` for none.
    fn event(&self, number: u32, evidence: u32) -> Option<(&str, &str)> {
        let store = &self.ledger.store;
        let place = usize::try_from(evidence.checked_sub(1)?).ok()?;
        let record = store.records(number).get(place)?;
        Some((store.source(record), store.id(record)))
    }

    #[inline]
    fn asking(&self, purpose: &str, channel: Option<Channel>) -> Result<Asking, Error> {
        let (purpose, _) = self.ledger.purpose(purpose)?;
        let allowed = self.allowed.get(usize::from(purpose)).copied().unwrap_or_default();
        Ok(Asking { purpose, channel, is_allowed: allowed >> place(channel) & 1 == 1 })
    }

    /// What is told without folding anything, and the number of the person.
    #[inline]
    fn told(&self, found: Option<Found<'_>>, asking: Asking) -> (Option<u32>, Option<Told<&Kind>>) {
        let number = found.map(|found| found.number);
        let mut is_about = false;
        let cell = found.and_then(|found| {
            found.cells().find(|cell| {
                let is_same = cell.purpose() == asking.purpose;
                is_about |= is_same;
                is_same && cell.answers(asking.channel)
            })
        });
        if let Some(cell) = cell
            && let Some(kind) = cell.kind(&self.said.kinds)
            && asking.is_allowed
        {
            return (number, Some(Told { kind, evidence: cell.evidence().into(), until: cell.until() }));
        }
        // Rules may look at the events about other purposes.
        let is_nothing = !is_about && !self.blocks.is_partial && self.ledger.packs.is_empty();
        (number, self.nothing(asking).filter(|_| is_nothing).map(Told::by_ref))
    }

    /// Where events say something of the purpose, but not about what is asked, or too much for a cell.
    #[inline(never)]
    fn beside<'s>(&'s self, subject: &'s str, found: Option<Found<'s>>, asking: Asking) -> Stand<'s> {
        let number = found.map(|found| found.number);
        match found.and_then(|found| self.others(found, asking)) {
            Some(told) => Stand::new(self, subject, number, asking, told),
            None => self.fold(subject, number, asking),
        }
    }

    #[inline]
    fn nothing(&self, asking: Asking) -> Option<&Told> {
        self.said.nothing.get(Questions::place(asking.purpose, place(asking.channel)))
    }

    /// What a person's cells hold about a channel that no event names; `None` for what is to be folded.
    fn others(&self, found: Found<'_>, asking: Asking) -> Option<Told<&Kind>> {
        let channel = asking.channel.filter(|_| asking.is_allowed)?;
        let mut others = Others::Unsaid;
        for cell in found.cells().filter(|cell| cell.purpose() == asking.purpose) {
            if cell.answers(Some(channel)) {
                return None;
            }
            if cell.others() != Others::Unsaid {
                others = cell.others();
            }
        }
        match others {
            Others::Unsaid => None,
            Others::Nothing => self.nothing(asking).map(Told::by_ref),
            Others::Elsewhere(evidence) => {
                let told = self.said.elsewhere.get(usize::from(asking.purpose))?.as_ref()?.by_ref();
                Some(Told { evidence: evidence.into(), ..told })
            }
        }
    }

    /// What is folded when it is asked.
    #[cold]
    #[inline(never)]
    fn fold<'s>(&'s self, subject: &'s str, number: Option<u32>, asking: Asking) -> Stand<'s> {
        let number = number.or_else(|| self.ledger.store.subject(subject));
        let question = self.questions.0.get(Questions::place(asking.purpose, place(asking.channel)));
        let purpose = self.ledger.purposes().nth(asking.purpose.into());
        let told = question.zip(purpose).map(|(question, purpose)| {
            let mut asked = Asked::new(&self.ledger, question, (asking.purpose, purpose));
            asked.subject(subject, number);
            let records = number.map(|number| self.ledger.store.records(number)).unwrap_or_default();
            Told::new(records, &asked.stood(self.at.into(), &mut Lists::default()))
        });
        Stand::new(self, subject, number, asking, told.unwrap_or(Told::NOTHING).by_ref())
    }
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("at", &self.at)
            .field("known_at", &self.known_at)
            .field("states", &self.states())
            .finish_non_exhaustive()
    }
}
