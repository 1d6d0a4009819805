use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::answer::{Obligation, Verdict};
use super::super::event::EventKey;
use crate::Error;
use crate::columns::UnusableValues;

/// Stands for no instant.
const NEVER: i64 = i64::MAX;

/// The reason of a row that could not be asked.
pub(super) const UNUSABLE: &str = "consent-question-unusable";

/// The answers to a table of questions, in its order, column by column.
///
/// What [`Answer`](super::super::Answer) says in full is kept here as codes: the verdict, the codes of the reasons, the
/// obligations, `valid_until` down to the microsecond, and the events it rests on. As text and in pictures its
/// [`counts`](Self::counts) stand for it; in JSON it is complete. Those of a [`Snapshot`](super::super::Snapshot) are
/// [brief](Self::is_brief).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Kept")]
pub struct Answers {
    /// The place of each row's verdict in [`Verdict::ALL`].
    verdicts: Vec<u8>,
    /// The number of each row's list of reasons.
    reasons: Vec<u32>,
    /// Each list of codes once, in the order in which they were met.
    lists: Vec<Vec<String>>,
    /// For each row a bit for every member of [`Obligation::ALL`]; `None` where the answers are brief.
    obligations: Option<Vec<u16>>,
    /// For each row microseconds since 1970-01-01 in UTC.
    valid_until: Vec<i64>,
    evidence: Option<Evidence>,
    unusable: Vec<UnusableValues>,
}

/// The events that the rows rest on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Evidence {
    /// Where each row's events end.
    rows: Vec<usize>,
    /// The number of each event's source.
    sources: Vec<u32>,
    /// Each source once, in the order in which they were met.
    names: Vec<String>,
    /// Where each event's id ends in the text.
    ids: Vec<usize>,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    verdicts: Vec<u8>,
    reasons: Vec<u32>,
    lists: Vec<Vec<String>>,
    // It must be there: without it whole answers would be taken for brief ones.
    #[serde(deserialize_with = "Option::deserialize")]
    obligations: Option<Vec<u16>>,
    valid_until: Vec<i64>,
    evidence: Option<Evidence>,
    unusable: Vec<UnusableValues>,
}

impl TryFrom<Kept> for Answers {
    type Error = Error;

    fn try_from(kept: Kept) -> Result<Self, Error> {
        let Kept { verdicts, reasons, lists, obligations, valid_until, evidence, unusable } = kept;
        let made = Self { verdicts, reasons, lists, obligations, valid_until, evidence, unusable };
        if made.fits() {
            Ok(made)
        } else {
            Err(Error::inconsistent("expected one answer for every row, each of known parts"))
        }
    }
}

/// One row's answer.
#[derive(Clone, Copy, Debug)]
pub struct AnswerRow<'a> {
    answers: &'a Answers,
    row: usize,
    verdict: Verdict,
}

impl Answers {
    /// Answers to nothing.
    pub(super) fn none(evidence: bool) -> Self {
        let evidence = evidence.then(Evidence::default);
        Self { evidence, obligations: Some(Vec::new()), ..Self::default() }
    }

    /// Brief answers to nothing, with room for so many rows.
    pub(in crate::consent) fn brief(rows: usize, evidence: bool) -> Self {
        Self {
            verdicts: Vec::with_capacity(rows),
            reasons: Vec::with_capacity(rows),
            valid_until: Vec::with_capacity(rows),
            evidence: evidence.then(Evidence::default),
            ..Self::default()
        }
    }

