//! Languages, and reasons as the answers of every engine carry them.

use std::ffi::CStr;

use alumni_core::Reason;
use alumni_core::text::Clock;

use crate::boundary::{Kept, KeptIn};

/// English.
pub const ALUMNI_LANG_EN: u32 = 0;
/// Japanese.
pub const ALUMNI_LANG_JA: u32 = 1;
/// What an accessor for a member of an enum returns where there is none, as for a NULL handle.
pub const ALUMNI_NONE: u32 = u32::MAX;

/// A list of ids or names with the texts that C has asked for.
#[derive(Debug, Default)]
pub(crate) struct Words(Vec<(String, Kept)>);

impl FromIterator<String> for Words {
    fn from_iter<I: IntoIterator<Item = String>>(words: I) -> Self {
        Self(words.into_iter().map(|word| (word, Kept::default())).collect())
    }
}

impl Words {
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&CStr> {
        let (word, kept) = self.0.get(index)?;
        Some(kept.get(|| word.clone()))
    }
}

/// The reasons of one answer with the texts that C has asked for.
#[derive(Debug, Default)]
pub(crate) struct Reasons {
    told: Vec<Told>,
    /// Where the clock is set that shows their days and times; UTC where it is absent.
    clock: Option<Clock>,
}

#[derive(Debug)]
struct Told {
    reason: Reason,
    code: Kept,
    text: KeptIn,
}

impl<'a> FromIterator<&'a Reason> for Reasons {
    fn from_iter<I: IntoIterator<Item = &'a Reason>>(reasons: I) -> Self {
        let told =
            |reason: &Reason| Told { reason: reason.clone(), code: Kept::default(), text: KeptIn::default() };
        Self { told: reasons.into_iter().map(told).collect(), clock: None }
    }
}

impl Reasons {
    pub(crate) fn count(&self) -> usize {
        self.told.len()
    }

    /// The same, told by a clock.
    pub(crate) fn by(self, clock: Clock) -> Self {
        Self { clock: Some(clock), ..self.told.iter().map(|told| &told.reason).collect() }
    }

    pub(crate) fn code(&self, index: usize) -> Option<&CStr> {
        let told = self.told.get(index)?;
        Some(told.code.get(|| told.reason.code().to_owned()))
    }

    pub(crate) fn text(&self, index: usize, lang: u32) -> Option<&CStr> {
        let told = self.told.get(index)?;
        told.text.get(lang, |lang| match self.clock {
            Some(clock) => told.reason.text_at(lang, clock),
            None => told.reason.text(lang),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alumni_core::Lang;

    #[test]
    fn every_language_of_the_core_has_its_number() {
        assert_eq!(
            [(Lang::En, ALUMNI_LANG_EN), (Lang::Ja, ALUMNI_LANG_JA)].map(|(lang, number)| (number, lang)),
            std::array::from_fn(|number| (u32::try_from(number).unwrap(), Lang::ALL[number]))
        );
    }
}
