use serde::{Deserialize, Serialize};

use super::bounds::Sums;
use super::model::PayModel;
use super::percent::hundredths;
use crate::fairness::FactorValue;
use crate::fairness::design::Factors;
use crate::fairness::pay::{men, not_negative, one_currency, women};
use crate::workforce::{Currency, Money};
use crate::{Error, document};

/// A pay range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PayRange {
    /// The lowest pay of the range.
    pub minimum: Money,
    /// Its midpoint, which need not be halfway; without it there is no compa-ratio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub midpoint: Option<Money>,
    /// The highest pay of the range.
    pub maximum: Money,
}

impl PayRange {
    /// A range with its midpoint.
    #[must_use]
    pub fn new(minimum: Money, midpoint: Option<Money>, maximum: Money) -> Self {
        Self { minimum, midpoint, maximum }
    }
}

/// Somebody who is already in the cohort.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OfferPeer {
    /// Pay for the same period and working time as the offer's, above zero.
    pub pay: Money,
    /// Whether the person left and came back.
    #[serde(default)]
    pub returner: bool,
    /// The code of the group, where the gap between two groups is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Completed months of service, counted as the programme counts it.
    #[serde(default)]
    pub tenure_months: u32,
    /// The last rating, higher is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// What explains pay, by name; somebody who lacks a factor that others have is not in the adjusted gap.
    #[serde(default, skip_serializing_if = "Factors::is_empty")]
    pub factors: Factors,
}

impl OfferPeer {
    /// An incumbent of whom only pay is known.
    #[must_use]
    pub fn new(pay: Money) -> Self {
        Self { pay, returner: false, group: None, tenure_months: 0, rating: None, factors: Factors::new() }
    }
}

/// The person who may be offered something. No pay history is asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Candidate {
    /// The code of the group, where the gap between two groups is limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Completed months of service, counted as the programme counts it: bridged or not.
    #[serde(default)]
    pub tenure_months: u32,
    /// The last rating, higher is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<u32>,
    /// What explains pay, by name.
    #[serde(default, skip_serializing_if = "Factors::is_empty")]
    pub factors: Factors,
}

impl Candidate {
    /// Somebody with so much service.
    #[must_use]
    pub fn new(tenure_months: u32) -> Self {
        Self { tenure_months, ..Self::default() }
    }

    /// Sets the group.
    #[must_use]
    pub fn of_group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Sets the rating.
    #[must_use]
    pub fn rated(mut self, rating: u32) -> Self {
        self.rating = Some(rating);
        self
    }

    /// Adds a factor.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<FactorValue>) -> Self {
        self.factors.insert(name.into(), value.into());
        self
    }
}

/// The internal limits that were agreed, each optional; a limit that is not set bounds nothing. Per cents have at most two
/// decimals. Limits may be reached: one that must stay below 5 % is 4.99.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct OfferLimits {
    /// Pay over the midpoint, in per cent: `{"lowest": 80, "highest": 120}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compa_ratio_percent: Option<CompaRatioSpan>,
    /// How far the returners' mean pay may be from the incumbents', of the incumbents' mean and either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_gap_percent: Option<f64>,
    /// How far returners' pay may be from incumbents' beside the factors, either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted_gap_percent: Option<f64>,
    /// How far the focal group's mean pay may be from the reference's, of the reference's mean and either way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_gap_percent: Option<f64>,
    /// How many incumbents with at least as much service and no lower rating may be paid less; and how many with no more
    /// service and no higher rating more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inversions: Option<u32>,
    /// How many months more service make a difference; 0 unless set.
    pub inversion_margin_months: u32,
    /// How far the offer may be above indexed last pay, the incumbents' median or the stayers' before it is remarked on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub premium_percent: Option<f64>,
}

/// Between which compa-ratios an offer may lie, in per cent, each end optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct CompaRatioSpan {
    /// The lowest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lowest: Option<f64>,
    /// The highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub highest: Option<f64>,
}

/// The cohort as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) range: Option<PayRange>,
    #[serde(default)]
    pub(super) limits: OfferLimits,
    #[serde(default = "women")]
    pub(super) focal: String,
    #[serde(default = "men")]
    pub(super) reference: String,
    pub(super) people: Vec<OfferPeer>,
}

/// The limits in whole hundredths of a per cent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Exact {
    pub(super) lowest_compa_ratio: Option<i128>,
    pub(super) highest_compa_ratio: Option<i128>,
    pub(super) mean_gap: Option<i128>,
    pub(super) group_gap: Option<i128>,
}

/// The people an offer is measured beside, with the agreed limits, made ready once for many questions.
///
/// # Example
///
/// ```
/// use alumni_core::fairness::{Candidate, OfferCohort, OfferLimit};
///
/// let cohort = OfferCohort::parse(r#"{
///     "range": {"minimum": {"minor": 5400000, "currency": "JPY"}, "maximum": {"minor": 7600000, "currency": "JPY"}},
///     "limits": {"inversions": 0},
///     "people": [
///         {"pay": {"minor": 6200000, "currency": "JPY"}, "tenure_months": 90},
///         {"pay": {"minor": 7000000, "currency": "JPY"}, "tenure_months": 40}]}"#)?;
/// let headroom = cohort.headroom(&Candidate::new(60))?;
/// // The colleague with more service must not be paid less.
/// assert_eq!(headroom.highest, Some("6200000 JPY".parse()?));
/// assert_eq!(headroom.highest_by, Some(OfferLimit::Inversions));
/// // And the one with less service must not be paid more.
/// assert_eq!((headroom.lowest, headroom.feasible), (Some("7000000 JPY".parse()?), false));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Document", into = "Document")]
pub struct OfferCohort {
    #[serde(flatten)]
    pub(super) document: Document,
    #[serde(skip)]
    pub(super) exact: Exact,
    #[serde(skip)]
    pub(super) currency: Option<Currency>,
    #[serde(skip)]
    pub(super) sums: Sums,
    #[serde(skip)]
    pub(super) model: Option<PayModel>,
}