    /// Adds a row of brief answers: what [`told`](Self::told) gave, until so many microseconds, and the event it rests on.
    #[inline]
    pub(in crate::consent) fn push_brief<'e>(
        &mut self,
        (verdict, reasons): (u8, u32),
        valid_until: i64,
        evidence: impl FnOnce() -> Option<(&'e str, &'e str)>,
    ) {
        self.verdicts.push(verdict);
        self.reasons.push(reasons);
        self.valid_until.push(valid_until);
        if let Some(to) = &mut self.evidence {
            if let Some((source, id)) = evidence() {
                to.push(source, id);
            }
            to.rows.push(to.ids.len());
        }
    }

    /// A verdict and the code that decided as [`push_brief`](Self::push_brief) takes them.
    pub(in crate::consent) fn told(&mut self, verdict: Verdict, code: &str) -> (u8, u32) {
        (place(verdict), self.list(&[code]))
    }

    /// Adds a row of brief answers that could not be asked.
    pub(in crate::consent) fn push_unusable(&mut self) {
        let told = self.told(Verdict::Denied, UNUSABLE);
        self.push_brief(told, NEVER, || None);
    }

    /// Adds a row.
    pub(super) fn push<'r>(
        &mut self,
        verdict: Verdict,
        reasons: &[&str],
        evidence: impl Iterator<Item = (&'r str, &'r str)>,
        obligations: &[Obligation],
        valid_until: Option<DateTime<Utc>>,
    ) {
        self.verdicts.push(place(verdict));
        let list = self.list(reasons);
        self.reasons.push(list);
        let bits = obligations.iter().fold(0_u16, |bits, wanted| bits | bit(*wanted));
        if let Some(to) = &mut self.obligations {
            to.push(bits);
        }
        self.valid_until.push(valid_until.map_or(NEVER, |at| at.timestamp_micros()));
        if let Some(to) = &mut self.evidence {
            evidence.for_each(|(source, id)| to.push(source, id));
            to.rows.push(to.ids.len());
        }
    }

    /// The number of a list of codes.
    fn list(&mut self, codes: &[&str]) -> u32 {
        let same = |list: &Vec<String>| list.iter().map(String::as_str).eq(codes.iter().copied());
        // Rows that follow each other often have the same reasons.
        if let Some(last) = self.reasons.last().copied()
            && usize::try_from(last).ok().and_then(|last| self.lists.get(last)).is_some_and(same)
        {
            return last;
        }
        let place = self.lists.iter().position(same).unwrap_or_else(|| {
            self.lists.push(codes.iter().map(|code| (*code).to_owned()).collect());
            self.lists.len().saturating_sub(1)
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    /// Counts the value that made a row unusable.
    pub(in crate::consent) fn count_unusable(&mut self, row: usize, error: &Error) {
        let column = error.path().split_once(": row ").map_or("", |(column, _)| column);
        UnusableValues::count(&mut self.unusable, column, row, error);
    }

    /// Adds the answers for the rows that follow.
    #[cfg(feature = "table")]
    pub(in crate::consent) fn append(&mut self, next: Self) {
        let rows = self.rows();
        if rows == 0 {
            *self = next;
            return;
        }
        let numbers: Vec<_> = next
            .lists
            .iter()
            .map(|list| self.list(&list.iter().map(String::as_str).collect::<Vec<_>>()))
            .collect();
        let number = |list: &u32| usize::try_from(*list).ok().and_then(|list| numbers.get(list)).copied();
        self.verdicts.extend(next.verdicts);
        self.reasons.extend(next.reasons.iter().map(|list| number(list).unwrap_or(u32::MAX)));
        if let Some((to, from)) = self.obligations.as_mut().zip(next.obligations) {
            to.extend(from);
        }
        self.valid_until.extend(next.valid_until);
        if let Some((to, from)) = self.evidence.as_mut().zip(next.evidence) {
            to.append(&from);
        }
        UnusableValues::append(&mut self.unusable, next.unusable, rows);
    }

    fn fits(&self) -> bool {
        let rows = self.rows();
        let lists = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        let obligations = || self.obligations.iter().flatten();
        let is_whole = match &self.obligations {
            Some(obligations) => obligations.len() == rows,
            // One reason each, and at most one event.
            None => {
                self.lists.iter().all(|list| list.len() == 1)
                    && (0..rows).all(|row| self.keys(row).take(2).count() < 2)
            }
        };
        [self.reasons.len(), self.valid_until.len()] == [rows; 2]
            && is_whole
            && self.verdicts.iter().all(|place| usize::from(*place) < Verdict::ALL.len())
            && self.reasons.iter().all(|list| *list < lists)
            && obligations()
                .all(|bits| bits & !Obligation::ALL.iter().fold(0, |all, one| all | bit(*one)) == 0)
            && self
                .valid_until
                .iter()
                .all(|at| *at == NEVER || DateTime::from_timestamp_micros(*at).is_some())
            && self.evidence.as_ref().is_none_or(|evidence| evidence.fits(rows))
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.verdicts.len()
    }

    /// The verdict of a row; `None` beyond the last.
    #[must_use]
    pub fn verdict(&self, row: usize) -> Option<Verdict> {
        Verdict::ALL.get(usize::from(*self.verdicts.get(row)?)).copied()
    }

    /// The answer of a row; `None` beyond the last.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<AnswerRow<'_>> {
        Some(AnswerRow { answers: self, row, verdict: self.verdict(row)? })
    }

    /// The place of each row's verdict in [`Verdict::ALL`].
    #[must_use]
    pub fn verdicts(&self) -> &[u8] {
        &self.verdicts
    }

    /// The number of each row's list of reasons among [`reason_lists`](Self::reason_lists).
    #[must_use]
    pub fn reasons(&self) -> &[u32] {
        &self.reasons
    }

    /// The lists of reasons that occur, each once, in the order of their first rows: codes, first the one that decided.
    #[must_use]
    pub fn reason_lists(&self) -> &[Vec<String>] {
        &self.lists
    }

    /// Whether only the reason that decided is told, with the first event it rests on, and no obligations: a
    /// [`Snapshot`](super::super::Snapshot) keeps no more.
    #[must_use]
    pub fn is_brief(&self) -> bool {
        self.obligations.is_none()
    }

    /// Whether the events that the rows rest on were asked for.
    #[must_use]
    pub fn has_evidence(&self) -> bool {
        self.evidence.is_some()
    }

    /// Questions that could not be asked, by the column whose value could not be used.
    #[must_use]
    pub fn unusable(&self) -> &[UnusableValues] {
        &self.unusable
    }

    /// The sources of the events, by their numbers.
    #[cfg(feature = "table")]
    pub(in crate::consent) fn sources(&self) -> &[String] {
        self.evidence.as_ref().map(|evidence| evidence.names.as_slice()).unwrap_or_default()
    }

    /// The events of a row: the number of the source, and the id.
    pub(in crate::consent) fn keys(&self, row: usize) -> impl Iterator<Item = (u32, &str)> {
        self.evidence.iter().flat_map(move |evidence| evidence.of(row))
    }

    /// A row's obligations as bits in the order of [`Obligation::ALL`].
    #[cfg(feature = "table")]
    pub(in crate::consent) fn obligation_bits(&self, row: usize) -> u16 {
        self.obligations.as_ref().and_then(|bits| bits.get(row)).copied().unwrap_or_default()
    }

    /// Microseconds since 1970-01-01 in UTC for each row, and what stands for none.
    #[cfg(feature = "table")]
    pub(in crate::consent) fn all_valid_until(&self) -> (&[i64], i64) {
        (&self.valid_until, NEVER)
    }

    /// A row's `valid_until` in microseconds since 1970-01-01 in UTC.
    pub(in crate::consent) fn valid_until(&self, row: usize) -> Option<i64> {
        self.valid_until.get(row).copied().filter(|at| *at != NEVER)
    }
}

/// The place of a verdict among all.
fn place(verdict: Verdict) -> u8 {
    let place = Verdict::ALL.iter().position(|known| *known == verdict);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX)
}

