//! The questions of one or more policies to one table, answered a block of rows at a time.

use fearless_simd::{Simd, dispatch};

use super::super::program::{Chain, Reach};
use super::ahead::{Ahead, PARTS, Seen};
use super::ask::Asked;
use super::bitmap::Bitmap;
use super::decisions::Decisions;
use super::foresee::Foresight;
use super::graph::{Node, Wire};
use super::kernels::{BLOCK, NONE, WORDS, Words, codes};
use super::lanes::Lane;
use crate::columns::level;

pub(super) struct Machine<'m> {
    pub(super) lanes: &'m [Lane<'m>],
    pub(super) reaches: Vec<&'m Reach>,
    pub(super) chains: Vec<&'m Chain>,
    pub(super) nodes: Vec<Node>,
    /// `None` for a policy that asks what only a worker tells.
    pub(super) parts: Vec<Option<Part<'m>>>,
    pub(super) as_of: i32,
    pub(super) ahead: Ahead<'m>,
    pub(super) rows: usize,
    /// Whether the answers are written to memory that is zero.
    pub(super) fresh: bool,
}

/// Where the answers of one policy are.
pub(super) struct Part<'m> {
    pub(super) criteria: Vec<Wires>,
    /// Two bits make the outcome's code: the higher for undetermined and ineligible, the lower for conditional and
    /// ineligible.
    pub(super) high: Wire,
    pub(super) low: Wire,
    /// Rows that only a worker tells.
    pub(super) left: Wire,
    pub(super) foresight: Option<Foresight<'m>>,
}

/// Where the answers of one criterion are.
pub(super) struct Wires {
    /// It is in the way, or asks for a person.
    pub(super) standing: Wire,
    pub(super) unknown: Wire,
}

/// The answers of every node over a block, and what was read of the next one.
pub(super) struct Answers {
    nodes: Vec<Words>,
    seen: Seen,
}

/// After so many questions a part of the next block is read ahead.
const OFTEN: usize = 2;

impl Machine<'_> {
    pub(super) fn answers(&self) -> Answers {
        Answers { nodes: vec![NONE; self.nodes.len()], seen: self.ahead.nothing() }
    }

    /// Answers every question over a block, and writes masks and outcomes of the parts as those of the block `place`.
    pub(super) fn run(&self, block: usize, place: usize, answers: &mut Answers, to: &mut [Decisions]) {
        dispatch!(level(), simd => self.run_with(simd, block, place, answers, to));
    }

    #[inline(always)]
    fn run_with<S: Simd>(
        &self,
        simd: S,
        block: usize,
        place: usize,
        answers: &mut Answers,
        to: &mut [Decisions],
    ) {
        let asked =
            Asked { lanes: self.lanes, reaches: &self.reaches, chains: &self.chains, as_of: self.as_of };
        let Answers { nodes: answered, seen } = &mut *answers;
        self.ahead.turn(simd, block, seen);
        let mut parts = 0..PARTS;
        for (number, node) in self.nodes.iter().enumerate() {
            if let (0, Some(part)) = (number % OFTEN, parts.next()) {
                self.ahead.read(simd, part, seen);
            }
            let Some((done, rest)) = answered.split_at_mut_checked(number) else { return };
            let Some(answer) = rest.first_mut() else { return };
            match node {
                Node::Never => {}
                Node::Ask(ask) => asked.answer(simd, ask, block, seen, answer),
                Node::Both(a, b) => {
                    let (Some(left), Some(right)) = (done.get(a.node()), done.get(b.node())) else { return };
                    let (turn_left, turn_right) = (a.turned(), b.turned());
                    for place in 0..WORDS {
                        // By place: a compiler may leave pairing lists to a function that it calls.
                        if let (Some(to), Some(left), Some(right)) =
                            (answer.get_mut(place), left.get(place), right.get(place))
                        {
                            *to = (left ^ turn_left) & (right ^ turn_right);
                        }
                    }
                }
            }
        }
        for part in parts {
            self.ahead.read(simd, part, seen);
        }
        let live = self.live(block);
        for (part, to) in self.parts.iter().zip(to) {
            if let Some(part) = part {
                part.write(simd, answers, &live, place, to);
            }
        }
    }

    /// Makes the answers zero that no block writes.
    pub(super) fn clear(&self, to: &mut [Decisions]) {
        for (part, to) in self.parts.iter().zip(to) {
            match part {
                Some(part) => {
                    for (wires, masks) in part.criteria.iter().zip(&mut to.criteria) {
                        if wires.standing == Wire::NEVER {
                            masks.standing.clear();
                        }
                        if wires.unknown == Wire::NEVER {
                            masks.unknown.clear();
                        }
                    }
                }
                None => to.clear(),
            }
        }
    }

    /// The rows of a block.
    pub(super) fn live(&self, block: usize) -> Words {
        let mut left = self.rows.saturating_sub(block.saturating_mul(BLOCK));
        let mut words = [u64::MAX; WORDS];
        if left >= BLOCK {
            return words;
        }
        for word in &mut words {
            *word = match left {
                0 => 0,
                1..64 => 1_u64.wrapping_shl(u32::try_from(left).unwrap_or(0)).wrapping_sub(1),
                _ => u64::MAX,
            };
            left = left.saturating_sub(64);
        }
        words
    }
}

impl Answers {
    /// The answers that a wire leads to; beyond the last row of any meaning.
    #[inline(always)]
    pub(super) fn of(&self, wire: Wire) -> Words {
        let mut words = self.nodes.get(wire.node()).copied().unwrap_or(NONE);
        let turned = wire.turned();
        words.iter_mut().for_each(|word| *word ^= turned);
        words
    }
}

impl Part<'_> {
    /// Writes masks and outcomes of a block.
    #[inline(always)]
    fn write<S: Simd>(&self, simd: S, answers: &Answers, live: &Words, block: usize, to: &mut Decisions) {
        for (wires, masks) in self.criteria.iter().zip(&mut to.criteria) {
            store(answers, wires.standing, live, block, &mut masks.standing);
            store(answers, wires.unknown, live, block, &mut masks.unknown);
        }
        let rows = to.outcomes.get_mut(block.saturating_mul(BLOCK)..).unwrap_or_default();
        let (high, low) = (answers.of(self.high), answers.of(self.low));
        let (whole, rest) = rows.as_chunks_mut::<64>();
        let words = whole.len();
        for ((rows, high), low) in whole.iter_mut().zip(&high).zip(&low) {
            codes(simd, *high, *low, rows);
        }
        if let (Some(high), Some(low), false) = (high.get(words), low.get(words), rest.is_empty()) {
            let mut all = [0; 64];
            codes(simd, *high, *low, &mut all);
            rest.iter_mut().zip(all).for_each(|(to, code)| *to = code);
        }
    }
}

#[inline(always)]
fn store(answers: &Answers, wire: Wire, live: &Words, block: usize, mask: &mut Bitmap) {
    // It was made zero before the first block.
    if wire == Wire::NEVER {
        return;
    }
    let Some(words) = answers.nodes.get(wire.node()) else { return };
    let turned = wire.turned();
    let to = mask.write().get_mut(block.saturating_mul(WORDS)..).unwrap_or_default();
    for place in 0..WORDS.min(to.len()) {
        if let (Some(to), Some(from), Some(live)) = (to.get_mut(place), words.get(place), live.get(place)) {
            *to = (from ^ turned) & live;
        }
    }
}
