//! The state from its bytes.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::ActivityLog;
use super::bytes::HEAD;
use crate::Error;
use crate::engagement::rows::{NONE, Row, Rows, place, too_many};
use crate::engagement::{ActorType, Interaction, Kind, TargetType};

impl ActivityLog {
    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) with the place, such as `byte 812`, for bytes that are cut off, of another form or
    /// version, or not as they would be written; the errors of an [`Interaction`] that contradicts itself.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Error> {
        let mut input = Reader { bytes, at: 0 };
        if input.take(HEAD.len())? != HEAD {
            input.at = 0;
            return Err(input.wrong("expected the bytes of activity, version 1"));
        }
        let count = input.count(1)?;
        let mut texts = Vec::with_capacity(count);
        for _ in 0..count {
            let length = input.count(1)?;
            let text = std::str::from_utf8(input.take(length)?);
            texts.push(text.map_err(|_| input.wrong("expected UTF-8"))?);
        }
        let mut state = Self::new();
        for _ in 0..input.count(2)? {
            let (account, person) = (input.text(&texts)?, input.text(&texts)?);
            state.same_person(account, person).map_err(|error| input.of(&error))?;
        }
        let mut last = 0_i64;
        let count = input.count(7)?;
        let rows = Arc::make_mut(&mut state.rows);
        rows.reserve(count);
        let mut numbers = Numbers::new(&texts, &state.accounts, rows).map_err(|error| input.of(&error))?;
        state.places.resize(rows.names().len(), NONE);
        for _ in 0..count {
            last = last.wrapping_add(input.signed()?);
            let begun = input.at;
            if input.row(last, &mut numbers, &mut state).is_none() {
                // Something is wrong with it; reading it as an event says what.
                input.at = begun;
                let event = input.event(last, &texts)?;
                state.add(&[event]).map_err(|error| input.of(&error))?;
            }
        }
        if input.at != bytes.len() || state.to_bytes() != bytes {
            return Err(input.wrong("expected the bytes as they are written, and nothing after them"));
        }
        Ok(state)
    }
}

/// The texts as numbers of names and kinds.
struct Numbers<'a> {
    texts: &'a [&'a str],
    /// Of each text; none where it can be no id.
    names: Vec<u32>,
    /// The same of those who act or are directed at: the person behind an account.
    people: Vec<u32>,
    /// Of those that were met as kinds.
    kinds: Vec<Option<u32>>,
}

