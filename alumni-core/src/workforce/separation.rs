use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::LocalCode;

/// How a spell ended, in the coarsest terms that rules need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SeparationKind {
    /// The worker's own decision.
    Voluntary,
    /// By agreement, or at the employer's urging.
    Mutual,
    /// The employer's decision for reasons that do not lie in the worker's conduct.
    InvoluntaryNoCause,
    /// The employer's decision for the worker's conduct.
    InvoluntaryCause,
    /// A fixed term ran out.
    EndOfTerm,
    /// Retirement by age (定年) or scheme.
    Retirement,
    /// Moved to another employer of the group.
    TransferOut,
    /// The worker died.
    Death,
}

/// Why a spell ended, where the source says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
#[expect(missing_docs, reason = "the names are the meanings")]
pub enum SeparationReason {
    BetterOffer,
    Pay,
    HoursConditions,
    Relations,
    JobContent,
    CompanyFuture,
    SkillsUnused,
    CareerChange,
    Study,
    FoundingBusiness,
    Marriage,
    ChildbirthChildcare,
    Caregiving,
    SpouseTransfer,
    Relocation,
    Health,
    Redundancy,
    Closure,
    ContractExpired,
    Performance,
    Misconduct,
    RetirementAge,
    Other,
}

/// The end of a spell: kind, reason, local code and what was agreed.
///
/// Every part is optional: what the source does not say stays unknown. A kind or reason that is not given is taken from the
/// local code where that code's scheme fixes it (see [`LocalCode::kind`]).
///
/// # Example
///
/// ```
/// use alumni_core::workforce::{LocalCode, Separation, SeparationKind};
///
/// let separation = Separation::default().local_code(LocalCode::new("jp_rishoku_kubun", "5E"));
/// assert_eq!(separation.kind(), Some(SeparationKind::InvoluntaryCause));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Separation {
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<SeparationKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<SeparationReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    local_code: Option<LocalCode>,
    /// The day the worker or the employer gave notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notified_on: Option<NaiveDate>,
    /// Whether the employer regrets the loss.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regretted: Option<bool>,
    /// The last day on which a non-compete agreement binds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_compete_until: Option<NaiveDate>,
    /// Whether it was agreed not to contact the worker again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_contact_agreed: Option<bool>,
    /// Whether company property was returned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub property_returned: Option<bool>,
    /// Whether the work was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handover_done: Option<bool>,
    /// The day the separation was taken back: the spell then runs on and the rest of this record has no effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rescinded_on: Option<NaiveDate>,
}

impl From<SeparationKind> for Separation {
    fn from(kind: SeparationKind) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }
}

impl Separation {
    /// Sets the reason.
    #[must_use]
    pub fn because(mut self, reason: SeparationReason) -> Self {
        self.reason = Some(reason);
        self
    }

    /// Sets the local code.
    #[must_use]
    pub fn local_code(mut self, code: LocalCode) -> Self {
        self.local_code = Some(code);
        self
    }

    /// The kind: as given, else as the local code fixes it, else unknown.
    #[must_use]
    pub fn kind(&self) -> Option<SeparationKind> {
        self.kind.or_else(|| self.local_code.as_ref()?.kind())
    }

    /// The reason: as given, else as the local code fixes it, else unknown.
    #[must_use]
    pub fn reason(&self) -> Option<SeparationReason> {
        self.reason.or_else(|| self.local_code.as_ref()?.reason())
    }

    /// The local code, where the source has one.
    #[must_use]
    pub fn code(&self) -> Option<&LocalCode> {
        self.local_code.as_ref()
    }
}

names!(SeparationKind {
    Voluntary => "voluntary",
    Mutual => "mutual",
    InvoluntaryNoCause => "involuntary_no_cause",
    InvoluntaryCause => "involuntary_cause",
    EndOfTerm => "end_of_term",
    Retirement => "retirement",
    TransferOut => "transfer_out",
    Death => "death",
});

names!(SeparationReason {
    BetterOffer => "better_offer",
    Pay => "pay",
    HoursConditions => "hours_conditions",
    Relations => "relations",
    JobContent => "job_content",
    CompanyFuture => "company_future",
    SkillsUnused => "skills_unused",
    CareerChange => "career_change",
    Study => "study",
    FoundingBusiness => "founding_business",
    Marriage => "marriage",
    ChildbirthChildcare => "childbirth_childcare",
    Caregiving => "caregiving",
    SpouseTransfer => "spouse_transfer",
    Relocation => "relocation",
    Health => "health",
    Redundancy => "redundancy",
    Closure => "closure",
    ContractExpired => "contract_expired",
    Performance => "performance",
    Misconduct => "misconduct",
    RetirementAge => "retirement_age",
    Other => "other",
});
