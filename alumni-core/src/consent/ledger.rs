use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Verdict};
use super::asked::{Asked, Stretch};
use super::clocks::Clocks;
use super::event::{Event, EventKey};
use super::fold::{Scope, View};
use super::kind::Channel;
use super::notice::{Mismatch, Notice, NoticeRef, Notices};
use super::pack::check_country;
use super::packs::{Packs, Regimes};
use super::purpose::{Purpose, check_id};
use super::purposes::Purposes;
use super::question::Question;
use super::reasons::Judgement;
use super::ruling::Ruling;
use super::state::State;
use super::store::{Intake, Store, Taken, Tick};
use super::unknown::unknown;
use crate::{Error, document};

/// What was said, by whom, when, and when it became known: an append-only record that answers questions.
///
/// The answer depends on the set of events alone: not on their order, their partition into deliveries, or how often each
/// was delivered.
///
/// See [the module](super) for the rules and an example.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(super) purposes: Arc<Purposes>,
    notices: Arc<Notices>,
    pub(super) store: Arc<Store>,
    pub(super) packs: Packs,
    pub(super) clocks: Clocks,
    pub(super) regimes: Regimes,
    pub(super) recipient_countries: BTreeMap<String, String>,
}

/// What an [`extend`](Ledger::extend) did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Extended {
    /// Events that were new.
    pub added: usize,
    /// Events that were there before, or twice in this delivery.
    pub duplicates: usize,
    /// New events that name a notice this ledger does not have, or has with another text. They are kept and permit nothing.
    pub unproven: Vec<EventKey>,
}

/// So many events are looked up at a time, which waits for memory once where one after the other waits each time.
const NEAR: usize = 32;

impl Ledger {
    /// A ledger without events.
    ///
    /// # Errors
    ///
    /// [`Duplicate`](crate::ErrorKind::Duplicate) for two purposes with one id,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for a notice that is changed under its id and version,
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a notice about an unknown purpose, and others for documents that
    /// contradict themselves; the path says where (`notices[1].purposes[0]`).
    pub fn new(
        purposes: impl IntoIterator<Item = Purpose>,
        notices: impl IntoIterator<Item = Notice>,
    ) -> Result<Self, Error> {
        let mut known = BTreeMap::new();
        for (place, purpose) in purposes.into_iter().enumerate() {
            let path = format!("purposes[{place}]");
            purpose.check().map_err(|error| error.within(path.as_str()))?;
            match known.entry(purpose.id.clone()) {
                Entry::Vacant(entry) => {
                    entry.insert(purpose);
                }
                Entry::Occupied(entry) => {
                    let error =
                        Error::duplicate(format!("expected one purpose with the id `{}`", entry.key()));
                    return Err(error.within("id").within(path));
                }
            }
        }
        if u16::try_from(known.len()).is_err() {
            return Err(Error::too_large("expected at most 65,535 purposes").within("purposes"));
        }
        let notices = Notices::new(notices.into_iter().collect(), &known)?;
        Ok(Self {
            purposes: Arc::new(Purposes::new(known.into_values().collect())),
            notices: Arc::new(notices),
            store: Arc::default(),
            packs: Packs::default(),
            clocks: Clocks::default(),
            regimes: Regimes::default(),
            recipient_countries: BTreeMap::new(),
        })
    }

    /// Takes events in: all of them, or none when one cannot be used.
    ///
    /// An event that was delivered before, apart from when it was received, is a duplicate; the earliest reception counts.
    ///
    /// # Errors
    ///
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for an event that differs from the one known under its source and
    /// id, [`UnknownName`](crate::ErrorKind::UnknownName) for an unknown purpose, and others for events that contradict
    /// themselves; the path names the event's place and field (`events[12].purpose`), the message the event.
    pub fn extend(&mut self, events: impl IntoIterator<Item = Event>) -> Result<Extended, Error> {
        let mut extended = Extended::default();
        let Self { purposes, notices, store, .. } = self;
        // Only where a clone of this ledger still needs the events as they were, they are copied.
        let mut intake = Intake::new(Arc::make_mut(store), purposes, notices);
        let mut events = (0_usize..).zip(events);
        let (mut near, mut ahead) = (Vec::with_capacity(NEAR), Vec::with_capacity(NEAR));
        loop {
            near.clear();
            near.extend(events.by_ref().take(NEAR));
            if near.is_empty() {
                break;
            }
            intake.look_up(near.iter().map(|(_, event)| event), &mut ahead);
            for ((place, event), ahead) in near.iter().zip(&ahead) {
                let taken = event.check().and_then(|()| {
                    let purpose = purposes.place(&event.purpose).ok_or_else(|| {
                        let unknown = unknown_purpose(purposes, &event.purpose);
                        let message = format!("{} (event {})", unknown.message(), event.key());
                        Error::unknown_name(message).within("purpose")
                    })?;
                    intake.take(event, purpose, *ahead)
                });
                match taken.map_err(|error| error.within(format!("events[{place}]")))? {
                    Taken::New => {}
                    Taken::Unproven => extended.unproven.push(event.key()),
                    Taken::Known => extended.duplicates = extended.duplicates.saturating_add(1),
                }
            }
        }
        extended.added = intake.commit();
        extended.unproven.sort_unstable();
        Ok(extended)
    }

