use std::collections::BTreeMap;
use std::fmt;

use super::blocks::Found;
use super::cell::{Kind, Others, Told};
use super::rows::{Row, Sorted};
use super::{Asking, Snapshot, Stand};
use crate::Error;
use crate::consent::batch::AnswerCounts;
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
    /// In the order of the people, part by part.
    rows: Vec<Vec<Row>>,
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
        let nothing = self.nothing(asking).and_then(|told| Row::told(told.by_ref(), &mut kinds));
        let elsewhere = self.said.elsewhere.get(usize::from(asking.purpose)).and_then(Option::as_ref);
        let others = Rows {
            nothing,
            unmentioned: nothing.filter(|_| self.ledger.packs.is_empty()),
            elsewhere: elsewhere.and_then(|told| Row::told(told.by_ref(), &mut kinds)),
        };
        let mut beside = BTreeMap::new();
        let mut fold = |number| {
            let told = self.fold(self.ledger.store.name(number), Some(number), asking).told();
            Row::told(told.by_ref(), &mut kinds).unwrap_or_else(|| {
                beside.insert(number, told);
                Row::BESIDE
            })
        };
        let mut sorted = Sorted::new(self.ledger.store.subjects());
        self.blocks.each(|found| match others.row(found, asking) {
            Some(row) => sorted.push(found.number, row),
            None => sorted.push(found.number, fold(found.number)),
        });
        let mut rows = sorted.finish();
        if self.blocks.is_partial {
            for (number, row) in (0..).zip(rows.iter_mut().flatten()).filter(|(_, row)| row.is_unseen()) {
                *row = fold(number);
            }
        }
        Ok(Everybody { snapshot: self, asking, rows, kinds, beside })
    }
}

/// What is said of whoever has no cell for what is asked.
struct Rows {
    /// Where events about the purpose say nothing of the channel.
    nothing: Option<Row>,
    /// Where no event is about the purpose.
    unmentioned: Option<Row>,
    /// Where a yes is for another channel.
    elsewhere: Option<Row>,
}

impl Rows {
    /// What one person's cells say; `None` for what is to be folded.
    #[inline]
    fn row(&self, found: Found<'_>, asking: Asking) -> Option<Row> {
        // Without branches, which nobody could foresee.
        let about = (0_u32..).zip(found.cells()).fold(0_u64, |about, (place, cell)| {
            about | u64::from(cell.purpose() == asking.purpose) << (place & 63)
        });
        if about == 0 {
            return self.unmentioned;
        }
        let mut others = Others::Unsaid;
        let first = usize::try_from(about.trailing_zeros()).unwrap_or_default();
        let before = if found.len() > 64 { 0 } else { first };
        for cell in found.cells().skip(before).filter(|cell| cell.purpose() == asking.purpose) {
            if cell.answers(asking.channel) {
                let kind = cell.kind_number().filter(|_| asking.is_allowed)?;
                return Some(Row::of_cell(cell, kind));
            }
            if cell.others() != Others::Unsaid {
                others = cell.others();
            }
        }
        asking.channel.filter(|_| asking.is_allowed)?;
        match others {
            Others::Unsaid => None,
            Others::Nothing => self.nothing,
            Others::Elsewhere(evidence) => self.elsewhere.map(|row| row.resting_on(evidence)),
        }
    }
}

impl<'s> Everybody<'s> {
    /// How many people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
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
        (0..).zip(self.rows.iter().flatten()).filter_map(|(number, row)| {
            let told = if row.is_beside() {
                self.beside.get(&number)?.by_ref()
            } else {
                Told { kind: self.kinds.get(row.kind())?, evidence: row.evidence(), until: row.until() }
            };
            let name = self.snapshot.ledger.store.name(number);
            Some(Stand::new(self.snapshot, name, Some(number), self.asking, told))
        })
    }

    /// How many people have each verdict, and for which reason.
    #[must_use]
    pub fn counts(&self) -> AnswerCounts {
        let mut counts = vec![0_usize; self.kinds.len()];
        for row in self.rows.iter().flatten() {
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
