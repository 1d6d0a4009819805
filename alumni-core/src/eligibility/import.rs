//! Rules that were written for another engine, brought in as a policy.
//!
//! Nothing changes its meaning silently: what cannot be carried over exactly is lost and said so, with its place, and then
//! there is no policy, only the criteria that could be carried over. Where the other engine takes a missing value as zero or
//! as false, ours says *unknown*; that is noted once for each fact.

#[cfg(feature = "dmn")]
mod dmn;
mod fold;
mod json_logic;
mod names;
mod typed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use self::names::Names;
use super::expression::Expression;
use super::parse::LONGEST;
use super::policy::{Document, Effect, Policy};
use crate::text::Reason;
use crate::workforce::{FactDefinition, Vocabulary};
use crate::{Error, document};

/// What an import needs to know that the imported document does not say.
///
/// In JSON `{"id": "return", "names": {"years": {"fact": "tenure", "unit": "years"}, "level": "grade"}, "outcomes":
/// {"Approved": "eligible"}}`; every field but `id` may be left out.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::ImportOptions;
///
/// let options = ImportOptions::from_json(r#"{"id": "return", "names": {"level": "grade"}}"#)?;
/// assert_eq!((options.id.as_str(), options.version), ("return", 1));
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ImportOptions {
    /// The id of the policy to make.
    pub id: String,
    /// Its version, 1 when it is left out.
    #[serde(default = "first")]
    pub version: u32,
    /// What the imported document calls the facts, where it does not call them as the vocabulary does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, ImportedName>,
    /// Facts that the policy declares, as in its document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactDefinition>,
    /// For decision tables: what each value of the output column means.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub outcomes: BTreeMap<String, ImportedOutcome>,
    /// For documents with several decision tables: the name or id of the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// For decision tables with several output columns: the name or label of the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<String>,
}

const fn first() -> u32 {
    1
}

/// What a name of the imported document stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, from = "WrittenName")]
#[expect(clippy::exhaustive_enums, reason = "a fact, or a count of its units")]
pub enum ImportedName {
    /// A fact as rules write it (`grade`, `time_in_job_family(sales)`), or `as_of` for the day of the decision.
    Fact(String),
    /// Elapsed time as a number of completed units: `years >= 5` is `tenure >= 5 years`.
    Counted {
        /// The fact, elapsed time.
        fact: String,
        /// What is counted.
        unit: ImportedUnit,
    },
}

/// What a name of the imported document stands for.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "ImportedName"))]
#[serde(untagged, expecting = "expected the name of a fact, or { fact, unit }")]
enum WrittenName {
    /// A fact as rules write it (`grade`, `time_in_job_family(sales)`), or `as_of` for the day of the decision.
    Fact(String),
    /// Elapsed time as a number of completed units: `years >= 5` is `tenure >= 5 years`.
    Counted(#[serde(deserialize_with = "document::object")] Counted),
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(inline))]
struct Counted {
    /// The fact, elapsed time.
    fact: String,
    /// What is counted.
    unit: ImportedUnit,
}

impl From<WrittenName> for ImportedName {
    fn from(written: WrittenName) -> Self {
        match written {
            WrittenName::Fact(fact) => Self::Fact(fact),
            WrittenName::Counted(Counted { fact, unit }) => Self::Counted { fact, unit },
        }
    }
}

/// A unit in which an imported document counts elapsed time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "periods have these units")]
pub enum ImportedUnit {
    /// Completed years.
    Years,
    /// Completed months.
    Months,
    /// Completed weeks.
    Weeks,
    /// Days.
    Days,
}

/// What an output value of a decision table means for the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "a table that decides says one of these")]
pub enum ImportedOutcome {
    /// The worker is eligible.
    Eligible,
    /// A person decides.
    Conditional,
    /// The worker is not eligible.
    Ineligible,
}

impl ImportOptions {
    /// Options with an id and nothing else.
    #[must_use]
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), version: first(), ..Self::default() }
    }

    /// Adds what a name of the imported document stands for.
    #[must_use]
    pub fn with_name(mut self, name: impl Into<String>, stands_for: ImportedName) -> Self {
        self.names.insert(name.into(), stands_for);
        self
    }

    /// Adds what an output value means.
    #[must_use]
    pub fn with_outcome(mut self, value: impl Into<String>, outcome: ImportedOutcome) -> Self {
        self.outcomes.insert(value.into(), outcome);
        self
    }

    /// Reads the JSON form.
    ///
    /// # Errors
    ///
    /// Those of [`document::from_json`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        document::from_json(text)
    }
}

