use chrono::NaiveDate;

use super::super::parse::line_and_column;
use super::cell::{SlotValue, day};
use super::row::Row;
use crate::Error;
use crate::calendar::Span;
use crate::text::did_you_mean;
use crate::workforce::FactType;

/// Larger documents are refused before they are read.
const LARGEST: usize = 64 << 20;

/// What [`Supplied`](crate::workforce::Supplied) takes.
const VALUE: &str = "expected true or false, a number, a text, a list of texts, { from, until } or { cell }";

/// Reads JSON from front to back, straight into the slots of a row.
///
/// A general reader would make a value of each member first; this one knows for each name which slot it fills.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Reads an object of facts, or a row with an id and its facts, to the end.
    pub(super) fn document(mut self, row: &mut Row, scratch: &mut String) -> Result<(), Error> {
        if self.text.len() > LARGEST {
            return Err(Error::too_large("expected a document of at most 64 MiB"));
        }
        row.seen.clear();
        row.seen.resize(row.layout.keys.len().div_ceil(64), 0);
        self.spaces();
        let start = self.at;
        self.object()?;
        self.spaces();
        // By the first letter before the whole name, which facts have to be read for again.
        let has_id = match self.rest() {
            [b'"', b'i' | b'f' | b'\\', ..] => matches!(self.string(scratch)?, "id" | "facts"),
            _ => false,
        };
        self.at = start;
        if has_id {
            self.row(row, scratch)?;
        } else {
            self.facts(row, scratch)?;
        }
        self.spaces();
        if self.at < self.text.len() {
            return Err(self.fault(self.at, Error::syntax("expected the end of the document")));
        }
        Ok(())
    }

    /// `{"id": …, "facts": {…}}`.
    fn row(&mut self, row: &mut Row, scratch: &mut String) -> Result<(), Error> {
        let (mut id, mut facts) = (false, false);
        self.object()?;
        let mut first = true;
        while self.has_next(b'}', &mut first)? {
            let start = self.at;
            let (seen, is_id) = match self.string(scratch)? {
                "id" => (&mut id, true),
                "facts" => (&mut facts, false),
                _ => {
                    let message = "expected `id` and `facts`; a worker with more than facts is decided about as a whole";
                    return Err(self.fault(start, Error::unknown_name(message)));
                }
            };
            if std::mem::replace(seen, true) {
                return Err(self.fault(start, Error::duplicate("expected each name once")));
            }
            self.colon()?;
            let start = self.at;
            if is_id {
                let found = if self.peek() == Some(b'"') { Some(self.string(scratch)?) } else { None };
                match found {
                    Some("") => {
                        return Err(self.fault(start, Error::missing("expected a worker id")).within("id"));
                    }
                    Some(_) => {}
                    None => return Err(self.fault(start, Error::wrong_type("expected a text")).within("id")),
                }
            } else {
                self.facts(row, scratch)?;
            }
        }
        Ok(())
    }

    /// `{"grade": 3, …}`.
    fn facts(&mut self, row: &mut Row, scratch: &mut String) -> Result<(), Error> {
        self.object()?;
        let mut first = true;
        let mut place = 0_usize;
        while self.has_next(b'}', &mut first)? {
            let start = self.at;
            let key = self.key(row, &mut place, scratch)?;
            if let Some(key) = key {
                let word = usize::try_from(key / 64).ok().and_then(|word| row.seen.get_mut(word));
                let bit = 1_u64.wrapping_shl(key % 64);
                if word.is_some_and(|word| std::mem::replace(word, *word | bit) & bit != 0) {
                    let name = row.layout.keys.name(key).unwrap_or_default();
                    let message = format!("expected the fact `{name}` once");
                    return Err(self.fault(start, Error::duplicate(message)).within("facts"));
                }
            }
            let slot = key.and_then(|key| usize::try_from(key).ok());
            let slot = slot.filter(|slot| *slot < row.cells.len());
            self.value(row, slot, scratch).map_err(|error| {
                match key.and_then(|key| row.layout.keys.name(key)) {
                    Some(name) => error.within(name).within("facts"),
                    None => error.within("facts"),
                }
            })?;
        }
        Ok(())
    }

    /// A name of a fact and its colon; gives its number, `None` for one with a parameter that the policy does not ask for. `place`
    /// is how far the document has come in the order of those before.
    #[inline]
    fn key(&mut self, row: &mut Row, place: &mut usize, scratch: &mut String) -> Result<Option<u32>, Error> {
        // Documents leave facts out.
        for guess in [*place, place.saturating_add(1)] {
            if let Some(told) = row.order.get(guess)
                && told.begins(self.rest())
            {
                self.at = self.at.saturating_add(told.length);
                self.spaces();
                *place = guess.saturating_add(1);
                return Ok(Some(told.key));
            }
        }
        self.new_key(row, place, scratch)
    }

    #[inline(never)]
    fn new_key(
        &mut self,
        row: &mut Row,
        place: &mut usize,
        scratch: &mut String,
    ) -> Result<Option<u32>, Error> {
        let start = self.at;
        let name = self.string(scratch)?;
        let Some(key) = row.layout.keys.number(name) else {
            if row.layout.vocabulary.knows(name) {
                self.colon()?;
                return Ok(None);
            }
            let name: String = name.chars().take(80).collect();
            let known = row.layout.vocabulary.iter().map(|fact| fact.name.as_str());
            let hint = did_you_mean(&name, known);
            let message = format!("expected a known fact, got `{name}`{hint}");
            return Err(self.fault(start, Error::unknown_name(message)).within("facts"));
        };
        // A name with escapes is not found again by its bytes.
        let written = name.len().saturating_add(2) == self.at.saturating_sub(start);
        let told = usize::try_from(key).ok().and_then(|key| *row.layout.told.get(key)?);
        if let Some(told) = told.filter(|_| written) {
            if let Some(guess) = row.order.get_mut(*place) {
                *guess = told;
            } else {
                row.order.push(told);
            }
            *place = place.saturating_add(1);
        }
        self.colon()?;
        Ok(Some(key))
    }

    /// Each kind of value has its own way into the slot, for what is handed on in one form for all is waited for.
    #[inline]
    fn value(&mut self, row: &mut Row, slot: Option<usize>, scratch: &mut String) -> Result<(), Error> {
        let start = self.at;
        let Some(number) = slot else { return self.any(row, slot, scratch) };
        let put = match self.peek() {
            Some(b'"') => {
                let text = match self.short() {
                    Some(text) => text,
                    None => self.string(scratch)?,
                };
                row.put(number, SlotValue::Text(text))
            }
            Some(b't') if self.take("true") => row.put(number, SlotValue::Boolean(true)),
            Some(b'f') if self.take("false") => row.put(number, SlotValue::Boolean(false)),
            Some(b'0'..=b'9') => match self.whole() {
                Some(whole) => row.put(number, SlotValue::Integer(whole)),
                None => return self.any(row, slot, scratch),
            },
            _ => return self.any(row, slot, scratch),
        };
        put.map_err(|error| self.fault(start, error))
    }

    #[inline(never)]
    fn any(&mut self, row: &mut Row, slot: Option<usize>, scratch: &mut String) -> Result<(), Error> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => SlotValue::Text(self.string(scratch)?),
            Some(b't') if self.take("true") => SlotValue::Boolean(true),
            Some(b'f') if self.take("false") => SlotValue::Boolean(false),
            Some(b'n') if self.take("null") => SlotValue::Unknown,
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b'[') => return self.list(row, slot, scratch),
            Some(b'{') if self.is_cell() => SlotValue::Cell(self.cell(scratch)?),
            Some(b'{') => SlotValue::Period(self.span(scratch)?),
            _ => return Err(self.fault(start, Error::syntax("expected a value"))),
        };
        match slot {
            Some(slot) => row.put(slot, value).map_err(|error| self.fault(start, error)),
            None => Ok(()),
        }
    }

    fn list(&mut self, row: &mut Row, slot: Option<usize>, scratch: &mut String) -> Result<(), Error> {
        let start = self.at;
        let set = slot
            .filter(|slot| row.layout.slots.get(*slot).is_some_and(|slot| slot.kind == FactType::Categories));
        self.token(b'[', "expected a list")?;
        if let Some(slot) = set {
            row.begin_set(slot);
        }
        let mut first = true;
        while self.has_next(b']', &mut first)? {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.fault(start, Error::wrong_type(VALUE)));
            }
            let name = self.string(scratch)?;
            if let Some(slot) = set {
                row.add_name(slot, name).map_err(|error| self.fault(start, error))?;
            }
        }
        match (set, slot) {
            (Some(slot), _) => {
                row.end_set(slot);
                Ok(())
            }
            // No other type takes a list: the slot says what was expected.
            (None, Some(slot)) => {
                row.put(slot, SlotValue::Texts(&[])).map_err(|error| self.fault(start, error))
            }
            (None, None) => Ok(()),
        }
    }

    /// Whether an object is a text from a table of texts.
    fn is_cell(&self) -> bool {
        let inside = self.rest().get(1..).unwrap_or_default().trim_ascii_start();
        inside.starts_with(b"\"cell\"")
    }

    /// `{"cell": "2"}`.
    fn cell<'s>(&mut self, scratch: &'s mut String) -> Result<&'s str, Error>
    where
        'a: 's,
    {
        let start = self.at;
        let mut first = true;
        self.token(b'{', VALUE)?;
        self.has_next(b'}', &mut first)?;
        self.string(scratch)?;
        self.colon()?;
        if self.peek() != Some(b'"') {
            return Err(self.fault(start, Error::wrong_type(VALUE)));
        }
        let text = self.string(scratch)?;
        if self.has_next(b'}', &mut first)? {
            return Err(self.fault(start, Error::wrong_type(VALUE)));
        }
        Ok(text)
    }

    /// `{"from": "2016-04-01", "until": "2021-10-01"}`.
    fn span(&mut self, scratch: &mut String) -> Result<Span, Error> {
        let start = self.at;
        let (mut from, mut until) = (None, None);
        self.token(b'{', VALUE)?;
        let mut first = true;
        while self.has_next(b'}', &mut first)? {
            let start = self.at;
            let end = match self.string(scratch)? {
                "from" => &mut from,
                "until" => &mut until,
                _ => return Err(self.fault(start, Error::wrong_type(VALUE))),
            };
            if end.is_some() {
                return Err(self.fault(start, Error::duplicate("expected each name once")));
            }
            self.colon()?;
            let start = self.at;
            let found = if self.peek() == Some(b'"') { day(self.string(scratch)?) } else { None };
            let wrong = || Error::wrong_type("expected a date such as `2024-04-01`");
            *end = Some(found.ok_or_else(|| self.fault(start, wrong()))?);
        }
        let ends: Option<(NaiveDate, NaiveDate)> = from.zip(until);
        let (from, until) = ends.ok_or_else(|| self.fault(start, Error::wrong_type(VALUE)))?;
        Span::new(from, until).map_err(|error| self.fault(start, error))
    }

    /// Goes past a word where it stands here.
    #[inline]
    fn take(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word.as_bytes());
        self.at = self.at.saturating_add(if found { word.len() } else { 0 });
        found
    }

    /// A whole number of few digits without a sign; anything else is left for [`number`](Self::number).
    #[inline]
    fn whole(&mut self) -> Option<i64> {
        let rest = self.rest();
        let mut whole = 0_i64;
        let mut length = 0_usize;
        while let Some(digit @ b'0'..=b'9') = rest.get(length) {
            whole = whole.wrapping_mul(10).wrapping_add(i64::from(digit.wrapping_sub(b'0')));
            length = length.saturating_add(1);
        }
        let more = matches!(rest.get(length), Some(b'.' | b'e' | b'E'));
        if length == 0 || length > 18 || more || (length > 1 && rest.first() == Some(&b'0')) {
            return None;
        }
        self.at = self.at.saturating_add(length);
        Some(whole)
    }

    /// A number: whole where it is written so and fits.
    fn number<'v>(&mut self) -> Result<SlotValue<'v>, Error> {
        let start = self.at;
        let wrong = |reader: &Self| Err(reader.fault(reader.at, Error::syntax("expected a number")));
        let negative = self.accept(b'-');
        let first = self.at;
        let mut whole = 0_i64;
        let mut fits = true;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            let digit = i64::from(digit.wrapping_sub(b'0'));
            // Downwards, for the least number has no counterpart.
            let next = whole.checked_mul(10).and_then(|whole| whole.checked_sub(digit));
            fits &= next.is_some();
            whole = next.unwrap_or(0);
            self.at = self.at.saturating_add(1);
        }
        let digits = self.at.saturating_sub(first);
        if digits == 0 || (digits > 1 && self.text.as_bytes().get(first) == Some(&b'0')) {
            self.at = first;
            return wrong(self);
        }
        let mut is_whole = true;
        if self.accept(b'.') {
            is_whole = false;
            if !self.digits() {
                return wrong(self);
            }
        }
        if self.accept(b'e') || self.accept(b'E') {
            is_whole = false;
            let _ = self.accept(b'+') || self.accept(b'-');
            if !self.digits() {
                return wrong(self);
            }
        }
        // Minus zero is not a whole number to JSON's usual readers.
        if is_whole && fits && !(negative && whole == 0) {
            if negative {
                return Ok(SlotValue::Integer(whole));
            }
            if let Some(whole) = whole.checked_neg() {
                return Ok(SlotValue::Integer(whole));
            }
        }
        let written = self.text.get(start..self.at).unwrap_or_default();
        match written.parse() {
            Ok(number) if f64::is_finite(number) => Ok(SlotValue::Number(number)),
            _ => Err(self.fault(start, Error::out_of_range("expected a number below 1.8e308"))),
        }
    }

    fn digits(&mut self) -> bool {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at = self.at.saturating_add(1);
        }
        self.at > start
    }

    /// A text: a part of the document, or where it has escapes what they stand for, in `scratch`.
    fn string<'s>(&mut self, scratch: &'s mut String) -> Result<&'s str, Error>
    where
        'a: 's,
    {
        if let Some(text) = self.short() {
            return Ok(text);
        }
        self.token(b'"', "expected a text")?;
        let mut start = self.at;
        self.plain();
        scratch.clear();
        loop {
            scratch.push_str(self.text.get(start..self.at).unwrap_or_default());
            match self.peek() {
                Some(b'"') => {
                    self.at = self.at.saturating_add(1);
                    return Ok(scratch);
                }
                Some(b'\\') => {
                    let letter = self.escape()?;
                    scratch.push(letter);
                }
                Some(_) => {
                    return Err(self.fault(self.at, Error::syntax("expected no control character in a text")));
                }
                None => return Err(self.fault(self.at, Error::syntax("expected the end of a text"))),
            }
            start = self.at;
            self.plain();
        }
    }

    /// A text without escapes; nothing is read where there is another one, or none.
    #[inline]
    fn short(&mut self) -> Option<&'a str> {
        let [b'"', rest @ ..] = self.rest() else { return None };
        let length = plain(rest);
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let start = self.at.saturating_add(1);
        let end = start.saturating_add(length);
        self.at = end.saturating_add(1);
        // Quotes stand between letters: this is always a part of the text.
        self.text.get(start..end)
    }

    /// Goes on to the next quote, backslash or control character, or to the end.
    fn plain(&mut self) {
        self.at = self.at.saturating_add(plain(self.rest()));
    }

    fn escape(&mut self) -> Result<char, Error> {
        let start = self.at;
        let wrong = |reader: &Self| {
            reader.fault(start, Error::syntax("expected an escape such as `\\n` or `\\u3042`"))
        };
        self.at = self.at.saturating_add(2);
        let letter = self.text.as_bytes().get(start.saturating_add(1));
        Ok(match letter {
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(*letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.four().ok_or_else(|| wrong(self))?;
                let code = match first {
                    // A letter beyond the first plane comes as two halves.
                    0xD800..0xDC00 => {
                        let second = self.accept(b'\\') && self.accept(b'u');
                        let second = if second { self.four() } else { None };
                        let second = second.filter(|half| (0xDC00..0xE000).contains(half));
                        let low = second.ok_or_else(|| wrong(self))? & 0x3FF;
                        ((first & 0x3FF) << 10 | low).saturating_add(0x1_0000)
                    }
                    other => other,
                };
                char::from_u32(code).ok_or_else(|| wrong(self))?
            }
            _ => return Err(wrong(self)),
        })
    }

    fn four(&mut self) -> Option<u32> {
        let mut code = 0;
        for _ in 0..4 {
            code = code << 4 | char::from(self.peek()?).to_digit(16)?;
            self.at = self.at.saturating_add(1);
        }
        Some(code)
    }

    /// Whether another part of an object or list follows; takes the comma before it, or the end.
    #[inline]
    fn has_next(&mut self, end: u8, first: &mut bool) -> Result<bool, Error> {
        self.spaces();
        if self.accept(end) {
            return Ok(false);
        }
        if !std::mem::take(first) {
            let expected = if end == b'}' { "expected `,` or `}`" } else { "expected `,` or `]`" };
            self.token(b',', expected)?;
            self.spaces();
        }
        Ok(true)
    }

    fn object(&mut self) -> Result<(), Error> {
        if self.accept(b'{') {
            return Ok(());
        }
        Err(self.fault(self.at, Error::wrong_type("expected an object of facts")))
    }

    #[inline]
    fn colon(&mut self) -> Result<(), Error> {
        self.spaces();
        self.token(b':', "expected `:`")?;
        self.spaces();
        Ok(())
    }

    #[inline]
    fn token(&mut self, token: u8, expected: &str) -> Result<(), Error> {
        if self.accept(token) {
            return Ok(());
        }
        Err(self.fault(self.at, Error::syntax(expected)))
    }

    #[inline]
    fn accept(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at = self.at.saturating_add(usize::from(found));
        found
    }

    #[inline]
    fn spaces(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at = self.at.saturating_add(1);
        }
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    #[cold]
    fn fault(&self, at: usize, error: Error) -> Error {
        error.within(line_and_column(self.text, at))
    }
}

/// How many bytes stand before the next quote, backslash or control character, or the end: sixteen at a time, so that for most texts
/// no length has to be foreseen.
#[inline]
fn plain(text: &[u8]) -> usize {
    const ONES: u128 = u128::MAX / 255;
    const HIGHS: u128 = ONES * 0x80;
    let zero = |word: u128| word.wrapping_sub(ONES) & !word & HIGHS;
    let (words, tail) = text.as_chunks::<16>();
    let mut length = 0_usize;
    for word in words {
        let word = u128::from_le_bytes(*word);
        // Exact for the first such byte, and only that one counts.
        let found = zero(word ^ (ONES * 0x22))
            | zero(word ^ (ONES * 0x5C))
            | word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        if found != 0 {
            return length.saturating_add(usize::try_from(found.trailing_zeros() / 8).unwrap_or(0));
        }
        length = length.saturating_add(16);
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    length.saturating_add(tail.iter().position(special).unwrap_or(tail.len()))
}
