use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::PolicyReference;
use super::cases::{self, Case};
use super::expression::Expression;
use super::parse::{LONGEST, line_and_column};
use super::relation::Always;
use super::resolve::{FactUse, Node, Resolver};
use crate::text::Localized;
use crate::workforce::{FactDefinition, Relation, Vocabulary};
use crate::{Error, document};

/// Larger documents are refused.
pub(super) const LARGEST: usize = 4 << 20;
/// More criteria are refused.
const MOST_CRITERIA: usize = 1_000;

/// What a criterion does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[expect(clippy::exhaustive_enums, reason = "the three are the whole of the language")]
pub enum Effect {
    /// Must hold.
    Require,
    /// Must not hold.
    Bar,
    /// Asks for a person when it holds.
    Review,
}

/// One criterion of a policy, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Criterion {
    pub(super) id: String,
    pub(super) effect: Effect,
    pub(super) expression: Expression,
    pub(super) title: Option<Localized>,
    pub(super) source: Option<String>,
    pub(super) node: Node,
}

impl Criterion {
    /// The id, unique in the policy.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What it does.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Its expression, as written.
    #[must_use]
    pub fn expression(&self) -> &Expression {
        &self.expression
    }

    /// Where it comes from, such as `HR-12 s.3`.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.source.as_deref()
    }
}

/// A checked policy: criteria over a vocabulary, with id, version and effective dates.
///
/// A policy that exists is valid: every name is known, every comparison typed. It never changes and can be shared between
/// threads. The effective dates say when the policy applies; [`decide`](Self::decide) applies it to the day it is asked
/// about, whichever that is.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    document: Document,
    hash: String,
    pub(super) vocabulary: Vocabulary,
    pub(super) facts: Vec<FactUse>,
    pub(super) criteria: Vec<Criterion>,
    /// What always holds between the customer's facts.
    pub(super) relations: Vec<Always>,
}

/// A policy as written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Policy"))]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    id: String,
    version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "document::optional_date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    effective_from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "document::optional_date")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<NaiveDate>"))]
    effective_until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Localized>,
    /// What the policy is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<Localized>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactDefinition>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    relations: Vec<Relation>,
    criteria: Vec<Written>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cases: Vec<Case>,
}

/// A criterion as written: exactly one of `require`, `bar` and `review`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Criterion"))]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    require: Option<Rule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bar: Option<Rule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    review: Option<Rule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<Localized>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

/// An expression as text or as a tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged, expecting = "expected an expression as text or as a tree")]
enum Rule {
    Text(String),
    Tree(#[serde(deserialize_with = "document::object")] Expression),
}

impl Document {
    /// A document of rules, each with id, effect, expression and source, over declared facts.
    pub(super) fn new(
        id: String,
        version: u32,
        facts: Vec<FactDefinition>,
        rules: impl Iterator<Item = (String, Effect, Expression, String)>,
    ) -> Self {
        let criteria = rules.map(|(id, effect, expression, source)| {
            let rule = |of: Effect| (of == effect).then(|| Rule::Text(expression.to_string()));
            Written {
                id,
                require: rule(Effect::Require),
                bar: rule(Effect::Bar),
                review: rule(Effect::Review),
                title: None,
                source: Some(source).filter(|source| !source.is_empty()),
            }
        });
        let criteria = criteria.collect();
        Self {
            id,
            version,
            effective_from: None,
            effective_until: None,
            title: None,
            purpose: None,
            source: None,
            facts,
            relations: Vec::new(),
            criteria,
            cases: Vec::new(),
        }
    }
}

impl Policy {
    /// Reads a policy in TOML, or in JSON when it starts with a brace, over the HR vocabulary.
    ///
    /// # Errors
    ///
    /// For the document, with `line:column`: [`Syntax`](crate::ErrorKind::Syntax),
    /// [`TooLarge`](crate::ErrorKind::TooLarge) above 4 MiB or 1,000 criteria. For a criterion, with
    /// `criteria[i].require: line:column`: an expression that does not read, a fact or value that the vocabulary does not
    /// know (with the nearest that it does), or types that do not fit. [`Missing`](crate::ErrorKind::Missing) for a policy
    /// or criterion without id or expression, [`Duplicate`](crate::ErrorKind::Duplicate) for an id given twice,
    /// [`Inconsistent`](crate::ErrorKind::Inconsistent) for `effective_until` before `effective_from`.
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    ///
    /// let error = Policy::parse(r#"
    ///     id = "return"
    ///     version = 1
    ///     [[criteria]]
    ///     id = "service"
    ///     require = "tenur >= 5 years"
    /// "#).unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "criteria[0].require: 1:1: expected a known fact, got `tenur`; did you mean `tenure`?"
    /// );
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        Self::parse_with(text, Vocabulary::hr())
    }

