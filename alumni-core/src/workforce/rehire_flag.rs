use serde::{Deserialize, Serialize};

/// "Eligible for rehire" as the HR system holds it.
///
/// It is never a boolean: systems also hold *upon review* and *not answered*, and many have no such field at all. All five
/// are known states; a policy can ask for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(
    clippy::exhaustive_enums,
    reason = "the five states are the whole of the design; a host must handle each"
)]
pub enum RehireFlag {
    /// Marked as eligible.
    Yes,
    /// Marked as not eligible.
    No,
    /// A person must look; also what two disagreeing flags become.
    UponReview,
    /// The question was put and left open.
    NotAnswered,
    /// The source has no such field, or this person has no value in it.
    #[default]
    Absent,
}

/// Where a rehire flag comes from: a constant written by a connector is not somebody's judgement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FlagOrigin {
    /// A person decided.
    Human,
    /// The system's default.
    Default,
    /// Taken over in an import; who decided is not known.
    #[default]
    Import,
}

names!(RehireFlag {
    Yes => "yes",
    No => "no",
    UponReview => "upon_review",
    NotAnswered => "not_answered",
    Absent => "absent",
});

names!(FlagOrigin {
    Human => "human",
    Default => "default",
    Import => "import",
});
