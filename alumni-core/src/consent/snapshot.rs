use std::fmt;

use chrono::{DateTime, Utc};

use super::asked::Asked;
use super::kind::Channel;
use super::ledger::Ledger;
use super::purpose::Purpose;
use super::question::Question;
use super::reasons::Judgement;
use super::store::Record;
use crate::Error;

mod cell;
mod stand;

use self::cell::{Cells, Scope, Told};
pub use self::stand::Stand;

/// Where everybody stands at one instant: every subject's events folded once, for many questions about that instant.
///
/// It answers as [`Ledger::may`] does, for the controller's own use and without an activity. It keeps the ledger as it was:
/// what the ledger takes in afterwards is not in it. While it lives, a ledger that takes events in holds its events twice.
///
/// A state is kept for each subject, purpose and channel that an event names, in 32 bytes; what is asked about other channels
/// is folded when it is asked.
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
    cells: Cells,
    questions: Questions,
    /// What is said of somebody without events, question by question.
    nothing: Vec<Told>,
}

impl Ledger {
    /// Folds all events for questions about `at`, as it was known at `known_at` (`None` for everything known).
    #[must_use]
    pub fn snapshot(&self, at: DateTime<Utc>, known_at: Option<DateTime<Utc>>) -> Snapshot {
        let store = &*self.store;
        let questions = Questions::new(self, at, known_at);
        let templates = questions.asked(self);
        let mut cells = Cells::with_capacity(store.subjects(), store.len() / 2);
        let mut spare = Judgement::default();
        for number in (0..).take(store.subjects()) {
            let (name, records) = (store.name(number), store.records(number));
            for about in records.chunk_by(|a, b| a.purpose == b.purpose) {
                let Some(purpose) = about.first().map(|record| record.purpose) else { continue };
                for (scope, asked_as) in self.scopes(about) {
                    let Some(mut asked) = templates.get(questions.place(purpose, asked_as)).copied() else {
                        continue;
                    };
                    asked.records(name, records, about);
                    let ruling = asked.ruling(at.into(), std::mem::take(&mut spare));
                    cells.push(purpose, scope, records, &ruling);
                    spare = ruling.judgement;
                }
            }
            cells.end();
        }
        cells.shrink();
        let nothing = templates.iter().map(|asked| asked.ruling(at.into(), Judgement::default()));
        let nothing = nothing.map(|ruling| Told::new(&[], &ruling)).collect();
        drop(templates);
        Snapshot { ledger: self.clone(), at, known_at, cells, questions, nothing }
    }

    /// What a snapshot holds of records about one purpose, and the place of the channel it is asked for.
    fn scopes(&self, about: &[Record]) -> impl Iterator<Item = (Scope, usize)> + use<> {
        let named = about.iter().fold(0_u32, |named, record| named | 1 << place(record.channel));
        let names = move |place: usize| named >> place & 1 == 1;
        let of_channels = (0..Channel::ALL.len()).filter(move |place| names(*place));
        let of_channels =
            of_channels.filter_map(|place| Some((Scope::Channel(u8::try_from(place).ok()?), place)));
        let whole = names(place(None));
        // Rules look at the channel itself; without them all channels that no event names are alike.
        let other = (0..Channel::ALL.len()).find(|place| !names(*place)).filter(|_| self.packs.is_empty());
        let only_whole = named == 1 << place(None);
        let whole = whole.then_some(match (only_whole, other) {
            (true, Some(_)) => Scope::Everything,
            _ => Scope::Whole,
        });
        let other = other.filter(|_| !only_whole).map(|place| (Scope::Others, place));
        of_channels.chain(whole.map(|scope| (scope, place(None)))).chain(other)
    }
}

/// So many subjects are looked up at a time: what is read for them stays in the nearest cache.
const BLOCK: usize = 128;