    /// Reads a policy as [`parse`](Self::parse) does, over `vocabulary` and the facts that the document adds to it.
    ///
    /// The policy carries the customer's definitions that its criteria use: [`to_json`](Self::to_json) has them among its
    /// facts, and [`hash`](Self::hash) covers them.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse).
    ///
    /// # Example
    ///
    /// ```
    /// use alumni_core::eligibility::Policy;
    /// use alumni_core::workforce::Vocabulary;
    ///
    /// let vocabulary = Vocabulary::parse(r#"
    ///     facts = [
    ///         { name = "nda_signed", type = "boolean", title = { en = "NDA signed", ja = "秘密保持契約の締結" } },
    ///         { name = "shift_worker", type = "boolean", title = { en = "shift worker", ja = "交替制勤務" } },
    ///     ]
    /// "#)?;
    /// let text = r#"{"id": "p", "version": 1, "criteria": [{"id": "nda", "require": "nda_signed"}]}"#;
    /// let policy = Policy::parse_with(text, vocabulary)?;
    /// assert_eq!(Policy::parse(&policy.to_json())?, policy);
    /// assert!(!policy.to_json().contains("shift_worker"));
    /// # Ok::<(), alumni_core::Error>(())
    /// ```
    pub fn parse_with(text: &str, vocabulary: Vocabulary) -> Result<Self, Error> {
        if text.len() > LARGEST {
            return Err(Error::too_large("expected a policy of at most 4 MiB"));
        }
        Self::build(document::from_document(text)?, vocabulary)
    }

    pub(crate) fn build(document: Document, vocabulary: Vocabulary) -> Result<Self, Error> {
        check(&document)?;
        let mut document = document;
        let outer = vocabulary;
        let vocabulary = outer.clone().with(document.facts.iter().cloned())?;
        let vocabulary = vocabulary.with_relations(document.relations.clone());
        let mut ids = BTreeSet::new();
        let mut resolver = Resolver::new(&vocabulary);
        let mut criteria = Vec::new();
        for (index, written) in document.criteria.iter().enumerate() {
            let at = |error: Error| error.within(format!("criteria[{index}]"));
            if written.id.is_empty() {
                return Err(at(Error::missing("expected an id").within("id")));
            }
            if !ids.insert(&written.id) {
                return Err(at(Error::duplicate(format!(
                    "expected one criterion of the id `{}`",
                    written.id
                ))
                .within("id")));
            }
            criteria.push(criterion(written, &mut resolver).map_err(at)?);
        }
        let facts = resolver.facts;
        let vocabulary = carry(&mut document, &facts, &outer, vocabulary)?;
        let relations = Always::beyond_hr(&vocabulary)?;
        cases::check(&document.cases, &criteria, &vocabulary)?;
        let hash = hash(&document, &criteria);
        Ok(Self { document, hash, vocabulary, facts, criteria, relations })
    }

    /// The policy's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.document.id
    }

    /// The policy's version.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.document.version
    }

    /// The first and the last day on which the policy applies, both included; `None` is open.
    #[must_use]
    pub fn effective(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.document.effective_from, self.document.effective_until)
    }

    /// The title, where there is one.
    #[must_use]
    pub fn title(&self) -> Option<&Localized> {
        self.document.title.as_ref()
    }

    /// What the policy is for, where it says so.
    #[must_use]
    pub fn purpose(&self) -> Option<&Localized> {
        self.document.purpose.as_ref()
    }

    pub(super) fn document(&self) -> &Document {
        &self.document
    }

    /// Where the policy comes from, such as the rule book it stands in.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        self.document.source.as_deref()
    }

    /// The facts of the vocabulary that the policy was built with, as far as it needs them.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The criteria, in the document's order.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// The cases, in the document's order; [`run_cases`](Self::run_cases) runs them.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.document.cases
    }

    /// The facts that the policy asks for, as rules write them: what the HR system has to supply.
    #[must_use]
    pub fn facts(&self) -> Vec<String> {
        self.facts.iter().map(FactUse::written).collect()
    }

    /// SHA-256 of the policy's content, in hexadecimal.
    ///
    /// The content is the JSON document of [`to_json`](Self::to_json) without its cases, in which each expression is its
    /// printed text: the hash is the same for a policy read from TOML or JSON, from text or trees, however it was spaced,
    /// and does not change when cases are added.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Id, version and hash: how a decision names its policy.
    #[must_use]
    pub fn reference(&self) -> PolicyReference {
        PolicyReference {
            id: self.document.id.clone(),
            version: self.document.version,
            hash: self.hash.clone(),
        }
    }

    /// The policy as one line of JSON, with expressions as printed text; reads back to an equal policy.
    #[must_use]
    pub fn to_json(&self) -> String {
        canonical(&self.document, &self.criteria)
    }
}

