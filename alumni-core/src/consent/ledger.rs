use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, Duty, Obligation, Verdict};
use super::clocks::Clocks;
use super::event::{Event, EventKey};
use super::fold::{Record, Scope, Standing, View};
use super::kind::Channel;
use super::law::{Case, apply, instants, limits};
use super::notice::{Mismatch, Notice, NoticeRef, Notices};
use super::pack::check_country;
use super::packs::{Packs, Regimes};
use super::purpose::Purpose;
use super::question::Question;
use super::reasons::{Judgement, judge};
use super::state::State;
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
    purposes: BTreeMap<String, Purpose>,
    notices: Notices,
    /// Each subject's events in fold order.
    subjects: BTreeMap<Arc<str>, Vec<Record>>,
    /// Whose record a key is.
    keys: BTreeMap<EventKey, Arc<str>>,
    pub(super) packs: Packs,
    pub(super) regimes: Regimes,
    pub(super) clocks: Clocks,
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
        let notices = Notices::new(notices.into_iter().collect(), &known)?;
        Ok(Self {
            purposes: known,
            notices,
            subjects: BTreeMap::new(),
            keys: BTreeMap::new(),
            packs: Packs::default(),
            regimes: Regimes::default(),
            clocks: Clocks::default(),
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
        let mut fresh: BTreeMap<EventKey, Event> = BTreeMap::new();
        let mut earlier = Vec::new();
        for (place, event) in events.into_iter().enumerate() {
            let path = || format!("events[{place}]");
            self.check(&event).map_err(|error| error.within(path()))?;
            let key = event.key();
            let known = self.kept(&key).map(|record| &record.event).or_else(|| fresh.get(&key));
            let Some(known) = known else {
                fresh.insert(key, event);
                continue;
            };
            let differences = known.differences(&event);
            if !differences.is_empty() {
                return Err(Error::inconsistent(format!(
                    "expected event {key} to stay as it is, found another {}",
                    differences.join(", ")
                ))
                .within(path()));
            }
            extended.duplicates = extended.duplicates.saturating_add(1);
            if event.received_at < known.received_at {
                match fresh.get_mut(&key) {
                    Some(known) => known.received_at = event.received_at,
                    None => earlier.push((key, event.received_at)),
                }
            }
        }
        extended.added = fresh.len();
        extended.unproven = fresh.values().filter(|event| self.is_unproven(event)).map(Event::key).collect();
        self.apply(fresh, earlier);
        Ok(extended)
    }

    /// Cannot fail: everything was checked.
    fn apply(&mut self, fresh: BTreeMap<EventKey, Event>, earlier: Vec<(EventKey, DateTime<Utc>)>) {
        let mut grown = BTreeSet::new();
        for (key, event) in fresh {
            let Some(purpose) = self.purposes.get(&event.purpose) else { continue };
            let subject = match self.subjects.get_key_value(event.subject.as_str()) {
                Some((subject, _)) => Arc::clone(subject),
                None => Arc::from(event.subject.as_str()),
            };
            let records = self.subjects.entry(Arc::clone(&subject)).or_default();
            records.push(Record::new(event, purpose));
            grown.insert(Arc::clone(&subject));
            self.keys.insert(key, subject);
        }
        for subject in grown {
            if let Some(records) = self.subjects.get_mut(&subject) {
                records.sort_unstable_by(|a, b| a.order().cmp(&b.order()));
            }
        }
        for (key, received_at) in earlier {
            let records = self.keys.get(&key).and_then(|subject| self.subjects.get_mut(subject));
            let record = records.into_iter().flatten().find(|record| record.is(&key));
            if let Some(record) = record {
                record.event.received_at = record.event.received_at.min(received_at);
            }
        }
    }

    fn check(&self, event: &Event) -> Result<(), Error> {
        event.check()?;
        if !self.purposes.contains_key(&event.purpose) {
            let unknown = self.unknown_purpose(&event.purpose);
            let message = format!("{} (event {})", unknown.message(), event.key());
            return Err(Error::unknown_name(message).within("purpose"));
        }
        Ok(())
    }

    /// That a notice is on file, as it is named, and explains the purpose.
    pub(super) fn check_notice(&self, notice: &NoticeRef, purpose: &str) -> Result<(), Error> {
        if !self.purposes.contains_key(purpose) {
            return Err(self.unknown_purpose(purpose).within("purpose"));
        }
        self.notices.check(notice, purpose).map_err(|_| {
            let message = format!(
                "expected a notice on file that explains `{purpose}`, got `{}` version {}",
                notice.id, notice.version
            );
            Error::unknown_name(message).within("notice")
        })
    }

    fn is_unproven(&self, event: &Event) -> bool {
        let notice = event.notice.as_ref().map(|notice| self.notices.check(notice, &event.purpose));
        matches!(notice, Some(Err(Mismatch::Unknown | Mismatch::Changed)))
    }

    fn kept(&self, key: &EventKey) -> Option<&Record> {
        self.subjects.get(self.keys.get(key)?)?.iter().find(|record| record.is(key))
    }

    fn unknown_purpose(&self, id: &str) -> Error {
        unknown("purpose", id, self.purposes.keys().map(String::as_str))
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
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here. A subject nobody has heard of
    /// is an answer: never asked.
    pub fn may(&self, question: &Question) -> Result<Answer, Error> {
        for (place, regime) in question.regimes.iter().enumerate() {
            let check = self.packs.check_regime(regime);
            check.map_err(|error| error.within(format!("regimes[{place}]")))?;
        }
        if let Some(country) = &question.country {
            check_country(country).map_err(|error| error.within("country"))?;
        }
        let view = self.view_of(question)?;
        let standing = view.standing(question.at);
        let (judgement, duties) = self.judged(&view, question, &standing, question.at);
        // The standing may change without changing what is answered: only what is answered counts.
        let laws = self.laws_of(&question.subject, &question.regimes);
        let others = instants(laws, self.case(&view, question, &standing, question.at));
        let lawless = self.packs.is_empty();
        // A rule may look at what was said or shown for other purposes.
        let elsewhere = if lawless { &[] } else { view.of_subject };
        let others = others.chain(elsewhere.iter().flat_map(|record| [record.at(), record.from()]));
        let valid_until = view.changes_after(question.at, others, |at, later| {
            (!lawless || *later != standing)
                && (later.state() != standing.state()
                    || self.judged(&view, question, later, at) != (judgement.clone(), duties.clone()))
        });
        let obligations = match judgement.verdict {
            Verdict::Denied => Vec::new(),
            Verdict::Allowed | Verdict::Review => Obligation::all_of(question.channel, &duties),
        };
        Ok(Answer {
            verdict: judgement.verdict,
            reasons: judgement.reasons,
            evidence: judgement.evidence,
            obligations,
            duties,
            valid_until,
            state: standing.state(),
            question: question.clone(),
        })
    }

    fn view_of<'l, 'q>(&'l self, question: &'q Question) -> Result<View<'l, 'q>, Error> {
        let scope = Scope {
            channel: question.channel,
            recipient: question.recipient.as_deref(),
            known_at: question.known_at,
        };
        self.view(&question.subject, &question.purpose, scope)
    }

    fn case<'l, 'q>(
        &'l self,
        view: &View<'l, '_>,
        question: &'q Question,
        standing: &Standing<'l>,
        at: DateTime<Utc>,
    ) -> Case<'l, 'q> {
        let records = self.subjects.get(question.subject.as_str()).map(Vec::as_slice).unwrap_or_default();
        Case { question, purpose: view.purpose, records, standing: *standing, at }
    }

    fn judged<'l>(
        &'l self,
        view: &View<'l, '_>,
        question: &Question,
        standing: &Standing<'l>,
        at: DateTime<Utc>,
    ) -> (Judgement, Vec<Duty>) {
        let mut judgement = judge(standing, view.purpose, question.channel);
        let case = self.case(view, question, standing, at);
        limits(case, &mut judgement);
        let duties = if self.packs.is_empty() {
            Vec::new()
        } else {
            apply(self.laws_of(&question.subject, &question.regimes), case, &mut judgement)
        };
        (judgement, duties)
    }

    /// Where a subject stands at `at`, for the controller's own use, as known at `known_at` (`None` for everything known).
    ///
    /// # Errors
    ///
    /// [`UnknownName`](crate::ErrorKind::UnknownName) for a purpose that is not known here.
    pub fn state(
        &self,
        subject: &str,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
        known_at: Option<DateTime<Utc>>,
    ) -> Result<State, Error> {
        let scope = Scope { channel, recipient: None, known_at };
        Ok(self.view(subject, purpose, scope)?.standing(at).state())
    }

    /// The verdict alone, with the code of the reason that decided.
    pub(super) fn verdict(
        &self,
        subject: &str,
        purpose: &str,
        channel: Option<Channel>,
        at: DateTime<Utc>,
    ) -> Result<(Verdict, String), Error> {
        let question = Question::new(subject, purpose, channel, at);
        let view = self.view_of(&question)?;
        let (judgement, _) = self.judged(&view, &question, &view.standing(at), at);
        let code = judgement.reasons.first().map(|reason| reason.code().to_owned()).unwrap_or_default();
        Ok((judgement.verdict, code))
    }

    pub(super) fn view<'l, 'q>(
        &'l self,
        subject: &str,
        purpose: &str,
        scope: Scope<'q>,
    ) -> Result<View<'l, 'q>, Error> {
        let purpose =
            self.purposes.get(purpose).ok_or_else(|| self.unknown_purpose(purpose).within("purpose"))?;
        let of_subject = self.subjects.get(subject).map(Vec::as_slice).unwrap_or_default();
        // A subject's events stand together by purpose.
        let from = of_subject.partition_point(|record| record.event.purpose < purpose.id);
        let until = of_subject.partition_point(|record| record.event.purpose <= purpose.id);
        let records = of_subject.get(from..until).unwrap_or_default();
        Ok(View { records, of_subject, notices: &self.notices, clocks: &self.clocks, purpose, scope })
    }

    /// The subjects of all events, sorted.
    pub fn subjects(&self) -> impl Iterator<Item = &str> {
        self.subjects.keys().map(|subject| &**subject)
    }

    /// The events of one subject, by purpose, then by the time of the act; none for a subject nobody has heard of.
    pub fn events_of(&self, subject: &str) -> impl Iterator<Item = &Event> {
        self.subjects.get(subject).into_iter().flatten().map(|record| &record.event)
    }

    /// Whether a notice on file proves that a text about `purpose` was shown.
    pub(super) fn notice_proves(&self, notice: &NoticeRef, purpose: &str) -> Result<(), Mismatch> {
        self.notices.check(notice, purpose)
    }

    /// The purposes, sorted by id.
    pub fn purposes(&self) -> impl Iterator<Item = &Purpose> {
        self.purposes.values()
    }

    /// The notices, sorted by id and version.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.notices.iter()
    }

    /// The events, sorted by source and id, each once.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.keys.keys().filter_map(|key| self.kept(key)).map(|record| &record.event)
    }

    /// SHA-256, in lower-case hexadecimal, of all events: equal for equal sets of events.
    ///
    /// # Formula
    ///
    /// The hash of `alumni consent events 1` and, sorted by source and id, each event's JSON in the canonical form of RFC
    /// 8785; each followed by a line feed.
    #[must_use]
    pub fn state_hash(&self) -> String {
        let events = self.events().map(Event::canonical);
        let lines = std::iter::once("alumni consent events 1".to_owned()).chain(events);
        document::sha256(lines.map(|line| line + "\n"))
    }
}
