//! Texts that occur again and again, each held once.

use super::number;
use crate::ids::Index;

/// Texts by number, from 1; 0 stands for none.
#[derive(Clone, Debug, Default)]
pub(in crate::consent) struct Names {
    texts: Vec<Box<str>>,
    index: Index,
    /// Deliveries name one source after another thousands of times.
    last: u32,
}

impl Names {
    /// The number of a text that occurs nowhere.
    pub(in crate::consent) const UNKNOWN: u32 = u32::MAX;

    pub(in crate::consent) fn text(&self, number: u32) -> Option<&str> {
        let place = usize::try_from(number.checked_sub(1)?).ok()?;
        self.texts.get(place).map(|text| &**text)
    }

    /// [`UNKNOWN`](Self::UNKNOWN) for a text that was never numbered, 0 for none.
    pub(in crate::consent) fn find(&self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        let is = |number| self.text(number) == Some(text);
        self.index.find(self.index.hash(&text), is).unwrap_or(Self::UNKNOWN)
    }

    pub(in crate::consent) fn number(&mut self, text: Option<&str>) -> u32 {
        let Some(text) = text else { return 0 };
        if self.text(self.last) == Some(text) {
            return self.last;
        }
        self.last = match self.find(Some(text)) {
            Self::UNKNOWN => {
                self.texts.push(text.into());
                let last = number(self.texts.len());
                self.index.insert(self.index.hash(&text), last);
                last
            }
            known => known,
        };
        self.last
    }
}
