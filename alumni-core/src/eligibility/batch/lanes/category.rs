//! Categories: what the texts of a column mean, and sets of them.

use super::convert::Cell;
use super::text::text_of;
use crate::columns::{Column, Values};
use crate::workforce::FactDefinition;

/// What a code stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) enum Meaning {
    Is(String),
    /// No value.
    Absent,
    /// Not a value of the fact.
    Refused,
}

impl Meaning {
    /// What a text is for a fact, if it is there.
    pub(super) fn of(definition: &FactDefinition, there: bool, text: Option<&[u8]>) -> Self {
        if !there {
            return Self::Absent;
        }
        match text.and_then(|text| std::str::from_utf8(text).ok()) {
            Some(text) if is_value(definition, text) => Self::Is(text.to_owned()),
            _ => Self::Refused,
        }
    }
}

fn is_value(definition: &FactDefinition, text: &str) -> bool {
    let values = &definition.values;
    values.is_empty() || values.iter().any(|value| value.name == text)
}

/// The categories that a policy names, as bits.
pub(super) struct Sets<'c> {
    pub(super) definition: &'c FactDefinition,
    pub(super) names: &'c [String],
}

impl Sets<'_> {
    pub(super) fn set<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Cell<u64> {
        let mut set = 0_u64;
        for text in texts {
            match self.names.iter().position(|name| name == text) {
                Some(name) => match u32::try_from(name).ok().and_then(|name| 1_u64.checked_shl(name)) {
                    Some(bit) => set |= bit,
                    None => return Cell::Refused,
                },
                None if is_value(self.definition, text) => {}
                None => return Cell::Refused,
            }
        }
        Cell::Is(set)
    }

    pub(super) fn list(&self, column: &Column<'_>, row: usize) -> Cell<u64> {
        let Values::Lists { offsets, items } = column.values() else { return Cell::Refused };
        let Some(range) = offsets.get(row) else { return Cell::Refused };
        let mut set = 0_u64;
        for item in range {
            let Some(text) = text_of(items, item) else { return Cell::Refused };
            match self.set(std::iter::once(text)) {
                Cell::Is(one) => set |= one,
                other => return other,
            }
        }
        Cell::Is(set)
    }
}
