//! The state as bytes; `docs/formats/activity-bytes.md` is the same in words.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::ActivityLog;
use crate::Error;
use crate::engagement::{ActorType, Interaction, TargetType};

/// How the bytes begin: what they are, and the version of the form.
const HEAD: &[u8] = b"alumni activity 1\n";

impl ActivityLog {
    /// The state as bytes: the same for the same events and accounts, on any platform.
    ///
    /// The form is described in `docs/formats/activity-bytes.md` and carries its version.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let rows = self.in_order();
        let mut texts: BTreeSet<&str> =
            self.accounts.iter().flat_map(|(account, person)| [account.as_str(), person]).collect();
        for row in &rows {
            let numbers = [row.id, row.actor, row.target, row.thread, row.prompted_by];
            texts.extend(numbers.into_iter().filter_map(|number| self.names.get(number)));
            texts.insert(row.kind.as_str());
        }
        let places: BTreeMap<&str, u64> = texts.iter().copied().zip(0..).collect();
        let place = |text: &str| places.get(text).copied().unwrap_or_default();

        let mut out = Writer(HEAD.to_vec());
        out.count(texts.len());
        for text in &texts {
            out.count(text.len());
            out.0.extend_from_slice(text.as_bytes());
        }
        out.count(self.accounts.len());
        for (account, person) in &self.accounts {
            out.number(place(account));
            out.number(place(person));
        }
        out.count(rows.len());
        let mut last = 0;
        for row in rows {
            out.signed(row.at.timestamp().wrapping_sub(last));
            last = row.at.timestamp();
            out.number(row.at.timestamp_subsec_nanos().into());
            out.number(place(self.names.get(row.id).unwrap_or_default()));
            out.number(place(row.kind.as_str()));
            out.number(place(self.names.get(row.actor).unwrap_or_default()));
            out.place_of(&ActorType::ALL, row.actor_type);
            let optional = [row.target, row.thread, row.prompted_by].map(|number| self.names.get(number));
            let mut flags = 0;
            for (bit, text) in [1, 2, 4].into_iter().zip(&optional) {
                flags |= if text.is_some() { bit } else { 0 };
            }
            flags |= if row.value.is_some() { 8 } else { 0 };
            flags |= if row.target_type.is_some() { 16 } else { 0 };
            out.0.push(flags);
            if let Some(of) = row.target_type {
                out.place_of(&TargetType::ALL, of);
            }
            for text in optional.into_iter().flatten() {
                out.number(place(text));
            }
            if let Some(value) = row.value {
                out.0.extend_from_slice(&value.to_bits().to_le_bytes());
            }
        }
        out.0
    }

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
        for _ in 0..input.count(7)? {
            last = last.wrapping_add(input.signed()?);
            let event = input.event(last, &texts)?;
            state.add(&[event]).map_err(|error| input.of(&error))?;
        }
        if input.at != bytes.len() || state.to_bytes() != bytes {
            return Err(input.wrong("expected the bytes as they are written, and nothing after them"));
        }
        Ok(state)
    }
}

struct Writer(Vec<u8>);

impl Writer {
    /// Seven bits to a byte, the lowest first; the highest bit says that more follow.
    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(number.to_le_bytes()[0] | 0x80);
            number >>= 7;
        }
        self.0.push(number.to_le_bytes()[0]);
    }

    fn count(&mut self, count: usize) {
        self.number(u64::try_from(count).unwrap_or(u64::MAX));
    }

    /// 0, -1, 1, -2 … as 0, 1, 2, 3 …
    fn signed(&mut self, number: i64) {
        let folded = (number << 1) ^ (number >> 63);
        self.number(u64::from_le_bytes(folded.to_le_bytes()));
    }

    fn place_of<T: PartialEq>(&mut self, all: &[T], one: T) {
        let place = all.iter().position(|of| *of == one).and_then(|place| u8::try_from(place).ok());
        self.0.push(place.unwrap_or_default());
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
