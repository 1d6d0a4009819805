use serde::{Deserialize, Serialize};

use super::super::ActorType;

/// Who counts as somebody in the network. A machine never does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Parties {
    /// Alumni only.
    #[default]
    Alumni,
    /// Alumni and present employees.
    People,
    /// Alumni, present employees, the office, the company and those of the group.
    Everyone,
}

impl Parties {
    /// Every value, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 3] = [Self::Alumni, Self::People, Self::Everyone];

    /// The stable name, as in JSON and in Python.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Alumni => "alumni",
            Self::People => "people",
            Self::Everyone => "everyone",
        }
    }

    /// Whether whoever acts on this behalf counts.
    #[must_use]
    pub fn admits(self, actor: ActorType) -> bool {
        match actor {
            ActorType::Alumnus => true,
            ActorType::Staff => self != Self::Alumni,
            ActorType::Office | ActorType::Company | ActorType::GroupCompany => self == Self::Everyone,
            ActorType::System => false,
        }
    }
}
