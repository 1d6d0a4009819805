//! The facts that a model is about, and what their vocabularies say of them.

use std::collections::{BTreeMap, BTreeSet};

use super::components::uses;
use super::model::{Asked, Knowledge, Model};
use super::shift::number_of;
use super::solver::Literal;
use crate::eligibility::relation::{Always, subject};
use crate::eligibility::resolve::{FactUse, Node};
use crate::workforce::{FactDefinition, FactType};

impl<'p> Model<'p> {
    /// The facts that the policies ask for.
    pub(super) fn ask_facts(&mut self, knowledge: Knowledge) {
        let mut asked_known = BTreeSet::new();
        for policy in self.policies {
            for criterion in &policy.criteria {
                asks_known(&criterion.node, &mut |fact| {
                    asked_known.extend(policy.facts.get(fact).map(FactUse::written));
                });
            }
        }
        for policy in self.policies {
            for fact in &policy.facts {
                let written = fact.written();
                if let Some(definition) = policy.vocabulary.get(&fact.name) {
                    let assumed = !asked_known.contains(&written);
                    let index = self.fact(
                        fact,
                        written,
                        definition,
                        !assumed || knowledge == Knowledge::CompleteFirst,
                    );
                    if let Some(asked) = self.facts.get(index).filter(|_| assumed) {
                        self.assumed.insert(asked.known);
                    }
                }
            }
        }
        self.asked = self.facts.len();
    }

    fn fact(&mut self, fact: &FactUse, written: String, definition: &FactDefinition, free: bool) -> usize {
        if let Some(index) = self.by_name.get(&written).copied() {
            self.narrow(index, definition);
            return index;
        }
        let known = if free { self.solver.atom_of_knowledge() } else { Literal::TRUE };
        let number = self.number(definition.kind, Some(definition));
        if definition.kind == FactType::Period {
            self.number(FactType::Date, None);
        }
        self.by_name.insert(written.clone(), self.facts.len());
        self.facts.push(Asked {
            fact: fact.clone(),
            written,
            definition: definition.clone(),
            known,
            number,
            values: BTreeMap::new(),
            currency: None,
            group: None,
        });
        self.facts.len().saturating_sub(1)
    }

    /// Two vocabularies: a worker must be possible under both.
    fn narrow(&mut self, fact: usize, definition: &FactDefinition) {
        let Some(known) = self.facts.get_mut(fact) else { return };
        let theirs = &definition.values;
        if known.definition.values.is_empty() {
            known.definition.values.clone_from(theirs);
        } else if !theirs.is_empty() {
            known.definition.values.retain(|ours| theirs.iter().any(|value| value.name == ours.name));
            // Without a common value the fact can only be unknown.
            if known.definition.values.is_empty() && known.definition.kind == FactType::Category {
                self.solver.refuse(known.known);
            }
        }
        let (number, kind, literal) = (known.number, known.definition.kind, known.known);
        if matches!(kind, FactType::Date | FactType::Period) {
            return;
        }
        let (least, most) = range(kind, Some(definition));
        let Some((low, high)) = self.solver.low.get_mut(number).zip(self.solver.high.get_mut(number)) else {
            return;
        };
        (*low, *high) = ((*low).max(least), (*high).min(most));
        if low > high {
            // The bounds stay usable; nobody has such a number.
            *high = *low;
            self.solver.refuse(literal);
        }
    }

    /// A number and the values that it can have.
    pub(super) fn number(&mut self, kind: FactType, definition: Option<&FactDefinition>) -> usize {
        let number = self.solver.low.len();
        let (low, high) = range(kind, definition);
        self.solver.low.push(low);
        self.solver.high.push(high);
        number
    }

    pub(super) fn index(&self, written: &str) -> usize {
        self.by_name.get(written).copied().unwrap_or(usize::MAX)
    }

    /// The relations that say something about the facts asked for, with the facts that they need besides.
    pub(super) fn relevant(&mut self) -> Vec<&'p Always> {
        let policies = self.policies;
        let own = policies.iter().flat_map(|policy| &policy.relations);
        let all: Vec<&'p Always> = Always::hr().iter().chain(own).collect();
        let mut taken: Vec<&'p Always> = Vec::new();
        for bring in [true, false] {
            for relation in &all {
                if taken.contains(relation) {
                    continue;
                }
                let subjects: BTreeSet<_> = relation.subjects().collect();
                let here = subjects.iter().filter(|name| self.by_name.contains_key(*name)).count();
                let mut as_of = false;
                uses(&relation.node, &mut |_| {}, &mut as_of);
                let enough = here >= 2 || here == subjects.len() || (here == 1 && as_of);
                if here == 0 || !enough || (!bring && here < subjects.len()) {
                    continue;
                }
                for fact in &relation.facts {
                    let name = subject(fact);
                    let vocabulary = policies.iter().find_map(|policy| policy.vocabulary.get(&name));
                    if let Some(definition) = vocabulary {
                        let fact = FactUse { name: name.clone(), parameter: None };
                        self.fact(&fact, name, definition, true);
                    }
                }
                taken.push(relation);
            }
        }
        taken
    }
}

/// The least and the largest number that a fact of a type can be.
fn range(kind: FactType, definition: Option<&FactDefinition>) -> (i128, i128) {
    let end = |least: i128, most: i128, scale: i128| {
        let given = |bound: Option<i64>| bound.map(|bound| i128::from(bound).saturating_mul(scale));
        let low = definition.and_then(|definition| given(definition.minimum)).unwrap_or(least);
        let high = definition.and_then(|definition| given(definition.maximum)).unwrap_or(most);
        (low, high)
    };
    // Every day of the calendar; what a decimal can hold.
    match kind {
        FactType::Date | FactType::Period => {
            let day = |year, month, day| chrono::NaiveDate::from_ymd_opt(year, month, day);
            (day(1, 1, 1).map_or(0, number_of), day(9999, 12, 31).map_or(0, number_of))
        }
        FactType::Decimal => {
            let most = 10_i128.pow(27).saturating_sub(1);
            end(most.saturating_neg(), most, super::shift::SCALE)
        }
        _ => end(i64::MIN.into(), i64::MAX.into(), 1),
    }
}

fn asks_known(node: &Node, visit: &mut impl FnMut(usize)) {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| asks_known(part, visit)),
        Node::Not(inner) => asks_known(inner, visit),
        Node::Known(fact) => visit(*fact),
        _ => {}
    }
}