impl<'a> Numbers<'a> {
    fn new(
        texts: &'a [&'a str],
        accounts: &BTreeMap<String, String>,
        rows: &mut Rows,
    ) -> Result<Self, Error> {
        let mut found = Vec::with_capacity(texts.len());
        rows.names_mut().number_each(texts, &mut found);
        let mut names = Vec::with_capacity(texts.len());
        for (text, number) in texts.iter().zip(found) {
            let number = number.ok_or_else(too_many)?;
            names.push(if text.trim().is_empty() { NONE } else { number });
        }
        let mut people = names.clone();
        if !accounts.is_empty() {
            for (text, number) in texts.iter().zip(&mut people) {
                if let Some(person) = accounts.get(*text) {
                    *number = rows.number(person)?;
                }
            }
        }
        Ok(Self { texts, names, people, kinds: vec![None; texts.len()] })
    }

    fn name(&self, text: u64) -> Option<u32> {
        let found = self.names.get(usize::try_from(text).ok()?).copied();
        found.filter(|number| *number != NONE)
    }

    fn person(&self, text: u64) -> Option<u32> {
        let found = self.people.get(usize::try_from(text).ok()?).copied();
        found.filter(|number| *number != NONE)
    }

    fn kind(&mut self, text: u64, rows: &mut Rows) -> Option<u32> {
        let at = usize::try_from(text).ok()?;
        let slot = self.kinds.get_mut(at)?;
        if slot.is_none() {
            let kind: Kind = self.texts.get(at)?.parse().ok()?;
            *slot = Some(rows.kind_number(&kind));
        }
        *slot
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self, expected: &str) -> Error {
        Error::syntax(expected).within(format!("byte {}", self.at))
    }

    fn of(&self, error: &Error) -> Error {
        Error::new(error.kind(), error.message()).within(format!("byte {}", self.at))
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let end = self.at.checked_add(length);
        let found = end.and_then(|end| self.bytes.get(self.at..end));
        let found = found.ok_or_else(|| self.wrong("expected more bytes"))?;
        self.at = self.at.saturating_add(length);
        Ok(found)
    }

    fn byte(&mut self) -> Result<u8, Error> {
        self.take(1).map(|bytes| bytes.first().copied().unwrap_or_default())
    }

    fn number(&mut self) -> Result<u64, Error> {
        let mut number = 0_u64;
        for place in 0..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f).wrapping_shl(7_u32.saturating_mul(place));
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(self.wrong("expected a number of at most 64 bits"))
    }

    fn signed(&mut self) -> Result<i64, Error> {
        let folded = self.number()?;
        let half = i64::from_le_bytes((folded >> 1).to_le_bytes());
        Ok(if folded & 1 == 0 { half } else { !half })
    }

    /// A count of things of at least so many bytes each: what cannot follow is not reserved for.
    fn count(&mut self, least: usize) -> Result<usize, Error> {
        let count = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        let left = self.bytes.len().saturating_sub(self.at);
        if count.saturating_mul(least) > left {
            return Err(self.wrong("expected more bytes"));
        }
        Ok(count)
    }

    fn text(&mut self, texts: &[&'a str]) -> Result<&'a str, Error> {
        let place = usize::try_from(self.number()?).unwrap_or(usize::MAX);
        texts.get(place).copied().ok_or_else(|| self.wrong("expected the number of a text"))
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Result<T, Error> {
        let place = usize::from(self.byte()?);
        all.get(place).copied().ok_or_else(|| self.wrong("expected the number of a type"))
    }

    /// Reads an event into the state; `None` where anything may be wrong with it.
    fn row(&mut self, second: i64, numbers: &mut Numbers<'_>, state: &mut ActivityLog) -> Option<()> {
        let part = u32::try_from(self.number().ok()?).ok()?;
        let at = DateTime::from_timestamp(second, part)?;
        let [id, kind, actor] = [self.number().ok()?, self.number().ok()?, self.number().ok()?];
        let actor_type = self.one_of(&ActorType::ALL).ok()?;
        let flags = self.byte().ok()?;
        let has = |bit: u8| flags & bit != 0;
        let target_type = if has(16) { Some(self.one_of(&TargetType::ALL).ok()?) } else { None };
        let target = match (has(1), target_type) {
            (true, Some(TargetType::Person)) => numbers.person(self.number().ok()?)?,
            (true, Some(_)) => numbers.name(self.number().ok()?)?,
            (false, None | Some(TargetType::Network)) => NONE,
            _ => return None,
        };
        let mut optional = |there: bool| match there {
            true => numbers.name(self.number().ok()?),
            false => Some(NONE),
        };
        let (thread, prompted_by) = (optional(has(2))?, optional(has(4))?);
        let value = match has(8) {
            true => {
                let bits = self.take(8).ok()?.first_chunk()?;
                Some(f64::from_bits(u64::from_le_bytes(*bits))).filter(|value| value.is_finite())
            }
            false => None,
        };
        if has(8) && value.is_none() {
            return None;
        }
        let (id, actor) = (numbers.name(id)?, numbers.person(actor)?);
        let place = state.places.get_mut(place(id)).filter(|row| **row == NONE)?;
        let rows = Arc::make_mut(&mut state.rows);
        let kind = numbers.kind(kind, rows)?;
        *place = rows.count();
        rows.push(Row { at, id, actor, target, thread, prompted_by, kind, actor_type, target_type }, value);
        Some(())
    }

    fn event(&mut self, second: i64, texts: &[&'a str]) -> Result<Interaction, Error> {
        let part = u32::try_from(self.number()?).ok();
        let at: Option<DateTime<Utc>> = part.and_then(|part| DateTime::from_timestamp(second, part));
        let at = at.ok_or_else(|| self.wrong("expected an instant"))?;
        let (id, kind, actor) = (self.text(texts)?, self.text(texts)?, self.text(texts)?);
        let actor_type = self.one_of(&ActorType::ALL)?;
        let mut event = Interaction::new(id, at, kind, actor, actor_type).map_err(|error| self.of(&error))?;
        let flags = self.byte()?;
        let has = |bit: u8| flags & bit != 0;
        let target_type = if has(16) { Some(self.one_of(&TargetType::ALL)?) } else { None };
        let target = if has(1) { Some(self.text(texts)?) } else { None };
        match (target, target_type) {
            (Some(target), Some(of)) => {
                event = event.with_target(target, of).map_err(|error| self.of(&error))?;
            }
            (None, Some(TargetType::Network)) => event = event.to_network(),
            (None, None) => {}
            _ => return Err(self.wrong("expected a target and its type")),
        }
        if has(2) {
            event = event.with_thread(self.text(texts)?).map_err(|error| self.of(&error))?;
        }
        if has(4) {
            event = event.with_prompt(self.text(texts)?).map_err(|error| self.of(&error))?;
        }
        if has(8) {
            let mut bits = [0; 8];
            bits.copy_from_slice(self.take(8)?);
            let value = f64::from_bits(u64::from_le_bytes(bits));
            event = event.with_value(value).map_err(|error| self.of(&error))?;
        }
        Ok(event)
    }
}
