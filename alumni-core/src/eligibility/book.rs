//! The versions of one policy, each in force on its days.

mod diff;
mod migrate;
mod record;

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use diff::{CriterionDiff, CriterionText, DiffKind, PolicyDiff};
pub use migrate::{Migration, Moved};
pub use record::{Record, Replay};

use super::policy::Document as PolicyDocument;
use super::{Decision, Policy};
use crate::calendar::day_after;
use crate::workforce::{Vocabulary, Worker};
use crate::{Error, document};

/// More versions are refused.
const MOST_VERSIONS: usize = 1_000;

/// The versions of one policy with their effective dates, and where their days begin.
///
/// A book that exists is valid: its versions have one id, numbers of their own, and no gaps or overlaps unless the document
/// says so. A version without `effective_until` ends on the day before the next one begins; only the first may have no
/// `effective_from`.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::Book;
///
/// let book = Book::parse(r#"
///     utc_offset = "+09:00"
///     [[versions]]
///     id = "return"
///     version = 1
///     effective_from = 2022-04-01
///     criteria = [{ id = "service", require = "tenure >= 5 years" }]
///     [[versions]]
///     id = "return"
///     version = 2
///     effective_from = 2024-04-01
///     criteria = [{ id = "service", require = "tenure >= 3 years" }]
/// "#)?;
/// // 15:00 in UTC is midnight in Tokyo: 1 April 2024.
/// let day = book.day_of("2024-03-31T15:00:00Z".parse()?);
/// assert_eq!(day, "2024-04-01".parse()?);
/// assert_eq!(book.in_force(day).map(|policy| policy.version()), Some(2));
/// assert!(book.in_force("2022-03-31".parse()?).is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    document: Document,
    /// By the day on which they begin.
    versions: Vec<Policy>,
    offset: FixedOffset,
}

/// A book as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Book"))]
#[serde(deny_unknown_fields)]
struct Document {
    /// Where days begin, such as `+09:00`; UTC when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    utc_offset: Option<String>,
    /// Whether there may be days between two versions on which none is in force.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    allow_gaps: bool,
    /// Whether a version may begin before the one before it ends; the later one is in force then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    allow_overlaps: bool,
    /// The versions, in any order.
    versions: Vec<PolicyDocument>,
}

