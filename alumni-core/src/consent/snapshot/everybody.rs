use std::collections::BTreeMap;
use std::fmt;

use super::cell::{Kind, NEVER, Told};
use super::rows::{Row, Rows, ToldColumns};
use super::{Asking, Snapshot, Stand};
use crate::Error;
use crate::consent::batch::{AnswerCounts, Answers};
use crate::consent::kind::Channel;

/// What a [`Snapshot`] says of everybody about one purpose and channel, in the order in which the ledger first heard of them.
///
/// Whom one may write to is asked of everybody who has ever been an event's subject. Nobody is looked up for it: the states
/// are read once from the first to the last, which takes less time than [`Snapshot::may_each`] of all names.
///
/// # Example
///
/// ```
/// use alumni_core::consent::{Channel, Event, EventKind, Ledger};
///
/// let mut ledger = Ledger::from_json(
///     r#"{"purposes": [{"id": "newsletter", "title": "Newsletter", "legal_basis": "consent"}]}"#,
/// )?;
/// let no = |id: &str, subject: &str| {
///     let at = "2025-07-01T18:00:00Z".parse()?;
///     Ok::<_, chrono::ParseError>(Event::new("mail", id, subject, "newsletter", EventKind::Withdrawn, at))
/// };
/// ledger.extend([no("ce_88", "w-0471")?, no("ce_90", "w-0632")?.channel(Channel::Sms)])?;
/// let snapshot = ledger.snapshot("2026-04-01T00:00:00Z".parse()?, None);
/// let everybody = snapshot.everybody("newsletter", Some(Channel::Email))?;
/// let stands: Vec<_> = everybody.iter().map(|stand| (stand.subject(), stand.code())).collect();
/// assert_eq!(stands, [("w-0471", "consent-withdrawn"), ("w-0632", "consent-never-asked")]);
/// assert_eq!(everybody.counts().denied, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Everybody<'s> {
    snapshot: &'s Snapshot,
    asking: Asking,
    /// In the order of the people.
    told: ToldColumns,
    /// What the rows say, each once.
    kinds: Vec<Kind>,
    /// What has no room in a row, by the people's numbers.
    beside: BTreeMap<u32, Told>,
}

impl Snapshot {
    /// As [`may`](Self::may) for everybody who has ever been an event's subject.
    ///
    /// # Errors
    ///
    /// Those of [`may`](Self::may).
    pub fn everybody(&self, purpose: &str, channel: Option<Channel>) -> Result<Everybody<'_>, Error> {
        let asking = self.asking(purpose, channel)?;
        let mut kinds = self.said.kinds.all().to_vec();
        let of = Rows::new(self, asking, &mut kinds);
        let mut beside = BTreeMap::new();
        let mut told = ToldColumns::untold(self.ledger.store.subjects());
        self.blocks.each(|found| told.set(found.number, of.row(Some(found))));
        for number in told.left() {
            let whole = self.fold(self.ledger.store.name(number), Some(number), asking).told();
            let row = Row::told(whole.by_ref(), &mut kinds).unwrap_or_else(|| {
                beside.insert(number, whole);
                Row::BESIDE
            });
            told.set(number, row);
        }
        Ok(Everybody { snapshot: self, asking, told, kinds, beside })
    }
}

impl<'s> Everybody<'s> {
    /// How many people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.told.len()
    }

    /// Whether nobody has ever been an event's subject.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The snapshot that was asked.
    #[must_use]
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// What is said of everybody, one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Stand<'s>> {
        (0..).zip(self.told.rows()).filter_map(|(number, row)| {
            let told = if row.is_beside() {
                self.beside.get(&number)?.by_ref()
            } else {
                row.told_of(self.kinds.get(row.kind())?)
            };
            let name = self.snapshot.ledger.store.name(number);
            Some(Stand::new(self.snapshot, name, Some(number), self.asking, told))
        })
    }

    /// The same as brief [`Answers`], with the events that they rest on where `evidence` is true, which is what takes the most time.
    #[must_use]
    pub fn answers(&self, evidence: bool) -> Answers {
        let mut answers = Answers::brief(self.len(), evidence);
        let mut told = vec![None; self.kinds.len()];
        for (number, row) in (0..).zip(self.told.rows()) {
            if let Some((told, kind)) = told.get_mut(row.kind()).zip(self.kinds.get(row.kind())) {
                let told = *told.get_or_insert_with(|| answers.told(kind.verdict, kind.code));
                answers.push_brief(told, row.until_micros(), || self.snapshot.event(number, row.evidence()));
                continue;
            }
            match self.beside.get(&number) {
                Some(whole) => {
                    let told = answers.told(whole.kind.verdict, whole.kind.code);
                    let until = if whole.until == NEVER { i64::MAX } else { whole.until.parts().0 };
                    answers.push_brief(told, until, || self.snapshot.event(number, whole.evidence));
                }
                None => answers.push_unusable(),
            }
        }
        answers
    }

    /// Everybody's name, in the same order.
    #[cfg(feature = "table")]
    pub(in crate::consent) fn names(&self) -> impl Iterator<Item = &'s str> {
        self.snapshot.ledger.store.names()
    }

    /// How many people have each verdict, and for which reason.
    #[must_use]
    pub fn counts(&self) -> AnswerCounts {
        let mut counts = vec![0_usize; self.kinds.len()];
        for row in self.told.rows() {
            if let Some(count) = counts.get_mut(row.kind()) {
                *count = count.saturating_add(1);
            }
        }
        let counts = self.kinds.iter().zip(counts).filter(|(_, count)| *count > 0);
        let beside = self.beside.values().map(|told| (&told.kind, 1));
        AnswerCounts::of(counts.chain(beside).map(|(kind, count)| ((kind.verdict, kind.code), count)))
    }

    /// The purpose's id.
    #[must_use]
    pub fn purpose(&self) -> &'s str {
        let purpose = self.snapshot.ledger.purposes().nth(self.asking.purpose.into());
        purpose.map(|purpose| purpose.id.as_str()).unwrap_or_default()
    }

    /// The channel; `None` for the purpose as a whole.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        self.asking.channel
    }
}

impl fmt::Debug for Everybody<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Everybody")
            .field("purpose", &self.purpose())
            .field("channel", &self.channel())
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}