/// What came of an import: the policy, if everything could be carried over, and a report.
///
/// # Example
///
/// ```
/// use alumni_core::eligibility::{ImportOptions, Policy};
/// use alumni_core::workforce::Vocabulary;
///
/// let logic = r#"{"and": [{">=": [{"var": "grade"}, 3]}, {"+": [{"var": "grade"}, 1]}]}"#;
/// let imported = Policy::from_json_logic(logic, &ImportOptions::new("p"), Vocabulary::hr())?;
/// assert!(imported.policy().is_none());
/// assert_eq!(imported.criteria()[0].expression.to_string(), "grade >= 3");
/// let lost: Vec<_> = imported.lost().map(|remark| (remark.at.as_str(), remark.reason.code())).collect();
/// assert_eq!(lost, [("/and/1", "imported-arithmetic-on-facts")]);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Imported {
    policy: Option<Policy>,
    criteria: Vec<ImportedCriterion>,
    remarks: Vec<Remark>,
}

/// A criterion that could be carried over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ImportedCriterion {
    /// Its id in the policy.
    pub id: String,
    /// What it does.
    pub effect: Effect,
    /// Its expression.
    #[serde(with = "as_text")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub expression: Expression,
    /// Where it comes from: a JSON Pointer (RFC 6901), or rows of the table.
    pub at: String,
}

/// What is to be known about one place of the imported document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Remark {
    /// The place: a JSON Pointer (RFC 6901) such as `/and/1`, or `rules[2].inputs[0]` of a decision table, from 0.
    pub at: String,
    /// Whether the place could not be carried over; otherwise the remark is a note on its meaning.
    pub lost: bool,
    /// What and why.
    pub reason: Reason,
}

impl std::fmt::Display for Remark {
    /// The place and the English sentence.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let gap = if self.at.is_empty() { "" } else { ": " };
        write!(f, "{}{gap}{}", self.at, self.reason)
    }
}

/// An expression as its text.
mod as_text {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::Expression;

    pub(super) fn serialize<S: Serializer>(
        expression: &Expression,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(expression)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Expression, D::Error> {
        Expression::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

impl Imported {
    /// The policy; `None` when something could not be carried over.
    #[must_use]
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_ref()
    }

    /// What could be carried over, in the document's order.
    #[must_use]
    pub fn criteria(&self) -> &[ImportedCriterion] {
        &self.criteria
    }

    /// Every remark, in the order in which the places were read.
    #[must_use]
    pub fn remarks(&self) -> &[Remark] {
        &self.remarks
    }

    /// What could not be carried over.
    pub fn lost(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(|remark| remark.lost)
    }

    /// Where the meaning is ours rather than the other engine's.
    pub fn notes(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(|remark| !remark.lost)
    }
}

/// Remarks in the making: what is lost at most once for a place, what is noted at most once for a fact.
#[derive(Default)]
struct Report {
    remarks: Vec<Remark>,
    noted: std::collections::BTreeSet<(String, String)>,
}

impl Report {
    fn lost(&mut self, at: &str, reason: Reason) {
        self.remarks.push(Remark { at: at.to_owned(), lost: true, reason });
    }

    /// Notes `code` about `what`, at the first place only.
    fn note(&mut self, at: &str, code: &str, what: &str) {
        if self.noted.insert((code.to_owned(), what.to_owned())) {
            let reason = Reason::new(code).with("what", what);
            self.remarks.push(Remark { at: at.to_owned(), lost: false, reason });
        }
    }
}

/// The policy of the criteria, unless something was lost.
fn assembled(
    names: Names<'_>,
    vocabulary: &Vocabulary,
    criteria: Vec<ImportedCriterion>,
    mut report: Report,
) -> Result<Imported, Error> {
    let Names { options, mut resolver, .. } = names;
    for criterion in &criteria {
        // What is kept is what its text reads back to, and texts have a length.
        let text = criterion.expression.to_string();
        if text.len() > LONGEST {
            let bytes = i64::try_from(text.len()).unwrap_or(i64::MAX);
            report.lost(&criterion.at, Reason::new("imported-too-large").with("bytes", bytes));
            continue;
        }
        let read =
            Expression::parse(&text).and_then(|read| resolver.node(&read, 0).map_err(|(error, _)| error));
        if let Err(error) = read {
            report.lost(&criterion.at, does_not_fit(&error));
        }
    }
    let complete = !report.remarks.iter().any(|remark| remark.lost) && !criteria.is_empty();
    let policy = if complete {
        let rules = criteria.iter().map(|criterion| {
            (criterion.id.clone(), criterion.effect, criterion.expression.clone(), criterion.at.clone())
        });
        let document = Document::new(options.id.clone(), options.version, options.facts.clone(), rules);
        Some(Policy::build(document, vocabulary.clone())?)
    } else {
        None
    };
    Ok(Imported { policy, criteria, remarks: report.remarks })
}

/// The vocabulary's own objection to an expression.
fn does_not_fit(error: &Error) -> Reason {
    Reason::new("imported-does-not-fit").with("message", error.message())
}
