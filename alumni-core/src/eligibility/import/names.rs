//! Names of the imported document to facts of the vocabulary.

use super::{ImportOptions, ImportedName, ImportedUnit};
use crate::eligibility::expression::{AsOf, Expression, Operand, Place};
use crate::eligibility::resolve::Resolver;
use crate::text::Reason;
use crate::workforce::{FactType, Vocabulary};

/// What is asked about: a fact, or the day of the decision.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) operand: Operand,
    pub(super) kind: FactType,
    /// Set where the document counts completed units of elapsed time.
    pub(super) unit: Option<ImportedUnit>,
    /// Whether the vocabulary gives names to its values.
    pub(super) has_words: bool,
}

impl Subject {
    /// As rules write it.
    pub(super) fn written(&self) -> String {
        self.operand.to_string()
    }
}

pub(super) struct Names<'a> {
    pub(super) options: &'a ImportOptions,
    pub(super) vocabulary: &'a Vocabulary,
    /// One for all tests: it learns the values of each fact once.
    pub(super) resolver: Resolver<'a>,
}

impl<'a> Names<'a> {
    pub(super) fn new(options: &'a ImportOptions, vocabulary: &'a Vocabulary) -> Self {
        Self { options, vocabulary, resolver: Resolver::new(vocabulary) }
    }

    /// What `name` stands for.
    pub(super) fn subject(&self, name: &str) -> Result<Subject, Reason> {
        let (written, unit) = match self.options.names.get(name) {
            Some(ImportedName::Fact(fact)) => (fact.as_str(), None),
            Some(ImportedName::Counted { fact, unit }) => (fact.as_str(), Some(*unit)),
            None => (name, None),
        };
        if written == "as_of" && self.options.names.contains_key(name) {
            return Ok(Subject {
                operand: Operand::AsOf(AsOf::default()),
                kind: FactType::Date,
                unit: None,
                has_words: false,
            });
        }
        let unknown = || {
            let reason = Reason::new("imported-unknown-fact").with("name", written);
            match self.vocabulary.nearest(written) {
                Some(near) => reason.with("near", near),
                None => reason.with("near", "-"),
            }
        };
        let operand = operand(written).ok_or_else(unknown)?;
        let fact = match &operand {
            Operand::Name(name) | Operand::Call { fact: name, .. } => &name.inner,
            _ => return Err(unknown()),
        };
        let definition = self.vocabulary.get(fact).ok_or_else(unknown)?;
        if unit.is_some() && definition.kind != FactType::Period {
            return Err(Reason::new("imported-unit-without-period").with("fact", written));
        }
        Ok(Subject { operand, kind: definition.kind, unit, has_words: !definition.values.is_empty() })
    }

    /// A value in its shortest form: bare where it reads back as the value and not as a fact.
    pub(super) fn word(&self, text: &str) -> Operand {
        let bare = crate::eligibility::lexer::is_bare(text)
            && !crate::eligibility::parse::KEYWORDS.contains(&text)
            && self.vocabulary.get(text).is_none();
        if bare {
            Operand::Name(Place::from(text.to_owned()))
        } else {
            Operand::Literal(Place::from(crate::eligibility::Literal::Text(text.to_owned())))
        }
    }
}

/// A fact as rules write it, with its parameter.
fn operand(written: &str) -> Option<Operand> {
    match Expression::parse(&format!("{written} is known")) {
        Ok(Expression::Known { of, negated: false }) => Some(of),
        _ => None,
    }
}
