//! A ladder as written.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Ladder, MOST_STEPS, Step};
use crate::eligibility::{Policy, PolicyDocument, library};
use crate::text::Localized;
use crate::workforce::{FactDefinition, Vocabulary};
use crate::{Error, document};

/// A ladder as written: steps from the lowest to the highest, or a set of policies without an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Ladder"))]
#[serde(deny_unknown_fields)]
pub(super) struct Document {
    pub(super) id: String,
    pub(super) version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<Localized>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) source: Option<String>,
    /// Whether the steps stand from the lowest to the highest; `false` for a set.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub(super) ordered: bool,
    /// Facts of the customer's own, for every step.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactDefinition>,
    steps: Vec<Written>,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

/// A step as written: with a policy, or with the id of one that comes with the library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "LadderStep"))]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Localized>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<PolicyDocument>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    library: Option<String>,
}

impl Ladder {
    pub(super) fn build(mut document: Document, vocabulary: Vocabulary) -> Result<Self, Error> {
        if document.id.is_empty() {
            return Err(Error::missing("expected an id").within("id"));
        }
        if document.steps.is_empty() {
            return Err(Error::missing("expected at least one step").within("steps"));
        }
        if document.steps.len() > MOST_STEPS {
            return Err(Error::too_large(format!("expected at most {MOST_STEPS} steps")).within("steps"));
        }
        let vocabulary = vocabulary.with(document.facts.iter().cloned())?;
        let mut ids = BTreeSet::new();
        let mut steps = Vec::new();
        for (index, written) in document.steps.iter_mut().enumerate() {
            let at = |error: Error| error.within(format!("steps[{index}]"));
            if written.id.is_empty() {
                return Err(at(Error::missing("expected an id").within("id")));
            }
            if !ids.insert(written.id.clone()) {
                let message = format!("expected one step of the id `{}`", written.id);
                return Err(at(Error::duplicate(message).within("id")));
            }
            let policy = policy(written, &vocabulary).map_err(at)?;
            // Written out, so that the ladder stands for itself whatever the library has later.
            written.policy = Some(policy.document().clone());
            written.library = None;
            let title = written.title.clone().or_else(|| policy.title().cloned());
            let title = title.unwrap_or_else(|| Localized::same(written.id.clone()));
            steps.push(Step { id: written.id.clone(), title, policy });
        }
        // Every policy carries its own definitions by now.
        document.facts.clear();
        let hash = hash(&document, &steps);
        Ok(Self { document, steps, hash })
    }
}

fn policy(written: &Written, vocabulary: &Vocabulary) -> Result<Policy, Error> {
    match (&written.policy, &written.library) {
        (Some(policy), None) => {
            Policy::build(policy.clone(), vocabulary.clone()).map_err(|error| error.within("policy"))
        }
        (None, Some(id)) => library::get(id).map_err(|error| error.within("library")),
        _ => Err(Error::missing("expected exactly one of `policy` and `library`")),
    }
}

fn hash(document: &Document, steps: &[Step]) -> String {
    let steps: Vec<_> = steps.iter().map(|step| (&step.id, step.policy.hash())).collect();
    let content = (&document.id, document.version, document.ordered, steps);
    document::sha256([serde_json::to_string(&content).unwrap_or_default()])
}

impl Serialize for Ladder {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Ladder {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = Document::deserialize(deserializer)?;
        Self::build(document, Vocabulary::hr()).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Ladder {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Ladder".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Document::json_schema(generator)
    }
}
