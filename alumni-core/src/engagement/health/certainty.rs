use serde::{Deserialize, Serialize};

/// How sure it is that a figure lies beyond its threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Certainty {
    /// The whole interval lies beyond it.
    Sure,
    /// The figure lies beyond it, and so does a narrower interval.
    Suspected,
    /// The figure does not lie beyond it.
    Clear,
    /// There is too little to tell: too little was counted, or the figure lies beyond the threshold and its interval reaches across it.
    CannotTell,
}