    /// That a notice is on file, as it is named, and explains the purpose.
    pub(super) fn check_notice(&self, notice: &NoticeRef, purpose: &str) -> Result<(), Error> {
        self.purpose(purpose)?;
        self.notices.check(notice, purpose).map_err(|_| {
            let message = format!(
                "expected a notice on file that explains `{purpose}`, got `{}` version {}",
                notice.id, notice.version
            );
            Error::unknown_name(message).within("notice")
        })
    }

    /// A purpose, with its place among the purposes.
    pub(super) fn purpose(&self, id: &str) -> Result<(u16, &Purpose), Error> {
        let place = self.purposes.place(id);
        let found = place.and_then(|place| Some((place, self.purposes.get(usize::from(place))?)));
        found.ok_or_else(|| unknown_purpose(&self.purposes, id).within("purpose"))
    }

    /// Whether a purpose of this id is known here. The error has no path: whoever asks knows where the name stands.
    pub(super) fn check_purpose(&self, id: &str) -> Result<(), Error> {
        let known = self.purposes.place(id).map(|_| ());
        known.ok_or_else(|| unknown_purpose(&self.purposes, id))
    }

    /// May we?
    ///
    /// With the legal basis consent: allowed while a yes of the subject stands that names a notice of this ledger. With
    /// legitimate interest or a public task: allowed unless objected to. With any other basis: allowed, and an objection
    /// asks for review. Whatever the basis, a restriction denies, and so does a no to consent for the same purpose:
    /// changing the basis afterwards does not help.
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here, and those of an event for a subject or
    /// recipient that could be none, such as one with a space behind it. A subject nobody has heard of is an answer: never asked.
    pub fn may(&self, question: &Question) -> Result<Answer, Error> {
        Ok(self.rule(question)?.answer(question))
    }