/// Puts the customer's definitions that the criteria use into the document, so that the policy reads back without the
/// vocabulary it was built with, and its hash covers what its names mean. Relations may be about any of its facts: with
/// them, all are carried. Returns the vocabulary that the policy needs.
fn carry(
    document: &mut Document,
    facts: &[FactUse],
    outer: &Vocabulary,
    whole: Vocabulary,
) -> Result<Vocabulary, Error> {
    let relations = outer.own_relations();
    if outer.own().next().is_none() && relations.is_empty() {
        return Ok(whole);
    }
    let used: BTreeSet<&str> = facts.iter().map(|fact| fact.name.as_str()).collect();
    for definition in outer.own().filter(|fact| !relations.is_empty() || used.contains(fact.name.as_str())) {
        let Some(definition) = whole.get(&definition.name).cloned() else { continue };
        match document.facts.iter_mut().find(|fact| fact.name == definition.name) {
            Some(written) => *written = definition,
            None => document.facts.push(definition),
        }
    }
    document.relations.splice(..0, relations.iter().cloned());
    let vocabulary = Vocabulary::hr().with(document.facts.iter().cloned())?;
    Ok(vocabulary.with_relations(document.relations.clone()))
}

fn check(document: &Document) -> Result<(), Error> {
    if document.id.is_empty() {
        return Err(Error::missing("expected an id").within("id"));
    }
    if document.criteria.is_empty() {
        return Err(Error::missing("expected at least one criterion").within("criteria"));
    }
    if document.criteria.len() > MOST_CRITERIA {
        return Err(Error::too_large(format!("expected at most {MOST_CRITERIA} criteria")).within("criteria"));
    }
    if document.effective_from.zip(document.effective_until).is_some_and(|(from, until)| until < from) {
        return Err(
            Error::inconsistent("expected a day on or after `effective_from`").within("effective_until")
        );
    }
    Ok(())
}

fn criterion(written: &Written, resolver: &mut Resolver<'_>) -> Result<Criterion, Error> {
    let rules =
        [(Effect::Require, &written.require), (Effect::Bar, &written.bar), (Effect::Review, &written.review)];
    let mut given = rules.into_iter().filter_map(|(effect, rule)| Some((effect, rule.as_ref()?)));
    let (Some((effect, rule)), None) = (given.next(), given.next()) else {
        return Err(Error::missing("expected exactly one of `require`, `bar` and `review`"));
    };
    let (expression, text) = match rule {
        Rule::Text(text) => {
            (Expression::parse(text).map_err(|error| error.within(effect.as_str()))?, Some(text))
        }
        Rule::Tree(tree) => (tree.clone(), None),
    };
    let node = resolver.node(&expression, 0).map_err(|(error, offset)| {
        let error = match text {
            Some(text) => error.within(line_and_column(text, offset)),
            None => error,
        };
        error.within(effect.as_str())
    })?;
    // What is printed must read back, and a tree or a text without spaces prints longer than it was written.
    if expression.to_string().len() > LONGEST {
        let message = format!("expected a rule of at most {LONGEST} bytes as it is printed");
        return Err(Error::too_large(message).within(effect.as_str()));
    }
    Ok(Criterion {
        id: written.id.clone(),
        effect,
        expression,
        title: written.title.clone(),
        source: written.source.clone(),
        node,
    })
}

impl Effect {
    /// Every effect, in the order of their numbers in C (0, 1, …).
    pub const ALL: [Self; 3] = [Self::Require, Self::Bar, Self::Review];

    /// The stable name, and the key in the document.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Require => "require",
            Self::Bar => "bar",
            Self::Review => "review",
        }
    }
}

/// The document with every expression as its printed text.
fn canonical(document: &Document, criteria: &[Criterion]) -> String {
    let mut printed = document.clone();
    for (written, criterion) in printed.criteria.iter_mut().zip(criteria) {
        let rule = Some(Rule::Text(criterion.expression.to_string()));
        match criterion.effect {
            Effect::Require => written.require = rule,
            Effect::Bar => written.bar = rule,
            Effect::Review => written.review = rule,
        }
    }
    // Serialising strings, numbers and dates to memory cannot fail.
    serde_json::to_string(&printed).unwrap_or_default()
}

fn hash(document: &Document, criteria: &[Criterion]) -> String {
    // What a decision means does not depend on the cases.
    let content = Document { cases: Vec::new(), ..document.clone() };
    document::sha256([canonical(&content, criteria)])
}

/// A policy in documents, for `#[serde(deserialize_with)]` elsewhere: the programme holds policies inside itself.
impl<'de> Deserialize<'de> for Policy {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let document = Document::deserialize(deserializer)?;
        Self::build(document, Vocabulary::hr()).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Policy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document.serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Policy {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Policy".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Document::json_schema(generator)
    }
}
