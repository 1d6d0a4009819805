//! The names in a column as small numbers.

use std::collections::HashMap;

use super::{Column, Values, each_width};
use crate::Error;

/// A column of names, whole numbers or booleans; 0 is unknown, and code `i` is the name at `i - 1`.
pub(crate) struct Codes<'c> {
    column: &'c Column<'c>,
    names: Vec<String>,
    /// For texts by number: the code of each.
    by_number: Vec<u32>,
    texts: HashMap<Vec<u8>, u32, foldhash::fast::FixedState>,
    numbers: HashMap<i128, u32, foldhash::fast::FixedState>,
}

const LONGEST_NAME: usize = 1_000;

/// Whole numbers below this have their code in a list.
const SMALL: usize = 1_024;

/// A number of whatever width as a place in a list.
fn place<N: TryInto<usize>>(number: N) -> Option<usize> {
    number.try_into().ok()
}

impl<'c> Codes<'c> {
    pub(crate) fn new(column: &'c Column<'c>) -> Result<Self, Error> {
        let mut codes = Self {
            column,
            names: Vec::new(),
            by_number: Vec::new(),
            texts: HashMap::default(),
            numbers: HashMap::default(),
        };
        match column.values() {
            Values::Booleans(_) => codes.names = vec!["false".to_owned(), "true".to_owned()],
            Values::Integers(_) => codes.by_number = vec![0; SMALL],
            Values::Coded { names, names_valid, .. } => {
                for item in 0..names.len() {
                    let there = names_valid.is_none_or(|valid| valid.get(item));
                    let bytes = names.bytes(item).filter(|_| there).unwrap_or_default();
                    let code = codes.text(bytes)?;
                    codes.by_number.push(code);
                }
            }
            Values::Null(_) | Values::Texts(_) => {}
            _ => return Err(Error::wrong_type("expected a column of texts, whole numbers or booleans")),
        }
        Ok(codes)
    }

    /// The names of the codes from 1 on.
    pub(crate) fn names(self) -> Vec<String> {
        self.names
    }

    /// The names of the codes met so far, from 1 on.
    pub(crate) fn so_far(&self) -> &[String] {
        &self.names
    }

    /// How many codes there are so far, the unknown included.
    pub(crate) fn count(&self) -> usize {
        self.names.len().saturating_add(1)
    }

    /// The codes of the rows from `first` on.
    pub(crate) fn read(&mut self, first: usize, codes: &mut [u32]) -> Result<(), Error> {
        match self.column.values() {
            Values::Booleans(bits) => {
                for (code, row) in codes.iter_mut().zip(first..) {
                    *code = if bits.get(row) { 2 } else { 1 };
                }
            }
            Values::Coded { codes: numbers, .. } => {
                let by_number = &self.by_number;
                each_width!(numbers, slice => {
                    for (code, number) in codes.iter_mut().zip(slice.iter().skip(first)) {
                        *code = place(*number).and_then(|place| by_number.get(place)).copied().unwrap_or_default();
                    }
                });
            }
            Values::Integers(numbers) => {
                each_width!(numbers, slice => {
                    for ((code, number), row) in codes.iter_mut().zip(slice.iter().skip(first)).zip(first..) {
                        let small = place(*number).and_then(|place| self.by_number.get(place));
                        *code = match small {
                            Some(known) if *known > 0 => *known,
                            _ if self.column.is_valid(row) => self.number(i128::from(*number)),
                            _ => 0,
                        };
                    }
                });
            }
            Values::Texts(texts) => {
                for (code, row) in codes.iter_mut().zip(first..) {
                    let text = texts.bytes(row).filter(|_| self.column.is_valid(row));
                    *code = self.text(text.unwrap_or_default())?;
                }
            }
            _ => codes.fill(0),
        }
        if let Some(valid) = self.column.validity() {
            for (code, row) in codes.iter_mut().zip(first..) {
                if !valid.get(row) {
                    *code = 0;
                }
            }
        }
        Ok(())
    }

    fn number(&mut self, number: i128) -> u32 {
        if let Some(code) = self.numbers.get(&number) {
            return *code;
        }
        self.names.push(number.to_string());
        let code = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.numbers.insert(number, code);
        if let Some(place) = usize::try_from(number).ok().and_then(|place| self.by_number.get_mut(place)) {
            *place = code;
        }
        code
    }

    /// The code of a text; that of blanks is unknown.
    fn text(&mut self, bytes: &[u8]) -> Result<u32, Error> {
        if let Some(code) = self.texts.get(bytes) {
            return Ok(*code);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| Error::syntax("expected UTF-8"))?;
        let code = if text.trim().is_empty() {
            0
        } else {
            if text.len() > LONGEST_NAME {
                return Err(Error::too_large("expected a name of at most 1000 bytes"));
            }
            self.names.push(text.to_owned());
            u32::try_from(self.names.len()).unwrap_or(u32::MAX)
        };
        self.texts.insert(bytes.to_vec(), code);
        Ok(code)
    }
}