/// The place of a channel among all; of none, the one after them.
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

    fn place(&self, purpose: u16, place: usize) -> usize {
        usize::from(purpose).saturating_mul(Scope::COUNT).saturating_add(place)
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
        self.cells.len()
    }

    /// The memory that it takes besides the events, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.cells.bytes()
    }

    /// May we? As [`Ledger::may`], at the instant of the snapshot.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here. A subject nobody has heard of
    /// is an answer: never asked.
    pub fn may<'s>(
        &'s self,
        subject: &'s str,
        purpose: &str,
        channel: Option<Channel>,
    ) -> Result<Stand<'s>, Error> {
        let number = self.ledger.store.subject(subject);
        let purpose = self.ledger.purpose(purpose)?;
        Ok(self.stand(subject, number, purpose, channel, &mut Judgement::default()))
    }

    /// As [`may`](Self::may) for each of `subjects`, in their order: `each` is called with one answer after the other. Many
    /// subjects are looked up at a time, which is several times as fast as one by one.
    ///
    /// # Errors
    ///
    /// Those of [`may`](Self::may).
    pub fn may_each<'s>(
        &'s self,
        subjects: impl IntoIterator<Item = &'s str>,
        purpose: &str,
        channel: Option<Channel>,
        mut each: impl FnMut(Stand<'s>),
    ) -> Result<(), Error> {
        let purpose = self.ledger.purpose(purpose)?;
        let mut spare = Judgement::default();
        let mut subjects = subjects.into_iter();
        let (mut names, mut hashes, mut numbers) = (Vec::with_capacity(BLOCK), Vec::new(), Vec::new());
        loop {
            names.clear();
            names.extend(subjects.by_ref().take(BLOCK));
            if names.is_empty() {
                return Ok(());
            }
            self.ledger.store.subjects_of(&names, &mut hashes, &mut numbers);
            for (name, number) in names.iter().zip(&numbers) {
                each(self.stand(name, *number, purpose, channel, &mut spare));
            }
        }
    }

    pub(super) fn stand<'s>(
        &'s self,
        subject: &'s str,
        number: Option<u32>,
        purpose: (u16, &'s Purpose),
        channel: Option<Channel>,
        spare: &mut Judgement<'s>,
    ) -> Stand<'s> {
        let cells = number.map(|number| self.cells.of(number)).unwrap_or_default();
        let about = cells.iter().filter(|cell| cell.purpose == purpose.0);
        let allowed = channel.is_none_or(|channel| purpose.1.allows(channel));
        let held = about.clone().find(|cell| allowed && cell.scope.answers(channel));
        let told = match held {
            Some(cell) => self.cells.told(cell),
            None => self.tell(subject, number.filter(|_| about.count() > 0), purpose, channel, spare),
        };
        Stand { snapshot: self, subject, number, purpose, channel, told }
    }

    /// What is folded when it is asked; without a number, of somebody without events about the purpose.
    fn tell<'s>(
        &'s self,
        subject: &'s str,
        number: Option<u32>,
        purpose: (u16, &'s Purpose),
        channel: Option<Channel>,
        spare: &mut Judgement<'s>,
    ) -> Told {
        let asked_as = self.questions.place(purpose.0, place(channel));
        let nothing = self.nothing.get(asked_as).filter(|_| number.is_none() && self.ledger.packs.is_empty());
        if let Some(nothing) = nothing {
            return *nothing;
        }
        let Some(question) = self.questions.0.get(asked_as) else { return Told::NOTHING };
        let mut asked = Asked::new(&self.ledger, question, purpose);
        // Rules may look at the events about other purposes.
        let number = number.or_else(|| self.ledger.store.subject(subject));
        asked.subject(subject, number);
        let ruling = asked.ruling(self.at.into(), std::mem::take(spare));
        let records = number.map(|number| self.ledger.store.records(number)).unwrap_or_default();
        let told = Told::new(records, &ruling);
        *spare = ruling.judgement;
        told
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
