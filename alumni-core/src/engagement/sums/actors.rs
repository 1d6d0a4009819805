//! The people of a column as numbers.

use std::collections::HashSet;

use super::ScoreSums;
use crate::Error;
use crate::columns::Columns;
use crate::columns::cells::{TextCells, at_row};
use crate::engagement::Permitted;

/// A column of ids, and what is known of those that were met in it.
pub(super) struct Actors<'c> {
    texts: TextCells<'c>,
    permitted: Permitted<'c>,
    /// Rows before the first of the column.
    before: usize,
    /// What is known of a dictionary's ids.
    coded: Vec<Coded>,
    /// The id of the row before and its number.
    last: Option<(&'c str, Number)>,
    /// By number, who was found to be permitted.
    allowed: Vec<bool>,
    refused: HashSet<&'c str, foldhash::fast::FixedState>,
    /// Ids to look up, and their numbers.
    fresh: Vec<&'c str>,
    found: Vec<Option<u32>>,
}

/// An id of a dictionary: each is read and looked up once.
#[derive(Clone, Copy)]
enum Coded {
    Unread,
    /// It is an id; whose, nobody asked yet.
    Sound,
    Of(Number),
}

/// Of somebody; nothing for who may not be scored.
pub(super) type Number = Option<u32>;

const LONGEST: usize = 1_000;

impl<'c> Actors<'c> {
    pub(super) fn new(
        columns: &'c Columns<'c>,
        permitted: Permitted<'c>,
        before: usize,
    ) -> Result<Self, Error> {
        let texts = TextCells::new(columns, "actor")?;
        let coded = vec![Coded::Unread; texts.dictionary().unwrap_or_default()];
        let (allowed, refused) = (Vec::new(), HashSet::default());
        let (fresh, found) = (Vec::new(), Vec::new());
        Ok(Self { texts, permitted, before, coded, last: None, allowed, refused, fresh, found })
    }

    /// Finds whoever of a dictionary is known from earlier batches, all at once: one by one takes several times as long.
    pub(super) fn find_known(&mut self, rows: usize, sums: &ScoreSums) {
        let all = matches!(self.permitted, Permitted::Everyone) && sums.people.len() > 0;
        // Not for a few rows of a long dictionary.
        if !all || self.coded.len() > rows {
            return;
        }
        let names = self.texts.names().unwrap_or_default();
        let there: Vec<&str> = names.iter().copied().flatten().collect();
        sums.people.find_each(&there, &mut self.found);
        let mut found = self.found.iter();
        for (coded, _) in self.coded.iter_mut().zip(&names).filter(|(_, name)| name.is_some()) {
            if let Some(Some(number)) = found.next() {
                *coded = Coded::Of(Some(*number));
            }
        }
    }

    /// The id of a row of a plain column; of a dictionary that it is one.
    pub(super) fn id(&mut self, row: usize) -> Result<&'c str, Error> {
        if self.coded.is_empty() {
            return self.read(row);
        }
        let texts = self.texts;
        match texts.code(row).and_then(|code| self.coded.get_mut(code)) {
            Some(Coded::Sound | Coded::Of(_)) => return Ok(""),
            Some(coded) => *coded = Coded::Sound,
            None => {}
        }
        self.read(row)
    }

    fn read(&self, row: usize) -> Result<&'c str, Error> {
        let wrong = |error: &Error| at_row(error, self.texts.name, self.before.saturating_add(row));
        match self.texts.get(row).map_err(|error| wrong(&error))? {
            Some(id) if id.len() > LONGEST => {
                Err(wrong(&Error::too_large("expected a name of at most 1000 bytes")))
            }
            Some(id) if !id.trim().is_empty() => Ok(id),
            _ => Err(wrong(&Error::missing("expected a value"))),
        }
    }

    /// Puts the numbers of who is in `rows` into `numbers`; who may not be scored is listed.
    pub(super) fn numbers(
        &mut self,
        rows: &[(usize, &'c str)],
        sums: &mut ScoreSums,
        numbers: &mut Vec<Number>,
    ) -> Result<(), Error> {
        numbers.clear();
        if !self.coded.is_empty() {
            for (row, _) in rows {
                numbers.push(self.coded(*row, sums)?);
            }
            return Ok(());
        }
        // Tables often come in the order of the people.
        let mut last = self.last.map(|(id, _)| id);
        self.fresh.clear();
        for (_, id) in rows {
            if last.replace(id) != Some(*id) {
                self.fresh.push(id);
            }
        }
        let mut found = std::mem::take(&mut self.found);
        sums.people.find_each(&self.fresh, &mut found);
        let mut known = found.iter().copied();
        for (_, id) in rows {
            let number = match self.last {
                Some((last, number)) if last == *id => number,
                _ => match (known.next().flatten(), self.permitted) {
                    (Some(known), Permitted::Everyone) => Some(known),
                    _ => self.of(id, sums)?,
                },
            };
            self.last = Some((id, number));
            numbers.push(number);
        }
        self.found = found;
        Ok(())
    }

    fn coded(&mut self, row: usize, sums: &mut ScoreSums) -> Result<Number, Error> {
        let code = self.texts.code(row);
        if let Some(Coded::Of(known)) = code.and_then(|code| self.coded.get(code)) {
            return Ok(*known);
        }
        let number = self.of(self.read(row)?, sums)?;
        if let Some(slot) = code.and_then(|code| self.coded.get_mut(code)) {
            *slot = Coded::Of(number);
        }
        Ok(number)
    }

    fn of(&mut self, id: &'c str, sums: &mut ScoreSums) -> Result<Number, Error> {
        let known = sums.people.find(id);
        let Permitted::Only(permitted) = self.permitted else {
            return known.map_or_else(|| sums.person(id), Ok).map(Some);
        };
        let place = known.and_then(|number| usize::try_from(number).ok());
        if place.and_then(|place| self.allowed.get(place)) == Some(&true) {
            return Ok(known);
        }
        if self.refused.contains(id) {
            return Ok(None);
        }
        if !permitted.contains(id) {
            self.refused.insert(id);
            sums.refused.insert(id.to_owned());
            return Ok(None);
        }
        let number = known.map_or_else(|| sums.person(id), Ok)?;
        let place = usize::try_from(number).unwrap_or(usize::MAX);
        if self.allowed.len() <= place {
            self.allowed.resize(sums.people.len(), false);
        }
        if let Some(slot) = self.allowed.get_mut(place) {
            *slot = true;
        }
        Ok(Some(number))
    }
}
