//! Which facts are changed, and to what.

use serde::Deserialize;

use crate::Error;
use crate::eligibility::BatchOptions;

/// Which facts are changed, beside those that the policy's vocabulary marks as protected.
///
/// # Example
///
/// ```
/// use alumni_core::programme::CounterfactualOptions;
///
/// let options = CounterfactualOptions::new().fact("birth_year").values("worksite", ["Tokyo", "Osaka"]).by("sex");
/// let written = r#"{"facts": [{"fact": "birth_year"}, {"fact": "worksite", "values": ["Tokyo", "Osaka"]}], "attribute": "sex"}"#;
/// assert_eq!(CounterfactualOptions::from_json(written)?, options);
/// # Ok::<(), alumni_core::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CounterfactualOptions {
    #[serde(default)]
    pub(super) facts: Vec<TriedFact>,
    #[serde(default)]
    attribute: Option<String>,
    #[serde(default)]
    pub(super) minimum_cell: u64,
    #[serde(skip)]
    batch: BatchOptions,
}

/// A fact to change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TriedFact {
    /// The fact, as rules write it or without its parameter.
    pub fact: String,
    /// The values to try, as a column of texts holds them; empty for those that stand for all.
    #[serde(default)]
    pub values: Vec<String>,
}

impl CounterfactualOptions {
    /// The facts that are marked as protected, without groups; the table is read with the default [`BatchOptions`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `{"facts": [{"fact": …}]}`, with the `values` of a fact, `attribute` and `minimum_cell` where needed.
    ///
    /// # Errors
    ///
    /// Text that is not such a document, with the line and column.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        crate::document::from_json(text)
    }

    /// Adds a fact: a proxy, or one that the vocabulary does not mark.
    #[must_use]
    pub fn fact(self, fact: impl Into<String>) -> Self {
        self.values(fact, Vec::<String>::new())
    }

    /// Adds a fact with the values to try, as a column of texts holds them.
    #[must_use]
    pub fn values<V: Into<String>>(
        mut self,
        fact: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        self.facts.push(TriedFact { fact: fact.into(), values });
        self
    }

    /// Sets the column of groups by which changes are counted too. It is read for this call and kept nowhere.
    #[must_use]
    pub fn by(mut self, attribute: impl Into<String>) -> Self {
        self.attribute = Some(attribute.into());
        self
    }

    /// Sets the fewest people that a group must have to be shown; 0 unless set.
    #[must_use]
    pub fn minimum_cell(mut self, people: u64) -> Self {
        self.minimum_cell = people;
        self
    }

    /// Sets how the table is read. `eligible_on` is never found here.
    #[must_use]
    pub fn batch(mut self, options: BatchOptions) -> Self {
        self.batch = options;
        self
    }

    pub(super) fn of_batch(&self) -> BatchOptions {
        self.batch.clone().eligible_on(false)
    }

    pub(super) fn group(&self) -> Option<&str> {
        self.attribute.as_deref()
    }
}
