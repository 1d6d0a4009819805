//! What a vocabulary says always holds between facts, given its meaning.

use std::sync::LazyLock;

use super::expression::Expression;
use super::parse::line_and_column;
use super::resolve::{FactUse, Node, Resolver};
use crate::Error;
use crate::workforce::{FactType, Relation, Vocabulary};

/// A relation's expression over its own facts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Always {
    pub(super) facts: Vec<FactUse>,
    pub(super) node: Node,
}

static HR: LazyLock<Vec<Always>> = LazyLock::new(|| {
    let vocabulary = Vocabulary::hr();
    let known = vocabulary.of_relations();
    vocabulary.relations().iter().filter_map(|relation| Always::new(relation, &known).ok()).collect()
});

impl Always {
    /// Those between the built-in facts.
    pub(super) fn hr() -> &'static [Self] {
        &HR
    }

    /// Those that `vocabulary` has beyond the built-in ones.
    pub(super) fn beyond_hr(vocabulary: &Vocabulary) -> Result<Vec<Self>, Error> {
        let shipped = HR.len();
        if vocabulary.relations().len() <= shipped {
            return Ok(Vec::new());
        }
        let known = vocabulary.of_relations();
        let own = vocabulary.relations().iter().skip(shipped).enumerate();
        own.map(|(index, relation)| {
            Self::new(relation, &known)
                .map_err(|error| error.within("always").within(format!("relations[{index}]")))
        })
        .collect()
    }

    fn new(relation: &Relation, known: &Vocabulary) -> Result<Self, Error> {
        let text = relation.always.as_str();
        let expression = Expression::parse(text)?;
        let mut resolver = Resolver::new(known);
        let node = resolver
            .node(&expression, 0)
            .map_err(|(error, offset)| error.within(line_and_column(text, offset)))?;
        let facts = resolver.facts;
        for fact in &facts {
            let Some((of, wanted)) = ended(fact) else { continue };
            if known.get(of).is_none_or(|definition| definition.kind != wanted) {
                let kind = wanted.as_str();
                return Err(Error::wrong_type(format!(
                    "expected a fact of the type {kind} in `{}`",
                    fact.written()
                )));
            }
        }
        Ok(Self { facts, node })
    }

    /// The facts that it is about, as rules write them.
    pub(super) fn subjects(&self) -> impl Iterator<Item = String> {
        self.facts.iter().map(subject)
    }
}

/// The fact whose end or neighbour is meant, and the type it must have.
fn ended(fact: &FactUse) -> Option<(&str, FactType)> {
    let of = fact.parameter.as_deref()?;
    match fact.name.as_str() {
        "first_day" | "end" => Some((of, FactType::Period)),
        "next" => Some((of, FactType::Integer)),
        _ => None,
    }
}

/// The fact itself, as rules write it.
pub(super) fn subject(fact: &FactUse) -> String {
    ended(fact).map_or_else(|| fact.written(), |(of, _)| of.to_owned())
}
