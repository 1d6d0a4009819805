use serde::{Deserialize, Serialize};

/// How close two people are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Tie {
    /// Who.
    pub from: String,
    /// To whom.
    pub to: String,
    /// What the first gave the other, as far as it has not faded.
    pub weight: f64,
    /// What came back.
    pub back: f64,
    /// The part of all that the first gave which went to the other; absent for somebody who gave nothing.
    pub share: Option<f64>,
}

impl Tie {
    /// Whether both have given something.
    #[must_use]
    pub fn two_way(&self) -> bool {
        self.weight > 0.0 && self.back > 0.0
    }
}