impl PartialEq for OfferCohort {
    /// Everything else follows from the document.
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document
    }
}

impl From<OfferCohort> for Document {
    fn from(cohort: OfferCohort) -> Self {
        cohort.document
    }
}

impl TryFrom<Document> for OfferCohort {
    type Error = Error;

    fn try_from(document: Document) -> Result<Self, Error> {
        let exact = exact(&document.limits)?;
        let currency = checked(&document)?;
        let sums = Sums::new(&document);
        let model = match document.limits.adjusted_gap_percent {
            Some(percent) => Some(PayModel::new(&document.people, percent)?),
            None => None,
        };
        Ok(Self { document, exact, currency, sums, model })
    }
}

impl OfferCohort {
    /// Reads a document, JSON when it starts with a brace and TOML otherwise, and fits what has to be fitted.
    ///
    /// # Errors
    ///
    /// [`Syntax`](crate::ErrorKind::Syntax) and [`WrongType`](crate::ErrorKind::WrongType) with line and column. With the
    /// place (`people[3].pay`): [`OutOfRange`](crate::ErrorKind::OutOfRange) for pay that is not above zero, a factor that
    /// is not finite or a limit without meaning; [`Inconsistent`](crate::ErrorKind::Inconsistent) for two currencies or a
    /// range that is not in order; [`WrongType`](crate::ErrorKind::WrongType) for a factor that is a number for some and
    /// a text for others.
    pub fn parse(text: &str) -> Result<Self, Error> {
        document::from_document::<Document>(text)?.try_into()
    }

    /// A cohort made of its parts, comparing women with men where the gap between groups is limited.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), with places.
    pub fn new(
        people: impl IntoIterator<Item = OfferPeer>,
        range: Option<PayRange>,
        limits: OfferLimits,
    ) -> Result<Self, Error> {
        let people = people.into_iter().collect();
        Document { range, limits, focal: women(), reference: men(), people }.try_into()
    }

    /// The people.
    #[must_use]
    pub fn people(&self) -> &[OfferPeer] {
        &self.document.people
    }

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> &OfferLimits {
        &self.document.limits
    }

    /// The pay range.
    #[must_use]
    pub fn range(&self) -> Option<PayRange> {
        self.document.range
    }
}

fn exact(limits: &OfferLimits) -> Result<Exact, Error> {
    let gap =
        |percent: Option<f64>, name| percent.map(|percent| hundredths(percent, 0.0, 99.99, name)).transpose();
    let span = limits.compa_ratio_percent.unwrap_or_default();
    let ratio = |percent: Option<f64>, name| {
        percent
            .map(|percent| hundredths(percent, 0.01, 1000.0, &format!("compa_ratio_percent.{name}")))
            .transpose()
    };
    let read = || {
        gap(limits.adjusted_gap_percent, "adjusted_gap_percent")?;
        limits
            .premium_percent
            .map(|percent| hundredths(percent, 0.0, 1000.0, "premium_percent"))
            .transpose()?;
        Ok(Exact {
            lowest_compa_ratio: ratio(span.lowest, "lowest")?,
            highest_compa_ratio: ratio(span.highest, "highest")?,
            mean_gap: gap(limits.mean_gap_percent, "mean_gap_percent")?,
            group_gap: gap(limits.group_gap_percent, "group_gap_percent")?,
        })
    };
    read().map_err(|error: Error| error.within("limits"))
}

/// Checks amounts, range and groups; the one currency.
fn checked(document: &Document) -> Result<Option<Currency>, Error> {
    crate::fairness::pay::two_groups(&document.focal, &document.reference)?;
    let mut first = None;
    if let Some(range) = document.range {
        let at = |error: Error| error.within("range");
        let midpoint = range.midpoint.unwrap_or(range.minimum);
        one_currency([range.minimum, midpoint, range.maximum]).map_err(at)?;
        not_negative(range.minimum, "minimum").map_err(at)?;
        if range.maximum.minor() <= range.minimum.minor() {
            return Err(at(Error::inconsistent("expected a maximum above the minimum").within("maximum")));
        }
        if range.midpoint.is_some_and(|midpoint| {
            midpoint.minor() <= 0
                || midpoint.minor() < range.minimum.minor()
                || midpoint.minor() > range.maximum.minor()
        }) {
            let message = "expected a midpoint above zero and between the minimum and the maximum";
            return Err(at(Error::inconsistent(message).within("midpoint")));
        }
        first = Some(range.minimum);
    }
    for (index, peer) in document.people.iter().enumerate() {
        let at = |error: Error| error.within(format!("people[{index}].pay"));
        if peer.pay.minor() <= 0 {
            return Err(at(Error::out_of_range("expected pay above zero")));
        }
        one_currency([*first.get_or_insert(peer.pay), peer.pay]).map_err(at)?;
    }
    Ok(first.map(|money| money.currency()))
}
