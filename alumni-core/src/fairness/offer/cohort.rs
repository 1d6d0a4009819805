use serde::{Deserialize, Serialize};

use super::bounds::Sums;
use super::circle::{Circle, chosen};
use super::limits::{Exact, OfferLimits, exact};
use super::model::PayModel;
use super::people::OfferPeer;
use crate::columns::Columns;
use crate::fairness::PayColumns;
use crate::fairness::input_hash;
use crate::fairness::pay::{men, not_negative, one_currency, women};
use crate::text::Localized;
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
    /// Who is compared, the nearest first: `["same family", "adjacent families", "grade band"]`. The cohort takes the
    /// narrowest circle that holds five incumbents, with those inside it. Without circles everybody is compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) circles: Vec<Localized>,
    pub(super) people: Vec<OfferPeer>,
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
    pub(super) circle: Option<Circle>,
    #[serde(skip)]
    pub(super) sums: Sums,
    #[serde(skip)]
    pub(super) model: Option<PayModel>,
    /// A fingerprint of the document whatever the order of the people.
    #[serde(skip)]
    pub(super) hash: Option<String>,
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
        let circle = chosen(&document)?;
        let widest = circle.as_ref().map(|circle| circle.place);
        let compared = document.people.iter().enumerate().filter(|(_, peer)| peer.is_compared(widest));
        let sums = Sums::new(compared.clone().map(|(_, peer)| peer), &document.focal, &document.reference);
        let model = match document.limits.adjusted_gap_percent {
            Some(percent) => Some(PayModel::new(compared, percent)?),
            None => None,
        };
        let hash = fingerprint(&document);
        Ok(Self { document, exact, currency, circle, sums, model, hash })
    }
}

impl Document {
    /// The rows as people, where there is a column of what a limit rests on.
    fn peers(&self, columns: &PayColumns, table: &Columns<'_>) -> Result<Vec<OfferPeer>, Error> {
        let needed = [
            (self.limits.group_gap_percent.is_some(), &columns.group),
            (self.limits.inversions.is_some(), &columns.tenure_months),
        ];
        for (_, name) in needed.iter().filter(|(is_needed, _)| *is_needed) {
            crate::fairness::pay::column(table, name)?;
        }
        columns.offer_peers(table)
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

    /// A cohort of the people in `table`; `options` is a JSON object of the fields of [`PayColumns`] and of a cohort, its `people` left
    /// out. Where the gap between groups is limited there has to be a column of groups, and where inversions are, one of service.
    ///
    /// # Errors
    ///
    /// Those of [`PayColumns::offer_peers`] and of [`parse`](Self::parse), [`Missing`](crate::ErrorKind::Missing) for such a column,
    /// and [`Inconsistent`](crate::ErrorKind::Inconsistent) for people in the options.
    pub fn from_columns(table: &Columns<'_>, options: &str) -> Result<Self, Error> {
        let (columns, mut document): (PayColumns, Document) =
            PayColumns::with_question(options, Some("people"))?;
        document.people = document.peers(&columns, table)?;
        document.try_into()
    }

    /// The same for a table in batches.
    ///
    /// # Errors
    ///
    /// Those of [`from_columns`](Self::from_columns) and of [`Reader::next_batch`](crate::table::Reader).
    #[cfg(feature = "table")]
    pub fn from_table(table: crate::table::Reader, options: &str) -> Result<Self, Error> {
        let (columns, mut document): (PayColumns, Document) =
            PayColumns::with_question(options, Some("people"))?;
        let further = ["id", "circle", "left_out", "rating"];
        document.people =
            columns.table_with(table, &further, |columns, rows| document.peers(columns, rows))?;
        document.try_into()
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
        let (focal, reference) = (women(), men());
        Document { range, limits, focal, reference, circles: Vec::new(), people }.try_into()
    }

    /// The people.
    #[must_use]
    pub fn people(&self) -> &[OfferPeer] {
        &self.document.people
    }

    /// The title of the circle of people that is compared; absent where the cohort has none.
    #[must_use]
    pub fn circle(&self) -> Option<&Localized> {
        self.circle.as_ref().map(|circle| &circle.title)
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

fn fingerprint(document: &Document) -> Option<String> {
    let mut input = input_hash::canonical(&Document { people: Vec::new(), ..document.clone() });
    *input.get_mut("people")? = input_hash::sorted(&document.people);
    input_hash::of(&input)
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
    let mut ids = std::collections::BTreeSet::new();
    for (index, peer) in document.people.iter().enumerate() {
        if peer.id.as_ref().is_some_and(|id| !ids.insert(id)) {
            let error = Error::duplicate("expected each id once");
            return Err(error.within(format!("people[{index}].id")));
        }
        let at = |error: Error| error.within(format!("people[{index}].pay"));
        if peer.pay.minor() <= 0 {
            return Err(at(Error::out_of_range("expected pay above zero")));
        }
        one_currency([*first.get_or_insert(peer.pay), peer.pay]).map_err(at)?;
    }
    Ok(first.map(|money| money.currency()))
}
