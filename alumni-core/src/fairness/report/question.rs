use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::{
    AdjustedPayGap, Compression, Counterfactuals, EuPayGaps, Headroom, Inversions, JapanPayRatios,
    LocalLaw144, LogibReport, OfferReport, PayPosition, PolicyGap, PublishedSelection, RateComparison,
    Regression, RulePack, SelectionReport, StrataReport, TableReport, ThresholdReport, UkPayGaps, Verdict,
};
use crate::text::{Lang, Localized};
use crate::{Error, document};

/// What a report is made of: findings, each with an id, and the day they are stated for.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{self, ReportEntry, ReportQuestion};
/// use alumni_core::text::Localized;
///
/// let selection = fairness::selection([("women", 52, 24), ("men", 80, 48)])?;
/// let title = Localized::new("Offers of the spring round", "春季の復職選考");
/// let question = ReportQuestion::new("2026-03-31".parse()?)
///     .with(ReportEntry::new("offers", selection).titled(title));
/// let report = fairness::report(&question)?;
/// assert_eq!(report.sections[0].rules, ["four-fifths"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReportQuestion {
    /// What the report is called; absent for *Fairness report*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// The day that the findings are stated for.
    #[serde(deserialize_with = "document::date::deserialize")]
    #[cfg_attr(feature = "schema", schemars(with = "NaiveDate"))]
    pub as_of: NaiveDate,
    /// The findings in the order of the report.
    pub findings: Vec<ReportEntry>,
    /// Rules that stand beside the library's; one of the same id takes the place of the library's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<RulePack>,
}

/// One finding of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ReportEntry {
    /// The id, unlike that of any other finding of the report.
    pub id: String,
    /// The heading; absent for the name of its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Localized>,
    /// The declared family of comparisons it belongs to: p-values of all selections of one family are adjusted together.
    /// For selections only; absent where the finding is a family of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// A fingerprint of what the finding was made from, in the place of the finding's own: one with a key, or that of the rows of a table;
    /// see [`input_hash`](super::super::input_hash).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input_hash: Option<String>,
    /// The finding.
    pub finding: ReportedFinding,
}

/// A finding of any kind that the engine makes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ReportedFinding {
    /// Selection rates of groups.
    Selection(Box<SelectionReport>),
    /// Selection rates within strata.
    Strata(Box<StrataReport>),
    /// Selection rates from a table of people.
    Table(Box<TableReport>),
    /// A search over thresholds.
    Thresholds(Box<ThresholdReport>),
    /// The tables of Local Law 144.
    #[serde(rename = "local_law_144")]
    LocalLaw144(Box<LocalLaw144>),
    /// The United Kingdom's gender pay gap figures.
    UkPayGaps(Box<UkPayGaps>),
    /// The indicators of the European Union's directive.
    EuPayGaps(Box<EuPayGaps>),
    /// Japan's difference in wages.
    JapanPayRatios(Box<JapanPayRatios>),
    /// Newcomers' pay beside incumbents'.
    Compression(Box<Compression>),
    /// Pairs of a returner and a colleague that are the wrong way round.
    Inversions(Box<Inversions>),
    /// The difference in pay beside factors.
    AdjustedPayGap(Box<AdjustedPayGap>),
    /// The Swiss standard analysis model.
    Logib(Box<LogibReport>),
    /// The room for an offer.
    Headroom(Box<Headroom>),
    /// An offer measured.
    Offer(Box<OfferReport>),
    /// Selection rates that may be shown to everybody.
    PublishedSelection(Box<PublishedSelection>),
    /// Where a group's pay lies against the midpoints of its ranges.
    CompaRatios(Box<PayPosition>),
    /// Rates by every named test.
    RateComparison(Box<RateComparison>),
    /// A regression.
    Regression(Box<Regression>),
    /// Gaps between pass rates under a policy, divided among its criteria.
    PolicyGap(Box<PolicyGap>),
    /// How many decisions of a policy hang on single facts.
    Counterfactuals(Box<Counterfactuals>),
}

macro_rules! from {
    ($($kind:ident($finding:ty)),* $(,)?) => { $(
        impl From<$finding> for ReportedFinding {
            fn from(finding: $finding) -> Self {
                Self::$kind(Box::new(finding))
            }
        }
    )* };
}
from!(
    Selection(SelectionReport),
    Strata(StrataReport),
    Table(TableReport),
    Thresholds(ThresholdReport),
    LocalLaw144(LocalLaw144),
    UkPayGaps(UkPayGaps),
    EuPayGaps(EuPayGaps),
    JapanPayRatios(JapanPayRatios),
    Compression(Compression),
    Inversions(Inversions),
    AdjustedPayGap(AdjustedPayGap),
    Logib(LogibReport),
    Headroom(Headroom),
    Offer(OfferReport),
    PublishedSelection(PublishedSelection),
    CompaRatios(PayPosition),
    RateComparison(RateComparison),
    Regression(Regression),
    PolicyGap(PolicyGap),
    Counterfactuals(Counterfactuals),
);