fn bit(obligation: Obligation) -> u16 {
    let place = Obligation::ALL.iter().position(|known| *known == obligation);
    place.and_then(|place| 1_u16.checked_shl(u32::try_from(place).ok()?)).unwrap_or_default()
}

impl<'a> AnswerRow<'a> {
    /// The verdict.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        self.verdict
    }

    /// The codes of the reasons: first the one that decided, then what is to be noted.
    #[must_use]
    pub fn reasons(self) -> &'a [String] {
        let list = self.answers.reasons.get(self.row).and_then(|list| usize::try_from(*list).ok());
        list.and_then(|list| self.answers.lists.get(list)).map(Vec::as_slice).unwrap_or_default()
    }

    /// The events it rests on; none where they were not asked for.
    pub fn evidence(self) -> impl Iterator<Item = EventKey> {
        let name = move |source: u32| {
            let names = self.answers.evidence.as_ref().map(|evidence| &evidence.names)?;
            names.get(usize::try_from(source).ok()?).cloned()
        };
        let key = move |(source, id): (u32, &str)| EventKey {
            source: name(source).unwrap_or_default(),
            id: id.to_owned(),
        };
        self.answers.keys(self.row).map(key)
    }

    /// What to do when it is done; none when it is denied, and none told where the answers are [brief](Answers::is_brief).
    pub fn obligations(self) -> impl Iterator<Item = Obligation> {
        let bits = self.answers.obligations.as_ref().and_then(|bits| bits.get(self.row));
        let bits = bits.copied().unwrap_or_default();
        Obligation::ALL.iter().copied().filter(move |obligation| bits & bit(*obligation) != 0)
    }

    /// The next instant at which the answer changes if nothing new arrives, down to the microsecond.
    #[must_use]
    pub fn valid_until(self) -> Option<DateTime<Utc>> {
        self.answers.valid_until(self.row).and_then(DateTime::from_timestamp_micros)
    }
}

