//! What is asked of a block, as a graph of *and*s over questions to columns; what is asked twice is answered once.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::ask::Ask;

/// The answer of a node, or its opposite.
///
/// Its number is twice the node's, plus one for the opposite. The first node says no to every row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Wire(u32);

/// How the answers of a node come about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    Never,
    Both(Wire, Wire),
    Ask(Ask),
}

/// For each row whether something holds, and whether it does not; neither is unknown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Truth {
    pub(super) yes: Wire,
    pub(super) no: Wire,
}

pub(super) struct Graph {
    nodes: Vec<Node>,
    // Of no random state: nothing here may depend on the run.
    numbers: HashMap<Node, Wire, FixedState>,
}

impl Wire {
    pub(super) const NEVER: Self = Self(0);
    pub(super) const ALWAYS: Self = Self(1);

    pub(super) const fn constant(holds: bool) -> Self {
        if holds { Self::ALWAYS } else { Self::NEVER }
    }

    /// The number of the node.
    pub(super) fn node(self) -> usize {
        usize::try_from(self.0 / 2).unwrap_or(0)
    }

    /// All ones where the opposite of the node's answer is meant.
    pub(super) const fn turned(self) -> u64 {
        if self.0 % 2 == 1 { u64::MAX } else { 0 }
    }

    fn on(self, node: u32) -> Self {
        Self(node.saturating_mul(2) | (self.0 & 1))
    }
}

impl std::ops::Not for Wire {
    type Output = Self;

    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

impl Truth {
    pub(super) const UNKNOWN: Self = Self { yes: Wire::NEVER, no: Wire::NEVER };

    pub(super) const fn constant(holds: bool) -> Self {
        Self { yes: Wire::constant(holds), no: Wire::constant(!holds) }
    }
}

impl Graph {
    pub(super) fn new() -> Self {
        let numbers = HashMap::from_iter([(Node::Never, Wire::NEVER)]);
        Self { nodes: vec![Node::Never], numbers }
    }

    fn add(&mut self, node: Node) -> Wire {
        let next = Wire::NEVER.on(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        let (nodes, numbers) = (&mut self.nodes, &mut self.numbers);
        *numbers.entry(node).or_insert_with_key(|node| {
            nodes.push(node.clone());
            next
        })
    }

    pub(super) fn ask(&mut self, ask: Ask) -> Wire {
        self.add(Node::Ask(ask))
    }

    pub(super) fn and(&mut self, a: Wire, b: Wire) -> Wire {
        let (a, b) = (a.min(b), a.max(b));
        match (a, b) {
            (Wire::NEVER, _) => Wire::NEVER,
            (Wire::ALWAYS, _) => b,
            _ if a == b => a,
            _ if a == !b => Wire::NEVER,
            _ => self.add(Node::Both(a, b)),
        }
    }

    pub(super) fn or(&mut self, a: Wire, b: Wire) -> Wire {
        !self.and(!a, !b)
    }

    pub(super) fn but(&mut self, a: Wire, b: Wire) -> Wire {
        self.and(a, !b)
    }

    /// `a` where `which` is set and `b` elsewhere.
    pub(super) fn choose(&mut self, which: Wire, a: Wire, b: Wire) -> Wire {
        if a == b {
            return a;
        }
        let (a, b) = (self.and(which, a), self.but(b, which));
        self.or(a, b)
    }

    pub(super) fn truth(&mut self, holds: Wire, known: Wire) -> Truth {
        Truth { yes: self.and(holds, known), no: self.but(known, holds) }
    }

    pub(super) fn known(&mut self, truth: Truth) -> Wire {
        self.or(truth.yes, truth.no)
    }

    /// The first where it is known, the second elsewhere.
    pub(super) fn first_known(&mut self, first: Truth, second: Truth) -> Truth {
        let known = self.known(first);
        Truth { yes: self.choose(known, first.yes, second.yes), no: self.choose(known, first.no, second.no) }
    }

    /// The nodes that `wires` need, in an order in which each comes after those it needs; the wires then lead to them.
    pub(super) fn only(self, wires: &mut [&mut Wire]) -> Vec<Node> {
        let mut needed = vec![false; self.nodes.len()];
        let mut need = |wire: Wire| {
            if let Some(needed) = needed.get_mut(wire.node()) {
                *needed = true;
            }
        };
        need(Wire::NEVER);
        wires.iter().for_each(|wire| need(**wire));
        for (number, node) in self.nodes.iter().enumerate().rev() {
            if let (Some(true), Node::Both(a, b)) = (needed.get(number).copied(), node) {
                for wire in [a, b] {
                    if let Some(needed) = needed.get_mut(wire.node()) {
                        *needed = true;
                    }
                }
            }
        }
        let mut places = Vec::with_capacity(needed.len());
        let mut count = 0_u32;
        for needed in &needed {
            places.push(count);
            count = count.saturating_add(u32::from(*needed));
        }
        let moved = |wire: Wire| wire.on(places.get(wire.node()).copied().unwrap_or(0));
        wires.iter_mut().for_each(|wire| **wire = moved(**wire));
        let nodes = self.nodes.into_iter().zip(needed).filter(|(_, needed)| *needed);
        nodes
            .map(|(node, _)| match node {
                Node::Both(a, b) => Node::Both(moved(a), moved(b)),
                node => node,
            })
            .collect()
    }
}