    /// The answer to `question` before it is put into words: the same verdict, reasons, evidence, obligations and end as
    /// [`may`](Self::may) gives, as codes and references. For loops over many questions.
    ///
    /// # Errors
    ///
    /// Those of [`may`](Self::may).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::consent::{Channel, Ledger, Question, Verdict};
    ///
    /// let ledger = Ledger::from_json(
    ///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}]}"#,
    /// )?;
    /// let question = Question::new("w-0471", "newsletter", Channel::Email, "2026-04-01T00:00:00Z".parse()?);
    /// let ruling = ledger.rule(&question)?;
    /// assert_eq!(ruling.verdict(), Verdict::Denied);
    /// assert_eq!(ruling.codes().collect::<Vec<_>>(), ["consent-never-asked"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rule(&self, question: &Question) -> Result<Ruling<'_>, Error> {
        self.check(question)?;
        Ok(self.asked(question)?.ruling(question.at.into(), Judgement::default()))
    }

    /// What `question` is answered from its instant to `end`, that excluded, one answer after the other.
    pub(super) fn course(&self, question: &Question, end: DateTime<Utc>) -> Result<Vec<Stretch<'_>>, Error> {
        self.check(question)?;
        Ok(self.asked(question)?.course(question.at.into(), end.into()))
    }

    /// What `question` is answered, whenever that changes: for loops that look at instant after instant.
    pub(super) fn stretch(&self, question: &Question) -> Result<Stretch<'_>, Error> {
        self.check(question)?;
        Ok(self.asked(question)?.stretch(question.at.into()))
    }

    /// What `question` is answered at each of `instants`, which come by time, the last one first.
    pub(super) fn backwards<'l, 'q>(
        &'l self,
        question: &'q Question,
        instants: &'q [Tick],
    ) -> Result<impl Iterator<Item = Stretch<'l>> + use<'l, 'q>, Error> {
        self.check(question)?;
        Ok(self.asked(question)?.backwards(instants))
    }

    fn check(&self, question: &Question) -> Result<(), Error> {
        for (place, regime) in question.regimes.iter().enumerate() {
            let check = self.packs.check_regime(regime);
            check.map_err(|error| error.within(format!("regimes[{place}]")))?;
        }
        match &question.country {
            Some(country) => check_country(country).map_err(|error| error.within("country")),
            None => Ok(()),
        }
    }

    fn asked<'l, 'q>(&'l self, question: &'q Question) -> Result<Asked<'l, 'q>, Error> {
        let purpose = self.purpose(&question.purpose)?;
        let number = self.whom(&question.subject)?;
        self.to_whom(question.recipient.as_deref())?;
        let mut asked = Asked::new(self, question, purpose);
        asked.subject(&question.subject, number);
        Ok(asked)
    }

    /// The number of a subject; `None` for one nobody has heard of. What can be the subject of no event is a slip, not a stranger: with
    /// a space too many, whoever said no would be somebody who has said nothing.
    pub(super) fn whom(&self, subject: &str) -> Result<Option<u32>, Error> {
        let number = self.store.subject(subject);
        if number.is_none() {
            check_id(subject).map_err(|error| error.within("subject"))?;
        }
        Ok(number)
    }

    /// That a recipient is one, or could be.
    fn to_whom(&self, recipient: Option<&str>) -> Result<(), Error> {
        match recipient.filter(|_| !self.store.knows_recipient(recipient)) {
            Some(recipient) => check_id(recipient).map_err(|error| error.within("recipient")),
            None => Ok(()),
        }
    }

    /// Where a subject stands at `at`, for the controller's own use, as known at `known_at` (`None` for everything known).
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here, and those of an event for a subject that
    /// could be none.
    pub fn state(
        &self,
        subject: &str,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<State, Error> {
        let scope = Scope { channel, recipient: 0, known_at: known_at.map(Tick::from) };
        self.whom(subject)?;
        Ok(self.view(subject, self.purpose(purpose)?.0, scope).standing(at.into()).state())
    }

    /// The verdict and the code of the reason that decided, for each of `subjects` with its place, whether the ledger knows them or not.
    pub(super) fn verdicts<'l, 's>(
        &'l self,
        subjects: impl IntoIterator<Item = (usize, &'s str)>,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
    ) -> Result<impl Iterator<Item = Result<(&'s str, Verdict, &'static str), Error>>, Error> {
        let purpose = self.purpose(purpose)?;
        let question = Question::new("", purpose.1.id.as_str(), channel, at);
        let mut next = 0;
        Ok(subjects.into_iter().map(move |(place, subject)| {
            let number = match self.store.subject_near(subject, next) {
                Some(number) => Some(number),
                None => self.whom(subject).map_err(|error| error.within(format!("among[{place}]")))?,
            };
            next = number.map_or(next, |number| number.saturating_add(1));
            let mut asked = Asked::new(self, &question, purpose);
            asked.subject(subject, number);
            let (verdict, code) = asked.verdict(at.into());
            Ok((subject, verdict, code))
        }))
    }

    pub(super) fn view(&self, subject: &str, purpose: u16, scope: Scope) -> View<'_> {
        let subject = self.store.subject(subject).unwrap_or(u32::MAX);
        View {
            records: self.store.records_about(subject, purpose),
            of_subject: self.store.records(subject),
            store: &self.store,
            clocks: &self.clocks,
            scope,
        }
    }

    /// The subjects of all events, sorted.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        let mut subjects: Vec<_> = self.store.names().collect();
        subjects.sort_unstable();
        subjects.into_iter()
    }

    /// The events of one subject, by purpose, then by the time of the act; none for a subject nobody has heard of.
    pub fn events_of(&self, subject: &str) -> impl Iterator<Item = Event> {
        let subject = self.store.subject(subject).unwrap_or(u32::MAX);
        let records = self.store.records(subject).iter();
        records.map(move |record| self.store.event(subject, record, &self.purposes))
    }

    /// Whether a notice on file proves that a text about `purpose` was shown.
    pub(super) fn notice_proves(&self, notice: &NoticeRef, purpose: &str) -> Result<(), Mismatch> {
        self.notices.check(notice, purpose)
    }

    /// The purposes, sorted by id.
    pub fn purposes(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.iter()
    }

    /// The notices, sorted by id and version.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter()
    }

    /// How many events it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.store.len()
    }

    /// Whether it holds no events.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.store.len() == 0
    }

    /// The events, sorted by source and id, each once.
    pub fn events(&self) -> impl Iterator<Item = Event> {
        let events = self.store.by_key().into_iter();
        events.map(|(subject, record)| self.store.event(subject, record, &self.purposes))
    }

    /// SHA-256, in lower-case hexadecimal, of all events: equal for equal sets of events.
    ///
    /// # Formula
    ///
    /// The hash of `alumni consent events 1` and, sorted by source and id, each event's JSON in the canonical form of RFC
    /// 8785; each followed by a line feed.
    #[must_use]
    pub fn state_hash(&self) -> String {
        let events = self.events().map(|event| event.canonical());
        let lines = std::iter::once("alumni consent events 1".to_owned()).chain(events);
        document::sha256(lines.map(|line| line + "\n"))
    }
}

fn unknown_purpose(purposes: &[Purpose], id: &str) -> Error {
    unknown("purpose", id, purposes.iter().map(|purpose| purpose.id.as_str()))
}
