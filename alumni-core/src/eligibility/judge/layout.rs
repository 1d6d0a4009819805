use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::Policy;
use super::super::resolve::{FactUse, Node, Term};
use super::cell::Cell;
use super::names::Names;
use super::told::Told;
use crate::Error;
use crate::workforce::{Fact, FactDefinition, FactType, Value, Vocabulary, Worker};

/// What stands in one place of a [`Row`](super::Row).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// The fact as rules write it: `grade`, `time_in_job_family(sales)`.
    pub name: String,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: FactType,
    /// Whether the policy asks for it; else one that it asks for follows from it, as `tenure` does from `start_date`.
    pub asked: bool,
}

/// A slot with what reading and deciding need of it.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) definition: FactDefinition,
    /// Categories, and the names of whole numbers, by number.
    pub(super) names: Names,
    /// The whole numbers that names stand for.
    pub(super) numbers: Vec<i64>,
    /// Whether there may be other categories than those with a number.
    pub(super) open: bool,
    /// Where its set stands among the words of all sets.
    pub(super) set: Range<usize>,
}

/// The slots of a policy; shared by a judge and its rows.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) places: Vec<Place>,
    pub(super) slots: Vec<Slot>,
    /// What each slot holds when nothing is supplied.
    pub(super) nothing: Vec<Cell>,
    /// Words of all sets together.
    pub(super) words: usize,
    /// Names in data: those of the slots, by their numbers, then the others of the vocabulary.
    pub(super) keys: Names,
    /// The same as documents write them, but for long ones.
    pub(super) told: Vec<Option<Told>>,
    pub(super) vocabulary: Vocabulary,
    /// For each slot what follows from dates where it is not supplied.
    pub(super) derived: Vec<Option<Fact>>,
    /// The slots of [`SOURCES`], where something follows from them.
    pub(super) sources: Option<[usize; 3]>,
}

/// Facts from which others follow.
const SOURCES: [Fact; 3] = [Fact::StartDate, Fact::SeparationDate, Fact::Employed];

fn follows(name: &str) -> Option<Fact> {
    name.parse().ok().filter(|fact| matches!(fact, Fact::Employed | Fact::Tenure | Fact::SinceSeparation))
}

impl Layout {
    pub(super) fn new(policy: &Policy) -> Result<Self, Error> {
        let vocabulary = &policy.vocabulary;
        let mut uses = policy.facts.clone();
        if uses.iter().any(|used| follows(&used.name).is_some()) {
            for source in SOURCES {
                let source = FactUse { name: source.as_str().to_owned(), parameter: None };
                if !uses.contains(&source) {
                    uses.push(source);
                }
            }
        }
        let mut named = vec![BTreeSet::new(); uses.len()];
        for criterion in &policy.criteria {
            categories(&criterion.node, &mut named);
        }
        let mut layout = Self {
            places: Vec::new(),
            slots: Vec::new(),
            nothing: Vec::new(),
            words: 0,
            keys: Names::default(),
            told: Vec::new(),
            vocabulary: vocabulary.clone(),
            derived: uses.iter().map(|used| follows(&used.name)).collect(),
            sources: None,
        };
        for (fact, named) in uses.iter().zip(named) {
            layout.add(fact, named, policy.facts.contains(fact))?;
        }
        let plain = vocabulary.iter().filter(|fact| !fact.parameter).map(|fact| fact.name.clone());
        layout.keys = Names::new(layout.places.iter().map(|place| place.name.clone()).chain(plain));
        layout.told = (0..).map_while(|key| Some(Told::new(key, layout.keys.name(key)?))).collect();
        layout.nothing = vec![Cell::UNKNOWN; uses.len()];
        // What is never unknown, such as the rehire flag, is so of nobody too.
        let nobody = Worker::new("nobody", [])?;
        for (slot, fact) in uses.iter().enumerate() {
            let value = vocabulary.value(&nobody, &fact.name, fact.parameter.as_deref(), NaiveDate::MIN)?;
            let Some(cell) = value.and_then(|value| layout.places.get(slot)?.cell(&value)) else { continue };
            if let Some(nothing) = layout.nothing.get_mut(slot) {
                *nothing = cell;
            }
        }
        if layout.derived.iter().any(Option::is_some) {
            layout.sources =
                Some(SOURCES.map(|fact| {
                    uses.iter().position(|used| used.name == fact.as_str()).unwrap_or(usize::MAX)
                }));
        }
        Ok(layout)
    }

    fn add(&mut self, fact: &FactUse, named: BTreeSet<&str>, asked: bool) -> Result<(), Error> {
        let unknown = || Error::unknown_name(format!("expected a known fact, got `{}`", fact.name));
        let definition = self.vocabulary.get(&fact.name).ok_or_else(unknown)?.clone();
        let open = definition.values.is_empty();
        let names = if open {
            Names::new(named.into_iter().map(str::to_owned))
        } else {
            Names::new(definition.values.iter().map(|value| value.name.clone()))
        };
        let words = if definition.kind == FactType::Categories { names.len().div_ceil(64) } else { 0 };
        let set = self.words..self.words.saturating_add(words);
        self.words = set.end;
        let name = fact.written();
        self.slots.push(Slot { name: name.clone(), kind: definition.kind, asked });
        self.places.push(Place {
            name,
            numbers: definition.values.iter().filter_map(|value| value.number).collect(),
            names,
            open,
            set,
            definition,
        });
        Ok(())
    }
}

impl Place {
    /// A category without a number: the number that would be next.
    pub(super) fn other(&self) -> Cell {
        Cell::category(u32::try_from(self.names.len()).unwrap_or(u32::MAX))
    }

    /// A value that has a plain form here; sets are written elsewhere.
    pub(super) fn cell(&self, value: &Value) -> Option<Cell> {
        Some(match value {
            Value::Boolean(value) => Cell::boolean(*value),
            Value::Integer(number) => Cell::whole(*number),
            Value::Decimal(number) => Cell::decimal(*number)?,
            Value::Money(money) => Cell::money(*money),
            Value::Date(day) => Cell::day(*day),
            Value::Period(span) => Cell::period(*span),
            Value::Category(name) => self.names.number(name).map_or_else(|| self.other(), Cell::category),
            Value::Categories(names) if names.is_empty() => Cell::EMPTY,
            Value::Categories(_) => return None,
        })
    }
}

/// Notes the categories that a rule names, by fact.
fn categories<'a>(node: &'a Node, named: &mut [BTreeSet<&'a str>]) {
    let mut note = |fact: usize, value: &'a str| {
        if let Some(named) = named.get_mut(fact) {
            named.insert(value);
        }
    };
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| categories(part, named)),
        Node::Not(inner) => categories(inner, named),
        Node::OneOf { fact, values } => {
            for value in values {
                if let Value::Category(name) = value {
                    note(*fact, name);
                }
            }
        }
        Node::Has { fact, values, .. } => values.iter().for_each(|value| note(*fact, value)),
        Node::Compare { left: Term::Fact(fact), right: Term::Constant(Value::Category(name)), .. }
        | Node::Compare { left: Term::Constant(Value::Category(name)), right: Term::Fact(fact), .. } => {
            note(*fact, name);
        }
        Node::Compare { .. } | Node::Constant(_) | Node::Holds(_) | Node::Known(_) | Node::Period { .. } => {}
    }
}
