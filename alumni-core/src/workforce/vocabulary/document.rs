//! A vocabulary as a document of the customer's own.

use serde::{Deserialize, Serialize};

use super::{FactDefinition, HR, Relation, Vocabulary};
use crate::{Error, document};

/// Larger documents are refused.
const LARGEST: usize = 4 << 20;

/// A vocabulary as written: the facts that it adds to the built-in ones, and what it adds to those.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Vocabulary"))]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    #[serde(default)]
    pub(super) facts: Vec<FactDefinition>,
    /// What always holds between facts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) relations: Vec<Relation>,
}

impl Document {
    fn vocabulary(self) -> Result<Vocabulary, Error> {
        Ok(Vocabulary::hr().with(self.facts)?.with_relations(self.relations))
    }
}

impl Vocabulary {
    /// Reads the customer's facts in TOML, or in JSON when the text starts with a brace, and adds them to the built-in ones.
    ///
    /// # Errors
    ///
    /// With `line:column`, [`Syntax`](crate::ErrorKind::Syntax) or [`WrongType`](crate::ErrorKind::WrongType) for what is no
    /// such document and [`TooLarge`](crate::ErrorKind::TooLarge) above 4 MiB; with `facts[i].field`, the errors of
    /// [`with`](Self::with).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    /// use alumni_core::workforce::Vocabulary;
    ///
    /// let vocabulary = Vocabulary::parse(r#"
    ///     [[facts]]
    ///     name = "uses_this_year"
    ///     type = "integer"
    ///     title = { en = "uses this year", ja = "今年の利用回数" }
    ///     minimum = 0
    ///     [[facts]]
    ///     name = "grade"
    ///     type = "integer"
    ///     title = { en = "grade", ja = "等級" }
    ///     values = [{ name = "主任", number = 3 }]
    /// "#)?;
    /// let policy = r#"{"id": "p", "version": 1, "criteria": [{"id": "c", "require": "uses_this_year < -1"}]}"#;
    /// let error = Policy::parse_with(policy, vocabulary).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "criteria[0].require: 1:18: expected a number of at least 0 for `uses_this_year`, got `-1`"
    /// );
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        if text.len() > LARGEST {
            return Err(Error::too_large("expected a vocabulary of at most 4 MiB"));
        }
        document::from_document::<Document>(text)?.vocabulary()
    }

    /// The customer's part: facts that are not built in, and built-in ones to which something was added.
    pub fn own(&self) -> impl Iterator<Item = &FactDefinition> {
        self.iter().filter(|fact| HR.get(&fact.name) != Some(fact))
    }

    /// The relations that are not built in.
    #[must_use]
    pub fn own_relations(&self) -> &[Relation] {
        self.relations.get(HR.relations.len()..).unwrap_or_default()
    }

    /// The customer's part as one line of JSON, which [`parse`](Self::parse) reads back to an equal vocabulary.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serialising strings and numbers to memory cannot fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Default for Vocabulary {
    /// The built-in HR facts.
    fn default() -> Self {
        Self::hr()
    }
}

impl Serialize for Vocabulary {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document =
            Document { facts: self.own().cloned().collect(), relations: self.own_relations().to_vec() };
        document.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Vocabulary {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Document::deserialize(deserializer)?.vocabulary().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Vocabulary {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Vocabulary".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Document::json_schema(generator)
    }
}
