//! Is bringing people back fair? Impact ratios with what the numbers can and cannot show, and positions in pay ranges.
//!
//! Everything about selection is a function of counts: how many people of each group were considered and selected. A
//! [`Standard`] says how they are compared; [`selection`] uses the default one. Each [`Finding`] carries its estimate,
//! interval, exact tests, what could have been detected, how many decisions would change it, and a [`Verdict`], of
//! which *insufficient* (the data cannot tell) is one. No answer is a legal conclusion.
//!
//! Group names are the caller's codes. They stand in the answer that is given back, and nothing keeps them beside it: there is
//! no state. What is made of documents of people, an [`OfferCohort`] and the questions, holds whatever each person has in it,
//! the group too, and writes it again.
//!
//! # Example
//!
//! ```
//! use alumni_core::fairness::{self, Verdict};
//!
//! let report = fairness::selection([("women", 52, 24), ("men", 80, 48)])?;
//! assert_eq!(report.verdict, Verdict::Insufficient);
//! assert_eq!(
//!     report.to_string(),
//!     "Women were selected at 46% (24/52), men at 60% (48/80): ratio 0.77, 95% interval 0.53-1.07 (score). \
//!      A difference this large would appear about 13 times in 100 if the true rates were equal (mid-p 0.13). \
//!      These numbers could reliably detect only ratios below about 0.59. \
//!      INSUFFICIENT: the data cannot tell. Screening statistic, not a legal finding."
//! );
//! # Ok::<(), alumni_core::Error>(())
//! ```

mod adjusted;
mod attribution;
mod category_columns;
mod design;
mod expected;
mod figures;
mod finding;
#[cfg(feature = "table")]
mod findings;
mod fraction;
mod input_hash;
mod linear;
mod local_law_144;
mod multiplicity;
mod offer;
mod pay;
mod policy;
mod privacy;
mod rates;
mod report;
mod rule_pack;
mod selection;
mod sentence;
mod standard;
mod statistics;
mod strata;
mod table;
mod thresholds;
mod verdict;
mod wording;

#[cfg(test)]
mod tests;

pub use adjusted::{
    AdjustedPayGap, AdjustedPayQuestion, FactoredWorker, LogibRating, LogibReport, LogibWorker,
    adjusted_pay_gap, logib,
};
pub(crate) use attribution::InTheWay;
pub use attribution::{GapAttribution, GapPart, GapReport, Hurdles};
pub use category_columns::CategoryColumns;
pub use design::{FactorValue, Factors};
pub use expected::{ExpectedImpact, expected_impact};
pub use figures::{Effects, Shortfalls, Tests, UnknownRange};
pub use finding::{Detection, Finding, Flips, Interval, IntervalMethod};
pub use fraction::Fraction;
pub use input_hash::input_hash;
pub use linear::{
    Coefficient, Degrees, Leverage, NamedColumn, Permutation, PermutationOptions, Regression,
    RegressionColumns, RegressionOptions, RegressionQuestion, StandardErrors, regress,
};
pub use local_law_144::{ImpactRow, ImpactTable, LocalLaw144, RateKind};
pub use multiplicity::{AdjustedP, adjust_p_values};
pub use offer::{
    Bound, Candidate, CompaRatioSpan, Headroom, LastPay, Offer, OfferCohort, OfferLimit, OfferLimits,
    OfferOverride, OfferPeer, OfferReport, OfferTerm, PayRange, PublishedRule, TermComparison, TermFinding,
    TermKind, WhyNoBound,
};
pub use pay::{
    CategoryPayGap, Compression, EmploymentKind, EuPayGaps, InversionQuestion, Inversions, JapanPayRatios,
    JapanPayTotal, PaidWorker, PayColumns, PayGap, PayPosition, PayQuestion, Peer, QuartileBand, Quartiles,
    ReceivingShare, Sex, UkPayGaps, compa_ratio, compa_ratios, compression, eu_pay_gaps, inversions,
    japan_pay_ratios, range_penetration, uk_pay_gaps,
};
pub use policy::{
    CounterfactualCriterion, CounterfactualFact, CounterfactualGroup, CounterfactualValue, Counterfactuals,
    PolicyGap,
};
pub use privacy::{
    Band, Noise, Privacy, PublicationCell, PublicationQuestion, PublishedRow, PublishedSelection,
    PublishedTable, ScoredPerson, publish,
};
pub use rates::{
    DifferenceIntervals, GroupEstimate, OddsRatioIntervals, PowerOfRates, PowerOfRatesQuestion,
    RateComparison, RateComparisonQuestion, RateCounts, RatePair, RateTest, RateTests, RatesTogether,
    RatioIntervals,
};
pub use report::{
    Adjustment, AppliedRule, ComparisonFamily, FairnessReport, ReportEntry, ReportQuestion, ReportSection,
    ReportedFinding, report,
};
pub use rule_pack::{RulePack, SourceCheck};
pub use selection::{GroupRate, SelectionReport, TwoSided, Unknown};
pub use standard::{Reference, Standard};
pub use strata::{
    Agreement, ChiSquare, Estimate, ExactStrata, StrataReport, StratifiedFinding, StratumRatio,
};
pub use table::{AttributeReport, TableOptions, TableReport};
pub use thresholds::{
    Inference, Side, ThresholdComparison, ThresholdGroup, ThresholdOptions, ThresholdPoint, ThresholdReport,
};
pub use verdict::Verdict;

use crate::Error;

/// Compares the groups' selection rates by the default [`Standard`]: four fifths, against the highest rate.
///
/// Each group is its name, how many people were considered, and how many of them were selected. The order of the groups
/// does not matter.
///
/// # Errors
///
/// As [`Standard::selection`].
///
/// # Example
///
/// ```
/// use alumni_core::{ErrorKind, fairness};
///
/// // 4 of 25 against 1 of 5 is exactly four fifths, which is not below.
/// let report = fairness::selection([("returning", 25, 4), ("external", 5, 1)])?;
/// assert_eq!(report.findings[0].below_threshold, Some(false));
///
/// let error = fairness::selection([("returning", 4, 25), ("external", 5, 1)]).unwrap_err();
/// assert_eq!((error.kind(), error.path()), (ErrorKind::Inconsistent, "groups[0].selected"));
/// # Ok::<(), alumni_core::Error>(())
/// ```
pub fn selection<N: Into<String>>(
    groups: impl IntoIterator<Item = (N, u64, u64)>,
) -> Result<SelectionReport, Error> {
    Standard::default().selection(groups)
}
