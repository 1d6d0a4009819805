//! The fewest unknown facts that settle an outcome, whatever they turn out to be.

use std::collections::BTreeSet;

use super::decide::outcome;
use super::decision::{Outcome, Status};
use super::evaluate::{Facts, each_fact};
use super::policy::{Effect, Policy};
use super::resolve::Node;
use crate::Error;
use crate::workforce::Value;

/// The search gives up after this many evaluations of the policy.
const MOST_EVALUATIONS: u32 = 2_000;
/// Sets of more facts than this, each of which could be left out, have more subsets than evaluations.
const MOST_FREE: usize = 10;

impl Policy {
    /// The fewest of the unknown facts `open` that settle an undetermined outcome; all of them where that is not found.
    ///
    /// Where each is asked for once, by a comparison that can turn out either way, none can be left out: whatever stands
    /// beside it can be such that it decides. Otherwise a set is tried by giving its facts every value that makes a difference.
    pub(super) fn fewest(
        &self,
        facts: &Facts<'_>,
        statuses: &[Status],
        open: &BTreeSet<usize>,
    ) -> Result<BTreeSet<usize>, Error> {
        let mut open = open.clone();
        // Where one review criterion asks for a person already, the others cannot change the outcome.
        if statuses.contains(&Status::Review) {
            let mut gates = BTreeSet::new();
            for criterion in self.criteria.iter().filter(|criterion| criterion.effect != Effect::Review) {
                facts.missing(&criterion.node, &mut gates)?;
            }
            open = gates;
        }
        if open.len() < 2 || self.each_decides(facts, &open)? {
            return Ok(open);
        }
        let mut cells = Vec::new();
        for fact in &open {
            let found = self.cells(*fact, facts);
            if !found.complete {
                return Ok(open);
            }
            cells.push((*fact, found.values));
        }
        let mut search = Search {
            policy: self,
            facts,
            asks_known: self.criteria.iter().any(|criterion| asks_known(&criterion.node)),
            left: MOST_EVALUATIONS,
        };
        Ok(search.smallest(&cells)?.unwrap_or(open))
    }

    /// Whether each of the facts is asked for once, by a comparison of its own that can hold and fail.
    fn each_decides(&self, facts: &Facts<'_>, open: &BTreeSet<usize>) -> Result<bool, Error> {
        for fact in open {
            if self.uses(*fact) != 1 {
                return Ok(false);
            }
            let cells = self.cells(*fact, facts);
            let mut values = facts.values.to_vec();
            let mut seen = BTreeSet::new();
            for criterion in &self.criteria {
                for value in &cells.values {
                    if let Some(place) = values.get_mut(*fact) {
                        *place = Some(value.clone());
                    }
                    let changed = Facts { values: &values, as_of: facts.as_of };
                    if let Some(leaf) = leaf(&criterion.node, *fact) {
                        seen.extend(changed.truth(leaf)?);
                    }
                }
            }
            if seen.len() < 2 || !cells.complete {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

type Cells = (usize, Vec<Value>);

struct Search<'a> {
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    /// Whether a rule asks if a fact is known, so that more knowledge can turn an answer.
    asks_known: bool,
    left: u32,
}

impl Search<'_> {
    /// The smallest set of the facts that settles the outcome; `None` when the search was given up.
    fn smallest(&mut self, cells: &[Cells]) -> Result<Option<BTreeSet<usize>>, Error> {
        let without = |drop: &BTreeSet<usize>| -> Vec<Cells> {
            cells.iter().filter(|(fact, _)| !drop.contains(fact)).cloned().collect()
        };
        // What cannot be left out belongs to every such set, unless knowing can turn answers.
        let mut free = Vec::new();
        for (fact, _) in cells {
            match self.settles(&without(&BTreeSet::from([*fact])))? {
                Some(false) if !self.asks_known => {}
                Some(_) => free.push(*fact),
                None => return Ok(None),
            }
        }
        if free.len() > MOST_FREE {
            return Ok(None);
        }
        for dropped in (1..=free.len()).rev() {
            // The last are dropped first, so that of several sets the one asked for first is kept.
            for drop in choices(&free, dropped) {
                let kept = without(&drop);
                match self.settles(&kept)? {
                    Some(true) => return Ok(Some(kept.into_iter().map(|(fact, _)| fact).collect())),
                    Some(false) => {}
                    None => return Ok(None),
                }
            }
        }
        Ok(Some(cells.iter().map(|(fact, _)| *fact).collect()))
    }

    fn settles(&mut self, cells: &[Cells]) -> Result<Option<bool>, Error> {
        let mut values = self.facts.values.to_vec();
        self.settled(&mut values, cells)
    }

    fn settled(&mut self, values: &mut Vec<Option<Value>>, cells: &[Cells]) -> Result<Option<bool>, Error> {
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let statuses = self.policy.statuses(&Facts { values, as_of: self.facts.as_of })?;
        let told = outcome(&self.policy.criteria, &statuses) != Outcome::Undetermined;
        let Some(((fact, cell), rest)) = cells.split_first() else { return Ok(Some(told)) };
        if told && !self.asks_known {
            return Ok(Some(true));
        }
        for value in cell {
            if let Some(place) = values.get_mut(*fact) {
                *place = Some(value.clone());
            }
            let found = self.settled(values, rest)?;
            if found != Some(true) {
                if let Some(place) = values.get_mut(*fact) {
                    *place = None;
                }
                return Ok(found);
            }
        }
        if let Some(place) = values.get_mut(*fact) {
            *place = None;
        }
        Ok(Some(true))
    }
}

/// Every choice of `count` of the items, those with the last items first.
fn choices(items: &[usize], count: usize) -> Vec<BTreeSet<usize>> {
    let Some((last, rest)) = items.split_last() else {
        return if count == 0 { vec![BTreeSet::new()] } else { Vec::new() };
    };
    let mut found = Vec::new();
    if let Some(fewer) = count.checked_sub(1) {
        for mut choice in choices(rest, fewer) {
            choice.insert(*last);
            found.push(choice);
        }
    }
    found.extend(choices(rest, count));
    found
}

fn asks_known(node: &Node) -> bool {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().any(asks_known),
        Node::Not(inner) => asks_known(inner),
        Node::Known(_) => true,
        _ => false,
    }
}

/// The comparison in `node` that asks for the fact.
fn leaf(node: &Node, fact: usize) -> Option<&Node> {
    match node {
        Node::And(parts) | Node::Or(parts) => parts.iter().find_map(|part| leaf(part, fact)),
        Node::Not(inner) => leaf(inner, fact),
        _ => {
            let mut asks = false;
            each_fact(node, &mut |used| asks |= used == fact);
            asks.then_some(node)
        }
    }
}