impl Book {
    /// Reads a book in TOML, or in JSON when it starts with a brace.
    ///
    /// # Errors
    ///
    /// Those of a policy, with `versions[i]` before the path; [`Missing`](crate::ErrorKind::Missing) for a book without
    /// versions, [`Duplicate`](crate::ErrorKind::Duplicate) for a version number or a first day given twice,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent), naming both versions, for other ids, gaps and overlaps, and
    /// [`Syntax`](crate::ErrorKind::Syntax) at `utc_offset` for something else than an offset.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let document: Document = document::from_document(text)?;
        if document.versions.len() > MOST_VERSIONS {
            return Err(
                Error::too_large(format!("expected at most {MOST_VERSIONS} versions")).within("versions")
            );
        }
        let offset = match &document.utc_offset {
            None => FixedOffset::east_opt(0),
            Some(text) => text.parse().ok(),
        };
        let offset = offset
            .ok_or_else(|| Error::syntax("expected an offset such as `+09:00`").within("utc_offset"))?;
        let mut versions = Vec::new();
        for (index, written) in document.versions.iter().enumerate() {
            let policy = Policy::build(written.clone(), Vocabulary::hr())
                .map_err(|error| error.within(format!("versions[{index}]")))?;
            versions.push((index, policy));
        }
        versions.sort_by_key(|(_, policy)| policy.effective().0);
        check(&document, &versions)?;
        Ok(Self { document, versions: versions.into_iter().map(|(_, policy)| policy).collect(), offset })
    }

    /// The id that the versions share.
    #[must_use]
    pub fn id(&self) -> &str {
        self.versions.first().map(Policy::id).unwrap_or_default()
    }

    /// The versions, by the day on which they begin.
    #[must_use]
    pub fn versions(&self) -> &[Policy] {
        &self.versions
    }

    /// The version of this number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&Policy> {
        self.versions.iter().find(|policy| policy.version() == number)
    }

    /// Where days begin.
    #[must_use]
    pub fn utc_offset(&self) -> FixedOffset {
        self.offset
    }

    /// The day that an instant falls on where the book applies.
    ///
    /// For a place whose offset changes over the year, say the day oneself.
    #[must_use]
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.offset).date_naive()
    }

    /// The version in force on a day; `None` before the first version, after the last one ends, and in a gap.
    #[must_use]
    pub fn in_force(&self, as_of: NaiveDate) -> Option<&Policy> {
        let next = self.versions.iter().skip(1).map(|policy| policy.effective().0).chain([None]);
        let spans: Vec<_> = self.versions.iter().zip(next).collect();
        let covers = |policy: &Policy, next: Option<NaiveDate>| {
            let (from, until) = policy.effective();
            from.is_none_or(|from| from <= as_of)
                && match until {
                    Some(until) => as_of <= until,
                    None => next.is_none_or(|next| as_of < next),
                }
        };
        spans.into_iter().rev().find(|(policy, next)| covers(policy, *next)).map(|(policy, _)| policy)
    }

    /// Decides about `worker` as of a day, under the version in force on it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) with the path `as_of` for a day on which no version is in force: there is
    /// no rule to answer by ([`in_force`](Self::in_force) asks without an error). Else those of [`Policy::decide`].
    pub fn decide(&self, worker: &Worker, as_of: NaiveDate) -> Result<Decision, Error> {
        self.require_in_force(as_of)?.decide(worker, as_of)
    }

    /// Decides about `worker` at an instant: as of the day it falls on where the book applies.
    ///
    /// # Errors
    ///
    /// Those of [`decide`](Self::decide).
    pub fn decide_at(&self, worker: &Worker, at: DateTime<Utc>) -> Result<Decision, Error> {
        self.decide(worker, self.day_of(at))
    }

    /// The version in force on a day, as [`in_force`](Self::in_force) finds it.
    ///
    /// # Errors
    ///
    /// [`OutOfRange`](crate::ErrorKind::OutOfRange) with the path `as_of` for a day on which there is none.
    pub fn require_in_force(&self, as_of: NaiveDate) -> Result<&Policy, Error> {
        self.in_force(as_of).ok_or_else(|| {
            let first = self.versions.first().and_then(|policy| policy.effective().0);
            let hint = match first.filter(|first| as_of < *first) {
                Some(first) => format!("; the first begins on {first}"),
                None => String::new(),
            };
            let message = format!(
                "expected a day on which a version of `{}` is in force, got {as_of}{hint}",
                self.id()
            );
            Error::out_of_range(message).within("as_of")
        })
    }

    /// The policy of the version `number`, or an error with the path `path`.
    fn numbered(&self, number: u32, path: &str) -> Result<&Policy, Error> {
        self.version(number).ok_or_else(|| {
            let known: Vec<_> = self.versions.iter().map(|policy| policy.version().to_string()).collect();
            let message = format!("expected one of the versions {}, got {number}", known.join(", "));
            Error::unknown_name(message).within(path)
        })
    }

    /// The book as one line of JSON, which [`parse`](Self::parse) reads back to an equal book.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serialising strings, numbers and dates to memory cannot fail.
        serde_json::to_string(&self.document).unwrap_or_default()
    }
}

fn check(document: &Document, versions: &[(usize, Policy)]) -> Result<(), Error> {
    let Some((_, first)) = versions.first() else {
        return Err(Error::missing("expected at least one version").within("versions"));
    };
    let at =
        |index: usize, field: &str, error: Error| error.within(field).within(format!("versions[{index}]"));
    let mut numbers = BTreeSet::new();
    for (index, policy) in versions {
        if policy.id() != first.id() {
            let message =
                format!("expected the id `{}` of the other versions, got `{}`", first.id(), policy.id());
            return Err(at(*index, "id", Error::inconsistent(message)));
        }
        if !numbers.insert(policy.version()) {
            let message = format!("expected one version of the number {}", policy.version());
            return Err(at(*index, "version", Error::duplicate(message)));
        }
    }
    for pair in versions.windows(2) {
        let [(place, one), (index, other)] = pair else { continue };
        let (earlier, later) = (one.version(), other.version());
        let ((started, until), (from, _)) = (one.effective(), other.effective());
        let Some(from) = from else {
            let message =
                format!("expected a first day: version {earlier} has none either, beside version {later}");
            return Err(at(*index, "effective_from", Error::missing(message)));
        };
        if started == Some(from) {
            let message =
                format!("expected a day of its own, got that of version {earlier} for version {later}");
            return Err(at(*index, "effective_from", Error::duplicate(message)));
        }
        let Some(until) = until else { continue };
        if until >= from && !document.allow_overlaps {
            let message = format!(
                "expected version {earlier} to end before version {later} begins on {from}, got {until}, and no `allow_overlaps`"
            );
            return Err(at(*place, "effective_until", Error::inconsistent(message)));
        }
        if day_after(until).is_some_and(|next| next < from) && !document.allow_gaps {
            let message = format!(
                "expected version {earlier} to end on the day before version {later} begins on {from}, got {until}, and no `allow_gaps`"
            );
            return Err(at(*place, "effective_until", Error::inconsistent(message)));
        }
    }
    Ok(())
}

impl<'de> Deserialize<'de> for Book {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text =
            serde_json::to_string(&Document::deserialize(deserializer)?).map_err(serde::de::Error::custom)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Book {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Book {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Book".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Document::json_schema(generator)
    }
}
