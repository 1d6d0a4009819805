//! Components: criteria and relations that share facts, directly or through others.

use std::collections::BTreeMap;

use super::model::Model;
use super::solver::Literal;
use crate::eligibility::resolve::{Node, Term};

impl Model<'_> {
    /// Numbers the components: criteria and relations that share facts, directly or through others.
    pub(super) fn connect(&mut self, held: Vec<(Vec<usize>, Literal)>) {
        // The day of the decision binds everything that is compared with it; it stands after the facts.
        let day = self.facts.len();
        let mut with: Vec<usize> = (0..=day).collect();
        let mut join = |facts: &mut dyn Iterator<Item = usize>| {
            let mut first = None;
            for fact in facts {
                let root = root(&with, fact);
                let first = *first.get_or_insert(root);
                if let Some(slot) = with.get_mut(root) {
                    *slot = first;
                }
            }
        };
        for criterion in &self.criteria {
            let policy =
                self.policies.get(criterion.policy).and_then(|policy| policy.criteria.get(criterion.index));
            let mut as_of = false;
            if let Some(criterion) = policy {
                uses(&criterion.node, &mut |_| {}, &mut as_of);
            }
            join(&mut criterion.facts.iter().copied().chain(as_of.then_some(day)));
        }
        for (facts, _) in &held {
            join(&mut facts.iter().copied());
        }
        let mut numbers = BTreeMap::new();
        let mut component = |fact: usize| {
            let next = numbers.len();
            *numbers.entry(root(&with, fact)).or_insert(next)
        };
        for criterion in &mut self.criteria {
            criterion.component = component(criterion.facts.first().copied().unwrap_or(day));
        }
        let held: Vec<_> = held
            .into_iter()
            .map(|(facts, literal)| (component(facts.first().copied().unwrap_or(day)), literal))
            .collect();
        let known = self.facts.iter().zip(0..).filter(|(fact, _)| self.assumed.contains(&fact.known));
        let known: Vec<_> = known.map(|(fact, index)| (component(index), fact.known)).collect();
        self.relations = vec![Vec::new(); numbers.len()];
        for (component, literal) in held.into_iter().chain(known) {
            self.relations.get_mut(component).into_iter().for_each(|of| of.push(literal));
            self.all_relations.push(literal);
        }
        self.components = numbers.len();
    }
}

fn root(with: &[usize], mut fact: usize) -> usize {
    while let Some(next) = with.get(fact).copied().filter(|next| *next != fact) {
        fact = next;
    }
    fact
}

/// Calls `visit` with each fact of `node`, and says whether it asks for the day of the decision.
pub(super) fn uses(node: &Node, visit: &mut impl FnMut(usize), as_of: &mut bool) {
    fn term(of: &Term, as_of: &mut bool) {
        match of {
            Term::AsOf => *as_of = true,
            Term::Shift(of, ..) => term(of, as_of),
            Term::Fact(_) | Term::Constant(_) => {}
        }
    }
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().for_each(|part| uses(part, visit, as_of)),
        Node::Not(inner) => uses(inner, visit, as_of),
        leaf => {
            if let Node::Compare { left, right, .. } = leaf {
                term(left, as_of);
                term(right, as_of);
            }
            crate::eligibility::evaluate::each_fact(leaf, visit);
        }
    }
}