impl Evidence {
    fn push(&mut self, source: &str, id: &str) {
        let source = self.source(source);
        self.sources.push(source);
        self.text.push_str(id);
        self.ids.push(self.text.len());
    }

    fn source(&mut self, name: &str) -> u32 {
        let place = self.names.iter().position(|known| known == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len().saturating_sub(1)
        });
        u32::try_from(place).unwrap_or(u32::MAX)
    }

    #[cfg(feature = "table")]
    fn append(&mut self, next: &Self) {
        let numbers: Vec<_> = next.names.iter().map(|name| self.source(name)).collect();
        let number =
            |source: &u32| usize::try_from(*source).ok().and_then(|place| numbers.get(place)).copied();
        let (events, letters) = (self.ids.len(), self.text.len());
        self.rows.extend(next.rows.iter().map(|end| end.saturating_add(events)));
        self.sources.extend(next.sources.iter().map(|source| number(source).unwrap_or(u32::MAX)));
        self.ids.extend(next.ids.iter().map(|end| end.saturating_add(letters)));
        self.text.push_str(&next.text);
    }

    /// Where the events of a row begin and end.
    fn range(&self, row: usize) -> Option<std::ops::Range<usize>> {
        let from = row.checked_sub(1).map_or(Some(0), |before| self.rows.get(before).copied())?;
        Some(from..*self.rows.get(row)?)
    }

    fn of(&self, row: usize) -> impl Iterator<Item = (u32, &str)> {
        self.range(row).unwrap_or_default().filter_map(|event| {
            let from = event.checked_sub(1).map_or(Some(0), |before| self.ids.get(before).copied())?;
            Some((*self.sources.get(event)?, self.text.get(from..*self.ids.get(event)?)?))
        })
    }

    fn fits(&self, rows: usize) -> bool {
        let names = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.rows.len() == rows
            && self.rows.is_sorted()
            && self.rows.last().is_none_or(|end| *end == self.ids.len())
            && self.ids.len() == self.sources.len()
            && self.sources.iter().all(|source| *source < names)
            && self.ids.is_sorted()
            && self.ids.iter().all(|end| self.text.is_char_boundary(*end))
            && self.ids.last().copied().unwrap_or_default() == self.text.len()
    }
}
