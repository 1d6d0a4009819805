//! Columns of interactions as rows of numbers, some hundred at a time.

use super::super::rows::{NONE, Row, Rows, place, too_many};
use super::columns::InteractionColumns;
use crate::Error;
use crate::columns::cells::TextCells;
use crate::ids::Known;

/// So many rows are read column by column before the next ones.
pub(super) const BLOCK: usize = 512;

/// What was read of a batch of columns so far.
pub(super) struct Batch {
    id: Numbers,
    actor: Numbers,
    target: Numbers,
    thread: Numbers,
    prompted_by: Numbers,
}

impl Batch {
    pub(super) fn new(columns: &InteractionColumns<'_>, count: usize, rows: &Rows) -> Self {
        let numbers = |cells: &TextCells<'_>| Numbers::new(cells, count, rows.names());
        Self {
            id: numbers(&columns.id),
            actor: numbers(&columns.actor),
            target: numbers(&columns.target),
            thread: numbers(&columns.thread),
            prompted_by: numbers(&columns.prompted_by),
        }
    }

    /// Adds so many rows from `first` on; nothing is added, and `None` told, where any of them may have something wrong: reading them one
    /// by one then says what.
    pub(super) fn read(
        &mut self,
        columns: &InteractionColumns<'_>,
        first: usize,
        length: usize,
        rows: &mut Rows,
    ) -> Result<Option<()>, Error> {
        let names = rows.names_mut();
        for (numbers, cells) in [
            (&mut self.id, &columns.id),
            (&mut self.actor, &columns.actor),
            (&mut self.target, &columns.target),
            (&mut self.thread, &columns.thread),
            (&mut self.prompted_by, &columns.prompted_by),
        ] {
            let Some(read) = numbers.read(cells, first, length, names) else { return Ok(None) };
            read.ok_or_else(too_many)?;
        }
        let before = rows.len();
        for (at, row) in (first..).take(length).enumerate() {
            let number = |numbers: &Numbers| numbers.found.get(at).copied().unwrap_or(NONE);
            let read = || {
                let value = columns.value(row);
                if value.is_some_and(|value| !value.is_finite()) {
                    return None;
                }
                let (id, actor, target) = (number(&self.id), number(&self.actor), number(&self.target));
                let target_type = columns.target_type.get(row).ok()?;
                let named = target != NONE;
                let sound = match target_type {
                    None => !named,
                    Some(of) => named || of == crate::engagement::TargetType::Network,
                };
                (sound && id != NONE && actor != NONE).then_some(())?;
                let row = Row {
                    at: columns.at.utc(row).ok()??,
                    id,
                    actor,
                    target,
                    thread: number(&self.thread),
                    prompted_by: number(&self.prompted_by),
                    kind: 0,
                    actor_type: columns.actor_type.need(row).ok()?,
                    target_type,
                };
                Some((row, value))
            };
            let Some((mut made, value)) = read() else {
                rows.truncate(before);
                return Ok(None);
            };
            let Some(kind) = columns.kind.number(row, rows) else {
                rows.truncate(before);
                return Ok(None);
            };
            made.kind = kind;
            rows.push(made, value);
        }
        Ok(Some(()))
    }
}

/// The numbers of a column's names.
struct Numbers {
    /// Those of a dictionary, where the column is one: each name is looked up once.
    coded: Option<Vec<u32>>,
    asked: Vec<Option<u32>>,
    found: Vec<u32>,
}

/// A name of the dictionary that was not met yet.
const UNMET: u32 = u32::MAX - 1;

impl Numbers {
    fn new(cells: &TextCells<'_>, rows: usize, known: &Known) -> Self {
        let coded = cells.dictionary().map(|names| vec![UNMET; names]);
        let mut numbers = Self { coded, asked: Vec::new(), found: Vec::new() };
        numbers.find_known(cells, rows, known);
        numbers
    }

    /// Finds the names of a dictionary that are known from earlier batches, all at once: one by one takes several times as long.
    fn find_known(&mut self, cells: &TextCells<'_>, rows: usize, known: &Known) {
        let Some(coded) = &mut self.coded else { return };
        // Not for a few rows of a long dictionary.
        if coded.len() > rows || known.len() == 0 {
            return;
        }
        let names = cells.names().unwrap_or_default();
        let there: Vec<&str> = names.iter().copied().flatten().collect();
        known.find_each(&there, &mut self.asked);
        let mut found = self.asked.iter();
        for (coded, _) in coded.iter_mut().zip(&names).filter(|(_, name)| name.is_some()) {
            if let Some(Some(number)) = found.next() {
                *coded = *number;
            }
        }
    }

    /// The numbers of so many rows from `first` on, without a number for those without a name; the outer `None` for what is no name, the
    /// inner one where there are too many.
    fn read(
        &mut self,
        cells: &TextCells<'_>,
        first: usize,
        length: usize,
        names: &mut Known,
    ) -> Option<Option<()>> {
        self.found.clear();
        if cells.is_absent() {
            self.found.resize(length, NONE);
            return Some(Some(()));
        }
        if let Some(coded) = &mut self.coded {
            for row in (first..).take(length) {
                let known = cells.code(row).and_then(|code| coded.get_mut(code));
                let number = match known {
                    Some(known) if *known != UNMET => *known,
                    known => match cells.get(row).ok()? {
                        None => NONE,
                        Some(name) => {
                            let Some(number) = names.number(sound(name)?) else { return Some(None) };
                            if let Some(known) = known {
                                *known = number;
                            }
                            number
                        }
                    },
                };
                self.found.push(number);
            }
            return Some(Some(()));
        }
        // Tables often come in the order of the people.
        let mut asked: Vec<&str> = Vec::with_capacity(length);
        for row in (first..).take(length) {
            // Which of those asked for it is, from 1 on.
            let name = cells.get(row).ok()?;
            if let Some(name) = name
                && asked.last() != Some(&name)
            {
                asked.push(sound(name)?);
            }
            self.found.push(name.map_or(NONE, |_| u32::try_from(asked.len()).unwrap_or(NONE)));
        }
        self.asked.clear();
        names.number_each(&asked, &mut self.asked);
        for found in self.found.iter_mut().filter(|found| **found != NONE) {
            let Some(number) = *self.asked.get(place(*found).saturating_sub(1))? else { return Some(None) };
            *found = number;
        }
        Some(Some(()))
    }
}

/// A name that is one.
fn sound(name: &str) -> Option<&str> {
    (!name.trim().is_empty()).then_some(name)
}
