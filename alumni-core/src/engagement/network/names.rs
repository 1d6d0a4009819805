//! Ids of people as numbers.

use std::collections::HashMap;

use super::adjacency::{number, place, refuse_more};
use crate::Error;
use crate::columns::{Column, Texts, Values, each_width};

/// Ids in the order in which they were met.
#[derive(Debug, Default)]
pub(super) struct Names {
    texts: HashMap<Box<str>, u32, foldhash::fast::FixedState>,
    whole: HashMap<i64, u32, foldhash::fast::FixedState>,
    /// The numbers of the whole numbers below [`SMALL`], one more than they are.
    small: Vec<u32>,
    count: usize,
}

/// Whole numbers below this are looked up in a list.
const SMALL: usize = 1 << 22;
const LONGEST: usize = 1_000;

impl Names {
    pub(super) fn text(&mut self, id: &str) -> Result<u32, Error> {
        if let Some(known) = self.texts.get(id) {
            return Ok(*known);
        }
        if id.trim().is_empty() {
            return Err(Error::missing("expected an id, got an empty text"));
        }
        if id.len() > LONGEST {
            return Err(Error::too_large("expected an id of at most 1000 bytes"));
        }
        let next = self.next()?;
        self.texts.insert(id.into(), next);
        Ok(next)
    }

    fn next(&mut self) -> Result<u32, Error> {
        let next = number(self.count);
        self.count = self.count.saturating_add(1);
        refuse_more(self.count, "people")?;
        Ok(next)
    }

    fn whole(&mut self, id: i64) -> Result<u32, Error> {
        let small = usize::try_from(id).ok().filter(|id| *id < SMALL);
        if let Some(at) = small {
            match self.small.get(at) {
                Some(0) => {}
                Some(known) => return Ok(known.saturating_sub(1)),
                None => {
                    let length = at.saturating_mul(2).saturating_add(1_024).min(SMALL);
                    self.small.resize(length, 0);
                }
            }
        } else if let Some(known) = self.whole.get(&id) {
            return Ok(*known);
        }
        let next = self.next()?;
        match small.and_then(|at| self.small.get_mut(at)) {
            Some(slot) => *slot = next.saturating_add(1),
            None => {
                self.whole.insert(id, next);
            }
        }
        Ok(next)
    }

    /// An id that stands in a list of texts, where those of the rows may be whole numbers.
    pub(super) fn member(&mut self, id: &str) -> Result<u32, Error> {
        let number = id.parse::<i64>().ok().filter(|number| number.to_string() == id);
        match number.filter(|_| self.texts.is_empty()) {
            Some(number) => self.whole(number),
            None => self.text(id),
        }
    }

    /// Adds the numbers of a column of ids; `before` rows came before them.
    pub(super) fn read(
        &mut self,
        column: &Column<'_>,
        before: usize,
        numbers: &mut Vec<u32>,
    ) -> Result<(), Error> {
        let missing = |row: usize| {
            Error::missing(format!("expected an id in row {}, got nothing", before.saturating_add(row)))
        };
        if let Some(row) = (0..column.len()).find(|row| !column.is_valid(*row)) {
            return Err(missing(row));
        }
        numbers.reserve(column.len());
        let at = |row: usize| {
            move |error: Error| match error.kind() {
                crate::ErrorKind::Missing => missing(row),
                _ => error,
            }
        };
        match column.values() {
            Values::Integers(ids) => {
                each_width!(ids, slice => {
                    for id in slice.iter() {
                        numbers.push(self.whole(wide(*id)?)?);
                    }
                });
            }
            Values::Texts(texts) => {
                for row in 0..texts.len() {
                    numbers.push(self.text(utf8(texts, row)?).map_err(at(row))?);
                }
            }
            Values::Coded { codes, names, names_valid } => {
                let mut known = vec![None; names.len()];
                for row in 0..codes.len() {
                    let code =
                        codes.get(row).and_then(|code| usize::try_from(code).ok()).unwrap_or(usize::MAX);
                    let there = names_valid.is_none_or(|valid| valid.get(code));
                    let slot = known.get_mut(code).filter(|_| there).ok_or_else(|| missing(row))?;
                    let id = match *slot {
                        Some(id) => id,
                        None => self.text(utf8(names, code)?).map_err(at(row))?,
                    };
                    *slot = Some(id);
                    numbers.push(id);
                }
            }
            Values::Null(_) => {}
            _ => return Err(Error::wrong_type("expected a column of texts or whole numbers")),
        }
        Ok(())
    }

    /// The ids in the order of their bytes, and for each number its place there.
    pub(super) fn sorted(self) -> Result<(Vec<Box<str>>, Vec<u32>), Error> {
        let mut ids: Vec<(Box<str>, u32)> = self.texts.into_iter().collect();
        let whole = |(id, number): (i64, u32)| (id.to_string().into_boxed_str(), number);
        ids.extend(self.whole.into_iter().map(whole));
        let small = (0_i64..).zip(&self.small).filter(|(_, number)| **number > 0);
        ids.extend(small.map(|(id, number)| whole((id, number.saturating_sub(1)))));
        ids.sort_unstable();
        // The same id as a text and as a whole number can only come from two columns of different types.
        if ids.windows(2).any(|two| matches!(two, [(one, _), (next, _)] if one == next)) {
            return Err(Error::wrong_type("expected ids of one type, got texts and whole numbers"));
        }
        let mut ranks = vec![0_u32; ids.len()];
        for (rank, (_, number)) in (0..).zip(&ids) {
            if let Some(slot) = ranks.get_mut(place(*number)) {
                *slot = rank;
            }
        }
        Ok((ids.into_iter().map(|(id, _)| id).collect(), ranks))
    }
}

fn wide<N: TryInto<i64>>(id: N) -> Result<i64, Error> {
    id.try_into().map_err(|_| Error::out_of_range("expected an id below 2^63"))
}

fn utf8<'a>(texts: &'a Texts<'_>, item: usize) -> Result<&'a str, Error> {
    Ok(texts.get(item)?.unwrap_or_default())
}
