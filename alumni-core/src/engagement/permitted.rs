use std::collections::BTreeSet;

/// Who may be scored: scoring people needs a purpose of its own, and consent decides it, not this engine.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::exhaustive_enums, reason = "everyone, or those on a list")]
pub enum Permitted<'a> {
    /// Everybody in the record.
    Everyone,
    /// Only these, by id; everybody else is *not scored* and leaves no trace in other people's scores.
    Only(&'a BTreeSet<String>),
}

impl Permitted<'_> {
    /// Whether `person` may be scored.
    #[must_use]
    pub fn allows(&self, person: &str) -> bool {
        match self {
            Self::Everyone => true,
            Self::Only(people) => people.contains(person),
        }
    }
}
