//! What every engine must answer, and the hand-written evaluator of a typed struct.

use crate::people::{AS_OF, Person};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    Eligible,
    Undetermined,
    Ineligible,
}

/// An outcome and, when the engine was asked to explain, the criteria that are not met, the first lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    pub outcome: Outcome,
    pub failed: Option<u16>,
}

/// Kinds that may come back: all but for cause, retirement and death.
pub const KINDS: u32 = 0b0101_0111;
/// Entities: all but `cn`, `br`, `in` and `uk`.
pub const ENTITIES: u32 = 0b0001_0111_1111;
/// Families: all but `legal`, `people`, `security`, `procurement` and `facilities`.
pub const FAMILIES: u32 = 0b0001_1110_0111_1111;
pub const FLAG_NO: u8 = 1;

fn within(set: u32, code: u8) -> bool {
    set >> code & 1 == 1
}

impl Answer {
    /// From the criteria that are not met, a missing kind of separation counted as met.
    pub fn from_failed(failed: u16, kind_missing: bool) -> Self {
        Self { outcome: Outcome::of(failed == 0, kind_missing), failed: Some(failed) }
    }

    pub fn decided(outcome: Outcome) -> Self {
        Self { outcome, failed: None }
    }

    /// Whether `other` says the same, as far as it says anything.
    pub fn agrees(self, other: Self) -> bool {
        self.outcome == other.outcome && (other.failed.is_none() || self.failed == other.failed)
    }
}

impl Outcome {
    pub fn of(all_met: bool, kind_missing: bool) -> Self {
        match (all_met, kind_missing) {
            (false, _) => Self::Ineligible,
            (true, true) => Self::Undetermined,
            (true, false) => Self::Eligible,
        }
    }
}

/// Explains one person; a call of its own, as a host calls an engine.
#[inline(never)]
pub fn explain(person: &Person) -> Answer {
    explain_inline(person)
}

#[inline(always)]
pub fn explain_inline(person: &Person) -> Answer {
    let met = [
        (person.separation + 1 - person.start >= 1096) | (person.grade >= 3),
        AS_OF - (person.separation + 1) >= 180,
        person.kind.is_none_or(|kind| within(KINDS, kind)),
        person.flag != FLAG_NO,
        within(ENTITIES, person.entity),
        within(FAMILIES, person.family),
        person.non_compete < AS_OF,
        !person.no_contact,
        person.property_returned,
        person.nda_signed & !person.legal_hold,
    ];
    let failed = met.iter().enumerate().fold(0, |failed, (bit, met)| failed | u16::from(!met) << bit);
    Answer::from_failed(failed, person.kind.is_none())
}

/// Decides about one person, stopping at the first criterion that is not met.
#[inline(never)]
pub fn decide(person: &Person) -> Answer {
    let met = (person.separation + 1 - person.start >= 1096 || person.grade >= 3)
        && AS_OF - (person.separation + 1) >= 180
        && person.kind.is_none_or(|kind| within(KINDS, kind))
        && person.flag != FLAG_NO
        && within(ENTITIES, person.entity)
        && within(FAMILIES, person.family)
        && person.non_compete < AS_OF
        && !person.no_contact
        && person.property_returned
        && person.nda_signed
        && !person.legal_hold;
    Answer::decided(Outcome::of(met, person.kind.is_none()))
}
