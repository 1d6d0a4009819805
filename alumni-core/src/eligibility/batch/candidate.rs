//! Policies that are decided together, and the columns that they read.

use super::super::Policy;
use super::super::program::Program;
use super::binding::Binding;
use super::lanes::Lane;
use crate::workforce::{FactDefinition, FactType, Value, Worker};

/// A policy that takes part, with its program and the columns that it reads.
pub(super) struct Candidate<'c, 'a> {
    pub(super) policy: &'c Policy,
    pub(super) program: &'c Program,
    pub(super) binding: &'c Binding<'a>,
    /// The number of the lane of each fact.
    pub(super) lanes: Vec<usize>,
}

/// The lanes that several policies read, each made once.
pub(super) struct Lanes<'c, 'a> {
    pub(super) all: Vec<Lane<'a>>,
    keys: Vec<Key<'c>>,
}

/// Lanes of one key are alike.
#[derive(PartialEq)]
struct Key<'c> {
    name: &'c str,
    definition: Option<&'c FactDefinition>,
    default: Option<Value>,
    /// The categories that the bits of a set stand for.
    names: &'c [String],
}

impl<'c, 'a> Lanes<'c, 'a> {
    pub(super) fn new() -> Self {
        Self { all: Vec::new(), keys: Vec::new() }
    }

    /// The number of the lane of each fact of a policy.
    pub(super) fn of(&mut self, candidate: &Candidate<'c, 'a>, rows: usize) -> Option<Vec<usize>> {
        let Candidate { policy, program, binding, .. } = *candidate;
        let nobody = Worker::new("row", []).ok()?;
        let as_of = chrono::NaiveDate::from_epoch_days(program.as_of)?;
        let numbers = binding.facts.iter().enumerate().map(|(fact, bound)| {
            let plain = bound.name.split('(').next().unwrap_or_default();
            let default = match policy.facts.get(fact) {
                Some(used) => policy.vocabulary.value(&nobody, &used.name, used.parameter.as_deref(), as_of),
                None => Ok(None),
            };
            let default = default.ok().flatten();
            let definition = policy.vocabulary.get(plain);
            let names = match bound.kind {
                FactType::Categories => program.names.get(fact).map_or(&[][..], Vec::as_slice),
                _ => &[],
            };
            let key = Key { name: &bound.name, definition, default, names };
            self.keys.iter().position(|known| *known == key).unwrap_or_else(|| {
                self.all.push(Lane::new(bound, definition, key.names, key.default.clone(), rows));
                self.keys.push(key);
                self.all.len().saturating_sub(1)
            })
        });
        Some(numbers.collect())
    }
}
