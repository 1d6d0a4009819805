//! Policies as formulas over atoms: what a worker can be, in finitely many cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::components::uses;
use super::order::Rule;
use super::solver::{Literal, Meaning, Solver};
use crate::eligibility::policy::{Effect, Policy};
use crate::eligibility::relation::subject;
use crate::eligibility::resolve::FactUse;
use crate::workforce::{Currency, FactDefinition, FactType};

/// A fact that the policies ask for, or that a relation brings in.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) fact: FactUse,
    pub(super) written: String,
    pub(super) definition: FactDefinition,
    /// Whether the worker's fact is known.
    pub(super) known: Literal,
    /// Its number; for elapsed time its first day, and the day after its last follows.
    pub(super) number: usize,
    /// Its atoms by value: of a boolean, a category or a set.
    pub(super) values: BTreeMap<String, Literal>,
    pub(super) currency: Option<Currency>,
    /// The group of a category's atoms.
    pub(super) group: Option<usize>,
}

/// What is asked of a part of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    True,
    False,
    NotTrue,
    NotFalse,
}

/// Of which workers questions are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Knowledge {
    /// Those whose facts are known, but for facts that a rule asks `is known` of.
    Complete,
    /// The same at first, and all once [`Model::assume_nothing`] was called.
    CompleteFirst,
}

/// A part of an expression.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) form: Form,
    pub(super) literals: [Option<Literal>; 4],
}

#[derive(Clone, Debug)]
pub(super) enum Form {
    And(Vec<usize>),
    Or(Vec<usize>),
    Not(usize),
    Leaf { holds: Literal, fails: Literal, known: Vec<Literal> },
}

/// One criterion of one of the policies.
#[derive(Debug)]
pub(super) struct Modelled {
    pub(super) policy: usize,
    pub(super) index: usize,
    pub(super) effect: Effect,
    pub(super) root: usize,
    pub(super) facts: BTreeSet<usize>,
    /// Where it stands: what it shares facts with.
    pub(super) component: usize,
}

pub(super) struct Model<'p> {
    pub(super) policies: &'p [&'p Policy],
    pub(super) solver: Solver,
    pub(super) facts: Vec<Asked>,
    /// How many facts the policies ask for; the others come from relations.
    pub(super) asked: usize,
    pub(super) by_name: HashMap<String, usize>,
    pub(super) parts: Vec<Part>,
    pub(super) criteria: Vec<Modelled>,
    /// What always holds, by component, and all of it.
    pub(super) relations: Vec<Vec<Literal>>,
    pub(super) all_relations: Vec<Literal>,
    pub(super) components: usize,
    pub(super) bounds: BTreeMap<(usize, i128), Literal>,
    pub(super) orders: Vec<(Literal, Meaning)>,
    pub(super) known_rules: HashMap<Rule, Literal>,
    /// What is assumed to be known.
    pub(super) assumed: BTreeSet<Literal>,
    /// What the atoms of elapsed time say.
    pub(super) lengths: Vec<(Literal, Meaning)>,
    /// That elapsed time does not end before it begins.
    pub(super) spans: Vec<Rule>,
    pub(super) periods: BTreeMap<usize, Lengths>,
    pub(super) same: Vec<(usize, usize, Literal)>,
    pub(super) linked: BTreeSet<usize>,
    /// Criteria that compare amounts in two currencies.
    pub(super) mixed: BTreeSet<usize>,
    /// The criterion that is being read.
    pub(super) reading: Option<usize>,
}

/// Months and days, and the literal that elapsed time is at least so long.
pub(super) type Lengths = Vec<((i64, i64), Literal)>;

/// The number of `as_of`.
pub(super) const AS_OF: usize = 0;

impl<'p> Model<'p> {
    /// Models `policies` together.
    pub(super) fn new(policies: &'p [&'p Policy], knowledge: Knowledge) -> Self {
        let mut model = Self {
            policies,
            solver: Solver::new(),
            facts: Vec::new(),
            asked: 0,
            by_name: HashMap::new(),
            parts: Vec::new(),
            criteria: Vec::new(),
            relations: Vec::new(),
            all_relations: Vec::new(),
            components: 0,
            bounds: BTreeMap::new(),
            orders: Vec::new(),
            known_rules: HashMap::new(),
            assumed: BTreeSet::new(),
            lengths: Vec::new(),
            spans: Vec::new(),
            periods: BTreeMap::new(),
            same: Vec::new(),
            linked: BTreeSet::new(),
            mixed: BTreeSet::new(),
            reading: None,
        };
        model.number(FactType::Date, None);
        model.ask_facts(knowledge);
        let always = model.relevant();
        for (policy, at) in policies.iter().zip(0..) {
            for (criterion, index) in policy.criteria.iter().zip(0..) {
                let number = model.criteria.len();
                model.reading = Some(number);
                let names: Vec<_> = policy.facts.iter().map(|fact| model.index(&fact.written())).collect();
                let root = model.part(&criterion.node, &Names { facts: &policy.facts, index: &names });
                let mut facts = BTreeSet::new();
                uses(&criterion.node, &mut |fact| facts.extend(names.get(fact)), &mut false);
                model.criteria.push(Modelled {
                    policy: at,
                    index,
                    effect: criterion.effect,
                    root,
                    facts,
                    component: 0,
                });
            }
        }
        model.reading = None;
        let mut held = Vec::new();
        for relation in always {
            let names: Vec<_> = relation.facts.iter().map(|fact| model.index(&subject(fact))).collect();
            let root = model.part(&relation.node, &Names { facts: &relation.facts, index: &names });
            let mut as_of = false;
            uses(&relation.node, &mut |_| {}, &mut as_of);
            let day = as_of.then_some(model.facts.len());
            held.push((names.into_iter().chain(day).collect::<Vec<_>>(), root));
        }
        model.finish();
        let held = held.into_iter().map(|(facts, root)| (facts, model.literal(root, Wanted::NotFalse)));
        let held: Vec<_> = held.collect();
        model.connect(held);
        model
    }

    /// From now on questions are of all workers, whatever is known of them.
    pub(super) fn assume_nothing(&mut self) {
        for literals in self.relations.iter_mut().chain([&mut self.all_relations]) {
            literals.retain(|literal| !self.assumed.contains(literal));
        }
    }
}

/// The facts of a policy or relation, and their numbers in the model.
pub(super) struct Names<'a> {
    pub(super) facts: &'a [FactUse],
    pub(super) index: &'a [usize],
}
