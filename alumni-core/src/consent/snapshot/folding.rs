//! Everybody's events on their way into a snapshot.

use super::Questions;
use super::cell::{Cell, Kinds, NEVER, Others, Scope, Told};
use super::shape::{Added, Shapes};
use crate::consent::asked::Asked;
use crate::consent::fold::Lists;
use crate::consent::kind::Channel;
use crate::consent::ledger::Ledger;
use crate::consent::store::{Record, Tick};

/// What is asked of everybody, and what was said so far.
pub(super) struct Folding<'l> {
    ledger: &'l Ledger,
    at: Tick,
    asked: Vec<Asked<'l, 'l>>,
    lists: Lists<'l>,
    said: Said,
    /// A bit for each channel that each purpose allows.
    allowed: Vec<u32>,
    shapes: Shapes,
    /// The cells that were folded last, each with the yes with whose end it ends.
    folded: Vec<(Cell, Option<&'l Record>)>,
}

/// What the cells of a snapshot refer to.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) kinds: Kinds,
    /// What is said of somebody without events, question by question.
    pub(super) nothing: Vec<Told>,
    /// What is said of somebody whose yes is for another channel, purpose by purpose, where anybody is.
    pub(super) elsewhere: Vec<Option<Told>>,
}

/// The place among the channels at which a question without one stands.
const WHOLE: usize = Channel::ALL.len();

/// The lowest place of which `bits` has the bit.
fn first(bits: u32) -> Option<usize> {
    usize::try_from(bits.trailing_zeros()).ok().filter(|_| bits != 0)
}

impl<'l> Folding<'l> {
    pub(super) fn new(ledger: &'l Ledger, questions: &'l Questions, at: Tick) -> Self {
        let asked = questions.asked(ledger);
        let mut lists = Lists::default();
        let nothing = asked.iter().map(|asked| Told::new(&[], &asked.stood(at, &mut lists))).collect();
        let elsewhere = vec![None; ledger.purposes().count()];
        let said = Said { kinds: Kinds::default(), nothing, elsewhere };
        let bit = |channel: &Channel| 1 << *channel as u32;
        let allowed = ledger
            .purposes()
            .map(|purpose| Channel::ALL.iter().filter(|channel| purpose.allows(**channel)).map(bit).sum());
        let is_plain = |purpose| asked.get(Questions::place(purpose, WHOLE)).is_some_and(Asked::is_plain);
        let shapes = Shapes::new(ledger, at, questions.known_at(), is_plain);
        Self { ledger, at, asked, lists, said, allowed: allowed.collect(), shapes, folded: Vec::new() }
    }

    /// Adds the cells of a subject.
    pub(super) fn add(&mut self, subject: u32, cells: &mut Vec<Cell>) {
        let records = self.ledger.store.records(subject);
        let mut before = 0;
        while let Some((shaped, added)) = self.shapes.add(records, before, cells) {
            before = before.saturating_add(shaped.about.len());
            if let Added::Cells = added {
                continue;
            }
            self.folded.clear();
            self.fold(subject, records, shaped.about);
            cells.extend(self.folded.iter().map(|(cell, _)| *cell));
            if let Added::Unmet(shape, home) = added {
                self.shapes.learn(&shaped, shape, home, &self.folded);
            }
        }
    }

    /// Folds what a subject's events `about` one purpose come to.
    fn fold(&mut self, subject: u32, records: &'l [Record], about: &'l [Record]) -> Option<()> {
        let store = &*self.ledger.store;
        // Rules ask for it; it is a little work.
        let name = if self.ledger.packs.is_empty() { "" } else { store.name(subject) };
        let purpose = about.first()?.purpose;
        let place = |record: &Record| record.channel.map_or(WHOLE, |channel| channel as usize);
        let named = about.iter().fold(0_u32, |named, record| named | 1 << place(record));
        let only_whole = named == 1 << WHOLE;
        // Rules look at the channel itself; without them all channels that no event names are alike.
        let allowed = self.allowed.get(usize::from(purpose)).filter(|_| self.ledger.packs.is_empty());
        let other = allowed.and_then(|allowed| first(allowed & !named));
        let mut rest = named;
        while let Some(place) = first(rest) {
            rest &= rest.wrapping_sub(1);
            let scope = match u8::try_from(place) {
                Ok(channel) if place != WHOLE => Scope::Channel(channel),
                _ if only_whole && other.is_some() => Scope::Everything,
                _ => Scope::Whole,
            };
            let (told, yes) = self.told(place, name, records, about)?;
            self.folded.push((Cell::new(purpose, scope, &told, &mut self.said.kinds), yes));
        }
        let Some(other) = other.filter(|_| !only_whole) else { return Some(()) };
        let (told, yes) = self.told(other, name, records, about)?;
        let is_nothing = self.said.nothing.get(Questions::place(purpose, other)) == Some(&told);
        let others = if is_nothing { Some(Others::Nothing) } else { self.elsewhere(purpose, &told) };
        match (others, self.folded.last_mut()) {
            (Some(others), Some((cell, _))) => *cell = cell.with_others(others),
            _ => self.folded.push((Cell::new(purpose, Scope::Others, &told, &mut self.said.kinds), yes)),
        }
        Some(())
    }

    /// Where a yes for another channel is all there is to say, it takes no more than the place of its event.
    fn elsewhere(&mut self, purpose: u16, told: &Told) -> Option<Others> {
        let others = Others::elsewhere(told.evidence).filter(|_| told.until == NEVER)?;
        let template = self.said.elsewhere.get_mut(usize::from(purpose))?;
        let told = Told { evidence: 0, ..*told };
        (*template.get_or_insert(told) == told).then_some(others)
    }

    fn told(
        &mut self,
        channel: usize,
        name: &'l str,
        records: &'l [Record],
        about: &'l [Record],
    ) -> Option<(Told, Option<&'l Record>)> {
        let place = Questions::place(about.first()?.purpose, channel);
        let asked = self.asked.get_mut(place)?;
        asked.records(name, records, about);
        let stood = asked.stood(self.at, &mut self.lists);
        Some((Told::new(records, &stood), stood.yes))
    }

    pub(super) fn end(self) -> Said {
        self.said
    }
}
