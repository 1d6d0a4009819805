use serde::{Deserialize, Serialize};

use super::super::{Finding, Verdict};

/// How the figure of all strata together stands to that within strata.
///
/// *A difference is seen* where the verdict is at least [`Watch`](Verdict::Watch).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Agreement {
    /// Both say the same.
    Agrees,
    /// A difference is seen in one of them or in both, and the ratios lie on opposite sides of 1 (Simpson's paradox).
    Reverses,
    /// A difference is seen pooled, none within strata: it comes from who was considered where.
    Disappears,
    /// A difference is seen within strata, none pooled, which hides it.
    Appears,
    /// One of the two cannot be formed.
    NotComparable,
}

impl Agreement {
    /// The stable name, as in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Reverses => "reverses",
            Self::Disappears => "disappears",
            Self::Appears => "appears",
            Self::NotComparable => "not_comparable",
        }
    }

    /// Of a pooled finding with a ratio and a verdict within strata.
    pub(super) fn of(pooled: &Finding, ratio: Option<f64>, within: Verdict) -> Self {
        let (Some(together), Some(apart)) = (pooled.impact_ratio, ratio) else {
            return Self::NotComparable;
        };
        let (seen, seen_within) = (pooled.verdict >= Verdict::Watch, within >= Verdict::Watch);
        let opposite = (together < 1.0 && apart > 1.0) || (together > 1.0 && apart < 1.0);
        match (seen, seen_within) {
            (true, _) | (_, true) if opposite => Self::Reverses,
            (true, false) => Self::Disappears,
            (false, true) => Self::Appears,
            _ => Self::Agrees,
        }
    }
}