impl ReportedFinding {
    /// The kind's stable name, as in JSON.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Selection(_) => "selection",
            Self::Strata(_) => "strata",
            Self::Table(_) => "table",
            Self::Thresholds(_) => "thresholds",
            Self::LocalLaw144(_) => "local_law_144",
            Self::UkPayGaps(_) => "uk_pay_gaps",
            Self::EuPayGaps(_) => "eu_pay_gaps",
            Self::JapanPayRatios(_) => "japan_pay_ratios",
            Self::Compression(_) => "compression",
            Self::Inversions(_) => "inversions",
            Self::AdjustedPayGap(_) => "adjusted_pay_gap",
            Self::Logib(_) => "logib",
            Self::Headroom(_) => "headroom",
            Self::Offer(_) => "offer",
            Self::PublishedSelection(_) => "published_selection",
            Self::CompaRatios(_) => "compa_ratios",
            Self::RateComparison(_) => "rate_comparison",
            Self::Regression(_) => "regression",
            Self::PolicyGap(_) => "policy_gap",
            Self::Counterfactuals(_) => "counterfactuals",
        }
    }

    /// What the finding asks of its reader; `None` for figures without a verdict.
    #[must_use]
    pub fn verdict(&self) -> Option<Verdict> {
        match self {
            Self::Selection(found) => Some(found.verdict),
            Self::Strata(found) => Some(found.verdict),
            Self::Table(found) => Some(found.verdict),
            Self::EuPayGaps(found) => Some(found.verdict),
            Self::AdjustedPayGap(found) => Some(found.verdict),
            Self::Logib(found) => Some(found.verdict),
            Self::Offer(found) => Some(found.verdict),
            Self::PublishedSelection(found) => Some(found.verdict),
            Self::PolicyGap(found) => Some(found.report.selection.verdict),
            _ => None,
        }
    }

    /// The finding in sentences of `lang`, as a report has them.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        super::say::text(self, lang)
    }

    /// The fingerprint that the finding carries of what it was made from.
    pub(super) fn input_hash(&mut self) -> Option<&mut String> {
        match self {
            Self::Selection(found) => Some(&mut found.input_hash),
            Self::Strata(found) => Some(&mut found.input_hash),
            Self::Thresholds(found) => Some(&mut found.input_hash),
            Self::PolicyGap(found) => Some(&mut found.report.input_hash),
            Self::Table(found) => found.input_hash.as_mut(),
            Self::LocalLaw144(found) => found.input_hash.as_mut(),
            Self::UkPayGaps(found) => found.input_hash.as_mut(),
            Self::EuPayGaps(found) => found.input_hash.as_mut(),
            Self::JapanPayRatios(found) => found.input_hash.as_mut(),
            Self::Compression(found) => found.input_hash.as_mut(),
            Self::Inversions(found) => found.input_hash.as_mut(),
            Self::AdjustedPayGap(found) => found.input_hash.as_mut(),
            Self::Logib(found) => found.input_hash.as_mut(),
            Self::Headroom(found) => found.input_hash.as_mut(),
            Self::Offer(found) => found.input_hash.as_mut(),
            Self::PublishedSelection(found) => found.input_hash.as_mut(),
            Self::CompaRatios(found) => found.input_hash.as_mut(),
            Self::RateComparison(found) => found.input_hash.as_mut(),
            Self::Regression(found) => found.input_hash.as_mut(),
            Self::Counterfactuals(found) => found.input_hash.as_mut(),
        }
    }
}

impl ReportQuestion {
    /// A report without findings yet, stated for a day.
    #[must_use]
    pub fn new(as_of: NaiveDate) -> Self {
        Self { title: None, as_of, findings: Vec::new(), rules: Vec::new() }
    }

    /// What the report is called.
    #[must_use]
    pub fn titled(mut self, title: impl Into<Localized>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Adds a finding.
    #[must_use]
    pub fn with(mut self, entry: ReportEntry) -> Self {
        self.findings.push(entry);
        self
    }

    /// Adds a rule, or takes it in the place of the library's.
    #[must_use]
    pub fn with_rule(mut self, rule: RulePack) -> Self {
        self.rules.push(rule);
        self
    }

    /// Reads a question in JSON.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

impl ReportEntry {
    /// A finding under an id.
    pub fn new(id: impl Into<String>, finding: impl Into<ReportedFinding>) -> Self {
        Self { id: id.into(), title: None, family: None, input_hash: None, finding: finding.into() }
    }

    /// The heading.
    #[must_use]
    pub fn titled(mut self, title: impl Into<Localized>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The declared family of comparisons it belongs to.
    #[must_use]
    pub fn in_family(mut self, family: impl Into<String>) -> Self {
        self.family = Some(family.into());
        self
    }

    /// A fingerprint of what the finding was made from.
    #[must_use]
    pub fn hashed(mut self, input_hash: impl Into<String>) -> Self {
        self.input_hash = Some(input_hash.into());
        self
    }
}
